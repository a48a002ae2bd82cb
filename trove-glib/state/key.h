/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Key: names an object of a document. It is exact in a double, which JavaScript and Lua use for numbers.
 *
 *   │ replica, 21 bits │ number, 32 bits │        number 1 is the first object of a replica
 *
 * A document makes keys under a replica of its own, so that two documents of one origin never make the same key. */

#pragma once

#include "trove-glib/trove-key.h"

#define TROVE_KEY_BITS 53
#define TROVE_KEY_NUMBER_BITS 32
#define TROVE_KEY_REPLICAS ((guint32) 1 << (TROVE_KEY_BITS - TROVE_KEY_NUMBER_BITS))
#define TROVE_KEY_LIMIT ((TroveKey) 1 << TROVE_KEY_BITS)

/* A replica number, with bits by which two documents find that they have drawn the same one. */
typedef struct
{
  guint32 number;
  guint64 random[2];
} TroveReplica;

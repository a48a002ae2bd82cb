/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Key: names an object of a document. It is exact in a double, which JavaScript and Lua use for numbers. */

#pragma once

#include <glib.h>

#define TROVE_KEY_BITS 53
#define TROVE_KEY_LIMIT ((TroveKey) 1 << TROVE_KEY_BITS)

typedef guint64 TroveKey; /* below TROVE_KEY_LIMIT; 0: none */

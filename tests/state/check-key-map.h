/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Checks the invariants of a key map. */

#pragma once

#include "check-core.h"
#include "state/key-map.h"

typedef struct
{
  TroveKey key;
  guintptr value;
  const TroveKeyMap *leaf; /* that has the value */
} CheckEntry;

/* The map has the nodes that follow from its keys, and all invariants hold. Returns an array of CheckEntry, in increasing order
 * of the keys. */
GArray *check_key_map (const CheckHolder *holder, const TroveKeyMap *map);

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Blocks of a state: the memory that it consists of.
 *
 *   state ─► nodes of the key map ─► records ─┬─► nodes of sequences
 *                                             └─► nodes of the maps of referrers
 *
 * Strings, and values that records point to, are no blocks: copies of a record share them. */

#pragma once

#include "state.h"

/* The sign is 1 for a block that only the second state has, -1 for one that only the first has. */
typedef void (*TroveBlockFunc) (guint64 place, guint64 content, gsize size, int sign, gpointer data);

/* Calls func once for each block that one of two states has and the other has not. Blocks are compared by address: a block that was
 * moved is one that is gone, and a new one of the same content. Visits the blocks that differ alone. objects: NULL is the empty
 * state. */
void trove_state_compare_blocks (const TroveKeyMap *a, const TroveKeyMap *b, TroveBlockFunc func,
                                 gpointer data);

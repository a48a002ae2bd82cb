/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Check sub: checks the invariants in pool.h, chain.h and sub.h. An invariant that does not hold fails the test. */

#pragma once

#include "core/sub.h"

/* Pieces of memory that must not overlap: elements and strings' bytes of the sub-arenas of one arena. */
typedef struct
{
  GArray *pieces;
} CheckPieces;

void check_pieces_init (CheckPieces *pieces);
void check_pieces_add (CheckPieces *pieces, gconstpointer start, gsize size);

/* Fails if two pieces overlap. Empties the array. */
void check_pieces_finish (CheckPieces *pieces);

void check_layout (const TroveLayout *layout);
void check_chain (const TroveChain *chain);

/* own: the sub-arena is not frozen, so its rows are pieces as a whole, not only their used part. */
void check_sub (const TroveSub *sub, gboolean own, CheckPieces *pieces);

/* TRUE if the sub-arena has a reference on the chunk in which the piece of memory lies. */
gboolean check_sub_holds (const TroveSub *sub, gconstpointer start, gsize size);

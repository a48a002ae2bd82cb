/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The invariants that pool.h, chain.h and sub.h state, checked; what does not hold fails the test. */

#pragma once

#include "core/sub.h"

/* Pieces of memory that must not overlap: elements and strings' bytes of the sub-arenas of one arena. */
typedef struct
{
  GArray *pieces;
} CheckPieces;

void check_pieces_init (CheckPieces *pieces);
void check_pieces_add (CheckPieces *pieces, gconstpointer start, gsize size);

/* Fails where two overlap; empties it. */
void check_pieces_finish (CheckPieces *pieces);

void check_layout (const TroveLayout *layout);
void check_chain (const TroveChain *chain);

/* own: it is still written to, so that all of its rows are its, not only what is used of them. */
void check_sub (const TroveSub *sub, gboolean own, CheckPieces *pieces);

/* Whether a sub-arena holds a count on the chunk that a piece of memory lies in. */
gboolean check_sub_holds (const TroveSub *sub, gconstpointer start, gsize size);

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Chain: the current chunk of a pool and its free end, which rows are carved from. A pool of strings has a second
 * chain, for strings' bytes.
 *
 *   chunk   ├ TroveChunk ┤ row of version 7 ┤ row of 8 ┤ row of 9, half used ┤ … free … ┤
 *                                                            next ┘             end ┘
 *
 * A row is carved whole, since an element never moves. Freezing gives the row's unused tail back: next moves to the end
 * of the used part. Small rows share chunks of at most 4 KiB. A larger row has a chunk of its own size, whose tail
 * serves the rows after it.
 *
 * A chain keeps its chunk from one version to the next. Once several arenas have the schema, a chain parks its chunk
 * (parking.h) at each freeze. The chain of an arena with a limit of bytes keeps its chunk, so that the bytes which the
 * arena holds are known. */

#pragma once

#include "budget.h"
#include "parking.h"

/* The holder of a chunk that was parked: not known. */
#define TROVE_HOLDER_ANY G_MAXUINT64

typedef struct
{
  TroveBudget *budget; /* of the arena; NULL: no limit */
  TroveChunk *chunk;   /* the current one, owned; NULL: none yet */
  char *next, *end;    /* its free bytes */
  guint place;         /* where its chunks are parked */
  guint32 filled;      /* bytes of a filled chunk: the first new one may be twice as large; 0: none */
  guint64 holder; /* id of the last sub-arena that took a reference on chunk, 0: none; or TROVE_HOLDER_ANY */
} TroveChain;

/* Carves size bytes from the current chunk, a parked one or a new one. unit: the likely size of the next pieces, which
 * the size of a new chunk depends on. NULL: no memory, or none left in the budget; nothing changed. */
gpointer trove_chain_carve (TroveChain *chain, TroveParking *parking, gsize size, gsize alignment,
                            gsize unit);

/* Shortens the piece that was carved last: the bytes between end and carved_end are free again. */
static inline void
trove_chain_give_back (TroveChain *chain, gpointer carved_end, gpointer end)
{
  if (chain->next == carved_end)
    chain->next = end;
}

/* A new chunk with room for size bytes behind its header; NULL: no memory, or none left in the budget. */
TroveChunk *trove_chain_make_chunk (const TroveChain *chain, gsize size, gsize unit);

/* Drops the current chunk and carves from that one, which it takes over. */
void trove_chain_go_on (TroveChain *chain, TroveChunk *chunk);

/* Drops the current chunk. */
void trove_chain_clear (TroveChain *chain);

/* Takes a parked chunk, if there is one. An arena with a limit takes none, since the chunk's bytes would not be taken
 * from its budget. */
void trove_chain_begin (TroveChain *chain, TroveParking *parking);

/* Drops an empty chunk that is larger than a new one would be. */
void trove_chain_drop_empty (TroveChain *chain, gsize unit);

/* Parks the current chunk, for the next chain of the same place. Frees an empty chunk. Drops a chunk with fewer than
 * least free bytes, and one larger than a new one would be, since a parked chunk outlives its sub-arenas. least: at
 * least sizeof (TroveParked) + 8, for the aligned record. Any thread. */
void trove_chain_park (TroveChain *chain, TroveParking *parking, gsize least, gsize unit);

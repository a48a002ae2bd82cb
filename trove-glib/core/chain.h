/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Chunks: counted blocks of memory, and the chain an arena's pool carves rows and strings' bytes from.
 *
 *   chunk   ├ header ┤ row of version 7 ┤ row of 8 ┤ row of 9, half used ┤ … free … ┤
 *                                                            next ┘             end ┘
 *
 * A row is carved whole, since an element never moves; freezing gives its unused tail back, by moving
 * next to the end of what is used. Every sub-arena with bytes in a chunk holds a count on it, and so does
 * the chain whose current chunk it is. Small rows share chunks of 4 KiB at most; a larger row has a chunk
 * of its own size, whose tail serves the rows after it.
 *
 * Where several arenas have a schema, an arena carves from a chunk while it has an own sub-arena. When that is frozen, the
 * chunk is parked with the schema, by pool and by use (rows or strings' bytes), and the next arena of the schema that begins
 * a sub-arena goes on with it. So arenas that edit in turn fill the same chunks, however many branches there are:
 *
 *   schema ─ places[i] ─► TroveParked {next, chunk} ─► TroveParked …      the record lies in the chunk's free bytes
 *
 * An arena with a limit of bytes keeps its chunks until it goes, so that what it holds is known.
 *
 * A chunk is freed when no sub-arena lies in it and neither a chain nor a schema has it: a small sub-arena keeps its whole
 * chunk. */

#pragma once

#include "layout.h"

typedef struct _TroveChunk TroveChunk;

struct _TroveChunk
{
  TroveCount count;
  gsize size; /* of the whole block, header included */
};

/* What an arena may take of the allocator. */
typedef struct
{
  guint64 used;             /* bytes; kept where there is a limit alone */
  _Alignas(8) guint64 most; /* 0: no limit. Any thread may read it, in one piece: on 32 bits too */
} TroveBudget;

static inline gboolean
trove_budget_allows (const TroveBudget *budget, guint64 bytes)
{
  return budget == NULL || budget->most == 0 || bytes == 0 ||
         (budget->used <= budget->most && bytes <= budget->most - budget->used);
}

static inline void
trove_budget_take (TroveBudget *budget, guint64 bytes)
{
  if (budget != NULL && budget->most != 0)
    budget->used += bytes;
}

/* The holders of a chunk that was parked are not known. */
#define TROVE_HOLDER_ANY G_MAXUINT64

typedef struct
{
  TroveBudget *budget; /* that its chunks are taken from, or NULL */
  TroveChunk *chunk;   /* the current one, owned; NULL: none yet */
  char *next, *end;    /* what is left of it */
  guint place;         /* where the schema parks its chunks */
  guint32 filled;      /* bytes of a chunk that was filled: the first one may be twice that; 0: none */
  guint64 holder;      /* id of the last sub-arena that took a count on it, 0: none; or TROVE_HOLDER_ANY */
} TroveChain;

void trove_chunk_unref (TroveChunk *chunk);

/* Room for size bytes, in the current chunk or a new one; NULL: no memory, or none left in the budget, nothing changed.
 * unit: what the next pieces are likely to take, for the size of a new chunk. */
gpointer trove_chain_carve (TroveChain *chain, TroveSchema *schema, gsize size, gsize alignment, gsize unit);

/* The piece that was carved last ends at end from now on: the rest can be carved again. */
static inline void
trove_chain_give_back (TroveChain *chain, gpointer carved_end, gpointer end)
{
  if (chain->next == carved_end)
    chain->next = end;
}

/* Drops the current chunk. */
void trove_chain_clear (TroveChain *chain);

/* Begins with a parked chunk, if there is one; not where there is a limit, since others may have paid for it. */
void trove_chain_begin (TroveChain *chain, TroveSchema *schema);

/* Lets go of a chunk that nothing lies in and that is larger than a new one would be. */
void trove_chain_drop_empty (TroveChain *chain, gsize unit);

/* Hands the current chunk to the schema, for the next chain of the same place. A chunk that nothing lies in is freed. One
 * that has less than least bytes free, or that is larger than a new one would be, is let go of: parked, it would stay when
 * all that lies in it is gone. least: sizeof (TroveParked) and 8 bytes to align it, or more. Any thread. */
void trove_chain_park (TroveChain *chain, TroveSchema *schema, gsize least, gsize unit);

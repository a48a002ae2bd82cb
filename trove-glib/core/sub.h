/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Sub-arena: the elements that an arena appended between two versions, under one id, in pools of doubling rows.
 *
 *   TroveSub { id, count, …, first ─► TrovePool { rows ─► row 0, row 1, … } ─next─► TrovePool … }
 *        └── chunks: the blocks of memory that the struct, the rows and strings' bytes lie in
 *
 * One arena writes a sub-arena: its own. Freezing puts the sub-arena into the arena's view; from then on nothing writes
 * to it, and any thread reads it without a lock. An unused pool takes no memory: the first used pool is in the struct,
 * the others are allocated on first use and never move, and the fifth comes with a table by index.
 *
 * Invariants: a listed pool has a row. A sub-arena in a view has at least one element. */

#pragma once

#include "borrows.h"
#include "debug.h"
#include "schema.h"
#include "segment.h"
#include "string-header.h"

/* The blocks of a sub-arena, in place of its first pool, whose n_rows is 0. */
typedef struct
{
  guint64 n_bytes; /* of all blocks; where a pool has its length */
  TroveSegment *first, *last;
  guint8 zero[4];    /* where a pool has n_rows */
  gpointer to_clear; /* the block that owns something and was added last, or NULL */
} TroveBlocks;

G_STATIC_ASSERT (sizeof (TroveBlocks) <= sizeof (TrovePool));
G_STATIC_ASSERT (G_STRUCT_OFFSET (TroveBlocks, zero) <= G_STRUCT_OFFSET (TrovePool, n_rows));
G_STATIC_ASSERT (G_STRUCT_OFFSET (TroveBlocks, to_clear) > G_STRUCT_OFFSET (TrovePool, n_rows));

/* The members that a read uses come first, so that they share a cache line. */
typedef struct _TroveSub TroveSub;

struct _TroveSub
{
  union
  {
    guint64 id;
    TroveSub *next_dead; /* after the last reference: the next one to be destroyed */
  };
  union
  {
    TrovePool first;    /* n_rows == 0: the sub-arena has blocks */
    TroveBlocks blocks; /* where the schema is one of blocks */
  };
  TroveCount count; /* references: of views, of the arena that owns it, of guards that outlast that arena */
  guint n_chunks;   /* in chunks and more_chunks */
  TroveSchema *schema;   /* owned */
  TroveBorrows *borrows; /* NULL until an element is borrowed while the sub-arena is own */
  TrovePool **table;     /* pools by index; NULL while the sub-arena uses at most four */
  TroveChunk *chunks[2]; /* owned; the struct lies in the first */
  TroveChunk **more_chunks;
};

/* The most bytes that a sub-arena and the first row of a pool take. A chunk with fewer free bytes is not parked. */
static inline gsize
trove_sub_room (const TroveLayout *layout)
{
  return sizeof (TroveSub) + layout->alignment + TROVE_FIRST_ROW * layout->stride;
}

/* A new sub-arena with one reference and the first row of a pool. Struct and row are carved from that pool's chain in
 * one piece. NULL: no memory. */
TroveSub *trove_sub_new (guint64 id, TroveSchema *schema, guint index, TroveChain *chain);

/* A sub-arena of blocks, with an empty segment. NULL: no memory. */
TroveSub *trove_sub_new_of_blocks (guint64 id, TroveSchema *schema, TroveChain *chain);

/* Adds a segment at the start of the chain's chunk, which has no other bytes yet. The sub-arena takes a reference. */
void trove_sub_add_segment (TroveSub *sub, TroveChain *chain);

/* TRUE if it is a sub-arena of blocks. */
static inline gboolean
trove_sub_has_blocks (const TroveSub *sub)
{
  return sub->schema->clear_blocks != NULL;
}

/* The block that owns something and was added last, which leads to the others; NULL: there is none. */
static inline gpointer
trove_sub_peek_owning (const TroveSub *sub)
{
  return trove_sub_has_blocks (sub) ? sub->blocks.to_clear : NULL;
}

#define TROVE_SUB_FOREACH_SEGMENT(sub, segment)                                                              \
  for (TroveSegment *segment = trove_sub_has_blocks (sub) ? (sub)->blocks.first : NULL; segment != NULL;     \
       segment = segment->next)

static inline TroveSub *
trove_sub_ref (TroveSub *sub)
{
  trove_count_add (&sub->count);
  return sub;
}

/* Dropping the last reference clears the elements and frees the sub-arena. The caller holds no lock, since clear
 * functions run. */
void trove_sub_unref (TroveSub *sub);

/* Drops the reference of the arena that owned the sub-arena, or hands the reference over to guards that outlast the
 * arena. An arena calls it once for each own sub-arena. owner: the caller is the owner's thread. */
void trove_sub_let_go (TroveSub *sub, gboolean owner);

/* The pool of that index, or NULL if the sub-arena does not use it. */
TrovePool *trove_sub_lookup_slow (const TroveSub *sub, guint pool);

static inline TrovePool *
trove_sub_lookup (const TroveSub *sub, guint pool)
{
  if (G_LIKELY (sub->first.index == pool))
    return sub->first.n_rows > 0 ? (TrovePool *) &sub->first : NULL;

  return trove_sub_lookup_slow (sub, pool);
}

/* Adds a row to a pool, which need not exist yet. NULL: no memory, nothing changed. */
TrovePool *trove_sub_add_row (TroveSub *sub, guint index, TroveChain *chain);

/* Slow path of trove_sub_carve_string(). size: bytes with the header. */
TroveStringHeader *trove_sub_carve_string_slow (TroveSub *sub, TroveChain *chain, gsize size);

/* Carves room for a string of length bytes. NULL: no memory, nothing changed. */
static inline TroveStringHeader *
trove_sub_carve_string (TroveSub *sub, TroveChain *chain, gsize length)
{
  TroveStringHeader *string;

  if (G_LIKELY (trove_chain_has_string (chain, sub->id, length)))
    return (TroveStringHeader *) trove_chain_take_string (chain, length) - 1;

  string = trove_sub_carve_string_slow (sub, chain, sizeof *string + trove_string_capacity (length));
  if (string != NULL)
    string->capacity = (guint32) trove_string_capacity (length);
  return string;
}

/* With TROVE_DEBUG=frozen: these take checksums of a frozen sub-arena, and compare its elements with them. */

static inline void
trove_sub_remember (TroveSub *sub)
{
  if (trove_debug_frozen ())
    trove_debug_remember (sub, sub->schema, &sub->first);
}

static inline void
trove_sub_verify (TroveSub *sub)
{
  if (trove_debug_frozen ())
    trove_debug_verify (sub, sub->id, sub->schema, &sub->first);
}

/* Loops over the used pools, in order of first use. */
#define TROVE_SUB_FOREACH_POOL(sub, pool)                                                                    \
  for (TrovePool *pool = (sub)->first.n_rows > 0 ? (TrovePool *) &(sub)->first : NULL; pool != NULL;         \
       pool = pool->next)

guint64 trove_sub_n_elements (const TroveSub *sub);

static inline gboolean
trove_sub_is_empty (const TroveSub *sub)
{
  return sub->first.length == 0 && trove_sub_n_elements (sub) == 0;
}

guint trove_sub_n_rows (const TroveSub *sub);
guint64 trove_sub_n_bytes (const TroveSub *sub);  /* of elements and of strings */
gsize trove_sub_n_overhead (const TroveSub *sub); /* bytes of the allocated blocks that are not chunks */

/* TRUE if the sub-arena has bytes in the chunk. */
gboolean trove_sub_holds (const TroveSub *sub, const TroveChunk *chunk);

typedef void (*TroveChunkFunc) (const TroveChunk *chunk, gpointer data);
void trove_sub_foreach_chunk (const TroveSub *sub, TroveChunkFunc func, gpointer data);

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sub.h"

#include <string.h>

#include "memory.h"

/* Up to so many pools are found by walking the list; with more pools, the sub-arena has a table. */
#define MAX_WALKED 4

/* Pools */

TrovePool *
trove_sub_lookup_slow (const TroveSub *sub, guint pool)
{
  if (sub->table != NULL)
    return sub->table[pool];

  TROVE_SUB_FOREACH_POOL (sub, p)
  {
    if (p->index == pool)
      return p;
  }

  return NULL;
}

static TrovePool *
last_pool (TroveSub *sub, guint *n)
{
  TrovePool *last = NULL;

  *n = 0;
  TROVE_SUB_FOREACH_POOL (sub, p)
  {
    last = p;
    ++*n;
  }

  return last;
}

static gboolean
make_table (TroveSub *sub)
{
  sub->table = trove_memory_alloc0 (sub->schema->n_pools * sizeof *sub->table);
  if (sub->table == NULL)
    return FALSE;

  TROVE_SUB_FOREACH_POOL (sub, p) { sub->table[p->index] = p; }
  return TRUE;
}

/* Makes a pool without rows. list_pool() puts it behind *last when it has a row. NULL: no memory. */
static TrovePool *
new_pool (TroveSub *sub, guint index, TrovePool **last)
{
  guint n;
  TrovePool *pool = &sub->first;

  *last = last_pool (sub, &n);
  if (n == MAX_WALKED && sub->table == NULL && !make_table (sub))
    return NULL;

  if (n > 0)
    {
      pool = trove_memory_alloc0 (sizeof *pool);
      if (pool == NULL)
        return NULL;
    }
  pool->index = (guint8) index;
  return pool;
}

static void
list_pool (TroveSub *sub, TrovePool *pool, TrovePool *last)
{
  if (last != NULL)
    last->next = pool;
  if (sub->table != NULL)
    sub->table[pool->index] = pool;
}

/* Chunks */

static gboolean
hold_more (TroveSub *sub, TroveChunk *chunk)
{
  guint n = sub->n_chunks - G_N_ELEMENTS (sub->chunks);
  TroveChunk **more = sub->more_chunks;

  /* more_chunks has room for the least power of two that is at least n. */
  if ((n & (n - 1)) == 0)
    {
      more = trove_memory_alloc (MAX (2 * n, 1) * sizeof *more);
      if (more == NULL)
        return FALSE;
      if (n > 0)
        memcpy (more, sub->more_chunks, n * sizeof *more);
      trove_memory_free (sub->more_chunks);
      sub->more_chunks = more;
    }

  more[n] = chunk;
  return TRUE;
}

static TroveChunk *
get_chunk (const TroveSub *sub, guint i)
{
  guint n = G_N_ELEMENTS (sub->chunks);

  return i < n ? sub->chunks[i] : sub->more_chunks[i - n];
}

gboolean
trove_sub_holds (const TroveSub *sub, const TroveChunk *chunk)
{
  for (guint i = 0; i < sub->n_chunks; i++)
    if (get_chunk (sub, i) == chunk)
      return TRUE;

  TROVE_SUB_FOREACH_SEGMENT (sub, segment)
  {
    if (segment->chunk == chunk)
      return TRUE;
  }

  return FALSE;
}

/* Takes a reference on the chain's current chunk, unless the sub-arena has one. FALSE: no memory. */
static gboolean
hold_chunk (TroveSub *sub, TroveChain *chain)
{
  if (chain->holder == sub->id || (chain->holder == TROVE_HOLDER_ANY && trove_sub_holds (sub, chain->chunk)))
    {
      chain->holder = sub->id;
      return TRUE;
    }

  if (sub->n_chunks < G_N_ELEMENTS (sub->chunks))
    sub->chunks[sub->n_chunks] = chain->chunk;
  else if (!hold_more (sub, chain->chunk))
    return FALSE;

  sub->n_chunks++;
  trove_count_add (&chain->chunk->count);
  chain->holder = sub->id;
  return TRUE;
}

static gpointer
carve (TroveSub *sub, TroveChain *chain, gsize size, gsize alignment, gsize unit)
{
  gpointer piece = trove_chain_carve (chain, &sub->schema->parking, size, alignment, unit);

  if (piece == NULL)
    return NULL;
  if (!hold_chunk (sub, chain))
    {
      trove_chain_give_back (chain, (char *) piece + size, piece);
      return NULL;
    }

  return piece;
}

TrovePool *
trove_sub_add_row (TroveSub *sub, guint index, TroveChain *chain)
{
  const TroveLayout *layout = &sub->schema->pools[index];
  TrovePool *pool = trove_sub_lookup (sub, index);
  TrovePool *last = NULL;
  gboolean fresh = pool == NULL;
  gpointer row = NULL;

  if (fresh)
    pool = new_pool (sub, index, &last);
  if (pool != NULL && trove_pool_make_room (pool))
    row = carve (sub, chain, (gsize) trove_row_length (pool->n_rows) * layout->stride, layout->alignment,
                 TROVE_FIRST_ROW * layout->stride);

  if (row == NULL)
    {
      if (fresh && pool != &sub->first)
        trove_memory_free (pool);
      return NULL;
    }

  trove_pool_push_row (pool, row, layout->stride);
  if (fresh)
    list_pool (sub, pool, last);
  return pool;
}

TroveStringHeader *
trove_sub_carve_string_slow (TroveSub *sub, TroveChain *chain, gsize size)
{
  return carve (sub, chain, size, G_ALIGNOF (TroveStringHeader), TROVE_STRINGS_UNIT);
}

/* Carves a sub-arena and room bytes behind it, of which the caller gives back what it does not use. */
static TroveSub *
carve_sub (guint64 id, TroveSchema *schema, gsize room, gsize unit, TroveChain *chain)
{
  TroveSub *sub;

  trove_chain_drop_empty (chain, unit);
  sub = trove_chain_carve (chain, &schema->parking, room, G_ALIGNOF (TroveSub), unit);
  if (sub == NULL)
    return NULL;

  chain->holder = id;
  *sub = (TroveSub){
    .id = id,
    .schema = trove_schema_ref (schema),
    .n_chunks = 1,
    .chunks = { trove_chunk_ref (chain->chunk) },
  };
  atomic_init (&sub->count, 1);
  return sub;
}

TroveSub *
trove_sub_new (guint64 id, TroveSchema *schema, guint index, TroveChain *chain)
{
  const TroveLayout *layout = &schema->pools[index];
  gsize room = trove_sub_room (layout);
  TroveSub *sub = carve_sub (id, schema, room, room, chain);
  char *row;

  if (sub == NULL)
    return NULL;

  row = trove_align (sub + 1, layout->alignment);
  trove_chain_give_back (chain, (char *) sub + room, row + TROVE_FIRST_ROW * layout->stride);
  sub->first.index = (guint8) index;
  trove_pool_add_first_row (&sub->first, row);
  return sub;
}

TroveSub *
trove_sub_new_of_blocks (guint64 id, TroveSchema *schema, TroveChain *chain)
{
  TroveSub *sub =
      carve_sub (id, schema, sizeof *sub + sizeof (TroveSegment), trove_sub_room (&schema->pools[0]), chain);

  if (sub == NULL)
    return NULL;

  sub->blocks.first = sub->blocks.last = (TroveSegment *) (sub + 1);
  *sub->blocks.first = (TroveSegment){ 0 };
  return sub;
}

void
trove_sub_add_segment (TroveSub *sub, TroveChain *chain)
{
  TroveSegment *segment = (TroveSegment *) chain->next;

  *segment = (TroveSegment){ .chunk = trove_chunk_ref (chain->chunk) };
  chain->next += sizeof *segment;
  chain->holder = sub->id;
  sub->blocks.last = sub->blocks.last->next = segment;
}

/* Dropping */

static void
clear_run (gpointer first, guint64 n, gpointer data)
{
  const TroveLayout *layout = data;

  for (guint64 i = 0; i < n; i++)
    layout->clear ((char *) first + i * layout->stride, layout->data);
}

static void
free_segments (TroveSub *sub)
{
  TroveSegment *next;

  if (sub->blocks.to_clear != NULL)
    sub->schema->clear_blocks (sub->blocks.to_clear);

  /* The first one lies in the chunk of the sub-arena. */
  for (TroveSegment *segment = sub->blocks.first->next; segment != NULL; segment = next)
    {
      next = segment->next;
      trove_chunk_unref (segment->chunk);
    }
}

static void
free_pools (TroveSub *sub)
{
  TrovePool *pool, *next;

  TROVE_SUB_FOREACH_POOL (sub, p)
  {
    TroveLayout *layout = &sub->schema->pools[p->index];

    if (layout->clear != NULL)
      trove_pool_foreach_run (p, layout->stride, clear_run, layout);
  }

  for (pool = &sub->first; pool != NULL; pool = next)
    {
      next = pool->next;
      trove_pool_clear (pool);
      if (pool != &sub->first)
        trove_memory_free (pool);
    }
}

static void
destroy (TroveSub *sub)
{
  TroveSchema *schema =
      sub->schema; /* dropped last: its last reference frees the parked chunks, and sub may lie in one of them */
  TroveChunk *home = sub->chunks[0];

  if (trove_sub_has_blocks (sub))
    free_segments (sub);
  else
    free_pools (sub);

  if (sub->borrows != NULL)
    trove_borrows_free (sub->borrows);

  for (guint i = 1; i < sub->n_chunks; i++)
    trove_chunk_unref (get_chunk (sub, i));
  trove_memory_free (sub->more_chunks);
  trove_memory_free (sub->table);
  trove_chunk_unref (home); /* may free the memory of sub */
  trove_schema_unref (schema);
}

/* The sub-arenas that this thread is going to destroy. */
static __thread struct
{
  TroveSub *first;
  gboolean running;
} dead;

/* Destroys a sub-arena, or lists it where this thread is destroying another one. A cleared element may hold the last
 * reference on another sub-arena, whose elements hold one on a third: with the list the stack does not grow with their
 * depth. */
static void
bury (TroveSub *sub)
{
  trove_sub_verify (sub);
  if (trove_debug_frozen ())
    trove_debug_forget (sub);

  sub->next_dead = dead.first;
  dead.first = sub;
  if (dead.running)
    return;

  dead.running = TRUE;
  while (dead.first != NULL)
    {
      TroveSub *next = dead.first;

      dead.first = next->next_dead;
      destroy (next);
    }
  dead.running = FALSE;
}

static gboolean
bury_idle (gpointer data)
{
  bury (data);
  return G_SOURCE_REMOVE;
}

static gboolean
needs_clear (const TroveSub *sub)
{
  if (trove_sub_has_blocks (sub))
    return sub->blocks.to_clear != NULL;

  TROVE_SUB_FOREACH_POOL (sub, p)
  {
    if (sub->schema->pools[p->index].clear != NULL)
      return TRUE;
  }

  return FALSE;
}

void
trove_sub_unref (TroveSub *sub)
{
  if (!trove_count_drop (&sub->count))
    return;

  if (atomic_load_explicit (&sub->schema->clear_context, memory_order_relaxed) != NULL && needs_clear (sub) &&
      trove_schema_defer_clear (sub->schema, bury_idle, sub))
    return;
  bury (sub);
}

void
trove_sub_let_go (TroveSub *sub, gboolean owner)
{
  if (sub->borrows == NULL || !trove_borrows_hand_over (sub->borrows, sub, owner))
    trove_sub_unref (sub);
}

/* Counts */

guint64
trove_sub_n_elements (const TroveSub *sub)
{
  guint64 n = 0;

  TROVE_SUB_FOREACH_POOL (sub, p) { n += p->length; }
  return n;
}

guint
trove_sub_n_rows (const TroveSub *sub)
{
  guint n = 0;

  TROVE_SUB_FOREACH_POOL (sub, p) { n += p->n_rows; }
  return n;
}

static void
add_string_bytes (gpointer first, guint64 n, gpointer data)
{
  const char **strings = first;
  guint64 *bytes = data;

  for (guint64 i = 0; i < n; i++)
    if (strings[i] != NULL)
      *bytes += sizeof (TroveStringHeader) + trove_string_header (strings[i])->capacity;
}

guint64
trove_sub_n_bytes (const TroveSub *sub)
{
  guint64 bytes = trove_sub_has_blocks (sub) ? sub->blocks.n_bytes : 0;

  TROVE_SUB_FOREACH_POOL (sub, p)
  {
    const TroveLayout *layout = &sub->schema->pools[p->index];

    bytes += p->length * layout->stride;
    if (layout->store == TROVE_STORE_STRING)
      trove_pool_foreach_run (p, layout->stride, add_string_bytes, &bytes);
  }
  return bytes;
}

gsize
trove_sub_n_overhead (const TroveSub *sub)
{
  guint n_more = sub->n_chunks - MIN (sub->n_chunks, G_N_ELEMENTS (sub->chunks));
  gsize bytes = 0;

  TROVE_SUB_FOREACH_POOL (sub, p)
  {
    bytes += trove_pool_n_overhead (p);
    if (p != &sub->first)
      bytes += trove_memory_size (p, sizeof *p);
  }
  bytes += trove_memory_size (sub->table, sub->schema->n_pools * sizeof *sub->table);
  bytes += trove_memory_size (sub->more_chunks, n_more * sizeof *sub->more_chunks);
  if (sub->borrows != NULL)
    bytes += trove_borrows_n_overhead (sub->borrows);
  return bytes;
}

void
trove_sub_foreach_chunk (const TroveSub *sub, TroveChunkFunc func, gpointer data)
{
  for (guint i = 0; i < sub->n_chunks; i++)
    func (get_chunk (sub, i), data);
  TROVE_SUB_FOREACH_SEGMENT (sub, segment)
  {
    if (segment->chunk != NULL)
      func (segment->chunk, data);
  }
}

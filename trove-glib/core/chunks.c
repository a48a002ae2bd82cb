/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "chunks.h"

#include "memory.h"

/* A block of 4 KiB less what the allocator itself puts before it. */
#define BLOCK_SIZE (4096 - 16)

/* A chunk takes this many pieces before the next is needed, however large they are: a row is only carved
 * where it fits whole, so the last piece's room is lost. */
#define MIN_UNITS 8

/* What is worth leaving to others. */
#define SPARE_MOST 65536 /* a chunk of more may keep much */
#define SPARE_LEAST 64

static TroveChunk *
chunk_new (TroveBudget *budget, gsize size)
{
  TroveChunk *chunk = trove_budget_allows (budget, size) ? trove_memory_alloc (size) : NULL;

  if (chunk == NULL)
    return NULL;

  trove_budget_take (budget, trove_memory_size (chunk, size));
  atomic_init (&chunk->count, 1);
  chunk->size = size;
  return chunk;
}

void
trove_chunk_unref (TroveChunk *chunk)
{
  if (trove_count_drop (&chunk->count))
    trove_memory_free (chunk);
}

static char *
align (char *address, gsize alignment)
{
  return (char *) (((guintptr) address + alignment - 1) & ~(guintptr) (alignment - 1));
}

/* Small at first, since an arena may stay small; then twice the last, up to a block or a few units. */
static gsize
grown_size (const TroveChain *chain, gsize least, gsize unit)
{
  gsize most = MAX (BLOCK_SIZE, MIN_UNITS * unit);

  if (chain->chunk == NULL)
    return least;

  return MAX (least, MIN (2 * chain->chunk->size, most));
}

/* One at a time has the spare chunk. */
static void
take_spare (TroveChain *chain, TroveSchema *schema)
{
  TroveChunk *chunk;

  if (atomic_load_explicit (&schema->spare, memory_order_relaxed) == NULL)
    return;
  chunk = atomic_exchange_explicit (&schema->spare, NULL, memory_order_acquire);
  if (chunk == NULL)
    return;

  chain->chunk = chunk;
  chain->end = (char *) chunk + chunk->size;
  chain->next = chain->end - chunk->left;
  chain->holder = TROVE_HOLDER_ANY;
  if (trove_budget_allows (chain->budget, chunk->size))
    trove_budget_take (chain->budget, trove_memory_size (chunk, chunk->size));
  else
    trove_chain_leave (chain, schema);
}

gpointer
trove_chain_carve (TroveChain *chain, TroveSchema *schema, gsize size, gsize alignment, gsize unit)
{
  gsize least, wanted;
  TroveChunk *chunk;
  char *piece;

  if (chain->chunk == NULL)
    take_spare (chain, schema);

  piece = align (chain->next, alignment);
  if (chain->chunk != NULL && piece <= chain->end && (gsize) (chain->end - piece) >= size)
    {
      chain->next = piece + size;
      return piece;
    }

  if (size > G_MAXSIZE / 4)
    return NULL;

  least = sizeof (TroveChunk) + alignment + size;
  wanted = grown_size (chain, least, unit);
  chunk = chunk_new (chain->budget, wanted);
  if (chunk == NULL && wanted > least)
    chunk = chunk_new (chain->budget, least);
  if (chunk == NULL)
    return NULL;

  trove_chain_clear (chain);
  piece = align ((char *) (chunk + 1), alignment);
  chain->chunk = chunk;
  chain->next = piece + size;
  chain->end = (char *) chunk + chunk->size;
  return piece;
}

void
trove_chain_clear (TroveChain *chain)
{
  if (chain->chunk != NULL)
    trove_chunk_unref (chain->chunk);
  *chain = (TroveChain){ .budget = chain->budget };
}

void
trove_chain_leave (TroveChain *chain, TroveSchema *schema)
{
  gsize left = (gsize) (chain->end - chain->next);
  TroveChunk *chunk = chain->chunk;

  if (chunk != NULL && atomic_load_explicit (&chunk->count, memory_order_acquire) == 1)
    left = chunk->size - sizeof *chunk; /* nobody has anything in it */
  if (chunk != NULL && chunk->size <= SPARE_MOST && left >= SPARE_LEAST)
    {
      chunk->left = (guint32) left;
      chunk = atomic_exchange_explicit (&schema->spare, chunk, memory_order_acq_rel);
    }
  if (chunk != NULL)
    trove_chunk_unref (chunk);
  *chain = (TroveChain){ .budget = chain->budget };
}

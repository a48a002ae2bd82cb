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
#define SPARE_MOST 16384 /* a chunk of more may be much for a small arena to keep */
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
align (const char *address, gsize alignment)
{
  return (char *) (((guintptr) address + alignment - 1) & ~(guintptr) (alignment - 1));
}

/* Small at first, since an arena may stay small, but with room for another where arenas leave chunks to one another; then
 * twice the last, up to a block or a few units. */
static gsize
grown_size (const TroveChain *chain, gsize least, gsize unit, gboolean others)
{
  gsize most = MAX (BLOCK_SIZE, MIN_UNITS * unit);

  if (chain->chunk == NULL)
    return others ? MAX (least, MIN (2 * least, most)) : least;

  return MAX (least, MIN (2 * chain->chunk->size, most));
}

/* In the place of what was there, or of neither: the one with more room stays. */
static void
put_spare (TroveSchema *schema, guint spare, TroveChunk *chunk)
{
  guint32 left = chunk->left; /* it is another's as soon as it is there */
  TroveChunk *other = atomic_exchange_explicit (&schema->spare[spare], chunk, memory_order_acq_rel);

  if (other != NULL && other->left > left)
    other = atomic_exchange_explicit (&schema->spare[spare], other, memory_order_acq_rel);
  if (other != NULL)
    trove_chunk_unref (other);
}

/* One at a time has the spare chunk. Where the piece does not fit in, or the budget is too small for it, it goes back.
 * TRUE: there was one that did not do. */
static gboolean
take_spare (TroveChain *chain, TroveSchema *schema, gsize size, gsize alignment)
{
  TroveChunk *chunk;
  char *end;

  if (atomic_load_explicit (&schema->spare[chain->spare], memory_order_relaxed) == NULL)
    return FALSE;
  chunk = atomic_exchange_explicit (&schema->spare[chain->spare], NULL, memory_order_acquire);
  if (chunk == NULL)
    return FALSE;

  end = (char *) chunk + chunk->size;
  if (size + alignment > chunk->left || !trove_budget_allows (chain->budget, chunk->size))
    {
      put_spare (schema, chain->spare, chunk);
      return TRUE;
    }

  chain->chunk = chunk;
  chain->next = end - chunk->left;
  chain->end = end;
  chain->holder = TROVE_HOLDER_ANY;
  trove_budget_take (chain->budget, trove_memory_size (chunk, chunk->size));
  return FALSE;
}

gpointer
trove_chain_carve (TroveChain *chain, TroveSchema *schema, gsize size, gsize alignment, gsize unit)
{
  gboolean others = FALSE;
  gsize least, wanted;
  TroveChunk *chunk;
  char *piece;

  if (size > G_MAXSIZE / 4)
    return NULL;
  if (chain->chunk == NULL)
    others = take_spare (chain, schema, size, alignment);

  piece = align (chain->next, alignment);
  if (chain->chunk != NULL && piece <= chain->end && (gsize) (chain->end - piece) >= size)
    {
      chain->next = piece + size;
      return piece;
    }

  least = sizeof (TroveChunk) + alignment + size;
  wanted = grown_size (chain, least, unit, others);
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
  *chain = (TroveChain){ .budget = chain->budget, .spare = chain->spare };
}

void
trove_chain_leave (TroveChain *chain, TroveSchema *schema)
{
  gsize left = (gsize) (chain->end - chain->next);
  TroveChunk *chunk = chain->chunk;

  if (chunk == NULL)
    return;

  /* What nobody has anything in goes: who comes next may need much less. */
  if (chunk->size <= SPARE_MOST && left >= SPARE_LEAST &&
      atomic_load_explicit (&chunk->count, memory_order_relaxed) > 1)
    {
      chunk->left = (guint32) left;
      put_spare (schema, chain->spare, chunk);
    }
  else
    trove_chunk_unref (chunk);
  *chain = (TroveChain){ .budget = chain->budget, .spare = chain->spare };
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "chain.h"

#include "memory.h"

/* A block of 4 KiB less what the allocator itself puts before it. */
#define BLOCK_SIZE (4096 - 16)

/* A chunk takes this many pieces before the next is needed, however large they are: a row is only carved
 * where it fits whole, so the last piece's room is lost. */
#define MIN_UNITS 8

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

/* Small at first, since an arena may stay small; then twice the last, up to a block or a few units. */
static gsize
largest_size (gsize unit)
{
  return MAX (BLOCK_SIZE, MIN_UNITS * unit);
}

static gsize
grown_size (const TroveChain *chain, gsize least, gsize unit)
{
  gsize last = chain->chunk != NULL ? chain->chunk->size : chain->filled;

  return MAX (least, MIN (2 * last, largest_size (unit)));
}

/* Parking */

static void
park (TroveSchema *schema, guint place, TroveParked *parked)
{
  trove_lock_take (&schema->parking);
  parked->next = schema->places[place].parked;
  schema->places[place].parked = parked;
  trove_lock_leave (&schema->parking);
}

/* The chunk that was parked last; or NULL, and the next chunk of the chain grows from a filled one. */
static TroveParked *
unpark (TroveSchema *schema, TroveChain *chain)
{
  TrovePlace *place = &schema->places[chain->place];
  TroveParked *parked;

  trove_lock_take (&schema->parking);
  parked = place->parked;
  if (parked != NULL)
    place->parked = parked->next;
  else
    {
      chain->filled = place->filled;
      place->filled = 0;
    }
  trove_lock_leave (&schema->parking);

  return parked;
}

static void
note_filled (TroveSchema *schema, guint place, gsize size)
{
  trove_lock_take (&schema->parking);
  schema->places[place].filled = (guint32) MIN (size, G_MAXUINT32);
  trove_lock_leave (&schema->parking);
}

void
trove_chain_begin (TroveChain *chain, TroveSchema *schema)
{
  TroveParked *parked;

  if (chain->budget != NULL && chain->budget->most != 0)
    return;
  parked = unpark (schema, chain);
  if (parked == NULL)
    return;

  chain->chunk = parked->chunk;
  chain->next = parked->free;
  chain->end = (char *) chain->chunk + chain->chunk->size;
  chain->holder = TROVE_HOLDER_ANY;
}

gpointer
trove_chain_carve (TroveChain *chain, TroveSchema *schema, gsize size, gsize alignment, gsize unit)
{
  gsize least, wanted;
  TroveChunk *chunk;
  char *piece;

  if (size > G_MAXSIZE / 4)
    return NULL;
  if (chain->chunk == NULL)
    trove_chain_begin (chain, schema);

  piece = align (chain->next, alignment);
  if (chain->chunk != NULL && piece <= chain->end && (gsize) (chain->end - piece) >= size)
    {
      chain->next = piece + size;
      return piece;
    }

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

static void
chain_reset (TroveChain *chain)
{
  *chain = (TroveChain){ .budget = chain->budget, .place = chain->place };
}

void
trove_chain_clear (TroveChain *chain)
{
  if (chain->chunk != NULL)
    trove_chunk_unref (chain->chunk);
  chain_reset (chain);
}

void
trove_chain_drop_empty (TroveChain *chain, gsize unit)
{
  if (chain->chunk != NULL && chain->chunk->size > largest_size (unit) &&
      atomic_load_explicit (&chain->chunk->count, memory_order_relaxed) == 1)
    trove_chain_clear (chain);
}

void
trove_chain_park (TroveChain *chain, TroveSchema *schema, gsize least, gsize unit)
{
  TroveParked *parked = (TroveParked *) align (chain->next, G_ALIGNOF (TroveParked));
  TroveChunk *chunk = chain->chunk;

  if (chunk == NULL)
    return;

  /* Nothing lies in it: the next arena may need far less. */
  if (atomic_load_explicit (&chunk->count, memory_order_relaxed) == 1)
    trove_chunk_unref (chunk);
  else if ((gsize) (chain->end - chain->next) < least || chunk->size > largest_size (unit))
    {
      note_filled (schema, chain->place, chunk->size);
      trove_chunk_unref (chunk);
    }
  else
    {
      *parked = (TroveParked){ .chunk = chunk, .free = chain->next };
      park (schema, chain->place, parked);
    }
  chain_reset (chain);
}

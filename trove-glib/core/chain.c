/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "chain.h"

#include "memory.h"

/* 4 KiB less the allocator's own header. */
#define BLOCK_SIZE (4096 - 16)

/* The least number of pieces in a chunk: a row is carved only where the whole row fits, so a chunk loses up to one
 * row. */
#define MIN_UNITS 8

static TroveChunk *
new_chunk (TroveBudget *budget, gsize size)
{
  TroveChunk *chunk = trove_budget_allows (budget, size) ? trove_chunk_new (size) : NULL;

  if (chunk != NULL)
    trove_budget_take (budget, trove_memory_size (chunk, size));
  return chunk;
}

/* Chunks of a chain double in size up to this one: a small arena gets small chunks. */
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

TroveChunk *
trove_chain_make_chunk (const TroveChain *chain, gsize size, gsize unit)
{
  gsize least = sizeof (TroveChunk) + size;
  gsize wanted = grown_size (chain, least, unit);
  TroveChunk *chunk = new_chunk (chain->budget, wanted);

  return chunk != NULL || wanted == least ? chunk : new_chunk (chain->budget, least);
}

void
trove_chain_begin (TroveChain *chain, TroveParking *parking)
{
  TroveParked *parked;

  if (chain->budget != NULL && chain->budget->most != 0)
    return;
  parked = trove_parking_pop (parking, chain->place, &chain->filled);
  if (parked == NULL)
    return;

  chain->chunk = parked->chunk;
  chain->next = parked->free;
  chain->end = (char *) chain->chunk + chain->chunk->size;
  chain->holder = TROVE_HOLDER_ANY;
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
trove_chain_go_on (TroveChain *chain, TroveChunk *chunk)
{
  trove_chain_clear (chain);
  chain->chunk = chunk;
  chain->next = (char *) (chunk + 1);
  chain->end = (char *) chunk + chunk->size;
}

gpointer
trove_chain_carve (TroveChain *chain, TroveParking *parking, gsize size, gsize alignment, gsize unit)
{
  TroveChunk *chunk;
  char *piece;

  if (size > G_MAXSIZE / 4)
    return NULL;
  if (chain->chunk == NULL)
    trove_chain_begin (chain, parking);

  piece = trove_align (chain->next, alignment);
  if (chain->chunk != NULL && piece <= chain->end && (gsize) (chain->end - piece) >= size)
    {
      chain->next = piece + size;
      return piece;
    }

  chunk = trove_chain_make_chunk (chain, alignment + size, unit);
  if (chunk == NULL)
    return NULL;

  trove_chain_go_on (chain, chunk);
  piece = trove_align (chain->next, alignment);
  chain->next = piece + size;
  return piece;
}

void
trove_chain_drop_empty (TroveChain *chain, gsize unit)
{
  if (chain->chunk != NULL && chain->chunk->size > largest_size (unit) && trove_chunk_is_empty (chain->chunk))
    trove_chain_clear (chain);
}

void
trove_chain_park (TroveChain *chain, TroveParking *parking, gsize least, gsize unit)
{
  TroveParked *parked = (TroveParked *) trove_align (chain->next, G_ALIGNOF (TroveParked));
  TroveChunk *chunk = chain->chunk;

  if (chunk == NULL)
    return;

  /* Frees a chunk that no sub-arena uses; the next arena may need far less. */
  if (trove_chunk_is_empty (chunk))
    trove_chunk_unref (chunk);
  else if ((gsize) (chain->end - chain->next) < least || chunk->size > largest_size (unit))
    {
      trove_parking_note_filled (parking, chain->place, chunk->size);
      trove_chunk_unref (chunk);
    }
  else
    {
      *parked = (TroveParked){ .chunk = chunk, .free = chain->next };
      trove_parking_push (parking, chain->place, parked);
    }
  chain_reset (chain);
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "chunks.h"

#include "memory.h"

/* A block of 4 KiB less what the allocator itself puts before it. */
#define BLOCK_SIZE (4096 - 16)

/* A chunk takes this many pieces before the next is needed, however large they are: a row is only carved
 * where it fits whole, so the last piece's room is lost. */
#define MIN_UNITS 8

static TroveChunk *
chunk_new (TroveSchema *schema, gsize size)
{
  TroveChunk *chunk = trove_memory_alloc (size);

  if (chunk == NULL)
    return NULL;

  atomic_init (&chunk->count, 1);
  chunk->schema = trove_schema_ref (schema);
  chunk->size = size;
  return chunk;
}

void
trove_chunk_unref (TroveChunk *chunk)
{
  TroveSchema *schema = chunk->schema;

  if (!trove_count_drop (&chunk->count))
    return;

  trove_memory_free (chunk);
  trove_schema_unref (schema);
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

gpointer
trove_chain_carve (TroveChain *chain, TroveSchema *schema, gsize size, gsize alignment, gsize unit)
{
  char *piece = align (chain->next, alignment);
  gsize least, wanted;
  TroveChunk *chunk;

  if (chain->chunk != NULL && piece <= chain->end && (gsize) (chain->end - piece) >= size)
    {
      chain->next = piece + size;
      return piece;
    }

  if (size > G_MAXSIZE / 4)
    return NULL;

  least = sizeof (TroveChunk) + alignment + size;
  wanted = grown_size (chain, least, unit);
  chunk = chunk_new (schema, wanted);
  if (chunk == NULL && wanted > least)
    chunk = chunk_new (schema, least);
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
  *chain = (TroveChain){ 0 };
}

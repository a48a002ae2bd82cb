/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Chunk: a reference-counted block of memory that rows and strings' bytes are carved from.
 *
 *   ├ TroveChunk ┤ row of version 7 ┤ row of 8 ┤ row of 9 ┤ … free … ┤
 *
 * Each sub-arena that has bytes in a chunk holds a reference. So does the chain (chain.h) that carves from the chunk, or
 * the schema while the chunk is parked (parking.h). The last reference frees the whole chunk: a small sub-arena keeps all
 * of it. */

#pragma once

#include "count.h"

typedef struct
{
  TroveCount count;
  gsize size; /* bytes of the block, with this header */
} TroveChunk;

/* A chunk of size bytes with one reference, or NULL: no memory. */
TroveChunk *trove_chunk_new (gsize size);

static inline TroveChunk *
trove_chunk_ref (TroveChunk *chunk)
{
  trove_count_add (&chunk->count);
  return chunk;
}

void trove_chunk_unref (TroveChunk *chunk);

/* TRUE if the caller's reference is the only one: no sub-arena has bytes in the chunk. */
static inline gboolean
trove_chunk_is_empty (const TroveChunk *chunk)
{
  return atomic_load_explicit (&chunk->count, memory_order_relaxed) == 1;
}

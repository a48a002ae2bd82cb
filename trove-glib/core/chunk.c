/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "chunk.h"

#include "memory.h"

TroveChunk *
trove_chunk_new (gsize size)
{
  TroveChunk *chunk = trove_memory_alloc (size);

  if (chunk == NULL)
    return NULL;

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

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Blocks of a core: memory of any size in the own sub-arena, for structures that point to each other by address. A core has
 * blocks or pools, never both: its schema says which.
 *
 * A change prepares the bytes of all its blocks, which may fail and then changed nothing. The blocks that it carves
 * afterwards cannot fail. */

#pragma once

#include "core-own.h"

/* Makes an own sub-arena, if there is none, and room for blocks of that many bytes together. FALSE with FULL or NO_MEMORY. */
gboolean trove_core_prepare_blocks_slow (TroveCore *core, gsize bytes, GError **error);

static inline gboolean
trove_core_prepare_blocks (TroveCore *core, gsize bytes, GError **error)
{
  const TroveChain *chain = &core->only.rows;

  return G_LIKELY (core->own != NULL && (gsize) (chain->end - chain->next) >= bytes) ||
         trove_core_prepare_blocks_slow (core, bytes, error);
}

/* Goes on in the spare chunk. */
void trove_core_begin_segment (TroveCore *core);

/* A block of the prepared bytes: size is a multiple of 8, the block is aligned to 8 bytes and not initialized. */
static inline gpointer
trove_core_carve_block (TroveCore *core, gsize size)
{
  TroveChain *chain = &core->only.rows;
  char *block;

  if (G_UNLIKELY ((gsize) (chain->end - chain->next) < size))
    trove_core_begin_segment (core);

  block = chain->next;
  chain->next += size;
  core->own->blocks.last->size += size;
  core->own->blocks.n_bytes += size;
  return block;
}

/* Frees the end of the block that was carved last. */
static inline void
trove_core_shrink_block (TroveCore *core, gpointer block, gsize size, gsize new_size)
{
  TroveChain *chain = &core->only.rows;

  if (chain->next == (char *) block + size)
    {
      chain->next -= size - new_size;
      core->own->blocks.last->size -= size - new_size;
      core->own->blocks.n_bytes -= size - new_size;
    }
}

/* The id of the own sub-arena, 0: there is none. */
static inline guint64
trove_core_own_id (const TroveCore *core)
{
  return core->own != NULL ? core->own_id : 0;
}

/* Has the schema's function clear a block of the own sub-arena when that is freed. Returns the block that was added before,
 * which the caller stores in this one, or NULL. */
static inline gpointer
trove_core_clear_later (TroveCore *core, gpointer block)
{
  gpointer before = core->own->blocks.to_clear;

  core->own->blocks.to_clear = block;
  return before;
}

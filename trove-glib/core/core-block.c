/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core-block.h"

/* The likely size of a block, for the size of new chunks. */
#define BLOCK_UNIT 128

static gboolean
make_own (TroveCore *core, GError **error)
{
  if (core->own != NULL)
    return TRUE;
  if (trove_core_get_id (core, error) == 0 || !trove_core_own_schema (core, error))
    return FALSE;

  core->own = trove_sub_new_of_blocks (core->own_id, core->schema, &core->only.rows);
  return core->own != NULL || trove_core_no_memory (core, 0, error);
}

/* The spare chunk may be one that an earlier change did not need. */
static gboolean
make_spare (TroveCore *core, gsize bytes, GError **error)
{
  gsize size = sizeof (TroveSegment) + bytes;

  if (core->spare != NULL && core->spare->size >= sizeof (TroveChunk) + size)
    return TRUE;

  g_clear_pointer (&core->spare, trove_chunk_unref);
  core->spare = trove_chain_make_chunk (&core->only.rows, size, BLOCK_UNIT);
  return core->spare != NULL || trove_core_no_memory (core, 0, error);
}

gboolean
trove_core_prepare_blocks_slow (TroveCore *core, gsize bytes, GError **error)
{
  const TroveChain *chain = &core->only.rows;

  g_assert (core->schema->clear_blocks != NULL);
  if (!make_own (core, error))
    return FALSE;

  return (gsize) (chain->end - chain->next) >= bytes || make_spare (core, bytes, error);
}

void
trove_core_begin_segment (TroveCore *core)
{
  g_assert (core->spare != NULL);
  trove_chain_go_on (&core->only.rows, g_steal_pointer (&core->spare));
  trove_sub_add_segment (core->own, &core->only.rows);
}

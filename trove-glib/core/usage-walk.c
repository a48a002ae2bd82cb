/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "usage-walk.h"

#include "memory.h"

void
trove_usage_walk_begin (TroveUsageWalk *walk, TroveUsage *usage)
{
  *walk =
      (TroveUsageWalk){ .usage = usage, .side = &usage->shared, .counted = g_hash_table_new (NULL, NULL) };
}

void
trove_usage_walk_end (TroveUsageWalk *walk)
{
  g_hash_table_unref (walk->counted);
}

void
trove_usage_walk_own (TroveUsageWalk *walk)
{
  walk->side = &walk->usage->own;
}

static void
add (TroveUsageWalk *walk, guint64 *what, gsize bytes)
{
  *what += bytes;
  *walk->side += bytes;
  walk->usage->total += bytes;
}

void
trove_usage_walk_overhead (TroveUsageWalk *walk, gsize bytes)
{
  add (walk, &walk->usage->overhead, bytes);
}

void
trove_usage_walk_schema (TroveUsageWalk *walk, const TroveSchema *schema)
{
  if (schema == walk->last_schema || !g_hash_table_add (walk->counted, (gpointer) schema))
    return;

  walk->last_schema = schema;
  trove_usage_walk_overhead (walk, trove_schema_n_bytes (schema));
}

/* Adds the whole chunk as waste. find_in_chunks() then subtracts the used bytes. */
void
trove_usage_walk_chunk (TroveUsageWalk *walk, const TroveChunk *chunk)
{
  if (chunk == NULL || chunk == walk->last_chunk || !g_hash_table_add (walk->counted, (gpointer) chunk))
    return;

  walk->last_chunk = chunk;
  add (walk, &walk->usage->waste, trove_memory_size (chunk, chunk->size));
}

static void
find_in_chunks (TroveUsageWalk *walk, guint64 *what, guint64 bytes)
{
  *what += bytes;
  walk->usage->waste -= bytes;
}

static void
walk_chunk (const TroveChunk *chunk, gpointer walk)
{
  trove_usage_walk_chunk (walk, chunk);
}

void
trove_usage_walk_sub (TroveUsageWalk *walk, TroveSub *sub, gboolean frozen)
{
  trove_usage_walk_schema (walk, sub->schema);
  trove_sub_foreach_chunk (sub, walk_chunk, walk);
  find_in_chunks (walk, &walk->usage->elements, trove_sub_n_bytes (sub));
  find_in_chunks (walk, &walk->usage->overhead, sizeof *sub);
  TROVE_SUB_FOREACH_SEGMENT (sub, segment) { find_in_chunks (walk, &walk->usage->overhead, sizeof *segment); }
  trove_usage_walk_overhead (walk, trove_sub_n_overhead (sub));

  /* Freezing gave the unused tails of frozen rows back. */
  if (!frozen)
    TROVE_SUB_FOREACH_POOL (sub, p)
    {
      guint64 n = trove_row_start (p->n_rows) - p->length;

      find_in_chunks (walk, &walk->usage->room, n * sub->schema->pools[p->index].stride);
    }
}

static void
walk_frozen_sub (TroveSub *sub, gpointer walk)
{
  trove_usage_walk_sub (walk, sub, TRUE);
}

void
trove_usage_walk_view (TroveUsageWalk *walk, const TroveView *view, const TroveSchema *schema)
{
  trove_view_foreach (view, walk_frozen_sub, walk);
  trove_usage_walk_overhead (walk, trove_view_n_overhead (view));
  trove_usage_walk_schema (walk, schema);
}

typedef struct
{
  TroveUsageWalk *walk;
  TroveSubFunc func;
  gpointer data;
} Visit;

static void
visit_sub (TroveSub *sub, gpointer data)
{
  const Visit *visit = data;

  trove_usage_walk_sub (visit->walk, sub, TRUE);
  visit->func (sub, visit->data);
}

void
trove_usage_walk_view_of_many (TroveUsageWalk *walk, const TroveView *view, TroveSubFunc func, gpointer data)
{
  Visit visit = { walk, func, data };

  trove_usage_walk_overhead (walk, trove_view_foreach_new (view, walk->counted, visit_sub, &visit));
}

void
trove_usage_add_holder (TroveUsage *usage, gconstpointer block, gsize bytes)
{
  if (block != NULL)
    bytes = trove_memory_size (block, bytes);
  usage->total += bytes;
  usage->own += bytes;
  usage->overhead += bytes;
}

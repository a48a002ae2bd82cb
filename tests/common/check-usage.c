/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-usage.h"

#include "core/memory.h"

TroveUsage
measure_core (const TroveCore *core)
{
  TroveUsage usage = { 0 };

  trove_core_measure (core, &usage);
  check_sums (&usage);
  return usage;
}

/* The chunks of the frozen sub-arenas, then those of the own sub-arena and the chains */

typedef struct
{
  GHashTable *chunks;
  guint64 bytes, overhead; /* bytes of chunks, and of other blocks */
  guint64 n_subs;          /* sub-arenas, whose structs lie in chunks */
} Part;

static void
part_add_chunk (const TroveChunk *chunk, gpointer data)
{
  Part *part = data;

  if (chunk != NULL && g_hash_table_add (part->chunks, (gpointer) chunk))
    part->bytes += trove_memory_size (chunk, chunk->size);
}

static void
part_add_sub (TroveSub *sub, gpointer data)
{
  Part *part = data;

  trove_sub_foreach_chunk (sub, part_add_chunk, part);
  part->overhead += trove_sub_n_overhead (sub);
  part->n_subs++;
}

static void
part_add_chains (Part *part, const TroveCore *core)
{
  for (guint i = 0; i < core->n_pools; i++)
    {
      part_add_chunk (core->cursors[i].rows.chunk, part);
      part_add_chunk (core->cursors[i].bytes.chunk, part);
    }
  if (core->n_pools > 1)
    part->overhead += trove_memory_size (core->cursors, core->n_pools * sizeof *core->cursors);
}

void
check_usage (const TroveCore *core, guint64 elements, guint64 room)
{
  TroveUsage usage = measure_core (core);
  Part shared = { g_hash_table_new (NULL, NULL) }, own = { shared.chunks };
  guint64 structs;

  trove_view_foreach (&core->view, part_add_sub, &shared);
  shared.overhead += trove_view_n_overhead (&core->view) + trove_schema_n_bytes (core->schema);
  if (core->own != NULL)
    part_add_sub (core->own, &own);
  part_add_chains (&own, core);
  g_hash_table_unref (shared.chunks);

  structs = (shared.n_subs + own.n_subs) * sizeof (TroveSub);
  g_assert_cmpuint (usage.elements, ==, elements);
  g_assert_cmpuint (usage.room, ==, room);
  g_assert_cmpuint (usage.waste, ==, shared.bytes + own.bytes - elements - room - structs);
  g_assert_cmpuint (usage.overhead, ==, shared.overhead + own.overhead + structs);
  g_assert_cmpuint (usage.own, ==, own.bytes + own.overhead);
  g_assert_cmpuint (usage.shared, ==, shared.bytes + shared.overhead);
}

guint64
room_behind (guint64 n)
{
  return n == 0 ? 0 : trove_row_start (trove_row_of (n - 1) + 1) - n;
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core.h"

#include "memory.h"

/* Making and clearing */

/* Makes the cursors of an empty core, from zeroed memory. */
static void
make_cursors (TroveCore *core)
{
  guint n = core->schema->n_pools;

  core->n_pools = n;
  core->cursors = n == 1 ? &core->only : g_new0 (TroveCursor, n);
  for (guint i = 0; i < n; i++)
    {
      const TroveLayout *layout = &core->schema->pools[i];
      TroveCursor *cursor = &core->cursors[i];

      cursor->stride = layout->stride;
      cursor->pool_bits = (guint64) i << TROVE_POOL_SHIFT;
      cursor->pool = &trove_pool_empty;
      cursor->string = layout->store == TROVE_STORE_STRING;
      cursor->plain = layout->copy == NULL && !cursor->string;
      cursor->rows.budget = cursor->bytes.budget = &core->budget;
      cursor->rows.place = TROVE_PLACE_ROWS (i);
      cursor->bytes.place = TROVE_PLACE_BYTES (i);
    }
}

static void
drop_cursors (TroveCore *core)
{
  if (core->cursors != &core->only)
    g_free (core->cursors);
}

void
trove_core_park_pool (TroveCore *core, guint pool)
{
  TroveCursor *cursor = &core->cursors[pool];
  gsize room = trove_sub_room (&core->schema->pools[pool]);

  if (cursor->rows.chunk != NULL)
    trove_chain_park (&cursor->rows, &core->schema->parking, room, room);
  if (cursor->bytes.chunk != NULL)
    trove_chain_park (&cursor->bytes, &core->schema->parking, TROVE_STRING_ROOM, TROVE_STRINGS_UNIT);
}

void
trove_core_park (TroveCore *core)
{
  for (guint i = 0; i < core->n_pools; i++)
    trove_core_park_pool (core, i);
}

void
trove_core_init (TroveCore *core, TroveSchema *schema)
{
  *core = (TroveCore){ .schema = schema };
  make_cursors (core);
}

void
trove_core_clear (TroveCore *core)
{
  TroveSub *own = g_steal_pointer (&core->own);

  if (own != NULL)
    trove_sub_let_go (own, FALSE);
  trove_view_clear (&core->view);
  trove_core_park (core);
  drop_cursors (core);
  g_clear_pointer (&core->spare, trove_chunk_unref);
  g_clear_pointer (&core->schema, trove_schema_unref);

  own = trove_borrows_sweep (); /* of another arena */
  if (own != NULL)
    trove_sub_unref (own);
}

void
trove_core_set_schema (TroveCore *core, TroveSchema *schema)
{
  g_assert (core->own == NULL && core->cursors[0].rows.chunk == NULL);
  drop_cursors (core);
  trove_schema_unref (core->schema);
  /* Other threads may read the schema at the same time: trove_core_peek_schema(). */
  __atomic_store_n (&core->schema, schema, __ATOMIC_RELEASE);
  make_cursors (core);
}

gboolean
trove_core_copy_schema (TroveCore *core, GError **error)
{
  TroveSchema *copy = trove_schema_copy (core->schema);

  if (copy == NULL)
    {
      g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY, "No memory for the pools of an arena");
      return FALSE;
    }

  trove_core_set_schema (core, copy);
  return TRUE;
}

/* Sub-arenas */

void
trove_core_foreach (const TroveCore *core, TroveSubFunc func, gpointer data)
{
  trove_view_foreach (&core->view, func, data);
  if (core->own != NULL && !trove_sub_is_empty (core->own))
    func (core->own, data);
}

/* Bytes */

gboolean
trove_core_no_memory (const TroveCore *core, guint pool, GError **error)
{
  g_autofree char *name = trove_layout_name (&core->schema->pools[pool]);
  g_autofree char *limit = NULL;

  if (core->budget.most != 0)
    limit = g_strdup_printf (": %" G_GUINT64_FORMAT " bytes are held of %" G_GUINT64_FORMAT " (max-bytes)",
                             core->budget.used, core->budget.most);
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY,
               "No memory for more elements of pool %u (%s) of sub-arena %" G_GUINT64_FORMAT "%s", pool, name,
               core->own_id, limit != NULL ? limit : "");
  return FALSE;
}

/* The parts of the core that are in no view. */
static void
measure_own (const TroveCore *core, TroveUsageWalk *walk)
{
  trove_usage_walk_own (walk);
  if (core->own != NULL)
    trove_usage_walk_sub (walk, core->own, FALSE);
  trove_usage_walk_chunk (walk, core->spare);
  for (guint i = 0; i < core->n_pools; i++)
    {
      trove_usage_walk_chunk (walk, core->cursors[i].rows.chunk);
      trove_usage_walk_chunk (walk, core->cursors[i].bytes.chunk);
    }
  if (core->cursors != &core->only)
    trove_usage_walk_overhead (walk,
                               trove_memory_size (core->cursors, core->n_pools * sizeof *core->cursors));
}

void
trove_core_measure (const TroveCore *core, TroveUsage *usage)
{
  TroveUsageWalk walk;

  trove_usage_walk_begin (&walk, usage);
  trove_usage_walk_view (&walk, &core->view, core->schema);
  measure_own (core, &walk);
  trove_usage_walk_end (&walk);
}

void
trove_core_measure_with (const TroveCore *core, const TroveView *const *views, gsize n_views,
                         TroveSubFunc func, gpointer data, TroveUsage *usage)
{
  TroveUsageWalk walk;

  trove_usage_walk_begin (&walk, usage);
  for (gsize i = 0; i < n_views; i++)
    trove_usage_walk_view_of_many (&walk, views[i], func, data);
  trove_usage_walk_view_of_many (&walk, &core->view, func, data);
  trove_usage_walk_schema (&walk, core->schema);
  measure_own (core, &walk);
  if (core->own != NULL)
    func (core->own, data);
  trove_usage_walk_end (&walk);
}

/* Takes the place's first parked chunk if the view's last sub-arena has bytes in it. The chunk is then measured with
 * that sub-arena, so the chain can use its free bytes without taking them from the budget. */
static void
take_back (TroveCore *core, TroveChain *chain, const TroveSub *last, gsize unit)
{
  TroveChain parked = { .place = chain->place };

  if (chain->chunk != NULL)
    return;

  trove_chain_begin (&parked, &core->schema->parking);
  if (parked.chunk != NULL && trove_sub_holds (last, parked.chunk))
    {
      parked.budget = chain->budget;
      *chain = parked;
    }
  else
    trove_chain_park (&parked, &core->schema->parking, sizeof (TroveParked) + 8, unit);
}

static void
take_chains_back (TroveCore *core)
{
  const TroveSub *last = trove_view_last (&core->view);

  for (guint i = 0; i < core->n_pools && last != NULL; i++)
    {
      TroveCursor *cursor = &core->cursors[i];

      take_back (core, &cursor->rows, last, trove_sub_room (&core->schema->pools[i]));
      if (cursor->string)
        take_back (core, &cursor->bytes, last, TROVE_STRINGS_UNIT);
    }
}

void
trove_core_set_max_bytes (TroveCore *core, guint64 max_bytes)
{
  TroveUsage usage = { 0 };

  if (max_bytes != 0)
    {
      take_chains_back (core);
      trove_core_measure (core, &usage);
    }
  core->budget.used = usage.total;
  __atomic_store_n (&core->budget.most, max_bytes, __ATOMIC_RELAXED); /* trove_core_max_bytes() */
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core-own.h"

/* Ids are exact in a double, which JavaScript and Lua use for numbers. */
#define ID_LIMIT ((guint64) 1 << 53)

static _Atomic (guint64) next_id = 1;

/* Draws an id that no other thread gets. Ids from ID_LIMIT on are never drawn. */
static gboolean
draw_id (guint64 *id, GError **error)
{
  guint64 drawn = atomic_load_explicit (&next_id, memory_order_relaxed);

  do
    {
      if (drawn >= ID_LIMIT)
        {
          g_set_error (error, TROVE_ERROR, TROVE_ERROR_FULL,
                       "No id is left for a new sub-arena: %" G_GUINT64_FORMAT " were drawn", drawn - 1);
          return FALSE;
        }
    }
  while (!atomic_compare_exchange_weak_explicit (&next_id, &drawn, drawn + 1, memory_order_relaxed,
                                                 memory_order_relaxed));

  *id = drawn;
  return TRUE;
}

void
trove_core_set_next_id (guint64 id)
{
  atomic_store_explicit (&next_id, id, memory_order_relaxed);
}

guint64
trove_core_get_id (TroveCore *core, GError **error)
{
  if (core->own_id == 0 && !draw_id (&core->own_id, error))
    return 0;

  return core->own_id;
}

static gboolean
ensure_own (TroveCore *core, guint pool, GError **error)
{
  if (core->own != NULL)
    return TRUE;
  if (trove_core_get_id (core, error) == 0 || !trove_core_own_schema (core, error))
    return FALSE;

  core->own = trove_sub_new (core->own_id, core->schema, pool, &core->cursors[pool].rows);
  return core->own != NULL || trove_core_no_memory (core, pool, error);
}

/* Puts the cursor at the pool's first free element. */
static void
set_cursor (TroveCore *core, guint pool, TrovePool *p)
{
  TroveCursor *cursor = &core->cursors[pool];
  gsize stride = core->schema->pools[pool].stride;
  guint row = trove_row_of (p->length);

  cursor->pool = p;
  cursor->next = cursor->end = NULL;
  if (row < p->n_rows)
    {
      cursor->next = trove_rows_address (p->rows, p->length, stride);
      cursor->end = cursor->next + (trove_row_start (row + 1) - p->length) * stride;
    }
}

/* The next row may exist already: a batch that failed leaves its rows. */
gboolean
trove_core_grow (TroveCore *core, guint pool, GError **error)
{
  TrovePool *p;

  if (!ensure_own (core, pool, error))
    return FALSE;

  p = trove_sub_lookup (core->own, pool);
  if (p == NULL || trove_row_of (p->length) >= p->n_rows)
    {
      if (p != NULL && p->length >= TROVE_MAX_ELEMENTS)
        {
          g_set_error (error, TROVE_ERROR, TROVE_ERROR_FULL,
                       "Pool %u of sub-arena %" G_GUINT64_FORMAT " is full: it has %" G_GUINT64_FORMAT
                       " elements. A snapshot or a clone starts a new sub-arena",
                       pool, core->own_id, p->length);
          return FALSE;
        }
      p = trove_sub_add_row (core->own, pool, &core->cursors[pool].rows);
      if (p == NULL)
        return trove_core_no_memory (core, pool, error);
    }

  set_cursor (core, pool, p);
  return TRUE;
}

gboolean
trove_core_set_length (TroveCore *core, guint pool, guint64 length, GError **error)
{
  TrovePool *p;

  if (trove_core_reserve (core, pool, error) == NULL)
    return FALSE;

  p = core->cursors[pool].pool;
  g_assert (length >= p->length && length <= TROVE_MAX_ELEMENTS);
  while (trove_row_start (p->n_rows) < length)
    if (trove_sub_add_row (core->own, pool, &core->cursors[pool].rows) == NULL)
      return trove_core_no_memory (core, pool, error);

  p->length = length;
  set_cursor (core, pool, p);
  return TRUE;
}

TroveSub *
trove_core_steal_own (TroveCore *core)
{
  TroveSub *own = g_steal_pointer (&core->own);
  gboolean park;

  core->own_id = 0;
  if (own == NULL)
    return NULL;

  park = core->budget.most == 0 && atomic_load_explicit (&core->schema->branched, memory_order_relaxed);
  TROVE_SUB_FOREACH_POOL (own, p)
  {
    TroveCursor *cursor = &core->cursors[p->index];

    if (cursor->pool == p)
      trove_chain_give_back (&cursor->rows, cursor->end, cursor->next);
    cursor->pool = &trove_pool_empty;
    cursor->next = cursor->end = NULL;
    cursor->free_strings = NULL;
    if (park)
      trove_core_park_pool (core, p->index);
  }
  if (park && trove_sub_has_blocks (own))
    trove_core_park_pool (core, 0);
  return own;
}

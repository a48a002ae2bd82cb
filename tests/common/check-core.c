/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-core.h"

#include "check-sub.h"

typedef struct
{
  const TroveView *view;
  const TroveSchema *schema;
  guint64 last_id;
  TroveSub *last;
  CheckPieces *pieces;
} ViewData;

static void
check_frozen (TroveSub *sub, gpointer data)
{
  ViewData *check = data;

  g_assert_cmpuint (sub->id, >, check->last_id);
  g_assert_true (trove_view_lookup (check->view, sub->id) == sub);
  if (sub->id - check->last_id > 1)
    {
      g_assert_null (trove_view_lookup (check->view, check->last_id + 1));
      g_assert_null (trove_view_lookup (check->view, sub->id - 1));
    }
  g_assert_true (sub->schema == check->schema || trove_schema_equal (sub->schema, check->schema));
  check_sub (sub, FALSE, check->pieces);
  check->last_id = sub->id;
  check->last = sub;
}

static guint64
check_all_frozen (const TroveView *view, const TroveSchema *schema, CheckPieces *pieces)
{
  ViewData check = { view, schema, 0, NULL, pieces };

  trove_view_foreach (view, check_frozen, &check);
  g_assert_null (trove_view_lookup (view, check.last_id + 1));
  g_assert_null (trove_view_lookup (view, 0));
  if (view->length > 0)
    g_assert_true (trove_view_last (view) == check.last);
  else
    g_assert_null (trove_view_last (view));

  return check.last_id;
}

void
check_view (const TroveView *view, const TroveSchema *schema)
{
  CheckPieces pieces;

  check_pieces_init (&pieces);
  check_all_frozen (view, schema, &pieces);
  check_pieces_finish (&pieces);
}

/* Cursors */

static void
check_position (const TroveCursor *cursor, gsize stride)
{
  const TrovePool *pool = cursor->pool;
  guint row = trove_row_of (pool->length);

  if (cursor->next == cursor->end)
    return;

  g_assert_cmpuint (row, <, pool->n_rows);
  g_assert_true (cursor->next == trove_rows_address (pool->rows, pool->length, stride));
  g_assert_cmpuint ((gsize) (cursor->end - cursor->next), ==,
                    (trove_row_start (row + 1) - pool->length) * stride);
}

static void
check_hit (const TroveCore *core, guint index)
{
  const TroveCursor *cursor = &core->cursors[index];
  const TroveSub *sub;
  const TrovePool *pool;

  if (cursor->hit_id == 0)
    {
      g_assert_cmpuint (cursor->hit_limit, ==, 0);
      return;
    }

  g_assert_cmpuint (cursor->hit_id, !=, core->own_id);
  sub = trove_view_lookup (&core->view, cursor->hit_id);
  g_assert_nonnull (sub);
  pool = trove_sub_lookup (sub, index);
  g_assert_nonnull (pool);
  g_assert_cmpuint (cursor->hit_limit, ==, pool->length);
  g_assert_true (cursor->hit_rows == pool->rows);
}

static void
check_free_strings (const TroveCore *core, const TroveCursor *cursor, CheckPieces *pieces)
{
  if (core->own == NULL)
    g_assert_null (cursor->free_strings);

  for (TroveStringHeader *string = cursor->free_strings; string != NULL;
       memcpy (&string, (const char *) (string + 1), sizeof string))
    {
      gsize size = sizeof *string + string->capacity;

      g_assert_cmpuint (string->capacity, >=, sizeof string);
      g_assert_true (check_sub_holds (core->own, string, size));
      check_pieces_add (pieces, string, size);
    }
}

static void
check_cursor (const TroveCore *core, guint index, CheckPieces *pieces)
{
  const TroveCursor *cursor = &core->cursors[index];
  const TrovePool *own = core->own != NULL ? trove_sub_lookup (core->own, index) : NULL;
  const TroveChain *chains[] = { &cursor->rows, &cursor->bytes };

  if (own != NULL)
    g_assert_true (cursor->pool == own);
  else
    {
      g_assert_cmpuint (cursor->pool->length, ==, 0);
      g_assert_cmpuint (cursor->pool->n_rows, ==, 0);
      g_assert_null (cursor->next);
      g_assert_null (cursor->end);
    }

  check_position (cursor, core->schema->pools[index].stride);
  check_hit (core, index);
  check_free_strings (core, cursor, pieces);
  for (guint i = 0; i < G_N_ELEMENTS (chains); i++)
    {
      check_chain (chains[i]);
      if (core->own != NULL && chains[i]->holder == core->own_id)
        g_assert_true (check_sub_holds (core->own, chains[i]->chunk + 1, 1));
      /* No element lies in the free bytes of a chain. */
      check_pieces_add (pieces, chains[i]->next, (gsize) (chains[i]->end - chains[i]->next));
    }
}

/* Bytes */

void
check_sums (const TroveUsage *usage)
{
  g_assert_cmpuint (usage->own + usage->shared, ==, usage->total);
  g_assert_cmpuint (usage->elements + usage->room + usage->waste + usage->overhead, ==, usage->total);
  g_assert_cmpuint (MAX (usage->own, usage->shared), <=, usage->total); /* no counter wrapped around */
  g_assert_cmpuint (MAX (usage->elements, usage->room), <=, usage->total);
  g_assert_cmpuint (MAX (usage->waste, usage->overhead), <=, usage->total);
}

static void
add_bytes (TroveSub *sub, gpointer data)
{
  *(guint64 *) data += trove_sub_n_bytes (sub);
}

static void
check_measure (const TroveCore *core)
{
  TroveUsage usage = { 0 };
  guint64 elements = 0;

  trove_core_measure (core, &usage);
  check_sums (&usage);
  trove_core_foreach (core, add_bytes, &elements);
  g_assert_cmpuint (usage.elements, ==, elements);
  if (core->budget.most == 0)
    g_assert_cmpuint (core->budget.used, ==, 0);
}

void
check_core (const TroveCore *core)
{
  CheckPieces pieces;
  guint64 last_id;

  for (guint i = 0; i < core->schema->n_pools; i++)
    check_layout (&core->schema->pools[i]);

  check_pieces_init (&pieces);
  last_id = check_all_frozen (&core->view, core->schema, &pieces);
  if (core->own_id != 0)
    g_assert_cmpuint (core->own_id, >, last_id);
  if (core->own != NULL)
    {
      g_assert_cmpuint (core->own_id, ==, core->own->id);
      g_assert_true (core->own->schema == core->schema);
      g_assert_true (trove_core_lookup (core, core->own_id) == core->own);
      g_assert_null (trove_view_lookup (&core->view, core->own_id));
      check_sub (core->own, TRUE, &pieces);
    }

  g_assert_true ((core->cursors == &core->only) == (core->schema->n_pools == 1));
  for (guint i = 0; i < core->schema->n_pools; i++)
    check_cursor (core, i, &pieces);
  check_pieces_finish (&pieces);
  check_measure (core);
}

void
check_place (const CheckHolder *holder, guint64 place, gconstpointer block, gsize size)
{
  TroveSub *sub = holder->core != NULL ? trove_core_lookup (holder->core, place) :
                                         trove_view_lookup (holder->view, place);

  g_assert_nonnull (sub);
  g_assert_true (check_sub_holds (sub, block, size));
}

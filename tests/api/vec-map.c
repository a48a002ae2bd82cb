/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-arena.h"

/* TroveVecMap: a list model of sub-arenas in increasing order of id, as they were when it was made. */

/* An arena of n_frozen frozen sub-arenas, of 1, 2, …, 40, 1, … elements, and n_own elements in its own. */
static TroveArena *
make_arena (guint n_frozen, guint n_own, guint64 *ids)
{
  TroveArena *arena = trove_arena_new (G_TYPE_INT64);

  for (guint i = 0; i < n_frozen; i++)
    {
      for (guint j = 0; j <= i % 40; j++)
        ids[i] = put_int (arena, 0, j).sub_arena;
      freeze (arena);
      /* An id that is missing in the arena. */
      if (i % 3 == 0)
        {
          g_autoptr (TroveArena) other = trove_arena_new (G_TYPE_INT64);

          put_int (other, 0, 1);
        }
    }
  for (guint j = 0; j < n_own; j++)
    ids[n_frozen] = put_int (arena, 0, j).sub_arena;
  return arena;
}

static void
check_model (TroveVecMap *map, const guint64 *ids, guint n, guint n_own)
{
  GListModel *model = G_LIST_MODEL (map);
  g_autofree guint64 *got = NULL;
  gsize n_got = 12345;
  guint n_items;
  GType item_type;

  g_assert_true (g_list_model_get_item_type (model) == TROVE_TYPE_SUB_ARENA);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, n);
  g_object_get (map, "n-items", &n_items, "item-type", &item_type, NULL);
  g_assert_cmpuint (n_items, ==, n);
  g_assert_true (item_type == TROVE_TYPE_SUB_ARENA);
  g_assert_null (g_list_model_get_item (model, n));
  g_assert_null (g_list_model_get_item (model, G_MAXUINT));

  got = trove_vec_map_dup_ids (map, &n_got);
  g_assert_cmpmem (got, n_got * sizeof *got, ids, n * sizeof *ids);

  for (guint i = 0; i < n; i++)
    {
      gboolean own = n_own > 0 && i == n - 1;
      g_autoptr (TroveSubArena) sub = g_list_model_get_item (model, i);
      g_autoptr (TroveSubArena) found = trove_vec_map_lookup (map, ids[i]);
      g_autoptr (GObject) object = g_list_model_get_object (model, i);

      g_assert_true (TROVE_IS_SUB_ARENA (sub));
      g_assert_true (found == sub && (gpointer) object == sub);
      g_assert_cmpuint (trove_sub_arena_get_id (sub), ==, ids[i]);
      g_assert_cmpuint (trove_sub_arena_get_n_elements (sub), ==, own ? n_own : i % 40 + 1);
      g_assert_cmpint (trove_sub_arena_get_frozen (sub), ==, !own);
      g_assert_true (trove_vec_map_contains (map, ids[i]));
    }

  for (guint64 id = 0; n > 0 && id <= ids[n - 1] + 2; id++)
    {
      gboolean there = FALSE;
      g_autoptr (TroveSubArena) found = trove_vec_map_lookup (map, id);

      for (guint i = 0; i < n; i++)
        there |= ids[i] == id;
      g_assert_cmpint (trove_vec_map_contains (map, id), ==, there);
      g_assert_cmpint (found != NULL, ==, there);
    }
  g_assert_false (trove_vec_map_contains (map, G_MAXUINT64));
}

static void
test_model (void)
{
  static const guint sizes[] = { 0, 1, 2, 3, 31, 32, 33, 64, 100, 300 };

  for (guint s = 0; s < G_N_ELEMENTS (sizes); s++)
    for (guint n_own = 0; n_own < 3; n_own++)
      {
        guint64 ids[301];
        g_autoptr (TroveArena) arena = make_arena (sizes[s], n_own, ids);
        g_autoptr (TroveVecMap) map = NULL;
        g_autoptr (TroveVecMap) of_snapshot = NULL;
        g_autoptr (TroveSnapshot) snapshot = NULL;
        guint n = sizes[s] + (n_own > 0);
        GError *error = NULL;

        map = trove_arena_dup_sub_arenas (arena, &error);
        g_assert_no_error (error);
        check_model (map, ids, n, n_own);

        snapshot = trove_arena_snapshot (arena, NULL);
        of_snapshot = trove_snapshot_dup_sub_arenas (snapshot);
        g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (of_snapshot)), ==, n);
        /* The list still shows its moment after all else is dropped. */
        g_clear_object (&arena);
        g_clear_pointer (&snapshot, trove_snapshot_unref);
        g_clear_object (&of_snapshot);
        check_model (map, ids, n, n_own);
      }
}

static void
test_empty (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveVecMap) map = NULL;
  g_autofree guint64 *ids = NULL;
  gsize n = 12345;

  /* A reserved id has no sub-arena. */
  trove_arena_reserve_id (arena, NULL);
  map = trove_arena_dup_sub_arenas (arena, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (map)), ==, 0);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (map), 0));
  ids = trove_vec_map_dup_ids (map, &n);
  g_assert_nonnull (ids);
  g_assert_cmpuint (n, ==, 0);
  g_assert_null (trove_vec_map_lookup (map, 1));
}

/* A position gives the same object as long as the object is held. */
static void
test_identity (void)
{
  guint64 ids[11];
  g_autoptr (TroveArena) arena = make_arena (10, 5, ids);
  g_autoptr (TroveVecMap) map = trove_arena_dup_sub_arenas (arena, NULL);
  g_autoptr (TroveVecMap) other = trove_arena_dup_sub_arenas (arena, NULL);
  GListModel *model = G_LIST_MODEL (map);

  for (guint i = 0; i < 11; i++)
    {
      TroveSubArena *sub = g_list_model_get_item (model, i);
      TroveSubArena *same = g_list_model_get_item (model, i);
      g_autoptr (TroveSubArena) of_other = g_list_model_get_item (G_LIST_MODEL (other), i);

      g_assert_true (sub == same);
      g_assert_true (sub != of_other);
      g_object_unref (same);
      same = g_list_model_get_item (model, i);
      g_assert_true (sub == same);
      g_object_unref (same);
      /* The list itself holds the object of the own sub-arena. */
      if (i < 10)
        g_assert_finalize_object (sub);
      else
        g_object_unref (sub);
    }
}

/* Items outlive their list. */
static void
test_items_outlive (void)
{
  guint64 ids[3];
  g_autoptr (TroveArena) arena = make_arena (2, 5, ids);
  TroveVecMap *map = trove_arena_dup_sub_arenas (arena, NULL);
  g_autoptr (TroveSubArena) frozen = g_list_model_get_item (G_LIST_MODEL (map), 0);
  g_autoptr (TroveSubArena) own = g_list_model_get_item (G_LIST_MODEL (map), 2);
  g_autoptr (TestValue) value = NULL;

  g_assert_finalize_object (map);
  g_clear_object (&arena);
  g_assert_cmpuint (trove_sub_arena_get_id (frozen), ==, ids[0]);
  g_assert_cmpuint (trove_sub_arena_get_n_elements (own), ==, 5);
  value = trove_sub_arena_get (own, 0, 4, NULL);
  g_assert_cmpint (g_value_get_int64 (value), ==, 4);
}

/* The list shows the arena at one moment, without later changes. */
static void
test_moment (void)
{
  guint64 ids[3];
  g_autoptr (TroveArena) arena = make_arena (2, 3, ids);
  g_autoptr (TroveVecMap) map = trove_arena_dup_sub_arenas (arena, NULL);
  g_autoptr (TroveVecMap) later = NULL;
  g_autoptr (TroveSubArena) own = NULL;

  for (guint i = 0; i < 100; i++)
    put_int (arena, 0, i);
  own = trove_vec_map_lookup (map, ids[2]);
  g_assert_cmpuint (trove_sub_arena_get_n_elements (own), ==, 3);
  freeze (arena);
  put_int (arena, 0, 1);
  check_model (map, ids, 3, 3);

  later = trove_arena_dup_sub_arenas (arena, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (later)), ==, 4);
  g_clear_object (&own);
  own = trove_vec_map_lookup (later, ids[2]);
  g_assert_cmpuint (trove_sub_arena_get_n_elements (own), ==, 103);
  g_assert_true (trove_sub_arena_get_frozen (own));
}

/* The list never emits items-changed. */
static void
count_change (GListModel *model, guint position, guint removed, guint added, gpointer data)
{
  ++*(guint *) data;
}

static void
test_no_changes (void)
{
  guint64 ids[3];
  g_autoptr (TroveArena) arena = make_arena (2, 3, ids);
  g_autoptr (TroveVecMap) map = trove_arena_dup_sub_arenas (arena, NULL);
  guint n_changes = 0;

  g_signal_connect (map, "items-changed", G_CALLBACK (count_change), &n_changes);
  put_int (arena, 0, 1);
  g_object_unref (trove_arena_clone (arena, NULL));
  g_object_unref (g_list_model_get_item (G_LIST_MODEL (map), 0));
  g_assert_cmpuint (n_changes, ==, 0);
}

/* A list that was made by g_object_new (). */
static void
test_bare (void)
{
  g_autoptr (TroveVecMap) map = g_object_new (TROVE_TYPE_VEC_MAP, NULL);
  g_autofree guint64 *ids = NULL;
  gsize n = 12345;

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (map)), ==, 0);
  g_assert_false (trove_vec_map_contains (map, 0));
  ids = trove_vec_map_dup_ids (map, &n);
  g_assert_cmpuint (n, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/vec-map/model", test_model);
  g_test_add_func ("/vec-map/empty", test_empty);
  g_test_add_func ("/vec-map/identity", test_identity);
  g_test_add_func ("/vec-map/items-outlive", test_items_outlive);
  g_test_add_func ("/vec-map/moment", test_moment);
  g_test_add_func ("/vec-map/no-changes", test_no_changes);
  g_test_add_func ("/vec-map/bare", test_bare);

  return g_test_run ();
}

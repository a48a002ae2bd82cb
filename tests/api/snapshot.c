/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-arena.h"
#include "fixtures.h"

/* TroveSnapshot: an immutable version of an arena. */

static void
test_counted (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (TEST_TYPE_OBJECT);
  g_autoptr (TestObject) object = test_object_new (1);
  g_auto (GValue) value = object_value (object);
  TroveSnapshot *snapshot, *again;
  g_auto (GValue) boxed = G_VALUE_INIT;
  guint held = G_OBJECT (object)->ref_count;

  trove_ref_free (trove_arena_append (arena, &value, NULL));
  snapshot = trove_arena_snapshot (arena, NULL);
  g_clear_object (&arena);

  again = trove_snapshot_ref (snapshot);
  g_assert_true (again == snapshot);
  g_value_init (&boxed, TROVE_TYPE_SNAPSHOT);
  g_value_set_boxed (&boxed, snapshot);
  g_assert_true (g_value_get_boxed (&boxed) == snapshot);
  g_assert_true (G_TYPE_FUNDAMENTAL (TROVE_TYPE_SNAPSHOT) == G_TYPE_BOXED);

  trove_snapshot_unref (snapshot);
  g_value_unset (&boxed);
  g_assert_cmpuint (G_OBJECT (object)->ref_count, ==, held + 1);
  check_snapshot (again);
  trove_snapshot_unref (again);
  g_assert_cmpuint (G_OBJECT (object)->ref_count, ==, held);
}

static void
test_empty (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveSnapshot) snapshot = trove_arena_snapshot (arena, NULL);
  g_autoptr (TroveVecMap) map = trove_snapshot_dup_sub_arenas (snapshot);
  g_autoptr (TroveArena) branch = NULL;
  TroveRef ref = put_int (arena, 0, 1);
  GError *error = NULL;

  g_assert_cmpuint (trove_snapshot_get_n_elements (snapshot), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (map)), ==, 0);
  g_assert_false (trove_snapshot_contains (snapshot, &ref));
  g_assert_null (trove_snapshot_get (snapshot, &ref, &error));
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, ref_text (&ref), "not held");
  check_snapshot (snapshot);

  branch = trove_snapshot_branch (snapshot);
  ref = put_int (branch, 0, 2);
  g_assert_cmpint (get_int (branch, &ref), ==, 2);
  check_arena (branch);
}

static void
test_pools (void)
{
  const TroveElementInfo infos[] = { TROVE_ELEMENT_TYPE (G_TYPE_STRING), test_point_info,
                                     TROVE_ELEMENT_TYPE (TEST_TYPE_POINT) };
  g_autoptr (TroveArena) arena = trove_arena_new_with_infos (infos, 3);
  g_autoptr (TroveSnapshot) snapshot = trove_arena_snapshot (arena, NULL);

  g_assert_cmpuint (trove_snapshot_get_n_pools (snapshot), ==, 3);
  g_assert_true (trove_snapshot_get_pool_type (snapshot, 0) == G_TYPE_STRING);
  g_assert_true (trove_snapshot_get_pool_type (snapshot, 1) == G_TYPE_NONE);
  g_assert_true (trove_snapshot_get_pool_type (snapshot, 2) == TEST_TYPE_POINT);
}

/* Values, addresses and the list of sub-arenas of a snapshot with three sub-arenas. */
static void
check_reading (const Fixture *fixture, guint n)
{
  g_autoptr (TroveArena) arena = trove_arena_new (fixture->type ());
  g_autofree TroveRef *refs = g_new (TroveRef, 3 * n + 1);
  g_autofree gconstpointer *where = g_new (gconstpointer, 3 * n + 1);
  g_autofree gconstpointer *out = g_new (gconstpointer, 3 * n + 1);
  g_autoptr (TroveSnapshot) snapshot = NULL;
  g_autoptr (TroveVecMap) map = NULL;

  for (guint part = 0; part < 3; part++)
    {
      g_autofree TroveRef *more = append_fixture (arena, fixture, part * n, n);

      memcpy (refs + part * n, more, n * sizeof *more);
      g_clear_pointer (&snapshot, trove_snapshot_unref);
      snapshot = trove_arena_snapshot (arena, NULL);
    }
  for (guint i = 0; i < 3 * n; i++)
    where[i] = trove_arena_get_raw (arena, 0, &refs[i], NULL);

  map = trove_snapshot_dup_sub_arenas (snapshot);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (map)), ==, n > 0 ? 3 : 0);
  g_assert_cmpuint (trove_snapshot_get_n_elements (snapshot), ==, 3 * n);
  g_clear_object (&map);
  g_clear_object (&arena);

  assert_snapshot_reads (G_STRLOC, snapshot, fixture, refs, 0, 3 * n);
  for (guint i = 0; i < 3 * n; i++)
    {
      g_assert_true (trove_snapshot_contains (snapshot, &refs[i]));
      g_assert_true (trove_snapshot_get_raw (snapshot, 0, &refs[i], NULL) == where[i]);
    }
  g_assert_true (trove_snapshot_get_many_raw (snapshot, 0, refs, 3 * n, out, NULL));
  g_assert_cmpmem (out, 3 * n * sizeof *out, where, 3 * n * sizeof *where);
  check_snapshot (snapshot);
}

static void
test_reading (gconstpointer data)
{
  const Fixture *fixture = data;
  int live = test_live ();

  for (guint i = 0; row_edges[i] <= 97; i++)
    check_reading (fixture, row_edges[i]);
  g_assert_cmpint (test_live (), ==, live);
}

/* A snapshot is read whatever is borrowed. */
static void
test_borrowed (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  TroveRef ref = put_int (arena, 0, 1);
  g_autoptr (TroveBorrow) shared = trove_arena_borrow (arena, &ref, NULL);
  g_autoptr (TroveSnapshot) snapshot = trove_arena_snapshot (arena, NULL);
  g_autoptr (TroveBorrow) mutable = trove_arena_borrow_mut (arena, &ref, NULL);

  g_assert_false (trove_borrow_is_released (shared));
  g_assert_cmpint (snapshot_get_int (snapshot, &ref), ==, 1);
  *(gint64 *) trove_borrow_get_mut_raw (mutable) = 5;
  g_assert_cmpint (snapshot_get_int (snapshot, &ref), ==, 1);
  check_snapshot (snapshot);
}

/* Branches of one snapshot do not read each other's elements. */
static void
test_branches (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveSnapshot) snapshot = NULL;
  TroveArena *branches[10];
  TroveRef refs[10], old = put_int (arena, 0, 1);

  snapshot = trove_arena_snapshot (arena, NULL);
  g_clear_object (&arena);
  for (guint i = 0; i < G_N_ELEMENTS (branches); i++)
    {
      branches[i] = trove_snapshot_branch (snapshot);
      refs[i] = set_int (branches[i], &old, 100 + i);
      freeze (branches[i]);
    }
  g_clear_pointer (&snapshot, trove_snapshot_unref);
  for (guint i = 0; i < G_N_ELEMENTS (branches); i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (branches); j++)
        g_assert_cmpint (trove_arena_contains (branches[i], &refs[j], NULL), ==, i == j);
      g_assert_cmpint (get_int (branches[i], &old), ==, 1);
      g_assert_cmpint (get_int (branches[i], &refs[i]), ==, 100 + i);
      check_arena (branches[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (branches); i++)
    g_object_unref (branches[i]);
}

/* A long history whose last version alone is held is freed without recursion. */
static void
test_long_history (void)
{
  const guint n = test_quick () ? 20000 : 500000;
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveSnapshot) snapshot = NULL;
  TroveRef first = put_int (arena, 0, 1), ref = first;

  for (guint i = 0; i < n; i++)
    {
      g_clear_pointer (&snapshot, trove_snapshot_unref);
      snapshot = trove_arena_snapshot (arena, NULL);
      g_assert_nonnull (trove_arena_get_mut_raw (arena, 0, &ref, NULL));
    }
  g_assert_cmpuint (trove_snapshot_get_n_elements (snapshot), ==, n);
  g_clear_object (&arena);
  g_assert_cmpint (snapshot_get_int (snapshot, &first), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/snapshot/counted", test_counted);
  g_test_add_func ("/snapshot/empty", test_empty);
  g_test_add_func ("/snapshot/pools", test_pools);
  add_fixture_tests ("/snapshot/reading", test_reading);
  g_test_add_func ("/snapshot/borrowed", test_borrowed);
  g_test_add_func ("/snapshot/branches", test_branches);
  g_test_add_func ("/snapshot/long-history", test_long_history);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-arena.h"
#include "fixtures.h"

/* TroveSubArena: the elements of a sub-arena, by position. */

static guint
rows_for (guint64 n)
{
  guint rows = 0;

  for (guint64 room = 0; room < n; room = 2 * room + 32)
    rows++;
  return rows;
}

static void
check_properties (TroveSubArena *sub, guint64 id, guint64 n, guint n_rows, guint64 n_bytes, gboolean frozen)
{
  guint64 got_id, got_n, got_bytes;
  guint got_rows;
  gboolean got_frozen;

  g_object_get (sub, "id", &got_id, "n-elements", &got_n, "frozen", &got_frozen, "n-rows", &got_rows,
                "n-bytes", &got_bytes, NULL);
  g_assert_cmpuint (got_id, ==, id);
  g_assert_cmpuint (got_n, ==, n);
  g_assert_cmpuint (got_rows, ==, n_rows);
  g_assert_cmpuint (got_bytes, ==, n_bytes);
  g_assert_cmpint (got_frozen, ==, frozen);
  g_assert_cmpuint (trove_sub_arena_get_id (sub), ==, id);
  g_assert_cmpuint (trove_sub_arena_get_n_elements (sub), ==, n);
  g_assert_cmpuint (trove_sub_arena_get_n_rows (sub), ==, n_rows);
  g_assert_cmpuint (trove_sub_arena_get_n_bytes (sub), ==, n_bytes);
  g_assert_cmpint (trove_sub_arena_get_frozen (sub), ==, frozen);
}

static void
test_properties (void)
{
  const GType types[] = { G_TYPE_INT64, G_TYPE_CHAR };

  for (guint i = 1; row_edges[i] <= 97; i++)
    {
      guint n = row_edges[i];
      g_autoptr (TroveArena) arena = trove_arena_new_for_types (types, 2);
      g_autoptr (TroveSubArena) own = NULL;
      g_autoptr (TroveSubArena) frozen = NULL;
      gint64 numbers[97] = { 0 };
      guint64 id = trove_arena_reserve_id (arena, NULL);
      gint8 letter = 'x';

      g_assert_true (trove_arena_append_many_raw (arena, 0, numbers, n, NULL, NULL));
      g_assert_true (trove_arena_append_raw (arena, 1, &letter, NULL, NULL));
      own = sub_of (arena, id);
      check_properties (own, id, n + 1, rows_for (n) + 1, 8 * n + 1, FALSE);
      g_assert_cmpuint (trove_sub_arena_get_pool_n_elements (own, 0), ==, n);
      g_assert_cmpuint (trove_sub_arena_get_pool_n_elements (own, 1), ==, 1);

      freeze (arena);
      frozen = sub_of (arena, id);
      check_properties (frozen, id, n + 1, rows_for (n) + 1, 8 * n + 1, TRUE);
      g_assert_cmpuint (trove_sub_arena_get_pool_n_elements (frozen, 0), ==, n);
      /* The other object shows the state in which it was made. */
      check_properties (own, id, n + 1, rows_for (n) + 1, 8 * n + 1, FALSE);
    }
}

/* The bytes of strings are counted. */
static void
test_string_bytes (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_STRING);
  g_autofree char *text = g_strnfill (10000, 'x');
  guint64 id = put_string (arena, NULL).sub_arena;
  g_autoptr (TroveSubArena) one = sub_of (arena, id);
  g_autoptr (TroveSubArena) two = NULL;

  g_assert_cmpuint (trove_sub_arena_get_n_bytes (one), ==, sizeof (char *));
  put_string (arena, text);
  two = sub_of (arena, id);
  g_assert_cmpuint (trove_sub_arena_get_n_bytes (two), >, 10000 + 2 * sizeof (char *));
  g_assert_cmpuint (trove_sub_arena_get_n_bytes (two), <, 10000 + 2 * sizeof (char *) + 32);
}

/* Values by position, own and frozen, and after the end of the arena. */
static void
test_get (gconstpointer data)
{
  const Fixture *fixture = data;
  g_autoptr (TroveArena) arena = trove_arena_new (fixture->type ());
  g_autofree TroveRef *refs = append_fixture (arena, fixture, 0, 97);
  g_autoptr (TroveSubArena) sub = sub_of (arena, refs[0].sub_arena);

  for (guint frozen = 0; frozen < 3; frozen++)
    {
      GError *error = NULL;

      for (guint i = 0; i < 97; i++)
        {
          g_autoptr (TestValue) value = trove_sub_arena_get (sub, 0, i, &error);
          g_autoptr (TroveRef) ref = NULL;

          g_assert_no_error (error);
          assert_fixture_value (fixture, value, i);
          ref = trove_sub_arena_get_ref (sub, 0, i, &error);
          g_assert_no_error (error);
          assert_ref_equal (ref, &refs[i]);
        }
      if (frozen == 0)
        {
          freeze (arena);
          g_clear_object (&sub);
          sub = sub_of (arena, refs[0].sub_arena);
        }
      else
        g_clear_object (&arena);
    }
}

static void
test_errors (void)
{
  const TroveElementInfo infos[] = { TROVE_ELEMENT_TYPE (G_TYPE_INT64), test_point_info,
                                     TROVE_ELEMENT_TYPE (G_TYPE_INT) };
  g_autoptr (TroveArena) arena = trove_arena_new_with_infos (infos, 3);
  g_autoptr (TestPoint) point = test_point_new (5);
  guint64 id = put_int (arena, 0, 1).sub_arena;
  GError *error = NULL;

  g_assert_true (trove_arena_append_raw (arena, 1, point, NULL, NULL));
  for (guint frozen = 0; frozen < 2; frozen++)
    {
      g_autoptr (TroveSubArena) sub = sub_of (arena, id);
      static const struct
      {
        guint pool;
        guint64 index;
        const char *text;
      } bad[] = {
        { 0, 1, "1 elements" },
        { 0, G_MAXUINT64, "1 elements" },
        { 0, (guint64) 1 << 40, "1 elements" },
        { 2, 0, "0 elements" },
        { 3, 0, "no pool 3" },
        { 256, 0, "no pool 256" },
        { G_MAXUINT, 0, "no pool" },
      };

      for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
        {
          g_assert_null (trove_sub_arena_get_ref (sub, bad[i].pool, bad[i].index, &error));
          assert_trove_error (error, TROVE_ERROR_INVALID_REF, bad[i].text, id_text (id));
          g_assert_null (trove_sub_arena_get (sub, bad[i].pool, bad[i].index, &error));
          assert_trove_error (error, TROVE_ERROR_INVALID_REF, bad[i].text, id_text (id));
        }
      g_assert_null (trove_sub_arena_get (sub, 1, 0, &error));
      assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "pool 1", "struct of");
      freeze (arena);
    }
}

/* Elements that were appended to the own sub-arena later are not given. */
static void
test_moment (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  TroveRef ref = put_int (arena, 0, 1);
  g_autoptr (TroveSubArena) sub = sub_of (arena, ref.sub_arena);
  g_autoptr (TestValue) value = NULL;
  GError *error = NULL;

  put_int (arena, 0, 2);
  g_assert_null (trove_sub_arena_get (sub, 0, 1, &error));
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, "index 1");
  /* An element is given as it is now. */
  set_int (arena, &ref, 5);
  value = trove_sub_arena_get (sub, 0, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_value_get_int64 (value), ==, 5);
}

/* Rows */

static void
test_rows (void)
{
  for (guint i = 1; row_edges[i] != G_MAXUINT; i++)
    {
      guint n = MIN (row_edges[i], test_quick () ? 1000 : 100000), at = 0;
      g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
      g_autofree gint64 *numbers = g_new (gint64, n);
      g_autoptr (TroveSubArena) sub = NULL;
      TroveRef first;
      GError *error = NULL;

      for (guint j = 0; j < n; j++)
        numbers[j] = j * j;
      g_assert_true (trove_arena_append_many_raw (arena, 0, numbers, n, &first, NULL));
      freeze (arena);
      sub = sub_of (arena, first.sub_arena);

      for (guint row = 0; at < n; row++)
        {
          g_autoptr (GBytes) bytes = trove_sub_arena_get_row (sub, 0, row, &error);
          guint there = MIN (n - at, 32u << row);
          const TroveRef ref = ref_at (first.sub_arena, 0, at);

          g_assert_no_error (error);
          g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), numbers + at,
                           there * sizeof *numbers);
          /* No copy. */
          g_assert_true (g_bytes_get_data (bytes, NULL) == trove_arena_get_raw (arena, 0, &ref, NULL));
          at += there;
        }
      g_assert_null (trove_sub_arena_get_row (sub, 0, trove_sub_arena_get_n_rows (sub), &error));
      assert_trove_error (error, TROVE_ERROR_INVALID_REF, id_text (first.sub_arena));
    }
}

/* The bytes hold the sub-arena after all else is dropped. */
static void
test_row_holds (void)
{
  const GType types[] = { G_TYPE_INT64, TEST_TYPE_OBJECT };
  g_autoptr (TroveArena) arena = trove_arena_new_for_types (types, 2);
  g_autoptr (TestObject) object = test_object_new (1);
  g_auto (GValue) value = object_value (object);
  guint held = G_OBJECT (object)->ref_count;
  TroveRef ref = put_int (arena, 0, 42);
  GBytes *bytes, *part;

  trove_ref_free (trove_arena_append (arena, &value, NULL));
  freeze (arena);
  {
    g_autoptr (TroveSubArena) sub = sub_of (arena, ref.sub_arena);

    bytes = trove_sub_arena_get_row (sub, 0, 0, NULL);
  }
  g_clear_object (&arena);
  part = g_bytes_new_from_bytes (bytes, 0, 8);
  g_bytes_unref (bytes);
  g_assert_cmpint (*(const gint64 *) g_bytes_get_data (part, NULL), ==, 42);
  g_assert_cmpuint (G_OBJECT (object)->ref_count, ==, held + 1);
  g_bytes_unref (part);
  g_assert_cmpuint (G_OBJECT (object)->ref_count, ==, held);
}

static void
test_row_errors (void)
{
  const TroveElementInfo infos[] = {
    TROVE_ELEMENT_TYPE (G_TYPE_INT64),  TROVE_ELEMENT_TYPE (G_TYPE_STRING),
    TROVE_ELEMENT_TYPE (G_TYPE_OBJECT), TROVE_ELEMENT_TYPE (G_TYPE_POINTER),
    TROVE_ELEMENT_TYPE (G_TYPE_VALUE),  test_point_info,
    TROVE_ELEMENT (TroveRef),
  };
  const guint n = G_N_ELEMENTS (infos);
  g_autoptr (TroveArena) arena = trove_arena_new_with_infos (infos, n);
  g_autoptr (TestPoint) point = test_point_new (5);
  static const char zeros[64] = { 0 };
  g_autoptr (TroveSubArena) own = NULL;
  g_autoptr (TroveSubArena) frozen = NULL;
  guint64 id = trove_arena_reserve_id (arena, NULL);
  GError *error = NULL;

  for (guint pool = 0; pool < n; pool++)
    g_assert_true (
        trove_arena_append_raw (arena, pool, pool == 5 ? (gconstpointer) point : zeros, NULL, NULL));
  own = sub_of (arena, id);
  g_assert_null (trove_sub_arena_get_row (own, 0, 0, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "not frozen", id_text (id), "Pool 0");

  freeze (arena);
  frozen = sub_of (arena, id);
  for (guint pool = 0; pool < n; pool++)
    {
      g_autoptr (GBytes) bytes = trove_sub_arena_get_row (frozen, pool, 0, &error);

      g_assert_cmpint (bytes != NULL, ==, pool == 0 || pool == 6);
      if (bytes == NULL)
        assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "a clear function", id_text (id));
      g_assert_null (trove_sub_arena_get_row (frozen, pool, 1, &error));
      assert_trove_error (error, TROVE_ERROR_INVALID_REF, id_text (id));
    }
  for (guint row = 31; row < 70; row++)
    {
      g_assert_null (trove_sub_arena_get_row (frozen, 0, row, &error));
      assert_trove_error (error, TROVE_ERROR_INVALID_REF, id_text (id));
    }
  g_assert_null (trove_sub_arena_get_row (frozen, 0, G_MAXUINT, &error));
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, id_text (id));
  g_assert_null (trove_sub_arena_get_row (frozen, n, 0, &error));
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, "no pool 7");
}

/* Every thread reads a frozen sub-arena, the owner alone one that was own. */
static void
get_frozen (gpointer data)
{
  GError *error = NULL;
  g_autoptr (TestValue) value = trove_sub_arena_get (data, 0, 0, &error);

  g_assert_no_error (error);
  g_assert_cmpint (g_value_get_int64 (value), ==, 1);
  g_assert_cmpuint (take_usage (trove_sub_arena_get_usage (data, &error)).elements, ==, 8);
  g_assert_no_error (error);
}

static void
get_own (gpointer data)
{
  GError *error = NULL;

  g_assert_null (trove_sub_arena_get (data, 0, 0, &error));
  assert_trove_error (error, TROVE_ERROR_WRONG_THREAD, "thread");
  g_assert_null (trove_sub_arena_get_usage (data, &error));
  assert_trove_error (error, TROVE_ERROR_WRONG_THREAD, "thread");
}

static void
test_threads (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  TroveRef ref = put_int (arena, 0, 1);
  g_autoptr (TroveSubArena) own = sub_of (arena, ref.sub_arena);
  g_autoptr (TroveSubArena) frozen = NULL;

  on_other_thread (get_own, own);
  freeze (arena);
  on_other_thread (get_own, own); /* it was not frozen when it was looked up */
  frozen = sub_of (arena, ref.sub_arena);
  on_other_thread (get_frozen, frozen);
  /* After the end of its arena it has no owner. */
  g_clear_object (&arena);
  on_other_thread (get_frozen, own);
}

/* An object that was made by g_object_new (). */
static void
test_bare (void)
{
  g_autoptr (TroveSubArena) sub = g_object_new (TROVE_TYPE_SUB_ARENA, NULL);

  check_properties (sub, 0, 0, 0, 0, FALSE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sub-arena/properties", test_properties);
  g_test_add_func ("/sub-arena/string-bytes", test_string_bytes);
  add_fixture_tests ("/sub-arena/get", test_get);
  g_test_add_func ("/sub-arena/errors", test_errors);
  g_test_add_func ("/sub-arena/moment", test_moment);
  g_test_add_func ("/sub-arena/rows", test_rows);
  g_test_add_func ("/sub-arena/rows/hold", test_row_holds);
  g_test_add_func ("/sub-arena/rows/errors", test_row_errors);
  g_test_add_func ("/sub-arena/threads", test_threads);
  g_test_add_func ("/sub-arena/bare", test_bare);

  return g_test_run ();
}

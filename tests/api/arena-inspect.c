/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-arena.h"
#include "test-types.h"
#include "test-util.h"

/* trove_arena_to_string (). */

/* The expected text has $0, $1, … for the ids of the arena's sub-arenas, in increasing order. */
static void
assert_text (TroveArena *arena, const char *expected)
{
  g_autoptr (TroveVecMap) map = trove_arena_dup_sub_arenas (arena, NULL);
  g_autoptr (GString) text = g_string_new (expected);
  g_autofree guint64 *ids = NULL;
  g_autofree char *got = NULL;
  GError *error = NULL;
  gsize n;

  ids = trove_vec_map_dup_ids (map, &n);
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("$%" G_GSIZE_FORMAT, i);

      g_assert_cmpuint (g_string_replace (text, name, id_text (ids[i]), 0), ==, 1);
    }

  got = trove_arena_to_string (arena, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (got, ==, text->str);
  check_arena_quietly (arena);
}

static void
test_empty (void)
{
  const GType types[] = { G_TYPE_INT64, G_TYPE_STRING };
  g_autoptr (TroveArena) one = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) two = trove_arena_new_for_types (types, 2);

  assert_text (one, "{}");
  assert_text (two, "{}");
  trove_arena_reserve_id (one, NULL);
  assert_text (one, "{}");
}

static void
test_versions (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) clone = NULL;
  TroveRef ref = put_int (arena, 0, 0);

  assert_text (arena, "{$0: [0]}");
  put_int (arena, 0, 1);
  assert_text (arena, "{$0: [0, 1]}");
  clone = trove_arena_clone (arena, NULL);
  assert_text (clone, "{$0: [0, 1]}");
  set_int (clone, &ref, -5);
  assert_text (clone, "{$0: [0, 1], $1: [-5]}");
  assert_text (arena, "{$0: [0, 1]}");
  put_int (arena, 0, 7);
  g_assert_true (trove_arena_absorb (arena, clone, NULL));
  assert_text (arena, "{$0: [0, 1], $1: [-5], $2: [7]}");
}

/* With several pools, elements are listed by pool; pools without elements are left out. */
static void
test_pools (void)
{
  const GType types[] = { G_TYPE_STRING, G_TYPE_INT64, G_TYPE_DOUBLE };
  g_autoptr (TroveArena) arena = trove_arena_new_for_types (types, 3);
  g_auto (GValue) half = double_value (0.5);

  put_int (arena, 1, 5);
  assert_text (arena, "{$0: {1: [5]}}");
  put_string (arena, "a");
  put_string (arena, NULL);
  assert_text (arena, "{$0: {0: [\"a\", NULL], 1: [5]}}");
  freeze (arena);
  trove_ref_free (trove_arena_append (arena, &half, NULL));
  assert_text (arena, "{$0: {0: [\"a\", NULL], 1: [5]}, $1: {2: [0.5]}}");
}

/* More elements than a row has. */
static void
test_rows (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  g_autoptr (GString) expected = g_string_new ("{$0: [");

  for (guint i = 0; i < 300; i++)
    {
      put_int (arena, 0, i);
      g_string_append_printf (expected, i > 0 ? ", %u" : "%u", i);
    }
  g_string_append (expected, "]}");
  assert_text (arena, expected->str);
}

static void
test_values (void)
{
  const TroveElementInfo infos[] = { TROVE_ELEMENT (guint8[3]), { .size = 20 } };
  const guint8 bytes[20] = { 1, 2, 255, 3 };
  static const struct
  {
    double number;
    const char *text;
  } doubles[] = {
    { 0, "{$0: [0]}" },     { 1, "{$0: [1]}" },          { -2.25, "{$0: [-2.25]}" },
    { 0.1, "{$0: [0.1]}" }, { 1e100, "{$0: [1e+100]}" }, { 1.0 / 3, "{$0: [0.33333333333333331]}" },
  };
  g_autoptr (TroveArena) structs = trove_arena_new_with_infos (infos, 2);
  g_autoptr (TroveArena) values = trove_arena_new (G_TYPE_VALUE);
  g_autoptr (TroveArena) truths = trove_arena_new (G_TYPE_BOOLEAN);
  g_auto (GValue) truth = G_VALUE_INIT;
  g_auto (GValue) text = string_value ("a \"b\"");
  g_auto (GValue) five = int_value (5);

  for (guint i = 0; i < G_N_ELEMENTS (doubles); i++)
    {
      g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_DOUBLE);

      g_assert_true (trove_arena_append_raw (arena, 0, &doubles[i].number, NULL, NULL));
      assert_text (arena, doubles[i].text);
    }

  g_assert_true (trove_arena_append_raw (structs, 0, bytes, NULL, NULL));
  g_assert_true (trove_arena_append_raw (structs, 1, bytes, NULL, NULL));
  assert_text (structs, "{$0: {0: [<0102ff>], 1: [<0102ff03000000000000000000000000…>]}}");

  g_value_init (&truth, G_TYPE_BOOLEAN);
  g_value_set_boolean (&truth, TRUE);
  trove_ref_free (trove_arena_append (truths, &truth, NULL));
  assert_text (truths, "{$0: [TRUE]}");

  trove_ref_free (trove_arena_append (values, &text, NULL));
  trove_ref_free (trove_arena_append (values, &five, NULL));
  trove_ref_free (trove_arena_append (values, &truth, NULL));
  assert_text (values, "{$0: [\"a \\\"b\\\"\", 5, TRUE]}");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/arena/inspect/text/empty", test_empty);
  g_test_add_func ("/arena/inspect/text/versions", test_versions);
  g_test_add_func ("/arena/inspect/text/pools", test_pools);
  g_test_add_func ("/arena/inspect/text/rows", test_rows);
  g_test_add_func ("/arena/inspect/text/values", test_values);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-arena.h"
#include "test-types.h"
#include "test-util.h"

/* The eight tests of the Rust crate, in C. */

/* A value is appended, read, changed, read. */
static void
test_append_and_change (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT);
  g_auto (GValue) zero = int_value (0);
  g_auto (GValue) one = int_value (1);
  TroveRef ref = ref_of (trove_arena_append (arena, &zero, NULL)), same;
  g_autoptr (TestValue) before = trove_arena_get (arena, &ref, NULL);
  g_autoptr (TestValue) after = NULL;

  g_assert_cmpint (g_value_get_int (before), ==, 0);
  same = ref_of (trove_arena_set (arena, &ref, &one, NULL));
  assert_ref_equal (&same, &ref);
  after = trove_arena_get (arena, &ref, NULL);
  g_assert_cmpint (g_value_get_int (after), ==, 1);
  check_arena (arena);
}

/* A second mutable borrow of the same value is refused. */
static void
test_aliased_mutable (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  TroveRef ref = put_int (arena, 0, 0);
  g_autoptr (TroveBorrow) first = trove_arena_borrow_mut (arena, &ref, NULL);
  GError *error = NULL;

  g_assert_nonnull (first);
  g_assert_null (trove_arena_borrow_mut (arena, &ref, &error));
  assert_trove_error (error, TROVE_ERROR_BORROWED_MUT, ref_text (&ref));
  check_arena (arena);
}

/* While a value is mutably borrowed, neither a mutable nor a shared borrow is given. */
static void
test_try_aliasing (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  TroveRef ref = put_int (arena, 0, 0);
  g_autoptr (TroveBorrow) first = trove_arena_borrow_mut (arena, &ref, NULL);
  g_autoptr (TroveBorrow) again = NULL;
  GError *error = NULL;

  g_assert_nonnull (first);
  g_assert_null (trove_arena_borrow_mut (arena, &ref, &error));
  assert_trove_error (error, TROVE_ERROR_BORROWED_MUT, ref_text (&ref));
  g_assert_null (trove_arena_borrow (arena, &ref, &error));
  assert_trove_error (error, TROVE_ERROR_BORROWED_MUT, ref_text (&ref));

  trove_borrow_release (first);
  again = trove_arena_borrow (arena, &ref, &error);
  g_assert_no_error (error);
}

/* Counted objects are held once, beside the caller, while the arena lives, and released when it is dropped. */
static void
test_counted (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (TEST_TYPE_OBJECT);
  TestObject *objects[1024];

  for (guint i = 0; i < G_N_ELEMENTS (objects); i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;

      objects[i] = test_object_new (i);
      value = object_value (objects[i]);
      trove_ref_free (trove_arena_append (arena, &value, NULL));
    }
  check_arena (arena);
  for (guint i = 0; i < G_N_ELEMENTS (objects); i++)
    g_assert_cmpuint (G_OBJECT (objects[i])->ref_count, ==, 2);

  g_clear_object (&arena);
  for (guint i = 0; i < G_N_ELEMENTS (objects); i++)
    {
      g_assert_cmpuint (G_OBJECT (objects[i])->ref_count, ==, 1);
      g_object_unref (objects[i]);
    }
  g_assert_cmpint (test_live (), ==, 0);
}

/* The README's example: 0 and 1 are appended, and 1 is added to the second. */
static void
test_readme (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  TroveRef a = put_int (arena, 0, 0), b = put_int (arena, 0, 1);
  gint64 *number;

  g_assert_cmpint (get_int (arena, &a), ==, 0);
  g_assert_cmpint (get_int (arena, &b), ==, 1);
  number = trove_arena_get_mut_raw (arena, 0, &b, NULL);
  *number += 1;
  g_assert_cmpint (get_int (arena, &b), ==, 2);
  g_assert_cmpint (get_int (arena, &a), ==, 0);
  check_arena (arena);
}

/* After a clone a value is changed on one side; a copy of the ref on the other side still reads the old one. */
static void
test_clone (void)
{
  g_autoptr (TroveArena) a = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) b = NULL;
  TroveRef ref = put_int (a, 0, 0), kept = ref;

  b = trove_arena_clone (a, NULL);
  *(gint64 *) trove_arena_get_mut_raw (a, 0, &ref, NULL) = 1;
  g_assert_cmpint (get_int (a, &ref), ==, 1);
  g_assert_cmpint (get_int (b, &kept), ==, 0);
  g_assert_cmpint (get_int (a, &kept), ==, 0);

  ref = kept;
  *(gint64 *) trove_arena_get_mut_raw (b, 0, &ref, NULL) = 2;
  g_assert_cmpint (get_int (b, &ref), ==, 2);
  g_assert_cmpint (get_int (a, &kept), ==, 0);
  check_arena (a);
  check_arena (b);
}

/* The merged arena reads the values of both arenas and, unlike in the crate, can be appended to. */
static void
test_merge (void)
{
  g_autoptr (TroveArena) a = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) b = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) merged = NULL;
  TroveRef in_a = put_int (a, 0, 1), in_b = put_int (b, 0, 2), in_merged;

  merged = trove_arena_merge (a, b, NULL);
  g_clear_object (&a);
  g_clear_object (&b);
  g_assert_cmpint (get_int (merged, &in_a), ==, 1);
  g_assert_cmpint (get_int (merged, &in_b), ==, 2);
  in_merged = put_int (merged, 0, 3);
  g_assert_cmpint (get_int (merged, &in_merged), ==, 3);
  check_arena (merged);
}

/* {ID: [0, 1]}, also while a value is borrowed. */
static void
test_debug (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  TroveRef zero = put_int (arena, 0, 0), one = put_int (arena, 0, 1);
  g_autofree char *expected = g_strdup_printf ("{%" G_GUINT64_FORMAT ": [0, 1]}", zero.sub_arena);
  g_autofree char *text = NULL;
  g_autofree char *borrowed = NULL;
  g_autoptr (TroveBorrow) shared = NULL;
  g_autoptr (TroveBorrow) mutable = NULL;

  text = trove_arena_to_string (arena, NULL);
  g_assert_cmpstr (text, ==, expected);
  shared = trove_arena_borrow (arena, &zero, NULL);
  mutable = trove_arena_borrow_mut (arena, &one, NULL);
  borrowed = trove_arena_to_string (arena, NULL);
  g_assert_cmpstr (borrowed, ==, expected);
  check_arena (arena);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/crate/append-and-change", test_append_and_change);
  g_test_add_func ("/crate/aliased-mutable", test_aliased_mutable);
  g_test_add_func ("/crate/try-aliasing", test_try_aliasing);
  g_test_add_func ("/crate/counted", test_counted);
  g_test_add_func ("/crate/readme", test_readme);
  g_test_add_func ("/crate/clone", test_clone);
  g_test_add_func ("/crate/merge", test_merge);
  g_test_add_func ("/crate/debug", test_debug);

  return g_test_run ();
}

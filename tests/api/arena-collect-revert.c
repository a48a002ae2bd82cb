/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-arena.h"

/* trove_arena_revert (): going back to a snapshot. */

static void
test_revert (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveSnapshot) first = NULL;
  g_autoptr (TroveSnapshot) second = NULL;
  g_autoptr (TroveRef) root = NULL;
  GError *error = NULL;
  TroveRef a, b, c;

  a = put_int (arena, 0, 1);
  g_assert_true (trove_arena_set_root (arena, &a, NULL));
  first = trove_arena_snapshot (arena, NULL);
  b = set_int (arena, &a, 2);
  g_assert_true (trove_arena_set_root (arena, &b, NULL));
  second = trove_arena_snapshot (arena, NULL);
  c = put_int (arena, 0, 3);

  revert (arena, first);
  check_arena (arena);
  root = trove_arena_get_root (arena, NULL);
  assert_ref_equal (root, &a);
  g_assert_cmpint (get_int (arena, &a), ==, 1);
  g_assert_null (trove_arena_get (arena, &b, &error));
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, ref_text (&b));
  g_assert_null (trove_arena_get (arena, &c, &error));
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, ref_text (&c));
  g_assert_cmpint (snapshot_get_int (second, &b), ==, 2);

  /* The arena appends from there, and can go forward again. */
  c = put_int (arena, 0, 4);
  g_assert_cmpuint (c.sub_arena, >, b.sub_arena);
  revert (arena, second);
  check_arena (arena);
  g_assert_cmpint (get_int (arena, &b), ==, 2);
  g_assert_false (holds (arena, &c));
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, 2);
}

/* The snapshot of another arena is taken if the pools are the same. */
static void
test_revert_other (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) same = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) strings = trove_arena_new (G_TYPE_STRING);
  g_autoptr (TroveArena) two = trove_arena_new_for_types ((GType[]){ G_TYPE_INT64, G_TYPE_STRING }, 2);
  g_autoptr (TroveSnapshot) of_same = NULL;
  g_autoptr (TroveSnapshot) of_strings = NULL;
  g_autoptr (TroveSnapshot) of_two = NULL;
  TroveRef mine = put_int (arena, 0, 1), theirs = put_int (same, 0, 2);
  GError *error = NULL;

  put_string (strings, "text");
  of_same = trove_arena_snapshot (same, NULL);
  of_strings = trove_arena_snapshot (strings, NULL);
  of_two = trove_arena_snapshot (two, NULL);
  g_assert_false (trove_arena_revert (arena, of_strings, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "cannot go back", "pool 0", "gint64", "gchararray");
  g_assert_false (trove_arena_revert (arena, of_two, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "one has 1 pools, the other 2");
  g_assert_cmpint (get_int (arena, &mine), ==, 1);

  revert (arena, of_same);
  check_arena (arena);
  g_clear_object (&same);
  g_clear_pointer (&of_same, trove_snapshot_unref);
  g_assert_cmpint (get_int (arena, &theirs), ==, 2);
  g_assert_false (holds (arena, &mine));
  g_assert_null (trove_arena_get_root (arena, NULL));
}

/* A shared borrow keeps what the arena lets go of. */
static void
test_revert_borrowed (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveSnapshot) snapshot = trove_arena_snapshot (arena, NULL);
  g_auto (TroveBorrow) shared = TROVE_BORROW_INIT;
  TroveRef ref = put_int (arena, 0, 7);

  g_assert_true (trove_borrow_init (&shared, arena, &ref, NULL));
  revert (arena, snapshot);
  check_arena (arena);
  g_assert_false (holds (arena, &ref));
  g_assert_cmpint (*(const gint64 *) trove_borrow_get_raw (&shared), ==, 7);
  ref = put_int (arena, 0, 8);
  g_assert_cmpint (*(const gint64 *) trove_borrow_get_raw (&shared), ==, 7);
  trove_borrow_clear (&shared);
  g_assert_cmpint (get_int (arena, &ref), ==, 8);
}

/* The limit of bytes stays, and the bytes in use are measured anew. */
static void
test_revert_keeps (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveSnapshot) snapshot = NULL;
  GError *error = NULL;
  gint64 number = 1;

  put_int (arena, 0, 1);
  snapshot = trove_arena_snapshot (arena, NULL);
  g_assert_true (trove_arena_set_max_bytes (arena, 50000, NULL));
  for (guint i = 0; i < 20; i++)
    {
      guint n = 0;

      while (trove_arena_append_raw (arena, 0, &number, NULL, &error))
        n++;
      assert_trove_error (error, TROVE_ERROR_NO_MEMORY, "50000");
      g_assert_cmpuint (n, >, 1000);
      freeze (arena);
      revert (arena, snapshot);
      check_arena (arena);
      g_assert_cmpuint (trove_arena_get_max_bytes (arena), ==, 50000);
    }
}

/* An element holds the last reference to the arena that is reverted. */
static void
test_revert_last_reference (void)
{
  TroveArena *arena = trove_arena_new (G_TYPE_OBJECT), *gone = arena;
  g_autoptr (TroveSnapshot) snapshot = trove_arena_snapshot (arena, NULL);
  GValue value = object_value (arena);

  g_object_add_weak_pointer (G_OBJECT (arena), (gpointer *) &gone);
  ref_of (trove_arena_append (arena, &value, NULL));
  g_value_unset (&value);
  g_object_unref (arena);
  g_assert_nonnull (gone);
  g_assert_true (trove_arena_revert (arena, snapshot, NULL));
  g_assert_null (gone);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/arena/collect/revert/back", test_revert);
  g_test_add_func ("/arena/collect/revert/other", test_revert_other);
  g_test_add_func ("/arena/collect/revert/borrowed", test_revert_borrowed);
  g_test_add_func ("/arena/collect/revert/keeps", test_revert_keeps);
  g_test_add_func ("/arena/collect/revert/last-reference", test_revert_last_reference);

  return g_test_run ();
}

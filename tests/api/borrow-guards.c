/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "calls.h"
#include "check-arena.h"

/* Guards: their lifetime, reading and writing through them, and releasing them on any thread. */

static gint64
guard_int (TroveBorrow *guard)
{
  GError *error = NULL;
  g_autoptr (TestValue) value = trove_borrow_get_value (guard, &error);

  g_assert_no_error (error);
  return g_value_get_int64 (value);
}

static gboolean
can_set (TroveArena *arena, const TroveRef *ref)
{
  GValue value = int64_value (77);
  g_autoptr (TroveRef) set = trove_arena_set (arena, ref, &value, NULL);

  return set != NULL;
}

static void
test_properties (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  TroveRef ref = put_int (arena, 0, 5), other = put_int (arena, 0, 6);
  g_autoptr (TroveBorrow) shared = trove_arena_borrow (arena, &ref, NULL);
  g_autoptr (TroveBorrow) mutable = trove_arena_borrow_mut (arena, &other, NULL);
  g_autoptr (TroveRef) shared_ref = trove_borrow_dup_ref (shared);
  g_autoptr (TroveRef) mutable_ref = trove_borrow_dup_ref (mutable);

  g_assert_false (trove_borrow_is_mutable (shared));
  g_assert_true (trove_borrow_is_mutable (mutable));
  g_assert_false (trove_borrow_is_released (shared));
  assert_ref_equal (shared_ref, &ref);
  assert_ref_equal (mutable_ref, &other);
  g_assert_true (trove_borrow_get_raw (shared) == trove_arena_get_raw (arena, 0, &ref, NULL));
  g_assert_true (trove_borrow_get_mut_raw (mutable) == trove_arena_get_raw (arena, 0, &other, NULL));
  *(gint64 *) trove_borrow_get_mut_raw (mutable) = 60;
  g_assert_cmpint (guard_int (mutable), ==, 60);
  g_assert_cmpint (guard_int (shared), ==, 5);

  trove_borrow_release (mutable);
  g_assert_cmpint (get_int (arena, &other), ==, 60);
}

/* A guard that was released still gives its ref, but neither reads nor writes. */
static void
assert_released (TroveBorrow *guard, const TroveRef *ref)
{
  GValue value = int64_value (9);
  g_autoptr (TroveRef) of = trove_borrow_dup_ref (guard);
  GError *error = NULL;

  g_assert_true (trove_borrow_is_released (guard));
  assert_ref_equal (of, ref);
  g_assert_null (trove_borrow_get_raw (guard));
  g_assert_null (trove_borrow_get_mut_raw (guard));
  g_assert_null (trove_borrow_get_value (guard, &error));
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, "released", ref_text (ref));
  g_assert_false (trove_borrow_set_value (guard, &value, &error));
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, "released", ref_text (ref));
}

static void
test_released (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  TroveRef ref = put_int (arena, 0, 5);

  for (guint mutable = 0; mutable < 2; mutable ++)
    {
      g_autoptr (TroveBorrow) guard =
          mutable ? trove_arena_borrow_mut (arena, &ref, NULL) : trove_arena_borrow (arena, &ref, NULL);

      g_assert_false (can_set (arena, &ref));
      trove_borrow_release (guard);
      g_assert_true (can_set (arena, &ref));
      assert_released (guard, &ref);
      /* A second release has no effect: another guard's borrow stays. */
      {
        g_autoptr (TroveBorrow) second = trove_arena_borrow (arena, &ref, NULL);

        trove_borrow_release (guard);
        g_assert_false (trove_borrow_is_released (second));
        g_assert_false (can_set (arena, &ref));
      }
      g_assert_true (can_set (arena, &ref));
    }
  check_arena (arena);
}

/* Guards on the stack. */
static void
test_stack (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  const TroveRef null = TROVE_REF_INIT;
  TroveRef ref = put_int (arena, 0, 5);
  TroveBorrow guard, failed, never = TROVE_BORROW_INIT;
  GError *error = NULL;

  g_assert_true (trove_borrow_init_mut (&guard, arena, &ref, &error));
  g_assert_false (trove_borrow_init (&failed, arena, &ref, &error));
  assert_trove_error (error, TROVE_ERROR_BORROWED_MUT, ref_text (&ref));
  g_assert_true (trove_borrow_is_released (&failed));
  g_assert_null (trove_borrow_get_raw (&failed));
  trove_borrow_clear (&failed);
  g_assert_false (can_set (arena, &ref));
  g_assert_false (trove_borrow_init_mut (&failed, arena, &null, &error));
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, "0:0:0");
  trove_borrow_clear (&failed);

  *(gint64 *) trove_borrow_get_mut_raw (&guard) = 6;
  trove_borrow_clear (&guard);
  trove_borrow_clear (&guard);
  trove_borrow_clear (&never);
  g_assert_cmpint (get_int (arena, &ref), ==, 6);
  g_assert_true (can_set (arena, &ref));

  {
    g_auto (TroveBorrow) scoped = TROVE_BORROW_INIT;

    g_assert_true (trove_borrow_init (&scoped, arena, &ref, NULL));
    g_assert_false (can_set (arena, &ref));
  }
  g_assert_true (can_set (arena, &ref));
}

/* A boxed copy is a count on the same guard. */
static void
test_boxed (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  TroveRef ref = put_int (arena, 0, 5);
  g_autoptr (TroveBorrow) guard = trove_arena_borrow_mut (arena, &ref, NULL);
  TroveBorrow *copy = g_boxed_copy (TROVE_TYPE_BORROW, guard);
  g_auto (GValue) value = boxed_value (TROVE_TYPE_BORROW, guard);

  g_assert_true (copy == guard);
  g_assert_true (g_value_get_boxed (&value) == guard);
  g_boxed_free (TROVE_TYPE_BORROW, copy);
  g_assert_false (trove_borrow_is_released (guard));
  g_assert_false (can_set (arena, &ref));

  trove_borrow_release (g_value_get_boxed (&value));
  g_assert_true (trove_borrow_is_released (guard));
  g_assert_true (can_set (arena, &ref));

  /* Dropping the last reference releases. */
  g_clear_pointer (&guard, trove_borrow_unref);
  g_value_unset (&value);
  guard = trove_arena_borrow_mut (arena, &ref, NULL);
  copy = trove_borrow_ref (guard);
  g_clear_pointer (&guard, trove_borrow_unref);
  g_assert_false (can_set (arena, &ref));
  trove_borrow_unref (copy);
  g_assert_true (can_set (arena, &ref));
}

/* More shared borrows of a value than a byte can count. */
static void
test_many (void)
{
  static const guint counts[] = { 1, 2, 253, 254, 255, 256, 300, 600 };
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  TroveRef before = put_int (arena, 0, 4), ref = put_int (arena, 0, 5), other = put_int (arena, 0, 6);

  for (guint c = 0; c < G_N_ELEMENTS (counts); c++)
    {
      TroveBorrow guards[600];
      guint n = counts[c];
      GError *error = NULL;

      for (guint i = 0; i < n; i++)
        g_assert_true (trove_borrow_init (&guards[i], arena, &ref, NULL));
      g_assert_null (trove_arena_borrow_mut (arena, &ref, &error));
      assert_trove_error (error, TROVE_ERROR_BORROWED, ref_text (&ref));
      g_assert_true (can_set (arena, &other));
      g_assert_true (can_set (arena, &before));
      check_arena (arena);

      /* In an order other than that of the borrows; 7 divides none of the counts. */
      for (guint i = 0; i < n; i++)
        {
          g_assert_false (can_set (arena, &ref));
          trove_borrow_clear (&guards[(i * 7 + 3) % n]);
        }
      g_assert_true (can_set (arena, &ref));
    }
}

/* Values at the same index of two pools are counted apart. */
static void
test_many_by_pool (void)
{
  const GType types[] = { G_TYPE_INT64, G_TYPE_INT64 };
  g_autoptr (TroveArena) arena = trove_arena_new_for_types (types, 2);
  TroveRef refs[] = { put_int (arena, 0, 1), put_int (arena, 1, 2) };
  TroveBorrow guards[2][300];

  for (guint i = 0; i < 300; i++)
    for (guint pool = 0; pool < 2; pool++)
      g_assert_true (trove_borrow_init (&guards[pool][i], arena, &refs[pool], NULL));
  for (guint pool = 0; pool < 2; pool++)
    {
      g_assert_cmpuint (trove_ref_get_index (&refs[pool]), ==, 0);
      for (guint i = 0; i < 300; i++)
        {
          g_assert_false (can_set (arena, &refs[pool]));
          trove_borrow_clear (&guards[pool][i]);
        }
      g_assert_true (can_set (arena, &refs[pool]));
    }
}

/* A guard holds its sub-arena after a freeze, and after the end of the arena. */
static void
test_past_freeze (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  TroveRef ref = put_int (arena, 0, 5), set;
  g_autoptr (TroveBorrow) guard = trove_arena_borrow (arena, &ref, NULL);
  g_autoptr (TroveArena) clone = trove_arena_clone (arena, NULL);
  g_autoptr (TroveBorrow) frozen = trove_arena_borrow (clone, &ref, NULL);

  set = set_int (arena, &ref, 6);
  g_assert_cmpint (guard_int (guard), ==, 5);
  g_assert_cmpint (get_int (arena, &set), ==, 6);

  /* A release after the freeze does not touch the counts of the new own sub-arena. */
  g_clear_pointer (&guard, trove_borrow_unref);
  g_assert_true (can_set (arena, &set));
  guard = trove_arena_borrow (arena, &set, NULL);
  g_clear_object (&clone);
  g_assert_cmpint (guard_int (frozen), ==, 5);
  g_clear_pointer (&frozen, trove_borrow_unref);
  g_assert_false (can_set (arena, &set));
  check_arena (arena);
}

static void
test_past_arena (gconstpointer data)
{
  const Fixture *fixture = data;
  int live = test_live ();

  for (guint mutable = 0; mutable < 2; mutable ++)
    for (guint frozen = 0; frozen < 2; frozen++)
      {
        g_autoptr (TroveArena) arena = trove_arena_new (fixture->type ());
        g_autofree TroveRef *refs = append_fixture (arena, fixture, 10, 40);
        g_autoptr (TestValue) value = NULL;
        g_autoptr (TroveBorrow) guard = NULL;

        if (frozen)
          freeze (arena);
        guard = mutable ? trove_arena_borrow_mut (arena, &refs[35], NULL) :
                          trove_arena_borrow (arena, &refs[35], NULL);
        g_clear_object (&arena);
        value = trove_borrow_get_value (guard, NULL);
        assert_fixture_value (fixture, value, 45);
        g_assert_nonnull (trove_borrow_get_raw (guard));
      }
  g_assert_cmpint (test_live (), ==, live);
}

/* trove_borrow_set_value () for every type, before and after the end of the arena. */
static void
test_set_value (gconstpointer data)
{
  const Fixture *fixture = data;
  int live = test_live ();
  GError *error = NULL;

  for (guint past = 0; past < 2; past++)
    {
      g_autoptr (TroveArena) arena = trove_arena_new (fixture->type ());
      g_autofree TroveRef *refs = append_fixture (arena, fixture, 0, 3);
      g_autoptr (TroveBorrow) guard = trove_arena_borrow_mut (arena, &refs[1], &error);

      g_assert_no_error (error);
      if (past)
        g_clear_object (&arena);
      for (guint i = 0; i < 60; i++)
        {
          g_auto (GValue) value = fixture->make (i);
          g_autoptr (TestValue) got = NULL;

          g_assert_true (trove_borrow_set_value (guard, &value, &error));
          g_assert_no_error (error);
          got = trove_borrow_get_value (guard, &error);
          g_assert_no_error (error);
          assert_fixture_value (fixture, got, i);
        }
      trove_borrow_release (guard);
      if (past)
        continue;
      assert_arena_reads (G_STRLOC, arena, fixture, refs, 0, 1);
      assert_arena_reads (G_STRLOC, arena, fixture, &refs[1], 59, 1);
      assert_arena_reads (G_STRLOC, arena, fixture, &refs[2], 2, 1);
      check_arena (arena);
    }
  g_assert_cmpint (test_live (), ==, live);
}

/* A string grows through its guard, beyond a chunk and after the end of the arena. */
static void
test_set_long_strings (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_STRING);
  TroveRef ref = put_string (arena, "short"), other = put_string (arena, "other");
  g_autoptr (TroveBorrow) guard = trove_arena_borrow_mut (arena, &ref, NULL);

  for (gsize length = 0; length < 100000; length = length * 3 / 2 + 1)
    {
      g_autofree char *text = g_strnfill (length, 'x');
      g_auto (GValue) value = string_value (text);
      g_autoptr (TestValue) got = NULL;

      g_assert_true (trove_borrow_set_value (guard, &value, NULL));
      got = trove_borrow_get_value (guard, NULL);
      g_assert_cmpstr (g_value_get_string (got), ==, text);
      g_assert_cmpstr (*(const char *const *) trove_borrow_get_raw (guard), ==, text);
      if (length > 1000 && arena != NULL)
        {
          g_assert_cmpstr (trove_arena_get_string (arena, &ref, NULL, NULL), ==, text);
          g_assert_cmpstr (trove_arena_get_string (arena, &other, NULL, NULL), ==, "other");
          g_clear_object (&arena);
        }
    }
}

/* Bytes that a guard replaces are used again. */
static void
test_set_strings_again (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_STRING);
  TroveRef ref = put_string (arena, "abc");
  g_autoptr (TroveBorrow) guard = trove_arena_borrow_mut (arena, &ref, NULL);
  g_auto (GValue) none = string_value (NULL);
  g_auto (GValue) text = string_value ("a text of some length");
  guint64 total = 0;

  for (guint i = 0; i < 1000; i++)
    {
      g_assert_true (trove_borrow_set_value (guard, &none, NULL));
      g_assert_true (trove_borrow_set_value (guard, &text, NULL));
      g_assert_cmpstr (*(const char *const *) trove_borrow_get_raw (guard), ==, "a text of some length");
      if (i == 0)
        total = usage_of (arena).total;
    }
  g_assert_cmpuint (usage_of (arena).total, ==, total);
}

static void
test_set_errors (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (TEST_TYPE_POINT);
  g_autoptr (TestPoint) point = test_point_new (5);
  g_auto (GValue) value = boxed_value (TEST_TYPE_POINT, point);
  g_auto (GValue) text = string_value ("x");
  TroveRef ref = ref_of (trove_arena_append (arena, &value, NULL));
  g_autoptr (TroveBorrow) shared = trove_arena_borrow (arena, &ref, NULL);
  g_autoptr (TroveBorrow) mutable = NULL;
  GError *error = NULL;

  g_assert_false (trove_borrow_set_value (shared, &value, &error));
  assert_trove_error (error, TROVE_ERROR_BORROWED, ref_text (&ref), "shared");
  trove_borrow_release (shared);

  mutable = trove_arena_borrow_mut (arena, &ref, NULL);
  g_assert_false (trove_borrow_set_value (mutable, &text, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "gchararray", "TestPoint", "pool 0");
  fail_copy_at (0);
  g_assert_false (trove_borrow_set_value (mutable, &value, &error));
  fail_copy_at (G_MAXINT);
  assert_trove_error (error, TROVE_ERROR_COPY_FAILED, "TestPoint");
  g_assert_cmpint (((const TestPoint *) trove_borrow_get_raw (mutable))->number, ==, 5);
  check_arena (arena);
}

static void
test_anonymous (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new_with_infos (&test_point_info, 1);
  g_autoptr (TestPoint) point = test_point_new (5);
  g_autoptr (TroveBorrow) guard = NULL;
  g_auto (GValue) value = boxed_value (TEST_TYPE_POINT, point);
  GError *error = NULL;
  TroveRef ref;

  trove_arena_append_raw (arena, 0, point, &ref, NULL);
  guard = trove_arena_borrow_mut (arena, &ref, NULL);
  g_assert_cmpint (((const TestPoint *) trove_borrow_get_raw (guard))->number, ==, 5);
  g_assert_null (trove_borrow_get_value (guard, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "struct of");
  g_assert_false (trove_borrow_set_value (guard, &value, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "TestPoint", "struct of");
}

/* Other threads */

static void
release_guard (gpointer data)
{
  trove_borrow_release (data);
  g_assert_true (trove_borrow_is_released (data));
}

static void
drop_guard (gpointer data)
{
  trove_borrow_unref (data);
}

/* Once a guard is released on another thread, it is in the way of no call. */
static void
test_other_thread (void)
{
  for (guint i = 0; i < n_calls; i++)
    for (guint mutable = 0; mutable < 2; mutable ++)
      for (guint drop = 0; drop < 2; drop++)
        {
          GError *error = NULL;
          TroveBorrow *guard;
          Subject subject;

          g_test_message ("%s", calls[i].name);
          subject_init (&subject, &small_numbers);
          guard = mutable ? trove_arena_borrow_mut (subject.arena, &subject.ref, NULL) :
                            trove_arena_borrow (subject.arena, &subject.ref, NULL);
          g_assert_false (can_set (subject.arena, &subject.ref));
          on_other_thread (drop ? drop_guard : release_guard, guard);
          g_assert_true (calls[i].run (&subject, &error));
          g_assert_no_error (error);
          if (!drop)
            trove_borrow_unref (guard);
          subject_clear (&subject);
        }
}

/* Releases on two threads by turns, of more borrows than a byte can count; the last one after the end of the
 * arena. */
static void
test_other_thread_many (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  TroveRef ref = put_int (arena, 0, 5);
  TroveBorrow *guards[300];

  for (guint i = 0; i < G_N_ELEMENTS (guards); i++)
    guards[i] = trove_arena_borrow (arena, &ref, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (guards) - 1; i++)
    {
      if (i % 3 == 0)
        on_other_thread (drop_guard, guards[i]);
      else
        trove_borrow_unref (guards[i]);
      if (i % 10 == 0)
        g_assert_false (can_set (arena, &ref));
    }
  g_assert_false (can_set (arena, &ref));
  on_other_thread (drop_guard, guards[G_N_ELEMENTS (guards) - 1]);
  g_assert_true (can_set (arena, &ref));

  guards[0] = trove_arena_borrow_mut (arena, &ref, NULL);
  g_clear_object (&arena);
  on_other_thread (drop_guard, guards[0]);
}

/* A guard that several threads release at once is released once. */
static gpointer
release_thread (gpointer data)
{
  trove_borrow_release (data);
  trove_borrow_unref (data);
  return NULL;
}

static void
test_release_race (void)
{
  for (guint round = 0; round < (test_quick () ? 20 : 300); round++)
    {
      g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
      TroveRef ref = put_int (arena, 0, 5);
      g_autoptr (TroveBorrow) guard = trove_arena_borrow (arena, &ref, NULL);
      g_autoptr (TroveBorrow) second = trove_arena_borrow (arena, &ref, NULL);
      GThread *threads[3];

      for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        threads[i] = g_thread_new ("release", release_thread, trove_borrow_ref (guard));
      trove_borrow_release (guard);
      for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        g_thread_join (threads[i]);
      g_assert_false (can_set (arena, &ref));
      trove_borrow_release (second);
      g_assert_true (can_set (arena, &ref));
    }
}

static void
set_elsewhere (gpointer data)
{
  GValue value = int64_value (6);
  GError *error = NULL;

  g_assert_false (trove_borrow_set_value (data, &value, &error));
  assert_trove_error (error, TROVE_ERROR_WRONG_THREAD, "thread");
  error = NULL;
  g_assert_null (trove_borrow_get_value (data, &error));
  assert_trove_error (error, TROVE_ERROR_WRONG_THREAD, "thread");
}

static void
test_set_on_other_thread (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  TroveRef ref = put_int (arena, 0, 5);
  g_autoptr (TroveBorrow) guard = trove_arena_borrow_mut (arena, &ref, NULL);

  on_other_thread (set_elsewhere, guard);
  g_assert_cmpint (guard_int (guard), ==, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/borrow/guards/properties", test_properties);
  g_test_add_func ("/borrow/guards/released", test_released);
  g_test_add_func ("/borrow/guards/stack", test_stack);
  g_test_add_func ("/borrow/guards/boxed", test_boxed);
  g_test_add_func ("/borrow/guards/many", test_many);
  g_test_add_func ("/borrow/guards/many/by-pool", test_many_by_pool);
  g_test_add_func ("/borrow/guards/past-freeze", test_past_freeze);
  add_fixture_tests ("/borrow/guards/past-arena", test_past_arena);
  add_fixture_tests ("/borrow/guards/set-value", test_set_value);
  g_test_add_func ("/borrow/guards/set-value/long-strings", test_set_long_strings);
  g_test_add_func ("/borrow/guards/set-value/strings-again", test_set_strings_again);
  g_test_add_func ("/borrow/guards/set-value/errors", test_set_errors);
  g_test_add_func ("/borrow/guards/anonymous", test_anonymous);
  g_test_add_func ("/borrow/guards/other-thread", test_other_thread);
  g_test_add_func ("/borrow/guards/other-thread/many", test_other_thread_many);
  g_test_add_func ("/borrow/guards/other-thread/race", test_release_race);
  g_test_add_func ("/borrow/guards/other-thread/set", test_set_on_other_thread);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-arena.h"
#include "test-types.h"
#include "test-util.h"

/* Threads that read snapshots, make versions of them, and drop references, all at once. */

static guint
rounds (guint n)
{
  return test_quick () ? MAX (n / 20, 5) : n;
}

/* Readers and an editor */

#define N_READERS 4
#define N_VALUES 500

typedef struct
{
  TroveSnapshot *snapshot;
  TroveRef refs[N_VALUES];
  gint done; /* atomic: readers that have finished */
} Reading;

static gpointer
read_snapshot (gpointer data)
{
  Reading *reading = data;
  g_autoptr (TroveSnapshot) snapshot = trove_snapshot_ref (reading->snapshot);
  gconstpointer out[N_VALUES];

  for (guint round = 0; round < rounds (100); round++)
    {
      g_auto (TroveReader) reader = { 0 };

      trove_reader_init_snapshot (&reader, snapshot, 0);
      g_assert_true (trove_snapshot_get_many_raw (snapshot, 0, reading->refs, N_VALUES, out, NULL));
      for (guint i = 0; i < N_VALUES; i++)
        {
          guint at = (i * 7 + round) % N_VALUES;
          const gint64 *raw = trove_reader_get (&reader, &reading->refs[at], NULL);

          g_assert_true (raw == out[at]);
          g_assert_cmpint (*raw, ==, at);
          if (i % 10 == 0)
            g_assert_cmpint (snapshot_get_int (snapshot, &reading->refs[at]), ==, at);
        }
      if (round % 10 == 0)
        {
          g_autoptr (TroveArena) branch = trove_snapshot_branch (snapshot);
          TroveRef ref = set_int (branch, &reading->refs[round % N_VALUES], -1);

          g_assert_cmpint (get_int (branch, &ref), ==, -1);
        }
    }
  g_atomic_int_inc (&reading->done);
  return NULL;
}

static void
test_readers (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_object_unref);
  GThread *threads[N_READERS];
  Reading reading = { 0 };
  TroveRef ref;

  for (guint i = 0; i < N_VALUES; i++)
    {
      reading.refs[i] = put_int (arena, 0, i);
      if (i % 20 == 0)
        freeze (arena);
    }
  reading.snapshot = trove_arena_snapshot (arena, NULL);
  for (guint i = 0; i < N_READERS; i++)
    threads[i] = g_thread_new ("reader", read_snapshot, &reading);

  ref = reading.refs[0];
  for (guint i = 0; g_atomic_int_get (&reading.done) < N_READERS || i < 100; i++)
    {
      ref = set_int (arena, &ref, i);
      set_int (arena, &reading.refs[i % N_VALUES], -(gint64) i);
      if (i % 3 == 0)
        freeze (arena);
      if (i % 5 == 0 && kept->len < 100)
        g_ptr_array_add (kept, trove_arena_clone (arena, NULL));
      if (i % 1000 == 999)
        {
          g_object_unref (arena);
          arena = g_object_ref (g_ptr_array_index (kept, i % kept->len));
          ref = reading.refs[0];
        }
    }
  for (guint i = 0; i < N_READERS; i++)
    g_thread_join (threads[i]);
  for (guint i = 0; i < N_VALUES; i++)
    g_assert_cmpint (get_int (arena, &reading.refs[i]), ==, i);
  check_arena (arena);
  check_snapshot (reading.snapshot);
  trove_snapshot_unref (reading.snapshot);
}

/* Threads that branch, write, merge and drop versions of the same history at once. */
static gpointer
branch_many (gpointer data)
{
  Reading *reading = data;

  for (guint round = 0; round < rounds (200); round++)
    {
      g_autoptr (TroveArena) a = trove_snapshot_branch (reading->snapshot);
      g_autoptr (TroveArena) b = trove_arena_clone (a, NULL);
      g_autoptr (TroveArena) m = NULL;
      g_autoptr (TestObject) object = test_object_new (round);
      g_auto (GValue) value = object_value (object);
      TroveRef in_a = ref_of (trove_arena_append (a, &value, NULL));
      TroveRef in_b = ref_of (trove_arena_append (b, &value, NULL));

      for (guint i = 0; i < round % 10; i++)
        {
          freeze (a);
          trove_ref_free (trove_arena_append (a, &value, NULL));
        }
      m = trove_arena_merge (a, b, NULL);
      g_assert_true (trove_arena_contains (m, &in_a, NULL) && trove_arena_contains (m, &in_b, NULL));
      g_assert_true (trove_arena_contains (m, &reading->refs[round % 50], NULL));
      g_clear_object (&a);
      freeze (m);
    }
  return NULL;
}

static void
test_branches (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (TEST_TYPE_OBJECT);
  GThread *threads[N_READERS];
  Reading reading = { 0 };

  for (guint i = 0; i < 50; i++)
    {
      g_autoptr (TestObject) object = test_object_new (i);
      g_auto (GValue) value = object_value (object);

      reading.refs[i] = ref_of (trove_arena_append (arena, &value, NULL));
      if (i % 3 == 0)
        freeze (arena);
    }
  reading.snapshot = trove_arena_snapshot (arena, NULL);
  for (guint i = 0; i < N_READERS; i++)
    threads[i] = g_thread_new ("branches", branch_many, &reading);
  branch_many (&reading);
  for (guint i = 0; i < N_READERS; i++)
    g_thread_join (threads[i]);
  check_arena (arena);
  check_snapshot (reading.snapshot);
  g_clear_object (&arena);
  g_assert_cmpint (test_live (), ==, 50);
  trove_snapshot_unref (reading.snapshot);
  g_assert_cmpint (test_live (), ==, 0);
}

/* The last reference is dropped on another thread */

static void
drop_object (gpointer data)
{
  g_object_unref (data);
}

static void
drop_snapshot (gpointer data)
{
  trove_snapshot_unref (data);
}

static void
drop_borrow (gpointer data)
{
  trove_borrow_unref (data);
}

static void
drop_bytes (gpointer data)
{
  g_bytes_unref (data);
}

static TroveArena *
arena_of_points (guint n, TroveRef *last)
{
  TroveArena *arena = trove_arena_new (TEST_TYPE_POINT);
  g_autoptr (TestPoint) point = test_point_new (5);
  g_auto (GValue) value = boxed_value (TEST_TYPE_POINT, point);

  for (guint i = 0; i < n; i++)
    {
      if (i % 40 == 39)
        freeze (arena);
      *last = ref_of (trove_arena_append (arena, &value, NULL));
    }
  return arena;
}

static void
test_last_elsewhere (void)
{
  const GType types[] = { TEST_TYPE_OBJECT, G_TYPE_INT64 };
  g_autoptr (TestObject) object = test_object_new (1);
  g_auto (GValue) value = object_value (object);
  TroveArena *arena;
  TroveRef ref;
  gpointer last;
  int live = test_live ();

  on_other_thread (drop_object, arena_of_points (100, &ref));
  g_assert_cmpint (test_live (), ==, live);

  arena = arena_of_points (100, &ref);
  last = trove_arena_snapshot (arena, NULL);
  g_object_unref (arena);
  g_assert_cmpint (test_live (), ==, live + 100);
  on_other_thread (drop_snapshot, last);
  g_assert_cmpint (test_live (), ==, live);

  for (guint mutable = 0; mutable < 2; mutable ++)
    {
      arena = arena_of_points (70, &ref);
      last = mutable ? trove_arena_borrow_mut (arena, &ref, NULL) : trove_arena_borrow (arena, &ref, NULL);
      g_object_unref (arena);
      /* The guard holds its sub-arena alone, which has the indices from 39 on. */
      g_assert_cmpint (test_live (), ==, live + 31);
      on_other_thread (drop_borrow, last);
      g_assert_cmpint (test_live (), ==, live);
    }

  arena = trove_arena_new_for_types (types, 2);
  trove_ref_free (trove_arena_append (arena, &value, NULL));
  ref = put_int (arena, 1, 5);
  freeze (arena);
  {
    g_autoptr (TroveVecMap) map = trove_arena_dup_sub_arenas (arena, NULL);
    g_autoptr (TroveSubArena) sub = trove_vec_map_lookup (map, ref.sub_arena);

    last = trove_sub_arena_get_row (sub, 1, 0, NULL);
  }
  g_object_unref (arena);
  g_assert_cmpuint (G_OBJECT (object)->ref_count, ==, 3);
  on_other_thread (drop_bytes, last);
  g_assert_cmpuint (G_OBJECT (object)->ref_count, ==, 2);
}

/* Threads that drop their references at once: every element is cleared once. */
typedef struct
{
  TroveSnapshot *snapshots[20];
  gint ready;
} Drop;

static gpointer
drop_many (gpointer data)
{
  Drop *drop = data;

  g_atomic_int_inc (&drop->ready);
  while (g_atomic_int_get (&drop->ready) < 3)
    ;
  for (guint i = 0; i < G_N_ELEMENTS (drop->snapshots); i++)
    trove_snapshot_unref (drop->snapshots[i]);
  return NULL;
}

static void
test_drop_race (void)
{
  int live = test_live ();

  for (guint round = 0; round < rounds (200); round++)
    {
      TroveRef ref;
      TroveArena *arena = arena_of_points (1, &ref);
      Drop drop = { .ready = 0 };
      GThread *threads[2];

      for (guint i = 0; i < G_N_ELEMENTS (drop.snapshots); i++)
        {
          drop.snapshots[i] = trove_arena_snapshot (arena, NULL);
          g_assert_nonnull (trove_arena_get_mut_raw (arena, 0, &ref, NULL));
        }
      for (guint t = 0; t < 2; t++)
        {
          for (guint i = 0; i < G_N_ELEMENTS (drop.snapshots); i++)
            if (t > 0)
              trove_snapshot_ref (drop.snapshots[i]);
          threads[t] = g_thread_new ("drop", drop_many, &drop);
        }
      g_atomic_int_inc (&drop.ready);
      g_object_unref (arena);
      for (guint t = 0; t < 2; t++)
        g_thread_join (threads[t]);
      g_assert_cmpint (test_live (), ==, live);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/threads/readers", test_readers);
  g_test_add_func ("/threads/branches", test_branches);
  g_test_add_func ("/threads/last-elsewhere", test_last_elsewhere);
  g_test_add_func ("/threads/drop-race", test_drop_race);

  return g_test_run ();
}

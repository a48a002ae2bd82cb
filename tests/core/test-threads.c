/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Threads at once on what they share: one edits, others read its snapshots, branch off, drop, and release its borrows.
 * Nothing here hands anything over but through atomics, so that ThreadSanitizer sees all of it. */

#include "trove-snapshot-private.h"
#include "check-core.h"
#include "counting-element.h"
#include "test-support.h"

#define N_GUESTS 3
#define N_PLACES 8

typedef struct
{
  TestLock lock;
  TroveSnapshot *snapshots[N_PLACES]; /* the latest ones, shared by all */
  TroveBorrow *borrows[N_PLACES];     /* to be released by whoever takes it */
  atomic_int done;
  Counting counting;
} Shared;

static TroveSnapshot *
take_snapshot (Shared *shared, guint place)
{
  TroveSnapshot *snapshot;

  test_lock (&shared->lock);
  snapshot = shared->snapshots[place] != NULL ? trove_snapshot_ref (shared->snapshots[place]) : NULL;
  test_unlock (&shared->lock);
  return snapshot;
}

static void
put_snapshot (Shared *shared, guint place, TroveSnapshot *snapshot)
{
  TroveSnapshot *old;

  test_lock (&shared->lock);
  old = shared->snapshots[place];
  shared->snapshots[place] = snapshot;
  test_unlock (&shared->lock);
  g_clear_pointer (&old, trove_snapshot_unref);
}

/* Gives the one that was there. */
static TroveBorrow *
swap_borrow (Shared *shared, guint place, TroveBorrow *borrow)
{
  TroveBorrow *old;

  test_lock (&shared->lock);
  old = shared->borrows[place];
  shared->borrows[place] = borrow;
  test_unlock (&shared->lock);
  return old;
}

/* The number in a version's root, which lives as long as the version. */
static gint64
read_version (Shared *shared, TroveSnapshot *snapshot)
{
  g_autoptr (TroveRef) root = trove_snapshot_get_root (snapshot);
  const CountingElement *element = trove_snapshot_get_raw (snapshot, 0, root, NULL);
  g_auto (TroveReader) reader = { 0 };

  g_assert_nonnull (element);
  counting_check (&shared->counting, element, element->value);
  trove_reader_init_snapshot (&reader, snapshot, 0);
  g_assert_true (trove_reader_get (&reader, root, NULL) == element);
  return element->value;
}

static void
branch_off (Shared *shared, TroveSnapshot *snapshot, TestRandom *random)
{
  g_autoptr (TroveArena) branch = trove_snapshot_branch (snapshot);
  gint64 value = read_version (shared, snapshot);
  guint n = 1 + (guint) test_random_below (random, 5);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TroveRef) root = trove_arena_get_root (branch, NULL);
      CountingElement *element = trove_arena_get_mut_raw (branch, 0, root, NULL);

      g_assert_nonnull (element);
      g_assert_cmpint (element->value, ==, value);
      element->value = value = value + 1;
      g_assert_true (trove_arena_set_root (branch, root, NULL));
      put_snapshot (shared, (guint) test_random_below (random, N_PLACES),
                    trove_arena_snapshot (branch, NULL));
    }
}

typedef struct
{
  Shared *shared;
  TestRandom random;
} Guest;

static gpointer
be_guest (gpointer data)
{
  Guest *guest = data;
  Shared *shared = guest->shared;

  while (!atomic_load (&shared->done))
    {
      guint place = (guint) test_random_below (&guest->random, N_PLACES);
      TroveSnapshot *snapshot = take_snapshot (shared, place);
      TroveBorrow *borrow = swap_borrow (shared, place, NULL);

      if (snapshot != NULL)
        {
          read_version (shared, snapshot);
          if (test_random_below (&guest->random, 3) == 0)
            branch_off (shared, snapshot, &guest->random);
          trove_snapshot_unref (snapshot);
        }
      g_clear_pointer (&borrow, trove_borrow_unref);
    }
  return NULL;
}

/* Lends elements of the own sub-arena, whose counts are plain arithmetic of this thread while others give back. */
static void
lend (Shared *shared, TroveArena *arena, TestRandom *random)
{
  guint n = (guint) test_random_below (random, 30);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TroveRef) root = trove_arena_get_root (arena, NULL);
      TroveBorrow *borrow = trove_arena_borrow (arena, root, NULL);
      TroveBorrow *old;

      g_assert_nonnull (borrow);
      old = swap_borrow (shared, (guint) test_random_below (random, N_PLACES), borrow);
      g_clear_pointer (&old, trove_borrow_unref);
    }
}

static void
take_back_all (Shared *shared)
{
  for (guint i = 0; i < N_PLACES; i++)
    {
      TroveBorrow *borrow = swap_borrow (shared, i, NULL);

      g_clear_pointer (&borrow, trove_borrow_unref);
    }
}

static void
edit (Shared *shared, TroveArena *arena, gint64 value, TestRandom *random)
{
  CountingElement element = { .value = value };
  TroveRef ref;

  g_assert_true (trove_arena_append_raw (arena, 0, &element, &ref, NULL));
  g_assert_true (trove_arena_set_root (arena, &ref, NULL));
  lend (shared, arena, random);
  put_snapshot (shared, (guint) test_random_below (random, N_PLACES), trove_arena_snapshot (arena, NULL));
}

static void
test_all_at_once (void)
{
  guint n = test_count (20000, 1000);
  Shared shared = { .lock = ATOMIC_FLAG_INIT };
  GThread *threads[N_GUESTS];
  Guest guests[N_GUESTS];
  TroveElementInfo info;
  TroveArena *arena;
  TestRandom random;

  test_random_init (&random);
  counting_init (&shared.counting);
  info = counting_info (&shared.counting);
  arena = trove_arena_new_with_infos (&info, 1);
  for (guint i = 0; i < N_GUESTS; i++)
    {
      guests[i] = (Guest){ &shared, { test_random_next (&random) } };
      threads[i] = g_thread_new ("guest", be_guest, &guests[i]);
    }

  for (guint i = 0; i < n; i++)
    {
      edit (&shared, arena, i, &random);
      if (i % 500 == 0) /* old versions go, and a branch is gone on with */
        {
          TroveSnapshot *snapshot = trove_arena_snapshot (arena, NULL);

          check_core (&arena->core);
          g_object_unref (arena);
          arena = trove_snapshot_branch (snapshot);
          trove_snapshot_unref (snapshot);
        }
    }

  atomic_store (&shared.done, 1);
  for (guint i = 0; i < N_GUESTS; i++)
    g_thread_join (threads[i]);
  take_back_all (&shared);
  for (guint i = 0; i < N_PLACES; i++)
    put_snapshot (&shared, i, NULL);
  check_core (&arena->core);
  g_object_unref (arena);
  counting_finish (&shared.counting);
}

/* One element, lent again and again and given back by others: in the end nothing stands in the way. */
static void
test_returned (void)
{
  guint n = test_count (200000, 5000);
  Shared shared = { .lock = ATOMIC_FLAG_INIT };
  GThread *threads[N_GUESTS];
  Guest guests[N_GUESTS];
  TroveElementInfo info;
  TroveArena *arena;
  TestRandom random;
  CountingElement element = { .value = 1 };
  g_autoptr (GError) error = NULL;
  TroveRef ref;

  test_random_init (&random);
  counting_init (&shared.counting);
  info = counting_info (&shared.counting);
  arena = trove_arena_new_with_infos (&info, 1);
  g_assert_true (trove_arena_append_raw (arena, 0, &element, &ref, NULL));
  for (guint i = 0; i < N_GUESTS; i++)
    {
      guests[i] = (Guest){ &shared, { test_random_next (&random) } };
      threads[i] = g_thread_new ("guest", be_guest, &guests[i]);
    }

  for (guint i = 0; i < n; i++)
    {
      TroveBorrow *borrow = trove_arena_borrow (arena, &ref, NULL);

      g_assert_nonnull (borrow);
      borrow = swap_borrow (&shared, i % N_PLACES, borrow);
      g_clear_pointer (&borrow, trove_borrow_unref);
    }
  atomic_store (&shared.done, 1);
  for (guint i = 0; i < N_GUESTS; i++)
    g_thread_join (threads[i]);
  take_back_all (&shared);

  g_assert_nonnull (trove_arena_get_mut_raw (arena, 0, &ref, &error));
  g_assert_no_error (error);
  g_assert_true (trove_arena_transfer (arena, &error));
  g_object_unref (arena);
  counting_finish (&shared.counting);
}

/* Whichever way a guard goes on another thread, the counts are left to the owner. */

static gpointer
release_elsewhere (gpointer data)
{
  trove_borrow_release (data);
  return NULL;
}

static gpointer
unref_elsewhere (gpointer data)
{
  trove_borrow_unref (data);
  return NULL;
}

static gpointer
clear_elsewhere (gpointer data)
{
  trove_borrow_clear (data);
  return NULL;
}

static void
check_left (TroveArena *arena, guint64 n_shared, guint64 n_mutable, GThreadFunc func, gpointer guard)
{
  const TroveBorrows *borrows = arena->core.own->borrows;

  for (guint after = 0; after < 2; after++)
    {
      g_assert_cmpuint (trove_borrows_n (borrows), ==, n_shared + n_mutable);
      g_assert_cmpuint (borrows->n_mutable, ==, n_mutable);
      g_assert_true ((borrows->returned != 0) == (after != 0));
      if (after == 0)
        g_thread_join (g_thread_new ("elsewhere", func, guard));
    }
  g_assert_cmpint (trove_core_borrowed (&arena->core), ==, TROVE_BORROWED_NOT);
  g_assert_cmpuint (borrows->returned, ==, 0);
}

static void
test_elsewhere (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  const gint64 value = 1;
  TroveBorrow guard, *shared;
  TroveRef ref;

  g_assert_true (trove_arena_append_raw (arena, 0, &value, &ref, NULL));
  shared = trove_arena_borrow (arena, &ref, NULL);
  check_left (arena, 1, 0, release_elsewhere, shared);
  trove_borrow_unref (shared);
  check_left (arena, 1, 0, unref_elsewhere, trove_arena_borrow (arena, &ref, NULL));
  check_left (arena, 0, 1, unref_elsewhere, trove_arena_borrow_mut (arena, &ref, NULL));
  g_assert_true (trove_borrow_init (&guard, arena, &ref, NULL));
  check_left (arena, 1, 0, clear_elsewhere, &guard);
  g_assert_true (trove_borrow_init_mut (&guard, arena, &ref, NULL));
  check_left (arena, 0, 1, clear_elsewhere, &guard);

  /* One that guards nothing, on a thread that has called nothing else. */
  guard = (TroveBorrow) TROVE_BORROW_INIT;
  g_thread_join (g_thread_new ("elsewhere", clear_elsewhere, &guard));
}

/* Guards that outlast their arena, which goes at any moment on another thread, while they are released here and there: in
 * the end nothing is left. */

typedef struct
{
  TroveArena *arena;
  TroveBorrow *borrow; /* NULL: none is released there */
  Counting *counting;
} Parting;

static gpointer
part (gpointer data)
{
  Parting *parting = data;

  g_object_unref (parting->arena);
  if (parting->borrow != NULL)
    {
      counting_check (parting->counting, trove_borrow_get_raw (parting->borrow), 5);
      trove_borrow_unref (parting->borrow);
    }
  return NULL;
}

static void
test_outlasting (void)
{
  enum
  {
    N_GUARDS = 3
  };
  guint n = test_count (20000, 500);
  CountingElement element = { .value = 5 };
  TestRandom random;
  Counting counting;
  TroveElementInfo info;

  test_random_init (&random);
  counting_init (&counting);
  info = counting_info (&counting);
  for (guint i = 0; i < n; i++)
    {
      Parting parting = { trove_arena_new_with_infos (&info, 1), NULL, &counting };
      guint n_guards = (guint) test_random_below (&random, N_GUARDS + 1);
      TroveArena *other = NULL;
      TroveBorrow guards[N_GUARDS];
      TroveRef ref;
      GThread *thread;

      g_assert_true (trove_arena_append_raw (parting.arena, 0, &element, &ref, NULL));
      for (guint k = 0; k < n_guards; k++)
        g_assert_true (trove_borrow_init (&guards[k], parting.arena, &ref, NULL));
      if (test_random_below (&random, 2) == 0)
        parting.borrow = trove_arena_borrow (parting.arena, &ref, NULL);
      if (test_random_below (&random, 4) == 0)
        other = trove_arena_clone (parting.arena, NULL);

      thread = g_thread_new ("part", part, &parting);
      for (guint k = 0; k < n_guards; k++)
        {
          counting_check (&counting, trove_borrow_get_raw (&guards[k]), 5);
          trove_borrow_clear (&guards[k]);
        }
      g_thread_join (thread);
      g_clear_object (&other);
    }

  /* Those that were released just when the arena went are found by arenas that go. */
  for (guint i = 0; i < n && counting.n_live > 0; i++)
    g_object_unref (trove_arena_new_with_infos (&info, 1));
  counting_finish (&counting);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/threads/all-at-once", test_all_at_once);
  g_test_add_func ("/threads/returned", test_returned);
  g_test_add_func ("/threads/elsewhere", test_elsewhere);
  g_test_add_func ("/threads/outlasting", test_outlasting);
  return g_test_run ();
}

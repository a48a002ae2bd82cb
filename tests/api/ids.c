/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "calls.h"
#include "check-arena.h"

/* Ids are drawn from one counter of the process, one by one when they are needed, and increase along every view.
 * No empty sub-arena is left. These tests count the ids that are drawn, so they check arenas quietly. */

static guint64
id_of (TroveArena *arena)
{
  GError *error = NULL;
  guint64 id = trove_arena_reserve_id (arena, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (id, >, 0);
  g_assert_cmpuint (id, <, (guint64) 1 << 53);
  return id;
}

static guint
n_sub_arenas (TroveArena *arena)
{
  g_autoptr (TroveVecMap) map = trove_arena_dup_sub_arenas (arena, NULL);

  return g_list_model_get_n_items (G_LIST_MODEL (map));
}

/* The first ids of this process: no test before it draws one. */
static void
test_first (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) other = trove_arena_new (G_TYPE_STRING);
  TroveRef ref;

  ref = put_int (arena, 0, 1);
  g_assert_cmpuint (ref.sub_arena, ==, 1);
  ref = put_string (other, "x");
  g_assert_cmpuint (ref.sub_arena, ==, 2);
  ref = put_int (arena, 0, 1);
  g_assert_cmpuint (ref.sub_arena, ==, 1);
}

/* Making or freezing an arena draws no id. Appending, copying on write and reserving draw one. */
static void
test_drawn_late (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) other = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) probe = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) clone = NULL;
  g_autoptr (TroveArena) merged = NULL;
  g_autoptr (TroveArena) branch = NULL;
  g_autoptr (TroveSnapshot) snapshot = NULL;
  guint64 last = put_int (arena, 0, 1).sub_arena;
  g_autofree char *text = NULL;
  TroveRef ref;

  last = put_int (other, 0, 1).sub_arena;
  clone = trove_arena_clone (arena, NULL);
  merged = trove_arena_merge (arena, other, NULL);
  snapshot = trove_arena_snapshot (merged, NULL);
  branch = trove_snapshot_branch (snapshot);
  g_assert_true (trove_arena_absorb (clone, other, NULL));
  trove_arena_get_n_elements (clone, NULL);
  text = trove_arena_to_string (clone, NULL);
  check_arena_quietly (branch);
  check_arena_quietly (merged);
  g_object_unref (trove_arena_new (G_TYPE_INT64));

  ref = put_int (probe, 0, 1);
  g_assert_cmpuint (ref.sub_arena, ==, last + 1);
  g_assert_cmpuint (id_of (branch), ==, last + 2);
  ref = put_int (merged, 0, 1);
  g_assert_cmpuint (ref.sub_arena, ==, last + 3);
  g_assert_cmpuint (id_of (merged), ==, last + 3);
  ref = put_int (branch, 0, 1);
  g_assert_cmpuint (ref.sub_arena, ==, last + 2);
}

/* A reserved id is that of the next append, and stays until the arena is frozen. */
static void
test_reserve_id (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  guint64 id = id_of (arena);

  g_assert_cmpuint (id_of (arena), ==, id);
  g_assert_cmpuint (put_int (arena, 0, 1).sub_arena, ==, id);
  g_assert_cmpuint (id_of (arena), ==, id);
}

/* The calls that freeze, without reverting. */

static gboolean
makes_version (const Call *call)
{
  return call->borrows == CALL_FREEZES && !g_str_equal (call->name, "revert");
}

static void
subject_init_empty (Subject *subject)
{
  *subject = (Subject){ .arena = trove_arena_new (G_TYPE_INT64), .other = trove_arena_new (G_TYPE_INT64) };
  subject->snapshot = trove_arena_snapshot (subject->other, NULL);
}

static void
run_call (const Call *call, Subject *subject)
{
  GError *error = NULL;

  g_assert_true (call->run (subject, &error));
  g_assert_no_error (error);
}

/* Each of them ends the own sub-arena, whether it has elements or not. */
static void
test_freeze (gconstpointer data)
{
  const Call *call = data;

  for (guint n = 0; n < 3; n++)
    {
      guint64 before, after;
      Subject subject;

      subject_init_empty (&subject);
      before = id_of (subject.arena);
      for (guint j = 0; j < n; j++)
        put_int (subject.arena, 0, j);
      run_call (call, &subject);
      g_assert_cmpuint (n_sub_arenas (subject.arena), ==, n > 0 ? 1 : 0);
      check_arena_quietly (subject.arena);

      after = id_of (subject.arena);
      g_assert_cmpuint (after, >, before);
      g_assert_cmpuint (n_sub_arenas (subject.arena), ==, n > 0 ? 1 : 0);
      check_arena (subject.arena);
      subject_clear (&subject);
    }
}

/* A transfer does not freeze. */
static void
test_transfer (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  guint64 id = put_int (arena, 0, 1).sub_arena;

  g_assert_true (trove_arena_transfer (arena, NULL));
  g_assert_cmpuint (put_int (arena, 0, 1).sub_arena, ==, id);
}

/* Versions to which nothing was appended add no sub-arena. */
static void
test_nothing_left (gconstpointer data)
{
  const Call *call = data;
  const guint n = test_quick () ? 10000 : g_str_equal (call->name, "clone") ? 1000000 : 100000;
  Subject empty, one;
  TroveRef ref;

  subject_init_empty (&empty);
  subject_init_empty (&one);
  ref = put_int (one.arena, 0, 5);
  for (guint i = 0; i < n; i++)
    {
      run_call (call, &empty);
      run_call (call, &one);
    }
  g_assert_cmpuint (n_sub_arenas (empty.arena), ==, 0);
  g_assert_cmpuint (n_sub_arenas (one.arena), ==, 1);
  g_assert_cmpint (get_int (one.arena, &ref), ==, 5);
  check_arena (empty.arena);
  check_arena (one.arena);
  subject_clear (&empty);
  subject_clear (&one);
}

/* 10^6 clones of clones. */
static void
test_clones_of_clones (void)
{
  const guint n = test_quick () ? 10000 : 1000000;
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  TroveRef ref = put_int (arena, 0, 5);

  for (guint i = 0; i < n; i++)
    {
      TroveArena *clone = trove_arena_clone (arena, NULL);

      g_object_unref (arena);
      arena = clone;
    }
  g_assert_cmpuint (n_sub_arenas (arena), ==, 1);
  g_assert_cmpint (get_int (arena, &ref), ==, 5);
  check_arena (arena);
}

/* After a merge the own id is above all ids that were merged, even if they were drawn later than the old own id. */
static void
test_above_merged (void)
{
  g_autoptr (TroveArena) a = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) b = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) merged = NULL;
  guint64 early = id_of (a), late = put_int (b, 0, 1).sub_arena;

  g_assert_cmpuint (early, <, late);
  g_assert_true (trove_arena_absorb (a, b, NULL));
  g_assert_cmpuint (id_of (a), >, late);
  g_assert_cmpuint (put_int (a, 0, 2).sub_arena, >, late);
  check_arena (a);

  early = id_of (b);
  late = put_int (a, 0, 3).sub_arena;
  merged = trove_arena_merge (b, a, NULL);
  g_assert_cmpuint (id_of (merged), >, late);
  check_arena (merged);
}

/* No id is drawn twice. */
static void
test_never_reused (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < 1000; i++)
    {
      g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
      guint64 id = put_int (arena, 0, i).sub_arena;

      g_assert_true (g_hash_table_add (seen, g_memdup2 (&id, sizeof id)));
    }
}

/* Threads draw from the same counter. */
#define PER_THREAD 1000

static gpointer
draw_many (gpointer data)
{
  guint64 *ids = data;

  for (guint i = 0; i < PER_THREAD; i++)
    {
      g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);

      ids[i] = id_of (arena);
      g_assert_cmpuint (ids[i], >, i > 0 ? ids[i - 1] : 0);
    }
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);
  guint64 ids[4][PER_THREAD];
  GThread *threads[4];

  for (guint i = 0; i < 4; i++)
    threads[i] = g_thread_new ("draw", draw_many, ids[i]);
  for (guint i = 0; i < 4; i++)
    {
      g_thread_join (threads[i]);
      for (guint j = 0; j < PER_THREAD; j++)
        g_assert_true (g_hash_table_add (seen, &ids[i][j]));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/ids/first", test_first);
  g_test_add_func ("/ids/drawn-late", test_drawn_late);
  g_test_add_func ("/ids/get", test_reserve_id);
  g_test_add_func ("/ids/transfer", test_transfer);
  for (guint i = 0; i < n_calls; i++)
    if (makes_version (&calls[i]))
      {
        g_autofree char *freezes = g_strconcat ("/ids/freeze/", calls[i].name, NULL);
        g_autofree char *leaves = g_strconcat ("/ids/nothing-left/", calls[i].name, NULL);

        g_test_add_data_func (freezes, &calls[i], test_freeze);
        g_test_add_data_func (leaves, &calls[i], test_nothing_left);
      }
  g_test_add_func ("/ids/clones-of-clones", test_clones_of_clones);
  g_test_add_func ("/ids/above-merged", test_above_merged);
  g_test_add_func ("/ids/never-reused", test_never_reused);
  g_test_add_func ("/ids/threads", test_threads);

  return g_test_run ();
}

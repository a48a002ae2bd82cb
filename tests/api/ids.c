/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-arena.h"

/* Ids: one counter for the process, drawn one by one when they are needed, increasing along every map; and nothing empty
 * is left behind. This test counts draws, so it looks at arenas quietly. */

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

/* This process draws its first id here. */
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

/* Every way to make or freeze an arena draws none; only appending, copying to the own one and asking do. */
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

/* An id that was asked for is that of the next append, and stays until the arena is frozen. */
static void
test_reserve_id (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  guint64 id = id_of (arena);

  g_assert_cmpuint (id_of (arena), ==, id);
  g_assert_cmpuint (put_int (arena, 0, 1).sub_arena, ==, id);
  g_assert_cmpuint (id_of (arena), ==, id);
}

typedef void (*FreezeFunc) (TroveArena *arena);

static void
freeze_clone (TroveArena *arena)
{
  g_object_unref (trove_arena_clone (arena, NULL));
}

static void
freeze_merge (TroveArena *arena)
{
  g_autoptr (TroveArena) other = trove_arena_new (G_TYPE_INT64);

  g_object_unref (trove_arena_merge (arena, other, NULL));
}

static void
freeze_merge_other (TroveArena *arena)
{
  g_autoptr (TroveArena) other = trove_arena_new (G_TYPE_INT64);

  g_object_unref (trove_arena_merge (other, arena, NULL));
}

static void
freeze_absorb (TroveArena *arena)
{
  g_autoptr (TroveArena) other = trove_arena_new (G_TYPE_INT64);

  g_assert_true (trove_arena_absorb (arena, other, NULL));
}

static void
freeze_absorbed (TroveArena *arena)
{
  g_autoptr (TroveArena) other = trove_arena_new (G_TYPE_INT64);

  g_assert_true (trove_arena_absorb (other, arena, NULL));
}

static const FreezeFunc freezes[] = {
  freeze_clone, freeze, freeze_merge, freeze_merge_other, freeze_absorb, freeze_absorbed,
};

/* Each of them ends the own sub-arena, with elements in it or without. */
static void
test_freeze (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (freezes); i++)
    for (guint n = 0; n < 3; n++)
      {
        g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
        guint64 before = id_of (arena), after;

        for (guint j = 0; j < n; j++)
          put_int (arena, 0, j);
        freezes[i](arena);
        g_assert_cmpuint (n_sub_arenas (arena), ==, n > 0 ? 1 : 0);
        check_arena_quietly (arena);

        after = id_of (arena);
        g_assert_cmpuint (after, >, before);
        g_assert_cmpuint (n_sub_arenas (arena), ==, n > 0 ? 1 : 0);
        check_arena (arena);
      }
}

/* Transfer is no freeze. */
static void
test_transfer (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  guint64 id = put_int (arena, 0, 1).sub_arena;

  g_assert_true (trove_arena_transfer (arena, NULL));
  g_assert_cmpuint (put_int (arena, 0, 1).sub_arena, ==, id);
}

/* Versions that nothing was appended to leave nothing behind. */
static void
test_nothing_left (gconstpointer data)
{
  FreezeFunc make_version = freezes[GPOINTER_TO_UINT (data)];
  const guint n = test_quick () ? 10000 : make_version == freeze_clone ? 1000000 : 100000;
  g_autoptr (TroveArena) empty = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) one = trove_arena_new (G_TYPE_INT64);
  TroveRef ref = put_int (one, 0, 5);

  for (guint i = 0; i < n; i++)
    {
      make_version (empty);
      make_version (one);
    }
  g_assert_cmpuint (n_sub_arenas (empty), ==, 0);
  g_assert_cmpuint (n_sub_arenas (one), ==, 1);
  g_assert_cmpint (get_int (one, &ref), ==, 5);
  check_arena (empty);
  check_arena (one);
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

/* The own id is above all that came with a merge, though they were drawn later than it was. */
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

/* A ref of one arena means the same in every other that holds its sub-arena; a new one never means anything in an old. */
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
  g_test_add_func ("/ids/freeze", test_freeze);
  g_test_add_func ("/ids/transfer", test_transfer);
  for (guint i = 0; i < G_N_ELEMENTS (freezes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/ids/nothing-left/%u", i);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_nothing_left);
    }
  g_test_add_func ("/ids/clones-of-clones", test_clones_of_clones);
  g_test_add_func ("/ids/above-merged", test_above_merged);
  g_test_add_func ("/ids/never-reused", test_never_reused);
  g_test_add_func ("/ids/threads", test_threads);

  return g_test_run ();
}

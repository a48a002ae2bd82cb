/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-arena.h"
#include "fixtures.h"

/* TroveUsage: the bytes of arenas, snapshots and sub-arenas. tests/core compares their sum with the allocator's. */

static TroveUsage
usage_of_snapshot (TroveSnapshot *snapshot)
{
  return take_usage (trove_snapshot_get_usage (snapshot));
}

static TroveUsage
usage_of_sub (TroveSubArena *sub)
{
  GError *error = NULL;
  TroveUsage *usage = trove_sub_arena_get_usage (sub, &error);

  g_assert_no_error (error);
  return take_usage (usage);
}

/* The boxed type */

static void
test_boxed (void)
{
  TroveUsage usage = { 1, 2, 3, 4, 5, 6, G_MAXUINT64 };
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (TroveUsage) copy = trove_usage_copy (&usage);

  g_assert_true (copy != &usage);
  assert_same_usage (*copy, usage);
  g_assert_cmpstr (g_type_name (TROVE_TYPE_USAGE), ==, "TroveUsage");
  g_assert_true (G_TYPE_IS_BOXED (TROVE_TYPE_USAGE));

  g_value_init (&value, TROVE_TYPE_USAGE);
  g_value_set_boxed (&value, &usage);
  g_assert_true (g_value_get_boxed (&value) != &usage);
  assert_same_usage (*(TroveUsage *) g_value_get_boxed (&value), usage);
}

/* Arenas and snapshots */

/* The sum of the bytes of all sub-arenas. */
static guint64
n_bytes (TroveArena *arena)
{
  g_autoptr (TroveVecMap) map = trove_arena_dup_sub_arenas (arena, NULL);
  guint64 bytes = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (map)); i++)
    {
      g_autoptr (TroveSubArena) sub = g_list_model_get_item (G_LIST_MODEL (map), i);

      bytes += trove_sub_arena_get_n_bytes (sub);
    }
  return bytes;
}

/* An arena, its snapshot and its clone share the same bytes, and each has a few of its own. */
static void
check_holders (TroveArena *arena)
{
  g_autoptr (TroveSnapshot) snapshot = trove_arena_snapshot (arena, NULL);
  g_autoptr (TroveArena) clone = trove_arena_clone (arena, NULL);
  TroveUsage of_arena = usage_of (arena), of_snapshot = usage_of_snapshot (snapshot),
             of_clone = usage_of (clone);

  g_assert_cmpuint (of_arena.elements, ==, n_bytes (arena));
  g_assert_cmpuint (of_arena.room, ==, 0);
  g_assert_cmpuint (of_snapshot.elements, ==, of_arena.elements);
  g_assert_cmpuint (of_snapshot.room, ==, 0);
  g_assert_cmpuint (of_snapshot.shared, ==, of_arena.shared);
  g_assert_cmpuint (of_snapshot.own, >, 0);
  g_assert_cmpuint (of_snapshot.own, <=, 100);
  g_assert_cmpuint (of_clone.elements, ==, of_arena.elements);
  g_assert_cmpuint (of_clone.shared, ==, of_arena.shared);
  g_assert_cmpuint (of_clone.own, >=, 100); /* an object */

  /* Measuring the others changed nothing for the arena. */
  g_assert_cmpuint (trove_arena_get_max_bytes (arena), ==, 0);
  of_clone = usage_of (arena);
  assert_same_usage (of_clone, of_arena);
}

/* Values of every type, without the memory that they point to. */
static void
test_fixture (gconstpointer data)
{
  const Fixture *fixture = data;

  for (guint i = 0; row_edges[i] != G_MAXUINT; i++)
    {
      g_autoptr (TroveArena) arena = NULL;
      TroveUsage empty, full, frozen;

      if (!fits_fixture (fixture, row_edges[i]))
        continue;

      arena = trove_arena_new (fixture->type ());
      empty = usage_of (arena);
      g_assert_cmpuint (empty.elements + empty.room + empty.waste, ==, 0);
      g_assert_cmpuint (empty.own, >=, 100); /* the object */
      g_assert_cmpuint (empty.total, <=, 1000);

      g_free (append_fixture (arena, fixture, 0, row_edges[i]));
      full = usage_of (arena);
      g_assert_cmpuint (full.elements, ==, n_bytes (arena));
      g_assert_cmpuint (full.shared, <=, empty.shared);
      g_assert_true (row_edges[i] > 0 ? full.own > empty.own + full.elements : full.own == empty.own);
      if (row_edges[i] == 0 || row_edges[i] == 32 || row_edges[i] == 96)
        g_assert_cmpuint (full.room, ==, 0);
      else
        g_assert_cmpuint (full.room, >, 0);

      freeze (arena);
      frozen = usage_of (arena);
      g_assert_cmpuint (frozen.elements, ==, full.elements);
      g_assert_cmpuint (frozen.own, ==, empty.own);
      g_assert_cmpuint (frozen.waste, ==, full.waste + full.room);
      check_holders (arena);
      check_arena (arena);
    }
}

/* A number is as large as its type, and its pool has rows of 32, 64, 128, … */
static void
test_numbers (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);

  for (guint n = 1, room = 32; n <= 1000; n++)
    {
      TroveUsage usage;

      put_int (arena, 0, n);
      if (n > room)
        room = 2 * room + 32;
      usage = usage_of (arena);
      g_assert_cmpuint (usage.elements, ==, 8 * n);
      g_assert_cmpuint (usage.room, ==, 8 * (room - n));
    }
}

/* The memory that a value points to is not counted. */
static void
test_not_counted (void)
{
  const GType types[] = { G_TYPE_BYTES, G_TYPE_VALUE };
  g_autofree char *text = g_strnfill (1000000, 'x');
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, 1000000);
  g_autoptr (TroveArena) arena = trove_arena_new_for_types (types, 2);
  g_auto (GValue) boxed = boxed_value (G_TYPE_BYTES, bytes);
  g_auto (GValue) string = string_value (text);

  trove_ref_free (trove_arena_append_to (arena, 0, &boxed, NULL));
  trove_ref_free (trove_arena_append_to (arena, 1, &boxed, NULL));
  trove_ref_free (trove_arena_append_to (arena, 1, &string, NULL));
  g_assert_cmpuint (usage_of (arena).elements, ==, sizeof (gpointer) + 2 * sizeof (GValue));
  g_assert_cmpuint (usage_of (arena).total, <, 10000);
}

static void
test_strings (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_STRING);
  g_autofree char *text = g_strnfill (10000, 'x');
  TroveRef ref = put_string (arena, NULL);
  TroveUsage usage = usage_of (arena), next;

  g_assert_cmpuint (usage.elements, ==, sizeof (char *));
  ref = set_string (arena, &ref, text);
  next = usage_of (arena);
  g_assert_cmpuint (next.elements, >, 10000);
  g_assert_cmpuint (next.elements, <, 10000 + 32);

  /* A shorter string is stored in the same bytes. After NULL the bytes are waste, and the next string takes
   * them. */
  text[5000] = '\0';
  set_string (arena, &ref, text);
  usage = usage_of (arena);
  assert_same_usage (usage, next);
  set_string (arena, &ref, NULL);
  usage = usage_of (arena);
  g_assert_cmpuint (usage.elements, ==, sizeof (char *));
  g_assert_cmpuint (usage.waste, ==, next.waste + next.elements - usage.elements);
  g_assert_cmpuint (usage.total, ==, next.total);
  put_string (arena, text);
  g_assert_cmpuint (usage_of (arena).total, ==, next.total);
  g_assert_cmpuint (usage_of (arena).elements, ==, next.elements + sizeof (char *));
}

/* Each version and branch counts the elements that it reads. */
static void
test_versions (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  g_autoptr (GPtrArray) snapshots = g_ptr_array_new_with_free_func ((GDestroyNotify) trove_snapshot_unref);
  g_autoptr (TroveArena) branch = NULL;
  g_autoptr (TroveArena) merged = NULL;
  TroveUsage last, usage;

  for (guint i = 0; i < 200; i++)
    {
      put_int (arena, 0, i);
      g_ptr_array_add (snapshots, trove_arena_snapshot (arena, NULL));
    }
  for (guint i = 0; i < 200; i++)
    {
      usage = usage_of_snapshot (snapshots->pdata[i]);
      g_assert_cmpuint (usage.elements, ==, 8 * (i + 1));
      if (i > 0)
        g_assert_cmpuint (usage.shared, >=, last.shared);
      last = usage;
    }
  g_assert_cmpuint (last.shared, ==, usage_of (arena).shared);
  g_assert_cmpuint (last.total, <=, 200 * 300);

  branch = trove_snapshot_branch (snapshots->pdata[100]);
  g_assert_cmpuint (usage_of (branch).elements, ==, 8 * 101);
  for (guint i = 0; i < 1000; i++)
    put_int (branch, 0, i);
  g_assert_cmpuint (usage_of (branch).elements, ==, 8 * 1101);
  g_assert_cmpuint (usage_of (branch).own, >, 8000);
  merged = trove_arena_merge (arena, branch, NULL);
  usage = usage_of (merged);
  g_assert_cmpuint (usage.elements, ==, 8 * 1200);
  g_assert_cmpuint (usage.shared, >, usage_of (arena).shared + 8000);
  g_assert_cmpuint (usage.shared, >, usage_of (branch).shared);
  check_holders (merged);

  /* A snapshot counts the same after the other holders are dropped. */
  last = usage_of_snapshot (snapshots->pdata[100]);
  g_clear_object (&arena);
  g_clear_object (&branch);
  g_clear_object (&merged);
  usage = usage_of_snapshot (snapshots->pdata[100]);
  assert_same_usage (usage, last);
}

/* Sub-arenas */

static void
test_sub_arena (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  guint64 id = put_int (arena, 0, 1).sub_arena;
  g_autoptr (TroveSubArena) own = sub_of (arena, id);
  g_autoptr (TroveSubArena) frozen = NULL;
  g_autoptr (TroveSubArena) next = NULL;
  TroveUsage usage = usage_of_sub (own), before, after;

  g_assert_cmpuint (usage.elements, ==, 8);
  g_assert_cmpuint (usage.room, ==, 8 * 31);
  g_assert_cmpuint (usage.own, >=, 8 * 32);
  g_assert_cmpuint (usage.shared, >, 0);
  g_assert_cmpuint (usage.shared, ==, usage_of (arena).shared);
  g_assert_cmpuint (usage.own, <, usage_of (arena).own);

  /* The usage is that of now, not of the look-up. */
  for (guint i = 0; i < 99; i++)
    put_int (arena, 0, i);
  before = usage_of_sub (own);
  g_assert_cmpuint (before.elements, ==, 800);
  g_assert_cmpuint (before.room, ==, 8 * (224 - 100));

  freeze (arena);
  frozen = sub_of (arena, id);
  after = usage_of_sub (own);
  g_assert_cmpuint (after.total, ==, before.total);
  g_assert_cmpuint (after.shared, ==, after.total);
  g_assert_cmpuint (after.elements, ==, 800);
  g_assert_cmpuint (after.room, ==, 0);
  g_assert_cmpuint (after.waste, ==, before.waste + before.room);
  usage = usage_of_sub (frozen);
  assert_same_usage (usage, after);

  /* The next sub-arena is in the same chunk, which both hold. */
  id = put_int (arena, 0, 1).sub_arena;
  next = sub_of (arena, id);
  g_assert_cmpuint (usage_of_sub (next).own, >, 8 * 32);
  g_assert_cmpuint (usage_of_sub (next).total + usage_of_sub (frozen).total, >, usage_of (arena).total);
  usage = usage_of_sub (frozen);
  assert_same_usage (usage, after);

  /* After the end of the arena it is no arena's own. */
  before = usage_of_sub (next);
  g_clear_object (&arena);
  after = usage_of_sub (next);
  g_assert_cmpuint (after.elements, ==, 8);
  g_assert_cmpuint (after.room, ==, 0);
  g_assert_cmpuint (after.own, ==, 0);
  g_assert_cmpuint (after.total, ==, before.total);
  g_assert_cmpuint (usage_of_sub (frozen).elements, ==, 800);
}

static void
test_sub_arena_strings (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_STRING);
  g_autofree char *text = g_strnfill (10000, 'x');
  guint64 id = put_string (arena, text).sub_arena;
  g_autoptr (TroveSubArena) sub = sub_of (arena, id);

  for (guint frozen = 0; frozen < 2; frozen++)
    {
      g_assert_cmpuint (usage_of_sub (sub).elements, ==, trove_sub_arena_get_n_bytes (sub));
      g_assert_cmpuint (usage_of_sub (sub).total, >, 10000);
      freeze (arena);
    }
}

/* Threads */

#define N_THREADS 4

typedef struct
{
  TroveSnapshot *snapshot;
  TroveUsage usage;
} Measured;

static gpointer
measure_again (gpointer data)
{
  const Measured *measured = data;

  for (guint i = 0; i < (test_quick () ? 20 : 200); i++)
    {
      TroveUsage usage = usage_of_snapshot (measured->snapshot);

      assert_same_usage (usage, measured->usage);
    }
  return NULL;
}

/* Several threads measure a snapshot at once, while its arena goes on in the same chunks and view. */
static void
test_snapshot_threads (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_STRING);
  GThread *threads[N_THREADS];
  Measured measured;

  for (guint i = 0; i < 50; i++)
    {
      put_string (arena, "some text");
      freeze (arena);
    }
  measured.snapshot = trove_arena_snapshot (arena, NULL);
  measured.usage = usage_of_snapshot (measured.snapshot);
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("measuring", measure_again, &measured);
  for (guint i = 0; i < 2000; i++)
    {
      put_string (arena, "more text");
      if (i % 3 == 0)
        freeze (arena);
    }
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  trove_snapshot_unref (measured.snapshot);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/usage/boxed", test_boxed);
  add_fixture_tests ("/usage/of", test_fixture);
  g_test_add_func ("/usage/numbers", test_numbers);
  g_test_add_func ("/usage/not-counted", test_not_counted);
  g_test_add_func ("/usage/strings", test_strings);
  g_test_add_func ("/usage/versions", test_versions);
  g_test_add_func ("/usage/sub-arena", test_sub_arena);
  g_test_add_func ("/usage/sub-arena/strings", test_sub_arena_strings);
  g_test_add_func ("/usage/threads", test_snapshot_threads);

  return g_test_run ();
}

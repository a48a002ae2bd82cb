/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TROVE_DEBUG=frozen: a write that came too late is reported with where it was; one in time is not. Each case is a
 * process of its own, which prints the ids that its parent looks for. */

#include <stdlib.h>

#include "trove-snapshot-private.h"
#include "failing-memory.h"

static const GType types[] = { G_TYPE_INT64, G_TYPE_DOUBLE, G_TYPE_STRING };

/* 40 elements in each pool of numbers: two rows. */
static TroveArena *
new_arena (TroveRef *refs)
{
  TroveArena *arena = trove_arena_new_for_types (types, G_N_ELEMENTS (types));
  gint64 zeros[40] = { 0 };

  for (guint pool = 0; pool < 2; pool++)
    g_assert_true (trove_arena_append_many_raw (arena, pool, zeros, 40, &refs[pool], NULL));
  g_assert_true (trove_arena_append_string (arena, 2, "a string", -1, &refs[2], NULL));
  return arena;
}

static gpointer
mut_at (TroveArena *arena, guint pool, const TroveRef *first, guint64 index)
{
  TroveRef ref = { first->sub_arena, first->offset + index };
  gpointer element = trove_arena_get_mut_raw (arena, pool, &ref, NULL);

  g_assert_nonnull (element);
  return element;
}

/* An arena that was written through a pointer that a snapshot ended. */
static TroveArena *
late_write (guint pool, guint64 index)
{
  TroveRef refs[3];
  TroveArena *arena = new_arena (refs);
  gint64 *late = mut_at (arena, pool, &refs[pool], index);

  trove_snapshot_unref (trove_arena_snapshot (arena, NULL));
  *late = 1;
  return arena;
}

static void
child_at_next_freeze (void)
{
  TroveArena *arena = late_write (0, 3);

  trove_snapshot_unref (trove_arena_snapshot (arena, NULL));
  exit (0); /* it is not to be found out later, when the arena goes */
}

static void
child_at_drop (void)
{
  g_object_unref (late_write (1, 33));
}

/* The last element of a pool. */
static void
child_last (void)
{
  g_object_unref (late_write (0, 39));
}

/* All that may be written is, until a freeze. */
static void
child_in_time (void)
{
  TroveRef refs[3];
  TroveArena *arena = new_arena (refs), *clone, *merged;

  for (guint i = 0; i < 5; i++)
    {
      gint64 *element = mut_at (arena, 0, &refs[0], i);
      TroveSnapshot *snapshot;

      *element = i;
      snapshot = trove_arena_snapshot (arena, NULL);
      clone = trove_arena_clone (arena, NULL);
      *(double *) mut_at (clone, 1, &refs[1], i) = 2;
      merged = trove_arena_merge (arena, clone, NULL);
      *(double *) mut_at (merged, 1, &refs[1], i) = 3;
      g_object_unref (merged);
      g_object_unref (clone);
      trove_snapshot_unref (snapshot);
    }
  g_object_unref (arena);
}

/* A freeze that had no memory leaves the sub-arena own, to be written as before. */
static void
child_failed_freeze (void)
{
  TroveRef refs[3];
  TroveArena *arena = new_arena (refs);

  failing_memory_start (FAILING_REST, 0);
  g_assert_null (trove_arena_snapshot (arena, NULL));
  failing_memory_stop ();
  *(gint64 *) mut_at (arena, 0, &refs[0], 0) = 1;
  for (guint i = 0; i < 200; i++)
    g_assert_true (trove_arena_append_raw (arena, 0, &types[0], NULL, NULL));
  g_object_unref (arena);
}

/* What lies where a frozen one was may be written. */
static void
child_gone (void)
{
  for (guint i = 0; i < 20; i++)
    {
      TroveRef refs[3];
      TroveArena *arena = new_arena (refs);

      *(gint64 *) mut_at (arena, 0, &refs[0], 0) = i;
      if (i % 2 == 0)
        trove_snapshot_unref (trove_arena_snapshot (arena, NULL));
      g_object_unref (arena);
    }
}

/* Nobody asked. */
static void
child_off (void)
{
  TroveArena *arena = late_write (0, 0);

  trove_snapshot_unref (trove_arena_snapshot (arena, NULL));
  g_object_unref (arena);
}

static const struct
{
  const char *name;
  void (*child) (void);
  const char *debug;   /* TROVE_DEBUG */
  const char *message; /* NULL: none */
} cases[] = {
  { "at-next-freeze", child_at_next_freeze, "frozen", "*Trove-CRITICAL*Sub-arena 1 *pool 0, row 0 *" },
  { "at-drop", child_at_drop, "frozen", "*Trove-CRITICAL*Sub-arena 1 *pool 1, row 1 *" },
  { "last", child_last, "frozen", "*Trove-CRITICAL*Sub-arena 1 *pool 0, row 1 *" },
  { "among-others", child_at_drop, "none:frozen", "*Trove-CRITICAL*Sub-arena 1 *pool 1, row 1 *" },
  { "in-time", child_in_time, "frozen", NULL },
  { "failed-freeze", child_failed_freeze, "frozen", NULL },
  { "gone", child_gone, "frozen", NULL },
  { "off", child_off, "", NULL },
};

static void
test_case (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);

  if (g_test_subprocess ())
    {
      g_setenv ("TROVE_DEBUG", cases[i].debug, TRUE); /* it is read once, later */
      cases[i].child ();
      return;
    }

  g_test_trap_subprocess (NULL, 0, 0);
  if (cases[i].message != NULL)
    {
      g_test_trap_assert_failed ();
      g_test_trap_assert_stderr (cases[i].message);
    }
  else
    {
      g_test_trap_assert_passed ();
      g_test_trap_assert_stderr_unmatched ("*CRITICAL*");
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/debug/", cases[i].name, NULL);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_case);
    }
  return g_test_run ();
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-arena.h"
#include "test-types.h"
#include "test-util.h"

/* trove_arena_set_clear_context (): the thread on which elements are cleared. */

static GThread *cleared_in; /* the thread of the last clear */
static gint n_cleared;
static gboolean cleared_apart; /* elements were cleared on several threads */

static void
note_clear (gpointer element, gpointer data)
{
  if (cleared_in != NULL && cleared_in != g_thread_self ())
    cleared_apart = TRUE;
  cleared_in = g_thread_self ();
  g_atomic_int_inc (&n_cleared);
}

static const TroveElementInfo noting = TROVE_ELEMENT (gint64, .clear = note_clear);

static void
reset_noted (void)
{
  cleared_in = NULL;
  cleared_apart = FALSE;
  n_cleared = 0;
}

typedef struct
{
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
} Home;

static gpointer
run_home (gpointer data)
{
  Home *home = data;

  g_main_context_push_thread_default (home->context);
  g_main_loop_run (home->loop);
  g_main_context_pop_thread_default (home->context);
  return NULL;
}

static void
home_start (Home *home)
{
  home->context = g_main_context_new ();
  home->loop = g_main_loop_new (home->context, FALSE);
  home->thread = g_thread_new ("home", run_home, home);
}

static gboolean
quit_home (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

/* Stops the loop after all that was sent to the context before. */
static GThread *
home_stop (Home *home)
{
  GSource *source = g_idle_source_new ();
  GThread *thread = home->thread;

  g_source_set_callback (source, quit_home, home->loop, NULL);
  g_source_attach (source, home->context);
  g_source_unref (source);
  g_thread_join (home->thread);
  g_main_loop_unref (home->loop);
  g_main_context_unref (home->context);
  return thread;
}

static TroveArena *
noting_arena (guint n)
{
  TroveArena *arena = trove_arena_new_with_infos (&noting, 1);
  const gint64 number = 1;

  for (guint i = 0; i < n; i++)
    g_assert_true (trove_arena_append_raw (arena, 0, &number, NULL, NULL));
  return arena;
}

static void
test_holders (void)
{
  enum
  {
    OWN,       /* the arena is dropped with its elements */
    BEFORE,    /* the context is set before anything is appended */
    SNAPSHOT,  /* a snapshot is last */
    BRANCH,    /* a branch, which appends */
    CLONE,     /* a clone, which appends */
    ELSEWHERE, /* the arena is dropped on a third thread */
    N_CASES,
  };

  for (guint c = 0; c < N_CASES; c++)
    {
      TroveArena *arena = noting_arena (c == BEFORE ? 0 : 50), *other = NULL;
      TroveSnapshot *snapshot = NULL;
      const gint64 number = 1;
      gint n = 50;
      Home home;

      reset_noted ();
      home_start (&home);
      g_assert_true (trove_arena_set_clear_context (arena, home.context, NULL));
      g_assert_true (
          trove_arena_set_clear_context (arena, home.context, NULL)); /* the same again is nothing */
      if (c == BEFORE)
        {
          g_assert_true (trove_arena_append_raw (arena, 0, &number, NULL, NULL));
          n = 1;
        }

      if (c == SNAPSHOT || c == BRANCH)
        snapshot = trove_arena_snapshot (arena, NULL);
      if (c == CLONE)
        other = trove_arena_clone (arena, NULL);
      if (c == BRANCH)
        other = trove_snapshot_branch (snapshot);
      if (other != NULL)
        {
          g_assert_true (trove_arena_append_raw (other, 0, &number, NULL, NULL));
          n++;
        }
      if (c == ELSEWHERE)
        on_other_thread (g_object_unref, arena);
      else
        g_object_unref (arena);
      g_clear_object (&other);
      g_clear_pointer (&snapshot, trove_snapshot_unref);

      g_assert_true (home_stop (&home) == cleared_in);
      g_assert_false (cleared_apart);
      g_assert_cmpint (n_cleared, ==, n);
    }
}

/* On the context's own thread elements are cleared at once. With the context set to NULL again, and in other
 * arenas, they are cleared on the thread that drops them. */
static gboolean
drop_at_home (gpointer data)
{
  g_object_unref (data);
  g_assert_true (cleared_in == g_thread_self ());
  g_assert_cmpint (n_cleared, ==, 5);
  return G_SOURCE_REMOVE;
}

static void
test_at_once (void)
{
  TroveArena *at_home = noting_arena (5), *reset = noting_arena (6), *other = noting_arena (7);
  GSource *source = g_idle_source_new ();
  Home home;

  home_start (&home);
  g_assert_true (trove_arena_set_clear_context (at_home, home.context, NULL));
  g_assert_true (trove_arena_set_clear_context (reset, home.context, NULL));
  g_assert_true (trove_arena_set_clear_context (reset, NULL, NULL));

  reset_noted ();
  g_object_unref (reset);
  g_assert_cmpint (n_cleared, ==, 6);
  g_object_unref (other);
  g_assert_cmpint (n_cleared, ==, 13);
  g_assert_true (cleared_in == g_thread_self ());

  reset_noted ();
  g_source_set_callback (source, drop_at_home, at_home, NULL);
  g_source_attach (source, home.context);
  g_source_unref (source);
  home_stop (&home);
  g_assert_cmpint (n_cleared, ==, 5);
}

static void
iterate (GMainContext *context)
{
  while (g_main_context_iteration (context, FALSE))
    ;
}

/* Arenas that are made without properties share their schema, but not the context. */
static void
test_bare (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  int live = test_live ();

  for (guint late = 0; late < 2; late++)
    {
      g_autoptr (TroveArena) arena = g_object_new (TROVE_TYPE_ARENA, NULL);
      g_autoptr (TroveArena) other = g_object_new (TROVE_TYPE_ARENA, NULL);
      g_autoptr (TestBox) box = test_box_new (1);
      g_auto (GValue) value = boxed_value (TEST_TYPE_BOX, box);

      if (late)
        trove_ref_free (trove_arena_append (arena, &value, NULL));
      g_assert_true (trove_arena_set_clear_context (arena, context, NULL));
      trove_ref_free (trove_arena_append (arena, &value, NULL));
      trove_ref_free (trove_arena_append (other, &value, NULL));

      g_clear_object (&other);
      g_assert_cmpint (test_live (), ==, live + 2 + (late ? 2 : 1)); /* box, value, and arena's */
      g_clear_object (&arena);
      g_assert_cmpint (test_live (), ==, live + 2 + (late ? 2 : 1));
      iterate (context);
      g_assert_cmpint (test_live (), ==, live + 2);
    }
}

/* A value that a set replaces. */
static void
test_set (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (TroveArena) arena = trove_arena_new (TEST_TYPE_POINT);
  g_autoptr (TestPoint) point = test_point_new (1);
  g_auto (GValue) value = boxed_value (TEST_TYPE_POINT, point);
  TroveRef ref;

  g_assert_true (trove_arena_set_clear_context (arena, context, NULL));
  ref = ref_of (trove_arena_append (arena, &value, NULL));
  reset_counts ();
  trove_ref_free (trove_arena_set (arena, &ref, &value, NULL));
  g_assert_cmpint (test_counts ().clears, ==, 0);
  iterate (context);
  g_assert_cmpint (test_counts ().clears, ==, 1);

  /* On the context's own thread it is cleared at once. */
  g_assert_true (g_main_context_acquire (context));
  trove_ref_free (trove_arena_set (arena, &ref, &value, NULL));
  g_assert_cmpint (test_counts ().clears, ==, 2);
  g_clear_object (&arena);
  g_assert_cmpint (test_counts ().clears, ==, 3);
  g_main_context_release (context);
}

/* The context of an empty arena is also that of clones and branches that were made before it was set. */
static void
test_empty_clone (void)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (TroveArena) arena = g_object_new (TROVE_TYPE_ARENA, NULL);
  g_autoptr (TroveArena) clone = trove_arena_clone (arena, NULL);
  g_autoptr (TroveSnapshot) snapshot = trove_arena_snapshot (arena, NULL);
  g_autoptr (TroveArena) branch = trove_snapshot_branch (snapshot);
  g_autoptr (TestBox) box = test_box_new (1);
  g_auto (GValue) value = boxed_value (TEST_TYPE_BOX, box);

  g_assert_true (trove_arena_set_clear_context (arena, context, NULL));
  trove_ref_free (trove_arena_append (clone, &value, NULL));
  trove_ref_free (trove_arena_append (branch, &value, NULL));

  reset_counts ();
  g_clear_object (&clone);
  g_clear_object (&branch);
  g_assert_cmpint (test_counts ().clears, ==, 0);
  iterate (context);
  g_assert_cmpint (test_counts ().clears, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/clear-context/holders", test_holders);
  g_test_add_func ("/clear-context/at-once", test_at_once);
  g_test_add_func ("/clear-context/bare", test_bare);
  g_test_add_func ("/clear-context/set", test_set);
  g_test_add_func ("/clear-context/empty-clone", test_empty_clone);

  return g_test_run ();
}

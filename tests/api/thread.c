/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-arena.h"

/* trove_thread_leave (): a thread that goes on gives up its arenas. */

typedef struct
{
  TroveArena *arena;
  TroveRef ref;
  gint stage; /* atomic */
} Leaving;

static void
wait_for (Leaving *leaving, gint stage)
{
  while (g_atomic_int_get (&leaving->stage) < stage)
    g_usleep (100);
}

/* The thread leaves its arenas and goes on. */
static gpointer
leave (gpointer data)
{
  Leaving *leaving = data;
  g_autoptr (TroveArena) another = NULL;
  GError *error = NULL;

  trove_thread_leave (); /* without an arena */
  leaving->arena = trove_arena_new (G_TYPE_INT64);
  leaving->ref = put_int (leaving->arena, 0, 5);
  trove_thread_leave ();
  put_int (leaving->arena, 0, 7); /* adopts it again, since no other thread had */
  trove_thread_leave ();
  g_atomic_int_set (&leaving->stage, 1);

  wait_for (leaving, 2);
  g_assert_false (trove_arena_contains (leaving->arena, &leaving->ref, &error));
  assert_trove_error (error, TROVE_ERROR_WRONG_THREAD, "belongs to the main thread, not to thread");
  another = trove_arena_new (G_TYPE_INT64);
  put_int (another, 0, 1);
  return NULL;
}

static void
test_leave (void)
{
  Leaving leaving = { 0 };
  GThread *thread = g_thread_new ("leave", leave, &leaving);

  wait_for (&leaving, 1);
  put_int (leaving.arena, 0, 8);
  g_atomic_int_set (&leaving.stage, 2);
  g_thread_join (thread);
  g_assert_cmpuint (trove_arena_get_n_elements (leaving.arena, NULL), ==, 3);
  g_object_unref (leaving.arena);
}

/* A thread cannot leave while an element is copied, since the call that copies goes on. */
static gboolean
copy_and_leave (gpointer dest, gconstpointer src, gpointer data)
{
  expect_critical ("*trove_thread_leave*trove_copying_runs*");
  trove_thread_leave ();
  g_test_assert_expected_messages ();
  memcpy (dest, src, sizeof (gint64));
  return TRUE;
}

static void
test_leave_in_copy (void)
{
  const TroveElementInfo info = TROVE_ELEMENT (gint64, .copy = copy_and_leave);
  g_autoptr (TroveArena) arena = trove_arena_new_with_infos (&info, 1);
  const gint64 element = 1;

  g_assert_true (trove_arena_append_raw (arena, 0, &element, NULL, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/thread/leave", test_leave);
  g_test_add_func ("/thread/leave-in-copy", test_leave_in_copy);

  return g_test_run ();
}

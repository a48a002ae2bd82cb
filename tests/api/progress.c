/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Numbers that a worker notes, and the calls that a main context makes of them. */

#include "progress.h"

typedef struct
{
  guint n_calls;
  goffset n_done, n;
  GThread *thread;
} Told;

static void
note (goffset n_done, goffset n, gpointer data)
{
  Told *told = data;

  told->n_calls++;
  told->n_done = n_done;
  told->n = n;
  told->thread = g_thread_self ();
}

static void
run (GMainContext *context)
{
  while (g_main_context_iteration (context, FALSE))
    ;
}

/* One call tells the latest numbers. */
static void
test_latest (void)
{
  Told told = { 0 };
  TroveProgress *progress = trove_progress_new (note, &told, NULL);

  for (guint i = 1; i <= 3; i++)
    trove_progress_note (i, 10, progress);
  g_assert_cmpuint (told.n_calls, ==, 0);
  run (NULL);
  g_assert_cmpuint (told.n_calls, ==, 1);
  g_assert_cmpint (told.n_done, ==, 3);
  g_assert_cmpint (told.n, ==, 10);
  trove_progress_note (4, 10, progress);
  run (NULL);
  g_assert_cmpuint (told.n_calls, ==, 2);
  g_assert_cmpint (told.n_done, ==, 4);
  trove_progress_end (progress);
}

static gpointer
work (gpointer progress)
{
  trove_progress_note (5, 6, progress);
  return NULL;
}

/* The context is that of the thread that made it, at that time. */
static void
test_context (void)
{
  GMainContext *context = g_main_context_new ();
  TroveProgress *progress;
  Told told = { 0 };

  g_main_context_push_thread_default (context);
  progress = trove_progress_new (note, &told, NULL);
  g_main_context_pop_thread_default (context);
  g_thread_join (g_thread_new (NULL, work, progress));
  run (NULL);
  g_assert_cmpuint (told.n_calls, ==, 0);
  run (context);
  g_assert_cmpuint (told.n_calls, ==, 1);
  g_assert_true (told.thread == g_thread_self ());
  trove_progress_end (progress);
  g_main_context_unref (context);
}

/* A call that is pending is not made any more. */
static void
test_stopped (void)
{
  Told told = { 0 };
  TroveProgress *progress = trove_progress_new (note, &told, NULL);

  trove_progress_note (1, 2, progress);
  trove_progress_stop (progress);
  run (NULL);
  trove_progress_note (2, 2, progress);
  trove_progress_end (progress);
  run (NULL);
  g_assert_cmpuint (told.n_calls, ==, 0);
}

static void
test_none (void)
{
  TroveProgress *progress = trove_progress_new (NULL, NULL, NULL);

  g_assert_null (progress);
  trove_progress_note (1, 2, progress);
  trove_progress_stop (progress);
  trove_progress_end (progress);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/progress/latest", test_latest);
  g_test_add_func ("/progress/context", test_context);
  g_test_add_func ("/progress/stopped", test_stopped);
  g_test_add_func ("/progress/none", test_none);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#define _GNU_SOURCE

#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check-arena.h"

/* Arenas and guards of threads that have ended, and the names of threads in messages. */

typedef struct
{
  TroveArena *arena;
  TroveRef ref, other;
  TroveBorrow *shared, *mutable;
  TroveSubArena *sub;
  GPrivate *late;
  gint stage; /* atomic */
  guint n_late;
  long thread_id;
} Scene;

static void
make_arena (gpointer data)
{
  Scene *scene = data;

  scene->arena = trove_arena_new (G_TYPE_INT64);
  scene->ref = put_int (scene->arena, 0, 5);
  scene->other = put_int (scene->arena, 0, 6);
}

static void
make_arena_and_borrow (gpointer data)
{
  Scene *scene = data;

  make_arena (data);
  scene->sub = sub_of (scene->arena, scene->ref.sub_arena);
  scene->shared = trove_arena_borrow (scene->arena, &scene->ref, NULL);
  scene->mutable = trove_arena_borrow_mut (scene->arena, &scene->other, NULL);
  g_assert_nonnull (scene->shared);
  g_assert_nonnull (scene->mutable);
}

/* Waits until another thread has reached the stage. */
static void
wait_for (Scene *scene, gint stage)
{
  while (g_atomic_int_get (&scene->stage) < stage)
    g_usleep (100);
}

/* A value that the ended thread had borrowed stays borrowed until its guard is released. A mutable guard cannot be
 * read or written. */
static void
test_guards (void)
{
  const GValue value = int64_value (8);
  g_autoptr (TestValue) read = NULL;
  g_autoptr (TestValue) of_sub = NULL;
  GError *error = NULL;
  Scene scene = { 0 };
  TroveBorrow *mine;

  on_other_thread (make_arena_and_borrow, &scene);

  of_sub = trove_sub_arena_get (scene.sub, 0, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_value_get_int64 (of_sub), ==, 5);
  read = trove_borrow_get_value (scene.shared, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_value_get_int64 (read), ==, 5);
  g_assert_null (trove_borrow_get_value (scene.mutable, &error));
  assert_trove_error (error, TROVE_ERROR_WRONG_THREAD, "a thread that has ended", "the main thread", "anew");
  g_assert_false (trove_borrow_set_value (scene.mutable, &value, &error));
  assert_trove_error (error, TROVE_ERROR_WRONG_THREAD, "a thread that has ended");
  g_assert_null (trove_arena_snapshot (scene.arena, &error));
  assert_trove_error (error, TROVE_ERROR_BORROWED_MUT, "borrowed");
  g_assert_null (trove_arena_set (scene.arena, &scene.ref, &value, &error));
  assert_trove_error (error, TROVE_ERROR_BORROWED, "borrowed");

  trove_borrow_release (scene.mutable);
  mine = trove_arena_borrow_mut (scene.arena, &scene.other, &error);
  g_assert_no_error (error);
  g_assert_true (trove_borrow_set_value (mine, &value, &error));
  trove_borrow_unref (mine);
  trove_borrow_unref (scene.shared);
  g_assert_true (trove_arena_transfer (scene.arena, &error));
  set_int (scene.arena, &scene.ref, 9);
  g_assert_cmpint (get_int (scene.arena, &scene.other), ==, 8);

  trove_borrow_unref (scene.mutable);
  g_object_unref (scene.sub);
  g_object_unref (scene.arena);
}

/* Destructors of a thread that run after the library's. */
static void
use_late (gpointer data)
{
  Scene *scene = data;

  put_int (scene->arena, 0, 7);
  if (++scene->n_late < 2)
    g_private_set (scene->late, scene); /* runs once more, in the next round of destructors */
}

static GPrivate late = G_PRIVATE_INIT (use_late);

static void
end_late (gpointer data)
{
  make_arena (data);
  g_private_set (&late, data);
}

static void
test_late (void)
{
  g_autoptr (TroveArena) first = trove_arena_new (G_TYPE_INT64);
  Scene scene = { .late = &late };

  g_assert_cmpuint (trove_arena_get_n_elements (first, NULL), ==,
                    0); /* the library has its destructor by now */
  on_other_thread (end_late, &scene);
  g_assert_cmpuint (scene.n_late, ==, 2);
  put_int (scene.arena, 0, 8);
  g_assert_cmpuint (trove_arena_get_n_elements (scene.arena, NULL), ==, 5);
  g_object_unref (scene.arena);
}

/* Names */

static gpointer
be_refused (gpointer data)
{
  Scene *scene = data;
  g_autofree char *me =
      g_strdup_printf ("belongs to the main thread, not to thread \342\200\234other\342\200\235 "
                       "(id %ld): call trove_arena_transfer()",
                       syscall (SYS_gettid));
  GError *error = NULL;

  g_assert_false (trove_arena_contains (scene->arena, &scene->ref, &error));
  assert_trove_error (error, TROVE_ERROR_WRONG_THREAD, me);
  return NULL;
}

static gpointer
own_until (gpointer data)
{
  Scene *scene = data;

  make_arena (data);
  scene->thread_id = syscall (SYS_gettid);
  g_atomic_int_set (&scene->stage, 1);
  wait_for (scene, 2);
  return NULL;
}

static void
test_names (void)
{
  Scene scene = { 0 }, of_other = { 0 };
  g_autofree char *owner = NULL;
  GError *error = NULL;
  GThread *thread;

  make_arena (&scene);
  g_thread_join (g_thread_new ("other", be_refused, &scene));
  g_object_unref (scene.arena);

  thread = g_thread_new ("a-loader", own_until, &of_other);
  wait_for (&of_other, 1);
  owner =
      g_strdup_printf ("belongs to thread \342\200\234a-loader\342\200\235 (id %ld), not to the main thread",
                       of_other.thread_id);
  g_assert_null (trove_arena_snapshot (of_other.arena, &error));
  assert_trove_error (error, TROVE_ERROR_WRONG_THREAD, owner);
  g_atomic_int_set (&of_other.stage, 2);
  g_thread_join (thread);
  g_object_unref (of_other.arena);
}

/* Forks: the child has the forking thread alone. Arenas of other threads may be in the middle of a change, and
 * cannot be used. */

static gpointer
ask_in_child (gpointer data)
{
  Scene *scene = data;
  GError *error = NULL;

  g_assert_false (trove_arena_contains (scene->arena, &scene->ref, &error));
  assert_trove_error (error, TROVE_ERROR_WRONG_THREAD, "belongs to the main thread, not to thread");
  return NULL;
}

/* Ends the child without a check for leaks: memory that the stacks of other threads refer to would be reported. */
G_NORETURN static void
end_child (gboolean ok)
{
  if (ok)
    execlp ("true", "true", NULL);
  _exit (1);
}

static gpointer
fork_here (gpointer data)
{
  Scene *theirs = data, mine = { 0 };
  GError *error = NULL;
  int status;
  pid_t child;

  make_arena (&mine);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      alarm (60);
      g_assert_null (trove_arena_snapshot (theirs->arena, &error));
      assert_trove_error (error, TROVE_ERROR_WRONG_THREAD,
                          "a thread of the process that this one was forked from", "not to the main thread");
      put_int (mine.arena, 0, 7);
      g_thread_join (g_thread_new ("child", ask_in_child, &mine));
      end_child (TRUE);
    }

  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);
  put_int (mine.arena, 0, 7);
  g_object_unref (mine.arena);
  return NULL;
}

static void
test_fork (void)
{
  Scene scene = { 0 };
  GThread *thread = g_thread_new ("owner", own_until, &scene);

  wait_for (&scene, 1);
  fork_here (&scene);
  g_thread_join (g_thread_new ("forks", fork_here, &scene));
  g_atomic_int_set (&scene.stage, 2);
  g_thread_join (thread);
  g_object_unref (scene.arena);
}

/* Threads start and end during the forks: the child finds no lock taken. */
static gpointer
come (gpointer data)
{
  Scene *scene = data;

  g_assert_false (trove_arena_contains (scene->arena, &scene->ref, NULL));
  return NULL;
}

static gpointer
come_and_go (gpointer data)
{
  Scene *scene = data;

  while (g_atomic_int_get (&scene->stage) == 0)
    {
      for (guint i = 0; i < 1000; i++)
        come (data);
      g_thread_join (g_thread_new ("come", come, data));
    }
  return NULL;
}

static void
test_fork_busy (void)
{
  Scene scene = { 0 };
  GThread *thread;

  make_arena (&scene);
  thread = g_thread_new ("busy", come_and_go, &scene);
  for (guint i = 0; i < (test_quick () ? 5 : 100); i++)
    {
      pid_t child = fork ();
      int status;

      if (child == 0)
        {
          alarm (60);
          trove_thread_leave ();
          end_child (trove_arena_contains (scene.arena, &scene.ref, NULL));
        }
      g_assert_cmpint (waitpid (child, &status, 0), ==, child);
      g_assert_cmpint (status, ==, 0);
    }
  g_atomic_int_set (&scene.stage, 1);
  g_thread_join (thread);
  g_object_unref (scene.arena);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/thread/serial/guards", test_guards);
  g_test_add_func ("/thread/serial/late", test_late);
  g_test_add_func ("/thread/serial/names", test_names);
  g_test_add_func ("/thread/serial/fork", test_fork);
  g_test_add_func ("/thread/serial/fork-busy", test_fork_busy);

  return g_test_run ();
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "origin.h"

#include <stdatomic.h>

/* The test is compiled together with its source, for few replica numbers. */

static void
test_replicas (void)
{
  TroveOrigin *origin = trove_origin_new (G_TYPE_OBJECT);
  gboolean drawn[N_REPLICAS] = { FALSE };
  guint32 replica;

  g_assert_true (trove_origin_draw_replica (origin, &replica));
  g_assert_cmpuint (replica, ==, 0);
  drawn[0] = TRUE;
  for (guint i = 1; i < N_REPLICAS; i++)
    {
      g_assert_true (trove_origin_draw_replica (origin, &replica));
      g_assert_cmpuint (replica, <, N_REPLICAS);
      g_assert_false (drawn[replica]);
      drawn[replica] = TRUE;
    }
  g_assert_false (trove_origin_draw_replica (origin, &replica));
  g_assert_false (trove_origin_draw_replica (origin, &replica));
  trove_origin_unref (origin);
}

/* The second number is not the same for all origins, nor how far the third is from it. */
static void
test_random (void)
{
  guint seconds = 0, distances = 0;

  for (guint i = 0; i < 1000; i++)
    {
      TroveOrigin *origin = trove_origin_new (G_TYPE_OBJECT);
      guint32 second, third;

      g_assert_true (trove_origin_draw_replica (origin, &second));
      g_assert_true (trove_origin_draw_replica (origin, &second));
      g_assert_true (trove_origin_draw_replica (origin, &third));
      seconds |= 1u << second;
      distances |= 1u << (third - second) % N_REPLICAS;
      trove_origin_unref (origin);
    }
  g_assert_cmpuint (seconds, ==, (1u << N_REPLICAS) - 2);
  g_assert_cmpuint (distances & 0xaa, ==, 0xaa); /* all odd ones */
}

static gpointer
draw_two (gpointer origin)
{
  guint32 a, b;

  g_assert_true (trove_origin_draw_replica (origin, &a));
  g_assert_true (trove_origin_draw_replica (origin, &b));
  trove_origin_unref (origin);
  return GUINT_TO_POINTER (1u << a | 1u << b);
}

static void
test_threads (void)
{
  TroveOrigin *origin = trove_origin_new (G_TYPE_OBJECT);
  GThread *threads[N_REPLICAS / 2];
  guint all = 0;

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("draws", draw_two, trove_origin_ref (origin));
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      guint two = GPOINTER_TO_UINT (g_thread_join (threads[i]));

      g_assert_cmpuint (all & two, ==, 0);
      all |= two;
    }
  g_assert_cmpuint (all, ==, (1u << N_REPLICAS) - 1);
  trove_origin_unref (origin);
}

static void
test_root_type (void)
{
  TroveOrigin *origin = trove_origin_new (G_TYPE_INITIALLY_UNOWNED);

  g_assert_true (trove_origin_ref (origin) == origin);
  trove_origin_unref (origin);
  g_assert_cmpuint (trove_origin_root_type (origin), ==, G_TYPE_INITIALLY_UNOWNED);
  trove_origin_unref (origin);
}

/* Numbers of a loaded document are not drawn, and 0 is one of them. */
static void
test_noted (void)
{
  for (guint mask = 1; mask < 1u << N_REPLICAS; mask++)
    {
      TroveOrigin *origin = trove_origin_new (G_TYPE_OBJECT);
      guint drawn = mask | 1;
      guint32 replica;

      for (guint i = 0; i < N_REPLICAS; i++)
        if ((mask >> i & 1) != 0)
          trove_origin_note_replica (origin, &(TroveReplica){ .number = i });
      while (trove_origin_draw_replica (origin, &replica))
        {
          g_assert_cmpuint (drawn >> replica & 1, ==, 0);
          drawn |= 1u << replica;
        }
      g_assert_cmpuint (drawn, ==, (1u << N_REPLICAS) - 1);
      trove_origin_unref (origin);
    }
}

static atomic_uint n_reading;

static gpointer
read_often (gpointer origin)
{
  for (guint i = 0; i < 1000; i++)
    {
      g_assert_true (trove_origin_begin_reading (origin));
      g_assert_cmpuint (atomic_fetch_add (&n_reading, 1), ==, 0);
      g_assert_false (trove_origin_begin_reading (origin));
      atomic_fetch_sub (&n_reading, 1);
      trove_origin_end_reading (origin);
    }
  return NULL;
}

/* One thread at a time, and not twice on one thread. */
static void
test_reading (void)
{
  TroveOrigin *origin = trove_origin_new (G_TYPE_OBJECT), *other = trove_origin_new (G_TYPE_OBJECT);
  GThread *threads[3];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("read", read_often, origin);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_true (trove_origin_begin_reading (origin));
  g_assert_true (trove_origin_begin_reading (other));
  trove_origin_end_reading (origin);
  trove_origin_end_reading (other);
  trove_origin_unref (origin);
  trove_origin_unref (other);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/origin/replicas", test_replicas);
  g_test_add_func ("/origin/random", test_random);
  g_test_add_func ("/origin/threads", test_threads);
  g_test_add_func ("/origin/root-type", test_root_type);
  g_test_add_func ("/origin/noted", test_noted);
  g_test_add_func ("/origin/reading", test_reading);
  return g_test_run ();
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Ids of sub-arenas: up to the last, and of several threads. */

#include <stdlib.h>

#include "check-core.h"
#include "core-fixture.h"

static void
test_last_id (void)
{
  const guint64 limit = (guint64) 1 << 53;
  g_autoptr (GError) error = NULL;
  TroveCore core, clone;
  guint64 now;
  TroveRef a, b;

  core_init_type (&core, G_TYPE_INT64);
  now = trove_core_get_id (&core, NULL);
  g_assert_cmpuint (trove_core_get_id (&core, NULL), ==, now);
  a = core_append_int (&core, 1);
  g_assert_cmpuint (a.sub_arena, ==, now);

  trove_core_set_next_id (limit - 1);
  core_init_clone (&clone, &core);
  b = core_append_int (&core, 2);
  g_assert_cmpuint (b.sub_arena, ==, limit - 1);
  core_append_int (&core, 3); /* an id is for a sub-arena, not for a value */
  check_core (&core);

  for (guint i = 0; i < 3; i++)
    {
      const gint64 value = 4;

      g_assert_false (trove_core_append (&clone, 0, &value, NULL, &error));
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_FULL);
      g_clear_error (&error);
      g_assert_cmpuint (trove_core_get_id (&clone, &error), ==, 0);
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_FULL);
      g_clear_error (&error);
      check_core (&clone);
    }
  g_assert_true (trove_core_freeze (&core, NULL));
  g_assert_true (trove_core_freeze (&clone, NULL));
  g_assert_true (trove_core_absorb (&clone, &core, NULL));
  core_assert_int (&clone, &a, 1);
  core_assert_int (&clone, &b, 2);
  check_core (&clone);

  trove_core_set_next_id (now + 1);
  trove_core_clear (&core);
  trove_core_clear (&clone);
}

static gpointer
draw_ids (gpointer data)
{
  guint64 *ids = data;
  TroveCore core;

  core_init_type (&core, G_TYPE_INT64);
  for (guint i = 0; i < 10000; i++)
    {
      g_assert_true (trove_core_freeze (&core, NULL));
      ids[i] = trove_core_get_id (&core, NULL);
      g_assert_true (i == 0 || ids[i] > ids[i - 1]);
    }
  trove_core_clear (&core);
  return NULL;
}

static int
compare_ids (const void *a, const void *b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;

  return x < y ? -1 : x > y;
}

static void
test_ids_of_threads (void)
{
  guint64 *ids = g_new (guint64, 40000);
  GThread *threads[4];

  for (guint i = 0; i < 4; i++)
    threads[i] = g_thread_new ("ids", draw_ids, ids + i * 10000);
  for (guint i = 0; i < 4; i++)
    g_thread_join (threads[i]);

  qsort (ids, 40000, sizeof *ids, compare_ids);
  for (guint i = 1; i < 40000; i++)
    g_assert_cmpuint (ids[i - 1], <, ids[i]);
  g_free (ids);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/arena/last-id", test_last_id);
  g_test_add_func ("/arena/ids-of-threads", test_ids_of_threads);
  return g_test_run ();
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Dead: parts of an array that many share. Appending to one part changes no other. */

#include "state/dead.h"
#include "test-support.h"

#define N_PARTS 30

typedef struct
{
  TroveDead dead;
  GArray *naive; /* guint64 */
} Part;

static void
check (const Part *parts)
{
  for (guint i = 0; i < N_PARTS; i++)
    {
      g_assert_cmpuint (parts[i].dead.n, ==, parts[i].naive->len);
      for (guint j = 0; j < parts[i].dead.n; j++)
        g_assert_cmpuint (trove_dead_ids (&parts[i].dead)[j], ==, g_array_index (parts[i].naive, guint64, j));
    }
}

static void
append (Part *part, guint64 id)
{
  trove_dead_append (&part->dead, id);
  g_array_append_val (part->naive, id);
}

static void
copy (const Part *part, Part *dest)
{
  trove_dead_clear (&dest->dead);
  trove_dead_copy (&part->dead, &dest->dead);
  g_array_set_size (dest->naive, 0);
  if (part->naive->len > 0)
    g_array_append_vals (dest->naive, part->naive->data, part->naive->len);
}

static void
test_random (void)
{
  Part parts[N_PARTS];
  TestRandom random;

  test_random_init (&random);
  for (guint i = 0; i < N_PARTS; i++)
    parts[i] = (Part){ TROVE_DEAD_INIT, g_array_new (FALSE, FALSE, sizeof (guint64)) };

  for (guint i = 0; i < 3000; i++)
    {
      Part *part = &parts[test_random_below (&random, N_PARTS)];
      Part *other = &parts[test_random_below (&random, N_PARTS)];

      if (test_random_below (&random, 3) > 0)
        append (part, i);
      else if (part != other)
        copy (part, other);
      if (i % 50 == 0)
        check (parts);
    }
  check (parts);
  for (guint i = 0; i < N_PARTS; i++)
    {
      trove_dead_clear (&parts[i].dead);
      g_assert_cmpuint (parts[i].dead.n, ==, 0);
      g_assert_null (trove_dead_ids (&parts[i].dead));
      g_array_unref (parts[i].naive);
    }
}

/* Versions that follow each other share one array. */
static void
test_shared (void)
{
  TroveDead now = TROVE_DEAD_INIT, before = TROVE_DEAD_INIT;

  trove_dead_append (&now, 5);
  trove_dead_copy (&now, &before);
  trove_dead_append (&now, 6);
  g_assert_true (now.ids == before.ids);
  trove_dead_append (&before, 7); /* the array has another id there */
  g_assert_true (now.ids != before.ids);
  g_assert_cmpuint (trove_dead_ids (&now)[1], ==, 6);
  g_assert_cmpuint (trove_dead_ids (&before)[1], ==, 7);
  trove_dead_clear (&now);
  trove_dead_clear (&before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dead/random", test_random);
  g_test_add_func ("/dead/shared", test_shared);
  return g_test_run ();
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Referrers: counts that are added and removed at random, in their canonical form after each change. */

#include "check-key-map.h"
#include "failing-memory.h"
#include "state/referrers.h"
#include "test-support.h"

#define N_KEYS 40

static void
clear_blocks (gpointer block)
{
}

/* The keys that refer, and how often. */
typedef struct
{
  TroveCore core;
  TroveReferrers referrers;
  TroveKey keys[N_KEYS]; /* in increasing order */
  guint counts[N_KEYS];
} Fixture;

static void
change (Fixture *fixture, guint i, gboolean add)
{
  gsize bytes = trove_referrers_bytes (fixture->referrers);
  guint64 used = fixture->core.own != NULL ? fixture->core.own->blocks.n_bytes : 0;

  if (bytes > 0)
    g_assert_true (trove_core_prepare_blocks (&fixture->core, bytes, NULL));
  failing_memory_start (FAILING_REST, 0);
  if (add)
    trove_referrers_add (&fixture->core, &fixture->referrers, fixture->keys[i]);
  else
    trove_referrers_remove (&fixture->core, &fixture->referrers, fixture->keys[i]);
  failing_memory_stop ();
  fixture->counts[i] += add ? 1 : (guint) -1;
  if (fixture->core.own != NULL && used > 0)
    g_assert_cmpuint (fixture->core.own->blocks.n_bytes - used, <=, bytes);
}

typedef struct
{
  const Fixture *fixture;
  guint next, stop;
} Passing;

static gboolean
check_next (TroveKey key, guintptr count, gpointer data)
{
  Passing *passing = data;

  while (passing->fixture->counts[passing->next] == 0)
    passing->next++;
  g_assert_cmpuint (key, ==, passing->fixture->keys[passing->next]);
  g_assert_cmpuint (count, ==, passing->fixture->counts[passing->next++]);
  return passing->stop == 0 || --passing->stop > 0;
}

static void
check (const Fixture *fixture)
{
  const CheckHolder holder = check_holder_of_core (&fixture->core);
  Passing passing = { .fixture = fixture };
  guint n = 0, n_keys = 0, last = 0;

  for (guint i = 0; i < N_KEYS; i++)
    {
      g_assert_cmpuint (trove_referrers_count (fixture->referrers, fixture->keys[i]), ==, fixture->counts[i]);
      g_assert_cmpuint (trove_referrers_count (fixture->referrers, fixture->keys[i] + 1), ==, 0);
      n += fixture->counts[i];
      n_keys += fixture->counts[i] > 0;
      last = fixture->counts[i] > 0 ? i : last;
    }

  if (n == 0)
    g_assert_cmpuint (fixture->referrers, ==, 0);
  else if (n == 1)
    g_assert_cmpuint (fixture->referrers, ==, fixture->keys[last] * 2 + 1);
  else
    {
      g_autoptr (GArray) entries = check_key_map (&holder, trove_referrers_map (fixture->referrers));

      g_assert_cmpuint (entries->len, ==, n_keys);
    }

  g_assert_true (trove_referrers_foreach (fixture->referrers, check_next, &passing));
  g_assert_cmpuint (passing.next, ==, n == 0 ? 0 : last + 1);
  if (n > 0)
    {
      passing = (Passing){ .fixture = fixture, .stop = 1 };
      g_assert_false (trove_referrers_foreach (fixture->referrers, check_next, &passing));
    }
}

static void
run (TestRandom *random, guint n_keys, guint grow)
{
  Fixture fixture = { 0 };
  TroveKey key = 1 + test_random_below (random, 1000);

  trove_core_init (&fixture.core, trove_schema_new_of_blocks (clear_blocks));
  for (guint i = 0; i < N_KEYS; i++)
    {
      key += 2 + test_random_below (random, (guint64) 1 << test_random_below (random, 47));
      fixture.keys[i] = key;
    }

  for (guint step = 0; step < 300; step++)
    {
      guint i = (guint) test_random_below (random, n_keys);
      gboolean add = test_random_below (random, 10) < grow;

      if (add || fixture.counts[i] > 0)
        change (&fixture, i, add);
      check (&fixture);
      if (test_random_below (random, 4) == 0)
        g_assert_true (trove_core_freeze (&fixture.core, NULL));
    }
  trove_core_clear (&fixture.core);
}

static void
test_random_programs (void)
{
  TestRandom random;

  test_random_init (&random);
  for (guint i = 0; i < test_count (200, 20); i++)
    run (&random, 1 + i % N_KEYS, 2 + i % 7);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/referrers/random", test_random_programs);
  return g_test_run ();
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Borrows: counts beside the rows, spilled beyond 254, returned from other threads. */

#include "core/borrows.h"

#include "failing-memory.h"
#include "test-support.h"

static void
add (TroveBorrows *borrows, guint pool, guint64 index, gboolean mutable)
{
  g_assert_true (trove_borrows_add (borrows, pool, index, mutable));
}

static void
test_states (void)
{
  static const guint64 indices[] = { 0, 1, 31, 32, 33, 95, 96, 97, 1000, 100000 };
  TroveBorrows *borrows = trove_borrows_new (3);

  for (guint pool = 0; pool < 3; pool++)
    for (guint i = 0; i < G_N_ELEMENTS (indices); i++)
      for (guint mutable = 0; mutable < 2; mutable ++)
        {
          TroveBorrowState state = mutable ? TROVE_BORROWED_MUTABLY : TROVE_BORROWED_SHARED;
          guint64 index = indices[i];

          g_assert_cmpint (trove_borrows_get (borrows, pool, index), ==, TROVE_BORROWED_NOT);
          add (borrows, pool, index, mutable != 0);
          g_assert_cmpint (trove_borrows_get (borrows, pool, index), ==, state);
          g_assert_cmpint (trove_borrows_get_any (borrows), ==, state);

          /* None of its neighbours is. */
          g_assert_cmpint (trove_borrows_get (borrows, pool, index + 1), ==, TROVE_BORROWED_NOT);
          if (index > 0)
            g_assert_cmpint (trove_borrows_get (borrows, pool, index - 1), ==, TROVE_BORROWED_NOT);
          g_assert_cmpint (trove_borrows_get (borrows, (pool + 1) % 3, index), ==, TROVE_BORROWED_NOT);

          trove_borrows_remove (borrows, pool, index, mutable != 0);
          g_assert_cmpint (trove_borrows_get (borrows, pool, index), ==, TROVE_BORROWED_NOT);
          g_assert_cmpint (trove_borrows_get_any (borrows), ==, TROVE_BORROWED_NOT);
        }
  trove_borrows_free (borrows);
}

/* A mutable one of any element says more than shared ones of others. */
static void
test_any (void)
{
  TroveBorrows *borrows = trove_borrows_new (2);

  g_assert_cmpint (trove_borrows_get_any (borrows), ==, TROVE_BORROWED_NOT);
  add (borrows, 0, 5, FALSE);
  add (borrows, 1, 5, TRUE);
  add (borrows, 1, 6, TRUE);
  g_assert_cmpint (trove_borrows_get_any (borrows), ==, TROVE_BORROWED_MUTABLY);
  trove_borrows_remove (borrows, 1, 5, TRUE);
  g_assert_cmpint (trove_borrows_get_any (borrows), ==, TROVE_BORROWED_MUTABLY);
  trove_borrows_remove (borrows, 1, 6, TRUE);
  g_assert_cmpint (trove_borrows_get_any (borrows), ==, TROVE_BORROWED_SHARED);
  trove_borrows_remove (borrows, 0, 5, FALSE);
  g_assert_cmpint (trove_borrows_get_any (borrows), ==, TROVE_BORROWED_NOT);
  trove_borrows_free (borrows);
}

/* Every number of shared borrows of one value up to more than a byte counts, and back. */
static void
test_spilled (void)
{
  TroveBorrows *borrows = trove_borrows_new (2);

  for (guint most = 1; most <= 300; most++)
    {
      for (guint i = 0; i < most; i++)
        {
          add (borrows, 1, 40, FALSE);
          g_assert_cmpint (trove_borrows_get (borrows, 1, 40), ==, TROVE_BORROWED_SHARED);
        }
      g_assert_cmpint (trove_borrows_get (borrows, 0, 40), ==, TROVE_BORROWED_NOT);
      for (guint i = 0; i < most; i++)
        {
          g_assert_cmpint (trove_borrows_get (borrows, 1, 40), ==, TROVE_BORROWED_SHARED);
          trove_borrows_remove (borrows, 1, 40, FALSE);
        }
      g_assert_cmpint (trove_borrows_get (borrows, 1, 40), ==, TROVE_BORROWED_NOT);
      g_assert_cmpint (trove_borrows_get_any (borrows), ==, TROVE_BORROWED_NOT);

      add (borrows, 1, 40, TRUE); /* nothing is left that stands in the way */
      trove_borrows_remove (borrows, 1, 40, TRUE);
    }

  /* Up and down around the edge, of two values at once. */
  for (guint i = 0; i < 254; i++)
    {
      add (borrows, 0, 7, FALSE);
      add (borrows, 1, 7, FALSE);
    }
  for (guint i = 0; i < 10; i++)
    {
      add (borrows, 0, 7, FALSE);
      add (borrows, 1, 7, FALSE);
      trove_borrows_remove (borrows, 0, 7, FALSE);
      add (borrows, 1, 7, FALSE);
    }
  for (guint i = 0; i < 254; i++)
    trove_borrows_remove (borrows, 0, 7, FALSE);
  g_assert_cmpint (trove_borrows_get (borrows, 0, 7), ==, TROVE_BORROWED_NOT);
  for (guint i = 0; i < 274; i++)
    {
      g_assert_cmpint (trove_borrows_get (borrows, 1, 7), ==, TROVE_BORROWED_SHARED);
      trove_borrows_remove (borrows, 1, 7, FALSE);
    }
  g_assert_cmpint (trove_borrows_get (borrows, 1, 7), ==, TROVE_BORROWED_NOT);
  trove_borrows_free (borrows);
}

/* Many values that are borrowed more often than a byte counts, added and removed in any order; then each is as often as
 * was counted beside it. */
static void
test_many_spilled (void)
{
  TroveBorrows *borrows = trove_borrows_new (2);
  guint counts[2][50] = { { 0 } };
  TestRandom random;

  test_random_init (&random);
  for (guint step = 0; step < 60000; step++)
    {
      guint pool = (guint) test_random_below (&random, 2), index = (guint) test_random_below (&random, 50);
      guint most = 245 + index; /* below what a byte counts, and above */

      if (counts[pool][index] < most && test_random_below (&random, 4) > 0)
        {
          add (borrows, pool, index, FALSE);
          counts[pool][index]++;
        }
      else if (counts[pool][index] > 0)
        {
          trove_borrows_remove (borrows, pool, index, FALSE);
          counts[pool][index]--;
        }
    }

  for (guint i = 0; i < 100; i++)
    for (guint n = counts[i / 50][i % 50]; n > 0; n--)
      {
        g_assert_cmpint (trove_borrows_get (borrows, i / 50, i % 50), ==, TROVE_BORROWED_SHARED);
        trove_borrows_remove (borrows, i / 50, i % 50, FALSE);
      }
  for (guint i = 0; i < 100; i++)
    g_assert_cmpint (trove_borrows_get (borrows, i / 50, i % 50), ==, TROVE_BORROWED_NOT);
  g_assert_cmpint (trove_borrows_get_any (borrows), ==, TROVE_BORROWED_NOT);
  trove_borrows_free (borrows);
}

/* No memory for the table of those beyond 254: what was counted stays counted. */
static void
test_spilled_no_memory (void)
{
  TroveBorrows *borrows = trove_borrows_new (1);
  gsize before;

  for (guint i = 0; i < 254 * 20; i++)
    add (borrows, 0, i / 254, FALSE);
  before = trove_borrows_n_overhead (borrows);
  for (guint i = 0; i < 20; i++)
    {
      gboolean fits;

      failing_memory_start (FAILING_REST, 0);
      fits = trove_borrows_add (borrows, 0, i, FALSE);
      failing_memory_stop ();
      g_assert_true (fits == (i != 0 && i != 8 && i != 16)); /* where the table has to grow */
      if (!fits)
        add (borrows, 0, i, FALSE);
    }
  g_assert_cmpuint (trove_borrows_n_overhead (borrows), >=, before + 20 * 2 * sizeof (guint64));

  for (guint i = 0; i < 255 * 20; i++)
    trove_borrows_remove (borrows, 0, i / 255, FALSE);
  g_assert_cmpint (trove_borrows_get_any (borrows), ==, TROVE_BORROWED_NOT);
  trove_borrows_free (borrows);
}

/* Freed with borrows that are still counted, and with some on the list that nobody drained. */
static void
test_free (void)
{
  TroveBorrows *borrows = trove_borrows_new (256);

  for (guint i = 0; i < 300; i++)
    add (borrows, 255, 3, FALSE);
  add (borrows, 0, 50, TRUE);
  trove_borrows_return (borrows, 0, 50, TRUE);
  trove_borrows_return (borrows, 255, 3, FALSE);
  trove_borrows_free (borrows);
  trove_borrows_free (trove_borrows_new (1));
}

static void
test_returned (void)
{
  TroveBorrows *borrows = trove_borrows_new (1);

  add (borrows, 0, 1, TRUE);
  trove_borrows_return (borrows, 0, 1, TRUE);
  g_assert_cmpint (trove_borrows_get (borrows, 0, 1), ==, TROVE_BORROWED_NOT);

  add (borrows, 0, 1, TRUE);
  trove_borrows_return (borrows, 0, 1, TRUE);
  g_assert_cmpint (trove_borrows_get_any (borrows), ==, TROVE_BORROWED_NOT);

  for (guint i = 0; i < 300; i++)
    add (borrows, 0, 2, FALSE);
  for (guint i = 0; i < 299; i++)
    trove_borrows_return (borrows, 0, 2, FALSE);
  g_assert_cmpint (trove_borrows_get (borrows, 0, 2), ==, TROVE_BORROWED_SHARED);
  trove_borrows_return (borrows, 0, 2, FALSE);
  g_assert_cmpint (trove_borrows_get (borrows, 0, 2), ==, TROVE_BORROWED_NOT);
  trove_borrows_free (borrows);
}

/* Handed over when the arena goes: whoever releases the last guard is told so, and nobody else. */

typedef enum
{
  BY_OWNER,
  BY_OTHERS,
  BY_BOTH, /* in turns */
} By;

static gboolean
is_last (TroveBorrows *borrows, guint64 index, By by)
{
  gboolean mutable = trove_borrows_get (borrows, 0, index) == TROVE_BORROWED_MUTABLY;

  if (by == BY_OWNER || (by == BY_BOTH && index % 2 == 0))
    return trove_borrows_remove (borrows, 0, index, mutable);
  return trove_borrows_return (borrows, 0, index, mutable);
}

/* n guards, of which some are released by either before it is handed over. */
static void
check_handed_over (gboolean owner, guint n, guint n_before, By before, By after)
{
  TroveBorrows *borrows = trove_borrows_new (1);
  guint i;

  for (i = 0; i < n; i++)
    add (borrows, 0, i, i % 3 == 0 && !owner);
  for (i = 0; i < n_before; i++)
    g_assert_false (is_last (borrows, i, before));

  g_assert_true (trove_borrows_hand_over (borrows, borrows, owner) == (n_before < n));
  g_assert_null (trove_borrows_sweep ());
  for (; i < n; i++)
    {
      guint8 *byte = trove_borrows_find (borrows, 0, i);

      g_assert_false (trove_borrows_remove_quick (borrows, byte, *byte == TROVE_BYTE_MUTABLE));
      if (after == BY_OWNER || (after == BY_BOTH && i % 2 == 0))
        g_assert_true (trove_borrows_remove (borrows, 0, i, *byte == TROVE_BYTE_MUTABLE) == (i == n - 1));
      else
        g_assert_true (trove_borrows_return (borrows, 0, i, *byte == TROVE_BYTE_MUTABLE) == (i == n - 1));
      g_assert_null (trove_borrows_sweep ());
    }
  trove_borrows_free (borrows);
}

static void
test_handed_over (void)
{
  for (guint n = 0; n < 8; n++)
    for (guint n_before = 0; n_before <= n; n_before++)
      for (By before = BY_OWNER; before <= BY_BOTH; before++)
        for (By after = BY_OWNER; after <= BY_BOTH; after++)
          for (guint owner = 0; owner < 2; owner++)
            check_handed_over (owner != 0, n, n_before, before, after);
}

/* The owner was releasing a guard when the list was closed, and has not seen that. */
static void
miss (TroveBorrows *borrows, guint64 index)
{
  *trove_borrows_find (borrows, 0, index) = 0;
  trove_borrows_count_released (borrows, FALSE);
}

static void
check_missed (guint n_missed, guint n_returned, guint n_after)
{
  TroveBorrows *borrows = trove_borrows_new (1);
  guint n = n_missed + n_returned + n_after, i;

  for (i = 0; i < n; i++)
    add (borrows, 0, i, FALSE);
  g_assert_true (trove_borrows_hand_over (borrows, borrows, FALSE));
  for (i = 0; i < n_missed; i++)
    miss (borrows, i);
  if (n_missed < n)
    g_assert_null (trove_borrows_sweep ());
  for (; i < n_missed + n_returned; i++)
    g_assert_true (trove_borrows_return (borrows, 0, i, FALSE) == (n_missed == 0 && i == n - 1));
  for (; i < n; i++)
    {
      g_assert_null (trove_borrows_sweep ());
      g_assert_true (trove_borrows_remove (borrows, 0, i, FALSE) == (i == n - 1));
    }

  if (n_missed > 0 && n_after == 0)
    g_assert_true (trove_borrows_sweep () == borrows);
  g_assert_null (trove_borrows_sweep ());
  trove_borrows_free (borrows);
}

static void
test_missed (void)
{
  for (guint n_missed = 0; n_missed < 4; n_missed++)
    for (guint n_returned = 0; n_returned < 4; n_returned++)
      for (guint n_after = 0; n_after < 4; n_after++)
        if (n_missed + n_returned + n_after > 0)
          check_missed (n_missed, n_returned, n_after);
}

/* Each is found, in whatever order they are over, among others that are not. */
static void
test_swept (void)
{
  enum
  {
    N = 40
  };
  guint n_found = 0, n_over = 0, n_swept;
  TroveBorrows *all[N];
  gboolean over[N] = { FALSE };
  TestRandom random;
  gpointer found;

  test_random_init (&random);
  for (guint i = 0; i < N; i++)
    {
      all[i] = trove_borrows_new (1);
      add (all[i], 0, 0, FALSE);
      add (all[i], 0, 1, FALSE);
      g_assert_true (trove_borrows_hand_over (all[i], all[i], FALSE));
    }

  while (n_found < N)
    {
      guint k = (guint) test_random_below (&random, N);

      if (!over[k])
        {
          over[k] = TRUE;
          n_over++;
          miss (all[k], 0);
          miss (all[k], 1);
        }
      /* A sweep looks at some, so it takes as many as there are to see all. */
      for (n_swept = 0; n_swept < N; n_swept++)
        if ((found = trove_borrows_sweep ()) != NULL)
          {
            n_found++;
            trove_borrows_free (found);
          }
      g_assert_cmpuint (n_found, ==, n_over);
    }
  g_assert_null (trove_borrows_sweep ());
}

/* Threads that give back what the owner lends, while it goes on lending and looking. */

#define N_PLACES 64

typedef struct
{
  TroveBorrows *borrows;
  guint pool;
  atomic_uint lent[N_PLACES]; /* index plus one; 0: none */
  atomic_int done;
} Loan;

static gboolean
is_mutable (guint index)
{
  return index % 5 == 0;
}

static gpointer
give_back (gpointer data)
{
  Loan *loan = data;
  gboolean last;

  do
    {
      last = atomic_load (&loan->done);
      for (guint i = 0; i < N_PLACES; i++)
        {
          guint index = atomic_exchange (&loan->lent[i], 0);

          if (index > 0)
            trove_borrows_return (loan->borrows, loan->pool, index - 1, is_mutable (index - 1));
        }
    }
  while (!last);
  return NULL;
}

/* Lends the element in a place that is free. */
static void
lend (Loan *loan, guint index, guint place)
{
  TroveBorrowState state = trove_borrows_get (loan->borrows, loan->pool, index);

  if (atomic_load (&loan->lent[place]) != 0 || state == TROVE_BORROWED_MUTABLY ||
      (is_mutable (index) && state != TROVE_BORROWED_NOT))
    return;
  add (loan->borrows, loan->pool, index, is_mutable (index));
  atomic_store (&loan->lent[place], index + 1);
}

static void
test_threads (void)
{
  guint n = test_count (1000000, 20000);
  TroveBorrows *borrows = trove_borrows_new (3);
  GThread *threads[3];
  Loan loans[3] = { { .borrows = borrows } };
  TestRandom random;

  test_random_init (&random);
  for (guint i = 0; i < 3; i++)
    {
      loans[i].borrows = borrows;
      loans[i].pool = i;
      threads[i] = g_thread_new ("give back", give_back, &loans[i]);
    }
  for (guint i = 0; i < n; i++)
    {
      lend (&loans[i % 3], (guint) test_random_below (&random, 200),
            (guint) test_random_below (&random, N_PLACES));
      if (i % 64 == 0)
        trove_borrows_get_any (borrows);
    }
  for (guint i = 0; i < 3; i++)
    {
      atomic_store (&loans[i].done, 1);
      g_thread_join (threads[i]);
    }

  g_assert_cmpint (trove_borrows_get_any (borrows), ==, TROVE_BORROWED_NOT);
  for (guint pool = 0; pool < 3; pool++)
    for (guint i = 0; i < 200; i++)
      g_assert_cmpint (trove_borrows_get (borrows, pool, i), ==, TROVE_BORROWED_NOT);
  trove_borrows_free (borrows);
}

static void
test_no_memory (void)
{
  TroveBorrows *borrows = NULL;

  failing_memory_start (FAILING_REST, 0);
  g_assert_null (trove_borrows_new (2));
  failing_memory_stop ();

  borrows = trove_borrows_new (2);
  for (guint number = 0; number < 2; number++)
    for (guint mutable = 0; mutable < 2; mutable ++)
      {
        failing_memory_start (FAILING_REST, number);
        g_assert_false (trove_borrows_add (borrows, 0, 40, mutable != 0));
        failing_memory_stop ();
        g_assert_cmpint (trove_borrows_get (borrows, 0, 40), ==, TROVE_BORROWED_NOT);
        g_assert_cmpint (trove_borrows_get_any (borrows), ==, TROVE_BORROWED_NOT);
        if (number == 1)
          break;
      }
  trove_borrows_free (borrows);
}

/* Against counts kept apart. */
static void
test_random (void)
{
  enum
  {
    N = 150
  };
  guint n = test_count (300000, 10000), counts[2][N] = { { 0 } }, n_shared = 0, n_mutable = 0;
  TroveBorrows *borrows = trove_borrows_new (2);
  TestRandom random;

  test_random_init (&random);
  for (guint i = 0; i < n; i++)
    {
      guint pool = (guint) test_random_below (&random, 2);
      /* One of them often, so that it spills. */
      guint index = test_random_below (&random, 2) ? 7 : (guint) test_random_below (&random, N);
      guint *count = &counts[pool][index];
      guint action = (guint) test_random_below (&random, i / 2000 % 2 ? 5 : 3);

      if (*count == 0 && action == 1)
        {
          add (borrows, pool, index, TRUE);
          *count = G_MAXUINT;
          n_mutable++;
        }
      else if (*count != G_MAXUINT && action < 2)
        {
          add (borrows, pool, index, FALSE);
          ++*count;
          n_shared++;
        }
      else if (*count > 0 && action >= 2)
        {
          gboolean mutable = *count == G_MAXUINT;

          if (action == 4)
            trove_borrows_return (borrows, pool, index, mutable);
          else
            trove_borrows_remove (borrows, pool, index, mutable);
          *count = mutable ? 0 : *count - 1;
          n_mutable -= mutable;
          n_shared -= !mutable;
        }

      g_assert_cmpint (trove_borrows_get (borrows, pool, index), ==,
                       *count == 0         ? TROVE_BORROWED_NOT :
                       *count == G_MAXUINT ? TROVE_BORROWED_MUTABLY :
                                             TROVE_BORROWED_SHARED);
      if (i % 16 == 0)
        g_assert_cmpint (trove_borrows_get_any (borrows), ==,
                         n_mutable > 0 ? TROVE_BORROWED_MUTABLY :
                         n_shared > 0  ? TROVE_BORROWED_SHARED :
                                         TROVE_BORROWED_NOT);
    }
  trove_borrows_free (borrows);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/borrows/states", test_states);
  g_test_add_func ("/borrows/any", test_any);
  g_test_add_func ("/borrows/spilled", test_spilled);
  g_test_add_func ("/borrows/many-spilled", test_many_spilled);
  g_test_add_func ("/borrows/spilled-no-memory", test_spilled_no_memory);
  g_test_add_func ("/borrows/free", test_free);
  g_test_add_func ("/borrows/returned", test_returned);
  g_test_add_func ("/borrows/handed-over", test_handed_over);
  g_test_add_func ("/borrows/missed", test_missed);
  g_test_add_func ("/borrows/swept", test_swept);
  g_test_add_func ("/borrows/threads", test_threads);
  g_test_add_func ("/borrows/no-memory", test_no_memory);
  g_test_add_func ("/borrows/random", test_random);
  return g_test_run ();
}

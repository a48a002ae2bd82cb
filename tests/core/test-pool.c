/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Rows: where an element is, up to the last of the 32nd row; the table of rows, which readers go on using. */

#include "core/pool.h"

#include "failing-memory.h"

static void
test_edges (void)
{
  guint64 start = 0;

  for (guint row = 0; row < TROVE_MAX_ROWS; row++)
    {
      guint64 length = (guint64) 32 << row;

      g_assert_cmpuint (trove_row_start (row), ==, start);
      g_assert_cmpuint (trove_row_length (row), ==, length);
      g_assert_cmpuint (trove_row_of (start), ==, row);
      g_assert_cmpuint (trove_row_of (start + 1), ==, row);
      g_assert_cmpuint (trove_row_of (start + length / 2), ==, row);
      g_assert_cmpuint (trove_row_of (start + length - 1), ==, row);
      start += length;
    }
  g_assert_cmpuint (TROVE_MAX_ROWS, ==, 32);
  g_assert_cmpuint (start, ==, TROVE_MAX_ELEMENTS);
  g_assert_cmpuint (trove_row_start (TROVE_MAX_ROWS), ==, TROVE_MAX_ELEMENTS);
  g_assert_cmpuint (trove_row_of (TROVE_MAX_ELEMENTS), ==, TROVE_MAX_ROWS);
  g_assert_cmpuint (TROVE_MAX_ELEMENTS, <, (guint64) 1 << 40); /* an offset's index */
}

static void
test_known (void)
{
  static const struct
  {
    guint64 index;
    guint row;
  } known[] = {
    { 0, 0 },   { 1, 0 },   { 30, 0 },   { 31, 0 },   { 32, 1 },      { 33, 1 },  { 94, 1 },
    { 95, 1 },  { 96, 2 },  { 97, 2 },   { 223, 2 },  { 224, 3 },     { 479, 3 }, { 480, 4 },
    { 991, 4 }, { 992, 5 }, { 8159, 7 }, { 8160, 8 }, { 100000, 11 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    g_assert_cmpuint (trove_row_of (known[i].index), ==, known[i].row);

  /* And each in between: in the row that starts at or before it. */
  for (guint64 i = 0; i < 100000; i++)
    {
      guint row = trove_row_of (i);

      g_assert_cmpuint (trove_row_start (row), <=, i);
      g_assert_cmpuint (i, <, trove_row_start (row + 1));
    }
}

/* Rows at made-up addresses: nothing is read there. */
static gpointer
fake_row (guint row)
{
  return GSIZE_TO_POINTER (((gsize) row + 1) << (8 * sizeof (gsize) - 14) | 0x1040);
}

static void
check_addresses (const TrovePool *pool, const guintptr *rows, guint n_rows, gsize stride)
{
  for (guint row = 0; row < n_rows; row++)
    {
      guint64 start = trove_row_start (row), last = start + trove_row_length (row) - 1;
      char *first = fake_row (row);

      g_assert_true (trove_rows_address (rows, start, stride) == first);
      g_assert_true (trove_rows_address (rows, start + 1, stride) == first + stride);
      g_assert_true (trove_rows_address (rows, last, stride) == first + (last - start) * stride);
    }
}

static void
test_addresses (void)
{
  static const gsize strides[] = { 1, 3, 8, 24, 32, 65536 };

  for (guint i = 0; i < G_N_ELEMENTS (strides); i++)
    {
      const guintptr *tables[TROVE_MAX_ROWS];
      TrovePool pool = { 0 };

      for (guint row = 0; row < TROVE_MAX_ROWS; row++)
        {
          g_assert_true (trove_pool_make_room (&pool));
          g_assert_true (trove_pool_make_room (&pool)); /* there is room already */
          g_assert_cmpuint (pool.n_rows, ==, row);
          trove_pool_push_row (&pool, fake_row (row), strides[i]);
          g_assert_cmpuint (pool.n_rows, ==, row + 1);
          tables[row] = pool.rows;

          /* A table that was replaced goes on to say where the older rows are. */
          for (guint older = 0; older <= row; older++)
            check_addresses (&pool, tables[older], older + 1, strides[i]);
        }
      g_assert_true (tables[0] == &pool.row0);
      trove_pool_clear (&pool);
    }
}

static void
test_no_memory (void)
{
  TrovePool pool = { 0 };
  guint n_failed = 0;

  for (guint row = 0; row < TROVE_MAX_ROWS; row++)
    {
      TrovePool before = pool;

      failing_memory_start (FAILING_REST, 0);
      if (!trove_pool_make_room (&pool))
        {
          g_assert_cmpmem (&pool, sizeof pool, &before, sizeof before);
          n_failed++;
        }
      failing_memory_stop ();
      g_assert_true (trove_pool_make_room (&pool));
      trove_pool_push_row (&pool, fake_row (row), 8);
    }
  g_assert_cmpuint (n_failed, ==, 2);
  check_addresses (&pool, pool.rows, TROVE_MAX_ROWS, 8);
  trove_pool_clear (&pool);
}

/* Runs */

typedef struct
{
  guint64 n;
  guint n_runs;
} Runs;

static void
count_run (gpointer first, guint64 n, gpointer data)
{
  Runs *runs = data;

  g_assert_cmpuint (runs->n, ==, trove_row_start (runs->n_runs));
  g_assert_true (first == fake_row (runs->n_runs));
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n, <=, trove_row_length (runs->n_runs));
  runs->n += n;
  runs->n_runs++;
}

static void
test_runs (void)
{
  static const guint64 lengths[] = { 0, 1, 31, 32, 33, 95, 96, 97, 223, 224, 225, 100000 };
  TrovePool pool = { 0 };

  for (guint row = 0; row < 12; row++)
    {
      g_assert_true (trove_pool_make_room (&pool));
      trove_pool_push_row (&pool, fake_row (row), 24);
    }
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      Runs runs = { 0, 0 };

      pool.length = lengths[i];
      trove_pool_foreach_run (&pool, 24, count_run, &runs);
      g_assert_cmpuint (runs.n, ==, lengths[i]);
      g_assert_cmpuint (runs.n_runs, ==, lengths[i] > 0 ? trove_row_of (lengths[i] - 1) + 1 : 0);
    }
  trove_pool_clear (&pool);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rows/edges", test_edges);
  g_test_add_func ("/rows/known", test_known);
  g_test_add_func ("/rows/addresses", test_addresses);
  g_test_add_func ("/rows/no-memory", test_no_memory);
  g_test_add_func ("/rows/runs", test_runs);
  return g_test_run ();
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "pool.h"

#include <string.h>

#include "memory.h"

TrovePool trove_pool_empty;

/* The table of rows has room for 1 row (row0), then for 8 rows, which are 8,160 elements, then for all 32. A new table
 * has the address of the old one in front of its first entry. The old table is freed with the pool. */
#define SMALL_TABLE 8

gboolean
trove_pool_make_room (TrovePool *pool)
{
  guint n_room = pool->n_room == 1 ? SMALL_TABLE : TROVE_MAX_ROWS;
  guintptr *table;

  if (pool->n_rows < pool->n_room)
    return TRUE;
  if (pool->n_rows == 0)
    {
      pool->rows = &pool->row0;
      pool->n_room = 1;
      return TRUE;
    }

  g_assert (pool->n_room < TROVE_MAX_ROWS);
  table = trove_memory_alloc ((1 + n_room) * sizeof *table);
  if (table == NULL)
    return FALSE;

  table[0] = pool->rows == &pool->row0 ? 0 : (guintptr) (pool->rows - 1);
  memcpy (table + 1, pool->rows, pool->n_rows * sizeof *table);
  pool->rows = table + 1;
  pool->n_room = (guint8) n_room;
  return TRUE;
}

void
trove_pool_push_row (TrovePool *pool, gpointer row, gsize stride)
{
  g_assert (pool->n_rows < pool->n_room);
  pool->rows[pool->n_rows] = (guintptr) row - (guintptr) (trove_row_start (pool->n_rows) * stride);
  pool->n_rows++;
}

/* The allocated block of the current table, or NULL: its first word is the address of the older block. */
static guintptr *
newest_table (const TrovePool *pool)
{
  return pool->rows == &pool->row0 || pool->rows == NULL ? NULL : pool->rows - 1;
}

gsize
trove_pool_n_overhead (const TrovePool *pool)
{
  guint n_room = pool->n_room;
  gsize bytes = 0;

  for (guintptr *table = newest_table (pool); table != NULL; table = (guintptr *) table[0])
    {
      bytes += trove_memory_size (table, (1 + n_room) * sizeof *table);
      n_room = SMALL_TABLE;
    }

  return bytes;
}

void
trove_pool_clear (TrovePool *pool)
{
  guintptr *table = newest_table (pool);

  while (table != NULL)
    {
      guintptr *older = (guintptr *) table[0];

      trove_memory_free (table);
      table = older;
    }
}

void
trove_pool_foreach_run (const TrovePool *pool, gsize stride, TroveRunFunc func, gpointer data)
{
  for (guint row = 0; row < pool->n_rows && trove_row_start (row) < pool->length; row++)
    {
      guint64 start = trove_row_start (row);

      func (trove_rows_address (pool->rows, start, stride),
            MIN (pool->length - start, trove_row_length (row)), data);
    }
}

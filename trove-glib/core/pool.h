/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Pool: the elements of one type in one sub-arena. Element i is in a row:
 *
 *   row 0  [  0 …  31]        row r has 32 << r elements and starts at index 32 × (2^r − 1), so the row of i
 *   row 1  [ 32 …  95]        is floor (log2 (i + 32)) − 5: one count of leading zeros. Rows are added and
 *   row 2  [ 96 … 223]  …     never moved, so an element never moves.
 *
 * The table has biased addresses: that of a row less its first index × stride, so that address = rows[r] + i ×
 * stride. */

#pragma once

#include <glib.h>

#define TROVE_FIRST_ROW 32
#define TROVE_MAX_ROWS 32
#define TROVE_MAX_ELEMENTS (((guint64) TROVE_FIRST_ROW << TROVE_MAX_ROWS) - TROVE_FIRST_ROW)

/* Invariants: length is at most the capacity of the n_rows rows. rows is &row0 while there is one row, else an array of
 * n_room entries. row0 and replaced arrays stay valid, since readers may be using them. */
typedef struct _TrovePool TrovePool;

struct _TrovePool
{
  guint64 length; /* elements */
  guintptr *rows; /* biased addresses */
  guintptr row0;
  guint8 index; /* of the pool in the arena */
  guint8 n_rows;
  guint8 n_room;   /* entries that fit in rows */
  TrovePool *next; /* of the same sub-arena, in order of first use */
};

/* A pool without elements, which nothing writes to. */
extern TrovePool trove_pool_empty;

static inline guint
trove_row_of (guint64 index)
{
  /* x ^ 63 is 63 − x. With it the compiler finds the one instruction for the position of the highest bit. */
  return ((guint) __builtin_clzll (index + TROVE_FIRST_ROW) ^ 63) - 5;
}

static inline guint64
trove_row_start (guint row)
{
  return ((guint64) TROVE_FIRST_ROW << row) - TROVE_FIRST_ROW;
}

static inline guint64
trove_row_length (guint row)
{
  return (guint64) TROVE_FIRST_ROW << row;
}

/* The index of an element in its row: index + 32 without its highest bit. */
static inline guint64
trove_row_offset (guint64 index, guint row)
{
  return (index + TROVE_FIRST_ROW) & ~((guint64) 1 << (row + 5));
}

static inline gpointer
trove_rows_address (const guintptr *rows, guint64 index, gsize stride)
{
  guintptr address = rows[trove_row_of (index)] + (guintptr) (index * stride);

  if (address == 0) /* never: saves callers a test for NULL */
    __builtin_unreachable ();
  return (gpointer) address;
}

/* Makes room for one more entry in the table of rows. FALSE: no memory, nothing changed. */
gboolean trove_pool_make_room (TrovePool *pool);

/* Adds the next row, after trove_pool_make_room(). */
void trove_pool_push_row (TrovePool *pool, gpointer row, gsize stride);

/* Adds the first row of a pool. Its entry is row0, so it needs no room. */
static inline void
trove_pool_add_first_row (TrovePool *pool, gpointer row)
{
  pool->rows = &pool->row0;
  pool->row0 = (guintptr) row;
  pool->n_rows = pool->n_room = 1;
}

/* Frees the pool's tables, but no row. */
void trove_pool_clear (TrovePool *pool);
gsize trove_pool_n_overhead (const TrovePool *pool); /* bytes of its tables */

/* Calls func for each run of adjacent elements, in order. */
typedef void (*TroveRunFunc) (gpointer first, guint64 n, gpointer data);
void trove_pool_foreach_run (const TrovePool *pool, gsize stride, TroveRunFunc func, gpointer data);

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Rows: where element i of a pool is.
 *
 *   row 0  [  0 …  31]        row r has 32 << r elements and starts at index 32 × (2^r − 1), so the row of i
 *   row 1  [ 32 …  95]        is floor (log2 (i + 32)) − 5: one count of leading zeros. Rows are added, never
 *   row 2  [ 96 … 223]  …     moved, so an element stays where it is.
 *
 * A row's address is kept less what its first index would add, so that address = rows[r] + i × stride. */

#pragma once

#include "chain.h"

#define TROVE_FIRST_ROW 32
#define TROVE_MAX_ROWS 32
#define TROVE_MAX_ELEMENTS (((guint64) TROVE_FIRST_ROW << TROVE_MAX_ROWS) - TROVE_FIRST_ROW)

/* One pool of one sub-arena. Invariants: length <= capacity of the n_rows rows; rows == &row0 while there is
 * one, else an array of n_room. row0 and an array that was replaced stay valid: readers may be using them. */
typedef struct _TrovePool TrovePool;

struct _TrovePool
{
  guint64 length; /* elements */
  guintptr *rows; /* biased addresses */
  guintptr row0;
  guint8 index;    /* of the pool in the arena */
  guint8 n_rows;   /* rows that there are */
  guint8 n_room;   /* rows that fit in rows */
  TrovePool *next; /* of the same sub-arena, in order of first use */
};

static inline guint
trove_row_of (guint64 index)
{
  /* x ^ 63 rather than 63 − x: the place of the highest bit is one instruction. */
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

/* Where in its row an element is: what is left of index + 32 without its highest bit. */
static inline guint64
trove_row_offset (guint64 index, guint row)
{
  return (index + TROVE_FIRST_ROW) & ~((guint64) 1 << (row + 5));
}

static inline gpointer
trove_rows_address (const guintptr *rows, guint64 index, gsize stride)
{
  guintptr address = rows[trove_row_of (index)] + (guintptr) (index * stride);

  if (address == 0) /* never: saves the callers who give it on a test */
    __builtin_unreachable ();
  return (gpointer) address;
}

/* Makes room for one more row at the end of the table of rows; FALSE: no memory, nothing changed. */
gboolean trove_pool_make_room (TrovePool *pool);
void trove_pool_push_row (TrovePool *pool, gpointer row, gsize stride);
void trove_pool_clear (TrovePool *pool);
gsize trove_pool_n_overhead (const TrovePool *pool); /* bytes of its tables */

/* Calls func for each run of elements that lie side by side, in order. */
typedef void (*TroveRunFunc) (gpointer first, guint64 n, gpointer data);
void trove_pool_foreach_run (const TrovePool *pool, gsize stride, TroveRunFunc func, gpointer data);

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Borrows: who borrows what of a sub-arena, beside the rows.
 *
 *   TroveBorrows ─► by pool ─► by row ─► one byte an element:  0 │ 1 … 254 shared │ 255 mutable
 *                                                              more than 254 shared: the rest in spilled
 *
 * A sub-arena has none until something in it is borrowed while it is its arena's own, and a row none until
 * something in it is. Counts are the owner's alone, plain arithmetic. A guard that is released on another thread
 * (a garbage collector's) goes on the list returned, which the owner drains before it reports that a borrow stands
 * in the way. What is frozen is not counted: nobody can change it. */

#pragma once

#include "rows.h"

#define TROVE_BYTE_MUTABLE 255 /* the byte of a mutably borrowed element */
#define TROVE_BYTE_MOST 254    /* the largest count a byte holds */

typedef struct _TroveReturned TroveReturned;
typedef struct _TroveSpilled TroveSpilled;

typedef struct
{
  guint64 n_shared, n_mutable; /* outstanding */
  guint n_pools;
  TroveSpilled *spilled; /* shared borrows beyond what the byte counts, or NULL */
  guint n_spilled, spilled_room;
  _Atomic (TroveReturned *) returned; /* a stack that other threads push to and the owner takes whole */
  gpointer free_strings; /* of all pools: bytes that a guard replaced, linked through themselves */
  guint8 **pools[];      /* TROVE_MAX_ROWS rows each, or NULL */
} TroveBorrows;

TroveBorrows *trove_borrows_new (guint n_pools);
void trove_borrows_free (TroveBorrows *borrows);
gsize trove_borrows_n_overhead (const TroveBorrows *borrows); /* bytes of all but what was returned */

typedef enum
{
  TROVE_BORROWED_NOT,
  TROVE_BORROWED_SHARED,
  TROVE_BORROWED_MUTABLY,
} TroveBorrowState;

/* The state of one element, of any element. Owner's thread. */
TroveBorrowState trove_borrows_get (TroveBorrows *borrows, guint pool, guint64 index);
TroveBorrowState trove_borrows_get_any (TroveBorrows *borrows);

/* Makes sure that there is room to count borrows of an element, which may not be there yet; FALSE: no memory. */
gboolean trove_borrows_prepare (TroveBorrows *borrows, guint pool, guint64 index);

/* The head of a list of strings' bytes to be used again by guards, which may outlive the arena. */
gpointer *trove_borrows_free_strings (TroveBorrows *borrows);

/* Whether nothing is outstanding, but for what other threads gave back. */
static inline gboolean
trove_borrows_none (const TroveBorrows *borrows)
{
  return (borrows->n_shared | borrows->n_mutable) == 0;
}

/* The byte of an element, or NULL where nothing in its row was borrowed yet. */
static inline guint8 *
trove_borrows_find (const TroveBorrows *borrows, guint pool, guint64 index)
{
  guint row = trove_row_of (index);
  guint8 *const *rows = borrows->pools[pool];

  return rows != NULL && rows[row] != NULL ? rows[row] + (index - trove_row_start (row)) : NULL;
}

/* FALSE: no memory, nothing changed. The element must not be borrowed in a way that forbids it. */
gboolean trove_borrows_add (TroveBorrows *borrows, guint pool, guint64 index, gboolean mutable);

/* The same by the element's byte. A mutable borrow may be added where it is 0. */
static inline void
trove_borrows_add_mutable (TroveBorrows *borrows, guint8 *byte)
{
  *byte = TROVE_BYTE_MUTABLE;
  borrows->n_mutable++;
}

static inline void
trove_borrows_remove_mutable (TroveBorrows *borrows, guint8 *byte)
{
  g_assert (*byte == TROVE_BYTE_MUTABLE);
  *byte = 0;
  borrows->n_mutable--;
}

void trove_borrows_remove (TroveBorrows *borrows, guint pool, guint64 index, gboolean mutable);

/* Removes one from any thread; it takes effect when the owner next looks. */
void trove_borrows_return (TroveBorrows *borrows, guint pool, guint64 index, gboolean mutable);

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

typedef struct _TroveBorrows TroveBorrows;

TroveBorrows *trove_borrows_new (guint n_pools);
void trove_borrows_free (TroveBorrows *borrows);

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

/* FALSE: no memory, nothing changed. The element must not be borrowed in a way that forbids it. */
gboolean trove_borrows_add (TroveBorrows *borrows, guint pool, guint64 index, gboolean mutable);
void trove_borrows_remove (TroveBorrows *borrows, guint pool, guint64 index, gboolean mutable);

/* The same from any thread; it takes effect when the owner next looks. */
void trove_borrows_return (TroveBorrows *borrows, guint pool, guint64 index, gboolean mutable);

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Borrows: who borrows what of a sub-arena, beside the rows.
 *
 *   TroveBorrows ─► by pool ─► by row ─► one byte an element:  0 │ 1 … 254 shared │ 255 mutable
 *                                                              more than 254 shared: the rest in spilled
 *
 * A sub-arena has none until something in it is borrowed while it is its arena's own, and a row none until
 * something in it is. The bytes are the owner's alone, and only the owner writes the counts: no borrow takes a
 * read-modify-write. A guard that is released on another thread (a garbage collector's) goes on the list
 * returned, which the owner drains before it reports that a borrow stands in the way. What is frozen is not counted:
 * nobody can change it.
 *
 * Guards hold no reference on the sub-arena. While it is an arena's own, the arena's reference keeps it. When the
 * arena lets it go, trove_borrows_hand_over() gives the guards one reference for all of them, and closes the list:
 *
 *   returned   pointer            open: the guards that other threads released
 *              n × 4 + 1          closed: at most n guards are left
 *              n × 4 + 2 + 1      closed, and settled: n guards are left
 *
 * From then on each release subtracts from n, and the one that makes it 0 drops the reference. A thread that closes the
 * list cannot know how many guards the owner is releasing just then: at_close is what it read, and the owner's next
 * release settles the difference. The owner's last release may have missed that the list was closed. Then nobody comes
 * to settle it: that is why borrows that are not settled are listed, and trove_borrows_sweep() finds those that are over. */

#pragma once

#include <stdatomic.h>

#include "pool.h"

#define TROVE_BYTE_MUTABLE 255 /* the byte of a mutably borrowed element */
#define TROVE_BYTE_MOST 254    /* the largest count a byte holds */

#define TROVE_RETURNED_CLOSED ((guintptr) 1)
#define TROVE_RETURNED_SETTLED ((guintptr) 2)
#define TROVE_RETURNED_ONE ((guintptr) 4)

/* Guards on the heap need more memory for that many than 32 bits address; those on the stack must have been forgotten. */
#define TROVE_MAX_BORROWS (G_MAXSIZE >> 4)

typedef struct _TroveBorrows TroveBorrows;
typedef struct _TroveSpilled TroveSpilled;

struct _TroveBorrows
{
  /* Written by the owner: n_taken while there is the arena, so who finds it gone knows the last. */
  gsize n_taken;
  _Atomic (gsize) n_released;  /* without those on the list */
  gsize n_mutable;             /* of those that are outstanding */
  _Atomic (guintptr) returned; /* a stack that other threads push to and the owner takes whole, or closed */
  guint n_pools;
  guint n_spilled, spilled_room;
  TroveSpilled *spilled; /* shared borrows beyond what the byte counts, or NULL */
  gpointer free_strings; /* of all pools: bytes that a guard replaced, linked through themselves */

  /* Written before the list is closed. */
  gsize at_close; /* how many were outstanding then, or more */
  gpointer kept;  /* the sub-arena whose reference the guards have */
  gboolean listed;
  TroveBorrows *prev, *next; /* in the ring of those that were handed over on any thread */

  guint8 **pools[]; /* TROVE_MAX_ROWS rows each, NULL: nothing was borrowed */
};

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

/* How many are outstanding, with those on the list. Owner's thread. */
static inline gsize
trove_borrows_n (const TroveBorrows *borrows)
{
  return borrows->n_taken - atomic_load_explicit (&borrows->n_released, memory_order_relaxed);
}

static inline gboolean
trove_borrows_none (const TroveBorrows *borrows)
{
  return trove_borrows_n (borrows) == 0;
}

/* The byte of an element, or NULL where nothing in its row was borrowed yet. */
static inline guint8 *
trove_borrows_find (const TroveBorrows *borrows, guint pool, guint64 index)
{
  guint row = trove_row_of (index);
  guint8 *bytes = borrows->pools[pool][row];

  return bytes != NULL ? bytes + trove_row_offset (index, row) : NULL;
}

/* More are not counted: on 64 bits there is no memory for so many. */
static inline gboolean
trove_borrows_full (const TroveBorrows *borrows)
{
  return GLIB_SIZEOF_SIZE_T < 8 && trove_borrows_n (borrows) >= TROVE_MAX_BORROWS;
}

/* FALSE: no memory, nothing changed. The element must not be borrowed in a way that forbids it. */
gboolean trove_borrows_add (TroveBorrows *borrows, guint pool, guint64 index, gboolean mutable);

/* The same by the element's byte; FALSE: it is borrowed, or its byte counts no more. */
static inline gboolean
trove_borrows_add_quick (TroveBorrows *borrows, guint8 *byte, gboolean mutable)
{
  if ((mutable ? *byte != 0 : *byte >= TROVE_BYTE_MOST) || trove_borrows_full (borrows))
    return FALSE;

  *byte = mutable ? TROVE_BYTE_MUTABLE : *byte + 1;
  borrows->n_mutable += mutable;
  borrows->n_taken++;
  return TRUE;
}

/* The last that a guard does to the sub-arena: whoever reads that nothing is left may free it. */
static inline void
trove_borrows_count_released (TroveBorrows *borrows, gboolean mutable)
{
  gsize n = atomic_load_explicit (&borrows->n_released, memory_order_relaxed);

  borrows->n_mutable -= mutable;
  atomic_store_explicit (&borrows->n_released, n + 1, memory_order_release);
}

/* Removes one on the owner's thread. TRUE: the arena let the sub-arena go, and it was the last: whoever removed it drops
 * the guards' reference. */
gboolean trove_borrows_remove (TroveBorrows *borrows, guint pool, guint64 index, gboolean mutable);

/* The same by the element's byte; FALSE: nothing was done, it is for the other. */
static inline gboolean
trove_borrows_remove_quick (TroveBorrows *borrows, guint8 *byte, gboolean mutable)
{
  guint8 left = *byte - 1;

  if (G_UNLIKELY (atomic_load_explicit (&borrows->returned, memory_order_relaxed) & TROVE_RETURNED_CLOSED))
    return FALSE;
  if (G_UNLIKELY (mutable ? left != TROVE_BYTE_MUTABLE - 1 : left >= TROVE_BYTE_MOST - 1))
    return FALSE;

  *byte = mutable ? 0 : left;
  trove_borrows_count_released (borrows, mutable);
  return TRUE;
}

/* Removes one from another thread; it takes effect when the owner next looks. TRUE as above. */
gboolean trove_borrows_return (TroveBorrows *borrows, guint pool, guint64 index, gboolean mutable);

/* The arena lets go of the sub-arena kept, whose borrows they are. TRUE: some are outstanding, and have one reference on
 * it from now on. owner: this is the owner's thread, and no guard is being released on it. */
gboolean trove_borrows_hand_over (TroveBorrows *borrows, gpointer kept, gboolean owner);

/* A sub-arena whose guards are gone and nobody saw it, or NULL: whoever gets it drops the guards' reference. It looks at
 * a few of those that were handed over on any thread, and at others the next time. */
gpointer trove_borrows_sweep (void);

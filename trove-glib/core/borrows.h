/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Borrows: counts of the borrowed elements of a sub-arena, kept beside its rows.
 *
 *   TroveBorrows ─► by pool ─► by row ─► one byte an element:  0 │ 1 … 254 shared │ 255 mutable
 *                                                              more than 254 shared: the rest in spilled
 *
 * TroveBorrows is made with the first borrow in an own sub-arena, and a row's bytes with the first borrow in the row.
 * Borrows of frozen elements are not counted, since frozen elements do not change.
 *
 * Only the owner's thread uses the bytes and writes the counts, so a borrow takes no atomic read-modify-write. A guard
 * that another thread releases (a garbage collector's) goes on the list returned. The owner drains the list before it
 * reports that a borrow forbids a call.
 *
 * Guards hold no reference on the sub-arena while it is an arena's own: the arena's reference keeps it. When the arena
 * lets the sub-arena go, trove_borrows_hand_over() gives all guards together one reference, and closes the list:
 *
 *   returned   pointer            open: the guards that other threads released
 *              n × 4 + 1          closed: at most n guards are left
 *              n × 4 + 2 + 1      closed and settled: n guards are left
 *
 * From then on each release subtracts from n, and the release that makes n 0 drops the reference.
 *
 * A thread other than the owner that closes the list does not see the releases that the owner makes at the same time:
 * it stores the number it read in at_close. The owner's next release settles the difference. If the owner's last
 * release did not see the closed list, no release follows that could settle it. So borrows that another thread handed
 * over are in a ring, in which trove_borrows_sweep() finds those without guards. */

#pragma once

#include <stdatomic.h>

#include "pool.h"

#define TROVE_BYTE_MUTABLE 255 /* the byte of a mutably borrowed element */
#define TROVE_BYTE_MOST 254    /* the largest count a byte holds */

#define TROVE_RETURNED_CLOSED ((guintptr) 1)
#define TROVE_RETURNED_SETTLED ((guintptr) 2)
#define TROVE_RETURNED_ONE ((guintptr) 4)

/* On 32 bits, so many guards do not fit in memory: guards on the stack were left without a release. */
#define TROVE_MAX_BORROWS (G_MAXSIZE >> 4)

typedef struct _TroveBorrows TroveBorrows;
typedef struct _TroveSpilled TroveSpilled;

struct _TroveBorrows
{
  /* Written by the owner; n_taken only while the arena exists, so after that n_taken is final. */
  gsize n_taken;
  _Atomic (gsize) n_released;  /* without those on the list */
  gsize n_mutable;             /* mutable borrows that are outstanding */
  _Atomic (guintptr) returned; /* a stack that other threads push to and the owner takes whole, or closed */
  guint n_pools;
  guint n_spilled, spilled_room;
  TroveSpilled *spilled; /* shared borrows above TROVE_BYTE_MOST, or NULL */
  gpointer free_strings; /* of all pools: strings' bytes that a guard replaced, linked through themselves */

  /* Written before the list is closed. */
  gsize at_close;            /* outstanding borrows; too many if the owner was releasing at the same time */
  gpointer kept;             /* the sub-arena whose reference the guards have */
  gboolean listed;           /* in the ring */
  TroveBorrows *prev, *next; /* in the ring (borrows.c) */

  guint8 **pools[]; /* TROVE_MAX_ROWS rows each; a row is NULL until an element of it is borrowed */
};

TroveBorrows *trove_borrows_new (guint n_pools);
void trove_borrows_free (TroveBorrows *borrows);
gsize trove_borrows_n_overhead (const TroveBorrows *borrows); /* bytes, without the list returned */

typedef enum
{
  TROVE_BORROWED_NOT,
  TROVE_BORROWED_SHARED,
  TROVE_BORROWED_MUTABLY,
} TroveBorrowState;

/* The state of one element, and the strongest state of any element. Owner's thread. */
TroveBorrowState trove_borrows_get (TroveBorrows *borrows, guint pool, guint64 index);
TroveBorrowState trove_borrows_get_any (TroveBorrows *borrows);

/* Makes room to count borrows of an element, which need not exist yet. FALSE: no memory. */
gboolean trove_borrows_prepare (TroveBorrows *borrows, guint pool, guint64 index);

/* The head of a list of free strings' bytes, for guards, which may outlive the arena. */
gpointer *trove_borrows_free_strings (TroveBorrows *borrows);

/* Outstanding borrows, with those on the list. Owner's thread. */
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

/* The byte of an element, or NULL if no element of its row was borrowed yet. */
static inline guint8 *
trove_borrows_find (const TroveBorrows *borrows, guint pool, guint64 index)
{
  guint row = trove_row_of (index);
  guint8 *bytes = borrows->pools[pool][row];

  return bytes != NULL ? bytes + trove_row_offset (index, row) : NULL;
}

/* TRUE if no further borrow can be counted. On 64 bits there is no memory for so many. */
static inline gboolean
trove_borrows_full (const TroveBorrows *borrows)
{
  return GLIB_SIZEOF_SIZE_T < 8 && trove_borrows_n (borrows) >= TROVE_MAX_BORROWS;
}

/* Counts a borrow of an element that no other borrow forbids. FALSE: no memory, nothing changed. */
gboolean trove_borrows_add (TroveBorrows *borrows, guint pool, guint64 index, gboolean mutable);

/* The same by the element's byte. FALSE: a borrow forbids it, or the byte is at TROVE_BYTE_MOST. */
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

/* The last access of a guard to the sub-arena: a thread that reads the new count may free the sub-arena. */
static inline void
trove_borrows_count_released (TroveBorrows *borrows, gboolean mutable)
{
  gsize n = atomic_load_explicit (&borrows->n_released, memory_order_relaxed);

  borrows->n_mutable -= mutable;
  atomic_store_explicit (&borrows->n_released, n + 1, memory_order_release);
}

/* Removes a borrow on the owner's thread. TRUE: the arena let the sub-arena go, and the borrow was the last. The caller
 * then drops the guards' reference. */
gboolean trove_borrows_remove (TroveBorrows *borrows, guint pool, guint64 index, gboolean mutable);

/* The same by the element's byte. FALSE: nothing is removed, use trove_borrows_remove(). */
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

/* Removes a borrow on another thread: it goes on the list returned, if that is open. TRUE as above. */
gboolean trove_borrows_return (TroveBorrows *borrows, guint pool, guint64 index, gboolean mutable);

/* Closes the list, when the arena lets go of the sub-arena kept. TRUE: borrows are outstanding, and their guards take
 * over the caller's reference on kept. owner: the caller is the owner's thread, which is not releasing a guard. */
gboolean trove_borrows_hand_over (TroveBorrows *borrows, gpointer kept, gboolean owner);

/* A sub-arena whose last guard was released without dropping the guards' reference, or NULL. The caller drops that
 * reference. Each call looks at a few borrows of the ring, the next call at others. Any thread. */
gpointer trove_borrows_sweep (void);

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "borrows.h"

#include <string.h>

#include "memory.h"

/* Borrows that one sweep looks at. */
#define N_SWEPT 2

/* A borrow on the list returned. */
typedef struct
{
  guintptr next; /* 0: the last */
  guint64 index;
  guint pool;
  gboolean mutable;
} Returned;

struct _TroveSpilled
{
  guint64 key; /* pool and index; the table is in increasing order of keys */
  guint64 count;
};

/* The rows of a pool in which no element was borrowed. Never written. */
static guint8 *no_rows[TROVE_MAX_ROWS];

TroveBorrows *
trove_borrows_new (guint n_pools)
{
  TroveBorrows *borrows = trove_memory_alloc0 (sizeof *borrows + n_pools * sizeof (guint8 **));

  if (borrows == NULL)
    return NULL;

  borrows->n_pools = n_pools;
  for (guint i = 0; i < n_pools; i++)
    borrows->pools[i] = no_rows;
  return borrows;
}

static void
free_returned (guintptr word)
{
  Returned *returned, *next;

  for (returned = (Returned *) word; returned != NULL; returned = next)
    {
      next = (Returned *) returned->next;
      g_free (returned);
    }
}

void
trove_borrows_free (TroveBorrows *borrows)
{
  guintptr word = atomic_load_explicit (&borrows->returned, memory_order_relaxed);

  if (!(word & TROVE_RETURNED_CLOSED))
    free_returned (word);

  for (guint pool = 0; pool < borrows->n_pools; pool++)
    {
      if (borrows->pools[pool] == no_rows)
        continue;
      for (guint row = 0; row < TROVE_MAX_ROWS; row++)
        trove_memory_free (borrows->pools[pool][row]);
      trove_memory_free (borrows->pools[pool]);
    }

  trove_memory_free (borrows->spilled);
  trove_memory_free (borrows);
}

gsize
trove_borrows_n_overhead (const TroveBorrows *borrows)
{
  gsize bytes = trove_memory_size (borrows, sizeof *borrows + borrows->n_pools * sizeof *borrows->pools);

  for (guint pool = 0; pool < borrows->n_pools; pool++)
    {
      guint8 **rows = borrows->pools[pool];

      if (rows == no_rows)
        continue;
      bytes += trove_memory_size (rows, TROVE_MAX_ROWS * sizeof *rows);
      for (guint row = 0; row < TROVE_MAX_ROWS; row++)
        bytes += trove_memory_size (rows[row], trove_row_length (row));
    }

  return bytes + trove_memory_size (borrows->spilled, borrows->spilled_room * sizeof *borrows->spilled);
}

/* The byte of an element, allocated if needed. NULL: no memory. */
static guint8 *
make_byte (TroveBorrows *borrows, guint pool, guint64 index)
{
  guint row = trove_row_of (index);

  if (borrows->pools[pool] == no_rows)
    {
      guint8 **rows = trove_memory_alloc0 (TROVE_MAX_ROWS * sizeof (guint8 *));

      if (rows == NULL)
        return NULL;
      borrows->pools[pool] = rows;
    }

  if (borrows->pools[pool][row] == NULL)
    borrows->pools[pool][row] = trove_memory_alloc0 (trove_row_length (row));

  return trove_borrows_find (borrows, pool, index);
}

gboolean
trove_borrows_prepare (TroveBorrows *borrows, guint pool, guint64 index)
{
  return make_byte (borrows, pool, index) != NULL;
}

gpointer *
trove_borrows_free_strings (TroveBorrows *borrows)
{
  return &borrows->free_strings;
}

/* The table of shared borrows above TROVE_BYTE_MOST of an element. It stays small: few elements have so many. */

static guint64
spilled_key (guint pool, guint64 index)
{
  return (guint64) pool << 40 | index;
}

/* The position of the first key that is not below key. */
static guint
search_spilled (const TroveBorrows *borrows, guint64 key)
{
  guint low = 0, high = borrows->n_spilled;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (borrows->spilled[middle].key < key)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static gboolean
is_spilled (const TroveBorrows *borrows, guint at, guint64 key)
{
  return at < borrows->n_spilled && borrows->spilled[at].key == key;
}

static gboolean
grow_spilled (TroveBorrows *borrows)
{
  guint room = MAX (8, 2 * borrows->spilled_room);
  TroveSpilled *spilled;

  if (borrows->n_spilled < borrows->spilled_room)
    return TRUE;
  spilled = trove_memory_alloc (room * sizeof *spilled);
  if (spilled == NULL)
    return FALSE;

  if (borrows->n_spilled > 0)
    memcpy (spilled, borrows->spilled, borrows->n_spilled * sizeof *spilled);
  trove_memory_free (borrows->spilled);
  borrows->spilled = spilled;
  borrows->spilled_room = room;
  return TRUE;
}

static gboolean
add_spilled (TroveBorrows *borrows, guint pool, guint64 index)
{
  guint64 key = spilled_key (pool, index);
  guint at = search_spilled (borrows, key);

  if (!is_spilled (borrows, at, key))
    {
      if (!grow_spilled (borrows))
        return FALSE;
      memmove (borrows->spilled + at + 1, borrows->spilled + at,
               (borrows->n_spilled - at) * sizeof *borrows->spilled);
      borrows->spilled[at] = (TroveSpilled){ key, 0 };
      borrows->n_spilled++;
    }
  borrows->spilled[at].count++;
  return TRUE;
}

/* FALSE: the table has no borrow of the element. */
static gboolean
remove_spilled (TroveBorrows *borrows, guint pool, guint64 index)
{
  guint64 key = spilled_key (pool, index);
  guint at = search_spilled (borrows, key);

  if (!is_spilled (borrows, at, key))
    return FALSE;
  if (--borrows->spilled[at].count > 0)
    return TRUE;

  borrows->n_spilled--;
  memmove (borrows->spilled + at, borrows->spilled + at + 1,
           (borrows->n_spilled - at) * sizeof *borrows->spilled);
  return TRUE;
}

/* Counting */

gboolean
trove_borrows_add (TroveBorrows *borrows, guint pool, guint64 index, gboolean mutable)
{
  guint8 *byte = make_byte (borrows, pool, index);

  if (byte == NULL)
    return FALSE;
  if (trove_borrows_add_quick (borrows, byte, mutable))
    return TRUE;

  g_assert (!mutable && *byte != TROVE_BYTE_MUTABLE);
  if (trove_borrows_full (borrows) || !add_spilled (borrows, pool, index))
    return FALSE;
  borrows->n_taken++;
  return TRUE;
}

/* Removes a borrow on the owner's thread while the list is open. */
static void
remove_open (TroveBorrows *borrows, guint pool, guint64 index, gboolean mutable)
{
  guint8 *byte = trove_borrows_find (borrows, pool, index);

  g_assert (byte != NULL);
  if (mutable)
    {
      g_assert (*byte == TROVE_BYTE_MUTABLE);
      *byte = 0;
    }
  else
    {
      g_assert (*byte > 0 && *byte != TROVE_BYTE_MUTABLE);
      if (*byte < TROVE_BYTE_MOST || !remove_spilled (borrows, pool, index))
        --*byte;
    }
  trove_borrows_count_released (borrows, mutable);
}

/* The ring of borrows that another thread than the owner handed over, until the last guard is released. */
static GMutex ring_lock;
static _Atomic (TroveBorrows *) ring;

/* The callers of these two hold the lock. */

static void
link_ring (TroveBorrows *borrows)
{
  TroveBorrows *first = atomic_load_explicit (&ring, memory_order_relaxed);

  borrows->next = first != NULL ? first : borrows;
  borrows->prev = first != NULL ? first->prev : borrows;
  borrows->next->prev = borrows->prev->next = borrows;
  atomic_store_explicit (&ring, borrows, memory_order_relaxed);
}

static void
unlink_ring (TroveBorrows *borrows)
{
  TroveBorrows *next = borrows->next;

  borrows->prev->next = next;
  next->prev = borrows->prev;
  if (atomic_load_explicit (&ring, memory_order_relaxed) == borrows)
    atomic_store_explicit (&ring, next != borrows ? next : NULL, memory_order_relaxed);
}

/* Removes a borrow after the list was closed: then only the number of borrows matters. Acquire and release order: the
 * last release sees what all others did to the sub-arena before. */
static gboolean
remove_closed (TroveBorrows *borrows, guintptr change)
{
  guintptr before = atomic_fetch_sub_explicit (&borrows->returned, change, memory_order_acq_rel);

  if (before - change >= TROVE_RETURNED_ONE)
    return FALSE;

  if (borrows->listed)
    {
      g_mutex_lock (&ring_lock);
      unlink_ring (borrows);
      g_mutex_unlock (&ring_lock);
    }
  return TRUE;
}

gboolean
trove_borrows_remove (TroveBorrows *borrows, guint pool, guint64 index, gboolean mutable)
{
  guintptr word = atomic_load_explicit (&borrows->returned, memory_order_acquire); /* at_close */
  guintptr change = TROVE_RETURNED_ONE;

  if (!(word & TROVE_RETURNED_CLOSED))
    {
      remove_open (borrows, pool, index, mutable);
      return FALSE;
    }

  /* Adds the releases of this thread that the closing thread did not see. */
  if (!(word & TROVE_RETURNED_SETTLED))
    change += (borrows->at_close - trove_borrows_n (borrows)) * TROVE_RETURNED_ONE - TROVE_RETURNED_SETTLED;
  return remove_closed (borrows, change);
}

gboolean
trove_borrows_return (TroveBorrows *borrows, guint pool, guint64 index, gboolean mutable)
{
  guintptr word = atomic_load_explicit (&borrows->returned, memory_order_relaxed);
  Returned *returned = NULL;

  while (!(word & TROVE_RETURNED_CLOSED))
    {
      if (returned == NULL)
        {
          returned = g_new (Returned, 1);
          *returned = (Returned){ .index = index, .pool = pool, .mutable = mutable };
        }
      returned->next = word;
      if (atomic_compare_exchange_weak_explicit (&borrows->returned, &word, (guintptr) returned,
                                                 memory_order_release, memory_order_relaxed))
        return FALSE;
    }

  g_free (returned);
  return remove_closed (borrows, TROVE_RETURNED_ONE);
}

/* Removes the borrows on the list. The list is taken whole, so that no record comes back while another thread's
 * compare-and-swap still expects it (ABA). */
static void
drain (TroveBorrows *borrows)
{
  guintptr word;

  if (atomic_load_explicit (&borrows->returned, memory_order_relaxed) == 0)
    return;

  word = atomic_exchange_explicit (&borrows->returned, 0, memory_order_acquire);
  for (Returned *returned = (Returned *) word; returned != NULL; returned = (Returned *) returned->next)
    remove_open (borrows, returned->pool, returned->index, returned->mutable);
  free_returned (word);
}

static TroveBorrowState
state_of (const guint8 *byte)
{
  if (byte == NULL || *byte == 0)
    return TROVE_BORROWED_NOT;

  return *byte == TROVE_BYTE_MUTABLE ? TROVE_BORROWED_MUTABLY : TROVE_BORROWED_SHARED;
}

TroveBorrowState
trove_borrows_get (TroveBorrows *borrows, guint pool, guint64 index)
{
  guint8 *byte = trove_borrows_find (borrows, pool, index);

  if (state_of (byte) != TROVE_BORROWED_NOT)
    drain (borrows);

  return state_of (byte);
}

TroveBorrowState
trove_borrows_get_any (TroveBorrows *borrows)
{
  if (!trove_borrows_none (borrows))
    drain (borrows);

  if (borrows->n_mutable > 0)
    return TROVE_BORROWED_MUTABLY;

  return trove_borrows_none (borrows) ? TROVE_BORROWED_NOT : TROVE_BORROWED_SHARED;
}

/* Handing over */

/* Acquire order: this thread may free the sub-arena, and sees what the owner did to it before the release. */
static gsize
n_outstanding (const TroveBorrows *borrows)
{
  return borrows->n_taken - atomic_load_explicit (&borrows->n_released, memory_order_acquire);
}

/* The guards of at_close that are not on the list; word is the value of returned. */
static gsize
n_left (const TroveBorrows *borrows, guintptr word)
{
  gsize n = borrows->at_close;

  for (const Returned *returned = (Returned *) word; returned != NULL; returned = (Returned *) returned->next)
    n--;
  return n;
}

gboolean
trove_borrows_hand_over (TroveBorrows *borrows, gpointer kept, gboolean owner)
{
  guintptr word = atomic_load_explicit (&borrows->returned, memory_order_acquire);
  gsize n;

  borrows->kept = kept;
  borrows->at_close = n_outstanding (borrows);
  if (n_left (borrows, word) == 0)
    return FALSE;

  /* Linked before the list is closed: after that, the last release unlinks the borrows. */
  borrows->listed = !owner;
  if (!owner)
    {
      g_mutex_lock (&ring_lock);
      link_ring (borrows);
    }
  while (n = n_left (borrows, word),
         !atomic_compare_exchange_weak_explicit (&borrows->returned, &word,
                                                 n * TROVE_RETURNED_ONE | TROVE_RETURNED_CLOSED,
                                                 memory_order_release, memory_order_relaxed))
    word = atomic_load_explicit (&borrows->returned, memory_order_acquire);
  if (!owner)
    {
      if (n == 0)
        unlink_ring (borrows);
      g_mutex_unlock (&ring_lock);
    }

  free_returned (word);
  return n > 0;
}

/* TRUE if all guards were released, the last of them by the owner, which did not see the closed list. The guards'
 * reference is then the caller's. */
static gboolean
take_over (TroveBorrows *borrows)
{
  guintptr word = atomic_load_explicit (&borrows->returned, memory_order_relaxed);
  gsize missed = borrows->at_close - n_outstanding (borrows);

  return word == (missed * TROVE_RETURNED_ONE | TROVE_RETURNED_CLOSED) && missed > 0 &&
         atomic_compare_exchange_strong_explicit (&borrows->returned, &word,
                                                  TROVE_RETURNED_CLOSED | TROVE_RETURNED_SETTLED,
                                                  memory_order_acquire, memory_order_relaxed);
}

gpointer
trove_borrows_sweep (void)
{
  gpointer kept = NULL;
  TroveBorrows *borrows;

  if (G_LIKELY (atomic_load_explicit (&ring, memory_order_relaxed) == NULL))
    return NULL;

  g_mutex_lock (&ring_lock);
  borrows = atomic_load_explicit (&ring, memory_order_relaxed);
  for (guint i = 0; i < N_SWEPT && borrows != NULL && kept == NULL; i++)
    {
      TroveBorrows *next = borrows->next;

      atomic_store_explicit (&ring, next, memory_order_relaxed);
      if (take_over (borrows))
        {
          unlink_ring (borrows);
          kept = borrows->kept;
        }
      borrows = next;
    }
  g_mutex_unlock (&ring_lock);
  return kept;
}

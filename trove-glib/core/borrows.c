/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "borrows.h"

#include <string.h>

#include "memory.h"

struct _TroveReturned
{
  TroveReturned *next;
  guint64 index;
  guint pool;
  gboolean mutable;
};

struct _TroveSpilled
{
  guint64 key; /* pool and index, which the table is in order of */
  guint64 count;
};

TroveBorrows *
trove_borrows_new (guint n_pools)
{
  TroveBorrows *borrows = trove_memory_alloc0 (sizeof *borrows + n_pools * sizeof (guint8 **));

  if (borrows == NULL)
    return NULL;

  borrows->n_pools = n_pools;
  atomic_init (&borrows->returned, NULL);
  return borrows;
}

void
trove_borrows_free (TroveBorrows *borrows)
{
  TroveReturned *returned, *next;

  for (returned = atomic_load_explicit (&borrows->returned, memory_order_acquire); returned != NULL;
       returned = next)
    {
      next = returned->next;
      g_free (returned);
    }

  for (guint pool = 0; pool < borrows->n_pools; pool++)
    {
      if (borrows->pools[pool] == NULL)
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

      bytes += trove_memory_size (rows, TROVE_MAX_ROWS * sizeof *rows);
      for (guint row = 0; rows != NULL && row < TROVE_MAX_ROWS; row++)
        bytes += trove_memory_size (rows[row], trove_row_length (row));
    }

  return bytes + trove_memory_size (borrows->spilled, borrows->spilled_room * sizeof *borrows->spilled);
}

static guint8 *
make_byte (TroveBorrows *borrows, guint pool, guint64 index)
{
  guint row = trove_row_of (index);

  if (borrows->pools[pool] == NULL)
    borrows->pools[pool] = trove_memory_alloc0 (TROVE_MAX_ROWS * sizeof (guint8 *));
  if (borrows->pools[pool] == NULL)
    return NULL;

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

/* More shared borrows of one element than its byte counts: few elements have so many, if any. */

static guint64
spilled_key (guint pool, guint64 index)
{
  return (guint64) pool << 40 | index;
}

/* Where the key is, or belongs. */
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

  if (mutable)
    {
      g_assert (*byte == 0);
      trove_borrows_add_mutable (borrows, byte);
      return TRUE;
    }

  g_assert (*byte != TROVE_BYTE_MUTABLE);
  if (*byte < TROVE_BYTE_MOST)
    ++*byte;
  else if (!add_spilled (borrows, pool, index))
    return FALSE;
  borrows->n_shared++;
  return TRUE;
}

void
trove_borrows_remove (TroveBorrows *borrows, guint pool, guint64 index, gboolean mutable)
{
  guint8 *byte = trove_borrows_find (borrows, pool, index);

  g_assert (byte != NULL);
  if (mutable)
    {
      trove_borrows_remove_mutable (borrows, byte);
      return;
    }

  g_assert (*byte > 0 && *byte != TROVE_BYTE_MUTABLE);
  if (*byte < TROVE_BYTE_MOST || !remove_spilled (borrows, pool, index))
    --*byte;
  borrows->n_shared--;
}

void
trove_borrows_return (TroveBorrows *borrows, guint pool, guint64 index, gboolean mutable)
{
  TroveReturned *returned = g_new (TroveReturned, 1);

  *returned = (TroveReturned){ .index = index, .pool = pool, .mutable = mutable };
  returned->next = atomic_load_explicit (&borrows->returned, memory_order_relaxed);
  while (!atomic_compare_exchange_weak_explicit (&borrows->returned, &returned->next, returned,
                                                 memory_order_release, memory_order_relaxed))
    ;
}

/* Taken whole, so no node can come back under another thread's compare-and-swap. */
static void
drain (TroveBorrows *borrows)
{
  TroveReturned *returned, *next;

  if (atomic_load_explicit (&borrows->returned, memory_order_relaxed) == NULL)
    return;

  for (returned = atomic_exchange_explicit (&borrows->returned, NULL, memory_order_acquire); returned != NULL;
       returned = next)
    {
      next = returned->next;
      trove_borrows_remove (borrows, returned->pool, returned->index, returned->mutable);
      g_free (returned);
    }
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

  return borrows->n_shared > 0 ? TROVE_BORROWED_SHARED : TROVE_BORROWED_NOT;
}

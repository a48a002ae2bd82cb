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

  g_clear_pointer (&borrows->spilled, g_hash_table_unref);
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

  return bytes;
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

/* More shared borrows of one element than its byte counts */

static guint64 *
find_spilled (TroveBorrows *borrows, guint pool, guint64 index)
{
  guint64 key = (guint64) pool << 40 | index;

  return borrows->spilled != NULL ? g_hash_table_lookup (borrows->spilled, &key) : NULL;
}

static void
add_spilled (TroveBorrows *borrows, guint pool, guint64 index)
{
  guint64 *count = find_spilled (borrows, pool, index);

  if (count == NULL)
    {
      guint64 *key = g_new (guint64, 1);

      if (borrows->spilled == NULL)
        borrows->spilled = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
      *key = (guint64) pool << 40 | index;
      count = g_new0 (guint64, 1);
      g_hash_table_insert (borrows->spilled, key, count);
    }
  ++*count;
}

static gboolean
remove_spilled (TroveBorrows *borrows, guint pool, guint64 index)
{
  guint64 key = (guint64) pool << 40 | index;
  guint64 *count = find_spilled (borrows, pool, index);

  if (count == NULL)
    return FALSE;
  if (--*count == 0)
    g_hash_table_remove (borrows->spilled, &key);
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
  if (*byte == TROVE_BYTE_MOST)
    add_spilled (borrows, pool, index);
  else
    ++*byte;
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
state_of (guint8 *byte)
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

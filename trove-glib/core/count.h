/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Count: an atomic reference count.
 *
 *   1 … 2³¹ − 1   exact
 *   from 2³¹ on   stuck: the count does not change any more, and the structure is never freed
 *
 * A count that wrapped around would free a structure in use. Only a program that loses references reaches 2³¹: see
 * docs/threads.md. */

#pragma once

#include <glib.h>
#include <stdatomic.h>

typedef atomic_uint TroveCount;

#define TROVE_COUNT_STUCK ((guint) 1 << 31)

/* Sets the count half-way between TROVE_COUNT_STUCK and the end of its range, since threads that are adding or dropping
 * at this moment may still change it by one each. Reports it once. before: the count before the addition. */
void trove_count_stick (TroveCount *count, guint before);

static inline gboolean
trove_count_is_stuck (guint n)
{
  return G_UNLIKELY (n >= TROVE_COUNT_STUCK);
}

/* Relaxed order: the caller has a reference already. */
static inline void
trove_count_add (TroveCount *count)
{
  guint before = atomic_fetch_add_explicit (count, 1, memory_order_relaxed);

  if (G_UNLIKELY (before >= TROVE_COUNT_STUCK - 1))
    trove_count_stick (count, before);
}

/* TRUE for the last reference; other holders' earlier writes are then visible.
 *
 * Dropping the only reference takes no read-modify-write, since no other thread can add one. The load with acquire
 * order reads the value that the previous drop wrote with release order. */
static inline gboolean
trove_count_drop (TroveCount *count)
{
  guint n = atomic_load_explicit (count, memory_order_acquire);

  if (n == 1)
    {
      atomic_store_explicit (count, 0, memory_order_relaxed);
      return TRUE;
    }
  if (trove_count_is_stuck (n))
    return FALSE;

  return atomic_fetch_sub_explicit (count, 1, memory_order_acq_rel) == 1;
}

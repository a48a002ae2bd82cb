/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Counts of references, from any thread.
 *
 *   1 … 2³¹ − 1   exact
 *   from 2³¹ on   stuck: it is not counted any more, and what is counted stays for ever
 *
 * A count that wrapped would free what others read. All but leaked references take more memory than there is long before
 * that: see docs/threads.md. */

#pragma once

#include <glib.h>
#include <stdatomic.h>

typedef atomic_uint TroveCount;

#define TROVE_COUNT_STUCK ((guint) 1 << 31)

/* Sticks it half-way to where it would wrap, since threads that were counting meanwhile may still move it by one each. */
void trove_count_stick (TroveCount *count, guint before);

static inline gboolean
trove_count_is_stuck (guint n)
{
  return G_UNLIKELY (n >= TROVE_COUNT_STUCK);
}

/* Relaxed: who adds has a reference, which keeps what is counted. */
static inline void
trove_count_add (TroveCount *count)
{
  guint before = atomic_fetch_add_explicit (count, 1, memory_order_relaxed);

  if (G_UNLIKELY (before >= TROVE_COUNT_STUCK - 1))
    trove_count_stick (count, before);
}

/* TRUE: it was the last, and what others did before they dropped theirs happened before.
 *
 * Who has the only reference needs no read-modify-write: nobody is left to add one. The acquiring load reads from the
 * release of the one who dropped before. */
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

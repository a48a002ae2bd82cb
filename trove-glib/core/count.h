/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Counts of references, from any thread. */

#pragma once

#include <glib.h>
#include <stdatomic.h>

typedef atomic_uint TroveCount;

/* Relaxed: who adds has a reference, which keeps what is counted. */
static inline void
trove_count_add (TroveCount *count)
{
  atomic_fetch_add_explicit (count, 1, memory_order_relaxed);
}

/* TRUE: it was the last, and what others did before they dropped theirs happened before.
 *
 * Who has the only reference needs no read-modify-write: nobody is left to add one. The acquiring load reads from the
 * release of the one who dropped before. */
static inline gboolean
trove_count_drop (TroveCount *count)
{
  if (atomic_load_explicit (count, memory_order_acquire) == 1)
    {
      atomic_store_explicit (count, 0, memory_order_relaxed);
      return TRUE;
    }

  return atomic_fetch_sub_explicit (count, 1, memory_order_acq_rel) == 1;
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "count.h"

void
trove_count_stick (TroveCount *count, guint before)
{
  atomic_store_explicit (count, TROVE_COUNT_STUCK + TROVE_COUNT_STUCK / 2, memory_order_relaxed);

  if (!trove_count_is_stuck (before))
    g_critical ("Too many references to a snapshot, a guard or a structure that they share: it will never be "
                "freed. The program takes references and does not drop them");
}

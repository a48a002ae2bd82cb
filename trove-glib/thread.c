/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "thread.h"

TROVE_TLS guint64 trove_thread_serial = 0;

static _Atomic (guint64) last_serial = 0;

guint64
trove_thread_draw (void)
{
  trove_thread_serial = atomic_fetch_add_explicit (&last_serial, 1, memory_order_relaxed) + 1;
  return trove_thread_serial;
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Lock: a spin lock for a few instructions. The holder takes no other lock, allocates nothing and calls no callback. A
 * waiter sleeps after some tries, so that a waiting real-time thread lets a preempted holder of lower priority run. */

#pragma once

#include <glib.h>
#include <stdatomic.h>

typedef atomic_flag TroveLock;

#define TROVE_LOCK_SPINS 100 /* tries before the waiter sleeps */

static inline void
trove_lock_init (TroveLock *lock)
{
  atomic_flag_clear_explicit (lock, memory_order_relaxed);
}

static inline void
trove_lock_take (TroveLock *lock)
{
  for (guint spins = 0; atomic_flag_test_and_set_explicit (lock, memory_order_acquire); spins++)
    if (spins >= TROVE_LOCK_SPINS)
      g_usleep (20);
}

static inline void
trove_lock_leave (TroveLock *lock)
{
  atomic_flag_clear_explicit (lock, memory_order_release);
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Test support: how thorough a test is, and random numbers whose seed is printed and can be set. */

#pragma once

#include <glib.h>
#include <stdatomic.h>

/* TRUE if valgrind or a sanitizer watches memory: then tests assert no numbers of bytes. */
gboolean test_is_watched (void);

/* TRUE if tests should be short: TROVE_TEST_QUICK is set, or memory is watched. */
gboolean test_is_quick (void);

/* Returns thorough, or quick if test_is_quick(). */
guint test_count (guint thorough, guint quick);

typedef struct
{
  guint64 state;
} TestRandom;

/* Seeds with TROVE_TEST_SEED, or with a new seed each time, and prints the seed. */
void test_random_init (TestRandom *random);

guint64 test_random_next (TestRandom *random);

/* A random number from 0 to n − 1. */
guint64 test_random_below (TestRandom *random, guint64 n);

/* A spin lock that ThreadSanitizer sees, unlike GLib's locks. Held for a few instructions. */
typedef atomic_flag TestLock;

static inline void
test_lock (TestLock *lock)
{
  while (atomic_flag_test_and_set_explicit (lock, memory_order_acquire))
    g_thread_yield ();
}

static inline void
test_unlock (TestLock *lock)
{
  atomic_flag_clear_explicit (lock, memory_order_release);
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Support: how thorough a test is to be, and random numbers whose seed is printed and can be set. */

#pragma once

#include <glib.h>
#include <stdatomic.h>

/* Whether memory is watched by valgrind or a sanitizer: then nothing is asserted about bytes. */
gboolean test_is_watched (void);

/* Whether to be short: TROVE_TEST_QUICK is set, or memory is watched. */
gboolean test_is_quick (void);

/* thorough, or quick where test_is_quick(). */
guint test_count (guint thorough, guint quick);

typedef struct
{
  guint64 state;
} TestRandom;

/* Seeded by TROVE_TEST_SEED, or else differently each time; says with what. */
void test_random_init (TestRandom *random);

guint64 test_random_next (TestRandom *random);

/* 0 … n − 1. */
guint64 test_random_below (TestRandom *random, guint64 n);

/* A lock that ThreadSanitizer sees, unlike GLib's. For a few instructions. */
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

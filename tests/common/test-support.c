/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test-support.h"

#if defined(__has_include)
#if __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#endif
#endif

#ifndef RUNNING_ON_VALGRIND
#define RUNNING_ON_VALGRIND 0
#endif

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED TRUE
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define SANITIZED TRUE
#endif
#endif

#ifndef SANITIZED
#define SANITIZED FALSE
#endif

gboolean
test_is_watched (void)
{
  return SANITIZED || RUNNING_ON_VALGRIND;
}

gboolean
test_is_quick (void)
{
  return g_getenv ("TROVE_TEST_QUICK") != NULL || test_is_watched ();
}

guint
test_count (guint thorough, guint quick)
{
  return test_is_quick () ? quick : thorough;
}

void
test_random_init (TestRandom *random)
{
  const char *text = g_getenv ("TROVE_TEST_SEED");

  random->state = text != NULL ? g_ascii_strtoull (text, NULL, 0) : g_random_int ();
  g_test_message ("TROVE_TEST_SEED=%" G_GUINT64_FORMAT, random->state);
}

/* SplitMix64. */
guint64
test_random_next (TestRandom *random)
{
  guint64 z = random->state += 0x9e3779b97f4a7c15;

  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

guint64
test_random_below (TestRandom *random, guint64 n)
{
  return test_random_next (random) % n;
}

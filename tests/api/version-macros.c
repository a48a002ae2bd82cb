/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The macros of the version agree with each other. */

#define TROVE_VERSION_MIN_REQUIRED TROVE_VERSION_1_0
#define TROVE_VERSION_MAX_ALLOWED TROVE_VERSION_1_0

#include "test-util.h"

static void
test_macros (void)
{
  g_assert_true (TROVE_CHECK_VERSION (1, 0, 0));
  g_assert_true (TROVE_CHECK_VERSION (0, 99, 99));
  g_assert_false (TROVE_CHECK_VERSION (2, 0, 0));
  g_assert_true (TROVE_CHECK_VERSION (TROVE_MAJOR_VERSION, TROVE_MINOR_VERSION, TROVE_MICRO_VERSION));
  g_assert_false (TROVE_CHECK_VERSION (TROVE_MAJOR_VERSION, TROVE_MINOR_VERSION, TROVE_MICRO_VERSION + 1));
  g_assert_false (TROVE_CHECK_VERSION (TROVE_MAJOR_VERSION, TROVE_MINOR_VERSION + 1, 0));
  g_assert_cmpint (TROVE_VERSION_1_0, <=, G_ENCODE_VERSION (TROVE_MAJOR_VERSION, TROVE_MINOR_VERSION));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/version/macros", test_macros);

  return g_test_run ();
}

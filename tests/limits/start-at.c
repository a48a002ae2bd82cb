/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Start at: built into a variant of the library whose first id is TROVE_TEST_NEXT_ID, for tests in scripts, which
 * cannot call trove_core_set_next_id(). */

#include "core/core-own.h"

__attribute__ ((constructor)) static void
start_at (void)
{
  const char *text = g_getenv ("TROVE_TEST_NEXT_ID");

  if (text != NULL)
    trove_core_set_next_id (g_ascii_strtoull (text, NULL, 10));
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* In a library of its own: the ids of a process that loads it begin at TROVE_TEST_NEXT_ID. For scripts, which cannot
 * call the hook of the core. */

#include "core/core-own.h"

__attribute__ ((constructor)) static void
start_at (void)
{
  const char *text = g_getenv ("TROVE_TEST_NEXT_ID");

  if (text != NULL)
    trove_core_set_next_id (g_ascii_strtoull (text, NULL, 10));
}

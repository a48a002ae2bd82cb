/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "hooks.h"

atomic_llong stress_n_blocks = 0;

/* Thread-local: a shared variable would order the threads. */
static __thread guint64 state;

void
stress_pause (void)
{
  if (state == 0)
    state = (guintptr) &state;
  state = state * 6364136223846793005 + 1442695040888963407;

  if (state >> 60 == 0)
    g_thread_yield ();
  else if (state >> 54 == 1023)
    g_usleep (state >> 44 & 127);
}

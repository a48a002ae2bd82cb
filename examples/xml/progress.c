/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "progress.h"

#include <stdio.h>
#include <unistd.h>

#define BAR "##############################"
#define BAR_WIDTH ((int) sizeof BAR - 1)
#define BAR_INTERVAL 50000 /* µs */

/* Draws a bar over the last one, at most every BAR_INTERVAL, when the standard error is a terminal. all: more than 0 */
void
progress_show (const char *title, guint64 done, guint64 all)
{
  static gint64 last; /* µs */
  gint64 now = g_get_monotonic_time ();

  if (!isatty (STDERR_FILENO) || (done < all && now - last < BAR_INTERVAL))
    return;
  last = now;
  fprintf (stderr, "\r%-10s [%-*.*s] %3d %%", title, BAR_WIDTH, (int) (BAR_WIDTH * done / all), BAR,
           (int) (100 * done / all));
}

void
progress_end (void)
{
  if (isatty (STDERR_FILENO))
    fputs ("\r\033[K", stderr);
}

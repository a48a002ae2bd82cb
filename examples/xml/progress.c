/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "progress.h"

#include <stdio.h>
#include <unistd.h>

#define BAR_WIDTH 30
#define BAR_INTERVAL 50000 /* µs */

/* Draws a bar over the last one, at most every BAR_INTERVAL, when the standard error is a terminal. */
void
progress_show (const char *title, guint64 done, guint64 all)
{
  static gint64 last; /* µs */
  gint64 now;
  guint filled;

  if (!isatty (STDERR_FILENO))
    return;

  now = g_get_monotonic_time ();
  if (done < all && now - last < BAR_INTERVAL)
    return;

  last = now;
  filled = all > 0 ? BAR_WIDTH * done / all : BAR_WIDTH;
  fprintf (stderr, "\r%-10s [", title);
  for (guint i = 0; i < BAR_WIDTH; i++)
    fputc (i < filled ? '#' : ' ', stderr);
  fprintf (stderr, "] %3u %%", (guint) (all > 0 ? 100 * done / all : 100));
  fflush (stderr);
}

void
progress_end (void)
{
  if (isatty (STDERR_FILENO))
    fputs ("\r\033[K", stderr);
}

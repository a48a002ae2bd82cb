/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Time and memory, and how they are shown. */

#pragma once

#include <glib.h>
#include <libxml/tree.h>

/* What libxml2 takes for a copy of a whole document. */
typedef struct
{
  guint64 time;   /* ns, the median */
  gint64 bytes;   /* of one; 0: not known */
  guint n_copies; /* that were made */
} CopyCost;

guint64 measure_now (void);                             /* ns */
gint64 measure_heap (void);                             /* bytes in use; 0: not known */
guint64 measure_median (guint64 *times, guint n_times); /* which are reordered */
CopyCost measure_copies (xmlDoc *doc);

char *measure_format_count (guint64 count);
char *measure_format_time (guint64 ns);
char *measure_format_bytes (gint64 bytes);
char *measure_format_ratio (double more, double less);

void measure_progress (const char *what, guint64 done, guint64 all);
void measure_progress_end (void);

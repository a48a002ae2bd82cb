/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#ifdef HAVE_MALLINFO2
#include <malloc.h>
#endif

#define MAX_COPIES 9
#define COPY_BUDGET (2 * (guint64) 1000000000) /* ns, for all of them */

#define BAR_WIDTH 30
#define BAR_INTERVAL (50 * (guint64) 1000000) /* ns */

guint64
measure_now (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (guint64) now.tv_sec * 1000000000 + now.tv_nsec;
}

/* All that malloc() gave out, on its heaps and in mappings of their own. */
gint64
measure_heap (void)
{
#ifdef HAVE_MALLINFO2
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
#else
  return 0;
#endif
}

static int
compare_times (const void *a, const void *b)
{
  const guint64 *time_a = a, *time_b = b;

  return *time_a < *time_b ? -1 : *time_a > *time_b;
}

guint64
measure_median (guint64 *times, guint n_times)
{
  if (n_times == 0)
    return 0;

  qsort (times, n_times, sizeof *times, compare_times);
  return times[n_times / 2];
}

/* Takes the document type declaration out of a document, or puts it back. It is small beside the tree, and
 * libxml2 2.9 loses memory when it copies the declaration of an element. */
static void
link_doctype (xmlDoc *doc, xmlDtd *doctype, gboolean in)
{
  xmlNode *node = (xmlNode *) doctype;

  if (doctype == NULL)
    return;

  g_assert (node->next != NULL); /* the root element comes later */
  if (node->prev != NULL)
    node->prev->next = in ? node : node->next;
  else
    doc->children = in ? node : node->next;
  node->next->prev = in ? node : node->prev;
  doc->intSubset = in ? doctype : NULL;
}

CopyCost
measure_copies (xmlDoc *doc)
{
  CopyCost cost = { 0 };
  xmlDtd *doctype = doc->intSubset;
  guint64 times[MAX_COPIES];
  guint64 begin = measure_now ();

  link_doctype (doc, doctype, FALSE);

  while (cost.n_copies < MAX_COPIES && (cost.n_copies == 0 || measure_now () - begin < COPY_BUDGET))
    {
      gint64 heap = measure_heap ();
      guint64 start = measure_now ();
      xmlDoc *copy = xmlCopyDoc (doc, 1);

      times[cost.n_copies++] = measure_now () - start;
      cost.bytes = measure_heap () - heap;
      xmlFreeDoc (copy);
    }

  link_doctype (doc, doctype, TRUE);
  cost.time = measure_median (times, cost.n_copies);
  return cost;
}

/* Showing */

/* 1,234,567 */
char *
measure_format_count (guint64 count)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, count);
  gsize length = strlen (digits);
  GString *grouped = g_string_new (NULL);

  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append_c (grouped, ',');
      g_string_append_c (grouped, digits[i]);
    }

  return g_string_free (grouped, FALSE);
}

char *
measure_format_time (guint64 ns)
{
  if (ns == 0)
    return g_strdup ("-");
  if (ns < 1000)
    return g_strdup_printf ("%" G_GUINT64_FORMAT " ns", ns);
  if (ns < 1000000)
    return g_strdup_printf ("%.1f us", ns / 1e3);
  if (ns < 1000000000)
    return g_strdup_printf ("%.1f ms", ns / 1e6);
  return g_strdup_printf ("%.1f s", ns / 1e9);
}

char *
measure_format_bytes (gint64 bytes)
{
  return bytes > 0 ? measure_format_count (bytes) : g_strdup ("-");
}

char *
measure_format_ratio (double more, double less)
{
  double ratio = less > 0 ? more / less : 0;
  g_autofree char *count = measure_format_count (ratio + 0.5);

  if (ratio <= 0)
    return g_strdup ("-");
  return ratio < 10 ? g_strdup_printf ("%.2f x", ratio) : g_strdup_printf ("%s x", count);
}

/* Draws a bar over the last one, not too often, when there is somebody to look at it. */
void
measure_progress (const char *what, guint64 done, guint64 all)
{
  static guint64 last; /* ns */
  guint64 now = measure_now ();
  guint filled;

  if (!isatty (STDERR_FILENO) || (done < all && now - last < BAR_INTERVAL))
    return;

  last = now;
  filled = all > 0 ? BAR_WIDTH * done / all : BAR_WIDTH;
  fprintf (stderr, "\r%-10s [", what);
  for (guint i = 0; i < BAR_WIDTH; i++)
    fputc (i < filled ? '#' : ' ', stderr);
  fprintf (stderr, "] %3u %%", (guint) (all > 0 ? 100 * done / all : 100));
  fflush (stderr);
}

void
measure_progress_end (void)
{
  if (isatty (STDERR_FILENO))
    fputs ("\r\033[K", stderr);
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Smooth lines from the points of a pointer.
 *
 *   · · · · · · · ·        ●  ·  ·  ●              ●‿‿‿‿‿●
 *                 ·   ──▶            ·       ──▶          )
 *             · · ·               ·  ●                 ‿‿●
 *    the points            those that differ         curves      */

#include "draw/path.h"

#include <math.h>

typedef const double (*Points)[2];

static double
get_distance (Points points, gsize i, gsize from, gsize to)
{
  const double dx = points[to][0] - points[from][0], dy = points[to][1] - points[from][1];
  const double x = points[i][0] - points[from][0], y = points[i][1] - points[from][1];
  const double length2 = dx * dx + dy * dy;
  const double along = length2 == 0 ? 0 : CLAMP ((x * dx + y * dy) / length2, 0, 1);

  return hypot (x - along * dx, y - along * dy);
}

/* The point between two that is farthest from the line between them, or to, if all are nearer than the tolerance. */
static gsize
find_farthest (Points points, gsize from, gsize to, double tolerance)
{
  gsize farthest = to;

  for (gsize i = from + 1; i < to; i++)
    {
      double distance = get_distance (points, i, from, to);

      if (distance > tolerance)
        {
          tolerance = distance;
          farthest = i;
        }
    }
  return farthest;
}

/* Indices of the points that stay, by the method of Ramer, Douglas and Peucker. ends has the ends of the parts that are to be looked
 * at: a stack of its own, for there may be as many as points. */
static GArray *
thin (Points points, gsize n, double tolerance)
{
  GArray *kept = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autoptr (GArray) ends = g_array_new (FALSE, FALSE, sizeof (gsize));
  gsize from = 0, last = n - 1;

  g_array_append_val (kept, from);
  if (last > 0)
    g_array_append_val (ends, last);
  while (ends->len > 0)
    {
      gsize to = g_array_index (ends, gsize, ends->len - 1);
      gsize middle = find_farthest (points, from, to, tolerance);

      if (middle != to)
        {
          g_array_append_val (ends, middle);
          continue;
        }
      g_array_append_val (kept, to);
      g_array_set_size (ends, ends->len - 1);
      from = to;
    }
  return kept;
}

/* A curve of Catmull and Rom from b to c as a Bézier curve. a and d are the points before and after. */
static void
add_curve (cairo_t *cr, const double *a, const double *b, const double *c, const double *d)
{
  cairo_curve_to (cr, b[0] + (c[0] - a[0]) / 6, b[1] + (c[1] - a[1]) / 6, c[0] - (d[0] - b[0]) / 6,
                  c[1] - (d[1] - b[1]) / 6, c[0], c[1]);
}

static double
get_size (Points points, gsize n)
{
  double size = 0;

  for (gsize i = 1; i < n; i++)
    size = MAX (size, hypot (points[i][0] - points[0][0], points[i][1] - points[0][1]));
  return size;
}

/* The line begins at (0, 0), where numbers are the most precise. */
char *
sketch_path_smooth (const double (*points)[2], gsize n, double tolerance, cairo_rectangle_t *box)
{
  g_autoptr (GArray) kept = thin (points, n, tolerance);
  const gsize *at = (const gsize *) (gpointer) kept->data;
  const gsize last = kept->len - 1;
  cairo_t *cr = sketch_path_context_new (2 * get_size (points, n));
  char *data;

  cairo_translate (cr, -points[0][0], -points[0][1]);
  cairo_move_to (cr, points[0][0], points[0][1]);
  if (last == 0)
    cairo_line_to (cr, points[0][0], points[0][1]); /* round ends make it a dot */
  for (gsize i = 0; i < last; i++)
    add_curve (cr, points[at[i > 0 ? i - 1 : 0]], points[at[i]], points[at[i + 1]],
               points[at[MIN (i + 2, last)]]);
  sketch_path_get_box (cr, box);
  data = sketch_path_from_cairo (cr, box);
  cairo_destroy (cr);
  return data;
}

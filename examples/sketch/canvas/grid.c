/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "canvas/grid.h"

#include <math.h>

#define NEAREST 8.0 /* pixels between lines */
#define STRONG 5    /* each of so many lines */

double
sketch_grid_get_distance (double grid, double zoom)
{
  while (grid * zoom < NEAREST)
    grid *= STRONG;
  return grid;
}

/* Lines across one axis: from is the place of the widget's edge, in pixels of the screen, length that of the widget. */
static void
append_lines (cairo_t *cr, gboolean upright, gboolean strong, gint64 from, double length, double across,
              double distance)
{
  gint64 first = (gint64) ceil ((double) from / distance);

  for (gint64 i = first; i * distance < (double) from + length; i++)
    {
      double at = round (i * distance) - (double) from;

      if ((i % STRONG == 0) != strong)
        continue;
      if (upright)
        cairo_rectangle (cr, at, 0, 1, across);
      else
        cairo_rectangle (cr, 0, at, across, 1);
    }
}

GskRenderNode *
sketch_grid_node_new (const SketchView *view, double grid)
{
  const double distance = sketch_grid_get_distance (grid, view->zoom) * view->zoom * view->factor;
  double width = view->width * view->factor, height = view->height * view->factor;
  GskRenderNode *node =
      gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, (float) view->width, (float) view->height));
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);
  gint64 left, top;

  sketch_view_get_origin (view, &left, &top);
  cairo_scale (cr, 1.0 / view->factor, 1.0 / view->factor);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_NONE);
  for (gboolean strong = FALSE; strong <= TRUE; strong++)
    {
      append_lines (cr, TRUE, strong, left, width, height, distance);
      append_lines (cr, FALSE, strong, top, height, width, distance);
      cairo_set_source_rgba (cr, 0.2, 0.35, 0.6, strong ? 0.16 : 0.07);
      cairo_fill (cr);
    }
  cairo_destroy (cr);
  return node;
}

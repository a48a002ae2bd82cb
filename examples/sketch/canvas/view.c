/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "canvas/view.h"

#include <math.h>

#define MARGIN 24.0 /* pixels around a box that is shown */

static double
get_whole (const SketchView *self, double at)
{
  return round (at * self->factor) / self->factor;
}

void
sketch_view_to_drawing (const SketchView *self, double *x, double *y)
{
  *x = (*x + get_whole (self, self->x)) / self->zoom;
  *y = (*y + get_whole (self, self->y)) / self->zoom;
}

void
sketch_view_to_widget (const SketchView *self, double *x, double *y)
{
  *x = *x * self->zoom - get_whole (self, self->x);
  *y = *y * self->zoom - get_whole (self, self->y);
}

void
sketch_view_get_origin (const SketchView *self, gint64 *left, gint64 *top)
{
  *left = (gint64) round (self->x * self->factor);
  *top = (gint64) round (self->y * self->factor);
}

cairo_rectangle_t
sketch_view_get_box (const SketchView *self)
{
  cairo_rectangle_t box = { 0, 0, self->width / self->zoom, self->height / self->zoom };

  sketch_view_to_drawing (self, &box.x, &box.y);
  return box;
}

void
sketch_view_zoom_at (SketchView *self, double zoom, double x, double y)
{
  double at_x = (x + self->x) / self->zoom, at_y = (y + self->y) / self->zoom;

  self->zoom = CLAMP (zoom, SKETCH_MIN_ZOOM, SKETCH_MAX_ZOOM);
  self->x = at_x * self->zoom - x;
  self->y = at_y * self->zoom - y;
}

void
sketch_view_show_box (SketchView *self, const cairo_rectangle_t *box)
{
  double width = MAX (self->width - 2 * MARGIN, 1), height = MAX (self->height - 2 * MARGIN, 1);
  double zoom = MIN (width / MAX (box->width, 1e-6), height / MAX (box->height, 1e-6));

  self->zoom = CLAMP (zoom, SKETCH_MIN_ZOOM, SKETCH_MAX_ZOOM);
  self->x = (box->x + box->width / 2) * self->zoom - self->width / 2.0;
  self->y = (box->y + box->height / 2) * self->zoom - self->height / 2.0;
}

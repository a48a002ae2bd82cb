/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The part of the drawing that a widget shows. It begins at a whole pixel of the screen, so that pictures need not be smoothed. */

#pragma once

#include <cairo.h>
#include <glib.h>

#define SKETCH_MIN_ZOOM 0.02
#define SKETCH_MAX_ZOOM 64.0

typedef struct
{
  double zoom; /* pixels of the widget by unit */
  double x, y; /* from the drawing's origin to the widget's upper left corner, in pixels of the widget */
  int factor;  /* pixels of the screen by pixel of the widget */
  int width, height; /* of the widget */
} SketchView;

/* From pixels of the widget to units of the drawing, and back. */
void sketch_view_to_drawing (const SketchView *self, double *x, double *y);
void sketch_view_to_widget (const SketchView *self, double *x, double *y);

/* Where the widget begins, in pixels of the screen. */
void sketch_view_get_origin (const SketchView *self, gint64 *left, gint64 *top);

/* The box that is shown, in units of the drawing. */
cairo_rectangle_t sketch_view_get_box (const SketchView *self);

/* The point of the drawing that is at this place of the widget stays there. */
void sketch_view_zoom_at (SketchView *self, double zoom, double x, double y);

/* Shows all of a box, with a margin. */
void sketch_view_show_box (SketchView *self, const cairo_rectangle_t *box);

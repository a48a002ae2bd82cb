/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The frame around what is selected, and its handles.
 *
 *              ○                  The box of one shape turns with it. The box of several shapes, and of groups, does not.
 *              │
 *     ■────────■────────■         The handles of a line and of a connector are its two ends:
 *     │                 │
 *     ■        ·        ■             ○──────────○
 *     │                 │
 *     ■────────■────────■         Widths of lines are not counted, so that handles are at the points that they move. */

#pragma once

#include "draw/geometry.h"

typedef enum
{
  SKETCH_HANDLE_NONE,
  SKETCH_HANDLE_NORTH_WEST,
  SKETCH_HANDLE_NORTH,
  SKETCH_HANDLE_NORTH_EAST,
  SKETCH_HANDLE_EAST,
  SKETCH_HANDLE_SOUTH_EAST,
  SKETCH_HANDLE_SOUTH,
  SKETCH_HANDLE_SOUTH_WEST,
  SKETCH_HANDLE_WEST,
  SKETCH_HANDLE_ROTATE,
  SKETCH_HANDLE_FROM,
  SKETCH_HANDLE_TO,
} SketchHandle;

typedef struct
{
  cairo_rectangle_t box;
  double angle; /* clockwise around the center, in degrees */
  gboolean is_line;
  double ends[4]; /* of a line */
} SketchFrame;

/* FALSE: there is nothing to frame. */
gboolean sketch_frame_init (SketchFrame *frame, TroveVersion *version, const TroveKey *keys, gsize n);

/* Between coordinates of the drawing and those in which the box is not turned. */
void sketch_frame_from_drawing (const SketchFrame *frame, double *x, double *y);
void sketch_frame_to_drawing (const SketchFrame *frame, double *x, double *y);

/* Whether a point of the drawing is in the box. */
gboolean sketch_frame_contains (const SketchFrame *frame, double x, double y);

/* Where a handle of the box is in it, from 0 to 1. */
void sketch_handle_get_place (SketchHandle handle, double *x, double *y);

/* Where a handle is in the drawing. FALSE: the frame has no such handle at this zoom. */
gboolean sketch_frame_get_handle (const SketchFrame *frame, SketchHandle handle, double zoom, double *x,
                                  double *y);
SketchHandle sketch_frame_find_handle (const SketchFrame *frame, double zoom, double x, double y);
const char *sketch_frame_get_cursor (const SketchFrame *frame, SketchHandle handle);

/* For an overlay of the canvas, where a line width of 1 / zoom is one pixel. */
void sketch_frame_draw (const SketchFrame *frame, cairo_t *cr, double zoom);
void sketch_frame_draw_handles (const SketchFrame *frame, cairo_t *cr, double zoom);

/* The color of all that belongs to the selection. */
void sketch_set_accent (cairo_t *cr, double alpha);

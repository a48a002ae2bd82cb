/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A shape of a drawing. Lengths are in the drawing's units, which are pixels at a zoom of 1.
 *
 *        x            width
 *   y    ┌─────────────────────┐
 *        │                     │
 *        │   · the center      │  height       angle: clockwise around the center, in degrees
 *        │                     │
 *        └─────────────────────┘
 *
 *   kind        what is in the box
 *   RECTANGLE   the box
 *   ELLIPSE     the ellipse that touches the sides of the box
 *   LINE        from (x, y) to (x + width, y + height); width and height may be negative
 *   PATH        SVG path data whose coordinates go from 0 to 1, of which 1 is the width or the height; strokes are paths
 *   CONNECTOR   a line between the shapes from and to; an end without a shape is that of the line
 *   TEXT        text, from the box's upper left corner; width and height are those of the text when it was set
 *   GROUP       children, in the coordinates of the drawing; the group's own box is not used
 *
 * Data is what has versions. The library keeps it, and tells of nothing but properties: all else is computed from it. */

#pragma once

#include <trove-glib/trove-glib.h>

typedef enum
{
  SKETCH_RECTANGLE,
  SKETCH_ELLIPSE,
  SKETCH_LINE,
  SKETCH_PATH,
  SKETCH_CONNECTOR,
  SKETCH_TEXT,
  SKETCH_GROUP,
} SketchKind;

#define SKETCH_TYPE_KIND (sketch_kind_get_type ())
GType sketch_kind_get_type (void);

typedef struct
{
  SketchKind kind;
  double x, y, width, height;
  double angle;
  guint stroke, fill; /* 0xRRGGBBAA */
  double line_width;
  double opacity;    /* from 0 to 1 */
  gboolean even_odd; /* what a path goes around twice is not filled */
  const char *path;
  const char *text;
  double font_size;
  TroveKey from, to; /* 0: none */
} SketchShapeData;

/* Black lines of width 2, nothing inside. */
#define SKETCH_SHAPE_DATA_INIT                                                                               \
  {                                                                                                          \
    .stroke = 0x000000ff, .line_width = 2, .opacity = 1, .font_size = 16                                     \
  }

#define SKETCH_TYPE_SHAPE (sketch_shape_get_type ())
G_DECLARE_FINAL_TYPE (SketchShape, sketch_shape, SKETCH, SHAPE, TroveObject)

/* The name of a kind for the user, such as "Rectangle". */
const char *sketch_kind_get_name (SketchKind kind);

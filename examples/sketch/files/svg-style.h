/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The style of an element: what it has from its parent, and what its properties say. */

#pragma once

#include "files/svg-document.h"

typedef enum
{
  SKETCH_SVG_START,
  SKETCH_SVG_MIDDLE,
  SKETCH_SVG_END,
} SketchSvgAnchor;

typedef struct
{
  /* From the parent */
  guint color, fill, stroke; /* 0xRRGGBBAA */
  double fill_opacity, stroke_opacity;
  double stroke_width, font_size;
  gboolean even_odd, hidden;
  SketchSvgAnchor anchor; /* of a text */

  /* Of the element itself */
  double opacity;
  gboolean displayed; /* if not, the elements in it are not read */
} SketchSvgStyle;

/* parent: NULL: the element has none. diagonal: of the viewport, for lengths in percent. */
void sketch_svg_style_init (SketchSvgStyle *self, const SketchSvgStyle *parent, SketchSvgDocument *document,
                            GHashTable *properties, double diagonal);

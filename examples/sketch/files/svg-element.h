/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* An element as it is drawn: its properties, its style, and where its coordinates are in the drawing. */

#pragma once

#include <cairo.h>

#include "files/svg-style.h"

/* The length of 100 percent. */
typedef enum
{
  SKETCH_SVG_WIDTH,
  SKETCH_SVG_HEIGHT,
  SKETCH_SVG_DIAGONAL,
} SketchSvgAxis;

typedef struct
{
  SketchSvgDocument *document;
  xmlNode *node;
  GHashTable *properties;
  SketchSvgStyle style;
  double viewport[2];    /* width, height */
  cairo_matrix_t matrix; /* from the element's coordinates to those of the drawing */
  guint depth;           /* of elements that are drawn in each other */
} SketchSvgElement;

/* parent: NULL: the root. The element is valid until the document is freed. To be cleared. Elements that are too many, or too deep in
 * each other, are an error of the document: a small file can make many of them. */
void sketch_svg_element_init (SketchSvgElement *self, SketchSvgDocument *document, xmlNode *node,
                              const SketchSvgElement *parent);
void sketch_svg_element_clear (SketchSvgElement *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SketchSvgElement, sketch_svg_element_clear)

/* Makes the element a new viewport, of the size of its width and height: the root, an inner "svg", or a "symbol". */
void sketch_svg_element_set_viewport (SketchSvgElement *self);

/* NULL: there is no such property. */
const char *sketch_svg_element_get (const SketchSvgElement *self, const char *name);

/* A length in pixels. fallback: if there is none. A damaged number is an error of the document. */
double sketch_svg_element_get_length (const SketchSvgElement *self, const char *name, SketchSvgAxis axis,
                                      double fallback);

/* How much longer lengths are in the drawing. 0: the element is too flat to be drawn. */
double sketch_svg_element_get_scale (const SketchSvgElement *self);

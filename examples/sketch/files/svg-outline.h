/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Outlines of elements as paths of Cairo, in the coordinates of the elements. */

#pragma once

#include "files/svg-element.h"

/* FALSE: the data is damaged, and what was before that is drawn. */
typedef gboolean (*SketchSvgOutline) (const SketchSvgElement *element, cairo_t *cr);

gboolean sketch_svg_outline_rectangle (const SketchSvgElement *element, cairo_t *cr);
gboolean sketch_svg_outline_ellipse (const SketchSvgElement *element, cairo_t *cr);
gboolean sketch_svg_outline_path (const SketchSvgElement *element, cairo_t *cr);
gboolean sketch_svg_outline_points (const SketchSvgElement *element, cairo_t *cr);

/* The boxes of a rectangle, and of an ellipse or a circle. */
void sketch_svg_get_rectangle (const SketchSvgElement *element, cairo_rectangle_t *box);
void sketch_svg_get_ellipse (const SketchSvgElement *element, cairo_rectangle_t *box);

/* The radii of a rectangle's corners. */
void sketch_svg_get_radii (const SketchSvgElement *element, const cairo_rectangle_t *box, double *rx,
                           double *ry);

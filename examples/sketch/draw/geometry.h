/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Where a shape of a version is. Any thread may call these. */

#pragma once

#include <cairo.h>

#include "model/drawing.h"

/* All that is drawn of a shape lies in these bounds: line width, angle, children and the ends of connectors are counted. FALSE: there is
 * no such shape, or a group is empty. */
gboolean sketch_get_bounds (TroveVersion *version, TroveKey key, cairo_rectangle_t *bounds);

/* The bounds of several. FALSE: nothing is drawn. */
gboolean sketch_get_bounds_of (TroveVersion *version, const TroveKey *keys, gsize n,
                               cairo_rectangle_t *bounds);

/* Of all shapes in visible layers. */
gboolean sketch_get_extents (TroveVersion *version, cairo_rectangle_t *bounds);

/* Whether a point is on what is drawn of a shape, or nearer than the tolerance. */
gboolean sketch_contains (TroveVersion *version, TroveKey key, double x, double y, double tolerance);

/* From unrotated coordinates of a shape, those of the drawing, to where they are drawn. */
void sketch_init_matrix (const SketchShapeData *shape, cairo_matrix_t *matrix);

/* The two ends of a line or a connector, where they are drawn: x, y, x, y. The end at a shape lies on its outline. */
void sketch_get_ends (TroveVersion *version, const SketchShapeData *shape, double ends[4]);

/* A box whose width and height are not negative. */
cairo_rectangle_t sketch_normalize (const cairo_rectangle_t *box);
cairo_rectangle_t sketch_unite (const cairo_rectangle_t *a, const cairo_rectangle_t *b);
gboolean sketch_intersects (const cairo_rectangle_t *a, const cairo_rectangle_t *b);
gboolean sketch_encloses (const cairo_rectangle_t *outer, const cairo_rectangle_t *inner);

/* For many shapes: a reader of a version finds each faster. */

/* Groups that are nested deeper are not drawn. */
#define SKETCH_MAX_DEPTH 100

/* NULL: there is no shape with that key. */
const SketchShapeData *sketch_peek_shape (TroveVersionReader *reader, TroveKey key);
gboolean sketch_reader_get_bounds (TroveVersionReader *reader, TroveKey key, cairo_rectangle_t *bounds);
void sketch_reader_get_ends (TroveVersionReader *reader, const SketchShapeData *shape, double ends[4]);

typedef void (*SketchShapeFunc) (TroveVersionReader *reader, TroveKey key, gpointer data);

/* The top-level shapes of visible layers, from back to front. */
void sketch_foreach_shape (TroveVersion *version, SketchShapeFunc func, gpointer data);

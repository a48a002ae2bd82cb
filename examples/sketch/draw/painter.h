/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Draws shapes of a version with Cairo, on any thread: on the screen, in thumbnails and in files.
 *
 * Lines have round caps and joins. Text has the color of lines, and fills its box: it is stretched if the fonts of this computer are
 * wider or narrower. In images, text that is too small to read is a bar. */

#pragma once

#include "draw/geometry.h"

/* In the drawing's units. A group is drawn with its children. */
void sketch_paint_shape (cairo_t *cr, TroveVersion *version, TroveKey key);

/* Several, in this order. Faster than one by one. */
void sketch_paint_shapes (cairo_t *cr, TroveVersion *version, const TroveKey *keys, gsize n);

/* All visible layers, from back to front. */
void sketch_paint_drawing (cairo_t *cr, TroveVersion *version);

/* Sets a shape's width and height to those of its text. */
void sketch_measure_text (SketchShapeData *shape);

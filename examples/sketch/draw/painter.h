/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Draws shapes of a version with Cairo, on any thread: on the screen, in thumbnails and in files. */

#pragma once

#include "draw/geometry.h"

/* In the drawing's units. A group is drawn with its children. */
void sketch_paint_shape (cairo_t *cr, TroveVersion *version, TroveKey key);

/* All visible layers, from back to front. */
void sketch_paint_drawing (cairo_t *cr, TroveVersion *version);

/* Sets a shape's width and height to those of its text. */
void sketch_measure_text (SketchShapeData *shape);

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The text of a shape, laid out by Pango: without hints, so that it has the same place at each zoom. */

#pragma once

#include <pango/pangocairo.h>

#include "model/shape.h"

/* A layout for texts that are drawn one after another, by one thread. */
PangoLayout *sketch_text_layout_new (void);

/* Puts a text into the layout. */
void sketch_text_lay_out (PangoLayout *layout, const SketchShapeData *shape);

/* Draws a text into its box, which is not rotated. */
void sketch_text_show (cairo_t *cr, PangoLayout *layout, const SketchShapeData *shape);

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Where elements are: the attributes "transform" and "viewBox". */

#pragma once

#include <cairo.h>
#include <glib.h>

/* "translate(10 20) rotate(45)" as one matrix. FALSE: this is no transform. */
gboolean sketch_svg_parse_transform (const char *text, cairo_matrix_t *matrix);

/* The matrix that brings a view box of x, y, width and height to a viewport of this size at (0, 0). aspect: NULL, or the attribute
 * "preserveAspectRatio". */
void sketch_svg_init_view (cairo_matrix_t *matrix, const double box[4], double width, double height,
                           const char *aspect);

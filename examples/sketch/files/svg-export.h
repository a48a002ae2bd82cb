/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Shapes as elements of SVG, of the same kinds. */

#pragma once

#include "draw/geometry.h"

/* Shapes in a box of the drawing, as an SVG file. Top-level shapes are given from back to front. */
GBytes *sketch_svg_export (TroveVersion *version, const TroveKey *keys, gsize n,
                           const cairo_rectangle_t *box);

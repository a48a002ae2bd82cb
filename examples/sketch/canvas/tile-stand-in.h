/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The picture where a tile is not drawn yet: tiles of another zoom, smaller or larger. */

#pragma once

#include "canvas/tile-level.h"

/* Draws the level that covers the box best. cr: in units of the drawing, scale: pixels of these. */
void sketch_tile_stand_in_draw (cairo_t *cr, GPtrArray *levels, const cairo_rectangle_t *box, double scale);

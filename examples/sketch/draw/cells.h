/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Boxes with keys, which are found by place. There are levels of cells, each twice as large as the one below. A box is in one cell: the
 * one of its center, at the level where cells are not smaller than the box. So it reaches at most half a cell beyond its cell.
 *
 *   level 0   ├──┼──┼──┼──┼──┼──┼──┼──┤     64 units
 *   level 1   ├─────┼─────┼─────┼─────┤    128
 *   level 2   ├───────────┼───────────┤    256
 *
 * Adding, removing and finding a key take a constant time. */

#pragma once

#include <cairo.h>
#include <trove-glib/trove-glib.h>

typedef struct _SketchCells SketchCells;

SketchCells *sketch_cells_new (void);
void sketch_cells_free (SketchCells *self);

guint sketch_cells_get_size (SketchCells *self);

/* NULL: the key has no box. Valid until the key's box is another one. */
const cairo_rectangle_t *sketch_cells_lookup (SketchCells *self, TroveKey key);

/* Adds a box or replaces that of the key. A box that is no number is nowhere. */
void sketch_cells_put (SketchCells *self, TroveKey key, const cairo_rectangle_t *box);
void sketch_cells_remove (SketchCells *self, TroveKey key);

/* Between these calls, all boxes are put again; those that were not are removed. */
void sketch_cells_begin (SketchCells *self);
void sketch_cells_end (SketchCells *self);

/* Appends the keys whose boxes intersect this one, in no order. */
void sketch_cells_find (SketchCells *self, const cairo_rectangle_t *box, GArray *keys);

/* The box around all boxes. FALSE: there is none. Takes a time of all of them. */
gboolean sketch_cells_get_extents (SketchCells *self, cairo_rectangle_t *extents);

/* Hashes 64 bits, for places: neighbours differ by little. */
guint sketch_hash_place (gconstpointer place);

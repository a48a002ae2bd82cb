/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The tiles of one zoom. A tile is a square of the drawing, with the picture that was drawn last and the area in it that has changed
 * since.
 *
 *   ┌───────────┬───────────┐
 *   │ -1, -1    │ 0, -1     │    columns and rows; the drawing's origin is the upper left corner of 0, 0
 *   ├───────────┼───────────┤
 *   │ -1, 0     │ 0, 0  ▒▒  │    ▒ dirty
 *   └───────────┴───────────┘ */

#pragma once

#include "canvas/tile-job.h"

typedef struct _SketchTileLevel SketchTileLevel;

typedef struct
{
  guint64 place; /* column and row */
  int column, row;
  cairo_surface_t *surface;    /* NULL: nothing is to be seen */
  GskRenderNode *node;         /* of the surface, once it was shown */
  gboolean drawn;              /* once */
  cairo_rectangle_int_t dirty; /* of the size 0: what was drawn is current */
  SketchTileJob *job;          /* a thread draws the tile; NULL: none does */
  SketchTileLevel *level;
  GList link;    /* in the list of all tiles */
  guint64 frame; /* in which the tile was used last */
} SketchTile;

struct _SketchTileLevel
{
  double scale;      /* pixels by unit */
  GHashTable *tiles; /* of SketchTile */
  gpointer owner;
};

/* tile_free: called for each tile that is removed. */
SketchTileLevel *sketch_tile_level_new (double scale, gpointer owner, GDestroyNotify tile_free);
void sketch_tile_level_free (SketchTileLevel *self);

/* NULL: there is none. */
SketchTile *sketch_tile_level_lookup (SketchTileLevel *self, int column, int row);
SketchTile *sketch_tile_level_ensure (SketchTileLevel *self, int column, int row);
void sketch_tile_level_remove (SketchTileLevel *self, SketchTile *tile);

/* Marks what is in a box of the drawing as dirty. */
void sketch_tile_level_damage (SketchTileLevel *self, const cairo_rectangle_t *box);

/* The box in the drawing of an area of a tile. */
cairo_rectangle_t sketch_tile_get_box (const SketchTile *tile, const cairo_rectangle_int_t *area);

void sketch_tile_mark (SketchTile *tile, const cairo_rectangle_int_t *area);
gboolean sketch_tile_is_dirty (const SketchTile *tile);

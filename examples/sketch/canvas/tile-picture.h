/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The picture of a tile: a square of the drawing at a zoom. Any thread draws it. */

#pragma once

#include <gtk/gtk.h>

#include "model/drawing.h"

#define SKETCH_TILE_SIZE 256 /* pixels */
#define SKETCH_TILE_BYTES (4 * SKETCH_TILE_SIZE * SKETCH_TILE_SIZE)

typedef struct
{
  /* The order to draw */
  TroveVersion *version;
  GArray *keys; /* of the shapes that may be seen in the area, in no order */
  double scale; /* pixels by unit */
  int column, row;
  cairo_rectangle_int_t area; /* pixels of the tile */
  cairo_surface_t *before;    /* outside of the area; NULL: nothing is there */

  /* The result */
  cairo_surface_t *surface;
  gint64 duration; /* µs */
} SketchTilePicture;

void sketch_tile_picture_clear (SketchTilePicture *self);
void sketch_tile_picture_draw (SketchTilePicture *self);

/* A node of a surface, from (0, 0), one pixel each. software: for GskCairoRenderer, which is slow with textures in GTK 4.8: it makes them
 * from bytes to floats and back in each frame. */
GskRenderNode *sketch_tile_node_new (cairo_surface_t *surface, gboolean software);

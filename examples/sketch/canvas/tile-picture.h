/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The picture of a tile: a square of the drawing at a zoom. Any thread draws it. */

#pragma once

#include <gdk/gdk.h>

#include "model/drawing.h"

#define SKETCH_TILE_SIZE 256 /* pixels */
#define SKETCH_TILE_BYTES (4 * SKETCH_TILE_SIZE * SKETCH_TILE_SIZE)

typedef struct
{
  /* What to draw */
  TroveVersion *version;
  GArray *keys; /* of the shapes that may be seen in the area, in no order */
  double scale; /* pixels by unit */
  int column, row;
  cairo_rectangle_int_t area; /* pixels of the tile */
  GBytes *before;             /* pixels outside of the area; NULL: nothing is there */

  /* The result */
  GBytes *pixels;
  gint64 duration; /* µs */
} SketchTilePicture;

void sketch_tile_picture_clear (SketchTilePicture *self);
void sketch_tile_picture_draw (SketchTilePicture *self);

/* A surface of pixels, which it holds. It must not be drawn to. */
cairo_surface_t *sketch_tile_surface_new (GBytes *pixels);

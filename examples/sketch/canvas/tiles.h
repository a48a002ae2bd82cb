/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The pictures of what a canvas shows.
 *
 * A frame has some milliseconds for drawing. Tiles that take longer are drawn by workers; meanwhile the picture before is shown, or that
 * of another zoom. Pictures that were not used for long are dropped when all take too many bytes. */

#pragma once

#include <gtk/gtk.h>

#include "canvas/view.h"
#include "draw/spatial-index.h"

typedef struct _SketchTiles SketchTiles;

/* ready: called when a worker has drawn something, which the next frame can show. The index must outlive the tiles. */
SketchTiles *sketch_tiles_new (SketchSpatialIndex *index, GSourceOnceFunc ready, gpointer data);
void sketch_tiles_free (SketchTiles *self);

/* The box is to be drawn again. */
void sketch_tiles_damage (SketchTiles *self, const cairo_rectangle_t *box);

/* Draws what it can, and shows all. start: when the frame began. software: the renderer is Cairo's. FALSE: the next frame is to show more. */
gboolean sketch_tiles_snapshot (SketchTiles *self, GtkSnapshot *snapshot, const SketchView *view,
                                gint64 start, gboolean software);

/* Whether all that the view shows is drawn. */
gboolean sketch_tiles_are_current (SketchTiles *self, const SketchView *view);

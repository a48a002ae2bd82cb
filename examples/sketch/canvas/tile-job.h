/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A picture of a tile that is drawn by a worker thread. */

#pragma once

#include "canvas/tile-picture.h"

typedef struct _SketchTileJob SketchTileJob;

/* Called by the main thread when the picture is there. */
typedef void (*SketchTileJobFunc) (SketchTileJob *job, gpointer data);

/* Takes over what the picture has. */
SketchTileJob *sketch_tile_job_new (const SketchTilePicture *picture, SketchTileJobFunc done, gpointer data);

/* Nobody wants the result any more: done is not called, and a picture that was not begun is not drawn. */
void sketch_tile_job_cancel (SketchTileJob *job);

/* Within done, the result; before, what is to be drawn. */
SketchTilePicture *sketch_tile_job_get_picture (SketchTileJob *job);

/* How many jobs keep the workers busy. */
guint sketch_tile_job_get_n_wanted (void);

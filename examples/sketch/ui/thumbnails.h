/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Small pictures of versions, drawn on a thread of low priority.
 *
 *   request ──▶ what is wanted ──(the newest first)──▶ thread ──▶ "ready" ──▶ the last ones that were used
 *                     ▲
 *   drop ─────────────╯
 */

#pragma once

#include <gtk/gtk.h>

#include "model/drawing.h"

#define SKETCH_THUMBNAIL_WIDTH 96
#define SKETCH_THUMBNAIL_HEIGHT 72

#define SKETCH_TYPE_THUMBNAILS (sketch_thumbnails_get_type ())
G_DECLARE_FINAL_TYPE (SketchThumbnails, sketch_thumbnails, SKETCH, THUMBNAILS, GObject)

/* scale: pixels of the screen by those of the picture. The signal "ready" has the id of a version whose picture is there. */
SketchThumbnails *sketch_thumbnails_new (int scale);

/* The picture of a version, not owned, or NULL: "ready" is emitted when it is drawn, unless it is dropped before. A version that cannot
 * be read gets an empty picture. */
GdkTexture *sketch_thumbnails_get (SketchThumbnails *self, TroveVersion *version);

/* The picture is not needed any more. One that is drawn already stays for a while. */
void sketch_thumbnails_drop (SketchThumbnails *self, TroveVersion *version);

/* Draws one at once, on any thread. */
GdkTexture *sketch_draw_thumbnail (TroveVersion *version, int scale);

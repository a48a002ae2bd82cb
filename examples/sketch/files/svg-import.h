/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Shapes from an SVG file: paths, rectangles, ellipses, circles, lines, polylines, polygons, text, groups, uses, transforms, fills and
 * strokes, with style sheets. A gradient becomes the color that it has in the mean. What a shape cannot have, such as a picture, a clip
 * path, a mask, a filter or dashes, is left out, and counted.
 *
 *   file ──▶ tree of XML ──▶ shapes ──▶ document
 *   └────── any thread ───────────┘      └ its thread
 *
 * All shapes are made before the first one is added. A file that is damaged, or tries to take all memory, is an error that names its
 * line. */

#pragma once

#include "model/drawing.h"

/* The shapes of a file, which are not in a document yet. */
typedef struct _SketchSvgPicture SketchSvgPicture;

/* Reads SVG from memory, on any thread. name: for errors. NULL: with an error. */
SketchSvgPicture *sketch_svg_picture_new (const char *name, const char *data, gsize length,
                                          GCancellable *cancellable, GError **error);
SketchSvgPicture *sketch_svg_picture_read (GFile *file, GCancellable *cancellable, GError **error);
void sketch_svg_picture_free (SketchSvgPicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SketchSvgPicture, sketch_svg_picture_free)

/* Elements and effects of the file that are not known. */
guint sketch_svg_picture_get_n_left_out (const SketchSvgPicture *self);

/* Adds the shapes in front of a layer. Nothing is committed; after an error nothing has changed. keys: (nullable): the shapes that were
 * added at the top level, to be freed with g_array_unref(). */
gboolean sketch_svg_picture_add (const SketchSvgPicture *self, TroveDocument *document, TroveKey layer,
                                 GArray **keys, GError **error);

/* Reads a file, and adds its shapes as sketch_svg_picture_add() does. n_left_out: (nullable). */
gboolean sketch_import_svg (TroveDocument *document, TroveKey layer, GFile *file, GArray **keys,
                            guint *n_left_out, GError **error);

/* The same from memory. name: for errors. */
gboolean sketch_import_svg_data (TroveDocument *document, TroveKey layer, const char *name, const char *data,
                                 gsize length, GArray **keys, guint *n_left_out, GError **error);

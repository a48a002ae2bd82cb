/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Shapes from an SVG file: paths, rectangles, ellipses, circles, lines, polylines, polygons, text, groups, uses, transforms, fills and
 * strokes, with style sheets. A gradient becomes the color that it has in the mean. What a shape cannot have, such as a picture, a clip
 * path, a mask, a filter or dashes, is left out, and counted.
 *
 *   file ──▶ tree of XML ──▶ shapes ──▶ document
 *
 * All shapes are made before the first one is added. A file that is damaged, or tries to take all memory, is an error that names its
 * line. */

#pragma once

#include "model/drawing.h"

/* Adds the shapes in front of a layer. Nothing is committed; after an error nothing has changed. keys: (nullable): the shapes that were
 * added at the top level, to be freed with g_array_unref(). n_left_out: (nullable): elements and effects that are not known. */
gboolean sketch_import_svg (TroveDocument *document, TroveKey layer, GFile *file, GArray **keys,
                            guint *n_left_out, GError **error);

/* The same from memory. name: for errors. */
gboolean sketch_import_svg_data (TroveDocument *document, TroveKey layer, const char *name, const char *data,
                                 gsize length, GArray **keys, guint *n_left_out, GError **error);

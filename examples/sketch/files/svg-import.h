/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Shapes from an SVG file: paths, rectangles, ellipses, circles, lines, polylines, polygons, text, groups, transforms, fills and strokes.
 * Other elements are left out, and counted. */

#pragma once

#include "model/drawing.h"

/* Adds the shapes in front of a layer. Nothing is committed; after an error nothing has changed. keys: (nullable): the shapes that were
 * added at the top level, to be freed with g_array_unref(). n_left_out: (nullable): elements that are not known. */
gboolean sketch_import_svg (TroveDocument *document, TroveKey layer, GFile *file, GArray **keys,
                            guint *n_left_out, GError **error);

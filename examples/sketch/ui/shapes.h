/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Several shapes, or groups, as though they were one shape: an object with the properties "x", "y", "width" and "height" of the box around
 * them, and "stroke", "fill", "line-width", "opacity" and "font-size", which are those of the first leaf. Notifies all of them when
 * the document is at another version. */

#pragma once

#include "edit/edits.h"

#define SKETCH_TYPE_SHAPES (sketch_shapes_get_type ())
G_DECLARE_FINAL_TYPE (SketchShapes, sketch_shapes, SKETCH, SHAPES, GObject)

/* n: at least 1 */
SketchShapes *sketch_shapes_new (TroveDocument *document, const TroveKey *keys, gsize n);

/* Sets a property of all. The caller commits. */
gboolean sketch_shapes_set_field (SketchShapes *self, const char *property, const GValue *value,
                                  GError **error);

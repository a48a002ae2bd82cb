/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Changes of shapes. Each function changes the current state alone: the caller commits. After an error, the caller rolls back. There is
 * no code for undo: a version is the document's.
 *
 * Of a group, all that is in it is changed. A connector between two shapes stays with them. */

#pragma once

#include <cairo.h>

#include "model/drawing.h"

gboolean sketch_move (TroveDocument *document, const TroveKey *keys, gsize n, double dx, double dy,
                      GError **error);

/* Maps a box to another one, with the shapes in it. A box whose width or height is negative flips them. Widths of lines stay, sizes of
 * fonts change. A shape that is turned is scaled along its own sides, by as much as these become longer: it is not slanted. */
gboolean sketch_resize (TroveDocument *document, const TroveKey *keys, gsize n, const cairo_rectangle_t *from,
                        const cairo_rectangle_t *to, GError **error);

/* Clockwise, in degrees, around a point. */
gboolean sketch_rotate (TroveDocument *document, const TroveKey *keys, gsize n, double angle, double x,
                        double y, GError **error);

/* Connectors that ended at the shapes stay where they are. */
gboolean sketch_remove (TroveDocument *document, const TroveKey *keys, gsize n, GError **error);

/* A layer with all its shapes. Connectors of other layers stay where they are. */
gboolean sketch_remove_layer (TroveDocument *document, TroveKey layer, GError **error);

/* A property of all leaves: "stroke", "fill", "line-width", "opacity", "font-size". */
gboolean sketch_set_style (TroveDocument *document, const TroveKey *keys, gsize n, const char *property,
                           const GValue *value, GError **error);

/* Sets the ends of the connectors at a shape, and at all in it, to where they are drawn. The shape can then go: the document clears the
 * references to it. */
gboolean sketch_keep_ends (TroveDocument *document, TroveKey key, GError **error);

/* The children of a group; NULL if there are none. */
TroveKey *sketch_dup_children (TroveDocument *document, TroveKey key, guint *n);

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Changes of shapes. Each function changes the current state alone: the caller commits. After an error, the caller rolls back. There is
 * no code for undo: a version is the document's. */

#pragma once

#include <cairo.h>

#include "model/drawing.h"

gboolean sketch_move (TroveDocument *document, const TroveKey *keys, gsize n, double dx, double dy,
                      GError **error);

/* Maps a box to another one, with the shapes in it. */
gboolean sketch_resize (TroveDocument *document, const TroveKey *keys, gsize n, const cairo_rectangle_t *from,
                        const cairo_rectangle_t *to, GError **error);

/* Clockwise, in degrees, around a point. */
gboolean sketch_rotate (TroveDocument *document, const TroveKey *keys, gsize n, double angle, double x,
                        double y, GError **error);
gboolean sketch_remove (TroveDocument *document, const TroveKey *keys, gsize n, GError **error);

/* A property of all leaves: "stroke", "fill", "line-width", "opacity", "font-size". */
gboolean sketch_set_style (TroveDocument *document, const TroveKey *keys, gsize n, const char *property,
                           const GValue *value, GError **error);

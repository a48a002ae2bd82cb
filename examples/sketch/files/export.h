/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Pictures of a version: SVG with shapes as elements, PDF and PNG drawn by Cairo. The picture's edges are on whole units around all that
 * is drawn. Nothing is behind the shapes. */

#pragma once

#include "model/drawing.h"

/* The format is that of the name: .svg, .pdf, .png. scale: pixels of a PNG by unit. A file that was there stays after an error. */
gboolean sketch_export (TroveVersion *version, GFile *file, double scale, GError **error);

/* The same on another thread. */
void sketch_export_async (TroveVersion *version, GFile *file, double scale, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data);
gboolean sketch_export_finish (GAsyncResult *result, GError **error);

/* A picture in memory. content_type: "image/svg+xml", "application/pdf" or "image/png". keys: top-level shapes, from back to front; NULL:
 * all visible ones, with a margin. */
GBytes *sketch_export_to_bytes (TroveVersion *version, const TroveKey *keys, gsize n,
                                const char *content_type, double scale, GError **error);

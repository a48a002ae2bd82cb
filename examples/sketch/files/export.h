/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Pictures of a version, written with Cairo. */

#pragma once

#include "model/drawing.h"

/* The format is that of the name: .svg, .pdf, .png. scale: pixels of a PNG by unit. */
gboolean sketch_export (TroveVersion *version, GFile *file, double scale, GError **error);
void sketch_export_async (TroveVersion *version, GFile *file, double scale, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer data);
gboolean sketch_export_finish (GAsyncResult *result, GError **error);

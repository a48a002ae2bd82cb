/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Shapes on the clipboard, as a TroveFragment, and as SVG and PNG for other programs. */

#pragma once

#include <gtk/gtk.h>

#include "model/drawing.h"

/* To be called once. */
void sketch_clipboard_register (void);

/* Shapes of the current state. NULL: with an error. */
GdkContentProvider *sketch_clipboard_provider_new (TroveDocument *document, const TroveKey *keys, gsize n,
                                                   GError **error);

/* Pastes in front of a layer, moved by (dx, dy); commits nothing. The keys of the new shapes are the result. */
void sketch_clipboard_paste_async (GdkClipboard *clipboard, TroveDocument *document, TroveKey layer,
                                   double dx, double dy, GAsyncReadyCallback callback, gpointer data);
GArray *sketch_clipboard_paste_finish (GAsyncResult *result, GError **error);

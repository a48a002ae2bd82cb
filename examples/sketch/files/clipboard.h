/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Shapes on the clipboard: as a TroveFragment, and as SVG and PNG for other programs, which are made when one asks for them.
 *
 *   this program      TroveFragment                the object itself
 *   another run       application/x-trove-sketch   its bytes
 *   other programs    image/svg+xml, image/png     a picture; SVG is pasted, too
 *   editors           text/plain                   the texts, if there are any                                                    */

#pragma once

#include <gtk/gtk.h>

#include "model/drawing.h"

#define SKETCH_CONTENT_TYPE "application/x-trove-sketch"

/* To be called once. */
void sketch_clipboard_register (void);

/* Shapes of the current state. NULL: with an error. */
GdkContentProvider *sketch_clipboard_provider_new (TroveDocument *document, const TroveKey *keys, gsize n,
                                                   GError **error);

/* Whether there are shapes to paste. */
gboolean sketch_clipboard_has_shapes (GdkClipboard *clipboard);

/* Pastes in front of a layer, moved by (dx, dy); commits nothing, and after an error nothing has changed. The keys of the new shapes are
 * the result, to be freed with g_array_unref(). */
void sketch_clipboard_paste_async (GdkClipboard *clipboard, TroveDocument *document, TroveKey layer,
                                   double dx, double dy, GAsyncReadyCallback callback, gpointer data);
GArray *sketch_clipboard_paste_finish (GAsyncResult *result, GError **error);

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

/* Counts the pastes of what is on the clipboard now, so that each copy gets a place of its own. Returns 1 for the first one. */
guint sketch_clipboard_count_paste (GdkClipboard *clipboard);

/* The contents that were read from the clipboard. */
typedef struct _SketchPaste SketchPaste;

void sketch_clipboard_read_async (GdkClipboard *clipboard, GAsyncReadyCallback callback, gpointer data);
SketchPaste *sketch_clipboard_read_finish (GAsyncResult *result, GError **error);

/* Inserts in front of a layer, moved by (dx, dy); commits nothing, and after an error nothing has changed. Returns the keys of the new
 * shapes; NULL: with an error. */
GArray *sketch_paste_insert (SketchPaste *self, TroveDocument *document, TroveKey layer, double dx, double dy,
                             GError **error);
void sketch_paste_free (SketchPaste *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SketchPaste, sketch_paste_free)

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Fragments on the clipboard, and in drags. Within the program a fragment is passed as it is. To other programs it goes as bytes, of a
 * content type of the application's own. */

#pragma once

#include <gdk/gdk.h>
#include <trove-glib/trove-glib.h>

#define CLIPBOARD_CONTENT_TYPE "application/x-trove-example-shapes"

/* Tells GDK how fragments become bytes and bytes fragments. To be called once, before the first copy or paste. */
void clipboard_register (void);

/* Whether there is a fragment to paste. */
gboolean clipboard_has_fragment (GdkClipboard *clipboard);

/* The objects with these keys, as they are now. With the names of the objects, for programs that take text. */
GdkContentProvider *clipboard_provider_new (TroveDocument *document, const TroveKey *keys, gsize n,
                                            GError **error);

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A window with the shapes of a document, to be copied, cut, pasted and dragged. */

#pragma once

#include <gtk/gtk.h>
#include <trove-glib/trove-glib.h>

/* document: its root is a Page. The window keeps it. */
GtkWidget *clipboard_window_new (GtkApplication *application, TroveDocument *document);

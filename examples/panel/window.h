/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The window with the tree and the property panel. */

#pragma once

#include <gtk/gtk.h>
#include <trove-glib/trove-glib.h>

/* document: its root is a Shape. The window keeps it. */
GtkWidget *panel_window_new (GtkApplication *application, TroveDocument *document);

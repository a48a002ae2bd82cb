/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The window with the tree and the property panel. */

#pragma once

#include <gtk/gtk.h>
#include <trove-glib/trove-glib.h>

G_BEGIN_DECLS

#define TYPE_PANEL_WINDOW (panel_window_get_type ())
G_DECLARE_FINAL_TYPE (PanelWindow, panel_window, PANEL, WINDOW, GtkApplicationWindow)

/* document: its root is a Shape. */
GtkWidget *panel_window_new (GtkApplication *application, TroveDocument *document);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Drives and looks at the window of an example. */

#pragma once

#include <gtk/gtk.h>

/* Sets GTK up, without animations. */
void window_init (int *argc, char ***argv);

/* Runs the main loop until the window has drawn all that was changed. */
void window_settle (GtkWidget *window);

/* The widgets of a type in a widget, in the order in which they stand. Free the array. */
GPtrArray *window_find_all (GtkWidget *widget, GType type);

/* The widget of that number of a type. */
GtkWidget *window_find (GtkWidget *widget, GType type, guint number);

/* The button with a tooltip that begins with a text. */
GtkWidget *window_find_button (GtkWidget *widget, const char *tooltip, guint number);

void window_click (GtkWidget *button);

/* Compares the window with a picture in docs/, which the manual shows. */
void window_check_picture (GtkWidget *window, const char *name);

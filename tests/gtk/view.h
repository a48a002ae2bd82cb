/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* View: a window with a GtkListView, whose rows show the labels of things or of GtkTreeListRows of things. */

#pragma once

#include <gtk/gtk.h>

typedef struct
{
  GtkWindow *window;   /* owned by GTK */
  GtkListView *list;   /* owned by the window */
  GtkAdjustment *rows; /* owned by the window: scrolls the list */
  guint n_bound;       /* items that were bound to widgets */
} View;

/* Draws the window. */
void view_init (View *self, GtkSelectionModel *model);
void view_clear (View *self);

/* Draws until there is nothing left to do. */
void view_draw (View *self);

/* From 0 for the first row to 1 for the last one. */
void view_scroll (View *self, double fraction);

/* Runs the main loop as long as it has something to do. */
void view_run_loop (void);

/* Runs the main loop until the window was drawn. */
void view_wait_for_frame (GtkWindow *window);

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The window: two editors side by side, and the conflicts of the last merge below. */

#pragma once

#include <gtk/gtk.h>
#include <trove-glib/trove-glib.h>

#define EDITORS_TYPE_WINDOW (editors_window_get_type ())
G_DECLARE_FINAL_TYPE (EditorsWindow, editors_window, EDITORS, WINDOW, GtkApplicationWindow)

/* document: its root is a TaskList. The left editor has a branch of the document, and the right one another branch. */
GtkWidget *editors_window_new (GtkApplication *application, TroveDocument *document);

typedef enum
{
  LEFT,
  RIGHT
} Side;

TroveDocument *editors_window_get_document (EditorsWindow *self, Side side);

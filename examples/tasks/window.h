/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The window of the task list. */

#pragma once

#include <gtk/gtk.h>
#include <trove-glib/trove-glib.h>

G_BEGIN_DECLS

#define TYPE_TASKS_WINDOW (tasks_window_get_type ())
G_DECLARE_FINAL_TYPE (TasksWindow, tasks_window, TASKS, WINDOW, GtkApplicationWindow)

/* document: its root is a TaskList. */
GtkWidget *tasks_window_new (GtkApplication *application, TroveDocument *document);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The window of the task list. */

#pragma once

#include <gtk/gtk.h>
#include <trove-glib/trove-glib.h>

/* document: its root is a TaskList. The window keeps it. */
GtkWidget *tasks_window_new (GtkApplication *application, TroveDocument *document);

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

/* To be called by a widget that is disposed. gtk_widget_dispose_template() leaves children that are not bound. */
void sketch_remove_children (GtkWidget *widget);

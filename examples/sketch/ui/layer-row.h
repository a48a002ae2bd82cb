/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The functions that layer-row.ui names: the row of a layer, whose name, visibility and lock are edited in it, and which is dragged to
 * the place of another one. */

#pragma once

#include <gtk/gtk.h>

GtkBuilderScope *sketch_layer_row_scope_new (void);

/* The name in a row is edited. */
void sketch_layer_row_rename (GtkWidget *row);

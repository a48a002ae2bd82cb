/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Keys. Those of the application work everywhere. Those of a window are for the canvas: a text that has the focus gets them first. */

#pragma once

#include <adwaita.h>

void sketch_add_accels (GtkApplication *application);
void sketch_add_shortcuts (GtkWidget *window);

/* Delete and BackSpace do not get from such a widget to the window, which would delete shapes. */
void sketch_keep_delete_keys (GtkWidgetClass *klass);

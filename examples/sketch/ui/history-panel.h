/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The tree of versions: lanes, thumbnails and names. A click goes to a version. */

#pragma once

#include <gtk/gtk.h>

#include "model/drawing.h"

#define SKETCH_TYPE_HISTORY_PANEL (sketch_history_panel_get_type ())
G_DECLARE_FINAL_TYPE (SketchHistoryPanel, sketch_history_panel, SKETCH, HISTORY_PANEL, GtkWidget)

/* The signal "compare" has two versions, "merge" one; both are of the rows' menus. */
GtkWidget *sketch_history_panel_new (void);
void sketch_history_panel_set_document (SketchHistoryPanel *self, TroveDocument *document);

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The lines of one row of the tree of versions. */

#pragma once

#include <gtk/gtk.h>

#include "ui/history-graph.h"

#define SKETCH_TYPE_HISTORY_LANES (sketch_history_lanes_get_type ())
G_DECLARE_FINAL_TYPE (SketchHistoryLanes, sketch_history_lanes, SKETCH, HISTORY_LANES, GtkWidget)

/* lanes: NULL: none. To be called again when the graph has changed. */
void sketch_history_lanes_set (SketchHistoryLanes *self, const SketchLanes *lanes, guint n_columns,
                               gboolean current);

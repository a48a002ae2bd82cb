/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The conflicts of a merge. Each is shown both ways on the canvas, and a click decides. */

#pragma once

#include "canvas/canvas.h"

#define SKETCH_TYPE_MERGE_PANEL (sketch_merge_panel_get_type ())
G_DECLARE_FINAL_TYPE (SketchMergePanel, sketch_merge_panel, SKETCH, MERGE_PANEL, GtkWidget)

/* The signal "done" is emitted by the panel's button: the merge was committed. */
GtkWidget *sketch_merge_panel_new (void);
void sketch_merge_panel_set_merge (SketchMergePanel *self, TroveDocument *document, TroveMerge *merge,
                                   SketchCanvas *canvas);

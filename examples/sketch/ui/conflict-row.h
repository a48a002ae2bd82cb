/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A conflict in words, with the three ways in which it can be decided. */

#pragma once

#include <gtk/gtk.h>

#include "model/drawing.h"

#define SKETCH_TYPE_CONFLICT_ROW (sketch_conflict_row_get_type ())
G_DECLARE_FINAL_TYPE (SketchConflictRow, sketch_conflict_row, SKETCH, CONFLICT_ROW, GtkWidget)

/* The signal "chosen" has a TroveChoice: the user wants it. The row shows the choice of the conflict. */
GtkWidget *sketch_conflict_row_new (void);

/* conflict: NULL: the row shows nothing. */
void sketch_conflict_row_set_conflict (SketchConflictRow *self, TroveConflict *conflict);
TroveConflict *sketch_conflict_row_get_conflict (SketchConflictRow *self);

/* Shows the choice of the conflict again, after one that has failed. */
void sketch_conflict_row_update (SketchConflictRow *self);

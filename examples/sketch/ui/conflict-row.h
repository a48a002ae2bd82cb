/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Conflicts that belong together in words, with the three ways in which they can be decided. */

#pragma once

#include <gtk/gtk.h>

#include "ui/conflict-group.h"

#define SKETCH_TYPE_CONFLICT_ROW (sketch_conflict_row_get_type ())
G_DECLARE_FINAL_TYPE (SketchConflictRow, sketch_conflict_row, SKETCH, CONFLICT_ROW, GtkWidget)

/* The signal "chosen" has a TroveChoice: the user wants it. The row shows the choice of the conflicts. */
GtkWidget *sketch_conflict_row_new (void);

/* group: NULL: the row shows nothing. */
void sketch_conflict_row_set_group (SketchConflictRow *self, SketchConflictGroup *group);
SketchConflictGroup *sketch_conflict_row_get_group (SketchConflictRow *self);

/* Shows the choice of the conflicts again, after one that has failed. */
void sketch_conflict_row_update (SketchConflictRow *self);

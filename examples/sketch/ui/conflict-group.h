/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Conflicts that are decided together: those of a shape's box, of which no half is to be ours and the other theirs. */

#pragma once

#include "model/drawing.h"

#define SKETCH_TYPE_CONFLICT_GROUP (sketch_conflict_group_get_type ())
G_DECLARE_FINAL_TYPE (SketchConflictGroup, sketch_conflict_group, SKETCH, CONFLICT_GROUP, GObject)

/* The conflicts of a merge as a list of groups. */
GListModel *sketch_group_conflicts (TroveMerge *merge);

/* At least one. Not owned. */
TroveConflict *sketch_conflict_group_get (SketchConflictGroup *self, guint i);
guint sketch_conflict_group_get_n (SketchConflictGroup *self);

/* An edit; nothing is committed. After an error, the caller rolls back. */
gboolean sketch_conflict_group_set_choice (SketchConflictGroup *self, TroveChoice choice, GError **error);

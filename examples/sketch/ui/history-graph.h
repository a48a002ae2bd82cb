/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Where the versions of a tree stand in columns, and the lines between them. A row has one version; rows are in the order of time, the
 * oldest one first. A version stands above the one that it was made from, if nothing else does; else it begins a column.
 *
 *   row 4   o        made from 3 and 2: a merge
 *           │╲
 *   row 3   o │      made from 1
 *           │ o      row 2, made from 1 too, after an undo
 *           │╱
 *   row 1   o
 *
 * A version that is appended changes lines, and no place. */

#pragma once

#include <glib.h>

#define SKETCH_MAX_COLUMNS 64 /* what is beyond stands in the last one */

/* The lines of a row. A bit is a column. */
typedef struct
{
  guint column;    /* of the version */
  guint64 through; /* from the bottom of the row to its top */
  guint64 up;      /* from the version to the top, where the lines are in these columns */
  guint64 down;    /* from the bottom to the version */
} SketchLanes;

typedef struct _SketchHistoryGraph SketchHistoryGraph;

SketchHistoryGraph *sketch_history_graph_new (void);
void sketch_history_graph_free (SketchHistoryGraph *self);
void sketch_history_graph_clear (SketchHistoryGraph *self);

/* parents: ids; NULL-terminated. Those that were not appended before are left out. */
void sketch_history_graph_append (SketchHistoryGraph *self, const char *id, const char *const *parents);

/* Takes the last row away. */
void sketch_history_graph_pop (SketchHistoryGraph *self);

guint sketch_history_graph_get_n_rows (SketchHistoryGraph *self);
guint sketch_history_graph_get_n_columns (SketchHistoryGraph *self);

/* The lines of a version; NULL: there is no such one. Valid until the graph changes. */
const SketchLanes *sketch_history_graph_find (SketchHistoryGraph *self, const char *id, guint *row);

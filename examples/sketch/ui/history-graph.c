/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "history-graph.h"

#define MAX_PARENTS 2 /* a merge has two */

typedef struct
{
  guint parent; /* the row */
  guint column;
  guint used_before; /* last_used of the column, before this line */
} Line;

typedef struct
{
  char *id;
  SketchLanes lanes;
  Line lines[MAX_PARENTS]; /* to the parents */
  guint n_lines;
  guint used_before; /* last_used of the version's column */
} Row;

struct _SketchHistoryGraph
{
  GArray *rows;
  GHashTable *by_id;                     /* the row + 1 */
  guint last_used[SKETCH_MAX_COLUMNS];   /* the last row that has something in a column, + 1 */
  guint n_in_column[SKETCH_MAX_COLUMNS]; /* versions and lines */
};

static void
row_clear (gpointer row)
{
  g_free (((Row *) row)->id);
}

SketchHistoryGraph *
sketch_history_graph_new (void)
{
  SketchHistoryGraph *self = g_new0 (SketchHistoryGraph, 1);

  self->rows = g_array_new (FALSE, TRUE, sizeof (Row));
  g_array_set_clear_func (self->rows, row_clear);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
sketch_history_graph_free (SketchHistoryGraph *self)
{
  g_hash_table_unref (self->by_id);
  g_array_unref (self->rows);
  g_free (self);
}

void
sketch_history_graph_clear (SketchHistoryGraph *self)
{
  g_hash_table_remove_all (self->by_id);
  g_array_set_size (self->rows, 0);
  memset (self->last_used, 0, sizeof self->last_used);
  memset (self->n_in_column, 0, sizeof self->n_in_column);
}

static Row *
get_row (SketchHistoryGraph *self, guint row)
{
  return &g_array_index (self->rows, Row, row);
}

/* Whether a line from the version of a row upwards finds nothing in a column. */
static gboolean
is_free (SketchHistoryGraph *self, guint column, guint from_row)
{
  return self->last_used[column] <= from_row + 1;
}

/* The column of the version that the line begins at, if it is free; else the first one that is. */
static guint
find_column (SketchHistoryGraph *self, guint from_row)
{
  guint column = get_row (self, from_row)->lanes.column;

  if (is_free (self, column, from_row))
    return column;
  for (column = 0; column < SKETCH_MAX_COLUMNS - 1 && !is_free (self, column, from_row);)
    column++;
  return column;
}

static guint
use (SketchHistoryGraph *self, guint column, guint row)
{
  guint before = self->last_used[column];

  self->last_used[column] = row + 1;
  self->n_in_column[column]++;
  return before;
}

/* Draws a line to the last row, or takes it away. */
static void
flip_line (SketchHistoryGraph *self, const Line *line)
{
  guint64 bit = G_GUINT64_CONSTANT (1) << line->column;

  get_row (self, line->parent)->lanes.up ^= bit;
  for (guint row = line->parent + 1; row < self->rows->len - 1; row++)
    get_row (self, row)->lanes.through ^= bit;
  get_row (self, self->rows->len - 1)->lanes.down ^= bit;
}

static void
add_line (SketchHistoryGraph *self, guint parent, guint column)
{
  guint last = self->rows->len - 1;
  Row *row = get_row (self, last);
  Line *line = &row->lines[row->n_lines++];

  *line = (Line){ parent, column, use (self, column, last) };
  flip_line (self, line);
}

void
sketch_history_graph_append (SketchHistoryGraph *self, const char *id, const char *const *parents)
{
  guint rows[MAX_PARENTS], n = 0, last = self->rows->len, column = 0;
  Row *row;

  for (; *parents != NULL && n < MAX_PARENTS; parents++)
    if (sketch_history_graph_find (self, *parents, &rows[n]) != NULL)
      n++;
  if (n > 0)
    column = find_column (self, rows[0]);
  else
    while (column < SKETCH_MAX_COLUMNS - 1 && self->last_used[column] > 0)
      column++;

  g_array_set_size (self->rows, last + 1);
  row = get_row (self, last);
  row->id = g_strdup (id);
  row->lanes.column = column;
  g_hash_table_insert (self->by_id, row->id, GUINT_TO_POINTER (last + 1));
  if (n > 0)
    add_line (self, rows[0], column);
  else
    row->used_before = use (self, column, last);
  if (n > 1 && rows[1] != rows[0])
    add_line (self, rows[1], find_column (self, rows[1]));
}

void
sketch_history_graph_pop (SketchHistoryGraph *self)
{
  Row *row = get_row (self, self->rows->len - 1);

  if (row->n_lines == 0)
    {
      self->last_used[row->lanes.column] = row->used_before;
      self->n_in_column[row->lanes.column]--;
    }
  while (row->n_lines > 0)
    {
      const Line *line = &row->lines[--row->n_lines];

      flip_line (self, line);
      self->last_used[line->column] = line->used_before;
      self->n_in_column[line->column]--;
    }
  g_hash_table_remove (self->by_id, row->id);
  g_array_set_size (self->rows, self->rows->len - 1);
}

guint
sketch_history_graph_get_n_rows (SketchHistoryGraph *self)
{
  return self->rows->len;
}

guint
sketch_history_graph_get_n_columns (SketchHistoryGraph *self)
{
  guint n = SKETCH_MAX_COLUMNS;

  while (n > 0 && self->n_in_column[n - 1] == 0)
    n--;
  return n;
}

const SketchLanes *
sketch_history_graph_find (SketchHistoryGraph *self, const char *id, guint *row)
{
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_id, id));

  if (found == 0)
    return NULL;
  if (row != NULL)
    *row = found - 1;
  return &get_row (self, found - 1)->lanes;
}

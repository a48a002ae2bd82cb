/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "version-update.h"

#include "state/delta-write.h"

#include "format.h"
#include "version-table.h"

static gboolean
is_id (const guint64 id[2])
{
  return id[0] != 0 || id[1] != 0;
}

typedef struct
{
  const TroveVersionUpdate *update;
  TroveDb *db;
  TroveVersionTable table;
  TroveVersionGraph *graph;
  TroveDictionary *dictionary;
} Writing;

static gint64
number_of (const TroveVersionGraph *self, const guint64 id[2])
{
  const TroveVersionNode *node = is_id (id) ? trove_version_graph_find_id (self, id) : NULL;

  return node != NULL ? node->number : 0;
}

static gboolean
set_marks (Writing *self, TroveVersionNode *node, guint marks, GError **error)
{
  if (node->marks == marks)
    return TRUE;
  node->marks = marks;
  return trove_version_table_set_marks (&self->table, node->number, marks, error);
}

static gboolean
set_name (Writing *self, TroveVersionNode *node, const char *name, GError **error)
{
  if (g_strcmp0 (trove_version_graph_get_name (self->graph, node), name) == 0)
    return TRUE;
  trove_version_graph_set_name (self->graph, node, name);
  return trove_version_table_set_name (&self->table, node->number, name, error);
}

/* A version that is merged a second time is there already. */
static gboolean
insert_version (Writing *self, const TroveFileVersion *version, GError **error)
{
  TroveVersionRow row = {
    .id = { version->id[0], version->id[1] },
    .time = version->time,
    .marks = version->marks,
    .base = number_of (self->graph, version->base),
    .merged = number_of (self->graph, version->merged),
    .n_bytes = version->n_bytes,
    .label = version->label,
    .name = version->name,
    .view_state_before = version->view_state_before,
    .view_state = version->view_state,
  };
  TroveVersionNode node;
  g_autoptr (GVariant) changes = NULL;

  if (trove_version_graph_find_id (self->graph, version->id) != NULL)
    return TRUE;
  if ((is_id (version->base) && row.base == 0) || (is_id (version->merged) && row.merged == 0))
    return trove_db_damaged (self->db, error, "it lacks a version that others are made of");
  if (row.base != 0)
    {
      row.changes = changes =
          trove_delta_new (&self->dictionary->layouts, version->base_state, version->state, error);
      if (changes == NULL || !trove_dictionary_write_layouts (self->dictionary, self->db, error))
        return FALSE;
    }
  if (!trove_version_table_insert (&self->table, &row, error))
    return FALSE;
  node = (TroveVersionNode){ .id = { version->id[0], version->id[1] },
                             .number = row.number,
                             .marks = row.marks,
                             .base = row.base,
                             .merged = row.merged };
  if (!trove_version_graph_add (self->graph, &node))
    return trove_db_damaged (self->db, error, "it has version %" G_GINT64_FORMAT " already", row.number);
  trove_version_graph_set_name (self->graph, trove_version_graph_find (self->graph, row.number), row.name);
  return TRUE;
}

/* A mark that one version has. */
static gboolean
move_mark (Writing *self, guint mark, gint64 from, gint64 to, GError **error)
{
  TroveVersionNode *before = trove_version_graph_find (self->graph, from);
  TroveVersionNode *after = trove_version_graph_find (self->graph, to);

  if (before == after)
    return TRUE;
  return (before == NULL || set_marks (self, before, before->marks & ~mark, error)) &&
         (after == NULL || set_marks (self, after, after->marks | mark, error));
}

static gint64
find_marked (const TroveVersionGraph *self, guint mark)
{
  GHashTableIter iter;
  gpointer node;

  g_hash_table_iter_init (&iter, self->by_number);
  while (g_hash_table_iter_next (&iter, NULL, &node))
    if ((((TroveVersionNode *) node)->marks & mark) != 0)
      return ((TroveVersionNode *) node)->number;
  return 0;
}

static gboolean
lose (TroveVersionLoss loss, gint64 number, gpointer data, GError **error)
{
  Writing *self = data;

  if (loss == TROVE_VERSION_GOES)
    return trove_version_table_remove (&self->table, number, error);
  if (loss == TROVE_VERSION_LOSES_MERGED)
    return trove_version_table_clear_merged (&self->table, number, error);
  return trove_version_table_clear_base (&self->table, number, error);
}

static gboolean
write_marks (Writing *self, const TroveFileMarks *marks, GError **error)
{
  const guint changing = TROVE_VERSION_IN_HISTORY | TROVE_VERSION_KEPT | TROVE_VERSION_REDO;
  TroveVersionNode *node = trove_version_graph_find_id (self->graph, marks->id);

  return node == NULL ||
         (set_marks (self, node, (node->marks & ~changing) | (marks->marks & changing), error) &&
          ((marks->marks & TROVE_VERSION_IN_HISTORY) == 0 || set_name (self, node, marks->name, error)) &&
          trove_version_graph_prune (self->graph, node, lose, self, error));
}

/* current: the number before. */
static gboolean
move_marks (Writing *self, gint64 current, gint64 next, GError **error)
{
  gint64 saved = find_marked (self->graph, TROVE_VERSION_SAVED);
  TroveVersionNode *before = trove_version_graph_find (self->graph, current);

  return move_mark (self, TROVE_VERSION_CURRENT, current, next, error) &&
         move_mark (self, TROVE_VERSION_SAVED, saved, number_of (self->graph, self->update->saved), error) &&
         (before == NULL || current == next ||
          trove_version_graph_prune (self->graph, before, lose, self, error));
}

static gboolean
write_versions (Writing *self, gint64 *current, GError **error)
{
  const TroveVersionUpdate *update = self->update;
  gint64 next;

  for (guint i = 0; i < update->n_added; i++)
    if (!insert_version (self, &update->added[i], error))
      return FALSE;
  next = number_of (self->graph, update->current);
  if (next == 0)
    return trove_db_damaged (self->db, error, "it lacks the version that its objects are of");
  if (!move_marks (self, *current, next, error))
    return FALSE;
  *current = next;
  for (guint i = 0; i < update->n_marks; i++)
    if (!write_marks (self, &update->marks[i], error))
      return FALSE;
  return TRUE;
}

gboolean
trove_version_update_write (const TroveVersionUpdate *self, TroveDb *db, TroveVersionGraph *graph,
                            TroveDictionary *dictionary, gint64 *current, GError **error)
{
  Writing writing = { self, db, { 0 }, graph, dictionary };
  gboolean done;

  if (!trove_version_table_init (&writing.table, db, error))
    return FALSE;
  done = write_versions (&writing, current, error);
  trove_version_table_clear (&writing.table);
  return done;
}

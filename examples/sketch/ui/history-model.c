/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "history-model.h"

struct _SketchHistoryModel
{
  GObject parent_instance;
  GListModel *history; /* from the oldest version to the newest */
  SketchHistoryGraph *graph;
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SketchHistoryModel, sketch_history_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
  return TROVE_TYPE_VERSION;
}

static guint
get_n_items (GListModel *model)
{
  return sketch_history_graph_get_n_rows (SKETCH_HISTORY_MODEL (model)->graph);
}

static gpointer
get_item (GListModel *model, guint position)
{
  guint n = get_n_items (model);

  return position < n ? g_list_model_get_item (SKETCH_HISTORY_MODEL (model)->history, n - 1 - position) :
                        NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* Adds the version of that number to the graph. */
static void
append (SketchHistoryModel *self, guint number)
{
  g_autoptr (TroveVersion) version = g_list_model_get_item (self->history, number);
  g_autoptr (GPtrArray) parents = trove_version_dup_parents (version);
  g_autofree char *id = trove_version_dup_id (version);
  g_auto (GStrv) ids = g_new0 (char *, parents->len + 1);

  for (guint i = 0; i < parents->len; i++)
    ids[i] = trove_version_dup_id (g_ptr_array_index (parents, i));
  sketch_history_graph_append (self->graph, id, (const char *const *) ids);
}

/* Versions are appended mostly, and the last one is replaced. When old ones are dropped, the graph is made anew. */
static void
history_changed (GListModel *history, guint first, guint n_removed, guint n_added, gpointer data)
{
  SketchHistoryModel *self = data;
  guint n_before = sketch_history_graph_get_n_rows (self->graph), n = g_list_model_get_n_items (history);

  if (first + n_removed == n_before)
    while (sketch_history_graph_get_n_rows (self->graph) > first)
      sketch_history_graph_pop (self->graph);
  else
    sketch_history_graph_clear (self->graph);
  for (guint i = sketch_history_graph_get_n_rows (self->graph); i < n; i++)
    append (self, i);
  g_list_model_items_changed (G_LIST_MODEL (self), n - first - n_added, n_removed, n_added);
}

static void
sketch_history_model_finalize (GObject *object)
{
  SketchHistoryModel *self = SKETCH_HISTORY_MODEL (object);

  g_clear_object (&self->history);
  sketch_history_graph_free (self->graph);
  G_OBJECT_CLASS (sketch_history_model_parent_class)->finalize (object);
}

static void
sketch_history_model_class_init (SketchHistoryModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sketch_history_model_finalize;
}

static void
sketch_history_model_init (SketchHistoryModel *self)
{
  self->graph = sketch_history_graph_new ();
}

SketchHistoryModel *
sketch_history_model_new (TroveDocument *document)
{
  SketchHistoryModel *self = g_object_new (SKETCH_TYPE_HISTORY_MODEL, NULL);

  self->history = g_object_ref (trove_document_get_history (document));
  g_signal_connect_object (self->history, "items-changed", G_CALLBACK (history_changed), self, 0);
  for (guint i = 0; i < g_list_model_get_n_items (self->history); i++)
    append (self, i);
  return self;
}

SketchHistoryGraph *
sketch_history_model_get_graph (SketchHistoryModel *self)
{
  return self->graph;
}

gboolean
sketch_history_model_find (SketchHistoryModel *self, TroveVersion *version, guint *position)
{
  g_autofree char *id = trove_version_dup_id (version);
  guint row;

  if (sketch_history_graph_find (self->graph, id, &row) == NULL)
    return FALSE;
  *position = get_n_items (G_LIST_MODEL (self)) - 1 - row;
  return TRUE;
}

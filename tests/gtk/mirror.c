/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "mirror.h"

static GQuark
list_quark (void)
{
  return g_quark_from_static_string ("mirror-list");
}

void
mirror_note_list (TroveList *list, TroveKey key)
{
  if (g_object_get_qdata (G_OBJECT (list), list_quark ()) == NULL)
    g_object_set_qdata_full (G_OBJECT (list), list_quark (), g_memdup2 (&key, sizeof key), g_free);
}

static guint64
name_of (gpointer item)
{
  const TroveKey *key;

  if (TROVE_IS_OBJECT (item))
    return trove_object_get_key (item);
  if (TROVE_IS_VERSION (item))
    {
      g_autofree char *id = trove_version_dup_id (item);

      return g_str_hash (id);
    }
  g_assert_true (TROVE_IS_LIST (item));
  key = g_object_get_qdata (item, list_quark ());
  g_assert_nonnull (key);
  return *key;
}

/* Reads an item. It must not be NULL. */
static MirrorItem
read_item (const Mirror *self, guint i)
{
  g_autoptr (GObject) item = g_list_model_get_item (self->model, i);
  MirrorItem result = { 0 };

  if (item == NULL)
    g_error ("%s: item %u of %u is NULL", self->name, i, g_list_model_get_n_items (self->model));
  if (GTK_IS_TREE_LIST_ROW (item))
    {
      GtkTreeListRow *row = GTK_TREE_LIST_ROW (item);
      g_autoptr (GObject) object = gtk_tree_list_row_get_item (row);

      if (object == NULL)
        g_error ("%s: the item of row %u is NULL", self->name, i);
      g_assert_cmpuint (gtk_tree_list_row_get_position (row), ==, i);
      result.name = name_of (object);
      result.depth = gtk_tree_list_row_get_depth (row) + 1;
      result.is_expanded = gtk_tree_list_row_get_expanded (row);
    }
  else
    result.name = name_of (item);
  if (GTK_IS_SELECTION_MODEL (self->model))
    result.is_selected = gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->model), i);
  return result;
}

void
mirror_check (const Mirror *self)
{
  guint n = g_list_model_get_n_items (self->model);

  if (n != self->items->len)
    g_error ("%s has %u items, and told of %u", self->name, n, self->items->len);
  for (guint i = 0; i < n; i++)
    {
      const MirrorItem *kept = mirror_at (self, i), read = read_item (self, i);

      if (kept->name != read.name || kept->depth != read.depth)
        g_error ("%s: item %u is %" G_GUINT64_FORMAT ", and %" G_GUINT64_FORMAT " was told", self->name, i,
                 read.name, kept->name);
      if (kept->is_selected != read.is_selected || kept->is_expanded != read.is_expanded)
        g_error ("%s: item %u is %sselected and %sexpanded", self->name, i, read.is_selected ? "" : "not ",
                 read.is_expanded ? "" : "not ");
    }
  g_assert_null (g_list_model_get_item (self->model, n));
}

/* Takes the name from those that were selected. FALSE: it is not there. */
static gboolean
take_name (GArray *names, guint64 name)
{
  for (guint i = 0; i < names->len; i++)
    if (g_array_index (names, guint64, i) == name)
      {
        g_array_remove_index_fast (names, i);
        return TRUE;
      }
  return FALSE;
}

/* The items that were selected among some, each once. A row that is removed does not come back: another is made. */
static GArray *
selected_names (const Mirror *self, guint position, guint n)
{
  GArray *names = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (guint i = position; i < position + n; i++)
    {
      const MirrorItem *item = mirror_at (self, i);

      if (!item->is_selected || item->depth > 0)
        continue;
      take_name (names, item->name);
      g_array_append_val (names, item->name);
    }
  return names;
}

static void
change (GListModel *model, guint position, guint n_removed, guint n_added, gpointer data)
{
  Mirror *self = data;
  g_autoptr (GArray) names = NULL;
  gboolean has_rows = FALSE;

  g_assert_cmpuint (position + n_removed, <=, self->items->len);
  self->n_emissions++;
  self->n_removed += n_removed;
  names = selected_names (self, position, n_removed);
  if (n_removed > 0)
    g_array_remove_range (self->items, position, n_removed);
  for (guint i = position; i < position + n_added; i++)
    {
      MirrorItem item = read_item (self, i);

      has_rows = has_rows || item.depth > 0;
      item.is_expanded = FALSE;
      item.is_selected = FALSE;
      g_array_insert_val (self->items, i, item);
    }
  for (guint i = position; !has_rows && i < position + n_added; i++)
    mirror_at (self, i)->is_selected = take_name (names, mirror_at (self, i)->name);
  mirror_check (self);
}

Mirror *
mirror_new (const char *name, GListModel *model)
{
  Mirror *self = g_new0 (Mirror, 1);

  self->name = name;
  self->model = g_object_ref (model);
  self->items = g_array_new (FALSE, FALSE, sizeof (MirrorItem));
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      const MirrorItem item = read_item (self, i);

      g_array_append_val (self->items, item);
    }
  g_signal_connect (model, "items-changed", G_CALLBACK (change), self);
  return self;
}

void
mirror_free (Mirror *self)
{
  g_signal_handlers_disconnect_by_data (self->model, self);
  g_object_unref (self->model);
  g_array_unref (self->items);
  g_free (self);
}

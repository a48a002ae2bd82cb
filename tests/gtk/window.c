/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "window.h"

#include "children-model.h"
#include "row.h"
#include "view.h"

/* An item that is shown. */
typedef struct
{
  TroveObject *object; /* owned */
  GtkWidget *label;
  GtkExpressionWatch *watch; /* owned; NULL: that of the list item */
} Bound;

/* Views */

static GtkExpression *
property (const char *name)
{
  return gtk_property_expression_new (thing_get_type (), NULL, name);
}

/* The label follows the item, and the label of the item, which the list item holds. */
static void
set_up (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *label = gtk_label_new (NULL);
  GtkExpression *object = gtk_property_expression_new (GTK_TYPE_LIST_ITEM, NULL, "item");

  gtk_expression_bind (gtk_property_expression_new (thing_get_type (), object, "label"), label, "label",
                       item);
  gtk_list_item_set_child (item, label);
}

static void
bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  Window *self = data;
  const Bound bound = { g_object_ref (gtk_list_item_get_item (item)), gtk_list_item_get_child (item), NULL };

  g_hash_table_insert (self->bound, item, g_memdup2 (&bound, sizeof bound));
}

static void
set_up_row (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *expander = gtk_tree_expander_new ();

  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (expander), gtk_label_new (NULL));
  gtk_list_item_set_child (item, expander);
}

/* A GtkTreeListRow asks for its item each time, and does not hold it. Without another owner the handle would be gone, with all that
 * is connected to it. */
static void
bind_row (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  Window *self = data;
  GtkTreeListRow *row = gtk_list_item_get_item (item);
  GtkTreeExpander *expander = GTK_TREE_EXPANDER (gtk_list_item_get_child (item));
  GtkWidget *label = gtk_tree_expander_get_child (expander);
  TroveObject *object = gtk_tree_list_row_get_item (row);
  const Bound bound = { object, label, gtk_expression_bind (property ("label"), label, "label", object) };

  gtk_expression_watch_ref (bound.watch);
  gtk_tree_expander_set_list_row (expander, row);
  g_hash_table_insert (self->bound, item, g_memdup2 (&bound, sizeof bound));
  self->n_bound++;
}

static void
unbind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  Window *self = data;
  GtkWidget *child = gtk_list_item_get_child (item);

  if (GTK_IS_TREE_EXPANDER (child))
    gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (child), NULL);
  g_assert_true (g_hash_table_remove (self->bound, item));
}

static void
free_bound (gpointer data)
{
  Bound *bound = data;

  if (bound->watch != NULL)
    {
      gtk_expression_watch_unwatch (bound->watch);
      gtk_expression_watch_unref (bound->watch);
    }
  g_object_unref (bound->object);
  g_free (bound);
}

static void
add_view (Window *self, GtkWidget *box, GtkSelectionModel *model, gboolean has_rows)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new (), *view;

  g_signal_connect (factory, "setup", G_CALLBACK (has_rows ? set_up_row : set_up), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (has_rows ? bind_row : bind), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind), self);
  view = gtk_list_view_new (g_object_ref (model), factory);
  gtk_widget_set_hexpand (scrolled, TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_box_append (GTK_BOX (box), scrolled);
}

/* Models */

static void
check_all (Window *self)
{
  mirror_check (self->tree_mirror);
  mirror_check (self->rows_mirror);
  mirror_check (self->lists_mirror);
  mirror_check (self->flat_mirror);
  mirror_check (self->sorted_mirror);
  mirror_check (self->filtered_mirror);
  mirror_check (self->selection_mirror);
  mirror_check (self->links_mirror);
  mirror_check (self->history_mirror);
}

/* Called when all models have heard of the emission of a list. */
static void
hear_last (GListModel *list, guint position, guint n_removed, guint n_added, gpointer window)
{
  Window *self = g_object_get_data (window, "window");

  self->n_emissions++;
  if (self->history_mirror != NULL)
    check_all (self);
}

static void
watch_list (Window *self, GListModel *list)
{
  if (g_signal_handler_find (list, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, hear_last, NULL) == 0)
    g_signal_connect_object (list, "items-changed", G_CALLBACK (hear_last), self->window, G_CONNECT_AFTER);
}

static GListModel *
dup_children (TroveObject *row, gpointer data)
{
  GListModel *children = row_list (row, "children");

  g_assert_nonnull (children);
  mirror_note_list (TROVE_LIST (children), trove_object_get_key (row));
  watch_list (data, children);
  return g_object_ref (children);
}

static GListModel *
create_model (gpointer item, gpointer data)
{
  return dup_children (item, data);
}

static void
make_models (Window *self)
{
  TroveObject *root = trove_document_get_root (self->document);
  GListModel *children = row_list (root, "children"), *links = row_list (root, "links");
  ChildrenModel *lists = children_model_new (children, dup_children, self);
  GtkSorter *sorter = GTK_SORTER (gtk_numeric_sorter_new (property ("value")));
  GtkStringFilter *filter = gtk_string_filter_new (property ("label"));

  gtk_string_filter_set_search (filter, WINDOW_SEARCH);
  self->tree = gtk_tree_list_model_new (g_object_ref (children), FALSE, FALSE, create_model, self, NULL);
  self->rows = gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (self->tree)));
  self->flat = gtk_flatten_list_model_new (G_LIST_MODEL (g_object_ref (lists)));
  self->sorted = gtk_sort_list_model_new (G_LIST_MODEL (g_object_ref (self->flat)), sorter);
  self->filtered = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->flat)), GTK_FILTER (filter));
  self->selection = gtk_multi_selection_new (g_object_ref (children));

  self->tree_mirror = mirror_new ("the tree", G_LIST_MODEL (self->tree));
  self->rows_mirror = mirror_new ("the selection of the tree", G_LIST_MODEL (self->rows));
  self->lists_mirror = mirror_new ("the list of lists", G_LIST_MODEL (lists));
  self->flat_mirror = mirror_new ("the flat list", G_LIST_MODEL (self->flat));
  self->sorted_mirror = mirror_new ("the sorted list", G_LIST_MODEL (self->sorted));
  self->filtered_mirror = mirror_new ("the filtered list", G_LIST_MODEL (self->filtered));
  self->selection_mirror = mirror_new ("the selection", G_LIST_MODEL (self->selection));
  self->links_mirror = mirror_new ("the links", links);
  self->history_mirror = mirror_new ("the history", trove_document_get_history (self->document));
  watch_list (self, children);
  watch_list (self, links);
  g_object_unref (lists);
}

Window *
window_new (TroveDocument *document)
{
  Window *self = g_new0 (Window, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->document = document;
  self->bound = g_hash_table_new_full (NULL, NULL, NULL, free_bound);
  self->window = GTK_WINDOW (gtk_window_new ());
  g_object_set_data (G_OBJECT (self->window), "window", self);
  make_models (self);
  add_view (self, box, GTK_SELECTION_MODEL (self->rows), TRUE);
  add_view (self, box, GTK_SELECTION_MODEL (self->selection), FALSE);
  add_view (self, box,
            GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->sorted)))), FALSE);
  gtk_window_set_child (self->window, box);
  gtk_window_set_default_size (self->window, 600, 300);
  gtk_window_present (self->window);
  return self;
}

void
window_free (Window *self)
{
  gtk_window_destroy (self->window);
  mirror_free (self->tree_mirror);
  mirror_free (self->rows_mirror);
  mirror_free (self->lists_mirror);
  mirror_free (self->flat_mirror);
  mirror_free (self->sorted_mirror);
  mirror_free (self->filtered_mirror);
  mirror_free (self->selection_mirror);
  mirror_free (self->links_mirror);
  mirror_free (self->history_mirror);
  g_object_unref (self->filtered);
  g_object_unref (self->sorted);
  g_object_unref (self->flat);
  g_object_unref (self->selection);
  g_object_unref (self->rows);
  g_object_unref (self->tree);
  view_run_loop ();
  g_assert_cmpuint (g_hash_table_size (self->bound), ==, 0);
  g_hash_table_unref (self->bound);
  g_free (self);
}

/* Comparing with the document */

static GArray *
keys_of (Window *self, TroveKey key, const char *list)
{
  guint n = trove_document_get_n_children (self->document, key, list);
  GArray *keys = g_array_sized_new (FALSE, FALSE, sizeof (TroveKey), n);

  g_array_set_size (keys, n);
  trove_document_get_children (self->document, key, list, 0, (TroveKey *) keys->data, n);
  return keys;
}

static TroveKey
key_at (const GArray *keys, guint i)
{
  return g_array_index (keys, TroveKey, i);
}

static const ThingData *
data_of (Window *self, TroveKey key)
{
  const ThingData *data = trove_document_peek (self->document, key, NULL);

  g_assert_nonnull (data);
  return data;
}

static gboolean
has_keys (const Mirror *mirror, const GArray *keys)
{
  if (mirror->items->len != keys->len)
    return FALSE;
  for (guint i = 0; i < keys->len; i++)
    if (mirror_at (mirror, i)->name != key_at (keys, i))
      return FALSE;
  return TRUE;
}

static void
check_keys (const Mirror *mirror, const GArray *keys)
{
  if (mirror->items->len != keys->len)
    g_error ("%s has %u items of %u", mirror->name, mirror->items->len, keys->len);
  for (guint i = 0; i < keys->len; i++)
    if (mirror_at (mirror, i)->name != key_at (keys, i))
      g_error ("%s: item %u is %" G_GUINT64_FORMAT ", and %" G_GUINT64_FORMAT " in the document",
               mirror->name, i, mirror_at (mirror, i)->name, key_at (keys, i));
}

/* The rows of a list, from a row on. Returns the row behind. */
static guint
check_rows (Window *self, TroveKey key, guint row, guint depth)
{
  g_autoptr (GArray) keys = keys_of (self, key, "children");

  for (guint i = 0; i < keys->len; i++)
    {
      const MirrorItem *item;

      g_assert_cmpuint (row, <, self->tree_mirror->items->len);
      item = mirror_at (self->tree_mirror, row++);
      g_assert_cmpuint (item->name, ==, key_at (keys, i));
      g_assert_cmpuint (item->depth, ==, depth);
      if (item->is_expanded)
        row = check_rows (self, item->name, row, depth + 1);
    }
  return row;
}

static int
compare_values (gconstpointer a, gconstpointer b, gpointer data)
{
  guint64 first = data_of (data, *(const TroveKey *) a)->value,
          second = data_of (data, *(const TroveKey *) b)->value;

  return (first > second) - (first < second);
}

static gboolean
has_text (Window *self, TroveKey key)
{
  return strstr (data_of (self, key)->label, WINDOW_SEARCH) != NULL;
}

static void
check_flat (Window *self, TroveKey root)
{
  g_autoptr (GArray) lists = keys_of (self, root, "children");
  g_autoptr (GArray) flat = g_array_new (FALSE, FALSE, sizeof (TroveKey));

  check_keys (self->lists_mirror, lists);
  check_keys (self->selection_mirror, lists);
  for (guint i = 0; i < lists->len; i++)
    {
      g_autoptr (GArray) keys = keys_of (self, key_at (lists, i), "children");

      g_array_append_vals (flat, keys->data, keys->len);
    }
  check_keys (self->flat_mirror, flat);
  for (guint i = flat->len; i-- > 0;)
    if (!has_text (self, key_at (flat, i)))
      g_array_remove_index (flat, i);
  if (!has_keys (self->filtered_mirror, flat)) /* labels have changed, which a filter does not hear of */
    gtk_filter_changed (gtk_filter_list_model_get_filter (self->filtered), GTK_FILTER_CHANGE_DIFFERENT);
  check_keys (self->filtered_mirror, flat);
}

/* Values have changed, which a sorter does not hear of. The sort model keeps the values that it has read until it has no sorter. */
static void
sort_anew (Window *self)
{
  g_autoptr (GtkSorter) sorter = g_object_ref (gtk_sort_list_model_get_sorter (self->sorted));

  gtk_sort_list_model_set_sorter (self->sorted, NULL);
  gtk_sort_list_model_set_sorter (self->sorted, sorter);
}

static void
check_sorted (Window *self)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (TroveKey));

  for (guint i = 0; i < self->flat_mirror->items->len; i++)
    g_array_append_val (keys, mirror_at (self->flat_mirror, i)->name);
  g_array_sort_with_data (keys, compare_values, self); /* stable */
  if (!has_keys (self->sorted_mirror, keys))
    sort_anew (self);
  check_keys (self->sorted_mirror, keys);
}

/* The widgets have the labels of the objects that they are bound to. */
static void
check_labels (Window *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Bound *bound = value;

      g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (bound->label)), ==,
                       data_of (self, trove_object_get_key (bound->object))->label);
    }
}

void
window_check (Window *self)
{
  TroveKey root = trove_document_get_root_key (self->document);
  g_autoptr (GArray) links = keys_of (self, root, "links");

  check_all (self);
  g_assert_cmpuint (check_rows (self, root, 0, 1), ==, self->tree_mirror->items->len);
  check_flat (self, root);
  check_sorted (self);
  check_keys (self->links_mirror, links);
  check_labels (self);
}

void
window_close_document (Window *self)
{
  g_assert_finalize_object (g_steal_pointer (&self->document));
  check_all (self);
  g_assert_cmpuint (self->tree_mirror->items->len, ==, 0);
  g_assert_cmpuint (self->lists_mirror->items->len, ==, 0);
  g_assert_cmpuint (self->flat_mirror->items->len, ==, 0);
  g_assert_cmpuint (self->sorted_mirror->items->len, ==, 0);
  g_assert_cmpuint (self->filtered_mirror->items->len, ==, 0);
  g_assert_cmpuint (self->selection_mirror->items->len, ==, 0);
  g_assert_cmpuint (self->links_mirror->items->len, ==, 0);
  g_assert_cmpuint (self->history_mirror->items->len, ==, 0);
}

/* Acting */

void
window_expand (Window *self, guint position, gboolean is_expanded)
{
  g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (self->tree, position);

  g_assert_nonnull (row);
  mirror_at (self->tree_mirror, position)->is_expanded = is_expanded;
  mirror_at (self->rows_mirror, position)->is_expanded = is_expanded;
  gtk_tree_list_row_set_expanded (row, is_expanded);
}

void
window_select (Window *self, Mirror *mirror, guint position, gboolean is_selected)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (mirror->model);

  if (is_selected)
    gtk_selection_model_select_item (model, position, FALSE);
  else
    gtk_selection_model_unselect_item (model, position);
  mirror_at (mirror, position)->is_selected = is_selected;
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "window.h"

#include "shape.h"

static void
report (const char *action, const GError *error)
{
  if (error != NULL)
    g_warning ("%s: %s", action, error->message);
}

/* Returns the shape of a row of the tree, NULL for no row. By itself a row does not hold its shape, which is then finalized with
 * its handlers and bindings. So the row is made to hold it. self: the builder's object. */
static TroveObject *
dup_shape (gpointer self, GtkTreeListRow *row)
{
  TroveObject *shape = row != NULL ? gtk_tree_list_row_get_item (row) : NULL;

  if (shape != NULL)
    g_object_set_data_full (G_OBJECT (row), "shape", g_object_ref (shape), g_object_unref);
  return shape;
}

/* A shape without children has no arrow. */
static char **
get_classes (gpointer self, guint n_children)
{
  return g_strsplit (n_children == 0 ? "leaf" : "", " ", 0);
}

/* The selection */

static TroveObject *
dup_selected (GtkSingleSelection *selection)
{
  return dup_shape (NULL, gtk_single_selection_get_selected_item (selection));
}

static void
select_key (GtkSingleSelection *selection, TroveKey key)
{
  GListModel *rows = gtk_single_selection_get_model (selection);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (GtkTreeListRow) row = g_list_model_get_item (rows, i);
      g_autoptr (TroveObject) shape = gtk_tree_list_row_get_item (row);

      if (trove_object_get_key (shape) == key)
        gtk_single_selection_set_selected (selection, i);
    }
}

/* The document notes the selection with each step. */
static void
selection_was_set (TroveDocument *document, GParamSpec *pspec, GtkSingleSelection *selection)
{
  g_autoptr (TroveObject) shape = dup_selected (selection);

  if (shape != NULL)
    trove_document_set_view_state (document, g_variant_new_uint64 (trove_object_get_key (shape)));
}

/* Undo and redo set the view state after everything else, when the rows are there. */
static void
view_state_was_set (TroveDocument *document, GParamSpec *pspec, GtkSingleSelection *selection)
{
  GVariant *state = trove_document_get_view_state (document);

  if (state != NULL)
    select_key (selection, g_variant_get_uint64 (state));
}

/* Editing the tree */

static GListModel *
dup_children (gpointer shape, gpointer data)
{
  return g_object_ref (G_LIST_MODEL (trove_object_get_list (shape, "children")));
}

static TroveObject *
dup_root (GtkSingleSelection *selection)
{
  GtkTreeListModel *tree = GTK_TREE_LIST_MODEL (gtk_single_selection_get_model (selection));

  return trove_list_dup_object (TROVE_LIST (gtk_tree_list_model_get_model (tree)));
}

/* Adds a shape to the selected one and selects it, so that redo selects it too. */
static void
add_shape (GtkSingleSelection *selection)
{
  g_autoptr (TroveObject) selected = dup_selected (selection);
  g_autoptr (TroveObject) owner = selected != NULL ? g_object_ref (selected) : dup_root (selection);
  TroveDocument *document = trove_object_get_document (owner);
  g_autoptr (TroveObject) shape = g_object_new (TYPE_SHAPE, "document", document, NULL);
  g_autoptr (GError) error = NULL;

  if (trove_list_append (trove_object_get_list (owner, "children"), shape, &error))
    {
      select_key (selection, trove_object_get_key (shape));
      trove_document_commit (document, "Add Shape", &error);
    }
  report ("Add Shape", error);
}

static void
remove_shape (GtkSingleSelection *selection)
{
  g_autoptr (TroveObject) shape = dup_selected (selection);
  g_autoptr (GError) error = NULL;

  if (shape != NULL && trove_object_remove (shape, &error))
    trove_document_commit (trove_object_get_document (shape), "Remove Shape", &error);
  report ("Remove Shape", error);
}

/* The panel */

/* A property of the selected shape was set, by the panel or by undo, which is no edit. All changes of a property of a shape that
 * follow each other are one step. */
static void
property_was_set (TroveObject *shape, GParamSpec *pspec)
{
  TroveDocument *document = trove_object_get_document (shape);
  g_autofree char *label = g_strconcat ("Change ", g_param_spec_get_nick (pspec), NULL);
  g_autofree char *merge_id = NULL;
  g_autoptr (GError) error = NULL;

  if (trove_document_get_restoring (document))
    return;
  merge_id = g_strdup_printf ("%s-%" G_GUINT64_FORMAT, pspec->name, trove_object_get_key (shape));
  trove_document_commit_full (document, label, merge_id, &error);
  report (label, error);
}

/* Binds the widgets of the panel, which have the names of the properties. */
static void
bind_panel (GtkBuilder *builder)
{
  static const char *const properties[][2] = { { "name", "text" },
                                               { "size", "value" },
                                               { "visible", "active" } };
  GObject *bindings = gtk_builder_get_object (builder, "bindings");
  GObject *signals = gtk_builder_get_object (builder, "signals");
  GObject *window = gtk_builder_get_object (builder, "window");

  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    {
      const char *name = properties[i][0];
      g_autofree char *notify = g_strconcat ("notify::", name, NULL);

      g_binding_group_bind (G_BINDING_GROUP (bindings), name, gtk_builder_get_object (builder, name),
                            properties[i][1], G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
      g_signal_group_connect (G_SIGNAL_GROUP (signals), notify, G_CALLBACK (property_was_set), NULL);
    }
  g_object_set_data_full (window, "bindings", g_object_ref (bindings), g_object_unref);
  g_object_set_data_full (window, "signals", g_object_ref (signals), g_object_unref);
}

/* The window */

/* step: NULL when there is nothing to undo. */
static char *
get_tooltip (gpointer document, const char *verb, const char *step)
{
  return g_strjoin (" ", verb, step, NULL);
}

static GtkBuilderScope *
new_scope (void)
{
  GtkBuilderScope *scope = gtk_builder_cscope_new ();

  gtk_builder_cscope_add_callback (scope, dup_shape);
  gtk_builder_cscope_add_callback (scope, get_classes);
  gtk_builder_cscope_add_callback (scope, selection_was_set);
  gtk_builder_cscope_add_callback (scope, add_shape);
  gtk_builder_cscope_add_callback (scope, remove_shape);
  gtk_builder_cscope_add_callback (scope, get_tooltip);
  return scope;
}

static void
load_style (void)
{
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (style, "/org/example/Panel/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

GtkWidget *
panel_window_new (GtkApplication *application, TroveDocument *document)
{
  GListModel *shapes = dup_children (trove_document_get_root (document), NULL);
  g_autoptr (GtkTreeListModel) tree = gtk_tree_list_model_new (shapes, FALSE, TRUE, dup_children, NULL, NULL);
  g_autoptr (GtkBuilder) builder = gtk_builder_new ();
  g_autoptr (GtkBuilderScope) scope = new_scope ();
  g_autoptr (GtkListItemFactory) rows =
      gtk_builder_list_item_factory_new_from_resource (scope, "/org/example/Panel/row.ui");
  GActionGroup *actions = trove_document_create_actions (document);
  g_autoptr (GError) error = NULL;
  GtkWidget *window;

  load_style ();
  gtk_builder_set_scope (builder, scope);
  gtk_builder_set_current_object (builder, G_OBJECT (document)); /* is passed to the handlers */
  gtk_builder_expose_object (builder, "document", G_OBJECT (document));
  gtk_builder_expose_object (builder, "tree", G_OBJECT (tree));
  gtk_builder_expose_object (builder, "rows", G_OBJECT (rows));
  if (!gtk_builder_add_from_resource (builder, "/org/example/Panel/window.ui", &error))
    g_error ("%s", error->message);

  bind_panel (builder);
  g_signal_connect_object (document, "notify::view-state", G_CALLBACK (view_state_was_set),
                           gtk_builder_get_object (builder, "selection"), 0);
  window = GTK_WIDGET (gtk_builder_get_object (builder, "window"));
  g_object_set_data_full (G_OBJECT (window), "document", g_object_ref (document), g_object_unref);
  gtk_window_set_application (GTK_WINDOW (window), application);
  gtk_widget_insert_action_group (window, "document", actions);
  g_object_unref (actions);
  return window;
}

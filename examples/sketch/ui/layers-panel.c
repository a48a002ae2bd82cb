/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "ui/layers-panel.h"

#include "edit/edits.h"
#include "ui/children.h"
#include "ui/layer-row.h"
#include "ui/reversed-list.h"
#include "ui/shortcuts.h"
#include "ui/window.h"

struct _SketchLayersPanel
{
  GtkWidget parent_instance;
  TroveDocument *document;
  SketchTools *tools;
  GtkSingleSelection *selection; /* over the layers, the one in front first */
  TroveKey chosen;    /* the layer that the user has selected; another one is while it is not there */
  gboolean following; /* the drawing: its layers change, and with them the selection */
};

G_DEFINE_FINAL_TYPE (SketchLayersPanel, sketch_layers_panel, GTK_TYPE_WIDGET)

static TroveList *
get_layers (SketchLayersPanel *self)
{
  return trove_object_get_list (trove_document_get_root (self->document), "layers");
}

/* The position of the selected layer in the drawing. FALSE: there is none. */
static gboolean
find_selected (SketchLayersPanel *self, guint *position)
{
  TroveObject *layer = gtk_single_selection_get_selected_item (self->selection);

  return layer != NULL && trove_list_find (get_layers (self), layer, position);
}

static void
commit (SketchLayersPanel *self, const char *label, GError *error)
{
  sketch_window_commit (SKETCH_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), label, error);
}

/* The selection */

/* A drawing keeps its last layer. */
static void
update_actions (SketchLayersPanel *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  const guint row = gtk_single_selection_get_selected (self->selection);
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_action_set_enabled (widget, "layers.remove", n > 1);
  gtk_widget_action_set_enabled (widget, "layers.raise", row > 0 && row < n);
  gtk_widget_action_set_enabled (widget, "layers.lower", n > 0 && row < n - 1);
}

/* GTK_INVALID_LIST_POSITION: the layer is not in the drawing. */
static guint
find_row (SketchLayersPanel *self, TroveKey key)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->selection)); i++)
    {
      g_autoptr (TroveObject) layer = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (trove_object_get_key (layer) == key)
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

/* By the user, or because the layer of the selected row was removed or moved. */
static void
selection_was_changed (SketchLayersPanel *self)
{
  TroveObject *layer = gtk_single_selection_get_selected_item (self->selection);

  if (layer == NULL)
    return;
  sketch_tools_set_layer (self->tools, trove_object_get_key (layer));
  if (!self->following)
    self->chosen = trove_object_get_key (layer);
  update_actions (self);
}

static void
select_chosen (SketchLayersPanel *self)
{
  const guint row = find_row (self, self->chosen);

  if (row != GTK_INVALID_LIST_POSITION)
    gtk_single_selection_set_selected (self->selection, row);
  update_actions (self);
}

static void
select_layer (SketchLayersPanel *self, TroveKey layer)
{
  self->chosen = layer;
  select_chosen (self);
}

static void
begin_following (SketchLayersPanel *self)
{
  self->following = TRUE;
}

static void
end_following (SketchLayersPanel *self)
{
  self->following = FALSE;
  select_chosen (self);
}

/* Handlers run in the order in which they are connected: that of the selection is between the two of the panel. */
static void
follow (SketchLayersPanel *self, GListModel *layers)
{
  g_signal_connect_object (layers, "items-changed", G_CALLBACK (begin_following), self, G_CONNECT_SWAPPED);
  gtk_single_selection_set_model (self->selection, layers);
  g_signal_connect_object (layers, "items-changed", G_CALLBACK (end_following), self, G_CONNECT_SWAPPED);
}

/* The actions */

/* A new layer is in front of the selected one. */
static void
add_layer (GtkWidget *widget, const char *action, GVariant *parameter)
{
  SketchLayersPanel *self = SKETCH_LAYERS_PANEL (widget);
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  g_autofree char *name = g_strdup_printf ("Layer %u", n + 1);
  g_autoptr (TroveObject) layer =
      g_object_new (SKETCH_TYPE_LAYER, "document", self->document, "name", name, NULL);
  guint position = n - 1;
  GError *error = NULL;

  find_selected (self, &position);
  trove_list_insert (get_layers (self), position + 1, layer, &error);
  commit (self, "Add Layer", error);
  select_layer (self, trove_object_get_key (layer));
}

static void
remove_layer (GtkWidget *widget, const char *action, GVariant *parameter)
{
  SketchLayersPanel *self = SKETCH_LAYERS_PANEL (widget);
  TroveObject *layer = gtk_single_selection_get_selected_item (self->selection);
  GError *error = NULL;

  if (layer == NULL)
    return;
  sketch_remove_layer (self->document, trove_object_get_key (layer), &error);
  commit (self, "Remove Layer", error);
}

static void
move_layer (SketchLayersPanel *self, int change, const char *label)
{
  GError *error = NULL;
  guint position;

  if (!find_selected (self, &position))
    return;
  trove_list_move (get_layers (self), position, position + change, &error);
  commit (self, label, error);
}

static void
raise_layer (GtkWidget *widget, const char *action, GVariant *parameter)
{
  move_layer (SKETCH_LAYERS_PANEL (widget), 1, "Raise Layer");
}

static void
lower_layer (GtkWidget *widget, const char *action, GVariant *parameter)
{
  move_layer (SKETCH_LAYERS_PANEL (widget), -1, "Lower Layer");
}

/* Renames the layer whose row has the focus. */
static void
rename_layer (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GtkWidget *row = gtk_root_get_focus (gtk_widget_get_root (widget));

  sketch_layer_row_rename (row);
}

/* The class */

void
sketch_layers_panel_set_document (SketchLayersPanel *self, TroveDocument *document, SketchTools *tools)
{
  g_autoptr (GListModel) layers = NULL;

  g_return_if_fail (SKETCH_IS_LAYERS_PANEL (self));

  gtk_single_selection_set_model (self->selection, NULL);
  g_set_object (&self->document, document);
  g_set_object (&self->tools, tools);
  layers = sketch_reversed_list_new (G_LIST_MODEL (get_layers (self)));
  follow (self, layers);
  select_layer (self, sketch_tools_get_layer (tools));
}

static void
sketch_layers_panel_dispose (GObject *object)
{
  SketchLayersPanel *self = SKETCH_LAYERS_PANEL (object);

  if (self->selection != NULL)
    gtk_single_selection_set_model (self->selection, NULL);
  sketch_remove_children (GTK_WIDGET (self));
  g_clear_object (&self->tools);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (sketch_layers_panel_parent_class)->dispose (object);
}

static void
sketch_layers_panel_class_init (SketchLayersPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  g_autoptr (GtkBuilderScope) scope = sketch_layer_row_scope_new ();

  g_type_ensure (SKETCH_TYPE_LAYER);
  G_OBJECT_CLASS (klass)->dispose = sketch_layers_panel_dispose;
  gtk_builder_cscope_add_callback (scope, selection_was_changed);
  sketch_keep_delete_keys (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trove_glib/Sketch/layers-panel.ui");
  gtk_widget_class_set_template_scope (widget_class, scope);
  gtk_widget_class_bind_template_child (widget_class, SketchLayersPanel, selection);
  gtk_widget_class_install_action (widget_class, "layers.add", NULL, add_layer);
  gtk_widget_class_install_action (widget_class, "layers.remove", NULL, remove_layer);
  gtk_widget_class_install_action (widget_class, "layers.raise", NULL, raise_layer);
  gtk_widget_class_install_action (widget_class, "layers.lower", NULL, lower_layer);
  gtk_widget_class_install_action (widget_class, "layers.rename", NULL, rename_layer);
}

static void
sketch_layers_panel_init (SketchLayersPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_actions (self);
}

GtkWidget *
sketch_layers_panel_new (void)
{
  return g_object_new (SKETCH_TYPE_LAYERS_PANEL, NULL);
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "ui/layer-row.h"

#include "ui/window.h"

static void
commit (GtkWidget *widget, const char *label, GError *error)
{
  sketch_window_commit (SKETCH_WINDOW (gtk_widget_get_root (widget)), label, error);
}

static char *
get_eye (GtkListItem *item, gboolean visible)
{
  return g_strdup (visible ? "view-reveal-symbolic" : "view-conceal-symbolic");
}

static char *
get_lock (GtkListItem *item, gboolean locked)
{
  return g_strdup (locked ? "changes-prevent-symbolic" : "changes-allow-symbolic");
}

/* Sets what the user has changed. If the widget was set by its binding, the layer is as the widget shows it. */
static void
set_boolean (GtkListItem *item, GtkToggleButton *button, const char *property, const char *on,
             const char *off)
{
  TroveObject *layer = gtk_list_item_get_item (item);
  const gboolean active = gtk_toggle_button_get_active (button);
  g_auto (GValue) value = G_VALUE_INIT;
  GError *error = NULL;
  gboolean before;

  if (layer == NULL)
    return;
  g_object_get (layer, property, &before, NULL);
  if (active == before)
    return;
  g_value_init (&value, G_TYPE_BOOLEAN);
  g_value_set_boolean (&value, active);
  trove_object_set_field (layer, property, &value, &error);
  commit (GTK_WIDGET (button), active ? on : off, error);
}

static void
visible_was_set (GtkListItem *item, GtkToggleButton *button)
{
  set_boolean (item, button, "visible", "Show Layer", "Hide Layer");
}

static void
locked_was_set (GtkListItem *item, GtkToggleButton *button)
{
  set_boolean (item, button, "locked", "Lock Layer", "Unlock Layer");
}

/* The name */

/* A layer keeps its name if the new one is empty. */
static void
name_was_edited (GtkListItem *item, GParamSpec *pspec, GtkEditableLabel *label)
{
  TroveObject *layer = gtk_list_item_get_item (item);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (label));
  const SketchLayerData *data = layer != NULL ? trove_object_peek_data (layer) : NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  GError *error = NULL;

  if (layer == NULL || gtk_editable_label_get_editing (label) || g_strcmp0 (text, data->name) == 0)
    return;
  if (*text == '\0')
    {
      gtk_editable_set_text (GTK_EDITABLE (label), data->name);
      return;
    }
  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, text);
  trove_object_set_field (layer, "name", &value, &error);
  commit (GTK_WIDGET (label), "Rename Layer", error);
}

/* A long name must not make the panel wider. GtkEditableLabel has no property for this. */
static void
ellipsize (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    gtk_label_set_ellipsize (GTK_LABEL (widget), PANGO_ELLIPSIZE_END);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    ellipsize (child);
}

static void
name_was_realized (GtkListItem *item, GtkWidget *name)
{
  ellipsize (name);
}

/* The second press is not for the list, which would take the focus from the entry. */
static void
row_was_pressed (GtkEditableLabel *name, int n_presses, double x, double y, GtkGesture *gesture)
{
  if (n_presses != 2)
    return;
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_editable_label_start_editing (name);
}

void
sketch_layer_row_rename (GtkWidget *row)
{
  if (row == NULL || GTK_IS_EDITABLE_LABEL (row))
    {
      if (row != NULL)
        gtk_editable_label_start_editing (GTK_EDITABLE_LABEL (row));
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (row); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    sketch_layer_row_rename (child);
}

/* Drag and drop */

static GdkContentProvider *
prepare_drag (GtkListItem *item, double x, double y, GtkDragSource *source)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (row);

  gtk_drag_source_set_icon (source, picture, (int) x, (int) y);
  return gdk_content_provider_new_typed (SKETCH_TYPE_LAYER, gtk_list_item_get_item (item));
}

/* The dragged layer takes the place of the one that it is dropped on. Layers of other drawings are not in the list. */
static gboolean
drop_layer (GtkListItem *item, const GValue *value, double x, double y, GtkDropTarget *target)
{
  TroveObject *layer = g_value_get_object (value), *other = gtk_list_item_get_item (item);
  TroveObject *root = trove_document_get_root (trove_object_get_document (other));
  TroveList *layers = trove_object_get_list (root, "layers");
  GError *error = NULL;
  guint from, to;

  if (trove_object_get_document (layer) != trove_object_get_document (other) ||
      !trove_list_find (layers, layer, &from) || !trove_list_find (layers, other, &to))
    return FALSE;
  trove_list_move (layers, from, to, &error);
  commit (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target)), "Move Layer", error);
  return TRUE;
}

GtkBuilderScope *
sketch_layer_row_scope_new (void)
{
  GtkBuilderScope *scope = gtk_builder_cscope_new ();

  gtk_builder_cscope_add_callback (scope, get_eye);
  gtk_builder_cscope_add_callback (scope, get_lock);
  gtk_builder_cscope_add_callback (scope, visible_was_set);
  gtk_builder_cscope_add_callback (scope, locked_was_set);
  gtk_builder_cscope_add_callback (scope, name_was_edited);
  gtk_builder_cscope_add_callback (scope, name_was_realized);
  gtk_builder_cscope_add_callback (scope, row_was_pressed);
  gtk_builder_cscope_add_callback (scope, prepare_drag);
  gtk_builder_cscope_add_callback (scope, drop_layer);
  return scope;
}

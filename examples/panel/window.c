/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "window.h"

#include "shape.h"

struct _PanelWindow
{
  GtkApplicationWindow parent_instance;

  TroveDocument *document;
  GtkSingleSelection *selection; /* of rows of a tree */
  TroveObject *shape;            /* that is selected; NULL: none */
  GBindingGroup *bindings;       /* of the shape and the widgets of the panel */
  GSignalGroup *signals;         /* of the shape */
  GtkWidget *panel;
};

G_DEFINE_FINAL_TYPE (PanelWindow, panel_window, GTK_TYPE_APPLICATION_WINDOW)

/* Steps */

static gboolean
is_restoring (PanelWindow *self)
{
  gboolean restoring;

  g_object_get (self->document, "restoring", &restoring, NULL);
  return restoring;
}

static void
report (const char *action, const GError *error)
{
  if (error != NULL)
    g_warning ("%s: %s", action, error->message);
}

/* A property of the selected shape was set, by the panel or by undo, which is no edit. All changes of a property of a shape that
 * follow each other are one step. */
static void
property_was_set (PanelWindow *self, GParamSpec *pspec, GObject *shape)
{
  g_autofree char *label = g_strconcat ("Change ", g_param_spec_get_nick (pspec), NULL);
  g_autofree char *merge_id = NULL;
  g_autoptr (GError) error = NULL;

  if (is_restoring (self))
    return;
  merge_id =
      g_strdup_printf ("%s-%" G_GUINT64_FORMAT, pspec->name, trove_object_get_key (TROVE_OBJECT (shape)));
  trove_document_commit_full (self->document, label, merge_id, &error);
  report (label, error);
}

static gboolean
undo (GtkWidget *widget, GVariant *args, gpointer data)
{
  PanelWindow *self = PANEL_WINDOW (widget);
  g_autoptr (GError) error = NULL;

  if (trove_document_get_can_undo (self->document))
    trove_document_undo (self->document, &error);
  report ("Undo", error);
  return TRUE;
}

static gboolean
redo (GtkWidget *widget, GVariant *args, gpointer data)
{
  PanelWindow *self = PANEL_WINDOW (widget);
  g_autoptr (GError) error = NULL;

  if (trove_document_get_can_redo (self->document))
    trove_document_redo (self->document, &error);
  report ("Redo", error);
  return TRUE;
}

/* The selection */

static void
select_key (PanelWindow *self, TroveKey key)
{
  GListModel *rows = gtk_single_selection_get_model (self->selection);

  for (guint i = 0; i < g_list_model_get_n_items (rows); i++)
    {
      g_autoptr (GtkTreeListRow) row = g_list_model_get_item (rows, i);
      g_autoptr (TroveObject) shape = gtk_tree_list_row_get_item (row);

      if (trove_object_get_key (shape) == key)
        gtk_single_selection_set_selected (self->selection, i);
    }
}

/* Undo and redo set the view state after everything else, when the rows are there. */
static void
view_state_was_set (PanelWindow *self)
{
  GVariant *state = trove_document_get_view_state (self->document);

  if (state != NULL)
    select_key (self, g_variant_get_uint64 (state));
}

/* Shows the selected shape in the panel. The document notes the selection with each step. Neither a row of the tree nor a binding
 * holds the shape, so the window does. */
static void
selection_was_set (PanelWindow *self)
{
  GtkTreeListRow *row = gtk_single_selection_get_selected_item (self->selection);

  g_clear_object (&self->shape);
  if (row != NULL)
    self->shape = gtk_tree_list_row_get_item (row);
  g_binding_group_set_source (self->bindings, self->shape);
  g_signal_group_set_target (self->signals, self->shape);
  gtk_widget_set_sensitive (self->panel, self->shape != NULL);
  if (self->shape != NULL)
    trove_document_set_view_state (self->document, g_variant_new_uint64 (trove_object_get_key (self->shape)));
}

/* Editing the tree */

/* Adds a shape to the selected one and selects it, so that redo selects it too. */
static void
add_shape (PanelWindow *self)
{
  TroveObject *owner = self->shape != NULL ? self->shape : trove_document_get_root (self->document);
  g_autoptr (TroveObject) shape = g_object_new (TYPE_SHAPE, "document", self->document, NULL);
  g_autoptr (GError) error = NULL;

  if (trove_list_append (trove_object_get_list (owner, "children"), shape, &error))
    select_key (self, trove_object_get_key (shape));
  if (error == NULL)
    trove_document_commit (self->document, "Add Shape", &error);
  report ("Add Shape", error);
}

static void
remove_shape (PanelWindow *self)
{
  g_autoptr (TroveObject) shape =
      self->shape != NULL ? g_object_ref (self->shape) : NULL; /* selected no more when it is removed */
  g_autoptr (GError) error = NULL;

  if (shape != NULL && trove_object_remove (shape, &error))
    trove_document_commit (self->document, "Remove Shape", &error);
  report ("Remove Shape", error);
}

/* The tree */

static GListModel *
list_children (gpointer shape, gpointer data)
{
  return g_object_ref (G_LIST_MODEL (trove_object_get_list (shape, "children")));
}

static void
setup_row (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *expander = gtk_tree_expander_new ();

  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (expander), gtk_label_new (NULL));
  gtk_list_item_set_child (item, expander);
}

static void
bind_row (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkTreeExpander *expander = GTK_TREE_EXPANDER (gtk_list_item_get_child (item));
  GtkTreeListRow *row = gtk_list_item_get_item (item);
  GtkWidget *label = gtk_tree_expander_get_child (expander);
  GObject *shape = gtk_tree_list_row_get_item (row);
  GBindingGroup *bindings = g_binding_group_new ();

  g_binding_group_bind (bindings, "name", label, "label", G_BINDING_SYNC_CREATE);
  g_binding_group_bind (bindings, "visible", label, "sensitive", G_BINDING_SYNC_CREATE);
  g_binding_group_set_source (bindings, shape);
  gtk_tree_expander_set_list_row (expander, row);
  g_object_set_data_full (G_OBJECT (item), "bindings", bindings, g_object_unref);
  g_object_set_data_full (G_OBJECT (item), "shape", shape, g_object_unref); /* the row does not hold it */
}

static void
unbind_row (GtkListItemFactory *factory, GtkListItem *item)
{
  g_object_set_data (G_OBJECT (item), "bindings", NULL);
  g_object_set_data (G_OBJECT (item), "shape", NULL);
}

static GtkWidget *
new_tree (PanelWindow *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *view = gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory);

  g_signal_connect (factory, "setup", G_CALLBACK (setup_row), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_row), NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  return scrolled;
}

/* The panel */

static void
add_property (PanelWindow *self, const char *property, const char *title, GtkWidget *widget,
              const char *target)
{
  g_autofree char *notify = g_strconcat ("notify::", property, NULL);
  GtkWidget *label = gtk_label_new (title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_halign (widget, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self->panel), label);
  gtk_box_append (GTK_BOX (self->panel), widget);
  g_binding_group_bind (self->bindings, property, widget, target,
                        G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_signal_group_connect_swapped (self->signals, notify, G_CALLBACK (property_was_set), self);
}

static void
fill_panel (PanelWindow *self)
{
  GtkWidget *name = gtk_entry_new ();

  gtk_editable_set_enable_undo (GTK_EDITABLE (name), FALSE);
  gtk_widget_set_margin_start (self->panel, 12);
  gtk_widget_set_margin_top (self->panel, 12);
  add_property (self, "name", "Name", name, "text");
  add_property (self, "size", "Size", gtk_spin_button_new_with_range (0, 1000, 1), "value");
  add_property (self, "visible", "Visible", gtk_switch_new (), "active");
}

/* The window */

static void
add_button (PanelWindow *self, GtkHeaderBar *bar, const char *icon, const char *tooltip,
            void (*clicked) (PanelWindow *))
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, tooltip);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (clicked), self);
  gtk_header_bar_pack_start (bar, button);
}

static void
add_shortcut (GtkEventController *controller, const char *keys, GtkShortcutFunc func)
{
  GtkShortcutTrigger *trigger = gtk_shortcut_trigger_parse_string (keys);

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (trigger, gtk_callback_action_new (func, NULL, NULL)));
}

static void
panel_window_dispose (GObject *object)
{
  PanelWindow *self = PANEL_WINDOW (object);

  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->bindings);
  g_clear_object (&self->signals);
  g_clear_object (&self->shape);
  G_OBJECT_CLASS (panel_window_parent_class)->dispose (object);
  g_clear_object (&self->selection);
  g_clear_object (&self->document);
}

static void
panel_window_class_init (PanelWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = panel_window_dispose;
}

static void
panel_window_init (PanelWindow *self)
{
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();
  GtkWidget *bar = gtk_header_bar_new ();

  self->bindings = g_binding_group_new ();
  self->signals = g_signal_group_new (TYPE_SHAPE);
  self->panel = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  add_button (self, GTK_HEADER_BAR (bar), "list-add-symbolic", "Add shape", add_shape);
  add_button (self, GTK_HEADER_BAR (bar), "list-remove-symbolic", "Remove shape", remove_shape);
  gtk_window_set_titlebar (GTK_WINDOW (self), bar);
  gtk_event_controller_set_propagation_phase (shortcuts,
                                              GTK_PHASE_CAPTURE); /* before text that has the focus */
  add_shortcut (shortcuts, "<Control>z", undo);
  add_shortcut (shortcuts, "<Control><Shift>z", redo);
  gtk_widget_add_controller (GTK_WIDGET (self), shortcuts);
}

GtkWidget *
panel_window_new (GtkApplication *application, TroveDocument *document)
{
  PanelWindow *self = g_object_new (TYPE_PANEL_WINDOW, "application", application, "title", "Shapes",
                                    "default-width", 520, "default-height", 320, NULL);
  GListModel *shapes = list_children (trove_document_get_root (document), NULL);
  GtkWidget *paned = gtk_paned_new (GTK_ORIENTATION_HORIZONTAL);

  self->document = g_object_ref (document);
  self->selection = gtk_single_selection_new (
      G_LIST_MODEL (gtk_tree_list_model_new (shapes, FALSE, TRUE, list_children, NULL, NULL)));
  fill_panel (self);
  gtk_paned_set_start_child (GTK_PANED (paned), new_tree (self));
  gtk_paned_set_end_child (GTK_PANED (paned), self->panel);
  gtk_paned_set_position (GTK_PANED (paned), 260);
  gtk_window_set_child (GTK_WINDOW (self), paned);

  g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (selection_was_set), self);
  g_signal_connect_swapped (document, "notify::view-state", G_CALLBACK (view_state_was_set), self);
  selection_was_set (self);
  return GTK_WIDGET (self);
}

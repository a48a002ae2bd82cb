/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The tree of shapes: its window is used as by a user, and shows the document after each step. */

#include "window.h"

#include "panel/shape.h"
#include "panel/window.h"

typedef struct
{
  TroveDocument *document;
  GtkWidget *window;
  GtkWidget *tree; /* the list view */
  GtkSingleSelection *selection;
  GtkEditable *name;
  GtkSpinButton *size;
  GtkSwitch *visible;
} Fixture;

/* The shapes in a list, read by key: "A (B, C)". */
static void
describe_children (TroveDocument *document, TroveKey owner, GString *text)
{
  TroveKey keys[20];
  guint n = trove_document_get_children (document, owner, "children", 0, keys, G_N_ELEMENTS (keys));

  for (guint i = 0; i < n; i++)
    {
      const ShapeData *shape = trove_document_peek (document, keys[i], NULL);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", shape->name);
      if (trove_document_get_n_children (document, keys[i], "children") == 0)
        continue;
      g_string_append (text, " (");
      describe_children (document, keys[i], text);
      g_string_append (text, ")");
    }
}

static guint
get_row_depth (GPtrArray *expanders, guint position)
{
  return gtk_tree_list_row_get_depth (
      gtk_tree_expander_get_list_row (g_ptr_array_index (expanders, position)));
}

/* The same from the rows of the tree, of which those without children have no arrow. */
static void
describe_rows (Fixture *self, guint *position, guint depth, GString *text)
{
  g_autoptr (GPtrArray) expanders = window_find_all (self->tree, GTK_TYPE_TREE_EXPANDER);

  for (gboolean is_first = TRUE; *position < expanders->len; is_first = FALSE)
    {
      GtkTreeExpander *expander = g_ptr_array_index (expanders, *position);
      guint row_depth = get_row_depth (expanders, *position);

      if (row_depth < depth)
        return;
      if (row_depth > depth)
        {
          g_string_append (text, " (");
          describe_rows (self, position, row_depth, text);
          g_string_append (text, ")");
          continue;
        }
      g_assert_cmpint (gtk_widget_has_css_class (GTK_WIDGET (expander), "leaf"), ==,
                       *position + 1 == expanders->len || get_row_depth (expanders, *position + 1) <= depth);
      g_string_append_printf (text, "%s%s", is_first ? "" : ", ",
                              gtk_label_get_label (GTK_LABEL (gtk_tree_expander_get_child (expander))));
      ++*position;
    }
}

/* The data of the shape that is selected in the window; NULL: none. */
static const ShapeData *
peek_selected (Fixture *self)
{
  GtkTreeListRow *row = gtk_single_selection_get_selected_item (self->selection);
  g_autoptr (TroveObject) shape = row != NULL ? gtk_tree_list_row_get_item (row) : NULL;

  return shape != NULL ? trove_document_peek (self->document, trove_object_get_key (shape), NULL) : NULL;
}

/* Checks the tree, the selected row, and the panel. selected: its name, NULL: none. */
static void
check (Fixture *self, const char *expected, const char *selected)
{
  g_autoptr (GString) in_document = g_string_new (NULL);
  g_autoptr (GString) in_window = g_string_new (NULL);
  const ShapeData *shape = peek_selected (self);
  guint position = 0;

  window_settle (self->window);
  describe_children (self->document, trove_document_get_root_key (self->document), in_document);
  describe_rows (self, &position, 0, in_window);
  g_assert_cmpstr (in_document->str, ==, expected);
  g_assert_cmpstr (in_window->str, ==, expected);
  g_assert_cmpstr (shape != NULL ? shape->name : NULL, ==, selected);
  g_assert_cmpint (gtk_widget_is_sensitive (GTK_WIDGET (self->name)), ==, shape != NULL);
  if (shape == NULL)
    return;
  g_assert_cmpstr (gtk_editable_get_text (self->name), ==, shape->name);
  g_assert_cmpfloat (gtk_spin_button_get_value (self->size), ==, shape->size);
  g_assert_cmpint (gtk_switch_get_active (self->visible), ==, shape->visible);
}

static guint
count_versions (Fixture *self)
{
  return g_list_model_get_n_items (trove_document_get_history (self->document));
}

/* Activates the shortcut of the window with these keys. Returns FALSE if its action is disabled. */
static gboolean
press (Fixture *self, const char *keys)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (self->window);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller))
        continue;
      for (guint j = 0; j < g_list_model_get_n_items (G_LIST_MODEL (controller)); j++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);
          g_autofree char *trigger = gtk_shortcut_trigger_to_string (gtk_shortcut_get_trigger (shortcut));

          if (g_str_equal (trigger, keys))
            return gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, self->window, NULL);
        }
    }
  g_error ("No shortcut %s", keys);
}

static void
undo (Fixture *self)
{
  g_assert_true (press (self, "<Control>z"));
}

static void
redo (Fixture *self)
{
  g_assert_true (press (self, "<Shift><Control>z"));
}

/* Checks the button of an action: its tooltip, and that it is sensitive where its label is more than the verb. */
static void
check_button (Fixture *self, const char *verb, const char *tooltip)
{
  GtkWidget *button = window_find_button (self->window, verb, 0);

  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==, tooltip);
  g_assert_cmpint (gtk_widget_is_sensitive (button), ==, !g_str_equal (tooltip, verb));
}

static void
add (Fixture *self, const char *name)
{
  window_click (window_find_button (self->window, "Add shape", 0));
  gtk_editable_set_text (self->name, name);
}

static void
remove_selected (Fixture *self)
{
  window_click (window_find_button (self->window, "Remove shape", 0));
}

/* A (B, C (D)), with C selected. */
static void
set_up (Fixture *self, gconstpointer data)
{
  self->document = trove_document_new (TYPE_SHAPE, NULL, 0);
  self->window = panel_window_new (NULL, self->document);
  self->tree = window_find (self->window, GTK_TYPE_LIST_VIEW, 0);
  self->selection = GTK_SINGLE_SELECTION (gtk_list_view_get_model (GTK_LIST_VIEW (self->tree)));
  self->name = GTK_EDITABLE (window_find (self->window, GTK_TYPE_ENTRY, 0));
  self->size = GTK_SPIN_BUTTON (window_find (self->window, GTK_TYPE_SPIN_BUTTON, 0));
  self->visible = GTK_SWITCH (window_find (self->window, GTK_TYPE_SWITCH, 0));
  gtk_window_present (GTK_WINDOW (self->window));

  check (self, "", NULL);
  add (self, "A");
  add (self, "B");
  check (self, "A (B)", "B");
  gtk_single_selection_set_selected (self->selection, 0);
  add (self, "C");
  add (self, "D");
  gtk_single_selection_set_selected (self->selection, 2);
  check (self, "A (B, C (D))", "C");
}

/* The window holds the document. A window and rows that are gone do not. */
static void
tear_down (Fixture *self, gconstpointer data)
{
  gpointer document = self->document;

  g_object_add_weak_pointer (G_OBJECT (document), &document);
  g_object_unref (self->document);
  window_settle (self->window);
  g_assert_nonnull (document);
  gtk_window_destroy (GTK_WINDOW (self->window));
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (document);
}

static void
test_add (Fixture *self, gconstpointer data)
{
  g_assert_cmpuint (count_versions (self), ==, 9); /* the first one, and two steps for each shape */
  undo (self);
  check (self, "A (B, C (Shape))", "Shape");
  undo (self);
  check (self, "A (B, C)", "C");
  for (guint i = 0; i < 6; i++)
    undo (self);
  check (self, "", NULL);
  g_assert_false (press (self, "<Control>z"));
  for (guint i = 0; i < 8; i++)
    redo (self);
  check (self, "A (B, C (D))", "D");
  g_assert_false (press (self, "<Shift><Control>z"));
  check (self, "A (B, C (D))", "D");
}

/* The buttons in the header bar have the document's actions. */
static void
test_buttons (Fixture *self, gconstpointer data)
{
  check_button (self, "Undo", "Undo Change Name");
  check_button (self, "Redo", "Redo");
  window_click (window_find_button (self->window, "Undo", 0));
  window_click (window_find_button (self->window, "Undo", 0));
  check (self, "A (B, C)", "C");
  check_button (self, "Undo", "Undo Change Name");
  check_button (self, "Redo", "Redo Add Shape");
  window_click (window_find_button (self->window, "Redo", 0));
  check (self, "A (B, C (Shape))", "Shape");
  while (trove_document_get_can_undo (self->document))
    undo (self);
  check_button (self, "Undo", "Undo");
  check_button (self, "Redo", "Redo Add Shape");
}

static void
test_properties (Fixture *self, gconstpointer data)
{
  const guint n = count_versions (self);

  for (guint i = 20; i <= 30; i++)
    gtk_spin_button_set_value (self->size, i);
  check (self, "A (B, C (D))", "C");
  g_assert_cmpfloat (peek_selected (self)->size, ==, 30);
  g_assert_cmpuint (count_versions (self), ==, n + 1);
  gtk_switch_set_active (self->visible, FALSE);
  g_assert_cmpstr (trove_document_get_undo_label (self->document), ==, "Change Visibility");
  check (self, "A (B, C (D))", "C");
  window_check_picture (self->window, "panel.png");
  gtk_single_selection_set_selected (self->selection, 1);
  check (self, "A (B, C (D))", "B");
  g_assert_true (gtk_switch_get_active (self->visible));
  g_assert_cmpuint (count_versions (self), ==, n + 2); /* selecting makes no step */

  undo (self);
  check (self, "A (B, C (D))", "C");
  g_assert_true (gtk_switch_get_active (self->visible));
  undo (self);
  g_assert_cmpfloat (gtk_spin_button_get_value (self->size), ==, 10);
  redo (self);
  redo (self);
  check (self, "A (B, C (D))", "C");
  g_assert_cmpfloat (gtk_spin_button_get_value (self->size), ==, 30);
  g_assert_cmpuint (count_versions (self), ==, n + 2); /* nothing that undo or redo has set was an edit */
}

/* The row of a shape follows it, also while another one is selected. */
static void
test_rename (Fixture *self, gconstpointer data)
{
  gtk_editable_set_text (self->name, "renamed");
  check (self, "A (B, renamed (D))", "renamed");
  gtk_single_selection_set_selected (self->selection, 1);
  undo (self);
  check (self, "A (B, C (D))", "C");
  gtk_single_selection_set_selected (self->selection, 1);
  redo (self);
  check (self, "A (B, renamed (D))", "renamed");
}

/* The panel edits the selected shape when no row shows it. */
static void
test_not_in_view (Fixture *self, gconstpointer data)
{
  TroveKey root = trove_document_get_root_key (self->document);

  for (guint i = 0; i < 500; i++)
    g_assert_true (
        trove_document_add (self->document, TYPE_SHAPE, NULL, root, "children", G_MAXUINT, NULL, NULL));
  g_assert_true (trove_document_commit (self->document, "Add Shapes", NULL));
  window_settle (self->window);
  gtk_single_selection_set_selected (self->selection, 400);
  gtk_editable_set_text (self->name, "renamed");
  g_assert_cmpstr (peek_selected (self)->name, ==, "renamed");
  g_assert_cmpstr (trove_document_get_undo_label (self->document), ==, "Change Name");
}

/* The shape and all that it owns come back, with the selection. */
static void
test_remove (Fixture *self, gconstpointer data)
{
  const guint n = count_versions (self);

  remove_selected (self);
  g_assert_cmpuint (count_versions (self), ==, n + 1);
  g_assert_cmpstr (trove_document_get_undo_label (self->document), ==, "Remove Shape");
  check (self, "A (B)", "B");
  undo (self);
  check (self, "A (B, C (D))", "C");
  redo (self);
  check (self, "A (B)", "B");
  undo (self);
  gtk_single_selection_set_selected (self->selection, 0);
  remove_selected (self);
  check (self, "", NULL);
  undo (self);
  check (self, "A (B, C (D))", "A");
}

int
main (int argc, char **argv)
{
  window_init (&argc, &argv);
#define ADD(path, test) g_test_add ("/examples/panel/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("add", test_add);
  ADD ("buttons", test_buttons);
  ADD ("properties", test_properties);
  ADD ("rename", test_rename);
  ADD ("not-in-view", test_not_in_view);
  ADD ("remove", test_remove);
#undef ADD
  return g_test_run ();
}

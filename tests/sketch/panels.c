/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The panels of layers and properties follow the document, and edit it. */

#include "fixture.h"

#include "draw/geometry.h"
#include "ui/layers-panel.h"
#include "ui/properties-panel.h"

static SketchApplication *application;

static void
settle (Fixture *fixture)
{
  window_settle (GTK_WIDGET (fixture->window));
}

static void
show_panel (Fixture *fixture, const char *name)
{
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (fixture_find (fixture, "panels")), name);
  settle (fixture);
}

/* Layers */

static GtkWidget *
find_layers (Fixture *fixture)
{
  show_panel (fixture, "layers");
  return window_find (GTK_WIDGET (fixture->window), SKETCH_TYPE_LAYERS_PANEL, 0);
}

/* The names, from front to back: "Layer 2, Layer 1". */
static char *
dup_names (GtkWidget *panel)
{
  g_autoptr (GPtrArray) labels = window_find_all (panel, GTK_TYPE_EDITABLE_LABEL);
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < labels->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            gtk_editable_get_text (g_ptr_array_index (labels, i)));
  return g_string_free (names, FALSE);
}

static void
check_names (Fixture *fixture, GtkWidget *panel, const char *expected)
{
  g_autofree char *names = NULL;

  settle (fixture);
  names = dup_names (panel);
  g_assert_cmpstr (names, ==, expected);
}

static void
act (GtkWidget *panel, const char *action)
{
  g_assert_true (gtk_widget_activate_action_variant (panel, action, NULL));
}

/* New layers are in front of the selected one, which is where new shapes go. */
static void
test_layers (void)
{
  Fixture fixture;
  GtkWidget *panel;

  fixture_init (&fixture, application);
  panel = find_layers (&fixture);
  check_names (&fixture, panel, "Layer 1");
  g_assert_false (gtk_widget_is_sensitive (window_find_button (panel, "Remove", 0)));

  act (panel, "layers.add");
  check_names (&fixture, panel, "Layer 2, Layer 1");
  g_assert_cmpuint (sketch_tools_get_layer (sketch_window_get_tools (fixture.window)), ==,
                    fixture_get_layer (&fixture, 1));
  g_assert_cmpstr (trove_document_get_undo_label (fixture.document), ==, "Add Layer");

  act (panel, "layers.lower");
  check_names (&fixture, panel, "Layer 1, Layer 2");
  g_assert_cmpuint (sketch_tools_get_layer (sketch_window_get_tools (fixture.window)), ==,
                    fixture_get_layer (&fixture, 0));
  fixture_act (&fixture, "document.undo");
  check_names (&fixture, panel, "Layer 2, Layer 1");

  act (panel, "layers.remove");
  check_names (&fixture, panel, "Layer 1");
  fixture_act (&fixture, "document.undo");
  check_names (&fixture, panel, "Layer 2, Layer 1");
  fixture_clear (&fixture);
}

/* As a click on a row. */
static void
choose (GtkWidget *panel, guint row)
{
  GtkListView *view = GTK_LIST_VIEW (window_find (panel, GTK_TYPE_LIST_VIEW, 0));

  gtk_selection_model_select_item (gtk_list_view_get_model (view), row, TRUE);
}

/* The row that is selected has the layer that new shapes go to. */
static void
check_chosen (Fixture *fixture, GtkWidget *panel, const char *expected)
{
  GtkListView *view = GTK_LIST_VIEW (window_find (panel, GTK_TYPE_LIST_VIEW, 0));
  GtkSelectionModel *model = gtk_list_view_get_model (view);
  TroveObject *layer = gtk_single_selection_get_selected_item (GTK_SINGLE_SELECTION (model));
  const SketchLayerData *data = trove_object_peek_data (layer);

  g_assert_cmpstr (data->name, ==, expected);
  g_assert_cmpuint (sketch_tools_get_layer (sketch_window_get_tools (fixture->window)), ==,
                    trove_object_get_key (layer));
}

/* A layer stays chosen while it is there. Its neighbour is chosen until it comes back, unless the user chooses another one. */
static void
test_chosen (void)
{
  Fixture fixture;
  GtkWidget *panel;
  g_autoptr (TroveVersion) first = NULL, last = NULL;

  fixture_init (&fixture, application);
  panel = find_layers (&fixture);
  first = trove_document_dup_current (fixture.document);
  act (panel, "layers.add");
  act (panel, "layers.add");
  check_names (&fixture, panel, "Layer 3, Layer 2, Layer 1");
  fixture_act (&fixture, "document.undo");
  check_chosen (&fixture, panel, "Layer 2");
  fixture_act (&fixture, "document.redo");
  check_chosen (&fixture, panel, "Layer 3");
  fixture_act (&fixture, "document.undo");
  choose (panel, 1);
  check_chosen (&fixture, panel, "Layer 1");
  fixture_act (&fixture, "document.redo");
  check_chosen (&fixture, panel, "Layer 1");

  choose (panel, 1);
  act (panel, "layers.raise");
  act (panel, "layers.add");
  choose (panel, 1);
  check_names (&fixture, panel, "Layer 4, Layer 2, Layer 3, Layer 1");
  last = trove_document_dup_current (fixture.document);
  trove_document_go_to (fixture.document, first, NULL);
  check_chosen (&fixture, panel, "Layer 1");
  trove_document_go_to (fixture.document, last, NULL);
  check_chosen (&fixture, panel, "Layer 2");
  fixture_act (&fixture, "document.undo");
  fixture_act (&fixture, "document.undo");
  check_chosen (&fixture, panel, "Layer 2");
  act (panel, "layers.remove");
  check_chosen (&fixture, panel, "Layer 1");
  fixture_act (&fixture, "document.undo");
  check_chosen (&fixture, panel, "Layer 2");
  fixture_clear (&fixture);
}

/* As at the end of editing. That itself is left out: GTK 4.8 looks at the label 100 ms later, even if it is gone. */
static void
rename_layer (GtkWidget *panel, guint row, const char *name)
{
  GtkWidget *label = window_find (panel, GTK_TYPE_EDITABLE_LABEL, row);

  gtk_editable_set_text (GTK_EDITABLE (label), name);
  g_object_notify (G_OBJECT (label), "editing");
}

/* An empty name is none. */
static void
test_rename (void)
{
  Fixture fixture;
  GtkWidget *panel;

  fixture_init (&fixture, application);
  panel = find_layers (&fixture);
  rename_layer (panel, 0, "Paper");
  check_names (&fixture, panel, "Paper");
  g_assert_cmpstr (trove_document_get_undo_label (fixture.document), ==, "Rename Layer");
  rename_layer (panel, 0, "");
  check_names (&fixture, panel, "Paper");
  fixture_act (&fixture, "document.undo");
  check_names (&fixture, panel, "Layer 1");
  g_assert_false (trove_document_get_can_undo (fixture.document));
  fixture_clear (&fixture);
}

/* The panel stays as wide as it is. */
static void
test_long_name (void)
{
  Fixture fixture;
  GtkWidget *panel;
  int width;

  fixture_init (&fixture, application);
  panel = find_layers (&fixture);
  width = gtk_widget_get_width (panel);
  g_assert_cmpint (width, >, 0);
  rename_layer (panel, 0, "A name that is much longer than any name that would fit into the panel");
  window_settle (GTK_WIDGET (fixture.window));
  g_assert_cmpint (gtk_widget_get_width (panel), ==, width);
  fixture_clear (&fixture);
}

static gboolean
is_drawn (Fixture *fixture)
{
  cairo_rectangle_t box;

  return sketch_get_extents (sketch_canvas_get_version (sketch_window_get_canvas (fixture->window)), &box);
}

/* The canvas shows what the layers show. */
static void
test_visibility (void)
{
  Fixture fixture;
  GtkWidget *panel, *eye, *lock;

  fixture_init (&fixture, application);
  fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 0);
  panel = find_layers (&fixture);
  eye = window_find_button (panel, "Visible", 0);
  lock = window_find_button (panel, "Locked", 0);
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (eye)));
  g_assert_true (is_drawn (&fixture));

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (eye), FALSE);
  g_assert_false (is_drawn (&fixture));
  g_assert_cmpstr (trove_document_get_undo_label (fixture.document), ==, "Hide Layer");
  fixture_act (&fixture, "document.undo");
  g_assert_true (is_drawn (&fixture));
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (eye)));
  g_assert_true (trove_document_get_can_redo (fixture.document));

  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (lock), TRUE);
  g_assert_cmpstr (trove_document_get_undo_label (fixture.document), ==, "Lock Layer");
  g_assert_null (fixture_get_toast (&fixture));
  fixture_act (&fixture, "win.select-all");
  g_assert_cmpuint (fixture_count_selected (&fixture), ==, 0);
  fixture_clear (&fixture);
}

/* Dragging a row to another one. */
static void
test_drop (void)
{
  Fixture fixture;
  GtkWidget *panel, *row;
  g_autoptr (GListModel) controllers = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean dropped = FALSE;

  fixture_init (&fixture, application);
  panel = find_layers (&fixture);
  act (panel, "layers.add");
  act (panel, "layers.add");
  check_names (&fixture, panel, "Layer 3, Layer 2, Layer 1");

  /* The layer in front is dropped on the one at the back. */
  g_value_init (&value, SKETCH_TYPE_LAYER);
  g_value_take_object (&value, trove_document_lookup (fixture.document, fixture_get_layer (&fixture, 2)));
  row = gtk_widget_get_parent (window_find (panel, GTK_TYPE_EDITABLE_LABEL, 2));
  controllers = gtk_widget_observe_controllers (row);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        g_signal_emit_by_name (controller, "drop", &value, 0.0, 0.0, &dropped);
    }
  g_assert_true (dropped);
  check_names (&fixture, panel, "Layer 2, Layer 1, Layer 3");
  fixture_act (&fixture, "document.undo");
  check_names (&fixture, panel, "Layer 3, Layer 2, Layer 1");
  g_value_unset (&value);
  fixture_clear (&fixture);
}

/* Properties */

static void
set_color (Fixture *fixture, const char *id, const char *color)
{
  GdkRGBA rgba;

  g_assert_true (gdk_rgba_parse (&rgba, color));
  g_object_set (fixture_find (fixture, id), "rgba", &rgba, NULL);
}

static void
check_color (Fixture *fixture, const char *id, const char *expected)
{
  g_autoptr (GdkRGBA) rgba = NULL;
  GdkRGBA color;

  g_object_get (fixture_find (fixture, id), "rgba", &rgba, NULL);
  g_assert_true (gdk_rgba_parse (&color, expected));
  g_assert_true (gdk_rgba_equal (rgba, &color));
}

static double
get_value (Fixture *fixture, const char *id)
{
  return gtk_spin_button_get_value (GTK_SPIN_BUTTON (fixture_find (fixture, id)));
}

static void
set_value (Fixture *fixture, const char *id, double value)
{
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (fixture_find (fixture, id)), value);
}

/* The widgets show one shape. What they are set to is a step, what undo sets is none. */
static void
test_one (void)
{
  Fixture fixture;
  TroveKey key;
  gboolean redo;

  fixture_init (&fixture, application);
  key = fixture_add (&fixture, 0, SKETCH_RECTANGLE, 10.123, 20);
  fixture_select (&fixture, &key, 1);
  g_assert_cmpfloat (get_value (&fixture, "x"), ==, 10.1);
  g_assert_cmpfloat (fixture_peek (&fixture, key)->x, ==, 10.123);
  g_assert_false (gtk_widget_get_visible (fixture_find (&fixture, "text-row")));

  set_color (&fixture, "fill", "#123456");
  g_assert_cmphex (fixture_peek (&fixture, key)->fill, ==, 0x123456ff);
  window_click (window_find_button (GTK_WIDGET (fixture.window), "No Fill", 0));
  g_assert_cmphex (fixture_peek (&fixture, key)->fill, ==, 0x12345600);
  set_value (&fixture, "x", 50);
  set_value (&fixture, "x", 60);
  set_value (&fixture, "x", 70);
  g_assert_cmpfloat (fixture_peek (&fixture, key)->x, ==, 70);
  fixture_act (&fixture, "document.undo"); /* all three */
  g_assert_cmpfloat (get_value (&fixture, "x"), ==, 10.1);
  g_assert_cmpfloat (fixture_peek (&fixture, key)->x, ==, 10.123);
  fixture_act (&fixture, "document.undo");
  check_color (&fixture, "fill", "rgba(0,0,0,0)");
  redo = trove_document_get_can_redo (fixture.document);
  g_assert_true (redo);
  fixture_clear (&fixture);
}

/* A style of several shapes, and the box around them. */
static void
test_several (void)
{
  Fixture fixture;
  TroveKey keys[2];

  fixture_init (&fixture, application);
  keys[0] = fixture_add (&fixture, 0, SKETCH_RECTANGLE, 10, 10);
  keys[1] = fixture_add (&fixture, 0, SKETCH_ELLIPSE, 200, 100);
  fixture_select (&fixture, keys, 2);
  set_color (&fixture, "stroke", "#0000ff");
  for (guint i = 0; i < 2; i++)
    g_assert_cmphex (fixture_peek (&fixture, keys[i])->stroke, ==, 0x0000ffff);
  set_value (&fixture, "x", get_value (&fixture, "x") + 5);
  g_assert_cmpfloat (fixture_peek (&fixture, keys[0])->x, ==, 15);
  g_assert_cmpfloat (fixture_peek (&fixture, keys[1])->x, ==, 205);
  fixture_act (&fixture, "document.undo");
  g_assert_cmpfloat (fixture_peek (&fixture, keys[1])->x, ==, 200);
  fixture_act (&fixture, "document.undo");
  check_color (&fixture, "stroke", "#000000");
  fixture_clear (&fixture);
}

static void
check_rows (Fixture *fixture, gboolean fill, gboolean line_width, gboolean font_size)
{
  g_assert_true (gtk_widget_get_visible (fixture_find (fixture, "x-row")));
  g_assert_true (gtk_widget_get_visible (fixture_find (fixture, "stroke-row")));
  g_assert_true (gtk_widget_get_visible (fixture_find (fixture, "fill-row")) == fill);
  g_assert_true (gtk_widget_get_visible (fixture_find (fixture, "line-width-row")) == line_width);
  g_assert_true (gtk_widget_get_visible (fixture_find (fixture, "font-size-row")) == font_size);
}

/* Several shapes and groups have the properties that one of their shapes has. */
static void
test_kinds (void)
{
  Fixture fixture;
  TroveKey keys[4];

  fixture_init (&fixture, application);
  keys[0] = fixture_add (&fixture, 0, SKETCH_TEXT, 0, 0);
  keys[1] = fixture_add (&fixture, 0, SKETCH_TEXT, 0, 50);
  keys[2] = fixture_add (&fixture, 0, SKETCH_LINE, 0, 100);
  keys[3] = fixture_add (&fixture, 0, SKETCH_ELLIPSE, 0, 200);
  fixture_select (&fixture, keys, 2);
  check_rows (&fixture, FALSE, FALSE, TRUE);
  fixture_select (&fixture, keys + 1, 2);
  check_rows (&fixture, FALSE, TRUE, TRUE);
  fixture_select (&fixture, keys + 2, 2);
  check_rows (&fixture, TRUE, TRUE, FALSE);
  fixture_select (&fixture, keys, 4);
  check_rows (&fixture, TRUE, TRUE, TRUE);
  fixture_select (&fixture, keys, 3);
  fixture_act (&fixture, "win.group");
  check_rows (&fixture, FALSE, TRUE, TRUE);
  fixture_clear (&fixture);
}

/* With nothing selected, the panel has the style of new shapes. That is no step. */
static void
test_none (void)
{
  Fixture fixture;
  SketchShapeData shape = SKETCH_SHAPE_DATA_INIT;

  fixture_init (&fixture, application);
  g_assert_false (gtk_widget_get_visible (fixture_find (&fixture, "x-row")));
  set_color (&fixture, "fill", "#00ff00");
  set_value (&fixture, "line-width", 5);
  sketch_tools_init_shape (sketch_window_get_tools (fixture.window), &shape);
  g_assert_cmphex (shape.fill, ==, 0x00ff00ff);
  g_assert_cmpfloat (shape.line_width, ==, 5);
  g_assert_false (trove_document_get_can_undo (fixture.document));
  fixture_clear (&fixture);
}

/* A text is as large as its letters. */
static void
test_text (void)
{
  Fixture fixture;
  GtkTextBuffer *buffer;
  TroveKey key;
  double width;

  fixture_init (&fixture, application);
  key = fixture_add (&fixture, 0, SKETCH_TEXT, 0, 0);
  fixture_select (&fixture, &key, 1);
  buffer = gtk_text_view_get_buffer (
      GTK_TEXT_VIEW (window_find (fixture_find (&fixture, "text-row"), GTK_TYPE_TEXT_VIEW, 0)));
  gtk_text_buffer_set_text (buffer, "Letters", -1);
  g_assert_cmpstr (fixture_peek (&fixture, key)->text, ==, "Letters");
  width = fixture_peek (&fixture, key)->width;
  set_value (&fixture, "font-size", 32);
  g_assert_cmpfloat (fixture_peek (&fixture, key)->width, >, width);
  g_assert_null (fixture_get_toast (&fixture));
  fixture_clear (&fixture);
}

/* A text without letters stays as it is. */
static void
test_empty_text (void)
{
  Fixture fixture;
  SketchShapeData shape = SKETCH_SHAPE_DATA_INIT;
  TroveKey key;

  fixture_init (&fixture, application);
  shape.kind = SKETCH_TEXT;
  g_assert_true (trove_document_add (fixture.document, SKETCH_TYPE_SHAPE, &shape,
                                     fixture_get_layer (&fixture, 0), "shapes", 0, &key, NULL));
  g_assert_true (trove_document_commit (fixture.document, "Add", NULL));
  fixture_select (&fixture, &key, 1);
  g_assert_null (fixture_peek (&fixture, key)->text);
  g_assert_cmpstr (trove_document_get_undo_label (fixture.document), ==, "Add");
  fixture_clear (&fixture);
}

/* The panel follows edits that are not committed, and commits none of them. */
static void
test_drag (void)
{
  Fixture fixture;
  SketchShapeData shape;
  TroveKey key;

  fixture_init (&fixture, application);
  key = fixture_add (&fixture, 0, SKETCH_RECTANGLE, 10, 20);
  fixture_select (&fixture, &key, 1);
  g_assert_true (trove_document_begin (fixture.document, "Move", NULL));
  shape = *fixture_peek (&fixture, key);
  shape.x = 300;
  g_assert_true (trove_document_set (fixture.document, key, &shape, NULL));
  g_assert_cmpfloat (get_value (&fixture, "x"), ==, 300);
  g_assert_true (trove_document_cancel (fixture.document, NULL));
  g_assert_cmpfloat (get_value (&fixture, "x"), ==, 10);
  g_assert_cmpstr (trove_document_get_undo_label (fixture.document), ==, "Add");
  fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  int status;

  application = fixture_application_new (&argc, &argv);
  g_test_add_func ("/sketch/panels/layers", test_layers);
  g_test_add_func ("/sketch/panels/chosen", test_chosen);
  g_test_add_func ("/sketch/panels/rename", test_rename);
  g_test_add_func ("/sketch/panels/long-name", test_long_name);
  g_test_add_func ("/sketch/panels/visibility", test_visibility);
  g_test_add_func ("/sketch/panels/drop", test_drop);
  g_test_add_func ("/sketch/panels/one", test_one);
  g_test_add_func ("/sketch/panels/several", test_several);
  g_test_add_func ("/sketch/panels/kinds", test_kinds);
  g_test_add_func ("/sketch/panels/none", test_none);
  g_test_add_func ("/sketch/panels/text", test_text);
  g_test_add_func ("/sketch/panels/empty-text", test_empty_text);
  g_test_add_func ("/sketch/panels/drag", test_drag);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}

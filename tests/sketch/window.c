/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The window of Trove Sketch: its actions, what it shows of the document, and what it frees. */

#include "fixture.h"

#include "draw/geometry.h"
#include "ui/view-actions.h"

static SketchApplication *application;

static const char *
get_title (Fixture *fixture)
{
  return adw_window_title_get_title (ADW_WINDOW_TITLE (fixture_find (fixture, "title")));
}

static const char *
get_count (Fixture *fixture)
{
  return gtk_label_get_text (GTK_LABEL (fixture_find (fixture, "count")));
}

static gboolean
is_enabled (Fixture *fixture, const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (fixture->window), action);
}

/* Undo and redo are in the header bar, and the canvas follows. */
static void
test_undo (void)
{
  Fixture fixture;
  GtkWidget *undo;
  cairo_rectangle_t box;
  TroveKey key;

  fixture_init (&fixture, application);
  undo = window_find_button (GTK_WIDGET (fixture.window), "Undo", 0);
  g_assert_false (gtk_widget_is_sensitive (undo));
  g_assert_cmpstr (get_title (&fixture), ==, "New Drawing");
  g_assert_cmpstr (get_count (&fixture), ==, "0 shapes");

  key = fixture_add (&fixture, 0, SKETCH_RECTANGLE, 10, 20);
  window_settle (GTK_WIDGET (fixture.window));
  g_assert_cmpstr (get_count (&fixture), ==, "1 shape");
  g_assert_true (
      sketch_get_bounds (sketch_canvas_get_version (sketch_window_get_canvas (fixture.window)), key, &box));
  g_assert_true (gtk_widget_is_sensitive (undo));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (undo), ==, "Undo Add");

  fixture_act (&fixture, "document.undo");
  g_assert_cmpstr (get_count (&fixture), ==, "0 shapes");
  g_assert_false (
      sketch_get_bounds (sketch_canvas_get_version (sketch_window_get_canvas (fixture.window)), key, &box));
  fixture_act (&fixture, "document.redo");
  g_assert_cmpuint (fixture_count_shapes (&fixture), ==, 1);
  fixture_clear (&fixture);
}

/* An action is enabled for as many shapes as it needs, and for a group where it needs one. */
static void
test_enabled (void)
{
  Fixture fixture;
  TroveKey keys[2], shape;

  fixture_init (&fixture, application);
  for (guint i = 0; i < 2; i++)
    keys[i] = fixture_add (&fixture, 0, SKETCH_RECTANGLE, i * 200, 0);
  g_assert_false (is_enabled (&fixture, "delete"));
  g_assert_true (is_enabled (&fixture, "paste"));
  fixture_select (&fixture, keys, 1);
  g_assert_true (is_enabled (&fixture, "delete"));
  g_assert_false (is_enabled (&fixture, "group"));
  fixture_select (&fixture, keys, 2);
  g_assert_true (is_enabled (&fixture, "group"));
  g_assert_true (is_enabled (&fixture, "align"));
  g_assert_cmpstr (get_count (&fixture), ==, "2 of 2 selected");
  g_assert_false (is_enabled (&fixture, "ungroup"));
  fixture_act (&fixture, "win.group");
  g_assert_true (is_enabled (&fixture, "ungroup"));
  shape = fixture_add (&fixture, 0, SKETCH_RECTANGLE, 400, 0);
  fixture_select (&fixture, &shape, 1);
  g_assert_false (is_enabled (&fixture, "ungroup"));
  fixture_clear (&fixture);
}

/* Each action is one step. */
static void
test_edits (void)
{
  Fixture fixture;
  TroveKey keys[2];

  fixture_init (&fixture, application);
  keys[0] = fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 0);
  keys[1] = fixture_add (&fixture, 0, SKETCH_ELLIPSE, 200, 100);
  fixture_act (&fixture, "win.select-all");
  g_assert_cmpuint (fixture_count_selected (&fixture), ==, 2);
  fixture_act (&fixture, "win.align::left");
  g_assert_cmpfloat (fixture_peek (&fixture, keys[1])->x, ==, 0);
  fixture_act (&fixture, "win.group");
  g_assert_cmpuint (fixture_count_shapes (&fixture), ==, 1);
  g_assert_cmpuint (fixture_count_selected (&fixture), ==, 1);
  fixture_act (&fixture, "win.duplicate");
  g_assert_cmpuint (fixture_count_shapes (&fixture), ==, 2);
  g_assert_cmpuint (fixture_count_selected (&fixture), ==, 1);
  fixture_act (&fixture, "win.ungroup");
  g_assert_cmpuint (fixture_count_shapes (&fixture), ==, 3);
  g_assert_cmpuint (fixture_count_selected (&fixture), ==, 2);
  fixture_act (&fixture, "win.delete");
  g_assert_cmpuint (fixture_count_shapes (&fixture), ==, 1);
  g_assert_cmpuint (fixture_count_selected (&fixture), ==, 0);
  for (guint i = 0; i < 5; i++)
    fixture_act (&fixture, "document.undo");
  g_assert_cmpuint (fixture_count_shapes (&fixture), ==, 2);
  g_assert_cmpfloat (fixture_peek (&fixture, keys[1])->x, ==, 200);
  fixture_clear (&fixture);
}

/* Undo brings back the shapes, and selects those that were selected. */
static void
test_selection (void)
{
  Fixture fixture;
  TroveKey keys[2];
  gsize n;

  fixture_init (&fixture, application);
  for (guint i = 0; i < 2; i++)
    keys[i] = fixture_add (&fixture, 0, SKETCH_RECTANGLE, i * 200, 0);
  fixture_select (&fixture, &keys[1], 1);
  fixture_act (&fixture, "win.delete");
  fixture_select (&fixture, &keys[0], 1);
  fixture_act (&fixture, "document.undo");
  g_assert_cmpuint (sketch_selection_get_keys (sketch_window_get_selection (fixture.window), &n)[0], ==,
                    keys[1]);
  g_assert_cmpuint (n, ==, 1);
  fixture_act (&fixture, "document.redo");
  g_assert_cmpuint (fixture_count_selected (&fixture), ==, 0);
  fixture_clear (&fixture);
}

/* Many selected shapes are not noted with a step. */
static void
test_many (void)
{
  const SketchShapeData shape = SKETCH_SHAPE_DATA_INIT;
  Fixture fixture;

  fixture_init (&fixture, application);
  for (guint i = 0; i < 1001; i++)
    g_assert_true (trove_document_add (fixture.document, SKETCH_TYPE_SHAPE, &shape,
                                       fixture_get_layer (&fixture, 0), "shapes", i, NULL, NULL));
  g_assert_true (trove_document_commit (fixture.document, "Add", NULL));
  fixture_act (&fixture, "win.select-all");
  g_assert_cmpuint (fixture_count_selected (&fixture), ==, 1001);
  fixture_act (&fixture, "win.delete");
  fixture_act (&fixture, "document.undo");
  g_assert_cmpuint (fixture_count_shapes (&fixture), ==, 1001);
  fixture_clear (&fixture);
}

static TroveKey
get_front (Fixture *fixture)
{
  TroveKey keys[3];
  guint n = trove_document_get_children (fixture->document, fixture_get_layer (fixture, 0), "shapes", 0, keys,
                                         G_N_ELEMENTS (keys));

  return keys[n - 1];
}

static void
test_order (void)
{
  Fixture fixture;
  TroveKey keys[3];

  fixture_init (&fixture, application);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    keys[i] = fixture_add (&fixture, 0, SKETCH_RECTANGLE, i * 10, 0);
  fixture_select (&fixture, &keys[0], 1);
  fixture_act (&fixture, "win.to-front");
  g_assert_cmpuint (get_front (&fixture), ==, keys[0]);
  fixture_act (&fixture, "win.backward");
  g_assert_cmpuint (get_front (&fixture), ==, keys[2]);
  fixture_act (&fixture, "win.forward");
  g_assert_cmpuint (get_front (&fixture), ==, keys[0]);
  fixture_act (&fixture, "win.to-back");
  g_assert_cmpuint (get_front (&fixture), ==, keys[2]);
  fixture_clear (&fixture);
}

/* The state of "win.tool" is the tool. */
static void
test_tools (void)
{
  Fixture fixture;
  GtkWidget *button;
  g_autofree char *tool = NULL;

  fixture_init (&fixture, application);
  button = window_find_button (GTK_WIDGET (fixture.window), "Ellipse", 0);
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)));
  fixture_act (&fixture, "win.tool::ellipse");
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)));
  g_object_get (sketch_window_get_tools (fixture.window), "tool", &tool, NULL);
  g_assert_cmpstr (tool, ==, "ellipse");
  fixture_clear (&fixture);
}

static void
test_zoom (void)
{
  Fixture fixture;
  SketchCanvas *canvas;
  gboolean grid, before;

  fixture_init (&fixture, application);
  canvas = sketch_window_get_canvas (fixture.window);
  fixture_act (&fixture, "win.zoom-in");
  fixture_act (&fixture, "win.zoom-in");
  g_assert_cmpfloat_with_epsilon (sketch_canvas_get_zoom (canvas), 2, 1e-9);
  fixture_act (&fixture, "win.zoom-out");
  g_assert_cmpfloat_with_epsilon (sketch_canvas_get_zoom (canvas), G_SQRT2, 1e-9);
  fixture_act (&fixture, "win.zoom-100");
  g_assert_cmpfloat (sketch_canvas_get_zoom (canvas), ==, 1);
  fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 0);
  fixture_act (&fixture, "win.zoom-fit");
  g_assert_cmpfloat (sketch_canvas_get_zoom (canvas), >, 1);
  sketch_show_drawing (fixture.window);
  window_settle (GTK_WIDGET (fixture.window));
  g_assert_cmpfloat (sketch_canvas_get_zoom (canvas), ==, 1);

  g_object_get (canvas, "show-grid", &before, NULL);
  fixture_act (&fixture, "win.show-grid");
  g_object_get (canvas, "show-grid", &grid, NULL);
  g_assert_true (grid != before);
  fixture_clear (&fixture);
}

/* Each window has an application's clipboard, and a document of its own. */
static void
test_clipboard (void)
{
  Fixture from, to;

  fixture_init (&from, application);
  fixture_init (&to, application);
  fixture_add (&from, 0, SKETCH_RECTANGLE, 10, 20);
  fixture_act (&from, "win.select-all");
  fixture_act (&from, "win.copy");
  fixture_act (&to, "win.paste");
  while (fixture_count_selected (&to) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fixture_count_shapes (&to), ==, 1);
  g_assert_cmpstr (trove_document_get_undo_label (to.document), ==, "Paste");

  fixture_act (&from, "win.cut");
  g_assert_cmpuint (fixture_count_shapes (&from), ==, 0);
  fixture_act (&from, "win.paste");
  while (fixture_count_selected (&from) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fixture_count_shapes (&from), ==, 1);
  fixture_clear (&to);
  fixture_clear (&from);
}

/* Pastes, and returns the shape. */
static const SketchShapeData *
paste (Fixture *fixture)
{
  gsize n;

  sketch_selection_clear (sketch_window_get_selection (fixture->window));
  fixture_act (fixture, "win.paste");
  while (fixture_count_selected (fixture) == 0)
    g_main_context_iteration (NULL, TRUE);
  return fixture_peek (fixture,
                       sketch_selection_get_keys (sketch_window_get_selection (fixture->window), &n)[0]);
}

/* No copy is on top of another one, and copies are seen, wherever the view is. */
static void
test_paste (void)
{
  Fixture fixture;

  fixture_init (&fixture, application);
  fixture_add (&fixture, 0, SKETCH_RECTANGLE, 10, 20);
  fixture_act (&fixture, "win.select-all");
  fixture_act (&fixture, "win.copy");
  g_assert_cmpfloat (paste (&fixture)->x, ==, 26);
  g_assert_cmpfloat (paste (&fixture)->x, ==, 42);
  sketch_canvas_scroll (sketch_window_get_canvas (fixture.window), 5000, -5000);
  g_assert_false (fixture_shows_selected (&fixture));
  g_assert_cmpfloat (paste (&fixture)->y, ==, 68);
  g_assert_true (fixture_shows_selected (&fixture));
  g_assert_cmpfloat (sketch_canvas_get_zoom (sketch_window_get_canvas (fixture.window)), ==, 1);
  fixture_act (&fixture, "win.copy");
  g_assert_cmpfloat (paste (&fixture)->y, ==, 84);
  fixture_clear (&fixture);
}

static void
set_locked (Fixture *fixture, TroveKey key, gboolean locked)
{
  const SketchLayerData layer = { .name = "Top", .visible = TRUE, .locked = locked };

  g_assert_true (trove_document_set (fixture->document, key, &layer, NULL));
  g_assert_true (trove_document_commit (fixture->document, "Lock", NULL));
}

/* Copies do not go to a layer that is locked. */
static void
test_locked (void)
{
  const SketchLayerData top = { .name = "Top", .visible = TRUE, .locked = TRUE };
  Fixture fixture;
  TroveKey key, layer;

  fixture_init (&fixture, application);
  key = fixture_add (&fixture, 0, SKETCH_RECTANGLE, 10, 20);
  g_assert_true (trove_document_add (fixture.document, SKETCH_TYPE_LAYER, &top,
                                     trove_document_get_root_key (fixture.document), "layers", 1, &layer,
                                     NULL));
  g_assert_true (trove_document_commit (fixture.document, "Layer", NULL));
  sketch_tools_set_layer (sketch_window_get_tools (fixture.window), layer);
  fixture_select (&fixture, &key, 1);
  fixture_act (&fixture, "win.copy");
  fixture_act (&fixture, "win.duplicate");
  g_assert_cmpstr (fixture_get_toast (&fixture), ==, "\342\200\234Top\342\200\235 is locked");
  set_locked (&fixture, layer, FALSE);
  fixture_act (&fixture, "win.paste");
  set_locked (&fixture, layer, TRUE); /* before the clipboard is read */
  window_settle (GTK_WIDGET (fixture.window));
  g_assert_cmpuint (fixture_count_shapes (&fixture), ==, 1);
  g_assert_cmpstr (trove_document_get_undo_label (fixture.document), ==, "Lock");
  set_locked (&fixture, layer, FALSE);
  fixture_act (&fixture, "win.duplicate");
  g_assert_cmpuint (fixture_count_shapes (&fixture), ==, 2);
  fixture_clear (&fixture);
}

/* A document takes the place of the one before, which the window does not hold. */
static void
test_document (void)
{
  Fixture fixture;
  g_autoptr (TroveDocument) other = sketch_document_new ();

  fixture_init (&fixture, application);
  fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 0);
  fixture_act (&fixture, "win.select-all");
  sketch_window_set_document (fixture.window, other);
  window_settle (GTK_WIDGET (fixture.window));
  g_assert_cmpstr (get_count (&fixture), ==, "0 shapes");
  g_assert_false (is_enabled (&fixture, "delete"));
  g_assert_finalize_object (fixture.document);
  fixture.document = g_object_ref (other);
  fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 0);
  g_assert_cmpstr (get_count (&fixture), ==, "1 shape");
  g_clear_object (&other);
  fixture_clear (&fixture);
}

/* A view takes the place of the canvas until the user is done. */
static void
test_view (void)
{
  Fixture fixture;
  GtkWidget *view = gtk_label_new ("Both");

  fixture_init (&fixture, application);
  fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 0);
  sketch_window_show_view (fixture.window, "Compare", view);
  window_settle (GTK_WIDGET (fixture.window));
  g_assert_true (gtk_widget_get_mapped (view));
  g_assert_cmpstr (get_title (&fixture), ==, "Compare");
  g_assert_false (is_enabled (&fixture, "paste"));
  g_assert_false (is_enabled (&fixture, "import"));
  g_assert_false (is_enabled (&fixture, "merge-file"));
  g_assert_false (gtk_widget_activate_action (GTK_WIDGET (fixture.window), "document.undo", NULL));
  fixture_act (&fixture, "win.done");
  window_settle (GTK_WIDGET (fixture.window));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (sketch_window_get_canvas (fixture.window))));
  g_assert_cmpstr (get_title (&fixture), ==, "New Drawing");
  g_assert_true (is_enabled (&fixture, "paste"));
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (sketch_window_get_canvas (fixture.window))));
  fixture_act (&fixture, "document.undo");
  g_assert_cmpuint (fixture_count_shapes (&fixture), ==, 0);
  fixture_clear (&fixture);
}

/* An edit that fails is taken back, and the window says why. */
static void
test_error (void)
{
  Fixture fixture;
  SketchShapeData shape = SKETCH_SHAPE_DATA_INIT;
  TroveKey key;

  fixture_init (&fixture, application);
  trove_document_add (fixture.document, SKETCH_TYPE_SHAPE, &shape, fixture_get_layer (&fixture, 0), "shapes",
                      0, &key, NULL);
  sketch_window_commit (fixture.window, "Add", g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "A & B"));
  g_assert_cmpuint (fixture_count_shapes (&fixture), ==, 0);
  g_assert_false (trove_document_get_can_undo (fixture.document));
  g_assert_cmpstr (fixture_get_toast (&fixture), ==, "A & B");
  fixture_clear (&fixture);
}

/* Tools take back what they could not do. */
static void
test_failed (void)
{
  Fixture fixture;

  fixture_init (&fixture, application);
  g_signal_emit_by_name (sketch_window_get_tools (fixture.window), "failed", "Not possible");
  g_assert_cmpstr (fixture_get_toast (&fixture), ==, "Not possible");
  fixture_clear (&fixture);
}

static GtkWidget *
find_toast (Fixture *fixture)
{
  return window_find (GTK_WIDGET (fixture->window), g_type_from_name ("AdwToastWidget"), 0);
}

static void
check_all_is_shown (GtkWidget *toast)
{
  GtkWidget *label = window_find (toast, GTK_TYPE_LABEL, 0);
  int width, height;

  g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label))));
  pango_layout_get_pixel_size (gtk_label_get_layout (GTK_LABEL (label)), &width, &height);
  g_assert_cmpint (gtk_widget_get_width (toast), >, width);
  g_assert_cmpint (gtk_widget_get_height (toast), >, height);
}

/* A long text at the bottom is shown as a whole, and covers no panel. While there are versions side by side, it is in front of these. */
static void
test_toast (void)
{
  Fixture fixture;
  graphene_rect_t panels, toast;

  fixture_init (&fixture, application);
  sketch_window_say (fixture.window,
                     "A text that is wider than the drawing, for it has so many words that the "
                     "window could not show all of them if they were in one line");
  window_settle (GTK_WIDGET (fixture.window));
  g_assert_true (gtk_widget_compute_bounds (find_toast (&fixture), GTK_WIDGET (fixture.window), &toast));
  g_assert_true (
      gtk_widget_compute_bounds (fixture_find (&fixture, "panels"), GTK_WIDGET (fixture.window), &panels));
  g_assert_cmpfloat (toast.size.width, >, 100);
  g_assert_cmpfloat (panels.size.width, >, 100);
  g_assert_false (graphene_rect_intersection (&toast, &panels, NULL));
  check_all_is_shown (find_toast (&fixture));
  fixture_clear (&fixture);
  fixture_init (&fixture, application);
  sketch_window_show_view (fixture.window, "View", gtk_label_new (NULL));
  sketch_window_say (fixture.window, "Text");
  window_settle (GTK_WIDGET (fixture.window));
  g_assert_true (gtk_widget_get_mapped (find_toast (&fixture)));
  fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  int status;

  application = fixture_application_new (&argc, &argv);
  g_test_add_func ("/sketch/window/undo", test_undo);
  g_test_add_func ("/sketch/window/enabled", test_enabled);
  g_test_add_func ("/sketch/window/edits", test_edits);
  g_test_add_func ("/sketch/window/selection", test_selection);
  g_test_add_func ("/sketch/window/many", test_many);
  g_test_add_func ("/sketch/window/order", test_order);
  g_test_add_func ("/sketch/window/tools", test_tools);
  g_test_add_func ("/sketch/window/zoom", test_zoom);
  g_test_add_func ("/sketch/window/clipboard", test_clipboard);
  g_test_add_func ("/sketch/window/paste", test_paste);
  g_test_add_func ("/sketch/window/locked", test_locked);
  g_test_add_func ("/sketch/window/document", test_document);
  g_test_add_func ("/sketch/window/view", test_view);
  g_test_add_func ("/sketch/window/error", test_error);
  g_test_add_func ("/sketch/window/failed", test_failed);
  g_test_add_func ("/sketch/window/toast", test_toast);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}

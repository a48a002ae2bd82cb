/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Which part of the window gets a key or a click: xdotool presses real ones. */

#include "fixture.h"
#include "stage.h"

#include "ui/history-panel.h"
#include "ui/history-row.h"
#include "ui/layers-panel.h"

static SketchApplication *application;

static void
press (Fixture *fixture, const char *keys)
{
  Stage stage = { .window = GTK_WIDGET (fixture->window) };

  stage_run (&stage, "mousemove 300 300 key %s", keys);
}

static void
focus_list (Fixture *fixture, const char *panel, GType type)
{
  GtkWidget *list;

  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (fixture_find (fixture, "panels")), panel);
  window_settle (GTK_WIDGET (fixture->window));
  list = window_find (window_find (GTK_WIDGET (fixture->window), type, 0), GTK_TYPE_LIST_VIEW, 0);
  g_assert_true (gtk_widget_grab_focus (list));
}

/* The selected shapes are deleted from the canvas alone. */
static void
test_delete (void)
{
  Fixture fixture;
  TroveKey key;

  fixture_init (&fixture, application);
  key = fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 0);
  fixture_select (&fixture, &key, 1);
  focus_list (&fixture, "layers", SKETCH_TYPE_LAYERS_PANEL);
  press (&fixture, "Delete"); /* of the last layer */
  press (&fixture, "BackSpace");
  focus_list (&fixture, "history", SKETCH_TYPE_HISTORY_PANEL);
  press (&fixture, "Delete");
  press (&fixture, "BackSpace");
  g_assert_cmpuint (fixture_count_shapes (&fixture), ==, 1);
  gtk_widget_grab_focus (GTK_WIDGET (sketch_window_get_canvas (fixture.window)));
  press (&fixture, "Delete");
  g_assert_cmpuint (fixture_count_shapes (&fixture), ==, 0);
  press (&fixture, "Tab"); /* there is nothing to select */
  g_assert_false (gtk_widget_has_focus (GTK_WIDGET (sketch_window_get_canvas (fixture.window))));
  fixture_clear (&fixture);
}

/* Escape goes back to the drawing. */
static void
test_view (void)
{
  Fixture fixture;

  fixture_init (&fixture, application);
  sketch_window_show_view (fixture.window, "View", gtk_label_new ("View"));
  window_settle (GTK_WIDGET (fixture.window));
  press (&fixture, "Escape");
  g_assert_true (sketch_window_shows_drawing (fixture.window));
  fixture_clear (&fixture);
}

/* In an entry, undo is for what was typed there. */
static void
test_undo (void)
{
  Fixture fixture;
  TroveKey key;

  fixture_init (&fixture, application);
  key = fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 0);
  fixture_select (&fixture, &key, 1);
  window_settle (GTK_WIDGET (fixture.window));
  gtk_widget_grab_focus (fixture_find (&fixture, "x"));
  press (&fixture, "7");
  press (&fixture, "ctrl+z");
  g_assert_cmpuint (fixture_count_shapes (&fixture), ==, 1);
  gtk_widget_grab_focus (GTK_WIDGET (sketch_window_get_canvas (fixture.window)));
  press (&fixture, "ctrl+z");
  g_assert_cmpuint (fixture_count_shapes (&fixture), ==, 0);
  press (&fixture, "ctrl+shift+z");
  g_assert_cmpuint (fixture_count_shapes (&fixture), ==, 1);
  fixture_clear (&fixture);
}

/* The keys stay with the canvas when a tool is chosen with the pointer. */
static void
test_tool_click (void)
{
  Fixture fixture;
  Stage stage;
  GtkWidget *button;
  double x, y;

  fixture_init (&fixture, application);
  stage.window = GTK_WIDGET (fixture.window);
  button = window_find_button (stage.window, "Line", 0);
  g_assert_true (gtk_widget_translate_coordinates (button, stage.window, 5, 5, &x, &y));
  stage_run (&stage, "mousemove %d %d click 1", (int) x, (int) y);
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)));
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (sketch_window_get_canvas (fixture.window))));
  fixture_clear (&fixture);
}

/* The menu of the canvas comes by keys as well. When it goes, the keys are for the canvas again. */
static void
test_menu (void)
{
  Fixture fixture;
  GtkWidget *menu;
  TroveKey key;

  fixture_init (&fixture, application);
  key = fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 0);
  fixture_select (&fixture, &key, 1);
  menu = gtk_widget_get_first_child (GTK_WIDGET (fixture.window));
  while (!GTK_IS_POPOVER_MENU (menu))
    menu = gtk_widget_get_next_sibling (menu);
  g_assert_false (gtk_widget_get_visible (menu));
  press (&fixture, "shift+F10");
  g_assert_true (gtk_widget_get_visible (menu));
  gtk_popover_popdown (GTK_POPOVER (menu));
  window_settle (GTK_WIDGET (fixture.window));
  g_assert_true (gtk_widget_has_focus (GTK_WIDGET (sketch_window_get_canvas (fixture.window))));
  fixture_clear (&fixture);
}

/* The release of the button must reach the row, which looks pressed until then. */
static void
test_history_menu (void)
{
  Fixture fixture;
  Stage stage;
  GtkWidget *row, *menu;
  double x, y;

  fixture_init (&fixture, application);
  stage.window = GTK_WIDGET (fixture.window);
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (fixture_find (&fixture, "panels")), "history");
  window_settle (stage.window);
  row = window_find (stage.window, SKETCH_TYPE_HISTORY_ROW, 0);
  menu = window_find (row, GTK_TYPE_MENU_BUTTON, 0);
  g_assert_true (gtk_widget_translate_coordinates (row, stage.window, 50, 20, &x, &y));
  stage_run (&stage, "mousemove %d %d click 3", (int) x, (int) y);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (menu)))));
  gtk_menu_button_popdown (GTK_MENU_BUTTON (menu));
  window_settle (stage.window);
  g_assert_cmpint (gtk_widget_get_state_flags (row) & GTK_STATE_FLAG_ACTIVE, ==, 0);
  fixture_clear (&fixture);
}

/* GTK 4.8 looks at a label 100 ms after it has lost the focus, even if it is gone. */
static void
let_label_rest (Fixture *fixture)
{
  const gint64 end = g_get_monotonic_time () + 300 * 1000;

  gtk_widget_grab_focus (GTK_WIDGET (sketch_window_get_canvas (fixture->window)));
  while (g_get_monotonic_time () < end)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
}

/* After a double click, the keys are for the name of the layer. */
static void
test_rename (void)
{
  Fixture fixture;
  Stage stage;
  GtkWidget *label;
  double x, y;

  fixture_init (&fixture, application);
  stage.window = GTK_WIDGET (fixture.window);
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (fixture_find (&fixture, "panels")), "layers");
  window_settle (stage.window);
  label = window_find (stage.window, GTK_TYPE_EDITABLE_LABEL, 0);
  g_assert_true (gtk_widget_translate_coordinates (label, stage.window, 20, 5, &x, &y));
  stage_run (&stage, "mousemove %d %d click --repeat 2 --delay 50 1", (int) x, (int) y);
  stage_run (&stage, "key X Return");
  g_assert_cmpstr (((const SketchLayerData *) trove_document_peek (fixture.document,
                                                                   fixture_get_layer (&fixture, 0), NULL))
                       ->name,
                   ==, "X");
  let_label_rest (&fixture);
  fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  int status;

  application = fixture_application_new (&argc, &argv);
  stage_need_xdotool ();
  g_test_add_func ("/sketch/keys/delete", test_delete);
  g_test_add_func ("/sketch/keys/view", test_view);
  g_test_add_func ("/sketch/keys/undo", test_undo);
  g_test_add_func ("/sketch/keys/tool-click", test_tool_click);
  g_test_add_func ("/sketch/keys/menu", test_menu);
  g_test_add_func ("/sketch/keys/history-menu", test_history_menu);
  g_test_add_func ("/sketch/keys/rename", test_rename);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}

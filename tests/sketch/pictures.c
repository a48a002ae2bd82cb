/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The window with the drawing that comes with it is as it is in the pictures of the manual, in light and in dark colors. */

#include "fixture.h"

#include "edit/edits.h"
#include "ui/file-actions.h"
#include "ui/view-actions.h"

static SketchApplication *application;

/* Opens the drawing, which takes the place of the new one. */
static void
set_up (Fixture *self)
{
  g_autofree char *name =
      g_test_build_filename (G_TEST_DIST, "..", "examples", "sketch", "data", "example.svg", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (name);

  fixture_init (self, application);
  sketch_open_file (self->window, file);
  while (sketch_window_get_document (self->window) == self->document)
    g_main_context_iteration (NULL, TRUE);
  g_set_object (&self->document, sketch_window_get_document (self->window));
  sketch_show_drawing (self->window);
}

static void
show_panel (Fixture *self, const char *name)
{
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (fixture_find (self, "panels")), name);
}

/* The pictures of the versions are drawn on a thread. */
static gboolean
has_all (Fixture *self)
{
  g_autoptr (GPtrArray) pictures = window_find_all (fixture_find (self, "history"), GTK_TYPE_PICTURE);

  for (guint i = 0; i < pictures->len; i++)
    if (gtk_widget_get_mapped (g_ptr_array_index (pictures, i)) &&
        gtk_picture_get_paintable (g_ptr_array_index (pictures, i)) == NULL)
      return FALSE;
  return sketch_canvas_is_current (sketch_window_get_canvas (self->window));
}

static void
check (Fixture *self, const char *name)
{
  window_settle (GTK_WIDGET (self->window));
  while (!has_all (self))
    g_main_context_iteration (NULL, TRUE);
  window_check_picture (GTK_WIDGET (self->window), name);
}

/* Moves the shape at a point, as a step. */
static TroveKey
move (Fixture *self, double x, double y, double dx, double dy)
{
  TroveKey key = sketch_canvas_pick (sketch_window_get_canvas (self->window), x, y);
  GError *error = NULL;

  sketch_move (self->document, &key, 1, dx, dy, &error);
  sketch_window_commit (self->window, "Move", error);
  return key;
}

static void
test_light (void)
{
  Fixture fixture;
  TroveKey key;

  set_up (&fixture);
  window_settle (GTK_WIDGET (fixture.window));
  key = sketch_canvas_pick (sketch_window_get_canvas (fixture.window), 698, 150);
  g_assert_cmpuint (key, !=, 0);
  fixture_select (&fixture, &key, 1);
  check (&fixture, "sketch.png");
  fixture_clear (&fixture);
}

/* Two branches of the history. */
static void
test_dark (void)
{
  Fixture fixture;

  set_up (&fixture);
  fixture_act (&fixture, "win.dark::force-dark");
  window_settle (GTK_WIDGET (fixture.window));
  move (&fixture, 698, 150, 0, 100);
  move (&fixture, 698, 250, 0, 100);
  fixture_act (&fixture, "document.undo");
  move (&fixture, 698, 250, -200, -100);
  fixture_act (&fixture, "win.select-all");
  fixture_act (&fixture, "win.group");
  sketch_selection_clear (sketch_window_get_selection (fixture.window));
  show_panel (&fixture, "history");
  check (&fixture, "sketch-dark.png");
  fixture_act (&fixture, "win.dark::default");
  fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  int status;

  application = fixture_application_new (&argc, &argv);
  g_test_add_func ("/sketch/pictures/light", test_light);
  g_test_add_func ("/sketch/pictures/dark", test_dark);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}

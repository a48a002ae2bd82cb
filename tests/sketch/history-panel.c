/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The list of versions in the window. */

#include "fixture.h"

#include <glib/gstdio.h>

#include "dialogs.h"
#include "ui/compare-view.h"
#include "ui/history-lanes.h"
#include "ui/history-panel.h"
#include "ui/history-row.h"
#include "ui/merge-panel.h"

static SketchApplication *application;
static const char *program;

/* A document with two branches of its first step:  E "New Drawing" ─ A "Add" ─ B "Add", and ─ C "Add" made from A, the current one. */
static void
set_up (Fixture *self)
{
  fixture_init (self, application);
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (fixture_find (self, "panels")), "history");
  fixture_add (self, 0, SKETCH_RECTANGLE, 10, 10);
  fixture_add (self, 0, SKETCH_ELLIPSE, 200, 10);
  g_assert_true (trove_document_undo (self->document, NULL));
  fixture_add (self, 0, SKETCH_TEXT, 10, 200);
  window_settle (GTK_WIDGET (self->window));
}

static GtkWidget *
get_list (Fixture *self)
{
  return window_find (fixture_find (self, "history"), GTK_TYPE_LIST_VIEW, 0);
}

static void
click (Fixture *self, guint position)
{
  gtk_widget_activate_action (get_list (self), "list.activate-item", "u", position);
  window_settle (GTK_WIDGET (self->window));
}

/* The row of a version, by its number in the order of time. */
static SketchHistoryRow *
get_row (Fixture *self, guint number)
{
  g_autoptr (TroveVersion) version =
      g_list_model_get_item (trove_document_get_history (self->document), number);
  g_autoptr (GPtrArray) rows = window_find_all (fixture_find (self, "history"), SKETCH_TYPE_HISTORY_ROW);

  for (guint i = 0; i < rows->len; i++)
    if (sketch_history_row_get_version (g_ptr_array_index (rows, i)) == version)
      return g_ptr_array_index (rows, i);
  return NULL;
}

static const char *
get_text (SketchHistoryRow *row, guint label)
{
  return gtk_label_get_text (GTK_LABEL (window_find (GTK_WIDGET (row), GTK_TYPE_LABEL, label)));
}

static gboolean
is_current (SketchHistoryRow *row)
{
  return gtk_widget_has_css_class (GTK_WIDGET (row), "current");
}

static char *
dup_id (SketchHistoryRow *row)
{
  return trove_version_dup_id (sketch_history_row_get_version (row));
}

/* Versions stand from the newest one to the oldest; the branch has a column of its own. */
static void
test_rows (void)
{
  Fixture fixture;
  GtkWidget *lanes;
  int width;

  set_up (&fixture);
  g_assert_cmpuint (
      g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (get_list (&fixture))))),
      ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      graphene_point_t newer, older;

      g_assert_nonnull (get_row (&fixture, i));
      g_assert_cmpint (is_current (get_row (&fixture, i)), ==, i == 3);
      if (i == 0)
        continue;
      g_assert_true (gtk_widget_compute_point (GTK_WIDGET (get_row (&fixture, i)), get_list (&fixture),
                                               &GRAPHENE_POINT_INIT (0, 0), &newer));
      g_assert_true (gtk_widget_compute_point (GTK_WIDGET (get_row (&fixture, i - 1)), get_list (&fixture),
                                               &GRAPHENE_POINT_INIT (0, 0), &older));
      g_assert_cmpfloat (newer.y, <, older.y);
    }
  g_assert_cmpstr (get_text (get_row (&fixture, 0), 0), ==, "New Drawing");
  g_assert_cmpstr (get_text (get_row (&fixture, 3), 0), ==, "Add");
  g_assert_cmpstr (get_text (get_row (&fixture, 3), 1), ==, "Just now");
  lanes = window_find (GTK_WIDGET (get_row (&fixture, 0)), SKETCH_TYPE_HISTORY_LANES, 0);
  width = gtk_widget_get_width (lanes);
  g_assert_true (trove_document_undo (fixture.document, NULL));
  fixture_add (&fixture, 0, SKETCH_LINE, 0, 0); /* a third branch */
  window_settle (GTK_WIDGET (fixture.window));
  g_assert_cmpint (gtk_widget_get_width (lanes), >, width);
  fixture_clear (&fixture);
}

/* A click goes to a version, on any branch; the canvas and the mark follow. */
static void
test_click (void)
{
  Fixture fixture;

  set_up (&fixture);
  click (&fixture, 1);
  g_assert_true (is_current (get_row (&fixture, 2)));
  g_assert_false (is_current (get_row (&fixture, 3)));
  g_assert_cmpuint (fixture_count_shapes (&fixture), ==, 2);
  click (&fixture, 3);
  g_assert_true (is_current (get_row (&fixture, 0)));
  g_assert_cmpuint (fixture_count_shapes (&fixture), ==, 0);
  fixture_add (&fixture, 0, SKETCH_LINE, 0, 0); /* the tree goes on from there */
  window_settle (GTK_WIDGET (fixture.window));
  g_assert_true (is_current (get_row (&fixture, 4)));
  fixture_clear (&fixture);
}

/* A version that takes the place of another one leaves no row behind. */
static void
test_replaced (void)
{
  Fixture fixture;

  set_up (&fixture);
  for (guint i = 0; i < 5; i++)
    {
      SketchLayerData layer = { .name = &"ABCDE"[i], .visible = TRUE };

      g_assert_true (trove_document_set (fixture.document, fixture_get_layer (&fixture, 0), &layer, NULL));
      g_assert_true (trove_document_commit_full (fixture.document, "Rename", "rename", NULL));
      window_settle (GTK_WIDGET (fixture.window));
      g_assert_true (is_current (get_row (&fixture, 4)));
      g_assert_cmpstr (get_text (get_row (&fixture, 4), 0), ==, "Rename");
    }
  g_assert_cmpuint (g_list_model_get_n_items (trove_document_get_history (fixture.document)), ==, 5);
  trove_document_set_max_versions (fixture.document, 2); /* old ones are dropped */
  fixture_add (&fixture, 0, SKETCH_LINE, 0, 0);
  window_settle (GTK_WIDGET (fixture.window));
  g_assert_true (is_current (
      get_row (&fixture, g_list_model_get_n_items (trove_document_get_history (fixture.document)) - 1)));
  fixture_clear (&fixture);
}

/* The pictures come, and differ. */
static void
test_pictures (void)
{
  Fixture fixture;

  set_up (&fixture);
  for (guint i = 0; i < 4; i++)
    {
      GtkWidget *picture = window_find (GTK_WIDGET (get_row (&fixture, i)), GTK_TYPE_PICTURE, 0);

      while (gtk_picture_get_paintable (GTK_PICTURE (picture)) == NULL)
        g_main_context_iteration (NULL, TRUE);
    }
  fixture_clear (&fixture);
}

static gboolean
has_picture (SketchHistoryRow *row)
{
  return gtk_picture_get_paintable (GTK_PICTURE (window_find (GTK_WIDGET (row), GTK_TYPE_PICTURE, 0))) !=
         NULL;
}

/* Rows beyond the edges have no pictures, until they are scrolled to; hidden ones have none. */
static void
test_pictures_of_shown_rows (void)
{
  Fixture fixture;
  SketchHistoryRow *row;

  set_up (&fixture);
  for (guint i = 0; i < 40; i++)
    fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, i);
  while (!has_picture (get_row (&fixture, 43)))
    g_main_context_iteration (NULL, TRUE);
  row = get_row (&fixture, 2);
  g_assert_true (row == NULL || !has_picture (row));
  gtk_widget_activate_action (get_list (&fixture), "list.scroll-to-item", "u", 43);
  while ((row = get_row (&fixture, 0)) == NULL || !has_picture (row))
    g_main_context_iteration (NULL, TRUE);
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (fixture_find (&fixture, "panels")), "layers");
  window_settle (GTK_WIDGET (fixture.window));
  fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 0);
  window_settle (GTK_WIDGET (fixture.window));
  row = get_row (&fixture, 44);
  g_assert_true (row == NULL || !has_picture (row));
  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (fixture_find (&fixture, "panels")), "history");
  while ((row = get_row (&fixture, 44)) == NULL || !has_picture (row))
    g_main_context_iteration (NULL, TRUE);
  fixture_clear (&fixture);
}

static void
test_kept (void)
{
  Fixture fixture;
  TroveVersion *version;

  set_up (&fixture);
  version = sketch_history_row_get_version (get_row (&fixture, 2));
  window_click (window_find_button (GTK_WIDGET (get_row (&fixture, 2)), "Keep", 0));
  g_assert_true (trove_version_get_kept (version));
  window_click (window_find_button (GTK_WIDGET (get_row (&fixture, 2)), "Do Not Keep", 0));
  g_assert_false (trove_version_get_kept (version));
  fixture_clear (&fixture);
}

static void
name_row (Fixture *self, guint number, const char *name)
{
  g_autofree char *id = dup_id (get_row (self, number));

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (get_row (self, number)), "history.name", "s", id));
  gtk_editable_set_text (GTK_EDITABLE (adw_message_dialog_get_extra_child (dialogs_find ())), name);
  dialogs_answer ("Name Version", "name");
  window_settle (GTK_WIDGET (self->window));
}

/* A name is shown instead of the label, and the version is kept. */
static void
test_name (void)
{
  Fixture fixture;

  set_up (&fixture);
  name_row (&fixture, 2, "With circle");
  g_assert_cmpstr (get_text (get_row (&fixture, 2), 0), ==, "With circle");
  g_assert_true (g_str_has_prefix (get_text (get_row (&fixture, 2), 1), "Add\n"));
  g_assert_true (trove_version_get_kept (sketch_history_row_get_version (get_row (&fixture, 2))));
  name_row (&fixture, 2, "");
  g_assert_cmpstr (get_text (get_row (&fixture, 2), 0), ==, "Add");
  fixture_clear (&fixture);
}

/* Another program: prints the names of the versions in a file. */
static int
print_names (const char *path)
{
  const GType types[] = { SKETCH_TYPE_DRAWING, SKETCH_TYPE_LAYER, SKETCH_TYPE_SHAPE };
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (TroveDocument) document = NULL;
  g_autoptr (GPtrArray) versions = NULL;
  g_autoptr (GError) error = NULL;

  sketch_register_classes ();
  document = trove_document_load (file, types, G_N_ELEMENTS (types), NULL, &error);
  g_assert_no_error (error);
  versions = trove_document_dup_versions (document);
  for (guint i = 0; i < versions->len; i++)
    {
      g_autofree char *name = trove_version_dup_name (g_ptr_array_index (versions, i));

      if (name != NULL)
        g_print ("%u %s %d\n", i, name, trove_version_get_kept (g_ptr_array_index (versions, i)));
    }
  return 0;
}

/* A name is in the file of the drawing. It is an unsaved change until it is there. */
static void
test_name_saved (void)
{
  Fixture fixture;
  g_autofree char *folder = g_dir_make_tmp ("sketch-XXXXXX", NULL), *printed = NULL;
  g_autofree char *path = g_build_filename (folder, "drawing.trove", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&fixture);
  g_assert_true (trove_document_save (fixture.document, file, TROVE_SAVE_NONE, NULL, &error));
  name_row (&fixture, 1, "For the printer");
  g_assert_true (trove_document_get_modified (fixture.document));
  g_assert_true (trove_document_save (fixture.document, NULL, TROVE_SAVE_NONE, NULL, &error));
  g_assert_false (trove_document_get_modified (fixture.document));
  child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--names", path, NULL);
  g_assert_true (g_subprocess_communicate_utf8 (child, NULL, NULL, &printed, NULL, &error));
  g_assert_cmpstr (printed, ==, "1 For the printer 1\n");
  fixture_clear (&fixture);
  g_assert_true (g_file_delete (file, NULL, NULL));
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static gboolean
is_saved (SketchHistoryRow *row)
{
  return gtk_widget_get_mapped (window_find (GTK_WIDGET (row), GTK_TYPE_LABEL, 2));
}

/* A drawing without a file has no saved version. */
static void
test_saved (void)
{
  Fixture fixture;
  g_autofree char *folder = g_dir_make_tmp ("sketch-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "drawing.trove", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  set_up (&fixture);
  for (guint i = 0; i < 4; i++)
    g_assert_false (is_saved (get_row (&fixture, i)));
  g_assert_true (trove_document_save (fixture.document, file, TROVE_SAVE_NONE, NULL, &error));
  window_settle (GTK_WIDGET (fixture.window));
  for (guint i = 0; i < 4; i++)
    g_assert_true (is_saved (get_row (&fixture, i)) == (i == 3));
  fixture_clear (&fixture);
  g_assert_true (g_file_delete (file, NULL, NULL));
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* The menu of a row shows the comparison, and merges. */
static void
test_menu (void)
{
  Fixture fixture;
  g_autofree char *id = NULL;
  g_autoptr (GPtrArray) views = NULL;

  set_up (&fixture);
  id = dup_id (get_row (&fixture, 2));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (get_row (&fixture, 2)), "history.compare", "s", id));
  window_settle (GTK_WIDGET (fixture.window));
  views = window_find_all (GTK_WIDGET (fixture.window), SKETCH_TYPE_COMPARE_VIEW);
  g_assert_cmpuint (views->len, ==, 1);
  fixture_act (&fixture, "win.done");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (get_row (&fixture, 2)), "history.merge", "s", id));
  g_assert_cmpuint (fixture_count_shapes (&fixture), ==, 3);
  g_assert_cmpstr (trove_document_get_undo_label (fixture.document), ==, "Merge");
  window_settle (GTK_WIDGET (fixture.window));
  fixture_clear (&fixture);
}

static void
check_ago (gint64 seconds, const char *expected)
{
  g_autofree char *text = sketch_format_ago (0, seconds * G_USEC_PER_SEC);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_ago (void)
{
  g_autofree char *date = NULL;

  check_ago (-5, "Just now"); /* the clock was set */
  check_ago (59, "Just now");
  check_ago (60, "1 min ago");
  check_ago (60 * 60 - 1, "59 min ago");
  check_ago (60 * 60, "1 h ago");
  check_ago (24 * 60 * 60 - 1, "23 h ago");
  date = sketch_format_ago (1000000000LL * G_USEC_PER_SEC, 1700000000LL * G_USEC_PER_SEC);
  g_assert_nonnull (strstr (date, "Sep 2001"));
}

int
main (int argc, char **argv)
{
  int status;

  if (argc == 3 && g_str_equal (argv[1], "--names"))
    return print_names (argv[2]);
  program = argv[0];
  application = fixture_application_new (&argc, &argv);
  g_test_add_func ("/sketch/history-panel/rows", test_rows);
  g_test_add_func ("/sketch/history-panel/click", test_click);
  g_test_add_func ("/sketch/history-panel/replaced", test_replaced);
  g_test_add_func ("/sketch/history-panel/pictures/all", test_pictures);
  g_test_add_func ("/sketch/history-panel/pictures/shown-rows", test_pictures_of_shown_rows);
  g_test_add_func ("/sketch/history-panel/kept", test_kept);
  g_test_add_func ("/sketch/history-panel/name", test_name);
  g_test_add_func ("/sketch/history-panel/name/saved", test_name_saved);
  g_test_add_func ("/sketch/history-panel/saved", test_saved);
  g_test_add_func ("/sketch/history-panel/menu", test_menu);
  g_test_add_func ("/sketch/history-panel/ago", test_ago);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}

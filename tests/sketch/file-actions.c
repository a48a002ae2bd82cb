/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Opening and saving files in the window. */

#include "files.h"

#include "dialogs.h"
#include "ui/file-actions.h"
#include "ui/progress.h"

static SketchApplication *application;

/* Saving asks for a name once. */
static void
test_save (void)
{
  Fixture fixture;
  g_autoptr (GFile) file = files_get ("save.trove");

  fixture_init (&fixture, application);
  fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 0);
  fixture_act (&fixture, "win.save");
  dialogs_choose (file);
  files_wait_until_saved (&fixture);
  g_assert_true (g_file_equal (trove_document_get_file (fixture.document), file));
  g_assert_cmpuint (files_count_shapes (file), ==, 1);
  g_assert_cmpuint (files_count_unsaved (), ==, 0);
  fixture_add (&fixture, 0, SKETCH_ELLIPSE, 200, 0);
  fixture_act (&fixture, "win.save");
  files_wait_until_saved (&fixture);
  g_assert_cmpuint (files_count_shapes (file), ==, 2);
  window_settle (GTK_WIDGET (fixture.window));
  fixture_clear (&fixture);
}

/* A name without ending gets one; the document goes on with the other file. */
static void
test_save_as (void)
{
  Fixture fixture;
  g_autoptr (GFile) file = files_set_up (&fixture, application, "first.trove"),
                    second = files_get ("second.trove");
  g_autoptr (GFile) plain = files_get ("second"), third = files_get ("second 2.trove");

  fixture_act (&fixture, "win.save-as");
  dialogs_choose (plain);
  while (!g_file_equal (trove_document_get_file (fixture.document), second))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (files_count_shapes (second), ==, 1);
  fixture_act (&fixture, "win.save-as"); /* the dialog has not asked about the file with the ending */
  dialogs_choose (plain);
  while (g_file_equal (trove_document_get_file (fixture.document), second))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_file_equal (trove_document_get_file (fixture.document), third));
  g_assert_cmpuint (files_count_shapes (file), ==, 1);
  window_settle (GTK_WIDGET (fixture.window));
  fixture_clear (&fixture);
}

/* A drawing that is opened takes the place of one that nobody has touched; otherwise it gets a window of its own. */
static void
test_open (void)
{
  Fixture fixture, other;
  g_autoptr (GFile) file = files_set_up (&fixture, application, "open.trove");

  fixture_init (&other, application);
  sketch_open_file (other.window, file); /* is open */
  window_settle (GTK_WIDGET (other.window));
  g_assert_true (sketch_window_get_document (other.window) == other.document);
  window_settle (GTK_WIDGET (fixture.window));
  fixture_clear (&fixture);
  files_open (&other, file);
  g_assert_cmpuint (fixture_count_shapes (&other), ==, 1);
  g_assert_true (trove_document_get_can_undo (other.document));
  fixture_clear (&other);
}

/* A file that the desktop opens takes the place of a drawing that nobody has touched. */
static void
test_open_by_desktop (void)
{
  Fixture fixture;
  g_autoptr (GFile) file = files_set_up (&fixture, application, "desktop.trove");

  fixture_clear (&fixture);
  fixture_init (&fixture, application);
  g_application_open (G_APPLICATION (application), &file, 1, "");
  while (sketch_window_get_document (fixture.window) == fixture.document)
    g_main_context_iteration (NULL, TRUE);
  files_take_document (&fixture);
  g_assert_cmpuint (fixture_count_shapes (&fixture), ==, 1);
  g_assert_null (gtk_application_get_windows (GTK_APPLICATION (application))->next);
  window_settle (GTK_WIDGET (fixture.window));
  fixture_clear (&fixture);
}

/* Opens a file whose drawing gets a window of its own. */
static void
open_beside (Fixture *fixture, GFile *file)
{
  Fixture other = { NULL };

  sketch_open_file (fixture->window, file);
  while (other.window == NULL)
    {
      GList *windows = gtk_application_get_windows (GTK_APPLICATION (application));

      g_main_context_iteration (NULL, TRUE);
      for (; windows != NULL; windows = windows->next)
        if (windows->data != (gpointer) fixture->window)
          other.window = windows->data;
    }
  files_take_document (&other);
  g_assert_cmpuint (fixture_count_shapes (&other), ==, 1);
  g_assert_true (sketch_window_get_document (fixture->window) == fixture->document);
  window_settle (GTK_WIDGET (other.window));
  fixture_clear (&other);
}

/* A drawing that is not saved stays in its window: the one that is opened gets another. */
static void
test_open_beside (void)
{
  Fixture fixture;
  g_autoptr (GFile) file = files_set_up (&fixture, application, "beside.trove");

  fixture_clear (&fixture);
  fixture_init (&fixture, application);
  fixture_add (&fixture, 0, SKETCH_ELLIPSE, 0, 0);
  fixture_add (&fixture, 0, SKETCH_ELLIPSE, 0, 0);
  open_beside (&fixture, file);
  fixture_clear (&fixture);
}

static const char picture[] = "<svg xmlns=\"http://www.w3.org/2000/svg\"><rect width=\"9\" height=\"9\"/>"
                              "<foreignObject/></svg>";

static GFile *
write_picture (void)
{
  GFile *svg = files_get ("picture.svg");

  g_assert_true (
      g_file_replace_contents (svg, picture, sizeof picture - 1, NULL, FALSE, 0, NULL, NULL, NULL));
  return svg;
}

static void
check_suggestion (Fixture *fixture, const char *action, GFile *expected, GFile *chosen)
{
  g_autoptr (GFile) suggested = NULL;

  fixture_act (fixture, action);
  suggested = dialogs_dup_suggestion ();
  g_assert_cmpstr (g_file_peek_path (suggested), ==, g_file_peek_path (expected));
  dialogs_choose (chosen);
  while (!g_file_query_exists (chosen, NULL))
    g_main_context_iteration (NULL, TRUE);
}

/* Dialogs begin with the folder and the name of the drawing, or of the picture that it was made from. */
static void
test_suggestion (void)
{
  Fixture fixture;
  g_autoptr (GFile) source = NULL, drawing = files_get ("picture.trove");
  g_autoptr (GFile) file = files_set_up (&fixture, application, "sun.and.moon.trove");
  g_autoptr (GFile) svg = files_get ("sun.and.moon.svg"), png = files_get ("moon.png");
  g_autoptr (GFile) other = files_get ("moon.trove");

  check_suggestion (&fixture, "win.export", svg, png);
  check_suggestion (&fixture, "win.save-as", file, other);
  files_wait_until_saved (&fixture);
  window_settle (GTK_WIDGET (fixture.window));
  fixture_clear (&fixture);
  source = write_picture ();
  fixture_init (&fixture, application);
  files_open (&fixture, source);
  check_suggestion (&fixture, "win.save-as", drawing, drawing);
  while (trove_document_get_file (fixture.document) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (fixture.window)), ==, "picture.trove");
  window_settle (GTK_WIDGET (fixture.window));
  fixture_clear (&fixture);
}

/* A picture that was opened has nothing to undo, and is a drawing all the same. What is not known is told. */
static void
test_open_svg (void)
{
  Fixture fixture;
  g_autoptr (GFile) file = files_set_up (&fixture, application, "drawing.trove"), svg = NULL;

  fixture_clear (&fixture);
  svg = write_picture ();
  fixture_init (&fixture, application);
  files_open (&fixture, svg);
  g_assert_cmpuint (fixture_count_shapes (&fixture), ==, 1);
  g_assert_false (trove_document_get_can_undo (fixture.document));
  g_assert_cmpstr (fixture_get_toast (&fixture), ==, "1 element of the file was left out");
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (fixture.window)), ==, "picture");
  open_beside (&fixture, file);
  fixture_clear (&fixture);
}

static void
import_picture (Fixture *fixture, GFile *svg)
{
  fixture_act (fixture, "win.import");
  dialogs_choose (svg);
}

/* The shapes of a picture are a step, and are selected and shown. */
static void
test_import (void)
{
  Fixture fixture;
  g_autoptr (GFile) svg = write_picture ();

  fixture_init (&fixture, application);
  fixture_add (&fixture, 0, SKETCH_ELLIPSE, 0, 0);
  sketch_canvas_scroll (sketch_window_get_canvas (fixture.window), 5000, 0);
  import_picture (&fixture, svg);
  while (fixture_count_selected (&fixture) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fixture_count_shapes (&fixture), ==, 2);
  g_assert_cmpuint (fixture_count_selected (&fixture), ==, 1);
  g_assert_true (fixture_shows_selected (&fixture));
  g_assert_cmpstr (trove_document_get_undo_label (fixture.document), ==, "Import");
  g_assert_cmpstr (fixture_get_toast (&fixture), ==, "1 element of the file was left out");
  window_settle (GTK_WIDGET (fixture.window));
  fixture_clear (&fixture);
}

/* A picture goes into the drawing that it was chosen for, or nowhere. */
static void
test_import_late (void)
{
  Fixture fixture;
  g_autoptr (GFile) svg = write_picture ();
  g_autoptr (TroveDocument) other = sketch_document_new ();

  fixture_init (&fixture, application);
  import_picture (&fixture, svg);
  sketch_window_set_document (fixture.window, other);
  window_settle (GTK_WIDGET (fixture.window));
  g_assert_cmpuint (fixture_count_shapes (&fixture), ==, 0);
  files_take_document (&fixture);
  g_clear_object (&other);
  g_assert_cmpuint (fixture_count_shapes (&fixture), ==, 0);
  g_assert_null (fixture_get_toast (&fixture));
  import_picture (&fixture, svg);
  fixture_clear (&fixture);
}

/* A file that cannot be opened changes nothing. */
static void
test_open_failure (void)
{
  Fixture fixture;
  g_autoptr (GFile) file = files_get ("bad.trove"), absent = files_get ("absent.trove"), foreign = NULL;
  g_autoptr (TroveDocument) notes = trove_document_new (SKETCH_TYPE_LAYER, NULL, 0);

  fixture_init (&fixture, application);
  g_assert_true (g_file_replace_contents (file, "no drawing", 10, NULL, FALSE, 0, NULL, NULL, NULL));
  foreign = files_get ("foreign.trove");
  g_assert_true (trove_document_save (notes, foreign, TROVE_SAVE_NONE, NULL, NULL));
  sketch_open_file (fixture.window, file);
  sketch_open_file (fixture.window, absent);
  sketch_open_file (fixture.window, foreign);
  window_settle (GTK_WIDGET (fixture.window));
  g_assert_true (sketch_window_get_document (fixture.window) == fixture.document);
  fixture_clear (&fixture);
}

/* A version is saved as a drawing of its own, without what was drawn later; the window's drawing stays what it is. */
static void
test_save_version (void)
{
  Fixture fixture;
  g_autoptr (GFile) file = files_set_up (&fixture, application, "versions.trove"),
                    own = files_get ("version.trove");
  g_autoptr (TroveVersion) version = trove_document_dup_current (fixture.document);
  g_autofree char *id = trove_version_dup_id (version);

  fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 200);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture.window), "win.save-version", "s", id));
  dialogs_choose (own);
  while (!g_file_query_exists (own, NULL))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (files_count_shapes (own), ==, 1);
  g_assert_true (trove_document_get_modified (fixture.document));
  g_assert_true (g_file_equal (trove_document_get_file (fixture.document), file));
  window_settle (GTK_WIDGET (fixture.window));
  fixture_clear (&fixture);
}

/* Progress of long work is shown, and it can be cancelled. */
static void
test_progress (void)
{
  Fixture fixture;
  SketchProgress *progress;
  GCancellable *cancellable;
  GtkWidget *bar;

  fixture_init (&fixture, application);
  sketch_progress_free (sketch_progress_new (fixture.window, "Short"));
  progress = sketch_progress_new (fixture.window, "Long");
  cancellable = sketch_progress_get_cancellable (progress);
  sketch_progress_set (1, 4, progress); /* is not shown yet */
  while (dialogs_find () == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (adw_message_dialog_get_heading (dialogs_find ()), ==, "Long");
  bar = adw_message_dialog_get_extra_child (dialogs_find ());
  sketch_progress_set (3, 4, progress);
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (bar)), ==, 0.75);
  g_assert_false (g_cancellable_is_cancelled (cancellable));
  dialogs_answer ("Long", "cancel");
  g_assert_true (g_cancellable_is_cancelled (cancellable));
  sketch_progress_set (4, 4, progress);
  sketch_progress_free (progress);
  window_settle (GTK_WIDGET (fixture.window));
  fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    GTestFunc test;
  } tests[] = {
    { "/sketch/file-actions/save", test_save },
    { "/sketch/file-actions/save-as", test_save_as },
    { "/sketch/file-actions/suggestion", test_suggestion },
    { "/sketch/file-actions/open", test_open },
    { "/sketch/file-actions/open-by-desktop", test_open_by_desktop },
    { "/sketch/file-actions/open-beside", test_open_beside },
    { "/sketch/file-actions/open-svg", test_open_svg },
    { "/sketch/file-actions/import", test_import },
    { "/sketch/file-actions/import-late", test_import_late },
    { "/sketch/file-actions/open-failure", test_open_failure },
    { "/sketch/file-actions/save-version", test_save_version },
    { "/sketch/file-actions/progress", test_progress },
  };
  int status;

  application = files_application_new (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add_func (tests[i].name, tests[i].test);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Files that somebody else has changed, windows that are closed, and programs that are killed: nothing is lost. */

#include "files.h"

#include <glib/gstdio.h>

#include "dialogs.h"
#include "edit/tool.h"
#include "ui/autosave.h"
#include "ui/save.h"

static SketchApplication *application;

/* Somebody else has drawn in the file: both drawings are merged, and saved. */
static void
test_changed_merge (void)
{
  Fixture fixture;
  g_autoptr (GFile) file = files_set_up (&fixture, application, "merge.trove");

  files_draw_elsewhere (file, 300);
  fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 200);
  fixture_act (&fixture, "win.save");
  dialogs_answer ("Somebody Else Has Changed the File", "merge");
  files_wait_until_saved (&fixture);
  g_assert_cmpuint (fixture_count_shapes (&fixture), ==, 3);
  g_assert_cmpuint (files_count_shapes (file), ==, 3);
  window_settle (GTK_WIDGET (fixture.window));
  fixture_clear (&fixture);
}

static void
test_changed_replace (void)
{
  Fixture fixture;
  g_autoptr (GFile) file = files_set_up (&fixture, application, "replace.trove");

  files_draw_elsewhere (file, 300);
  fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 200);
  fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 400);
  fixture_act (&fixture, "win.save");
  dialogs_answer ("Somebody Else Has Changed the File", "cancel");
  window_settle (GTK_WIDGET (fixture.window));
  g_assert_true (trove_document_get_modified (fixture.document));
  g_assert_cmpuint (files_count_shapes (file), ==, 2);
  fixture_act (&fixture, "win.save");
  dialogs_answer ("Somebody Else Has Changed the File", "replace");
  files_wait_until_saved (&fixture);
  g_assert_cmpuint (files_count_shapes (file), ==, 3);
  window_settle (GTK_WIDGET (fixture.window));
  fixture_clear (&fixture);
}

/* A file that was deleted is written again. If its folder was, the user chooses another one. */
static void
test_gone (void)
{
  Fixture fixture;
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "folder", NULL);
  g_autoptr (GFile) file = NULL, other = files_get ("other.trove");

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  file = files_set_up (&fixture, application, "folder/gone.trove");
  g_assert_true (g_file_delete (file, NULL, NULL));
  fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 200);
  fixture_act (&fixture, "win.save");
  files_wait_until_saved (&fixture);
  g_assert_cmpuint (files_count_shapes (file), ==, 2);
  g_assert_true (g_file_delete (file, NULL, NULL));
  g_assert_cmpint (g_rmdir (path), ==, 0);
  fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 400);
  fixture_act (&fixture, "win.save");
  dialogs_answer ("The Folder Is Not There Any More", "save-as");
  dialogs_choose (other);
  files_wait_until_saved (&fixture);
  g_assert_cmpuint (files_count_shapes (other), ==, 3);
  window_settle (GTK_WIDGET (fixture.window));
  fixture_clear (&fixture);
}

static void
move (TroveDocument *document, TroveKey key, double x)
{
  SketchShapeData shape = *(const SketchShapeData *) trove_document_peek (document, key, NULL);
  g_autoptr (GError) error = NULL;

  shape.x = x;
  shape.y = 2 * x; /* together with x, one thing to decide */
  trove_document_set (document, key, &shape, &error);
  g_assert_no_error (error);
  trove_document_commit (document, "Move", &error);
  g_assert_no_error (error);
}

/* A copy is merged; what both have moved is shown as a conflict. */
static void
test_merge_file (void)
{
  Fixture fixture;
  g_autoptr (GFile) file = files_set_up (&fixture, application, "original.trove"),
                    copy = files_get ("copy.trove");
  g_autoptr (TroveDocument) other = NULL;
  TroveKey key = 0;
  g_autoptr (GError) error = NULL;

  trove_document_get_children (fixture.document, fixture_get_layer (&fixture, 0), "shapes", 0, &key, 1);
  trove_document_save (fixture.document, copy, TROVE_SAVE_COPY, NULL, &error);
  g_assert_no_error (error);
  other = files_load (copy);
  move (other, key, 500);
  g_assert_true (trove_document_save (other, NULL, TROVE_SAVE_NONE, NULL, &error));
  move (fixture.document, key, 50);
  fixture_act (&fixture, "win.merge-file");
  dialogs_choose (copy);
  while (!gtk_widget_get_mapped (fixture_find (&fixture, "merge")))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_file_equal (trove_document_get_file (fixture.document), file));
  g_assert_cmpstr (trove_document_get_undo_label (fixture.document), ==, "Merge");
  g_assert_cmpfloat (fixture_peek (&fixture, key)->x, ==, 50);
  g_assert_cmpstr (fixture_get_toast (&fixture), ==, "Merged “copy.trove”; 1 to decide");
  window_settle (GTK_WIDGET (fixture.window));
  fixture_clear (&fixture);
}

/* A drawing that was not saved is not closed without a question. */
static void
test_close (void)
{
  Fixture fixture;
  g_autoptr (GFile) file = files_set_up (&fixture, application, "close.trove");
  gpointer window = fixture.window;

  g_object_add_weak_pointer (G_OBJECT (fixture.window), &window);
  fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 200);
  gtk_window_close (GTK_WINDOW (fixture.window));
  dialogs_answer ("Save Changes?", "cancel");
  window_settle (GTK_WIDGET (fixture.window));
  g_assert_nonnull (window);
  gtk_window_close (GTK_WINDOW (fixture.window));
  dialogs_answer ("Save Changes?", "save");
  while (window != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (trove_document_get_modified (fixture.document));
  g_assert_cmpuint (files_count_shapes (file), ==, 2);
  g_assert_cmpuint (files_count_unsaved (), ==, 0);
  g_object_unref (fixture.document);
}

/* A window stays if its drawing could not be saved. */
static void
test_close_unsaved (void)
{
  Fixture fixture;
  g_autoptr (GFile) file = files_set_up (&fixture, application, "unsaved.trove");

  files_draw_elsewhere (file, 300);
  fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 200);
  gtk_window_close (GTK_WINDOW (fixture.window));
  dialogs_answer ("Save Changes?", "save");
  dialogs_answer ("Somebody Else Has Changed the File", "cancel");
  window_settle (GTK_WIDGET (fixture.window));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (fixture.window)));
  g_assert_true (trove_document_get_modified (fixture.document));
  fixture_clear (&fixture);
}

static void
test_close_and_discard (void)
{
  Fixture fixture;
  g_autoptr (GFile) file = files_set_up (&fixture, application, "discard.trove");
  gpointer window = fixture.window;

  g_object_add_weak_pointer (G_OBJECT (fixture.window), &window);
  fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 200);
  gtk_window_close (GTK_WINDOW (fixture.window));
  dialogs_answer ("Save Changes?", "discard");
  while (window != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (files_count_shapes (file), ==, 1);
  g_assert_cmpuint (files_count_unsaved (), ==, 0);
  g_object_unref (fixture.document);
}

/* Begins a text, as a click with the tool does. */
static void
write_text (Fixture *fixture, const char *text)
{
  GtkWidget *view;

  sketch_tools_edit_text (sketch_window_get_tools (fixture->window), 0);
  view = window_find (GTK_WIDGET (sketch_window_get_canvas (fixture->window)), GTK_TYPE_TEXT_VIEW, 0);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), text, -1);
}

/* A text that is being written belongs to the drawing when it is saved, and when the window closes. */
static void
test_text (void)
{
  Fixture fixture;
  g_autoptr (GFile) file = files_set_up (&fixture, application, "text.trove");

  write_text (&fixture, "Saved");
  fixture_act (&fixture, "win.save");
  g_assert_cmpstr (trove_document_get_undo_label (fixture.document), ==, "Add Text");
  files_wait_until_saved (&fixture);
  g_assert_cmpuint (files_count_shapes (file), ==, 2);
  write_text (&fixture, "Not saved");
  gtk_window_close (GTK_WINDOW (fixture.window));
  dialogs_answer ("Save Changes?", "cancel");
  g_assert_cmpuint (fixture_count_shapes (&fixture), ==, 3);
  window_settle (GTK_WIDGET (fixture.window));
  fixture_clear (&fixture);
}

/* The window is closed while the file of somebody else is read: what was discarded is not written. */
static void
test_close_while_merging (void)
{
  Fixture fixture;
  g_autoptr (GFile) file = files_set_up (&fixture, application, "merging.trove");

  files_draw_elsewhere (file, 300);
  fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 200);
  fixture_act (&fixture, "win.save");
  dialogs_answer ("Somebody Else Has Changed the File", "merge");
  fixture_clear (&fixture);
  g_assert_cmpuint (files_count_shapes (file), ==, 2);
}

/* A mark of a version is no edit, and is not lost all the same. So is a name. */
static void
test_close_marked (void)
{
  Fixture fixture;
  g_autoptr (GFile) file = files_set_up (&fixture, application, "marked.trove");
  g_autoptr (TroveVersion) version = trove_document_dup_current (fixture.document), loaded = NULL;
  g_autoptr (TroveDocument) document = NULL;
  g_autofree char *name = NULL;
  gpointer window = fixture.window;

  g_object_add_weak_pointer (G_OBJECT (fixture.window), &window);
  trove_version_set_kept (version, TRUE);
  trove_version_set_name (version, "Sent");
  gtk_window_close (GTK_WINDOW (fixture.window));
  dialogs_answer ("Save Changes?", "save");
  while (window != NULL)
    g_main_context_iteration (NULL, TRUE);
  document = files_load (file);
  loaded = trove_document_dup_current (document);
  g_assert_true (trove_version_get_kept (loaded));
  name = trove_version_dup_name (loaded);
  g_assert_cmpstr (name, ==, "Sent");
  g_clear_object (&version);
  g_object_unref (fixture.document);
}

/* A window that is closed while a file is read or written. */
static void
test_close_meanwhile (void)
{
  Fixture fixture;
  g_autoptr (GFile) file = files_set_up (&fixture, application, "meanwhile.trove"),
                    absent = files_get ("absent.trove");

  fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 200);
  sketch_save (fixture.window, NULL);
  fixture_clear (&fixture);
  g_assert_cmpuint (files_count_shapes (file), ==, 2);
  fixture_init (&fixture, application);
  sketch_open_file (fixture.window, file);
  sketch_open_file (fixture.window, absent);
  fixture_clear (&fixture);
  fixture_init (&fixture, application);
  g_assert_true (trove_document_begin (fixture.document, "Draw", NULL)); /* the save fails */
  sketch_save_to (fixture.window, absent, NULL);
  fixture_clear (&fixture);
  g_assert_cmpuint (files_count_unsaved (), ==, 0);
}

/* The last window is closed while a file is written: the program ends when it is. */
static gboolean
save_and_close (gpointer file)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  sketch_save_to (SKETCH_WINDOW (window), file, NULL);
  gtk_window_destroy (window);
  return G_SOURCE_REMOVE;
}

static void
test_close_last (void)
{
  Fixture fixture;
  g_autoptr (GFile) file = files_get ("last.trove");

  if (!g_test_subprocess ()) /* an application runs once */
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
      return;
    }
  fixture_init (&fixture, application);
  g_idle_add (save_and_close, file);
  g_application_run (G_APPLICATION (application), 0, NULL);
  g_assert_true (g_file_equal (trove_document_get_file (fixture.document), file));
  g_object_unref (fixture.document);
}

static void
note_saved (SketchWindow *window, gboolean all)
{
  g_object_set_data (G_OBJECT (window), "saved", all ? "all" : "some");
}

/* Shapes that were drawn meanwhile are not in the file, and the user is told. */
static void
test_edit_meanwhile (void)
{
  Fixture fixture;
  g_autoptr (GFile) file = files_set_up (&fixture, application, "edited.trove");

  fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 200);
  sketch_save_to (fixture.window, file, note_saved);
  fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 400);
  while (g_object_get_data (G_OBJECT (fixture.window), "saved") == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (g_object_get_data (G_OBJECT (fixture.window), "saved"), ==, "some");
  g_assert_cmpstr (fixture_get_toast (&fixture), ==, "Saved; edited since");
  g_assert_cmpuint (files_count_shapes (file), ==, 2);
  window_settle (GTK_WIDGET (fixture.window));
  fixture_clear (&fixture);
}

/* The user is told, once, that nothing is saved automatically. */
static void
test_no_autosave (void)
{
  Fixture fixture;
  g_autofree char *program = g_build_filename (g_get_user_data_dir (), "trove-sketch", NULL);
  g_autofree char *away = g_strconcat (program, ".away", NULL), *expected = NULL;

  expected = g_strdup_printf ("Not saved automatically: %s/unsaved cannot be written", program);
  g_assert_cmpint (g_mkdir_with_parents (program, 0700), ==, 0);
  g_assert_cmpint (g_rename (program, away), ==, 0);
  g_assert_true (g_file_set_contents (program, "no folder", -1, NULL));
  fixture_init (&fixture, application);
  fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 0);
  g_assert_cmpstr (fixture_get_toast (&fixture), ==, expected);
  fixture_clear (&fixture);
  g_assert_cmpint (g_unlink (program), ==, 0);
  g_assert_cmpint (g_rename (away, program), ==, 0);
}

/* A program has drawn one more shape in a file, saved it automatically, and was killed. */
static GFile *
crash (GFile *file)
{
  Fixture fixture = { NULL, files_load (file) };
  g_autoptr (GPtrArray) left = NULL;

  sketch_start_autosave (fixture.document);
  fixture_add (&fixture, 0, SKETCH_ELLIPSE, 0, 300);
  while (left == NULL || left->len == 0)
    {
      guint n = 0;

      while (n < 2) /* the lock, and the drawing */
        {
          g_main_context_iteration (NULL, FALSE);
          n = files_count_unsaved ();
        }
      g_clear_object (&fixture.document);
      g_clear_pointer (&left, g_ptr_array_unref);
      left = sketch_find_unsaved ();
    }
  g_assert_cmpuint (left->len, ==, 1);
  return g_object_ref (g_ptr_array_index (left, 0));
}

/* A restored drawing is saved to the file that it was of. */
static void
test_restore (void)
{
  Fixture fixture;
  g_autoptr (GFile) file = files_set_up (&fixture, application, "restore.trove"), unsaved = NULL,
                    known = NULL;

  window_settle (GTK_WIDGET (fixture.window));
  fixture_clear (&fixture);
  unsaved = crash (file);
  files_draw_elsewhere (file, 500); /* since then */
  fixture_init (&fixture, application);
  files_open (&fixture, unsaved);
  g_assert_cmpuint (fixture_count_shapes (&fixture), ==, 2);
  g_assert_true (trove_document_get_modified (fixture.document));
  known = sketch_dup_file (fixture.document);
  g_assert_true (g_file_equal (known, file));
  fixture_act (&fixture, "win.save");
  files_wait_until_saved (&fixture);
  g_assert_true (g_file_equal (trove_document_get_file (fixture.document), file));
  g_assert_cmpuint (files_count_shapes (file), ==, 3);
  g_assert_cmpuint (files_count_unsaved (), ==, 0);
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
    { "/sketch/file-conflicts/changed/merge", test_changed_merge },
    { "/sketch/file-conflicts/changed/replace", test_changed_replace },
    { "/sketch/file-conflicts/gone", test_gone },
    { "/sketch/file-conflicts/merge-file", test_merge_file },
    { "/sketch/file-conflicts/close", test_close },
    { "/sketch/file-conflicts/close-unsaved", test_close_unsaved },
    { "/sketch/file-conflicts/close-and-discard", test_close_and_discard },
    { "/sketch/file-conflicts/close-marked", test_close_marked },
    { "/sketch/file-conflicts/close-meanwhile", test_close_meanwhile },
    { "/sketch/file-conflicts/close-while-merging", test_close_while_merging },
    { "/sketch/file-conflicts/text", test_text },
    { "/sketch/file-conflicts/close-last", test_close_last },
    { "/sketch/file-conflicts/edit-meanwhile", test_edit_meanwhile },
    { "/sketch/file-conflicts/no-autosave", test_no_autosave },
    { "/sketch/file-conflicts/restore", test_restore },
  };
  int status;

  application = files_application_new (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add_func (tests[i].name, tests[i].test);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Files in the window: what the user is asked, and what is in the files afterwards. */

#include "fixture.h"

#include <glib/gstdio.h>

#include "dialogs.h"
#include "ui/autosave.h"
#include "ui/merge-panel.h"
#include "ui/save.h"

static SketchApplication *application;
static char *folder;

static GFile *
get_file (const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_unlink (path);
  return g_file_new_for_path (path);
}

static TroveDocument *
load (GFile *file)
{
  g_autoptr (GError) error = NULL;
  TroveDocument *document = trove_document_load (file, NULL, 0, NULL, &error);

  g_assert_no_error (error);
  return document;
}

static guint
count_in_file (GFile *file)
{
  Fixture fixture = { NULL, load (file) };
  guint n = fixture_count_shapes (&fixture);

  g_object_unref (fixture.document);
  return n;
}

/* Draws in a file as another program does. */
static void
draw_elsewhere (GFile *file, double x)
{
  Fixture fixture = { NULL, load (file) };
  g_autoptr (GError) error = NULL;

  fixture_add (&fixture, 0, SKETCH_ELLIPSE, x, 0);
  g_assert_true (trove_document_save (fixture.document, NULL, TROVE_SAVE_NONE, NULL, &error));
  g_object_unref (fixture.document);
}

static void
wait_until_saved (Fixture *self)
{
  while (trove_document_get_modified (self->document))
    g_main_context_iteration (NULL, TRUE);
}

/* A window with a drawing of one shape that is in a file. */
static GFile *
set_up (Fixture *self, const char *name)
{
  GFile *file = get_file (name);

  fixture_init (self, application);
  fixture_add (self, 0, SKETCH_RECTANGLE, 0, 0);
  sketch_save_to (self->window, file, NULL);
  wait_until_saved (self);
  window_settle (GTK_WIDGET (self->window));
  return file;
}

/* The window's document is another one than the fixture's: takes it. */
static void
take_document (Fixture *self)
{
  TroveDocument *document = sketch_window_get_document (self->window);

  g_set_object (&self->document, document);
}

static void
open_and_wait (Fixture *self, GFile *file)
{
  sketch_open_file (self->window, file);
  while (sketch_window_get_document (self->window) == self->document)
    g_main_context_iteration (NULL, TRUE);
  take_document (self);
  window_settle (GTK_WIDGET (self->window));
}

static guint
count_unsaved (void)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "trove-sketch", "unsaved", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* Saving asks for a name once. */
static void
test_save (void)
{
  Fixture fixture;
  g_autoptr (GFile) file = get_file ("save.trove");

  fixture_init (&fixture, application);
  fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 0);
  fixture_act (&fixture, "win.save");
  dialogs_choose (file);
  wait_until_saved (&fixture);
  g_assert_true (g_file_equal (trove_document_get_file (fixture.document), file));
  g_assert_cmpuint (count_in_file (file), ==, 1);
  g_assert_cmpuint (count_unsaved (), ==, 0);
  fixture_add (&fixture, 0, SKETCH_ELLIPSE, 200, 0);
  fixture_act (&fixture, "win.save");
  wait_until_saved (&fixture);
  g_assert_cmpuint (count_in_file (file), ==, 2);
  window_settle (GTK_WIDGET (fixture.window));
  fixture_clear (&fixture);
}

/* A name without ending gets one; the document goes on with the other file. */
static void
test_save_as (void)
{
  Fixture fixture;
  g_autoptr (GFile) file = set_up (&fixture, "first.trove"), second = get_file ("second.trove");
  g_autoptr (GFile) plain = get_file ("second"), third = get_file ("second 2.trove");

  fixture_act (&fixture, "win.save-as");
  dialogs_choose (plain);
  while (!g_file_equal (trove_document_get_file (fixture.document), second))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count_in_file (second), ==, 1);
  fixture_act (&fixture, "win.save-as"); /* the dialog has not asked about the file with the ending */
  dialogs_choose (plain);
  while (g_file_equal (trove_document_get_file (fixture.document), second))
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_file_equal (trove_document_get_file (fixture.document), third));
  window_settle (GTK_WIDGET (fixture.window));
  fixture_clear (&fixture);
}

/* A drawing that is opened takes the place of one that nobody has touched; otherwise it gets a window of its own. */
static void
test_open (void)
{
  Fixture fixture, other;
  g_autoptr (GFile) file = set_up (&fixture, "open.trove");

  fixture_init (&other, application);
  sketch_open_file (other.window, file); /* is open */
  window_settle (GTK_WIDGET (other.window));
  g_assert_true (sketch_window_get_document (other.window) == other.document);
  window_settle (GTK_WIDGET (fixture.window));
  fixture_clear (&fixture);
  open_and_wait (&other, file);
  g_assert_cmpuint (fixture_count_shapes (&other), ==, 1);
  g_assert_true (trove_document_get_can_undo (other.document));
  fixture_clear (&other);
}

/* A drawing that is not saved stays in its window: the one that is opened gets another. */
static void
test_open_beside (void)
{
  Fixture fixture, other = { NULL };
  g_autoptr (GFile) file = set_up (&fixture, "beside.trove");

  fixture_clear (&fixture);
  fixture_init (&fixture, application);
  fixture_add (&fixture, 0, SKETCH_ELLIPSE, 0, 0);
  fixture_add (&fixture, 0, SKETCH_ELLIPSE, 0, 0);
  sketch_open_file (fixture.window, file);
  while (other.window == NULL)
    {
      GList *windows = gtk_application_get_windows (GTK_APPLICATION (application));

      g_main_context_iteration (NULL, TRUE);
      for (; windows != NULL; windows = windows->next)
        if (windows->data != (gpointer) fixture.window)
          other.window = windows->data;
    }
  take_document (&other);
  g_assert_cmpuint (fixture_count_shapes (&other), ==, 1);
  g_assert_true (sketch_window_get_document (fixture.window) == fixture.document);
  window_settle (GTK_WIDGET (other.window));
  fixture_clear (&other);
  fixture_clear (&fixture);
}

/* What cannot be opened changes nothing. */
static void
test_open_failure (void)
{
  Fixture fixture;
  g_autoptr (GFile) file = get_file ("bad.trove"), absent = get_file ("absent.trove"), foreign = NULL;
  g_autoptr (TroveDocument) notes = trove_document_new (SKETCH_TYPE_LAYER, NULL, 0);

  fixture_init (&fixture, application);
  g_assert_true (g_file_replace_contents (file, "no drawing", 10, NULL, FALSE, 0, NULL, NULL, NULL));
  foreign = get_file ("foreign.trove");
  g_assert_true (trove_document_save (notes, foreign, TROVE_SAVE_NONE, NULL, NULL));
  sketch_open_file (fixture.window, file);
  sketch_open_file (fixture.window, absent);
  sketch_open_file (fixture.window, foreign);
  window_settle (GTK_WIDGET (fixture.window));
  g_assert_true (sketch_window_get_document (fixture.window) == fixture.document);
  fixture_clear (&fixture);
}

/* Somebody else has drawn in the file: both drawings are merged, and saved. */
static void
test_changed_merge (void)
{
  Fixture fixture;
  g_autoptr (GFile) file = set_up (&fixture, "merge.trove");

  draw_elsewhere (file, 300);
  fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 200);
  fixture_act (&fixture, "win.save");
  dialogs_answer ("Somebody Else Has Changed the File", "merge");
  wait_until_saved (&fixture);
  g_assert_cmpuint (fixture_count_shapes (&fixture), ==, 3);
  g_assert_cmpuint (count_in_file (file), ==, 3);
  window_settle (GTK_WIDGET (fixture.window));
  fixture_clear (&fixture);
}

static void
test_changed_replace (void)
{
  Fixture fixture;
  g_autoptr (GFile) file = set_up (&fixture, "replace.trove");

  draw_elsewhere (file, 300);
  fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 200);
  fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 400);
  fixture_act (&fixture, "win.save");
  dialogs_answer ("Somebody Else Has Changed the File", "cancel");
  window_settle (GTK_WIDGET (fixture.window));
  g_assert_true (trove_document_get_modified (fixture.document));
  g_assert_cmpuint (count_in_file (file), ==, 2);
  fixture_act (&fixture, "win.save");
  dialogs_answer ("Somebody Else Has Changed the File", "replace");
  wait_until_saved (&fixture);
  g_assert_cmpuint (count_in_file (file), ==, 3);
  window_settle (GTK_WIDGET (fixture.window));
  fixture_clear (&fixture);
}

/* A file that was deleted is written again. If its folder was, the user chooses another one. */
static void
test_gone (void)
{
  Fixture fixture;
  g_autofree char *path = g_build_filename (folder, "folder", NULL);
  g_autoptr (GFile) file = NULL, other = get_file ("other.trove");

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  file = set_up (&fixture, "folder/gone.trove");
  g_assert_true (g_file_delete (file, NULL, NULL));
  fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 200);
  fixture_act (&fixture, "win.save");
  wait_until_saved (&fixture);
  g_assert_cmpuint (count_in_file (file), ==, 2);
  g_assert_true (g_file_delete (file, NULL, NULL));
  g_assert_cmpint (g_rmdir (path), ==, 0);
  fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 400);
  fixture_act (&fixture, "win.save");
  dialogs_answer ("The Folder Is Not There Any More", "save-as");
  dialogs_choose (other);
  wait_until_saved (&fixture);
  g_assert_cmpuint (count_in_file (other), ==, 3);
  window_settle (GTK_WIDGET (fixture.window));
  fixture_clear (&fixture);
}

static void
move (TroveDocument *document, TroveKey key, double x)
{
  SketchShapeData shape = *(const SketchShapeData *) trove_document_peek (document, key, NULL);
  g_autoptr (GError) error = NULL;

  shape.x = x;
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
  g_autoptr (GFile) file = set_up (&fixture, "original.trove"), copy = get_file ("copy.trove");
  g_autoptr (TroveDocument) other = NULL;
  TroveKey key = 0;
  g_autoptr (GError) error = NULL;

  trove_document_get_children (fixture.document, fixture_get_layer (&fixture, 0), "shapes", 0, &key, 1);
  trove_document_save (fixture.document, copy, TROVE_SAVE_COPY, NULL, &error);
  g_assert_no_error (error);
  other = load (copy);
  move (other, key, 500);
  g_assert_true (trove_document_save (other, NULL, TROVE_SAVE_NONE, NULL, &error));
  move (fixture.document, key, 50);
  fixture_act (&fixture, "win.merge-file");
  dialogs_choose (copy);
  while (!gtk_widget_get_mapped (fixture_find (&fixture, "merge")))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (trove_document_get_undo_label (fixture.document), ==, "Merge");
  g_assert_cmpfloat (fixture_peek (&fixture, key)->x, ==, 50);
  window_settle (GTK_WIDGET (fixture.window));
  fixture_clear (&fixture);
}

/* A drawing that was not saved is not closed without a question. */
static void
test_close (void)
{
  Fixture fixture;
  g_autoptr (GFile) file = set_up (&fixture, "close.trove");
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
  g_assert_cmpuint (count_in_file (file), ==, 2);
  g_assert_cmpuint (count_unsaved (), ==, 0);
  g_object_unref (fixture.document);
}

/* A window stays if its drawing could not be saved. */
static void
test_close_unsaved (void)
{
  Fixture fixture;
  g_autoptr (GFile) file = set_up (&fixture, "unsaved.trove");

  draw_elsewhere (file, 300);
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
  g_autoptr (GFile) file = set_up (&fixture, "discard.trove");
  gpointer window = fixture.window;

  g_object_add_weak_pointer (G_OBJECT (fixture.window), &window);
  fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 200);
  gtk_window_close (GTK_WINDOW (fixture.window));
  dialogs_answer ("Save Changes?", "discard");
  while (window != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count_in_file (file), ==, 1);
  g_assert_cmpuint (count_unsaved (), ==, 0);
  g_object_unref (fixture.document);
}

/* A window that is closed while a file is read or written. */
static void
test_close_meanwhile (void)
{
  Fixture fixture;
  g_autoptr (GFile) file = set_up (&fixture, "meanwhile.trove"), absent = get_file ("absent.trove");

  fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 200);
  sketch_save (fixture.window, NULL);
  fixture_clear (&fixture);
  g_assert_cmpuint (count_in_file (file), ==, 2);
  fixture_init (&fixture, application);
  sketch_open_file (fixture.window, file);
  sketch_open_file (fixture.window, absent);
  fixture_clear (&fixture);
  fixture_init (&fixture, application);
  g_assert_true (trove_document_begin (fixture.document, "Draw", NULL)); /* the save fails */
  sketch_save_to (fixture.window, absent, NULL);
  fixture_clear (&fixture);
  g_assert_cmpuint (count_unsaved (), ==, 0);
}

/* A program has drawn one more shape in a file, saved it automatically, and was killed. */
static GFile *
crash (GFile *file)
{
  Fixture fixture = { NULL, load (file) };
  g_autoptr (GPtrArray) left = NULL;

  sketch_start_autosave (fixture.document);
  fixture_add (&fixture, 0, SKETCH_ELLIPSE, 0, 300);
  while (left == NULL || left->len == 0)
    {
      g_autofree char *path = g_build_filename (g_get_user_data_dir (), "trove-sketch", "unsaved", NULL);
      guint n = 0;

      while (n < 2) /* the lock, and the drawing */
        {
          g_main_context_iteration (NULL, FALSE);
          n = count_unsaved ();
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
  g_autoptr (GFile) file = set_up (&fixture, "restore.trove"), unsaved = NULL, known = NULL;

  window_settle (GTK_WIDGET (fixture.window));
  fixture_clear (&fixture);
  unsaved = crash (file);
  draw_elsewhere (file, 500); /* since then */
  fixture_init (&fixture, application);
  open_and_wait (&fixture, unsaved);
  g_assert_cmpuint (fixture_count_shapes (&fixture), ==, 2);
  g_assert_true (trove_document_get_modified (fixture.document));
  known = sketch_dup_file (fixture.document);
  g_assert_true (g_file_equal (known, file));
  fixture_act (&fixture, "win.save");
  wait_until_saved (&fixture);
  g_assert_true (g_file_equal (trove_document_get_file (fixture.document), file));
  g_assert_cmpuint (count_in_file (file), ==, 3);
  g_assert_cmpuint (count_unsaved (), ==, 0);
  window_settle (GTK_WIDGET (fixture.window));
  fixture_clear (&fixture);
}

/* A version is saved as a drawing of its own, without what was drawn later; the window's drawing stays what it is. */
static void
test_save_version (void)
{
  Fixture fixture;
  g_autoptr (GFile) file = set_up (&fixture, "versions.trove"), own = get_file ("version.trove");
  g_autoptr (TroveVersion) version = trove_document_dup_current (fixture.document);
  g_autofree char *id = trove_version_dup_id (version);

  fixture_add (&fixture, 0, SKETCH_RECTANGLE, 0, 200);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture.window), "win.save-version", "s", id));
  dialogs_choose (own);
  while (!g_file_query_exists (own, NULL))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count_in_file (own), ==, 1);
  g_assert_true (trove_document_get_modified (fixture.document));
  g_assert_true (g_file_equal (trove_document_get_file (fixture.document), file));
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
    { "/sketch/file-actions/open", test_open },
    { "/sketch/file-actions/open-beside", test_open_beside },
    { "/sketch/file-actions/open-failure", test_open_failure },
    { "/sketch/file-actions/changed/merge", test_changed_merge },
    { "/sketch/file-actions/changed/replace", test_changed_replace },
    { "/sketch/file-actions/gone", test_gone },
    { "/sketch/file-actions/merge-file", test_merge_file },
    { "/sketch/file-actions/close", test_close },
    { "/sketch/file-actions/close-unsaved", test_close_unsaved },
    { "/sketch/file-actions/close-and-discard", test_close_and_discard },
    { "/sketch/file-actions/close-meanwhile", test_close_meanwhile },
    { "/sketch/file-actions/restore", test_restore },
    { "/sketch/file-actions/save-version", test_save_version },
  };
  int status;

  folder = g_dir_make_tmp ("sketch-XXXXXX", NULL);
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  application = fixture_application_new (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add_func (tests[i].name, tests[i].test);
  status = g_test_run ();
  g_object_unref (application);
  g_free (folder);
  return status;
}

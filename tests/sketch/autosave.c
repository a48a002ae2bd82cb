/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A drawing whose program is killed. The test runs itself as the program that is killed. */

#include "ui/autosave.h"

#include <glib/gstdio.h>
#include <signal.h>

#include "sample.h"

#define N_STEPS 20

static const char *program;

static void
draw (TroveDocument *document, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *label = g_strdup_printf ("Step %u", i);

      sample_add_box (document, SKETCH_RECTANGLE, 10 * i, 0, 8, 8);
      sample_commit (document, label);
    }
}

/* The program: draws, pauses, and waits for ever. path: where the user saves before; NULL: nowhere. */
static void
draw_for_ever (const char *path)
{
  g_autoptr (TroveDocument) document = sketch_document_new ();
  g_autoptr (GError) error = NULL;

  sketch_start_autosave (document);
  if (path != NULL)
    {
      g_autoptr (GFile) file = g_file_new_for_path (path);

      draw (document, 2);
      trove_document_save (document, file, TROVE_SAVE_NONE, NULL, &error);
      g_assert_no_error (error);
      sketch_autosave_clear (document);
    }
  draw (document, N_STEPS);
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

static GSubprocess *
spawn (const char *path)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *child = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, "--draw", path, NULL);

  g_assert_no_error (error);
  return child;
}

static char *
get_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "trove-sketch", "unsaved", NULL);
}

/* The path of the first file with that ending in the folder, or NULL. */
static char *
find_file (const char *suffix)
{
  g_autofree char *folder = get_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, suffix) && *name != '.')
      return g_build_filename (folder, name, NULL);
  return NULL;
}

static void
check_nothing_is_left (void)
{
  g_autofree char *drawing = find_file (".trove"), *lock = find_file (".lock");

  g_assert_null (drawing);
  g_assert_null (lock);
}

static TroveDocument *
load (GFile *file)
{
  return trove_document_load (file, NULL, 0, NULL, NULL);
}

static guint
count_versions (TroveDocument *document)
{
  return g_list_model_get_n_items (trove_document_get_history (document));
}

/* Waits until the program has saved all steps in its pause. */
static void
wait_for_pause (guint n_versions)
{
  for (;;)
    {
      g_autofree char *path = find_file (".trove");
      g_autoptr (GFile) file = path != NULL ? g_file_new_for_path (path) : NULL;
      g_autoptr (TroveDocument) document = file != NULL ? load (file) : NULL;

      if (document != NULL && count_versions (document) == n_versions)
        return;
      g_main_context_iteration (NULL, FALSE); /* the program may be this one */
      g_usleep (10000);
    }
}

/* Kills a program in its pause, and loads what it has left. */
static TroveDocument *
kill_and_load (const char *path, guint n_versions)
{
  g_autoptr (GSubprocess) child = spawn (path);
  g_autoptr (GPtrArray) running = NULL, left = NULL;
  TroveDocument *document;

  wait_for_pause (n_versions);
  running = sketch_find_unsaved (); /* it is not the other program's business */
  g_assert_cmpuint (running->len, ==, 0);
  g_subprocess_send_signal (child, SIGKILL);
  g_assert_true (g_subprocess_wait (child, NULL, NULL));
  left = sketch_find_unsaved ();
  g_assert_cmpuint (left->len, ==, 1);
  document = load (g_ptr_array_index (left, 0));
  g_assert_nonnull (document);
  return document;
}

/* Each step up to the pause is there, and can be undone. */
static void
test_never_saved (void)
{
  g_autoptr (TroveDocument) document = kill_and_load (NULL, N_STEPS + 1);
  g_autoptr (GPtrArray) left = NULL;

  g_assert_cmpuint (count_versions (document), ==, N_STEPS + 1);
  g_assert_true (trove_document_get_modified (document));
  sketch_start_autosave (document);
  left = sketch_find_unsaved (); /* this program has it now */
  g_assert_cmpuint (left->len, ==, 0);
  g_assert_null (sketch_dup_file (document));
  g_assert_cmpstr (trove_document_get_undo_label (document), ==, "Step 19");
  for (guint i = 0; i < N_STEPS; i++)
    g_assert_true (trove_document_undo (document, NULL));
  g_assert_false (trove_document_get_can_undo (document));
  sketch_end_autosave (document);
  check_nothing_is_left ();
}

/* The file is as the user has saved it, and the saved version is still that one. */
static void
test_saved (void)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "drawing.trove", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path), found = NULL;
  g_autoptr (TroveDocument) document = kill_and_load (path, N_STEPS + 3);
  g_autoptr (TroveDocument) own = load (file);
  g_autoptr (TroveVersion) saved = trove_document_dup_saved (document);
  g_autoptr (TroveVersion) current = trove_document_dup_current (own);
  g_autofree char *saved_id = trove_version_dup_id (saved), *current_id = trove_version_dup_id (current);

  g_assert_cmpuint (count_versions (own), ==, 3);
  g_assert_cmpstr (saved_id, ==, current_id);
  g_assert_true (trove_document_get_modified (document));
  sketch_start_autosave (document);
  found = sketch_dup_file (document);
  g_assert_true (g_file_equal (found, file));
  g_clear_object (&found);
  g_assert_true (trove_document_go_to (document, saved, NULL));
  g_assert_false (trove_document_get_modified (document));
  sketch_end_autosave (document);
  found = sketch_dup_file (own);
  g_assert_true (g_file_equal (found, file));
  check_nothing_is_left ();
}

/* A drawing that is not modified leaves nothing; neither does one that is closed. */
static void
test_closed (void)
{
  g_autoptr (TroveDocument) document = sketch_document_new ();

  sketch_start_autosave (document);
  check_nothing_is_left ();
  draw (document, 1);
  wait_for_pause (2);
  sketch_autosave_clear (document); /* the user has saved, and drawn meanwhile */
  wait_for_pause (2);
  sketch_end_autosave (document);
  check_nothing_is_left ();
  draw (document, 1); /* nobody saves it */
  check_nothing_is_left ();
  sketch_end_autosave (document);
}

/* Files of saves that did not end, and files without a lock, are removed; those of others are not. */
static void
test_garbage (void)
{
  g_autofree char *folder = get_folder ();
  g_autofree char *kept = g_build_filename (folder, "notes.txt", NULL);
  g_autofree char *uuid = g_uuid_string_random ();
  const char *const formats[] = { "%s/%s.trove", "%s/.%s.trove.ABCDEF", "%s/%s.trove-journal" };
  g_autoptr (GPtrArray) left = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (kept, "", 0, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *path = g_strdup_printf (formats[i], folder, uuid);

      g_assert_true (g_file_set_contents (path, "", 0, NULL));
    }
  left = sketch_find_unsaved ();
  g_assert_cmpuint (left->len, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *path = g_strdup_printf (formats[i], folder, uuid);

      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }
  g_assert_cmpint (g_unlink (kept), ==, 0);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = NULL;

  sketch_register_classes ();
  if (argc > 1 && g_str_equal (argv[1], "--draw"))
    draw_for_ever (argv[2]);
  folder = g_dir_make_tmp ("sketch-XXXXXX", NULL);
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sketch/autosave/never-saved", test_never_saved);
  g_test_add_func ("/sketch/autosave/saved", test_saved);
  g_test_add_func ("/sketch/autosave/closed", test_closed);
  g_test_add_func ("/sketch/autosave/garbage", test_garbage);
  return g_test_run ();
}

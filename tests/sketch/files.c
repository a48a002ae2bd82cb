/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "files.h"

#include <glib/gstdio.h>

#include "ui/save.h"

SketchApplication *
files_application_new (int *argc, char ***argv)
{
  SketchApplication *application;

  (*argv)[0] = g_canonicalize_filename ((*argv)[0], NULL); /* for a test that runs itself */
  application = fixture_application_new (argc, argv);
  g_assert_cmpint (g_chdir (g_get_user_data_dir ()), ==, 0); /* where file dialogs begin */
  return application;
}

GFile *
files_get (const char *name)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), name, NULL);

  g_unlink (path);
  return g_file_new_for_path (path);
}

TroveDocument *
files_load (GFile *file)
{
  g_autoptr (GError) error = NULL;
  TroveDocument *document = trove_document_load (file, NULL, 0, NULL, &error);

  g_assert_no_error (error);
  return document;
}

guint
files_count_shapes (GFile *file)
{
  Fixture fixture = { NULL, files_load (file) };
  guint n = fixture_count_shapes (&fixture);

  g_object_unref (fixture.document);
  return n;
}

void
files_draw_elsewhere (GFile *file, double x)
{
  Fixture fixture = { NULL, files_load (file) };
  g_autoptr (GError) error = NULL;

  fixture_add (&fixture, 0, SKETCH_ELLIPSE, x, 0);
  g_assert_true (trove_document_save (fixture.document, NULL, TROVE_SAVE_NONE, NULL, &error));
  g_object_unref (fixture.document);
}

void
files_wait_until_saved (Fixture *fixture)
{
  while (trove_document_get_modified (fixture->document))
    g_main_context_iteration (NULL, TRUE);
}

GFile *
files_set_up (Fixture *fixture, SketchApplication *application, const char *name)
{
  GFile *file = files_get (name);

  fixture_init (fixture, application);
  fixture_add (fixture, 0, SKETCH_RECTANGLE, 0, 0);
  sketch_save_to (fixture->window, file, NULL);
  files_wait_until_saved (fixture);
  window_settle (GTK_WIDGET (fixture->window));
  return file;
}

void
files_take_document (Fixture *fixture)
{
  TroveDocument *document = sketch_window_get_document (fixture->window);

  g_set_object (&fixture->document, document);
}

void
files_open (Fixture *fixture, GFile *file)
{
  sketch_open_file (fixture->window, file);
  while (sketch_window_get_document (fixture->window) == fixture->document)
    g_main_context_iteration (NULL, TRUE);
  files_take_document (fixture);
  window_settle (GTK_WIDGET (fixture->window));
}

guint
files_count_unsaved (void)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "trove-sketch", "unsaved", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "file-kit.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "document-classes.h"

GFile *
file_kit_new (const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("trove-XXXXXX", &error);
  g_autofree char *path = NULL;

  g_assert_no_error (error);
  path = g_build_filename (folder, name, NULL);
  return g_file_new_for_path (path);
}

void
file_kit_remove (GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autoptr (GError) error = NULL;

  g_file_delete (file, NULL, NULL);
  g_file_delete (folder, NULL, &error); /* no other file is left beside */
  g_assert_no_error (error);
  g_object_unref (file);
}

void
file_kit_save (TroveDocument *document, GFile *file)
{
  file_kit_save_by (document, file, TROVE_SAVE_NONE);
}

void
file_kit_save_by (TroveDocument *document, GFile *file, TroveSaveFlags flags)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (trove_document_save (document, file, flags, NULL, &error));
  g_assert_no_error (error);
}

guint
file_kit_merge (TroveDocument *document, GFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveMerge) merge = trove_document_merge_file (document, file, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (merge);
  return g_list_model_get_n_items (G_LIST_MODEL (merge));
}

TroveDocument *
file_kit_load (GFile *file)
{
  g_autoptr (GError) error = NULL;
  TroveDocument *document = trove_document_load (file, NULL, 0, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (document);
  return document;
}

static sqlite3 *
open_file (GFile *file)
{
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open (g_file_peek_path (file), &handle), ==, SQLITE_OK);
  sqlite3_busy_timeout (handle, 10000);
  return handle;
}

void
file_kit_run (GFile *file, const char *sql)
{
  sqlite3 *handle = open_file (file);
  char *message = NULL;

  sqlite3_exec (handle, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  sqlite3_close (handle);
}

gpointer
file_kit_lock (GFile *file)
{
  sqlite3 *handle = open_file (file);

  g_assert_cmpint (sqlite3_exec (handle, "BEGIN EXCLUSIVE", NULL, NULL, NULL), ==, SQLITE_OK);
  return handle;
}

void
file_kit_unlock (gpointer lock)
{
  g_assert_cmpint (sqlite3_close (lock), ==, SQLITE_OK);
}

char *
file_kit_query (GFile *file, const char *sql)
{
  sqlite3 *handle = open_file (file);
  sqlite3_stmt *statement = NULL;
  char *text = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL), ==, SQLITE_OK);
  if (sqlite3_step (statement) == SQLITE_ROW)
    text = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_finalize (statement);
  sqlite3_close (handle);
  return text;
}

/* All that says what a version is, and its objects. */
static char *
describe (TroveVersion *version)
{
  g_autofree char *state = version_text (version);
  g_autofree char *id = trove_version_dup_id (version);
  GVariant *view_state = trove_version_get_view_state (version);
  g_autofree char *view = view_state != NULL ? g_variant_print (view_state, TRUE) : g_strdup ("-");
  g_autofree char *name = trove_version_dup_name (version);

  return g_strdup_printf ("%s %s %d %s %s\n%s", id, trove_version_get_label (version),
                          trove_version_get_kept (version), name, view, state);
}

static char *
dup_id (TroveVersion *version)
{
  return version != NULL ? trove_version_dup_id (version) : NULL;
}

static void
check_same_id (TroveVersion *version, TroveVersion *expected)
{
  g_autofree char *found = dup_id (version), *wanted = dup_id (expected);

  g_assert_cmpstr (found, ==, wanted);
  g_clear_object (&version);
  g_clear_object (&expected);
}

void
file_kit_check_same (TroveDocument *document, TroveDocument *expected)
{
  GListModel *versions = trove_document_get_history (document),
             *wanted = trove_document_get_history (expected);
  g_autofree char *text = document_text (document), *expected_text = document_text (expected);

  g_assert_cmpstr (text, ==, expected_text);
  g_assert_cmpuint (g_list_model_get_n_items (versions), ==, g_list_model_get_n_items (wanted));
  for (guint i = g_list_model_get_n_items (wanted); i > 0; i--)
    {
      g_autoptr (TroveVersion) version = g_list_model_get_item (versions, i - 1);
      g_autoptr (TroveVersion) other = g_list_model_get_item (wanted, i - 1);
      g_autofree char *found = describe (version), *right = describe (other);

      g_assert_cmpstr (found, ==, right);
    }
  check_same_id (trove_document_dup_current (document), trove_document_dup_current (expected));
  check_same_id (trove_document_dup_saved (document), trove_document_dup_saved (expected));
  g_assert_cmpint (trove_document_get_can_undo (document), ==, trove_document_get_can_undo (expected));
  g_assert_cmpint (trove_document_get_can_redo (document), ==, trove_document_get_can_redo (expected));
}

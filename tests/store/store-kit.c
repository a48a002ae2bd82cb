/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "store-kit.h"

#include <string.h>

#include <glib/gstdio.h>

void
store_kit_init (TroveDb *db)
{
  g_autoptr (GError) error = NULL;

  trove_db_open (db, ":memory:", TROVE_DB_CREATE, NULL, &error);
  g_assert_no_error (error);
}

void
store_kit_init_tables (TroveDb *db)
{
  store_kit_init (db);
  g_assert_true (trove_format_create (db, NULL));
}

char *
store_kit_path (void)
{
  g_autofree char *folder = g_dir_make_tmp ("trove-store-XXXXXX", NULL);
  char *path = g_build_filename (folder, "file", NULL);

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  return path;
}

void
store_kit_remove (char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (path);
}

void
store_kit_run (TroveDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;

  trove_db_run (db, sql, &error);
  g_assert_no_error (error);
}

char *
store_kit_query (TroveDb *db, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (sqlite3_stmt) rows = trove_db_prepare (db, sql, &error);
  GString *text = g_string_new (NULL);

  g_assert_no_error (error);
  while (trove_db_step (db, rows, &error) == SQLITE_ROW)
    for (int i = 0; i < sqlite3_column_count (rows); i++)
      {
        const char *column = (const char *) sqlite3_column_text (rows, i);

        if (text->len > 0)
          g_string_append_c (text, i > 0 ? '|' : ' ');
        g_string_append (text, column != NULL ? column : "-");
      }
  g_assert_no_error (error);
  return g_string_free (text, FALSE);
}

void
store_kit_check (TroveDb *db, const char *sql, const char *expected)
{
  g_autofree char *text = store_kit_query (db, sql);

  g_assert_cmpstr (text, ==, expected);
}

void
store_kit_refused (gboolean done, GError **error, GQuark domain, gint code, const char *words)
{
  g_assert_error (*error, domain, code);
  g_assert_nonnull (strstr ((*error)->message, words));
  g_assert_false (done);
  g_clear_error (error);
}

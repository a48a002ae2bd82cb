/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The tables of a file, and files that have other ones. */

#include "store-kit.h"

#include "trove-glib/trove-error.h"

static void
check (TroveDb *db, gboolean is_newer)
{
  g_autoptr (GError) error = NULL;
  gboolean newer = !is_newer;

  trove_format_check (db, &newer, &error);
  g_assert_no_error (error);
  g_assert_cmpint (newer, ==, is_newer);
}

/* With the tables of a document, after some statements. */
static void
refuse (const char *sql, GQuark domain, gint code, const char *words)
{
  g_autoptr (GError) error = NULL;
  gboolean newer;
  TroveDb db;

  store_kit_init_tables (&db);
  store_kit_run (&db, sql);
  store_kit_refused (trove_format_check (&db, &newer, &error), &error, domain, code, words);
  trove_db_close (&db);
}

#define damaged(sql, words) refuse (sql, TROVE_ERROR, TROVE_ERROR_DAMAGED, words)

static void
test_create (void)
{
  TroveDb db;

  store_kit_init_tables (&db);
  check (&db, FALSE);
  store_kit_check (&db, "PRAGMA user_version", "1");
  store_kit_check (&db, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
                   "change document field layout object property reference replica version");
  store_kit_check (&db, "SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name",
                   "objects versions");
  trove_db_close (&db);
}

/* Other programs may leave statistics. */
static void
test_statistics (void)
{
  TroveDb db;

  store_kit_init_tables (&db);
  store_kit_run (&db, "INSERT INTO property VALUES (1, 'x'); ANALYZE");
  check (&db, FALSE);
  trove_db_close (&db);
}

/* People may delete the views. */
static void
test_no_views (void)
{
  TroveDb db;

  store_kit_init_tables (&db);
  store_kit_run (&db, "DROP VIEW objects; DROP VIEW versions");
  check (&db, FALSE);
  trove_db_close (&db);
}

static void
test_other_file (void)
{
  g_autoptr (GError) error = NULL;
  gboolean newer;
  TroveDb db;

  store_kit_init (&db);
  store_kit_damaged (trove_format_check (&db, &newer, &error), &error, "not the file of a document");
  trove_db_close (&db);
  damaged ("PRAGMA application_id = 5", "not the file of a document");
}

static void
test_other_tables (void)
{
  damaged ("PRAGMA user_version = 0", "format 0");
  damaged ("PRAGMA user_version = -1", "format -1");
  damaged ("CREATE TABLE another (x)", "table of another format");
  damaged ("CREATE TABLE sqlites (x)", "table of another format");
  damaged ("CREATE INDEX another ON object (place)", "table of another format");
  damaged ("CREATE TRIGGER another AFTER INSERT ON object BEGIN DELETE FROM object; END",
           "table of another format");
  damaged ("DROP TABLE change", "tables are missing");
  damaged ("ALTER TABLE object ADD COLUMN x INTEGER", "“object”");
  damaged ("DROP VIEW objects; CREATE VIEW objects AS SELECT 1", "“objects”");
  damaged ("DROP TABLE object; CREATE VIEW object AS SELECT 1", "“object”");
}

/* A later format is read while the tables are there as they were. */
static void
test_newer (void)
{
  TroveDb db;

  store_kit_init_tables (&db);
  store_kit_run (&db, "PRAGMA user_version = 2; CREATE TABLE another (x)");
  check (&db, TRUE);
  trove_db_close (&db);
  refuse ("PRAGMA user_version = 2; ALTER TABLE object ADD COLUMN x INTEGER", G_IO_ERROR,
          G_IO_ERROR_NOT_SUPPORTED, "later version");
  damaged ("PRAGMA user_version = 2; DROP TABLE change", "tables are missing");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/format/create", test_create);
  g_test_add_func ("/format/statistics", test_statistics);
  g_test_add_func ("/format/no-views", test_no_views);
  g_test_add_func ("/format/other-file", test_other_file);
  g_test_add_func ("/format/other-tables", test_other_tables);
  g_test_add_func ("/format/newer", test_newer);
  return g_test_run ();
}

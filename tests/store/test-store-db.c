/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Connections: opening files of all kinds, statements, errors, and what a file from anywhere cannot do. */

#include "store-kit.h"

#include <glib/gstdio.h>

#include "trove-glib/trove-error.h"

/* Counts up to so many. */
#define LONG                                                                                                 \
  "WITH RECURSIVE c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 3000000) SELECT count (*) "     \
  "FROM c"

static void
open_file (TroveDb *db, const char *path, TroveDbMode mode)
{
  g_autoptr (GError) error = NULL;

  trove_db_open (db, path, mode, NULL, &error);
  g_assert_no_error (error);
}

static void
test_missing (void)
{
  g_autoptr (GError) error = NULL;
  TroveDb db;

  store_kit_refused (trove_db_open (&db, "/nowhere/at/all", TROVE_DB_READ, NULL, &error), &error, G_IO_ERROR,
                     G_IO_ERROR_NOT_FOUND, "/nowhere/at/all");
}

/* It is no database. */
static void
test_text (void)
{
  g_autoptr (GError) error = NULL;
  char *path = store_kit_path ();
  TroveDb db;

  g_assert_true (g_file_set_contents (path, "A file of another kind, with some lines of text.\n", -1, NULL));
  store_kit_damaged (trove_db_open (&db, path, TROVE_DB_READ, NULL, &error), &error, path);
  store_kit_remove (path);
}

/* An empty file becomes a database, which has what was written to it. */
static void
test_create (void)
{
  char *path = store_kit_path ();
  TroveDb db;

  open_file (&db, path, TROVE_DB_CREATE);
  store_kit_run (&db, "CREATE TABLE t (x)");
  trove_db_close (&db);
  open_file (&db, path, TROVE_DB_WRITE);
  store_kit_run (&db, "INSERT INTO t VALUES (7)");
  trove_db_close (&db);
  open_file (&db, path, TROVE_DB_READ);
  store_kit_check (&db, "SELECT x FROM t", "7");
  store_kit_check (&db, "PRAGMA page_size", "1024");
  trove_db_close (&db);
  store_kit_remove (path);
}

/* A transaction that is open at the end is rolled back. */
static void
test_rolled_back (void)
{
  char *path = store_kit_path ();
  TroveDb db;

  open_file (&db, path, TROVE_DB_CREATE);
  store_kit_run (&db, "CREATE TABLE t (x); BEGIN; INSERT INTO t VALUES (7)");
  trove_db_close (&db);
  open_file (&db, path, TROVE_DB_READ);
  store_kit_check (&db, "SELECT count (*) FROM t", "0");
  trove_db_close (&db);
  store_kit_remove (path);
}

/* A file that has a log beside it has none after it was written. */
static void
test_log (void)
{
  char *path = store_kit_path ();
  TroveDb db;

  open_file (&db, path, TROVE_DB_CREATE);
  store_kit_run (&db, "PRAGMA journal_mode = WAL; CREATE TABLE t (x)");
  trove_db_close (&db);
  open_file (&db, path, TROVE_DB_WRITE);
  store_kit_run (&db, "INSERT INTO t VALUES (7)");
  store_kit_check (&db, "PRAGMA journal_mode", "delete");
  store_kit_check (&db, "PRAGMA synchronous", "3");
  trove_db_close (&db);
  store_kit_remove (path);
}

static void
test_statements (void)
{
  g_autoptr (GError) error = NULL;
  sqlite3_stmt *insert;
  gint64 number = 5;
  TroveDb db;

  store_kit_init (&db);
  store_kit_run (&db, "CREATE TABLE t (x INTEGER PRIMARY KEY) STRICT");
  insert = trove_db_prepare (&db, "INSERT INTO t (x) VALUES (?)", &error);
  g_assert_no_error (error);
  for (int i = 3; i < 5; i++)
    {
      sqlite3_bind_int (insert, 1, i);
      g_assert_true (trove_db_finish (&db, insert, &error));
    }
  store_kit_damaged (trove_db_finish (&db, insert, &error), &error, "UNIQUE");
  store_kit_damaged (trove_db_run (&db, "INSERT INTO t (x) VALUES ('a')", &error), &error, "datatype");
  store_kit_damaged (trove_db_prepare (&db, "SELECT y FROM t", &error) != NULL, &error, "y");
  sqlite3_finalize (insert);

  g_assert_true (trove_db_get_number (&db, "SELECT max (x) FROM t", &number, &error));
  g_assert_cmpint (number, ==, 4);
  g_assert_true (trove_db_get_number (&db, "SELECT x FROM t WHERE x = 9", &number, &error));
  g_assert_cmpint (number, ==, 0);
  store_kit_damaged (trove_db_get_number (&db, "SELECT x FROM u", &number, &error), &error, "u");
  trove_db_close (&db);
}

/* The bytes of a variant, also of one that has none. */
static void
test_variant (void)
{
  g_autoptr (GVariant) some = g_variant_ref_sink (g_variant_new_string ("ab"));
  g_autoptr (GVariant) none = g_variant_ref_sink (g_variant_new ("ay", NULL));
  GVariant *variants[] = { some, none };
  sqlite3_stmt *insert;
  TroveDb db;

  store_kit_init (&db);
  store_kit_run (&db, "CREATE TABLE t (x BLOB NOT NULL) STRICT");
  insert = trove_db_prepare (&db, "INSERT INTO t (x) VALUES (?)", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (variants); i++)
    {
      g_assert_true (trove_db_bind_variant (&db, insert, 1, variants[i], NULL));
      g_assert_true (trove_db_finish (&db, insert, NULL));
    }
  sqlite3_finalize (insert);
  store_kit_check (&db, "SELECT hex (x) FROM t", "616200 ");
  trove_db_close (&db);
}

static void
test_too_large (void)
{
  g_autoptr (GVariant) large = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3_stmt *select;
  TroveDb db;

  store_kit_init (&db);
  sqlite3_limit (db.handle, SQLITE_LIMIT_LENGTH, 1000);
  large = g_variant_ref_sink (g_variant_new_take_string (g_strnfill (1000, 'a')));
  select = trove_db_prepare (&db, "SELECT ?", NULL);
  store_kit_refused (trove_db_bind_variant (&db, select, 1, large, &error), &error, TROVE_ERROR,
                     TROVE_ERROR_FULL, "1001 bytes");
  sqlite3_finalize (select);
  store_kit_refused (trove_db_run (&db, "SELECT zeroblob (1001)", &error), &error, G_IO_ERROR,
                     G_IO_ERROR_NO_SPACE, ":memory:");
  trove_db_close (&db);
}

/* A number that says how long a value is cannot make reading take more memory than the file has. */
static void
test_lengths (void)
{
  g_autoptr (GError) error = NULL;
  char *path = store_kit_path ();
  TroveDb db;

  open_file (&db, path, TROVE_DB_CREATE);
  store_kit_run (&db, "CREATE TABLE t (x); INSERT INTO t VALUES (zeroblob (300000))");
  trove_db_close (&db);
  open_file (&db, path, TROVE_DB_READ);
  store_kit_check (&db, "SELECT length (x) FROM t WHERE x = zeroblob (300000)", "300000");
  store_kit_refused (trove_db_run (&db, "SELECT zeroblob (400000)", &error), &error, G_IO_ERROR,
                     G_IO_ERROR_NO_SPACE, path);
  trove_db_close (&db);
  store_kit_remove (path);
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  gint64 number;
  TroveDb db;

  g_assert_true (trove_db_open (&db, ":memory:", TROVE_DB_CREATE, cancellable, NULL));
  g_cancellable_cancel (cancellable);
  store_kit_refused (trove_db_get_number (&db, LONG, &number, &error), &error, G_IO_ERROR,
                     G_IO_ERROR_CANCELLED, ":memory:");
  trove_db_close (&db);
}

/* Triggers do not run, views are not read, and the schema cannot be written to. */
static void
test_code (void)
{
  g_autoptr (GError) error = NULL;
  TroveDb db;

  store_kit_init (&db);
  store_kit_run (&db, "CREATE TABLE t (x); CREATE TABLE u (x); CREATE VIEW v AS SELECT x FROM t; "
                      "CREATE TRIGGER r AFTER INSERT ON t BEGIN INSERT INTO u VALUES (new.x); END; "
                      "INSERT INTO t VALUES (7)");
  store_kit_check (&db, "SELECT count (*) FROM u", "0");
  store_kit_damaged (trove_db_prepare (&db, "SELECT x FROM v", &error) != NULL, &error, "view");
  store_kit_damaged (trove_db_run (&db, "PRAGMA writable_schema = ON; DELETE FROM sqlite_schema", &error),
                     &error, "sqlite_master");
  store_kit_damaged (trove_db_prepare (&db, "SELECT \"y\" FROM t", &error) != NULL, &error, "y");
  trove_db_close (&db);
}

/* Each transaction that writes counts one. */
static void
test_counter (void)
{
  char *path = store_kit_path ();
  guint32 counter, before, mark, mark_before;
  TroveDb db;

  open_file (&db, path, TROVE_DB_CREATE);
  store_kit_run (&db, "CREATE TABLE t (x); BEGIN");
  store_kit_check (&db, "SELECT count (*) FROM t", "0");
  g_assert_true (trove_db_get_change_counter (&db, &before, &mark_before, NULL));
  g_assert_cmpuint (before, >, 0);
  g_assert_cmpuint (before, <, 10);
  store_kit_run (&db, "COMMIT; INSERT INTO t VALUES (1); INSERT INTO t VALUES (2); BEGIN");
  store_kit_check (&db, "SELECT count (*) FROM t", "2");
  g_assert_true (trove_db_get_change_counter (&db, &counter, &mark, NULL));
  g_assert_cmpuint (counter, ==, before + 2);
  g_assert_cmpuint (mark, ==, mark_before);
  trove_db_close (&db);
  store_kit_remove (path);
}

/* Each new file has another mark, which changes of it leave as it is. */
static void
test_mark (void)
{
  guint32 marks[2], counter, mark;

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      char *path = store_kit_path ();
      TroveDb db;

      open_file (&db, path, TROVE_DB_CREATE);
      store_kit_run (&db, "BEGIN; CREATE TABLE t (x)");
      g_assert_true (trove_db_set_mark (&db, &marks[i], NULL));
      store_kit_run (&db, "INSERT INTO t VALUES (1); COMMIT");
      trove_db_close (&db);
      open_file (&db, path, TROVE_DB_WRITE);
      store_kit_run (&db, "INSERT INTO t VALUES (2); BEGIN");
      store_kit_check (&db, "SELECT count (*) FROM t", "2");
      g_assert_true (trove_db_get_change_counter (&db, &counter, &mark, NULL));
      g_assert_cmpuint (mark, ==, marks[i]);
      store_kit_run (&db, "COMMIT; PRAGMA schema_version = 5; BEGIN"); /* not by others */
      store_kit_check (&db, "SELECT count (*) FROM t", "2");
      g_assert_true (trove_db_get_change_counter (&db, &counter, &mark, NULL));
      g_assert_cmpuint (mark, ==, marks[i]);
      trove_db_close (&db);
      store_kit_remove (path);
    }
  g_assert_cmpuint (marks[0], !=, marks[1]);
}

static void
test_damaged (void)
{
  g_autoptr (GError) error = NULL;
  TroveDb db;

  store_kit_init (&db);
  g_assert_false (trove_db_damaged (&db, &error, "object %d is not there", 5));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_DAMAGED);
  g_assert_cmpstr (error->message, ==, "The file :memory: is damaged: object 5 is not there");
  trove_db_close (&db);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/db/missing", test_missing);
  g_test_add_func ("/db/text", test_text);
  g_test_add_func ("/db/create", test_create);
  g_test_add_func ("/db/rolled-back", test_rolled_back);
  g_test_add_func ("/db/log", test_log);
  g_test_add_func ("/db/statements", test_statements);
  g_test_add_func ("/db/variant", test_variant);
  g_test_add_func ("/db/too-large", test_too_large);
  g_test_add_func ("/db/lengths", test_lengths);
  g_test_add_func ("/db/cancelled", test_cancelled);
  g_test_add_func ("/db/code", test_code);
  g_test_add_func ("/db/counter", test_counter);
  g_test_add_func ("/db/mark", test_mark);
  g_test_add_func ("/db/damaged", test_damaged);
  return g_test_run ();
}

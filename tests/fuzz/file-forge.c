/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "file-forge.h"

#include <stdio.h>

#include <glib/gstdio.h>
#include <sqlite3.h>

#define MOST_ROWS 20  /* rows that the input can choose */
#define MOST_STEPS 40 /* changes of one file */

typedef struct
{
  const char *table, *column, *key; /* key: columns of the primary one */
} Column;

static const Column columns[] = {
  { "object", "data", "key" },
  { "change", "data", "version" },
  { "object", "owner", "key" },
  { "object", "property", "key" },
  { "object", "place", "key" },
  { "object", "layout", "key" },
  { "object", "key", "key" },
  { "reference", "key", "key, property, place" },
  { "reference", "property", "key, property, place" },
  { "reference", "place", "key, property, place" },
  { "reference", "target", "key, property, place" },
  { "version", "number", "number" },
  { "version", "id", "number" },
  { "version", "time", "number" },
  { "version", "marks", "number" },
  { "version", "base", "number" },
  { "version", "merged", "number" },
  { "version", "bytes", "number" },
  { "version", "label", "number" },
  { "version", "view_state_before", "number" },
  { "version", "view_state", "number" },
  { "change", "version", "version" },
  { "field", "layout", "layout, number" },
  { "field", "number", "layout, number" },
  { "field", "property", "layout, number" },
  { "field", "kind", "layout, number" },
  { "field", "type", "layout, number" },
  { "field", "target", "layout, number" },
  { "layout", "id", "id" },
  { "layout", "class", "id" },
  { "layout", "ancestors", "id" },
  { "layout", "schema_version", "id" },
  { "property", "id", "id" },
  { "property", "name", "id" },
  { "document", "root", "rowid" },
  { "document", "id", "rowid" },
  { "replica", "number", "number" },
  { "replica", "random", "number" },
  { "version", "name", "number" },
};

/* Rows */

static const Column *
choose_column (FuzzInput *input)
{
  return &columns[fuzz_below (input, G_N_ELEMENTS (columns))];
}

/* A row that the input chooses. */
static char *
where (const Column *column, FuzzInput *input)
{
  return g_strdup_printf ("(%s) = (SELECT %s FROM \"%s\" ORDER BY %s LIMIT 1 OFFSET %u %% "
                          "(SELECT max (1, count (*)) FROM \"%s\"))",
                          column->key, column->key, column->table, column->key, fuzz_below (input, MOST_ROWS),
                          column->table);
}

/* Nothing is checked: SQLite refuses what it does not take. */
static void
run (sqlite3 *handle, const char *sql, int type, const void *value, int n)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (handle));
  if (type == SQLITE_INTEGER)
    sqlite3_bind_int64 (statement, 1, *(const sqlite3_int64 *) value);
  else if (type == SQLITE_TEXT)
    sqlite3_bind_text (statement, 1, value, n, SQLITE_TRANSIENT);
  else if (type == SQLITE_BLOB)
    sqlite3_bind_blob (statement, 1, value, n, SQLITE_TRANSIENT);
  sqlite3_step (statement);
  sqlite3_finalize (statement);
}

/* Changes some bytes of a value, cuts it, or makes it longer. */
static GByteArray *
change_bytes (const guint8 *bytes, guint n, FuzzInput *input)
{
  GByteArray *result = g_byte_array_new ();
  guint at = n > 0 ? (guint) fuzz_word (input) % n : 0;

  g_byte_array_append (result, bytes, n);
  switch (fuzz_below (input, 4))
    {
    case 0:
      g_byte_array_set_size (result, at);
      break;
    case 1:
      for (guint i = fuzz_below (input, 16); i > 0; i--)
        {
          guint8 byte = fuzz_byte (input);

          g_byte_array_append (result, &byte, 1);
        }
      break;
    default:
      for (guint i = 1 + fuzz_below (input, 4); n > 0 && i > 0; i--)
        result->data[(at + fuzz_byte (input)) % n] = fuzz_byte (input);
      break;
    }
  return result;
}

static void
change_value (sqlite3 *handle, const Column *column, FuzzInput *input)
{
  g_autofree char *row = where (column, input);
  g_autofree char *read =
      g_strdup_printf ("SELECT %s FROM \"%s\" WHERE %s", column->column, column->table, row);
  g_autofree char *write =
      g_strdup_printf ("UPDATE \"%s\" SET %s = ? WHERE %s", column->table, column->column, row);
  g_autoptr (GByteArray) bytes = NULL;
  sqlite3_stmt *statement;
  int type = SQLITE_NULL;

  if (sqlite3_prepare_v2 (handle, read, -1, &statement, NULL) != SQLITE_OK)
    g_error ("%s: %s", read, sqlite3_errmsg (handle));
  if (sqlite3_step (statement) == SQLITE_ROW)
    {
      type = sqlite3_column_type (statement, 0);
      if (type == SQLITE_BLOB || type == SQLITE_TEXT)
        bytes = change_bytes (sqlite3_column_blob (statement, 0), (guint) sqlite3_column_bytes (statement, 0),
                              input);
    }
  sqlite3_finalize (statement);
  if (bytes != NULL)
    run (handle, write, type, bytes->data, (int) bytes->len);
}

static void
set_number (sqlite3 *handle, const Column *column, FuzzInput *input)
{
  g_autofree char *row = where (column, input);
  g_autofree char *write =
      g_strdup_printf ("UPDATE \"%s\" SET %s = ? WHERE %s", column->table, column->column, row);
  sqlite3_int64 number = (sqlite3_int64) fuzz_number (input);

  run (handle, write, fuzz_below (input, 8) == 0 ? SQLITE_NULL : SQLITE_INTEGER, &number, 0);
}

/* Gives a row the value that another one has. */
static void
copy_value (sqlite3 *handle, const Column *column, FuzzInput *input)
{
  g_autofree char *to = where (column, input), *from = where (column, input);
  g_autofree char *sql =
      g_strdup_printf ("UPDATE \"%s\" SET %s = (SELECT %s FROM \"%s\" WHERE %s) WHERE %s", column->table,
                       column->column, column->column, column->table, from, to);

  run (handle, sql, SQLITE_NULL, NULL, 0);
}

static void
remove_row (sqlite3 *handle, const Column *column, FuzzInput *input)
{
  g_autofree char *row = where (column, input);
  g_autofree char *sql = g_strdup_printf ("DELETE FROM \"%s\" WHERE %s", column->table, row);

  run (handle, sql, SQLITE_NULL, NULL, 0);
}

/* A second row like one that is there, under another key. */
static void
copy_row (sqlite3 *handle, const Column *column, FuzzInput *input)
{
  g_autofree char *row = where (column, input);
  g_auto (GStrv) keys = g_strsplit (column->key, ", ", -1);
  const char *last = keys[g_strv_length (keys) - 1];
  g_autofree char *copy =
      g_strdup_printf ("CREATE TEMP TABLE copied AS SELECT * FROM \"%s\" WHERE %s", column->table, row);
  g_autofree char *set = g_strdup_printf ("UPDATE copied SET %s = ?", last);
  g_autofree char *insert = g_strdup_printf ("INSERT INTO \"%s\" SELECT * FROM copied", column->table);
  sqlite3_int64 number = (sqlite3_int64) fuzz_number (input);

  run (handle, copy, SQLITE_NULL, NULL, 0);
  run (handle, set, SQLITE_INTEGER, &number, 0);
  run (handle, insert, SQLITE_NULL, NULL, 0);
  run (handle, "DROP TABLE copied", SQLITE_NULL, NULL, 0);
}

static void
forge_row (sqlite3 *handle, FuzzInput *input)
{
  static void (*const ways[]) (sqlite3 * handle, const Column *column, FuzzInput *input) = {
    change_value, set_number, copy_value, copy_row, remove_row,
  };
  const Column *column = choose_column (input);

  ways[fuzz_below (input, G_N_ELEMENTS (ways))](handle, column, input);
}

/* Bytes */

static void
forge_bytes (const char *path, FuzzInput *input)
{
  g_autofree char *bytes = NULL;
  FILE *stream;
  gsize n;

  g_assert_true (g_file_get_contents (path, &bytes, &n, NULL));
  for (guint i = 0; i < MOST_STEPS && n > 0 && !fuzz_input_is_over (input); i++)
    {
      gsize at = (fuzz_byte (input) | (gsize) fuzz_byte (input) << 8) % n;

      bytes[at] = (char) fuzz_byte (input);
    }
  stream = g_fopen (path, "wb");
  g_assert_nonnull (stream);
  g_assert_cmpuint (fwrite (bytes, 1, n, stream), ==, n);
  fclose (stream);
}

void
fuzz_forge (const char *path, FuzzInput *input)
{
  guint n_rows = fuzz_below (input, MOST_STEPS);
  sqlite3 *handle;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  sqlite3_exec (handle, "PRAGMA temp_store = MEMORY; PRAGMA synchronous = OFF; BEGIN", NULL, NULL, NULL);
  for (guint i = 0; i < n_rows && !fuzz_input_is_over (input); i++)
    forge_row (handle, input);
  sqlite3_exec (handle, "COMMIT", NULL, NULL, NULL);
  sqlite3_close (handle);
  forge_bytes (path, input);
}

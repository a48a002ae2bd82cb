/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "format.h"

#include "trove-glib/trove-error.h"

#define APPLICATION_ID 0x54726f76 /* "Trov" */

typedef struct
{
  const char *name, *sql;
} Part;

static const Part tables[] = {
  { "document", "CREATE TABLE document (id BLOB NOT NULL, root INTEGER NOT NULL) STRICT" },
  { "replica", "CREATE TABLE replica (number INTEGER PRIMARY KEY, random BLOB NOT NULL) STRICT" },
  { "property", "CREATE TABLE property (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT" },
  { "layout", "CREATE TABLE layout (id INTEGER PRIMARY KEY, class TEXT NOT NULL, ancestors TEXT NOT NULL, "
              "schema_version INTEGER NOT NULL) STRICT" },
  { "field",
    "CREATE TABLE field (layout INTEGER NOT NULL, number INTEGER NOT NULL, property INTEGER NOT NULL, "
    "kind INTEGER NOT NULL, type TEXT, target TEXT, PRIMARY KEY (layout, number)) STRICT, WITHOUT ROWID" },
  { "object", "CREATE TABLE object (key INTEGER PRIMARY KEY, layout INTEGER NOT NULL, owner INTEGER, "
              "property INTEGER, place INTEGER, data BLOB NOT NULL) STRICT" },
  { "reference",
    "CREATE TABLE reference (key INTEGER NOT NULL, property INTEGER NOT NULL, place INTEGER NOT NULL, "
    "target INTEGER NOT NULL, PRIMARY KEY (key, property, place)) STRICT, WITHOUT ROWID" },
  { "version", "CREATE TABLE version (number INTEGER PRIMARY KEY, id BLOB NOT NULL, time INTEGER NOT NULL, "
               "marks INTEGER NOT NULL, base INTEGER, merged INTEGER, bytes INTEGER NOT NULL, label TEXT, "
               "name TEXT, view_state_before BLOB, view_state BLOB) STRICT" },
  { "change", "CREATE TABLE change (version INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT" },
};

/* For people who read a file by other programs. The library does not use them. */
static const Part views[] = {
  { "objects",
    "CREATE VIEW objects AS SELECT object.key, layout.class, object.owner, property.name AS property, "
    "row_number() OVER (PARTITION BY object.owner, object.property ORDER BY object.place) - 1 AS position, "
    "length(object.data) AS bytes FROM object JOIN layout ON layout.id = object.layout "
    "LEFT JOIN property ON property.id = object.property" },
  { "versions",
    "CREATE VIEW versions AS SELECT number, lower(hex(id)) AS id, "
    "strftime('%Y-%m-%d %H:%M:%f', time / 1000000.0, 'unixepoch') AS time, label, name, "
    "iif ((marks & 80) = 0, base, NULL) AS parent, merged, "
    "(marks & 2) <> 0 AS kept, (marks & 4) <> 0 AS current, (marks & 8) <> 0 AS saved, length(data) AS "
    "bytes "
    "FROM version LEFT JOIN change ON change.version = number WHERE (marks & 1) <> 0" },
};

static gboolean
make (TroveDb *db, const Part *parts, guint n, GError **error)
{
  for (guint i = 0; i < n; i++)
    if (!trove_db_run (db, parts[i].sql, error))
      return FALSE;
  return TRUE;
}

gboolean
trove_format_create (TroveDb *db, GError **error)
{
  g_autofree char *numbers =
      g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d", APPLICATION_ID, TROVE_FORMAT);

  return trove_db_run (db, numbers, error) && make (db, tables, G_N_ELEMENTS (tables), error) &&
         make (db, views, G_N_ELEMENTS (views), error);
}

/* Checking */

static const Part *
find_part (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (g_str_equal (tables[i].name, name))
      return &tables[i];
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    if (g_str_equal (views[i].name, name))
      return &views[i];
  return NULL;
}

/* Returns FALSE. */
static gboolean
refuse_newer (TroveDb *db, GError **error)
{
  g_autofree char *name = g_filename_display_name (db->path);

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
               "The file %s was written by a later version of the library, and cannot be read by this one",
               name);
  return FALSE;
}

/* The text that made a table says all about it, so tables of the same text are the same. */
static gboolean
check_part (TroveDb *db, sqlite3_stmt *row, gboolean is_newer, guint *n_tables, GError **error)
{
  const char *name = (const char *) sqlite3_column_text (row, 0);
  const char *sql = (const char *) sqlite3_column_text (row, 1);
  const Part *part = name != NULL ? find_part (name) : NULL;

  if (part == NULL)
    return is_newer || trove_db_damaged (db, error, "it has a table of another format");
  if (g_strcmp0 (part->sql, sql) != 0 && is_newer)
    return refuse_newer (db, error);
  if (g_strcmp0 (part->sql, sql) != 0)
    return trove_db_damaged (db, error, "the table \342\200\234%s\342\200\235 is another one", part->name);
  *n_tables += part >= tables && part < tables + G_N_ELEMENTS (tables);
  return TRUE;
}

static gboolean
check_parts (TroveDb *db, gboolean is_newer, GError **error)
{
  g_autoptr (sqlite3_stmt) rows = trove_db_prepare (
      db, "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'", error);
  guint n_tables = 0;
  int code;

  if (rows == NULL)
    return FALSE;
  while ((code = trove_db_step (db, rows, error)) == SQLITE_ROW)
    if (!check_part (db, rows, is_newer, &n_tables, error))
      return FALSE;
  if (code == SQLITE_ERROR)
    return FALSE;
  return n_tables == G_N_ELEMENTS (tables) || trove_db_damaged (db, error, "tables are missing");
}

gboolean
trove_format_check (TroveDb *db, gboolean *is_newer, GError **error)
{
  gint64 application, format;

  if (!trove_db_get_number (db, "PRAGMA application_id", &application, error) ||
      !trove_db_get_number (db, "PRAGMA user_version", &format, error))
    return FALSE;
  if (application != APPLICATION_ID)
    return trove_db_damaged (db, error, "it is not the file of a document");
  if (format < 1)
    return trove_db_damaged (db, error, "it has the format %" G_GINT64_FORMAT, format);
  *is_newer = format > TROVE_FORMAT;
  return check_parts (db, *is_newer, error);
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "version-table.h"

#include <string.h>

#include "state/delta-write.h"
#include "state/packed-variant.h"

#include "trove-glib/trove-error.h"

#define MOST_NUMBER (G_MAXINT64 / 2) /* of a version; all later ones have numbers too */

gboolean
trove_version_table_init (TroveVersionTable *self, TroveDb *db, GError **error)
{
  const struct
  {
    sqlite3_stmt **statement;
    const char *sql;
  } statements[] = {
    { &self->insert, "INSERT INTO version (number, id, time, marks, base, merged, bytes, label, name, "
                     "view_state_before, view_state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)" },
    { &self->insert_change, "INSERT INTO change (version, data) VALUES (?, ?)" },
    { &self->set_marks, "UPDATE version SET marks = ?2 WHERE number = ?1" },
    { &self->set_name, "UPDATE version SET name = ?2 WHERE number = ?1" },
    { &self->clear_base, "UPDATE version SET base = NULL WHERE number = ?" },
    { &self->clear_merged, "UPDATE version SET merged = NULL WHERE number = ?" },
    { &self->remove, "DELETE FROM version WHERE number = ?" },
    { &self->remove_change, "DELETE FROM change WHERE version = ?" },
  };

  *self = (TroveVersionTable){ .db = db };
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      *statements[i].statement = trove_db_prepare (db, statements[i].sql, error);
      if (*statements[i].statement == NULL)
        {
          trove_version_table_clear (self);
          return FALSE;
        }
    }
  if (trove_db_get_number (db, "SELECT max (number) FROM version", &self->last, error))
    return TRUE;
  trove_version_table_clear (self);
  return FALSE;
}

void
trove_version_table_clear (TroveVersionTable *self)
{
  sqlite3_stmt *statements[] = {
    self->insert,     self->insert_change, self->set_marks, self->set_name,
    self->clear_base, self->clear_merged,  self->remove,    self->remove_change
  };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    sqlite3_finalize (statements[i]);
}

/* Writing */

static void
bind_number (sqlite3_stmt *statement, int at, gint64 number)
{
  if (number != 0)
    sqlite3_bind_int64 (statement, at, number);
  else
    sqlite3_bind_null (statement, at);
}

/* Stores the bytes that are bound, to be freed after the statement; NULL: none. */
static gboolean
bind_view_state (TroveDb *db, sqlite3_stmt *statement, int at, GVariant *view_state, GVariant **bound,
                 GError **error)
{
  *bound = NULL;
  if (view_state == NULL)
    {
      sqlite3_bind_null (statement, at);
      return TRUE;
    }
  *bound = trove_packed_variant_new (view_state);
  if (*bound == NULL)
    {
      g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
                           "A view state cannot be written: it has too many levels");
      return FALSE;
    }
  g_variant_ref_sink (*bound);
  return trove_db_bind_variant (db, statement, at, *bound, error);
}

static gboolean
insert_change (TroveVersionTable *self, const TroveVersionRow *row, GError **error)
{
  if (row->changes == NULL)
    return TRUE;
  sqlite3_bind_int64 (self->insert_change, 1, row->number);
  return trove_db_bind_variant (self->db, self->insert_change, 2, row->changes, error) &&
         trove_db_finish (self->db, self->insert_change, error);
}

gboolean
trove_version_table_insert (TroveVersionTable *self, TroveVersionRow *row, GError **error)
{
  guint64 id[2] = { GUINT64_TO_BE (row->id[0]), GUINT64_TO_BE (row->id[1]) };
  g_autoptr (GVariant) before = NULL, after = NULL;

  if (!bind_view_state (self->db, self->insert, 10, row->view_state_before, &before, error) ||
      !bind_view_state (self->db, self->insert, 11, row->view_state, &after, error))
    return FALSE;
  row->number = ++self->last;
  sqlite3_bind_int64 (self->insert, 1, row->number);
  sqlite3_bind_blob (self->insert, 2, id, sizeof id, SQLITE_STATIC);
  sqlite3_bind_int64 (self->insert, 3, row->time);
  sqlite3_bind_int64 (self->insert, 4, row->marks);
  bind_number (self->insert, 5, row->base);
  bind_number (self->insert, 6, row->merged);
  sqlite3_bind_int64 (self->insert, 7, (gint64) MIN (row->n_bytes, G_MAXINT64));
  sqlite3_bind_text (self->insert, 8, row->label, -1, SQLITE_STATIC);
  sqlite3_bind_text (self->insert, 9, row->name, -1, SQLITE_STATIC);
  return trove_db_finish (self->db, self->insert, error) && insert_change (self, row, error);
}

gboolean
trove_version_table_set_marks (TroveVersionTable *self, gint64 number, guint marks, GError **error)
{
  sqlite3_bind_int64 (self->set_marks, 1, number);
  sqlite3_bind_int64 (self->set_marks, 2, marks);
  return trove_db_finish (self->db, self->set_marks, error);
}

gboolean
trove_version_table_set_name (TroveVersionTable *self, gint64 number, const char *name, GError **error)
{
  sqlite3_bind_int64 (self->set_name, 1, number);
  sqlite3_bind_text (self->set_name, 2, name, -1, SQLITE_STATIC);
  return trove_db_finish (self->db, self->set_name, error);
}

static gboolean
run_for (TroveVersionTable *self, sqlite3_stmt *statement, gint64 number, GError **error)
{
  sqlite3_bind_int64 (statement, 1, number);
  return trove_db_finish (self->db, statement, error);
}

gboolean
trove_version_table_clear_base (TroveVersionTable *self, gint64 number, GError **error)
{
  return run_for (self, self->clear_base, number, error) &&
         run_for (self, self->remove_change, number, error);
}

gboolean
trove_version_table_clear_merged (TroveVersionTable *self, gint64 number, GError **error)
{
  return run_for (self, self->clear_merged, number, error);
}

gboolean
trove_version_table_remove (TroveVersionTable *self, gint64 number, GError **error)
{
  return run_for (self, self->remove, number, error) && run_for (self, self->remove_change, number, error);
}

/* Reading */

static GVariant *
variant_of (sqlite3_stmt *row, int column, const char *type)
{
  g_autoptr (GBytes) bytes = NULL;

  if (sqlite3_column_type (row, column) == SQLITE_NULL)
    return NULL;
  bytes = g_bytes_new (sqlite3_column_blob (row, column), (gsize) sqlite3_column_bytes (row, column));
  return g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (type), bytes, FALSE));
}

/* FALSE: the bytes are none of a view state. */
static gboolean
read_view_state (sqlite3_stmt *row, int column, GVariant **view_state)
{
  g_autoptr (GVariant) packed = variant_of (row, column, "(say)");

  *view_state = packed != NULL ? trove_packed_variant_get (packed) : NULL;
  return packed == NULL || *view_state != NULL;
}

static gboolean
read_row (TroveDb *db, sqlite3_stmt *from, TroveVersionRow *row, GError **error)
{
  guint64 id[2];

  *row = (TroveVersionRow){
    .number = sqlite3_column_int64 (from, 0),
    .time = sqlite3_column_int64 (from, 2),
    .marks = (guint) (sqlite3_column_int64 (from, 3) & G_MAXUINT16),
    .base = sqlite3_column_int64 (from, 4),
    .merged = sqlite3_column_int64 (from, 5),
    .n_bytes = (guint64) MAX (sqlite3_column_int64 (from, 6), 0),
    .label = (const char *) sqlite3_column_text (from, 7),
    .name = (const char *) sqlite3_column_text (from, 8),
  };
  if (row->number < 1 || row->number > MOST_NUMBER || sqlite3_column_bytes (from, 1) != sizeof id)
    return trove_db_damaged (db, error, "version %" G_GINT64_FORMAT " has no id", row->number);
  memcpy (id, sqlite3_column_blob (from, 1), sizeof id);
  row->id[0] = GUINT64_FROM_BE (id[0]);
  row->id[1] = GUINT64_FROM_BE (id[1]);
  if ((row->id[0] | row->id[1]) == 0)
    return trove_db_damaged (db, error, "version %" G_GINT64_FORMAT " has no id", row->number);
  if (row->label != NULL && !g_utf8_validate (row->label, -1, NULL))
    return trove_db_damaged (db, error, "the label of version %" G_GINT64_FORMAT " is no UTF-8", row->number);
  if (row->name != NULL && !g_utf8_validate (row->name, -1, NULL))
    return trove_db_damaged (db, error, "the name of version %" G_GINT64_FORMAT " is no UTF-8", row->number);
  if (!read_view_state (from, 9, &row->view_state_before) || !read_view_state (from, 10, &row->view_state))
    return trove_db_damaged (db, error, "the view state of version %" G_GINT64_FORMAT " is no variant",
                             row->number);
  row->changes = variant_of (from, 11, TROVE_DELTA_TYPE);
  return TRUE;
}

static void
row_clear (TroveVersionRow *row)
{
  g_clear_pointer (&row->view_state_before, g_variant_unref);
  g_clear_pointer (&row->view_state, g_variant_unref);
  g_clear_pointer (&row->changes, g_variant_unref);
}

gboolean
trove_version_table_read (TroveDb *db, TroveVersionRowFunc func, gpointer data, GError **error)
{
  g_autoptr (sqlite3_stmt) rows = trove_db_prepare (
      db,
      "SELECT number, id, time, marks, base, merged, bytes, label, name, view_state_before, view_state, data "
      "FROM version LEFT JOIN change ON change.version = number ORDER BY number",
      error);
  int code = SQLITE_ERROR;

  while (rows != NULL && (code = trove_db_step (db, rows, error)) == SQLITE_ROW)
    {
      TroveVersionRow row;
      gboolean done = read_row (db, rows, &row, error) && func (&row, data, error);

      row_clear (&row);
      if (!done)
        return FALSE;
    }
  return code == SQLITE_DONE;
}

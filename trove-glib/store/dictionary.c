/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "dictionary.h"

#include "state/row-description.h"

#include "trove-glib/trove-error.h"

#define MAX_NAME 1000 /* bytes of a name that is read */

void
trove_dictionary_init (TroveDictionary *self)
{
  trove_row_layouts_init (&self->layouts);
  self->n_layouts = 0;
  self->names = g_ptr_array_new ();
  g_ptr_array_add (self->names, NULL);
  self->numbers = g_hash_table_new (NULL, NULL);
}

void
trove_dictionary_clear (TroveDictionary *self)
{
  trove_row_layouts_clear (&self->layouts);
  g_ptr_array_unref (self->names);
  g_hash_table_unref (self->numbers);
}

const char *
trove_dictionary_name (const TroveDictionary *self, gint64 number)
{
  return number > 0 && number < self->names->len ? g_ptr_array_index (self->names, number) : NULL;
}

static void
add_name (TroveDictionary *self, guint32 number, const char *name)
{
  const char *interned = g_intern_string (name);

  if (number >= self->names->len)
    g_ptr_array_set_size (self->names, (gint) number + 1);
  g_ptr_array_index (self->names, number) = (gpointer) interned;
  g_hash_table_insert (self->numbers, (gpointer) interned, GUINT_TO_POINTER (number));
}

/* Reading */

static const char *
text (sqlite3_stmt *row, int column)
{
  const char *string = (const char *) sqlite3_column_text (row, column);

  if (string == NULL || sqlite3_column_bytes (row, column) > MAX_NAME || !g_utf8_validate (string, -1, NULL))
    return NULL;
  return string;
}

static gboolean
read_names (TroveDictionary *self, TroveDb *db, GError **error)
{
  g_autoptr (sqlite3_stmt) rows = trove_db_prepare (db, "SELECT id, name FROM property ORDER BY id", error);
  int code = SQLITE_ERROR;

  while (rows != NULL && (code = trove_db_step (db, rows, error)) == SQLITE_ROW)
    {
      gint64 number = sqlite3_column_int64 (rows, 0);
      const char *name = text (rows, 1);

      if (number != self->names->len || name == NULL ||
          g_hash_table_contains (self->numbers, g_intern_string (name)))
        return trove_db_damaged (db, error, "property %" G_GINT64_FORMAT " has no name of its own", number);
      add_name (self, (guint32) number, name);
    }
  return code == SQLITE_DONE;
}

/* The fields of a layout, as TroveRowField. NULL with an error. */
static GArray *
read_fields (TroveDictionary *self, TroveDb *db, sqlite3_stmt *rows, gint64 layout, GError **error)
{
  g_autoptr (GArray) fields = g_array_new (FALSE, TRUE, sizeof (TroveRowField));
  int code;

  sqlite3_bind_int64 (rows, 1, layout);
  while ((code = trove_db_step (db, rows, error)) == SQLITE_ROW)
    {
      const char *type = text (rows, 2), *target = text (rows, 3);
      const TroveRowField field = {
        .name = trove_dictionary_name (self, sqlite3_column_int64 (rows, 0)),
        .kind = (guint) CLAMP (sqlite3_column_int64 (rows, 1), 0, G_MAXUINT8),
        .type = type != NULL ? g_intern_string (type) : NULL,
        .target = target != NULL ? g_intern_string (target) : NULL,
      };

      if (field.name == NULL)
        {
          trove_db_damaged (db, error, "a field of layout %" G_GINT64_FORMAT " has no name", layout);
          return NULL;
        }
      g_array_append_val (fields, field);
    }
  sqlite3_reset (rows);
  return code == SQLITE_DONE ? g_steal_pointer (&fields) : NULL;
}

static gboolean
read_layout (TroveDictionary *self, TroveDb *db, sqlite3_stmt *row, sqlite3_stmt *field_rows, GError **error)
{
  gint64 id = sqlite3_column_int64 (row, 0);
  const char *name = text (row, 1), *above = (const char *) sqlite3_column_text (row, 2);
  g_auto (GStrv) ancestors = g_strsplit (above != NULL ? above : "", " ", -1);
  g_autoptr (GArray) fields = NULL;
  TroveRowDescription description;
  TroveRowLayout *layout;

  if (id != (gint64) self->layouts.last_id + 1 || name == NULL)
    return trove_db_damaged (db, error, "layout %" G_GINT64_FORMAT " has no name of a class", id);
  fields = read_fields (self, db, field_rows, id, error);
  if (fields == NULL)
    return FALSE;
  description = (TroveRowDescription){
    .id = (guint32) id,
    .name = name,
    .ancestors = (const char *const *) ancestors,
    .schema_version = (guint) CLAMP (sqlite3_column_int64 (row, 3), 0, G_MAXUINT32),
    .fields = (const TroveRowField *) fields->data,
    .n_fields = fields->len,
  };
  layout = trove_row_layout_resolve (&description, error);
  if (layout == NULL)
    {
      g_autofree char *file = g_filename_display_name (db->path);

      g_prefix_error (error, "The file %s: ", file);
      return FALSE;
    }
  trove_row_layouts_add (&self->layouts, layout, trove_row_layout_is_whole (layout));
  return TRUE;
}

static gboolean
read_layouts (TroveDictionary *self, TroveDb *db, GError **error)
{
  g_autoptr (sqlite3_stmt) rows =
      trove_db_prepare (db, "SELECT id, class, ancestors, schema_version FROM layout ORDER BY id", error);
  g_autoptr (sqlite3_stmt) field_rows =
      rows == NULL ?
          NULL :
          trove_db_prepare (
              db, "SELECT property, kind, type, target FROM field WHERE layout = ? ORDER BY number", error);
  int code = SQLITE_ERROR;

  while (field_rows != NULL && (code = trove_db_step (db, rows, error)) == SQLITE_ROW)
    if (!read_layout (self, db, rows, field_rows, error))
      return FALSE;
  self->n_layouts = self->layouts.last_id;
  return code == SQLITE_DONE;
}

gboolean
trove_dictionary_read (TroveDictionary *self, TroveDb *db, GError **error)
{
  return read_names (self, db, error) && read_layouts (self, db, error);
}

/* Writing */

guint32
trove_dictionary_number (TroveDictionary *self, TroveDb *db, const char *name, GError **error)
{
  guint32 number = GPOINTER_TO_UINT (g_hash_table_lookup (self->numbers, g_intern_string (name)));
  g_autoptr (sqlite3_stmt) insert = NULL;

  if (number != 0)
    return number;
  insert = trove_db_prepare (db, "INSERT INTO property (id, name) VALUES (?, ?)", error);
  if (insert == NULL)
    return 0;
  number = self->names->len;
  sqlite3_bind_int64 (insert, 1, number);
  sqlite3_bind_text (insert, 2, name, -1, SQLITE_STATIC);
  if (!trove_db_finish (db, insert, error))
    return 0;
  add_name (self, number, name);
  return number;
}

static gboolean
write_field (TroveDictionary *self, TroveDb *db, sqlite3_stmt *insert, const TroveRowDescription *description,
             guint index, GError **error)
{
  const TroveRowField *field = &description->fields[index];
  guint32 property = trove_dictionary_number (self, db, field->name, error);

  if (property == 0)
    return FALSE;
  sqlite3_bind_int64 (insert, 1, description->id);
  sqlite3_bind_int64 (insert, 2, index);
  sqlite3_bind_int64 (insert, 3, property);
  sqlite3_bind_int64 (insert, 4, field->kind);
  sqlite3_bind_text (insert, 5, field->type, -1, SQLITE_STATIC);
  sqlite3_bind_text (insert, 6, field->target, -1, SQLITE_STATIC);
  return trove_db_finish (db, insert, error);
}

static gboolean
write_fields (TroveDictionary *self, TroveDb *db, const TroveRowDescription *description, GError **error)
{
  g_autoptr (sqlite3_stmt) insert = trove_db_prepare (
      db, "INSERT INTO field (layout, number, property, kind, type, target) VALUES (?, ?, ?, ?, ?, ?)",
      error);

  if (insert == NULL)
    return FALSE;
  for (guint i = 0; i < description->n_fields; i++)
    if (!write_field (self, db, insert, description, i, error))
      return FALSE;
  return TRUE;
}

static gboolean
write_description (TroveDictionary *self, TroveDb *db, const TroveRowDescription *description, GError **error)
{
  g_autoptr (sqlite3_stmt) insert = trove_db_prepare (
      db, "INSERT INTO layout (id, class, ancestors, schema_version) VALUES (?, ?, ?, ?)", error);
  g_autofree char *ancestors = g_strjoinv (" ", (char **) description->ancestors);

  if (insert == NULL)
    return FALSE;
  sqlite3_bind_int64 (insert, 1, description->id);
  sqlite3_bind_text (insert, 2, description->name, -1, SQLITE_STATIC);
  sqlite3_bind_text (insert, 3, ancestors, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (insert, 4, description->schema_version);
  return trove_db_finish (db, insert, error) && write_fields (self, db, description, error);
}

gboolean
trove_dictionary_write_layouts (TroveDictionary *self, TroveDb *db, GError **error)
{
  for (; self->n_layouts < self->layouts.last_id; self->n_layouts++)
    {
      const TroveRowLayout *layout = trove_row_layouts_get (&self->layouts, self->n_layouts + 1);
      TroveRowDescription description;
      gboolean done;

      trove_row_layout_describe (layout, &description);
      done = write_description (self, db, &description, error);
      trove_row_description_clear (&description);
      if (!done)
        return FALSE;
    }
  return TRUE;
}

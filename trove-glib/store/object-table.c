/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "object-table.h"

#include "state/packed-variant.h"
#include "state/row.h"

gboolean
trove_object_table_init (TroveObjectTable *self, TroveDb *db, TroveDictionary *dictionary, GError **error)
{
  const struct
  {
    sqlite3_stmt **statement;
    const char *sql;
  } statements[] = {
    { &self->insert,
      "INSERT INTO object (key, layout, owner, property, place, data) VALUES (?, ?, ?, ?, ?, ?)" },
    { &self->set_data, "UPDATE object SET layout = ?2, data = ?3 WHERE key = ?1" },
    { &self->set_place, "UPDATE object SET owner = ?2, property = ?3, place = ?4 WHERE key = ?1" },
    { &self->get_place, "SELECT place FROM object WHERE key = ?" },
    { &self->remove, "DELETE FROM object WHERE key = ?" },
    { &self->insert_item, "INSERT INTO reference (key, property, place, target) VALUES (?, ?, ?, ?)" },
    { &self->remove_item, "DELETE FROM reference WHERE key = ? AND property = ? AND place = ?" },
    { &self->remove_items, "DELETE FROM reference WHERE key = ?" },
    { &self->remove_list, "DELETE FROM reference WHERE key = ? AND property = ?" },
    { &self->get_item,
      "SELECT place FROM reference WHERE key = ? AND property = ? ORDER BY place LIMIT 1 OFFSET ?" },
  };

  *self = (TroveObjectTable){ .db = db, .dictionary = dictionary };
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      *statements[i].statement = trove_db_prepare (db, statements[i].sql, error);
      if (*statements[i].statement == NULL)
        {
          trove_object_table_clear (self);
          return FALSE;
        }
    }
  return TRUE;
}

void
trove_object_table_clear (TroveObjectTable *self)
{
  sqlite3_stmt *statements[] = { self->insert,      self->set_data,    self->set_place,   self->get_place,
                                 self->remove,      self->insert_item, self->remove_item, self->remove_items,
                                 self->remove_list, self->get_item };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    sqlite3_finalize (statements[i]);
}

/* Objects */

/* Binds the layout and the row of an object. swapped: is to last until the statement ends. */
static GVariant *
bind_row (TroveObjectTable *self, sqlite3_stmt *statement, int layout_at, int row_at,
          const TroveRecord *record, GError **error)
{
  const TroveRowLayout *layout = trove_row_layouts_for_class (&self->dictionary->layouts, record->klass);
  g_autoptr (GVariant) row = NULL;
  GVariant *swapped;

  if (layout->id > self->dictionary->n_layouts &&
      !trove_dictionary_write_layouts (self->dictionary, self->db, error))
    return NULL;
  row = trove_row_write (layout, record, error);
  if (row == NULL)
    {
      g_prefix_error (error, "Object %" G_GUINT64_FORMAT ": ", record->key);
      return NULL;
    }
  swapped = trove_packed_swap (row);
  sqlite3_bind_int64 (statement, layout_at, layout->id);
  if (!trove_db_bind_variant (self->db, statement, row_at, swapped, error))
    g_clear_pointer (&swapped, g_variant_unref);
  return swapped;
}

static void
bind_place (sqlite3_stmt *statement, int first, const TroveObjectPlace *place)
{
  if (place == NULL || place->owner == 0)
    {
      for (int i = 0; i < 3; i++)
        sqlite3_bind_null (statement, first + i);
      return;
    }
  sqlite3_bind_int64 (statement, first, (gint64) place->owner);
  sqlite3_bind_int64 (statement, first + 1, place->property);
  sqlite3_bind_int64 (statement, first + 2, place->place);
}

gboolean
trove_object_table_insert (TroveObjectTable *self, const TroveRecord *record, const TroveObjectPlace *place,
                           GError **error)
{
  g_autoptr (GVariant) row = bind_row (self, self->insert, 2, 6, record, error);

  if (row == NULL)
    return FALSE;
  sqlite3_bind_int64 (self->insert, 1, (gint64) record->key);
  bind_place (self->insert, 3, place);
  return trove_db_finish (self->db, self->insert, error);
}

gboolean
trove_object_table_set_data (TroveObjectTable *self, const TroveRecord *record, GError **error)
{
  g_autoptr (GVariant) row = bind_row (self, self->set_data, 2, 3, record, error);

  if (row == NULL)
    return FALSE;
  sqlite3_bind_int64 (self->set_data, 1, (gint64) record->key);
  return trove_db_finish (self->db, self->set_data, error);
}

gboolean
trove_object_table_set_place (TroveObjectTable *self, TroveKey key, const TroveObjectPlace *place,
                              GError **error)
{
  sqlite3_bind_int64 (self->set_place, 1, (gint64) key);
  bind_place (self->set_place, 2, place);
  return trove_db_finish (self->db, self->set_place, error);
}

/* The number in the only row of a statement, which is reset. A file that lacks the row is not as it was written. */
static gboolean
get_place (TroveObjectTable *self, sqlite3_stmt *statement, TroveKey key, gint64 *place, GError **error)
{
  int code = trove_db_step (self->db, statement, error);

  *place = code == SQLITE_ROW ? sqlite3_column_int64 (statement, 0) : 0;
  sqlite3_reset (statement);
  if (code == SQLITE_DONE)
    return trove_db_damaged (self->db, error, "object %" G_GUINT64_FORMAT " has no place", key);
  return code == SQLITE_ROW;
}

gboolean
trove_object_table_get_place (TroveObjectTable *self, TroveKey key, gint64 *place, GError **error)
{
  sqlite3_bind_int64 (self->get_place, 1, (gint64) key);
  return get_place (self, self->get_place, key, place, error);
}

gboolean
trove_object_table_remove (TroveObjectTable *self, TroveKey key, GError **error)
{
  sqlite3_bind_int64 (self->remove, 1, (gint64) key);
  sqlite3_bind_int64 (self->remove_items, 1, (gint64) key);
  return trove_db_finish (self->db, self->remove, error) &&
         trove_db_finish (self->db, self->remove_items, error);
}

/* Items of reference lists */

static void
bind_list (sqlite3_stmt *statement, TroveKey key, guint32 property)
{
  sqlite3_bind_int64 (statement, 1, (gint64) key);
  sqlite3_bind_int64 (statement, 2, property);
}

gboolean
trove_object_table_insert_item (TroveObjectTable *self, TroveKey key, guint32 property, gint64 place,
                                TroveKey target, GError **error)
{
  bind_list (self->insert_item, key, property);
  sqlite3_bind_int64 (self->insert_item, 3, place);
  sqlite3_bind_int64 (self->insert_item, 4, (gint64) target);
  return trove_db_finish (self->db, self->insert_item, error);
}

gboolean
trove_object_table_remove_item (TroveObjectTable *self, TroveKey key, guint32 property, gint64 place,
                                GError **error)
{
  bind_list (self->remove_item, key, property);
  sqlite3_bind_int64 (self->remove_item, 3, place);
  return trove_db_finish (self->db, self->remove_item, error);
}

gboolean
trove_object_table_get_item (TroveObjectTable *self, TroveKey key, guint32 property, guint32 index,
                             gint64 *place, GError **error)
{
  bind_list (self->get_item, key, property);
  sqlite3_bind_int64 (self->get_item, 3, index);
  return get_place (self, self->get_item, key, place, error);
}

gboolean
trove_object_table_remove_list (TroveObjectTable *self, TroveKey key, guint32 property, GError **error)
{
  bind_list (self->remove_list, key, property);
  return trove_db_finish (self->db, self->remove_list, error);
}

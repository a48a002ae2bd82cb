/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "file.h"

#include <string.h>

#include "trove-glib/trove-error.h"

#include "format.h"
#include "object-read.h"
#include "object-update.h"
#include "version-table.h"

static TroveFile *
file_new (const char *path)
{
  TroveFile *self = g_new0 (TroveFile, 1);

  self->path = g_strdup (path);
  trove_dictionary_init (&self->dictionary);
  trove_version_graph_init (&self->versions);
  return self;
}

void
trove_file_free (TroveFile *self)
{
  trove_dictionary_clear (&self->dictionary);
  trove_version_graph_clear (&self->versions);
  g_free (self->path);
  g_free (self);
}

void
trove_file_take_dictionary (TroveFile *self, TroveDictionary *dictionary)
{
  trove_dictionary_clear (dictionary);
  *dictionary = self->dictionary;
  trove_dictionary_init (&self->dictionary);
  self->has_dictionary = FALSE;
}

static void
set_current (TroveFile *self, gint64 number)
{
  const TroveVersionNode *node = trove_version_graph_find (&self->versions, number);

  self->current = number;
  memcpy (self->current_id, node->id, sizeof self->current_id);
}

/* Keys */

static gboolean
save_replicas (TroveDb *db, const TroveFileSave *save, GError **error)
{
  g_autoptr (sqlite3_stmt) insert =
      trove_db_prepare (db, "INSERT OR IGNORE INTO replica (number, random) VALUES (?, ?)", error);

  if (insert == NULL)
    return FALSE;
  for (guint i = 0; i < save->n_replicas; i++)
    {
      const TroveReplica *replica = &save->replicas[i];
      const guint64 random[2] = { GUINT64_TO_BE (replica->random[0]), GUINT64_TO_BE (replica->random[1]) };

      sqlite3_bind_int64 (insert, 1, replica->number);
      sqlite3_bind_blob (insert, 2, random, sizeof random, SQLITE_TRANSIENT);
      if (!trove_db_finish (db, insert, error))
        return FALSE;
    }
  return TRUE;
}

/* Saving */

static gboolean
save_versions (TroveFile *self, TroveDb *db, const TroveFileSave *save, GError **error)
{
  self->next = self->current;
  return trove_version_update_write (&save->versions, db, &self->versions, &self->dictionary, &self->next,
                                     error);
}

/* The objects that the file is to have: all of them in a new file. */
static gboolean
save_objects (TroveFile *self, TroveDb *db, const TroveFileSave *save, gboolean is_new, GError **error)
{
  TroveObjectTable table;
  gboolean done;

  if (!trove_object_table_init (&table, db, &self->dictionary, error))
    return FALSE;
  if (is_new)
    done = trove_object_table_write_all (&table, save->to, save->progress, save->progress_data, error);
  else
    done = trove_object_table_update (&table, save->from, save->to, error);
  trove_object_table_clear (&table);
  return done;
}

static gboolean
write_document (TroveDb *db, const guint64 id[2], TroveKey root, GError **error)
{
  const guint64 bytes[2] = { GUINT64_TO_BE (id[0]), GUINT64_TO_BE (id[1]) };
  g_autoptr (sqlite3_stmt) insert =
      trove_db_prepare (db, "INSERT INTO document (id, root) VALUES (?, ?)", error);

  if (insert == NULL)
    return FALSE;
  sqlite3_bind_blob (insert, 1, bytes, sizeof bytes, SQLITE_STATIC);
  sqlite3_bind_int64 (insert, 2, (gint64) root);
  return trove_db_finish (db, insert, error);
}

/* Ends the transaction. A transaction that writes counts one up; others may write as soon as it has ended, so the file is not asked. */
static gboolean
commit (TroveFile *self, TroveDb *db, GError **error)
{
  if (!trove_db_run (db, "COMMIT", error))
    return FALSE;
  self->counter += sqlite3_total_changes (db->handle) > 0;
  return TRUE;
}

static gboolean
create (TroveFile *self, TroveDb *db, const TroveFileSave *save, GError **error)
{
  return trove_db_run (db, "BEGIN IMMEDIATE", error) && trove_format_create (db, error) &&
         write_document (db, self->id, save->to->root, error) && save_objects (self, db, save, TRUE, error) &&
         save_replicas (db, save, error) && save_versions (self, db, save, error) &&
         trove_db_set_mark (db, &self->mark, error) && commit (self, db, error);
}

TroveFile *
trove_file_create (const char *path, const guint64 id[2], const TroveFileSave *save, GError **error)
{
  TroveFile *self = file_new (path);
  TroveDb db;
  gboolean done;

  memcpy (self->id, id, sizeof self->id);
  self->has_dictionary = TRUE;
  done = trove_db_open (&db, path, TROVE_DB_CREATE, save->cancellable, error);
  if (done)
    {
      done = create (self, &db, save, error);
      trove_db_close (&db);
    }
  if (done)
    set_current (self, self->next);
  if (!done)
    g_clear_pointer (&self, trove_file_free);
  return self;
}

/* Updating */

static gboolean
read_id (TroveDb *db, const char *sql, guint64 id[2], GError **error)
{
  g_autoptr (sqlite3_stmt) statement = trove_db_prepare (db, sql, error);
  int code = statement != NULL ? trove_db_step (db, statement, error) : SQLITE_ERROR;

  if (code == SQLITE_ERROR)
    return FALSE;
  if (code != SQLITE_ROW || sqlite3_column_bytes (statement, 0) != 2 * sizeof *id)
    return trove_db_damaged (db, error, "an id is missing");
  memcpy (id, sqlite3_column_blob (statement, 0), 2 * sizeof *id);
  for (guint i = 0; i < 2; i++)
    id[i] = GUINT64_FROM_BE (id[i]);
  return TRUE;
}

/* Returns FALSE. what: with the name of the file. */
static gboolean
fail (const TroveFile *self, gint code, const char *what, GError **error)
{
  g_autofree char *name = g_filename_display_name (self->path);

  g_set_error (error, TROVE_ERROR, code, "The file %s %s", name, what);
  return FALSE;
}

/* Returns FALSE. */
static gboolean
refuse_newer (const TroveFile *self, GError **error)
{
  return fail (self, TROVE_ERROR_READ_ONLY,
               "was written by a later version of the library, and cannot be written by this one", error);
}

/* Two copies of a file that were changed apart may have the same counter, but not the same current version under that number. One that was
 * written anew has another mark. */
static gboolean
check_unchanged (TroveFile *self, TroveDb *db, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT ifnull ((SELECT id FROM version WHERE number = %" G_GINT64_FORMAT "), zeroblob (16))",
      self->current);
  guint64 id[2] = { 0 }, current_id[2] = { 0 };
  guint32 counter, mark;

  if (!trove_db_get_change_counter (db, &counter, &mark, error))
    return FALSE;
  if (counter == self->counter && mark == self->mark &&
      !(read_id (db, "SELECT id FROM document", id, error) && read_id (db, sql, current_id, error)))
    return FALSE;
  if (memcmp (id, self->id, sizeof id) == 0 && memcmp (current_id, self->current_id, sizeof current_id) == 0)
    return TRUE;
  return fail (self, TROVE_ERROR_CHANGED,
               "was changed by another program since the document was loaded or saved", error);
}

static gboolean
note_version (const TroveVersionRow *row, gpointer data, GError **error)
{
  TroveFile *self = data;
  const TroveVersionNode node = { .id = { row->id[0], row->id[1] },
                                  .number = row->number,
                                  .marks = row->marks,
                                  .base = row->base,
                                  .merged = row->merged };

  if (!trove_version_graph_add (&self->versions, &node))
    {
      g_autofree char *what = g_strdup_printf ("is damaged: version %" G_GINT64_FORMAT
                                               " is there twice, or comes before one that it is made of",
                                               row->number);

      return fail (self, TROVE_ERROR_DAMAGED, what, error);
    }
  trove_version_graph_set_name (&self->versions, trove_version_graph_find (&self->versions, row->number),
                                row->name);
  if ((row->marks & TROVE_VERSION_CURRENT) != 0)
    set_current (self, row->number);
  return TRUE;
}

static gboolean
refresh (TroveFile *self, TroveDb *db, GError **error)
{
  if (self->is_stale || !self->has_dictionary)
    {
      trove_dictionary_clear (&self->dictionary);
      trove_dictionary_init (&self->dictionary);
      if (!trove_dictionary_read (&self->dictionary, db, error))
        return FALSE;
      self->has_dictionary = TRUE;
    }
  if (!self->is_stale)
    return TRUE;
  trove_version_graph_clear (&self->versions);
  trove_version_graph_init (&self->versions);
  return trove_version_table_read (db, note_version, self, error);
}

static gboolean
update (TroveFile *self, TroveDb *db, const TroveFileSave *save, GError **error)
{
  return trove_db_run (db, "BEGIN IMMEDIATE", error) && check_unchanged (self, db, error) &&
         refresh (self, db, error) && save_objects (self, db, save, FALSE, error) &&
         save_replicas (db, save, error) && save_versions (self, db, save, error) && commit (self, db, error);
}

gboolean
trove_file_update (TroveFile *self, const TroveFileSave *save, GError **error)
{
  TroveDb db;
  gboolean done;

  if (self->is_newer)
    return refuse_newer (self, error);
  if (!trove_db_open (&db, self->path, TROVE_DB_WRITE, save->cancellable, error))
    return FALSE;
  done = update (self, &db, save, error);
  trove_db_close (&db); /* rolls back a transaction that is open */
  self->is_stale = !done;
  if (done)
    set_current (self, self->next);
  return done;
}

/* A new file in the place of this one */

gboolean
trove_file_check (TroveFile *self, GError **error)
{
  TroveDb db;
  gboolean done;

  if (self->is_newer)
    return refuse_newer (self, error);
  if (!trove_db_open (&db, self->path, TROVE_DB_WRITE, NULL, error))
    return FALSE;
  /* Waits for another program that writes. */
  done = trove_db_run (&db, "BEGIN IMMEDIATE", error) && check_unchanged (self, &db, error);
  trove_db_close (&db);
  return done;
}

static gboolean
is_beside (const char *path, const char *suffix)
{
  g_autofree char *name = g_strconcat (path, suffix, NULL);

  return g_file_test (name, G_FILE_TEST_EXISTS);
}

/* What is left is of a file that is no database. */
static void
remove_beside (const char *path)
{
  static const char *const suffixes[] = { "-journal", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (path, suffixes[i], NULL);
      g_autoptr (GFile) file = g_file_new_for_path (name);

      g_file_delete (file, NULL, NULL);
    }
}

gboolean
trove_file_settle (const char *path, GError **error)
{
  g_autoptr (GError) why = NULL;
  gint64 n;
  TroveDb db;

  if (!is_beside (path, "-journal") && !is_beside (path, "-wal"))
    return TRUE;
  if (trove_db_open (&db, path, TROVE_DB_READ, NULL, &why))
    {
      trove_db_get_number (&db, "SELECT count (*) FROM sqlite_schema", &n, &why);
      trove_db_close (&db);
      if (why == NULL && is_beside (path, "-wal")) /* in use: the file is not in the mode of a log else */
        why = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_BUSY, "Another program has the file open");
    }
  if (g_error_matches (why, G_IO_ERROR, G_IO_ERROR_BUSY))
    {
      g_propagate_error (error, g_steal_pointer (&why));
      return FALSE;
    }
  remove_beside (path);
  return TRUE;
}

/* Loading */

typedef struct
{
  TroveFile *file;
  GArray *rows; /* TroveVersionRow */
} Versions;

static GVariant *
dup_variant (GVariant *variant)
{
  return variant != NULL ? g_variant_ref (variant) : NULL;
}

static gboolean
load_version (const TroveVersionRow *row, gpointer data, GError **error)
{
  Versions *self = data;
  TroveVersionRow copy = *row;

  if (!note_version (row, self->file, error))
    return FALSE;
  copy.label = g_strdup (row->label);
  copy.name = g_strdup (row->name);
  copy.view_state_before = dup_variant (row->view_state_before);
  copy.view_state = dup_variant (row->view_state);
  copy.changes = dup_variant (row->changes);
  g_array_append_val (self->rows, copy);
  return TRUE;
}

static void
clear_row (gpointer data)
{
  TroveVersionRow *row = data;

  g_free ((char *) row->label);
  g_free ((char *) row->name);
  g_clear_pointer (&row->view_state_before, g_variant_unref);
  g_clear_pointer (&row->view_state, g_variant_unref);
  g_clear_pointer (&row->changes, g_variant_unref);
}

void
trove_file_rows_free (GArray *versions)
{
  g_array_unref (versions);
}

static gboolean
load_replicas (TroveDb *db, GArray *replicas, GError **error)
{
  g_autoptr (sqlite3_stmt) rows =
      trove_db_prepare (db, "SELECT number, random FROM replica ORDER BY number", error);
  int code = SQLITE_ERROR;

  while (rows != NULL && (code = trove_db_step (db, rows, error)) == SQLITE_ROW)
    {
      gint64 number = sqlite3_column_int64 (rows, 0);
      TroveReplica replica = { .number = (guint32) number };

      if (number < 0 || number >= TROVE_KEY_REPLICAS ||
          sqlite3_column_bytes (rows, 1) != sizeof replica.random)
        return trove_db_damaged (db, error, "%" G_GINT64_FORMAT " is no replica number", number);
      memcpy (replica.random, sqlite3_column_blob (rows, 1), sizeof replica.random);
      for (guint i = 0; i < 2; i++)
        replica.random[i] = GUINT64_FROM_BE (replica.random[i]);
      g_array_append_val (replicas, replica);
    }
  return code == SQLITE_DONE;
}

/* editor: NULL: the objects are not read. */
static gboolean
load (TroveFile *self, TroveDb *db, TroveEditor *editor, GArray *older, GArray *rows, GArray *replicas,
      TroveFileProgress progress, gpointer progress_data, GError **error)
{
  Versions versions = { self, rows };

  return trove_db_run (db, "BEGIN", error) && trove_format_check (db, &self->is_newer, error) &&
         read_id (db, "SELECT id FROM document", self->id, error) &&
         trove_db_get_change_counter (db, &self->counter, &self->mark, error) &&
         trove_dictionary_read (&self->dictionary, db, error) && load_replicas (db, replicas, error) &&
         (editor == NULL || trove_object_table_read (db, &self->dictionary, replicas, editor, older, progress,
                                                     progress_data, error)) &&
         trove_version_table_read (db, load_version, &versions, error) &&
         (self->current != 0 || trove_db_damaged (db, error, "it has no current version"));
}

TroveFile *
trove_file_load (const char *path, TroveEditor *editor, GArray *older, GArray **versions, GArray **replicas,
                 GCancellable *cancellable, TroveFileProgress progress, gpointer progress_data,
                 GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (TroveVersionRow));
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (TroveReplica));
  TroveFile *self = file_new (path);
  TroveDb db;
  gboolean done;

  g_array_set_clear_func (rows, clear_row);
  done = trove_db_open (&db, path, TROVE_DB_READ, cancellable, error);
  if (done)
    {
      done = load (self, &db, editor, older, rows, numbers, progress, progress_data, error);
      trove_db_close (&db);
    }
  if (!done)
    {
      trove_file_free (self);
      return NULL;
    }
  *versions = g_steal_pointer (&rows);
  *replicas = g_steal_pointer (&numbers);
  return self;
}

TroveFile *
trove_file_load_versions (const char *path, GArray **versions, GArray **replicas, GCancellable *cancellable,
                          GError **error)
{
  return trove_file_load (path, NULL, NULL, versions, replicas, cancellable, NULL, NULL, error);
}

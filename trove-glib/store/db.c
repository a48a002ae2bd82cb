/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "db.h"

#include "trove-glib/trove-error.h"

#define BUSY_MS 5000       /* the time that another program may take to write */
#define CANCEL_STEPS 20000 /* of SQLite's machine, between two looks at the cancellable */
#define STEPS_A_BYTE 10    /* the same, of a file that is read */
#define LEAST_ROW 4        /* bytes of a file that a row takes */
#define SOME_BYTES 100000  /* for a small file: what is read that is not in the file */
#define OPENING_STEPS 10000000
#define PAGE_SIZE "1024" /* bytes: a change writes some pages whole */
/* Of the file's header, in words of 4 bytes in big endian. */
#define HEADER_WORDS 11
#define CHANGE_COUNTER 6
#define SCHEMA_VERSION 10

/* Errors */

static gint
io_code (int code)
{
  switch (code & 0xff)
    {
    case SQLITE_FULL:
      return G_IO_ERROR_NO_SPACE;
    case SQLITE_READONLY:
      return G_IO_ERROR_READ_ONLY;
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return G_IO_ERROR_PERMISSION_DENIED;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return G_IO_ERROR_BUSY;
    case SQLITE_INTERRUPT:
      return G_IO_ERROR_CANCELLED;
    case SQLITE_TOOBIG:
      return G_IO_ERROR_NO_SPACE;
    default:
      return G_IO_ERROR_FAILED;
    }
}

static gboolean
is_damage (int code)
{
  code &= 0xff;
  return code == SQLITE_CORRUPT || code == SQLITE_NOTADB || code == SQLITE_ERROR || code == SQLITE_MISMATCH ||
         code == SQLITE_CONSTRAINT;
}

gboolean
trove_db_fail (const TroveDb *self, GError **error)
{
  int code = sqlite3_extended_errcode (self->handle);
  int system = sqlite3_system_errno (self->handle);
  g_autofree char *name = g_filename_display_name (self->path);
  g_autofree char *message =
      g_utf8_make_valid (sqlite3_errmsg (self->handle), -1); /* may quote what is in the file */

  if (code == SQLITE_INTERRUPT && !g_cancellable_is_cancelled (self->cancellable))
    trove_db_damaged (self, error, "reading it does not end");
  else if ((code & 0xff) == SQLITE_NOMEM)
    g_set_error (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY, "There is no memory for the file %s", name);
  else if (is_damage (code))
    g_set_error (error, TROVE_ERROR, TROVE_ERROR_DAMAGED, "The file %s is damaged: %s", name, message);
  else
    g_set_error (error, G_IO_ERROR,
                 ((code & 0xff) == SQLITE_CANTOPEN || (code & 0xff) == SQLITE_IOERR) && system != 0 ?
                     (gint) g_io_error_from_errno (system) :
                     io_code (code),
                 "The file %s: %s", name, message);
  return FALSE;
}

gboolean
trove_db_damaged (const TroveDb *self, GError **error, const char *format, ...)
{
  g_autofree char *why = NULL, *name = g_filename_display_name (self->path);
  va_list arguments;

  va_start (arguments, format);
  why = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_DAMAGED, "The file %s is damaged: %s", name, why);
  return FALSE;
}

/* Opening */

/* TRUE ends the statement. */
static int
note_steps (gpointer data)
{
  TroveDb *self = data;

  self->n_steps_left -= CANCEL_STEPS;
  return self->n_steps_left < 0 || g_cancellable_is_cancelled (self->cancellable);
}

/* No value that is read is longer than the file, and all together are not: values or whole tables may share pages in a forged file, so
 * that there is no end of them. */
static gboolean
limit_reading (TroveDb *self, GError **error)
{
  gint64 pages = 0, size = 0;

  if (!trove_db_get_number (self, "PRAGMA page_count", &pages, error) ||
      !trove_db_get_number (self, "PRAGMA page_size", &size, error))
    return FALSE;
  sqlite3_limit (self->handle, SQLITE_LIMIT_LENGTH, (int) CLAMP (pages * size, SOME_BYTES, G_MAXINT32));
  self->n_bytes_left = SOME_BYTES + pages * size;
  self->n_steps_left = STEPS_A_BYTE * self->n_bytes_left;
  return TRUE;
}

static gboolean
prepare_for_strangers (TroveDb *self, GError **error)
{
  static const struct
  {
    int verb, on;
  } configurations[] = {
    { SQLITE_DBCONFIG_DEFENSIVE, 1 },      { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
    { SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 }, { SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
    { SQLITE_DBCONFIG_DQS_DML, 0 },        { SQLITE_DBCONFIG_DQS_DDL, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (configurations); i++)
    if (sqlite3_db_config (self->handle, configurations[i].verb, configurations[i].on, NULL) != SQLITE_OK)
      return trove_db_fail (self, error);
  return trove_db_run (self, "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY",
                       error);
}

/* A file that somebody has put in the mode of a write-ahead log would have two others beside it while it is open, and does not count its
 * transactions. It stays so if it cannot be written, or if that somebody has it open. */
static void
leave_log (TroveDb *self)
{
  sqlite3_busy_timeout (self->handle, 0);
  sqlite3_exec (self->handle, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
  sqlite3_busy_timeout (self->handle, BUSY_MS);
}

static gboolean
set_up (TroveDb *self, TroveDbMode mode, GError **error)
{
  sqlite3_extended_result_codes (self->handle, 1);
  sqlite3_busy_timeout (self->handle, BUSY_MS);
  sqlite3_progress_handler (self->handle, CANCEL_STEPS, note_steps, self);
  if (!prepare_for_strangers (self, error))
    return FALSE;
  if (mode == TROVE_DB_READ)
    leave_log (self);
  if (mode == TROVE_DB_READ)
    return limit_reading (self, error);
  self->n_steps_left = G_MAXINT64;
  if (mode == TROVE_DB_CREATE && !trove_db_run (self, "PRAGMA page_size = " PAGE_SIZE, error))
    return FALSE;
  return trove_db_run (self, "PRAGMA journal_mode = DELETE; PRAGMA synchronous = EXTRA", error);
}

gboolean
trove_db_open (TroveDb *self, const char *path, TroveDbMode mode, GCancellable *cancellable, GError **error)
{
  gboolean done;

  *self = (TroveDb){ .path = g_strdup (path), .n_bytes_left = G_MAXINT64, .n_steps_left = OPENING_STEPS };
  if (cancellable != NULL)
    self->cancellable = g_object_ref (cancellable);
  /* A file that is only read is opened for writing too, where it can be: a transaction that a program has not ended is to be rolled back.
   * Threads use the connection one after the other. */
  done =
      sqlite3_open_v2 (path, &self->handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK ?
          set_up (self, mode, error) :
          trove_db_fail (self, error);
  if (!done)
    trove_db_close (self);
  return done;
}

void
trove_db_close (TroveDb *self)
{
  sqlite3_close_v2 (self->handle);
  g_free (self->path);
  g_clear_object (&self->cancellable);
}

/* Statements */

gboolean
trove_db_run (TroveDb *self, const char *sql, GError **error)
{
  return sqlite3_exec (self->handle, sql, NULL, NULL, NULL) == SQLITE_OK || trove_db_fail (self, error);
}

sqlite3_stmt *
trove_db_prepare (TroveDb *self, const char *sql, GError **error)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (self->handle, sql, -1, &statement, NULL) != SQLITE_OK)
    trove_db_fail (self, error);
  return statement;
}

/* FALSE: more was read than the file can have. */
static gboolean
take_row (TroveDb *self, sqlite3_stmt *row)
{
  self->n_bytes_left -= LEAST_ROW;
  for (int i = 0, n = sqlite3_column_count (row); i < n; i++)
    {
      int type = sqlite3_column_type (row, i);

      if (type == SQLITE_BLOB || type == SQLITE_TEXT)
        self->n_bytes_left -= sqlite3_column_bytes (row, i);
    }
  return self->n_bytes_left >= 0;
}

int
trove_db_step (TroveDb *self, sqlite3_stmt *statement, GError **error)
{
  int code = sqlite3_step (statement);

  if (code == SQLITE_DONE || (code == SQLITE_ROW && take_row (self, statement)))
    return code;
  if (code == SQLITE_ROW)
    trove_db_damaged (self, error, "it has more values than bytes");
  else
    trove_db_fail (self, error);
  return SQLITE_ERROR;
}

gboolean
trove_db_finish (TroveDb *self, sqlite3_stmt *statement, GError **error)
{
  gboolean done = trove_db_step (self, statement, error) == SQLITE_DONE;

  sqlite3_reset (statement);
  return done;
}

gboolean
trove_db_bind_variant (TroveDb *self, sqlite3_stmt *statement, int at, GVariant *variant, GError **error)
{
  gsize size = g_variant_get_size (variant);

  if (sqlite3_bind_blob64 (statement, at, size > 0 ? g_variant_get_data (variant) : "", size,
                           SQLITE_STATIC) == SQLITE_OK)
    return TRUE;
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_FULL,
               "The file %s cannot have a value of %" G_GSIZE_FORMAT " bytes", self->path, size);
  return FALSE;
}

gboolean
trove_db_get_number (TroveDb *self, const char *sql, gint64 *number, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = trove_db_prepare (self, sql, error);
  int code;

  if (statement == NULL)
    return FALSE;
  code = trove_db_step (self, statement, error);
  *number = code == SQLITE_ROW ? sqlite3_column_int64 (statement, 0) : 0;
  return code != SQLITE_ERROR;
}

gboolean
trove_db_get_change_counter (TroveDb *self, guint32 *counter, guint32 *mark, GError **error)
{
  guint32 header[HEADER_WORDS] = { 0 };
  sqlite3_file *file = NULL;
  int code = sqlite3_file_control (self->handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);

  if (code == SQLITE_OK)
    code = file->pMethods->xRead (file, header, sizeof header, 0);
  if (code != SQLITE_OK && code != SQLITE_IOERR_SHORT_READ) /* a file that was cut has 0 there */
    {
      g_autofree char *name = g_filename_display_name (self->path);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "The header of the file %s cannot be read", name);
      return FALSE;
    }
  *counter = GUINT32_FROM_BE (header[CHANGE_COUNTER]);
  *mark = GUINT32_FROM_BE (header[SCHEMA_VERSION]);
  return TRUE;
}

gboolean
trove_db_set_mark (TroveDb *self, guint32 *mark, GError **error)
{
  g_autofree char *sql = NULL;
  gboolean done;

  *mark = (guint32) g_random_int_range (1, G_MAXINT32);
  sql = g_strdup_printf ("PRAGMA schema_version = %u", *mark);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL); /* which does not let it be set */
  done = trove_db_run (self, sql, error);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  return done;
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Db: a connection to a document's file, an SQLite database.
 *
 * Nothing in a file is trusted: its schema runs no code (triggers, views and functions in it are not used), and the
 * lengths of its values, and of all that is read, are limited by the size of the file. A transaction is written with a rollback journal, so that no other file is
 * left beside at the end.
 *
 * One thread at a time. */

#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

typedef enum
{
  TROVE_DB_READ,
  TROVE_DB_WRITE,
  TROVE_DB_CREATE, /* the file is there and empty */
} TroveDbMode;

typedef struct
{
  sqlite3 *handle;
  char *path;
  GCancellable *cancellable; /* owned, nullable */
  gint64 n_bytes_left;       /* of values in rows, until a file that is read must be forged */
  gint64 n_steps_left;       /* of SQLite's machine, the same */
} TroveDb;

/* FALSE with an error of GIO: NOT_FOUND, PERMISSION_DENIED, READ_ONLY and others, or with DAMAGED. There is nothing to close then.
 * cancellable: ends any statement of the connection; nullable. */
gboolean trove_db_open (TroveDb *self, const char *path, TroveDbMode mode, GCancellable *cancellable,
                        GError **error);
void trove_db_close (TroveDb *self);

/* Runs statements that return no rows. */
gboolean trove_db_run (TroveDb *self, const char *sql, GError **error);

/* NULL with an error. */
sqlite3_stmt *trove_db_prepare (TroveDb *self, const char *sql, GError **error);

/* Steps a statement. Returns SQLITE_ROW, SQLITE_DONE, or SQLITE_ERROR with an error set. */
int trove_db_step (TroveDb *self, sqlite3_stmt *statement, GError **error);

/* Steps a statement that returns no rows, and makes it ready for the next time. */
gboolean trove_db_finish (TroveDb *self, sqlite3_stmt *statement, GError **error);

/* Binds the bytes of a variant, which lasts as long as the statement runs. FALSE with FULL if they are more than SQLite takes. */
gboolean trove_db_bind_variant (TroveDb *self, sqlite3_stmt *statement, int at, GVariant *variant,
                                GError **error);

/* The number that a statement returns in its only row, 0 without a row. FALSE with an error. */
gboolean trove_db_get_number (TroveDb *self, const char *sql, gint64 *number, GError **error);

/* The number of transactions that were written to the file, and its mark, as its header has them. A transaction is open, so that they do
 * not change meanwhile. */
gboolean trove_db_get_change_counter (TroveDb *self, guint32 *counter, guint32 *mark, GError **error);

/* Marks a new file by a number at random, in place of the version of the schema. So a file that takes the place of another one is told from
 * it, although both count their transactions from 1 on. In a transaction, after the last change of the schema. */
gboolean trove_db_set_mark (TroveDb *self, guint32 *mark, GError **error);

/* Sets the error of the last call of SQLite. Returns FALSE. */
gboolean trove_db_fail (const TroveDb *self, GError **error);

/* Sets DAMAGED, with the file's name. Returns FALSE. */
gboolean trove_db_damaged (const TroveDb *self, GError **error, const char *format, ...) G_GNUC_PRINTF (3, 4);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

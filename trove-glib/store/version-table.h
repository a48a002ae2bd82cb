/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Version table: the versions of a file, and what each changed.
 *
 *   number   base   marks               changes
 *   1               in history
 *   2        1      in history          from 1 to 2, and back
 *   3        2      in history, current from 2 to 3, and back
 *   4        2                          from 2 to 4, and back
 *
 * The tables of objects have the current version. Any other one is reached from it along the bases, in either direction. So a row stays
 * while it is on the way to one of the history, though its version has left it. */

#pragma once

#include "state/state.h"

#include "dictionary.h"

/* A version as the file has it. */
typedef struct
{
  gint64 number; /* from 1 on; 0: the next one */
  guint64 id[2];
  gint64 time;         /* µs since 1970 */
  guint marks;         /* TROVE_VERSION_… */
  gint64 base, merged; /* numbers; 0: none */
  guint64 n_bytes;
  const char *label, *name;                 /* nullable */
  GVariant *view_state_before, *view_state; /* nullable */
  GVariant *changes; /* in little endian, of TROVE_DELTA_TYPE; NULL: there is no base */
} TroveVersionRow;

typedef struct
{
  TroveDb *db; /* not owned */
  sqlite3_stmt *insert, *insert_change, *set_marks, *set_name, *clear_base, *clear_merged, *remove,
      *remove_change;
  gint64 last; /* number */
} TroveVersionTable;

gboolean trove_version_table_init (TroveVersionTable *self, TroveDb *db, GError **error);
void trove_version_table_clear (TroveVersionTable *self);

/* Adds a row, and sets its number. */
gboolean trove_version_table_insert (TroveVersionTable *self, TroveVersionRow *row, GError **error);
gboolean trove_version_table_set_marks (TroveVersionTable *self, gint64 number, guint marks, GError **error);
gboolean trove_version_table_set_name (TroveVersionTable *self, gint64 number, const char *name,
                                       GError **error);

/* Clears the base of a version, and what it changed. */
gboolean trove_version_table_clear_base (TroveVersionTable *self, gint64 number, GError **error);
gboolean trove_version_table_clear_merged (TroveVersionTable *self, gint64 number, GError **error);
gboolean trove_version_table_remove (TroveVersionTable *self, gint64 number, GError **error);

/* Calls func with each row, in the order of numbers. What it points to is valid until func returns, changes until the last reference is
 * dropped. FALSE with DAMAGED for values of other types than those above, an error of the file, or where func returned FALSE. */
typedef gboolean (*TroveVersionRowFunc) (const TroveVersionRow *row, gpointer data, GError **error);
gboolean trove_version_table_read (TroveDb *db, TroveVersionRowFunc func, gpointer data, GError **error);

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Store kit: databases for tests of the store, and short ways to fill and to read them. */

#pragma once

#include "store/format.h"

/* A database in memory, without tables. */
void store_kit_init (TroveDb *db);

/* The same with the tables of a document. */
void store_kit_init_tables (TroveDb *db);

/* A new file, which is empty. Removes the file and frees the path; no other file is left beside. */
char *store_kit_path (void);
void store_kit_remove (char *path);

void store_kit_run (TroveDb *db, const char *sql);

/* The rows of a query: columns with a bar between, and a space between rows. */
char *store_kit_query (TroveDb *db, const char *sql);
void store_kit_check (TroveDb *db, const char *sql, const char *expected);

/* The call failed with an error, whose message has the words; clears it. */
void store_kit_refused (gboolean done, GError **error, GQuark domain, gint code, const char *words);
#define store_kit_damaged(done, error, words)                                                                \
  store_kit_refused (done, error, TROVE_ERROR, TROVE_ERROR_DAMAGED, words)

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* File kit: documents in files of a temporary folder, for tests of saving and loading. */

#pragma once

#include <trove-glib/trove-glib.h>

/* A file that is not there, in a new folder. file_kit_remove () removes the folder, in which nothing else may be left. */
GFile *file_kit_new (const char *name);
void file_kit_remove (GFile *file);

/* These succeed. file: NULL: the document's own. file_kit_merge () returns the number of conflicts. */
void file_kit_save (TroveDocument *document, GFile *file);
void file_kit_save_by (TroveDocument *document, GFile *file, TroveSaveFlags flags);
guint file_kit_merge (TroveDocument *document, GFile *file);
TroveDocument *file_kit_load (GFile *file);

/* Runs SQL on a file, as another program does. */
void file_kit_run (GFile *file, const char *sql);

/* Another program writes to a file until it is unlocked. */
gpointer file_kit_lock (GFile *file);
void file_kit_unlock (gpointer lock);

/* The first value that SQL returns, as text; to be freed. */
char *file_kit_query (GFile *file, const char *sql);

/* Fails if a document differs from another one in its objects, its versions or what they were like. */
void file_kit_check_same (TroveDocument *document, TroveDocument *expected);

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reading the tables of objects.
 *
 *   1  each row        an object without an owner; its place and its references are noted
 *   2  the depths      how far each object is below the root, so that circles and strays are found
 *   3  the places      from the deepest objects up, each list in its order
 *   4  the references, when all objects are there
 *
 * Going up means that no owner has an owner yet, so that looking for circles takes no time, whatever the file says. */

#pragma once

#include "state/editor.h"

#include "object-write.h"

/* An object that was written by an older version of its class. */
typedef struct
{
  TroveKey key;
  guint schema_version; /* in the file */
} TroveOlderObject;

/* Reads all objects into an editor without any, and freezes them. No GObject is made. replicas: those that the file has, as TroveReplica
 * in the order of numbers; each key has one of them. older: gets TroveOlderObject, in the order of keys; these objects have the class of
 * the program's version from now on, as the caller lets the program upgrade them. progress: nullable. FALSE with DAMAGED for rows that are
 * not as a document has them, with the errors of the dictionary or of trove_editor_touch (), or with an error of the file. */
gboolean trove_object_table_read (TroveDb *db, const TroveDictionary *dictionary, const GArray *replicas,
                                  TroveEditor *editor, GArray *older, TroveFileProgress progress,
                                  gpointer progress_data, GError **error);

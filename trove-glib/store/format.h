/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Format: the tables of a document's file.
 *
 *   document     one row: the id of the document, the key of its root
 *   replica      the replica numbers of keys, each with 128 random bits
 *   property     names of properties, which others refer to by number
 *   layout       how objects of a class are written, with the names of the types above (row-layout.h)
 *   field        the fields of layouts in their order
 *   object       a row for each object of the current version: its place, and its values as a variant (row.h)
 *   reference    an item of a list of references of such an object
 *   version      a row for each version
 *   change       what each changed (delta-write.h)
 *
 * All variants are in little endian. The place of an object orders it among the others of its owner's list; so does that of a reference.
 *
 * application_id says that the file is one of these, user_version is the number of the format. A later format may add tables, and
 * keeps those above as long as it can be read by this library. */

#pragma once

#include "db.h"

#define TROVE_FORMAT 1

/* Marks of versions. */
#define TROVE_VERSION_IN_HISTORY (1 << 0) /* else it is there because others are read from it */
#define TROVE_VERSION_KEPT (1 << 1)
#define TROVE_VERSION_CURRENT (1 << 2) /* the tables have its objects */
#define TROVE_VERSION_SAVED (1 << 3)
#define TROVE_VERSION_GAP (1 << 4)     /* it descends from its base, but undo does not lead there */
#define TROVE_VERSION_REDO (1 << 5)    /* redo leads to it from its base */
#define TROVE_VERSION_FOREIGN (1 << 6) /* it does not descend from its base */

/* Makes the tables in an empty file, in the transaction that is open. */
gboolean trove_format_create (TroveDb *db, GError **error);

/* FALSE with DAMAGED for a file of another application, or with other tables. is_newer: the format is a later one, and its tables can
 * be read. */
gboolean trove_format_check (TroveDb *db, gboolean *is_newer, GError **error);

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Dictionary: the numbers that a file gives to names of properties and to layouts.
 *
 *   property   1 "x"  2 "label"  3 "children"
 *   layout     1 "Shape"  2 "Page"
 *
 * Numbers stay as long as the file. New ones are written before they are used. */

#pragma once

#include "state/row-layout.h"

#include "db.h"

typedef struct
{
  TroveRowLayouts layouts;
  guint32 n_layouts;   /* ids up to this one are in the file */
  GPtrArray *names;    /* of properties, interned, by number; the first one is unused */
  GHashTable *numbers; /* interned name → number */
} TroveDictionary;

void trove_dictionary_init (TroveDictionary *self);
void trove_dictionary_clear (TroveDictionary *self);

/* Reads all of a file. FALSE with DAMAGED, TYPE_MISMATCH for a class of which neither the type nor one above is registered, or an error
 * of the file. */
gboolean trove_dictionary_read (TroveDictionary *self, TroveDb *db, GError **error);

/* The name of a property, interned. NULL: no property has the number. */
const char *trove_dictionary_name (const TroveDictionary *self, gint64 number);

/* The number of a property's name, which is written where it is new. 0 with an error. */
guint32 trove_dictionary_number (TroveDictionary *self, TroveDb *db, const char *name, GError **error);

/* Writes the layouts that were added since. */
gboolean trove_dictionary_write_layouts (TroveDictionary *self, TroveDb *db, GError **error);

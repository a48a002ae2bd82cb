/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Object table: the rows of the objects of one state, and of the items of their reference lists.
 *
 *   key   layout   owner   property   place        data
 *   1     2                                        the root
 *   2     1        1       children   16777216     (12.5, 'a box', 0)
 *   3     1        1       children   33554432     (20.0, 'a disc', 2)
 *
 * Places increase along a list, with gaps, so that an object is put between two others without a change of any other row. */

#pragma once

#include "state/state.h"

#include "dictionary.h"

#define TROVE_PLACE_STEP ((gint64) 1 << 24) /* between neighbours of a list that was written at once */
#define TROVE_PLACE_LIMIT ((gint64) 1 << 61)

/* Where an object stands. */
typedef struct
{
  TroveKey owner;
  guint32 property;
  gint64 place;
} TroveObjectPlace;

typedef struct
{
  TroveDb *db; /* not owned, as the dictionary */
  TroveDictionary *dictionary;
  sqlite3_stmt *insert, *set_data, *set_place, *get_place, *remove;
  sqlite3_stmt *insert_item, *remove_item, *remove_items, *remove_list, *get_item;
} TroveObjectTable;

/* FALSE with an error; then there is nothing to clear. */
gboolean trove_object_table_init (TroveObjectTable *self, TroveDb *db, TroveDictionary *dictionary,
                                  GError **error);
void trove_object_table_clear (TroveObjectTable *self);

/* Adds the row of an object. place: NULL: it has none, or gets one later. TYPE_MISMATCH for a value that cannot be written. */
gboolean trove_object_table_insert (TroveObjectTable *self, const TroveRecord *record,
                                    const TroveObjectPlace *place, GError **error);

gboolean trove_object_table_set_data (TroveObjectTable *self, const TroveRecord *record, GError **error);
gboolean trove_object_table_set_place (TroveObjectTable *self, TroveKey key, const TroveObjectPlace *place,
                                       GError **error);
gboolean trove_object_table_get_place (TroveObjectTable *self, TroveKey key, gint64 *place, GError **error);

/* Removes the row of an object, and the items of its reference lists. */
gboolean trove_object_table_remove (TroveObjectTable *self, TroveKey key, GError **error);

/* Items of reference lists. An index counts the rows of the list as they are. */
gboolean trove_object_table_insert_item (TroveObjectTable *self, TroveKey key, guint32 property, gint64 place,
                                         TroveKey target, GError **error);
gboolean trove_object_table_remove_item (TroveObjectTable *self, TroveKey key, guint32 property, gint64 place,
                                         GError **error);
gboolean trove_object_table_get_item (TroveObjectTable *self, TroveKey key, guint32 property, guint32 index,
                                      gint64 *place, GError **error);
gboolean trove_object_table_remove_list (TroveObjectTable *self, TroveKey key, guint32 property,
                                         GError **error);

/* The number of a field's name. 0 with an error. */
static inline guint32
trove_object_table_property (TroveObjectTable *self, const TroveClassField *field, GError **error)
{
  return trove_dictionary_number (self->dictionary, self->db, field->pspec->name, error);
}

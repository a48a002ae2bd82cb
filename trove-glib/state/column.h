/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Column: the values of one field of objects, one after the other, as an array of the variants that value.h describes. Fields that
 * name objects have no columns here. */

#pragma once

#include "record.h"

/* The type of the array. */
const GVariantType *trove_column_type (const TroveClassField *field);

/* Writes the values of records, whose classes have the field. NULL with TYPE_MISMATCH for a value that cannot be written. The
 * reference is floating. */
GVariant *trove_column_write (const TroveClassField *field, TroveRecord *const *records, guint n,
                              GError **error);

/* An array that is read, in normal form. */
typedef struct
{
  const TroveClassField *field;
  GVariant *values; /* of trove_column_type (); owned */
  gsize n;
  gsize size;          /* bytes of a number; 0: the values are no numbers */
  gconstpointer fixed; /* the numbers; NULL: there are none */
} TroveColumn;

void trove_column_init (TroveColumn *self, const TroveClassField *field, GVariant *values);
void trove_column_clear (TroveColumn *self);

/* Stores the value of a row in the data of an object, where nothing is to be cleared. The bytes of a string are those of the column.
 * FALSE with TYPE_MISMATCH for a value that the field does not take, or with COPY_FAILED. */
gboolean trove_column_read (const TroveColumn *self, guint row, gpointer data, GError **error);

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Column: the values of one field of objects, one after the other, as an array of GVariants.
 *
 *   field                                the array
 *   char, uchar                          ay
 *   boolean; int, enum; uint, flags      ab; ai; au
 *   long, int64; ulong, uint64           ax; at
 *   float, double                        ad
 *   GType                                as          the names; "": none
 *   string; GFile                        ams         the URIs of files
 *   strv; bytes                          amas; amay
 *   variant, GIcon, GDateTime, other     am(say)     the type and the bytes of a variant, in little endian
 *
 * A variant is written as bytes, so that its depth does not add to that of the whole. Values of other types are written as the
 * variants that g_value_transform () makes of them, and read back in the same way. Fields that name objects have no columns here. */

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
  gconstpointer fixed; /* the numbers; NULL: the values are no numbers */
} TroveColumn;

void trove_column_init (TroveColumn *self, const TroveClassField *field, GVariant *values);
void trove_column_clear (TroveColumn *self);

/* Stores the value of a row in the data of an object, where nothing is to be cleared. The bytes of a string are those of the column.
 * FALSE with TYPE_MISMATCH for a value that the field does not take, or with COPY_FAILED. */
gboolean trove_column_read (const TroveColumn *self, guint row, gpointer data, GError **error);

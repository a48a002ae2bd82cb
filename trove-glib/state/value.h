/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Value: the value of one field as a GVariant.
 *
 *   field                                the variant
 *   char; uchar                          n; y
 *   boolean; int, enum; uint, flags      b; i; u
 *   long, int64; ulong, uint64           x; t
 *   float; double                        (d); d
 *   GType                                s          the name; "": none
 *   string; GFile                        ms         the URI of a file
 *   strv; bytes                          mas; may
 *   variant, GIcon, GDateTime, other     m(say)     the type and the bytes of a variant, in little endian
 *   reference                            t          the key
 *   raw                                  its type   the value as it is
 *
 * A variant is written as bytes, so that its depth does not add to that of the whole. Values of other types are written as the
 * variants that g_value_transform () makes of them, and read back in the same way. Owned fields and lists have no values here.
 *
 * A number is read from another type of numbers too, where the field holds all numbers of that type (value-number.h). */

#pragma once

#include "class.h"

/* The type of the variants, interned; NULL: the field has no value. */
const char *trove_value_type (const TroveClassField *field);

/* TRUE if values of that type are read. */
gboolean trove_value_takes (const TroveClassField *field, const char *type);

/* TRUE if the values are of a fixed size, and trove_value_write_number () writes them. */
gboolean trove_value_is_number (const TroveClassField *field);

/* Writes the bytes that a variant of the value has, in the machine's byte order. */
void trove_value_write_number (const TroveClassField *field, gconstpointer data, gpointer to);

/* The variant of a value, a full reference. NULL with TYPE_MISMATCH for one that cannot be written. */
GVariant *trove_value_write (const TroveClassField *field, gconstpointer data, GError **error);

/* Stores a number, of whose bytes the type is that of a variant that is read, in the data of an object. FALSE as below. */
gboolean trove_value_read_number (const TroveClassField *field, char type, gconstpointer from, gpointer data,
                                  GError **error);

/* The same for a string, or NULL, whose bytes stay where they are. */
gboolean trove_value_read_string (const TroveClassField *field, const char *string, gpointer data,
                                  GError **error);

/* Stores a value in the data of an object, where nothing is to be cleared. The variant is in normal form and the machine's byte order.
 * The param spec is not asked: objects may have had a value that it would change.
 * A string is not copied: its bytes are those of the variant, or of the one that it is a child of, which must last as long as the
 * data is read. FALSE with TYPE_MISMATCH for a value that the field does not take, or with COPY_FAILED; all bytes of the field are 0
 * then. */
gboolean trove_value_read (const TroveClassField *field, GVariant *variant, gpointer data, GError **error);

/* TRUE if trove_value_read () of the variant would store the value that the data has. */
gboolean trove_value_equals (const TroveClassField *field, gconstpointer data, GVariant *variant);

/* Stores the default that a class has for a field, for one that was not written. FALSE with COPY_FAILED. */
gboolean trove_value_read_default (const TroveClass *klass, const TroveClassField *field, gpointer data,
                                   GError **error);

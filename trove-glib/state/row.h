/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Row: the values of an object as one variant, a tuple of the type of its layout.
 *
 *   layout       x "d" │ label "ms" │ target "t" │ children
 *   row          (12.5, 'a box', 7)
 *   bytes        ├ 12.5  8 │ a box  7 │ hole 1 │ 7  8 │ end of the label 1 ┤
 *
 * The bytes are written and read here, without a variant for each value where that is a number, a reference or a string. Rows are in
 * the machine's byte order: a file turns them to little endian. */

#pragma once

#include "record.h"
#include "row-layout.h"

/* A full reference. NULL with TYPE_MISMATCH for a value that cannot be written. The record is of the layout's class. */
GVariant *trove_row_write (const TroveRowLayout *layout, const TroveRecord *record, GError **error);

/* Fills in the data of an object, which is all 0: the values of the row, and the defaults of the class for the fields that the layout
 * does not have. The row is of the layout's type and in normal form, which the caller has checked where the bytes come from a file.
 * Strings are not copied: the row must last as long as the data is read. Keys stay 0. The data is to be cleared with
 * trove_class_clear () in any case. FALSE with TYPE_MISMATCH or COPY_FAILED.
 *
 * references: the keys of single references, one for each column of the layout, 0 for none and for other columns; so that all objects
 * are made before they refer to each other. NULL: they are not needed. */
gboolean trove_row_read (const TroveRowLayout *layout, GVariant *row, gpointer data, TroveKey *references,
                         GError **error);

/* TRUE if the object has the value of a column. A field whose value is the class's default is taken to be equal, unless it is a
 * reference: the object may come from an older row, without the field, and the program that has written the value may have another
 * default. */
gboolean trove_row_matches_value (const TroveRowLayout *layout, guint column, GVariant *value,
                                  const TroveRecord *record);

/* The same for all columns of a row, which is as above. *column: the first one that differs. */
gboolean trove_row_matches (const TroveRowLayout *layout, GVariant *row, const TroveRecord *record,
                            guint *column);

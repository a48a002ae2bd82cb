/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Value number: numbers as variants have them, and the same numbers in a wider type.
 *
 *   type      b   y   n   i   u   x   t   d   (d), a float
 *   bytes     1   1   2   4   4   8   8   8   8
 *
 *   from   to fields that hold all of its numbers
 *   b      char, uchar, int, uint, long, ulong, int64, uint64, float, double, enum, flags
 *   y      int, uint, long, ulong, int64, uint64, float, double, enum, flags
 *   n      int, long, int64, float, double, enum
 *   i      long, int64, double
 *   u      ulong, int64, uint64, double; long of 64 bits
 *   (d)    double
 *
 * Others are not converted, also where a number would fit by chance: what a file means does not depend on its values. A float is
 * written as a tuple, since a float does not hold the numbers of a double. */

#pragma once

#include <glib-object.h>

#define TROVE_VALUE_FLOAT "(d)"

/* Bytes of a value of that type; 0: its values are no numbers. */
gsize trove_value_number_size (const char *type);

/* TRUE if a field of a type holds every number that variants of another type than its own have. */
gboolean trove_value_number_fits (const char *from, GType to);

/* Writes a number that fits, in the machine's byte order, as a variant of a wider type has it. The types are the first characters of
 * their strings. */
void trove_value_number_widen (char from_type, gconstpointer from, char to_type, gpointer to);

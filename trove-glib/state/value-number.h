/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Value number: numbers as variants have them, and the same numbers in another type.
 *
 *   type      y   b   i   u   x   t   d
 *   bytes     1   1   4   4   8   8   8
 *
 *   from      to   number
 *   i 7       d    7.0
 *   d 7.0     y    7
 *   d 7.5     i    none: only a number that the other type holds exactly is converted
 *   x -1      t    none */

#pragma once

#include <glib.h>

/* Bytes of a value of that type; 0: its values are no numbers. */
gsize trove_value_number_size (const char *type);

/* Writes a number of a type, in the machine's byte order, as one of another type. FALSE: that does not hold it. */
gboolean trove_value_number_convert (char from_type, gconstpointer from, char to_type, gpointer to);

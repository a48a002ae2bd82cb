/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Whole numbers that hold what 64 bits hold, with a sign and without: from −(2^64 − 1) to 2^64 − 1. */

#pragma once

#include <glib.h>
#include <math.h>

typedef struct
{
  gboolean is_negative; /* not 0 */
  guint64 size;         /* without the sign */
} Whole;

static inline Whole
whole_from_signed (gint64 number)
{
  return number < 0 ? (Whole){ TRUE, -(guint64) number } : (Whole){ FALSE, (guint64) number };
}

static inline Whole
whole_from_unsigned (guint64 number)
{
  return (Whole){ FALSE, number };
}

/* FALSE: it is not whole, or beyond, or -0, which no integer is. */
static inline gboolean
whole_from_double (double number, Whole *whole)
{
  gboolean is_negative = number < 0;
  double size = is_negative ? -number : number;

  if (!(size < 0x1p64) || (double) (guint64) size != size || (number == 0 && signbit (number)))
    return FALSE;

  *whole = (Whole){ is_negative, (guint64) size };
  return TRUE;
}

/* Of those that an integer type holds, as that type has it. */
static inline gint64
whole_to_signed (Whole whole)
{
  return (gint64) (whole.is_negative ? -whole.size : whole.size);
}

static inline gboolean
whole_is_between (Whole whole, gint64 min, guint64 max)
{
  if (whole.is_negative)
    return min < 0 && whole.size <= -(guint64) min;

  return whole.size <= max;
}

/* FALSE: a double has it only nearly. */
static inline gboolean
whole_to_double (Whole whole, double *number)
{
  guint64 odd = whole.size;

  *number = whole.is_negative ? -(double) whole.size : (double) whole.size;
  while (odd != 0 && odd % 2 == 0)
    odd /= 2;
  return odd < (guint64) 1 << 53;
}

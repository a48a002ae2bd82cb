/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "value-number.h"

#include <math.h>
#include <string.h>

#define TWO_TO_64 18446744073709551616.

typedef struct
{
  gboolean is_negative;
  guint64 magnitude;
} Integer;

gsize
trove_value_number_size (const char *type)
{
  if (type == NULL || type[0] == '\0' || type[1] != '\0')
    return 0;
  switch (type[0])
    {
    case 'y':
    case 'b':
      return 1;
    case 'i':
    case 'u':
      return sizeof (gint32);
    case 'x':
    case 't':
    case 'd':
      return sizeof (gint64);
    default:
      return 0;
    }
}

static Integer
integer_of (gint64 number)
{
  return (Integer){ number < 0, number < 0 ? -(guint64) number : (guint64) number };
}

/* FALSE for NaN, infinity, and numbers with a fraction. */
static gboolean
integer_of_double (double number, Integer *integer)
{
  if (!(fabs (number) < TWO_TO_64) || number != floor (number))
    return FALSE;
  *integer = (Integer){ number < 0, (guint64) fabs (number) };
  return TRUE;
}

/* The bytes may stand anywhere. */
static gboolean
read_integer (char type, gconstpointer from, Integer *integer)
{
  gint32 int32;
  guint32 uint32;
  gint64 int64;
  guint64 uint64;
  double real;

  switch (type)
    {
    case 'i':
      memcpy (&int32, from, sizeof int32);
      *integer = integer_of (int32);
      return TRUE;
    case 'u':
      memcpy (&uint32, from, sizeof uint32);
      *integer = (Integer){ FALSE, uint32 };
      return TRUE;
    case 'x':
      memcpy (&int64, from, sizeof int64);
      *integer = integer_of (int64);
      return TRUE;
    case 't':
      memcpy (&uint64, from, sizeof uint64);
      *integer = (Integer){ FALSE, uint64 };
      return TRUE;
    case 'd':
      memcpy (&real, from, sizeof real);
      return integer_of_double (real, integer);
    default: /* a byte, or a boolean */
      *integer = (Integer){ FALSE, *(const guint8 *) from };
      return TRUE;
    }
}

/* The bytes of the number in two's complement, where it is from minus least to most. */
static gboolean
write_within (const Integer *integer, guint64 least, guint64 most, gsize size, gpointer to)
{
  guint64 word = integer->is_negative ? -integer->magnitude : integer->magnitude;
  guint32 half = (guint32) word;

  if (integer->magnitude > (integer->is_negative ? least : most))
    return FALSE;
  if (size == 1)
    *(guint8 *) to = (guint8) word;
  else if (size == sizeof half)
    memcpy (to, &half, sizeof half);
  else
    memcpy (to, &word, sizeof word);
  return TRUE;
}

static gboolean
write_double (const Integer *integer, gpointer to)
{
  double real = (double) integer->magnitude;

  if (real >= TWO_TO_64 || (guint64) real != integer->magnitude)
    return FALSE;
  if (integer->is_negative)
    real = -real;
  memcpy (to, &real, sizeof real);
  return TRUE;
}

gboolean
trove_value_number_convert (char from_type, gconstpointer from, char to_type, gpointer to)
{
  Integer integer;

  if (!read_integer (from_type, from, &integer))
    return FALSE;
  switch (to_type)
    {
    case 'y':
      return write_within (&integer, 0, G_MAXUINT8, 1, to);
    case 'b':
      return write_within (&integer, 0, 1, 1, to);
    case 'i':
      return write_within (&integer, (guint64) G_MAXINT32 + 1, G_MAXINT32, sizeof (gint32), to);
    case 'u':
      return write_within (&integer, 0, G_MAXUINT32, sizeof (guint32), to);
    case 'x':
      return write_within (&integer, (guint64) G_MAXINT64 + 1, G_MAXINT64, sizeof (gint64), to);
    case 't':
      return write_within (&integer, 0, G_MAXUINT64, sizeof (guint64), to);
    default:
      return write_double (&integer, to);
    }
}

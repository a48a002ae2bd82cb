/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "value-number.h"

#include <float.h>
#include <string.h>

gsize
trove_value_number_size (const char *type)
{
  if (g_strcmp0 (type, TROVE_VALUE_FLOAT) == 0)
    return sizeof (double);
  if (type == NULL || type[0] == '\0' || type[1] != '\0')
    return 0;
  switch (type[0])
    {
    case 'b':
    case 'y':
      return 1;
    case 'n':
      return sizeof (gint16);
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

/* Fitting */

/* Integers of so many bits beside the sign; of a float, those that it holds without a gap. */
typedef struct
{
  guint n_bits; /* 0: no numbers */
  gboolean is_signed;
} Range;

static Range
range_of_type (GType type)
{
  switch (G_TYPE_FUNDAMENTAL (type))
    {
    case G_TYPE_BOOLEAN:
      return (Range){ 1, FALSE };
    case G_TYPE_CHAR:
      return (Range){ 7, TRUE };
    case G_TYPE_UCHAR:
      return (Range){ 8, FALSE };
    case G_TYPE_INT:
    case G_TYPE_ENUM:
      return (Range){ 31, TRUE };
    case G_TYPE_UINT:
    case G_TYPE_FLAGS:
      return (Range){ 32, FALSE };
    case G_TYPE_LONG:
      return (Range){ 8 * sizeof (glong) - 1, TRUE };
    case G_TYPE_ULONG:
      return (Range){ 8 * sizeof (gulong), FALSE };
    case G_TYPE_INT64:
      return (Range){ 63, TRUE };
    case G_TYPE_UINT64:
      return (Range){ 64, FALSE };
    case G_TYPE_FLOAT:
      return (Range){ FLT_MANT_DIG, TRUE };
    case G_TYPE_DOUBLE:
      return (Range){ DBL_MANT_DIG, TRUE };
    default:
      return (Range){ 0, FALSE };
    }
}

/* Of variants of integers that are widened. */
static Range
range_of_variants (char type)
{
  switch (type)
    {
    case 'b':
      return (Range){ 1, FALSE };
    case 'y':
      return (Range){ 8, FALSE };
    case 'n':
      return (Range){ 15, TRUE };
    case 'i':
      return (Range){ 31, TRUE };
    case 'u':
      return (Range){ 32, FALSE };
    default:
      return (Range){ 0, FALSE };
    }
}

gboolean
trove_value_number_fits (const char *from, GType to)
{
  const Range values = trove_value_number_size (from) > 0 ? range_of_variants (*from) : (Range){ 0, FALSE };
  const Range held = range_of_type (to);

  if (g_strcmp0 (from, TROVE_VALUE_FLOAT) == 0)
    return G_TYPE_FUNDAMENTAL (to) == G_TYPE_DOUBLE;
  return values.n_bits > 0 && values.n_bits <= held.n_bits && (held.is_signed || !values.is_signed);
}

/* Widening */

/* The bytes may stand anywhere. */
static gint64
read_integer (char type, gconstpointer from)
{
  gint16 int16;
  gint32 int32;
  guint32 uint32;

  switch (type)
    {
    case 'n':
      memcpy (&int16, from, sizeof int16);
      return int16;
    case 'i':
      memcpy (&int32, from, sizeof int32);
      return int32;
    case 'u':
      memcpy (&uint32, from, sizeof uint32);
      return uint32;
    default: /* a byte, or a boolean */
      return *(const guint8 *) from;
    }
}

static void
write_integer (char from_type, gconstpointer from, char to_type, gpointer to)
{
  const gint64 number = read_integer (from_type, from);
  const double real = (double) number;
  const gint32 int32 = (gint32) number; /* or a guint32, by its bytes */
  const gint16 int16 = (gint16) number;

  switch (to_type)
    {
    case 'd':
    case '(':
      memcpy (to, &real, sizeof real);
      break;
    case 'x':
    case 't':
      memcpy (to, &number, sizeof number);
      break;
    case 'i':
    case 'u':
      memcpy (to, &int32, sizeof int32);
      break;
    case 'n':
      memcpy (to, &int16, sizeof int16);
      break;
    default: /* a byte */
      *(guint8 *) to = (guint8) number;
    }
}

void
trove_value_number_widen (char from_type, gconstpointer from, char to_type, gpointer to)
{
  if (from_type == TROVE_VALUE_FLOAT[0])
    memcpy (to, from, sizeof (double));
  else
    write_integer (from_type, from, to_type, to);
}

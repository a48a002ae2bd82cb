/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "values-fit.h"

#include <math.h>

#include "test-types.h"
#include "values-make.h"
#include "whole.h"

/* Numbers */

typedef struct
{
  gboolean is_whole;
  Whole whole;
  double real;
} Number;

static gboolean
read_number (const GValue *value, Number *number)
{
  *number = (Number){ .is_whole = TRUE };
  switch (G_TYPE_FUNDAMENTAL (G_VALUE_TYPE (value)))
    {
    case G_TYPE_CHAR:
      number->whole = whole_from_signed (g_value_get_schar (value));
      return TRUE;
    case G_TYPE_UCHAR:
      number->whole = whole_from_unsigned (g_value_get_uchar (value));
      return TRUE;
    case G_TYPE_INT:
      number->whole = whole_from_signed (g_value_get_int (value));
      return TRUE;
    case G_TYPE_UINT:
      number->whole = whole_from_unsigned (g_value_get_uint (value));
      return TRUE;
    case G_TYPE_LONG:
      number->whole = whole_from_signed (g_value_get_long (value));
      return TRUE;
    case G_TYPE_ULONG:
      number->whole = whole_from_unsigned (g_value_get_ulong (value));
      return TRUE;
    case G_TYPE_INT64:
      number->whole = whole_from_signed (g_value_get_int64 (value));
      return TRUE;
    case G_TYPE_UINT64:
      number->whole = whole_from_unsigned (g_value_get_uint64 (value));
      return TRUE;
    case G_TYPE_ENUM:
      number->whole = whole_from_signed (g_value_get_enum (value));
      return TRUE;
    case G_TYPE_FLAGS:
      number->whole = whole_from_unsigned (g_value_get_flags (value));
      return TRUE;
    case G_TYPE_FLOAT:
    case G_TYPE_DOUBLE:
      number->real = G_VALUE_HOLDS_FLOAT (value) ? g_value_get_float (value) : g_value_get_double (value);
      number->is_whole = whole_from_double (number->real, &number->whole);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
is_between (const Number *number, gint64 min, guint64 max)
{
  return number->is_whole && whole_is_between (number->whole, min, max);
}

/* The number as a double, if the conversion is exact. A real number is not changed, also -0 and NaN. */
static gboolean
as_double (const Number *number, const GValue *value, double *result)
{
  GType kind = G_TYPE_FUNDAMENTAL (G_VALUE_TYPE (value));

  if (kind == G_TYPE_FLOAT || kind == G_TYPE_DOUBLE)
    {
      *result = number->real;
      return TRUE;
    }
  return whole_to_double (number->whole, result);
}

static gboolean
fits_number (GType pool_type, const GValue *value, GValue *expected)
{
  Number number;
  double real;

  if (!read_number (value, &number))
    return FALSE;
  switch (G_TYPE_FUNDAMENTAL (pool_type))
    {
    case G_TYPE_CHAR:
      g_value_set_schar (expected, (gint8) whole_to_signed (number.whole));
      return is_between (&number, -128, 127);
    case G_TYPE_UCHAR:
      g_value_set_uchar (expected, (guint8) whole_to_signed (number.whole));
      return is_between (&number, 0, 255);
    case G_TYPE_INT:
      g_value_set_int (expected, (gint) whole_to_signed (number.whole));
      return is_between (&number, G_MININT, G_MAXINT);
    case G_TYPE_ENUM:
      g_value_set_enum (expected, (gint) whole_to_signed (number.whole));
      return is_between (&number, G_MININT, G_MAXINT);
    case G_TYPE_UINT:
      g_value_set_uint (expected, (guint) whole_to_signed (number.whole));
      return is_between (&number, 0, G_MAXUINT);
    case G_TYPE_FLAGS:
      g_value_set_flags (expected, (guint) whole_to_signed (number.whole));
      return is_between (&number, 0, G_MAXUINT);
    case G_TYPE_LONG:
      g_value_set_long (expected, (glong) whole_to_signed (number.whole));
      return is_between (&number, G_MINLONG, G_MAXLONG);
    case G_TYPE_ULONG:
      g_value_set_ulong (expected, (gulong) whole_to_signed (number.whole));
      return is_between (&number, 0, G_MAXULONG);
    case G_TYPE_INT64:
      g_value_set_int64 (expected, whole_to_signed (number.whole));
      return is_between (&number, G_MININT64, G_MAXINT64);
    case G_TYPE_UINT64:
      g_value_set_uint64 (expected, (guint64) whole_to_signed (number.whole));
      return is_between (&number, 0, G_MAXUINT64);
    case G_TYPE_FLOAT:
      if (!as_double (&number, value, &real))
        return FALSE;
      g_value_set_float (expected, (float) real);
      return isnan (real) || (double) (float) real == real;
    case G_TYPE_DOUBLE:
      if (!as_double (&number, value, &real))
        return FALSE;
      g_value_set_double (expected, real);
      return TRUE;
    default:
      return FALSE;
    }
}

/* All other values fit by their type, objects by the type of the instance. */

static GType
type_of (const GValue *value)
{
  gpointer object = G_VALUE_HOLDS_OBJECT (value) ? g_value_get_object (value) : NULL;

  return object != NULL ? G_OBJECT_TYPE (object) : G_VALUE_TYPE (value);
}

static gboolean
is_enumeration (GType type)
{
  return G_TYPE_IS_ENUM (type) || G_TYPE_IS_FLAGS (type);
}

static gboolean
is_member (const GValue *value)
{
  g_autoptr (GTypeClass) class = g_type_class_ref (G_VALUE_TYPE (value));

  if (G_VALUE_HOLDS_ENUM (value))
    return g_enum_get_value (G_ENUM_CLASS (class), g_value_get_enum (value)) != NULL;
  return (g_value_get_flags (value) | G_FLAGS_CLASS (class)->mask) == G_FLAGS_CLASS (class)->mask;
}

static gboolean
fits_type (GType pool_type, const GValue *value, GValue *expected)
{
  if (!g_type_is_a (type_of (value), pool_type))
    return FALSE;
  if (G_TYPE_FUNDAMENTAL (pool_type) == G_TYPE_BOXED)
    {
      g_value_set_boxed (expected, g_value_get_boxed (value));
      /* A pool that stores the struct itself takes no NULL. */
      return g_value_get_boxed (value) != NULL ||
             (pool_type != TEST_TYPE_POINT && pool_type != TROVE_TYPE_REF);
    }
  if (G_TYPE_FUNDAMENTAL (pool_type) == G_TYPE_OBJECT || G_TYPE_IS_INTERFACE (pool_type))
    g_value_set_object (expected, g_value_get_object (value));
  else if (G_TYPE_FUNDAMENTAL (pool_type) == G_TYPE_PARAM)
    g_value_set_param (expected, g_value_get_param (value));
  else if (pool_type == G_TYPE_POINTER)
    g_value_set_pointer (expected, value->data[0].v_pointer);
  else
    g_value_copy (value, expected);
  return TRUE;
}

gboolean
value_fits (GType pool_type, const GValue *value, GValue *expected)
{
  if (G_VALUE_TYPE (value) == value_refused_type ())
    return FALSE;
  if (pool_type == G_TYPE_VALUE)
    {
      g_value_init (expected, G_VALUE_TYPE (value));
      g_value_copy (value, expected);
      return TRUE;
    }

  g_value_init (expected, pool_type);
  if (fits_type (pool_type, value, expected))
    return TRUE;
  /* A value of one enumeration does not fit another, though both are numbers. */
  if (is_enumeration (pool_type) && is_enumeration (G_VALUE_TYPE (value)))
    return FALSE;
  return fits_number (pool_type, value, expected) && (!is_enumeration (pool_type) || is_member (expected));
}

/* Choosing */

/* The distance from a value's type to a pool's: 0 for the same type, then ancestors, then numbers, then GValues of any
 * type, then the numbers of enumerations. */
static guint
distance_to (GType pool_type, const GValue *value)
{
  g_auto (GValue) expected = G_VALUE_INIT;
  GType type = type_of (value);

  if (G_VALUE_TYPE (value) == value_refused_type ())
    return G_MAXUINT;
  for (guint steps = 0; type != 0; steps++, type = g_type_parent (type))
    if (type == pool_type)
      return steps;
  if (pool_type == G_TYPE_VALUE)
    return 2000;
  if (!value_fits (pool_type, value, &expected))
    return G_MAXUINT;
  return is_enumeration (pool_type) || is_enumeration (G_VALUE_TYPE (value)) ? 3000 : 1000;
}

gboolean
value_may_choose (const GType *pools, guint n_pools, guint chosen, const GValue *value)
{
  guint distance = distance_to (pools[chosen], value);

  for (guint i = 0; i < n_pools; i++)
    {
      guint other = distance_to (pools[i], value);

      /* The distance of an interface is not defined: the same type is nearer, and a GValue of any type is farther. */
      if (G_TYPE_IS_INTERFACE (pools[i]) || G_TYPE_IS_INTERFACE (pools[chosen]))
        {
          if ((other == 0 && distance != 0) || (other < 2000 && distance == 2000))
            return FALSE;
        }
      else if (other < distance || (other == distance && i < chosen))
        return FALSE;
    }
  return TRUE;
}

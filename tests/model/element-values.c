/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What elements hold, by value; and the same as GValues. */

#include "elements.h"

#include <math.h>
#include <string.h>

#include "whole.h"

/* Values */

static double
to_real (guint64 bits)
{
  double real;

  memcpy (&real, &bits, sizeof real);
  return real;
}

static guint64
real_bits (double real)
{
  guint64 bits;

  memcpy (&bits, &real, sizeof bits);
  return bits;
}

/* Most have a fraction or none; a few are what is no number to an integer. */
static double
real_for (guint64 number)
{
  switch (number % 64)
    {
    case 60:
      return -0.0;
    case 61:
      return HUGE_VAL;
    case 62:
      return (double) NAN;
    case 63:
      return 0x1p63;
    default:
      return (double) (gint64) number / (number % 2 == 0 ? 2 : 4);
    }
}

Value
value_for (ElementType type, guint64 number, const TroveRef *first, const TroveRef *second)
{
  Value value = { .type = type, .number = number };

  switch (type)
    {
    case ELEMENT_VALUE:
      value.type = ELEMENT_EMPTY;
      value.number = 0;
      break;
    case ELEMENT_STRING:
      value.number &= ~STRING_HAS_NULS;
      break;
    case ELEMENT_CHAR:
      value.number = (guint64) (gint8) number;
      break;
    case ELEMENT_INT:
      value.number = (guint64) (gint) number;
      break;
    case ELEMENT_BOOLEAN:
      value.number &= 1;
      break;
    case ELEMENT_DOUBLE:
      value.number = real_bits (real_for (number));
      break;
    case ELEMENT_REF:
      value.number = 0;
      value.child[0] = *first;
      break;
    case ELEMENT_NODE:
      value.child[0] = *first;
      value.child[1] = *second;
      break;
    default:
      break;
    }
  return value;
}

gboolean
value_equal (const Value *a, const Value *b)
{
  return a->type == b->type && a->number == b->number && trove_ref_equal (&a->child[0], &b->child[0]) &&
         trove_ref_equal (&a->child[1], &b->child[1]);
}

char *
value_describe (const Value *value)
{
  if (value->type == ELEMENT_REF || value->type == ELEMENT_NODE)
    {
      g_autofree char *first = trove_ref_to_string (&value->child[0]);
      g_autofree char *second = trove_ref_to_string (&value->child[1]);

      return g_strdup_printf ("%s 0x%" G_GINT64_MODIFIER "x {%s, %s}", element_name (value->type),
                              value->number, first, second);
    }

  return g_strdup_printf ("%s 0x%" G_GINT64_MODIFIER "x", element_name (value->type), value->number);
}

static gboolean
is_number (ElementType type)
{
  return type == ELEMENT_INT64 || type == ELEMENT_CHAR || type == ELEMENT_INT || type == ELEMENT_DOUBLE;
}

/* As a whole number, where it is one of 64 bits. */
static gboolean
to_whole (const Value *value, gint64 *whole)
{
  double real;

  *whole = (gint64) value->number;
  if (value->type != ELEMENT_DOUBLE)
    return TRUE;

  real = to_real (value->number);
  if (!(real >= -0x1p63 && real < 0x1p63) || trunc (real) != real)
    return FALSE;
  if (real == 0 && signbit (real))
    return FALSE;
  *whole = (gint64) real;
  return TRUE;
}

gboolean
value_convert (const Value *given, ElementType pool, Value *stored)
{
  gint64 whole;

  *stored = *given;
  if (pool == ELEMENT_VALUE || given->type == pool)
    return TRUE;
  if (given->type == ELEMENT_DERIVED && pool == ELEMENT_OBJECT)
    return TRUE;
  if (!is_number (pool) || !is_number (given->type))
    return FALSE;

  stored->type = pool;
  if (!to_whole (given, &whole))
    return FALSE; /* a pool of the same type was above */
  stored->number = (guint64) whole;
  if (pool == ELEMENT_CHAR)
    return whole >= G_MININT8 && whole <= G_MAXINT8;
  if (pool == ELEMENT_DOUBLE)
    {
      double real;
      gboolean is_exact = whole_to_double (whole_from_signed (whole), &real);

      stored->number = real_bits (real);
      return is_exact;
    }
  return TRUE;
}

const char *
value_text (const Value *value, gsize *length)
{
  static char texts[2][512];
  static guint turn;
  char *text = texts[turn++ % 2];
  gsize n = (gsize) (value->number % 7 == 0 ? value->number / 7 % 480 : value->number % 24);

  *length = 0;
  if (value->number == 0)
    return NULL;

  for (gsize i = 0; i < n; i++)
    text[i] = (char) ('a' + (value->number / 3 + i) % 26);
  if ((value->number & STRING_HAS_NULS) != 0)
    for (gsize i = 1; i < n; i += 5)
      text[i] = '\0';
  text[n] = '\0';
  *length = n;
  return text;
}

/* GValues */

void
gvalue_make (GValue *gvalue, const Value *value)
{
  gsize length;

  if (value->type == ELEMENT_EMPTY)
    return;

  /* Scripts have a value of any object that holds one of a derived type. */
  if (value->type == ELEMENT_DERIVED && value->number % 2 == 1)
    g_value_init (gvalue, G_TYPE_OBJECT);
  else
    g_value_init (gvalue, element_gtype (value->type));
  switch (value->type)
    {
    case ELEMENT_INT64:
      g_value_set_int64 (gvalue, (gint64) value->number);
      break;
    case ELEMENT_INT:
      g_value_set_int (gvalue, (gint) value->number);
      break;
    case ELEMENT_BOOLEAN:
      g_value_set_boolean (gvalue, value->number != 0);
      break;
    case ELEMENT_STRING:
      g_value_set_string (gvalue, value_text (value, &length));
      break;
    case ELEMENT_CHAR:
      g_value_set_schar (gvalue, (gint8) value->number);
      break;
    case ELEMENT_DOUBLE:
      g_value_set_double (gvalue, to_real (value->number));
      break;
    case ELEMENT_BOX:
      g_value_take_boxed (gvalue, value->number != 0 ? counting_box_new ((gint64) value->number) : NULL);
      break;
    case ELEMENT_POINT:
      g_value_take_boxed (gvalue, counting_box_new ((gint64) value->number));
      break;
    case ELEMENT_REF:
      g_value_set_boxed (gvalue, &value->child[0]);
      break;
    case ELEMENT_OBJECT:
    case ELEMENT_DERIVED:
      if (value->number != 0)
        g_value_take_object (gvalue, element_object_new (value->type, value->number));
      break;
    case ELEMENT_VARIANT:
      g_value_set_variant (gvalue, value->number != 0 ? g_variant_new_uint64 (value->number) : NULL);
      break;
    default:
      g_assert_not_reached ();
    }
}

static gboolean
same_number (const GValue *gvalue, const Value *expected)
{
  switch (expected->type)
    {
    case ELEMENT_INT64:
      return g_value_get_int64 (gvalue) == (gint64) expected->number;
    case ELEMENT_INT:
      return g_value_get_int (gvalue) == (gint) expected->number;
    case ELEMENT_BOOLEAN:
      return g_value_get_boolean (gvalue) == (gboolean) expected->number;
    case ELEMENT_CHAR:
      return g_value_get_schar (gvalue) == (gint8) expected->number;
    default:
      return real_bits (g_value_get_double (gvalue)) == expected->number;
    }
}

/* A GValue's string ends at its first NUL. */
static gboolean
same_string (const char *text, const Value *expected)
{
  gsize length;

  return g_strcmp0 (text, value_text (expected, &length)) == 0;
}

static gboolean
same_content (const GValue *gvalue, const Value *expected)
{
  g_autofree char *difference = NULL;
  gconstpointer pointer;

  switch (expected->type)
    {
    case ELEMENT_STRING:
      return same_string (g_value_get_string (gvalue), expected);
    case ELEMENT_BOX:
    case ELEMENT_VARIANT:
    case ELEMENT_OBJECT:
    case ELEMENT_DERIVED:
      pointer = g_value_peek_pointer (gvalue);
      difference = element_compare (&pointer, expected->type, expected);
      return difference == NULL;
    case ELEMENT_POINT:
    case ELEMENT_REF:
      pointer = g_value_get_boxed (gvalue);
      difference = pointer != NULL ? element_compare (pointer, expected->type, expected) : g_strdup ("NULL");
      return difference == NULL;
    default:
      return same_number (gvalue, expected);
    }
}

char *
gvalue_compare (const GValue *gvalue, const Value *expected)
{
  g_autofree char *contents = NULL;

  if (expected->type == ELEMENT_EMPTY)
    return G_IS_VALUE (gvalue) ? g_strdup_printf ("a value of %s", G_VALUE_TYPE_NAME (gvalue)) : NULL;
  if (!G_IS_VALUE (gvalue))
    return g_strdup ("a value that is not initialized");
  if ((G_VALUE_TYPE (gvalue) == element_gtype (expected->type) ||
       (expected->type == ELEMENT_DERIVED && G_VALUE_HOLDS_OBJECT (gvalue))) &&
      same_content (gvalue, expected))
    return NULL;

  contents = g_strdup_value_contents (gvalue);
  return g_strdup_printf ("%s %s", G_VALUE_TYPE_NAME (gvalue), contents);
}

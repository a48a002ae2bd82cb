/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "refs-elements.h"

#include <string.h>

#include "test-types.h"
#include "whole.h"

typedef struct
{
  guint64 words[8];
} __attribute__ ((aligned (64))) Block;

TroveElementInfo
kind_info (Kind kind)
{
  switch (kind)
    {
    case KIND_UCHAR:
      return (TroveElementInfo) TROVE_ELEMENT_TYPE (G_TYPE_UCHAR);
    case KIND_INT:
      return (TroveElementInfo) TROVE_ELEMENT_TYPE (G_TYPE_INT);
    case KIND_INT64:
      return (TroveElementInfo) TROVE_ELEMENT_TYPE (G_TYPE_INT64);
    case KIND_UINT64:
      return (TroveElementInfo) TROVE_ELEMENT_TYPE (G_TYPE_UINT64);
    case KIND_DOUBLE:
      return (TroveElementInfo) TROVE_ELEMENT_TYPE (G_TYPE_DOUBLE);
    case KIND_STRING:
      return (TroveElementInfo) TROVE_ELEMENT_TYPE (G_TYPE_STRING);
    case KIND_REF:
      return (TroveElementInfo) TROVE_ELEMENT_TYPE (TROVE_TYPE_REF);
    case KIND_VALUE:
      return (TroveElementInfo) TROVE_ELEMENT_TYPE (G_TYPE_VALUE);
    case KIND_OBJECT:
      return (TroveElementInfo) TROVE_ELEMENT_TYPE (TEST_TYPE_OBJECT);
    case KIND_VARIANT:
      return (TroveElementInfo) TROVE_ELEMENT_TYPE (G_TYPE_VARIANT);
    case KIND_BOX:
      return (TroveElementInfo) TROVE_ELEMENT_TYPE (TEST_TYPE_BOX);
    case KIND_POINT:
      return (TroveElementInfo) TROVE_ELEMENT_TYPE (TEST_TYPE_POINT);
    default:
      return (TroveElementInfo) TROVE_ELEMENT (Block);
    }
}

gboolean
kind_has_value (Kind kind)
{
  return kind != KIND_STRUCT;
}

gboolean
kind_is_bytes (Kind kind)
{
  return kind <= KIND_DOUBLE || kind == KIND_REF || kind == KIND_STRUCT;
}

gsize
kind_size (Kind kind)
{
  switch (kind)
    {
    case KIND_UCHAR:
      return 1;
    case KIND_INT:
      return 4;
    case KIND_REF:
      return 16;
    case KIND_STRUCT:
      return 64;
    default:
      return 8;
    }
}

/* A number of 64 bits, different for each token. */
static guint64
spread (guint32 token)
{
  return (token + 1) * 0x9e3779b97f4a7c15;
}

/* A quarter of the numbers are not integers, and some do not fit an int64. */
static double
real_of (guint32 token)
{
  if (token % 4 == 3)
    return token + 0.5;
  if (token % 16 == 4)
    return 0x1p63 + 0x1p20 * token;
  return -(double) token;
}

char *
element_as_string (guint32 token, gsize *length)
{
  GString *text;

  *length = 0;
  if (token % 8 == 7)
    return NULL;

  text = g_string_new (NULL);
  g_string_printf (text, "%u ", token);
  for (guint i = 0; i < token % 50; i++)
    g_string_append_c (text, (char) ('a' + (token + i) % 26));
  *length = text->len;
  return g_string_free (text, FALSE);
}

static GValue *
value_of_type (GType type)
{
  GValue *value = g_new0 (GValue, 1);

  g_value_init (value, type);
  return value;
}

/* The type of an element of a pool of GValues: 0 int64, 1 string, 2 double, 3 boolean. */
static guint
value_kind (guint32 token)
{
  return token / 3 % 4;
}

static GValue *
new_mixed_value (guint32 token)
{
  GValue *value;
  gsize length;

  switch (value_kind (token))
    {
    case 0:
      value = value_of_type (G_TYPE_INT64);
      g_value_set_int64 (value, (gint64) spread (token));
      return value;
    case 1:
      value = value_of_type (G_TYPE_STRING);
      g_value_take_string (value, element_as_string (token, &length));
      return value;
    case 2:
      value = value_of_type (G_TYPE_DOUBLE);
      g_value_set_double (value, real_of (token));
      return value;
    default:
      value = value_of_type (G_TYPE_BOOLEAN);
      g_value_set_boolean (value, token & 1);
      return value;
    }
}

GValue *
element_new_value (Kind kind, guint32 token)
{
  const TroveElementInfo info = kind_info (kind);
  gsize length;
  GValue *value;

  g_assert (kind_has_value (kind));
  if (kind == KIND_VALUE)
    return new_mixed_value (token);

  value = value_of_type (info.type);
  switch (kind)
    {
    case KIND_UCHAR:
      g_value_set_uchar (value, (guchar) token);
      break;
    case KIND_INT:
      g_value_set_int (value, (int) token);
      break;
    case KIND_INT64:
      g_value_set_int64 (value, (gint64) spread (token));
      break;
    case KIND_UINT64:
      g_value_set_uint64 (value, spread (token));
      break;
    case KIND_DOUBLE:
      g_value_set_double (value, real_of (token));
      break;
    case KIND_STRING:
      g_value_take_string (value, element_as_string (token, &length));
      break;
    case KIND_REF:
      g_value_set_boxed (value, &(TroveRef){ token, spread (token) });
      break;
    case KIND_OBJECT:
      g_value_take_object (value, test_object_new (token));
      break;
    case KIND_VARIANT:
      g_value_set_variant (value, g_variant_new_uint32 (token)); /* floating */
      break;
    case KIND_BOX:
      g_value_take_boxed (value, test_box_new (token));
      break;
    default:
      g_value_take_boxed (value, test_point_new (token));
      break;
    }
  return value;
}

void
element_fill (Kind kind, guint32 token, gpointer bytes)
{
  guint64 word = spread (token);

  switch (kind)
    {
    case KIND_UCHAR:
      *(guint8 *) bytes = (guint8) token;
      break;
    case KIND_INT:
      memcpy (bytes, &token, sizeof token);
      break;
    case KIND_DOUBLE:
      memcpy (bytes, &(double){ real_of (token) }, sizeof (double));
      break;
    case KIND_REF:
      memcpy (bytes, &(TroveRef){ token, word }, sizeof (TroveRef));
      break;
    case KIND_STRUCT:
      for (guint i = 0; i < 8; i++)
        memcpy ((char *) bytes + i * sizeof word, &(guint64){ word + i }, sizeof word);
      break;
    default:
      g_assert (kind == KIND_INT64 || kind == KIND_UINT64);
      memcpy (bytes, &word, sizeof word);
      break;
    }
}

/* As numbers */

typedef struct
{
  gboolean is_whole; /* TRUE: the number is in whole, else in real */
  Whole whole;
  double real;
} Number;

static Number
signed_number (gint64 number)
{
  return (Number){ .is_whole = TRUE, .whole = whole_from_signed (number) };
}

static Number
unsigned_number (guint64 number)
{
  return (Number){ .is_whole = TRUE, .whole = whole_from_unsigned (number) };
}

static Number
real_number (double real)
{
  Number number = { .real = real };

  number.is_whole = whole_from_double (real, &number.whole);
  return number;
}

static gboolean
number_of (Kind kind, guint32 token, Number *number)
{
  switch (kind)
    {
    case KIND_UCHAR:
      *number = unsigned_number ((guint8) token);
      return TRUE;
    case KIND_INT:
      *number = signed_number ((int) token);
      return TRUE;
    case KIND_INT64:
      *number = signed_number ((gint64) spread (token));
      return TRUE;
    case KIND_UINT64:
      *number = unsigned_number (spread (token));
      return TRUE;
    case KIND_DOUBLE:
      *number = real_number (real_of (token));
      return TRUE;
    case KIND_VALUE:
      *number =
          value_kind (token) == 0 ? signed_number ((gint64) spread (token)) : real_number (real_of (token));
      return value_kind (token) == 0 || value_kind (token) == 2;
    default:
      return FALSE;
    }
}

gboolean
element_as_int64 (Kind kind, guint32 token, gint64 *result)
{
  Number number;

  if (!number_of (kind, token, &number) || !number.is_whole)
    return FALSE;

  *result = whole_to_signed (number.whole);
  return whole_is_between (number.whole, G_MININT64, G_MAXINT64);
}

gboolean
element_as_double (Kind kind, guint32 token, double *result)
{
  Number number;

  if (!number_of (kind, token, &number))
    return FALSE;

  if (number.is_whole)
    return whole_to_double (number.whole, result);

  *result = number.real;
  return TRUE;
}

/* Checking */

static void
check_mixed_value (guint32 token, const GValue *value)
{
  g_autofree char *text = NULL;
  gsize length;

  switch (value_kind (token))
    {
    case 0:
      g_assert_true (G_VALUE_TYPE (value) == G_TYPE_INT64);
      g_assert_true (g_value_get_int64 (value) == (gint64) spread (token));
      break;
    case 1:
      text = element_as_string (token, &length);
      g_assert_true (G_VALUE_TYPE (value) == G_TYPE_STRING);
      g_assert_cmpstr (g_value_get_string (value), ==, text);
      break;
    case 2:
      g_assert_true (G_VALUE_TYPE (value) == G_TYPE_DOUBLE);
      g_assert_true (g_value_get_double (value) == real_of (token));
      break;
    default:
      g_assert_true (G_VALUE_TYPE (value) == G_TYPE_BOOLEAN);
      g_assert_true (g_value_get_boolean (value) == (gboolean) (token & 1));
      break;
    }
}

/* Checks the pointer in a pool that stores pointers. */
static void
check_pointer (Kind kind, guint32 token, gconstpointer pointer)
{
  g_autofree char *text = NULL;
  gsize length;

  switch (kind)
    {
    case KIND_STRING:
      text = element_as_string (token, &length);
      g_assert_cmpstr (pointer, ==, text);
      break;
    case KIND_OBJECT:
      g_assert_true (G_TYPE_CHECK_INSTANCE_TYPE (pointer, TEST_TYPE_OBJECT));
      g_assert_true (((const TestObject *) pointer)->number == token);
      break;
    case KIND_VARIANT:
      g_assert_false (g_variant_is_floating ((GVariant *) pointer));
      g_assert_true (g_variant_get_uint32 ((GVariant *) pointer) == token);
      break;
    default:
      g_assert_true (((const TestBox *) pointer)->number == token);
      break;
    }
}

static void
check_point (guint32 token, const TestPoint *point)
{
  g_assert_true (point->number == token && *point->held == token);
}

void
element_check_value (Kind kind, guint32 token, const GValue *value)
{
  guint8 want[ELEMENT_MAX_SIZE];
  gconstpointer bytes = &value->data[0];

  if (kind == KIND_VALUE)
    {
      check_mixed_value (token, value);
      return;
    }

  g_assert_true (G_VALUE_TYPE (value) == kind_info (kind).type);
  if (kind == KIND_POINT)
    check_point (token, g_value_get_boxed (value));
  else if (!kind_is_bytes (kind))
    check_pointer (kind, token, g_value_peek_pointer (value));
  else
    {
      element_fill (kind, token, want);
      if (kind == KIND_UCHAR)
        g_assert_true (g_value_get_uchar (value) == want[0]);
      else
        g_assert_true (
            memcmp (kind == KIND_REF ? g_value_get_boxed (value) : bytes, want, kind_size (kind)) == 0);
    }
}

void
element_check (Kind kind, guint32 token, gconstpointer element)
{
  guint8 want[ELEMENT_MAX_SIZE];

  if (kind == KIND_VALUE)
    check_mixed_value (token, element);
  else if (kind == KIND_POINT)
    check_point (token, element);
  else if (!kind_is_bytes (kind))
    check_pointer (kind, token, *(const gconstpointer *) element);
  else
    {
      element_fill (kind, token, want);
      g_assert_true (memcmp (element, want, kind_size (kind)) == 0);
    }
}

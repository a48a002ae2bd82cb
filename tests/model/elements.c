/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "elements.h"

#include "program.h"

#include <math.h>
#include <string.h>

Counting element_counting;

/* Types */

/* A boxed type cannot say that a copy failed. */
static gpointer
box_copy (gpointer box)
{
  const guint64 fail_after = element_counting.fail_after;
  TroveElementInfo info = counting_info (&element_counting);
  gpointer copy = g_new (CountingElement, 1);

  element_counting.fail_after = G_MAXUINT64;
  info.copy (copy, box, info.data);
  element_counting.fail_after = fail_after;
  return copy;
}

static void
box_free (gpointer box)
{
  TroveElementInfo info = counting_info (&element_counting);

  info.clear (box, info.data);
  g_free (box);
}

static GType
box_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_boxed_type_register_static ("ModelBox", box_copy, box_free));
  return type;
}

static GType
point_get_type (void)
{
  static gsize type;

  if (g_once_init_enter (&type))
    {
      GType made = g_boxed_type_register_static ("ModelPoint", box_copy, box_free);
      TroveElementInfo info = counting_info (&element_counting);

      program_note_call ("trove_element_register");
      trove_element_register (made, &info);
      g_once_init_leave (&type, made);
    }
  return type;
}

GType
element_gtype (ElementType type)
{
  switch (type)
    {
    case ELEMENT_INT64:
      return G_TYPE_INT64;
    case ELEMENT_STRING:
      return G_TYPE_STRING;
    case ELEMENT_CHAR:
      return G_TYPE_CHAR;
    case ELEMENT_DOUBLE:
      return G_TYPE_DOUBLE;
    case ELEMENT_BOX:
      return box_get_type ();
    case ELEMENT_VALUE:
      return G_TYPE_VALUE;
    case ELEMENT_REF:
      return TROVE_TYPE_REF;
    case ELEMENT_POINT:
      return point_get_type ();
    case ELEMENT_VARIANT:
      return G_TYPE_VARIANT;
    case ELEMENT_INT:
      return G_TYPE_INT;
    case ELEMENT_BOOLEAN:
      return G_TYPE_BOOLEAN;
    default:
      return G_TYPE_NONE;
    }
}

static void
node_trace (gpointer element, TroveVisitFunc visit, gpointer visit_data, gpointer data)
{
  Node *node = element;

  visit (&node->child[0], visit_data);
  visit (&node->child[1], visit_data);
}

TroveElementInfo
element_info (ElementType type)
{
  TroveElementInfo info = { 0 };

  switch (type)
    {
    case ELEMENT_COUNTED:
      return counting_info (&element_counting);
    case ELEMENT_WIDE:
      info.size = 192;
      info.alignment = 64;
      return info;
    case ELEMENT_ODD:
      info.size = 3;
      return info;
    case ELEMENT_NODE:
      return (TroveElementInfo) TROVE_ELEMENT (Node, .trace = node_trace);
    default:
      info.type = element_gtype (type);
      return info;
    }
}

const char *
element_name (ElementType type)
{
  static const char *const names[] = { "none",  "int64",   "string", "counted", "wide",   "odd",
                                       "char",  "double",  "box",    "value",   "ref",    "node",
                                       "point", "variant", "empty",  "int",     "boolean" };

  G_STATIC_ASSERT (G_N_ELEMENTS (names) == N_ELEMENT_TYPES);
  return names[type];
}

gsize
element_size (ElementType type)
{
  static const gsize sizes[] = { 0,
                                 8,
                                 sizeof (char *),
                                 sizeof (CountingElement),
                                 192,
                                 3,
                                 1,
                                 8,
                                 sizeof (gpointer),
                                 sizeof (GValue),
                                 sizeof (TroveRef),
                                 sizeof (Node),
                                 sizeof (CountingElement),
                                 sizeof (gpointer) };

  G_STATIC_ASSERT (G_N_ELEMENTS (sizes) == N_POOL_TYPES);
  return sizes[type];
}

gboolean
element_is_bytes (ElementType type)
{
  return type == ELEMENT_INT64 || type == ELEMENT_WIDE || type == ELEMENT_ODD || type == ELEMENT_CHAR ||
         type == ELEMENT_DOUBLE || type == ELEMENT_REF || type == ELEMENT_NODE;
}

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
      double real = (double) whole;

      stored->number = real_bits (real);
      return real < 0x1p63 && (gint64) real == whole;
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

/* Elements */

static CountingElement *
box_new (guint64 number)
{
  CountingElement element = { .value = (gint64) number };

  return box_copy (&element);
}

void
element_make (Element *element, ElementType pool, const Value *value)
{
  gsize length;

  memset (element, 0, sizeof *element);
  switch (pool)
    {
    case ELEMENT_INT64:
      element->integer = (gint64) value->number;
      break;
    case ELEMENT_STRING:
      element->string = value_text (value, &length);
      break;
    case ELEMENT_COUNTED:
    case ELEMENT_POINT:
      element->counting.value = (gint64) value->number;
      break;
    case ELEMENT_WIDE:
      for (guint i = 0; i < sizeof element->wide.bytes; i++)
        element->wide.bytes[i] = (guint8) (value->number * (2 * i + 1) >> i % 8);
      break;
    case ELEMENT_ODD:
      for (guint i = 0; i < sizeof element->odd; i++)
        element->odd[i] = (guint8) (value->number >> 8 * i);
      break;
    case ELEMENT_CHAR:
      element->character = (gint8) value->number;
      break;
    case ELEMENT_DOUBLE:
      element->real = to_real (value->number);
      break;
    case ELEMENT_BOX:
      element->pointer = value->number != 0 ? box_new (value->number) : NULL;
      break;
    case ELEMENT_VALUE:
      gvalue_make (&element->value, value);
      break;
    case ELEMENT_REF:
      element->ref = value->child[0];
      break;
    case ELEMENT_NODE:
      element->node = (Node){ { value->child[0], value->child[1] }, value->number };
      break;
    case ELEMENT_VARIANT:
      if (value->number != 0)
        element->pointer = g_variant_ref_sink (g_variant_new_uint64 (value->number));
      break;
    default:
      g_assert_not_reached ();
    }
}

void
element_free (Element *element, ElementType pool)
{
  if (pool == ELEMENT_BOX && element->pointer != NULL)
    box_free (element->pointer);
  else if (pool == ELEMENT_VARIANT && element->pointer != NULL)
    g_variant_unref (element->pointer);
  else if (pool == ELEMENT_VALUE && G_IS_VALUE (&element->value))
    g_value_unset (&element->value);
}

void
element_write (gpointer address, ElementType pool, const Value *value)
{
  Element element;

  if (pool == ELEMENT_COUNTED || pool == ELEMENT_POINT) /* it keeps its ticket */
    {
      ((CountingElement *) address)->value = (gint64) value->number;
      return;
    }

  memcpy (&element, address, element_size (pool));
  element_free (&element, pool);
  element_make (&element, pool, value);
  memcpy (address, &element, element_size (pool));
}

static char *
compare_counted (const CountingElement *element, const Value *expected)
{
  guint64 ticket = element->ticket;

  if (element->value != (gint64) expected->number)
    return g_strdup_printf ("0x%" G_GINT64_MODIFIER "x", (guint64) element->value);
  if (ticket == 0 || ticket >= element_counting.tickets->len || element_counting.tickets->data[ticket] == 0)
    return g_strdup_printf ("ticket %" G_GUINT64_FORMAT ", which is not a live copy's", ticket);
  return NULL;
}

static char *
compare_text (const char *text, const Value *expected)
{
  gsize length;
  const char *wanted = value_text (expected, &length);

  if ((text == NULL) == (wanted == NULL) && (text == NULL || memcmp (text, wanted, length + 1) == 0))
    return NULL;
  return text != NULL ? g_strdup_printf ("\"%s\"", text) : g_strdup ("NULL");
}

static char *
describe_bytes (gconstpointer address, gsize size)
{
  GString *text = g_string_new ("bytes");

  for (gsize i = 0; i < MIN (size, 40); i++)
    g_string_append_printf (text, " %02x", ((const guint8 *) address)[i]);
  return g_string_free (text, FALSE);
}

char *
element_compare (gconstpointer address, ElementType pool, const Value *expected)
{
  gpointer pointer;
  Element element;

  switch (pool)
    {
    case ELEMENT_STRING:
      return compare_text (*(const char *const *) address, expected);
    case ELEMENT_COUNTED:
    case ELEMENT_POINT:
      return compare_counted (address, expected);
    case ELEMENT_VALUE:
      return gvalue_compare (address, expected);
    case ELEMENT_BOX:
    case ELEMENT_VARIANT:
      pointer = *(const gpointer *) address;
      if ((pointer == NULL) != (expected->number == 0))
        return g_strdup_printf ("%p", pointer);
      if (pointer == NULL)
        return NULL;
      if (pool == ELEMENT_BOX)
        return compare_counted (pointer, expected);
      if (g_variant_get_uint64 (pointer) != expected->number)
        return g_strdup_printf ("0x%" G_GINT64_MODIFIER "x", g_variant_get_uint64 (pointer));
      return NULL;
    default:
      if (((guintptr) address & (element_info (pool).alignment - 1)) != 0 &&
          element_info (pool).alignment > 0)
        return g_strdup ("address that is not aligned");
      element_make (&element, pool, expected);
      if (memcmp (address, &element, element_size (pool)) != 0)
        return describe_bytes (address, element_size (pool));
      return NULL;
    }
}

/* GValues */

void
gvalue_make (GValue *gvalue, const Value *value)
{
  gsize length;

  if (value->type == ELEMENT_EMPTY)
    return;

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
      g_value_take_boxed (gvalue, value->number != 0 ? box_new (value->number) : NULL);
      break;
    case ELEMENT_POINT:
      g_value_take_boxed (gvalue, box_new (value->number));
      break;
    case ELEMENT_REF:
      g_value_set_boxed (gvalue, &value->child[0]);
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
  if (G_VALUE_TYPE (gvalue) == element_gtype (expected->type) && same_content (gvalue, expected))
    return NULL;

  contents = g_strdup_value_contents (gvalue);
  return g_strdup_printf ("%s %s", G_VALUE_TYPE_NAME (gvalue), contents);
}

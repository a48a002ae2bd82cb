/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "elements.h"

#include "program.h"

#include <string.h>

#include "test-types.h"

/* Types */

gpointer
element_object_new (ElementType type, guint64 number)
{
  return type == ELEMENT_DERIVED ? test_derived_new ((gint64) number) : test_object_new ((gint64) number);
}

static char *
compare_object (gpointer pointer, const Value *expected)
{
  if (G_OBJECT_TYPE (pointer) != element_gtype (expected->type))
    return g_strdup_printf ("a %s", G_OBJECT_TYPE_NAME (pointer));
  if (((TestObject *) pointer)->number != (gint64) expected->number)
    return g_strdup_printf ("0x%" G_GINT64_MODIFIER "x", (guint64) ((TestObject *) pointer)->number);
  return NULL;
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
      return COUNTING_TYPE_BOX;
    case ELEMENT_VALUE:
      return G_TYPE_VALUE;
    case ELEMENT_REF:
      return TROVE_TYPE_REF;
    case ELEMENT_POINT:
      program_note_call ("trove_element_register");
      return COUNTING_TYPE_POINT;
    case ELEMENT_VARIANT:
      return G_TYPE_VARIANT;
    case ELEMENT_OBJECT:
      return TEST_TYPE_OBJECT;
    case ELEMENT_DERIVED:
      return TEST_TYPE_DERIVED;
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
      return counting_info (&counting_boxed);
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
  static const char *const names[] = { "none",   "int64",   "string", "counted", "wide",   "odd",   "char",
                                       "double", "box",     "value",  "ref",     "node",   "point", "variant",
                                       "object", "derived", "empty",  "int",     "boolean" };

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
                                 sizeof (gpointer),
                                 sizeof (gpointer),
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

/* Elements */

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
      memcpy (&element->real, &value->number, sizeof element->real);
      break;
    case ELEMENT_BOX:
      element->pointer = value->number != 0 ? counting_box_new ((gint64) value->number) : NULL;
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
    case ELEMENT_OBJECT:
    case ELEMENT_DERIVED:
      if (value->number != 0)
        element->pointer = element_object_new (value->type, value->number);
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
    counting_box_free (element->pointer);
  else if (pool == ELEMENT_VARIANT && element->pointer != NULL)
    g_variant_unref (element->pointer);
  else if ((pool == ELEMENT_OBJECT || pool == ELEMENT_DERIVED) && element->pointer != NULL)
    g_object_unref (element->pointer);
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
  if (element->value != (gint64) expected->number)
    return g_strdup_printf ("0x%" G_GINT64_MODIFIER "x", (guint64) element->value);
  if (!counting_lives (&counting_boxed, element))
    return g_strdup_printf ("ticket %" G_GUINT64_FORMAT ", which is not a live copy's", element->ticket);
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
    case ELEMENT_OBJECT:
    case ELEMENT_DERIVED:
      pointer = *(const gpointer *) address;
      if ((pointer == NULL) != (expected->number == 0))
        return g_strdup_printf ("%p", pointer);
      if (pointer == NULL)
        return NULL;
      if (pool == ELEMENT_BOX)
        return compare_counted (pointer, expected);
      if (pool != ELEMENT_VARIANT)
        return compare_object (pointer, expected);
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

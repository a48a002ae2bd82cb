/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveFragment: bytes that are damaged or forged give an error, or a fragment that can be used. */

#include <string.h>

#include "fragment-kit.h"
#include "test-support.h"

/* Messages */

static void
assert_refused (GBytes *bytes, TroveError code, const char *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveFragment) fragment = trove_fragment_new_from_bytes (bytes, &error);

  g_assert_null (fragment);
  g_assert_error (error, TROVE_ERROR, (int) code);
  g_assert_cmpstr (error->message, ==, message);
  g_assert_cmpint (test_hooks.n_live, ==, 0);
}

static void
test_header (void)
{
  static const struct
  {
    const char *bytes;
    gsize n;
    const char *message;
  } rows[] = {
    { "", 0,
      "The bytes are no fragment: they do not begin with \342\200\234TroveFr\342\200\235 and a version" },
    { "TroveFr\1", 8,
      "The bytes are no fragment: they do not begin with \342\200\234TroveFr\342\200\235 and a version" },
    { "TroveFx\1abc", 11,
      "The bytes are no fragment: they do not begin with \342\200\234TroveFr\342\200\235 and a version" },
    { "TroveFr\2abc", 11,
      "The fragment was written in a format that this version of the library cannot read" },
    { "TroveFr\1abc", 11, "The fragment is damaged: its variant is not in normal form" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (rows[i].bytes, rows[i].n);

      assert_refused (bytes, TROVE_ERROR_DAMAGED, rows[i].message);
    }
}

#define NODE "('TestNode', ['children', 'leaves', 'part'], @a(sv) [])"
#define DAMAGED "The fragment is damaged: "

typedef struct
{
  const char *text;
  const char *message;
} Row;

static const Row damaged_rows[] = {
  { "([" NODE "], [(1, 0, 0)])", DAMAGED "object 0 is of class 1, and there are 1" },
  { "(@a(sasa(sv)) [], [(0, 0, 0)])", DAMAGED "object 0 is of class 0, and there are 0" },
  { "([" NODE "], [(0, 1, 0)])", DAMAGED "object 0 has the owner 0, which does not stand before it" },
  { "([" NODE "], [(0, 0, 0), (0, 3, 0)])",
    DAMAGED "object 1 has the owner 2, which does not stand before it" },
  { "([" NODE "], [(0, 0, 0), (0, 1, 3)])",
    DAMAGED "object 1 stands in property 3 of its owner, which has 3" },
  { "([" NODE "], [(0, 0, 0), (0, 1, 2), (0, 1, 2)])",
    DAMAGED "object 2 stands in \342\200\234part\342\200\235 of object 0, which has another one" },
  { "([" NODE "], [(0, 0, 0), (0, 1, 1)])",
    DAMAGED "object 1: A new TestNode cannot be set for \"leaves\" of TestNode, which takes objects of type "
            "TestLeaf" },
  { "([('TestNode', @as [], [('x', <[1.0]>)])], [(0, 0, 0), (0, 0, 0)])",
    DAMAGED "the property \342\200\234x\342\200\235 of TestNode has 1 values for 2 objects" },
  { "([('TestNode', @as [], [('links', <[@au []]>)])], [(0, 0, 0), (0, 0, 0)])",
    DAMAGED "the property \342\200\234links\342\200\235 of TestNode has 1 values for 2 objects" },
  { "([('TestNode', @as [], [('x', <[1.0]>), ('x', <[1.0]>)])], [(0, 0, 0)])",
    DAMAGED "the property \342\200\234x\342\200\235 of TestNode is there twice" },
  { "([('TestNode', @as [], [('target', <[@u 2]>)])], [(0, 0, 0)])",
    DAMAGED "object 0 refers to object 1, and there are 1" },
  { "([('TestNode', @as [], [('links', <[[@u 1, 4294967295]]>)])], [(0, 0, 0)])",
    DAMAGED "object 0 refers to object 4294967294, and there are 1" },
  { "([('TestNode', @as [], [('target', <[@u 2]>)]), ('KitObject', @as [], @a(sv) [])], [(0, 0, 0), (1, 0, "
    "0)])",
    DAMAGED "object 0: KitObject 2 cannot be set for \"target\" of TestNode, which takes objects of type "
            "TestNode" },
  { "([('TestNode', @as [], [('links', <[[@u 2]]>)]), ('KitObject', @as [], @a(sv) [])], [(0, 0, 0), (1, 0, "
    "0)])",
    DAMAGED "object 0: KitObject 2 cannot be set for \"links\" of TestNode, which takes objects of type "
            "TestNode" },
  { "([('KitObject', @as [], [('char', <[@n 5, 101]>)])], [(0, 0, 0), (0, 0, 0)])",
    DAMAGED "object 1: The property \342\200\234char\342\200\235 of KitObject does not take 101: its param "
            "spec allows 100 instead" },
  { "([('KitObject', @as [], [('enum', <[77]>)])], [(0, 0, 0)])",
    DAMAGED "object 0: The property \342\200\234enum\342\200\235 of KitObject does not take ((GBusType) 77): "
            "its param "
            "spec allows ((GBusType) G_BUS_TYPE_NONE) instead" },
  { "([('KitObject', @as [], [('gtype', <['NoSuchType']>)])], [(0, 0, 0)])", DAMAGED
    "object 0: The property \342\200\234gtype\342\200\235 of KitObject has no value of type GType there" },
  { "([('KitObject', @as [], [('variant', <@am(say) [('z', [])]>)])], [(0, 0, 0)])", DAMAGED
    "object 0: The property \342\200\234variant\342\200\235 of KitObject has no value of type GVariant "
    "there" },
  { "([('KitObject', @as [], [('variant', <@am(say) [('a*', [])]>)])], [(0, 0, 0)])", DAMAGED
    "object 0: The property \342\200\234variant\342\200\235 of KitObject has no value of type GVariant "
    "there" },
  { "([('KitObject', @as [], [('variant', <@am(say) [('i', [1, 2])]>)])], [(0, 0, 0)])", DAMAGED
    "object 0: The property \342\200\234variant\342\200\235 of KitObject has no value of type GVariant "
    "there" },
  { "([('KitObject', @as [], [('hook', <@am(say) [('s', [97, 0])]>)])], [(0, 0, 0)])",
    DAMAGED "object 0: The property \342\200\234hook\342\200\235 of KitObject has no value of type TestHook "
            "there" },
  { "([('KitObject', @as [], [('date', <@am(say) [('s', [50, 48, 0])]>)])], [(0, 0, 0)])",
    DAMAGED "object 0: The property \342\200\234date\342\200\235 of KitObject has no value of type GDateTime "
            "there" },
  { "([('KitObject', @as [], [('date', <@am(say) [('y', [50])]>)])], [(0, 0, 0)])",
    DAMAGED "object 0: The property \342\200\234date\342\200\235 of KitObject has no value of type GDateTime "
            "there" },
  { "([('KitObject', @as [], [('themed', <@am(say) [('s', [47, 97, 0])]>)])], [(0, 0, 0)])",
    DAMAGED "object 0: The property \342\200\234themed\342\200\235 of KitObject has no value of type "
            "GThemedIcon there" },
  { "([('PickyObject', @as [], [('x', <[1, 13]>)])], [(0, 0, 0), (0, 0, 0)])",
    DAMAGED "object 1: PickyObject does not take the value of \342\200\234x\342\200\235: 13 is not wanted" },
  { "([('PickyObject', @as [], [('x', <[1, 2]>), ('other', <[@u 0, 1]>)])], [(0, 0, 0), (0, 0, 0)])", DAMAGED
    "object 1: PickyObject does not take the value of \342\200\234other\342\200\235: 1 is not wanted" },
};

static const Row mismatch_rows[] = {
  { "([('NoSuchClass', @as [], @a(sv) [])], [(0, 0, 0)])",
    "The fragment has objects of the class NoSuchClass, which is not registered in this program" },
  { "([('', @as [], @a(sv) [])], [(0, 0, 0)])",
    "The fragment has objects of the class , which is not registered in this program" },
  { "([('GObject', @as [], @a(sv) [])], [(0, 0, 0)])",
    "The fragment has objects of the class GObject, which is no class of objects of documents here" },
  { "([('gint', @as [], @a(sv) [])], [(0, 0, 0)])",
    "The fragment has objects of the class gint, which is no class of objects of documents here" },
  { "([('TestAbstractNode', @as [], @a(sv) [])], [(0, 0, 0)])",
    "The fragment has objects of the class TestAbstractNode, which is no class of objects of documents "
    "here" },
  { "([('TestNode', @as [], [('x', <['1']>)])], [(0, 0, 0)])",
    "The fragment has values of the type \342\200\234as\342\200\235 for the property "
    "\342\200\234x\342\200\235 of "
    "TestNode, not \342\200\234ad\342\200\235" },
  { "([('TestNode', @as [], [('target', <[[@u 1]]>)])], [(0, 0, 0)])",
    "The fragment has values of the type \342\200\234aau\342\200\235 for the property "
    "\342\200\234target\342\200\235 of TestNode, not \342\200\234au\342\200\235" },
  { "([('TestNode', @as [], [('links', <5>)])], [(0, 0, 0)])",
    "The fragment has values of the type \342\200\234i\342\200\235 for the property "
    "\342\200\234links\342\200\235 of TestNode, not \342\200\234aau\342\200\235" },
};

static void
ensure_types (void)
{
  g_type_ensure (TEST_TYPE_ABSTRACT_NODE);
  g_type_ensure (TEST_TYPE_LEAF);
  kit_object_get_type ();
  picky_object_get_type ();
}

static void
test_messages (void)
{
  ensure_types ();
  for (guint i = 0; i < G_N_ELEMENTS (damaged_rows); i++)
    {
      g_autoptr (GBytes) bytes = kit_parse (damaged_rows[i].text);

      assert_refused (bytes, TROVE_ERROR_DAMAGED, damaged_rows[i].message);
    }
  for (guint i = 0; i < G_N_ELEMENTS (mismatch_rows); i++)
    {
      g_autoptr (GBytes) bytes = kit_parse (mismatch_rows[i].text);

      assert_refused (bytes, TROVE_ERROR_TYPE_MISMATCH, mismatch_rows[i].message);
    }
}

/* Icons that g_icon_deserialize () would write a warning for. */
static void
test_icons (void)
{
  static const char *const icons[] = { "<5>",
                                       "<('themed', <'x'>)>",
                                       "<('themed', <@as []>)>",
                                       "<('emblem', <1>)>",
                                       "<('emblem', <(<('themed', <@as []>)>, @a{sv} {})>)>",
                                       "<('x', <2>)>",
                                       "<'.'>" };

  ensure_types ();
  for (guint i = 0; i < G_N_ELEMENTS (icons); i++)
    {
      g_autoptr (GVariant) outer = g_variant_parse (G_VARIANT_TYPE_VARIANT, icons[i], NULL, NULL, NULL);
      g_autoptr (GVariant) icon = g_variant_get_variant (outer), data = NULL;
      g_autofree char *printed = NULL, *text = NULL;
      g_autoptr (GBytes) bytes = NULL;

      data = g_variant_ref_sink (g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, g_variant_get_data (icon),
                                                            g_variant_get_size (icon), 1));
      printed = g_variant_print (data, TRUE);
      text = g_strdup_printf ("([('KitObject', @as [], [('icon', <@am(say) [('%s', %s)]>)])], [(0, 0, 0)])",
                              g_variant_get_type_string (icon), printed);
      bytes = kit_parse (text);
      assert_refused (bytes, TROVE_ERROR_DAMAGED,
                      DAMAGED
                      "object 0: The property \342\200\234icon\342\200\235 of KitObject has no value of "
                      "type GIcon there");
    }
}

/* Whatever the bytes */

/* Returns TRUE if there is a fragment; it is used. */
static gboolean
use (const guint8 *data, gsize n)
{
  guint8 *exact = g_memdup2 (data, n); /* so that a reader beyond the end is noticed */
  g_autoptr (GBytes) bytes = g_bytes_new_take (exact, n), again = NULL;
  g_autoptr (TroveDocument) document = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveFragment) fragment = trove_fragment_new_from_bytes (bytes, &error);

  if (fragment == NULL)
    {
      g_assert_true (g_error_matches (error, TROVE_ERROR, TROVE_ERROR_DAMAGED) ||
                     g_error_matches (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH));
      return FALSE;
    }
  g_assert_cmpuint (trove_fragment_get_n_objects (fragment), <=, n / 12);
  document = trove_document_new (kit_object_get_type (), NULL, 0);
  trove_fragment_insert_by_key (fragment, document, 1, "children", 0, NULL, &error);
  g_assert_no_error (error);
  commit (document, "inserted");
  again = kit_write (fragment);
  return TRUE;
}

/* The bytes of objects with all sorts of values, with a class that has a validate function. */
static GBytes *
make_bytes (void)
{
  g_autoptr (TroveDocument) document = NULL;
  g_autoptr (TroveFragment) fragment = NULL;
  g_autoptr (TroveObject) picky = NULL, owner = NULL;

  ensure_types ();
  document = kit_document_new ();
  owner = trove_document_lookup (document, 2);
  picky = g_object_new (picky_object_get_type (), "document", document, NULL);
  g_object_set (picky, "x", 12, "other", owner, NULL);
  g_assert_true (trove_list_append (trove_object_get_list (owner, "children"), picky, NULL));
  g_object_set (picky, "other", picky, NULL);
  fragment = kit_fragment_new (document, (const TroveKey[]){ 2, 3 }, 2);
  return kit_write (fragment);
}

static void
test_flipped (void)
{
  g_autoptr (GBytes) bytes = make_bytes ();
  gsize n;
  const guint8 *data = g_bytes_get_data (bytes, &n);
  g_autofree guint8 *copy = g_memdup2 (data, n);
  guint n_used = 0;

  g_assert_true (use (copy, n));
  for (gsize i = 0; i < n; i++)
    for (guint bit = 0; bit <= 8; bit += test_is_quick () ? 4 : 1)
      {
        copy[i] ^= bit == 8 ? 0xff : (guint8) (1 << bit);
        n_used += use (copy, n);
        copy[i] = data[i];
      }
  g_assert_cmpuint (n_used, >, 0);
}

static void
test_prefixes (void)
{
  g_autoptr (GBytes) bytes = make_bytes ();
  gsize n;
  const guint8 *data = g_bytes_get_data (bytes, &n);

  for (gsize i = 0; i < n; i++)
    g_assert_false (use (data, i));
}

static void
test_grown (void)
{
  g_autoptr (GBytes) bytes = make_bytes ();
  gsize n;
  const guint8 *data = g_bytes_get_data (bytes, &n);
  g_autofree guint8 *copy = g_malloc0 (n + 64);

  for (guint i = 1; i <= 64; i++)
    {
      memcpy (copy, data, n);
      memset (copy + n, 0, i);
      g_assert_false (use (copy, n + i));
      memset (copy + n, 0xff, i);
      g_assert_false (use (copy, n + i));
    }
}

/* Changes numbers where they stand, so that the variant stays in normal form. */
static void
change (TestRandom *random, guint8 *data, gsize *n)
{
  gsize at = 8 + test_random_below (random, *n - 8), length = test_random_below (random, 16), from;

  switch (test_random_below (random, 5))
    {
    case 0:
      data[at] = (guint8) test_random_next (random);
      break;
    case 1:
      at &= ~(gsize) 3;
      data[at] = (guint8) test_random_below (random, 8);
      break;
    case 2:
      data[at] = (guint8) (data[at] + 1);
      break;
    case 3:
      from = 8 + test_random_below (random, *n - 8);
      length = MIN (length, *n - MAX (at, from));
      memmove (data + at, data + from, length);
      break;
    default:
      length = MIN (length, *n - at) & ~(gsize) 3;
      memmove (data + at, data + at + length, *n - at - length);
      *n -= length;
    }
}

static void
test_random (void)
{
  g_autoptr (GBytes) bytes = make_bytes ();
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree guint8 *copy = g_malloc (size);
  TestRandom random;
  guint n_used = 0;

  test_random_init (&random);
  for (guint i = 0; i < test_count (20000, 1500); i++)
    {
      gsize n = size;

      memcpy (copy, data, size);
      for (guint j = (guint) test_random_below (&random, 4) + 1; j > 0; j--)
        change (&random, copy, &n);
      n_used += use (copy, n);
    }
  g_test_message ("%u of them were fragments", n_used);
  g_assert_cmpuint (n_used, >, 0);
  g_assert_cmpint (test_hooks.n_live, ==, 0);
}

/* A chain of owners is read without recursion. */
static void
test_deep (void)
{
  const guint n = test_count (200000, 5000);
  GString *text = g_string_new ("([('TestNode', ['children'], @a(sv) [])], [(0, 0, 0)");
  g_autoptr (TroveFragment) fragment = NULL;
  g_autoptr (GBytes) bytes = NULL, again = NULL;

  ensure_types ();
  for (guint i = 1; i < n; i++)
    g_string_append_printf (text, ", (0, %u, 0)", i);
  g_string_append (text, "])");
  bytes = kit_parse (text->str);
  fragment = kit_read (bytes);
  g_assert_cmpuint (trove_fragment_get_n_objects (fragment), ==, n);
  g_assert_cmpuint (trove_fragment_get_n_roots (fragment), ==, 1);
  again = kit_write (fragment);
  g_string_free (text, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fragment-damaged/header", test_header);
  g_test_add_func ("/fragment-damaged/messages", test_messages);
  g_test_add_func ("/fragment-damaged/icons", test_icons);
  g_test_add_func ("/fragment-damaged/flipped", test_flipped);
  g_test_add_func ("/fragment-damaged/prefixes", test_prefixes);
  g_test_add_func ("/fragment-damaged/grown", test_grown);
  g_test_add_func ("/fragment-damaged/random", test_random);
  g_test_add_func ("/fragment-damaged/deep", test_deep);
  return g_test_run ();
}

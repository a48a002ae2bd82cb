/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fragment-kit.h"

#include <string.h>

#define READWRITE (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS)

/* Functions between values and variants */

static void
hook_to_variant (const GValue *from, GValue *to)
{
  const TestHook *hook = g_value_get_boxed (from);

  if (hook != NULL)
    g_value_set_variant (to, g_variant_new_int64 (hook->value));
}

static void
variant_to_hook (const GValue *from, GValue *to)
{
  GVariant *variant = g_value_get_variant (from);

  if (variant != NULL && g_variant_is_of_type (variant, G_VARIANT_TYPE_INT64))
    g_value_set_boxed (to, &(TestHook){ g_variant_get_int64 (variant) });
}

static void
register_functions (void)
{
  g_value_register_transform_func (TEST_TYPE_HOOK, G_TYPE_VARIANT, hook_to_variant);
  g_value_register_transform_func (G_TYPE_VARIANT, TEST_TYPE_HOOK, variant_to_hook);
}

/* Classes */

static GType
register_kit (void)
{
  GParamSpec *pspecs[] = {
    g_param_spec_char ("char", NULL, NULL, -100, 100, 0, READWRITE),
    g_param_spec_uchar ("uchar", NULL, NULL, 0, 200, 0, READWRITE),
    g_param_spec_boolean ("boolean", NULL, NULL, FALSE, READWRITE),
    g_param_spec_int ("int", NULL, NULL, G_MININT, G_MAXINT, 5, READWRITE),
    g_param_spec_uint ("uint", NULL, NULL, 0, G_MAXUINT - 1, 0, READWRITE),
    g_param_spec_long ("long", NULL, NULL, G_MINLONG, G_MAXLONG, 0, READWRITE),
    g_param_spec_ulong ("ulong", NULL, NULL, 0, G_MAXULONG, 0, READWRITE),
    g_param_spec_int64 ("int64", NULL, NULL, G_MININT64, G_MAXINT64, 0, READWRITE),
    g_param_spec_uint64 ("uint64", NULL, NULL, 0, G_MAXUINT64, 0, READWRITE),
    g_param_spec_float ("float", NULL, NULL, -10, 10, 0, READWRITE),
    g_param_spec_double ("double", NULL, NULL, -1000, 1000, 0, READWRITE),
    g_param_spec_enum ("enum", NULL, NULL, G_TYPE_BUS_TYPE, G_BUS_TYPE_NONE, READWRITE),
    g_param_spec_flags ("flags", NULL, NULL, G_TYPE_APPLICATION_FLAGS, 0, READWRITE),
    g_param_spec_gtype ("gtype", NULL, NULL, G_TYPE_NONE, READWRITE),
    g_param_spec_string ("string", NULL, NULL, "a default", READWRITE),
    g_param_spec_string ("name", NULL, NULL, NULL, READWRITE | TROVE_PARAM_INTERNED),
    g_param_spec_boxed ("strv", NULL, NULL, G_TYPE_STRV, READWRITE),
    g_param_spec_boxed ("bytes", NULL, NULL, G_TYPE_BYTES, READWRITE),
    g_param_spec_variant ("variant", NULL, NULL, G_VARIANT_TYPE_ANY, NULL, READWRITE),
    g_param_spec_boxed ("hook", NULL, NULL, TEST_TYPE_HOOK, READWRITE),
    g_param_spec_boxed ("date", NULL, NULL, G_TYPE_DATE_TIME, READWRITE),
    g_param_spec_object ("file", NULL, NULL, G_TYPE_FILE, READWRITE),
    g_param_spec_object ("icon", NULL, NULL, G_TYPE_ICON, READWRITE),
    g_param_spec_object ("themed", NULL, NULL, G_TYPE_THEMED_ICON, READWRITE),
    g_param_spec_object ("target", NULL, NULL, TROVE_TYPE_OBJECT, READWRITE),
    g_param_spec_object ("part", NULL, NULL, TROVE_TYPE_OBJECT, READWRITE | TROVE_PARAM_OWNED),
    trove_param_spec_list ("children", NULL, NULL, TROVE_TYPE_OBJECT, G_PARAM_READABLE | TROVE_PARAM_OWNED),
    trove_param_spec_list ("links", NULL, NULL, TROVE_TYPE_OBJECT, G_PARAM_READABLE),
  };
  g_autoptr (GError) error = NULL;
  GType type =
      trove_object_register_type ("KitObject", TROVE_TYPE_OBJECT, pspecs, G_N_ELEMENTS (pspecs), &error);

  g_assert_no_error (error);
  register_functions ();
  return type;
}

GType
kit_object_get_type (void)
{
  static GType type;

  if (type == G_TYPE_INVALID)
    type = register_kit ();
  return type;
}

static gboolean
validate (TroveObject *self, GParamSpec *pspec, GValue *value, GError **error)
{
  GObject *other = G_VALUE_HOLDS_OBJECT (value) ? g_value_get_object (value) : NULL;
  int x = G_VALUE_HOLDS_INT (value) ? g_value_get_int (value) : 0;

  if (other != NULL && G_OBJECT_TYPE (other) == picky_object_get_type ())
    g_object_get (other, "x", &x, NULL);
  if (x == 100)
    g_value_set_int (value, 99);
  if (x != 13 && (other == NULL || x != 1))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%d is not wanted", x);
  return FALSE;
}

GType
picky_object_get_type (void)
{
  static GType type;
  GParamSpec *pspecs[2];
  TroveObjectClass *klass;

  if (type != G_TYPE_INVALID)
    return type;
  pspecs[0] = g_param_spec_int ("x", NULL, NULL, 0, 100, 0, READWRITE);
  pspecs[1] = g_param_spec_object ("other", NULL, NULL, TROVE_TYPE_OBJECT, READWRITE);
  type = trove_object_register_type ("PickyObject", TROVE_TYPE_OBJECT, pspecs, 2, NULL);
  klass = g_type_class_ref (type);
  klass->validate = validate;
  g_type_class_unref (klass);
  return type;
}

/* Documents */

static GVariant *
nested (guint levels)
{
  GVariant *variant = g_variant_new_string ("inside");

  while (levels-- > 0)
    variant = g_variant_new_variant (variant);
  return variant;
}

static TroveObject *
add_object (TroveDocument *document, TroveObject *owner)
{
  TroveObject *made = g_object_new (kit_object_get_type (), "document", document, NULL);

  g_assert_true (trove_list_append (trove_object_get_list (owner, "children"), made, NULL));
  return made;
}

static void
set_all (TroveObject *object, TroveObject *target)
{
  const char *const names[] = { "one", "", "\303\244", NULL };
  g_autoptr (GBytes) bytes = g_bytes_new ("a\0b", 3);
  g_autoptr (GDateTime) date = g_date_time_new_utc (2026, 2, 3, 4, 5, 6.5);
  g_autoptr (GFile) file = g_file_new_for_uri ("file:///tmp/a%20file");
  g_autoptr (GIcon) themed = g_themed_icon_new ("edit-copy"), icon = g_bytes_icon_new (bytes);

  g_object_set (object, "char", -7, "uchar", 200, "boolean", TRUE, "int", G_MININT, "uint", G_MAXUINT - 1,
                "long", G_MINLONG, "ulong", G_MAXULONG, "int64", G_MININT64, "uint64", G_MAXUINT64, NULL);
  g_object_set (object, "float", -.25F, "double", -.125, "enum", G_BUS_TYPE_SESSION, "flags",
                G_APPLICATION_IS_SERVICE, "gtype", G_TYPE_FILE, "string",
                "a string that is longer than a record keeps", "name", "", "strv", names, "bytes", bytes,
                "variant", nested (120), "hook", &(TestHook){ -8 }, NULL);
  g_object_set (object, "date", date, "file", file, "icon", icon, "themed", themed, "target", target, NULL);
}

TroveDocument *
kit_document_new (void)
{
  TroveDocument *document = trove_document_new (kit_object_get_type (), NULL, 0);
  TroveObject *root = trove_document_get_root (document);
  g_autoptr (TroveObject) first = add_object (document, root), second = add_object (document, root);
  g_autoptr (TroveObject) inner = add_object (document, first), part = NULL;
  g_autoptr (GIcon) emblem = g_themed_icon_new ("edit-paste"),
                    file = g_icon_new_for_string ("/tmp/icon", NULL);
  TroveList *links;

  part = g_object_new (kit_object_get_type (), "document", document, NULL);
  g_object_set (first, "part", part, NULL);
  set_all (first, inner);
  set_all (inner, second);
  g_object_set (second, "strv", (const char *const[]){ NULL }, "string", NULL, "icon", file, "variant",
                g_variant_new ("(sdb)", "x", 2.5, TRUE), "double", 1000., "themed", emblem, "int", 5, NULL);
  links = trove_object_get_list (second, "links");
  g_assert_true (trove_list_append (links, first, NULL) && trove_list_append (links, root, NULL) &&
                 trove_list_append (links, part, NULL) && trove_list_append (links, first, NULL));
  commit (document, "made");
  return document;
}

TroveFragment *
kit_fragment_new (TroveDocument *document, const TroveKey *objects, gsize n)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveVersion) version = trove_document_freeze (document, &error);
  TroveFragment *fragment = trove_fragment_new (version, objects, n, &error);

  g_assert_no_error (error);
  return fragment;
}

/* Bytes */

GBytes *
kit_write (TroveFragment *fragment)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes = trove_fragment_to_bytes (fragment, &error);

  g_assert_no_error (error);
  g_assert_nonnull (bytes);
  return bytes;
}

TroveFragment *
kit_read (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  TroveFragment *fragment = trove_fragment_new_from_bytes (bytes, &error);

  g_assert_no_error (error);
  g_assert_nonnull (fragment);
  return fragment;
}

GBytes *
kit_parse (const char *text)
{
  const char header[8] = { 'T', 'r', 'o', 'v', 'e', 'F', 'r', 1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) variant =
      g_variant_parse (G_VARIANT_TYPE ("(a(sasa(sv))a(uuu))"), text, NULL, NULL, &error);
  g_autoptr (GVariant) little = NULL;
  GByteArray *bytes = g_byte_array_new ();

  g_assert_no_error (error);
  little = G_BYTE_ORDER == G_BIG_ENDIAN ? g_variant_byteswap (variant) : g_variant_ref (variant);
  g_byte_array_append (bytes, (const guint8 *) header, sizeof header);
  g_byte_array_append (bytes, g_variant_get_data (little), (guint) g_variant_get_size (little));
  return g_byte_array_free_to_bytes (bytes);
}

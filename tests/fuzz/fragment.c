/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Fragments of any bytes: an error, or a fragment that can be inserted, and that is the same after it was written and read again. */

#include "fuzz.h"

#define READWRITE (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS)
#define OWNED (G_PARAM_STATIC_STRINGS | TROVE_PARAM_OWNED)

/* The class of all objects, with properties of all types. */
static GType
thing_get_type (void)
{
  static GType type;

  if (type == G_TYPE_INVALID)
    {
      GParamSpec *pspecs[] = {
        g_param_spec_char ("char", NULL, NULL, -100, 100, 0, READWRITE),
        g_param_spec_boolean ("boolean", NULL, NULL, TRUE, READWRITE),
        g_param_spec_int ("int", NULL, NULL, -5, 1000, 5, READWRITE),
        g_param_spec_long ("long", NULL, NULL, G_MINLONG, G_MAXLONG, 0, READWRITE),
        g_param_spec_uint64 ("uint64", NULL, NULL, 0, G_MAXUINT64, 0, READWRITE),
        g_param_spec_float ("float", NULL, NULL, -10, 10, 0, READWRITE),
        g_param_spec_double ("double", NULL, NULL, -1000, 1000, 0, READWRITE),
        g_param_spec_enum ("enum", NULL, NULL, G_TYPE_BUS_TYPE, G_BUS_TYPE_NONE, READWRITE),
        g_param_spec_flags ("flags", NULL, NULL, G_TYPE_APPLICATION_FLAGS, 0, READWRITE),
        g_param_spec_gtype ("gtype", NULL, NULL, G_TYPE_NONE, READWRITE),
        g_param_spec_string ("string", NULL, NULL, "a default", READWRITE),
        g_param_spec_boxed ("strv", NULL, NULL, G_TYPE_STRV, READWRITE),
        g_param_spec_boxed ("bytes", NULL, NULL, G_TYPE_BYTES, READWRITE),
        g_param_spec_variant ("variant", NULL, NULL, G_VARIANT_TYPE_ANY, NULL, READWRITE),
        g_param_spec_boxed ("date", NULL, NULL, G_TYPE_DATE_TIME, READWRITE),
        g_param_spec_object ("file", NULL, NULL, G_TYPE_FILE, READWRITE),
        g_param_spec_object ("icon", NULL, NULL, G_TYPE_ICON, READWRITE),
        g_param_spec_object ("target", NULL, NULL, TROVE_TYPE_OBJECT, READWRITE),
        g_param_spec_object ("part", NULL, NULL, TROVE_TYPE_OBJECT, G_PARAM_READWRITE | OWNED),
        trove_param_spec_list ("children", NULL, NULL, TROVE_TYPE_OBJECT, G_PARAM_READABLE | OWNED),
        trove_param_spec_list ("links", NULL, NULL, TROVE_TYPE_OBJECT, G_PARAM_READABLE),
      };

      type = trove_object_register_type ("FuzzThing", TROVE_TYPE_OBJECT, pspecs, G_N_ELEMENTS (pspecs), NULL);
      g_assert_true (type != G_TYPE_INVALID);
    }
  return type;
}

static void
insert (TroveFragment *fragment)
{
  g_autoptr (TroveDocument) document = trove_document_new (thing_get_type (), NULL, 0);
  g_autoptr (GError) error = NULL;
  TroveKey root = trove_document_get_root_key (document);

  trove_fragment_insert_by_key (fragment, document, root, "children", 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (trove_document_get_n_objects (document), ==, 1 + trove_fragment_get_n_objects (fragment));
  g_assert_true (trove_document_commit (document, NULL, NULL));
  g_assert_cmpuint (trove_document_get_n_objects (document), ==, 1 + trove_fragment_get_n_objects (fragment));
}

/* A date that was written in another form, or an icon, is written in one form. */
static void
write_and_read (TroveFragment *fragment)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = trove_fragment_to_bytes (fragment, &error), again = NULL;
  g_autoptr (TroveFragment) read = NULL;

  g_assert_no_error (error);
  read = trove_fragment_new_from_bytes (bytes, &error);
  g_assert_no_error (error);
  again = trove_fragment_to_bytes (read, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (bytes, again));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (TroveFragment) fragment = NULL;
  g_autoptr (GError) error = NULL;

  fuzz_begin ();
  thing_get_type ();
  fragment = trove_fragment_new_from_bytes (bytes, &error);
  g_assert_true ((fragment != NULL) == (error == NULL));
  if (error != NULL)
    {
      g_assert_true (g_error_matches (error, TROVE_ERROR, TROVE_ERROR_DAMAGED) ||
                     g_error_matches (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }
  g_assert_cmpuint (trove_fragment_get_n_objects (fragment), <=, size / 12);
  insert (fragment);
  write_and_read (fragment);
  return 0;
}

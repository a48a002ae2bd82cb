/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Columns: one property of all objects of a version. */

#include "document-classes.h"
#include "test-support.h"
#include "test-util.h"

#define RW G_PARAM_READWRITE

static void
assert_column (TroveVersion *version, GType type, const char *property, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) column = trove_version_dup_column (version, type, property, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_assert_false (g_variant_is_floating (column));
  g_assert_true (g_variant_is_normal_form (column));
  text = g_variant_print (column, TRUE);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_types (void)
{
  GParamSpec *pspecs[] = {
    g_param_spec_char ("char", NULL, NULL, -9, 9, 0, RW),
    g_param_spec_uchar ("uchar", NULL, NULL, 0, 255, 0, RW),
    g_param_spec_boolean ("boolean", NULL, NULL, FALSE, RW),
    g_param_spec_int ("int", NULL, NULL, G_MININT, G_MAXINT, 0, RW),
    g_param_spec_uint ("uint", NULL, NULL, 0, G_MAXUINT, 0, RW),
    g_param_spec_long ("long", NULL, NULL, G_MINLONG, G_MAXLONG, 0, RW),
    g_param_spec_ulong ("ulong", NULL, NULL, 0, G_MAXULONG, 0, RW),
    g_param_spec_int64 ("int64", NULL, NULL, G_MININT64, G_MAXINT64, 0, RW),
    g_param_spec_uint64 ("uint64", NULL, NULL, 0, G_MAXUINT64, 0, RW),
    g_param_spec_float ("float", NULL, NULL, -9, 9, 0, RW),
    g_param_spec_double ("double", NULL, NULL, -9, 9, 0, RW),
    g_param_spec_enum ("enum", NULL, NULL, G_TYPE_FILE_TYPE, 0, RW),
    g_param_spec_flags ("flags", NULL, NULL, G_TYPE_FILE_COPY_FLAGS, 0, RW),
    g_param_spec_string ("the-string", NULL, NULL, NULL, RW),
    g_param_spec_object ("target", NULL, NULL, TROVE_TYPE_OBJECT, RW),
    g_param_spec_boxed ("strv", NULL, NULL, G_TYPE_STRV, RW),
    trove_param_spec_list ("list", NULL, NULL, TROVE_TYPE_OBJECT, G_PARAM_READABLE | TROVE_PARAM_OWNED),
  };
  static const struct
  {
    const char *property, *expected;
  } columns[] = {
    { "key", "[uint64 1, 2]" },
    { "owner", "[uint64 0, 1]" },
    { "char", "[byte 0x00, 0xfd]" },
    { "uchar", "[byte 0x00, 0xff]" },
    { "boolean", "[false, true]" },
    { "int", "[0, -2147483648]" },
    { "uint", "[uint32 0, 4294967295]" },
    { "int64", "[int64 0, -9223372036854775808]" },
    { "uint64", "[uint64 0, 18446744073709551615]" },
    { "float", "[0.0, 0.5]" },
    { "double", "[0.0, -2.5]" },
    { "enum", "[0, 2]" },
    { "flags", "[uint32 0, 2]" },
    { "the-string", "['', 'a string']" },
    { "the_string", "['', 'a string']" },
    { "target", "[uint64 0, 1]" },
    { "long", sizeof (glong) == 8 ? "[int64 0, -5]" : "[0, -5]" },
    { "ulong", sizeof (gulong) == 8 ? "[uint64 0, 5]" : "[uint32 0, 5]" },
  };
  g_autoptr (GError) error = NULL;
  GType type =
      trove_object_register_type ("ColumnEvery", TROVE_TYPE_OBJECT, pspecs, G_N_ELEMENTS (pspecs), &error);
  g_autoptr (TroveDocument) document = NULL;
  g_autoptr (TroveVersion) version = NULL;
  g_autoptr (TroveObject) object = NULL;
  TroveObject *root;

  g_assert_no_error (error);
  document = trove_document_new (type, NULL, 0);
  root = trove_document_get_root (document);
  object = g_object_new (type, "document", document, "char", -3, "uchar", 255, "boolean", TRUE, "int",
                         G_MININT, "uint", G_MAXUINT, "long", -5L, "ulong", 5UL, "int64", G_MININT64,
                         "uint64", G_MAXUINT64, "float", 0.5, "double", -2.5, "enum", G_FILE_TYPE_DIRECTORY,
                         "flags", G_FILE_COPY_BACKUP, "the-string", "a string", "target", root, NULL);
  g_assert_true (trove_list_append (trove_object_get_list (root, "list"), object, NULL));
  commit (document, NULL);
  version = trove_document_dup_current (document);
  g_object_set (object, "int", 5, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    assert_column (version, type, columns[i].property, columns[i].expected);

  g_assert_null (trove_version_dup_column (version, type, "strv", &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "“strv” of ColumnEvery is no column", "GStrv");
  g_assert_null (trove_version_dup_column (version, type, "list", &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "“list”");
  g_assert_null (trove_version_dup_column (version, type, "lost", &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "ColumnEvery has no property “lost”");
  assert_column (version, TROVE_TYPE_OBJECT, "key", "[uint64 1, 2]");
  g_assert_null (trove_version_dup_column (version, TROVE_TYPE_OBJECT, "int", &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "TroveObject has no property “int”");
}

/* Objects of derived types are in the column, others are not. */
static void
test_derived (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document);
  g_autoptr (TroveVersion) version = NULL;

  add_node (document, root, 2.5);
  add_leaf (document, root, 7);
  add_node (document, root, 3.5);
  commit (document, NULL);
  version = trove_document_dup_current (document);
  assert_column (version, TEST_TYPE_NODE, "x", "[0.0, 2.5, 0.0, 3.5]");
  assert_column (version, TEST_TYPE_NODE, "key", "[uint64 1, 2, 3, 4]");
  assert_column (version, TEST_TYPE_LEAF, "key", "[uint64 3]");
  assert_column (version, TEST_TYPE_LEAF, "label", "['']");
  assert_column (version, TEST_TYPE_ABSTRACT_NODE, "x", "@ad []");
  assert_column (version, TEST_TYPE_ABSTRACT_NODE, "label", "@as []");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/version-column/types", test_types);
  g_test_add_func ("/version-column/derived", test_derived);
  return g_test_run ();
}

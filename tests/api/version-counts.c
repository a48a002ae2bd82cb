/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The numbers of objects by class. */

#include "document-classes.h"
#include "test-util.h"

static void
assert_counts (TroveVersion *version, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) counts = trove_version_dup_object_counts (version, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_assert_false (g_variant_is_floating (counts));
  text = g_variant_print (counts, TRUE);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_counts (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autoptr (TroveVersion) first = trove_document_dup_current (document), later = NULL, frozen = NULL;

  assert_counts (first, "{'TestNode': uint64 1}");
  for (guint i = 0; i < 40; i++) /* in turn */
    {
      add_node (document, 1, i);
      add_leaf (document, 1, i);
      add_leaf (document, 1, i);
    }
  commit (document, "Add");
  later = trove_document_dup_current (document);
  assert_counts (later, "{'TestLeaf': uint64 80, 'TestNode': 41}");
  assert_counts (first, "{'TestNode': uint64 1}");

  add_leaf (document, 1, 0);
  frozen = trove_document_freeze (document, NULL);
  assert_counts (frozen, "{'TestLeaf': uint64 81, 'TestNode': 41}");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/version-counts/classes", test_counts);
  return g_test_run ();
}

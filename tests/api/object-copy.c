/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Copies of objects. */

#include "document-classes.h"
#include "test-support.h"

/* The root 1 owns 2, which owns the node 3 and the leaf 4; the root also owns 5. 3 refers to 2, and has links to 4, 5 and 4. 2 has 3 as
 * its target and the owned part 6. */
static TroveDocument *
make_document (void)
{
  TroveDocument *document = node_document_new ();
  NodeData data;
  TroveKey part;

  g_assert_cmpuint (add_node (document, 1, 2), ==, 2);
  g_assert_cmpuint (add_node (document, 2, 3), ==, 3);
  g_assert_cmpuint (add_leaf (document, 2, 4), ==, 4);
  g_assert_cmpuint (add_node (document, 1, 5), ==, 5);
  data = (NodeData){ .x = 6, .label = "a label of more than sixteen bytes" };
  g_assert_true (trove_document_add (document, TEST_TYPE_NODE, &data, 2, "part", 0, &part, NULL));
  set_target (document, 3, 2);
  set_target (document, 2, 3);
  add_link (document, 3, 4);
  add_link (document, 3, 5);
  add_link (document, 3, 4);
  commit (document, "made");
  return document;
}

static TroveObject *
copy (TroveObject *object, TroveDocument *document)
{
  g_autoptr (GError) error = NULL;
  TroveObject *made = trove_object_copy (object, document, &error);

  g_assert_no_error (error);
  g_assert_nonnull (made);
  return made;
}

static void
assert_copied (TroveDocument *document, TroveKey first, TroveKey other)
{
  NodeData data = get_node (document, first), inner = get_node (document, first + 1);
  NodeData part = get_node (document, data.part);

  g_assert_cmpfloat (data.x, ==, 2);
  g_assert_cmpuint (data.target, ==, first + 1);
  g_assert_cmpfloat (inner.x, ==, 3);
  g_assert_cmpuint (inner.target, ==, first);
  g_assert_cmpfloat (part.x, ==, 6);
  g_assert_cmpstr (part.label, ==, "a label of more than sixteen bytes");
  g_assert_cmpuint (trove_document_get_owner (document, data.part, NULL, NULL), ==, first);
  g_assert_cmpuint (trove_document_get_n_children (document, first, "children"), ==, 2);
  if (other != 0)
    assert_list (document, first + 1, "links", keys (first + 2, other, first + 2));
  else
    assert_list (document, first + 1, "links", keys (first + 2, first + 2));
}

/* The key of the copy's first child follows that of the copy. */
static TroveKey
first_child (TroveDocument *document, TroveKey key)
{
  TroveKey child;

  g_assert_cmpuint (trove_document_get_children (document, key, "children", 0, &child, 1), ==, 1);
  return child;
}

static void
test_same (void)
{
  g_autoptr (TroveDocument) document = make_document ();
  g_autoptr (TroveObject) object = trove_document_lookup (document, 2);
  g_autoptr (TroveObject) made = copy (object, document);
  g_autofree char *before = NULL, *after = NULL;
  TroveKey key = trove_object_get_key (made);

  g_assert_cmpuint (key, ==, 7);
  g_assert_null (trove_object_dup_owner (made));
  g_assert_cmpuint (trove_document_get_n_objects (document), ==, 10);
  assert_list (document, 8, "links", keys (9, 5, 9));
  g_assert_cmpuint (first_child (document, 7), ==, 8);
  assert_copied (document, 7, 5);

  g_assert_true (
      trove_list_append (trove_object_get_list (trove_document_get_root (document), "children"), made, NULL));
  commit (document, "copied");
  before = document_text (document);
  undo (document);
  g_assert_true (trove_object_get_removed (made));
  redo (document);
  after = document_text (document);
  g_assert_cmpstr (before, ==, after);
}

static void
test_other (void)
{
  g_autoptr (TroveDocument) document = make_document ();
  g_autoptr (TroveDocument) other = node_document_new ();
  g_autoptr (TroveObject) object = trove_document_lookup (document, 2);
  g_autoptr (TroveObject) made = copy (object, other);

  g_assert_true (trove_object_get_document (made) == other);
  g_assert_cmpuint (trove_object_get_key (made), ==, 2);
  assert_copied (other, 2, 0);
  g_assert_cmpuint (trove_document_get_n_objects (document), ==, 6);
}

static void
test_version (void)
{
  g_autoptr (TroveDocument) document = make_document ();
  g_autoptr (TroveVersion) version = trove_document_dup_current (document);
  g_autoptr (TroveObject) old = trove_version_lookup (version, 2), made = NULL, live = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (trove_document_remove (document, 2, NULL));
  live = trove_document_lookup (document, 2);
  commit (document, "removed");
  g_assert_null (trove_object_copy (live, document, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_REMOVED);
  made = copy (old, document);
  assert_copied (document, trove_object_get_key (made), 5);
}

/* A copy that fails leaves nothing. */
static void
test_failure (void)
{
  g_autoptr (TroveDocument) document = make_document ();
  g_autoptr (TroveObject) object = trove_document_lookup (document, 2);
  g_autofree char *before = document_text (document), *after = NULL;
  g_autoptr (GError) error = NULL;

  test_hooks.fail_copy = TRUE;
  g_assert_null (trove_object_copy (object, document, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_COPY_FAILED);
  test_hooks.fail_copy = FALSE;
  after = document_text (document);
  g_assert_cmpstr (before, ==, after);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/object-copy/same", test_same);
  g_test_add_func ("/object-copy/other", test_other);
  g_test_add_func ("/object-copy/version", test_version);
  g_test_add_func ("/object-copy/failure", test_failure);
  return g_test_run ();
}

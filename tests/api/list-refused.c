/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveList: edits that are refused, with their messages, and wrong calls. */

#include "list-fixture.h"

/* An edit that fails changes and emits nothing. */
#define check_refused(f, call, code, text)                                                                   \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autofree char *before_ = document_text ((f)->document);                                                \
    g_autofree char *after_ = NULL;                                                                          \
    g_autoptr (GError) error = NULL;                                                                         \
    gboolean done_;                                                                                          \
                                                                                                             \
    g_free (event_log_take ((f)->log));                                                                      \
    done_ = (call);                                                                                          \
    g_assert_false (done_);                                                                                  \
    g_assert_error (error, TROVE_ERROR, (int) (code));                                                       \
    g_assert_cmpstr (error->message, ==, (text));                                                            \
    after_ = document_text ((f)->document);                                                                  \
    g_assert_cmpstr (after_, ==, before_);                                                                   \
    assert_events ((f)->log, "");                                                                            \
  }                                                                                                          \
  G_STMT_END

static void
test_refused_positions (void)
{
  Fixture f;
  g_autoptr (TroveObject) node = NULL;

  fixture_init (&f);
  append_nodes (&f, f.children, 1, 3);
  append_nodes (&f, f.links, 1, 1);
  node = new_node (&f, 1);
  check_refused (&f, trove_list_insert (f.children, 4, node, &error), TROVE_ERROR_INVALID_REF,
                 "Position 4 is past the end of the list \"children\" of TestNode 1, which has 3 items");
  check_refused (&f, trove_list_insert (f.links, 2, node, &error), TROVE_ERROR_INVALID_REF,
                 "Position 2 is past the end of the list \"links\" of TestNode 1, which has 1 items");
  check_refused (&f, trove_list_remove (f.children, 3, &error), TROVE_ERROR_INVALID_REF,
                 "Position 4 is past the end of the list \"children\" of TestNode 1, which has 3 items");
  check_refused (&f, trove_list_remove (f.children, END, &error), TROVE_ERROR_INVALID_REF,
                 "Position 4 is past the end of the list \"children\" of TestNode 1, which has 3 items");
  check_refused (&f, trove_list_remove (f.links, 1, &error), TROVE_ERROR_INVALID_REF,
                 "Position 2 is past the end of the list \"links\" of TestNode 1, which has 1 items");
  check_refused (&f, trove_list_move (f.children, 3, 0, &error), TROVE_ERROR_INVALID_REF,
                 "Position 3 is past the end of the list \"children\" of TestNode 1, which has 3 items");
  check_refused (&f, trove_list_move (f.children, 0, 3, &error), TROVE_ERROR_INVALID_REF,
                 "Position 3 is past the end of the list \"children\" of TestNode 1, which has 3 items");
  check_refused (&f, trove_list_move (f.links, 1, 0, &error), TROVE_ERROR_INVALID_REF,
                 "Position 1 is past the end of the list \"links\" of TestNode 1, which has 1 items");
  check_refused (&f, trove_list_splice (f.children, 1, 3, &node, 1, &error), TROVE_ERROR_INVALID_REF,
                 "Position 4 is past the end of the list \"children\" of TestNode 1, which has 3 items");
  check_refused (&f, trove_list_splice (f.children, 4, 0, NULL, 0, &error), TROVE_ERROR_INVALID_REF,
                 "Position 4 is past the end of the list \"children\" of TestNode 1, which has 3 items");
  check_refused (
      &f, trove_list_splice (f.children, 3, G_MAXUINT, NULL, 0, &error), TROVE_ERROR_INVALID_REF,
      "Position 4294967295 is past the end of the list \"children\" of TestNode 1, which has 3 items");
  fixture_clear (&f);
}

static void
test_refused_items (void)
{
  Fixture f, other;
  g_autoptr (TroveObject) node = NULL, inner = NULL, foreign = NULL, removed = NULL, none = NULL,
                          frozen = NULL, leaf = NULL;
  g_autoptr (TroveVersion) version = NULL;
  TroveObject *twice[2];
  TroveList *leaves;

  fixture_init (&f);
  fixture_init (&other);
  append_nodes (&f, f.children, 1, 2);
  node = get_item (f.children, 0);
  removed = get_item (f.children, 1);
  remove_at (f.children, 1);
  inner = new_node (&f, 3);
  append (trove_object_get_list (node, "children"), inner);
  commit (f.document, NULL);
  leaves = trove_object_get_list (f.root, "leaves");
  foreign = new_node (&other, 1);
  none = g_object_new (TEST_TYPE_NODE, NULL);
  version = trove_document_dup_current (f.document);
  frozen = trove_version_lookup (version, trove_object_get_key (node));
  twice[0] = twice[1] = leaf = g_object_new (TEST_TYPE_LEAF, "document", f.document, NULL);

  check_refused (&f, trove_list_append (f.children, none, &error), TROVE_ERROR_REMOVED,
                 "An object of type TestNode has no document");
  check_refused (&f, trove_list_append (f.children, removed, &error), TROVE_ERROR_REMOVED,
                 "TestNode 3 was removed, and cannot be changed unless undo brings it back");
  check_refused (&f, trove_list_append (f.links, removed, &error), TROVE_ERROR_REMOVED,
                 "TestNode 3 was removed, and cannot be changed unless undo brings it back");
  check_refused (&f, trove_list_append (f.children, foreign, &error), TROVE_ERROR_FOREIGN,
                 "TestNode 2 is an object of another document");
  check_refused (&f, trove_list_append (f.children, frozen, &error), TROVE_ERROR_FOREIGN,
                 "TestNode 2 is the object of a version: look its key up in the document");
  check_refused (&f, trove_list_append (leaves, node, &error), TROVE_ERROR_TYPE_MISMATCH,
                 "TestNode 2 cannot be set for \"leaves\" of TestNode, which takes objects of type TestLeaf");
  check_refused (&f, trove_list_append (leaves, f.root, &error), TROVE_ERROR_TYPE_MISMATCH,
                 "TestNode 1 cannot be set for \"leaves\" of TestNode, which takes objects of type TestLeaf");
  check_refused (&f, trove_list_append (f.children, f.root, &error), TROVE_ERROR_CYCLE,
                 "TestNode 1 is the root, which no object can own");
  check_refused (&f, trove_list_append (trove_object_get_list (inner, "children"), node, &error),
                 TROVE_ERROR_CYCLE, "TestNode 4 cannot own TestNode 2, which owns it");
  check_refused (&f, trove_list_splice (f.children, 0, 0, twice, 2, &error), TROVE_ERROR_CYCLE,
                 "TestLeaf 5 cannot be inserted twice in the list \"children\"");

  /* The first of several, behind one that could be inserted. */
  twice[1] = foreign;
  check_refused (&f, trove_list_splice (f.children, 0, 1, twice, 2, &error), TROVE_ERROR_FOREIGN,
                 "TestNode 2 is an object of another document");
  twice[1] = f.root;
  check_refused (&f, trove_list_splice (f.children, 0, 1, twice, 2, &error), TROVE_ERROR_CYCLE,
                 "TestNode 1 is the root, which no object can own");
  fixture_clear (&other);
  fixture_clear (&f);
}

static void
test_refused_lists (void)
{
  Fixture f;
  g_autoptr (TroveObject) owner = NULL, item = NULL, frozen_root = NULL, frozen = NULL;
  g_autoptr (TroveVersion) version = NULL;
  TroveList *list;

  fixture_init (&f);
  append_nodes (&f, f.children, 1, 2);
  item = get_item (f.children, 0);
  owner = get_item (f.children, 1);
  list = trove_object_get_list (owner, "links");
  append (list, item);
  commit (f.document, NULL);
  version = trove_document_dup_current (f.document);
  remove_at (f.children, 1);
  commit (f.document, NULL);

  check_refused (&f, trove_list_append (list, item, &error), TROVE_ERROR_REMOVED,
                 "No object has the key 3 in the current state");
  check_refused (&f, trove_list_remove (list, 0, &error), TROVE_ERROR_REMOVED,
                 "No object has the key 3 in the current state");
  check_refused (&f, trove_list_move (list, 0, 0, &error), TROVE_ERROR_REMOVED,
                 "No object has the key 3 in the current state");
  check_refused (&f, trove_list_splice (list, 0, 0, NULL, 0, &error), TROVE_ERROR_REMOVED,
                 "No object has the key 3 in the current state");

  frozen_root = trove_version_dup_root (version);
  list = trove_object_get_list (frozen_root, "children");
  assert_items (list, "1 2");
  frozen = get_item (list, 0);
  g_assert_true (trove_object_get_version (frozen) == version);
  check_refused (&f, trove_list_append (list, frozen, &error), TROVE_ERROR_READ_ONLY,
                 "The list “children” of object 1 is of a version, which does not change");
  check_refused (&f, trove_list_remove (list, 0, &error), TROVE_ERROR_READ_ONLY,
                 "The list “children” of object 1 is of a version, which does not change");
  check_refused (&f, trove_list_move (list, 0, 1, &error), TROVE_ERROR_READ_ONLY,
                 "The list “children” of object 1 is of a version, which does not change");
  fixture_clear (&f);
}

static void
edit_on_other_thread (gpointer data)
{
  const Fixture *f = data;
  g_autoptr (GError) error = NULL;

  g_assert_false (trove_list_remove (f->children, 0, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_WRONG_THREAD);
  expect_critical ("*");
  g_assert_cmpuint (count (f->children), ==, 0);
  g_test_assert_expected_messages ();
}

static void
test_wrong_thread (void)
{
  Fixture f;

  fixture_init (&f);
  append_nodes (&f, f.children, 1, 2);
  on_other_thread (edit_on_other_thread, &f);
  assert_items (f.children, "1 2");
  fixture_clear (&f);
}

static void
test_wrong_arguments (void)
{
  Fixture f;
  g_autoptr (TroveList) bare = g_object_new (TROVE_TYPE_LIST, NULL);
  TroveObject *not_an_object = NULL;

  fixture_init (&f);
  g_assert_cmpuint (count (bare), ==, 0);
  g_assert_null (get_item (bare, 0));
  g_assert_cmpuint (g_list_model_get_item_type (G_LIST_MODEL (bare)), ==, G_TYPE_OBJECT);
  expect_critical ("*trove_list_dup_object*trove_list_is_made*");
  g_assert_null (trove_list_dup_object (bare));
  expect_critical ("*trove_list_find*trove_list_is_made*");
  g_assert_false (trove_list_find (bare, f.root, NULL));
  expect_critical ("*trove_list_append*trove_list_is_made*");
  g_assert_false (trove_list_append (bare, f.root, NULL));
  expect_critical ("*trove_list_move*trove_list_is_made*");
  g_assert_false (trove_list_move (bare, 0, 0, NULL));
  expect_critical ("*trove_list_find*TROVE_IS_OBJECT*");
  g_assert_false (trove_list_find (f.children, NULL, NULL));
  expect_critical ("*trove_list_append*TROVE_IS_OBJECT*");
  g_assert_false (trove_list_append (f.children, not_an_object, NULL));
  expect_critical ("*trove_list_splice*are_objects*");
  g_assert_false (trove_list_splice (f.children, 0, 0, &not_an_object, 1, NULL));
  expect_critical ("*trove_list_splice*additions*");
  g_assert_false (trove_list_splice (f.children, 0, 0, NULL, 1, NULL));
  g_test_assert_expected_messages ();
  fixture_clear (&f);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/list/refused/positions", test_refused_positions);
  g_test_add_func ("/list/refused/items", test_refused_items);
  g_test_add_func ("/list/refused/lists", test_refused_lists);
  g_test_add_func ("/list/wrong-thread", test_wrong_thread);
  g_test_add_func ("/list/wrong-arguments", test_wrong_arguments);
  return g_test_run ();
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveFragment: copying objects, and inserting them. */

#include "fragment-fixture.h"

static void
test_description (void)
{
  g_autoptr (TroveFragment) one = NULL, nested = NULL, none = NULL, all = NULL;
  g_autoptr (TroveVersion) version = NULL;
  g_autoptr (GError) error = NULL;
  Fixture f;

  make (&f);
  one = copy (f.document, 3);
  g_assert_cmpuint (trove_fragment_get_n_objects (one), ==, 2);
  g_assert_cmpuint (trove_fragment_get_n_roots (one), ==, 1);
  g_assert_true (trove_fragment_get_root_type (one, 0) == TEST_TYPE_NODE);

  /* 6 and 5 are parts of 2, whichever comes first. */
  nested = copy (f.document, 6, 3, 2, 5, 3);
  g_assert_cmpuint (trove_fragment_get_n_objects (nested), ==, 5);
  g_assert_cmpuint (trove_fragment_get_n_roots (nested), ==, 2);
  none = copy_n (f.document, NULL, 0);
  g_assert_cmpuint (trove_fragment_get_n_objects (none), ==, 0);
  all = copy (f.document, 6, 1, 4);
  g_assert_cmpuint (trove_fragment_get_n_objects (all), ==, 7);
  g_assert_cmpuint (trove_fragment_get_n_roots (all), ==, 1);

  version = trove_document_dup_current (f.document);
  g_assert_null (trove_fragment_new (version, (const TroveKey[]){ 2, 99 }, 2, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_REMOVED);
  g_assert_cmpstr (error->message, ==, "No object has the key 99 in the version that is copied from");
  fixture_clear (&f);
}

/* The values, what is owned, and references of all kinds. */
static void
test_insert (void)
{
  g_autoptr (TroveFragment) fragment = NULL;
  g_autofree char *before = NULL, *after = NULL;
  NodeData three, part;
  Fixture f;

  make (&f);
  fragment = copy (f.document, 3, 6, 2);
  paste (fragment, f.children, 1);
  assert_events (f.log, "children 1-0+2");
  assert_items (f.children, "1 2 1 2 3");
  assert_list (f.document, 1, "children", keys (2, 8, 9, 3, 4));

  /* 8 is the copy of 3 with the part 10, 9 that of 2 with 11 and 12. */
  three = get_node (f.document, 8);
  part = get_node (f.document, three.part);
  g_assert_cmpuint (three.part, ==, 10);
  g_assert_cmpfloat (part.x, ==, 7);
  g_assert_cmpstr (part.label, ==, "part");
  assert_list (f.document, 9, "children", keys (11));
  assert_list (f.document, 11, "children", keys (12));
  g_assert_cmpuint (three.target, ==, 12);
  g_assert_cmpuint (get_node (f.document, 12).target, ==, 4);
  assert_list (f.document, 12, "links", keys (9, 4, 9));

  commit (f.document, "pasted");
  before = document_text (f.document);
  undo (f.document);
  assert_items (f.children, "1 2 3");
  redo (f.document);
  after = document_text (f.document);
  g_assert_cmpstr (before, ==, after);
  fixture_clear (&f);
}

/* A fragment is of its version, whatever the document does later; it can be inserted again. */
static void
test_again (void)
{
  g_autoptr (TroveFragment) fragment = NULL, empty = NULL;
  g_autofree char *label = NULL;
  Fixture f;

  make (&f);
  fragment = copy (f.document, 2);
  set_x (f.document, 2, 20);
  remove_at (f.children, 2); /* 4, to which 6 refers */
  commit (f.document, "changed");
  paste (fragment, f.children, END);
  paste (fragment, f.children, 0);
  assert_items (f.children, "1 20 2 1");
  assert_list (f.document, 8, "children", keys (9));
  assert_list (f.document, 10, "links", keys (8, 8));
  g_assert_cmpuint (get_node (f.document, 10).target, ==, 0);
  assert_list (f.document, 13, "links", keys (11, 11));

  empty = copy_n (f.document, NULL, 0);
  commit (f.document, "pasted");
  g_free (event_log_take (f.log));
  paste (empty, f.children, 1);
  assert_events (f.log, "");
  commit (f.document, "nothing");
  label = current_label (f.document);
  g_assert_cmpstr (label, ==, "pasted");
  fixture_clear (&f);
}

/* References to others are dropped in a document of another origin, also where it has the keys, and stay in a branch. */
static void
test_other_document (void)
{
  g_autoptr (TroveFragment) fragment = NULL;
  g_autoptr (TroveDocument) branch = NULL;
  g_autoptr (TroveVersion) version = NULL;
  TroveKey inner, made;
  Fixture f, other;

  make (&f);
  make (&other);
  fragment = copy (f.document, 5);
  paste (fragment, other.children, END);
  assert_list (other.document, 8, "children", keys (9));
  g_assert_cmpuint (get_node (other.document, 9).target, ==, 0);
  assert_list (other.document, 9, "links", g_strdup (""));

  version = trove_document_dup_current (f.document);
  branch = trove_document_branch (f.document, version, NULL);
  g_assert_true (trove_fragment_insert_by_key (fragment, branch, 1, "children", 0, &made, NULL));
  g_assert_cmpuint (made, >, G_MAXUINT32); /* under another replica number */
  g_assert_cmpuint (trove_document_get_children (branch, made, "children", 0, &inner, 1), ==, 1);
  g_assert_cmpuint (get_node (branch, inner).target, ==, 4);
  assert_list (branch, inner, "links", keys (2, 4, 2));
  fixture_clear (&other);
  fixture_clear (&f);
}

/* The fragment outlives its document. */
static void
test_outlives (void)
{
  g_autoptr (TroveFragment) fragment = NULL;
  Fixture f, other;

  make (&f);
  fragment = copy (f.document, 3);
  fixture_clear (&f);
  fixture_init (&other);
  paste (fragment, other.children, 0);
  assert_items (other.children, "2");
  g_assert_cmpstr (get_node (other.document, 3).label, ==, "part");
  fixture_clear (&other);
}

static void
test_by_key (void)
{
  g_autoptr (TroveFragment) fragment = NULL;
  TroveKey made[2] = { 0 };
  Fixture f;

  make (&f);
  fragment = copy (f.document, 4, 3);
  g_assert_true (trove_fragment_insert_by_key (fragment, f.document, 6, "children", END, made, NULL));
  g_assert_cmpuint (made[0], ==, 8);
  g_assert_cmpuint (made[1], ==, 9);
  assert_list (f.document, 6, "children", keys (8, 9));
  g_assert_true (trove_fragment_insert_by_key (fragment, f.document, 6, "children", 1, NULL, NULL));
  assert_list (f.document, 6, "children", keys (8, 11, 12, 9));
  fixture_clear (&f);
}

static void
test_assign (void)
{
  g_autoptr (TroveFragment) one = NULL, two = NULL;
  g_autoptr (TroveObject) owner = NULL;
  g_autoptr (GError) error = NULL;
  Fixture f;

  make (&f);
  one = copy (f.document, 5);
  two = copy (f.document, 5, 3);
  owner = trove_document_lookup (f.document, 3);
  event_log_watch (f.log, owner, "three");
  g_assert_true (trove_fragment_assign (one, owner, "part", &error));
  g_assert_no_error (error);
  assert_events (f.log, "three:part");
  g_assert_cmpuint (get_node (f.document, 3).part, ==, 8);
  assert_list (f.document, 8, "children", keys (9));
  g_assert_cmpuint (trove_document_get_owner (f.document, 7, NULL, NULL), ==, 0);

  g_assert_false (trove_fragment_assign (two, owner, "spare", &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH);
  g_assert_cmpstr (
      error->message, ==,
      "The property \342\200\234spare\342\200\235 of TestNode takes one object, and the fragment "
      "has 2");
  g_clear_error (&error);
  g_assert_cmpuint (get_node (f.document, 3).spare, ==, 0);
  fixture_clear (&f);
}

static void
test_assign_refused (void)
{
  g_autoptr (TroveFragment) one = NULL;
  g_autoptr (TroveObject) owner = NULL, frozen = NULL;
  g_autoptr (TroveVersion) version = NULL;
  g_autoptr (GError) error = NULL;
  Fixture f;

  make (&f);
  one = copy (f.document, 5);
  owner = trove_document_lookup (f.document, 3);
  g_assert_true (trove_object_remove (owner, NULL));
  commit (f.document, "removed");
  g_assert_false (trove_fragment_assign (one, owner, "part", &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_REMOVED);
  g_clear_error (&error);

  g_assert_false (trove_fragment_assign (one, f.root, "children", &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH);
  g_assert_cmpstr (error->message, ==,
                   "TestNode has no property \342\200\234children\342\200\235 that owns one object");
  g_clear_error (&error);
  g_assert_false (trove_fragment_assign (one, f.root, "nothing", NULL));
  version = trove_document_dup_current (f.document);
  frozen = trove_version_lookup (version, 1);
  g_assert_false (trove_fragment_assign (one, frozen, "part", &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_READ_ONLY);
  g_clear_error (&error);
  g_assert_false (trove_fragment_assign (one, f.root, "target", NULL));
  fixture_clear (&f);
}

static void
test_group (void)
{
  g_autoptr (TroveFragment) fragment = NULL;
  g_autofree char *before = NULL, *after = NULL;
  Fixture f;

  make (&f);
  fragment = copy (f.document, 2);
  before = document_text (f.document);
  g_assert_true (trove_document_begin (f.document, "Paste", NULL));
  paste (fragment, f.children, 0);
  paste (fragment, f.children, 0);
  assert_items (f.children, "1 1 1 2 3");
  g_assert_true (trove_document_cancel (f.document, NULL));
  after = document_text (f.document);
  g_assert_cmpstr (before, ==, after);
  assert_items (f.children, "1 2 3");
  fixture_clear (&f);
}

/* An automatic commit has the name of the list. */
static void
test_auto_commit (void)
{
  g_autoptr (TroveFragment) fragment = NULL;
  g_autofree char *label = NULL;
  Fixture f;

  make (&f);
  fragment = copy (f.document, 2);
  trove_document_set_auto_commit (f.document, TRUE);
  paste (fragment, f.children, 0);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  label = current_label (f.document);
  g_assert_cmpstr (label, ==, "children");
  fixture_clear (&f);
}

/* A chain of objects, each the owner of the next, all of them copied; so are the ends alone. */
static void
test_deep (void)
{
  const guint n = test_count (100000, 3000);
  g_autofree TroveKey *objects = g_new (TroveKey, n);
  g_autoptr (TroveFragment) fragment = NULL;
  TroveKey key = 1, other;
  Fixture f;

  fixture_init (&f);
  for (guint i = 0; i < n; i++)
    objects[n - 1 - i] = key = add_node (f.document, key, i);
  fragment = copy_n (f.document, objects, n);
  g_assert_cmpuint (trove_fragment_get_n_roots (fragment), ==, 1);
  g_assert_cmpuint (trove_fragment_get_n_objects (fragment), ==, n);
  g_assert_true (trove_fragment_insert_by_key (fragment, f.document, key, "children", 0, &other, NULL));
  for (guint i = 1; i < n; i++)
    g_assert_cmpuint (trove_document_get_children (f.document, other, "children", 0, &other, 1), ==, 1);
  g_assert_cmpfloat (get_node (f.document, other).x, ==, n - 1);
  g_object_unref (trove_document_lookup (f.document, other));
  fixture_clear (&f);
}

static void
test_not_made (void)
{
  g_autoptr (TroveFragment) fragment = g_object_new (TROVE_TYPE_FRAGMENT, NULL);

  g_test_expect_message ("Trove", G_LOG_LEVEL_CRITICAL, "*trove_fragment_is_made*");
  g_assert_cmpuint (trove_fragment_get_n_roots (fragment), ==, 0);
  g_test_assert_expected_messages ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fragment/description", test_description);
  g_test_add_func ("/fragment/insert", test_insert);
  g_test_add_func ("/fragment/again", test_again);
  g_test_add_func ("/fragment/other-document", test_other_document);
  g_test_add_func ("/fragment/outlives", test_outlives);
  g_test_add_func ("/fragment/by-key", test_by_key);
  g_test_add_func ("/fragment/assign", test_assign);
  g_test_add_func ("/fragment/assign-refused", test_assign_refused);
  g_test_add_func ("/fragment/group", test_group);
  g_test_add_func ("/fragment/auto-commit", test_auto_commit);
  g_test_add_func ("/fragment/deep", test_deep);
  g_test_add_func ("/fragment/not-made", test_not_made);
  return g_test_run ();
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "by-key.h"

#include "document-classes.h"
#include "test-util.h"
#include "document.h"

static const TroveState *
state_of (TroveDocument *document)
{
  return &document->editor.state;
}

static void
test_fields (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document);
  const TroveRecord *record = trove_state_peek (state_of (document), root);

  g_assert_cmpstr (trove_by_key_list (record, "children")->pspec->name, ==, "children");
  g_assert_cmpstr (trove_by_key_list (record, "links")->pspec->name, ==, "links");
  g_assert_cmpstr (trove_by_key_owned (record, "children")->pspec->name, ==, "children");
  g_assert_cmpstr (trove_by_key_owned (record, "part")->pspec->name, ==, "part");

  expect_critical ("TestNode has no list \"part\"");
  g_assert_null (trove_by_key_list (record, "part"));
  expect_critical ("TestNode has no list \"none\"");
  g_assert_null (trove_by_key_list (record, "none"));
  expect_critical ("TestNode has no owned field or list \"links\"");
  g_assert_null (trove_by_key_owned (record, "links"));
  expect_critical ("TestNode has no owned field or list \"target\"");
  g_assert_null (trove_by_key_owned (record, "target"));
  expect_critical ("TestNode has no owned field or list \"x\"");
  g_assert_null (trove_by_key_owned (record, "x"));
  g_test_assert_expected_messages ();
}

static void
test_peek (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document), leaf = add_leaf (document, root, 5);
  const LeafData *data;
  GType type = G_TYPE_INVALID;

  data = trove_by_key_peek (state_of (document), leaf, &type);
  g_assert_cmpint (data->hook.value, ==, 5);
  g_assert_cmpuint (type, ==, TEST_TYPE_LEAF);
  g_assert_true (trove_by_key_peek (state_of (document), leaf, NULL) == data);

  type = G_TYPE_INVALID;
  g_assert_null (trove_by_key_peek (state_of (document), leaf + 1, &type));
  g_assert_null (trove_by_key_peek (state_of (document), 0, &type));
  g_assert_null (trove_by_key_peek (state_of (document), G_MAXUINT64, &type));
  g_assert_cmpuint (type, ==, G_TYPE_INVALID);
}

/* A list of several nodes, read in parts of many lengths. */

#define LENGTH 700

static void
check_copies (const TroveState *state, TroveKey root, const TroveKey *expected, guint first, guint n)
{
  g_autofree TroveKey *keys = g_new0 (TroveKey, n + 1);
  guint most = first < LENGTH ? LENGTH - first : 0;

  g_assert_cmpuint (trove_by_key_copy_items (state, root, "children", first, keys, n), ==, MIN (n, most));
  if (MIN (n, most) > 0)
    g_assert_cmpmem (keys, MIN (n, most) * sizeof *keys, expected + first, MIN (n, most) * sizeof *keys);
  g_assert_cmpuint (keys[MIN (n, most)], ==, 0); /* no more were written */
}

static void
check_runs (const TroveState *state, TroveKey root, const TroveKey *expected)
{
  guint at = 0, n = 99, n_runs = 0;
  const TroveKey *run;

  for (; (run = trove_by_key_peek_items (state, root, "children", at, &n)) != NULL; at += n, n_runs++)
    {
      g_assert_cmpuint (n, >, 0);
      g_assert_cmpuint (at + n, <=, LENGTH);
      g_assert_cmpmem (run, n * sizeof *run, expected + at, n * sizeof *run);
    }
  g_assert_cmpuint (at, ==, LENGTH);
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpuint (n_runs, >, 1);

  run = trove_by_key_peek_items (state, root, "children", LENGTH - 1, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (run[0], ==, expected[LENGTH - 1]);
}

static void
test_items (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document), expected[LENGTH];
  const TroveState *state = state_of (document);
  const TroveKey *none;
  guint n = 99;

  g_assert_cmpuint (trove_by_key_n_items (state, root, "children"), ==, 0);
  g_assert_cmpuint (trove_by_key_copy_items (state, root, "children", 0, expected, LENGTH), ==, 0);
  g_assert_null (trove_by_key_peek_items (state, root, "children", 0, &n));
  g_assert_cmpuint (n, ==, 0);

  for (guint i = 0; i < LENGTH; i++)
    expected[i] = add_node (document, root, i);
  g_assert_cmpuint (trove_by_key_n_items (state, root, "children"), ==, LENGTH);
  for (guint first = 0; first <= LENGTH + 1; first += 13)
    for (guint length = 0; length <= LENGTH + 1; length += 61)
      check_copies (state, root, expected, first, length);
  check_copies (state, root, expected, LENGTH - 1, 1);
  check_copies (state, root, expected, LENGTH, 1);
  check_runs (state, root, expected);

  /* No such object. */
  g_assert_cmpuint (trove_by_key_n_items (state, 12345, "children"), ==, 0);
  g_assert_cmpuint (trove_by_key_copy_items (state, 12345, "children", 0, expected, LENGTH), ==, 0);
  n = 99;
  g_assert_null (trove_by_key_peek_items (state, 12345, "children", 0, &n));
  g_assert_cmpuint (n, ==, 0);

  /* No such list. */
  n = 99;
  expect_critical ("TestNode has no list \"part\"");
  none = trove_by_key_peek_items (state, root, "part", 0, &n);
  g_assert_null (none);
  g_assert_cmpuint (n, ==, 0);
  expect_critical ("TestNode has no list \"part\"");
  g_assert_cmpuint (trove_by_key_n_items (state, root, "part"), ==, 0);
  g_test_assert_expected_messages ();
}

static void
assert_owner (TroveDocument *document, TroveKey key, TroveKey owner, const char *property, guint position)
{
  const char *found_property = "unset";
  guint found_position = 99;

  g_assert_cmpuint (trove_by_key_owner (state_of (document), key, &found_property, &found_position), ==,
                    owner);
  g_assert_cmpstr (found_property, ==, property);
  g_assert_cmpuint (found_position, ==, position);
  g_assert_cmpuint (trove_by_key_owner (state_of (document), key, NULL, NULL), ==, owner);
}

static void
test_owner (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document);
  TroveKey a = add_node (document, root, 1), b = add_node (document, root, 2), c = add_node (document, 0, 3);
  NodeData data = get_node (document, b);

  assert_owner (document, root, 0, NULL, 0);
  assert_owner (document, a, root, "children", 0);
  assert_owner (document, b, root, "children", 1);
  assert_owner (document, c, 0, NULL, 0);
  assert_owner (document, 12345, 0, NULL, 0);
  data.spare = c;
  set_node (document, b, &data);
  assert_owner (document, c, b, "spare", 0);
}

static void
assert_referrers (TroveDocument *document, TroveKey key, guint n, const TroveKey *expected)
{
  gsize found = 99;
  g_autofree TroveKey *referrers = trove_by_key_dup_referrers (state_of (document), key, &found);

  g_assert_nonnull (referrers);
  g_assert_cmpuint (found, ==, n);
  g_assert_cmpmem (referrers, found * sizeof *referrers, expected, n * sizeof *expected);
  g_assert_cmpuint (referrers[n], ==, 0);
}

static void
test_referrers (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document);
  TroveKey a = add_node (document, root, 1), b = add_node (document, root, 2),
           c = add_node (document, root, 3);

  assert_referrers (document, a, 0, NULL);
  set_target (document, c, a);
  add_link (document, c, a);
  add_link (document, b, a);
  add_link (document, b, a);
  assert_referrers (document, a, 2, (TroveKey[]){ b, c });
  set_target (document, c, c);
  assert_referrers (document, c, 1, &c);
  assert_referrers (document, 12345, 0, NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/by-key/fields", test_fields);
  g_test_add_func ("/by-key/peek", test_peek);
  g_test_add_func ("/by-key/items", test_items);
  g_test_add_func ("/by-key/owner", test_owner);
  g_test_add_func ("/by-key/referrers", test_referrers);
  return g_test_run ();
}

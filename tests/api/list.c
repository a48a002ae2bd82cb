/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveList: reading and editing. */

#include "list-fixture.h"

/* Reading and editing */

static void
test_append (void)
{
  Fixture f;
  g_autoptr (TroveObject) one = NULL, two = NULL, item = NULL, owner = NULL, of = NULL;

  fixture_init (&f);
  assert_items (f.children, "");
  g_assert_null (get_item (f.children, 0));
  g_assert_cmpuint (g_list_model_get_item_type (G_LIST_MODEL (f.children)), ==, TEST_TYPE_NODE);

  one = new_node (&f, 1);
  two = new_node (&f, 2);
  append (f.children, one);
  append (f.children, two);
  assert_events (f.log, "children 0-0+1 children 1-0+1");
  assert_items (f.children, "1 2");
  item = get_item (f.children, 1);
  g_assert_true (item == two);
  g_assert_null (get_item (f.children, 2));
  g_assert_null (get_item (f.children, G_MAXUINT));
  owner = trove_object_dup_owner (two);
  g_assert_true (owner == f.root);
  of = trove_list_dup_object (f.children);
  g_assert_true (of == f.root);
  fixture_clear (&f);
}

static void
test_properties (void)
{
  Fixture f;
  GType type;
  guint n;

  fixture_init (&f);
  append_nodes (&f, f.children, 1, 3);
  g_object_get (f.children, "item-type", &type, "n-items", &n, NULL);
  g_assert_cmpuint (type, ==, TEST_TYPE_NODE);
  g_assert_cmpuint (n, ==, 3);
  g_object_get (trove_object_get_list (f.root, "leaves"), "item-type", &type, "n-items", &n, NULL);
  g_assert_cmpuint (type, ==, TEST_TYPE_LEAF);
  g_assert_cmpuint (n, ==, 0);
  fixture_clear (&f);
}

static void
count_call (gpointer object, gpointer pspec, guint *n)
{
  ++*n;
}

/* The number of items is notified after each emission that changes it. */
static void
test_notify_n_items (void)
{
  Fixture f;
  guint n = 0;

  fixture_init (&f);
  append_nodes (&f, f.children, 1, 3);
  g_signal_connect (f.children, "notify::n-items", G_CALLBACK (count_call), &n);
  append_nodes (&f, f.children, 4, 1);
  g_assert_cmpuint (n, ==, 1);
  move (f.children, 0, 3);
  g_assert_cmpuint (n, ==, 1 + 2); /* a removal and an insertion */
  remove_at (f.children, 0);
  g_assert_cmpuint (n, ==, 4);
  {
    g_autoptr (TroveObject) item = get_item (f.children, 0);

    splice (f.children, 0, 1, &item, 1);
  }
  g_assert_cmpuint (n, ==, 4);
  fixture_clear (&f);
}

static void
test_insert (void)
{
  Fixture f;

  fixture_init (&f);
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (TroveObject) node = new_node (&f, i);

      insert (f.children, i / 2, node);
    }
  assert_items (f.children, "1 3 5 4 2 0");
  assert_events (f.log,
                 "children 0-0+1 children 0-0+1 children 1-0+1 children 1-0+1 children 2-0+1 children 2-0+1");
  fixture_clear (&f);
}

/* An object that is removed from its list has no owner, and is dropped by the next commit. */
static void
test_remove (void)
{
  Fixture f;
  g_autoptr (TroveObject) item = NULL, owner = NULL;

  fixture_init (&f);
  append_nodes (&f, f.children, 1, 3);
  item = get_item (f.children, 1);
  remove_at (f.children, 1);
  assert_events (f.log, "children 1-1+0");
  assert_items (f.children, "1 3");
  owner = trove_object_dup_owner (item);
  g_assert_null (owner);
  g_assert_false (trove_object_get_removed (item));
  commit (f.document, NULL);
  g_assert_true (trove_object_get_removed (item));
  assert_events (f.log, "");
  fixture_clear (&f);
}

static void
test_move (void)
{
  Fixture f;

  fixture_init (&f);
  append_nodes (&f, f.children, 0, 5);
  move (f.children, 1, 3);
  assert_items (f.children, "0 2 3 1 4");
  assert_events (f.log, "children 1-1+0 children 3-0+1");
  move (f.children, 4, 0);
  assert_items (f.children, "4 0 2 3 1");
  assert_events (f.log, "children 4-1+0 children 0-0+1");
  move (f.children, 0, END);
  assert_items (f.children, "0 2 3 1 4");
  g_free (event_log_take (f.log));
  move (f.children, 2, 2);
  move (f.children, 4, END);
  assert_events (f.log, "");
  fixture_clear (&f);
}

static void
test_move_reference (void)
{
  Fixture f;

  fixture_init (&f);
  append_nodes (&f, f.links, 0, 3);
  move (f.links, 0, 2);
  assert_items (f.links, "1 2 0");
  assert_events (f.log, "links 0-1+0 links 2-0+1");
  move (f.links, 1, 1);
  assert_events (f.log, "");
  fixture_clear (&f);
}

static void
test_splice (void)
{
  Fixture f;
  g_autoptr (TroveObject) seven = NULL, eight = NULL;
  TroveObject *items[2];

  fixture_init (&f);
  append_nodes (&f, f.children, 0, 5);
  items[0] = seven = new_node (&f, 7);
  items[1] = eight = new_node (&f, 8);
  splice (f.children, 1, 3, items, 2);
  assert_items (f.children, "0 7 8 4");
  assert_events (f.log, "children 1-3+2");
  splice (f.children, 0, 4, NULL, 0);
  assert_items (f.children, "");
  assert_events (f.log, "children 0-4+0");
  splice (f.children, END, 0, items, 2);
  assert_items (f.children, "7 8");
  assert_events (f.log, "children 0-0+2");
  splice (f.children, 1, 0, NULL, 0);
  splice (f.children, 2, 0, NULL, 0);
  assert_events (f.log, "");
  fixture_clear (&f);
}

/* A splice may put back the items that it removes: each is in the list then, and has the same owner. */
static void
test_splice_puts_back (void)
{
  Fixture f;
  TroveObject *items[4];
  guint position;

  fixture_init (&f);
  append_nodes (&f, f.children, 0, 4);
  for (guint i = 0; i < 4; i++)
    {
      items[i] = get_item (f.children, 3 - i);
      event_log_watch (f.log, items[i], "item");
    }
  splice (f.children, 0, 4, items, 4);
  assert_items (f.children, "3 2 1 0");
  assert_events (f.log, "children 0-4+4");

  /* An item of the list from outside of the range moves. */
  splice (f.children, 1, 1, &items[3], 1);
  assert_items (f.children, "3 0 1");
  assert_events (f.log, "children 1-1+0 children 2-1+0 children 1-0+1 item:owner");
  g_assert_true (trove_list_find (f.children, items[3], &position));
  g_assert_cmpuint (position, ==, 1);

  /* One from before the range, which shifts it. */
  splice (f.children, 2, 1, &items[0], 1);
  assert_items (f.children, "0 3");
  assert_events (f.log, "children 2-1+0 children 0-1+0 children 1-0+1 item:owner");
  for (guint i = 0; i < 4; i++)
    g_object_unref (items[i]);
  fixture_clear (&f);
}

/* A list of references may have an object twice. */
static void
test_references (void)
{
  Fixture f;
  g_autoptr (TroveObject) node = NULL, owner = NULL;
  TroveObject *twice[2];

  fixture_init (&f);
  twice[0] = twice[1] = node = new_node (&f, 1);
  append_nodes (&f, f.links, 5, 2);
  splice (f.links, 1, 0, twice, 2);
  assert_items (f.links, "5 1 1 6");
  assert_events (f.log, "links 1-0+2");
  splice (f.links, 0, 2, twice, 2);
  assert_items (f.links, "1 1 1 6");
  assert_events (f.log, "links 0-2+2");
  owner = trove_object_dup_owner (node);
  g_assert_null (owner);
  remove_at (f.links, 1);
  assert_items (f.links, "1 1 6");
  fixture_clear (&f);
}

/* The same list, as long as its object or somebody else holds it. */
static void
test_same_list (void)
{
  Fixture f;
  g_autoptr (TroveObject) node = NULL;
  g_autoptr (TroveList) held = NULL, by_property = NULL;
  TroveKey key;

  fixture_init (&f);
  g_assert_true (trove_object_get_list (f.root, "children") == f.children);
  g_object_get (f.root, "children", &by_property, NULL);
  g_assert_true (by_property == f.children);
  g_assert_true (f.links != f.children);

  node = new_node (&f, 1);
  append (f.children, node);
  held = g_object_ref (trove_object_get_list (node, "children"));
  key = trove_object_get_key (node);
  g_clear_object (&node);
  node = trove_document_lookup (f.document, key);
  g_assert_true (trove_object_get_list (node, "children") == held);
  fixture_clear (&f);
}

/* A list goes on when nobody holds its object. */
static void
test_object_gone (void)
{
  Fixture f;
  g_autoptr (TroveList) list = NULL;
  g_autoptr (TroveObject) node = NULL;
  TroveKey key;

  fixture_init (&f);
  node = new_node (&f, 1);
  append (f.children, node);
  list = g_object_ref (trove_object_get_list (node, "children"));
  event_log_watch (f.log, list, "list");
  key = trove_object_get_key (node);
  g_clear_object (&node);

  append_nodes (&f, list, 2, 2);
  move (list, 0, 1);
  assert_items (list, "3 2");
  assert_events (f.log, "list 0-1+0 list 1-0+1");
  commit (f.document, NULL);
  node = trove_list_dup_object (list);
  g_assert_cmpuint (trove_object_get_key (node), ==, key);
  g_clear_object (&node);
  remove_at (f.children, 0);
  g_free (event_log_take (f.log));
  commit (f.document, NULL);
  assert_events (f.log, "list 0-2+0");
  g_assert_null (trove_list_dup_object (list));
  assert_items (list, "");
  undo (f.document);
  assert_events (f.log, "children 0-0+1 list 0-0+2");
  assert_items (list, "3 2");
  fixture_clear (&f);
}

/* Finding */

static void
test_find (void)
{
  Fixture f, other;
  g_autoptr (TroveObject) last = NULL, lone = NULL, foreign = NULL, inner = NULL, leaf = NULL;
  guint position = 77;

  fixture_init (&f);
  fixture_init (&other);
  append_nodes (&f, f.children, 0, 500);
  append_nodes (&other, other.children, 0, 1);
  last = get_item (f.children, 499);
  g_assert_true (trove_list_find (f.children, last, &position));
  g_assert_cmpuint (position, ==, 499);
  g_assert_true (trove_list_find (f.children, last, NULL));

  position = 77;
  lone = new_node (&f, 1);
  g_assert_false (trove_list_find (f.children, lone, &position));
  g_assert_false (trove_list_find (f.children, f.root, &position));
  leaf = g_object_new (TEST_TYPE_LEAF, "document", f.document, NULL);
  append (trove_object_get_list (f.root, "leaves"), leaf);
  g_assert_false (trove_list_find (trove_object_get_list (f.root, "leaves"), last, &position));
  inner = new_node (&f, 1);
  append (trove_object_get_list (last, "children"), inner);
  g_assert_false (trove_list_find (f.children, inner, &position));
  foreign = get_item (other.children, 0);
  g_assert_cmpuint (trove_object_get_key (foreign), ==, 2); /* which this list has too */
  g_assert_false (trove_list_find (f.children, foreign, &position));
  g_assert_cmpuint (position, ==, 77);
  fixture_clear (&other);
  fixture_clear (&f);
}

/* Of several, the first; in a list of many nodes too. */
static void
test_find_reference (void)
{
  Fixture f;
  g_autoptr (TroveObject) a = NULL, b = NULL, c = NULL;
  guint position;

  fixture_init (&f);
  a = new_node (&f, 1);
  b = new_node (&f, 2);
  c = new_node (&f, 3);
  for (guint i = 0; i < 300; i++)
    append (f.links, i < 250 ? a : b);
  g_assert_true (trove_list_find (f.links, b, &position));
  g_assert_cmpuint (position, ==, 250);
  g_assert_true (trove_list_find (f.links, a, &position));
  g_assert_cmpuint (position, ==, 0);
  g_assert_false (trove_list_find (f.links, c, &position));
  fixture_clear (&f);
}

typedef struct
{
  TroveList *list;
  TroveObject *item;
  GString *found;
} Finding;

static void
find_item (GListModel *list, guint at, guint n_removed, guint n_added, gpointer data)
{
  Finding *finding = data;
  guint position;

  if (trove_list_find (finding->list, finding->item, &position))
    g_string_append_printf (finding->found, " %u", position);
  else
    g_string_append (finding->found, " -");
}

/* While a list emits, an item is found where the list shows it. */
static void
test_find_emitting (void)
{
  Fixture f;
  Finding finding;
  g_autoptr (TroveObject) item = NULL;

  fixture_init (&f);
  append_nodes (&f, f.children, 0, 3);
  finding = (Finding){ f.children, item = get_item (f.children, 0), g_string_new (NULL) };
  g_signal_connect (f.children, "items-changed", G_CALLBACK (find_item), &finding);
  move (f.children, 0, 2);
  move (f.children, 0, 1);
  g_assert_cmpstr (finding.found->str, ==, " - 2 1 2");
  g_string_free (finding.found, TRUE);
  fixture_clear (&f);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/list/append", test_append);
  g_test_add_func ("/list/properties", test_properties);
  g_test_add_func ("/list/notify-n-items", test_notify_n_items);
  g_test_add_func ("/list/insert", test_insert);
  g_test_add_func ("/list/remove", test_remove);
  g_test_add_func ("/list/move", test_move);
  g_test_add_func ("/list/move-reference", test_move_reference);
  g_test_add_func ("/list/splice", test_splice);
  g_test_add_func ("/list/splice/puts-back", test_splice_puts_back);
  g_test_add_func ("/list/references", test_references);
  g_test_add_func ("/list/same-list", test_same_list);
  g_test_add_func ("/list/object-gone", test_object_gone);
  g_test_add_func ("/list/find", test_find);
  g_test_add_func ("/list/find/reference", test_find_reference);
  g_test_add_func ("/list/find/emitting", test_find_emitting);
  return g_test_run ();
}

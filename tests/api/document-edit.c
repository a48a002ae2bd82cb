/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Edits by key, and their errors: after one, nothing has changed. */

#include <math.h>

#include "document-classes.h"
#include "test-util.h"

/* root ─ children: a, b, leaf          a ─ children: inner       b: target a, part: part
 * leaf ─ links: a, a, b */
typedef struct
{
  TroveDocument *document;
  GPtrArray *notes;
  TroveKey root, a, b, leaf, inner, part;
} Fixture;

static void
set_up (Fixture *fixture)
{
  TroveDocument *document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document), b, a = add_node (document, root, 1);
  NodeData data = { .x = 2, .label = "a label that is longer than others", .target = a };

  *fixture = (Fixture){ .document = document, .root = root, .a = a };
  fixture->b = b = add_node (document, root, 2);
  fixture->leaf = add_leaf (document, root, 3);
  fixture->inner = add_node (document, a, 4);
  data.part = fixture->part = add_node (document, 0, 5);
  set_node (document, b, &data);
  add_link (document, fixture->leaf, a);
  add_link (document, fixture->leaf, a);
  add_link (document, fixture->leaf, b);
  commit (document, NULL);
  g_assert_true (trove_document_set_saved (document, NULL, NULL));
  fixture->notes = note_properties (document);
}

static void
tear_down (Fixture *fixture)
{
  g_object_unref (fixture->document);
  g_ptr_array_unref (fixture->notes);
}

#define assert_done(call)                                                                                    \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    GError *error = NULL;                                                                                    \
    gboolean was_done = (call);                                                                              \
                                                                                                             \
    g_assert_no_error (error);                                                                               \
    g_assert_true (was_done);                                                                                \
  }                                                                                                          \
  G_STMT_END

/* A call that fails with an error: all is as before, and nothing is notified. */
#define assert_refused(fixture, call, code, ...)                                                             \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autofree char *text_before = document_text ((fixture)->document), *text_after = NULL;                  \
    gboolean was_modified = trove_document_get_modified ((fixture)->document);                               \
    GError *error = NULL;                                                                                    \
                                                                                                             \
    g_ptr_array_set_size ((fixture)->notes, 0);                                                              \
    g_assert_false (call);                                                                                   \
    assert_trove_error (error, (code), __VA_ARGS__);                                                         \
    text_after = document_text ((fixture)->document);                                                        \
    g_assert_cmpstr (text_after, ==, text_before);                                                           \
    g_assert_cmpint (trove_document_get_modified ((fixture)->document), ==, was_modified);                   \
    assert_notified ((fixture)->notes, "");                                                                  \
  }                                                                                                          \
  G_STMT_END

/* A call that changes nothing: behaviour 26. */
#define assert_no_edit(fixture, call)                                                                        \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    assert_done (call);                                                                                      \
    g_assert_false (trove_document_get_modified ((fixture)->document));                                      \
    assert_notified ((fixture)->notes, "");                                                                  \
  }                                                                                                          \
  G_STMT_END

/* Runs a test twice: without and with edits that are not committed. */
static void
twice (void (*test) (Fixture *fixture))
{
  for (guint i = 0; i < 2; i++)
    {
      Fixture fixture;

      set_up (&fixture);
      if (i == 1)
        set_x (fixture.document, fixture.root, 77);
      test (&fixture);
      tear_down (&fixture);
    }
}

/* Adding */

static void
test_add (void)
{
  Fixture f;
  TroveKey key = 0, first, part;
  NodeData data = { .x = 9, .label = "new" };
  LeafData leaf = { .hook = { 5 } };

  set_up (&f);
  assert_done (trove_document_add (f.document, TEST_TYPE_NODE, &data, f.root, "children", 1, &key, &error));
  assert_list (f.document, f.root, "children", keys (f.a, key, f.b, f.leaf));
  g_assert_cmpfloat (get_node (f.document, key).x, ==, 9);
  g_assert_cmpstr (get_node (f.document, key).label, ==, "new");
  g_assert_true (get_node (f.document, key).label != data.label);

  assert_done (trove_document_add (f.document, TEST_TYPE_LEAF, &leaf, f.root, "leaves", 0, &first, &error));
  assert_list (f.document, f.root, "leaves", keys (first));
  assert_done (trove_document_add (f.document, TEST_TYPE_NODE, NULL, f.root, "children", 4, NULL, &error));
  g_assert_cmpuint (trove_document_get_n_children (f.document, f.root, "children"), ==, 5);

  /* In an owned property: the object that was there loses its owner. */
  assert_done (trove_document_add (f.document, TEST_TYPE_NODE, NULL, f.b, "part", 99, &part, &error));
  g_assert_cmpuint (get_node (f.document, f.b).part, ==, part);
  g_assert_cmpfloat (get_node (f.document, part).x, ==, 0);
  g_assert_cmpuint (trove_document_get_owner (f.document, f.part, NULL, NULL), ==, 0);
  g_assert_nonnull (trove_document_peek (f.document, f.part, NULL)); /* until the commit */
  commit (f.document, NULL);
  g_assert_null (trove_document_peek (f.document, f.part, NULL));
  tear_down (&f);
}

static void
test_add_owning (void)
{
  Fixture f;
  NodeData data = { 0 };
  TroveKey key, other;

  set_up (&f);
  data.part = f.inner;
  data.target = f.inner;
  assert_done (trove_document_add (f.document, TEST_TYPE_NODE, &data, f.root, "children", 0, &key, &error));
  g_assert_cmpuint (trove_document_get_owner (f.document, f.inner, NULL, NULL), ==, key);
  assert_list (f.document, f.a, "children", g_strdup (""));

  /* An object that has no owner yet. */
  data = (NodeData){ .spare = f.b };
  assert_done (trove_document_add (f.document, TEST_TYPE_NODE, &data, 0, NULL, 0, &other, &error));
  g_assert_cmpuint (trove_document_get_owner (f.document, other, NULL, NULL), ==, 0);
  assert_list (f.document, f.root, "children", keys (key, f.a, f.leaf));
  commit (f.document, NULL);
  g_assert_null (trove_document_peek (f.document, other, NULL));
  g_assert_null (trove_document_peek (f.document, f.b, NULL)); /* with all that it owns */
  assert_list (f.document, f.leaf, "links", keys (f.a, f.a));
  tear_down (&f);
}

static void
check_add_errors (Fixture *f)
{
  TroveDocument *document = f->document;
  NodeData data = { 0 };
  LeafData leaf = { .hook = { 1 } };
  TroveKey key = 77;

  assert_refused (f, trove_document_add (document, TEST_TYPE_NODE, NULL, 500, "children", 0, &key, &error),
                  TROVE_ERROR_REMOVED, "No object has the key 500 in the current state");
  assert_refused (f,
                  trove_document_add (document, TEST_TYPE_NODE, NULL, f->root, "children", 4, &key, &error),
                  TROVE_ERROR_INVALID_REF,
                  "Position 4 is past the end of the list \"children\" of TestNode 1", "3 items");
  assert_refused (f, trove_document_add (document, TEST_TYPE_NODE, NULL, f->root, "leaves", 0, &key, &error),
                  TROVE_ERROR_TYPE_MISMATCH, "A new TestNode cannot be set for \"leaves\" of TestNode",
                  "takes objects of type TestLeaf");
  assert_refused (
      f, trove_document_add (document, TEST_TYPE_STRANGER, NULL, f->root, "children", 0, &key, &error),
      TROVE_ERROR_TYPE_MISMATCH, "Objects of type TestStranger cannot be stored");
  assert_refused (
      f, trove_document_add (document, TEST_TYPE_ABSTRACT_NODE, NULL, f->root, "children", 0, &key, &error),
      TROVE_ERROR_TYPE_MISMATCH, "No object can be of type TestAbstractNode, which is abstract");

  data.target = 500;
  assert_refused (f,
                  trove_document_add (document, TEST_TYPE_NODE, &data, f->root, "children", 0, &key, &error),
                  TROVE_ERROR_REMOVED, "key 500");
  data = (NodeData){ .part = 500 };
  assert_refused (f,
                  trove_document_add (document, TEST_TYPE_NODE, &data, f->root, "children", 0, &key, &error),
                  TROVE_ERROR_REMOVED, "key 500");
  data = (NodeData){ .part = f->a, .spare = f->a };
  assert_refused (f,
                  trove_document_add (document, TEST_TYPE_NODE, &data, f->root, "children", 0, &key, &error),
                  TROVE_ERROR_CYCLE, "Object 2 cannot be both \"part\" and \"spare\"");
  data = (NodeData){ .part = f->a };
  assert_refused (f, trove_document_add (document, TEST_TYPE_NODE, &data, f->a, "children", 0, &key, &error),
                  TROVE_ERROR_CYCLE, "cannot own TestNode 2, which owns it");
  data = (NodeData){ .part = f->root };
  assert_refused (f, trove_document_add (document, TEST_TYPE_NODE, &data, f->a, "children", 0, &key, &error),
                  TROVE_ERROR_CYCLE, "TestNode 1 is the root, which no object can own");

  test_hooks.fail_copy = TRUE;
  assert_refused (f,
                  trove_document_add (document, TEST_TYPE_LEAF, &leaf, f->root, "children", 0, &key, &error),
                  TROVE_ERROR_COPY_FAILED, "A copy function of a field of TestLeaf returned FALSE");
  g_assert_cmpuint (key, ==, 77);
}

static void
test_add_errors (void)
{
  twice (check_add_errors);
}

/* Setting */

static void
test_set (void)
{
  Fixture f;
  NodeData data;
  gsize n;
  g_autofree TroveKey *referrers = NULL;

  set_up (&f);
  data = get_node (f.document, f.b);
  data.x = 7;
  data.label = "short";
  data.target = f.leaf;
  data.spare = f.inner; /* moves here */
  data.part = 0;        /* loses its owner */
  set_node (f.document, f.b, &data);
  data = get_node (f.document, f.b);
  g_assert_cmpfloat (data.x, ==, 7);
  g_assert_cmpstr (data.label, ==, "short");
  g_assert_cmpuint (data.target, ==, f.leaf);
  g_assert_cmpuint (data.spare, ==, f.inner);
  g_assert_cmpuint (trove_document_get_owner (f.document, f.inner, NULL, NULL), ==, f.b);
  g_assert_cmpuint (trove_document_get_owner (f.document, f.part, NULL, NULL), ==, 0);
  assert_list (f.document, f.a, "children", g_strdup (""));
  referrers = trove_document_dup_referrers (f.document, f.leaf, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (referrers[0], ==, f.b);

  /* From one field of the object to the other. */
  data.part = f.inner;
  data.spare = 0;
  set_node (f.document, f.b, &data);
  g_assert_cmpuint (get_node (f.document, f.b).part, ==, f.inner);
  g_assert_cmpuint (get_node (f.document, f.b).spare, ==, 0);
  tear_down (&f);
}

/* Behaviours 26 and 20: equal values are no edit. */
static void
test_set_same (void)
{
  Fixture f;
  NodeData data;
  LeafData leaf;
  g_autofree char *label = NULL;

  set_up (&f);
  data = get_node (f.document, f.b);
  assert_no_edit (&f, trove_document_set (f.document, f.b, &data, &error));
  data.label = label = g_strdup (data.label); /* equal by content */
  assert_no_edit (&f, trove_document_set (f.document, f.b, &data, &error));
  leaf = *(const LeafData *) trove_document_peek (f.document, f.leaf, NULL);
  assert_no_edit (&f, trove_document_set (f.document, f.leaf, &leaf, &error));
  assert_no_edit (&f, trove_document_move (f.document, f.a, f.root, "children", 0, &error));
  assert_no_edit (&f, trove_document_move (f.document, f.part, f.b, "part", 5, &error));
  assert_no_edit (&f, trove_document_move_item (f.document, f.root, "children", 1, 1, &error));
  assert_no_edit (&f, trove_document_move_item (f.document, f.leaf, "links", 1, 1, &error));
  assert_no_edit (&f, trove_document_splice (f.document, f.root, "children", 1, 0, NULL, 0, &error));
  assert_no_edit (&f, trove_document_splice (f.document, f.leaf, "links", G_MAXUINT, 0, NULL, 0, &error));

  set_x (f.document, f.a, NAN);
  commit (f.document, NULL);
  g_assert_true (trove_document_set_saved (f.document, NULL, NULL));
  g_ptr_array_set_size (f.notes, 0);
  data = get_node (f.document, f.a);
  assert_no_edit (&f, trove_document_set (f.document, f.a, &data, &error));
  data.x = -0.;
  set_node (f.document, f.a, &data);
  commit (f.document, NULL);
  data.x = 0;
  set_node (f.document, f.a, &data); /* other bits */
  g_assert_null (trove_document_get_undo_label (f.document));
  g_assert_true (trove_document_get_modified (f.document));
  g_assert_false (signbit (get_node (f.document, f.a).x));
  tear_down (&f);
}

static void
check_set_errors (Fixture *f)
{
  NodeData data = get_node (f->document, f->b);
  LeafData leaf;

  assert_refused (f, trove_document_set (f->document, 500, &data, &error), TROVE_ERROR_REMOVED, "key 500");
  data.target = 500;
  assert_refused (f, trove_document_set (f->document, f->b, &data, &error), TROVE_ERROR_REMOVED, "key 500");
  data.target = 0;
  data.spare = 500;
  assert_refused (f, trove_document_set (f->document, f->b, &data, &error), TROVE_ERROR_REMOVED, "key 500");
  data.spare = data.part;
  assert_refused (f, trove_document_set (f->document, f->b, &data, &error), TROVE_ERROR_CYCLE, "both");
  data.spare = f->b;
  assert_refused (f, trove_document_set (f->document, f->b, &data, &error), TROVE_ERROR_CYCLE,
                  "TestNode 3 cannot own itself");
  data.spare = f->root;
  assert_refused (f, trove_document_set (f->document, f->b, &data, &error), TROVE_ERROR_CYCLE, "root");
  data = get_node (f->document, f->inner);
  data.part = f->a;
  assert_refused (f, trove_document_set (f->document, f->inner, &data, &error), TROVE_ERROR_CYCLE,
                  "TestNode 5 cannot own TestNode 2, which owns it");

  leaf = *(const LeafData *) trove_document_peek (f->document, f->leaf, NULL);
  leaf.hook.value = 4;
  test_hooks.fail_copy = TRUE; /* the copy of the record */
  assert_refused (f, trove_document_set (f->document, f->leaf, &leaf, &error), TROVE_ERROR_COPY_FAILED,
                  "TestLeaf");
}

static void
test_set_errors (void)
{
  twice (check_set_errors);
}

/* The record of the new target is copied, and then the value cannot be. The document is not modified: redo is still possible. */

static void
test_late_failure (void)
{
  Fixture f;
  LeafData leaf;
  TroveKey target;

  set_up (&f);
  target = add_leaf (f.document, f.root, 8);
  commit (f.document, NULL);
  set_x (f.document, f.a, 5);
  commit (f.document, NULL);
  undo (f.document);
  g_assert_true (trove_document_get_can_redo (f.document));
  leaf = *(const LeafData *) trove_document_peek (f.document, f.leaf, NULL);
  leaf.hook.value = 4;
  leaf.node.target = target;
  test_hooks.skip_copies = 1;
  test_hooks.fail_copy = TRUE;
  assert_refused (&f, trove_document_set (f.document, f.leaf, &leaf, &error), TROVE_ERROR_COPY_FAILED,
                  "TestLeaf");
  g_assert_false (test_hooks.fail_copy);
  g_assert_true (trove_document_get_can_redo (f.document));
  redo (f.document);
  tear_down (&f);
}

/* Removing */

static void
test_remove (void)
{
  Fixture f;

  set_up (&f);
  assert_done (trove_document_remove (f.document, f.a, &error));
  assert_list (f.document, f.root, "children", keys (f.b, f.leaf));
  g_assert_cmpuint (trove_document_get_owner (f.document, f.inner, NULL, NULL), ==, f.a); /* still there */
  g_assert_cmpuint (get_node (f.document, f.b).target, ==, f.a);
  assert_done (trove_document_remove (f.document, f.part, &error));
  g_assert_cmpuint (get_node (f.document, f.b).part, ==, 0);
  assert_done (trove_document_remove (f.document, f.part, &error)); /* again */
  g_assert_cmpuint (trove_document_get_n_objects (f.document), ==, 6);
  commit (f.document, NULL);
  g_assert_cmpuint (trove_document_get_n_objects (f.document), ==, 3);
  g_assert_null (trove_document_peek (f.document, f.inner, NULL));
  g_assert_cmpuint (get_node (f.document, f.b).target, ==, 0); /* behaviour 7 */
  assert_list (f.document, f.leaf, "links", keys (f.b));
  tear_down (&f);
}

static void
check_remove_errors (Fixture *f)
{
  assert_refused (f, trove_document_remove (f->document, f->root, &error), TROVE_ERROR_INVALID_REF,
                  "TestNode 1 is the root, which cannot be removed");
  assert_refused (f, trove_document_remove (f->document, 500, &error), TROVE_ERROR_REMOVED, "key 500");
  assert_refused (f, trove_document_remove (f->document, 0, &error), TROVE_ERROR_REMOVED, "key 0");
}

static void
test_remove_errors (void)
{
  twice (check_remove_errors);
}

/* Moving */

static void
test_move (void)
{
  Fixture f;
  const char *property;

  set_up (&f);
  assert_done (trove_document_move (f.document, f.a, f.root, "children", 2, &error));
  assert_list (f.document, f.root, "children", keys (f.b, f.leaf, f.a));
  assert_done (trove_document_move (f.document, f.a, f.root, "children", 1, &error));
  assert_list (f.document, f.root, "children", keys (f.b, f.a, f.leaf));
  assert_done (trove_document_move (f.document, f.b, f.root, "children", G_MAXUINT, &error));
  assert_list (f.document, f.root, "children", keys (f.a, f.leaf, f.b));

  /* To another owner: references stay, behaviour 15. */
  assert_done (trove_document_move (f.document, f.b, f.inner, "children", 0, &error));
  assert_list (f.document, f.inner, "children", keys (f.b));
  assert_list (f.document, f.leaf, "links", keys (f.a, f.a, f.b));
  assert_done (trove_document_move (f.document, f.leaf, f.root, "leaves", 0, &error));
  assert_list (f.document, f.root, "leaves", keys (f.leaf));
  assert_list (f.document, f.root, "children", keys (f.a));

  /* Into a property, whose object loses its owner; and back into the state. */
  assert_done (trove_document_move (f.document, f.leaf, f.b, "part", 0, &error));
  g_assert_cmpuint (trove_document_get_owner (f.document, f.leaf, &property, NULL), ==, f.b);
  g_assert_cmpstr (property, ==, "part");
  g_assert_cmpuint (trove_document_get_owner (f.document, f.part, NULL, NULL), ==, 0);
  assert_done (trove_document_move (f.document, f.part, f.root, "children", 0, &error));
  commit (f.document, NULL);
  assert_list (f.document, f.root, "children", keys (f.part, f.a));
  g_assert_cmpuint (trove_document_get_n_objects (f.document), ==, 6);
  tear_down (&f);
}

/* Taken out and put elsewhere is a move: no reference is lost. */
static void
test_take_and_put (void)
{
  Fixture f;

  set_up (&f);
  assert_done (trove_document_remove (f.document, f.a, &error));
  assert_done (trove_document_move (f.document, f.a, f.b, "children", 0, &error));
  commit (f.document, NULL);
  g_assert_cmpuint (get_node (f.document, f.b).target, ==, f.a);
  assert_list (f.document, f.leaf, "links", keys (f.a, f.a, f.b));
  g_assert_cmpuint (trove_document_get_n_objects (f.document), ==, 6);
  tear_down (&f);
}

static void
check_move_errors (Fixture *f)
{
  TroveDocument *document = f->document;

  assert_refused (f, trove_document_move (document, f->a, f->inner, "children", 0, &error), TROVE_ERROR_CYCLE,
                  "TestNode 5 cannot own TestNode 2, which owns it"); /* behaviour 16 */
  assert_refused (f, trove_document_move (document, f->a, f->a, "part", 0, &error), TROVE_ERROR_CYCLE,
                  "TestNode 2 cannot own itself");
  assert_refused (f, trove_document_move (document, f->root, f->a, "children", 0, &error), TROVE_ERROR_CYCLE,
                  "TestNode 1 is the root");
  assert_refused (f, trove_document_move (document, f->a, f->root, "leaves", 0, &error),
                  TROVE_ERROR_TYPE_MISMATCH, "TestNode 2 cannot be set for \"leaves\"");
  assert_refused (f, trove_document_move (document, f->a, f->root, "children", 3, &error),
                  TROVE_ERROR_INVALID_REF, "Position 3");
  assert_refused (f, trove_document_move (document, f->inner, f->root, "children", 4, &error),
                  TROVE_ERROR_INVALID_REF, "Position 4");
  assert_refused (f, trove_document_move (document, 500, f->root, "children", 0, &error), TROVE_ERROR_REMOVED,
                  "key 500");
  assert_refused (f, trove_document_move (document, f->a, 501, "children", 0, &error), TROVE_ERROR_REMOVED,
                  "key 501");
  test_hooks.fail_copy = TRUE;
  assert_refused (f, trove_document_move (document, f->leaf, f->b, "children", 0, &error),
                  TROVE_ERROR_COPY_FAILED, "TestLeaf");
}

static void
test_move_errors (void)
{
  twice (check_move_errors);
}

/* Splicing */

static void
test_splice_owned (void)
{
  Fixture f;
  TroveKey orphan;

  set_up (&f);
  orphan = add_node (f.document, 0, 9);
  assert_done (trove_document_splice (f.document, f.root, "children", 1, 1,
                                      (TroveKey[]){ orphan, f.inner, f.b }, 3, &error));
  assert_list (f.document, f.root, "children", keys (f.a, orphan, f.inner, f.b, f.leaf));
  assert_done (trove_document_splice (f.document, f.root, "children", 0, 5,
                                      (TroveKey[]){ f.leaf, f.b, f.inner, orphan, f.a }, 5, &error));
  assert_list (f.document, f.root, "children", keys (f.leaf, f.b, f.inner, orphan, f.a));
  assert_done (trove_document_splice (f.document, f.root, "children", G_MAXUINT, 0, &f.leaf, 1, &error));
  assert_list (f.document, f.root, "children", keys (f.b, f.inner, orphan, f.a, f.leaf));
  assert_done (trove_document_splice (f.document, f.root, "children", 2, 2, NULL, 0, &error));
  assert_list (f.document, f.root, "children", keys (f.b, f.inner, f.leaf));
  commit (f.document, NULL);
  g_assert_null (trove_document_peek (f.document, orphan, NULL));
  g_assert_null (trove_document_peek (f.document, f.a, NULL));
  tear_down (&f);
}

static void
test_splice_references (void)
{
  Fixture f;

  set_up (&f);
  assert_done (trove_document_splice (f.document, f.leaf, "links", 1, 1,
                                      (TroveKey[]){ f.root, f.leaf, f.leaf }, 3, &error));
  assert_list (f.document, f.leaf, "links", keys (f.a, f.root, f.leaf, f.leaf, f.b));
  assert_done (trove_document_splice (f.document, f.leaf, "links", 0, 5, NULL, 0, &error));
  assert_list (f.document, f.leaf, "links", g_strdup (""));
  tear_down (&f);
}

static void
check_splice_errors (Fixture *f)
{
  TroveDocument *document = f->document;

  assert_refused (
      f, trove_document_splice (document, f->root, "children", 0, 1, (TroveKey[]){ f->a, f->a }, 2, &error),
      TROVE_ERROR_CYCLE, "TestNode 2 cannot be inserted twice in the list \"children\"");
  assert_refused (f, trove_document_splice (document, f->a, "children", 0, 1, &f->a, 1, &error),
                  TROVE_ERROR_CYCLE, "cannot own itself");
  assert_refused (f, trove_document_splice (document, f->inner, "children", 0, 0, &f->a, 1, &error),
                  TROVE_ERROR_CYCLE, "which owns it");
  assert_refused (f, trove_document_splice (document, f->root, "children", 4, 0, NULL, 0, &error),
                  TROVE_ERROR_INVALID_REF, "Position 4", "3 items");
  assert_refused (f, trove_document_splice (document, f->root, "children", 1, 3, NULL, 0, &error),
                  TROVE_ERROR_INVALID_REF, "Position 4");
  assert_refused (f, trove_document_splice (document, f->root, "children", 1, G_MAXUINT, NULL, 0, &error),
                  TROVE_ERROR_INVALID_REF, "past the end");
  assert_refused (f, trove_document_splice (document, f->root, "children", G_MAXUINT, 1, NULL, 0, &error),
                  TROVE_ERROR_INVALID_REF, "past the end");
  assert_refused (f, trove_document_splice (document, f->root, "leaves", 0, 0, &f->a, 1, &error),
                  TROVE_ERROR_TYPE_MISMATCH, "TestNode 2 cannot be set for \"leaves\"");
  assert_refused (
      f, trove_document_splice (document, f->root, "leaves", 0, 0, (TroveKey[]){ f->leaf, f->a }, 2, &error),
      TROVE_ERROR_TYPE_MISMATCH, "TestNode 2");
  assert_refused (f, trove_document_splice (document, 500, "children", 0, 0, &f->a, 1, &error),
                  TROVE_ERROR_REMOVED, "key 500");
  assert_refused (f,
                  trove_document_splice (document, f->root, "children", 0, 0, &(TroveKey){ 501 }, 1, &error),
                  TROVE_ERROR_REMOVED, "key 501");
  assert_refused (
      f, trove_document_splice (document, f->leaf, "links", 0, 3, (TroveKey[]){ f->a, 501 }, 2, &error),
      TROVE_ERROR_REMOVED, "key 501");
  assert_refused (f, trove_document_splice (document, f->leaf, "links", 4, 0, &f->a, 1, &error),
                  TROVE_ERROR_INVALID_REF, "Position 4");
}

static void
test_splice_errors (void)
{
  twice (check_splice_errors);
}

static void
test_move_item (void)
{
  Fixture f;

  set_up (&f);
  assert_done (trove_document_move_item (f.document, f.root, "children", 0, 2, &error));
  assert_list (f.document, f.root, "children", keys (f.b, f.leaf, f.a));
  assert_done (trove_document_move_item (f.document, f.root, "children", 2, 1, &error));
  assert_list (f.document, f.root, "children", keys (f.b, f.a, f.leaf));
  assert_done (trove_document_move_item (f.document, f.leaf, "links", 2, 0, &error));
  assert_list (f.document, f.leaf, "links", keys (f.b, f.a, f.a));
  assert_done (trove_document_move_item (f.document, f.leaf, "links", 0, 1, &error));
  assert_list (f.document, f.leaf, "links", keys (f.a, f.b, f.a));
  tear_down (&f);
}

static void
check_move_item_errors (Fixture *f)
{
  const struct
  {
    TroveKey key;
    const char *list;
  } lists[] = { { f->root, "children" }, { f->leaf, "links" } };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      assert_refused (f, trove_document_move_item (f->document, lists[i].key, lists[i].list, 3, 0, &error),
                      TROVE_ERROR_INVALID_REF, "Position 3 is past the end", lists[i].list);
      assert_refused (f, trove_document_move_item (f->document, lists[i].key, lists[i].list, 0, 3, &error),
                      TROVE_ERROR_INVALID_REF, "Position 3 is past the end", lists[i].list);
    }
  assert_refused (f, trove_document_move_item (f->document, 500, "children", 0, 0, &error),
                  TROVE_ERROR_REMOVED, "key 500");
}

static void
test_move_item_errors (void)
{
  twice (check_move_item_errors);
}

/* Names of no property, or of one of another kind. */
static void
check_names (Fixture *f)
{
  g_autofree char *before = document_text (f->document), *after = NULL;
  gboolean modified = trove_document_get_modified (f->document);
  GError *error = NULL;

  expect_critical ("TestNode has no owned field or list \"links\"");
  g_assert_false (trove_document_add (f->document, TEST_TYPE_NODE, NULL, f->root, "links", 0, NULL, &error));
  expect_critical ("TestNode has no owned field or list \"x\"");
  g_assert_false (trove_document_move (f->document, f->a, f->root, "x", 0, &error));
  expect_critical ("TestNode has no list \"part\"");
  g_assert_false (trove_document_splice (f->document, f->root, "part", 0, 0, NULL, 0, &error));
  expect_critical ("TestNode has no list \"none\"");
  g_assert_false (trove_document_move_item (f->document, f->root, "none", 0, 0, &error));
  g_test_assert_expected_messages ();
  g_assert_no_error (error);
  after = document_text (f->document);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpint (trove_document_get_modified (f->document), ==, modified);
  set_x (f->document, f->a, 8); /* the document is usable */
}

static void
test_names (void)
{
  twice (check_names);
}

/* Functions of values that call the document */

static Fixture *calling;
static guint n_calls;

/* A call that changes the document is BUSY; reading is allowed. */
static void
call_all (void)
{
  TroveDocument *document = calling->document;
  g_autoptr (TroveVersion) current = trove_document_dup_current (document);
  NodeData data = { .x = 99 };
  GError *error = NULL;

#define assert_busy(call)                                                                                    \
  g_assert_false (call);                                                                                     \
  assert_trove_error (error, TROVE_ERROR_BUSY, "changed")

  assert_busy (trove_document_add (document, TEST_TYPE_NODE, NULL, 0, NULL, 0, NULL, &error));
  assert_busy (trove_document_set (document, calling->a, &data, &error));
  assert_busy (trove_document_set (document, calling->leaf, &data, &error));
  assert_busy (trove_document_remove (document, calling->a, &error));
  assert_busy (trove_document_move (document, calling->a, calling->b, "children", 0, &error));
  assert_busy (trove_document_splice (document, calling->root, "children", 0, 1, NULL, 0, &error));
  assert_busy (trove_document_move_item (document, calling->root, "children", 0, 1, &error));
  assert_busy (trove_document_begin (document, NULL, &error));
  assert_busy (trove_document_end (document, &error));
  assert_busy (trove_document_cancel (document, &error));
  assert_busy (trove_document_commit (document, NULL, &error));
  assert_busy (trove_document_rollback (document, &error));
  assert_busy (trove_document_undo (document, &error));
  assert_busy (trove_document_redo (document, &error));
  assert_busy (trove_document_go_to (document, current, &error));
  assert_busy (trove_document_freeze (document, &error));
  assert_busy (trove_document_branch (document, NULL, &error));
  assert_busy (trove_document_transfer (document, &error));

  g_free (document_text (document));
  g_assert_cmpuint (trove_document_get_root_key (document), ==, calling->root);
  trove_document_get_modified (document);
  n_calls++;
}

static void
test_copy_calls (void)
{
  Fixture f;

  set_up (&f);
  calling = &f;
  n_calls = 0;
  test_hooks.on_copy = call_all;
  set_leaf (f.document, f.leaf, 4); /* copies the record first */
  g_assert_cmpuint (n_calls, ==, 1);
  test_hooks.on_copy = call_all;
  set_leaf (f.document, f.leaf, 5);
  g_assert_cmpuint (n_calls, ==, 2);
  test_hooks.on_copy = call_all;
  add_leaf (f.document, f.root, 6);
  g_assert_cmpuint (n_calls, ==, 3);
  commit (f.document, NULL);
  test_hooks.on_copy = call_all;
  assert_done (trove_document_move (f.document, f.leaf, f.root, "children", 0, &error));
  g_assert_cmpuint (n_calls, ==, 4);
  tear_down (&f);
}

/* Nor can another document of the thread be changed. */
static void
change_other (void)
{
  g_autoptr (TroveDocument) other = node_document_new ();
  GError *error = NULL;

  g_assert_false (trove_document_begin (other, NULL, &error));
  assert_trove_error (error, TROVE_ERROR_BUSY, "A value is being copied on this thread");
  n_calls++;
}

static void
test_copy_calls_other (void)
{
  Fixture f;

  set_up (&f);
  n_calls = 0;
  test_hooks.on_copy = change_other;
  set_leaf (f.document, f.leaf, 4);
  g_assert_cmpuint (n_calls, ==, 1);
  tear_down (&f);
}

/* In an edit, a value is cleared that was set since the last version. */
static void
test_clear_calls (void)
{
  Fixture f;
  LeafData leaf = { .node = { .label = "a label that is longer than others" }, .hook = { 9 } };

  set_up (&f);
  calling = &f;
  n_calls = 0;
  assert_done (trove_document_set (f.document, f.leaf, &leaf, &error));
  leaf.node.label = "another label that is long";
  leaf.hook.value = 10;
  test_hooks.on_clear = call_all;
  assert_done (trove_document_set (f.document, f.leaf, &leaf, &error));
  g_assert_cmpuint (n_calls, ==, 1);
  leaf.node.label = "small";
  leaf.hook.value = 11;
  test_hooks.on_clear = call_all;
  assert_done (trove_document_set (f.document, f.leaf, &leaf, &error));
  g_assert_cmpuint (n_calls, ==, 2);
  g_assert_cmpstr (get_node (f.document, f.leaf).label, ==, "small");
  tear_down (&f);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document-edit/add", test_add);
  g_test_add_func ("/document-edit/add/owning", test_add_owning);
  g_test_add_func ("/document-edit/add/errors", test_add_errors);
  g_test_add_func ("/document-edit/set", test_set);
  g_test_add_func ("/document-edit/set/same", test_set_same);
  g_test_add_func ("/document-edit/set/errors", test_set_errors);
  g_test_add_func ("/document-edit/set/late-failure", test_late_failure);
  g_test_add_func ("/document-edit/remove", test_remove);
  g_test_add_func ("/document-edit/remove/errors", test_remove_errors);
  g_test_add_func ("/document-edit/move", test_move);
  g_test_add_func ("/document-edit/move/take-and-put", test_take_and_put);
  g_test_add_func ("/document-edit/move/errors", test_move_errors);
  g_test_add_func ("/document-edit/splice/owned", test_splice_owned);
  g_test_add_func ("/document-edit/splice/references", test_splice_references);
  g_test_add_func ("/document-edit/splice/errors", test_splice_errors);
  g_test_add_func ("/document-edit/move-item", test_move_item);
  g_test_add_func ("/document-edit/move-item/errors", test_move_item_errors);
  g_test_add_func ("/document-edit/names", test_names);
  g_test_add_func ("/document-edit/copy-calls", test_copy_calls);
  g_test_add_func ("/document-edit/copy-calls/other", test_copy_calls_other);
  g_test_add_func ("/document-edit/clear-calls", test_clear_calls);
  status = g_test_run ();
  g_assert_cmpint (test_hooks.n_live, ==, 0);
  return status;
}

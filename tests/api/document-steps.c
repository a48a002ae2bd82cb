/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Commits, groups, and going from version to version. */

#include "document-classes.h"
#include "test-util.h"

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

#define assert_fails(call, code, ...)                                                                        \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    GError *error = NULL;                                                                                    \
                                                                                                             \
    g_assert_false (call);                                                                                   \
    assert_trove_error (error, (code), __VA_ARGS__);                                                         \
  }                                                                                                          \
  G_STMT_END

#define assert_labels(document, expected)                                                                    \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autofree char *found_labels = all_labels (document);                                                   \
    g_assert_cmpstr (found_labels, ==, (expected));                                                          \
  }                                                                                                          \
  G_STMT_END

#define assert_x(document, key, expected) g_assert_cmpfloat (get_node ((document), (key)).x, ==, (expected))

static void
commit_x (TroveDocument *document, TroveKey key, double x, const char *label)
{
  set_x (document, key, x);
  commit (document, label);
}

static void
commit_merging (TroveDocument *document, TroveKey key, double x, const char *id)
{
  g_autofree char *label = g_strdup_printf ("%g", x);

  set_x (document, key, x);
  assert_done (trove_document_commit_full (document, label, id, &error));
}

static void
begin (TroveDocument *document, const char *label)
{
  assert_done (trove_document_begin (document, label, &error));
}

static void
end (TroveDocument *document)
{
  assert_done (trove_document_end (document, &error));
}

static void
cancel (TroveDocument *document)
{
  assert_done (trove_document_cancel (document, &error));
}

static void
set_view (TroveDocument *document, int state)
{
  trove_document_set_view_state (document, g_variant_new_int32 (state));
}

/* 0: none. */
static int
get_view (TroveDocument *document)
{
  GVariant *state = trove_document_get_view_state (document);

  return state != NULL ? g_variant_get_int32 (state) : 0;
}

/* Commits */

static void
test_commit (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document), a = add_node (document, root, 1);
  TroveKey inner = add_node (document, a, 2), lost = add_node (document, 0, 3);
  g_autoptr (TroveVersion) version = NULL;

  add_node (document, lost, 4);
  commit (document, "Add");
  version = trove_document_dup_current (document);
  g_assert_cmpstr (trove_version_get_label (version), ==, "Add");
  g_assert_cmpuint (trove_document_get_n_objects (document), ==, 3); /* those without an owner are dropped */
  g_assert_nonnull (trove_document_peek (document, inner, NULL));
  g_assert_true (trove_document_get_can_undo (document));
  g_assert_cmpstr (trove_document_get_undo_label (document), ==, "Add");
  assert_labels (document, "- Add");
}

/* No version is made where nothing differs, and the way to redo stays. */
static void
test_commit_nothing (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document), a;

  commit_x (document, root, 1, "One");
  undo (document);
  commit (document, "Nothing");
  set_x (document, root, 2);
  set_x (document, root, 0);
  g_assert_true (trove_document_get_modified (document));
  commit (document, "Back");
  g_assert_false (trove_document_get_modified (document));
  g_assert_cmpstr (trove_document_get_redo_label (document), ==, "One");

  add_node (document, 0, 5); /* made, and dropped by the commit */
  commit (document, "Dropped");
  a = add_node (document, root, 6);
  assert_done (trove_document_remove (document, a, &error));
  commit (document, "Removed");
  g_assert_cmpuint (trove_document_get_n_objects (document), ==, 1);
  assert_labels (document, "- One");
  g_assert_cmpstr (trove_document_get_redo_label (document), ==, "One");
  redo (document);
  assert_x (document, root, 1);
}

/* Merging steps */

static void
test_merge_ids (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document);
  g_autoptr (TroveVersion) replaced = NULL;

  commit_merging (document, root, 1, "typing");
  replaced = trove_document_dup_current (document);
  commit_merging (document, root, 2, "typing");
  commit_merging (document, root, 3, "typing");
  assert_labels (document, "- 3");
  g_assert_cmpstr (trove_version_get_label (replaced), ==, "1");
  g_assert_cmpfloat (((const NodeData *) trove_version_peek (replaced, root, NULL))->x, ==, 1);

  commit_merging (document, root, 4, "other");
  commit_merging (document, root, 5, "typing");
  commit_merging (document, root, 6, NULL);
  commit_merging (document, root, 7, NULL);
  commit_x (document, root, 8, "8");
  commit_merging (document, root, 9, "typing");
  assert_labels (document, "- 3 4 5 6 7 8 9");
  commit_merging (document, root, 10, "typing");
  assert_labels (document, "- 3 4 5 6 7 8 10");
  undo (document);
  assert_x (document, root, 8);
  redo (document);
  assert_x (document, root, 10);
}

/* A version with a name stays. */
static void
test_merge_named (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document);
  g_autoptr (TroveVersion) named = NULL, unnamed = NULL;
  g_autofree char *name = NULL;

  commit_merging (document, root, 1, "typing");
  named = trove_document_dup_current (document);
  trove_version_set_name (named, "First letter");
  commit_merging (document, root, 2, "typing");
  unnamed = trove_document_dup_current (document);
  trove_version_set_name (unnamed, "Second letter");
  trove_version_set_name (unnamed, NULL);
  commit_merging (document, root, 3, "typing");
  assert_labels (document, "- 1 3");
  name = trove_version_dup_name (named);
  g_assert_cmpstr (name, ==, "First letter");
}

/* Calls that end a run of merged steps, and calls that do not. */
static void
test_merge_runs (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document);
  g_autoptr (TroveVersion) first = trove_document_dup_current (document), current = NULL;
  g_autoptr (TroveDocument) branch = NULL;

  commit_merging (document, root, 1, "typing");
  undo (document);
  redo (document);
  commit_merging (document, root, 2, "typing");
  assert_labels (document, "- 1 2");
  undo (document);
  commit_merging (document, root, 3, "typing"); /* a branch: 2 has the same parent */
  assert_labels (document, "- 1 2 3");
  current = trove_document_dup_current (document);
  assert_done (trove_document_go_to (document, first, &error));
  assert_done (trove_document_go_to (document, current, &error));
  commit_merging (document, root, 4, "typing");
  g_clear_object (&current);
  current = trove_document_dup_current (document);
  assert_done (trove_document_go_to (document, current, &error)); /* to where it is */
  commit_merging (document, root, 5, "typing");
  assert_labels (document, "- 1 2 3 4 5");

  assert_done (trove_document_set_saved (document, NULL, &error));
  set_x (document, root, 77);
  assert_done (trove_document_rollback (document, &error));
  commit_merging (document, root, 6, "typing");
  commit (document, "nothing differs");
  commit_merging (document, root, 7, "typing");
  assert_labels (document, "- 1 2 3 4 7");
  branch = trove_document_branch (document, NULL, NULL);
  commit_merging (branch, root, 8, "typing"); /* the first version of a branch is not replaced */
  assert_labels (branch, "7 8");
  commit_merging (document, root, 9, "typing"); /* nor is one that was branched from */
  assert_labels (document, "- 1 2 3 4 7 9");
}

static void
test_merge_kept (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document);
  g_autoptr (TroveVersion) version = NULL;

  commit_merging (document, root, 1, "typing");
  version = trove_document_dup_current (document);
  trove_version_set_kept (version, TRUE);
  commit_merging (document, root, 2, "typing");
  commit_merging (document, root, 3, "typing");
  assert_labels (document, "- 1 3");
  undo (document);
  trove_version_set_kept (version, FALSE);
  assert_x (document, root, 1);
}

/* Groups */

static void
test_groups (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document), a;

  set_x (document, root, 1); /* a loose edit joins the step */
  begin (document, "Outer");
  a = add_node (document, root, 2);
  begin (document, "Inner");
  set_x (document, a, 3);
  end (document);
  begin (document, NULL);
  set_x (document, a, 4);
  end (document);
  assert_labels (document, "-");
  end (document);
  assert_labels (document, "- Outer");
  undo (document);
  assert_x (document, root, 0);
  g_assert_null (trove_document_peek (document, a, NULL));

  begin (document, NULL);
  set_x (document, root, 5);
  end (document);
  assert_labels (document, "- Outer -");
}

static void
test_empty_groups (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document);
  g_autoptr (GPtrArray) notes = NULL;

  commit_x (document, root, 1, "One");
  undo (document);
  notes = note_properties (document);
  begin (document, "Empty");
  begin (document, "Inner");
  end (document);
  end (document);
  begin (document, "Cancelled");
  cancel (document);
  assert_notified (notes, "");
  begin (document, "Back");
  set_x (document, root, 5);
  set_x (document, root, 0);
  end (document);
  assert_labels (document, "- One");
  g_assert_true (trove_document_get_can_redo (document));
}

static void
test_cancel (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document), a = add_node (document, root, 1), made, later;
  g_autofree char *before = NULL, *after = NULL;

  commit (document, "Add");
  begin (document, "Outer");
  set_x (document, a, 2);
  before = document_text (document);
  begin (document, "Inner");
  made = add_node (document, a, 3);
  assert_done (trove_document_move (document, a, root, "part", 0, &error));
  cancel (document); /* the inner edits alone */
  after = document_text (document);
  g_assert_cmpstr (after, ==, before);
  begin (document, NULL);
  cancel (document);
  later = add_node (document, 0, 4);
  g_assert_cmpuint (later, >, made); /* keys are not given again */
  begin (document, NULL);
  assert_done (trove_document_move (document, later, root, "children", 0, &error));
  cancel (document); /* has no owner, as before */
  end (document);
  g_assert_null (trove_document_peek (document, later, NULL));
  assert_labels (document, "- Add Outer");
  assert_x (document, a, 2);

  begin (document, "Outer");
  set_x (document, a, 9);
  begin (document, "Inner");
  set_x (document, a, 10);
  end (document);
  cancel (document);
  assert_x (document, a, 2);
  g_assert_false (trove_document_get_can_redo (document));
  assert_labels (document, "- Add Outer");

  set_x (document, a, 11); /* loose edits stay */
  begin (document, NULL);
  set_x (document, a, 12);
  cancel (document);
  assert_x (document, a, 11);
  g_assert_true (trove_document_get_modified (document));
  assert_done (trove_document_rollback (document, &error));
  assert_x (document, a, 2);
}

/* An object that lost its owner in a group that is taken back has it again. */
static void
test_cancel_removal (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document), a = add_node (document, root, 1);

  commit (document, NULL);
  set_x (document, root, 5);
  begin (document, NULL);
  assert_done (trove_document_remove (document, a, &error));
  cancel (document);
  commit (document, NULL);
  g_assert_nonnull (trove_document_peek (document, a, NULL));
}

static void
test_no_group (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  GError *error = NULL;

  expect_critical ("trove_document_end: no group is open");
  g_assert_false (trove_document_end (document, &error));
  expect_critical ("trove_document_cancel: no group is open");
  g_assert_false (trove_document_cancel (document, &error));
  g_test_assert_expected_messages ();
  g_assert_no_error (error);
}

/* With a group open these calls are refused, and the others are allowed. */
static void
test_busy (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document), a = add_node (document, root, 1), b;
  g_autoptr (TroveVersion) first = trove_document_dup_current (document), frozen = NULL, saved = NULL;
  g_autofree char *before = NULL, *after = NULL;
  const char *message = "2 groups of edits are open: end or cancel them first";

  commit (document, "Add");
  undo (document);
  redo (document);
  begin (document, NULL);
  assert_fails (trove_document_undo (document, &error), TROVE_ERROR_BUSY,
                "A group of edits is open: end or cancel it first");
  begin (document, NULL);
  before = document_text (document);
  for (guint i = 0; i < 2; i++) /* without and with edits */
    {
      assert_fails (trove_document_commit (document, NULL, &error), TROVE_ERROR_BUSY, message);
      assert_fails (trove_document_commit_full (document, NULL, "id", &error), TROVE_ERROR_BUSY, message);
      assert_fails (trove_document_rollback (document, &error), TROVE_ERROR_BUSY, message);
      assert_fails (trove_document_undo (document, &error), TROVE_ERROR_BUSY, message);
      assert_fails (trove_document_redo (document, &error), TROVE_ERROR_BUSY, message);
      assert_fails (trove_document_go_to (document, first, &error), TROVE_ERROR_BUSY, message);
      assert_fails (trove_document_branch (document, NULL, &error), TROVE_ERROR_BUSY, message);
      assert_fails (trove_document_transfer (document, &error), TROVE_ERROR_BUSY, message);
      if (i == 0)
        set_x (document, a, 2);
    }
  assert_labels (document, "- Add");
  set_x (document, a, 1);
  after = document_text (document);
  g_assert_cmpstr (after, ==, before);

  b = add_node (document, root, 3);
  assert_done (trove_document_move (document, b, a, "children", 0, &error));
  assert_done (trove_document_move_item (document, a, "children", 0, 0, &error));
  assert_done (trove_document_splice (document, root, "children", 0, 0, &b, 1, &error));
  assert_done (trove_document_remove (document, b, &error));
  frozen = trove_document_freeze (document, NULL);
  g_assert_cmpuint (trove_version_get_n_objects (frozen), ==, 3);
  g_assert_cmpuint (trove_document_get_n_objects (document), ==, 3);
  set_view (document, 5);
  g_assert_cmpint (get_view (document), ==, 5);
  assert_done (trove_document_set_saved (document, first, &error)); /* a save that began before may end */
  saved = trove_document_dup_saved (document);
  g_assert_true (saved == first);
  cancel (document);
  cancel (document);
  commit (document, NULL);
}

/* Undo, redo, going to a version */

static void
test_undo (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document);

  assert_fails (trove_document_undo (document, &error), TROVE_ERROR_REMOVED, "There is nothing to undo");
  assert_fails (trove_document_redo (document, &error), TROVE_ERROR_REMOVED, "There is nothing to redo");
  commit_x (document, root, 1, "One");
  commit_x (document, root, 2, "Two");
  undo (document);
  assert_x (document, root, 1);
  undo (document);
  assert_x (document, root, 0);
  assert_fails (trove_document_undo (document, &error), TROVE_ERROR_REMOVED, "nothing to undo");
  redo (document);
  redo (document);
  assert_x (document, root, 2);
  assert_fails (trove_document_redo (document, &error), TROVE_ERROR_REMOVED, "nothing to redo");

  /* Edits that are not committed become a step first. */
  set_x (document, root, 3);
  g_assert_true (trove_document_get_can_undo (document));
  undo (document);
  assert_x (document, root, 2);
  assert_labels (document, "- One Two -");
  redo (document);
  assert_x (document, root, 3);

  /* Edits that make no difference are no step. */
  set_x (document, root, 4);
  set_x (document, root, 3);
  undo (document);
  assert_x (document, root, 2);
  assert_labels (document, "- One Two -");
}

static void
test_redo_with_edits (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document);

  commit_x (document, root, 1, "One");
  undo (document);
  set_x (document, root, 2);
  g_assert_false (trove_document_get_can_redo (document));
  g_assert_null (trove_document_get_redo_label (document));
  assert_fails (trove_document_redo (document, &error), TROVE_ERROR_REMOVED, "nothing to redo");
  assert_x (document, root, 2);
  assert_labels (document, "- One -"); /* a branch */

  undo (document);
  set_x (document, root, 3);
  set_x (document, root, 0);
  redo (document); /* nothing differs: the last way */
  assert_x (document, root, 2);
}

static void
test_undo_only_edits_that_cancel_out (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autoptr (GPtrArray) notes = note_properties (document);
  TroveKey root = trove_document_get_root_key (document);

  set_x (document, root, 3);
  set_x (document, root, 0);
  assert_fails (trove_document_undo (document, &error), TROVE_ERROR_REMOVED, "nothing to undo");
  g_assert_false (trove_document_get_modified (document));
  assert_notified (notes, "can-undo can-undo modified modified");
  set_x (document, root, 3);
  set_x (document, root, 0);
  assert_fails (trove_document_redo (document, &error), TROVE_ERROR_REMOVED, "nothing to redo");
  assert_notified (notes, "can-undo can-undo modified modified");
}

static void
test_go_to (void)
{
  g_autoptr (TroveDocument) document = node_document_new (), other = node_document_new ();
  TroveKey root = trove_document_get_root_key (document);
  g_autoptr (TroveVersion) first = trove_document_dup_current (document), two = NULL, frozen = NULL;
  g_autoptr (TroveVersion) replaced = NULL, foreign = trove_document_dup_current (other);

  commit_x (document, root, 1, "One");
  commit_x (document, root, 2, "Two");
  two = trove_document_dup_current (document);
  assert_done (trove_document_go_to (document, first, &error));
  commit_x (document, root, 3, "Three");
  assert_done (trove_document_go_to (document, two, &error));
  assert_x (document, root, 2);
  set_x (document, root, 4);
  assert_done (trove_document_go_to (document, first, &error)); /* a step first */
  assert_labels (document, "- One Two Three -");
  assert_x (document, root, 0);
  set_x (document, root, 5);
  assert_done (trove_document_go_to (document, first, &error));
  assert_x (document, root, 0);
  assert_labels (document, "- One Two Three - -");

  set_x (document, root, 6);
  frozen = trove_document_freeze (document, NULL);
  assert_fails (trove_document_go_to (document, frozen, &error), TROVE_ERROR_REMOVED,
                "The version is not in the history of the document");
  assert_fails (trove_document_go_to (document, foreign, &error), TROVE_ERROR_FOREIGN,
                "The version is one of another document");
  assert_x (document, root, 6); /* nothing was committed */
  assert_labels (document, "- One Two Three - -");

  commit_merging (document, root, 7, "id");
  replaced = trove_document_dup_current (document);
  commit_merging (document, root, 8, "id");
  assert_fails (trove_document_go_to (document, replaced, &error), TROVE_ERROR_REMOVED, "not in the history");
}

/* View state */

static void
test_view_state (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document);
  g_autoptr (TroveVersion) first = trove_document_dup_current (document), version = NULL;

  set_view (document, 1);
  set_view (document, 2);
  set_x (document, root, 1); /* after the view state 2 */
  set_view (document, 3);
  set_x (document, root, 2);
  set_view (document, 4);
  commit (document, NULL);
  version = trove_document_dup_current (document);
  g_assert_cmpint (g_variant_get_int32 (trove_version_get_view_state (version)), ==, 4);
  set_view (document, 5); /* of no step */
  undo (document);
  g_assert_cmpint (get_view (document), ==, 2);
  redo (document);
  g_assert_cmpint (get_view (document), ==, 4);
  assert_done (trove_document_go_to (document, first, &error));
  g_assert_cmpint (get_view (document), ==, 0); /* the first version was made without */
  set_view (document, 6);
  assert_done (trove_document_go_to (document, version, &error));
  g_assert_cmpint (get_view (document), ==, 4);
  set_view (document, 7);
  assert_done (trove_document_go_to (document, version, &error)); /* it is there: nothing is set */
  g_assert_cmpint (get_view (document), ==, 7);
}

static void
test_view_state_of_rollback (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document);

  set_view (document, 1);
  set_x (document, root, 1);
  set_view (document, 2);
  set_x (document, root, 2);
  assert_done (trove_document_rollback (document, &error));
  g_assert_cmpint (get_view (document), ==, 1);
  set_view (document, 3);
  assert_done (trove_document_rollback (document, &error)); /* there are no edits */
  g_assert_cmpint (get_view (document), ==, 3);

  trove_document_set_view_state (document, NULL);
  set_x (document, root, 1);
  set_view (document, 4);
  assert_done (trove_document_rollback (document, &error));
  g_assert_cmpint (get_view (document), ==, 0);
}

static void
test_view_state_of_groups (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document);

  set_view (document, 1);
  begin (document, NULL);
  set_view (document, 2);
  set_x (document, root, 1);
  set_view (document, 3);
  begin (document, NULL);
  set_view (document, 4);
  set_x (document, root, 2);
  cancel (document); /* not the outermost */
  g_assert_cmpint (get_view (document), ==, 4);
  cancel (document);
  g_assert_cmpint (get_view (document), ==, 2); /* before the first edit */

  begin (document, NULL);
  set_view (document, 5);
  cancel (document); /* there was no edit */
  g_assert_cmpint (get_view (document), ==, 5);

  /* After loose edits: the view state before the first edit of the group. */
  set_x (document, root, 3);
  set_view (document, 6);
  begin (document, NULL);
  set_view (document, 7);
  set_x (document, root, 4);
  set_view (document, 8);
  cancel (document);
  g_assert_cmpint (get_view (document), ==, 7);
  assert_x (document, root, 3);
  assert_done (trove_document_rollback (document, &error));
  g_assert_cmpint (get_view (document), ==, 5); /* before the first edit of all */

  begin (document, NULL);
  set_x (document, root, 5);
  set_view (document, 9);
  end (document);
  undo (document);
  g_assert_cmpint (get_view (document), ==, 5);
  redo (document);
  g_assert_cmpint (get_view (document), ==, 9);
}

static void
test_view_state_of_merged_steps (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document);

  for (int i = 0; i < 3; i++)
    {
      set_view (document, 10 + i);
      set_x (document, root, 1 + i);
      set_view (document, 20 + i);
      assert_done (trove_document_commit_full (document, NULL, "typing", &error));
    }
  undo (document);
  g_assert_cmpint (get_view (document), ==, 10);
  redo (document);
  g_assert_cmpint (get_view (document), ==, 22);
}

static void
test_view_state_of_undone_edits (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document);

  set_view (document, 1);
  set_x (document, root, 1);
  set_view (document, 2);
  undo (document); /* makes a step of the edits */
  g_assert_cmpint (get_view (document), ==, 1);
  redo (document);
  g_assert_cmpint (get_view (document), ==, 2);

  /* An edit that fails is not the first edit of the step. */
  g_assert_false (trove_document_remove (document, root, NULL));
  set_view (document, 3);
  set_x (document, root, 2);
  assert_done (trove_document_rollback (document, &error));
  g_assert_cmpint (get_view (document), ==, 3);
}

/* Saved, and modified */

static void
test_saved (void)
{
  g_autoptr (TroveDocument) document = node_document_new (), other = node_document_new ();
  TroveKey root = trove_document_get_root_key (document);
  g_autoptr (TroveVersion) first = trove_document_dup_current (document), saved = NULL, frozen = NULL;
  g_autoptr (TroveVersion) foreign = trove_document_dup_current (other);

  saved = trove_document_dup_saved (document);
  g_assert_null (saved); /* nothing was saved */
  set_x (document, root, 1);
  g_assert_true (trove_document_get_modified (document));
  assert_done (trove_document_set_saved (document, NULL, &error)); /* the current version, without the edit */
  g_assert_true (trove_document_get_modified (document));
  saved = trove_document_dup_saved (document);
  g_assert_true (saved == first);
  frozen = trove_document_freeze (document, NULL);
  assert_fails (trove_document_set_saved (document, frozen, &error), TROVE_ERROR_REMOVED,
                "not in the history");
  assert_fails (trove_document_set_saved (document, foreign, &error), TROVE_ERROR_FOREIGN,
                "another document");
  commit (document, NULL);
  g_assert_true (trove_document_get_modified (document));
  assert_done (trove_document_set_saved (document, NULL, &error));
  g_assert_false (trove_document_get_modified (document));
  assert_done (trove_document_set_saved (document, first, &error));
  g_assert_true (trove_document_get_modified (document));
}

/* Freezing */

static void
test_freeze (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document), a, b;
  g_autoptr (TroveVersion) current = trove_document_dup_current (document), same = NULL, one = NULL,
                           two = NULL;
  g_autofree char *text = NULL, *text_of_one = NULL, *text_of_two = NULL, *now = NULL;
  g_autoptr (GPtrArray) parents = NULL;

  same = trove_document_freeze (document, NULL);
  g_assert_true (same == current); /* there are no edits */
  a = add_node (document, root, 1);
  b = add_node (document, 0, 2); /* without an owner */
  one = trove_document_freeze (document, NULL);
  text = document_text (document);
  set_x (document, a, 3);
  set_x (document, b, 4);
  two = trove_document_freeze (document, NULL);
  text_of_one = version_text (one);
  text_of_two = version_text (two);
  now = document_text (document);
  g_assert_cmpstr (text_of_one, ==, text);
  g_assert_cmpstr (text_of_two, ==, now);
  g_assert_cmpstr (text_of_one, !=, text_of_two);
  assert_labels (document, "-");
  g_assert_true (trove_document_get_modified (document));
  parents = trove_version_dup_parents (one);
  g_assert_cmpuint (parents->len, ==, 0);
  commit (document, "Add");
  g_assert_cmpuint (trove_document_get_n_objects (document), ==, 2);
  g_assert_cmpuint (trove_version_get_n_objects (two), ==, 3);
}

/* A version that somebody holds is the one of the next call, until something differs. */
static void
test_freeze_again (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autoptr (TroveVersion) one = NULL, again = NULL, two = NULL, three = NULL, four = NULL, other_view = NULL;

  set_x (document, 1, 1);
  one = trove_document_freeze (document, NULL);
  set_x (document, 1, 1);
  again = trove_document_freeze (document, NULL);
  g_assert_true (again == one);
  g_assert_true (trove_document_begin (document, NULL, NULL));
  set_x (document, 1, 2);
  two = trove_document_freeze (document, NULL);
  g_assert_true (two != one);
  g_assert_true (trove_document_cancel (document, NULL));
  three = trove_document_freeze (document, NULL);
  g_assert_true (three != two);
  g_assert_cmpfloat (((const NodeData *) trove_version_peek (three, 1, NULL))->x, ==, 1);
  set_view (document, 5);
  other_view = trove_document_freeze (document, NULL);
  g_assert_true (other_view != three);
  g_assert_cmpint (g_variant_get_int32 (trove_version_get_view_state (other_view)), ==, 5);

  g_assert_finalize_object (g_steal_pointer (&other_view)); /* the document does not hold it */
  four = trove_document_freeze (document, NULL);
  g_assert_cmpfloat (((const NodeData *) trove_version_peek (four, 1, NULL))->x, ==, 1);
}

/* Restarting */

/* The edits of the innermost group alone are taken back, as often as wanted, and the outermost one makes the step. */
static void
test_restart (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autofree char *label = NULL;
  TroveKey key = 0;

  set_view (document, 1);
  set_x (document, 1, 1); /* a loose edit */
  g_assert_true (trove_document_begin (document, "Drag", NULL));
  assert_done (trove_document_restart_group (document, &error)); /* nothing to take back */
  for (guint i = 2; i < 5; i++)
    {
      set_x (document, 1, i);
      key = add_node (document, 1, i);
      set_view (document, (int) i);
      assert_done (trove_document_restart_group (document, &error));
      g_assert_cmpfloat (get_node (document, 1).x, ==, 1);
      g_assert_null (trove_document_peek (document, key, NULL));
      g_assert_cmpint (get_view (document), ==, 1);
    }

  set_x (document, 1, 5);
  g_assert_true (trove_document_begin (document, NULL, NULL));
  set_x (document, 1, 6);
  set_view (document, 6);
  assert_done (trove_document_restart_group (document, &error));
  g_assert_cmpfloat (get_node (document, 1).x, ==, 5);
  g_assert_cmpint (get_view (document), ==, 6); /* the outermost group alone has noted one */
  g_assert_true (trove_document_end (document, NULL));
  g_assert_true (trove_document_end (document, NULL));
  label = current_label (document);
  g_assert_cmpstr (label, ==, "Drag");
  g_assert_cmpfloat (get_node (document, 1).x, ==, 5);
  undo (document);
  g_assert_cmpfloat (get_node (document, 1).x, ==, 0);
}

static void
note_x (TroveObject *root, GParamSpec *pspec, gpointer n)
{
  ++*(guint *) n;
}

/* Handles are told, and cannot edit meanwhile. */
static void
test_restart_tells (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  guint n = 0;

  g_signal_connect (trove_document_get_root (document), "notify::x", G_CALLBACK (note_x), &n);
  g_assert_true (trove_document_begin (document, NULL, NULL));
  set_x (document, 1, 1);
  assert_done (trove_document_restart_group (document, &error));
  g_assert_cmpuint (n, ==, 2);
  g_assert_true (trove_document_cancel (document, NULL));
  g_assert_cmpuint (n, ==, 2);
  g_assert_false (trove_document_get_modified (document));
  expect_critical ("trove_document_restart_group: no group is open");
  g_assert_false (trove_document_restart_group (document, NULL));
}

/* Branches */

static void
test_branch (void)
{
  g_autoptr (TroveDocument) document = node_document_new (), branch = NULL, old = NULL, of_branch = NULL;
  TroveKey root = trove_document_get_root_key (document), a = add_node (document, root, 1), made[4];
  g_autoptr (TroveVersion) first = trove_document_dup_current (document), base = NULL, branch_base = NULL;
  g_autoptr (TroveVersion) sibling = NULL;
  g_autofree char *id = NULL, *branch_id = NULL, *text = NULL, *branch_text = NULL;

  set_view (document, 5);
  commit (document, "Add");
  base = trove_document_dup_current (document);
  set_x (document, a, 2); /* not part of the branch */
  branch = trove_document_branch (document, NULL, NULL);
  text = version_text (base);
  branch_text = document_text (branch);
  g_assert_cmpstr (branch_text, ==, text);
  assert_x (document, a, 2);

  g_assert_cmpint (get_view (branch), ==, 5);
  assert_labels (branch, "Add");
  branch_base = trove_document_dup_current (branch);
  id = trove_version_dup_id (base);
  branch_id = trove_version_dup_id (branch_base);
  g_assert_cmpstr (branch_id, ==, id);
  g_assert_true (branch_base != base);
  g_assert_false (trove_document_get_modified (branch));
  g_assert_false (trove_document_get_can_undo (branch));
  g_assert_null (trove_document_get_undo_label (branch));
  g_assert_cmpuint (trove_document_get_root_key (branch), ==, root);
  g_assert_cmpuint (trove_document_get_root_type (branch), ==, TEST_TYPE_NODE);

  /* Edits apart, under keys apart. */
  old = trove_document_branch (document, first, NULL);
  of_branch = trove_document_branch (branch, base, NULL); /* a version of the other document */
  g_assert_cmpuint (trove_document_get_n_objects (old), ==, 1);
  made[0] = add_node (document, root, 3);
  made[1] = add_node (branch, root, 3);
  made[2] = add_node (old, root, 3);
  made[3] = add_node (of_branch, root, 3);
  for (guint i = 0; i < 4; i++)
    for (guint j = 0; j < i; j++)
      g_assert_cmphex (made[i] >> 32, !=, made[j] >> 32);
  set_x (branch, a, 9);
  commit (branch, "Branch");
  assert_x (document, a, 2);
  undo (branch);
  assert_x (branch, a, 1);
  assert_fails (trove_document_undo (branch, &error), TROVE_ERROR_REMOVED, "nothing to undo");

  /* Neither goes to versions of the other. */
  sibling = trove_document_dup_current (branch);
  assert_fails (trove_document_go_to (document, sibling, &error), TROVE_ERROR_FOREIGN, "another document");
  assert_fails (trove_document_go_to (branch, base, &error), TROVE_ERROR_FOREIGN, "another document");
  assert_fails (trove_document_set_saved (branch, base, &error), TROVE_ERROR_FOREIGN, "another document");
}

static void
test_branch_refused (void)
{
  g_autoptr (TroveDocument) document = node_document_new (), other = node_document_new ();
  TroveKey root = trove_document_get_root_key (document);
  g_autoptr (TroveVersion) foreign = trove_document_dup_current (other), frozen = NULL, replaced = NULL;

  assert_fails (trove_document_branch (document, foreign, &error), TROVE_ERROR_FOREIGN, "another document");
  add_node (document, 0, 1);
  frozen = trove_document_freeze (document, NULL);
  assert_fails (trove_document_branch (document, frozen, &error), TROVE_ERROR_REMOVED,
                "not in the history of a document");
  commit_merging (document, root, 1, "id");
  replaced = trove_document_dup_current (document);
  commit_merging (document, root, 2, "id");
  assert_fails (trove_document_branch (document, replaced, &error), TROVE_ERROR_REMOVED,
                "not in the history");
}

/* A branch keeps what it has when the document is gone. */
static void
test_branch_alone (void)
{
  TroveDocument *document = node_document_new ();
  g_autoptr (TroveDocument) branch = NULL;
  TroveKey root = trove_document_get_root_key (document), a = add_leaf (document, root, 5);

  commit (document, NULL);
  branch = trove_document_branch (document, NULL, NULL);
  g_object_unref (document);
  g_assert_cmpint (((const LeafData *) trove_document_peek (branch, a, NULL))->hook.value, ==, 5);
  set_leaf (branch, a, 6);
  commit (branch, NULL);
  undo (branch);
  g_assert_cmpint (((const LeafData *) trove_document_peek (branch, a, NULL))->hook.value, ==, 5);
}

/* Functions that clear values call the document while a state is dropped. */

static TroveDocument *calling;
static TroveKey calling_leaf;
static guint n_calls;

static void
call_document (void)
{
  g_autoptr (TroveVersion) current = trove_document_dup_current (calling);
  g_autoptr (GPtrArray) versions = trove_document_dup_versions (calling);

  n_calls++;
  g_assert_nonnull (current);
  g_assert_nonnull (versions);
  assert_fails (trove_document_remove (calling, calling_leaf, &error), TROVE_ERROR_BUSY, "being changed");
  assert_fails (trove_document_add (calling, TEST_TYPE_LEAF, NULL, 0, NULL, 0, NULL, &error),
                TROVE_ERROR_BUSY, "being changed");
  assert_fails (trove_document_undo (calling, &error), TROVE_ERROR_BUSY, "being changed");
  assert_fails (trove_document_commit (calling, NULL, &error), TROVE_ERROR_BUSY, "being changed");
  assert_fails (trove_document_begin (calling, NULL, &error), TROVE_ERROR_BUSY, "being changed");
  assert_fails (trove_document_end (calling, &error), TROVE_ERROR_BUSY, "being changed");
  assert_fails (trove_document_freeze (calling, &error), TROVE_ERROR_BUSY, "being changed");
  g_free (document_text (calling));
  for (guint i = 0; i < versions->len; i++)
    g_free (version_text (versions->pdata[i]));
  set_view (calling, 99);
}

static void
test_clear_calls (void)
{
  TroveDocument *document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document), leaf;

  calling = document;
  n_calls = 0;
  leaf = calling_leaf = add_leaf (document, root, 1);
  commit (document, NULL);

  set_leaf (document, leaf, 2); /* rollback */
  test_hooks.on_clear = call_document;
  assert_done (trove_document_rollback (document, &error));
  g_assert_cmpuint (n_calls, ==, 1);

  begin (document, NULL); /* cancel */
  set_leaf (document, leaf, 3);
  test_hooks.on_clear = call_document;
  cancel (document);
  g_assert_cmpuint (n_calls, ==, 2);

  set_leaf (document, leaf, 4); /* a commit of nothing */
  set_leaf (document, leaf, 1);
  g_assert_cmpuint (n_calls, ==, 2);
  test_hooks.on_clear = call_document;
  commit (document, NULL);
  g_assert_cmpuint (n_calls, ==, 3);

  set_leaf (document, leaf, 5); /* the end of a group, after loose edits */
  begin (document, NULL);
  set_leaf (document, leaf, 1);
  test_hooks.on_clear = call_document;
  end (document);
  g_assert_cmpuint (n_calls, ==, 4);

  set_leaf (document, leaf, 7);
  commit (document, NULL);
  set_leaf (document, leaf, 8); /* edits that undo commits, and finds to be none */
  set_leaf (document, leaf, 7);
  test_hooks.on_clear = call_document;
  undo (document);
  g_assert_cmpuint (n_calls, ==, 5);
  g_assert_cmpint (((const LeafData *) trove_document_peek (document, leaf, NULL))->hook.value, ==, 1);
  g_object_unref (document);
}

/* A function that clears a value drops the last reference: the call in which it happens still ends well. */

static void
drop_document (void)
{
  g_object_unref (calling);
}

static gboolean
commit_document (TroveDocument *document)
{
  return trove_document_commit (document, NULL, NULL);
}

static gboolean
undo_document (TroveDocument *document)
{
  return !trove_document_undo (document, NULL); /* there is nothing to undo */
}

static gboolean
redo_document (TroveDocument *document)
{
  return !trove_document_redo (document, NULL);
}

static gboolean
go_to_first (TroveDocument *document)
{
  g_autoptr (TroveVersion) current = trove_document_dup_current (document);

  return trove_document_go_to (document, current, NULL);
}

static gboolean
roll_back (TroveDocument *document)
{
  return trove_document_rollback (document, NULL);
}

static gboolean
cancel_group (TroveDocument *document)
{
  return trove_document_cancel (document, NULL);
}

static gboolean
end_group (TroveDocument *document)
{
  return trove_document_end (document, NULL);
}

static void
test_clear_drops (void)
{
  const struct
  {
    gboolean (*run) (TroveDocument *document);
    gboolean in_group;
  } calls[] = {
    { commit_document }, { undo_document },      { redo_document },   { go_to_first },
    { roll_back },       { cancel_group, TRUE }, { end_group, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      TroveDocument *document = calling = node_document_new ();
      TroveKey root = trove_document_get_root_key (document), leaf;
      gpointer weak = document;

      g_object_add_weak_pointer (G_OBJECT (document), &weak);
      if (calls[i].in_group)
        begin (document, NULL);
      leaf = add_leaf (document, root, 1);
      assert_done (trove_document_remove (document, leaf, &error)); /* so the commit finds no difference */
      test_hooks.on_clear = drop_document;
      g_assert_true (calls[i].run (document));
      g_assert_null (test_hooks.on_clear);
      g_assert_null (weak);
    }
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document-steps/commit", test_commit);
  g_test_add_func ("/document-steps/commit/nothing", test_commit_nothing);
  g_test_add_func ("/document-steps/merge/ids", test_merge_ids);
  g_test_add_func ("/document-steps/merge/named", test_merge_named);
  g_test_add_func ("/document-steps/merge/runs", test_merge_runs);
  g_test_add_func ("/document-steps/merge/kept", test_merge_kept);
  g_test_add_func ("/document-steps/groups", test_groups);
  g_test_add_func ("/document-steps/groups/empty", test_empty_groups);
  g_test_add_func ("/document-steps/groups/cancel", test_cancel);
  g_test_add_func ("/document-steps/groups/cancel-removal", test_cancel_removal);
  g_test_add_func ("/document-steps/groups/none", test_no_group);
  g_test_add_func ("/document-steps/groups/busy", test_busy);
  g_test_add_func ("/document-steps/undo", test_undo);
  g_test_add_func ("/document-steps/undo/nothing-differs", test_undo_only_edits_that_cancel_out);
  g_test_add_func ("/document-steps/redo/with-edits", test_redo_with_edits);
  g_test_add_func ("/document-steps/go-to", test_go_to);
  g_test_add_func ("/document-steps/view-state", test_view_state);
  g_test_add_func ("/document-steps/view-state/rollback", test_view_state_of_rollback);
  g_test_add_func ("/document-steps/view-state/groups", test_view_state_of_groups);
  g_test_add_func ("/document-steps/view-state/merged-steps", test_view_state_of_merged_steps);
  g_test_add_func ("/document-steps/view-state/undone-edits", test_view_state_of_undone_edits);
  g_test_add_func ("/document-steps/saved", test_saved);
  g_test_add_func ("/document-steps/restart", test_restart);
  g_test_add_func ("/document-steps/restart-tells", test_restart_tells);
  g_test_add_func ("/document-steps/freeze", test_freeze);
  g_test_add_func ("/document-steps/freeze-again", test_freeze_again);
  g_test_add_func ("/document-steps/branch", test_branch);
  g_test_add_func ("/document-steps/branch/refused", test_branch_refused);
  g_test_add_func ("/document-steps/branch/alone", test_branch_alone);
  g_test_add_func ("/document-steps/clear/calls", test_clear_calls);
  g_test_add_func ("/document-steps/clear/drops", test_clear_drops);
  status = g_test_run ();
  g_assert_cmpint (test_hooks.n_live, ==, 0);
  return status;
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Automatic commits, and the actions for undo and redo. */

#include "document-classes.h"
#include "test-support.h"

static void
run_loop (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
assert_labels (TroveDocument *document, const char *expected)
{
  g_autofree char *labels = NULL;

  run_loop ();
  labels = all_labels (document);
  g_assert_cmpstr (labels, ==, expected);
}

static TroveDocument *
new_document (void)
{
  TroveDocument *document = node_document_new ();

  g_assert_false (trove_document_get_auto_commit (document));
  g_object_set (document, "auto-commit", TRUE, NULL);
  return document;
}

static void
test_edits (void)
{
  g_autoptr (TroveDocument) document = new_document ();
  TroveObject *root = trove_document_get_root (document);
  gboolean is_on;

  g_object_get (document, "auto-commit", &is_on, NULL);
  g_assert_true (is_on);
  g_object_set (root, "x", 1., "label", "a", NULL);
  g_assert_true (trove_document_get_modified (document) && !trove_document_get_can_redo (document));
  assert_labels (document, "- x");
  g_object_set (root, "label", "b", NULL);
  assert_labels (document, "- x label");
  set_x (document, 1, 7); /* by key, where no property is named */
  assert_labels (document, "- x label -");
  commit (document, "by hand");
  g_object_set (root, "x", 8., NULL);
  commit (document, "c");
  assert_labels (document, "- x label - c");
  trove_document_set_auto_commit (document, FALSE);
  g_object_set (root, "x", 9., NULL);
  assert_labels (document, "- x label - c");
  trove_document_set_auto_commit (document, TRUE);
  assert_labels (document, "- x label - c -");
}

static void
test_groups (void)
{
  g_autoptr (TroveDocument) document = new_document ();

  set_x (document, 1, 1);
  g_assert_true (trove_document_begin (document, "group", NULL));
  set_x (document, 1, 2);
  assert_labels (document, "-");
  g_assert_true (trove_document_end (document, NULL));
  assert_labels (document, "- group");

  set_x (document, 1, 3);
  g_assert_true (trove_document_begin (document, NULL, NULL));
  set_x (document, 1, 4);
  assert_labels (document, "- group");
  g_object_set (trove_document_get_root (document), "label", "a", NULL);
  assert_labels (document, "- group");
  g_assert_true (trove_document_cancel (document, NULL));
  assert_labels (document, "- group -");

  /* An edit of a group that is cancelled gives no label. */
  g_assert_true (trove_document_begin (document, NULL, NULL));
  g_object_set (trove_document_get_root (document), "label", "a", NULL);
  g_assert_true (trove_document_cancel (document, NULL));
  g_object_set (trove_document_get_root (document), "x", 3., NULL);
  g_object_set (trove_document_get_root (document), "x", 4., NULL);
  assert_labels (document, "- group - x");
  g_assert_cmpfloat (get_node (document, 1).x, ==, 4);
}

/* An object without an owner waits while somebody holds it. */
static void
test_ownerless (void)
{
  g_autoptr (TroveDocument) document = new_document ();
  TroveList *children = trove_object_get_list (trove_document_get_root (document), "children");
  g_autoptr (TroveObject) held = g_object_new (TEST_TYPE_NODE, "document", document, "x", 3., NULL);

  assert_labels (document, "-");
  g_assert_true (trove_list_append (children, held, NULL));
  assert_labels (document, "- children");
  g_assert_true (trove_list_remove (children, 0, NULL));
  assert_labels (document, "- children");
  g_clear_object (&held);
  g_object_set (trove_document_get_root (document), "x", 1., NULL); /* of an object that was edited before */
  assert_labels (document, "- children x");
  g_assert_cmpuint (trove_document_get_n_objects (document), ==, 1);
}

/* A merge, and the choice of a conflict, are edits as well. */
static void
test_merge (void)
{
  g_autoptr (TroveDocument) document = new_document ();
  g_autoptr (TroveDocument) branch = trove_document_branch (document, NULL, NULL);
  g_autoptr (TroveVersion) theirs = NULL;
  g_autoptr (TroveMerge) merge = NULL;
  g_autoptr (TroveConflict) conflict = NULL;

  set_x (document, 1, 1);
  commit (document, "ours");
  set_x (branch, 1, 2);
  commit (branch, "theirs");
  theirs = trove_document_dup_current (branch);
  merge = trove_document_merge (document, theirs, NULL);
  assert_labels (document, "- ours -");
  conflict = g_list_model_get_item (G_LIST_MODEL (merge), 0);
  g_assert_true (trove_conflict_set_choice (conflict, TROVE_CHOICE_THEIRS, NULL));
  assert_labels (document, "- ours - -");
  g_assert_cmpfloat (get_node (document, 1).x, ==, 2);
}

/* A context that is pushed for a while and then dropped. */
static void
test_pushed (void)
{
  g_autoptr (TroveDocument) document = new_document ();
  GMainContext *context = g_main_context_new ();

  g_main_context_push_thread_default (context);
  set_x (document, 1, 1);
  g_main_context_pop_thread_default (context);
  g_main_context_unref (context);
  assert_labels (document, "- -");
  set_x (document, 1, 2);
  assert_labels (document, "- - -");
}

/* The document was made in it, and waits for a commit there. */
static void
test_made_in_pushed (void)
{
  g_autoptr (TroveDocument) document = NULL;
  GMainContext *context = g_main_context_new ();

  g_main_context_push_thread_default (context);
  document = new_document ();
  set_x (document, 1, 1);
  g_main_context_pop_thread_default (context);
  g_main_context_unref (context);
  assert_labels (document, "-");
  set_x (document, 1, 2);
  assert_labels (document, "- -");
}

/* Nothing is left when the document is gone, or belongs to another thread. */
static void
test_gone (void)
{
  TroveDocument *document = new_document ();

  set_x (document, 1, 1);
  g_assert_finalize_object (document);
  run_loop ();

  document = new_document ();
  set_x (document, 1, 1);
  g_assert_true (trove_document_transfer (document, NULL));
  assert_labels (document, "-");
  set_x (document, 1, 2);
  assert_labels (document, "- -");
  g_object_unref (document);
}

/* Actions */

static void
assert_action (GActionGroup *actions, const char *name, gboolean enabled, const char *label)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (actions, name);

  g_assert_true (g_action_group_get_action_enabled (actions, name) == enabled);
  g_assert_cmpstr (g_variant_get_string (state, NULL), ==, label);
}

static void
test_actions (void)
{
  TroveDocument *document = node_document_new ();
  GActionGroup *actions = trove_document_create_actions (document);

  assert_action (actions, "undo", FALSE, "");
  assert_action (actions, "redo", FALSE, "");
  set_x (document, 1, 1);
  assert_action (actions, "undo", TRUE, "");
  commit (document, "One");
  set_x (document, 1, 2);
  commit (document, "Two");
  assert_action (actions, "undo", TRUE, "Two");
  g_action_group_activate_action (actions, "undo", NULL);
  g_assert_cmpfloat (get_node (document, 1).x, ==, 1);
  assert_action (actions, "undo", TRUE, "One");
  assert_action (actions, "redo", TRUE, "Two");
  g_action_group_activate_action (actions, "redo", NULL);
  g_assert_cmpfloat (get_node (document, 1).x, ==, 2);
  assert_action (actions, "redo", FALSE, "");

  g_assert_true (trove_document_begin (document, NULL, NULL));
  g_action_group_activate_action (actions, "undo", NULL);
  g_assert_true (trove_document_cancel (document, NULL));
  g_assert_cmpfloat (get_node (document, 1).x, ==, 2);

  g_assert_finalize_object (document);
  g_action_group_activate_action (actions, "undo", NULL);
  g_object_unref (actions);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document-auto-commit/edits", test_edits);
  g_test_add_func ("/document-auto-commit/groups", test_groups);
  g_test_add_func ("/document-auto-commit/ownerless", test_ownerless);
  g_test_add_func ("/document-auto-commit/merge", test_merge);
  g_test_add_func ("/document-auto-commit/pushed", test_pushed);
  g_test_add_func ("/document-auto-commit/made-in-pushed", test_made_in_pushed);
  g_test_add_func ("/document-auto-commit/gone", test_gone);
  g_test_add_func ("/document-actions/actions", test_actions);
  return g_test_run ();
}

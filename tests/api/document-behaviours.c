/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Behaviours that applications expect of documents, one test each. The numbers are those of a list that also has behaviours of
 * handles, list models and saving. */

#include "document-classes.h"
#include "test-support.h"
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

#define assert_text(document, expected)                                                                      \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_autofree char *found_text = document_text (document);                                                  \
    g_assert_cmpstr (found_text, ==, (expected));                                                            \
  }                                                                                                          \
  G_STMT_END

static guint
n_versions (TroveDocument *document)
{
  g_autoptr (GPtrArray) versions = trove_document_dup_versions (document);

  return versions->len;
}

static void
commit_x (TroveDocument *document, double x)
{
  set_x (document, trove_document_get_root_key (document), x);
  commit (document, NULL);
}

static TroveDocument *
branch_of (TroveDocument *document)
{
  g_autoptr (GError) error = NULL;
  TroveDocument *branch;

  commit (document, NULL);
  branch = trove_document_branch (document, NULL, &error);
  g_assert_no_error (error);
  return branch;
}

static TroveMerge *
merge_version (TroveDocument *document, TroveVersion *version)
{
  g_autoptr (GError) error = NULL;
  TroveMerge *merge = trove_document_merge (document, version, &error);

  g_assert_no_error (error);
  return merge;
}

static TroveMerge *
merge_branch (TroveDocument *document, TroveDocument *branch)
{
  g_autoptr (TroveVersion) version = NULL;

  commit (branch, NULL);
  version = trove_document_dup_current (branch);
  return merge_version (document, version);
}

/* Checks a conflict, which the merge has. */
static TroveConflict *
conflict_at (TroveMerge *merge, guint position, TroveConflictKind kind, TroveKey key)
{
  g_autoptr (TroveConflict) conflict = g_list_model_get_item (G_LIST_MODEL (merge), position);

  g_assert_nonnull (conflict);
  g_assert_cmpint (trove_conflict_get_kind (conflict), ==, kind);
  g_assert_cmpuint (trove_conflict_get_key (conflict), ==, key);
  return conflict;
}

static void
assert_n_conflicts (TroveMerge *merge, guint n)
{
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (merge)), ==, n);
}

/* Keys are final, and not used again over undo, rollback, cancel and branches. */
static void
test_3_keys (void)
{
  g_autoptr (TroveDocument) document = node_document_new (), branch = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  TroveKey root = trove_document_get_root_key (document), key;

  for (guint i = 0; i < 60; i++)
    {
      TroveDocument *edited = branch != NULL && i % 2 == 0 ? branch : document;

      if (i % 6 == 3)
        assert_done (trove_document_begin (edited, NULL, &error));
      key = add_node (edited, root, i);
      g_assert_true (g_hash_table_add (seen, g_memdup2 (&key, sizeof key)));
      g_assert_cmpuint (key, <, (TroveKey) 1 << 53);
      switch (i % 6)
        {
        case 0:
          commit (edited, NULL);
          undo (edited);
          break;
        case 1:
          assert_done (trove_document_rollback (edited, &error));
          break;
        case 3:
          assert_done (trove_document_cancel (edited, &error));
          break;
        case 4:
          g_set_object (&branch, NULL);
          branch = trove_document_branch (document, NULL, NULL);
          break;
        default:
          commit (edited, NULL);
        }
    }
}

/* One undo of a removal restores every reference to the object, and its place in every list. */
static void
test_6_undo_of_a_removal (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document), a = add_node (document, root, 1);
  TroveKey b = add_node (document, root, 2), c = add_node (document, root, 3),
           inner = add_leaf (document, b, 4);
  g_autofree char *before = NULL;

  set_target (document, a, b);
  set_target (document, c, inner);
  set_target (document, inner, inner);
  set_target (document, b, c);
  for (guint i = 0; i < 50; i++)
    add_link (document, c, i % 3 == 0 ? b : i % 3 == 1 ? a : inner);
  commit (document, NULL);
  before = document_text (document);
  assert_done (trove_document_remove (document, b, &error));
  commit (document, NULL);
  assert_list (document, root, "children", keys (a, c));
  g_assert_cmpuint (trove_document_get_n_children (document, c, "links"), ==, 17);
  undo (document);
  assert_text (document, before);
}

/* No committed state has a reference to an object that is not in it. */
static void
test_7_no_dangling_references (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document), a = add_node (document, root, 1);
  TroveKey lost = add_node (document, 0, 2), below = add_node (document, lost, 3);

  set_target (document, a, below);
  add_link (document, a, lost);
  add_link (document, a, a);
  add_link (document, root, below);
  commit (document, NULL);
  g_assert_cmpuint (get_node (document, a).target, ==, 0);
  assert_list (document, a, "links", keys (a));
  assert_list (document, root, "links", g_strdup (""));
  g_free (document_text (document)); /* checks the keys of all lists */
}

/* An object that one side removed, and the other one refers to, is there after a merge, which lists it. */
static void
test_7_merged (void)
{
  g_autoptr (TroveDocument) document = node_document_new (), branch = NULL;
  TroveKey root = trove_document_get_root_key (document), a = add_node (document, root, 1);
  TroveKey lost = add_node (document, root, 2), below = add_node (document, lost, 3);
  g_autoptr (TroveMerge) merge = NULL;
  TroveConflict *conflict;

  add_link (document, root, lost);
  branch = branch_of (document);
  assert_done (trove_document_remove (document, lost, &error));
  commit (document, NULL);
  set_target (branch, a, below);
  merge = merge_branch (document, branch);
  assert_n_conflicts (merge, 2);
  conflict = conflict_at (merge, 0, TROVE_CONFLICT_RETURNED, lost);
  conflict_at (merge, 1, TROVE_CONFLICT_RETURNED, below);
  g_assert_cmpuint (get_node (document, a).target, ==, below);
  assert_list (document, root, "links", keys (lost));
  assert_list (document, lost, "children", keys (below));

  assert_done (trove_conflict_set_choice (conflict, TROVE_CHOICE_OURS, &error));
  commit (document, NULL);
  g_assert_cmpuint (get_node (document, a).target, ==, 0);
  assert_list (document, root, "children", keys (a));
  assert_list (document, root, "links", g_strdup (""));
}

/* Cancel restores exactly and tells only what changed; the undo tree is untouched. */
static void
test_10_cancel (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document), a = add_node (document, root, 1), made;
  g_autoptr (GPtrArray) notes = NULL;
  g_autofree char *before = NULL;

  commit (document, "Add");
  commit_x (document, 5);
  undo (document);
  before = document_text (document);
  notes = note_properties (document);
  assert_done (trove_document_begin (document, NULL, &error));
  made = add_node (document, a, 2);
  set_target (document, a, made);
  assert_done (trove_document_remove (document, a, &error));
  assert_notified (notes, "can-redo undo-label");
  assert_done (trove_document_cancel (document, &error));
  assert_text (document, before);
  g_assert_null (trove_document_peek (document, made, NULL));
  g_assert_true (trove_document_get_can_redo (document));
  g_assert_cmpuint (n_versions (document), ==, 3);
}

/* A move keeps the key, across lists and owners. */
static void
test_15_moves (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document), a = add_node (document, root, 1);
  TroveKey b = add_leaf (document, root, 2);

  set_target (document, a, b);
  commit (document, NULL);
  assert_done (trove_document_move (document, b, root, "leaves", 0, &error));
  assert_done (trove_document_move (document, b, a, "part", 0, &error));
  assert_done (trove_document_move (document, b, a, "children", 0, &error));
  commit (document, NULL);
  g_assert_cmpint (((const LeafData *) trove_document_peek (document, b, NULL))->hook.value, ==, 2);
  g_assert_cmpuint (get_node (document, a).target, ==, b);
  undo (document);
  assert_list (document, root, "children", keys (a, b));
}

/* Edits of an object that the other side moves survive the merge. */
static void
test_15_moves_are_merged (void)
{
  g_autoptr (TroveDocument) document = node_document_new (), branch = NULL;
  TroveKey root = trove_document_get_root_key (document), a = add_node (document, root, 1);
  TroveKey b = add_leaf (document, root, 2);
  g_autoptr (TroveMerge) merge = NULL, other = NULL;
  g_autofree char *merged = NULL;

  set_target (document, root, b);
  branch = branch_of (document);
  assert_done (trove_document_move (document, b, a, "children", 0, &error));
  set_leaf (branch, b, 5);
  merge = merge_branch (document, branch);
  assert_n_conflicts (merge, 0);
  g_assert_cmpint (((const LeafData *) trove_document_peek (document, b, NULL))->hook.value, ==, 5);
  assert_list (document, a, "children", keys (b));
  g_assert_cmpuint (get_node (document, root).target, ==, b);
  other = merge_branch (branch, document);
  merged = document_text (document);
  assert_text (branch, merged);
}

/* Moving an object into what it owns is CYCLE at once. */
static void
test_16_cycles (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document), a = add_node (document, root, 1), last = a;
  GError *error = NULL;

  for (guint i = 0; i < 20; i++)
    {
      last = add_node (document, last, i);
      g_assert_false (trove_document_move (document, a, last, "children", 0, &error));
      assert_trove_error (error, TROVE_ERROR_CYCLE, "which owns it");
    }
}

/* Two moves that make a circle together end the same way on both sides, and are listed. */
static void
test_16_circles_of_two_sides (void)
{
  g_autoptr (TroveDocument) document = node_document_new (), branch = NULL;
  TroveKey root = trove_document_get_root_key (document), a = add_node (document, root, 1);
  TroveKey b = add_node (document, root, 2);
  g_autoptr (TroveVersion) ours = NULL;
  g_autofree char *merged = NULL;

  branch = branch_of (document);
  assert_done (trove_document_move (document, b, a, "children", 0, &error));
  commit (document, NULL);
  ours = trove_document_dup_current (document);
  assert_done (trove_document_move (branch, a, b, "children", 0, &error));
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (TroveMerge) merge = i == 0 ? merge_branch (document, branch) : merge_version (branch, ours);

      assert_n_conflicts (merge, 1);
      conflict_at (merge, 0, TROVE_CONFLICT_CYCLE, b);
    }
  assert_list (document, root, "children", keys (b));
  assert_list (document, b, "children", keys (a));
  merged = document_text (document);
  assert_text (branch, merged);
}

/* Typing with one merge id is one step. Undo, another step and another id end it; a save does not. */
static void
test_19_typing (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document);

  for (guint i = 1; i <= 1000; i++)
    {
      set_x (document, root, i);
      assert_done (trove_document_commit_full (document, "Type", "word-1", &error));
      if (i == 500)
        assert_done (trove_document_set_saved (document, NULL, &error));
    }
  g_assert_cmpuint (n_versions (document), ==, 2);
  set_x (document, root, 2000);
  assert_done (trove_document_commit_full (document, "Type", "word-2", &error));
  g_assert_cmpuint (n_versions (document), ==, 3);
  undo (document);
  g_assert_cmpfloat (get_node (document, root).x, ==, 1000);
  undo (document);
  g_assert_cmpfloat (get_node (document, root).x, ==, 0);
}

/* Nested groups are one step; an empty or net-zero one is none, and redo survives it. */
static void
test_20_groups (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document), made;

  for (guint i = 0; i < 10; i++)
    assert_done (trove_document_begin (document, "Nested", &error));
  set_x (document, root, 1);
  for (guint i = 0; i < 10; i++)
    assert_done (trove_document_end (document, &error));
  g_assert_cmpuint (n_versions (document), ==, 2);
  undo (document);

  assert_done (trove_document_begin (document, NULL, &error));
  assert_done (trove_document_end (document, &error));
  assert_done (trove_document_begin (document, NULL, &error));
  made = add_node (document, root, 2);
  add_link (document, root, made);
  assert_done (trove_document_remove (document, made, &error));
  set_x (document, root, 7);
  set_x (document, root, 0);
  assert_done (trove_document_end (document, &error));
  g_assert_cmpuint (n_versions (document), ==, 2);
  redo (document);
  g_assert_cmpfloat (get_node (document, root).x, ==, 1);
}

/* A drag of 1,000 edits is one step and one version; cancelling it leaves no step and no trace. */
static void
test_21_drag (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document), a = add_node (document, root, 1);
  g_autofree char *before = NULL;

  commit (document, NULL);
  before = document_text (document);
  for (guint drag = 0; drag < 2; drag++)
    {
      assert_done (trove_document_begin (document, "Drag", &error));
      for (guint i = 1; i <= 1000; i++)
        set_x (document, a, i);
      if (drag == 0)
        {
          assert_done (trove_document_cancel (document, &error));
          assert_text (document, before);
          g_assert_cmpuint (n_versions (document), ==, 2);
        }
      else
        assert_done (trove_document_end (document, &error));
    }
  g_assert_cmpuint (n_versions (document), ==, 3);
  undo (document);
  assert_text (document, before);
}

/* The view state comes back with undo and redo, after everything else; changing it alone makes no step. */

static void
note_order (TroveDocument *document, GParamSpec *pspec, gpointer last)
{
  *(const char **) last = pspec->name;
}

static void
test_22_view_state (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document);
  const char *last = NULL;

  trove_document_set_view_state (document, g_variant_new_string ("before"));
  commit (document, NULL);
  g_assert_cmpuint (n_versions (document), ==, 1);
  set_x (document, root, 1);
  trove_document_set_view_state (document, g_variant_new_string ("after"));
  commit (document, NULL);
  g_signal_connect (document, "notify", G_CALLBACK (note_order), &last);
  undo (document);
  g_assert_cmpstr (g_variant_get_string (trove_document_get_view_state (document), NULL), ==, "before");
  g_assert_cmpstr (last, ==, "view-state");
  last = NULL;
  redo (document);
  g_assert_cmpstr (g_variant_get_string (trove_document_get_view_state (document), NULL), ==, "after");
  g_assert_cmpstr (last, ==, "view-state");
}

/* modified is FALSE exactly at the saved version, by undo, redo, or a branch and back. Replacing the saved version makes it
 * TRUE. */
static void
test_23_modified (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document);
  g_autoptr (TroveVersion) saved = NULL, none = NULL;

  commit_x (document, 1);
  set_x (document, root, 2);
  assert_done (trove_document_commit_full (document, NULL, "id", &error));
  assert_done (trove_document_set_saved (document, NULL, &error));
  saved = trove_document_dup_saved (document);
  g_assert_false (trove_document_get_modified (document));
  undo (document);
  g_assert_true (trove_document_get_modified (document));
  redo (document);
  g_assert_false (trove_document_get_modified (document));
  undo (document);
  commit_x (document, 3);
  g_assert_true (trove_document_get_modified (document));
  assert_done (trove_document_go_to (document, saved, &error));
  g_assert_false (trove_document_get_modified (document));
  set_x (document, root, 4);
  g_assert_true (trove_document_get_modified (document));
  set_x (document, root, 2);
  commit (document, NULL); /* nothing differs */
  g_assert_false (trove_document_get_modified (document));

  set_x (document, root, 5);
  assert_done (trove_document_commit_full (document, NULL, "id", &error)); /* go_to ended the run */
  undo (document);
  g_assert_false (trove_document_get_modified (document));
  redo (document);
  set_x (document, root, 6);
  assert_done (trove_document_commit_full (document, NULL, "id", &error));
  assert_done (trove_document_set_saved (document, NULL, &error));
  set_x (document, root, 7);
  assert_done (trove_document_commit_full (document, NULL, "id", &error)); /* replaces it */
  g_assert_true (trove_document_get_modified (document));
  none = trove_document_dup_saved (document);
  g_assert_null (none);
}

/* Limits never falsify it. */
static void
test_23_modified_with_limits (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document);
  g_autoptr (TroveVersion) saved = NULL, found = NULL;

  commit_x (document, 1);
  assert_done (trove_document_set_saved (document, NULL, &error));
  saved = trove_document_dup_saved (document);
  for (guint max = 1; max < 4; max++)
    {
      trove_document_set_max_versions (document, max);
      g_assert_false (trove_document_get_modified (document));
      for (guint i = 2; i < 10; i++)
        {
          commit_x (document, i);
          g_assert_true (trove_document_get_modified (document));
        }
      set_x (document, root, 1); /* the saved value in another version */
      commit (document, NULL);
      g_assert_true (trove_document_get_modified (document));
      assert_done (trove_document_go_to (document, saved, &error));
      g_assert_false (trove_document_get_modified (document));
    }
  found = trove_document_dup_saved (document);
  g_assert_true (found == saved);
}

/* A step after an undo keeps the old branch reachable; redo follows the last way taken. */
static void
test_24_branches (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document);
  g_autoptr (TroveVersion) one = NULL;

  commit_x (document, 1);
  one = trove_document_dup_current (document);
  undo (document);
  commit_x (document, 2);
  undo (document);
  redo (document);
  g_assert_cmpfloat (get_node (document, root).x, ==, 2);
  assert_done (trove_document_go_to (document, one, &error));
  g_assert_cmpfloat (get_node (document, root).x, ==, 1);
  undo (document);
  redo (document);
  g_assert_cmpfloat (get_node (document, root).x, ==, 1);
}

/* With a limit too, while the branch is not dropped. */
static void
test_24_branches_with_limits (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document);
  g_autoptr (TroveVersion) two = NULL, three = NULL;
  GError *refused = NULL;

  trove_document_set_max_versions (document, 4);
  commit_x (document, 1);
  commit_x (document, 2);
  two = trove_document_dup_current (document);
  undo (document);
  commit_x (document, 3);
  three = trove_document_dup_current (document);
  assert_done (trove_document_go_to (document, two, &error));
  undo (document);
  redo (document);
  g_assert_cmpfloat (get_node (document, root).x, ==, 2);
  undo (document);
  commit_x (document, 4);
  g_assert_cmpuint (n_versions (document), ==, 4);
  undo (document);
  redo (document);
  g_assert_cmpfloat (get_node (document, root).x, ==, 4);
  g_assert_false (trove_document_go_to (document, two, &refused)); /* the oldest of the other branches */
  assert_trove_error (refused, TROVE_ERROR_REMOVED, "not in the history");
  assert_done (trove_document_go_to (document, three, &error));
  undo (document);
  g_assert_cmpfloat (get_node (document, root).x, ==, 1);
}

/* After a merge, one's own last step is taken back by its inverse, which says what stays. */
static void
test_25_own_step_after_a_merge (void)
{
  g_autoptr (TroveDocument) document = node_document_new (), branch = NULL;
  TroveKey root = trove_document_get_root_key (document), a = add_node (document, root, 1);
  TroveKey b = add_node (document, root, 2), c;
  g_autoptr (TroveVersion) before = NULL, own = NULL;
  g_autoptr (TroveChanges) changes = NULL, inverse = NULL;
  g_autoptr (TroveMerge) merge = NULL, result = NULL;
  TroveConflict *conflict;

  branch = branch_of (document);
  before = trove_document_dup_current (document);
  set_x (document, a, 10);
  set_x (document, b, 20);
  commit (document, "Own");
  own = trove_document_dup_current (document);
  set_x (branch, b, 200);
  c = add_node (branch, root, 3);
  merge = merge_branch (document, branch);
  assert_n_conflicts (merge, 1);
  conflict = conflict_at (merge, 0, TROVE_CONFLICT_LATER_VALUE, b);
  assert_done (trove_conflict_set_choice (conflict, TROVE_CHOICE_THEIRS, &error));
  commit (document, "Merge");

  changes = trove_version_compare (before, own, NULL);
  inverse = trove_changes_inverse (changes);
  result = trove_document_apply (document, inverse, NULL);
  assert_n_conflicts (result, 1);
  conflict_at (result, 0, TROVE_CONFLICT_LATER_VALUE, b);
  g_assert_cmpfloat (get_node (document, a).x, ==, 1);
  g_assert_cmpfloat (get_node (document, b).x, ==, 200);
  assert_list (document, root, "children", keys (a, b, c));
}

/* Writing a value that is already there makes nothing uncommitted. */
static void
test_26_same_value (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document), leaf = add_leaf (document, root, 1);

  commit_x (document, 1);
  undo (document);
  set_x (document, root, 0);
  g_assert_true (trove_document_get_can_redo (document));
  redo (document);
  set_leaf (document, leaf, 1);
  set_target (document, leaf, 0);
  assert_done (trove_document_set_saved (document, NULL, &error));
  g_assert_false (trove_document_get_modified (document));
}

/* Limits can be changed at any time. A paste of many objects is one step, and dropping it from the history loses no content. */
static void
test_27_limits (void)
{
  const guint n = test_count (1000000, 2000);
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document), last = 0;
  g_autoptr (TroveVersion) pasted = NULL;

  trove_document_set_max_versions (document, 2);
  for (guint i = 0; i < n; i++)
    last = add_node (document, root, i);
  commit (document, "Paste");
  g_assert_cmpuint (n_versions (document), ==, 2);
  pasted = trove_document_dup_current (document);
  g_assert_cmpuint (trove_version_get_n_bytes (pasted), <, G_MAXINT64); /* it can be asked */
  assert_done (trove_document_set_saved (document, NULL, &error));
  trove_document_set_max_history_bytes (document, 1);
  commit_x (document, 1);
  assert_done (trove_document_set_saved (document, NULL, &error));
  trove_document_set_max_versions (document, 1);
  g_assert_cmpuint (n_versions (document), ==, 1);
  trove_document_set_max_versions (document, 0);
  commit_x (document, 2);
  g_assert_cmpuint (trove_document_get_n_children (document, root, "children"), ==, n);
  g_assert_cmpfloat (get_node (document, last).x, ==, n - 1);
  g_assert_cmpuint (trove_version_get_n_objects (pasted), ==, n + 1);
}

/* A thread reads a version while the owner edits, undoes and drops versions. */

typedef struct
{
  TroveVersion *version;
  char *expected;
  gint ends; /* atomic */
} Reading;

static gpointer
read_version (gpointer data)
{
  Reading *reading = data;

  do
    {
      g_autofree char *text = version_text (reading->version);

      g_assert_cmpstr (text, ==, reading->expected);
    }
  while (!g_atomic_int_get (&reading->ends));
  g_object_unref (reading->version);
  return NULL;
}

static void
test_28_readers (void)
{
  TroveDocument *document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document), leaves[20];
  Reading readings[2] = { { 0 } };
  g_autoptr (TroveVersion) held = NULL;
  GThread *threads[2];

  for (guint i = 0; i < G_N_ELEMENTS (leaves); i++)
    leaves[i] = add_leaf (document, root, i + 1);
  for (guint i = 0; i < 2; i++)
    {
      set_x (document, root, i + 1);
      assert_done (
          trove_document_commit_full (document, NULL, "id", &error)); /* the first one leaves the history */
      readings[i].version = trove_document_dup_current (document);
      readings[i].expected = version_text (readings[i].version);
      threads[i] = g_thread_new ("reads", read_version, &readings[i]);
    }
  held = trove_document_dup_current (document);
  for (guint i = 0; i < test_count (2000, 100); i++)
    {
      TroveKey leaf = leaves[i % G_N_ELEMENTS (leaves)];

      if (trove_document_peek (document, leaf, NULL) == NULL)
        assert_done (trove_document_go_to (document, held, &error));
      set_leaf (document, leaf, 100 + i);
      if (i % 3 == 0)
        commit (document, NULL);
      if (i % 5 == 0)
        undo (document);
      if (i % 7 == 0 && trove_document_peek (document, leaf, NULL) != NULL)
        assert_done (trove_document_remove (document, leaf, &error));
      if (i % 7 == 1)
        assert_done (trove_document_rollback (document, &error));
    }
  g_object_unref (document);
  for (guint i = 0; i < 2; i++)
    {
      g_atomic_int_set (&readings[i].ends, 1);
      g_thread_join (threads[i]);
      g_free (readings[i].expected);
    }
}

/* Two documents with objects of the same keys never mix. */
static void
test_32_foreign (void)
{
  g_autoptr (TroveDocument) a = node_document_new (), b = node_document_new ();
  g_autoptr (TroveVersion) version = trove_document_dup_current (a);
  GError *error = NULL;

  g_assert_cmpuint (add_node (a, 1, 1), ==, add_node (b, 1, 1));
  g_assert_false (trove_document_go_to (b, version, &error));
  assert_trove_error (error, TROVE_ERROR_FOREIGN, "another document");
  g_assert_false (trove_document_set_saved (b, version, &error));
  assert_trove_error (error, TROVE_ERROR_FOREIGN, "another document");
  g_assert_null (trove_document_branch (b, version, &error));
  assert_trove_error (error, TROVE_ERROR_FOREIGN, "another document");
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document-behaviours/3-keys", test_3_keys);
  g_test_add_func ("/document-behaviours/6-undo-of-a-removal", test_6_undo_of_a_removal);
  g_test_add_func ("/document-behaviours/7-no-dangling-references", test_7_no_dangling_references);
  g_test_add_func ("/document-behaviours/7-no-dangling-references/merged", test_7_merged);
  g_test_add_func ("/document-behaviours/10-cancel", test_10_cancel);
  g_test_add_func ("/document-behaviours/15-moves", test_15_moves);
  g_test_add_func ("/document-behaviours/15-moves/merged", test_15_moves_are_merged);
  g_test_add_func ("/document-behaviours/16-cycles", test_16_cycles);
  g_test_add_func ("/document-behaviours/16-cycles/two-sides", test_16_circles_of_two_sides);
  g_test_add_func ("/document-behaviours/19-typing", test_19_typing);
  g_test_add_func ("/document-behaviours/20-groups", test_20_groups);
  g_test_add_func ("/document-behaviours/21-drag", test_21_drag);
  g_test_add_func ("/document-behaviours/22-view-state", test_22_view_state);
  g_test_add_func ("/document-behaviours/23-modified", test_23_modified);
  g_test_add_func ("/document-behaviours/23-modified/limits", test_23_modified_with_limits);
  g_test_add_func ("/document-behaviours/24-branches", test_24_branches);
  g_test_add_func ("/document-behaviours/24-branches/limits", test_24_branches_with_limits);
  g_test_add_func ("/document-behaviours/25-own-step-after-a-merge", test_25_own_step_after_a_merge);
  g_test_add_func ("/document-behaviours/26-same-value", test_26_same_value);
  g_test_add_func ("/document-behaviours/27-limits", test_27_limits);
  g_test_add_func ("/document-behaviours/28-readers", test_28_readers);
  g_test_add_func ("/document-behaviours/32-foreign", test_32_foreign);
  status = g_test_run ();
  g_assert_cmpint (test_hooks.n_live, ==, 0);
  return status;
}

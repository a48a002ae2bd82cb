/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Documents that are branched, edited apart, and merged: bases, versions with two parents, and what is not merged.
 * tests/state/test-state-merge.c has the merging of states, tests/api/conflict-choice.c the conflicts that are decided. */

#include "drawing.h"
#include "test-util.h"

static TroveDocument *
branch (TroveDocument *drawing)
{
  g_autoptr (GError) error = NULL;
  TroveDocument *self = trove_document_branch (drawing, NULL, &error);

  g_assert_no_error (error);
  return self;
}

/* Merges, and returns the number of conflicts. */
static guint
merge (TroveDocument *self, TroveVersion *version)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveMerge) merge = trove_document_merge (self, version, &error);

  g_assert_no_error (error);
  return g_list_model_get_n_items (G_LIST_MODEL (merge));
}

static TroveVersion *
current (TroveDocument *self)
{
  return trove_document_dup_current (self);
}

static guint
merge_current (TroveDocument *self, TroveDocument *other)
{
  g_autoptr (TroveVersion) version = current (other);

  return merge (self, version);
}

static gboolean
is_modified (TroveDocument *self)
{
  return trove_document_get_modified (self);
}

static void
assert_parents (TroveVersion *version, TroveVersion *a, TroveVersion *b)
{
  g_autoptr (GPtrArray) parents = trove_version_dup_parents (version);

  g_assert_cmpuint (parents->len, ==, (a != NULL) + (b != NULL));
  g_assert_true (a == NULL || parents->pdata[0] == a);
  g_assert_true (b == NULL || parents->pdata[parents->len - 1] == b);
}

/* A document of two shapes, 2 and 3, and a branch of it. */
typedef struct
{
  TroveDocument *a, *b;
} Pair;

static Pair
make_pair (void)
{
  Pair self = { drawing_new (), NULL };

  add_shape (self.a, DRAWING_ROOT, "children", G_MAXUINT);
  add_shape (self.a, DRAWING_ROOT, "children", G_MAXUINT);
  g_object_unref (commit (self.a));
  self.b = branch (self.a);
  return self;
}

static void
clear_pair (Pair *self)
{
  g_object_unref (self->a);
  g_object_unref (self->b);
}

static void
assert_same (TroveVersion *a, TroveVersion *b)
{
  assert_changes (a, b, "");
}

static void
test_merge (void)
{
  Pair pair = make_pair ();
  g_autoptr (TroveVersion) base = current (pair.a), ours = NULL, theirs = NULL, merged = NULL, back = NULL;

  set_x (pair.a, 2, 1);
  ours = commit (pair.a);
  set_label (pair.b, 2, "theirs");
  theirs = commit (pair.b);

  g_assert_cmpuint (merge (pair.a, theirs), ==, 0);
  g_assert_true (is_modified (pair.a));
  g_assert_cmpint (get_data (pair.a, 2).x, ==, 1);
  g_assert_cmpstr (get_data (pair.a, 2).label, ==, "theirs");
  merged = commit (pair.a);
  assert_parents (merged, ours, theirs);
  assert_changes (base, merged, "2 Shape x: 0 to 1", "2 Shape label: NULL to \"theirs\"");

  undo (pair.a); /* gives back ours; theirs is as it was */
  back = current (pair.a);
  g_assert_true (back == ours);
  g_assert_cmpstr (get_data (pair.a, 2).label, ==, NULL);
  g_assert_true (trove_document_redo (pair.a, NULL));
  assert_changes (base, theirs, "2 Shape label: NULL to \"theirs\"");
  clear_pair (&pair);
  assert_parents (merged, NULL, NULL); /* the histories are gone */
}

/* Edits are committed before; a rollback takes back the merge alone. */
static void
test_uncommitted (void)
{
  Pair pair = make_pair ();
  g_autoptr (TroveVersion) ours = NULL, after = NULL, next = NULL;

  set_label (pair.b, 2, "theirs");
  g_object_unref (commit (pair.b));
  set_x (pair.a, 2, 1);
  g_assert_cmpuint (merge_current (pair.a, pair.b), ==, 0);
  ours = current (pair.a);
  g_assert_true (trove_document_rollback (pair.a, NULL));
  g_assert_cmpint (get_data (pair.a, 2).x, ==, 1);
  g_assert_cmpstr (get_data (pair.a, 2).label, ==, NULL);
  after = current (pair.a);
  g_assert_true (after == ours);

  set_x (pair.a, 2, 2); /* the next step is no merge */
  next = commit (pair.a);
  assert_parents (next, ours, NULL);
  clear_pair (&pair);
}

static void
test_same (void)
{
  Pair pair = make_pair ();
  g_autoptr (TroveVersion) base = current (pair.a), theirs = NULL, first = NULL, again = NULL, frozen = NULL;

  g_assert_cmpuint (merge (pair.a, base), ==, 0); /* merge (a, a) = a */
  g_assert_cmpuint (merge_current (pair.a, pair.b), ==, 0);
  first = current (pair.a);
  g_assert_true (first == base && !trove_document_get_can_redo (pair.a));

  set_x (pair.b, 2, 1);
  theirs = commit (pair.b);
  merge (pair.a, theirs); /* nothing of ours: theirs is taken */
  g_clear_object (&first);
  first = commit (pair.a);
  assert_same (first, theirs);
  assert_parents (first, base, theirs);

  g_assert_cmpuint (merge (pair.a, theirs), ==, 0); /* a second time */
  again = commit (pair.a);
  g_assert_true (again == first);

  set_x (pair.b, 3, 1); /* edits that are not committed, as a version that is no step */
  frozen = freeze_drawing (pair.b);
  merge (pair.a, frozen);
  g_assert_cmpint (get_data (pair.a, 3).x, ==, 1);
  g_clear_object (&again);
  again = commit (pair.a);
  assert_parents (again, first, frozen);
  clear_pair (&pair);
}

/* Merging forth and back: each merge has the last one as its base, so a conflict comes once. */
static void
test_forth_and_back (void)
{
  Pair pair = make_pair ();
  g_autoptr (TroveVersion) a = NULL, b = NULL;

  set_x (pair.a, 2, 1);
  set_x (pair.b, 2, 2);
  set_x (pair.b, 3, 3);
  g_object_unref (commit (pair.b));
  g_assert_cmpuint (merge_current (pair.a, pair.b), ==, 1);
  g_object_unref (commit (pair.a));
  g_assert_cmpint (get_data (pair.a, 2).x, ==, 1);
  g_assert_cmpint (get_data (pair.a, 3).x, ==, 3);

  g_assert_cmpuint (merge_current (pair.b, pair.a), ==, 0); /* the conflict was decided */
  b = commit (pair.b);
  g_assert_cmpint (get_data (pair.b, 2).x, ==, 1);
  a = current (pair.a);
  assert_same (a, b);

  for (guint i = 0; i < 20; i++)
    {
      TroveDocument *from = i % 2 == 0 ? pair.a : pair.b, *to = i % 2 == 0 ? pair.b : pair.a;

      set_x (from, 2, 10 + i);
      g_object_unref (commit (from));
      add_shape (to, DRAWING_ROOT, "children", 0);
      g_assert_cmpuint (merge_current (to, from), ==, 0);
      g_object_unref (commit (to));
      g_assert_cmpint (get_data (to, 2).x, ==, 10 + i);
    }
  clear_pair (&pair);
}

/* A merge whose conflicts all stay with ours changes nothing, and is a step. */
static void
test_ours_alone (void)
{
  Pair pair = make_pair ();
  g_autoptr (TroveVersion) ours = NULL, theirs = NULL, merged = NULL;

  set_x (pair.a, 2, 1);
  ours = commit (pair.a);
  set_x (pair.b, 2, 2);
  theirs = commit (pair.b);
  g_assert_cmpuint (merge (pair.a, theirs), ==, 1);
  g_assert_true (is_modified (pair.a));
  merged = commit (pair.a);
  assert_same (ours, merged);
  assert_parents (merged, ours, theirs);
  g_assert_cmpuint (merge (pair.a, theirs), ==, 0);
  clear_pair (&pair);
}

/* Another branch of the same history. */
static void
test_one_document (void)
{
  g_autoptr (TroveDocument) drawing = drawing_new ();
  TroveKey shape = add_shape (drawing, DRAWING_ROOT, "children", 0);
  g_autoptr (TroveVersion) base = commit (drawing), left = NULL, right = NULL, merged = NULL;
  g_autoptr (GError) error = NULL;

  set_x (drawing, shape, 1);
  left = commit (drawing);
  undo (drawing);
  set_label (drawing, shape, "right");
  right = commit (drawing);
  g_assert_cmpuint (merge (drawing, left), ==, 0);
  merged = commit (drawing);
  assert_parents (merged, right, left);
  assert_changes (base, merged, "2 Shape x: 0 to 1", "2 Shape label: NULL to \"right\"");

  g_assert_true (trove_document_go_to (drawing, base, &error));
  g_assert_cmpuint (merge (drawing, merged), ==, 0); /* forwards */
  g_assert_cmpint (get_data (drawing, shape).x, ==, 1);
}

/* A merge id does not put a merge into the step before, nor a later step into the merge. */
static void
test_merge_id (void)
{
  Pair pair = make_pair ();
  g_autoptr (TroveVersion) typed = NULL, merged = NULL, last = NULL;

  set_x (pair.b, 3, 1);
  g_object_unref (commit (pair.b));
  set_x (pair.a, 2, 1);
  g_assert_true (trove_document_commit_full (pair.a, NULL, "typing", NULL));
  typed = current (pair.a);
  merge_current (pair.a, pair.b);
  g_assert_true (trove_document_commit_full (pair.a, NULL, "typing", NULL));
  merged = current (pair.a);
  g_assert_true (merged != typed);
  set_x (pair.a, 2, 2);
  g_assert_true (trove_document_commit_full (pair.a, NULL, "typing", NULL));
  last = current (pair.a);
  assert_parents (last, merged, NULL);
  clear_pair (&pair);
}

/* Both documents drop all versions but the last, again and again: what both come from is held. */
static void
test_limits (void)
{
  Pair pair = make_pair ();

  trove_document_set_max_versions (pair.a, 1);
  trove_document_set_max_versions (pair.b, 1);
  for (guint i = 0; i < 50; i++)
    {
      TroveDocument *from = i % 3 == 0 ? pair.a : pair.b, *to = i % 3 == 0 ? pair.b : pair.a;

      for (guint j = 0; j < 5; j++)
        {
          set_x (from, 2, 10 * i + j + 1);
          g_object_unref (commit (from));
          set_x (to, 3, 10 * i + j + 1);
          g_object_unref (commit (to));
          g_assert_true (trove_document_set_saved (from, NULL, NULL));
          g_assert_true (trove_document_set_saved (to, NULL, NULL));
        }
      g_assert_cmpuint (merge_current (to, from), ==, 0);
      g_object_unref (commit (to));
      g_assert_cmpint (get_data (to, 2).x, ==, 10 * i + 5);
      g_assert_cmpint (get_data (to, 3).x, ==, 10 * i + 5);
      g_assert_cmpuint (merge_current (from, to), ==, 0);
      g_object_unref (commit (from));
    }
  clear_pair (&pair);
}

/* The version that both come from is gone with the document that held it. */
static void
test_no_base (void)
{
  Pair pair = make_pair ();
  g_autoptr (TroveDocument) second = branch (pair.b);
  g_autoptr (TroveVersion) theirs = NULL;
  g_autoptr (TroveDocument) other = drawing_new ();
  g_autoptr (TroveVersion) foreign = current (other);
  g_autoptr (GError) error = NULL;

  g_assert_null (trove_document_merge (pair.a, foreign, &error));
  assert_trove_error (error, TROVE_ERROR_FOREIGN, "was not branched");

  trove_document_set_max_versions (pair.a, 1);
  set_x (pair.a, 2, 1);
  g_object_unref (commit (pair.a));
  g_assert_true (trove_document_set_saved (pair.a, NULL, NULL));
  set_x (pair.a, 2, 2);
  g_object_unref (commit (pair.a));
  g_assert_true (trove_document_set_saved (pair.a, NULL, NULL));
  set_x (pair.a, 2, 3);
  g_object_unref (commit (pair.a));
  set_x (second, 3, 1);
  theirs = commit (second);
  g_clear_object (&pair.b);
  g_assert_cmpuint (merge (pair.a, theirs), ==, 0); /* the second branch holds its base */
  g_assert_true (trove_document_rollback (pair.a, NULL));
  g_clear_object (&second);
  g_assert_null (trove_document_merge (pair.a, theirs, &error));
  assert_trove_error (error, TROVE_ERROR_FOREIGN, "in memory");
  g_object_unref (pair.a);
}

/* A branch of a branch comes from the first document's version, although that and the first branch are gone. */
static void
test_branch_of_branch (void)
{
  Pair pair = make_pair ();
  g_autoptr (TroveDocument) second = branch (pair.b);

  g_clear_object (&pair.b);
  trove_document_set_max_versions (pair.a, 1);
  for (guint i = 0; i < 4; i++)
    {
      set_x (pair.a, 2, i + 1);
      g_object_unref (commit (pair.a));
      g_assert_true (trove_document_set_saved (pair.a, NULL, NULL));
    }
  set_x (second, 3, 1);
  g_assert_cmpuint (merge_current (second, pair.a), ==, 0);
  g_assert_cmpint (get_data (second, 2).x, ==, 4);
  g_assert_cmpint (get_data (second, 3).x, ==, 1);
  g_object_unref (pair.a);
}

static void
test_busy (void)
{
  Pair pair = make_pair ();
  g_autoptr (TroveVersion) theirs = current (pair.b);
  g_autoptr (GError) error = NULL;

  g_assert_true (trove_document_begin (pair.a, NULL, NULL));
  g_assert_null (trove_document_merge (pair.a, theirs, &error));
  assert_trove_error (error, TROVE_ERROR_BUSY, "group");
  g_assert_true (trove_document_cancel (pair.a, NULL));
  clear_pair (&pair);
}

/* Signals: one turn for the commit and the merge. */

static void
count_changed (TroveDocument *document, TroveChanges *changes, guint *n)
{
  g_assert_true (trove_document_get_restoring (document));
  (*n)++;
}

static void
test_changed (void)
{
  Pair pair = make_pair ();
  guint n = 0;

  g_signal_connect (pair.a, "changed", G_CALLBACK (count_changed), &n);
  set_x (pair.b, 2, 1);
  g_object_unref (commit (pair.b));
  set_x (pair.a, 3, 1);
  merge_current (pair.a, pair.b);
  g_assert_cmpuint (n, ==, 1);
  g_object_unref (commit (pair.a));
  g_assert_cmpuint (n, ==, 1);
  merge_current (pair.a, pair.b);
  g_assert_cmpuint (n, ==, 1);
  clear_pair (&pair);
}

/* A branch that another thread edits. */

static gpointer
edit_branch (gpointer data)
{
  TroveDocument *drawing = data;
  TroveVersion *version = NULL;

  for (guint i = 0; i < 200; i++)
    {
      set_x (drawing, 2, i + 1);
      g_clear_object (&version);
      version = commit (drawing);
    }
  g_assert_true (trove_document_transfer (drawing, NULL));
  return version;
}

static void
test_thread (void)
{
  Pair pair = make_pair ();
  g_autoptr (TroveVersion) first = NULL, last = NULL;
  GThread *thread;

  set_x (pair.b, 2, 1);
  first = commit (pair.b);
  trove_document_set_max_versions (pair.b, 2);
  g_assert_true (trove_document_transfer (pair.b, NULL));
  thread = g_thread_new ("edit", edit_branch, pair.b);
  for (guint i = 0; i < 100; i++)
    {
      set_x (pair.a, 3, i + 1);
      g_assert_cmpuint (merge (pair.a, first), ==, 0);
      g_object_unref (commit (pair.a));
      undo (pair.a);
    }
  last = g_thread_join (thread);
  g_assert_cmpuint (merge (pair.a, last), ==, 0);
  g_assert_cmpint (get_data (pair.a, 2).x, ==, 200);
  clear_pair (&pair);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/document-merge/merge", test_merge);
  g_test_add_func ("/document-merge/uncommitted", test_uncommitted);
  g_test_add_func ("/document-merge/same", test_same);
  g_test_add_func ("/document-merge/forth-and-back", test_forth_and_back);
  g_test_add_func ("/document-merge/ours-alone", test_ours_alone);
  g_test_add_func ("/document-merge/one-document", test_one_document);
  g_test_add_func ("/document-merge/merge-id", test_merge_id);
  g_test_add_func ("/document-merge/limits", test_limits);
  g_test_add_func ("/document-merge/no-base", test_no_base);
  g_test_add_func ("/document-merge/branch-of-branch", test_branch_of_branch);
  g_test_add_func ("/document-merge/busy", test_busy);
  g_test_add_func ("/document-merge/changed", test_changed);
  g_test_add_func ("/document-merge/thread", test_thread);

  return g_test_run ();
}

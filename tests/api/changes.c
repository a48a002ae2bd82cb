/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The list of changes: the two functions that make it, its versions, its items, and other threads. */

#include "drawing.h"
#include "test-util.h"

static guint
count (TroveChanges *changes)
{
  return g_list_model_get_n_items (G_LIST_MODEL (changes));
}

/* A drawing with n shapes, and versions before and after all of them were changed. */
static TroveDocument *
change_all (guint n, TroveVersion **before, TroveVersion **after)
{
  TroveDocument *self = drawing_new ();

  for (guint i = 0; i < n; i++)
    add_shape (self, DRAWING_ROOT, "children", G_MAXUINT);
  *before = commit (self);
  for (guint i = 0; i < n; i++)
    set_x (self, i + 2, i + 1);
  *after = commit (self);
  return self;
}

static void
test_nothing_differs (void)
{
  g_autoptr (TroveVersion) before = NULL, after = NULL;
  g_autoptr (TroveDocument) drawing = change_all (3, &before, &after), branch = NULL;
  g_autoptr (TroveVersion) current = NULL;
  g_autoptr (TroveChanges) same = compare (after, after), branched = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (count (same), ==, 0);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (same), 0));

  branch = trove_document_branch (drawing, after, &error);
  g_assert_no_error (error);
  current = trove_document_dup_current (branch);
  g_assert_true (current != after);
  branched = compare (after, current);
  g_assert_cmpuint (count (branched), ==, 0);
}

static void
test_versions (void)
{
  g_autoptr (TroveVersion) before = NULL, after = NULL;
  g_autoptr (TroveDocument) drawing = change_all (1, &before, &after);

  g_assert_nonnull (drawing);
  for (guint backwards = 0; backwards < 2; backwards++)
    {
      g_autoptr (TroveChanges) changes = backwards ? compare (after, before) : compare (before, after);
      g_autoptr (TroveChanges) inverse = trove_changes_inverse (changes);
      g_autoptr (TroveVersion) from = trove_changes_dup_from (changes), to = trove_changes_dup_to (changes);
      g_autoptr (TroveVersion) inverse_from = trove_changes_dup_from (inverse);
      g_autoptr (TroveVersion) inverse_to = trove_changes_dup_to (inverse);

      g_assert_true (from == (backwards ? after : before));
      g_assert_true (to == (backwards ? before : after));
      g_assert_true (inverse_from == to);
      g_assert_true (inverse_to == from);
    }
}

/* The current state, with edits that are not committed, also in a group. */
static void
test_document (void)
{
  g_autoptr (TroveVersion) before = NULL, after = NULL;
  g_autoptr (TroveDocument) drawing = change_all (1, &before, &after);
  g_autoptr (TroveChanges) none = NULL, uncommitted = NULL, all = NULL;
  g_autofree char *uncommitted_text = NULL, *all_text = NULL;
  g_autoptr (GError) error = NULL;

  none = trove_document_compare (drawing, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count (none), ==, 0);

  trove_document_begin (drawing, NULL, &error);
  g_assert_no_error (error);
  set_label (drawing, 2, "two");
  uncommitted = trove_document_compare (drawing, NULL, &error);
  g_assert_no_error (error);
  all = trove_document_compare (drawing, before, &error);
  g_assert_no_error (error);
  set_label (drawing, 2, "more");

  uncommitted_text = describe_changes (uncommitted);
  g_assert_cmpstr (uncommitted_text, ==, "2 Shape label: NULL to \"two\"\n");
  all_text = describe_changes (all);
  g_assert_cmpstr (all_text, ==, "2 Shape x: 0 to 1\n2 Shape label: NULL to \"two\"\n");
}

/* Branches of one document can be compared, and no other documents. */
static void
test_branches (void)
{
  g_autoptr (TroveVersion) before = NULL, after = NULL, of_branch = NULL, of_other = NULL;
  g_autoptr (TroveDocument) drawing = change_all (2, &before, &after), branch = NULL, other = NULL;
  g_autoptr (GError) error = NULL;

  branch = trove_document_branch (drawing, before, &error);
  g_assert_no_error (error);
  set_x (branch, 3, 9);
  of_branch = commit (branch);
  assert_changes (of_branch, after, "2 Shape x: 0 to 1", "3 Shape x: 9 to 2");

  other = drawing_new ();
  of_other = trove_document_dup_current (other);
  g_assert_null (trove_version_compare (after, of_other, &error));
  assert_trove_error (error, TROVE_ERROR_FOREIGN, "branched");
  g_assert_null (trove_version_compare (of_other, after, NULL));
  g_assert_null (trove_document_compare (drawing, of_other, &error));
  assert_trove_error (error, TROVE_ERROR_FOREIGN, "branched");
}

/* There is one object for each position while somebody holds it. */
static void
test_items (void)
{
  enum
  {
    N = 200
  };
  g_autoptr (TroveVersion) before = NULL, after = NULL;
  g_autoptr (TroveDocument) drawing = change_all (N, &before, &after);
  g_autoptr (TroveChanges) changes = compare (before, after), inverse = trove_changes_inverse (changes);
  g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (TroveChange) inverted = NULL;
  GType type;
  guint n;

  g_assert_nonnull (drawing);
  g_object_get (changes, "item-type", &type, "n-items", &n, NULL);
  g_assert_true (type == TROVE_TYPE_CHANGE);
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (changes)) == TROVE_TYPE_CHANGE);
  g_assert_cmpuint (n, ==, N);
  g_assert_cmpuint (count (changes), ==, N);

  for (guint i = 0; i < N; i += 2)
    g_ptr_array_add (held, g_list_model_get_item (G_LIST_MODEL (changes), i));
  for (guint round = 0; round < 3; round++)
    for (guint i = 0; i < N; i++)
      {
        g_autoptr (TroveChange) change = g_list_model_get_item (G_LIST_MODEL (changes), i);
        g_autoptr (TroveChange) again = g_list_model_get_item (G_LIST_MODEL (changes), i);

        g_assert_cmpuint (trove_change_get_key (change), ==, i + 2);
        g_assert_true (again == change);
        if (i % 2 == 0)
          g_assert_true (change == g_ptr_array_index (held, i / 2));
      }
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (changes), N));
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (changes), G_MAXUINT));

  inverted = g_list_model_get_item (G_LIST_MODEL (inverse), 0);
  g_assert_true (inverted != g_ptr_array_index (held, 0));
}

/* A change outlives its list, its versions and its document. */
static void
test_outlive (void)
{
  TroveVersion *before, *after;
  TroveDocument *drawing = change_all (1, &before, &after);
  TroveChanges *changes = compare (after, before);
  TroveChange *change = g_list_model_get_item (G_LIST_MODEL (changes), 0);
  GValue *value;

  g_object_unref (changes);
  g_object_unref (before);
  g_object_unref (after);
  g_object_unref (drawing);

  value = trove_change_dup_old_value (change);
  g_assert_cmpint (g_value_get_int64 (value), ==, 1);
  g_value_unset (value);
  g_free (value);
  g_object_unref (change);
}

/* Objects that were made by g_object_new (): a list without changes. */
static void
test_bare (void)
{
  g_autoptr (TroveChanges) changes = g_object_new (TROVE_TYPE_CHANGES, NULL);
  g_autoptr (TroveChange) change = g_object_new (TROVE_TYPE_CHANGE, NULL);

  g_assert_cmpuint (count (changes), ==, 0);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (changes), 0));

  expect_critical ("trove_changes_inverse: assertion*failed");
  g_assert_null (trove_changes_inverse (changes));
  expect_critical ("trove_change_get_key: assertion*failed");
  g_assert_cmpuint (trove_change_get_key (change), ==, 0);
  g_test_assert_expected_messages ();
}

/* Threads */

typedef struct
{
  TroveChanges *changes;
  char *text; /* of the changes */
  TroveVersion *before, *after;
} Shared;

static gpointer
read_changes (gpointer data)
{
  const Shared *shared = data;

  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *text = describe_changes (shared->changes);
      g_autoptr (TroveChanges) compared = compare (shared->before, shared->after);
      g_autofree char *compared_text = describe_changes (compared);

      g_assert_cmpstr (text, ==, shared->text);
      g_assert_cmpstr (compared_text, ==, shared->text);
    }
  return NULL;
}

/* Four threads read, while the document is edited and dropped. */
static void
test_threads (void)
{
  Shared shared = { NULL };
  TroveDocument *drawing = change_all (100, &shared.before, &shared.after);
  GThread *threads[4];

  shared.changes = compare (shared.before, shared.after);
  shared.text = describe_changes (shared.changes);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("reader", read_changes, &shared);
  for (guint i = 0; i < 100; i++)
    {
      set_x (drawing, i + 2, -1);
      g_object_unref (commit (drawing));
    }
  g_object_unref (drawing);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);

  g_object_unref (shared.changes);
  g_object_unref (shared.before);
  g_object_unref (shared.after);
  g_free (shared.text);
}

static gpointer
compare_on_thread (gpointer document)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (trove_document_compare (document, NULL, &error));
  assert_trove_error (error, TROVE_ERROR_WRONG_THREAD, "trove_document_transfer");
  return NULL;
}

static void
test_wrong_thread (void)
{
  g_autoptr (TroveDocument) drawing = drawing_new ();

  g_thread_join (g_thread_new ("other", compare_on_thread, drawing));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/changes/nothing-differs", test_nothing_differs);
  g_test_add_func ("/changes/versions", test_versions);
  g_test_add_func ("/changes/document", test_document);
  g_test_add_func ("/changes/branches", test_branches);
  g_test_add_func ("/changes/items", test_items);
  g_test_add_func ("/changes/outlive", test_outlive);
  g_test_add_func ("/changes/bare", test_bare);
  g_test_add_func ("/changes/threads", test_threads);
  g_test_add_func ("/changes/wrong-thread", test_wrong_thread);

  return g_test_run ();
}

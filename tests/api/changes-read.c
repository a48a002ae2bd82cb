/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reading changes by their positions, and those that are compared when they are first read. */

#include "drawing.h"
#include "failing-memory.h"
#include "test-util.h"

static guint
count (TroveChanges *changes)
{
  return g_list_model_get_n_items (G_LIST_MODEL (changes));
}

/* Positions */

/* A drawing in which one shape was added, one removed, one moved, and one has two other values and another link. Keys are in
 * increasing order. */
static TroveDocument *
change_in_all_ways (TroveVersion **before, TroveVersion **after)
{
  TroveDocument *self = drawing_new ();

  for (guint i = 0; i < 3; i++)
    add_shape (self, DRAWING_ROOT, "children", G_MAXUINT);
  *before = commit (self);
  remove_shape (self, 2);
  move_shape (self, 3, 4, "extras", 0);
  set_x (self, 4, 7);
  set_label (self, 4, "four");
  insert_link (self, 4, 0, 3);
  add_circle (self, 4, "children", 0);
  *after = commit (self);
  return self;
}

/* Reading by position says the same as the object at the position. */
static void
check_positions (TroveChanges *changes)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (TroveKey));
  guint counts[TROVE_CHANGE_LIST + 1] = { 0 };
  g_autofree TroveKey *found = NULL;
  gsize n;

  for (guint i = 0; i < count (changes); i++)
    {
      g_autoptr (TroveChange) change = g_list_model_get_item (G_LIST_MODEL (changes), i);
      const char *property = trove_changes_get_property_name (changes, i);
      TroveKey key = trove_change_get_key (change);

      g_assert_cmpint (trove_changes_get_kind (changes, i), ==, trove_change_get_kind (change));
      g_assert_cmpuint (trove_changes_get_key (changes, i), ==, key);
      g_assert_true (trove_changes_get_object_type (changes, i) == trove_change_get_object_type (change));
      g_assert_true (property == trove_change_get_property_name (change));
      g_assert_true (property == g_intern_string (property));
      counts[trove_change_get_kind (change)]++;
      if (keys->len == 0 || g_array_index (keys, TroveKey, keys->len - 1) != key)
        g_array_append_val (keys, key);
    }
  for (guint kind = 0; kind < G_N_ELEMENTS (counts); kind++)
    g_assert_cmpuint (trove_changes_count_kind (changes, (TroveChangeKind) kind), ==, counts[kind]);
  found = trove_changes_dup_keys (changes, &n);
  g_assert_cmpmem (found, n * sizeof (TroveKey), keys->data, keys->len * sizeof (TroveKey));
}

static void
test_positions (void)
{
  g_autoptr (TroveVersion) before = NULL, after = NULL;
  g_autoptr (TroveDocument) drawing = change_in_all_ways (&before, &after);
  g_autoptr (TroveChanges) changes = compare (before, after), inverse = trove_changes_inverse (changes);
  g_autoptr (TroveChanges) picked = NULL, picked_inverse = NULL;
  const guint positions[] = { 7, 1, 2 };

  g_assert_nonnull (drawing);
  g_assert_cmpuint (count (changes), ==, 9);
  check_positions (changes);
  check_positions (inverse);
  g_assert_cmpuint (trove_changes_count_kind (changes, TROVE_CHANGE_SET), ==, 2);
  g_assert_cmpint (trove_changes_get_kind (changes, 1), ==, TROVE_CHANGE_REMOVED);
  g_assert_cmpint (trove_changes_get_kind (inverse, 1), ==, TROVE_CHANGE_ADDED);
  g_assert_cmpint (trove_changes_get_kind (changes, 2), ==, TROVE_CHANGE_MOVED);
  g_assert_cmpstr (trove_changes_get_property_name (changes, 3), ==, "x");
  g_assert_true (trove_changes_get_object_type (changes, 8) == circle_get_type ());

  picked = trove_changes_pick (changes, positions, G_N_ELEMENTS (positions));
  picked_inverse = trove_changes_inverse (picked);
  check_positions (picked);
  check_positions (picked_inverse);
  g_assert_cmpuint (trove_changes_get_key (picked, 0), ==, 2);
  g_assert_cmpuint (trove_changes_get_key (picked, 2), ==, 4);
}

static void
test_none (void)
{
  g_autoptr (TroveDocument) drawing = drawing_new ();
  g_autoptr (TroveVersion) version = trove_document_dup_current (drawing);
  g_autoptr (TroveChanges) changes = compare (version, version);
  g_autofree TroveKey *keys = NULL;
  gsize n = 1;

  keys = trove_changes_dup_keys (changes, &n);
  g_assert_nonnull (keys);
  g_assert_cmpuint (n, ==, 0);
  g_assert_cmpuint (trove_changes_count_kind (changes, TROVE_CHANGE_ADDED), ==, 0);
}

/* Changes of the signal */

#define N_SHAPES 300

static void
keep_changes (TroveDocument *document, TroveChanges *changes, TroveChanges **kept)
{
  g_assert_null (*kept);
  *kept = g_object_ref (changes);
}

/* Goes back one step, and returns the changes of the signal, which nobody has read. */
static TroveChanges *
undo_and_keep (TroveDocument *document)
{
  TroveChanges *changes = NULL;
  gulong id = g_signal_connect (document, "changed", G_CALLBACK (keep_changes), &changes);

  undo (document);
  g_signal_handler_disconnect (document, id);
  g_assert_nonnull (changes);
  return changes;
}

/* A drawing in which all shapes were changed. */
static TroveDocument *
change_all (TroveVersion **before, TroveVersion **after)
{
  TroveDocument *self = drawing_new ();

  for (guint i = 0; i < N_SHAPES; i++)
    add_shape (self, DRAWING_ROOT, "children", G_MAXUINT);
  *before = commit (self);
  for (guint i = 0; i < N_SHAPES; i++)
    set_x (self, i + 2, i + 1);
  *after = commit (self);
  return self;
}

static char *
describe_comparison (TroveVersion *from, TroveVersion *to)
{
  g_autoptr (TroveChanges) changes = compare (from, to);

  return describe_changes (changes);
}

/* They are those of a comparison, also when the document has gone on, or is gone. */
static void
test_signal (void)
{
  g_autoptr (TroveVersion) before = NULL, after = NULL;
  TroveDocument *drawing = change_all (&before, &after);
  g_autoptr (TroveChanges) changes = undo_and_keep (drawing), inverse = trove_changes_inverse (changes);
  g_autofree char *expected = describe_comparison (after, before), *text = NULL, *inverse_text = NULL;
  g_autofree char *expected_inverse = describe_comparison (before, after);
  g_autoptr (TroveVersion) from = trove_changes_dup_from (changes), to = trove_changes_dup_to (changes);

  g_assert_true (from == after);
  g_assert_true (to == before);
  for (guint i = 0; i < N_SHAPES; i++)
    set_x (drawing, i + 2, -1);
  g_object_unref (commit (drawing));
  g_object_unref (drawing);

  inverse_text = describe_changes (inverse);
  g_assert_cmpstr (inverse_text, ==, expected_inverse);
  text = describe_changes (changes);
  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpuint (count (changes), ==, N_SHAPES);
  check_positions (changes);
}

static gpointer
read_on_thread (gpointer changes)
{
  return describe_changes (changes);
}

/* Four threads are the first to read. */
static void
test_threads (void)
{
  g_autoptr (TroveVersion) before = NULL, after = NULL;
  g_autoptr (TroveDocument) drawing = change_all (&before, &after);
  g_autofree char *expected = describe_comparison (after, before);
  GThread *threads[4];

  for (guint round = 0; round < 20; round++)
    {
      g_autoptr (TroveChanges) changes = undo_and_keep (drawing);
      GError *error = NULL;

      for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        threads[i] = g_thread_new ("reader", read_on_thread, changes);
      trove_document_redo (drawing, &error);
      g_assert_no_error (error);
      for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        {
          g_autofree char *text = g_thread_join (threads[i]);

          g_assert_cmpstr (text, ==, expected);
        }
    }
}

/* Without memory reading fails, and may be tried again. */
static void
test_read_again (void)
{
  g_autoptr (TroveVersion) before = NULL, after = NULL;
  g_autoptr (TroveDocument) drawing = change_all (&before, &after);
  g_autoptr (TroveChanges) changes = undo_and_keep (drawing);
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;
  guint n_failed = 0;

  while (!done)
    {
      g_clear_error (&error);
      failing_memory_start (FAILING_ONE, n_failed);
      done = trove_changes_read (changes, &error);
      failing_memory_stop ();
      if (!done)
        {
          g_assert_error (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY);
          n_failed++;
        }
    }
  g_assert_no_error (error);
  g_assert_cmpuint (n_failed, >, 3);
  g_assert_cmpuint (count (changes), ==, N_SHAPES);
  failing_memory_start (FAILING_REST, 0);
  g_assert_true (trove_changes_read (changes, NULL)); /* was done */
  failing_memory_stop ();
}

/* Without memory for a function that has no error, the list is empty, and stays so. */
static void
test_lost (void)
{
  g_autoptr (TroveVersion) before = NULL, after = NULL;
  g_autoptr (TroveDocument) drawing = change_all (&before, &after);
  g_autoptr (TroveChanges) changes = undo_and_keep (drawing), inverse = trove_changes_inverse (changes);
  g_autoptr (TroveMerge) merge = NULL;
  g_autoptr (GError) error = NULL;

  g_test_expect_message ("Trove", G_LOG_LEVEL_WARNING, "No memory for the changes*: they are shown as none");
  failing_memory_start (FAILING_ONE, 0);
  g_assert_cmpuint (count (changes), ==, 0);
  failing_memory_stop ();
  g_test_assert_expected_messages ();
  g_assert_cmpuint (count (changes), ==, 0);
  g_assert_cmpuint (count (inverse), ==, 0);
  g_assert_false (trove_changes_read (inverse, &error));
  assert_trove_error (error, TROVE_ERROR_NO_MEMORY, "changes");
  merge = trove_document_apply (drawing, inverse, &error);
  g_assert_null (merge);
  assert_trove_error (error, TROVE_ERROR_NO_MEMORY, "changes");
}

/* They are applied before anybody has read them. */
static void
test_apply (void)
{
  g_autoptr (TroveVersion) before = NULL, after = NULL;
  g_autoptr (TroveDocument) drawing = change_all (&before, &after);
  g_autoptr (TroveChanges) changes = undo_and_keep (drawing), inverse = trove_changes_inverse (changes);
  g_autoptr (TroveMerge) merge = NULL;
  g_autoptr (GError) error = NULL;

  merge = trove_document_apply (drawing, inverse, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (merge)), ==, 0);
  g_assert_cmpint (get_data (drawing, N_SHAPES).x, ==, N_SHAPES - 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/changes-read/positions", test_positions);
  g_test_add_func ("/changes-read/none", test_none);
  g_test_add_func ("/changes-read/signal", test_signal);
  g_test_add_func ("/changes-read/threads", test_threads);
  g_test_add_func ("/changes-read/read-again", test_read_again);
  g_test_add_func ("/changes-read/lost", test_lost);
  g_test_add_func ("/changes-read/apply", test_apply);

  return g_test_run ();
}

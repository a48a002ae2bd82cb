/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveFragment: fragments that cannot be inserted, with their messages, and insertions that fail inside. */

#include "failing-memory.h"
#include "fragment-fixture.h"

static void
assert_refused (Fixture *f, TroveFragment *fragment, TroveList *list, guint position, TroveError code,
                const char *message)
{
  g_autofree char *before = document_text (f->document), *after = NULL;
  g_autoptr (GError) error = NULL;

  g_free (event_log_take (f->log));
  g_assert_false (trove_fragment_insert (fragment, list, position, &error));
  g_assert_error (error, TROVE_ERROR, (int) code);
  g_assert_cmpstr (error->message, ==, message);
  after = document_text (f->document);
  g_assert_cmpstr (after, ==, before);
  assert_events (f->log, "");
}

static void
test_refused (void)
{
  g_autoptr (TroveFragment) fragment = NULL;
  g_autoptr (TroveObject) child = NULL, frozen = NULL;
  g_autoptr (TroveList) list = NULL;
  g_autoptr (TroveVersion) version = NULL;
  Fixture f;

  make (&f);
  fragment = copy (f.document, 2, 3);
  assert_refused (&f, fragment, f.children, 4, TROVE_ERROR_INVALID_REF,
                  "Position 4 is past the end of the list \"children\" of TestNode 1, which has 3 items");
  assert_refused (&f, fragment, trove_object_get_list (f.root, "leaves"), 0, TROVE_ERROR_TYPE_MISMATCH,
                  "A new TestNode cannot be set for \"leaves\" of TestNode, which takes objects of type "
                  "TestLeaf");
  assert_refused (&f, fragment, f.links, 0, TROVE_ERROR_TYPE_MISMATCH,
                  "The list \342\200\234links\342\200\235 of TestNode refers to objects: insert the fragment "
                  "into a list that owns them");
  version = trove_document_dup_current (f.document);
  frozen = trove_version_lookup (version, 1);
  assert_refused (
      &f, fragment, trove_object_get_list (frozen, "children"), 0, TROVE_ERROR_READ_ONLY,
      "The list \342\200\234children\342\200\235 of object 1 is of a version, which does not change");
  child = trove_document_lookup (f.document, 4);
  list = g_object_ref (trove_object_get_list (child, "children"));
  remove_at (f.children, 2);
  commit (f.document, "removed");
  assert_refused (&f, fragment, list, 0, TROVE_ERROR_REMOVED, "No object has the key 4 in the current state");
  fixture_clear (&f);
}

static TroveFragment *to_insert;

static void
insert_again (GListModel *list, guint position, guint removed, guint added, gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (trove_fragment_insert (to_insert, TROVE_LIST (list), 0, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_BUSY);
  ++*(guint *) data;
}

static void
test_busy (void)
{
  guint n = 0;
  Fixture f;

  make (&f);
  to_insert = copy (f.document, 2);
  g_signal_connect (f.children, "items-changed", G_CALLBACK (insert_again), &n);
  paste (to_insert, f.children, END);
  g_assert_cmpuint (n, ==, 1);
  undo (f.document);
  g_assert_cmpuint (n, ==, 2);
  g_clear_object (&to_insert);
  fixture_clear (&f);
}

static gpointer
insert_elsewhere (gpointer data)
{
  GError *error = NULL;

  g_assert_false (trove_fragment_insert (to_insert, data, 0, &error));
  return error;
}

/* A thread reads a fragment, and inserts it into a document of its own alone. */
static gpointer
use_elsewhere (gpointer data)
{
  g_autoptr (TroveDocument) document = node_document_new ();

  for (guint i = 0; i < 100; i++)
    g_assert_true (trove_fragment_insert_by_key (data, document, 1, "children", END, NULL, NULL));
  g_assert_cmpuint (trove_document_get_n_objects (document), ==,
                    1 + 100 * trove_fragment_get_n_objects (data));
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (GError) error = NULL;
  GThread *threads[4];
  Fixture f;

  make (&f);
  to_insert = copy (f.document, 2, 3);
  error = g_thread_join (g_thread_new (NULL, insert_elsewhere, f.children));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_WRONG_THREAD);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new (NULL, use_elsewhere, to_insert);
  for (guint i = 0; i < 100; i++)
    paste (to_insert, f.children, END);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_clear_object (&to_insert);
  fixture_clear (&f);
}

static void
drop_fragment (void)
{
  g_clear_object (&to_insert);
}

/* A copy that fails leaves nothing; a function that copies a value may drop the fragment. */
static void
test_copy_functions (void)
{
  g_autoptr (TroveFragment) fragment = NULL;
  Fixture f;

  make (&f);
  g_assert_cmpuint (add_leaf (f.document, 2, 8), ==, 8);
  g_assert_cmpuint (add_leaf (f.document, 2, 9), ==, 9);
  fragment = copy (f.document, 3, 2);
  test_hooks.fail_copy = TRUE;
  test_hooks.skip_copies = 1;
  assert_refused (&f, fragment, f.children, 0, TROVE_ERROR_COPY_FAILED,
                  "A copy function of a field of TestLeaf returned FALSE");
  test_hooks.fail_copy = FALSE;
  test_hooks.skip_copies = 0;

  to_insert = g_steal_pointer (&fragment);
  test_hooks.on_copy = drop_fragment;
  g_assert_true (trove_fragment_insert (to_insert, f.children, END, NULL));
  g_assert_null (to_insert);
  assert_items (f.children, "1 2 3 2 1");
  fixture_clear (&f);
  g_assert_cmpint (test_hooks.n_live, ==, 0);
}

/* Each request for memory fails once. */
static void
test_no_memory (void)
{
  g_autoptr (TroveFragment) fragment = NULL;
  gboolean done = FALSE;
  Fixture f;

  make (&f);
  fragment = copy (f.document, 2, 3, 4);
  for (guint64 i = 0; !done; i++)
    {
      g_autofree char *before = document_text (f.document), *after = NULL;
      g_autoptr (GError) error = NULL;

      failing_memory_start (FAILING_ONE, i);
      done = trove_fragment_insert (fragment, f.children, 1, &error);
      failing_memory_stop ();
      if (done)
        break;
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY);
      after = document_text (f.document);
      g_assert_cmpstr (after, ==, before);
      assert_events (f.log, "");
    }
  assert_items (f.children, "1 1 2 3 2 3");
  fixture_clear (&f);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fragment-refused/messages", test_refused);
  g_test_add_func ("/fragment-refused/busy", test_busy);
  g_test_add_func ("/fragment-refused/threads", test_threads);
  g_test_add_func ("/fragment-refused/copy-functions", test_copy_functions);
  g_test_add_func ("/fragment-refused/no-memory", test_no_memory);
  return g_test_run ();
}

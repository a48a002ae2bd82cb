/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveDocumentUsage: the bytes of the current state and of the history. */

#include "document-classes.h"
#include "test-util.h"

#define N 500

static TroveDocumentUsage
measure (TroveDocument *document)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveDocumentUsage) usage = trove_document_get_usage (document, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (usage->total, ==, usage->current + usage->history + usage->waste + usage->overhead);
  return *usage;
}

/* Copies of the nodes of lists and of the map have other room for more entries. */
#define assert_near(a, b)                                                                                    \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_assert_cmpuint ((a), <=, (b) + 1000);                                                                  \
    g_assert_cmpuint ((b), <=, (a) + 1000);                                                                  \
  }                                                                                                          \
  G_STMT_END

static void
test_boxed (void)
{
  const TroveDocumentUsage usage = { 1, 2, 3, 4, G_MAXUINT64 };
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (TroveDocumentUsage) copy = trove_document_usage_copy (&usage);

  g_assert_true (copy != &usage);
  g_assert_cmpmem (copy, sizeof *copy, &usage, sizeof usage);
  g_assert_cmpstr (g_type_name (TROVE_TYPE_DOCUMENT_USAGE), ==, "TroveDocumentUsage");
  g_value_init (&value, TROVE_TYPE_DOCUMENT_USAGE);
  g_value_set_boxed (&value, &usage);
  g_assert_cmpmem (g_value_get_boxed (&value), sizeof usage, &usage, sizeof usage);
}

static TroveDocument *
filled_document (void)
{
  TroveDocument *document = node_document_new ();

  for (guint i = 0; i < N; i++)
    add_node (document, 1, i);
  commit (document, "Add");
  return document;
}

static void
test_current (void)
{
  g_autoptr (TroveDocument) document = node_document_new (), filled = filled_document ();
  const TroveDocumentUsage empty = measure (document), full = measure (filled);

  g_assert_cmpuint (empty.current, >, sizeof (NodeData));
  g_assert_cmpuint (empty.overhead, >, 0);
  g_assert_cmpuint (full.current, >=, empty.current + N * sizeof (NodeData));
  g_assert_cmpuint (full.current, <, empty.current + N * 400);
  g_assert_cmpuint (full.history, <, full.current / 5);

  /* Edits that are not committed are in the current state. */
  for (guint i = 0; i < N; i++)
    add_node (filled, 1, i);
  g_assert_cmpuint (measure (filled).current, >, full.current + N * sizeof (NodeData));
  g_assert_true (trove_document_rollback (filled, NULL));
  g_assert_cmpuint (measure (filled).current, ==, full.current);
}

/* Versions are in the history, on each branch, and leave it with its limit. */
static void
test_history (void)
{
  g_autoptr (TroveDocument) document = filled_document ();
  const TroveDocumentUsage before = measure (document);
  TroveDocumentUsage after, undone, off;

  for (guint i = 0; i < N; i++)
    {
      set_x (document, 2 + i, -1.0 - i);
      commit (document, "Set");
    }
  after = measure (document);
  assert_near (after.current, before.current);
  g_assert_cmpuint (after.history, >, before.history + N * sizeof (NodeData));
  g_assert_cmpuint (after.overhead, >, before.overhead + N * 100);

  for (guint i = 0; i < N; i++)
    undo (document);
  undone = measure (document);
  g_assert_cmpuint (undone.current, ==, before.current);
  assert_near (undone.history, after.history);

  set_x (document, 2, 77);
  commit (document, "Branch");
  off = measure (document);
  g_assert_cmpuint (off.history, >, undone.history);
  g_assert_cmpuint (off.history, <, undone.history + 10000);

  trove_document_set_max_versions (document, 1);
  for (guint i = 0; i < 200; i++) /* the memory is given back step by step */
    {
      set_x (document, 2, 100.0 + i);
      commit (document, "Limited");
    }
  after = measure (document);
  assert_near (after.current, before.current);
  g_assert_cmpuint (after.history, <, undone.history);
  g_assert_cmpuint (after.total, <, undone.total / 2);
}

#define LENGTH 100000

static void
set_label (TroveDocument *document, TroveKey key, const char *label)
{
  NodeData data = get_node (document, key);

  data.label = label;
  set_node (document, key, &data);
}

/* Long strings count where they are, and once if versions share them. */
static void
test_strings (void)
{
  g_autoptr (TroveDocument) document = filled_document ();
  const TroveDocumentUsage before = measure (document);
  g_autofree char *a = g_strnfill (LENGTH, 'a'), *b = g_strnfill (LENGTH, 'b');
  TroveDocumentUsage after;

  set_label (document, 2, a);
  commit (document, "Label");
  after = measure (document);
  g_assert_cmpuint (after.current, >, before.current + LENGTH - 1000);
  g_assert_cmpuint (after.current, <, before.current + LENGTH + 1000);
  g_assert_cmpuint (after.history, <, before.history + 10000);

  for (guint i = 0; i < 9; i++) /* these share the label */
    {
      set_x (document, 2, 1000.0 + i);
      commit (document, "Set");
    }
  after = measure (document);
  g_assert_cmpuint (after.current, <, before.current + LENGTH + 1000);
  g_assert_cmpuint (after.history, <, before.history + 30000);

  set_label (document, 2, b);
  commit (document, "Other label");
  after = measure (document);
  g_assert_cmpuint (after.current, <, before.current + LENGTH + 1000);
  g_assert_cmpuint (after.history, >, before.history + LENGTH - 1000);
  g_assert_cmpuint (after.history, <, before.history + LENGTH + 30000);

  set_label (document, 2, NULL);
  after = measure (document);
  g_assert_cmpuint (after.current, <, before.current + 1000);
  g_assert_cmpuint (after.history, >, before.history + 2 * LENGTH - 1000);
}

/* A branch holds what it shares with the document, and goes on when that is gone. */
static void
test_branch (void)
{
  TroveDocument *document = filled_document ();
  g_autoptr (TroveDocument) branch = trove_document_branch (document, NULL, NULL);
  const TroveDocumentUsage original = measure (document), branched = measure (branch);

  g_assert_cmpuint (branched.current, ==, original.current);
  g_object_unref (document);
  g_assert_cmpuint (measure (branch).current, ==, original.current);
}

static TroveDocument *called;
static guint n_calls;

static void
call (void)
{
  GError *error = NULL;

  n_calls++;
  g_assert_null (trove_document_get_usage (called, &error));
  assert_trove_error (error, TROVE_ERROR_BUSY, "");
}

static gpointer
use (gpointer document)
{
  GError *error = NULL;

  g_assert_null (trove_document_get_usage (document, &error));
  assert_trove_error (error, TROVE_ERROR_WRONG_THREAD, "");
  return NULL;
}

static void
test_refused (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey leaf = add_leaf (document, 1, 7);

  g_thread_join (g_thread_new ("user", use, document));
  called = document;
  test_hooks.on_copy = call;
  set_leaf (document, leaf, 8);
  g_assert_cmpuint (n_calls, ==, 1);
  g_assert_cmpuint (measure (document).history, >, 0); /* the leaf as it was */
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document-usage/boxed", test_boxed);
  g_test_add_func ("/document-usage/current", test_current);
  g_test_add_func ("/document-usage/history", test_history);
  g_test_add_func ("/document-usage/strings", test_strings);
  g_test_add_func ("/document-usage/branch", test_branch);
  g_test_add_func ("/document-usage/refused", test_refused);
  return g_test_run ();
}

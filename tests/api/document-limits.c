/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Limits of a document's history. */

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

static void
commit_x (TroveDocument *document, double x, const char *label)
{
  set_x (document, trove_document_get_root_key (document), x);
  commit (document, label);
}

static double
get_x (TroveDocument *document)
{
  return get_node (document, trove_document_get_root_key (document)).x;
}

/* Versions "-", "1" to n, whose x are 0 to n. The last one is saved. */
static TroveDocument *
make (guint n)
{
  TroveDocument *document = node_document_new ();

  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *label = g_strdup_printf ("%u", i);

      commit_x (document, i, label);
    }
  assert_done (trove_document_set_saved (document, NULL, &error));
  return document;
}

static void
go_to (TroveDocument *document, TroveVersion *version)
{
  assert_done (trove_document_go_to (document, version, &error));
}

/* The nth version, a reference. */
static TroveVersion *
nth_version (TroveDocument *document, guint n)
{
  g_autoptr (GPtrArray) versions = trove_document_dup_versions (document);

  return g_object_ref (g_ptr_array_index (versions, n));
}

static void
test_properties (void)
{
  g_autoptr (TroveDocument) document = make (3);
  g_autoptr (GPtrArray) notes = note_properties (document);
  guint max_versions;
  guint64 max_bytes;

  g_object_get (document, "max-versions", &max_versions, "max-history-bytes", &max_bytes, NULL);
  g_assert_cmpuint (max_versions, ==, 0);
  g_assert_cmpuint (max_bytes, ==, 0);
  g_object_set (document, "max-versions", 7, "max-history-bytes", (guint64) G_MAXUINT64, NULL);
  assert_notified (notes, "max-history-bytes max-versions");
  g_object_get (document, "max-versions", &max_versions, "max-history-bytes", &max_bytes, NULL);
  g_assert_cmpuint (max_versions, ==, 7);
  g_assert_cmpuint (max_bytes, ==, G_MAXUINT64);
  g_assert_cmpuint (trove_document_get_max_versions (document), ==, 7);
  g_assert_cmpuint (trove_document_get_max_history_bytes (document), ==, G_MAXUINT64);

  trove_document_set_max_versions (document, 7);
  trove_document_set_max_history_bytes (document, G_MAXUINT64);
  assert_notified (notes, "");
  trove_document_set_max_versions (document, 1); /* nothing is left to undo */
  assert_notified (notes, "can-undo max-versions undo-label");
  assert_labels (document, "3");
}

/* The limit applies at once, and to each step. */
static void
test_max_versions (void)
{
  g_autoptr (TroveDocument) document = make (5);

  trove_document_set_max_versions (document, 3);
  assert_labels (document, "3 4 5");
  commit_x (document, 6, "6");
  assert_labels (document, "4 5 6");
  trove_document_set_max_versions (document, 4);
  commit_x (document, 7, "7");
  assert_labels (document, "4 5 6 7");
  trove_document_set_max_versions (document, 0);
  commit_x (document, 8, "8");
  assert_labels (document, "4 5 6 7 8");
  g_assert_cmpfloat (get_x (document), ==, 8);
}

/* Undo stops at a gap; go_to crosses it. */
static void
test_gap (void)
{
  g_autoptr (TroveDocument) document = make (4);
  g_autoptr (TroveVersion) first = nth_version (document, 0), one = nth_version (document, 1);
  g_autoptr (GPtrArray) parents = NULL;
  g_autofree char *text = version_text (one), *same = NULL;

  trove_version_set_kept (first, TRUE);
  trove_document_set_max_versions (document, 3);
  assert_labels (document, "- 3 4");
  undo (document);
  g_assert_false (trove_document_get_can_undo (document));
  assert_fails (trove_document_undo (document, &error), TROVE_ERROR_REMOVED, "nothing to undo");
  g_assert_cmpfloat (get_x (document), ==, 3);
  go_to (document, first);
  g_assert_false (trove_document_get_can_redo (document));
  assert_fails (trove_document_redo (document, &error), TROVE_ERROR_REMOVED, "nothing to redo");

  assert_fails (trove_document_go_to (document, one, &error), TROVE_ERROR_REMOVED, "not in the history");
  assert_fails (trove_document_set_saved (document, one, &error), TROVE_ERROR_REMOVED, "not in the history");
  assert_fails (trove_document_branch (document, one, &error), TROVE_ERROR_REMOVED, "not in the history");
  parents = trove_version_dup_parents (one);
  g_assert_cmpuint (parents->len, ==, 0);
  same = version_text (one); /* it reads as long as it is held */
  g_assert_cmpstr (same, ==, text);
  trove_version_set_kept (one, TRUE); /* it does not come back */
  commit_x (document, 9, "9");
  assert_labels (document, "- 4 9");
}

/* Other branches go first, then the oldest ancestors, then the end of the way of redo. */
static void
test_order (void)
{
  g_autoptr (TroveDocument) document = make (2);

  undo (document);
  commit_x (document, 3, "a");
  commit_x (document, 4, "b");
  commit_x (document, 5, "c");
  assert_done (trove_document_set_saved (document, NULL, &error));
  undo (document);
  assert_done (trove_document_set_saved (document, NULL, &error));
  assert_labels (document, "- 1 2 a b c");
  trove_document_set_max_versions (document, 5);
  assert_labels (document, "- 1 a b c");
  trove_document_set_max_versions (document, 3);
  assert_labels (document, "a b c");
  trove_document_set_max_versions (document, 2);
  assert_labels (document, "b c");
  g_assert_true (trove_document_get_can_redo (document));
  trove_document_set_max_versions (document, 1);
  assert_labels (document, "b");
  g_assert_false (trove_document_get_can_redo (document));
}

/* In a group a limit waits for the next step. */
static void
test_groups (void)
{
  g_autoptr (TroveDocument) document = make (3);
  TroveKey root = trove_document_get_root_key (document);

  assert_done (trove_document_begin (document, "Group", &error));
  trove_document_set_max_versions (document, 2);
  assert_labels (document, "- 1 2 3");
  assert_done (trove_document_cancel (document, &error));
  assert_labels (document, "- 1 2 3");
  undo (document);
  redo (document);
  assert_labels (document, "- 1 2 3");
  assert_done (trove_document_begin (document, "Group", &error));
  set_x (document, root, 4);
  assert_done (trove_document_end (document, &error));
  assert_labels (document, "3 Group");
}

/* A redo that goes nowhere has made a step of edits. */
static void
test_redo_of_edits (void)
{
  g_autoptr (TroveDocument) document = make (1);

  trove_document_set_max_versions (document, 2);
  commit_x (document, 2, "2");
  set_x (document, trove_document_get_root_key (document), 3);
  assert_fails (trove_document_redo (document, &error), TROVE_ERROR_REMOVED, "nothing to redo");
  assert_labels (document, "1 -"); /* the saved one stays */
}

/* Undo, redo and go_to make a step of edits, and go first. */
static void
test_edits (void)
{
  g_autoptr (TroveDocument) document = make (1);
  TroveKey root = trove_document_get_root_key (document);
  g_autoptr (TroveVersion) one = trove_document_dup_current (document);

  trove_document_set_max_versions (document, 1);
  set_x (document, root, 2);
  g_assert_true (trove_document_get_can_undo (document));
  undo (document); /* the step is the end of the way of redo */
  g_assert_cmpfloat (get_x (document), ==, 1);
  assert_labels (document, "1");
  g_assert_false (trove_document_get_can_redo (document));

  set_x (document, root, 3);
  assert_fails (trove_document_redo (document, &error), TROVE_ERROR_REMOVED, "nothing to redo");
  assert_labels (document, "1 -"); /* the saved one stays */
  assert_done (trove_document_set_saved (document, NULL, &error));
  set_x (document, root, 4);
  go_to (document, one); /* the step is on another branch */
  assert_labels (document, "1 -");
  g_assert_cmpfloat (get_x (document), ==, 1);
  commit_x (document, 5, "5"); /* leaves a gap */
  assert_labels (document, "- 5");
  assert_fails (trove_document_undo (document, &error), TROVE_ERROR_REMOVED, "nothing to undo");
}

/* A step that is gone to is dropped by no step that goes before. */
static void
test_go_to_other_branch (void)
{
  g_autoptr (TroveDocument) document = make (1);
  TroveKey root = trove_document_get_root_key (document);
  g_autoptr (TroveVersion) one = trove_document_dup_current (document);

  undo (document);
  commit_x (document, 2, "2");
  assert_done (trove_document_set_saved (document, NULL, &error));
  trove_document_set_max_versions (document, 3);
  set_x (document, root, 3);
  go_to (document, one);
  g_assert_cmpfloat (get_x (document), ==, 1);
  assert_labels (document, "- 1 2");
}

/* Going through the history drops nothing. */
static void
test_undo_drops_nothing (void)
{
  g_autoptr (TroveDocument) document = make (1);
  g_autoptr (TroveVersion) first = nth_version (document, 0);

  trove_version_set_kept (first, TRUE);
  trove_document_set_max_versions (document, 1);
  trove_version_set_kept (first, FALSE);
  undo (document);
  redo (document);
  undo (document);
  assert_labels (document, "- 1");
  assert_done (trove_document_set_saved (document, NULL, &error));
  redo (document);
  assert_labels (document, "- 1");
  commit_x (document, 2, "2");
  assert_labels (document, "- 2");
}

/* One merge id makes one step at any limit. */
static void
test_merging (void)
{
  g_autoptr (TroveDocument) document = make (1);
  TroveKey root = trove_document_get_root_key (document);

  for (guint max = 1; max < 4; max++)
    {
      trove_document_set_max_versions (document, max);
      for (guint i = 1; i < 10; i++)
        {
          set_x (document, root, 10 * max + i);
          assert_done (trove_document_commit_full (document, "Type", "id", &error));
          if (i == 5)
            trove_document_set_max_history_bytes (document, max);
        }
      assert_labels (document, "1 Type");
    }
}

static void
test_branches (void)
{
  g_autoptr (TroveDocument) document = make (3), branch = NULL;
  g_autoptr (TroveVersion) base = nth_version (document, 1);
  g_autofree char *text = version_text (base), *now = NULL;

  branch = trove_document_branch (document, base, NULL);
  g_clear_object (&base);
  trove_document_set_max_versions (document, 1);
  assert_labels (document, "3");
  now = document_text (branch);
  g_assert_cmpstr (now, ==, text);
  g_assert_cmpuint (trove_document_get_max_versions (branch), ==, 0);
  commit_x (branch, 2, "b");
  commit_x (branch, 3, "c");
  assert_labels (branch, "1 b c");
  g_clear_object (&document);
  undo (branch);
  undo (branch);
  g_assert_cmpfloat (get_x (branch), ==, 1);
}

/* Bytes */

/* Those that count in the limit. */
static guint64
sum_bytes (TroveDocument *document)
{
  g_autoptr (GPtrArray) versions = trove_document_dup_versions (document);
  g_autoptr (TroveVersion) current = trove_document_dup_current (document);
  g_autoptr (TroveVersion) saved = trove_document_dup_saved (document);
  guint64 sum = 0;

  for (guint i = 0; i < versions->len; i++)
    if (versions->pdata[i] != current && versions->pdata[i] != saved &&
        !trove_version_get_kept (versions->pdata[i]))
      sum += trove_version_get_n_bytes (versions->pdata[i]);
  return sum;
}

static void
test_bytes (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autoptr (TroveVersion) two = NULL;
  guint64 n_bytes;

  trove_document_set_max_versions (document, 100); /* bytes are counted from here on */
  for (guint i = 1; i <= 5; i++)
    {
      g_autofree char *label = g_strdup_printf ("%u", i);

      commit_x (document, i, label);
    }
  assert_done (trove_document_set_saved (document, NULL, &error));
  two = nth_version (document, 2);
  g_object_get (two, "n-bytes", &n_bytes, NULL);
  g_assert_cmpuint (n_bytes, >, sizeof (NodeData));
  g_assert_cmpuint (n_bytes, ==, trove_version_get_n_bytes (two));

  trove_document_set_max_history_bytes (document, sum_bytes (document));
  assert_labels (document, "- 1 2 3 4 5");
  trove_document_set_max_history_bytes (document, sum_bytes (document) - 1);
  assert_labels (document, "1 2 3 4 5");
  trove_version_set_kept (two, TRUE);
  trove_document_set_max_history_bytes (document, sum_bytes (document) - 1);
  assert_labels (document, "2 3 4 5");
  trove_document_set_max_history_bytes (document, sum_bytes (document));
  commit_x (document, 6, "6");
  assert_labels (document, "2 3 4 5 6"); /* the saved one does not count */
  assert_done (trove_document_set_saved (document, NULL, &error));
  commit_x (document, 7, "7");
  assert_labels (document, "2 4 5 6 7");
  trove_version_set_kept (two, FALSE);
  trove_document_set_max_history_bytes (document, 1);
  assert_labels (document, "6 7");
}

/* Functions that copy and clear values set the limit: it waits for the next step. */

static TroveDocument *calling;

static void
set_limit (void)
{
  trove_document_set_max_versions (calling, 2);
}

static void
test_callbacks (void)
{
  TroveDocument *document = calling = make (3), *other = make (3);
  TroveKey root = trove_document_get_root_key (document), leaf = add_leaf (document, root, 1);

  commit (document, "Leaf");
  test_hooks.on_copy = set_limit;
  set_leaf (document, leaf, 2);
  g_assert_null (test_hooks.on_copy);
  assert_labels (document, "- 1 2 3 Leaf");
  trove_document_set_max_versions (document, 0);
  assert_done (trove_document_rollback (document, &error));

  calling = other; /* no call on it runs */
  test_hooks.on_copy = set_limit;
  set_leaf (document, leaf, 2);
  g_assert_null (test_hooks.on_copy);
  assert_labels (other, "- 1 2 3");
  commit_x (other, 4, "4");
  assert_labels (other, "3 4");
  calling = document;
  assert_done (trove_document_rollback (document, &error));

  undo (document);
  commit_x (document, 4, "4");
  test_hooks.on_clear = set_limit;
  trove_document_set_max_versions (document, 4); /* drops the branch with the leaf */
  g_assert_null (test_hooks.on_clear);
  g_assert_cmpuint (trove_document_get_max_versions (document), ==, 2);
  assert_labels (document, "1 2 3 4");
  commit_x (document, 5, "5");
  assert_labels (document, "3 5"); /* the saved one stays */
  g_object_unref (other);
  g_object_unref (document);
}

static void
drop_in_handler (TroveDocument *document, GParamSpec *pspec, gpointer data)
{
  g_signal_handlers_disconnect_by_func (document, drop_in_handler, data);
  g_object_unref (document);
}

static void
test_handler_drops (void)
{
  TroveDocument *document = make (3);
  gpointer weak = document;

  g_object_add_weak_pointer (G_OBJECT (document), &weak);
  g_signal_connect (document, "notify::can-undo", G_CALLBACK (drop_in_handler), NULL);
  trove_document_set_max_versions (document, 1);
  g_assert_null (weak);
}

/* Other threads may not set limits. */

static gpointer
be_refused (gpointer data)
{
  TroveDocument *document = data;

  for (guint i = 0; i < 4; i++)
    expect_critical ("The document belongs to the main thread, not to thread*");
  trove_document_set_max_versions (document, 1);
  trove_document_set_max_history_bytes (document, 1);
  g_assert_cmpuint (trove_document_get_max_versions (document), ==, 0);
  g_assert_cmpuint (trove_document_get_max_history_bytes (document), ==, 0);
  g_test_assert_expected_messages ();
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (TroveDocument) document = make (3);

  trove_document_set_max_versions (document, 3);
  trove_document_set_max_history_bytes (document, 1000000);
  g_thread_join (g_thread_new ("refused", be_refused, document));
  g_assert_cmpuint (trove_document_get_max_versions (document), ==, 3);
  g_assert_cmpuint (trove_document_get_max_history_bytes (document), ==, 1000000);
  assert_labels (document, "1 2 3");
}

/* Other threads keep versions, and ask for their bytes, while the owner drops them. */

typedef struct
{
  TroveVersion *version;
  gint ends; /* atomic */
} Keeping;

static gpointer
keep_version (gpointer data)
{
  Keeping *keeping = data;

  for (guint i = 0; !g_atomic_int_get (&keeping->ends); i++)
    {
      g_autoptr (GPtrArray) parents = trove_version_dup_parents (keeping->version);

      trove_version_set_kept (keeping->version, i % 2 == 0);
      g_assert_cmpuint (trove_version_get_n_bytes (keeping->version), <, G_MAXUINT);
      g_assert_cmpuint (parents->len, <=, 1);
    }
  return NULL;
}

static void
test_keeping_threads (void)
{
  g_autoptr (TroveDocument) document = make (3);
  Keeping keeping = { nth_version (document, 2) };
  GThread *thread = g_thread_new ("keeps", keep_version, &keeping);
  g_autoptr (GPtrArray) versions = NULL;

  trove_document_set_max_versions (document, 5);
  trove_document_set_max_history_bytes (document, G_MAXUINT64);
  for (guint i = 0; i < 300; i++)
    commit_x (document, 10 + i, NULL);
  g_atomic_int_set (&keeping.ends, 1);
  g_thread_join (thread);
  versions = trove_document_dup_versions (document);
  g_assert_cmpuint (versions->len, ==, 5);
  g_object_unref (keeping.version);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document-limits/properties", test_properties);
  g_test_add_func ("/document-limits/max-versions", test_max_versions);
  g_test_add_func ("/document-limits/gap", test_gap);
  g_test_add_func ("/document-limits/order", test_order);
  g_test_add_func ("/document-limits/groups", test_groups);
  g_test_add_func ("/document-limits/edits", test_edits);
  g_test_add_func ("/document-limits/redo-of-edits", test_redo_of_edits);
  g_test_add_func ("/document-limits/edits/go-to-other-branch", test_go_to_other_branch);
  g_test_add_func ("/document-limits/undo-drops-nothing", test_undo_drops_nothing);
  g_test_add_func ("/document-limits/merging", test_merging);
  g_test_add_func ("/document-limits/branches", test_branches);
  g_test_add_func ("/document-limits/bytes", test_bytes);
  g_test_add_func ("/document-limits/callbacks", test_callbacks);
  g_test_add_func ("/document-limits/handler-drops", test_handler_drops);
  g_test_add_func ("/document-limits/threads", test_threads);
  g_test_add_func ("/document-limits/threads/keeping", test_keeping_threads);
  status = g_test_run ();
  g_assert_cmpint (test_hooks.n_live, ==, 0);
  return status;
}

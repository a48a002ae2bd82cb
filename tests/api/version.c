/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "document-classes.h"
#include "test-support.h"
#include "test-util.h"
#include "document.h"

static TroveVersion *
commit_x (TroveDocument *document, double x, const char *label)
{
  set_x (document, trove_document_get_root_key (document), x);
  commit (document, label);
  return trove_document_dup_current (document);
}

/* There is one instance of a version while somebody holds it. */
static void
test_identity (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveVersion *version = trove_document_dup_current (document),
               *again = trove_document_dup_current (document);
  g_autoptr (GPtrArray) versions = trove_document_dup_versions (document);
  g_autoptr (TroveVersion) saved = NULL, remade = NULL;
  g_autofree char *id = trove_version_dup_id (version), *same_id = NULL;
  gpointer weak = version;

  g_assert_true (again == version);
  g_assert_true (trove_document_set_saved (document, NULL, NULL));
  saved = trove_document_dup_saved (document);
  g_assert_true (saved == version);
  g_assert_true (versions->pdata[0] == version);
  g_object_add_weak_pointer (G_OBJECT (version), &weak);
  g_object_unref (version);
  g_object_unref (again);
  g_clear_object (&saved);
  g_clear_pointer (&versions, g_ptr_array_unref);
  g_assert_null (weak);

  remade = trove_document_dup_current (document);
  same_id = trove_version_dup_id (remade);
  g_assert_cmpstr (same_id, ==, id);
}

/* Threads get the same instance, and never one that is being finalized. */

typedef struct
{
  TroveVersion *child;
  guint n;
} Asking;

static gpointer
ask_for_parent (gpointer data)
{
  Asking *asking = data;

  for (guint i = 0; i < asking->n; i++)
    {
      g_autoptr (GPtrArray) parents = trove_version_dup_parents (asking->child);
      g_autoptr (GPtrArray) again = trove_version_dup_parents (asking->child);

      g_assert_cmpuint (parents->len, ==, 1);
      g_assert_true (parents->pdata[0] == again->pdata[0]);
      g_assert_cmpstr (trove_version_get_label (parents->pdata[0]), ==, "One");
    }
  return NULL;
}

static void
test_identity_threads (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autoptr (TroveVersion) child = NULL;
  GThread *threads[3];
  Asking asking;

  g_object_unref (commit_x (document, 1, "One"));
  child = commit_x (document, 2, "Two");
  asking = (Asking){ child, test_count (5000, 300) };
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("asks", ask_for_parent, &asking);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

static void
test_description (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  gint64 before = g_get_real_time (), time;
  g_autoptr (TroveVersion) first = trove_document_dup_current (document), version = NULL;
  g_autofree char *id = NULL, *first_id = trove_version_dup_id (first), *label = NULL;
  g_autoptr (GVariant) view_state = NULL;
  gboolean kept;

  trove_document_set_view_state (document, g_variant_new_string ("here"));
  version = commit_x (document, 1, "Move box");
  id = trove_version_dup_id (version);
  g_assert_cmpuint (strlen (id), ==, 32);
  g_assert_cmpuint (strspn (id, "0123456789abcdef"), ==, 32);
  g_assert_cmpstr (id, !=, first_id);
  g_assert_cmpstr (trove_version_get_label (version), ==, "Move box");
  g_assert_null (trove_version_get_label (first));
  g_assert_cmpint (trove_version_get_time (version), >=, before);
  g_assert_cmpint (trove_version_get_time (version), <=, g_get_real_time ());
  g_assert_cmpstr (g_variant_get_string (trove_version_get_view_state (version), NULL), ==, "here");
  g_assert_null (trove_version_get_view_state (first));

  g_object_set (version, "kept", TRUE, NULL);
  g_object_get (version, "label", &label, "time", &time, "kept", &kept, "view-state", &view_state, NULL);
  g_assert_cmpstr (label, ==, "Move box");
  g_assert_cmpint (time, ==, trove_version_get_time (version));
  g_assert_true (kept);
  g_assert_true (view_state == trove_version_get_view_state (version));
}

/* No two versions have the same id, in one document or in several. */
static void
test_ids (void)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (TroveVersion) frozen = NULL;

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (TroveDocument) document = node_document_new (), branch = NULL;
      g_autoptr (TroveVersion) first = trove_document_dup_current (document),
                               one = commit_x (document, 1, "One");
      g_autoptr (TroveVersion) two = NULL;

      g_assert_true (g_hash_table_add (ids, trove_version_dup_id (first)));
      g_assert_true (g_hash_table_add (ids, trove_version_dup_id (one)));
      branch = trove_document_branch (document, NULL, NULL);
      two = commit_x (branch, 2, "Two");
      g_assert_true (g_hash_table_add (ids, trove_version_dup_id (two)));
      add_node (document, 0, 3);
      g_clear_object (&frozen);
      frozen = trove_document_freeze (document, NULL);
      g_assert_true (g_hash_table_add (ids, trove_version_dup_id (frozen)));
    }
}

/* The low half of an id is counted up, and its overflow is carried. */
static void
test_ids_carry (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autoptr (TroveVersion) one = NULL, two = NULL;
  g_autofree char *one_id = NULL, *two_id = NULL;

  document->next_id[0] = 5;
  document->next_id[1] = G_MAXUINT64;
  one = commit_x (document, 1, NULL);
  two = commit_x (document, 2, NULL);
  one_id = trove_version_dup_id (one);
  two_id = trove_version_dup_id (two);
  g_assert_cmpstr (one_id, ==, "0000000000000005ffffffffffffffff");
  g_assert_cmpstr (two_id, ==, "00000000000000060000000000000000");
}

static void
count_call (TroveVersion *version, GParamSpec *pspec, gpointer n_calls)
{
  ++*(guint *) n_calls;
}

/* The mark stays when the instance is gone. */
static void
test_kept (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveVersion *version = trove_document_dup_current (document);
  guint n_calls = 0;

  g_assert_false (trove_version_get_kept (version));
  g_signal_connect (version, "notify::kept", G_CALLBACK (count_call), &n_calls);
  trove_version_set_kept (version, FALSE);
  g_assert_cmpuint (n_calls, ==, 0);
  trove_version_set_kept (version, TRUE);
  trove_version_set_kept (version, 5);
  g_assert_cmpuint (n_calls, ==, 1);
  g_object_unref (version);

  version = trove_document_dup_current (document);
  g_assert_cmpint (trove_version_get_kept (version), ==, TRUE);
  trove_version_set_kept (version, FALSE);
  g_assert_false (trove_version_get_kept (version));
  g_object_unref (version);
}

/* The name stays when the instance is gone, and says nothing about kept. */
static void
test_name (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveVersion *version = trove_document_dup_current (document);
  g_autofree char *name = NULL, *property = NULL;
  guint n_calls = 0;

  g_assert_null (trove_version_dup_name (version));
  g_signal_connect (version, "notify::name", G_CALLBACK (count_call), &n_calls);
  trove_version_set_name (version, NULL);
  trove_version_set_name (version, "");
  g_assert_cmpuint (n_calls, ==, 0);
  trove_version_set_name (version, "Größe");
  trove_version_set_name (version, "Größe");
  g_assert_cmpuint (n_calls, ==, 1);
  g_assert_false (trove_version_get_kept (version));
  g_object_unref (version);

  version = trove_document_dup_current (document);
  name = trove_version_dup_name (version);
  g_assert_cmpstr (name, ==, "Größe");
  g_object_set (version, "name", "Another", NULL);
  g_object_get (version, "name", &property, NULL);
  g_assert_cmpstr (property, ==, "Another");
  g_object_set (version, "name", "", NULL);
  g_assert_null (trove_version_dup_name (version));
  g_object_unref (version);
}

/* A name is one of a version of one history; that of another is found by nobody when it is gone. */
static void
test_name_branch (void)
{
  g_autoptr (TroveDocument) document = node_document_new (), branch = NULL;
  g_autoptr (TroveVersion) one = commit_x (document, 1, NULL), first = NULL;
  g_autofree char *name = NULL;

  trove_version_set_name (one, "One");
  g_assert_true (trove_document_set_saved (document, NULL, NULL));
  branch = trove_document_branch (document, one, NULL);
  first = trove_document_dup_current (branch);
  g_assert_null (trove_version_dup_name (first));
  trove_version_set_name (first, "First");
  g_assert_false (trove_document_get_modified (document));
  g_assert_true (trove_document_get_modified (branch));
  name = trove_version_dup_name (one);
  g_assert_cmpstr (name, ==, "One");
}

static void
drop_version (TroveVersion *version, GParamSpec *pspec, gpointer held)
{
  g_clear_object ((TroveVersion **) held);
}

static gpointer
name_elsewhere (gpointer version)
{
  trove_version_set_name (version, "Elsewhere");
  trove_version_set_kept (version, TRUE);
  return NULL;
}

/* Marks are to be saved. They are told at once on the document's thread, and else with the next edit. */
static void
test_marks_modify (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveVersion *first = trove_document_dup_current (document);
  guint n_calls = 0;

  g_signal_connect (document, "notify::modified", G_CALLBACK (count_call), &n_calls);
  trove_version_set_kept (first, FALSE);
  g_assert_false (trove_document_get_modified (document));
  trove_version_set_kept (first, TRUE);
  g_assert_true (trove_document_get_modified (document));
  g_assert_cmpuint (n_calls, ==, 1);
  trove_version_set_name (first, "First");
  g_assert_cmpuint (n_calls, ==, 1);
  g_assert_true (trove_document_set_saved (document, first, NULL));
  g_assert_false (trove_document_get_modified (document));
  g_assert_cmpuint (n_calls, ==, 2);
  trove_version_set_name (first, NULL);
  g_assert_true (trove_document_get_modified (document));
  g_assert_cmpuint (n_calls, ==, 3);
  g_object_unref (commit_x (document, 1, NULL));
  g_assert_true (trove_document_undo (document, NULL));
  g_assert_true (trove_document_get_modified (document));
  g_assert_true (trove_document_set_saved (document, NULL, NULL));

  n_calls = 0;
  g_thread_join (g_thread_new ("marks", name_elsewhere, first));
  g_assert_true (trove_document_get_modified (document));
  g_assert_cmpuint (n_calls, ==, 0);
  g_object_unref (commit_x (document, 2, NULL));
  g_assert_cmpuint (n_calls, ==, 1);

  g_signal_connect (first, "notify::name", G_CALLBACK (drop_version), &first);
  trove_version_set_name (first, "It goes");
  g_assert_null (first);
}

static void
name_version (TroveObject *object, GParamSpec *pspec, TroveVersion *version)
{
  trove_version_set_name (version, "By a handler");
}

static void
is_told (TroveDocument *document, GParamSpec *pspec, guint *n_calls)
{
  g_assert_false (trove_document_get_restoring (document));
  ++*n_calls;
}

/* While a step is told, the document's own properties wait for its end. */
static void
test_marks_in_turn (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveObject *root = trove_document_get_root (document);
  g_autoptr (TroveVersion) first = trove_document_dup_current (document);
  g_autofree char *name = NULL;
  guint n_calls = 0;

  set_x (document, trove_document_get_root_key (document), 1);
  commit (document, "One");
  g_signal_connect (root, "notify::x", G_CALLBACK (name_version), first);
  g_signal_connect (document, "notify::current", G_CALLBACK (is_told), &n_calls);
  g_assert_true (trove_document_undo (document, NULL));
  g_assert_cmpuint (n_calls, ==, 1);
  name = trove_version_dup_name (first);
  g_assert_cmpstr (name, ==, "By a handler");
}

/* A version that has left the history, or whose document is gone, is one of no document. */
static void
test_marks_left (void)
{
  TroveDocument *document = node_document_new ();
  g_autoptr (TroveVersion) first = trove_document_dup_current (document), frozen = NULL, two = NULL;
  g_autofree char *name = NULL;

  g_object_unref (commit_x (document, 1, NULL));
  two = commit_x (document, 2, NULL);
  g_assert_true (trove_document_set_saved (document, NULL, NULL));
  trove_document_set_max_versions (document, 1);
  trove_version_set_name (first, "Gone");
  set_x (document, 1, 3);
  frozen = trove_document_freeze (document, NULL);
  g_assert_true (trove_document_rollback (document, NULL));
  trove_version_set_name (frozen, "Frozen");
  trove_version_set_kept (frozen, TRUE);
  g_assert_false (trove_document_get_modified (document));
  g_assert_finalize_object (document);
  trove_version_set_kept (two, TRUE);
  trove_version_set_name (two, "Two");
  name = trove_version_dup_name (first);
  g_assert_cmpstr (name, ==, "Gone");
}

static void
test_dup_version (void)
{
  const char *const bad[] = { "",
                              "0000000000000005",
                              "0000000000000005fffffffffffffffg",
                              "0000000000000005 ffffffffffffffff",
                              "0000000000000005fffffffffffffffff",
                              "0000000000000005ffffffffffffffff ",
                              "0000000000000006ffffffffffffffff",
                              "0000000000000005fffffffffffffffe" };
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autoptr (TroveVersion) one = NULL, two = NULL, found = NULL, again = NULL;
  g_autofree char *id = NULL;

  document->next_id[0] = 5;
  document->next_id[1] = G_MAXUINT64;
  one = commit_x (document, 1, NULL);
  two = commit_x (document, 2, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_null (trove_document_dup_version (document, bad[i]));
  found = trove_document_dup_version (document, "0000000000000005FFFFffffffffffff");
  g_assert_true (found == one);
  id = trove_version_dup_id (two);
  again = trove_document_dup_version (document, id);
  g_assert_true (again == two);
  trove_document_set_max_versions (document, 2);
  g_assert_true (trove_document_set_saved (document, NULL, NULL));
  trove_document_set_max_versions (document, 1);
  g_assert_null (trove_document_dup_version (document, "0000000000000005ffffffffffffffff"));
}

static void
assert_parent (TroveVersion *version, TroveVersion *parent)
{
  g_autoptr (GPtrArray) parents = trove_version_dup_parents (version);

  g_assert_cmpuint (parents->len, ==, parent != NULL ? 1 : 0);
  if (parent != NULL)
    g_assert_true (parents->pdata[0] == parent);
}

static void
test_parents (void)
{
  TroveDocument *document = node_document_new ();
  g_autoptr (TroveVersion) first = trove_document_dup_current (document), one = commit_x (document, 1, "One");
  g_autoptr (TroveVersion) two = commit_x (document, 2, "Two"), three = NULL, replaced = NULL;
  TroveKey root = trove_document_get_root_key (document);

  undo (document);
  three = commit_x (document, 3, "Three"); /* a branch */
  assert_parent (first, NULL);
  assert_parent (one, first);
  assert_parent (two, one);
  assert_parent (three, one);

  set_x (document, root, 4);
  g_assert_true (trove_document_commit_full (document, NULL, "id", NULL));
  replaced = trove_document_dup_current (document);
  assert_parent (replaced, three);
  set_x (document, root, 5);
  g_assert_true (trove_document_commit_full (document, NULL, "id", NULL));
  assert_parent (replaced, NULL);

  g_object_unref (document);
  assert_parent (one, NULL);
  assert_parent (three, NULL);
}

/* Reading: by-key.c has more. */

static void
test_reading (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document), a = add_node (document, root, 1);
  TroveKey b = add_leaf (document, root, 2), found[3] = { 0 };
  g_autoptr (TroveVersion) version = NULL;
  g_autofree TroveKey *referrers = NULL;
  const TroveKey *children;
  const char *property;
  GType type;
  guint position = 99, n_children;
  gsize n;

  add_link (document, b, a);
  commit (document, NULL);
  version = trove_document_dup_current (document);
  g_assert_true (trove_document_remove (document, a, NULL));
  set_leaf (document, b, 3);
  commit (document, NULL);

  g_assert_cmpuint (trove_version_get_root_key (version), ==, root);
  g_assert_cmpuint (trove_version_get_n_objects (version), ==, 3);
  g_assert_cmpint (((const LeafData *) trove_version_peek (version, b, &type))->hook.value, ==, 2);
  g_assert_cmpuint (type, ==, TEST_TYPE_LEAF);
  g_assert_null (trove_version_peek (version, 500, NULL));
  g_assert_cmpuint (trove_version_get_n_children (version, root, "children"), ==, 2);
  g_assert_cmpuint (trove_version_get_children (version, root, "children", 1, found, 3), ==, 1);
  g_assert_cmpuint (found[0], ==, b);
  children = trove_version_peek_children (version, root, "children", 0, &n_children);
  g_assert_cmpuint (n_children, ==, 2);
  g_assert_cmpuint (children[0], ==, a);
  g_assert_null (trove_version_peek_children (version, root, "children", 2, &n_children));
  g_assert_cmpuint (trove_version_get_owner (version, b, &property, &position), ==, root);
  g_assert_cmpstr (property, ==, "children");
  g_assert_cmpuint (position, ==, 1);
  referrers = trove_version_dup_referrers (version, a, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (referrers[0], ==, b);
}

static void
test_next_key (void)
{
  g_autoptr (TroveDocument) document = node_document_new (), branch = NULL;
  TroveKey root = trove_document_get_root_key (document), made[40], key = 0, far;
  g_autoptr (TroveVersion) version = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (made); i++)
    made[i] = add_node (document, root, i);
  for (guint i = 0; i < G_N_ELEMENTS (made); i += 2)
    g_assert_true (trove_document_remove (document, made[i], NULL));
  commit (document, NULL);
  branch = trove_document_branch (document, NULL, NULL);
  far = add_node (branch, root, 1);
  commit (branch, NULL);
  version = trove_document_dup_current (branch);

  g_assert_cmpuint (key = trove_version_get_next_key (version, key), ==, root);
  for (guint i = 1; i < G_N_ELEMENTS (made); i += 2)
    g_assert_cmpuint (key = trove_version_get_next_key (version, key), ==, made[i]);
  g_assert_cmpuint (key = trove_version_get_next_key (version, key), ==, far);
  g_assert_cmpuint (trove_version_get_next_key (version, far), ==, 0);
  g_assert_cmpuint (trove_version_get_next_key (version, far - 1), ==, far);
  g_assert_cmpuint (trove_version_get_next_key (version, ((TroveKey) 1 << 53) - 1), ==, 0);
  g_assert_cmpuint (trove_version_get_next_key (version, G_MAXUINT64), ==, 0);
}

/* A version reads when its document, and all that it had, is gone. */
static void
test_outlives (void)
{
  TroveDocument *document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document), leaf = add_leaf (document, root, 1);
  g_autoptr (TroveVersion) one = NULL, frozen = NULL;
  g_autofree char *text = NULL, *text_before = NULL, *frozen_text = NULL, *frozen_before = NULL;

  commit (document, "One");
  one = trove_document_dup_current (document);
  text_before = version_text (one);
  set_leaf (document, leaf, 2);
  frozen = trove_document_freeze (document, NULL);
  frozen_before = version_text (frozen);
  set_leaf (document, leaf, 3);
  commit (document, NULL);
  g_object_unref (document);

  text = version_text (one);
  g_assert_cmpstr (text, ==, text_before);
  frozen_text = version_text (frozen);
  g_assert_cmpstr (frozen_text, ==, frozen_before);
  g_assert_cmpstr (trove_version_get_label (one), ==, "One");
  trove_version_set_kept (one, TRUE);
  g_assert_true (trove_version_get_kept (one));
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/version/identity", test_identity);
  g_test_add_func ("/version/identity/threads", test_identity_threads);
  g_test_add_func ("/version/description", test_description);
  g_test_add_func ("/version/ids", test_ids);
  g_test_add_func ("/version/ids/carry", test_ids_carry);
  g_test_add_func ("/version/kept", test_kept);
  g_test_add_func ("/version/name", test_name);
  g_test_add_func ("/version/name/branch", test_name_branch);
  g_test_add_func ("/version/marks", test_marks_modify);
  g_test_add_func ("/version/marks/in-turn", test_marks_in_turn);
  g_test_add_func ("/version/marks/left", test_marks_left);
  g_test_add_func ("/version/by-id", test_dup_version);
  g_test_add_func ("/version/parents", test_parents);
  g_test_add_func ("/version/reading", test_reading);
  g_test_add_func ("/version/next-key", test_next_key);
  g_test_add_func ("/version/outlives", test_outlives);
  status = g_test_run ();
  g_assert_cmpint (test_hooks.n_live, ==, 0);
  return status;
}

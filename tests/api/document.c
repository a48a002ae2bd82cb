/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Making documents, their properties and threads, and reading. */

#include "document-classes.h"
#include "test-util.h"
#include "document.h"

/* Making */

static void
test_new (void)
{
  const GType types[] = { TEST_TYPE_LEAF, TEST_TYPE_NODE };
  g_autoptr (TroveDocument) document = trove_document_new (TEST_TYPE_LEAF, types, G_N_ELEMENTS (types));
  TroveKey root = trove_document_get_root_key (document);
  const LeafData *data;
  GType type;

  g_assert_cmpuint (trove_document_get_root_type (document), ==, TEST_TYPE_LEAF);
  g_assert_cmpuint (trove_document_get_n_objects (document), ==, 1);
  g_assert_cmpuint (root, ==, 1);
  data = trove_document_peek (document, root, &type);
  g_assert_cmpuint (type, ==, TEST_TYPE_LEAF);
  g_assert_cmpfloat (data->node.x, ==, 0);
  g_assert_null (data->node.label);
  g_assert_cmpint (data->hook.value, ==, 0);

  g_assert_false (trove_document_get_modified (document));
  g_assert_false (trove_document_get_can_undo (document));
  g_assert_false (trove_document_get_can_redo (document));
  g_assert_null (trove_document_get_undo_label (document));
  g_assert_null (trove_document_get_redo_label (document));
  g_assert_null (trove_document_get_view_state (document));
  g_assert_cmpuint (add_node (document, root, 1), ==, 2);
}

static void
test_new_refused (void)
{
  const GType types[] = { TEST_TYPE_STRANGER, TEST_TYPE_NODE };

  expect_critical ("Objects of type TestStranger cannot be stored: register the fields of the type first");
  g_assert_null (trove_document_new (TEST_TYPE_STRANGER, NULL, 0));
  expect_critical ("Objects of type TestStranger cannot be stored: register the fields of the type first");
  g_assert_null (trove_document_new (TEST_TYPE_NODE, types, G_N_ELEMENTS (types)));
  expect_critical ("trove_document_new: assertion '!G_TYPE_IS_ABSTRACT (root_type)' failed");
  g_assert_null (trove_document_new (TEST_TYPE_ABSTRACT_NODE, NULL, 0));
  g_test_assert_expected_messages ();
}

/* A document that was not made with its function has no root. It is refused by all functions. */
static void
test_new_without_root (void)
{
  g_autoptr (TroveDocument) document = g_object_new (TROVE_TYPE_DOCUMENT, NULL);
  GError *error = NULL;

  g_assert_cmpuint (trove_document_get_root_type (document), ==, G_TYPE_NONE);
  expect_critical ("*no root*trove_document_new()*");
  g_assert_null (trove_document_dup_current (document));
  expect_critical ("*no root*");
  g_assert_cmpuint (trove_document_get_n_objects (document), ==, 0);
  g_test_assert_expected_messages ();
  g_assert_false (trove_document_commit (document, NULL, &error));
  assert_trove_error (error, TROVE_ERROR_REMOVED, "no root", "trove_document_new()");
  g_assert_false (trove_document_transfer (document, &error));
  assert_trove_error (error, TROVE_ERROR_REMOVED, "no root");
}

/* Keys */

static void
test_keys (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document), a = add_node (document, root, 1), b;
  GError *error = NULL;

  /* A key is not given again, although its object was taken back. */
  g_assert_true (trove_document_rollback (document, &error));
  b = add_node (document, root, 2);
  g_assert_cmpuint (b, ==, a + 1);
  commit (document, NULL);
  undo (document);
  g_assert_cmpuint (add_node (document, root, 3), ==, b + 1);
}

/* After 2^32 keys another replica number is drawn. */
static void
test_keys_of_many_replicas (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document), last, next;

  document->keys.n_made = G_MAXUINT32 - 1;
  last = add_node (document, root, 1);
  g_assert_cmphex (last, ==, G_MAXUINT32);
  next = add_node (document, root, 2);
  g_assert_cmphex (next & G_MAXUINT32, ==, 1);
  g_assert_cmphex (next >> 32, !=, 0);
  g_assert_cmphex (next >> 32, <, 1 << 21);
  g_assert_cmphex (add_node (document, root, 3), ==, next + 1);
  g_assert_cmpfloat (get_node (document, last).x, ==, 1);
  g_assert_cmpfloat (get_node (document, next).x, ==, 2);
}

static void
test_no_keys_left (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document), key = 77;
  GError *error = NULL;
  guint32 replica;

  while (trove_origin_draw_replica (document->origin, &replica))
    ;
  document->keys.n_made = G_MAXUINT32;
  g_assert_false (trove_document_add (document, TEST_TYPE_NODE, NULL, root, "children", 0, &key, &error));
  assert_trove_error (error, TROVE_ERROR_FULL, "No keys are left");
  g_assert_cmpuint (key, ==, 77);
  g_assert_false (trove_document_get_modified (document));
}

/* Properties */

static void
test_properties (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document);
  g_autoptr (TroveVersion) current = NULL, saved = NULL;
  g_autoptr (GVariant) view_state = NULL;
  g_autofree char *undo_label = NULL, *redo_label = NULL;
  gboolean modified, can_undo, can_redo;
  GType root_type;

  set_x (document, root, 1);
  commit (document, "One");
  set_x (document, root, 2);
  commit (document, "Two");
  undo (document);
  g_object_set (document, "view-state", g_variant_new_int32 (5), NULL);
  g_object_get (document, "root-type", &root_type, "current", &current, "saved", &saved, "modified",
                &modified, "can-undo", &can_undo, "can-redo", &can_redo, "undo-label", &undo_label,
                "redo-label", &redo_label, "view-state", &view_state, NULL);
  g_assert_cmpuint (root_type, ==, TEST_TYPE_NODE);
  g_assert_cmpstr (trove_version_get_label (current), ==, "One");
  g_assert_null (saved);
  g_assert_true (modified);
  g_assert_true (can_undo);
  g_assert_true (can_redo);
  g_assert_cmpstr (undo_label, ==, "One");
  g_assert_cmpstr (redo_label, ==, "Two");
  g_assert_cmpint (g_variant_get_int32 (view_state), ==, 5);
}

static void
test_versions (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document);
  g_autofree char *labels = NULL;

  set_x (document, root, 1);
  commit (document, "a");
  undo (document);
  set_x (document, root, 2);
  commit (document, NULL);
  labels = all_labels (document);
  g_assert_cmpstr (labels, ==, "- a -");
}

/* Each property is notified when its value changes, and only then. */
static void
test_notify (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autoptr (GPtrArray) notes = note_properties (document);
  TroveKey root = trove_document_get_root_key (document);
  g_autoptr (TroveVersion) first = trove_document_dup_current (document);

  set_x (document, root, 1);
  assert_notified (notes, "can-undo modified");
  set_x (document, root, 2);
  assert_notified (notes, "");
  set_x (document, root, 2);
  assert_notified (notes, "");
  commit (document, "One");
  assert_notified (notes, "current undo-label");

  set_x (document, root, 3);
  assert_notified (notes, "undo-label"); /* edits have none */
  g_assert_null (trove_document_get_undo_label (document));
  g_assert_true (trove_document_rollback (document, NULL));
  assert_notified (notes, "undo-label");
  g_assert_true (trove_document_rollback (document, NULL));
  assert_notified (notes, "");

  set_x (document, root, 3);
  assert_notified (notes, "undo-label");
  commit (document, "One");
  assert_notified (notes, "current undo-label");
  undo (document); /* the label before is the same */
  assert_notified (notes, "can-redo current redo-label");
  undo (document);
  assert_notified (notes, "can-undo current modified undo-label");
  redo (document);
  assert_notified (notes, "can-undo current modified undo-label");
  set_x (document, root, 4);
  assert_notified (notes, "can-redo redo-label undo-label");
  set_x (document, root, 1);
  assert_notified (notes, "");
  set_x (document, root, 2);
  commit (document, NULL); /* nothing differs */
  assert_notified (notes, "can-redo redo-label undo-label");

  g_assert_true (trove_document_set_saved (document, NULL, NULL));
  assert_notified (notes, "modified saved");
  g_assert_true (trove_document_set_saved (document, NULL, NULL));
  assert_notified (notes, "");
  g_assert_true (trove_document_set_saved (document, first, NULL));
  assert_notified (notes, "modified saved");
  g_assert_true (trove_document_go_to (document, first, NULL));
  assert_notified (notes, "can-undo current modified undo-label");
}

/* In a handler all properties have their new values. The view state is the last that is notified. */

static void
check_in_handler (TroveDocument *document, GParamSpec *pspec, gpointer n_calls)
{
  g_autoptr (TroveVersion) current = trove_document_dup_current (document);

  g_assert_null (trove_version_get_label (current));
  g_assert_false (trove_document_get_modified (document));
  g_assert_true (trove_document_get_can_redo (document));
  g_assert_cmpint (g_variant_get_int32 (trove_document_get_view_state (document)), ==, 1);
  ++*(guint *) n_calls;
}

static void
test_notify_view_state (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autoptr (GPtrArray) notes = note_properties (document);
  TroveKey root = trove_document_get_root_key (document);
  guint n_calls = 0;

  trove_document_set_view_state (document, g_variant_new_int32 (1));
  assert_notified (notes, "view-state");
  trove_document_set_view_state (document, g_variant_new_int32 (1));
  assert_notified (notes, "");
  trove_document_set_view_state (document, trove_document_get_view_state (document));
  assert_notified (notes, "");
  g_assert_false (trove_document_get_modified (document));
  g_assert_false (trove_document_get_can_undo (document));

  set_x (document, root, 1);
  trove_document_set_view_state (document, g_variant_new_int32 (2));
  commit (document, "One");
  g_ptr_array_set_size (notes, 0);
  g_signal_connect (document, "notify", G_CALLBACK (check_in_handler), &n_calls);
  undo (document); /* behaviours 8, 22 */
  g_assert_cmpuint (n_calls, ==, notes->len);
  g_assert_cmpstr (notes->pdata[notes->len - 1], ==, "view-state");
  assert_notified (notes, "can-redo can-undo current modified redo-label undo-label view-state");
  g_signal_handlers_disconnect_by_func (document, check_in_handler, &n_calls);

  trove_document_set_view_state (document, NULL);
  assert_notified (notes, "view-state");
  trove_document_set_view_state (document, NULL);
  assert_notified (notes, "");
}

/* Handlers that change the document, and that drop it: behaviour 12. */

static void
undo_in_handler (TroveDocument *document, GParamSpec *pspec, gpointer data)
{
  g_signal_handlers_disconnect_by_func (document, undo_in_handler, data);
  undo (document);
}

static void
drop_in_handler (TroveDocument *document, GParamSpec *pspec, gpointer data)
{
  g_signal_handlers_disconnect_by_func (document, drop_in_handler, data);
  g_object_unref (document);
}

static void
test_handlers (void)
{
  TroveDocument *document = node_document_new ();
  g_autoptr (GPtrArray) notes = note_properties (document);
  TroveKey root = trove_document_get_root_key (document);
  gpointer weak = document;

  g_assert_nonnull (notes);
  g_object_add_weak_pointer (G_OBJECT (document), &weak);
  set_x (document, root, 1);
  g_signal_connect (document, "notify::current", G_CALLBACK (undo_in_handler), NULL);
  commit (document, "One");
  g_assert_cmpfloat (get_node (document, root).x, ==, 0);
  g_assert_true (trove_document_get_can_redo (document));

  trove_document_set_view_state (document, g_variant_new_int32 (1));
  g_signal_connect (document, "notify::current", G_CALLBACK (drop_in_handler), NULL);
  redo (document);
  g_assert_null (weak);
}

static void
test_handler_drops_in_edit (void)
{
  TroveDocument *document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document);
  const NodeData data = { .x = 5 };
  gpointer weak = document;

  g_object_add_weak_pointer (G_OBJECT (document), &weak);
  g_signal_connect (document, "notify::modified", G_CALLBACK (drop_in_handler), NULL);
  g_assert_true (trove_document_set (document, root, &data, NULL));
  g_assert_null (weak);
}

/* Threads */

typedef struct
{
  TroveDocument *document;
  TroveVersion *version;
  TroveKey root;
} Scene;

static void
be_refused (gpointer data)
{
  Scene *scene = data;
  TroveDocument *document = scene->document;
  GError *error = NULL;
  NodeData node = { 0 };
  TroveKey key;
  gsize n = 99;

  g_assert_false (trove_document_set (document, scene->root, &node, &error));
  assert_trove_error (error, TROVE_ERROR_WRONG_THREAD,
                      "The document belongs to the main thread, not to thread",
                      "call trove_document_transfer() on the owner's thread");
  g_assert_false (trove_document_commit (document, NULL, &error));
  assert_trove_error (error, TROVE_ERROR_WRONG_THREAD, "main thread");
  g_assert_false (trove_document_begin (document, NULL, &error));
  assert_trove_error (error, TROVE_ERROR_WRONG_THREAD, "main thread");
  g_assert_false (trove_document_end (document, &error));
  assert_trove_error (error, TROVE_ERROR_WRONG_THREAD, "main thread");
  g_assert_false (trove_document_cancel (document, &error));
  assert_trove_error (error, TROVE_ERROR_WRONG_THREAD, "main thread");
  g_assert_null (trove_document_freeze (document, &error));
  assert_trove_error (error, TROVE_ERROR_WRONG_THREAD, "main thread");
  g_assert_null (trove_document_branch (document, NULL, &error));
  assert_trove_error (error, TROVE_ERROR_WRONG_THREAD, "main thread");
  g_assert_false (trove_document_set_saved (document, NULL, &error));
  assert_trove_error (error, TROVE_ERROR_WRONG_THREAD, "main thread");
  g_assert_false (trove_document_transfer (document, &error));
  assert_trove_error (error, TROVE_ERROR_WRONG_THREAD, "main thread");

  /* Functions without errors print criticals. g_test_expect_message () is of one thread at a time: the main one waits. */
  for (guint i = 0; i < 15; i++)
    expect_critical ("The document belongs to the main thread, not to thread*");
  g_assert_null (trove_document_peek (document, scene->root, NULL));
  g_assert_cmpuint (trove_document_get_root_key (document), ==, 0);
  g_assert_cmpuint (trove_document_get_n_objects (document), ==, 0);
  g_assert_cmpuint (trove_document_get_n_children (document, scene->root, "children"), ==, 0);
  g_assert_cmpuint (trove_document_get_children (document, scene->root, "children", 0, &key, 1), ==, 0);
  g_assert_cmpuint (trove_document_get_owner (document, scene->root, NULL, NULL), ==, 0);
  g_assert_null (trove_document_dup_referrers (document, scene->root, &n));
  g_assert_cmpuint (n, ==, 0);
  g_assert_null (trove_document_dup_current (document));
  g_assert_null (trove_document_dup_saved (document));
  g_assert_null (trove_document_get_file (document));
  g_assert_false (trove_document_get_modified (document));
  g_assert_false (trove_document_get_can_undo (document));
  g_assert_false (trove_document_get_can_redo (document));
  g_assert_null (trove_document_get_view_state (document));
  trove_document_set_view_state (document, NULL);
  g_test_assert_expected_messages ();
  expect_critical ("The document belongs to the main thread, not to thread*");
  expect_critical ("The document belongs to the main thread, not to thread*");
  g_assert_null (trove_document_get_undo_label (document));
  g_assert_null (trove_document_get_redo_label (document));
  expect_critical ("The document belongs to the main thread, not to thread*");
  {
    g_autoptr (GPtrArray) versions = trove_document_dup_versions (document);

    g_assert_cmpuint (versions->len, ==, 0);
  }
  g_test_assert_expected_messages ();

  g_assert_cmpuint (trove_document_get_root_type (document), ==, TEST_TYPE_NODE);
  g_assert_cmpuint (trove_version_get_root_key (scene->version), ==, scene->root);
}

static void
take_over (gpointer data)
{
  Scene *scene = data;

  set_x (scene->document, scene->root, 7);
  commit (scene->document, "Other thread");
}

static void
test_threads (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  g_autoptr (TroveVersion) version = trove_document_dup_current (document);
  Scene scene = { document, version, trove_document_get_root_key (document) };
  GError *error = NULL;

  on_other_thread (be_refused, &scene);
  g_assert_true (trove_document_transfer (document, &error));
  on_other_thread (take_over, &scene);
  g_assert_cmpfloat (get_node (document, scene.root).x, ==, 7); /* the thread has ended */
  on_other_thread (be_refused, &scene);

  /* Given up and taken back. */
  g_assert_true (trove_document_transfer (document, &error));
  set_x (document, scene.root, 8);
  on_other_thread (be_refused, &scene);
}

static void
test_transfer_refused (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  GError *error = NULL;

  g_assert_true (trove_document_begin (document, NULL, &error));
  g_assert_false (trove_document_transfer (document, &error));
  assert_trove_error (error, TROVE_ERROR_BUSY, "A group");
  g_assert_true (trove_document_end (document, &error));
  g_assert_true (trove_document_transfer (document, &error));
}

/* Reading: by-key.c has more. */

static void
test_reading (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document), a = add_node (document, root, 1);
  TroveKey b = add_node (document, 0, 2), found[3] = { 0 };
  g_autofree TroveKey *referrers = NULL;
  const char *property;
  guint position = 99;
  gsize n;

  add_link (document, b, a);
  g_assert_cmpuint (trove_document_get_n_objects (document), ==, 3);
  g_assert_cmpuint (trove_document_get_n_children (document, root, "children"), ==, 1);
  g_assert_cmpuint (trove_document_get_children (document, root, "children", 0, found, 3), ==, 1);
  g_assert_cmpuint (found[0], ==, a);
  g_assert_cmpuint (trove_document_get_owner (document, a, &property, &position), ==, root);
  g_assert_cmpstr (property, ==, "children");
  g_assert_cmpuint (position, ==, 0);
  referrers = trove_document_dup_referrers (document, a, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpuint (referrers[0], ==, b);
  g_assert_null (trove_document_peek (document, 0, NULL));
}

static TroveMerge *
apply (TroveDocument *document, TroveChanges *changes)
{
  g_autoptr (GError) error = NULL;
  TroveMerge *merge = trove_document_apply (document, changes, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (merge)), ==, 1);
  return merge;
}

/* A document keeps uncommitted merges as long as somebody has their conflicts. */
static void
test_dropped_merges (void)
{
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document);
  g_autoptr (TroveVersion) before = trove_document_dup_current (document), after = NULL;
  g_autoptr (TroveChanges) changes = NULL;
  TroveMerge *held[3];

  set_x (document, root, 1);
  commit (document, NULL);
  after = trove_document_dup_current (document);
  changes = trove_version_compare (before, after, NULL);
  set_x (document, root, 2);
  for (guint i = 0; i < G_N_ELEMENTS (held); i++)
    held[i] = apply (document, changes);
  for (guint i = 0; i < 100; i++)
    g_object_unref (apply (document, changes));
  g_assert_cmpuint (document->merges->len, <=, 8);

  g_assert_true (trove_document_rollback (document, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (held); i++)
    {
      g_autoptr (TroveConflict) conflict = g_list_model_get_item (G_LIST_MODEL (held[i]), 0);
      g_autoptr (GError) error = NULL;

      g_assert_false (trove_conflict_set_choice (conflict, TROVE_CHOICE_THEIRS, &error));
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_REMOVED);
      g_object_unref (held[i]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document/new", test_new);
  g_test_add_func ("/document/new/refused", test_new_refused);
  g_test_add_func ("/document/new/without-root", test_new_without_root);
  g_test_add_func ("/document/keys", test_keys);
  g_test_add_func ("/document/keys/many-replicas", test_keys_of_many_replicas);
  g_test_add_func ("/document/keys/none-left", test_no_keys_left);
  g_test_add_func ("/document/properties", test_properties);
  g_test_add_func ("/document/versions", test_versions);
  g_test_add_func ("/document/notify", test_notify);
  g_test_add_func ("/document/notify/view-state", test_notify_view_state);
  g_test_add_func ("/document/notify/handlers", test_handlers);
  g_test_add_func ("/document/notify/drop-in-edit", test_handler_drops_in_edit);
  g_test_add_func ("/document/threads", test_threads);
  g_test_add_func ("/document/transfer-refused", test_transfer_refused);
  g_test_add_func ("/document/reading", test_reading);
  g_test_add_func ("/document/dropped-merges", test_dropped_merges);

  return g_test_run ();
}

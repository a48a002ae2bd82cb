/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Behaviours that applications expect of handles and list models, one test each. The numbers are those of the list whose other
 * behaviours document-behaviours.c has. */

#include "list-fixture.h"

static double
get_x (gpointer object)
{
  double x;

  g_object_get (object, "x", &x, NULL);
  return x;
}

static TroveObject *
get_target (gpointer object)
{
  TroveObject *target;

  g_object_get (object, "target", &target, NULL);
  return target;
}

/* One live handle of an object while somebody holds it, by whichever way it is asked for. */
static void
test_1_one_handle (void)
{
  Fixture f;
  g_autoptr (TroveObject) item = NULL, looked_up = NULL, target = NULL, owner = NULL;
  g_autoptr (GPtrArray) referrers = NULL;

  fixture_init (&f);
  append_nodes (&f, f.children, 1, 1);
  item = get_item (f.children, 0);
  g_object_set (f.root, "target", item, NULL);
  append (f.links, item);
  looked_up = trove_document_lookup (f.document, trove_object_get_key (item));
  target = get_target (f.root);
  owner = trove_object_dup_owner (item);
  referrers = trove_object_dup_referrers (item);
  g_assert_true (looked_up == item && target == item);
  g_assert_true (owner == f.root && referrers->pdata[0] == f.root);
  commit (f.document, NULL);
  undo (f.document);
  redo (f.document);
  g_clear_object (&looked_up);
  looked_up = get_item (f.links, 0);
  g_assert_true (looked_up == item);
  fixture_clear (&f);
}

/* A handle that nobody holds is finalized. Threads that drop handles do not make a look-up revive one that is dying. */

static gpointer
drop_handles (gpointer data)
{
  GAsyncQueue *queue = data;
  gpointer handle;

  while ((handle = g_async_queue_pop (queue)) != queue)
    g_object_unref (handle);
  return NULL;
}

static void
test_2_dropped (void)
{
  Fixture f;
  g_autoptr (GAsyncQueue) queue = g_async_queue_new ();
  GThread *thread;

  fixture_init (&f);
  append_nodes (&f, f.children, 0, 3);
  thread = g_thread_new ("drops", drop_handles, queue);
  for (guint i = 0; i < test_count (20000, 1000); i++)
    {
      g_autoptr (TroveObject) held = get_item (f.children, i % 3);
      TroveObject *again = get_item (f.children, i % 3);

      g_assert_true (again == held);
      g_assert_cmpfloat (get_x (held), ==, i % 3);
      g_object_unref (again);
      g_async_queue_push (queue, g_steal_pointer (&held));
    }
  g_async_queue_push (queue, queue);
  g_thread_join (thread);
  fixture_clear (&f);
}

/* The handle of a removed object is safe. */
static void
test_4_removed (void)
{
  Fixture f;
  g_autoptr (TroveObject) item = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GValue) value = double_value (9);

  fixture_init (&f);
  append_nodes (&f, f.children, 5, 1);
  item = get_item (f.children, 0);
  event_log_watch (f.log, item, "item");
  g_assert_true (trove_object_remove (item, &error));
  assert_events (f.log, "children 0-1+0 item:owner");
  commit (f.document, NULL);
  assert_events (f.log, "item:removed");
  g_assert_true (trove_object_get_removed (item));
  g_assert_cmpfloat (get_x (item), ==, 5);
  g_assert_false (trove_object_set_field (item, "x", &value, &error));
  assert_trove_error (error, TROVE_ERROR_REMOVED, "was removed");
  fixture_clear (&f);
}

/* Undo of a removal makes the same handle live again. Its signal handlers work. */
static void
test_5_undo_of_a_removal (void)
{
  Fixture f;
  g_autoptr (TroveObject) item = NULL, found = NULL;
  TroveList *inner;

  fixture_init (&f);
  append_nodes (&f, f.children, 5, 1);
  item = get_item (f.children, 0);
  inner = trove_object_get_list (item, "children");
  append_nodes (&f, inner, 6, 2);
  commit (f.document, NULL);
  remove_at (f.children, 0);
  commit (f.document, NULL);
  undo (f.document);
  found = get_item (f.children, 0);
  g_assert_true (found == item);
  event_log_watch (f.log, item, "item");
  event_log_watch (f.log, inner, "inner");
  g_free (event_log_take (f.log));
  g_object_set (item, "x", 7., NULL);
  remove_at (inner, 0);
  assert_events (f.log, "item:x inner 0-1+0");
  fixture_clear (&f);
}

/* Inside every handler the getters show the new state, whole; a list whose turn has not come is whole as it was. */

typedef struct
{
  TroveObject *objects[3];
  TroveList *lists[3];
  char *items[3][2]; /* of each list: before and after */
  double xs[3];
  gboolean had_turn[3];
  guint n;
} Whole;

static void
check_whole (Whole *whole)
{
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpfloat (get_x (whole->objects[i]), ==, whole->xs[i]);
      assert_items (whole->lists[i], whole->items[i][whole->had_turn[i]]);
    }
  whole->n++;
}

static void
check_turn (GListModel *list, guint position, guint n_removed, guint n_added, Whole *whole)
{
  for (guint i = 0; i < 3; i++)
    if (G_LIST_MODEL (whole->lists[i]) == list)
      whole->had_turn[i] = TRUE; /* each has one run */
  check_whole (whole);
}

static void
check_notify (GObject *object, GParamSpec *pspec, Whole *whole)
{
  check_whole (whole);
}

static void
test_8_whole_states (void)
{
  Fixture f;
  Whole whole = { .xs = { 10, 11, 12 } };

  fixture_init (&f);
  append_nodes (&f, f.children, 0, 3);
  for (guint i = 0; i < 3; i++)
    {
      whole.objects[i] = get_item (f.children, i);
      g_object_set (whole.objects[i], "x", 10. + i, NULL);
      whole.lists[i] = trove_object_get_list (whole.objects[i], "children");
      append_nodes (&f, whole.lists[i], 20 + i, 2);
      whole.items[i][1] = list_items (whole.lists[i]);
    }
  commit (f.document, NULL);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (TroveObject) moved = get_item (whole.lists[(i + 1) % 3], 0);

      g_object_set (whole.objects[i], "x", 50. + i, NULL);
      append (whole.lists[i], moved);
      remove_at (whole.lists[i], 0);
    }
  commit (f.document, NULL);
  for (guint i = 0; i < 3; i++)
    {
      whole.items[i][0] = list_items (whole.lists[i]);
      g_signal_connect (whole.objects[i], "notify", G_CALLBACK (check_notify), &whole);
      g_signal_connect (whole.lists[i], "items-changed", G_CALLBACK (check_turn), &whole);
    }
  undo (f.document);
  g_assert_cmpuint (whole.n, >=, 6);
  for (guint i = 0; i < 3; i++)
    {
      g_signal_handlers_disconnect_by_data (whole.objects[i], &whole);
      g_signal_handlers_disconnect_by_data (whole.lists[i], &whole);
      g_object_unref (whole.objects[i]);
      g_free (whole.items[i][0]);
      g_free (whole.items[i][1]);
    }
  fixture_clear (&f);
}

/* Each property notifies at most once in an undo, and not at all where its value is the same. */
static void
test_9_once (void)
{
  Fixture f;

  fixture_init (&f);
  event_log_watch (f.log, f.root, "root");
  for (guint i = 1; i < 10; i++)
    g_object_set (f.root, "x", (double) i, NULL);
  g_object_set (f.root, "label", "a", NULL);
  g_object_set (f.root, "label", NULL, NULL);
  g_object_set (f.root, "target", f.root, NULL);
  commit (f.document, NULL);
  g_free (event_log_take (f.log));
  undo (f.document);
  assert_events (f.log, "root:x root:target");
  redo (f.document);
  assert_events (f.log, "root:x root:target");
  fixture_clear (&f);
}

/* Cancel tells only what changed, and removes what was created. */
static void
test_10_cancel (void)
{
  Fixture f;
  g_autoptr (TroveObject) item = NULL, made = NULL;
  g_autoptr (GError) error = NULL;

  fixture_init (&f);
  append_nodes (&f, f.children, 1, 2);
  item = get_item (f.children, 0);
  commit (f.document, NULL);
  g_assert_true (trove_document_begin (f.document, NULL, &error));
  made = new_node (&f, 3);
  append (f.children, made);
  g_object_set (item, "x", 5., "label", "a", NULL);
  g_object_set (item, "label", NULL, NULL);
  event_log_watch (f.log, item, "item");
  event_log_watch (f.log, made, "made");
  g_free (event_log_take (f.log));
  g_assert_true (trove_document_cancel (f.document, &error));
  assert_events (f.log, "children 2-1+0 item:x made:owner made:removed");
  g_assert_true (trove_object_get_removed (made));
  fixture_clear (&f);
}

/* An edit by a handler during undo changes nothing and leaves redo usable. */
static void
set_label (GObject *object, GParamSpec *pspec, gpointer data)
{
  g_object_set (object, "label", "by a handler", NULL);
}

static void
test_11_edit_in_undo (void)
{
  Fixture f;
  g_autofree char *label = NULL;

  fixture_init (&f);
  g_object_set (f.root, "x", 5., NULL);
  commit (f.document, NULL);
  g_signal_connect (f.root, "notify::x", G_CALLBACK (set_label), NULL);
  undo (f.document);
  g_object_get (f.root, "label", &label, NULL);
  g_assert_null (label);
  g_assert_true (trove_document_get_can_redo (f.document));
  redo (f.document);
  g_assert_cmpfloat (get_x (f.root), ==, 5);
  fixture_clear (&f);
}

/* Handlers connect, disconnect and drop. No other handler misses its delivery. */

typedef struct
{
  Fixture *f;
  TroveObject **held; /* an object to drop */
  guint n_late;       /* calls of handlers that were connected meanwhile */
} Restless;

static void
count_late (GObject *object, GParamSpec *pspec, Restless *restless)
{
  restless->n_late++;
}

static void
change_handlers (GObject *object, GParamSpec *pspec, Restless *restless)
{
  g_signal_handlers_disconnect_by_func (object, change_handlers, restless);
  g_signal_connect (restless->f->root, "notify", G_CALLBACK (count_late), restless);
  g_clear_object (restless->held);
  g_clear_object (&restless->f->document);
}

static void
test_12_restless_handlers (void)
{
  Fixture f;
  TroveObject *items[2];
  g_autoptr (TroveObject) root = NULL;
  Restless restless;

  fixture_init (&f);
  root = g_object_ref (f.root);
  append_nodes (&f, f.children, 1, 2);
  for (guint i = 0; i < 2; i++)
    items[i] = get_item (f.children, i);
  commit (f.document, NULL);
  for (guint i = 0; i < 2; i++)
    g_object_set (items[i], "x", 5., "label", "a", NULL);
  g_object_set (root, "x", 6., NULL);
  commit (f.document, NULL);
  restless = (Restless){ &f, &items[1], 0 };
  g_signal_connect (items[0], "notify::x", G_CALLBACK (change_handlers), &restless);
  event_log_watch (f.log, items[0], "zero");
  event_log_watch (f.log, items[1], "one");
  event_log_watch (f.log, f.document, "doc");
  g_free (event_log_take (f.log));
  undo (f.document);
  g_assert_null (f.document);
  g_assert_null (items[1]);
  {
    g_autofree char *events = event_log_take (f.log);
    const char *const parts[] = { "zero:x", "zero:label", "one:x", "one:label", "doc!", "doc:can-redo" };

    for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
      g_assert_nonnull (strstr (events, parts[i]));
  }
  g_assert_cmpuint (restless.n_late, <=, 2); /* of x, and of the removal */
  g_assert_cmpuint (restless.n_late, >=, 1);
  g_signal_handlers_disconnect_by_data (root, &restless);
  g_object_unref (items[0]);
  event_log_free (f.log);
}

/* Property edits emit no items-changed. One changed list emits its edit script from the back. */
static void
test_13_scripts (void)
{
  Fixture f;
  g_autoptr (TroveObject) item = NULL;

  fixture_init (&f);
  append_nodes (&f, f.children, 0, 10);
  append_nodes (&f, f.links, 20, 3);
  item = get_item (f.children, 4);
  g_object_set (item, "x", 44., "label", "a", NULL);
  commit (f.document, NULL);
  remove_at (f.children, 8);
  remove_at (f.children, 2);
  g_object_set (item, "x", 45., NULL);
  commit (f.document, NULL);
  g_free (event_log_take (f.log));
  undo (f.document);
  assert_events (f.log, "children 7-0+1 children 2-0+1");
  undo (f.document);
  g_free (event_log_take (f.log));
  fixture_clear (&f);
}

/* In an undo that reorders one row of many, nothing but that row is told. */
static void
test_14_one_row (void)
{
  Fixture f;
  const guint n = test_count (100000, 2000);

  fixture_init (&f);
  append_nodes (&f, f.children, 0, n);
  commit (f.document, NULL);
  move (f.children, 10, n - 10);
  commit (f.document, NULL);
  g_free (event_log_take (f.log));
  undo (f.document);
  {
    g_autofree char *events = event_log_take (f.log);
    g_autofree char *expected = g_strdup_printf ("children %u-1+0 children 10-0+1", n - 10);

    g_assert_cmpstr (events, ==, expected);
  }
  fixture_clear (&f);
}

/* A move keeps the key and the handle, and references to the object. */
static void
test_15_moves (void)
{
  Fixture f;
  g_autoptr (TroveObject) item = NULL, owner = NULL, target = NULL, now = NULL;
  TroveKey key;

  fixture_init (&f);
  append_nodes (&f, f.children, 1, 2);
  item = get_item (f.children, 0);
  owner = get_item (f.children, 1);
  key = trove_object_get_key (item);
  g_object_set (f.root, "target", item, NULL);
  append (trove_object_get_list (owner, "children"), item);
  commit (f.document, NULL);
  target = get_target (f.root);
  g_assert_true (target == item);
  g_assert_cmpuint (trove_object_get_key (item), ==, key);
  now = trove_object_dup_owner (item);
  g_assert_true (now == owner);
  fixture_clear (&f);
}

/* A million objects without a handle. Reading some rows makes handles for those alone, and lets them go. */
static void
test_29_rows_in_view (void)
{
  Fixture f;
  const guint n = test_count (200000, 2000);
  g_autoptr (TroveDocument) document = node_document_new ();
  TroveKey root = trove_document_get_root_key (document);
  TroveList *list;
  gpointer rows[40] = { NULL };

  fixture_init (&f);
  for (guint i = 0; i < n; i++)
    add_node (document, root, i);
  list = trove_object_get_list (trove_document_get_root (document), "children");
  g_assert_cmpuint (count (list), ==, n);
  for (guint first = 0; first + G_N_ELEMENTS (rows) <= n; first += n / 7)
    {
      TroveObject *held[G_N_ELEMENTS (rows)];

      for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        {
          held[i] = get_item (list, first + i);
          g_assert_cmpfloat (get_x (held[i]), ==, first + i);
          g_set_weak_pointer (&rows[i], held[i]);
        }
      for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
        {
          g_object_unref (held[i]);
          g_assert_null (rows[i]);
        }
    }
  fixture_clear (&f);
}

/* A document that is dropped leaves handles that are removed, and lists that are empty. */
static void
test_30_document_dropped (void)
{
  Fixture f;
  g_autoptr (TroveObject) item = NULL;
  g_autoptr (TroveList) list = NULL;

  fixture_init (&f);
  append_nodes (&f, f.children, 1, 3);
  item = get_item (f.children, 2);
  list = g_object_ref (f.children);
  fixture_clear (&f);
  g_assert_true (trove_object_get_removed (item));
  g_assert_null (trove_object_get_document (item));
  g_assert_cmpfloat (get_x (item), ==, 3);
  g_assert_cmpuint (count (list), ==, 0);
}

/* Properties that are bound both ways survive undo without a loop. */
static void
test_31_bindings (void)
{
  Fixture f;
  g_autoptr (TroveObject) a = NULL, b = NULL;

  fixture_init (&f);
  append_nodes (&f, f.children, 1, 2);
  a = get_item (f.children, 0);
  b = get_item (f.children, 1);
  g_object_bind_property (a, "x", b, "x", G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_assert_cmpfloat (get_x (b), ==, 1);
  commit (f.document, NULL);
  event_log_watch (f.log, a, "a");
  event_log_watch (f.log, b, "b");
  for (guint i = 0; i < 3; i++)
    {
      g_free (event_log_take (f.log));
      g_object_set (i % 2 == 0 ? a : b, "x", 10. + i, NULL);
      assert_events (f.log, i % 2 == 0 ? "b:x a:x" : "a:x b:x");
      g_assert_cmpfloat (get_x (a), ==, 10 + i);
      g_assert_cmpfloat (get_x (b), ==, 10 + i);
      commit (f.document, NULL);
      undo (f.document);
      g_assert_cmpfloat (get_x (a), ==, i == 0 ? 1 : 9 + i);
      g_assert_cmpfloat (get_x (b), ==, i == 0 ? 1 : 9 + i);
      g_assert_true (trove_document_get_can_redo (f.document));
      redo (f.document);
      g_assert_cmpfloat (get_x (a), ==, 10 + i);
    }
  fixture_clear (&f);
}

/* Objects of two documents never mix, in a list or a property. */
static void
test_32_foreign (void)
{
  Fixture f, other;
  g_autoptr (TroveObject) item = NULL;
  g_autoptr (TroveDocument) branch = NULL;
  g_autoptr (TroveObject) twin = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GValue) value = G_VALUE_INIT;

  fixture_init (&f);
  fixture_init (&other);
  item = new_node (&other, 1);
  g_assert_false (trove_list_append (f.children, item, &error));
  assert_trove_error (error, TROVE_ERROR_FOREIGN, "another document");
  g_value_init (&value, TEST_TYPE_NODE);
  g_value_set_object (&value, item);
  g_assert_false (trove_object_set_field (f.root, "target", &value, &error));
  assert_trove_error (error, TROVE_ERROR_FOREIGN, "another document");

  /* A branch has objects of the same keys. */
  branch = trove_document_branch (f.document, NULL, &error);
  twin = trove_document_lookup (branch, 1);
  g_assert_true (twin != f.root);
  g_assert_false (trove_list_append (f.links, twin, &error));
  assert_trove_error (error, TROVE_ERROR_FOREIGN, "another document");
  fixture_clear (&other);
  fixture_clear (&f);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/object-behaviours/1-one-handle", test_1_one_handle);
  g_test_add_func ("/object-behaviours/2-dropped", test_2_dropped);
  g_test_add_func ("/object-behaviours/4-removed", test_4_removed);
  g_test_add_func ("/object-behaviours/5-undo-of-a-removal", test_5_undo_of_a_removal);
  g_test_add_func ("/object-behaviours/8-whole-states", test_8_whole_states);
  g_test_add_func ("/object-behaviours/9-once", test_9_once);
  g_test_add_func ("/object-behaviours/10-cancel", test_10_cancel);
  g_test_add_func ("/object-behaviours/11-edit-in-undo", test_11_edit_in_undo);
  g_test_add_func ("/object-behaviours/12-restless-handlers", test_12_restless_handlers);
  g_test_add_func ("/object-behaviours/13-scripts", test_13_scripts);
  g_test_add_func ("/object-behaviours/14-one-row", test_14_one_row);
  g_test_add_func ("/object-behaviours/15-moves", test_15_moves);
  g_test_add_func ("/object-behaviours/29-rows-in-view", test_29_rows_in_view);
  g_test_add_func ("/object-behaviours/30-document-dropped", test_30_document_dropped);
  g_test_add_func ("/object-behaviours/31-bindings", test_31_bindings);
  g_test_add_func ("/object-behaviours/32-foreign", test_32_foreign);
  status = g_test_run ();
  g_assert_cmpint (test_hooks.n_live, ==, 0);
  return status;
}

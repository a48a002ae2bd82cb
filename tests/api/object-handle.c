/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Handles of objects: their states, how they are made and dropped, and classes that misbehave. */

#include "list-fixture.h"

/* A node whose functions are counted, and call hooks that a test sets. */

typedef struct
{
  TroveObject parent_instance;
} Odd;

typedef struct
{
  TroveObjectClass parent_class;
} OddClass;

typedef void (*OddHook) (TroveObject *object);

static struct
{
  guint n_added, n_attached, n_disposed;
  OddHook init, before_constructed, constructed, added, attached, disposed;
} odd;

static GType odd_get_type (void);
G_DEFINE_TYPE (Odd, odd, TEST_TYPE_NODE)

static void
run_hook (OddHook hook, gpointer object)
{
  if (hook != NULL)
    hook (object);
}

static void
odd_init (Odd *self)
{
  run_hook (odd.init, self);
}

static void
odd_constructed (GObject *object)
{
  run_hook (odd.before_constructed, object);
  G_OBJECT_CLASS (odd_parent_class)->constructed (object);
  run_hook (odd.constructed, object);
}

static void
odd_added (TroveObject *object)
{
  odd.n_added++;
  run_hook (odd.added, object);
}

static void
odd_attached (TroveObject *object)
{
  odd.n_attached++;
  run_hook (odd.attached, object);
}

static void
odd_dispose (GObject *object)
{
  odd.n_disposed++;
  G_OBJECT_CLASS (odd_parent_class)->dispose (object);
  run_hook (odd.disposed, object);
}

static void
odd_class_init (OddClass *klass)
{
  G_OBJECT_CLASS (klass)->constructed = odd_constructed;
  G_OBJECT_CLASS (klass)->dispose = odd_dispose;
  TROVE_OBJECT_CLASS (klass)->added = odd_added;
  TROVE_OBJECT_CLASS (klass)->attached = odd_attached;
}

static void
odd_begin (Fixture *f)
{
  memset (&odd, 0, sizeof odd);
  fixture_init (f);
}

static TroveObject *
new_odd (const Fixture *f)
{
  return g_object_new (odd_get_type (), "document", f->document, NULL);
}

/* An odd object that is the only child, committed, whose handle is gone. */
static TroveKey
add_odd (const Fixture *f)
{
  g_autoptr (TroveObject) object = new_odd (f);

  append (f->children, object);
  commit (f->document, NULL);
  return trove_object_get_key (object);
}

/* Values */

static double
get_x (gpointer object)
{
  double x;

  g_object_get (object, "x", &x, NULL);
  return x;
}

static void
set_5 (TroveObject *object)
{
  g_object_set (object, "x", 5., NULL);
}

/* The next warnings are that the property was not set, as often. */
static void
expect_unset (guint n, const char *reason)
{
  g_autofree char *pattern = g_strdup_printf ("The property “x” of Odd was not set: %s*", reason);

  for (guint i = 0; i < n; i++)
    g_test_expect_message ("Trove", G_LOG_LEVEL_WARNING, pattern);
}

/* States */

static void
check_none (TroveObject *object)
{
  g_autoptr (TroveObject) owner = trove_object_dup_owner (object);
  g_autoptr (GPtrArray) referrers = trove_object_dup_referrers (object);

  g_assert_null (owner);
  g_assert_cmpuint (referrers->len, ==, 0);
  g_assert_null (trove_object_get_document (object));
}

static void
test_none (void)
{
  Fixture f;
  g_autoptr (TroveObject) object = NULL;
  g_autoptr (TroveVersion) version = NULL;
  const NodeData *data;

  odd_begin (&f);
  object = g_object_new (odd_get_type (), NULL);
  version = trove_document_dup_current (f.document);
  check_none (object);
  g_assert_cmpuint (trove_object_get_key (object), ==, 0);
  g_assert_null (trove_object_get_version (object));
  g_assert_false (trove_object_get_removed (object));
  g_assert_null (trove_object_get_list (object, "children"));
  g_assert_null (trove_object_dup_at (object, version));
  data = trove_object_peek_data (object);
  g_assert_cmpfloat (data->x, ==, 0);
  g_assert_cmpuint (odd.n_added + odd.n_attached, ==, 0);
  fixture_clear (&f);
}

static void
test_live (void)
{
  Fixture f;
  g_autoptr (TroveObject) object = NULL, owner = NULL, again = NULL;
  g_autoptr (TroveDocument) document = NULL;
  guint64 key;
  gboolean removed;

  odd_begin (&f);
  object = g_object_new (odd_get_type (), "x", 3., "label", "three", "document", f.document, NULL);
  g_object_get (object, "document", &document, "key", &key, "owner", &owner, "removed", &removed, NULL);
  g_assert_true (document == f.document);
  g_assert_cmpuint (key, ==, trove_object_get_key (object));
  g_assert_null (owner);
  g_assert_false (removed);
  g_assert_null (trove_object_get_version (object));
  g_assert_cmpfloat (get_x (object), ==, 3);
  g_assert_cmpfloat (get_node (f.document, key).x, ==, 3);
  g_assert_cmpstr (get_node (f.document, key).label, ==, "three");
  append (f.children, object);
  g_object_get (object, "owner", &owner, NULL);
  g_assert_true (owner == f.root);
  again = trove_document_lookup (f.document, key);
  g_assert_true (again == object);
  g_assert_null (trove_document_lookup (f.document, key + 1));
  g_assert_null (trove_document_lookup (f.document, 0));
  g_assert_null (trove_document_lookup (f.document, G_MAXUINT64));
  fixture_clear (&f);
}

/* A handle that nobody holds is finalized, and another one made: added runs once for an object, attached once for a handle. */
static void
test_made_again (void)
{
  Fixture f;
  TroveKey key;
  gpointer handle = NULL;

  odd_begin (&f);
  key = add_odd (&f);
  g_assert_cmpuint (odd.n_disposed, ==, 1);
  for (guint i = 2; i < 5; i++)
    {
      g_autoptr (TroveObject) object = trove_document_lookup (f.document, key);
      g_autoptr (TroveObject) item = get_item (f.children, 0);

      g_assert_true (item == object);
      g_assert_cmpuint (odd.n_attached, ==, i);
      g_set_weak_pointer (&handle, object);
    }
  g_assert_null (handle);
  g_assert_cmpuint (odd.n_added, ==, 1);
  undo (f.document);
  redo (f.document);
  g_object_unref (trove_document_lookup (f.document, key));
  g_assert_cmpuint (odd.n_added, ==, 1);
  fixture_clear (&f);
}

/* A handle shows each state, wherever that has the object. */
static void
test_follows (void)
{
  Fixture f;
  g_autoptr (TroveObject) object = NULL;
  TroveKey key;

  odd_begin (&f);
  key = add_odd (&f);
  object = trove_document_lookup (f.document, key);
  for (guint i = 1; i < 5; i++)
    {
      set_x (f.document, key, i);
      g_assert_cmpfloat (get_x (object), ==, i);
      commit (f.document, NULL);
      g_assert_cmpfloat (get_x (object), ==, i);
    }
  undo (f.document);
  g_assert_cmpfloat (get_x (object), ==, 3);
  fixture_clear (&f);
}

/* A removed handle has its last values, refuses writes, and is live again after undo. */
static void
test_removed (void)
{
  Fixture f;
  g_autoptr (TroveObject) object = NULL, target = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *label = NULL;
  g_auto (GValue) value = double_value (9);

  odd_begin (&f);
  object = new_odd (&f);
  append (f.children, object);
  g_object_set (object, "x", 4., "label", "four", "target", object, NULL);
  commit (f.document, NULL);
  g_free (event_log_take (f.log));
  event_log_watch (f.log, object, "odd");
  remove_at (f.children, 0);
  commit (f.document, NULL);
  assert_events (f.log, "children 0-1+0 odd:owner odd:removed");

  g_assert_true (trove_object_get_removed (object));
  g_object_get (object, "label", &label, "target", &target, NULL);
  g_assert_cmpfloat (get_x (object), ==, 4);
  g_assert_cmpstr (label, ==, "four");
  g_assert_true (target == object);
  g_clear_object (&target);
  expect_unset (1, "Odd 2 was removed");
  g_object_set (object, "x", 9., NULL);
  g_test_assert_expected_messages ();
  g_assert_false (trove_object_set_field (object, "x", &value, &error));
  assert_trove_error (error, TROVE_ERROR_REMOVED, "Odd 2 was removed");
  g_assert_false (trove_object_set_data (object, trove_object_peek_data (object), &error));
  assert_trove_error (error, TROVE_ERROR_REMOVED, "Odd 2 was removed");
  g_assert_false (trove_object_remove (object, &error));
  assert_trove_error (error, TROVE_ERROR_REMOVED, "Odd 2 was removed");
  g_assert_cmpfloat (get_x (object), ==, 4);
  g_assert_null (trove_document_lookup (f.document, 2));

  undo (f.document);
  assert_events (f.log, "children 0-0+1 odd:owner odd:removed");
  g_assert_false (trove_object_get_removed (object));
  g_object_set (object, "x", 9., NULL);
  assert_events (f.log, "odd:x");
  g_assert_cmpfloat (get_node (f.document, 2).x, ==, 9);
  fixture_clear (&f);
}

/* A list shows objects that are gone until its turn, of which no handle was there. */
static void
test_removed_without_handle (void)
{
  Fixture f;
  g_autoptr (TroveObject) node = NULL;
  TroveList *list;
  TroveKey inner;

  odd_begin (&f);
  append_nodes (&f, f.children, 1, 1);
  node = get_item (f.children, 0);
  list = trove_object_get_list (node, "children");
  append_nodes (&f, list, 2, 1);
  {
    g_autoptr (TroveObject) item = get_item (list, 0);

    inner = trove_object_get_key (item);
  }
  commit (f.document, NULL);
  remove_at (f.children, 0);
  commit (f.document, NULL);
  undo (f.document);
  event_log_watch (f.log, list, "list");
  g_free (event_log_take (f.log));
  f.log->shows = TRUE;
  redo (f.document);
  assert_events (f.log,
                 "children 0-1+0 (children: , links: , list: 2) list 0-1+0 (children: , links: , list: )");
  g_assert_null (trove_document_lookup (f.document, inner));
  fixture_clear (&f);
}

/* Making a handle of an object that is there changes nothing. */

static void
test_set_in_init (void)
{
  Fixture f;
  TroveKey key;
  g_autoptr (TroveObject) object = NULL;

  odd_begin (&f);
  odd.init = set_5;
  expect_unset (1, "An object of type Odd has no document");
  key = add_odd (&f);
  g_test_assert_expected_messages ();
  g_assert_cmpfloat (get_node (f.document, key).x, ==, 0);

  expect_unset (1, "Odd 2 is in the document already, and its class cannot set it when a handle is made");
  object = trove_document_lookup (f.document, key);
  g_test_assert_expected_messages ();
  g_assert_cmpfloat (get_x (object), ==, 0);
  fixture_clear (&f);
}

static void
test_set_in_constructed (void)
{
  Fixture f;
  TroveKey key;
  g_autoptr (TroveObject) object = NULL;
  g_autoptr (TroveVersion) version = NULL;

  odd_begin (&f);
  odd.constructed = set_5;
  key = add_odd (&f); /* a new object is there when TroveObject has constructed it */
  g_assert_cmpfloat (get_node (f.document, key).x, ==, 5);
  set_x (f.document, key, 6);
  commit (f.document, NULL);

  expect_unset (1, "Odd 2 is in the document already");
  object = trove_document_lookup (f.document, key);
  g_test_assert_expected_messages ();
  g_assert_cmpfloat (get_x (object), ==, 6);
  g_assert_false (trove_document_get_can_redo (f.document));
  version = trove_document_dup_current (f.document);
  g_clear_object (&object);
  expect_unset (1, "Odd 2 is the object of a version, which does not change");
  object = trove_version_lookup (version, key);
  g_test_assert_expected_messages ();
  g_clear_object (&object);

  odd.constructed = NULL;
  odd.before_constructed = set_5;
  expect_unset (1, "An object of type Odd has no document");
  object = new_odd (&f);
  g_test_assert_expected_messages ();
  g_assert_cmpfloat (get_x (object), ==, 0);
  fixture_clear (&f);
}

static TroveObject *found_within; /* by a class that looks its object up while its handle is made */

static void
look_up_self (TroveObject *object)
{
  odd.constructed = NULL;
  found_within = trove_document_lookup (trove_object_get_document (object), trove_object_get_key (object));
}

/* Of two handles that are made within each other, one is attached. */
static void
test_made_within (void)
{
  Fixture f;
  g_autoptr (TroveObject) object = NULL;
  TroveKey key;

  odd_begin (&f);
  key = add_odd (&f);
  g_assert_cmpuint (odd.n_attached, ==, 1);
  odd.constructed = look_up_self;
  object = trove_document_lookup (f.document, key);
  g_assert_true (object == found_within);
  g_object_unref (found_within);
  g_assert_cmpuint (odd.n_attached, ==, 2);
  g_assert_cmpuint (odd.n_disposed, ==, 2);
  fixture_clear (&f);
}

/* A new object is set in added and attached. */
static void
test_set_in_added (void)
{
  Fixture f;
  g_autoptr (TroveObject) object = NULL;

  odd_begin (&f);
  odd.added = set_5;
  object = g_object_new (odd_get_type (), "document", f.document, "label", "first", NULL);
  g_assert_cmpfloat (get_x (object), ==, 5);
  g_clear_object (&object);
  object = g_object_new (odd_get_type (), "document", f.document, "x", 6., NULL);
  g_assert_cmpfloat (get_x (object), ==, 6);
  fixture_clear (&f);
}

/* Handlers while an object is made */

static void
commit_once (TroveDocument *document)
{
  g_signal_handlers_disconnect_by_func (document, commit_once, NULL);
  commit (document, NULL);
}

/* The commit drops the object, which has no owner yet. Its handle, or that of the copy, is a removed one. */
static void
test_dropped_while_made (void)
{
  for (guint is_copy = 0; is_copy < 2; is_copy++)
    {
      Fixture f;
      g_autoptr (TroveObject) object = NULL, original = NULL;
      g_autoptr (GError) error = NULL;

      odd_begin (&f);
      add_odd (&f);
      original = get_item (f.children, 0);
      g_assert_true (trove_document_set_saved (f.document, NULL, NULL));
      odd.n_added = odd.n_attached = 0;
      g_signal_connect (f.document, "notify::modified", G_CALLBACK (commit_once), NULL);
      object = is_copy ? trove_object_copy (original, f.document, &error) : new_odd (&f);
      g_assert_no_error (error);
      g_assert_true (trove_object_get_removed (object));
      g_assert_null (trove_document_lookup (f.document, trove_object_get_key (object)));
      g_assert_cmpuint (odd.n_added, ==, 0);
      g_assert_cmpuint (odd.n_attached, ==, 1);
      fixture_clear (&f);
    }
}

static void
look_up_changed (TroveDocument *document, GParamSpec *pspec, TroveObject **found)
{
  g_autoptr (TroveChanges) changes = trove_document_compare (document, NULL, NULL);
  g_autofree TroveKey *changed = NULL;
  gsize n;

  changed = trove_changes_dup_keys (changes, &n);
  g_assert_cmpuint (n, ==, 1);
  *found = trove_document_lookup (document, changed[0]);
}

/* The object that is being made is found by its key. */
static void
test_looked_up_while_made (void)
{
  Fixture f;
  g_autoptr (TroveObject) object = NULL, found = NULL;

  odd_begin (&f);
  g_signal_connect (f.document, "notify::modified", G_CALLBACK (look_up_changed), &found);
  object = new_odd (&f);
  g_assert_nonnull (object);
  g_assert_true (found == object);
  g_assert_cmpuint (odd.n_attached, ==, 1);
  fixture_clear (&f);
}

static TroveList *last_list; /* a weak pointer */

static void
read_children (TroveObject *object)
{
  TroveList *list = trove_object_get_list (object, "children");

  g_assert_true (TROVE_IS_LIST (list));
  g_set_weak_pointer (&last_list, list);
}

/* A class that sets a field and asks for a list when its handle is disposed of. */
static void
test_use_in_dispose (void)
{
  Fixture f;
  TroveKey key;

  odd_begin (&f);
  odd.disposed = read_children;
  key = add_odd (&f);
  g_assert_null (last_list);
  g_object_unref (trove_document_lookup (f.document, key));
  g_assert_null (last_list);
  odd.disposed = set_5;
  g_object_unref (trove_document_lookup (f.document, key));
  g_assert_cmpfloat (get_node (f.document, key).x, ==, 5);
  fixture_clear (&f);
}

static void
look_up_root (TroveObject *object)
{
  g_assert_true (TROVE_IS_OBJECT (trove_document_get_root (trove_object_get_document (object))));
}

/* The class of the root asks for the root when its handle is made. */
static void
test_root_in_attached (void)
{
  g_autoptr (TroveDocument) document = NULL;
  TroveObject *root;

  memset (&odd, 0, sizeof odd);
  odd.attached = look_up_root;
  document = trove_document_new (odd_get_type (), NULL, 0);
  root = trove_document_get_root (document);
  g_assert_cmpuint (odd.n_attached, ==, 1);
  g_assert_cmpuint (G_OBJECT (root)->ref_count, ==, 1);
  g_clear_object (&document);
  g_assert_cmpuint (odd.n_disposed, ==, 1);
}

/* Dropping handles */

static void
drop_handle (GObject *object, GParamSpec *pspec, TroveObject **held)
{
  g_clear_object (held);
}

/* The last reference is dropped by the handle's own handler: of a setter, and of undo. */
static void
test_drop_in_handler (void)
{
  Fixture f;
  TroveObject *held;
  TroveKey key;

  odd_begin (&f);
  key = add_odd (&f);
  held = trove_document_lookup (f.document, key);
  g_signal_connect (held, "notify", G_CALLBACK (drop_handle), &held);
  set_x (f.document, key, 3);
  g_assert_null (held);
  g_assert_cmpuint (odd.n_disposed, ==, 2);

  commit (f.document, NULL);
  held = trove_document_lookup (f.document, key);
  g_signal_connect (held, "notify", G_CALLBACK (drop_handle), &held);
  undo (f.document);
  g_assert_null (held);
  held = trove_document_lookup (f.document, key);
  g_assert_cmpfloat (get_x (held), ==, 0);
  g_clear_object (&held);
  fixture_clear (&f);
}

/* A handler drops another handle, which is to be told: it is told still. */
static void
test_drop_other_in_handler (void)
{
  Fixture f;
  g_autoptr (TroveObject) first = NULL;
  TroveObject *second;
  TroveKey key;

  odd_begin (&f);
  append_nodes (&f, f.children, 1, 2);
  first = get_item (f.children, 0);
  second = get_item (f.children, 1);
  key = trove_object_get_key (second);
  commit (f.document, NULL);
  set_x (f.document, trove_object_get_key (first), 8);
  set_x (f.document, key, 9);
  commit (f.document, NULL);
  event_log_watch (f.log, second, "second");
  g_signal_connect (first, "notify::x", G_CALLBACK (drop_handle), &second);
  undo (f.document);
  g_assert_null (second);
  assert_events (f.log, "second:x");
  fixture_clear (&f);
}

static void
drop_now (gpointer object)
{
  g_object_unref (object);
}

static void
test_drop_on_other_thread (void)
{
  Fixture f;
  TroveKey key;
  g_autoptr (TroveObject) object = NULL;

  odd_begin (&f);
  key = add_odd (&f);
  object = trove_document_lookup (f.document, key);
  read_children (object);
  on_other_thread (drop_now, g_steal_pointer (&object));
  g_assert_cmpuint (odd.n_disposed, ==, 2);
  object = trove_document_lookup (f.document, key);
  g_assert_cmpuint (odd.n_attached, ==, 3);
  fixture_clear (&f);
}

static void
keep (TroveObject *object)
{
  g_object_ref (object);
}

/* A class takes a new reference when its handle is disposed of. The handle reads and writes on, without being told. */
static void
test_revived_in_dispose (void)
{
  Fixture f;
  TroveKey key;
  TroveObject *object;
  g_autoptr (TroveObject) other = NULL;

  odd_begin (&f);
  key = add_odd (&f);
  object = trove_document_lookup (f.document, key);
  odd.disposed = keep;
  g_object_unref (object);
  odd.disposed = NULL;
  g_object_set (object, "x", 7., NULL);
  g_assert_cmpfloat (get_x (object), ==, 7);
  other = trove_document_lookup (f.document, key);
  g_assert_cmpfloat (get_x (other), ==, 7);
  g_object_unref (object);
  object = trove_document_lookup (f.document, key);
  g_assert_true (object == other);
  g_object_unref (object);
  fixture_clear (&f);
}

/* A handle that was disposed of outlives its document. */
static void
test_run_dispose (void)
{
  Fixture f;
  TroveKey key;
  g_autoptr (TroveObject) object = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GValue) value = double_value (9);

  odd_begin (&f);
  key = add_odd (&f);
  object = trove_document_lookup (f.document, key);
  read_children (object);
  g_object_run_dispose (G_OBJECT (object));
  g_object_set (object, "x", 7., NULL);
  g_assert_cmpfloat (get_x (object), ==, 7);
  g_assert_false (trove_object_get_removed (object));
  fixture_clear (&f);

  g_assert_true (trove_object_get_removed (object));
  g_assert_false (trove_object_set_field (object, "x", &value, &error));
  assert_trove_error (error, TROVE_ERROR_REMOVED, "Odd 2 was removed");
  g_assert_false (trove_object_set_data (object, trove_object_peek_data (object), &error));
  assert_trove_error (error, TROVE_ERROR_REMOVED, "Odd 2 was removed");
  check_none (object);
}

/* The document's end */

static void
test_document_gone (void)
{
  Fixture f;
  g_autoptr (TroveObject) object = NULL, root = NULL, target = NULL;

  odd_begin (&f);
  object = new_odd (&f);
  append (f.children, object);
  g_object_set (object, "x", 3., "target", f.root, NULL);
  root = g_object_ref (f.root);
  event_log_watch (f.log, object, "odd");
  g_free (event_log_take (f.log));
  g_object_unref (f.document);
  assert_events (f.log, "children 0-1+0 odd:owner odd:removed");
  check_none (object);
  g_assert_true (trove_object_get_removed (object));
  g_assert_true (trove_object_get_removed (root));
  g_assert_cmpfloat (get_x (object), ==, 3);
  g_object_get (object, "target", &target, NULL);
  g_assert_true (target == root);
  expect_unset (1, "Odd 2 was removed");
  g_object_set (object, "x", 4., NULL);
  g_test_assert_expected_messages ();
  event_log_free (f.log);
}

static void
drop_document (GObject *object, GParamSpec *pspec, TroveDocument **document)
{
  g_clear_object (document);
}

/* A handler drops the last reference on the document. The root and its list, which nobody else holds, are gone with it. */
static void
test_document_dropped_by_setter (void)
{
  Fixture f;
  g_autoptr (TroveObject) object = NULL;

  odd_begin (&f);
  object = new_odd (&f);
  append (f.children, object);
  event_log_watch (f.log, object, "odd");
  g_signal_connect (object, "notify::x", G_CALLBACK (drop_document), &f.document);
  g_free (event_log_take (f.log));
  g_object_set (object, "x", 3., NULL);
  g_assert_null (f.document);
  assert_events (f.log, "odd:x odd:owner odd:removed");
  g_assert_true (trove_object_get_removed (object));
  g_assert_cmpfloat (get_x (object), ==, 3);
  event_log_free (f.log);
}

static void
drop_document_of_list (GListModel *list, guint at, guint n_removed, guint n_added, TroveDocument **document)
{
  g_clear_object (document);
}

static void
test_document_dropped_by_list (void)
{
  Fixture f;
  g_autoptr (TroveObject) object = NULL;

  odd_begin (&f);
  object = new_odd (&f);
  event_log_watch (f.log, object, "odd");
  g_signal_connect (f.children, "items-changed", G_CALLBACK (drop_document_of_list), &f.document);
  append (f.children, object);
  g_assert_null (f.document);
  assert_events (f.log, "children 0-0+1 odd:owner odd:owner odd:removed");
  event_log_free (f.log);
}

/* In a change of the whole document: no delivery is missed. */
static void
test_document_dropped_by_undo (void)
{
  Fixture f;
  g_autoptr (TroveObject) object = NULL;

  odd_begin (&f);
  object = new_odd (&f);
  append (f.children, object);
  commit (f.document, NULL);
  g_object_set (object, "x", 1., NULL);
  append_nodes (&f, f.children, 4, 1);
  commit (f.document, NULL);
  event_log_watch (f.log, object, "odd");
  event_log_watch (f.log, f.document, "doc");
  g_free (event_log_take (f.log));
  g_signal_connect (f.children, "items-changed", G_CALLBACK (drop_document_of_list), &f.document);
  undo (f.document);
  g_assert_null (f.document);
  assert_events (f.log, "children 1-1+0 odd:x doc! doc:can-redo doc:current odd:owner odd:removed");
  event_log_free (f.log);
}

static TroveDocument *dropped;

static void
drop_dropped (TroveObject *object)
{
  g_clear_object (&dropped);
}

/* A handle of an object that is there (0), of a new one (1), or of a copy (2). */
static TroveObject *
make_handle (const Fixture *f, guint how, TroveKey key, TroveObject *original)
{
  if (how == 2)
    return trove_object_copy (original, f->document, NULL);
  return how == 1 ? new_odd (f) : trove_document_lookup (f->document, key);
}

/* The functions of a class drop the document while they make a handle. */
static void
test_document_dropped_by_class (void)
{
  OddHook *const hooks[] = { &odd.constructed, &odd.attached, &odd.added };

  for (guint i = 0; i < G_N_ELEMENTS (hooks); i++)
    for (guint how = 0; how < 3; how++)
      {
        Fixture f;
        g_autoptr (TroveObject) object = NULL, original = NULL;
        g_autoptr (GError) error = NULL;
        g_auto (GValue) value = double_value (9);
        TroveKey key;

        odd_begin (&f);
        key = add_odd (&f);
        if (how == 2)
          original = get_item (f.children, 0);
        *hooks[i] = drop_dropped;
        dropped = f.document;
        object = make_handle (&f, how, key, original);
        g_clear_object (&dropped);
        g_assert_true (trove_object_get_removed (object));
        g_assert_false (trove_object_set_field (object, "x", &value, &error));
        assert_trove_error (error, TROVE_ERROR_REMOVED, "was removed");
        g_assert_cmpfloat (get_x (object), ==, 0);
        event_log_free (f.log);
      }
}

static void
dispose_document (GListModel *list, guint at, guint n_removed, guint n_added, GObject *document)
{
  g_object_run_dispose (document);
}

static void
dispose_document_of (GObject *object, GParamSpec *pspec, GObject *document)
{
  g_object_run_dispose (document);
}

/* A document that was disposed of has other handles then; those before are removed. */
static void
test_document_run_dispose (void)
{
  Fixture f;
  g_autoptr (TroveObject) object = NULL, other = NULL;
  g_autoptr (TroveList) children = NULL;
  TroveKey key;

  odd_begin (&f);
  key = add_odd (&f);
  object = trove_document_lookup (f.document, key);
  children = g_object_ref (f.children);
  g_object_run_dispose (G_OBJECT (f.document));
  assert_events (f.log, "children 0-0+1 children 0-1+0");
  g_assert_true (trove_object_get_removed (object));
  g_assert_null (trove_object_get_document (object));
  other = trove_document_lookup (f.document, key);
  g_assert_true (other != object);
  g_assert_false (trove_object_get_removed (other));
  g_object_set (other, "x", 3., NULL);
  g_assert_cmpfloat (get_x (object), ==, 0);
  assert_items (trove_object_get_list (trove_document_get_root (f.document), "children"), "3");
  fixture_clear (&f);
}

/* Counts the items of a list by its emissions. */
typedef struct
{
  TroveList *list; /* owned */
  guint n;
} Count;

static void
count_items (GListModel *list, guint position, guint n_removed, guint n_added, Count *counted)
{
  counted->n += n_added - n_removed;
  g_assert_cmpuint (count (counted->list), ==, counted->n);
  g_free (list_items (counted->list)); /* each is an object */
}

static void
count_begin (Count *self, TroveList *list)
{
  self->list = g_object_ref (list);
  self->n = count (list);
  g_signal_connect (list, "items-changed", G_CALLBACK (count_items), self);
}

static void
count_end (Count *self)
{
  g_assert_cmpuint (self->n, ==, 0);
  g_assert_cmpuint (count (self->list), ==, 0);
  g_signal_handlers_disconnect_by_data (self->list, self);
  g_object_unref (self->list);
}

/* While lists emit, disposing of the document waits for its end: their emissions stay true. */
static void
test_document_run_dispose_in_handler (void)
{
  for (guint by_list = 0; by_list < 2; by_list++)
    {
      Fixture f;
      g_autoptr (TroveObject) object = NULL;
      TroveList *inner;
      Count counts[2];

      odd_begin (&f);
      append_nodes (&f, f.children, 1, 3);
      object = get_item (f.children, 0);
      inner = trove_object_get_list (object, "children");
      commit (f.document, NULL);
      append_nodes (&f, inner, 4, 3);
      g_object_set (object, "x", 7., NULL);
      append_nodes (&f, f.children, 8, 2);
      commit (f.document, NULL);
      count_begin (&counts[0], f.children);
      count_begin (&counts[1], inner);
      if (by_list)
        g_signal_connect (f.children, "items-changed", G_CALLBACK (dispose_document), f.document);
      else
        g_signal_connect (object, "notify::x", G_CALLBACK (dispose_document_of), f.document);
      undo (f.document);
      g_assert_cmpuint (trove_document_get_n_children (f.document, 1, "children"), ==, 3);
      g_signal_handlers_disconnect_by_data (f.children, f.document);
      g_object_unref (f.document);
      g_assert_true (trove_object_get_removed (object));
      count_end (&counts[0]);
      count_end (&counts[1]);
      event_log_free (f.log);
    }
}

/* Handles of removed objects, by the way in which they are removed and come back */

typedef struct
{
  Fixture f;
  TroveObject *object;
} Coming;

static void
coming_init (Coming *self)
{
  odd_begin (&self->f);
  append_nodes (&self->f, self->f.children, 1, 1);
  commit (self->f.document, NULL);
  self->object = get_item (self->f.children, 0);
  event_log_watch (self->f.log, self->object, "object");
}

static void
coming_clear (Coming *self)
{
  fixture_clear (&self->f);
  g_assert_true (trove_object_get_removed (self->object));
  g_object_unref (self->object);
}

#define assert_removed(coming)                                                                               \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    assert_events ((coming)->f.log, "children 0-1+0 object:owner object:removed");                           \
    g_assert_true (trove_object_get_removed ((coming)->object));                                             \
    g_assert_cmpfloat (get_x ((coming)->object), ==, 1);                                                     \
  }                                                                                                          \
  G_STMT_END

#define assert_back(coming)                                                                                  \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    assert_events ((coming)->f.log, "children 0-0+1 object:owner object:removed");                           \
    g_assert_false (trove_object_get_removed ((coming)->object));                                            \
    g_assert_cmpfloat (get_x ((coming)->object), ==, 1);                                                     \
  }                                                                                                          \
  G_STMT_END

static void
test_undo_and_redo (void)
{
  Coming c;

  coming_init (&c);
  for (guint i = 0; i < 3; i++)
    {
      undo (c.f.document);
      assert_removed (&c);
      redo (c.f.document);
      assert_back (&c);
    }
  coming_clear (&c);
}

static void
go_to (TroveDocument *document, TroveVersion *version)
{
  g_autoptr (GError) error = NULL;
  gboolean done = trove_document_go_to (document, version, &error);

  g_assert_no_error (error);
  g_assert_true (done);
}

/* To another branch, and back; the object changes meanwhile. */
static void
test_go_to (void)
{
  Coming c;
  g_autoptr (TroveVersion) with = NULL, without = NULL;

  coming_init (&c);
  with = trove_document_dup_current (c.f.document);
  undo (c.f.document);
  assert_removed (&c);
  set_x (c.f.document, 1, 5);
  commit (c.f.document, NULL);
  without = trove_document_dup_current (c.f.document);
  go_to (c.f.document, with);
  assert_back (&c);
  g_object_set (c.object, "x", 6., NULL);
  commit (c.f.document, NULL);
  go_to (c.f.document, without);
  assert_events (c.f.log, "object:x children 0-1+0 object:owner object:removed");
  g_assert_cmpfloat (get_x (c.object), ==, 6);
  go_to (c.f.document, with);
  assert_events (c.f.log, "children 0-0+1 object:x object:owner object:removed");
  g_assert_cmpfloat (get_x (c.object), ==, 1);
  coming_clear (&c);
}

static void
test_rollback_and_cancel (void)
{
  Coming c;
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveObject) made = NULL;

  for (guint cancel = 0; cancel < 2; cancel++)
    {
      coming_init (&c);
      if (cancel)
        g_assert_true (trove_document_begin (c.f.document, NULL, &error));
      g_set_object (&made, NULL);
      made = new_node (&c.f, 3);
      append (c.f.children, made);
      event_log_watch (c.f.log, made, "made");
      remove_at (c.f.children, 0);
      assert_events (c.f.log, "children 1-0+1 children 0-1+0 object:owner");
      g_assert_true (cancel ? trove_document_cancel (c.f.document, &error) :
                              trove_document_rollback (c.f.document, &error));
      assert_events (c.f.log, "children 0-1+1 object:owner made:owner made:removed");
      g_assert_true (trove_object_get_removed (made));
      g_assert_cmpfloat (get_x (made), ==, 3);
      g_assert_false (trove_object_get_removed (c.object));
      coming_clear (&c);
    }
}

/* When a limit has dropped the versions that have the object, the handle stays removed, and reads. */
static void
test_limit (void)
{
  Coming c;
  g_autoptr (GError) error = NULL;

  coming_init (&c);
  trove_document_set_max_versions (c.f.document, 2);
  remove_at (c.f.children, 0);
  g_assert_true (trove_document_set_saved (c.f.document, NULL, &error));
  for (guint i = 1; i < 50; i++)
    {
      set_x (c.f.document, 1, i);
      commit (c.f.document, NULL);
      g_assert_true (trove_document_set_saved (c.f.document, NULL, &error));
    }
  trove_document_set_max_versions (c.f.document, 1);
  g_assert_false (trove_document_undo (c.f.document, &error));
  g_assert_true (trove_object_get_removed (c.object));
  g_assert_cmpfloat (get_x (c.object), ==, 1);
  coming_clear (&c);
}

/* Versions */

static void
test_frozen (void)
{
  Fixture f;
  g_autoptr (TroveVersion) version = NULL;
  g_autoptr (TroveObject) object = NULL, frozen = NULL, again = NULL, root = NULL, owner = NULL,
                          target = NULL, other = NULL;
  g_autoptr (GPtrArray) referrers = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GValue) value = double_value (9);

  odd_begin (&f);
  object = new_odd (&f);
  append (f.children, object);
  g_object_set (object, "x", 3., "target", f.root, NULL);
  commit (f.document, NULL);
  version = trove_document_dup_current (f.document);
  g_object_set (object, "x", 4., "target", NULL, NULL);
  remove_at (f.children, 0);
  commit (f.document, NULL);

  frozen = trove_object_dup_at (object, version);
  g_assert_true (frozen != object);
  again = trove_version_lookup (version, trove_object_get_key (object));
  g_assert_true (again == frozen);
  g_assert_true (trove_object_get_version (frozen) == version);
  g_assert_null (trove_object_get_document (frozen));
  g_assert_false (trove_object_get_removed (frozen));
  g_assert_cmpfloat (get_x (frozen), ==, 3);
  root = trove_version_dup_root (version);
  owner = trove_object_dup_owner (frozen);
  g_object_get (frozen, "target", &target, NULL);
  g_assert_true (owner == root && target == root);
  referrers = trove_object_dup_referrers (root);
  g_assert_cmpuint (referrers->len, ==, 1);
  g_assert_true (referrers->pdata[0] == frozen);
  g_assert_null (trove_version_lookup (version, 77));
  g_assert_null (trove_version_lookup (version, 0));

  expect_unset (1, "Odd 2 is the object of a version, which does not change");
  g_object_set (frozen, "x", 4., NULL);
  g_test_assert_expected_messages ();
  g_assert_false (trove_object_set_field (frozen, "x", &value, &error));
  assert_trove_error (error, TROVE_ERROR_READ_ONLY, "Odd 2 is the object of a version");
  g_assert_false (trove_object_remove (frozen, &error));
  assert_trove_error (error, TROVE_ERROR_READ_ONLY, "Odd 2 is the object of a version");

  fixture_clear (&f); /* versions outlive their document */
  g_clear_object (&version);
  g_assert_cmpfloat (get_x (frozen), ==, 3);
  other = trove_version_lookup (trove_object_get_version (frozen), 1);
  g_assert_true (other == root);
}

/* Threads that make and drop the same handles of a version. */

typedef struct
{
  TroveVersion *version;
  TroveObject *root; /* held by the test */
  gint ready;        /* atomic: threads that are to begin */
} Reading;

static gpointer
read_version (gpointer data)
{
  Reading *reading = data;

  g_atomic_int_add (&reading->ready, -1);
  while (g_atomic_int_get (&reading->ready) > 0)
    ;
  for (guint i = 0; i < test_count (2000, 200); i++)
    {
      g_autoptr (TroveObject) root = trove_version_dup_root (reading->version);
      g_autoptr (TroveObject) again = trove_version_dup_root (reading->version);
      TroveList *list = trove_object_get_list (root, "children");
      g_autoptr (TroveObject) item = get_item (list, i % 3);

      g_assert_true (root == again);
      g_assert_true (list == trove_object_get_list (root, "children"));
      g_assert_cmpuint (count (list), ==, 3);
      g_assert_cmpfloat (get_x (item), ==, i % 3);
      g_assert_true (trove_object_get_version (item) == reading->version);
    }
  return NULL;
}

static void
test_frozen_on_threads (void)
{
  Fixture f;
  Reading reading = { .ready = 4 };
  GThread *threads[4];

  odd_begin (&f);
  append_nodes (&f, f.children, 0, 3);
  commit (f.document, NULL);
  reading.version = trove_document_dup_current (f.document);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("reads", read_version, &reading);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  fixture_clear (&f);
  g_assert_cmpuint (G_OBJECT (reading.version)->ref_count, ==, 1);
  g_object_unref (reading.version);
}

/* A thread asks for the lists of one frozen object that all threads hold. */
static gpointer
read_lists (gpointer data)
{
  Reading *reading = data;
  TroveObject *root = reading->root;

  g_atomic_int_add (&reading->ready, -1);
  while (g_atomic_int_get (&reading->ready) > 0)
    ;
  return trove_object_get_list (root, "children");
}

static void
test_frozen_lists_on_threads (void)
{
  Fixture f;
  g_autoptr (TroveVersion) version = NULL;

  odd_begin (&f);
  append_nodes (&f, f.children, 0, 3);
  commit (f.document, NULL);
  version = trove_document_dup_current (f.document);
  for (guint round = 0; round < test_count (500, 100); round++)
    {
      g_autoptr (TroveObject) root = trove_version_dup_root (version);
      Reading reading = { .root = root, .ready = 2 };
      GThread *threads[2];

      for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        threads[i] = g_thread_new ("reads", read_lists, &reading);
      for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
        g_assert_true (g_thread_join (threads[i]) == trove_object_get_list (root, "children"));
    }
  fixture_clear (&f);
}

/* Other calls */

static void
read_on_other_thread (gpointer object)
{
  g_auto (GValue) value = double_value (9);
  g_autoptr (GError) error = NULL;

  expect_critical ("The document belongs to the main thread, not to thread*");
  g_assert_null (trove_document_lookup (trove_object_get_document (object), 1));
  g_test_assert_expected_messages ();
  expect_critical ("The document belongs to the main thread, not to thread*");
  g_assert_cmpfloat (get_x (object), ==, 0);
  g_test_assert_expected_messages ();
  g_assert_false (trove_object_set_field (object, "x", &value, &error));
  assert_trove_error (error, TROVE_ERROR_WRONG_THREAD, "document");
  expect_unset (1, "*");
  g_object_set (object, "x", 9., NULL);
  g_test_assert_expected_messages ();
}

static void
test_wrong_thread (void)
{
  Fixture f;
  g_autoptr (TroveObject) object = NULL;

  odd_begin (&f);
  object = new_odd (&f);
  g_object_set (object, "x", 3., NULL);
  on_other_thread (read_on_other_thread, object);
  g_assert_cmpfloat (get_x (object), ==, 3);
  fixture_clear (&f);
}

static void
transferred (gpointer object)
{
  g_autoptr (GError) error = NULL;

  g_object_set (object, "x", 4., NULL);
  g_assert_cmpfloat (get_x (object), ==, 4);
  g_assert_true (trove_document_transfer (trove_object_get_document (object), &error));
}

/* Handles go with their document to another thread. */
static void
test_transfer (void)
{
  Fixture f;
  g_autoptr (TroveObject) object = NULL;
  g_autoptr (GError) error = NULL;

  odd_begin (&f);
  object = new_odd (&f);
  g_assert_true (trove_document_transfer (f.document, &error));
  on_other_thread (transferred, object);
  g_assert_cmpfloat (get_x (object), ==, 4);
  fixture_clear (&f);
}

static void
test_wrong_arguments (void)
{
  Fixture f;

  odd_begin (&f);
  expect_critical ("TestNode has no list “x”");
  g_assert_null (trove_object_get_list (f.root, "x"));
  expect_critical ("TestNode has no list “none”");
  g_assert_null (trove_object_get_list (f.root, "none"));
  g_test_assert_expected_messages ();
  fixture_clear (&f);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/object-handle/none", test_none);
  g_test_add_func ("/object-handle/live", test_live);
  g_test_add_func ("/object-handle/made-again", test_made_again);
  g_test_add_func ("/object-handle/follows", test_follows);
  g_test_add_func ("/object-handle/made-within", test_made_within);
  g_test_add_func ("/object-handle/removed", test_removed);
  g_test_add_func ("/object-handle/removed-without-handle", test_removed_without_handle);
  g_test_add_func ("/object-handle/set-in-init", test_set_in_init);
  g_test_add_func ("/object-handle/set-in-constructed", test_set_in_constructed);
  g_test_add_func ("/object-handle/set-in-added", test_set_in_added);
  g_test_add_func ("/object-handle/dropped-while-made", test_dropped_while_made);
  g_test_add_func ("/object-handle/looked-up-while-made", test_looked_up_while_made);
  g_test_add_func ("/object-handle/use-in-dispose", test_use_in_dispose);
  g_test_add_func ("/object-handle/root-in-attached", test_root_in_attached);
  g_test_add_func ("/object-handle/drop-in-handler", test_drop_in_handler);
  g_test_add_func ("/object-handle/drop-other-in-handler", test_drop_other_in_handler);
  g_test_add_func ("/object-handle/drop-on-other-thread", test_drop_on_other_thread);
  g_test_add_func ("/object-handle/revived-in-dispose", test_revived_in_dispose);
  g_test_add_func ("/object-handle/run-dispose", test_run_dispose);
  g_test_add_func ("/object-handle/document-gone", test_document_gone);
  g_test_add_func ("/object-handle/document-dropped-by-setter", test_document_dropped_by_setter);
  g_test_add_func ("/object-handle/document-dropped-by-list", test_document_dropped_by_list);
  g_test_add_func ("/object-handle/document-dropped-by-undo", test_document_dropped_by_undo);
  g_test_add_func ("/object-handle/document-dropped-by-class", test_document_dropped_by_class);
  g_test_add_func ("/object-handle/document-run-dispose", test_document_run_dispose);
  g_test_add_func ("/object-handle/document-run-dispose-in-handler", test_document_run_dispose_in_handler);
  g_test_add_func ("/object-handle/undo-and-redo", test_undo_and_redo);
  g_test_add_func ("/object-handle/go-to", test_go_to);
  g_test_add_func ("/object-handle/rollback-and-cancel", test_rollback_and_cancel);
  g_test_add_func ("/object-handle/limit", test_limit);
  g_test_add_func ("/object-handle/frozen", test_frozen);
  g_test_add_func ("/object-handle/frozen-on-threads", test_frozen_on_threads);
  g_test_add_func ("/object-handle/frozen-lists-on-threads", test_frozen_lists_on_threads);
  g_test_add_func ("/object-handle/wrong-thread", test_wrong_thread);
  g_test_add_func ("/object-handle/transfer", test_transfer);
  g_test_add_func ("/object-handle/wrong-arguments", test_wrong_arguments);
  status = g_test_run ();
  g_assert_cmpint (test_hooks.n_live, ==, 0);
  return status;
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveObject: setting fields with errors, data, validation, and overridden properties. */

#include "list-fixture.h"

/* A node that validates: numbers are rounded, negative ones refused. A hook may run first. */

typedef struct
{
  TroveObject parent_instance;
} Checked;

typedef struct
{
  TroveObjectClass parent_class;
} CheckedClass;

static struct
{
  guint n;
  void (*hook) (TroveObject *object);
} validation;

static GType checked_get_type (void);
G_DEFINE_TYPE (Checked, checked, TEST_TYPE_NODE)

static gboolean
checked_validate (TroveObject *object, GParamSpec *pspec, GValue *value, GError **error)
{
  validation.n++;
  if (validation.hook != NULL)
    validation.hook (object);
  if (!g_str_equal (pspec->name, "x") || !G_VALUE_HOLDS_DOUBLE (value))
    return TRUE;
  if (g_value_get_double (value) < 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "%g is negative",
                   g_value_get_double (value));
      return FALSE;
    }
  g_value_set_double (value, (double) (gint64) g_value_get_double (value));
  return TRUE;
}

static void
checked_class_init (CheckedClass *klass)
{
  TROVE_OBJECT_CLASS (klass)->validate = checked_validate;
}

static void
checked_init (Checked *self)
{
}

/* An interface with properties, and classes that have them as fields: one overrides the param spec, the other installs another one
 * of the same name. */

typedef struct
{
  GTypeInterface parent_iface;
} NamedInterface;

static GType named_get_type (void);
G_DEFINE_INTERFACE (Named, named, G_TYPE_OBJECT)

static void
named_default_init (NamedInterface *iface)
{
  g_object_interface_install_property (
      iface, g_param_spec_string ("name", NULL, NULL, "unnamed", G_PARAM_READWRITE));
}

typedef struct
{
  NodeData node;
  const char *name;
  int more;
} NamedData;

typedef struct
{
  TroveObject parent_instance;
  int plain;
} Overriding, Same;

typedef struct
{
  TroveObjectClass parent_class;
} OverridingClass, SameClass;

static GType overriding_get_type (void);
G_DEFINE_TYPE_WITH_CODE (Overriding, overriding, TEST_TYPE_NODE,
                         G_IMPLEMENT_INTERFACE (named_get_type (), NULL))

static GType same_get_type (void);
G_DEFINE_TYPE_WITH_CODE (Same, same, TEST_TYPE_NODE, G_IMPLEMENT_INTERFACE (named_get_type (), NULL))

static void
install_named (gpointer klass, GParamSpec *name)
{
  const TroveField fields[] = {
    TROVE_FIELD (NamedData, name, name),
    TROVE_FIELD (NamedData, more, g_param_spec_int ("more", NULL, NULL, 0, 9, 7, G_PARAM_READWRITE)),
  };

  trove_object_class_install_fields (klass, sizeof (NamedData), fields, G_N_ELEMENTS (fields));
}

static void
overriding_class_init (OverridingClass *klass)
{
  gpointer named = g_type_default_interface_ref (named_get_type ());

  install_named (klass, g_param_spec_override ("name", g_object_interface_find_property (named, "name")));
  g_type_default_interface_unref (named);
}

static void
overriding_init (Overriding *self)
{
}

enum
{
  PROP_PLAIN = 1
};

static void
same_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PLAIN)
    g_value_set_int (value, ((Same *) object)->plain);
  else
    G_OBJECT_CLASS (same_parent_class)->get_property (object, id, value, pspec);
}

static void
same_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PLAIN)
    ((Same *) object)->plain = g_value_get_int (value);
  else
    G_OBJECT_CLASS (same_parent_class)->set_property (object, id, value, pspec);
}

static void
same_class_init (SameClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = same_get_property;
  G_OBJECT_CLASS (klass)->set_property = same_set_property;
  g_object_class_install_property (G_OBJECT_CLASS (klass), PROP_PLAIN,
                                   g_param_spec_int ("plain", NULL, NULL, 0, 9, 0, G_PARAM_READWRITE));
  install_named (klass, g_param_spec_string ("name", NULL, NULL, "same", G_PARAM_READWRITE));
}

static void
same_init (Same *self)
{
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
set_value (TroveObject *object, const char *name, GValue value)
{
  g_autoptr (GError) error = NULL;
  gboolean done = trove_object_set_field (object, name, &value, &error);

  g_assert_no_error (error);
  g_assert_true (done);
  g_value_unset (&value);
}

/* A value that cannot be set changes and notifies nothing. */
static void
refuse_value (const Fixture *f, TroveObject *object, const char *name, GValue value, GQuark domain, int code,
              const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *before = document_text (f->document);
  g_autofree char *after = NULL;

  g_free (event_log_take (f->log));
  g_assert_false (trove_object_set_field (object, name, &value, &error));
  g_assert_error (error, domain, code);
  g_assert_cmpstr (error->message, ==, text);
  after = document_text (f->document);
  g_assert_cmpstr (after, ==, before);
  assert_events (f->log, "");
  g_value_unset (&value);
}

/* Fields */

static void
test_set_field (void)
{
  Fixture f;
  g_autoptr (TroveObject) object = NULL, part = NULL, target = NULL;
  GValue none = G_VALUE_INIT;

  fixture_init (&f);
  object = new_node (&f, 1);
  part = new_node (&f, 2);
  event_log_watch (f.log, object, "node");
  event_log_watch (f.log, part, "part");
  set_value (object, "x", double_value (3));
  set_value (object, "label", string_value ("three"));
  set_value (object, "target", object_value (f.root));
  set_value (object, "part", object_value (part));
  assert_events (f.log, "node:x node:label node:target node:part part:owner");
  set_value (object, "x", int_value (4)); /* converted */
  g_assert_cmpfloat (get_x (object), ==, 4);
  assert_events (f.log, "node:x");
  set_value (object, "x", double_value (4));
  set_value (object, "label", string_value ("three"));
  set_value (object, "target", object_value (f.root));
  set_value (object, "part", object_value (part));
  assert_events (f.log, "");
  g_value_init (&none, TEST_TYPE_NODE);
  set_value (object, "target", none);
  g_object_get (object, "target", &target, NULL);
  g_assert_null (target);
  assert_events (f.log, "node:target");
  fixture_clear (&f);
}

/* An object moves from one field to another, and another object takes its place: each property is notified once. */
static void
test_owned_fields (void)
{
  Fixture f;
  g_autoptr (TroveObject) object = NULL, part = NULL, other = NULL, owner = NULL;
  NodeData data;

  fixture_init (&f);
  object = new_node (&f, 1);
  part = new_node (&f, 2);
  other = new_node (&f, 3);
  event_log_watch (f.log, object, "node");
  event_log_watch (f.log, part, "part");
  event_log_watch (f.log, other, "other");
  set_value (object, "part", object_value (part));
  assert_events (f.log, "node:part part:owner");
  set_value (object, "spare", object_value (part));
  assert_events (f.log, "node:part node:spare");
  set_value (object, "spare", object_value (other));
  assert_events (f.log, "node:spare part:owner other:owner");
  owner = trove_object_dup_owner (part);
  g_assert_null (owner);

  /* Swapped by the data: the owner stays, and both fields differ. */
  set_value (object, "part", object_value (part));
  g_free (event_log_take (f.log));
  data = *(const NodeData *) trove_object_peek_data (object);
  {
    const TroveKey key = data.part;
    g_autoptr (GError) error = NULL;

    data.part = data.spare;
    data.spare = key;
    data.x = 9;
    g_assert_true (trove_object_set_data (object, &data, &error));
  }
  assert_events (f.log, "node:spare node:part node:x");

  /* Moved to a list. */
  append (f.children, part);
  assert_events (f.log, "children 0-0+1 node:spare part:owner");
  fixture_clear (&f);
}

/* One edit changes the owner of an object and the first field of its class. */
static void
test_first_field (void)
{
  GParamSpec *pspecs[] = {
    g_param_spec_object ("part", NULL, NULL, TROVE_TYPE_OBJECT, G_PARAM_READWRITE | TROVE_PARAM_OWNED),
    trove_param_spec_list ("children", NULL, NULL, TROVE_TYPE_OBJECT, G_PARAM_READABLE | TROVE_PARAM_OWNED),
  };
  g_autoptr (GError) error = NULL;
  GType type = trove_object_register_type ("EditPair", TROVE_TYPE_OBJECT, pspecs, 2, &error);
  g_autoptr (TroveDocument) document = trove_document_new (type, NULL, 0);
  g_autoptr (TroveObject) outer = g_object_new (type, "document", document, NULL);
  g_autoptr (TroveObject) inner = g_object_new (type, "document", document, NULL);
  TroveObject *both[] = { outer, inner };
  g_autoptr (EventLog) log = event_log_new ();

  g_object_set (outer, "part", inner, NULL);
  event_log_watch (log, outer, "outer");
  event_log_watch (log, inner, "inner");
  splice (trove_object_get_list (trove_document_get_root (document), "children"), 0, 0, both, 2);
  assert_events (log, "outer:owner outer:part inner:owner");
}

static void
test_refused (void)
{
  Fixture f, other;
  g_autoptr (TroveObject) object = NULL, foreign = NULL, none = NULL, child = NULL, stranger = NULL;
  GValue pointer = G_VALUE_INIT, nothing = G_VALUE_INIT;

  fixture_init (&f);
  fixture_init (&other);
  object = g_object_new (TEST_TYPE_LEAF, "document", f.document, NULL);
  child = new_node (&f, 2);
  g_object_set (object, "part", child, NULL);
  foreign = new_node (&other, 1);
  none = g_object_new (TEST_TYPE_NODE, NULL);
  stranger = g_object_new (TEST_TYPE_STRANGER, NULL);
  g_value_init (&pointer, G_TYPE_POINTER);
  g_value_init (&nothing, G_TYPE_STRV);

  refuse_value (&f, object, "x", pointer, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
                "The property “x” of TestLeaf takes values of type gdouble, not of type gpointer");
  refuse_value (&f, object, "label", nothing, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
                "The property “label” of TestLeaf takes values of type gchararray, not of type GStrv");
  refuse_value (&f, object, "target", int_value (1), TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
                "The property “target” of TestLeaf takes objects of type TestNode, not a value of type gint");
  refuse_value (
      &f, object, "target", object_value (stranger), TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
      "The property “target” of TestLeaf takes objects of type TestNode, not a value of type TestStranger");
  refuse_value (&f, object, "target", object_value (foreign), TROVE_ERROR, TROVE_ERROR_FOREIGN,
                "TestNode 2 is an object of another document");
  refuse_value (&f, object, "target", object_value (none), TROVE_ERROR, TROVE_ERROR_REMOVED,
                "An object of type TestNode has no document");
  refuse_value (&f, child, "part", object_value (object), TROVE_ERROR, TROVE_ERROR_CYCLE,
                "TestNode 3 cannot own TestLeaf 2, which owns it");
  refuse_value (&f, child, "part", object_value (child), TROVE_ERROR, TROVE_ERROR_CYCLE,
                "TestNode 3 cannot own itself");
  refuse_value (&f, child, "part", object_value (f.root), TROVE_ERROR, TROVE_ERROR_CYCLE,
                "TestNode 1 is the root, which no object can own");
  fixture_clear (&other);
  fixture_clear (&f);
}

static void
test_wrong_arguments (void)
{
  Fixture f;
  GValue value = double_value (1);

  fixture_init (&f);
  expect_critical ("TestNode has no field “none” that can be set");
  g_assert_false (trove_object_set_field (f.root, "none", &value, NULL));
  expect_critical ("TestNode has no field “children” that can be set");
  g_assert_false (trove_object_set_field (f.root, "children", &value, NULL));
  expect_critical ("TestNode has no field “owner” that can be set");
  g_assert_false (trove_object_set_field (f.root, "owner", &value, NULL));
  g_test_assert_expected_messages ();
  fixture_clear (&f);
}

/* Data */

static void
test_set_data (void)
{
  Fixture f;
  NodeData data;
  g_autoptr (GError) error = NULL;

  fixture_init (&f);
  event_log_watch (f.log, f.root, "root");
  data = *(const NodeData *) trove_object_peek_data (f.root);
  g_assert_true (trove_object_set_data (f.root, &data, &error));
  assert_events (f.log, "");
  data.x = 2;
  data.label = "two";
  data.target = trove_object_get_key (f.root);
  g_assert_true (trove_object_set_data (f.root, &data, &error));
  assert_events (f.log, "root:x root:label root:target");
  data.x = 3;
  data.target = 77;
  g_assert_false (trove_object_set_data (f.root, &data, &error));
  assert_trove_error (error, TROVE_ERROR_REMOVED, "77");
  assert_events (f.log, "");
  g_assert_cmpfloat (get_x (f.root), ==, 2);
  fixture_clear (&f);
}

static void
test_remove (void)
{
  Fixture f;
  g_autoptr (TroveObject) child = NULL, part = NULL;
  g_autoptr (GError) error = NULL;

  fixture_init (&f);
  append_nodes (&f, f.children, 1, 2);
  child = get_item (f.children, 0);
  part = new_node (&f, 3);
  g_object_set (child, "part", part, NULL);
  event_log_watch (f.log, child, "child");
  event_log_watch (f.log, part, "part");
  g_assert_true (trove_object_remove (child, &error));
  assert_events (f.log, "children 0-1+0 child:owner");
  g_assert_true (trove_object_remove (part, &error));
  assert_events (f.log, "child:part part:owner");
  g_assert_true (trove_object_remove (part, &error));
  assert_events (f.log, "");
  g_assert_false (trove_object_remove (f.root, &error));
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, "root");
  fixture_clear (&f);
}

static void
test_referrers (void)
{
  Fixture f;
  g_autoptr (TroveObject) object = NULL;
  g_autoptr (GPtrArray) referrers = NULL;

  fixture_init (&f);
  append_nodes (&f, f.children, 1, 3);
  object = get_item (f.children, 1);
  for (guint i = 3; i-- > 0;)
    {
      g_autoptr (TroveObject) item = get_item (f.children, i);

      g_object_set (item, "target", object, NULL);
      append (trove_object_get_list (item, "links"), object);
    }
  referrers = trove_object_dup_referrers (object);
  g_assert_cmpuint (referrers->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat (get_x (referrers->pdata[i]), ==, i + 1);
  fixture_clear (&f);
}

/* Validation */

static void
test_validate (void)
{
  Fixture f;
  g_autoptr (TroveObject) object = NULL;

  fixture_init (&f);
  memset (&validation, 0, sizeof validation);
  object = g_object_new (checked_get_type (), "document", f.document, "x", 1.5, NULL);
  g_assert_cmpuint (validation.n, ==, 1);
  g_assert_cmpfloat (get_x (object), ==, 1);
  event_log_watch (f.log, object, "object");
  set_value (object, "x", double_value (2.5));
  g_assert_cmpfloat (get_x (object), ==, 2);
  assert_events (f.log, "object:x");
  g_object_set (object, "x", 2.75, NULL); /* what is there already */
  assert_events (f.log, "");
  set_value (object, "label", string_value ("a"));
  assert_events (f.log, "object:label");
  refuse_value (&f, object, "x", double_value (-1), G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                "-1 is negative");
  g_test_expect_message ("Trove", G_LOG_LEVEL_WARNING,
                         "The property “x” of Checked was not set: -2 is negative");
  g_object_set (object, "x", -2., NULL);
  g_test_assert_expected_messages ();
  g_assert_cmpfloat (get_x (object), ==, 2);
  fixture_clear (&f);
}

static TroveDocument *dropped;

static void
drop_dropped (TroveObject *object)
{
  g_clear_object (&dropped);
}

/* The function drops the last reference on the document. */
static void
test_validate_drops_document (void)
{
  Fixture f;
  g_autoptr (TroveObject) object = NULL;

  fixture_init (&f);
  memset (&validation, 0, sizeof validation);
  object = g_object_new (checked_get_type (), "document", f.document, NULL);
  validation.hook = drop_dropped;
  dropped = f.document;
  set_value (object, "x", double_value (5));
  g_assert_null (dropped);
  g_assert_true (trove_object_get_removed (object));
  g_assert_cmpfloat (get_x (object), ==, 5);
  event_log_free (f.log);
}

/* Overridden properties */

static void
note_pspec (GObject *object, GParamSpec *pspec, GParamSpec **noted)
{
  *noted = pspec;
}

static void
check_named (const Fixture *f, GType type, const char *name)
{
  g_autoptr (TroveObject) object = g_object_new (type, "document", f->document, NULL);
  GParamSpec *noted = NULL, *installed = g_object_class_find_property (G_OBJECT_GET_CLASS (object), "name");
  g_autofree char *found = NULL, *after = NULL;
  const NamedData *data;
  int more;

  g_object_get (object, "name", &found, "more", &more, NULL);
  g_assert_cmpstr (found, ==, name);
  g_assert_cmpint (more, ==, 7);
  g_signal_connect (object, "notify::name", G_CALLBACK (note_pspec), &noted);
  g_object_set (object, "name", "other", "more", 3, "x", 2., NULL);
  g_assert_nonnull (noted);
  g_assert_cmpstr (noted->name, ==, "name");
  g_assert_true (noted == installed);
  data = trove_object_peek_data (object);
  g_assert_cmpstr (data->name, ==, "other");
  g_assert_cmpint (data->more, ==, 3);
  g_assert_cmpfloat (data->node.x, ==, 2);

  noted = NULL;
  commit (f->document, NULL);
  g_assert_true (trove_object_get_removed (object)); /* it has no owner */
  g_object_get (object, "name", &after, NULL);
  g_assert_cmpstr (after, ==, "other");
}

static void
test_overridden (void)
{
  Fixture f;

  fixture_init (&f);
  check_named (&f, overriding_get_type (), "unnamed");
  check_named (&f, same_get_type (), "same");
  fixture_clear (&f);
}

/* The property of an interface is notified by undo, with its param spec. */
static void
test_overridden_undo (void)
{
  Fixture f;
  g_autoptr (TroveObject) object = NULL;
  GParamSpec *noted = NULL;
  g_autofree char *name = NULL;

  fixture_init (&f);
  object = g_object_new (overriding_get_type (), "document", f.document, NULL);
  append (f.children, object);
  commit (f.document, NULL);
  g_object_set (object, "name", "other", NULL);
  commit (f.document, NULL);
  g_signal_connect (object, "notify::name", G_CALLBACK (note_pspec), &noted);
  undo (f.document);
  g_assert_nonnull (noted);
  g_assert_cmpuint (noted->owner_type, ==, named_get_type ());
  g_object_get (object, "name", &name, NULL);
  g_assert_cmpstr (name, ==, "unnamed");
  fixture_clear (&f);
}

/* A property that is no field is in no document. */
static void
test_no_field (void)
{
  Fixture f;
  g_autoptr (TroveObject) object = NULL;
  int plain;

  fixture_init (&f);
  object = g_object_new (same_get_type (), "document", f.document, "plain", 4, NULL);
  append (f.children, object);
  commit (f.document, NULL);
  g_object_set (object, "plain", 5, NULL);
  g_assert_false (trove_document_get_can_redo (f.document));
  undo (f.document);
  g_object_get (object, "plain", &plain, NULL);
  g_assert_cmpint (plain, ==, 5);
  g_object_set (object, "plain", 6, NULL); /* of a removed object */
  g_object_get (object, "plain", &plain, NULL);
  g_assert_cmpint (plain, ==, 6);
  fixture_clear (&f);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/object-edit/set-field", test_set_field);
  g_test_add_func ("/object-edit/owned-fields", test_owned_fields);
  g_test_add_func ("/object-edit/first-field", test_first_field);
  g_test_add_func ("/object-edit/refused", test_refused);
  g_test_add_func ("/object-edit/wrong-arguments", test_wrong_arguments);
  g_test_add_func ("/object-edit/set-data", test_set_data);
  g_test_add_func ("/object-edit/remove", test_remove);
  g_test_add_func ("/object-edit/referrers", test_referrers);
  g_test_add_func ("/object-edit/validate", test_validate);
  g_test_add_func ("/object-edit/validate-drops-document", test_validate_drops_document);
  g_test_add_func ("/object-edit/overridden", test_overridden);
  g_test_add_func ("/object-edit/overridden-undo", test_overridden_undo);
  g_test_add_func ("/object-edit/no-field", test_no_field);
  status = g_test_run ();
  g_assert_cmpint (test_hooks.n_live, ==, 0);
  return status;
}

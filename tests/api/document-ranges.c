/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Values that a param spec does not allow, on every way into a document. */

#include "document-classes.h"
#include "file-kit.h"
#include "test-util.h"

#define RW G_PARAM_READWRITE

/* The same struct with limits, and as another program has it, without. */

typedef struct
{
  double opacity;
  int kind;
  const char *name;
} DotData;

typedef TroveObject Dot, Wide, Lax;
typedef TroveObjectClass DotClass, WideClass, LaxClass;

GType dot_get_type (void);
GType wide_get_type (void);
GType lax_get_type (void);

G_DEFINE_TYPE (Dot, dot, TROVE_TYPE_OBJECT)
G_DEFINE_TYPE (Wide, wide, TROVE_TYPE_OBJECT)
G_DEFINE_TYPE (Lax, lax, TROVE_TYPE_OBJECT)

static void
install (TroveObjectClass *klass, double most_opacity, int most_kind, GParamFlags flags)
{
  const TroveField fields[] = {
    TROVE_FIELD (DotData, opacity, g_param_spec_double ("opacity", NULL, NULL, 0, most_opacity, 1, flags)),
    TROVE_FIELD (DotData, kind, g_param_spec_int ("kind", NULL, NULL, 0, most_kind, 3, flags)),
    TROVE_FIELD (DotData, name, g_param_spec_string ("name", NULL, NULL, NULL, flags)),
    TROVE_FIELD_LIST (trove_param_spec_list ("dots", NULL, NULL, G_TYPE_FROM_CLASS (klass),
                                             G_PARAM_READABLE | TROVE_PARAM_OWNED)),
  };

  trove_object_class_install_fields (klass, sizeof (DotData), fields, G_N_ELEMENTS (fields));
}

static void
dot_class_init (DotClass *klass)
{
  install (klass, 1, 9, RW);
}

static void
dot_init (Dot *self)
{
}

static void
wide_class_init (WideClass *klass)
{
  install (klass, 100, 999, RW);
}

static void
wide_init (Wide *self)
{
}

static void
lax_class_init (LaxClass *klass)
{
  install (klass, 1, 9, RW | G_PARAM_LAX_VALIDATION);
}

static void
lax_init (Lax *self)
{
}

typedef struct
{
  TroveDocument *document;
  TroveKey root, dot;
} Fixture;

static const DotData good = { .opacity = 0.5, .kind = 2, .name = "good" };

static void
set_up (Fixture *f, GType type)
{
  g_autoptr (GError) error = NULL;

  f->document = trove_document_new (type, NULL, 0);
  f->root = trove_document_get_root_key (f->document);
  trove_document_add (f->document, type, &good, f->root, "dots", 0, &f->dot, &error);
  g_assert_no_error (error);
  commit (f->document, "Add");
}

static void
check_dot (TroveDocument *document, TroveKey key, double opacity, int kind, const char *name)
{
  const DotData *data = trove_document_peek (document, key, NULL);

  g_assert_cmpfloat (data->opacity, ==, opacity);
  g_assert_cmpint (data->kind, ==, kind);
  g_assert_cmpstr (data->name, ==, name);
}

/* Nothing was edited. */
static void
check_untouched (const Fixture *f)
{
  check_dot (f->document, f->dot, 0.5, 2, "good");
  g_assert_cmpuint (trove_document_get_n_objects (f->document), ==, 2);
  g_assert_cmpuint (trove_document_get_n_children (f->document, f->root, "dots"), ==, 1);
  g_assert_cmpstr (trove_document_get_undo_label (f->document), ==, "Add");
  g_assert_false (trove_document_get_can_redo (f->document));
  g_assert_true (trove_document_commit (f->document, "Nothing", NULL));
  g_assert_cmpstr (trove_document_get_undo_label (f->document), ==, "Add");
}

/* By key */

static void
test_add (void)
{
  DotData bad = { .opacity = 17, .kind = 2 };
  GError *error = NULL;
  TroveKey key = 77;
  Fixture f;

  set_up (&f, dot_get_type ());
  g_assert_false (
      trove_document_add (f.document, dot_get_type (), &bad, f.root, "dots", G_MAXUINT, &key, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "The property “opacity” of Dot does not take 17",
                      "allows 1 instead");
  g_assert_cmpuint (key, ==, 77);
  bad = (DotData){ .opacity = 1, .kind = -1 };
  g_assert_false (trove_document_add (f.document, dot_get_type (), &bad, 0, NULL, 0, NULL, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "“kind” of Dot does not take -1", "allows 0 instead");
  check_untouched (&f);
  g_object_unref (f.document);
}

static void
count (GObject *object, GParamSpec *pspec, guint *n)
{
  ++*n;
}

static void
test_set (void)
{
  g_autoptr (TroveObject) object = NULL;
  DotData bad = { .opacity = 0.75, .kind = 10, .name = "bad" };
  GError *error = NULL;
  guint n = 0;
  Fixture f;

  set_up (&f, dot_get_type ());
  object = trove_document_lookup (f.document, f.dot);
  g_signal_connect (object, "notify", G_CALLBACK (count), &n);
  g_assert_false (trove_document_set (f.document, f.dot, &bad, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH,
                      "Object 2: The property “kind” of Dot does not take 10", "allows 9 instead");
  g_assert_false (trove_object_set_data (object, &bad, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "Object 2: The property “kind” of Dot");
  g_assert_false (trove_document_set (f.document, f.dot, &bad, NULL));
  check_untouched (&f);
  g_assert_cmpuint (n, ==, 0);

  /* The limits themselves. */
  bad = (DotData){ .opacity = 1, .kind = 9 };
  g_assert_true (trove_document_set (f.document, f.dot, &bad, &error));
  bad = (DotData){ .opacity = 0, .kind = 0 };
  g_assert_true (trove_document_set (f.document, f.dot, &bad, &error));
  g_assert_no_error (error);
  check_dot (f.document, f.dot, 0, 0, NULL);
  g_object_unref (f.document);
}

/* By handle */

static void
set_double (TroveObject *object, double number, GError **error)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_DOUBLE);
  g_value_set_double (&value, number);
  g_assert_false (trove_object_set_field (object, "opacity", &value, error));
}

/* GObject writes a warning and sets nothing. */
static void
test_properties (void)
{
  g_autoptr (TroveObject) object = NULL, made = NULL;
  GError *error = NULL;
  Fixture f;

  set_up (&f, dot_get_type ());
  object = trove_document_lookup (f.document, f.dot);
  g_test_expect_message ("GLib-GObject", G_LOG_LEVEL_WARNING, "*17*invalid or out of range*opacity*");
  g_object_set (object, "opacity", 17., NULL);
  g_test_expect_message ("GLib-GObject", G_LOG_LEVEL_WARNING, "*-4*invalid or out of range*kind*");
  g_object_set (object, "kind", -4, NULL);
  set_double (object, 17, &error);
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "“opacity” of Dot does not take 17");
  check_untouched (&f);

  g_test_expect_message ("GLib-GObject", G_LOG_LEVEL_WARNING, "*17*invalid or out of range*opacity*");
  made = g_object_new (dot_get_type (), "document", f.document, "opacity", 17., "kind", 4, NULL);
  check_dot (f.document, trove_object_get_key (made), 1, 4, NULL);
  g_test_assert_expected_messages ();
  g_object_unref (f.document);
}

/* With this flag GObject changes the value, and says nothing. */
static void
test_lax (void)
{
  g_autoptr (TroveObject) object = NULL;
  const DotData bad = { .opacity = 17 };
  GError *error = NULL;
  Fixture f;

  set_up (&f, lax_get_type ());
  object = trove_document_lookup (f.document, f.dot);
  g_assert_false (trove_document_set (f.document, f.dot, &bad, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "does not take 17");
  set_double (object, 17, &error);
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "does not take 17");
  check_untouched (&f);
  g_object_set (object, "opacity", 17., "kind", -4, NULL);
  check_dot (f.document, f.dot, 1, 0, "good");
  g_object_unref (f.document);
}

/* Old values: a file has them, and the class of the program does not allow them any more. */

static TroveDocument *
load_old (GFile **file, TroveKey *key)
{
  const DotData old = { .opacity = 13.5, .kind = 50, .name = "old" };
  g_autoptr (TroveDocument) document = trove_document_new (wide_get_type (), NULL, 0);
  g_autoptr (GError) error = NULL;

  trove_document_add (document, wide_get_type (), &old, trove_document_get_root_key (document), "dots", 0,
                      key, &error);
  g_assert_no_error (error);
  commit (document, "Add");
  *file = file_kit_new ("dots");
  file_kit_save (document, *file);
  g_type_ensure (dot_get_type ());
  file_kit_run (*file, "UPDATE layout SET class = 'Dot'");
  return file_kit_load (*file);
}

static void
test_loaded (void)
{
  TroveKey key;
  GFile *file;
  g_autoptr (TroveDocument) document = load_old (&file, &key), again = NULL;
  g_autoptr (TroveObject) object = NULL;
  DotData data;
  GError *error = NULL;

  check_dot (document, key, 13.5, 50, "old");

  /* They stay while others are set, and cannot become other ones that are not allowed either. */
  data = *(const DotData *) trove_document_peek (document, key, NULL);
  data.name = "new";
  g_assert_true (trove_document_set (document, key, &data, &error));
  g_assert_no_error (error);
  check_dot (document, key, 13.5, 50, "new");

  /* A property that is set by itself is checked, as GObject does it. */
  object = trove_document_lookup (document, key);
  set_double (object, 13.5, &error);
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "does not take 13.5");
  g_test_expect_message ("GLib-GObject", G_LOG_LEVEL_WARNING, "*13.5*invalid or out of range*opacity*");
  g_object_set (object, "opacity", 13.5, NULL);
  g_test_assert_expected_messages ();
  check_dot (document, key, 13.5, 50, "new");

  data.opacity = 13.25;
  g_assert_false (trove_document_set (document, key, &data, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "does not take 13.25");
  data.opacity = 0.25;
  g_assert_true (trove_document_set (document, key, &data, &error));
  g_assert_no_error (error);
  commit (document, "Set");
  data.opacity = 13.5;
  g_assert_false (trove_document_set (document, key, &data, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "does not take 13.5");

  /* Undo brings back what was there, and so does a file. */
  undo (document);
  check_dot (document, key, 13.5, 50, "old");
  file_kit_save (document, NULL);
  again = file_kit_load (file);
  check_dot (again, key, 13.5, 50, "old");
  file_kit_remove (file);
}

/* Copies, changes that are applied and merges take what there is. */
static void
test_moved (void)
{
  TroveKey key, pasted;
  GFile *file;
  g_autoptr (TroveDocument) document = load_old (&file, &key), branch = NULL;
  g_autoptr (TroveVersion) before = trove_document_dup_current (document), after = NULL;
  g_autoptr (TroveFragment) fragment = NULL;
  g_autoptr (TroveChanges) changes = NULL, inverse = NULL;
  g_autoptr (TroveMerge) applied = NULL, merged = NULL;
  GError *error = NULL;

  fragment = trove_fragment_new (before, &key, 1, &error);
  g_assert_true (trove_fragment_insert_by_key (fragment, document, trove_document_get_root_key (document),
                                               "dots", G_MAXUINT, &pasted, &error));
  check_dot (document, pasted, 13.5, 50, "old");
  g_assert_true (trove_document_rollback (document, &error));

  g_assert_true (trove_document_set (document, key, &good, &error));
  commit (document, "Set");
  after = trove_document_dup_current (document);
  changes = trove_version_compare (before, after, &error);
  inverse = trove_changes_inverse (changes);
  applied = trove_document_apply (document, inverse, &error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (applied)), ==, 0);
  check_dot (document, key, 13.5, 50, "old");
  commit (document, "Take back");

  branch = trove_document_branch (document, after, &error);
  g_clear_object (&after);
  after = trove_document_dup_current (document);
  merged = trove_document_merge (branch, after, &error);
  g_assert_no_error (error);
  check_dot (branch, key, 13.5, 50, "old");
  file_kit_remove (file);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document-ranges/add", test_add);
  g_test_add_func ("/document-ranges/set", test_set);
  g_test_add_func ("/document-ranges/properties", test_properties);
  g_test_add_func ("/document-ranges/lax", test_lax);
  g_test_add_func ("/document-ranges/loaded", test_loaded);
  g_test_add_func ("/document-ranges/moved", test_moved);
  return g_test_run ();
}

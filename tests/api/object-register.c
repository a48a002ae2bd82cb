/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test-util.h"

/* trove_object_register_type (): classes with fields that are made at run time. */

#define RW G_PARAM_READWRITE

static GParamSpec *
new_int (const char *name)
{
  return g_param_spec_int (name, NULL, NULL, 0, 9, 3, RW);
}

/* A type that is registered; nothing may fail. */
static GType
new_type (const char *name, GType parent, GParamSpec **pspecs, guint n)
{
  GError *error = NULL;
  GType type = trove_object_register_type (name, parent, pspecs, n, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (type, ==, g_type_from_name (name));
  g_assert_cmpuint (g_type_parent (type), ==, parent);
  return type;
}

static int
get_number (GObject *object, const char *name)
{
  int number;

  g_object_get (object, name, &number, NULL);
  return number;
}

/* A param spec of each type of values. */
static guint
fill (GParamSpec **pspecs)
{
  GParamSpec *all[] = {
    g_param_spec_char ("char", NULL, NULL, 0, 9, 1, RW),
    g_param_spec_uchar ("uchar", NULL, NULL, 0, 9, 1, RW),
    g_param_spec_boolean ("boolean", NULL, NULL, TRUE, RW),
    g_param_spec_int ("int", NULL, NULL, 0, 9, 1, RW),
    g_param_spec_uint ("uint", NULL, NULL, 0, 9, 1, RW),
    g_param_spec_unichar ("unichar", NULL, NULL, 'u', RW),
    g_param_spec_long ("long", NULL, NULL, 0, 9, 1, RW),
    g_param_spec_ulong ("ulong", NULL, NULL, 0, 9, 1, RW),
    g_param_spec_int64 ("int64", NULL, NULL, 0, 9, 1, RW),
    g_param_spec_uint64 ("uint64", NULL, NULL, 0, 9, 1, RW),
    g_param_spec_float ("float", NULL, NULL, 0, 9, 1, RW),
    g_param_spec_double ("double", NULL, NULL, 0, 9, 1, RW),
    g_param_spec_enum ("enum", NULL, NULL, G_TYPE_FILE_TYPE, G_FILE_TYPE_REGULAR, RW),
    g_param_spec_flags ("flags", NULL, NULL, G_TYPE_FILE_COPY_FLAGS, G_FILE_COPY_BACKUP, RW),
    g_param_spec_gtype ("gtype", NULL, NULL, G_TYPE_NONE, RW),
    g_param_spec_string ("string", NULL, NULL, "string", RW),
    g_param_spec_string ("interned", NULL, NULL, "string", RW | TROVE_PARAM_INTERNED),
    g_param_spec_boxed ("strv", NULL, NULL, G_TYPE_STRV, RW),
    g_param_spec_boxed ("bytes", NULL, NULL, G_TYPE_BYTES, RW),
    g_param_spec_variant ("variant", NULL, NULL, G_VARIANT_TYPE_ANY, g_variant_new_int32 (5), RW),
    g_param_spec_boxed ("ref", NULL, NULL, TROVE_TYPE_REF, RW),
    g_param_spec_boxed ("date", NULL, NULL, G_TYPE_DATE_TIME, RW),
    g_param_spec_object ("file", NULL, NULL, G_TYPE_FILE, RW),
    g_param_spec_object ("icon", NULL, NULL, G_TYPE_ICON, RW),
    g_param_spec_object ("target", NULL, NULL, TROVE_TYPE_OBJECT, RW),
    g_param_spec_object ("child", NULL, NULL, TROVE_TYPE_OBJECT, RW | TROVE_PARAM_OWNED),
    trove_param_spec_list ("children", NULL, NULL, TROVE_TYPE_OBJECT, G_PARAM_READABLE | TROVE_PARAM_OWNED),
    trove_param_spec_list ("targets", NULL, NULL, TROVE_TYPE_OBJECT, G_PARAM_READABLE),
  };

  memcpy (pspecs, all, sizeof all);
  return G_N_ELEMENTS (all);
}

/* Each property of an object that has no document has the default of its param spec. */
static void
test_every_type (void)
{
  GParamSpec *pspecs[40];
  guint n = fill (pspecs);
  GType type = new_type ("RegisterEvery", TROVE_TYPE_OBJECT, pspecs, n);
  g_autoptr (GObject) object = g_object_new (type, NULL);

  for (guint i = 0; i < n; i++)
    {
      g_auto (GValue) expected = G_VALUE_INIT, value = G_VALUE_INIT;

      g_assert_true (g_object_class_find_property (G_OBJECT_GET_CLASS (object), pspecs[i]->name) ==
                     pspecs[i]);
      g_assert_cmpuint (pspecs[i]->owner_type, ==, type);
      g_param_value_set_default (pspecs[i], (g_value_init (&expected, pspecs[i]->value_type), &expected));
      g_object_get_property (object, pspecs[i]->name, (g_value_init (&value, pspecs[i]->value_type), &value));
      if (pspecs[i]->value_type == TROVE_TYPE_REF) /* the null ref */
        g_assert_true (trove_ref_is_null (g_value_get_boxed (&value)));
      else
        g_assert_cmpint (g_param_values_cmp (pspecs[i], &expected, &value), ==, 0);
    }
}

static void
test_set (void)
{
  GParamSpec *pspec = new_int ("number");
  GType type = new_type ("RegisterSet", TROVE_TYPE_OBJECT, &pspec, 1);
  g_autoptr (GObject) object = g_object_new (type, NULL);

  g_test_expect_message (
      "Trove", G_LOG_LEVEL_WARNING,
      "The property “number” of RegisterSet was not set: An object of type RegisterSet has no document");
  g_object_set (object, "number", 4, NULL);
  g_test_assert_expected_messages ();
  g_assert_cmpint (get_number (object, "number"), ==, 3);
}

static void
test_inherited (void)
{
  GParamSpec *pspecs[] = { new_int ("a"), new_int ("b"), new_int ("c") };
  GType first = new_type ("RegisterFirst", TROVE_TYPE_OBJECT, pspecs, 2);
  GType none = new_type ("RegisterNone", first, NULL, 0);
  GType last = new_type ("RegisterLast", none, pspecs + 2, 1);
  g_autoptr (GObject) object = g_object_new (last, NULL);

  for (guint i = 0; i < 3; i++)
    {
      const char *name = pspecs[i]->name;

      g_assert_cmpint (get_number (object, name), ==, 3);
      g_assert_cmpuint (g_object_class_find_property (G_OBJECT_GET_CLASS (object), name)->owner_type, ==,
                        i < 2 ? first : last);
    }
}

/* A class refers to objects of itself, and of a class that is registered later. */
static void
test_type_names (void)
{
  GParamSpec *pspecs[] = {
    g_param_spec_object ("next", NULL, NULL, TROVE_TYPE_OBJECT, RW),
    g_param_spec_object ("later", NULL, NULL, TROVE_TYPE_OBJECT, RW),
    trove_param_spec_list ("all", NULL, NULL, TROVE_TYPE_OBJECT, G_PARAM_READABLE | TROVE_PARAM_OWNED),
  };
  const char *names[] = { "RegisterNamed", "RegisterLater", "RegisterLater" };
  g_autoptr (TroveDocument) document = NULL;
  g_autoptr (TroveObject) other = NULL, later = NULL;
  g_autoptr (GError) error = NULL;
  TroveObject *root;
  TroveList *all;
  GType type;

  for (guint i = 0; i < G_N_ELEMENTS (pspecs); i++)
    trove_param_spec_set_type_name (pspecs[i], names[i]);
  type = new_type ("RegisterNamed", TROVE_TYPE_OBJECT, pspecs, G_N_ELEMENTS (pspecs));
  document = trove_document_new (type, NULL, 0);
  root = trove_document_get_root (document);
  all = trove_object_get_list (root, "all");
  g_assert_cmpuint (g_list_model_get_item_type (G_LIST_MODEL (all)), ==, TROVE_TYPE_OBJECT);

  other = g_object_new (new_type ("RegisterOther", TROVE_TYPE_OBJECT, NULL, 0), "document", document, NULL);
  g_assert_false (trove_list_append (all, other, &error)); /* there is no such type yet */
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "which takes objects of type RegisterLater");
  later = g_object_new (new_type ("RegisterLater", type, NULL, 0), "document", document, NULL);
  g_assert_false (trove_list_append (all, other, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "which takes objects of type RegisterLater");
  g_assert_true (trove_list_append (all, later, &error));
  g_assert_no_error (error);

  g_object_set (root, "next", later, "later", later, NULL); /* which is derived from the class */
  g_object_set (later, "next", root, NULL);
  g_test_expect_message ("Trove", G_LOG_LEVEL_WARNING,
                         "*RegisterNamed 1 cannot be set for \"later\"*RegisterLater");
  g_object_set (root, "later", root, NULL);
  g_test_assert_expected_messages ();
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (TroveObject) target = NULL;

      g_object_get (root, pspecs[i]->name, &target, NULL);
      g_assert_true (target == later);
    }
}

/* The class has the references on its param specs: the floating ones, or others. */
static void
test_references (void)
{
  GParamSpec *pspecs[] = { new_int ("floating"), g_param_spec_ref_sink (new_int ("owned")) };
  guint n_refs[2];

  new_type ("RegisterReferences", TROVE_TYPE_OBJECT, pspecs, 2);
  for (guint i = 0; i < 2; i++)
    n_refs[i] = pspecs[i]->ref_count;
  g_assert_cmpuint (n_refs[1], ==, n_refs[0] + 1);
  g_param_spec_unref (pspecs[1]);
}

/* Bindings take a floating reference for their own: it is there after a call that fails. */
static void
test_references_refused (void)
{
  GParamSpec *pspecs[] = { new_int ("floating"), new_int ("floating") };

  g_assert_cmpuint (trove_object_register_type ("1st", TROVE_TYPE_OBJECT, pspecs, 1, NULL), ==,
                    G_TYPE_INVALID);
  g_assert_cmpuint (trove_object_register_type ("RegisterTwice", TROVE_TYPE_OBJECT, pspecs, 2, NULL), ==,
                    G_TYPE_INVALID);
  for (guint i = 0; i < 2; i++)
    {
      g_param_spec_ref_sink (pspecs[i]);
      g_assert_cmpuint (pspecs[i]->ref_count, ==, 1);
      g_param_spec_unref (pspecs[i]);
    }
}

/* Many classes */

enum
{
  N_CLASSES = 200,
};

static void
test_many (void)
{
  GType types[N_CLASSES];

  for (guint i = 0; i < N_CLASSES; i++)
    {
      g_autofree char *type_name = g_strdup_printf ("RegisterMany%u", i);
      g_autofree char *name = g_strdup_printf ("number-%u", i);
      GParamSpec *pspec = g_param_spec_int (name, NULL, NULL, 0, N_CLASSES, (int) i, RW);

      types[i] = new_type (type_name, i == 0 ? TROVE_TYPE_OBJECT : types[i / 2], &pspec, 1);
    }

  for (guint i = 0; i < N_CLASSES; i++)
    {
      g_autoptr (GObject) object = g_object_new (types[i], NULL);

      /* Its own number and those of the classes above it. */
      for (guint above = i;; above /= 2)
        {
          g_autofree char *name = g_strdup_printf ("number-%u", above);

          g_assert_cmpint (get_number (object, name), ==, (int) above);
          if (above == 0)
            break;
        }
    }
}

/* Threads */

enum
{
  N_THREADS = 8,
  N_ROUNDS = 50,
};

typedef struct
{
  guint number;
  guint n_registered; /* under the names for which all threads compete */
} Thread;

/* Registers a type of that name, which another thread may have registered. */
static gboolean
compete (const char *name)
{
  g_autoptr (GError) error = NULL;
  GParamSpec *pspec = g_param_spec_ref_sink (new_int ("number"));
  GType type = trove_object_register_type (name, TROVE_TYPE_OBJECT, &pspec, 1, &error);

  if (type == G_TYPE_INVALID)
    {
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH);
      g_assert_nonnull (strstr (error->message, "already: choose another name"));
    }
  g_param_spec_unref (pspec);
  return type != G_TYPE_INVALID;
}

static gpointer
register_types (gpointer data)
{
  Thread *thread = data;

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autofree char *name = g_strdup_printf ("RegisterThread%u-%u", thread->number, i);
      g_autofree char *shared = g_strdup_printf ("RegisterShared%u", i);
      GParamSpec *pspec = new_int ("number");
      g_autoptr (GObject) object = g_object_new (new_type (name, TROVE_TYPE_OBJECT, &pspec, 1), NULL);
      g_autoptr (GObject) other = NULL;

      g_assert_cmpint (get_number (object, "number"), ==, 3);
      thread->n_registered += compete (shared) ? 1 : 0;
      other = g_object_new (g_type_from_name (shared), NULL);
      g_assert_cmpint (get_number (other, "number"), ==, 3);
    }
  return NULL;
}

static void
test_threads (void)
{
  Thread threads[N_THREADS] = { 0 };
  GThread *running[N_THREADS];
  guint n = 0;

  for (guint i = 0; i < N_THREADS; i++)
    {
      threads[i].number = i;
      running[i] = g_thread_new ("register", register_types, &threads[i]);
    }
  for (guint i = 0; i < N_THREADS; i++)
    {
      g_thread_join (running[i]);
      n += threads[i].n_registered;
    }
  g_assert_cmpuint (n, ==, N_ROUNDS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/object-register/every-type", test_every_type);
  g_test_add_func ("/object-register/set", test_set);
  g_test_add_func ("/object-register/inherited", test_inherited);
  g_test_add_func ("/object-register/references", test_references);
  g_test_add_func ("/object-register/type-names", test_type_names);
  g_test_add_func ("/object-register/references/refused", test_references_refused);
  g_test_add_func ("/object-register/many", test_many);
  g_test_add_func ("/object-register/threads", test_threads);

  return g_test_run ();
}

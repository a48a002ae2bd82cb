/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "test-util.h"

/* TroveObject: classes that are refused, when they are installed in C or registered at run time, and their messages. */

#define RW G_PARAM_READWRITE

static GParamSpec *
new_int (const char *name)
{
  return g_param_spec_int (name, NULL, NULL, 0, 9, 0, RW);
}

/* Classes that are installed in C */

typedef struct
{
  gsize data_size;
  const TroveField *fields;
  guint n_fields;
} Given;

static void
given_class_init (gpointer klass, gpointer data)
{
  const Given *given = data;

  trove_object_class_install_fields (klass, given->data_size, given->fields, given->n_fields);
}

/* A type, whose class is not made yet. */
static GType
new_type (const char *name, GType parent, const Given *given)
{
  GTypeQuery query;
  GTypeInfo info = { .class_init = given_class_init, .class_data = given };

  g_type_query (parent, &query);
  info.class_size = (guint16) query.class_size;
  info.instance_size = (guint16) query.instance_size;
  return g_type_register_static (parent, name, &info, 0);
}

/* Makes a class that is refused with the message. It then has the fields of the parent alone. */
static void
check_install (const char *name, GType parent, gsize data_size, TroveField field, const char *message)
{
  const Given given = { data_size, &field, 1 };
  GType type = new_type (name, parent, &given);
  GParamSpec *pspec = g_param_spec_ref_sink (field.pspec);
  g_autoptr (GObject) object = NULL;
  int number;

  expect_critical (message);
  object = g_object_new (type, NULL);
  g_test_assert_expected_messages ();
  g_assert_null (g_object_class_find_property (G_OBJECT_GET_CLASS (object), pspec->name));
  g_assert_cmpuint (pspec->ref_count, ==, 1);
  g_assert_cmpuint (pspec->flags & G_PARAM_EXPLICIT_NOTIFY, ==, 0);
  g_param_spec_unref (pspec);

  if (parent != TROVE_TYPE_OBJECT)
    {
      g_object_get (object, "number", &number, NULL);
      g_assert_cmpint (number, ==, 3);
    }
}

/* The data of the parent is one number. */
static GType
parent_get_type (void)
{
  static TroveField field;
  static const Given given = { sizeof (gint64), &field, 1 };
  static GType type;

  if (type == 0)
    {
      field = (TroveField){ g_param_spec_int ("number", NULL, NULL, 0, 9, 3, RW), 0, sizeof (int) };
      type = new_type ("RefusedParent", TROVE_TYPE_OBJECT, &given);
      g_type_class_ref (type);
    }
  return type;
}

static void
test_install (void)
{
  typedef struct
  {
    gint64 parent;
    int x;
    gint64 large;
  } Data;
  GType parent = parent_get_type ();

  check_install (
      "RefusedConstruct", TROVE_TYPE_OBJECT, 4,
      (TroveField){ g_param_spec_int ("x", NULL, NULL, 0, 9, 0, RW | G_PARAM_CONSTRUCT), 0, 4 },
      "The property “x” of RefusedConstruct cannot be stored: construct properties are set whenever a "
      "handle is made: drop G_PARAM_CONSTRUCT and G_PARAM_CONSTRUCT_ONLY");
  check_install (
      "RefusedPointer", TROVE_TYPE_OBJECT, 8,
      (TroveField){ g_param_spec_pointer ("x", NULL, NULL, RW), 0, sizeof (gpointer) },
      "The property “x” of RefusedPointer cannot be stored: values of type gpointer cannot be stored");
  check_install (
      "RefusedSize", parent, sizeof (Data), (TroveField) TROVE_FIELD (Data, large, new_int ("x")),
      "The property “x” of RefusedSize cannot be stored: the member of the struct has 8 bytes, and "
      "values of type gint have 4");
  check_install ("RefusedInParent", parent, sizeof (Data), (TroveField){ new_int ("x"), 4, 4 },
                 "The property “x” of RefusedInParent cannot be stored: its offset 4 is in the struct of "
                 "RefusedParent, which has 8 bytes");
  check_install (
      "RefusedStruct", parent, 4, (TroveField){ new_int ("x"), 0, 4 },
      "The class RefusedStruct cannot be stored: its struct has 4 bytes, and must begin with that of "
      "RefusedParent, which has 8");
}

static void
test_install_again (void)
{
  const TroveField number = { new_int ("number"), 8, sizeof (int) }, field = { new_int ("x"), -1, 0 };
  const Given given = { 16, &number, 1 };
  GType type = new_type ("RefusedAgain", parent_get_type (), &given);

  expect_critical (
      "The property “number” of RefusedAgain cannot be stored: RefusedParent has a property of that name");
  g_type_class_ref (type);
  g_test_assert_expected_messages ();

  expect_critical ("The class RefusedParent cannot be stored: its fields were registered before");
  trove_object_class_install_fields (g_type_class_peek (parent_get_type ()), 0, NULL, 0);
  g_test_assert_expected_messages ();

  /* Fields of the base class would be fields of all objects. */
  g_param_spec_ref_sink (field.pspec);
  expect_critical ("trove_object_class_install_fields: assertion *");
  trove_object_class_install_fields (g_type_class_peek (TROVE_TYPE_OBJECT), 0, &field, 1);
  g_test_assert_expected_messages ();
  g_param_spec_unref (field.pspec);
}

static void
test_immutable (void)
{
  GType type = g_type_register_static_simple (G_TYPE_OBJECT, "RefusedLater", sizeof (GObjectClass), NULL,
                                              sizeof (GObject), NULL, 0);
  const GTypeInfo info = { .class_size = sizeof (GTypeInterface) };
  GType interface = g_type_register_static (G_TYPE_INTERFACE, "RefusedInterface", &info, 0);
  TroveField fields[] = { { NULL, -1, 0 }, { NULL, -1, 0 } };
  const Given given = { 0, fields, 2 };

  g_type_interface_add_prerequisite (interface, G_TYPE_OBJECT);
  check_install ("RefusedOfLater", TROVE_TYPE_OBJECT, 0,
                 (TroveField){ g_param_spec_object ("x", NULL, NULL, type, RW), -1, 0 },
                 "The property “x” of RefusedOfLater cannot be stored: RefusedLater is neither derived from "
                 "TroveObject nor a type of objects that never change");
  check_install (
      "RefusedOfInterface", TROVE_TYPE_OBJECT, 0,
      (TroveField){ g_param_spec_object ("x", NULL, NULL, interface, RW), -1, 0 },
      "The property “x” of RefusedOfInterface cannot be stored: RefusedInterface is neither derived "
      "from TroveObject nor a type of objects that never change");

  trove_object_register_immutable (type, NULL);
  trove_object_register_immutable (interface, g_direct_equal);
  fields[0].pspec = g_param_spec_object ("x", NULL, NULL, type, RW);
  fields[1].pspec = g_param_spec_object ("y", NULL, NULL, interface, RW);
  g_type_class_ref (new_type ("RefusedNoMore", TROVE_TYPE_OBJECT, &given));
  g_assert_nonnull (
      g_object_class_find_property (g_type_class_peek (g_type_from_name ("RefusedNoMore")), "y"));
}

/* Types that are registered at run time */

/* The call fails with the message, registers no type, and keeps no param spec. */
static void
check_refused (const char *name, GType parent, GParamSpec **pspecs, guint n, TroveError code,
               const char *message)
{
  g_autoptr (GError) error = NULL;
  GType before = g_type_from_name (name);
  g_autofree guint *n_refs = g_new0 (guint, n);

  for (guint i = 0; i < n; i++)
    if (pspecs[i] != NULL)
      n_refs[i] = g_param_spec_ref_sink (pspecs[i])->ref_count;
  g_assert_cmpuint (trove_object_register_type (name, parent, pspecs, n, &error), ==, G_TYPE_INVALID);
  g_assert_error (error, TROVE_ERROR, (int) code);
  g_assert_cmpstr (error->message, ==, message);
  g_assert_cmpuint (g_type_from_name (name), ==, before);
  for (guint i = 0; i < n; i++)
    if (pspecs[i] != NULL)
      {
        g_assert_cmpuint (pspecs[i]->ref_count, ==, n_refs[i]);
        g_param_spec_unref (pspecs[i]);
      }
}

/* A type that is registered; nothing may fail. */
static GType
register_good (const char *name, GType parent, GParamSpec **pspecs, guint n)
{
  GError *error = NULL;
  GType type = trove_object_register_type (name, parent, pspecs, n, &error);

  g_assert_no_error (error);
  return type;
}

static void
check_mismatch (const char *name, GType parent, GParamSpec *pspec, const char *message)
{
  check_refused (name, parent, &pspec, 1, TROVE_ERROR_TYPE_MISMATCH, message);
}

static void
test_names (void)
{
  static const char *const wrong[] = { "", "A", "Ab", "1st", "-ab", "A b", "A.b", "Äbc", "Abé", "Abc\n" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autofree char *message = g_strdup_printf ("A type cannot have the name “%s”: expected at least 3 "
                                                  "letters, digits or characters of “_-+”, a letter or "
                                                  "“_” first",
                                                  wrong[i]);

      check_mismatch (wrong[i], TROVE_TYPE_OBJECT, new_int ("x"), message);
    }

  check_mismatch ("TroveObject", TROVE_TYPE_OBJECT, new_int ("x"),
                  "There is a type with the name “TroveObject” already: choose another name");
  check_mismatch ("GFile", TROVE_TYPE_OBJECT, new_int ("x"),
                  "There is a type with the name “GFile” already: choose another name");

  register_good ("_a+b-1", TROVE_TYPE_OBJECT, NULL, 0);
  register_good ("Abc", TROVE_TYPE_OBJECT, NULL, 0);
}

static void
test_parents (void)
{
  GType final = g_type_register_static_simple (TROVE_TYPE_OBJECT, "RefusedFinal", sizeof (TroveObjectClass),
                                               NULL, sizeof (TroveObject), NULL, G_TYPE_FLAG_FINAL);

  check_mismatch (
      "RefusedChild", G_TYPE_OBJECT, new_int ("x"),
      "RefusedChild cannot be derived from GObject: expected TroveObject or a type that is derived "
      "from it");
  check_mismatch (
      "RefusedChild", G_TYPE_INT, new_int ("x"),
      "RefusedChild cannot be derived from gint: expected TroveObject or a type that is derived from it");
  check_mismatch (
      "RefusedChild", G_TYPE_INVALID, new_int ("x"),
      "RefusedChild cannot be derived from an invalid type: expected TroveObject or a type that is "
      "derived from it");
  check_mismatch ("RefusedChild", final, new_int ("x"),
                  "RefusedChild cannot be derived from RefusedFinal, which is a final type");
}

/* A property that cannot be stored, for the reason. */
static void
check_field (GParamSpec *pspec, const char *reason)
{
  g_autofree char *message =
      g_strdup_printf ("The property “%s” of RefusedField cannot be stored: %s", pspec->name, reason);

  check_mismatch ("RefusedField", TROVE_TYPE_OBJECT, pspec, message);
}

static void
test_flags (void)
{
  const char *construct =
      "construct properties are set whenever a handle is made: drop G_PARAM_CONSTRUCT and "
      "G_PARAM_CONSTRUCT_ONLY";

  check_field (g_param_spec_int ("x", NULL, NULL, 0, 9, 0, RW | G_PARAM_CONSTRUCT), construct);
  check_field (g_param_spec_int ("x", NULL, NULL, 0, 9, 0, RW | G_PARAM_CONSTRUCT_ONLY), construct);
  check_field (g_param_spec_int ("x", NULL, NULL, 0, 9, 0, G_PARAM_WRITABLE),
               "it cannot be read: add G_PARAM_READABLE");
  check_field (g_param_spec_int ("x", NULL, NULL, 0, 9, 0, RW | TROVE_PARAM_OWNED),
               "only objects of a document and lists of them can be owned, not gint");
  check_field (g_param_spec_int ("x", NULL, NULL, 0, 9, 0, RW | TROVE_PARAM_INTERNED),
               "only strings can be interned, not gint");
  check_field (g_param_spec_int ("x", NULL, NULL, 0, 9, 0, RW | TROVE_PARAM_BY_ELEMENT),
               "only arrays of strings and dictionaries can be merged by element, not gint");
  check_field (
      g_param_spec_variant ("x", NULL, NULL, G_VARIANT_TYPE_VARDICT, NULL, RW | TROVE_PARAM_INTERNED),
      "only strings can be interned, not GVariant");
  check_field (
      g_param_spec_variant ("x", NULL, NULL, G_VARIANT_TYPE ("ai"), NULL, RW | TROVE_PARAM_BY_ELEMENT),
      "only arrays of strings and dictionaries can be merged by element, not GVariant");
  check_field (trove_param_spec_list ("x", NULL, NULL, TROVE_TYPE_OBJECT, RW),
               "a list is changed by its items and cannot be set: drop G_PARAM_WRITABLE");
}

static GParamSpec *
together (GParamSpec *pspec)
{
  trove_param_spec_set_together (pspec, "box");
  return pspec;
}

static void
test_together (void)
{
  const char *message =
      "only values and references can belong together, not lists and objects that are owned";

  check_field (together (g_param_spec_object ("x", NULL, NULL, TROVE_TYPE_OBJECT, RW | TROVE_PARAM_OWNED)),
               message);
  check_field (together (trove_param_spec_list ("x", NULL, NULL, TROVE_TYPE_OBJECT, G_PARAM_READABLE)),
               message);
  check_field (together (g_param_spec_boxed ("x", NULL, NULL, G_TYPE_STRV, RW | TROVE_PARAM_BY_ELEMENT)),
               "a value that is merged by element cannot belong together with others");
}

static void
test_types (void)
{
  GType script = g_boxed_type_register_static ("JSObject", (GBoxedCopyFunc) g_strdup, g_free);
  GType aligned = g_boxed_type_register_static ("RefusedAligned", (GBoxedCopyFunc) g_strdup, g_free);
  const TroveElementInfo info = { .size = 32, .alignment = 16 };

  trove_element_register (aligned, &info);
  check_field (g_param_spec_pointer ("x", NULL, NULL, RW), "values of type gpointer cannot be stored");
  check_field (g_param_spec_boxed ("x", NULL, NULL, G_TYPE_VALUE, RW),
               "values of type GValue cannot be stored");
  check_field (g_param_spec_boxed ("x", NULL, NULL, script, RW),
               "values of type JSObject belong to a script, which frees them");
  check_field (g_param_spec_boxed ("x", NULL, NULL, aligned, RW),
               "values of type RefusedAligned are aligned to 16 bytes, and fields to 8 at most");
  check_field (g_param_spec_object ("x", NULL, NULL, G_TYPE_CANCELLABLE, RW),
               "GCancellable is neither derived from TroveObject nor a type of objects that never change");
  check_field (trove_param_spec_list ("x", NULL, NULL, G_TYPE_FILE, G_PARAM_READABLE),
               "its items are of type GFile, which is not derived from TroveObject");
}

static void
test_properties (void)
{
  static const char *const reserved[] = { "document", "key", "owner", "removed" };
  GParamSpec *twice[] = { new_int ("x"), new_int ("x") }, *used = new_int ("used"), *none = NULL;
  GType parent;

  for (guint i = 0; i < G_N_ELEMENTS (reserved); i++)
    check_field (new_int (reserved[i]),
                 "the name is one of document, key, owner and removed, which all objects have");

  check_refused (
      "RefusedField", TROVE_TYPE_OBJECT, twice, 2, TROVE_ERROR_TYPE_MISMATCH,
      "The property “x” of RefusedField cannot be stored: RefusedField has a property of that name");
  check_refused ("RefusedField", TROVE_TYPE_OBJECT, &none, 1, TROVE_ERROR_TYPE_MISMATCH,
                 "The class RefusedField cannot be stored: field 0 has no param spec");

  parent = register_good ("RefusedUsed", TROVE_TYPE_OBJECT, &used, 1);
  check_field (used, "its param spec belongs to RefusedUsed: make another one");
  check_mismatch (
      "RefusedField", parent, new_int ("used"),
      "The property “used” of RefusedField cannot be stored: RefusedUsed has a property of that name");

  /* The name is still free. */
  none = new_int ("x");
  register_good ("RefusedField", TROVE_TYPE_OBJECT, &none, 1);
}

static void
test_limits (void)
{
  const TroveElementInfo huge = { .size = 65536, .alignment = 8 };
  GType type = g_boxed_type_register_static ("RefusedHuge", (GBoxedCopyFunc) g_strdup, g_free);
  GParamSpec *pspecs[1001], *large[2];

  for (guint i = 0; i < G_N_ELEMENTS (pspecs); i++)
    {
      g_autofree char *name = g_strdup_printf ("number-%u", i);

      pspecs[i] = new_int (name);
    }
  check_refused (
      "RefusedMany", TROVE_TYPE_OBJECT, pspecs, 1001, TROVE_ERROR_FULL,
      "The class RefusedMany cannot be stored: it has 1001 fields beside 0 of its parent, and may have 1000 "
      "in all");

  trove_element_register (type, &huge);
  large[0] = g_param_spec_boxed ("large", NULL, NULL, type, RW);
  large[1] = new_int ("small");
  check_refused (
      "RefusedLarge", TROVE_TYPE_OBJECT, large, 2, TROVE_ERROR_FULL,
      "The class RefusedLarge cannot be stored: the fields of its objects take more than 65536 bytes");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/object-refused/install", test_install);
  g_test_add_func ("/object-refused/install/again", test_install_again);
  g_test_add_func ("/object-refused/immutable", test_immutable);
  g_test_add_func ("/object-refused/names", test_names);
  g_test_add_func ("/object-refused/parents", test_parents);
  g_test_add_func ("/object-refused/flags", test_flags);
  g_test_add_func ("/object-refused/together", test_together);
  g_test_add_func ("/object-refused/types", test_types);
  g_test_add_func ("/object-refused/properties", test_properties);
  g_test_add_func ("/object-refused/limits", test_limits);

  return g_test_run ();
}

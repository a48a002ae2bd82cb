/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Classes: where fields are, how they are found, which classes are refused, and data as a whole. */

#include "class-types.h"
#include "state/shared-boxed.h"
#include "test-support.h"

/* A struct of every type, and two that begin with it. */

#define MEMBER(name, ctype, kind, type) ctype member_##name;
typedef struct
{
  KIT_MEMBERS (MEMBER)
} Base;

typedef struct
{
  Base parent;
  KIT_MEMBERS (MEMBER)
} Derived;

typedef struct
{
  Derived parent;
  KIT_MEMBERS (MEMBER)
} Twice;
#undef MEMBER

/* Checks a class by the rules beside its struct. */
static void
check_offsets (const TroveClass *self, TroveFieldOffsets offsets,
               gboolean (*match) (const TroveClassField *field))
{
  guint n = 0;

  for (guint i = 0; i < self->n_fields; i++)
    if (match (&self->fields[i]))
      {
        g_assert_cmpuint (n, <, offsets.n);
        g_assert_cmpuint (offsets.at[n].field, ==, i);
        g_assert_cmpuint (offsets.at[n].offset, ==, self->fields[i].offset);
        n++;
      }
  g_assert_cmpuint (n, ==, offsets.n);
}

static gboolean
is_string (const TroveClassField *field)
{
  return field->kind == TROVE_KIND_STRING;
}

static gboolean
is_reference (const TroveClassField *field)
{
  return field->kind == TROVE_KIND_REFERENCE;
}

static gboolean
is_owned (const TroveClassField *field)
{
  return field->kind == TROVE_KIND_OWNED;
}

static void
check_fields (const TroveClass *self)
{
  g_autofree guint8 *used = g_malloc0 (self->data_size + 1);

  for (guint i = 0; i < self->n_fields; i++)
    {
      const TroveClassField *field = &self->fields[i];

      g_assert_cmpuint (field->index, ==, i);
      g_assert_true (trove_class_find_name (self, field->pspec->name) == field);
      if (trove_class_field_is_list (field))
        {
          g_assert_cmpuint (field->size, ==, 0);
          continue;
        }
      g_assert_cmpuint (field->offset % field->alignment, ==, 0);
      g_assert_cmpuint (field->offset + field->size, <=, self->data_size);
      for (guint j = 0; j < field->size; j++)
        g_assert_cmpuint (used[field->offset + j]++, ==, 0);
    }
}

static void
check_class (const TroveClass *self)
{
  const TroveClass *parent = self->parent;

  g_assert_true (trove_class_lookup (self->type) == self);
  g_assert_cmpuint (self->n_fields, <=, TROVE_CLASS_MAX_FIELDS);
  g_assert_cmpuint (self->data_size, <=, TROVE_CLASS_MAX_DATA_SIZE);
  g_assert_true (self->root == (parent != NULL ? parent->root : self));
  g_assert_cmpuint (self->n_inherited, ==, parent != NULL ? parent->n_fields : 0);
  for (guint i = 0; i < self->n_inherited; i++)
    g_assert_cmpmem (&self->fields[i], sizeof *self->fields, &parent->fields[i], sizeof *self->fields);
  for (guint i = self->n_inherited; i < self->n_fields; i++)
    if (parent != NULL && !trove_class_field_is_list (&self->fields[i]))
      g_assert_cmpuint (self->fields[i].offset, >=, parent->data_size);

  check_fields (self);
  check_offsets (self, self->strings, is_string);
  check_offsets (self, self->cleared, trove_class_field_owns);
  check_offsets (self, self->references, is_reference);
  check_offsets (self, self->owned, is_owned);
  check_offsets (self, self->lists, trove_class_field_is_list);
  for (guint i = 0; i < self->lists.n; i++)
    g_assert_cmpuint (self->lists.at[i].offset, ==, i);
  g_assert_cmpint (self->has_owned_memory, ==, self->cleared.n > 0);
}

/* A class with these fields, which must be good. */
static const TroveClass *
new_class (const TroveClass *parent, gsize data_size, const TroveField *specs, guint n_specs)
{
  const TroveClass *class;
  GError *error = NULL;

  class = trove_class_new (kit_new_type (parent->type), parent, data_size, specs, n_specs, &error);
  g_assert_no_error (error);
  check_class (class);
  return class;
}

static GParamSpec *
new_int (const char *name)
{
  return g_param_spec_int (name, NULL, NULL, -10, 10, 3, G_PARAM_READWRITE);
}

static GParamSpec *
new_list (const char *name, GType type, GParamFlags flags)
{
  return trove_param_spec_list (name, NULL, NULL, type, G_PARAM_READABLE | flags);
}

#define AUTOMATIC(pspec) ((TroveField){ pspec, -1, 0 })

/* Layouts */

/* Sets each field of every type of the class, and finds that no other one changes. */
static void
check_independent (const TroveClass *class)
{
  gpointer data = g_malloc0 (class->data_size), before = g_malloc0 (class->data_size);

  for (guint i = 0; i < class->n_fields; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;

      kit_init_value (i % KIT_N_TYPES, &value, 1);
      g_assert_true (trove_class_value_set (&class->fields[i], data, &value, NULL));
      g_assert_false (trove_class_field_equal (&class->fields[i], data, before));
      for (guint j = 0; j < class->n_fields; j++)
        g_assert_true (j == i || trove_class_field_equal (&class->fields[j], data, before));
      trove_class_field_clear (&class->fields[i], data);
      g_assert_cmpmem (data, class->data_size, before, class->data_size);
    }
  g_free (data);
  g_free (before);
}

static void
test_given (void)
{
#define SPEC(name, ctype, kind, type)                                                                        \
  { kit_new_pspec (KIT_##name, PREFIX), offsetof (STRUCT, member_##name), sizeof (ctype) },
#define PREFIX "a"
#define STRUCT Base
  const TroveField base_specs[] = { KIT_MEMBERS (SPEC) };
#undef PREFIX
#undef STRUCT
#define PREFIX "b"
#define STRUCT Derived
  const TroveField derived_specs[] = { KIT_MEMBERS (SPEC) };
#undef PREFIX
#undef STRUCT
#define PREFIX "c"
#define STRUCT Twice
  const TroveField twice_specs[] = { KIT_MEMBERS (SPEC) };
#undef PREFIX
#undef STRUCT
  const TroveClass *base = new_class (kit_root_class (), sizeof (Base), base_specs, KIT_N_TYPES);
  const TroveClass *derived = new_class (base, sizeof (Derived), derived_specs, KIT_N_TYPES);
  const TroveClass *twice = new_class (derived, sizeof (Twice), twice_specs, KIT_N_TYPES);

  g_assert_cmpuint (twice->n_fields, ==, 3 * KIT_N_TYPES);
  g_assert_cmpuint (twice->data_size, ==, sizeof (Twice));
  g_assert_cmpuint (twice->data_alignment, ==, G_ALIGNOF (Twice));
  for (guint i = 0; i < KIT_N_TYPES; i++)
    {
      g_assert_cmpuint (twice->fields[i].offset, ==, base_specs[i].offset);
      g_assert_cmpuint (twice->fields[KIT_N_TYPES + i].offset, ==, derived_specs[i].offset);
      g_assert_cmpuint (twice->fields[2 * KIT_N_TYPES + i].offset, ==, twice_specs[i].offset);
      g_assert_cmpuint (twice->fields[KIT_N_TYPES + i].owner, ==, derived->type);
    }
  check_independent (twice);
}

static void
test_automatic (void)
{
  const TroveClass *base = kit_new_class (NULL, "a");
  const TroveClass *derived = kit_new_class (base, "b");
  const TroveClass *twice = kit_new_class (derived, "c");
  gsize used = 0;

  check_class (base);
  check_class (derived);
  check_class (twice);
  for (guint i = 0; i < KIT_N_TYPES; i++)
    used += kit_get_type (i)->size;
  /* No hole between the fields, and small ones where a parent ends. */
  g_assert_cmpuint (base->data_size, ==, used);
  g_assert_cmpuint (twice->data_size - 3 * used, <, 8);
  g_assert_cmpuint (twice->data_alignment, ==, G_ALIGNOF (Twice));
  check_independent (twice);
}

/* A class of one kind of offsets below one of the other. */
static void
test_mixed (void)
{
  typedef struct
  {
    char parent[5];
    int number;
  } Given;
  const TroveField small[] = { AUTOMATIC (g_param_spec_char ("char", NULL, NULL, 0, 9, 0, G_PARAM_READWRITE)),
                               AUTOMATIC (new_int ("int")) };
  const TroveField given[] = { { new_int ("number"), offsetof (Given, number), sizeof (int) } };
  const TroveField more[] = {
    AUTOMATIC (g_param_spec_boxed ("odd", NULL, NULL, kit_odd_get_type (), G_PARAM_READWRITE)),
    AUTOMATIC (g_param_spec_double ("double", NULL, NULL, 0, 1, 0, G_PARAM_READWRITE)),
    AUTOMATIC (new_int ("last")),
  };
  const TroveClass *class = new_class (kit_root_class (), 0, small, 2);

  g_assert_cmpuint (class->fields[1].offset, ==, 0);
  g_assert_cmpuint (class->fields[0].offset, ==, 4);
  g_assert_cmpuint (class->data_size, ==, 5);
  class = new_class (class, sizeof (Given), given, 1);
  g_assert_cmpuint (class->fields[2].offset, ==, 8);
  g_assert_cmpuint (class->data_size, ==, 12);

  /* 4 bytes fill the hole in front of 8 where numbers of 8 are aligned to 8. */
  class = new_class (class, 0, more, 3);
  g_assert_cmpuint (class->data_size, ==, 12 + 4 + 8 + 3);
}

static void
test_chosen_holes (void)
{
  const TroveField first[] = { AUTOMATIC (
      g_param_spec_boxed ("odd", NULL, NULL, kit_odd_get_type (), G_PARAM_READWRITE)) };
  const TroveField second[] = {
    AUTOMATIC (g_param_spec_double ("double", NULL, NULL, 0, 1, 0, G_PARAM_READWRITE)),
    AUTOMATIC (new_int ("int")),
    AUTOMATIC (new_int ("other")),
  };
  const TroveClass *class = new_class (new_class (kit_root_class (), 0, first, 1), 0, second, 3);

  /* From 3 to 4 is a hole; the double comes as soon as it fits. */
  g_assert_cmpuint (class->fields[0].offset, ==, 0);
  g_assert_cmpuint (class->data_size, ==, 20);
  g_assert_cmpuint (class->fields[1].offset, ==, G_ALIGNOF (double) == 8 ? 8 : 4);
}

static void
test_empty (void)
{
  const TroveClass *root = kit_root_class ();
  const TroveField list[] = { AUTOMATIC (new_list ("list", root->type, 0)) };
  const TroveField number[] = { { new_int ("number"), 4, 4 } };
  const TroveClass *class;

  check_class (root);
  g_assert_cmpuint (root->data_size, ==, 0);
  g_assert_null (trove_class_find_name (root, "number"));
  g_assert_true (trove_class_equal (root, "a", "b"));

  /* No member of the struct is a field. */
  class = new_class (root, 8, NULL, 0);
  g_assert_cmpuint (class->data_size, ==, 8);
  class = new_class (root, 8, list, 1);
  g_assert_cmpuint (class->data_size, ==, 8);
  class = new_class (class, 8, NULL, 0);
  g_assert_cmpuint (class->n_fields, ==, 1);
  class = new_class (new_class (root, 8, number, 1), 0, NULL, 0);
  g_assert_cmpuint (class->data_size, ==, 8);
}

static void
test_lists (void)
{
  const TroveClass *root = kit_root_class ();
  const TroveField specs[] = {
    AUTOMATIC (new_list ("children", root->type, TROVE_PARAM_OWNED)),
    AUTOMATIC (new_int ("number")),
    AUTOMATIC (new_list ("targets", root->type, 0)),
  };
  const TroveField more[] = { AUTOMATIC (new_list ("more", root->type, TROVE_PARAM_OWNED)) };
  const TroveClass *class = new_class (new_class (root, 0, specs, 3), 0, more, 1);

  g_assert_cmpuint (class->lists.n, ==, 3);
  g_assert_cmpint (class->fields[0].kind, ==, TROVE_KIND_OWNED_LIST);
  g_assert_cmpint (class->fields[2].kind, ==, TROVE_KIND_REFERENCE_LIST);
  g_assert_cmpint (class->fields[3].kind, ==, TROVE_KIND_OWNED_LIST);
  g_assert_cmpuint (class->lists.at[2].field, ==, 3);
  g_assert_cmpuint (class->fields[0].type, ==, root->type);
  g_assert_cmpuint (class->data_size, ==, sizeof (int));
  g_assert_false (class->has_owned_memory);
}

static void
test_names (void)
{
  const TroveField specs[] = { AUTOMATIC (new_int ("a-number")), AUTOMATIC (new_int ("b")) };
  const TroveClass *class = new_class (kit_root_class (), 0, specs, 2);

  g_assert_true (trove_class_find_name (class, "a-number") == &class->fields[0]);
  g_assert_true (trove_class_find_name (class, "a_number") == &class->fields[0]);
  g_assert_true (trove_class_find (class, g_quark_from_string ("b")) == &class->fields[1]);
  g_assert_null (trove_class_find_name (class, "children"));
  g_assert_null (trove_class_find_name (class, "no-quark-has-this-name"));
  for (GQuark quark = 1; quark < 100; quark++) /* each slot is met */
    g_assert_null (trove_class_find (class, quark));
}

/* A name whose quark has the same low bits as that of "a-number". */
static const char *
new_colliding_name (void)
{
  GQuark first = g_quark_from_static_string ("a-number"), quark;
  guint n = 0;

  do
    {
      g_autofree char *name = g_strdup_printf ("colliding-%u", n++);

      quark = g_quark_from_string (name);
    }
  while (((quark ^ first) & 7) != 0 || quark == first);
  return g_quark_to_string (quark);
}

/* Names for the same slot. */
static void
test_colliding_names (void)
{
  const char *name = new_colliding_name ();
  const TroveField one[] = { AUTOMATIC (new_int ("a-number")) };
  const TroveField two[] = { AUTOMATIC (new_int (name)) };
  const TroveClass *class = new_class (kit_root_class (), 0, one, 1);

  g_assert_null (trove_class_find_name (class, name));
  class = new_class (class, 0, two, 1);
  g_assert_cmpuint (class->slot_mask, <=, 7);
  g_assert_true (trove_class_find_name (class, "a-number") == &class->fields[0]);
  g_assert_true (trove_class_find_name (class, name) == &class->fields[1]);
}

/* Refusals */

/* The text is that of the error behind the name of the class; %s in it stands for the root's name. */
static void
check_refused (const TroveClass *parent, gsize data_size, const TroveField *specs, guint n_specs,
               TroveError code, const char *text)
{
  GType type = kit_new_type (parent->type);
  g_autofree char *where = NULL, *expected = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n_specs; i++)
    g_param_spec_ref_sink (specs[i].pspec);
  g_assert_null (trove_class_new (type, parent, data_size, specs, n_specs, &error));
  g_assert_error (error, TROVE_ERROR, (int) code);
  where = g_strdup_printf (" of %s cannot", g_type_name (type));
  if (strstr (error->message, where) == NULL)
    {
      g_free (where);
      where = g_strdup_printf ("The class %s cannot", g_type_name (type));
    }
  g_assert_nonnull (strstr (error->message, where));
  expected = g_strdup_printf (text, g_type_name (parent->type));
  if (!g_str_has_suffix (error->message, expected))
    g_error ("“%s” does not end with “%s”", error->message, expected);

  /* Nothing is registered, and nobody else has the param specs. */
  g_assert_null (trove_class_lookup (type));
  for (guint i = 0; i < n_specs; i++)
    {
      g_assert_cmpuint (specs[i].pspec->ref_count, ==, 1);
      g_param_spec_unref (specs[i].pspec);
    }
}

/* One property, whose offset is chosen. */
static void
check_refused_pspec (GParamSpec *pspec, const char *text)
{
  const TroveField spec = AUTOMATIC (pspec);

  check_refused (kit_root_class (), 0, &spec, 1, TROVE_ERROR_TYPE_MISMATCH, text);
}

static void
test_refused_flags (void)
{
  const GParamFlags construct[] = { G_PARAM_CONSTRUCT, G_PARAM_CONSTRUCT_ONLY };

  for (guint i = 0; i < G_N_ELEMENTS (construct); i++)
    check_refused_pspec (g_param_spec_int ("x", NULL, NULL, 0, 1, 0, G_PARAM_READWRITE | construct[i]),
                         "cannot be stored: construct properties are set whenever a handle is made: drop "
                         "G_PARAM_CONSTRUCT and G_PARAM_CONSTRUCT_ONLY");
  check_refused_pspec (g_param_spec_int ("x", NULL, NULL, 0, 1, 0, G_PARAM_WRITABLE),
                       "cannot be stored: it cannot be read: add G_PARAM_READABLE");
  check_refused_pspec (g_param_spec_int ("x", NULL, NULL, 0, 1, 0, G_PARAM_READWRITE | TROVE_PARAM_OWNED),
                       "only objects of a document and lists of them can be owned, not gint");
  check_refused_pspec (
      g_param_spec_object ("x", NULL, NULL, G_TYPE_FILE, G_PARAM_READWRITE | TROVE_PARAM_OWNED),
      "only objects of a document and lists of them can be owned, not GFile");
  check_refused_pspec (
      g_param_spec_boxed ("x", NULL, NULL, kit_point_get_type (), G_PARAM_READWRITE | TROVE_PARAM_INTERNED),
      "only strings can be interned, not KitPoint");
  check_refused_pspec (new_list ("x", kit_root_get_type (), G_PARAM_WRITABLE),
                       "a list is changed by its items and cannot be set: drop G_PARAM_WRITABLE");
}

static void
test_refused_names (void)
{
  static const char *const names[] = { "document", "key", "owner", "removed" };
  const TroveClass *root = kit_root_class ();
  const TroveField twice[] = { AUTOMATIC (new_int ("a-b")), AUTOMATIC (new_int ("a_b")) };
  const TroveField first[] = { AUTOMATIC (new_int ("x")) };
  const TroveField again[] = { AUTOMATIC (new_int ("y")), AUTOMATIC (new_int ("x")) };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    check_refused_pspec (new_int (names[i]),
                         "the name is one of document, key, owner and removed, which all objects have");
  check_refused (root, 0, twice, 2, TROVE_ERROR_TYPE_MISMATCH, "has a property of that name");
  check_refused (new_class (root, 0, first, 1), 0, again, 2, TROVE_ERROR_TYPE_MISMATCH,
                 "%s has a property of that name");
}

static void
test_refused_types (void)
{
  const TroveElementInfo aligned = { .size = 32, .alignment = 16 };
  GType vector = g_boxed_type_register_static ("ClassVector", (GBoxedCopyFunc) g_strdup, g_free);
  GType script = g_boxed_type_register_static ("JSObject", (GBoxedCopyFunc) g_strdup, g_free);
  GType python = g_boxed_type_register_static ("PyObject", (GBoxedCopyFunc) g_strdup, g_free);
  GType object = kit_new_type (G_TYPE_OBJECT);

  trove_layout_register (vector, &aligned);
  check_refused_pspec (g_param_spec_pointer ("x", NULL, NULL, G_PARAM_READWRITE),
                       "values of type gpointer cannot be stored");
  check_refused_pspec (g_param_spec_param ("x", NULL, NULL, G_TYPE_PARAM_INT, G_PARAM_READWRITE),
                       "values of type GParamInt cannot be stored");
  check_refused_pspec (g_param_spec_boxed ("x", NULL, NULL, G_TYPE_VALUE, G_PARAM_READWRITE),
                       "values of type GValue cannot be stored");
  check_refused_pspec (g_param_spec_boxed ("x", NULL, NULL, script, G_PARAM_READWRITE),
                       "values of type JSObject belong to a script, which frees them");
  check_refused_pspec (g_param_spec_boxed ("x", NULL, NULL, python, G_PARAM_READWRITE),
                       "values of type PyObject can be neither compared nor saved");
  check_refused_pspec (g_param_spec_boxed ("x", NULL, NULL, vector, G_PARAM_READWRITE),
                       "values of type ClassVector are aligned to 16 bytes, and fields to 8 at most");
  check_refused_pspec (g_param_spec_object ("x", NULL, NULL, G_TYPE_CANCELLABLE, G_PARAM_READWRITE),
                       "GCancellable is neither derived from %s nor a type of objects that never change");
  check_refused_pspec (g_param_spec_object ("x", NULL, NULL, G_TYPE_LIST_MODEL, G_PARAM_READWRITE),
                       "GListModel is neither derived from %s nor a type of objects that never change");
  check_refused_pspec (g_param_spec_object ("x", NULL, NULL, object, G_PARAM_READWRITE),
                       "is neither derived from %s nor a type of objects that never change");
  check_refused_pspec (new_list ("x", G_TYPE_FILE, 0),
                       "its items are of type GFile, which is not derived from %s");
}

static void
check_refused_offset (const TroveClass *parent, gsize data_size, TroveField spec, const char *text)
{
  check_refused (parent, data_size, &spec, 1, TROVE_ERROR_TYPE_MISMATCH, text);
}

static void
test_refused_offsets (void)
{
  const TroveClass *root = kit_root_class ();
  const TroveField base[] = { { new_int ("base"), 4, 4 } };
  const TroveClass *parent = new_class (root, 8, base, 1);
  const TroveField overlap[] = {
    { new_int ("second"), 4, 4 },
    { g_param_spec_boxed ("first", NULL, NULL, kit_odd_get_type (), G_PARAM_READWRITE), 2, 3 }
  };
  const TroveField same[] = { { new_int ("x"), 0, 4 }, { new_int ("y"), 0, 4 } };
  const TroveField some[] = { { new_int ("x"), 0, 4 }, AUTOMATIC (new_int ("y")) };

  check_refused_offset (root, 8, (TroveField){ new_int ("x"), 0, 8 },
                        "the member of the struct has 8 bytes, and values of type gint have 4");
  check_refused_offset (root, 8, (TroveField){ new_int ("x"), 2, 4 }, "its offset 2 is not a multiple of 4");
  check_refused_offset (root, 8, (TroveField){ new_int ("x"), 8, 4 },
                        "it ends at byte 12, and the struct has 8");
  check_refused_offset (root, 0, (TroveField){ new_int ("x"), 0, 4 },
                        "it ends at byte 4, and the struct has 0");
  check_refused_offset (parent, 16, (TroveField){ new_int ("x"), 0, 4 },
                        "its offset 0 is in the struct of %s, which has 8 bytes");
  check_refused_offset (parent, 4, (TroveField){ new_int ("x"), 0, 4 },
                        "its struct has 4 bytes, and must begin with that of %s, which has 8");
  check_refused_offset (root, 8, AUTOMATIC (new_int ("x")), "it has no offset in the struct of 8 bytes");
  check_refused_offset (root, 6, (TroveField){ new_int ("x"), 0, 4 },
                        "its struct has 6 bytes, which is no multiple of its alignment 4");
  check_refused_offset (root, 8, (TroveField){ new_list ("x", root->type, 0), 0, 8 },
                        "a list is not in the struct: its offset must be -1");
  check_refused (root, 8, overlap, 2, TROVE_ERROR_TYPE_MISMATCH,
                 "it begins at byte 4, and “first” ends at byte 5");
  check_refused (root, 8, same, 2, TROVE_ERROR_TYPE_MISMATCH, "ends at byte 4");
  check_refused (root, 8, some, 2, TROVE_ERROR_TYPE_MISMATCH,
                 "it has no offset, and “x” has one: give all or none");
}

static void
test_refused_twice (void)
{
  const TroveClass *root = kit_root_class ();
  const TroveClass *class = new_class (root, 0, NULL, 0);
  const TroveField specs[] = { AUTOMATIC (kit_new_pspec (KIT_variant, "a")) };
  const TroveField none[] = { AUTOMATIC (NULL) };
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_null (trove_class_new (class->type, root, 0, specs, 1, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH);
  text = g_strdup_printf ("The class %s cannot be stored: its fields were registered before",
                          g_type_name (class->type));
  g_assert_cmpstr (error->message, ==, text);
  g_assert_true (trove_class_lookup (class->type) == class);
  g_clear_error (&error);

  /* A param spec that another function has refused to make. */
  g_assert_null (trove_class_new (kit_new_type (root->type), root, 0, none, 1, &error));
  g_assert_true (g_str_has_suffix (error->message, "cannot be stored: field 0 has no param spec"));
}

static void
get_no_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
}

static void
install (gpointer klass, gpointer pspec)
{
  G_OBJECT_CLASS (klass)->get_property = get_no_property;
  g_object_class_install_property (klass, 1, pspec);
}

/* The property of a GObject class. */
static void
test_refused_installed (void)
{
  GParamSpec *pspec =
      g_param_spec_ref_sink (g_param_spec_int ("installed", NULL, NULL, -10, 10, 3, G_PARAM_READABLE));
  const GTypeInfo info = {
    .class_size = sizeof (GObjectClass),
    .class_init = (GClassInitFunc) install,
    .class_data = pspec,
    .instance_size = sizeof (GObject),
  };
  GType type = g_type_register_static (G_TYPE_OBJECT, "ClassWithProperty", &info, 0);
  const TroveField spec = AUTOMATIC (pspec);
  g_autoptr (GError) error = NULL;

  g_type_class_ref (type);
  g_assert_null (
      trove_class_new (kit_new_type (kit_root_get_type ()), kit_root_class (), 0, &spec, 1, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH);
  g_assert_true (g_str_has_suffix (
      error->message, "cannot be stored: its param spec belongs to ClassWithProperty: make another one"));
  g_param_spec_unref (pspec);
}

static void
fill (TroveField *specs, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("number-%u", i);

      specs[i] = AUTOMATIC (new_int (name));
    }
}

static void
test_limits (void)
{
  const TroveElementInfo huge = { .size = 65536, .alignment = 8 };
  GType type = g_boxed_type_register_static ("ClassHuge", (GBoxedCopyFunc) g_strdup, g_free);
  const TroveClass *root = kit_root_class (), *class;
  TroveField specs[TROVE_CLASS_MAX_FIELDS + 1], more[1], large[2];

  fill (specs, TROVE_CLASS_MAX_FIELDS);
  class = new_class (root, 0, specs, TROVE_CLASS_MAX_FIELDS);
  g_assert_cmpuint (class->n_fields, ==, TROVE_CLASS_MAX_FIELDS);
  more[0] = AUTOMATIC (new_int ("x"));
  check_refused (class, 0, more, 1, TROVE_ERROR_FULL,
                 "it has 1 fields beside 1000 of its parent, and may have 1000 in all");
  fill (specs, TROVE_CLASS_MAX_FIELDS + 1);
  check_refused (root, 0, specs, TROVE_CLASS_MAX_FIELDS + 1, TROVE_ERROR_FULL,
                 "it has 1001 fields beside 0 of its parent, and may have 1000 in all");

  trove_layout_register (type, &huge);
  for (guint offset = 0; offset < 2; offset++)
    {
      large[0] = (TroveField){ g_param_spec_boxed ("large", NULL, NULL, type, G_PARAM_READWRITE),
                               offset == 0 ? 0 : -1, 65536 };
      class = new_class (root, offset == 0 ? 65536 : 0, large, 1);
      g_assert_cmpuint (class->data_size, ==, TROVE_CLASS_MAX_DATA_SIZE);
    }
  large[0] = AUTOMATIC (g_param_spec_boxed ("large", NULL, NULL, type, G_PARAM_READWRITE));
  large[1] = AUTOMATIC (g_param_spec_char ("small", NULL, NULL, 0, 1, 0, G_PARAM_READWRITE));
  check_refused (root, 0, large, 2, TROVE_ERROR_FULL, "the fields of its objects take more than 65536 bytes");
  more[0] = (TroveField){ new_int ("x"), 0, 4 };
  check_refused (root, 65544, more, 1, TROVE_ERROR_FULL, "its struct has 65544 bytes, and may have 65536");
}

/* Classes that are made before their types */

static void
test_prepare (void)
{
  const TroveField specs[] = { AUTOMATIC (new_int ("x")),
                               AUTOMATIC (g_param_spec_string ("y", NULL, NULL, "y", G_PARAM_READWRITE)) };
  const TroveField more[] = { AUTOMATIC (new_int ("z")) };
  const TroveClass *root = kit_root_class ();
  TroveClass *class = trove_class_prepare ("Prepared", new_class (root, 0, more, 1), specs, 2, NULL);
  GType type = kit_new_type (class->parent->type);

  g_assert_cmpstr (class->name, ==, "Prepared");
  g_assert_true (trove_class_register (class, type));
  check_class (class);
  g_assert_cmpuint (class->n_fields, ==, 3);
  g_assert_true (class->name == g_type_name (type));
  g_assert_cmpuint (class->fields[0].owner, ==, class->parent->type);
  g_assert_cmpuint (class->fields[1].owner, ==, type);

  /* The type has a class now. */
  class = trove_class_prepare ("Prepared", root, NULL, 0, NULL);
  g_assert_false (trove_class_register (class, type));
  trove_class_free (class);
}

/* Frees param specs, which are still floating. */
static void
drop (const TroveField *specs, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_param_spec_ref_sink (specs[i].pspec);
      g_assert_cmpuint (specs[i].pspec->ref_count, ==, 1);
      g_param_spec_unref (specs[i].pspec);
    }
}

static void
test_prepare_refused (void)
{
  const TroveField twice[] = { AUTOMATIC (new_int ("x")), AUTOMATIC (new_int ("x")) };
  const TroveField more[] = { AUTOMATIC (new_int ("x")) }, again[] = { AUTOMATIC (new_int ("x")) };
  const TroveClass *root = kit_root_class (), *parent = new_class (root, 0, more, 1);
  g_autofree char *inherited = g_strdup_printf (
      "The property “x” of Prepared cannot be stored: %s has a property of that name", parent->name);
  TroveField many[TROVE_CLASS_MAX_FIELDS + 1];
  g_autoptr (GError) error = NULL;

  g_assert_null (trove_class_prepare ("Prepared", root, twice, 2, &error));
  g_assert_cmpstr (error->message, ==,
                   "The property “x” of Prepared cannot be stored: Prepared has a property "
                   "of that name");
  g_clear_error (&error);
  g_assert_null (trove_class_prepare ("Prepared", parent, again, 1, &error));
  g_assert_cmpstr (error->message, ==, inherited);
  g_clear_error (&error);

  fill (many, TROVE_CLASS_MAX_FIELDS + 1);
  g_assert_null (trove_class_prepare ("Prepared", root, many, TROVE_CLASS_MAX_FIELDS + 1, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_FULL);
  g_assert_cmpstr (
      error->message, ==,
      "The class Prepared cannot be stored: it has 1001 fields beside 0 of its parent, and may have "
      "1000 in all");

  drop (twice, 2);
  drop (again, 1);
  drop (many, TROVE_CLASS_MAX_FIELDS + 1);
}

/* Types that get their classes later */

static void
test_ensure (void)
{
  const TroveClass *root = kit_root_class ();
  GType derived = kit_new_type (root->type), twice = kit_new_type (derived);
  const TroveClass *class;
  g_autoptr (GError) error = NULL;

  class = trove_class_ensure (twice, &error);
  g_assert_no_error (error);
  check_class (class);
  g_assert_cmpuint (class->type, ==, twice);
  g_assert_cmpuint (class->parent->type, ==, derived);
  g_assert_true (class->parent->parent == root);
  g_assert_true (trove_class_ensure (twice, NULL) == class);

  g_assert_null (trove_class_ensure (G_TYPE_CANCELLABLE, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH);
  g_assert_cmpstr (error->message, ==,
                   "Objects of type GCancellable cannot be stored: register the fields of the type first");
  g_assert_null (trove_class_ensure (G_TYPE_INT, NULL));
  g_assert_null (trove_class_ensure (G_TYPE_LIST_MODEL, NULL));
}

static void
class_init (gpointer klass, gpointer data)
{
  const TroveField specs[] = { AUTOMATIC (new_int ("number")) };

  trove_class_new (G_TYPE_FROM_CLASS (klass), kit_root_class (), 0, specs, 1, NULL);
}

/* Fields are registered when the GObject class is initialized. */
static void
test_class_init (void)
{
  GTypeQuery query;
  const TroveClass *class;
  GType type;

  g_type_query (kit_root_get_type (), &query);
  type = g_type_register_static_simple (kit_root_get_type (), "ClassWithInit", query.class_size, class_init,
                                        query.instance_size, NULL, 0);
  g_assert_null (trove_class_lookup (type));
  class = trove_class_ensure (type, NULL);
  check_class (class);
  g_assert_cmpuint (class->n_fields, ==, 1);
}

/* A class may name a type that gets its own class later. */
static void
test_later (void)
{
  GType type = kit_new_type (kit_root_get_type ()), target = kit_new_type (type);
  const TroveField refers[] = {
    AUTOMATIC (g_param_spec_object ("target", NULL, NULL, target, G_PARAM_READWRITE)),
    AUTOMATIC (new_list ("same", type, TROVE_PARAM_OWNED)),
  };
  const TroveField specs[] = { AUTOMATIC (new_int ("number")) };
  const TroveClass *class = trove_class_new (type, kit_root_class (), 0, refers, 2, NULL);

  check_class (class);
  g_assert_null (trove_class_lookup (target));
  class = trove_class_new (target, class, 0, specs, 1, NULL);
  check_class (class);
  g_assert_true (trove_class_ensure (target, NULL) == class);
}

/* Whole data */

static const TroveClass *every;

static gpointer
new_data (guint number)
{
  gpointer data = g_malloc0 (every->data_size);

  for (guint i = 0; i < KIT_N_TYPES; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;

      kit_init_value (i, &value, number);
      if (every->fields[i].kind == TROVE_KIND_STRING) /* kept for good, in place of the object's own bytes */
        g_value_set_interned_string (&value, g_intern_string (g_value_get_string (&value)));
      g_assert_true (trove_class_value_set (&every->fields[i], data, &value, NULL));
    }
  return data;
}

static void
free_data (gpointer data)
{
  trove_class_clear (every, data);
  for (guint i = 0; i < every->cleared.n; i++)
    g_assert_true (trove_class_field_is_zero (&every->fields[every->cleared.at[i].field],
                                              (char *) data + every->cleared.at[i].offset));
  g_free (data);
}

static gboolean
equal_but_counted (gconstpointer a, gconstpointer b)
{
  gboolean all = TRUE;

  for (guint i = 0; i < KIT_N_TYPES; i++)
    if (i != KIT_counted && !trove_class_field_equal (&every->fields[i], a, b))
      all = FALSE;
  return all;
}

static void
test_copy (void)
{
  gpointer data = new_data (1), copy = g_malloc (every->data_size), third = g_malloc (every->data_size);

  g_assert_true (trove_class_copy (every, copy, data));
  g_assert_true (equal_but_counted (copy, data));
  g_assert_cmpuint (kit_counting.n_live, ==, 2);
  g_assert_cmpuint (kit_n_boxes, ==, 1); /* shared */
  free_data (data);
  g_assert_cmpuint (kit_n_boxes, ==, 1);

  g_assert_true (trove_class_import (every, third, copy));
  g_assert_true (equal_but_counted (copy, third));
  free_data (copy);
  free_data (third);
  g_assert_cmpuint (kit_n_boxes, ==, 0);
}

/* Fields whose equality is by content: a change of each makes a difference. */
static void
test_equal (void)
{
  TroveField specs[KIT_N_TYPES];
  const TroveClass *class;
  guint n = 0;
  gpointer a, b;

  for (guint i = 0; i < KIT_N_TYPES; i++)
    if (i != KIT_counted)
      specs[n++] = AUTOMATIC (kit_new_pspec (i, "e"));
  class = new_class (kit_root_class (), 0, specs, n);
  a = g_malloc0 (class->data_size);
  b = g_malloc0 (class->data_size);
  g_assert_true (trove_class_copy (class, a, class->defaults));
  g_assert_true (trove_class_import (class, b, class->defaults));
  g_assert_true (trove_class_equal (class, a, a));
  g_assert_true (trove_class_equal (class, a, b));

  for (guint i = 0; i < KIT_N_TYPES; i++)
    if (i != KIT_counted)
      {
        const TroveClassField *field = &class->fields[i < KIT_counted ? i : i - 1];
        g_auto (GValue) value = G_VALUE_INIT;

        kit_init_value (i, &value, 1);
        trove_class_field_clear (field, b);
        g_assert_true (trove_class_value_set (field, b, &value, NULL));
        g_assert_false (trove_class_equal (class, a, b));
        trove_class_field_clear (field, b);
        g_assert_true (trove_class_field_copy (field, b, a));
        g_assert_true (trove_class_equal (class, a, b));
      }
  trove_class_clear (class, a);
  trove_class_clear (class, b);
  g_free (a);
  g_free (b);
}

/* The holes of an application's struct. */
static void
test_import (void)
{
  typedef struct
  {
    char c;
    int i;
    const char *unstored;
  } Struct;
  const TroveField specs[] = {
    { g_param_spec_char ("c", NULL, NULL, 0, 1, 0, G_PARAM_READWRITE), offsetof (Struct, c), 1 },
    { new_int ("i"), offsetof (Struct, i), sizeof (int) },
  };
  const TroveClass *class = new_class (kit_root_class (), sizeof (Struct), specs, 2);
  Struct zeros, given, copy;

  memset (&zeros, 0, sizeof zeros);
  zeros.c = 1;
  zeros.i = 5;
  memset (&given, 0xff, sizeof given);
  given.c = 1;
  given.i = 5;
  memset (&copy, 0xee, sizeof copy);
  g_assert_true (trove_class_equal (class, &given, &zeros));
  g_assert_true (trove_class_import (class, &copy, &given));
  g_assert_cmpmem (&copy, sizeof copy, &zeros, sizeof zeros);
}

/* A copy that fails leaves nothing behind. */
static void
test_failing_copy (void)
{
  gpointer data = new_data (1), copy = g_malloc (every->data_size), zeros = g_malloc0 (every->data_size);
  guint64 n_live = kit_counting.n_live;

  counting_fail_copy (&kit_counting, 0);
  g_assert_false (trove_class_copy (every, copy, data));
  g_assert_cmpmem (copy, every->data_size, zeros, every->data_size);
  counting_fail_copy (&kit_counting, 0);
  g_assert_false (trove_class_import (every, copy, data));
  g_assert_cmpmem (copy, every->data_size, zeros, every->data_size);

  g_assert_cmpuint (kit_counting.n_live, ==, n_live);
  free_data (data);
  g_assert_cmpuint (kit_n_boxes, ==, 0);
  g_assert_cmpuint (trove_shared_boxed_n_values (), ==, 0);
  g_free (copy);
  g_free (zeros);
}

static void
test_defaults (void)
{
  gpointer data = g_malloc0 (every->data_size);

  for (guint i = 0; i < KIT_N_TYPES; i++)
    trove_class_value_set_default (&every->fields[i], data);
  g_assert_true (trove_class_equal (every, data, every->defaults));
  free_data (data);
}

/* Many classes, from many threads */

static const TroveClass *
new_chain (guint depth)
{
  const TroveClass *class = kit_root_class ();
  g_autofree char *name = g_strdup_printf ("number-%u", depth);
  const TroveField specs[] = { AUTOMATIC (new_int (name)) };

  if (depth > 0)
    class = new_chain (depth - 1);
  return new_class (class, 0, specs, 1);
}

static void
test_many (void)
{
  const TroveClass *classes[200];

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      g_autofree char *prefix = g_strdup_printf ("depth-%u", i % 4); /* few names: GLib keeps all */

      classes[i] = kit_new_class (i % 4 != 0 ? classes[i - 1] : NULL, prefix);
    }
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      check_class (classes[i]);
      g_assert_cmpuint (classes[i]->n_fields, ==, (i % 4 + 1) * KIT_N_TYPES);
    }
  g_assert_cmpuint (new_chain (100)->n_fields, ==, 101);
}

static gpointer
ensure (gpointer type)
{
  return (gpointer) trove_class_ensure (GPOINTER_TO_SIZE (type), NULL);
}

/* All threads get the same class, which one of them makes. */
static void
test_threads (void)
{
  for (guint i = 0; i < test_count (200, 20); i++)
    {
      GType type = kit_new_type (kit_root_get_type ());
      GThread *threads[4];
      gpointer made[4];

      for (guint j = 0; j < G_N_ELEMENTS (threads); j++)
        threads[j] = g_thread_new (NULL, ensure, GSIZE_TO_POINTER (type));
      for (guint j = 0; j < G_N_ELEMENTS (threads); j++)
        made[j] = g_thread_join (threads[j]);
      for (guint j = 0; j < G_N_ELEMENTS (threads); j++)
        g_assert_true (made[j] != NULL && made[j] == made[0]);
    }
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  kit_init ();
  every = kit_new_class (NULL, "a");

  g_test_add_func ("/class/given", test_given);
  g_test_add_func ("/class/automatic", test_automatic);
  g_test_add_func ("/class/mixed", test_mixed);
  g_test_add_func ("/class/chosen-holes", test_chosen_holes);
  g_test_add_func ("/class/empty", test_empty);
  g_test_add_func ("/class/lists", test_lists);
  g_test_add_func ("/class/names", test_names);
  g_test_add_func ("/class/colliding-names", test_colliding_names);
  g_test_add_func ("/class/refused/flags", test_refused_flags);
  g_test_add_func ("/class/refused/names", test_refused_names);
  g_test_add_func ("/class/refused/types", test_refused_types);
  g_test_add_func ("/class/refused/offsets", test_refused_offsets);
  g_test_add_func ("/class/refused/twice", test_refused_twice);
  g_test_add_func ("/class/refused/installed", test_refused_installed);
  g_test_add_func ("/class/refused/limits", test_limits);
  g_test_add_func ("/class/prepare", test_prepare);
  g_test_add_func ("/class/prepare/refused", test_prepare_refused);
  g_test_add_func ("/class/ensure", test_ensure);
  g_test_add_func ("/class/class-init", test_class_init);
  g_test_add_func ("/class/later", test_later);
  g_test_add_func ("/class/copy", test_copy);
  g_test_add_func ("/class/equal", test_equal);
  g_test_add_func ("/class/import", test_import);
  g_test_add_func ("/class/failing-copy", test_failing_copy);
  g_test_add_func ("/class/defaults", test_defaults);
  g_test_add_func ("/class/many", test_many);
  g_test_add_func ("/class/threads", test_threads);
  status = g_test_run ();

  kit_finish ();
  return status;
}

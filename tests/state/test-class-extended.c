/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Extended classes: the fields of the class of the type stay where they are, those that are not known follow. */

#include "state/class-extended.h"

#include "trove-glib/trove-error.h"

#include "class-types.h"

static const TroveExtraField all_kinds[] = {
  { "glow", TROVE_KIND_VARIANT, "d" },        { "shadow", TROVE_KIND_REFERENCE, "Star" },
  { "core", TROVE_KIND_OWNED, "Star" },       { "links", TROVE_KIND_REFERENCE_LIST, "Planet" },
  { "moons", TROVE_KIND_OWNED_LIST, "Moon" }, { "tags", TROVE_KIND_VARIANT, "mas" },
};

static const TroveClass *
new_class (const char *name)
{
  const TroveField specs[] = {
    TROVE_FIELD_LIST (g_param_spec_char ("small", NULL, NULL, 0, 9, 0, G_PARAM_READWRITE)),
    TROVE_FIELD_LIST (trove_param_spec_list ("kids", NULL, NULL, kit_root_get_type (),
                                             G_PARAM_READABLE | TROVE_PARAM_OWNED)),
    TROVE_FIELD_LIST (g_param_spec_string (name, NULL, NULL, NULL, G_PARAM_READWRITE)),
  };
  g_autoptr (GError) error = NULL;
  const TroveClass *klass = trove_class_new (kit_new_type (kit_root_get_type ()), kit_root_class (), 0, specs,
                                             G_N_ELEMENTS (specs), &error);

  g_assert_no_error (error);
  return klass;
}

static const TroveClass *
extend (const TroveClass *klass, const TroveExtraField *extra, guint n)
{
  g_autoptr (GError) error = NULL;
  const TroveClass *extended = trove_class_extend (klass, extra, n, 0, &error);

  g_assert_no_error (error);
  g_assert_nonnull (extended);
  return extended;
}

static void
check_known (const TroveClass *klass, const TroveClass *extended)
{
  for (guint i = 0; i < klass->n_fields; i++)
    {
      const TroveClassField *before = &klass->fields[i], *field = &extended->fields[i];

      g_assert_true (field->pspec == before->pspec);
      g_assert_cmpuint (field->offset, ==, before->offset);
      g_assert_cmpuint (field->index, ==, before->index);
      g_assert_true (field->kind == before->kind);
      g_assert_false (trove_class_field_is_unknown (field));
    }
}

/* Before anything else. */
static void
test_noted (void)
{
  const TroveClass *klass = new_class ("label");

  extend (klass, NULL, 0);
  g_assert_false (trove_class_any_unknown ());
  extend (klass, all_kinds, 1);
  g_assert_true (trove_class_any_unknown ());
}

static void
test_layout (void)
{
  const TroveClass *klass = new_class ("label");
  const TroveClass *extended = extend (klass, all_kinds, G_N_ELEMENTS (all_kinds));
  gsize end = klass->data_size;

  g_assert_true (extended->type == klass->type);
  g_assert_cmpstr (extended->name, ==, klass->name);
  g_assert_true (extended->plain == klass);
  g_assert_true (klass->plain == klass);
  g_assert_true (trove_class_lookup (klass->type) == klass);
  g_assert_true (extended->root == kit_root_class ());
  g_assert_cmpuint (extended->n_fields, ==, klass->n_fields + G_N_ELEMENTS (all_kinds));
  check_known (klass, extended);

  for (guint i = 0; i < G_N_ELEMENTS (all_kinds); i++)
    {
      const TroveClassField *field = &extended->fields[klass->n_fields + i];

      g_assert_true (trove_class_field_is_unknown (field));
      g_assert_true (field->kind == all_kinds[i].kind);
      g_assert_cmpstr (field->pspec->name, ==, all_kinds[i].name);
      g_assert_cmpuint (field->pspec->owner_type, ==, 0); /* no property */
      g_assert_cmpstr (field->kind == TROVE_KIND_VARIANT ? field->raw_type : field->raw_target, ==,
                       all_kinds[i].type);
      g_assert_null (field->kind == TROVE_KIND_VARIANT ? field->raw_target : field->raw_type);
      if (trove_class_field_is_list (field))
        continue;
      g_assert_cmpuint (field->offset, >=, klass->data_size);
      g_assert_true (trove_class_field_is_zero (field, trove_class_field_at (field, extended->defaults)));
      end = MAX (end, field->offset + field->size);
    }
  g_assert_cmpuint (extended->data_size, ==, end);
  g_assert_cmpuint (extended->lists.n, ==, 3);
  g_assert_cmpuint (extended->fields[klass->n_fields + 3].offset, ==, 1); /* behind "kids" */
  g_assert_cmpuint (extended->fields[klass->n_fields + 4].offset, ==, 2);
}

/* Any object may be named, of whatever type. */
static void
test_takes (void)
{
  const TroveClass *klass = new_class ("label");
  const TroveClass *extended = extend (klass, all_kinds, G_N_ELEMENTS (all_kinds));

  for (guint i = 1; i < 5; i++)
    g_assert_true (trove_class_field_takes (&extended->fields[klass->n_fields + i],
                                            kit_new_type (kit_root_get_type ())));
}

/* The known field has the name. */
static void
test_same_name (void)
{
  const TroveClass *klass = new_class ("glow");
  const TroveClass *extended = extend (klass, all_kinds, G_N_ELEMENTS (all_kinds));

  g_assert_true (trove_class_find_name (extended, "glow") == &extended->fields[2]);
  g_assert_true (trove_class_find_name (extended, "tags") == &extended->fields[klass->n_fields + 5]);
}

/* The same fields are the same class; each part of them counts. */
static void
test_shared (void)
{
  static const TroveExtraField one[] = { { "glow", TROVE_KIND_VARIANT, "d" } };
  static const TroveExtraField others[] = {
    { "glow", TROVE_KIND_VARIANT, "i" },
    { "blow", TROVE_KIND_VARIANT, "d" },
    { "glow", TROVE_KIND_OWNED, "d" },
    { "glow", TROVE_KIND_REFERENCE, "d" },
  };
  const TroveClass *klass = new_class ("label"), *second = new_class ("label");
  const TroveClass *extended = extend (klass, one, 1);

  g_assert_true (extend (klass, one, 1) == extended);
  g_assert_true (extend (klass, NULL, 0) == klass);
  g_assert_true (extend (second, one, 1) != extended);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_assert_true (extend (klass, &others[i], 1) != extended);
      g_assert_true (extend (klass, &others[i], 1) == extend (klass, &others[i], 1));
    }
  g_assert_true (extend (klass, all_kinds, 1) == extended);
  g_assert_true (extend (klass, all_kinds, 2) != extended);
}

/* Fields that differ in one thing are no common ones. */
static void
test_common (void)
{
  static const TroveExtraField unlike[] = {
    { "glow", TROVE_KIND_VARIANT, "i" },  { "blow", TROVE_KIND_VARIANT, "d" },
    { "glow", TROVE_KIND_OWNED, "d" },    { "glow", TROVE_KIND_REFERENCE, "d" },
    { "glow", TROVE_KIND_OWNED, "Star" },
  };
  const TroveClass *klass = new_class ("label"), *other = new_class ("label");
  const TroveClass *one = extend (klass, all_kinds, 1), *two = extend (klass, all_kinds, 2);
  g_autoptr (GError) error = NULL;
  const TroveClass *derived = trove_class_new (kit_new_type (klass->type), klass, 0, NULL, 0, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (trove_class_n_common (klass, klass), ==, 3);
  g_assert_cmpuint (trove_class_n_common (one, one), ==, 4);
  g_assert_cmpuint (trove_class_n_common (one, klass), ==, 3);
  g_assert_cmpuint (trove_class_n_common (klass, one), ==, 3);
  g_assert_cmpuint (trove_class_n_common (one, two), ==, 4);
  g_assert_cmpuint (trove_class_n_common (derived, two), ==, 3);
  g_assert_cmpuint (trove_class_n_common (other, two), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (unlike); i++)
    {
      g_assert_cmpuint (trove_class_n_common (extend (klass, &unlike[i], 1), one), ==, 3);
      g_assert_cmpuint (trove_class_n_common (extend (klass, &unlike[i], 1), extend (klass, &unlike[i], 1)),
                        ==, 4);
    }
  g_assert_cmpuint (trove_class_n_common (extend (klass, &unlike[2], 1), extend (klass, &unlike[3], 1)), ==,
                    3);
  g_assert_cmpuint (trove_class_n_common (extend (klass, &unlike[2], 1), extend (klass, &unlike[4], 1)), ==,
                    3);
}

/* The data of an extended class is that of the plain one, and values. */
static void
test_data (void)
{
  const TroveClass *klass = new_class ("label");
  const TroveClass *extended = extend (klass, all_kinds, G_N_ELEMENTS (all_kinds));
  const TroveClassField *glow = &extended->fields[klass->n_fields];
  g_autoptr (GVariant) value = g_variant_ref_sink (g_variant_new_double (1.5));
  g_autoptr (GVariant) equal = g_variant_ref_sink (g_variant_new_double (1.5));
  g_autofree gpointer data = g_malloc0 (extended->data_size);
  g_autofree gpointer copy = g_malloc0 (extended->data_size);

  g_assert_true (extended->has_owned_memory);
  *(GVariant **) trove_class_field_at (glow, data) = value;
  g_assert_true (trove_class_copy (extended, copy, data));
  g_assert_true (*(GVariant **) trove_class_field_at (glow, copy) == value);
  *(GVariant **) trove_class_field_at (glow, data) = equal;
  g_assert_true (trove_class_equal (extended, data, copy));
  *(GVariant **) trove_class_field_at (glow, data) = NULL;
  g_assert_false (trove_class_equal (extended, data, copy));
  trove_class_clear (extended, copy);
}

static void
test_full (void)
{
  const TroveClass *klass = new_class ("label");
  guint n = TROVE_CLASS_MAX_FIELDS - klass->n_fields;
  g_autofree TroveExtraField *many = g_new (TroveExtraField, n + 1);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i <= n; i++)
    {
      g_ptr_array_add (names, g_strdup_printf ("field-%u", i));
      many[i] = (TroveExtraField){ names->pdata[i], TROVE_KIND_VARIANT, "d" };
    }
  g_assert_null (trove_class_extend (klass, many, n + 1, 0, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_FULL);
  g_assert_cmpuint (extend (klass, many, n)->n_fields, ==, TROVE_CLASS_MAX_FIELDS);
}

/* Threads */

#define N_THREADS 8

typedef struct
{
  const TroveClass *klass;
  int n_waiting; /* atomic */
} Race;

static gpointer
extend_in_thread (gpointer data)
{
  Race *race = data;

  g_atomic_int_add (&race->n_waiting, -1);
  while (g_atomic_int_get (&race->n_waiting) > 0)
    g_thread_yield ();
  return (gpointer) extend (race->klass, all_kinds, G_N_ELEMENTS (all_kinds));
}

static void
test_threads (void)
{
  for (guint round = 0; round < 20; round++)
    {
      Race race = { new_class ("label"), N_THREADS };
      GThread *threads[N_THREADS];
      gpointer first = NULL;

      for (guint i = 0; i < N_THREADS; i++)
        threads[i] = g_thread_new (NULL, extend_in_thread, &race);
      for (guint i = 0; i < N_THREADS; i++)
        {
          gpointer made = g_thread_join (threads[i]);

          g_assert_true (first == NULL || made == first);
          first = made;
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  kit_init ();
  g_test_add_func ("/class-extended/noted", test_noted);
  g_test_add_func ("/class-extended/layout", test_layout);
  g_test_add_func ("/class-extended/takes", test_takes);
  g_test_add_func ("/class-extended/same-name", test_same_name);
  g_test_add_func ("/class-extended/shared", test_shared);
  g_test_add_func ("/class-extended/common", test_common);
  g_test_add_func ("/class-extended/data", test_data);
  g_test_add_func ("/class-extended/full", test_full);
  g_test_add_func ("/class-extended/threads", test_threads);
  return g_test_run ();
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Class fields: how each type of values is stored, compared, copied and freed. */

#include <math.h>

#include "class-types.h"
#include "core/copying.h"
#include "state/shared-boxed.h"

static const TroveClass *class; /* with a field of each type */
static gpointer a, b;           /* data */

static const TroveClassField *
get_field (guint i)
{
  return &class->fields[class->n_inherited + i];
}

static void
set (guint i, gpointer data, guint number)
{
  g_auto (GValue) value = G_VALUE_INIT;
  GError *error = NULL;

  trove_class_field_clear (get_field (i), data);
  kit_init_value (i, &value, number);
  /* The object that has the data keeps the bytes of strings; here they are kept for good. */
  if (get_field (i)->kind == TROVE_KIND_STRING)
    g_value_set_interned_string (&value, g_intern_string (g_value_get_string (&value)));
  trove_class_value_set (get_field (i), data, &value, &error);
  g_assert_no_error (error);
}

static gboolean
equal (guint i)
{
  gboolean result = trove_class_field_equal (get_field (i), a, b);

  g_assert_cmpint (trove_class_field_equal (get_field (i), b, a), ==, result);
  g_assert_true (trove_class_field_equal (get_field (i), a, a));
  return result;
}

static void
test_kinds (void)
{
  for (guint i = 0; i < KIT_N_TYPES; i++)
    {
      const TroveClassField *field = get_field (i);
      const KitType *type = kit_get_type (i);

      g_assert_cmpint (field->kind, ==, type->kind);
      g_assert_cmpuint (field->size, ==, type->size);
      g_assert_cmpuint (field->alignment, ==, type->alignment);
      g_assert_cmpuint (field->type, ==, type->type);
      g_assert_cmpuint (field->owner, ==, class->type);
      g_assert_cmpuint (field->index, ==, class->n_inherited + i);
      g_assert_true (g_str_has_suffix (field->pspec->name, type->name));
      g_assert_cmpint (field->interned, ==, i == KIT_name);
      g_assert_false (trove_class_field_is_list (field));
      g_assert_cmpint (trove_class_field_is_key (field), ==, i == KIT_target || i == KIT_child);
    }
}

/* Which fields hold something that is not in the data. */
static void
test_owning (void)
{
  for (guint i = 0; i < KIT_N_TYPES; i++)
    {
      TroveFieldKind kind = kit_get_type (i)->kind;
      gboolean plain = kind == TROVE_KIND_SCALAR || kind == TROVE_KIND_STRING ||
                       kind == TROVE_KIND_REFERENCE || kind == TROVE_KIND_OWNED || i == KIT_point ||
                       i == KIT_odd;

      g_assert_cmpint (trove_class_field_owns (get_field (i)), ==, !plain);
    }
}

/* Equal values that are in different memory. */
static void
test_equal (void)
{
  for (guint i = 0; i < KIT_N_TYPES; i++)
    {
      /* Copies of a box are other values, and so are those of a struct that differ in a byte. */
      gboolean by_pointer = i == KIT_box || i == KIT_counted;

      g_assert_true (equal (i)); /* all 0 */
      set (i, a, 1);
      g_assert_false (equal (i)); /* one is still 0 */
      set (i, b, 1);
      if (equal (i) == by_pointer)
        g_error ("two values of %s are %sequal", kit_get_type (i)->name, by_pointer ? "" : "not ");
      set (i, b, 0);
      g_assert_false (equal (i));
      trove_class_field_clear (get_field (i), a);
      if (i != KIT_boolean && i != KIT_enum)
        g_assert_false (equal (i));
      trove_class_field_clear (get_field (i), b);
      g_assert_true (equal (i));
    }
}

/* The same time is another date where clocks show another one, since the file keeps what they show. */
static void
test_dates (void)
{
  GDateTime **first = trove_class_field_at (get_field (KIT_date), a);
  GDateTime **second = trove_class_field_at (get_field (KIT_date), b);
  const struct
  {
    const char *first, *second;
    gboolean equal;
  } pairs[] = {
    { "2026-01-02T03:04:05.000006Z", "2026-01-02T03:04:05.000006Z", TRUE },
    { "2026-01-02T03:04:05Z", "2026-01-02T03:04:05+00", TRUE },
    { "2026-01-02T03:04:05.000006Z", "2026-01-02T03:04:05.000007Z", FALSE },
    { "2026-01-02T03:04:05Z", "2026-01-02T04:04:05+01", FALSE },
    { "2026-01-02T03:04:05Z", "2026-01-02T03:04:05+01", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      *first = g_date_time_new_from_iso8601 (pairs[i].first, NULL);
      *second = g_date_time_new_from_iso8601 (pairs[i].second, NULL);
      g_assert_cmpint (equal (KIT_date), ==, pairs[i].equal);
      g_clear_pointer (first, g_date_time_unref);
      g_clear_pointer (second, g_date_time_unref);
    }
}

/* As they are saved. */
static void
test_transformed (void)
{
  kit_register_transforms ();
  set (KIT_box, a, 1);
  set (KIT_box, b, 1);
  g_assert_true (equal (KIT_box));
  g_assert_true (kit_box_was_guarded);
  g_assert_false (trove_copying_runs ());
  set (KIT_box, b, 2);
  g_assert_false (equal (KIT_box));
  trove_class_field_clear (get_field (KIT_box), a);
  g_assert_false (equal (KIT_box));
  trove_class_field_clear (get_field (KIT_box), b);
}

static void
test_numbers (void)
{
  double *first = trove_class_field_at (get_field (KIT_double), a);
  double *second = trove_class_field_at (get_field (KIT_double), b);
  float *third = trove_class_field_at (get_field (KIT_float), a);
  float *fourth = trove_class_field_at (get_field (KIT_float), b);

  *first = *second = NAN;
  *third = *fourth = NAN;
  g_assert_true (equal (KIT_double));
  g_assert_true (equal (KIT_float));
  *first = -0.0;
  *second = 0.0;
  *third = -0.0F;
  *fourth = 0.0F;
  g_assert_false (equal (KIT_double));
  g_assert_false (equal (KIT_float));
  *first = *third = 0;

  /* Truth is compared as bits, too. */
  *(gboolean *) trove_class_field_at (get_field (KIT_boolean), a) = 1;
  *(gboolean *) trove_class_field_at (get_field (KIT_boolean), b) = 2;
  g_assert_false (equal (KIT_boolean));
  *(gboolean *) trove_class_field_at (get_field (KIT_boolean), a) = 0;
  *(gboolean *) trove_class_field_at (get_field (KIT_boolean), b) = 0;
}

/* A struct is compared with its hole, which is copied with it. */
static void
test_holes (void)
{
  KitPoint *first = trove_class_field_at (get_field (KIT_point), a);
  KitPoint *second = trove_class_field_at (get_field (KIT_point), b);

  memset (first, 0xff, sizeof *first);
  memset (second, 0xff, sizeof *second);
  g_assert_true (equal (KIT_point));
  ((char *) second)[1] = 0;
  g_assert_false (equal (KIT_point));
  g_assert_true (trove_class_field_copy (get_field (KIT_point), a, b));
  g_assert_cmpmem (first, sizeof *first, second, sizeof *second);
  trove_class_field_clear (get_field (KIT_point), a);
  trove_class_field_clear (get_field (KIT_point), b);
}

static void
test_contents (void)
{
  const char **string = trove_class_field_at (get_field (KIT_string), a);
  const char **other_string = trove_class_field_at (get_field (KIT_string), b);
  char ***strv = trove_class_field_at (get_field (KIT_strv), a);
  GVariant **variant = trove_class_field_at (get_field (KIT_variant), a);
  GVariant **other = trove_class_field_at (get_field (KIT_variant), b);
  const char *empty[] = { NULL };
  g_autofree char *copy = g_strdup ("text");

  *string = "text";
  *other_string = copy;
  g_assert_true (equal (KIT_string));
  copy[3] = 'T';
  g_assert_false (equal (KIT_string));
  *other_string = NULL;

  /* The empty string and the empty list are not NULL. */
  *string = "";
  g_assert_false (equal (KIT_string));
  *string = NULL;
  *strv = trove_shared_boxed_ref (G_TYPE_STRV, empty);
  g_assert_false (equal (KIT_strv));
  trove_class_field_clear (get_field (KIT_strv), a);

  /* Numbers of different types are different variants. */
  *variant = g_variant_ref_sink (g_variant_new_int32 (1));
  *other = g_variant_ref_sink (g_variant_new_uint32 (1));
  g_assert_false (equal (KIT_variant));
  trove_class_field_clear (get_field (KIT_variant), a);
  trove_class_field_clear (get_field (KIT_variant), b);
}

/* An object of a type without a function is equal to itself alone. */
static void
test_objects (void)
{
  GType type = kit_new_type (G_TYPE_OBJECT), derived;
  GObject *first = g_object_new (type, NULL), *second = g_object_new (type, NULL);
  GParamSpec *pspec;
  TroveClassField field;

  trove_class_add_immutable (type, NULL);
  derived = kit_new_type (type); /* what is true of a type is true of those below */
  pspec = g_param_spec_ref_sink (g_param_spec_object ("object", NULL, NULL, derived, G_PARAM_READWRITE));
  g_assert_null (trove_class_field_init (&field, pspec, class->type, kit_root_get_type ()));
  g_assert_cmpint (field.kind, ==, TROVE_KIND_IMMUTABLE);
  g_assert_true (trove_class_field_equal (&field, &first, &first));
  g_assert_false (trove_class_field_equal (&field, &first, &second));
  trove_class_field_finish (&field);
  g_param_spec_unref (pspec);
  g_object_unref (first);
  g_object_unref (second);
}

/* Interfaces that stand for objects of many types. */
static void
test_interfaces (void)
{
  const GType types[] = { G_TYPE_FILE, G_TYPE_ICON, G_TYPE_LOADABLE_ICON, G_TYPE_BYTES_ICON };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      GParamSpec *pspec = g_param_spec_object ("object", NULL, NULL, types[i], G_PARAM_READWRITE);
      TroveClassField field;

      g_param_spec_ref_sink (pspec);
      g_assert_null (trove_class_field_init (&field, pspec, class->type, kit_root_get_type ()));
      g_assert_cmpint (field.kind, ==, TROVE_KIND_IMMUTABLE);
      g_assert_true (field.equal == (i == 0 ? (GEqualFunc) g_file_equal : (GEqualFunc) g_icon_equal));
      trove_class_field_finish (&field);
      g_param_spec_unref (pspec);
    }
}

/* A copy shares what the value points to; clearing it leaves the other one. */
static void
test_copy (void)
{
  for (guint i = 0; i < KIT_N_TYPES; i++)
    {
      const TroveClassField *field = get_field (i);
      gpointer from = trove_class_field_at (field, a), to = trove_class_field_at (field, b);

      g_assert_true (trove_class_field_copy (field, b, a)); /* of zeros */
      g_assert_true (trove_class_field_is_zero (field, to));

      set (i, a, 1);
      g_assert_false (trove_class_field_is_zero (field, from));
      g_assert_true (trove_class_field_copy (field, b, a));
      if (i == KIT_counted)
        {
          counting_check (&kit_counting, from, 2);
          counting_check (&kit_counting, to, 2);
        }
      else
        g_assert_cmpmem (from, field->size, to, field->size); /* pointers are the same */

      trove_class_field_clear (field, a);
      g_assert_true (trove_class_field_is_zero (field, from));
      g_assert_false (trove_class_field_is_zero (field, to));
      g_assert_cmpuint (kit_n_boxes, ==, i == KIT_box);
      trove_class_field_clear (field, b);
      g_assert_true (trove_class_field_is_zero (field, to));
      trove_class_field_clear (field, b); /* of zeros */
      g_assert_cmpuint (kit_n_boxes, ==, 0);
    }
  g_assert_cmpuint (trove_shared_boxed_n_values (), ==, 0);
  g_assert_cmpuint (kit_counting.n_live, ==, 0);
}

/* The references that copies hold are counted. */
static void
test_references (void)
{
  GObject *file;
  GVariant *variant = g_variant_new_string ("floating");
  GVariant *text;

  set (KIT_file, a, 1);
  file = *(GObject **) trove_class_field_at (get_field (KIT_file), a);
  g_assert_cmpuint (file->ref_count, ==, 1);
  trove_class_field_copy (get_field (KIT_file), b, a);
  g_assert_cmpuint (file->ref_count, ==, 2);
  trove_class_field_clear (get_field (KIT_file), a);
  g_assert_cmpuint (file->ref_count, ==, 1);
  trove_class_field_clear (get_field (KIT_file), b);

  /* A floating variant of an application becomes the field's own. */
  *(GVariant **) trove_class_field_at (get_field (KIT_variant), a) = variant;
  trove_class_field_copy (get_field (KIT_variant), b, a);
  text = *(GVariant **) trove_class_field_at (get_field (KIT_variant), b);
  g_assert_true (text == variant);
  g_assert_false (g_variant_is_floating (text));
  *(GVariant **) trove_class_field_at (get_field (KIT_variant), a) = NULL;
  trove_class_field_clear (get_field (KIT_variant), b);
}

static void
check_copying (Counting *counting, const CountingElement *element, gpointer data)
{
  g_assert_true (trove_copying_runs ());
  ++*(guint *) data;
}

static void
test_failing_copy (void)
{
  const TroveClassField *field = get_field (KIT_counted);
  guint n_calls = 0;

  set (KIT_counted, a, 1);
  counting_fail_copy (&kit_counting, 0);
  memset (trove_class_field_at (field, b), 0xff, field->size);
  g_assert_false (trove_class_field_copy (field, b, a));
  g_assert_true (trove_class_field_is_zero (field, trove_class_field_at (field, b)));
  counting_check (&kit_counting, trove_class_field_at (field, a), 2);
  g_assert_false (trove_copying_runs ());

  kit_counting.copy_hook = check_copying;
  kit_counting.hook_data = &n_calls;
  g_assert_true (trove_class_field_copy (field, b, a));
  kit_counting.copy_hook = NULL;
  g_assert_cmpuint (n_calls, ==, 1);
  g_assert_false (trove_copying_runs ());
  trove_class_field_clear (field, a);
  trove_class_field_clear (field, b);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  kit_init ();
  class = kit_new_class (NULL, "a");
  a = g_malloc0 (class->data_size);
  b = g_malloc0 (class->data_size);

  g_test_add_func ("/class-field/kinds", test_kinds);
  g_test_add_func ("/class-field/owning", test_owning);
  g_test_add_func ("/class-field/equal", test_equal);
  g_test_add_func ("/class-field/dates", test_dates);
  g_test_add_func ("/class-field/numbers", test_numbers);
  g_test_add_func ("/class-field/holes", test_holes);
  g_test_add_func ("/class-field/contents", test_contents);
  g_test_add_func ("/class-field/objects", test_objects);
  g_test_add_func ("/class-field/interfaces", test_interfaces);
  g_test_add_func ("/class-field/copy", test_copy);
  g_test_add_func ("/class-field/references", test_references);
  g_test_add_func ("/class-field/failing-copy", test_failing_copy);
  g_test_add_func ("/class-field/transformed", test_transformed); /* the last: transforms stay */
  status = g_test_run ();

  g_free (a);
  g_free (b);
  kit_finish ();
  return status;
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Class values: fields from and to GValues, their defaults, and which values are refused. */

#include <math.h>

#include "class-types.h"
#include "core/copying.h"
#include "state/shared-boxed.h"

static const TroveClass *class; /* with a field of each type */
static gpointer data;

static const TroveClassField *
get_field (guint i)
{
  return &class->fields[class->n_inherited + i];
}

static void
check_equal (guint i, const GValue *a, const GValue *b)
{
  g_autofree char *first = g_strdup_value_contents (a);
  g_autofree char *second = g_strdup_value_contents (b);

  g_assert_cmpstr (G_VALUE_TYPE_NAME (a), ==, G_VALUE_TYPE_NAME (b));
  if (i == KIT_point || i == KIT_odd)
    g_assert_cmpmem (g_value_get_boxed (a), kit_get_type (i)->size, g_value_get_boxed (b),
                     kit_get_type (i)->size);
  else if (i == KIT_box)
    g_assert_cmpint (((KitBox *) g_value_get_boxed (a))->width, ==,
                     ((KitBox *) g_value_get_boxed (b))->width);
  else if (i == KIT_counted)
    g_assert_cmpint (((CountingElement *) g_value_get_boxed (a))->value, ==,
                     ((CountingElement *) g_value_get_boxed (b))->value);
  else if (i == KIT_bytes)
    g_assert_true (g_bytes_equal (g_value_get_boxed (a), g_value_get_boxed (b)));
  else if (i == KIT_date)
    g_assert_true (g_date_time_equal (g_value_get_boxed (a), g_value_get_boxed (b)));
  else if (i == KIT_file || i == KIT_icon || i == KIT_fixed)
    g_assert_true (get_field (i)->equal (g_value_get_object (a), g_value_get_object (b)));
  else
    g_assert_cmpstr (first, ==, second);
}

static void
test_round_trip (void)
{
  for (guint i = 0; i < KIT_N_TYPES; i++)
    for (guint number = 0; number < 2; number++)
      {
        g_auto (GValue) value = G_VALUE_INIT, got = G_VALUE_INIT, expected = G_VALUE_INIT;
        GError *error = NULL;

        kit_init_value (i, &value, number);
        kit_init_value (i, &expected, number);
        g_assert_cmpuint (trove_class_value_type (get_field (i)), ==, G_VALUE_TYPE (&value));

        /* The bytes that were there do not count. */
        memset (trove_class_field_at (get_field (i), data), 0xff, get_field (i)->size);
        trove_class_value_set (get_field (i), data, &value, &error);
        g_assert_no_error (error);
        if (get_field (i)->kind != TROVE_KIND_STRING) /* its bytes are those of the value */
          g_value_reset (&value);
        trove_class_value_get (get_field (i), data, &got);
        check_equal (i, &got, &expected);

        trove_class_field_clear (get_field (i), data);
        g_value_reset (&value);
        check_equal (i, &got, &expected);
      }
  g_assert_cmpuint (kit_n_boxes, ==, 0);
  g_assert_cmpuint (trove_shared_boxed_n_values (), ==, 0);
  g_assert_cmpuint (kit_counting.n_live, ==, 0);
}

static void
test_null (void)
{
  for (guint i = 0; i < KIT_N_TYPES; i++)
    if (G_TYPE_FUNDAMENTAL (trove_class_value_type (get_field (i))) >= G_TYPE_STRING && i != KIT_gtype)
      {
        g_auto (GValue) value = G_VALUE_INIT, got = G_VALUE_INIT;
        gboolean refused = i == KIT_point || i == KIT_odd || i == KIT_variant;

        /* A struct that is plain bytes is never missing; nor is the variant, which has a default. */
        g_value_init (&value, trove_class_value_type (get_field (i)));
        g_assert_cmpint (trove_class_value_set (get_field (i), data, &value, NULL), ==, !refused);
        g_assert_true (trove_class_field_is_zero (get_field (i), trove_class_field_at (get_field (i), data)));
        trove_class_value_get (get_field (i), data, &got);
        if (i == KIT_point || i == KIT_odd)
          g_assert_nonnull (g_value_get_boxed (&got));
        else
          g_assert_null (g_value_peek_pointer (&got));
      }
}

static void
test_defaults (void)
{
  for (guint i = 0; i < KIT_N_TYPES; i++)
    {
      const TroveClassField *field = get_field (i);
      g_auto (GValue) got = G_VALUE_INIT;

      memset (trove_class_field_at (field, data), 0xff, field->size);
      trove_class_value_set_default (field, data);
      trove_class_value_get (field, data, &got);
      if (trove_class_field_is_key (field))
        g_assert_cmpuint (g_value_get_uint64 (&got), ==, 0);
      else if (i == KIT_point || i == KIT_odd)
        g_assert_true (trove_class_field_is_zero (field, trove_class_field_at (field, data)));
      else if (i == KIT_variant)
        g_assert_cmpint (g_variant_get_int32 (g_value_get_variant (&got)), ==, 1);
      else
        g_assert_true (g_param_value_defaults (field->pspec, &got));
      trove_class_field_clear (field, data);
    }

  trove_class_value_set_default (get_field (KIT_string), data);
  g_assert_true (*(const char **) trove_class_field_at (get_field (KIT_string), data) ==
                 g_intern_static_string ("default"));
}

/* An interned string is given without a copy. */
static void
test_interned (void)
{
  const char **at = trove_class_field_at (get_field (KIT_name), data);
  g_auto (GValue) value = G_VALUE_INIT;

  *at = g_intern_static_string ("some name");
  trove_class_value_get (get_field (KIT_name), data, &value);
  g_assert_true (g_value_get_string (&value) == *at);
}

/* Refusals */

#define refused(i, set_up, text)                                                                             \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_auto (GValue) value = G_VALUE_INIT;                                                                    \
    g_autoptr (GError) error = NULL;                                                                         \
                                                                                                             \
    set_up;                                                                                                  \
    memset (trove_class_field_at (get_field (i), data), 0xff, get_field (i)->size);                          \
    g_assert_false (trove_class_value_set (get_field (i), data, &value, &error));                            \
    g_assert_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH);                                          \
    check_text (error->message, text);                                                                       \
    g_assert_true (trove_class_field_is_zero (get_field (i), trove_class_field_at (get_field (i), data)));   \
  }                                                                                                          \
  G_STMT_END

static void
check_text (const char *message, const char *text)
{
  g_autofree char *with_class = g_strdup_printf (text, g_type_name (class->type));

  g_assert_cmpstr (message, ==, with_class);
}

static void
test_wrong_types (void)
{
  refused (KIT_int, (g_value_init (&value, G_TYPE_INT64), g_value_set_int64 (&value, 5)),
           "The property “a-int” of %s takes values of type gint, not 5 of type gint64");
  refused (KIT_double, (g_value_init (&value, G_TYPE_INT)),
           "The property “a-double” of %s takes values of type gdouble, not 0 of type gint");
  refused (KIT_string, (g_value_init (&value, G_TYPE_BOOLEAN)),
           "The property “a-string” of %s takes values of type gchararray, not FALSE of type gboolean");
  refused (KIT_enum, (g_value_init (&value, G_TYPE_INT)),
           "The property “a-enum” of %s takes values of type KitEnum, not 0 of type gint");
  refused (KIT_file, (g_value_init (&value, G_TYPE_OBJECT)),
           "The property “a-file” of %s takes values of type GFile, not NULL of type GObject");
  refused (KIT_point, (g_value_init (&value, kit_point_get_type ())),
           "The property “a-point” of %s takes values of type KitPoint, not NULL of type KitPoint");

  for (guint i = 0; i < KIT_N_TYPES; i++)
    for (guint j = 0; j < KIT_N_TYPES; j++)
      {
        g_auto (GValue) value = G_VALUE_INIT;

        kit_init_value (j, &value, 1);
        if (!g_type_is_a (G_VALUE_TYPE (&value), trove_class_value_type (get_field (i))))
          g_assert_false (trove_class_value_set (get_field (i), data, &value, NULL));
      }
}

static void
test_keys (void)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_UINT64);
  g_value_set_uint64 (&value, TROVE_KEY_LIMIT - 1);
  g_assert_true (trove_class_value_set (get_field (KIT_target), data, &value, NULL));
  g_value_set_uint64 (&value, TROVE_KEY_LIMIT);
  g_assert_false (trove_class_value_set (get_field (KIT_target), data, &value, NULL));
  g_value_set_uint64 (&value, 0);
  g_assert_true (trove_class_value_set (get_field (KIT_child), data, &value, NULL));

  g_value_unset (&value);
  g_value_init (&value, kit_root_get_type ()); /* an object is turned into its key above */
  g_assert_false (trove_class_value_set (get_field (KIT_target), data, &value, NULL));
}

static void
test_ranges (void)
{
  refused (KIT_int, (g_value_init (&value, G_TYPE_INT), g_value_set_int (&value, 1001)),
           "The property “a-int” of %s does not take 1001: its param spec allows 1000 instead");
  refused (KIT_char, (g_value_init (&value, G_TYPE_CHAR), g_value_set_schar (&value, -101)),
           "The property “a-char” of %s does not take -101: its param spec allows -100 instead");
  refused (KIT_double, (g_value_init (&value, G_TYPE_DOUBLE), g_value_set_double (&value, 1.5)),
           "The property “a-double” of %s does not take 1.5: its param spec allows 1 instead");
  refused (KIT_enum, (g_value_init (&value, kit_enum_get_type ()), g_value_set_enum (&value, 3)),
           "The property “a-enum” of %s does not take ((KitEnum) 3): its param spec allows ((KitEnum) "
           "KIT_LOW) instead");
  refused (KIT_unichar, (g_value_init (&value, G_TYPE_UINT), g_value_set_uint (&value, 0xd800)),
           "The property “a-unichar” of %s does not take 55296: its param spec allows 0 instead");
}

/* Limits themselves, and what the param spec calls a change though no bit changes. */
static void
test_accepted (void)
{
  const double doubles[] = { -1, 1, 0, -0.0, NAN, -NAN };
  double *at = trove_class_field_at (get_field (KIT_double), data);
  float *single = trove_class_field_at (get_field (KIT_float), data);

  for (guint i = 0; i < G_N_ELEMENTS (doubles); i++)
    {
      g_auto (GValue) value = G_VALUE_INIT, number = G_VALUE_INIT;
      float f = (float) doubles[i];
      GError *error = NULL;

      g_value_init (&value, G_TYPE_DOUBLE);
      g_value_set_double (&value, doubles[i]);
      trove_class_value_set (get_field (KIT_double), data, &value, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (at, sizeof *at, &doubles[i], sizeof *doubles);

      g_value_init (&number, G_TYPE_FLOAT);
      g_value_set_float (&number, f);
      trove_class_value_set (get_field (KIT_float), data, &number, &error);
      g_assert_no_error (error);
      g_assert_cmpmem (single, sizeof *single, &f, sizeof f);
    }
}

/* Scripts have their objects in a GValue for GObject. */
static void
test_real_type (void)
{
  g_auto (GValue) value = G_VALUE_INIT;
  const TroveClassField *field = get_field (KIT_file);

  g_value_init (&value, G_TYPE_OBJECT);
  g_value_take_object (&value, g_file_new_for_path ("/"));
  g_assert_true (trove_class_value_set (field, data, &value, NULL));
  g_assert_true (*(gpointer *) trove_class_field_at (field, data) == g_value_get_object (&value));
  trove_class_field_clear (field, data);
  g_value_take_object (&value, g_themed_icon_new ("icon"));
  g_assert_false (trove_class_value_set (field, data, &value, NULL));
}

/* A property of another class, or of an interface, as a field. */
static void
test_override (void)
{
  GParamSpec *target = g_param_spec_int ("number", NULL, NULL, 0, 10, 7, G_PARAM_READWRITE);
  GParamSpec *pspec;
  g_auto (GValue) value = G_VALUE_INIT;
  TroveClassField field;
  int number = 0;

  pspec = g_param_spec_ref_sink (g_param_spec_override ("number", g_param_spec_ref_sink (target)));
  g_assert_null (trove_class_field_init (&field, pspec, class->type, kit_root_get_type ()));
  g_assert_cmpuint (field.type, ==, G_TYPE_INT);
  trove_class_value_set_default (&field, &number);
  g_assert_cmpint (number, ==, 7);
  g_value_init (&value, G_TYPE_INT);
  g_value_set_int (&value, 10);
  g_assert_true (trove_class_value_set (&field, &number, &value, NULL));
  g_assert_cmpint (number, ==, 10);
  g_value_set_int (&value, 11);
  g_assert_false (trove_class_value_set (&field, &number, &value, NULL));
  trove_class_field_finish (&field);
  g_param_spec_unref (pspec);
  g_param_spec_unref (target);
}

static void
test_failing_copy (void)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  kit_init_value (KIT_counted, &value, 1);
  counting_fail_copy (&kit_counting, 0);
  g_assert_false (trove_class_value_set (get_field (KIT_counted), data, &value, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_COPY_FAILED);
  check_text (error->message, "The copy function of KitCounted failed for the property “a-counted” of %s");
  g_assert_true (trove_class_field_is_zero (get_field (KIT_counted),
                                            trove_class_field_at (get_field (KIT_counted), data)));
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  kit_init ();
  class = kit_new_class (NULL, "a");
  data = g_malloc0 (class->data_size);

  g_test_add_func ("/class-value/round-trip", test_round_trip);
  g_test_add_func ("/class-value/null", test_null);
  g_test_add_func ("/class-value/defaults", test_defaults);
  g_test_add_func ("/class-value/interned", test_interned);
  g_test_add_func ("/class-value/wrong-types", test_wrong_types);
  g_test_add_func ("/class-value/keys", test_keys);
  g_test_add_func ("/class-value/ranges", test_ranges);
  g_test_add_func ("/class-value/accepted", test_accepted);
  g_test_add_func ("/class-value/real-type", test_real_type);
  g_test_add_func ("/class-value/override", test_override);
  g_test_add_func ("/class-value/failing-copy", test_failing_copy);
  status = g_test_run ();

  g_free (data);
  kit_finish ();
  return status;
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The value of a field of each type as a variant and back, numbers from other types, and values that are refused. */

#include "state/value.h"

#include <math.h>

#include "class-types.h"
#include "trove-glib/trove-error.h"

static const TroveClass *class; /* with a field of each type */
static gpointer data;

static const TroveClassField *
get_field (guint i)
{
  return &class->fields[class->n_inherited + i];
}

/* Those that no function turns into variants. */
static gboolean
cannot_be_written (guint i)
{
  return i == KIT_point || i == KIT_odd || i == KIT_fixed;
}

static void
check_equal (guint i, gconstpointer other)
{
  const TroveClassField *field = get_field (i);
  gpointer at = trove_class_field_at (field, data);

  if (i == KIT_box)
    g_assert_cmpint ((*(KitBox **) at)->width, ==,
                     (*(KitBox *const *) trove_class_field_at (field, other))->width);
  else if (i == KIT_date)
    g_assert_true (g_date_time_equal (*(gpointer *) at, *(gpointer *) trove_class_field_at (field, other)));
  else if (i == KIT_counted)
    counting_check (&kit_counting, at,
                    ((const CountingElement *) trove_class_field_at (field, other))->value);
  else
    g_assert_true (trove_class_field_equal (field, data, other));
}

static void
check_type (const TroveClassField *field, GVariant *variant)
{
  const char *type = trove_value_type (field);

  g_assert_true (type == g_intern_string (type));
  g_assert_cmpstr (g_variant_get_type_string (variant), ==, type);
  g_assert_true (g_variant_is_normal_form (variant));
  g_assert_false (g_variant_is_floating (variant));
}

static void
check_round_trip (guint i, guint number)
{
  const TroveClassField *field = get_field (i);
  g_autofree gpointer other = g_malloc0 (class->data_size);
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GVariant) variant = NULL;
  GError *error = NULL;

  kit_init_value (i, &value, number);
  trove_class_value_set (field, other, &value, &error);
  g_assert_no_error (error);
  variant = trove_value_write (field, other, &error);
  g_assert_no_error (error);
  check_type (field, variant);
  g_assert_cmpint (trove_value_equals (field, data, variant), ==,
                   trove_class_field_is_zero (field, trove_class_field_at (field, other)));

  /* The bytes that were there do not count. */
  memset (trove_class_field_at (field, data), 0xff, field->size);
  trove_value_read (field, variant, data, &error);
  g_assert_no_error (error);
  check_equal (i, other);
  g_assert_true (trove_value_equals (field, data, variant));
  trove_class_field_clear (field, data);
  trove_class_field_clear (field, other);
}

static void
test_round_trip (void)
{
  for (guint i = 0; i < KIT_N_TYPES; i++)
    for (guint number = 0; number < 2; number++)
      if (!cannot_be_written (i) && i != KIT_child)
        check_round_trip (i, number);
}

static void
test_types (void)
{
  const struct
  {
    guint i;
    const char *type;
  } types[] = {
    { KIT_char, "n" },         { KIT_uchar, "y" },        { KIT_boolean, "b" }, { KIT_int, "i" },
    { KIT_enum, "i" },         { KIT_uint, "u" },         { KIT_flags, "u" },   { KIT_long, "x" },
    { KIT_int64, "x" },        { KIT_ulong, "t" },        { KIT_uint64, "t" },  { KIT_float, "(d)" },
    { KIT_double, "d" },       { KIT_gtype, "s" },        { KIT_string, "ms" }, { KIT_strv, "mas" },
    { KIT_bytes, "may" },      { KIT_variant, "m(say)" }, { KIT_file, "ms" },   { KIT_icon, "m(say)" },
    { KIT_counted, "m(say)" }, { KIT_fixed, "m(say)" },   { KIT_target, "t" },  { KIT_child, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_assert_cmpstr (trove_value_type (get_field (types[i].i)), ==, types[i].type);
      g_assert_cmpint (trove_value_is_number (get_field (types[i].i)), ==, types[i].i <= KIT_flags);
    }
}

/* Of pointers; the type's "" of none. */
static void
test_nothing (void)
{
  for (guint i = KIT_gtype; i < KIT_target; i++)
    {
      const TroveClassField *field = get_field (i);
      g_autoptr (GVariant) variant = NULL;
      GError *error = NULL;

      if (i == KIT_point || i == KIT_odd)
        continue;
      variant = trove_value_write (field, data, &error);
      g_assert_no_error (error);
      check_type (field, variant);
      memset (trove_class_field_at (field, data), 0xff, field->size);
      trove_value_read (field, variant, data, &error);
      g_assert_no_error (error);
      g_assert_true (trove_class_field_is_zero (field, trove_class_field_at (field, data)));
    }
}

static void
refuse_to_write (guint i, gconstpointer from)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (trove_value_write (get_field (i), from, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH);
  g_assert_nonnull (strstr (error->message, get_field (i)->pspec->name));
}

static void
test_cannot_be_written (void)
{
  for (guint i = 0; i < KIT_N_TYPES; i++)
    if (cannot_be_written (i))
      {
        g_autofree gpointer other = g_malloc0 (class->data_size);
        g_auto (GValue) value = G_VALUE_INIT;

        kit_init_value (i, &value, 1);
        g_assert_true (trove_class_value_set (get_field (i), other, &value, NULL));
        refuse_to_write (i, other);
        trove_class_field_clear (get_field (i), other);
      }
}

static void
test_not_utf8 (void)
{
  g_autoptr (GVariant) nothing = trove_value_write (get_field (KIT_string), data, NULL);
  char *strv[] = { (char *) "good", (char *) "bad \xff", NULL };

  *(const char **) trove_class_field_at (get_field (KIT_string), data) = "bad \xff";
  refuse_to_write (KIT_string, data);
  g_assert_false (trove_value_equals (get_field (KIT_string), data, nothing));
  *(const char **) trove_class_field_at (get_field (KIT_string), data) = NULL;
  *(char ***) trove_class_field_at (get_field (KIT_strv), data) = strv;
  refuse_to_write (KIT_strv, data);
  *(char ***) trove_class_field_at (get_field (KIT_strv), data) = NULL;
}

static void
refuse (guint i, const char *text)
{
  const TroveClassField *field = get_field (i);
  g_autoptr (GVariant) variant = g_variant_ref_sink (g_variant_new_parsed (text));
  g_autoptr (GError) error = NULL;

  memset (trove_class_field_at (field, data), 0xff, field->size);
  g_assert_false (trove_value_read (field, variant, data, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH);
  g_assert_nonnull (strstr (error->message, field->pspec->name));
  g_assert_true (trove_class_field_is_zero (field, trove_class_field_at (field, data)));
}

static void
test_refused (void)
{
  /* By the type. */
  refuse (KIT_int, "'1'");
  refuse (KIT_string, "'text'");
  refuse (KIT_string, "just 1");
  refuse (KIT_strv, "just 'text'");
  refuse (KIT_target, "1.0");
  refuse (KIT_child, "uint64 1");
  refuse (KIT_gtype, "1");
  /* By the field. */
  refuse (KIT_char, "int16 128");
  refuse (KIT_char, "int16 -129");
  refuse (KIT_float, "(0.1,)");
  refuse (KIT_float, "(1e300,)");
  refuse (KIT_gtype, "'NoSuchType'");
  refuse (KIT_target, "uint64 9007199254740992");
  refuse (KIT_icon, "just ('i', [byte 1, 0, 0, 0])");
  refuse (KIT_variant, "just ('bad type', [byte 1])");
  refuse (KIT_variant, "just ('r', [byte 1])");
  refuse (KIT_variant, "just ('s', [byte 1])");
}

/* The param spec is not asked: objects may have had the value. */
static void
check_number (guint i, const char *text, double expected)
{
  const TroveClassField *field = get_field (i);
  g_autoptr (GVariant) variant = g_variant_ref_sink (g_variant_new_parsed (text));
  g_auto (GValue) value = G_VALUE_INIT, number = G_VALUE_INIT;
  GError *error = NULL;

  memset (trove_class_field_at (field, data), 0xff, field->size);
  trove_value_read (field, variant, data, &error);
  g_assert_no_error (error);
  trove_class_value_get (field, data, &value);
  g_value_init (&number, G_TYPE_DOUBLE);
  if (i == KIT_char)
    g_value_set_double (&number, *(const gint8 *) trove_class_field_at (field, data));
  else if (i == KIT_enum || i == KIT_flags || i == KIT_boolean)
    g_value_set_double (&number, *(const int *) trove_class_field_at (field, data));
  else
    g_assert_true (g_value_transform (&value, &number));
  g_assert_cmpfloat (g_value_get_double (&number), ==, expected);
  g_assert_true (trove_value_equals (field, data, variant));
  memset (trove_class_field_at (field, data), 0, field->size);
  g_assert_cmpint (trove_value_equals (field, data, variant), ==, expected == 0);
}

static void
test_converted (void)
{
  check_number (KIT_char, "int16 -128", -128); /* its own type */
  check_number (KIT_char, "true", 1);
  check_number (KIT_uchar, "true", 1);
  check_number (KIT_int, "byte 0xff", 255);
  check_number (KIT_int, "int16 -3", -3);
  check_number (KIT_uint, "byte 0xff", 255);
  check_number (KIT_long, "-5", -5);
  check_number (KIT_ulong, "uint32 5", 5);
  check_number (KIT_int64, "uint32 4294967295", 4294967295.);
  check_number (KIT_uint64, "uint32 9", 9);
  check_number (KIT_float, "int16 1", 1);
  check_number (KIT_float, "(0.25,)", 0.25);
  check_number (KIT_double, "(0.25,)", 0.25);
  check_number (KIT_double, "-1", -1);
  check_number (KIT_enum, "byte 7", 7);
  check_number (KIT_flags, "byte 3", 3);
  check_number (KIT_double, "0", 0);
  check_number (KIT_int, "1001", 1001);
  check_number (KIT_double, "1.5", 1.5);

  /* Other types hold the number, but not all numbers of the type. */
  refuse (KIT_char, "byte 1");
  refuse (KIT_char, "1");
  refuse (KIT_uchar, "int16 1");
  refuse (KIT_uchar, "1");
  refuse (KIT_boolean, "1");
  refuse (KIT_int, "1.0");
  refuse (KIT_int, "int64 1");
  refuse (KIT_int, "uint32 1");
  refuse (KIT_uint, "1");
  refuse (KIT_int64, "uint64 1");
  refuse (KIT_int64, "1.0");
  refuse (KIT_uint64, "int64 1");
  refuse (KIT_float, "1");
  refuse (KIT_float, "0.5");
  refuse (KIT_double, "int64 1");
  refuse (KIT_double, "uint64 1");
}

/* Values of another type are those of no field. */
static void
test_takes (void)
{
  g_autoptr (GVariant) zero = g_variant_ref_sink (g_variant_new_int64 (0));

  g_assert_true (trove_value_takes (get_field (KIT_int), "i"));
  g_assert_true (trove_value_takes (get_field (KIT_int), "b"));
  g_assert_false (trove_value_takes (get_field (KIT_int), "x"));
  g_assert_true (trove_value_takes (get_field (KIT_string), "ms"));
  g_assert_false (trove_value_takes (get_field (KIT_string), "b"));
  g_assert_false (trove_value_takes (get_field (KIT_gtype), "b"));
  g_assert_true (trove_value_takes (get_field (KIT_target), "t"));
  g_assert_false (trove_value_takes (get_field (KIT_target), "u"));
  g_assert_false (trove_value_takes (get_field (KIT_child), "t"));
  g_assert_false (trove_value_equals (get_field (KIT_int), data, zero));
}

/* A float is one again, with all its bits. The other floats have a small range. */
static void
test_floats (void)
{
  const TroveField spec = {
    g_param_spec_float ("wide", NULL, NULL, -G_MAXFLOAT, G_MAXFLOAT, 0, G_PARAM_READWRITE), -1, 0
  };
  const TroveClass *wide =
      trove_class_new (kit_new_type (kit_root_get_type ()), kit_root_class (), 0, &spec, 1, NULL);
  const float floats[] = { 0.1F, -0.F, 1e-40F, INFINITY, -INFINITY, NAN, G_MAXFLOAT };

  g_assert_cmpuint (wide->fields[0].offset, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (floats); i++)
    {
      g_autoptr (GVariant) variant = trove_value_write (&wide->fields[0], &floats[i], NULL);
      const float other = 0.75F;
      float number = 0;

      g_assert_true (trove_value_read (&wide->fields[0], variant, &number, NULL));
      g_assert_cmpmem (&number, sizeof number, &floats[i], sizeof floats[i]);
      g_assert_true (trove_value_equals (&wide->fields[0], &number, variant));
      g_assert_false (trove_value_equals (&wide->fields[0], &other, variant));
    }
}

/* NaN is a value, with all its bits. */
static void
test_nan (void)
{
  const TroveClassField *field = get_field (KIT_double);
  g_autoptr (GVariant) variant = NULL;
  double nan = NAN, back;

  memcpy (trove_class_field_at (field, data), &nan, sizeof nan);
  variant = trove_value_write (field, data, NULL);
  back = g_variant_get_double (variant);
  g_assert_cmpmem (&back, sizeof back, &nan, sizeof nan);
  g_assert_true (trove_value_equals (field, data, variant));
  memset (trove_class_field_at (field, data), 0, field->size);
}

/* A field that the program does not know. */
static void
test_raw (void)
{
  const char *types[] = { "d", "s", "(sv)", "a{sv}", "v", "mas" };
  TroveClassField field = *get_field (KIT_variant);
  gpointer at = trove_class_field_at (&field, data);

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GVariant) nothing = NULL, again = NULL, other = NULL;
      g_autoptr (GError) error = NULL;

      field.raw_type = g_intern_string (types[i]);
      nothing = trove_value_write (&field, data, &error);
      check_type (&field, nothing);
      g_assert_true (trove_value_read (&field, nothing, data, &error));
      g_assert_true (*(GVariant **) at != nothing);
      again = trove_value_write (&field, data, &error);
      g_assert_true (again == *(GVariant **) at);
      g_assert_cmpvariant (again, nothing);
      trove_class_field_clear (&field, data);
      other = g_variant_ref_sink (g_variant_new ("(ii)", 1, 2));
      g_assert_false (trove_value_read (&field, other, data, &error));
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH);
    }
}

/* A raw value outlives the bytes that it was read from. */
static void
test_raw_copied (void)
{
  TroveClassField field = *get_field (KIT_variant);
  g_autoptr (GVariant) made = g_variant_ref_sink (g_variant_new_parsed ("('a', [1, 2])"));
  g_autoptr (GVariant) again = NULL;
  gpointer bytes = g_memdup2 (g_variant_get_data (made), g_variant_get_size (made));
  GVariant *variant = g_variant_ref_sink (g_variant_new_from_data (
      g_variant_get_type (made), bytes, g_variant_get_size (made), FALSE, NULL, NULL));

  field.raw_type = g_intern_string ("(sai)");
  g_assert_true (trove_value_read (&field, variant, data, NULL));
  g_variant_unref (variant);
  memset (bytes, 0xff, g_variant_get_size (made));
  g_free (bytes);
  again = trove_value_write (&field, data, NULL);
  g_assert_cmpvariant (again, made);
  trove_class_field_clear (&field, data);
}

static void
test_default (void)
{
  for (guint i = 0; i < KIT_N_TYPES; i++)
    {
      const TroveClassField *field = get_field (i);
      GError *error = NULL;

      trove_value_read_default (class, field, data, &error);
      g_assert_no_error (error);
      g_assert_true (trove_class_field_equal (field, data, class->defaults));
      trove_class_field_clear (field, data);
    }
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  kit_init ();
  kit_register_transforms ();
  class = kit_new_class (NULL, "value");
  data = g_malloc0 (class->data_size);
  g_test_add_func ("/value/round-trip", test_round_trip);
  g_test_add_func ("/value/types", test_types);
  g_test_add_func ("/value/nothing", test_nothing);
  g_test_add_func ("/value/cannot-be-written", test_cannot_be_written);
  g_test_add_func ("/value/not-utf8", test_not_utf8);
  g_test_add_func ("/value/refused", test_refused);
  g_test_add_func ("/value/converted", test_converted);
  g_test_add_func ("/value/takes", test_takes);
  g_test_add_func ("/value/floats", test_floats);
  g_test_add_func ("/value/nan", test_nan);
  g_test_add_func ("/value/raw", test_raw);
  g_test_add_func ("/value/raw-copied", test_raw_copied);
  g_test_add_func ("/value/default", test_default);
  status = g_test_run ();
  g_free (data);
  kit_finish ();
  return status;
}

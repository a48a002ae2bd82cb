/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Rows: the bytes are those that GLib makes of the same tuple, for classes of any fields in any order; and values come back. */

#include "state/row.h"

#include "class-types.h"
#include "state/state.h"
#include "state/value.h"
#include "test-support.h"
#include "trove-glib/trove-error.h"

static const TroveClass *every;

/* A record in memory of the test, with the values of numbers. */
static TroveRecord *
record_new (const TroveClass *klass, const guint8 *kinds, TestRandom *random)
{
  TroveRecord *record = g_malloc0 (trove_record_data_offset (klass) + klass->data_size);

  record->klass = klass;
  for (guint i = klass->n_inherited; i < klass->n_fields; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;

      if (test_random_below (random, 4) == 0) /* nothing */
        continue;
      kit_init_value (kinds[i - klass->n_inherited], &value, (guint) test_random_below (random, 2));
      g_assert_true (trove_class_value_set (&klass->fields[i], trove_record_data (record), &value, NULL));
      if (klass->fields[i].kind == TROVE_KIND_STRING)
        {
          const char **at = trove_class_field_at (&klass->fields[i], trove_record_data (record));

          *at = g_intern_string (*at);
        }
    }
  return record;
}

static void
record_free (TroveRecord *record)
{
  trove_class_clear (record->klass, trove_record_data (record));
  g_free (record);
}

static const TroveClass *
class_new (const guint8 *kinds, guint n)
{
  TroveField *specs = g_newa (TroveField, n + 1);
  GError *error = NULL;
  const TroveClass *klass;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *prefix = g_strdup_printf ("f%u", i);

      specs[i] = (TroveField){ .pspec = kit_new_pspec (kinds[i], prefix), .offset = -1 };
    }
  klass = trove_class_new (kit_new_type (kit_root_get_type ()), kit_root_class (), 0, specs, n, &error);
  g_assert_no_error (error);
  return klass;
}

/* The same tuple as GLib writes it. */
static GVariant *
tuple_of (const TroveRowLayout *layout, const TroveRecord *record)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, layout->row_type);
  for (guint i = 0; i < layout->n_columns; i++)
    {
      g_autoptr (GVariant) value = NULL;

      if (layout->columns[i].type == NULL)
        continue;
      value = trove_value_write (layout->columns[i].field, trove_record_data (record), NULL);
      g_variant_builder_add_value (&builder, value);
    }
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static void
check_bytes (GVariant *row, GVariant *expected)
{
  g_assert_cmpstr (g_variant_get_type_string (row), ==, g_variant_get_type_string (expected));
  g_assert_cmpmem (g_variant_get_data (row), g_variant_get_size (row), g_variant_get_data (expected),
                   g_variant_get_size (expected));
}

/* A row that was read from bytes of a file. */
static GVariant *
reread (GVariant *row)
{
  g_autoptr (GBytes) bytes = g_bytes_new (g_variant_get_data (row), g_variant_get_size (row));
  GVariant *again = g_variant_ref_sink (g_variant_new_from_bytes (g_variant_get_type (row), bytes, FALSE));

  g_assert_true (g_variant_is_normal_form (again));
  return again;
}

static void
check_read (const TroveRowLayout *layout, GVariant *row, const TroveRecord *record)
{
  const TroveClass *klass = layout->klass;
  g_autoptr (GVariant) again = reread (row);
  g_autofree TroveKey *references = g_new (TroveKey, layout->n_columns + 1);
  TroveRecord *copy = g_malloc0 (trove_record_data_offset (klass) + klass->data_size);
  GError *error = NULL;
  guint column;

  copy->klass = klass;
  trove_row_read (layout, again, trove_record_data (copy), references, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < layout->n_columns; i++)
    {
      const TroveClassField *field = layout->columns[i].field;
      gboolean is_reference = field->kind == TROVE_KIND_REFERENCE;

      g_assert_cmpuint (references[i], ==, is_reference ? *trove_record_key_at (record, field) : 0);
      if (trove_class_field_is_key (field))
        g_assert_cmpuint (*trove_record_key_at (copy, field), ==, 0);
      if (is_reference)
        *trove_record_key_at (copy, field) = references[i];
    }
  g_assert_true (trove_row_matches (layout, again, copy, &column));
  record_free (copy);
}

/* The class's own fields that a row has in it. */
static void
run_program (TestRandom *random)
{
  static const guint8 without[] = { KIT_point, KIT_odd, KIT_fixed, KIT_variant };
  guint8 kinds[40];
  guint n = (guint) test_random_below (random, G_N_ELEMENTS (kinds) + 1);
  const TroveClass *klass;
  TroveRowLayout *layout;

  for (guint i = 0; i < n; i++)
    do
      kinds[i] = (guint8) test_random_below (random, KIT_N_TYPES);
    while (memchr (without, kinds[i], sizeof without) != NULL);
  klass = class_new (kinds, n);
  layout = trove_row_layout_new (1, klass);
  for (guint i = 0; i < 4; i++)
    {
      TroveRecord *record = record_new (klass, kinds, random);
      g_autoptr (GVariant) expected = tuple_of (layout, record), row = NULL;
      GError *error = NULL;

      row = trove_row_write (layout, record, &error);
      g_assert_no_error (error);
      check_bytes (row, expected);
      check_read (layout, row, record);
      record_free (record);
    }
  trove_row_layout_free (layout);
}

static void
test_random (void)
{
  TestRandom random;

  test_random_init (&random);
  for (guint i = 0; i < test_count (300, 30); i++)
    run_program (&random);
}

static void
check_strings (const TroveRowLayout *layout, const char *first, const char *second)
{
  const TroveClass *klass = layout->klass;
  TroveRecord *record = g_malloc0 (trove_record_data_offset (klass) + klass->data_size);
  g_autoptr (GVariant) expected = NULL, row = NULL;

  record->klass = klass;
  *(const char **) trove_class_field_at (&klass->fields[0], trove_record_data (record)) = first;
  *(const char **) trove_class_field_at (&klass->fields[1], trove_record_data (record)) = second;
  expected = tuple_of (layout, record);
  row = trove_row_write (layout, record, NULL);
  check_bytes (row, expected);
  check_read (layout, row, record);
  g_free (record);
}

/* Strings whose ends take 1, 2 and 4 bytes: rows of all sizes about these limits. */
static void
test_sizes (void)
{
  static const guint8 kinds[] = { KIT_string, KIT_string, KIT_double };
  static const gsize about[] = { 0, 256, 65536 };

  for (guint n = 2; n <= G_N_ELEMENTS (kinds); n++)
    {
      TroveRowLayout *layout = trove_row_layout_new (1, class_new (kinds, n));

      for (guint i = 0; i < G_N_ELEMENTS (about); i++)
        for (gsize size = about[i] - MIN (about[i], 40); size < about[i] + 10; size++)
          {
            g_autofree char *text = g_strnfill (size, 'x');

            check_strings (layout, text, "b");
          }
      trove_row_layout_free (layout);
    }
}

/* Rows without ends, of which some have a hole behind the last value. */
static void
test_fixed (void)
{
  static const guint8 kinds[] = {
    KIT_char, KIT_double, KIT_boolean, KIT_int, KIT_uchar, KIT_target, KIT_char
  };
  TestRandom random;

  test_random_init (&random);
  for (guint n = 0; n <= G_N_ELEMENTS (kinds); n++)
    {
      const TroveClass *klass = class_new (kinds, n);
      TroveRowLayout *layout = trove_row_layout_new (1, klass);
      TroveRecord *record = record_new (klass, kinds, &random);
      g_autoptr (GVariant) expected = tuple_of (layout, record);
      g_autoptr (GVariant) row = trove_row_write (layout, record, NULL);

      check_bytes (row, expected);
      check_read (layout, row, record);
      record_free (record);
      trove_row_layout_free (layout);
    }
}

/* More ends than have room without an allocation. */
static void
test_many_columns (void)
{
  guint8 kinds[100];
  const TroveClass *klass;
  TroveRowLayout *layout;
  TestRandom random;

  memset (kinds, KIT_string, sizeof kinds);
  klass = class_new (kinds, G_N_ELEMENTS (kinds));
  layout = trove_row_layout_new (1, klass);
  test_random_init (&random);
  for (guint i = 0; i < 4; i++)
    {
      TroveRecord *record = record_new (klass, kinds, &random);
      g_autoptr (GVariant) expected = tuple_of (layout, record);
      g_autoptr (GVariant) row = trove_row_write (layout, record, NULL);

      check_bytes (row, expected);
      check_read (layout, row, record);
      record_free (record);
    }
  trove_row_layout_free (layout);
}

static TroveRowLayout *
layout_of (const TroveClass *klass, const TroveRowColumn *columns, guint n)
{
  return trove_row_layout_new_for_columns (1, klass, g_memdup2 (columns, n * sizeof *columns), n);
}

static const TroveClassField *
field_of (guint i)
{
  return &every->fields[every->n_inherited + i];
}

static gpointer
at (gpointer data, guint i)
{
  return trove_class_field_at (field_of (i), data);
}

/* An older row: fewer fields, others in front, numbers of other types, and fixed tuples among them. */
static void
test_older (void)
{
  TroveClassField raw = *field_of (KIT_variant);
  const TroveRowColumn columns[] = {
    { .field = field_of (KIT_target), .type = g_intern_string ("t") },
    { .field = field_of (KIT_double), .type = g_intern_string ("y") },
    { .field = &raw, .type = g_intern_string ("(yn)") },
    { .field = field_of (KIT_child) },
    { .field = field_of (KIT_uint64), .type = g_intern_string ("u") },
    { .field = field_of (KIT_int), .type = g_intern_string ("n") },
    { .field = field_of (KIT_string), .type = g_intern_string ("ms") },
  };
  TroveRowLayout *layout = layout_of (every, columns, G_N_ELEMENTS (columns));
  g_autoptr (GVariant) row = g_variant_ref_sink (
      g_variant_new_parsed ("(uint64 12, byte 1, (byte 3, int16 4), uint32 7, int16 -5, just 'a label')"));
  g_autoptr (GVariant) again = reread (row);
  g_autofree gpointer data = g_malloc0 (every->data_size);
  TroveKey references[G_N_ELEMENTS (columns)];
  GError *error = NULL;

  raw.raw_type = g_intern_string ("(yn)");
  trove_row_read (layout, again, data, references, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (references[0], ==, 12);
  g_assert_cmpuint (*(TroveKey *) at (data, KIT_target), ==, 0);
  g_assert_cmpfloat (*(double *) at (data, KIT_double), ==, 1);
  g_assert_cmpstr (g_variant_get_type_string (*(GVariant **) at (data, KIT_variant)), ==, "(yn)");
  g_assert_cmpint (*(int *) at (data, KIT_int), ==, -5);
  g_assert_cmpstr (*(char **) at (data, KIT_string), ==, "a label");
  g_assert_cmpuint (*(guint64 *) at (data, KIT_uint64), ==, 7);
  /* Defaults. */
  g_assert_cmpint (*(gint64 *) at (data, KIT_int64), ==, -1);
  g_assert_cmpuint (*(guint *) at (data, KIT_flags), ==, 1);
  trove_class_clear (every, data);
  memset (data, 0, every->data_size);
  g_assert_true (trove_row_read (layout, again, data, NULL, NULL));
  trove_class_clear (every, data);
  trove_row_layout_free (layout);
}

static void
refuse (const TroveRowColumn *column, const char *text)
{
  TroveRowLayout *layout = layout_of (every, column, 1);
  g_autoptr (GVariant) row = g_variant_ref_sink (g_variant_new_parsed (text));
  g_autofree gpointer data = g_malloc0 (every->data_size);
  g_autoptr (GError) error = NULL;

  g_assert_false (trove_row_read (layout, row, data, NULL, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH);
  g_assert_nonnull (strstr (error->message, column->field->pspec->name));
  trove_class_clear (every, data);
  trove_row_layout_free (layout);
}

static void
test_refused (void)
{
  refuse (&(TroveRowColumn){ field_of (KIT_char), g_intern_string ("n") }, "(int16 128,)");
  refuse (&(TroveRowColumn){ field_of (KIT_target), g_intern_string ("t") }, "(uint64 9007199254740992,)");
  refuse (&(TroveRowColumn){ field_of (KIT_target), g_intern_string ("i") }, "(5,)");
  refuse (&(TroveRowColumn){ field_of (KIT_string), g_intern_string ("s") }, "('text',)");
  refuse (&(TroveRowColumn){ field_of (KIT_int), g_intern_string ("s") }, "('text',)");
  refuse (&(TroveRowColumn){ field_of (KIT_child), g_intern_string ("t") }, "(uint64 5,)");
}

static void
test_not_written (void)
{
  const TroveRowColumn column = { field_of (KIT_string), g_intern_string ("ms") };
  TroveRowLayout *layout = layout_of (every, &column, 1);
  TroveRecord *record = g_malloc0 (trove_record_data_offset (every) + every->data_size);
  g_autoptr (GError) error = NULL;

  record->klass = every;
  *(const char **) at (trove_record_data (record), KIT_string) = "bad \xff";
  g_assert_null (trove_row_write (layout, record, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH);
  g_free (record);
  trove_row_layout_free (layout);
}

/* A default may be another one in the program that has written the row, but for references. */
static void
test_matches (void)
{
  const TroveRowColumn columns[] = { { field_of (KIT_uint64), g_intern_string ("t") },
                                     { field_of (KIT_child), NULL },
                                     { field_of (KIT_target), g_intern_string ("t") } };
  TroveRowLayout *layout = layout_of (every, columns, G_N_ELEMENTS (columns));
  TroveRecord *record = g_malloc0 (trove_record_data_offset (every) + every->data_size);
  const struct
  {
    guint64 number, target;
    guint differs;
  } cases[] = { { 5, 6, 3 }, { 4, 6, 0 }, { 1, 6, 3 }, { 5, 7, 2 }, { 5, 0, 2 }, { 1, 0, 2 } };
  g_autoptr (GVariant) row = g_variant_ref_sink (g_variant_new ("(tt)", (guint64) 5, (guint64) 6));

  record->klass = every;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint column = 0;

      *(guint64 *) at (trove_record_data (record), KIT_uint64) = cases[i].number;
      *(TroveKey *) at (trove_record_data (record), KIT_target) = cases[i].target;
      g_assert_cmpint (trove_row_matches (layout, row, record, &column), ==, cases[i].differs == 3);
      g_assert_cmpuint (column, ==, cases[i].differs);
    }
  g_free (record);
  trove_row_layout_free (layout);
}

static void
test_copy_failed (void)
{
  TroveRowLayout *layout = trove_row_layout_new (1, every);
  g_autofree gpointer data = g_malloc0 (every->data_size);
  g_autoptr (GError) error = NULL;
  const TroveRowColumn column = { field_of (KIT_counted), g_intern_string ("m(say)") };
  TroveRowLayout *counted = layout_of (every, &column, 1);
  gint64 number = GINT64_TO_LE (5);
  g_autoptr (GVariant) row = g_variant_ref_sink (g_variant_new (
      "(m(s@ay))", TRUE, "x", g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, &number, sizeof number, 1)));

  counting_fail_copy (&kit_counting, 0);
  g_assert_false (trove_row_read (counted, row, data, NULL, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_COPY_FAILED);
  counting_fail_copy (&kit_counting, G_MAXUINT64);
  trove_class_clear (every, data);
  trove_row_layout_free (counted);
  trove_row_layout_free (layout);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  kit_init ();
  kit_register_transforms ();
  every = kit_new_class (NULL, "every");
  g_test_add_func ("/row/random", test_random);
  g_test_add_func ("/row/sizes", test_sizes);
  g_test_add_func ("/row/fixed", test_fixed);
  g_test_add_func ("/row/many-columns", test_many_columns);
  g_test_add_func ("/row/older", test_older);
  g_test_add_func ("/row/refused", test_refused);
  g_test_add_func ("/row/not-written", test_not_written);
  g_test_add_func ("/row/matches", test_matches);
  g_test_add_func ("/row/copy-failed", test_copy_failed);
  status = g_test_run ();
  kit_finish ();
  return status;
}

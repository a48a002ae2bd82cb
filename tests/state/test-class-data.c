/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Class data: copies of the data of every type, with strings of their own. */

#include "state/class-data.h"

#include "class-types.h"

/* Data with value 1 in each field. The values have the references that the data borrows. */
typedef struct
{
  const TroveClass *klass;
  gpointer data;
  GValue values[KIT_N_TYPES];
} Fixture;

static const TroveClass *
every_class (void)
{
  static const TroveClass *klass;

  if (klass == NULL)
    klass = kit_new_class (NULL, "every");
  return klass;
}

static void
fixture_init (Fixture *self)
{
  *self = (Fixture){ .klass = every_class () };
  self->data = g_malloc0 (self->klass->data_size);
  for (guint i = 0; i < KIT_N_TYPES; i++)
    {
      g_autoptr (GError) error = NULL;

      kit_init_value (i, &self->values[i], 1);
      trove_class_value_set (&self->klass->fields[i], self->data, &self->values[i], &error);
      g_assert_no_error (error);
    }
}

static void
fixture_clear (Fixture *self)
{
  trove_class_clear (self->klass, self->data);
  g_free (self->data);
  for (guint i = 0; i < KIT_N_TYPES; i++)
    g_value_unset (&self->values[i]);
}

/* Copies of the counted value have other bytes. */
static void
check_equal (const TroveClass *klass, gconstpointer a, gconstpointer b)
{
  for (guint i = 0; i < KIT_N_TYPES; i++)
    {
      const TroveClassField *field = &klass->fields[i];

      if (i == KIT_counted)
        counting_check (&kit_counting, trove_class_field_at (field, b),
                        ((const CountingElement *) trove_class_field_at (field, a))->value);
      else
        g_assert_true (trove_class_field_equal (field, a, b));
    }
}

static void
test_dup (void)
{
  Fixture f;
  gpointer copy, second;

  fixture_init (&f);
  copy = trove_class_data_dup (f.klass, f.data);
  check_equal (f.klass, f.data, copy);
  for (guint i = 0; i < f.klass->strings.n; i++)
    {
      const gsize at = f.klass->strings.at[i].offset;

      g_assert_true (G_STRUCT_MEMBER (char *, f.data, at) != G_STRUCT_MEMBER (char *, copy, at));
    }

  /* The copy reads on without the data that it was made of. */
  fixture_clear (&f);
  second = trove_class_data_dup (f.klass, copy);
  check_equal (f.klass, copy, second);
  trove_class_data_free (f.klass, copy);
  trove_class_data_free (f.klass, second);
}

/* Without strings, pointers and keys. */
static void
test_zero (void)
{
  const TroveClass *klass = every_class ();
  g_autofree gpointer zero = g_malloc0 (klass->data_size);
  gpointer copy = trove_class_data_dup (klass, zero);

  g_assert_cmpmem (copy, klass->data_size, zero, klass->data_size);
  trove_class_data_free (klass, copy);
}

static void
test_defaults (void)
{
  const TroveClass *klass = every_class ();
  gpointer copy = trove_class_data_dup (klass, klass->defaults);

  g_assert_true (trove_class_equal (klass, copy, klass->defaults));
  trove_class_data_free (klass, copy);
}

/* A field whose copy function fails is all 0, and the other ones are copied. */
static void
test_failing_copy (void)
{
  Fixture f;
  gpointer copy;

  fixture_init (&f);
  counting_fail_copy (&kit_counting, 0);
  copy = trove_class_data_dup (f.klass, f.data);
  counting_fail_copy (&kit_counting, G_MAXUINT64);
  for (guint i = 0; i < KIT_N_TYPES; i++)
    {
      const TroveClassField *field = &f.klass->fields[i];

      if (i == KIT_counted)
        g_assert_true (trove_class_field_is_zero (field, trove_class_field_at (field, copy)));
      else
        g_assert_true (trove_class_field_equal (field, f.data, copy));
    }
  trove_class_data_free (f.klass, copy);
  fixture_clear (&f);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  kit_init ();
  g_test_add_func ("/class-data/dup", test_dup);
  g_test_add_func ("/class-data/zero", test_zero);
  g_test_add_func ("/class-data/defaults", test_defaults);
  g_test_add_func ("/class-data/failing-copy", test_failing_copy);
  status = g_test_run ();
  kit_finish ();
  return status;
}

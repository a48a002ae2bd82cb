/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Class limits: structs are refused where a GValue of a field would be, and nowhere else. */

#include <math.h>
#include <string.h>

#include "class-types.h"

#define RW G_PARAM_READWRITE

/* Enumerations */

static GType
register_enum (const char *name, const GEnumValue *values)
{
  GType type = g_type_from_name (name);

  return type != G_TYPE_INVALID ? type : g_enum_register_static (name, values);
}

static GType
dense_get_type (void)
{
  static const GEnumValue values[] = {
    { 4, "LIMITS_FOUR", "four" },
    { 3, "LIMITS_THREE", "three" },
    { 5, "LIMITS_FIVE", "five" },
    { 4, "LIMITS_ALIAS", "alias" },
    { 0, NULL, NULL },
  };

  return register_enum ("LimitsDense", values);
}

/* As many values as numbers from the least to the most, but with a gap. */
static GType
gap_get_type (void)
{
  static const GEnumValue values[] = {
    { 1, "LIMITS_ONE", "one" },
    { 1, "LIMITS_AGAIN", "again" },
    { 3, "LIMITS_LAST", "last" },
    { 0, NULL, NULL },
  };

  return register_enum ("LimitsGap", values);
}

static GType
far_get_type (void)
{
  static const GEnumValue values[] = {
    { G_MININT, "LIMITS_LEAST", "least" },
    { G_MAXINT, "LIMITS_MOST", "most" },
    { 0, NULL, NULL },
  };

  return register_enum ("LimitsFar", values);
}

static GType
flags_get_type (void)
{
  static const GFlagsValue values[] = { { 1, "LIMITS_A", "a" }, { 4, "LIMITS_C", "c" }, { 0, NULL, NULL } };
  GType type = g_type_from_name ("LimitsFlags");

  return type != G_TYPE_INVALID ? type : g_flags_register_static ("LimitsFlags", values);
}

static GType
all_flags_get_type (void)
{
  static const GFlagsValue values[] = { { G_MAXUINT, "LIMITS_ALL", "all" }, { 0, NULL, NULL } };
  GType type = g_type_from_name ("LimitsAllFlags");

  return type != G_TYPE_INVALID ? type : g_flags_register_static ("LimitsAllFlags", values);
}

/* A param spec of a program: even numbers alone. */

static gboolean
make_even (GParamSpec *pspec, GValue *value)
{
  int number = g_value_get_int (value);

  g_value_set_int (value, number - number % 2);
  return number % 2 != 0;
}

static GParamSpec *
even_pspec (const char *name)
{
  const GParamSpecTypeInfo info = { .instance_size = sizeof (GParamSpecInt),
                                    .value_type = G_TYPE_INT,
                                    .value_validate = make_even };
  static GType type;

  if (type == G_TYPE_INVALID)
    type = g_param_type_register_static ("LimitsEven", &info);
  return g_param_spec_internal (type, name, NULL, NULL, RW);
}

static GParamSpec *
overriding_pspec (const char *name)
{
  return g_param_spec_override (
      name, g_param_spec_ref_sink (g_param_spec_int (name, NULL, NULL, 0, 10, 7, G_PARAM_READWRITE)));
}

static GParamSpec *
string_pspec (const char *name, const char *first, const char *nth)
{
  GParamSpec *pspec = g_param_spec_string (name, NULL, NULL, "abc", RW);

  G_PARAM_SPEC_STRING (pspec)->cset_first = g_strdup (first);
  G_PARAM_SPEC_STRING (pspec)->cset_nth = g_strdup (nth);
  return pspec;
}

static GParamSpec *
null_pspec (const char *name, gboolean folds)
{
  GParamSpec *pspec = g_param_spec_string (name, NULL, NULL, "abc", RW);

  G_PARAM_SPEC_STRING (pspec)->null_fold_if_empty = folds;
  G_PARAM_SPEC_STRING (pspec)->ensure_non_null = !folds;
  return pspec;
}

/* The class */

#define FIELDS(F)                                                                                            \
  F (a_char, TRUE, g_param_spec_char (name, NULL, NULL, -100, 100, 0, RW))                                   \
  F (whole_char, FALSE, g_param_spec_char (name, NULL, NULL, G_MININT8, G_MAXINT8, 0, RW))                   \
  F (a_uchar, TRUE, g_param_spec_uchar (name, NULL, NULL, 1, 200, 1, RW))                                    \
  F (whole_uchar, FALSE, g_param_spec_uchar (name, NULL, NULL, 0, G_MAXUINT8, 0, RW))                        \
  F (an_int, TRUE, g_param_spec_int (name, NULL, NULL, -5, 5, 0, RW))                                        \
  F (below_int, TRUE, g_param_spec_int (name, NULL, NULL, G_MININT, 5, 0, RW))                               \
  F (above_int, TRUE, g_param_spec_int (name, NULL, NULL, -5, G_MAXINT, 0, RW))                              \
  F (whole_int, FALSE, g_param_spec_int (name, NULL, NULL, G_MININT, G_MAXINT, 0, RW))                       \
  F (a_uint, TRUE, g_param_spec_uint (name, NULL, NULL, 1, 1000, 1, RW))                                     \
  F (high_uint, TRUE, g_param_spec_uint (name, NULL, NULL, 2, G_MAXUINT, 2, RW))                             \
  F (whole_uint, FALSE, g_param_spec_uint (name, NULL, NULL, 0, G_MAXUINT, 0, RW))                           \
  F (a_long, TRUE, g_param_spec_long (name, NULL, NULL, -7, 7, 0, RW))                                       \
  F (whole_long, FALSE, g_param_spec_long (name, NULL, NULL, G_MINLONG, G_MAXLONG, 0, RW))                   \
  F (a_ulong, TRUE, g_param_spec_ulong (name, NULL, NULL, 0, 7, 0, RW))                                      \
  F (whole_ulong, FALSE, g_param_spec_ulong (name, NULL, NULL, 0, G_MAXULONG, 0, RW))                        \
  F (an_int64, TRUE, g_param_spec_int64 (name, NULL, NULL, G_MININT64 + 1, G_MAXINT64, 0, RW))               \
  F (whole_int64, FALSE, g_param_spec_int64 (name, NULL, NULL, G_MININT64, G_MAXINT64, 0, RW))               \
  F (a_uint64, TRUE, g_param_spec_uint64 (name, NULL, NULL, 0, G_MAXUINT64 - 1, 0, RW))                      \
  F (whole_uint64, FALSE, g_param_spec_uint64 (name, NULL, NULL, 0, G_MAXUINT64, 0, RW))                     \
  F (a_float, TRUE, g_param_spec_float (name, NULL, NULL, -1, 1, 0, RW))                                     \
  F (whole_float, FALSE, g_param_spec_float (name, NULL, NULL, -INFINITY, INFINITY, 0, RW))                  \
  F (a_double, TRUE, g_param_spec_double (name, NULL, NULL, 0, 1, 0, RW))                                    \
  F (finite_double, TRUE, g_param_spec_double (name, NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, RW))          \
  F (above_double, TRUE, g_param_spec_double (name, NULL, NULL, 0, INFINITY, 0, RW))                         \
  F (whole_double, FALSE, g_param_spec_double (name, NULL, NULL, -INFINITY, INFINITY, 0, RW))                \
  F (a_boolean, FALSE, g_param_spec_boolean (name, NULL, NULL, FALSE, RW))                                   \
  F (dense, TRUE, g_param_spec_enum (name, NULL, NULL, dense_get_type (), 3, RW))                            \
  F (gap, TRUE, g_param_spec_enum (name, NULL, NULL, gap_get_type (), 1, RW))                                \
  F (far, TRUE, g_param_spec_enum (name, NULL, NULL, far_get_type (), G_MININT, RW))                         \
  F (flags, TRUE, g_param_spec_flags (name, NULL, NULL, flags_get_type (), 0, RW))                           \
  F (all_flags, FALSE, g_param_spec_flags (name, NULL, NULL, all_flags_get_type (), 0, RW))                  \
  F (unichar, TRUE, g_param_spec_unichar (name, NULL, NULL, 'x', RW))                                        \
  F (even, TRUE, even_pspec (name))                                                                          \
  F (overriding, TRUE, overriding_pspec (name))                                                              \
  F (text, FALSE, g_param_spec_string (name, NULL, NULL, NULL, RW))                                          \
  F (first, TRUE, string_pspec (name, "abc", NULL))                                                          \
  F (nth, TRUE, string_pspec (name, NULL, "bcd"))                                                            \
  F (folded, TRUE, null_pspec (name, TRUE))                                                                  \
  F (never_null, TRUE, null_pspec (name, FALSE))                                                             \
  F (variant, FALSE, g_param_spec_variant (name, NULL, NULL, G_VARIANT_TYPE_ANY, NULL, RW))                  \
  F (number, TRUE, g_param_spec_variant (name, NULL, NULL, G_VARIANT_TYPE_INT32, NULL, RW))                  \
  F (some_variant, TRUE,                                                                                     \
     g_param_spec_variant (name, NULL, NULL, G_VARIANT_TYPE_ANY, g_variant_new_int32 (1), RW))               \
  F (gtype, TRUE, g_param_spec_gtype (name, NULL, NULL, G_TYPE_OBJECT, RW))                                  \
  F (strv, FALSE, g_param_spec_boxed (name, NULL, NULL, G_TYPE_STRV, RW))                                    \
  F (file, FALSE, g_param_spec_object (name, NULL, NULL, G_TYPE_FILE, RW))                                   \
  F (target, FALSE, g_param_spec_object (name, NULL, NULL, kit_root_get_type (), RW))

#define MEMBER(member, has, pspec) LIMITS_##member,
enum
{
  FIELDS (MEMBER) N_FIELDS
};
#undef MEMBER

static const TroveClass *klass;
static gpointer defaults; /* with all fields allowed */

static GParamSpec *
new_pspec (guint i)
{
  switch (i)
    {
#define CASE(member, has, pspec)                                                                             \
  case LIMITS_##member:                                                                                      \
    {                                                                                                        \
      const char *name = #member;                                                                            \
      return pspec;                                                                                          \
    }
      FIELDS (CASE)
#undef CASE
    default:
      g_assert_not_reached ();
    }
}

static void
make_class (void)
{
  TroveField specs[N_FIELDS];
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_FIELDS; i++)
    specs[i] = (TroveField){ .pspec = new_pspec (i), .offset = -1 };
  klass =
      trove_class_new (kit_new_type (kit_root_get_type ()), kit_root_class (), 0, specs, N_FIELDS, &error);
  g_assert_no_error (error);
}

static const TroveClassField *
get_field (guint i)
{
  return &klass->fields[klass->n_inherited + i];
}

/* Which fields have limits */

static void
test_fields (void)
{
  static const gboolean expected[] = {
#define HAS(member, has, pspec) has,
    FIELDS (HAS)
#undef HAS
  };
  guint n = 0;

  for (guint i = 0; i < N_FIELDS; i++)
    {
      gboolean has = n < klass->n_limits && klass->limits[n].field == get_field (i)->index;

      g_test_message ("%s", get_field (i)->pspec->name);
      g_assert_cmpint (has, ==, expected[i]);
      if (has)
        {
          g_assert_cmpuint (klass->limits[n].offset, ==, get_field (i)->offset);
          n++;
        }
    }
  g_assert_cmpuint (n, ==, klass->n_limits);
  g_assert_cmpuint (kit_root_class ()->n_limits, ==, 0);
}

/* The defaults of the class are allowed. */
static void
test_defaults (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (trove_class_check_limits (klass, klass->defaults, NULL, &error));
  g_assert_no_error (error);
}

/* Values */

/* Checks a struct that has another value in one field. Returns whether it is allowed, which a GValue tells as well. */
static gboolean
check_bytes (guint i, gconstpointer value)
{
  const TroveClassField *field = get_field (i);
  gpointer at = trove_class_field_at (field, defaults);
  g_autofree gpointer before = g_memdup2 (at, field->size);
  g_autofree gpointer same = NULL;
  g_autoptr (GError) error = NULL, value_error = NULL;
  gboolean allowed;

  memcpy (at, value, field->size);
  same = g_memdup2 (defaults, klass->data_size);
  allowed = trove_class_check_limits (klass, defaults, NULL, &error);
  g_assert_cmpint (allowed, ==, trove_class_value_check (field, defaults, &value_error));
  g_assert_cmpstr (error != NULL ? error->message : NULL, ==,
                   value_error != NULL ? value_error->message : NULL);

  /* As before, it is allowed; from another one to it, it is not. */
  g_assert_true (trove_class_check_limits (klass, defaults, same, NULL));
  g_assert_cmpint (trove_class_check_limits (klass, defaults, klass->defaults, NULL), ==,
                   allowed || trove_class_field_equal (field, klass->defaults, defaults));
  memcpy (at, before, field->size);
  return allowed;
}

#define allows(member, type, ...)                                                                            \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    const type allowed[] = { __VA_ARGS__ };                                                                  \
    for (guint k = 0; k < G_N_ELEMENTS (allowed); k++)                                                       \
      g_assert_true (check_bytes (LIMITS_##member, &allowed[k]));                                            \
  }                                                                                                          \
  G_STMT_END

#define refuses(member, type, ...)                                                                           \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    const type refused[] = { __VA_ARGS__ };                                                                  \
    for (guint k = 0; k < G_N_ELEMENTS (refused); k++)                                                       \
      g_assert_false (check_bytes (LIMITS_##member, &refused[k]));                                           \
  }                                                                                                          \
  G_STMT_END

static void
test_integers (void)
{
  allows (a_char, gint8, -100, 0, 100);
  refuses (a_char, gint8, -101, 101, G_MININT8, G_MAXINT8);
  allows (whole_char, gint8, G_MININT8, G_MAXINT8);
  allows (a_uchar, guint8, 1, 200);
  refuses (a_uchar, guint8, 0, 201, 255);
  allows (whole_uchar, guint8, 0, 255);
  allows (an_int, int, -5, 5);
  refuses (an_int, int, -6, 6, G_MININT, G_MAXINT);
  allows (below_int, int, G_MININT, 5);
  refuses (below_int, int, 6);
  allows (above_int, int, -5, G_MAXINT);
  refuses (above_int, int, -6);
  allows (whole_int, int, G_MININT, 0, G_MAXINT);
  allows (a_uint, guint, 1, 1000);
  refuses (a_uint, guint, 0, 1001, G_MAXUINT);
  allows (high_uint, guint, 2, G_MAXUINT);
  refuses (high_uint, guint, 1);
  allows (whole_uint, guint, 0, G_MAXUINT);
  allows (a_long, glong, -7, 7);
  refuses (a_long, glong, -8, 8, G_MINLONG, G_MAXLONG);
  allows (whole_long, glong, G_MINLONG, G_MAXLONG);
  allows (a_ulong, gulong, 0, 7);
  refuses (a_ulong, gulong, 8, G_MAXULONG);
  allows (whole_ulong, gulong, 0, G_MAXULONG);
  allows (an_int64, gint64, G_MININT64 + 1, G_MAXINT64);
  refuses (an_int64, gint64, G_MININT64);
  allows (whole_int64, gint64, G_MININT64, G_MAXINT64);
  allows (a_uint64, guint64, 0, G_MAXUINT64 - 1);
  refuses (a_uint64, guint64, G_MAXUINT64);
  allows (whole_uint64, guint64, 0, G_MAXUINT64);
}

/* NaN is allowed everywhere, as in a GValue. */
static void
test_reals (void)
{
  allows (a_float, float, -1, -0.F, 1, NAN);
  refuses (a_float, float, -1.0001F, 1.0001F, INFINITY);
  allows (whole_float, float, -INFINITY, G_MAXFLOAT, INFINITY, NAN);
  allows (a_double, double, 0, -0., 1, NAN, -NAN);
  refuses (a_double, double, -1e-10, 1.0000001, 17, INFINITY, -INFINITY);
  allows (finite_double, double, -G_MAXDOUBLE, G_MAXDOUBLE, NAN);
  refuses (finite_double, double, INFINITY, -INFINITY);
  allows (above_double, double, 0, INFINITY, NAN);
  refuses (above_double, double, -1);
  allows (whole_double, double, -INFINITY, G_MAXDOUBLE, INFINITY, NAN);
}

static void
test_choices (void)
{
  allows (a_boolean, gboolean, FALSE, TRUE, 4, -1); /* all but 0 are TRUE in C */
  allows (dense, int, 3, 4, 5);
  refuses (dense, int, 2, 6, -1, 0);
  allows (gap, int, 1, 3);
  refuses (gap, int, 0, 2, 4);
  allows (far, int, G_MININT, G_MAXINT);
  refuses (far, int, 0, G_MININT + 1);
  allows (flags, guint, 0, 1, 4, 5);
  refuses (flags, guint, 2, 7, 8, 1u << 31);
  allows (all_flags, guint, 0, G_MAXUINT);
  allows (unichar, guint, 'x', 0x1f600);
  refuses (unichar, guint, 0xd800, 0x110000);
  allows (even, int, 0, 2, -4);
  refuses (even, int, 1, -3);
  allows (overriding, int, 0, 10);
  refuses (overriding, int, -1, 11);
  allows (gtype, GType, G_TYPE_OBJECT, G_TYPE_INITIALLY_UNOWNED);
  refuses (gtype, GType, G_TYPE_STRING);
}

static void
test_pointers (void)
{
  g_autoptr (GVariant) number = g_variant_ref_sink (g_variant_new_int32 (7));
  g_autoptr (GVariant) text = g_variant_ref_sink (g_variant_new_string ("7"));

  allows (text, char *, NULL, "", "anything");
  allows (first, char *, NULL, "a", "bX");
  refuses (first, char *, "x");
  allows (nth, char *, NULL, "Xbcd");
  refuses (nth, char *, "Xa");
  allows (folded, char *, NULL, "a");
  refuses (folded, char *, "");
  allows (never_null, char *, "", "a");
  refuses (never_null, char *, NULL);
  allows (variant, gpointer, NULL, number, text);
  allows (number, gpointer, NULL, number);
  refuses (number, gpointer, text);
  allows (some_variant, gpointer, number, text);
  refuses (some_variant, gpointer, NULL);
}

/* One old value stays, and another field that is changed is checked. */
static void
test_old_values (void)
{
  g_autofree char *before = g_memdup2 (defaults, klass->data_size);
  g_autofree char *data = NULL, *expected = NULL;
  const TroveClassField *number = get_field (LIMITS_an_int), *real = get_field (LIMITS_a_double);
  g_autoptr (GError) error = NULL;

  *(int *) trove_class_field_at (number, before) = 99;
  data = g_memdup2 (before, klass->data_size);
  *(double *) trove_class_field_at (real, data) = 0.25;
  g_assert_true (trove_class_check_limits (klass, data, before, &error));
  g_assert_no_error (error);
  *(int *) trove_class_field_at (number, data) = 98;
  g_assert_false (trove_class_check_limits (klass, data, before, &error));
  expected = g_strdup_printf ("The property “an-int” of %s does not take 98: its param spec allows 5 instead",
                              klass->name);
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH);
  g_assert_cmpstr (error->message, ==, expected);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  kit_init ();
  make_class ();
  defaults = g_memdup2 (klass->defaults, klass->data_size); /* borrows what the defaults point to */
  g_test_add_func ("/class-limits/fields", test_fields);
  g_test_add_func ("/class-limits/defaults", test_defaults);
  g_test_add_func ("/class-limits/integers", test_integers);
  g_test_add_func ("/class-limits/reals", test_reals);
  g_test_add_func ("/class-limits/choices", test_choices);
  g_test_add_func ("/class-limits/pointers", test_pointers);
  g_test_add_func ("/class-limits/old-values", test_old_values);
  status = g_test_run ();
  g_free (defaults);
  kit_finish ();
  return status;
}

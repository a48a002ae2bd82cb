/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include <float.h>
#include <math.h>

#include "check-arena.h"
#include "fixtures.h"

/* The values that a pool takes: numbers that fit exactly, instances of the type, and nothing else. The expected
 * result is computed from the digits of the numbers, not by converting them. */

typedef struct
{
  GType (*type) (void);
  gboolean real, negative;
  guint64 magnitude; /* of an integer */
  double d;          /* of a real number */
} Number;

#define INTEGER(t, n)                                                                                        \
  {                                                                                                          \
    .type = (t), .negative = (n) < 0, .magnitude = (n) < 0 ? -(guint64) (n) : (guint64) (n)                  \
  }
#define NATURAL(t, n)                                                                                        \
  {                                                                                                          \
    .type = (t), .magnitude = (n)                                                                            \
  }
#define REAL(t, n)                                                                                           \
  {                                                                                                          \
    .type = (t), .real = TRUE, .d = (n)                                                                      \
  }

#define TYPE_FUNC(name, gtype)                                                                               \
  static GType type_##name (void) { return gtype; }

TYPE_FUNC (char, G_TYPE_CHAR)
TYPE_FUNC (uchar, G_TYPE_UCHAR)
TYPE_FUNC (int, G_TYPE_INT)
TYPE_FUNC (uint, G_TYPE_UINT)
TYPE_FUNC (long, G_TYPE_LONG)
TYPE_FUNC (ulong, G_TYPE_ULONG)
TYPE_FUNC (int64, G_TYPE_INT64)
TYPE_FUNC (uint64, G_TYPE_UINT64)
TYPE_FUNC (float, G_TYPE_FLOAT)
TYPE_FUNC (double, G_TYPE_DOUBLE)
TYPE_FUNC (enum, G_TYPE_FILE_TYPE)
TYPE_FUNC (flags, G_TYPE_FILE_QUERY_INFO_FLAGS)

static const struct
{
  GType (*type) (void);
  guint64 below, above; /* the magnitudes of the least and the largest integer; 0: real numbers */
  guint digits;         /* binary, of a real number */
} pools[] = {
  { type_char, 128, G_MAXINT8, 0 },
  { type_uchar, 0, G_MAXUINT8, 0 },
  { type_int, -(guint64) G_MININT, G_MAXINT, 0 },
  { type_uint, 0, G_MAXUINT, 0 },
  { type_long, -(guint64) G_MINLONG, G_MAXLONG, 0 },
  { type_ulong, 0, G_MAXULONG, 0 },
  { type_int64, -(guint64) G_MININT64, G_MAXINT64, 0 },
  { type_uint64, 0, G_MAXUINT64, 0 },
  { type_enum, 0, G_FILE_TYPE_MOUNTABLE, 0 }, /* its members alone */
  { type_flags, 0, 1, 0 },
  { type_float, 0, 0, FLT_MANT_DIG },
  { type_double, 0, 0, DBL_MANT_DIG },
};

static const Number numbers[] = {
  INTEGER (type_char, 0),
  INTEGER (type_char, -1),
  INTEGER (type_char, G_MININT8),
  INTEGER (type_char, G_MAXINT8),
  NATURAL (type_uchar, 127),
  NATURAL (type_uchar, 128),
  NATURAL (type_uchar, 255),
  INTEGER (type_int, 0),
  INTEGER (type_int, -129),
  INTEGER (type_int, -128),
  INTEGER (type_int, 127),
  INTEGER (type_int, 128),
  INTEGER (type_int, 256),
  INTEGER (type_int, 16777216),
  INTEGER (type_int, 16777217), /* beyond a float's digits */
  INTEGER (type_int, -16777217),
  INTEGER (type_int, G_MAXINT),
  INTEGER (type_int, G_MININT),
  NATURAL (type_uint, 0),
  NATURAL (type_uint, 2147483647u),
  NATURAL (type_uint, 2147483648u),
  NATURAL (type_uint, G_MAXUINT),
  INTEGER (type_long, -5),
  INTEGER (type_long, G_MAXLONG),
  INTEGER (type_long, G_MINLONG),
  NATURAL (type_ulong, 5),
  NATURAL (type_ulong, G_MAXULONG),
  INTEGER (type_int64, 0),
  INTEGER (type_int64, -1),
  INTEGER (type_int64, 2147483648),
  INTEGER (type_int64, -2147483648LL),
  INTEGER (type_int64, -2147483649LL),
  INTEGER (type_int64, 4294967295),
  INTEGER (type_int64, 4294967296),
  INTEGER (type_int64, 9007199254740992),
  INTEGER (type_int64, 9007199254740993), /* beyond a double's */
  INTEGER (type_int64, -9007199254740993),
  INTEGER (type_int64, G_MAXINT64),
  INTEGER (type_int64, G_MININT64),
  NATURAL (type_uint64, 0),
  NATURAL (type_uint64, 9223372036854775807u),
  NATURAL (type_uint64, 9223372036854775808u),
  NATURAL (type_uint64, 18446744073709549568u), /* the largest double below 2^64 */
  NATURAL (type_uint64, G_MAXUINT64),
  REAL (type_float, 0.0),
  REAL (type_float, 0.5),
  REAL (type_float, -3.0),
  REAL (type_float, 255.0),
  REAL (type_float, 0x1p63),
  REAL (type_float, 0x1p100),
  REAL (type_float, FLT_MAX),
  REAL (type_float, INFINITY),
  REAL (type_float, -0.0),
  REAL (type_double, 0.0),
  REAL (type_double, -0.0),
  REAL (type_double, 1.0),
  REAL (type_double, -1.0),
  REAL (type_double, -0.5),
  REAL (type_double, 0.1),
  REAL (type_double, 127.0),
  REAL (type_double, 127.5),
  REAL (type_double, 2147483648.0),
  REAL (type_double, 0x1p53),
  REAL (type_double, 0x1p62),
  REAL (type_double, 0x1p63),
  REAL (type_double, -0x1p63),
  REAL (type_double, -0x1.0000000000001p63),
  REAL (type_double, 0x1.fffffffffffffp63),
  REAL (type_double, 0x1p64),
  REAL (type_double, DBL_MAX),
  REAL (type_double, DBL_MIN),
  REAL (type_double, INFINITY),
  REAL (type_double, -INFINITY),
  REAL (type_double, NAN),
  INTEGER (type_enum, 2),
  NATURAL (type_flags, 1),
};

static GValue
number_value (const Number *number)
{
  GValue value = G_VALUE_INIT;
  guint64 n = number->negative ? -number->magnitude : number->magnitude;
  GType type = number->type ();

  g_value_init (&value, type);
  switch (G_TYPE_FUNDAMENTAL (type))
    {
    case G_TYPE_CHAR:
      g_value_set_schar (&value, (gint8) n);
      break;
    case G_TYPE_UCHAR:
      g_value_set_uchar (&value, (guint8) n);
      break;
    case G_TYPE_INT:
      g_value_set_int (&value, (int) n);
      break;
    case G_TYPE_UINT:
      g_value_set_uint (&value, (guint) n);
      break;
    case G_TYPE_LONG:
      g_value_set_long (&value, (glong) n);
      break;
    case G_TYPE_ULONG:
      g_value_set_ulong (&value, (gulong) n);
      break;
    case G_TYPE_INT64:
      g_value_set_int64 (&value, (gint64) n);
      break;
    case G_TYPE_UINT64:
      g_value_set_uint64 (&value, n);
      break;
    case G_TYPE_FLOAT:
      g_value_set_float (&value, (float) number->d);
      break;
    case G_TYPE_DOUBLE:
      g_value_set_double (&value, number->d);
      break;
    case G_TYPE_ENUM:
      g_value_set_enum (&value, (int) n);
      break;
    default:
      g_value_set_flags (&value, (guint) n);
      break;
    }
  return value;
}

static Number
read_number (const GValue *value)
{
  switch (G_TYPE_FUNDAMENTAL (G_VALUE_TYPE (value)))
    {
    case G_TYPE_CHAR:
      return (Number) INTEGER (NULL, g_value_get_schar (value));
    case G_TYPE_UCHAR:
      return (Number){ .magnitude = g_value_get_uchar (value) };
    case G_TYPE_INT:
      return (Number) INTEGER (NULL, g_value_get_int (value));
    case G_TYPE_UINT:
      return (Number){ .magnitude = g_value_get_uint (value) };
    case G_TYPE_LONG:
      return (Number) INTEGER (NULL, g_value_get_long (value));
    case G_TYPE_ULONG:
      return (Number){ .magnitude = g_value_get_ulong (value) };
    case G_TYPE_INT64:
      return (Number) INTEGER (NULL, g_value_get_int64 (value));
    case G_TYPE_UINT64:
      return (Number){ .magnitude = g_value_get_uint64 (value) };
    case G_TYPE_FLOAT:
      return (Number) REAL (NULL, g_value_get_float (value));
    case G_TYPE_DOUBLE:
      return (Number) REAL (NULL, g_value_get_double (value));
    case G_TYPE_ENUM:
      return (Number) INTEGER (NULL, g_value_get_enum (value));
    default:
      return (Number){ .magnitude = g_value_get_flags (value) };
    }
}

/* A real number as an integer, if it is one of at most 64 bits and a sign. */
static gboolean
whole_number (const Number *number, Number *result)
{
  *result = *number;
  if (!number->real)
    return TRUE;
  if (!(fabs (number->d) < 0x1p64) || number->d != floor (number->d))
    return FALSE;
  if (number->d == 0 && signbit (number->d))
    return FALSE;

  result->real = FALSE;
  result->negative = number->d < 0;
  result->magnitude = (guint64) fabs (number->d);
  return TRUE;
}

/* The number of digits from the first 1 to the last. */
static guint
binary_digits (guint64 n)
{
  return n == 0 ? 0 : 64 - (guint) __builtin_clzll (n) - (guint) __builtin_ctzll (n);
}

static gboolean
is_enumeration (GType type)
{
  return G_TYPE_IS_ENUM (type) || G_TYPE_IS_FLAGS (type);
}

static gboolean
fits_pool (guint pool, const Number *number)
{
  GType type = number->type ();
  Number n;

  if (is_enumeration (pools[pool].type ()) && is_enumeration (type) && type != pools[pool].type ())
    return FALSE;
  if (pools[pool].digits == 0)
    return whole_number (number, &n) && n.magnitude <= (n.negative ? pools[pool].below : pools[pool].above);
  if (!number->real)
    return binary_digits (number->magnitude) <= pools[pool].digits;
  if (pools[pool].type () == G_TYPE_DOUBLE || isnan (number->d) || isinf (number->d))
    return TRUE;

  return fabs (number->d) <= (double) FLT_MAX && (double) (float) number->d == number->d;
}

static void
assert_number (const GValue *value, const Number *number)
{
  const Number is = read_number (value);
  Number n;

  if (is.real)
    {
      double d = number->real ? number->d : (double) number->magnitude * (number->negative ? -1 : 1);

      g_assert_true ((is.d == d && signbit (is.d) == signbit (d)) || (isnan (is.d) && isnan (d)));
      return;
    }

  g_assert_true (whole_number (number, &n));
  g_assert_cmpuint (is.magnitude, ==, n.magnitude);
  g_assert_true (n.magnitude == 0 || is.negative == n.negative);
}

static void
check_number (TroveArena *arena, guint pool, const Number *number)
{
  GType type = pools[pool].type ();
  g_auto (GValue) value = number_value (number);
  g_autoptr (TroveRef) ref = NULL;
  g_autoptr (TroveRef) set = NULL;
  g_autoptr (TestValue) got = NULL;
  GError *error = NULL;

  ref = trove_arena_append (arena, &value, &error);
  if (!fits_pool (pool, number))
    {
      g_assert_null (ref);
      assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, G_VALUE_TYPE_NAME (&value), g_type_name (type),
                          "pool 0");
      return;
    }

  g_assert_no_error (error);
  got = trove_arena_get (arena, ref, NULL);
  g_assert_true (G_VALUE_HOLDS (got, type));
  assert_number (got, number);

  set = trove_arena_set (arena, ref, &value, &error);
  g_assert_no_error (error);
  assert_ref_equal (set, ref);
}

static void
test_exact (void)
{
  for (guint pool = 0; pool < G_N_ELEMENTS (pools); pool++)
    for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
      {
        g_autoptr (TroveArena) arena = trove_arena_new (pools[pool].type ());

        g_test_message ("number %u, a %s, into %s", i, g_type_name (numbers[i].type ()),
                        g_type_name (pools[pool].type ()));
        check_number (arena, pool, &numbers[i]);
      }
}

/* A set that is refused leaves the value as it is. */
static void
test_refused_set (void)
{
  for (guint pool = 0; pool < G_N_ELEMENTS (pools); pool++)
    {
      GType type = pools[pool].type ();
      g_autoptr (TroveArena) arena = trove_arena_new (type);
      const Number one = { .type = pools[pool].type, .real = pools[pool].digits > 0, .magnitude = 1, .d = 1 };
      g_auto (GValue) value = number_value (&one);
      TroveRef ref = ref_of (trove_arena_append (arena, &value, NULL));

      for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
        {
          g_auto (GValue) other = number_value (&numbers[i]);
          g_autoptr (TestValue) got = NULL;
          GError *error = NULL;

          if (fits_pool (pool, &numbers[i]))
            continue;
          g_assert_null (trove_arena_set (arena, &ref, &other, &error));
          assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, G_VALUE_TYPE_NAME (&other),
                              g_type_name (type));
          got = trove_arena_get (arena, &ref, NULL);
          assert_number (got, &one);
        }
      check_arena (arena);
    }
}

/* A value of another enumeration is refused, although it is a number. */
static void
test_other_enums (void)
{
  const GType types[] = { G_TYPE_FILE_TYPE, G_TYPE_FILE_QUERY_INFO_FLAGS };
  g_autoptr (TroveArena) arena = trove_arena_new_for_types (types, 2);
  g_auto (GValue) other = G_VALUE_INIT;
  g_auto (GValue) flags = G_VALUE_INIT;
  GError *error = NULL;

  g_value_init (&other, G_TYPE_BUS_TYPE);
  g_value_set_enum (&other, G_BUS_TYPE_SESSION);
  g_assert_null (trove_arena_append_to (arena, 0, &other, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "GBusType", "G_BUS_TYPE_SESSION", "GFileType",
                      "pool 0");

  g_value_init (&flags, G_TYPE_FILE_COPY_FLAGS);
  g_value_set_flags (&flags, G_FILE_COPY_BACKUP);
  g_assert_null (trove_arena_append_to (arena, 1, &flags, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "GFileCopyFlags", "GFileQueryInfoFlags", "pool 1");
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, 0);
  check_arena (arena);
}

/* Every type of value into a pool of every type, numbers aside */

static gboolean
is_number (GType type)
{
  switch (G_TYPE_FUNDAMENTAL (type))
    {
    case G_TYPE_CHAR:
    case G_TYPE_UCHAR:
    case G_TYPE_INT:
    case G_TYPE_UINT:
    case G_TYPE_LONG:
    case G_TYPE_ULONG:
    case G_TYPE_INT64:
    case G_TYPE_UINT64:
    case G_TYPE_FLOAT:
    case G_TYPE_DOUBLE:
    case G_TYPE_ENUM:
    case G_TYPE_FLAGS:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
is_instance (const GValue *value, GType type)
{
  GObject *object = G_VALUE_HOLDS_OBJECT (value) ? g_value_get_object (value) : NULL;

  return g_type_is_a (object != NULL ? G_OBJECT_TYPE (object) : G_VALUE_TYPE (value), type);
}

static void
test_wrong_types (gconstpointer data)
{
  const Fixture *fixture = data;
  GType type = fixture->type ();
  g_autoptr (TroveArena) arena = trove_arena_new (type);

  for (guint i = 0; i < n_fixtures - 1; i++)
    {
      g_auto (GValue) value = fixtures[i].make (3);
      g_autoptr (TroveRef) ref = NULL;
      GError *error = NULL;

      if (is_number (type) && is_number (G_VALUE_TYPE (&value)))
        continue;

      ref = trove_arena_append (arena, &value, &error);
      if (type == G_TYPE_VALUE || is_instance (&value, type))
        {
          g_assert_no_error (error);
          g_assert_nonnull (ref);
        }
      else
        {
          g_assert_null (ref);
          assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, G_VALUE_TYPE_NAME (&value),
                              g_type_name (type), "pool 0");
        }
    }
  check_arena (arena);
}

static void
test_inline_null (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (TEST_TYPE_POINT);
  g_auto (GValue) value = boxed_value (TEST_TYPE_POINT, NULL);
  GError *error = NULL;

  g_assert_null (trove_arena_append (arena, &value, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "TestPoint", "NULL");
}

/* A JavaScript object is refused wherever it would be stored. */
static gpointer
copy_js (gpointer boxed)
{
  return boxed;
}

static void
free_js (gpointer boxed)
{
}

static void
test_js_object (void)
{
  GType type = g_boxed_type_register_static ("JSObject", copy_js, free_js);
  const GType types[] = { G_TYPE_VALUE, type, G_TYPE_INT };
  g_autoptr (TroveArena) arena = trove_arena_new_for_types (types, G_N_ELEMENTS (types));
  g_auto (GValue) value = boxed_value (type, &type);
  GError *error = NULL;

  g_assert_null (trove_arena_append (arena, &value, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "JSObject", "JavaScript");
  for (guint pool = 0; pool < G_N_ELEMENTS (types); pool++)
    {
      g_assert_null (trove_arena_append_to (arena, pool, &value, &error));
      assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "JSObject", "JavaScript");
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/gvalue/numbers/exact", test_exact);
  g_test_add_func ("/gvalue/numbers/refused-set", test_refused_set);
  g_test_add_func ("/gvalue/numbers/other-enums", test_other_enums);
  add_fixture_tests ("/gvalue/wrong-types", test_wrong_types);
  g_test_add_func ("/gvalue/wrong-types/inline-null", test_inline_null);
  g_test_add_func ("/gvalue/wrong-types/js-object", test_js_object);

  return g_test_run ();
}

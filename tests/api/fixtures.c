/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fixtures.h"

const guint row_edges[] = { 0, 1, 31, 32, 33, 95, 96, 97, 100000, G_MAXUINT };

gboolean
fits_fixture (const Fixture *fixture, guint n)
{
  return n <= 97 || (fixture->cheap && !test_quick ());
}

/* Making values */

#define FUNDAMENTAL(name, gtype)                                                                             \
  static GType name##_type (void) { return gtype; }

#define SCALAR(name, gtype, setter, expression)                                                              \
  FUNDAMENTAL (name, gtype)                                                                                  \
  static GValue name##_make (guint64 i)                                                                      \
  {                                                                                                          \
    GValue value = G_VALUE_INIT;                                                                             \
    g_value_init (&value, gtype);                                                                            \
    setter (&value, (expression));                                                                           \
    return value;                                                                                            \
  }

SCALAR (boolean, G_TYPE_BOOLEAN, g_value_set_boolean, i % 3 == 0)
SCALAR (char, G_TYPE_CHAR, g_value_set_schar, (gint8) (G_MININT8 + i))
SCALAR (uchar, G_TYPE_UCHAR, g_value_set_uchar, (guint8) (G_MAXUINT8 - i))
SCALAR (int, G_TYPE_INT, g_value_set_int, (int) (G_MININT + i))
SCALAR (uint, G_TYPE_UINT, g_value_set_uint, (guint) (G_MAXUINT - i))
SCALAR (long, G_TYPE_LONG, g_value_set_long, (glong) (G_MINLONG + (glong) i))
SCALAR (ulong, G_TYPE_ULONG, g_value_set_ulong, (gulong) (G_MAXULONG - i))
SCALAR (int64, G_TYPE_INT64, g_value_set_int64, G_MININT64 + (gint64) i)
SCALAR (uint64, G_TYPE_UINT64, g_value_set_uint64, G_MAXUINT64 - i)
SCALAR (float, G_TYPE_FLOAT, g_value_set_float, (float) i / 4 - 3)
SCALAR (double, G_TYPE_DOUBLE, g_value_set_double, (double) i / 3 - 7)
SCALAR (enum, G_TYPE_FILE_TYPE, g_value_set_enum, (int) (i % 7))
SCALAR (flags, G_TYPE_FILE_QUERY_INFO_FLAGS, g_value_set_flags, (guint) (i % 2))
SCALAR (pointer, G_TYPE_POINTER, g_value_set_pointer, GSIZE_TO_POINTER (i * 8))
SCALAR (object, TEST_TYPE_OBJECT, g_value_take_object, i % 10 == 9 ? NULL : test_object_new ((gint64) i))
SCALAR (derived, TEST_TYPE_OBJECT, g_value_take_object,
        i % 2 == 0 ? test_derived_new ((gint64) i) : test_object_new ((gint64) i))
SCALAR (interface, TEST_TYPE_THING, g_value_take_object, test_object_new ((gint64) i))
SCALAR (floating, TEST_TYPE_FLOATING, g_value_take_object, g_object_ref_sink (test_floating_new ((gint64) i)))
SCALAR (box, TEST_TYPE_BOX, g_value_take_boxed, i % 10 == 9 ? NULL : test_box_new ((gint64) i))
SCALAR (point, TEST_TYPE_POINT, g_value_take_boxed, test_point_new ((gint64) i))
SCALAR (date, G_TYPE_DATE, g_value_take_boxed, g_date_new_julian ((guint32) i + 1))
SCALAR (bytes, G_TYPE_BYTES, g_value_take_boxed, g_bytes_new (&i, i % 9))
SCALAR (variant, G_TYPE_VARIANT, g_value_take_variant,
        i % 10 == 9 ? NULL : g_variant_ref_sink (g_variant_new ("(tb)", i, TRUE)))
SCALAR (param, G_TYPE_PARAM, g_value_take_param,
        g_param_spec_ref_sink (g_param_spec_uint64 ("n", NULL, NULL, 0, G_MAXUINT64, i, 0)))
SCALAR (gtype, G_TYPE_GTYPE, g_value_set_gtype, i % 2 == 0 ? G_TYPE_STRING : TEST_TYPE_OBJECT)

FUNDAMENTAL (string, G_TYPE_STRING)
FUNDAMENTAL (atom, TEST_TYPE_ATOM)
FUNDAMENTAL (strv, G_TYPE_STRV)
FUNDAMENTAL (ref, TROVE_TYPE_REF)
FUNDAMENTAL (value, G_TYPE_VALUE)

static GValue
atom_make (guint64 i)
{
  return test_atom_value ((gint64) i);
}

/* NULL, empty, short, beyond ASCII, and longer than a chunk. */
static GValue
string_make (guint64 i)
{
  GValue value = string_value (NULL);

  if (i % 5 == 1)
    g_value_set_static_string (&value, "");
  else if (i % 5 == 2)
    g_value_take_string (&value, g_strdup_printf ("%" G_GUINT64_FORMAT, i));
  else if (i % 5 == 3)
    g_value_take_string (&value, g_strdup_printf ("größer als %" G_GUINT64_FORMAT, i));
  else if (i % 5 == 4)
    g_value_take_string (&value, g_strnfill (i % 50 == 44 ? 10000 : i % 300, (char) ('a' + i % 26)));
  return value;
}

static GValue
strv_make (guint64 i)
{
  g_auto (GStrv) strings = g_new0 (char *, 4);

  for (guint j = 0; j < i % 4; j++)
    strings[j] = g_strdup_printf ("%" G_GUINT64_FORMAT ".%u", i, j);
  return boxed_value (G_TYPE_STRV, strings);
}

static GValue
ref_make (guint64 i)
{
  const TroveRef ref = ref_at (i, (guint) (i % 256), i * i);

  return boxed_value (TROVE_TYPE_REF, &ref);
}

/* Each element is of another type. */
static GValue
value_make (guint64 i)
{
  guint n = n_fixtures - 1;

  g_assert (strcmp (fixtures[n].name, "value") == 0);
  return fixtures[i % n].make (i);
}

#define FIXTURE(id, is_cheap)                                                                                \
  {                                                                                                          \
    .name = #id, .type = id##_type, .make = id##_make, .cheap = is_cheap                                     \
  }

const Fixture fixtures[] = {
  FIXTURE (boolean, TRUE),   FIXTURE (char, TRUE),       FIXTURE (uchar, TRUE),    FIXTURE (int, TRUE),
  FIXTURE (uint, TRUE),      FIXTURE (long, TRUE),       FIXTURE (ulong, TRUE),    FIXTURE (int64, TRUE),
  FIXTURE (uint64, TRUE),    FIXTURE (float, TRUE),      FIXTURE (double, TRUE),   FIXTURE (enum, TRUE),
  FIXTURE (flags, TRUE),     FIXTURE (string, TRUE),     FIXTURE (pointer, TRUE),  FIXTURE (gtype, TRUE),
  FIXTURE (ref, TRUE),       FIXTURE (box, TRUE),        FIXTURE (point, TRUE),    FIXTURE (date, FALSE),
  FIXTURE (bytes, FALSE),    FIXTURE (strv, FALSE),      FIXTURE (object, FALSE),  FIXTURE (derived, FALSE),
  FIXTURE (floating, FALSE), FIXTURE (interface, FALSE), FIXTURE (variant, FALSE), FIXTURE (param, FALSE),
  FIXTURE (atom, FALSE),     FIXTURE (value, FALSE), /* the last: its values are of the others' types */
};

const guint n_fixtures = G_N_ELEMENTS (fixtures);

/* Comparing */

static gboolean
boxed_equal (GType type, gpointer a, gpointer b)
{
  if (a == NULL || b == NULL)
    return a == b;
  if (type == TEST_TYPE_BOX)
    return ((TestBox *) a)->number == ((TestBox *) b)->number;
  if (type == TEST_TYPE_POINT)
    return ((TestPoint *) a)->number == ((TestPoint *) b)->number &&
           *((TestPoint *) a)->held == *((TestPoint *) b)->held;
  if (type == G_TYPE_DATE)
    return g_date_compare (a, b) == 0;
  if (type == G_TYPE_BYTES)
    return g_bytes_equal (a, b);
  if (type == G_TYPE_STRV)
    return g_strv_equal (a, b);
  if (type == TROVE_TYPE_REF)
    return trove_ref_equal (a, b);
  if (type == G_TYPE_VALUE)
    return test_value_equal (a, b);

  g_assert_not_reached ();
}

static gboolean
object_equal (gpointer a, gpointer b)
{
  if (a == NULL || b == NULL)
    return a == b;
  if (TEST_IS_THING (a) && TEST_IS_THING (b))
    return G_OBJECT_TYPE (a) == G_OBJECT_TYPE (b) && ((TestObject *) a)->number == ((TestObject *) b)->number;

  g_assert_true (G_TYPE_CHECK_INSTANCE_TYPE (a, TEST_TYPE_FLOATING));
  g_assert_true (G_TYPE_CHECK_INSTANCE_TYPE (b, TEST_TYPE_FLOATING));
  return ((TestFloating *) a)->number == ((TestFloating *) b)->number;
}

static gboolean
pointer_equal (GType type, gpointer a, gpointer b)
{
  switch (G_TYPE_FUNDAMENTAL (type))
    {
    case G_TYPE_STRING:
      return g_strcmp0 (a, b) == 0;
    case G_TYPE_POINTER:
      return a == b;
    case G_TYPE_BOXED:
      return boxed_equal (type, a, b);
    case G_TYPE_OBJECT:
    case G_TYPE_INTERFACE:
      return object_equal (a, b);
    case G_TYPE_VARIANT:
      return a == NULL || b == NULL ? a == b : g_variant_equal (a, b);
    case G_TYPE_PARAM:
      return ((GParamSpecUInt64 *) a)->default_value == ((GParamSpecUInt64 *) b)->default_value;
    default:
      g_assert_true (type == TEST_TYPE_ATOM);
      return ((TestAtom *) a)->number == ((TestAtom *) b)->number;
    }
}

static gboolean
scalar_equal (GType type, const GValue *a, const GValue *b)
{
  switch (G_TYPE_FUNDAMENTAL (type))
    {
    case G_TYPE_CHAR:
      return g_value_get_schar (a) == g_value_get_schar (b);
    case G_TYPE_UCHAR:
      return g_value_get_uchar (a) == g_value_get_uchar (b);
    case G_TYPE_BOOLEAN:
      return g_value_get_boolean (a) == g_value_get_boolean (b);
    case G_TYPE_INT:
      return g_value_get_int (a) == g_value_get_int (b);
    case G_TYPE_UINT:
      return g_value_get_uint (a) == g_value_get_uint (b);
    case G_TYPE_LONG:
      return g_value_get_long (a) == g_value_get_long (b);
    case G_TYPE_ULONG:
      return g_value_get_ulong (a) == g_value_get_ulong (b);
    case G_TYPE_INT64:
      return g_value_get_int64 (a) == g_value_get_int64 (b);
    case G_TYPE_UINT64:
      return g_value_get_uint64 (a) == g_value_get_uint64 (b);
    case G_TYPE_ENUM:
      return g_value_get_enum (a) == g_value_get_enum (b);
    case G_TYPE_FLAGS:
      return g_value_get_flags (a) == g_value_get_flags (b);
    case G_TYPE_FLOAT:
      return g_value_get_float (a) == g_value_get_float (b);
    default:
      return g_value_get_double (a) == g_value_get_double (b);
    }
}

gboolean
test_value_equal (const GValue *a, const GValue *b)
{
  GType type = G_VALUE_TYPE (a);

  /* A value may come back as one of the pool's type, which is an ancestor of its own. */
  if (!g_type_is_a (type, G_VALUE_TYPE (b)) && !g_type_is_a (G_VALUE_TYPE (b), type))
    return FALSE;
  if (type == G_TYPE_GTYPE)
    return g_value_get_gtype (a) == g_value_get_gtype (b);

  return g_value_fits_pointer (a) ? pointer_equal (type, g_value_peek_pointer (a), g_value_peek_pointer (b)) :
                                    scalar_equal (type, a, b);
}

void
assert_fixture_value_at (const char *where, const Fixture *fixture, const GValue *value, guint64 i)
{
  g_auto (GValue) expected = fixture->make (i);

  if (!test_value_equal (value, &expected))
    {
      g_autofree char *is = g_strdup_value_contents (value);
      g_autofree char *should = g_strdup_value_contents (&expected);

      g_error ("%s: %s %" G_GUINT64_FORMAT " is %s, not %s", where, fixture->name, i, is, should);
    }
}

/* Arenas */

TroveRef *
append_fixture (TroveArena *arena, const Fixture *fixture, guint64 first, guint n)
{
  TroveRef *refs = g_new (TroveRef, MAX (n, 1));

  for (guint i = 0; i < n; i++)
    {
      g_auto (GValue) value = fixture->make (first + i);
      GError *error = NULL;
      TroveRef *ref = trove_arena_append (arena, &value, &error);

      g_assert_no_error (error);
      refs[i] = ref_of (ref);
    }
  return refs;
}

void
assert_arena_reads (const char *where, TroveArena *arena, const Fixture *fixture, const TroveRef *refs,
                    guint64 first, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      GError *error = NULL;
      g_autoptr (TestValue) value = trove_arena_get (arena, &refs[i], &error);

      g_assert_no_error (error);
      assert_fixture_value_at (where, fixture, value, first + i);
    }
}

void
assert_snapshot_reads (const char *where, TroveSnapshot *snapshot, const Fixture *fixture,
                       const TroveRef *refs, guint64 first, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      GError *error = NULL;
      g_autoptr (TestValue) value = trove_snapshot_get (snapshot, &refs[i], &error);

      g_assert_no_error (error);
      assert_fixture_value_at (where, fixture, value, first + i);
    }
}

void
add_fixture_tests (const char *path, void (*test) (gconstpointer fixture))
{
  for (guint i = 0; i < n_fixtures; i++)
    {
      g_autofree char *full = g_strdup_printf ("%s/%s", path, fixtures[i].name);

      g_test_add_data_func (full, &fixtures[i], test);
    }
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Operations on the values of an arena: append, read, set. */

#include "operations.h"

#define NUMBER 123456789 /* of the values that operations store: their texts are longer than the older ones */

/* Appending */

static gboolean
append_raw (Stage *stage, guint pool, GError **error)
{
  Element element;
  gboolean ok;

  element_init (&element, pool, NUMBER);
  ok = FAULTY (trove_arena_append_raw (stage->arena, pool, element_address (&element), &stage->out, error));
  element_clear (&element);
  return ok;
}

/* Defines an operation on one pool, and a check of its result, whose ref is in out. */
#define OPERATION_ON_POOL(function, name, pool)                                                              \
  static gboolean function##_##name (Stage *stage, GError **error) { return function (stage, pool, error); }
#define CHECK_POOL(name, pool)                                                                               \
  static void check_##name (Stage *stage)                                                                    \
  {                                                                                                          \
    stage_assert_reads (stage, stage->arena, pool, &stage->out, NUMBER);                                     \
  }

CHECK_POOL (int64, POOL_INT64)
CHECK_POOL (string, POOL_STRING)
CHECK_POOL (counting, POOL_COUNTING)
CHECK_POOL (large, POOL_LARGE)
CHECK_POOL (value, POOL_VALUE)
CHECK_POOL (variant, POOL_VARIANT)
CHECK_POOL (big, POOL_BIG)
CHECK_POOL (double, POOL_DOUBLE)
CHECK_POOL (int, POOL_INT)

OPERATION_ON_POOL (append_raw, int64, POOL_INT64)
OPERATION_ON_POOL (append_raw, string, POOL_STRING)
OPERATION_ON_POOL (append_raw, counting, POOL_COUNTING)
OPERATION_ON_POOL (append_raw, large, POOL_LARGE)
OPERATION_ON_POOL (append_raw, value, POOL_VALUE)
OPERATION_ON_POOL (append_raw, variant, POOL_VARIANT)
OPERATION_ON_POOL (append_raw, big, POOL_BIG)

/* Copies a ref to the stack and frees it. */
static gboolean
take_ref (Stage *stage, TroveRef *ref)
{
  if (ref == NULL)
    return FALSE;

  stage->out = *ref;
  trove_ref_free (ref);
  return TRUE;
}

static gboolean
append_to (Stage *stage, guint pool, GError **error)
{
  g_auto (GValue) value = stage_value (pool, NUMBER);

  return take_ref (stage, FAULTY (trove_arena_append_to (stage->arena, pool, &value, error)));
}

OPERATION_ON_POOL (append_to, int64, POOL_INT64)
OPERATION_ON_POOL (append_to, string, POOL_STRING)
OPERATION_ON_POOL (append_to, value, POOL_VALUE)
OPERATION_ON_POOL (append_to, big, POOL_BIG)

static gboolean
append (Stage *stage, guint pool, GError **error)
{
  g_auto (GValue) value = stage_value (pool, NUMBER);

  return take_ref (stage, FAULTY (trove_arena_append (stage->arena, &value, error)));
}

OPERATION_ON_POOL (append, int64, POOL_INT64)
OPERATION_ON_POOL (append, string, POOL_STRING)
OPERATION_ON_POOL (append, big, POOL_BIG)

/* An arena of the default type, which copies its shared schema at the first append. */
static void
prepare_default (Stage *stage, guint variant)
{
  stage->made = g_object_new (TROVE_TYPE_ARENA, NULL);
}

static gboolean
append_default (Stage *stage, GError **error)
{
  g_auto (GValue) value = stage_value (POOL_INT64, NUMBER);

  return take_ref (stage, FAULTY (trove_arena_append (stage->made, &value, error)));
}

static gboolean
append_null_string (Stage *stage, GError **error)
{
  return FAULTY (trove_arena_append_string (stage->arena, POOL_STRING, NULL, -1, &stage->out, error));
}

static gboolean
append_bytes_string (Stage *stage, GError **error)
{
  return FAULTY (trove_arena_append_string (stage->arena, POOL_STRING, "a\0b", 3, &stage->out, error));
}

static gboolean
append_long_string (Stage *stage, GError **error)
{
  g_autofree char *text = g_strnfill (20000, 'x');

  return FAULTY (trove_arena_append_string (stage->arena, POOL_STRING, text, -1, &stage->out, error));
}

static void
check_n_bytes (Stage *stage, gsize n)
{
  gsize length = 0;

  trove_arena_get_string (stage->arena, &stage->out, &length, NULL);
  g_assert_cmpuint (length, ==, n);
}

static void
check_null_string (Stage *stage)
{
  g_assert_null (trove_arena_get_string (stage->arena, &stage->out, NULL, NULL));
}

static void
check_bytes_string (Stage *stage)
{
  check_n_bytes (stage, 3);
}

static void
check_long_string (Stage *stage)
{
  check_n_bytes (stage, 20000);
}

/* Frees strings' bytes: some have room for the next string, some have not. */
static void
prepare_free_strings (Stage *stage, guint variant)
{
  g_auto (GValue) none = G_VALUE_INIT;
  TroveRef refs[40];

  g_value_init (&none, G_TYPE_STRING);
  for (guint i = 0; i < G_N_ELEMENTS (refs); i++)
    refs[i] = stage_append (stage->arena, POOL_STRING, i % 3 == 0 ? 1 : G_MAXINT64);
  for (guint i = 0; i < G_N_ELEMENTS (refs) - 1; i++)
    trove_ref_free (trove_arena_set (stage->arena, &refs[i], &none, NULL));
  stage->refs[POOL_STRING] = refs[G_N_ELEMENTS (refs) - 1];
}

static gboolean
append_many_int64s (Stage *stage, GError **error)
{
  gint64 numbers[2000] = { NUMBER, 2, 3 };

  return FAULTY (trove_arena_append_many_raw (stage->arena, POOL_INT64, numbers, 2000, &stage->out, error));
}

static gboolean
append_many_strings (Stage *stage, GError **error)
{
  const char *strings[400] = { "the text of number 123456789", NULL,
                               "a text that needs more than the least room", "b" };

  for (guint i = 4; i < 400; i++)
    strings[i] = strings[i % 3];
  return FAULTY (trove_arena_append_many_raw (stage->arena, POOL_STRING, strings, 400, &stage->out, error));
}

static gboolean
append_many_values (Stage *stage, GError **error)
{
  GValue values[3] = { stage_value (POOL_VALUE, NUMBER), stage_value (POOL_VALUE, 2),
                       stage_value (POOL_VALUE, 3) };
  gboolean ok;

  ok = FAULTY (trove_arena_append_many_raw (stage->arena, POOL_VALUE, values, 3, &stage->out, error));
  for (guint i = 0; i < 3; i++)
    g_value_unset (&values[i]);
  return ok;
}

static gboolean
append_many_counting (Stage *stage, GError **error)
{
  CountingElement elements[70] = { { NUMBER, 0 }, { 2, 0 } };

  return FAULTY (trove_arena_append_many_raw (stage->arena, POOL_COUNTING, elements, 70, &stage->out, error));
}

static gboolean
append_int64s (Stage *stage, guint pool, GError **error)
{
  const gint64 numbers[40] = { NUMBER, 1, 2 };

  return take_ref (stage, FAULTY (trove_arena_append_int64s (stage->arena, pool, numbers, 40, error)));
}

OPERATION_ON_POOL (append_int64s, int64, POOL_INT64)
OPERATION_ON_POOL (append_int64s, double, POOL_DOUBLE)
OPERATION_ON_POOL (append_int64s, int, POOL_INT)

static gboolean
append_values (Stage *stage, guint pool, GError **error)
{
  GValue values[40];
  gboolean ok;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    values[i] = stage_value (pool, NUMBER + i);
  ok = take_ref (stage,
                 FAULTY (trove_arena_append_many (stage->arena, pool, values, G_N_ELEMENTS (values), error)));
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    g_value_unset (&values[i]);
  return ok;
}

OPERATION_ON_POOL (append_values, int64, POOL_INT64)
OPERATION_ON_POOL (append_values, string, POOL_STRING)
OPERATION_ON_POOL (append_values, value, POOL_VALUE)

static gboolean
find_pool (Stage *stage, GError **error)
{
  g_auto (GValue) value = stage_value (POOL_BIG, NUMBER);

  return FAULTY (trove_arena_find_pool (stage->arena, &value, error)) == POOL_BIG;
}

static gboolean
append_doubles (Stage *stage, guint pool, GError **error)
{
  const double numbers[40] = { NUMBER, 1, 2 };

  return take_ref (stage, FAULTY (trove_arena_append_doubles (stage->arena, pool, numbers, 40, error)));
}

OPERATION_ON_POOL (append_doubles, double, POOL_DOUBLE)
OPERATION_ON_POOL (append_doubles, int64, POOL_INT64)

static gboolean
append_bytes (Stage *stage, GError **error)
{
  static const gint64 numbers[100] = { NUMBER, 7 };
  g_autoptr (GBytes) bytes = g_bytes_new_static (numbers, sizeof numbers);

  return take_ref (stage, FAULTY (trove_arena_append_bytes (stage->arena, POOL_INT64, bytes, error)));
}

/* Reading the elements that prepare_own() and prepare_frozen() appended last. */

static gboolean
get (Stage *stage, guint pool, GError **error)
{
  stage->value = FAULTY (trove_arena_get (stage->arena, &stage->refs[pool], error));
  return stage->value != NULL;
}

OPERATION_ON_POOL (get, int64, POOL_INT64)
OPERATION_ON_POOL (get, text, POOL_STRING)
OPERATION_ON_POOL (get, value, POOL_VALUE)
OPERATION_ON_POOL (get, big, POOL_BIG)

static void
check_got_int64 (Stage *stage)
{
  g_assert_cmpint (
      g_value_get_int64 (stage->value), ==,
      *(const gint64 *) trove_arena_get_raw (stage->arena, POOL_INT64, &stage->refs[POOL_INT64], NULL));
}

static void
check_got_text (Stage *stage)
{
  g_assert_cmpstr (g_value_get_string (stage->value), ==,
                   trove_arena_get_string (stage->arena, &stage->refs[POOL_STRING], NULL, NULL));
}

static void
check_got_big (Stage *stage)
{
  const Big *big = g_value_get_boxed (stage->value);

  g_assert_cmpint (big->number, ==, big->rest[62]);
}

static gboolean
get_raw (Stage *stage, GError **error)
{
  for (guint pool = 0; pool < N_POOLS; pool++)
    if (FAULTY (trove_arena_get_raw (stage->arena, pool, &stage->refs[pool], error)) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
get_many_raw (Stage *stage, GError **error)
{
  gconstpointer out[2];
  TroveRef refs[2] = { stage->refs[POOL_COUNTING], stage->refs[POOL_COUNTING] };

  return FAULTY (trove_arena_get_many_raw (stage->arena, POOL_COUNTING, refs, 2, out, error)) &&
         out[0] == out[1];
}

static gboolean
get_string (Stage *stage, GError **error)
{
  return FAULTY (trove_arena_get_string (stage->arena, &stage->refs[POOL_STRING], NULL, error)) != NULL;
}

static gboolean
read_int64s (Stage *stage, guint pool, GError **error)
{
  TroveRef first = { stage->refs[pool].sub_arena, (guint64) pool << TROVE_POOL_SHIFT };
  gsize n = 0;

  stage->memory = FAULTY (trove_arena_read_int64s (stage->arena, &first,
                                                   trove_ref_get_index (&stage->refs[pool]) + 1, &n, error));
  g_assert_true ((n > 0) == (stage->memory != NULL));
  return stage->memory != NULL;
}

OPERATION_ON_POOL (read_int64s, int64, POOL_INT64)
OPERATION_ON_POOL (read_int64s, int, POOL_INT)

static void
check_int64s (Stage *stage)
{
  const gint64 *numbers = stage->memory;

  for (guint64 i = 0; i <= trove_ref_get_index (&stage->refs[POOL_INT]); i++)
    g_assert_cmpint (numbers[i], ==, i);
}

static gboolean
read_doubles (Stage *stage, guint pool, GError **error)
{
  TroveRef first = { stage->refs[pool].sub_arena, (guint64) pool << TROVE_POOL_SHIFT };
  gsize n = 0;

  stage->memory = FAULTY (trove_arena_read_doubles (stage->arena, &first,
                                                    trove_ref_get_index (&stage->refs[pool]) + 1, &n, error));
  g_assert_true ((n > 0) == (stage->memory != NULL));
  return stage->memory != NULL;
}

OPERATION_ON_POOL (read_doubles, double, POOL_DOUBLE)
OPERATION_ON_POOL (read_doubles, int, POOL_INT)

static void
check_doubles (Stage *stage)
{
  const double *numbers = stage->memory;

  for (guint64 i = 0; i <= trove_ref_get_index (&stage->refs[POOL_INT]); i++)
    g_assert_true (numbers[i] == (double) i);
}

static gboolean
read_bytes (Stage *stage, GError **error)
{
  stage->bytes = FAULTY (trove_arena_read_bytes (stage->arena, &stage->refs[POOL_DOUBLE], 1, error));
  return stage->bytes != NULL;
}

static void
check_bytes (Stage *stage)
{
  g_assert_cmpuint (g_bytes_get_size (stage->bytes), ==, sizeof (double));
}

/* Setting */

static gboolean
get_mut_raw (Stage *stage, guint pool, GError **error)
{
  TroveRef ref = stage->refs[pool];

  if (FAULTY (trove_arena_get_mut_raw (stage->arena, pool, &ref, error)) != NULL)
    {
      stage->out = ref;
      return TRUE;
    }

  g_assert_true (trove_ref_equal (&ref, &stage->refs[pool]));
  return FALSE;
}

OPERATION_ON_POOL (get_mut_raw, int64, POOL_INT64)
OPERATION_ON_POOL (get_mut_raw, counting, POOL_COUNTING)
OPERATION_ON_POOL (get_mut_raw, large, POOL_LARGE)
OPERATION_ON_POOL (get_mut_raw, value, POOL_VALUE)
OPERATION_ON_POOL (get_mut_raw, big, POOL_BIG)

static gboolean
set (Stage *stage, guint pool, GError **error)
{
  g_auto (GValue) value = stage_value (pool, NUMBER);

  return take_ref (stage, FAULTY (trove_arena_set (stage->arena, &stage->refs[pool], &value, error)));
}

OPERATION_ON_POOL (set, int64, POOL_INT64)
OPERATION_ON_POOL (set, string, POOL_STRING)
OPERATION_ON_POOL (set, value, POOL_VALUE)
OPERATION_ON_POOL (set, variant, POOL_VARIANT)
OPERATION_ON_POOL (set, big, POOL_BIG)

static gboolean
set_string_raw (Stage *stage, GError **error)
{
  TroveRef ref = stage->refs[POOL_STRING];
  g_autofree char *text = g_strnfill (20000, 'x');

  text[10] = '\0';
  if (FAULTY (trove_arena_set_string (stage->arena, &ref, text, 20000, error)))
    {
      stage->out = ref;
      return TRUE;
    }

  g_assert_true (trove_ref_equal (&ref, &stage->refs[POOL_STRING]));
  return FALSE;
}

static void
check_set_string (Stage *stage)
{
  check_n_bytes (stage, 20000);
}

#define INT64 "pool 0 (gint64)"
#define STRING "pool 1 (gchararray)"
#define COUNTING "pool 2 (struct of 16 bytes)|of struct of 16 bytes"
#define LARGE "pool 3 (struct of 65536 bytes)"
#define VALUE "pool 4 (GValue)"
#define VARIANT "pool 5 (GVariant)"
#define BIG "pool 6 (FaultBig)|of FaultBig"
#define DOUBLE "pool 7 (gdouble)"
#define INT "pool 8 (gint)"
#define ELEMENTS prepare_elements, N_ELEMENTS_VARIANTS
#define FROZEN prepare_frozen, N_FROZEN_VARIANTS
#define OWN prepare_own, 1

const Operation value_operations[] = {
  { "trove_arena_append_raw", "int64", append_raw_int64, ELEMENTS, ALLOCATES_OURS, INT64, check_int64 },
  { "trove_arena_append_raw", "string", append_raw_string, ELEMENTS, ALLOCATES_OURS, STRING, check_string },
  { "trove_arena_append_raw", "counting", append_raw_counting, ELEMENTS, ALLOCATES_OURS, COUNTING,
    check_counting },
  { "trove_arena_append_raw", "large", append_raw_large, ELEMENTS, ALLOCATES_OURS, LARGE, check_large },
  { "trove_arena_append_raw", "value", append_raw_value, ELEMENTS, ALLOCATES_GLIB, VALUE, check_value,
    .aborts_where = ABORTS_COPIED_BY_GLIB },
  { "trove_arena_append_raw", "variant", append_raw_variant, ELEMENTS, ALLOCATES_OURS, VARIANT,
    check_variant },
  { "trove_arena_append_raw", "big", append_raw_big, ELEMENTS, ALLOCATES_OURS, BIG, check_big },
  { "trove_arena_append_to", "int64", append_to_int64, ELEMENTS, ALLOCATES_GLIB, INT64, check_int64 },
  { "trove_arena_append_to", "string", append_to_string, ELEMENTS, ALLOCATES_GLIB, STRING, check_string },
  { "trove_arena_append_to", "value", append_to_value, ELEMENTS, ALLOCATES_GLIB, VALUE, check_value },
  { "trove_arena_append_to", "big", append_to_big, ELEMENTS, ALLOCATES_GLIB, BIG, check_big },
  { "trove_arena_append", "int64", append_int64, ELEMENTS, ALLOCATES_GLIB, INT64, check_int64 },
  { "trove_arena_append", "string", append_string, ELEMENTS, ALLOCATES_GLIB, STRING, check_string },
  { "trove_arena_append", "big", append_big, ELEMENTS, ALLOCATES_GLIB, BIG, check_big },
  { "trove_arena_append", "default", append_default, prepare_default, 1, ALLOCATES_GLIB,
    "pool 0 (GValue)|the pools" },
  { "trove_arena_append_string", "null", append_null_string, ELEMENTS, ALLOCATES_OURS, STRING,
    check_null_string },
  { "trove_arena_append_string", "bytes", append_bytes_string, ELEMENTS, ALLOCATES_OURS, STRING,
    check_bytes_string },
  { "trove_arena_append_string", "long", append_long_string, ELEMENTS, ALLOCATES_OURS, STRING,
    check_long_string },
  { "trove_arena_append_string", "free", append_raw_string, prepare_free_strings, 1, ALLOCATES_OURS, NULL,
    check_string },
  { "trove_arena_append_many_raw", "int64s", append_many_int64s, ELEMENTS, ALLOCATES_OURS, INT64,
    check_int64 },
  { "trove_arena_append_many_raw", "strings", append_many_strings, ELEMENTS, ALLOCATES_OURS, STRING,
    check_string },
  { "trove_arena_append_many_raw", "free", append_many_strings, prepare_free_strings, 1, ALLOCATES_OURS,
    STRING, check_string },
  { "trove_arena_append_many_raw", "counting", append_many_counting, ELEMENTS, ALLOCATES_OURS, COUNTING,
    check_counting },
  { "trove_arena_append_many_raw", "values", append_many_values, ELEMENTS, ALLOCATES_GLIB, VALUE, check_value,
    .aborts_where = ABORTS_COPIED_BY_GLIB },
  { "trove_arena_append_many", "int64s", append_values_int64, ELEMENTS, ALLOCATES_GLIB,
    INT64 "|for 40 elements", check_int64 },
  { "trove_arena_append_many", "strings", append_values_string, ELEMENTS, ALLOCATES_GLIB,
    STRING "|for 40 elements", check_string },
  { "trove_arena_append_many", "values", append_values_value, ELEMENTS, ALLOCATES_GLIB,
    VALUE "|for 40 elements|GValue", check_value },
  { "trove_arena_find_pool", NULL, find_pool, ELEMENTS, ALLOCATES_OURS, NULL },
  { "trove_arena_append_int64s", NULL, append_int64s_int64, ELEMENTS, ALLOCATES_GLIB, INT64, check_int64 },
  { "trove_arena_append_int64s", "doubles", append_int64s_double, ELEMENTS, ALLOCATES_GLIB,
    DOUBLE "|for 40 elements", check_double },
  { "trove_arena_append_int64s", "ints", append_int64s_int, ELEMENTS, ALLOCATES_GLIB, INT "|for 40 elements",
    check_int },
  { "trove_arena_append_doubles", NULL, append_doubles_double, ELEMENTS, ALLOCATES_GLIB, DOUBLE,
    check_double },
  { "trove_arena_append_doubles", "int64s", append_doubles_int64, ELEMENTS, ALLOCATES_GLIB,
    INT64 "|for 40 elements", check_int64 },
  { "trove_arena_append_bytes", NULL, append_bytes, ELEMENTS, ALLOCATES_GLIB, INT64, check_int64 },
  { "trove_arena_get", "int64", get_int64, FROZEN, ALLOCATES_GLIB, NULL, check_got_int64 },
  { "trove_arena_get", "string", get_text, OWN, ALLOCATES_GLIB, NULL, check_got_text },
  { "trove_arena_get", "value", get_value, OWN, ALLOCATES_GLIB, VALUE, check_got_text },
  { "trove_arena_get", "big", get_big, OWN, ALLOCATES_GLIB, BIG, check_got_big },
  { "trove_arena_get", "big-frozen", get_big, FROZEN, ALLOCATES_GLIB, NULL, check_got_big },
  { "trove_arena_get_raw", NULL, get_raw, FROZEN, ALLOCATES_OURS, NULL },
  { "trove_arena_get_many_raw", NULL, get_many_raw, FROZEN, ALLOCATES_OURS, NULL },
  { "trove_arena_get_string", NULL, get_string, FROZEN, ALLOCATES_OURS, NULL },
  { "trove_arena_read_int64s", NULL, read_int64s_int64, OWN, ALLOCATES_OURS, "for 1 elements", check_int64s },
  { "trove_arena_read_int64s", "ints", read_int64s_int, OWN, ALLOCATES_GLIB, "for 1 elements", check_int64s,
    .aborts_where = ABORTS_OTHER_NUMBERS },
  { "trove_arena_read_doubles", NULL, read_doubles_double, OWN, ALLOCATES_OURS, "for 1 elements",
    check_doubles },
  { "trove_arena_read_doubles", "ints", read_doubles_int, OWN, ALLOCATES_GLIB, "for 1 elements",
    check_doubles, .aborts_where = ABORTS_OTHER_NUMBERS },
  { "trove_arena_read_bytes", NULL, read_bytes, FROZEN, ALLOCATES_GLIB, "for 1 elements", check_bytes },
  { "trove_arena_get_mut_raw", "int64", get_mut_raw_int64, FROZEN, ALLOCATES_OURS, INT64 },
  { "trove_arena_get_mut_raw", "counting", get_mut_raw_counting, FROZEN, ALLOCATES_OURS, COUNTING },
  { "trove_arena_get_mut_raw", "large", get_mut_raw_large, FROZEN, ALLOCATES_OURS, LARGE },
  { "trove_arena_get_mut_raw", "value", get_mut_raw_value, FROZEN, ALLOCATES_GLIB, VALUE,
    .aborts_where = ABORTS_COPIED_BY_GLIB },
  { "trove_arena_get_mut_raw", "big", get_mut_raw_big, FROZEN, ALLOCATES_OURS, BIG },
  { "trove_arena_get_mut_raw", "own", get_mut_raw_big, OWN, ALLOCATES_OURS, NULL },
  { "trove_arena_set", "int64", set_int64, FROZEN, ALLOCATES_GLIB, INT64, check_int64 },
  { "trove_arena_set", "string", set_string, FROZEN, ALLOCATES_GLIB, STRING, check_string },
  { "trove_arena_set_string", NULL, set_string_raw, FROZEN, ALLOCATES_OURS, STRING, check_set_string },
  { "trove_arena_set_string", "own", set_string_raw, OWN, ALLOCATES_OURS, STRING, check_set_string },
  { "trove_arena_set", "value", set_value, FROZEN, ALLOCATES_GLIB, VALUE, check_value },
  { "trove_arena_set", "variant", set_variant, FROZEN, ALLOCATES_GLIB, VARIANT, check_variant },
  { "trove_arena_set", "big", set_big, FROZEN, ALLOCATES_GLIB, BIG, check_big },
  { "trove_arena_set", "own-string", set_string, OWN, ALLOCATES_GLIB, STRING, check_string },
  { "trove_arena_set", "free-string", set_string, prepare_free_strings, 1, ALLOCATES_GLIB, NULL,
    check_string },
  { "trove_arena_set", "own-value", set_value, OWN, ALLOCATES_GLIB, NULL, check_value },
  { "trove_arena_set", "own-big", set_big, OWN, ALLOCATES_GLIB, BIG, check_big },
};
const guint n_value_operations = G_N_ELEMENTS (value_operations);

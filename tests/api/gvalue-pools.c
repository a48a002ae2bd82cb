/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-arena.h"
#include "fixtures.h"

/* The pool that trove_arena_append () chooses: the value's type, its nearest ancestor, a number type that it fits, a
 * pool of values; the first of several. */

#define NONE 99

static GValue
wrapped_object (guint64 i)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_OBJECT);
  g_value_take_object (&value, test_derived_new ((gint64) i));
  return value;
}

static GValue
null_object (guint64 i)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, TEST_TYPE_OBJECT);
  return value;
}

static GValue
derived_object (guint64 i)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, TEST_TYPE_DERIVED);
  g_value_take_object (&value, test_derived_new ((gint64) i));
  return value;
}

static GValue
plain_object (guint64 i)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, TEST_TYPE_OBJECT);
  g_value_take_object (&value, test_object_new ((gint64) i));
  return value;
}

static GValue
floating_object (guint64 i)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, TEST_TYPE_FLOATING);
  g_value_take_object (&value, g_object_ref_sink (test_floating_new ((gint64) i)));
  return value;
}

static GValue
param_int (guint64 i)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_PARAM_INT);
  g_value_take_param (&value, g_param_spec_ref_sink (g_param_spec_int ("n", NULL, NULL, 0, 9, 0, 0)));
  return value;
}

static GValue
int_number (guint64 i)
{
  return int_value ((int) i);
}

static GValue
int64_number (guint64 i)
{
  return int64_value ((gint64) i);
}

static GValue
half (guint64 i)
{
  return double_value ((double) i + 0.5);
}

static GValue
whole (guint64 i)
{
  return double_value ((double) i);
}

static GValue
text (guint64 i)
{
  return string_value ("text");
}

static GValue
truth (guint64 i)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_BOOLEAN);
  g_value_set_boolean (&value, TRUE);
  return value;
}

#define MAX_TYPES 4

typedef struct
{
  GType types[MAX_TYPES + 1];
  GValue (*make) (guint64 i);
  guint64 i;
  guint pool;
} Case;

static void
check_case (const Case *c)
{
  g_autoptr (TroveArena) arena = NULL;
  g_auto (GValue) value = c->make (c->i);
  g_autoptr (TroveRef) ref = NULL;
  GError *error = NULL;
  guint n = 0;

  while (c->types[n] != 0)
    n++;
  arena = trove_arena_new_for_types (c->types, n);

  ref = trove_arena_append (arena, &value, &error);
  if (c->pool == NONE)
    {
      g_assert_null (ref);
      assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, G_VALUE_TYPE_NAME (&value));
    }
  else
    {
      g_assert_no_error (error);
      g_assert_cmpuint (trove_ref_get_pool (ref), ==, c->pool);
    }
  check_arena (arena);
}

static void
test_best (void)
{
  const Case cases[] = {
    /* the type itself, wherever it stands; the first of several */
    { { G_TYPE_INT, G_TYPE_INT64 }, int_number, 1, 0 },
    { { G_TYPE_INT, G_TYPE_INT64 }, int64_number, 1, 1 },
    { { G_TYPE_INT64, G_TYPE_INT64 }, int64_number, 1, 0 },
    { { G_TYPE_VALUE, G_TYPE_INT64 }, int64_number, 1, 1 },
    { { G_TYPE_VALUE, G_TYPE_VALUE, G_TYPE_STRING }, text, 1, 2 },
    { { G_TYPE_OBJECT, TEST_TYPE_OBJECT, TEST_TYPE_DERIVED }, derived_object, 1, 2 },
    { { G_TYPE_OBJECT, TEST_TYPE_OBJECT, TEST_TYPE_DERIVED }, plain_object, 1, 1 },
    { { G_TYPE_OBJECT, TEST_TYPE_OBJECT, TEST_TYPE_DERIVED }, wrapped_object, 1, 2 },
    { { G_TYPE_OBJECT, TEST_TYPE_OBJECT, TEST_TYPE_DERIVED }, null_object, 1, 1 },
    /* the nearest ancestor */
    { { G_TYPE_OBJECT, TEST_TYPE_OBJECT }, derived_object, 1, 1 },
    { { TEST_TYPE_OBJECT, G_TYPE_OBJECT }, derived_object, 1, 0 },
    { { G_TYPE_OBJECT, TEST_TYPE_OBJECT }, floating_object, 1, 0 },
    { { G_TYPE_VALUE, G_TYPE_OBJECT }, derived_object, 1, 1 },
    { { G_TYPE_OBJECT, G_TYPE_OBJECT }, derived_object, 1, 0 },
    { { G_TYPE_PARAM, G_TYPE_PARAM_INT }, param_int, 1, 1 },
    { { G_TYPE_VALUE, G_TYPE_PARAM }, param_int, 1, 1 },
    { { G_TYPE_STRING, TEST_TYPE_THING }, derived_object, 1, 1 },
    /* a number type that it fits exactly */
    { { G_TYPE_STRING, G_TYPE_INT, G_TYPE_INT64 }, whole, 5, 1 },
    { { G_TYPE_UCHAR, G_TYPE_INT64 }, int_number, 255, 0 },
    { { G_TYPE_UCHAR, G_TYPE_INT64 }, int_number, 256, 1 },
    { { G_TYPE_INT, G_TYPE_DOUBLE }, half, 1, 1 },
    { { G_TYPE_INT, G_TYPE_FLOAT }, half, 1, 1 },
    { { G_TYPE_VALUE, G_TYPE_INT }, int64_number, 7, 1 },
    { { G_TYPE_VALUE, G_TYPE_INT }, int64_number, G_GUINT64_CONSTANT (1) << 40, 0 },
    /* a pool of values takes the rest */
    { { G_TYPE_VALUE, G_TYPE_INT }, text, 1, 0 },
    { { G_TYPE_INT, G_TYPE_VALUE }, text, 1, 1 },
    { { G_TYPE_INT, G_TYPE_VALUE }, half, 1, 1 },
    { { G_TYPE_INT, G_TYPE_VALUE }, truth, 1, 1 },
    { { TEST_TYPE_DERIVED, G_TYPE_VALUE }, plain_object, 1, 1 },
    /* none */
    { { G_TYPE_INT, G_TYPE_INT64 }, text, 1, NONE },
    { { G_TYPE_INT, G_TYPE_INT64 }, half, 1, NONE },
    { { G_TYPE_INT, G_TYPE_INT64 }, truth, 1, NONE },
    { { G_TYPE_BOOLEAN }, int_number, 1, NONE },
    { { TEST_TYPE_DERIVED, TEST_TYPE_FLOATING }, plain_object, 1, NONE },
    { { G_TYPE_INT, TEST_TYPE_DERIVED }, null_object, 1, NONE },
    { { G_TYPE_STRING }, int_number, 1, NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %u", i);
      check_case (&cases[i]);
    }
}

/* A given pool is taken, whatever would fit better. */
static void
test_given (void)
{
  const GType types[] = { G_TYPE_VALUE, G_TYPE_INT64, G_TYPE_DOUBLE, G_TYPE_INT64, G_TYPE_STRING };
  g_autoptr (TroveArena) arena = trove_arena_new_for_types (types, G_N_ELEMENTS (types));
  g_auto (GValue) five = int64_value (5);
  GError *error = NULL;

  for (guint pool = 0; pool < 4; pool++)
    {
      TroveRef ref = ref_of (trove_arena_append_to (arena, pool, &five, &error));

      g_assert_no_error (error);
      g_assert_cmpuint (trove_ref_get_pool (&ref), ==, pool);
      g_assert_cmpuint (trove_ref_get_index (&ref), ==, 0);
    }
  g_assert_null (trove_arena_append_to (arena, 4, &five, &error));
  assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "gint64", "5", "pool 4", "gchararray");
  check_arena (arena);
}

/* As many pools as there may be. */
static void
test_most (void)
{
  GType types[TROVE_MAX_POOLS];
  g_autoptr (TroveArena) arena = NULL;
  g_autoptr (TroveArena) clone = NULL;
  TroveRef refs[TROVE_MAX_POOLS];

  for (guint i = 0; i < TROVE_MAX_POOLS; i++)
    types[i] = i % 2 == 0 ? G_TYPE_INT64 : G_TYPE_STRING;
  arena = trove_arena_new_for_types (types, TROVE_MAX_POOLS);
  g_assert_cmpuint (trove_arena_get_n_pools (arena), ==, 256);

  /* From the last to the first, so that no order of use is that of the pools. */
  for (guint i = TROVE_MAX_POOLS; i-- > 0;)
    {
      g_assert_true (trove_arena_get_pool_type (arena, i) == types[i]);
      if (i % 2 == 0)
        refs[i] = put_int (arena, i, i);
      else
        g_assert_true (trove_arena_append_string (arena, i, "s", -1, &refs[i], NULL));
      g_assert_cmpuint (trove_ref_get_pool (&refs[i]), ==, i);
    }
  check_arena (arena);

  clone = trove_arena_clone (arena, NULL);
  for (guint i = 0; i < TROVE_MAX_POOLS; i += 2)
    {
      g_assert_cmpint (get_int (clone, &refs[i]), ==, i);
      refs[i] = set_int (clone, &refs[i], -(gint64) i);
      g_assert_cmpuint (trove_ref_get_pool (&refs[i]), ==, i);
      g_assert_cmpint (get_int (clone, &refs[i]), ==, -(gint64) i);
    }
  check_arena (clone);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/gvalue/pools/best", test_best);
  g_test_add_func ("/gvalue/pools/given", test_given);
  g_test_add_func ("/gvalue/pools/most", test_most);

  return g_test_run ();
}

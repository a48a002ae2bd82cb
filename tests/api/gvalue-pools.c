/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-arena.h"
#include "fixtures.h"

/* The pool that trove_arena_append () chooses: the value's type, its nearest ancestor, a number type that it fits, a
 * pool of values; the first of several. */

#define NONE 99

/* A value of that type, which holds the object. */
static GValue
object_as (GType type, gpointer object)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, type);
  g_value_take_object (&value, object);
  return value;
}

#define DERIVED object_as (TEST_TYPE_DERIVED, test_derived_new (1))
#define WRAPPED object_as (G_TYPE_OBJECT, test_derived_new (1))
#define PLAIN object_as (TEST_TYPE_OBJECT, test_object_new (1))
#define NO_OBJECT object_as (TEST_TYPE_OBJECT, NULL)
#define FLOATING object_as (TEST_TYPE_FLOATING, g_object_ref_sink (test_floating_new (1)))

static GValue
param_int (void)
{
  GValue value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_PARAM_INT);
  g_value_take_param (&value, g_param_spec_ref_sink (g_param_spec_int ("n", NULL, NULL, 0, 9, 0, 0)));
  return value;
}

static GValue
truth (void)
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
  GValue value;
  guint pool;
} Case;

static void
check_case (const Case *c)
{
  g_autoptr (TroveArena) arena = NULL;
  g_autoptr (TroveRef) ref = NULL;
  GError *error = NULL;
  guint n = 0;

  while (c->types[n] != 0)
    n++;
  arena = trove_arena_new_for_types (c->types, n);

  ref = trove_arena_append (arena, &c->value, &error);
  if (c->pool == NONE)
    {
      g_assert_null (ref);
      assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, G_VALUE_TYPE_NAME (&c->value));
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
  Case cases[] = {
    /* the type itself, wherever it stands; the first of several */
    { { G_TYPE_INT, G_TYPE_INT64 }, int_value (1), 0 },
    { { G_TYPE_INT, G_TYPE_INT64 }, int64_value (1), 1 },
    { { G_TYPE_INT64, G_TYPE_INT64 }, int64_value (1), 0 },
    { { G_TYPE_VALUE, G_TYPE_INT64 }, int64_value (1), 1 },
    { { G_TYPE_VALUE, G_TYPE_VALUE, G_TYPE_STRING }, string_value ("text"), 2 },
    { { G_TYPE_OBJECT, TEST_TYPE_OBJECT, TEST_TYPE_DERIVED }, DERIVED, 2 },
    { { G_TYPE_OBJECT, TEST_TYPE_OBJECT, TEST_TYPE_DERIVED }, PLAIN, 1 },
    { { G_TYPE_OBJECT, TEST_TYPE_OBJECT, TEST_TYPE_DERIVED }, WRAPPED, 2 },
    { { G_TYPE_OBJECT, TEST_TYPE_OBJECT, TEST_TYPE_DERIVED }, NO_OBJECT, 1 },
    /* the nearest ancestor */
    { { G_TYPE_OBJECT, TEST_TYPE_OBJECT }, DERIVED, 1 },
    { { TEST_TYPE_OBJECT, G_TYPE_OBJECT }, DERIVED, 0 },
    { { G_TYPE_OBJECT, TEST_TYPE_OBJECT }, FLOATING, 0 },
    { { G_TYPE_VALUE, G_TYPE_OBJECT }, DERIVED, 1 },
    { { G_TYPE_OBJECT, G_TYPE_OBJECT }, DERIVED, 0 },
    { { G_TYPE_PARAM, G_TYPE_PARAM_INT }, param_int (), 1 },
    { { G_TYPE_VALUE, G_TYPE_PARAM }, param_int (), 1 },
    { { G_TYPE_STRING, TEST_TYPE_THING }, DERIVED, 1 },
    /* a number type that it fits exactly */
    { { G_TYPE_STRING, G_TYPE_INT, G_TYPE_INT64 }, double_value (5), 1 },
    { { G_TYPE_UCHAR, G_TYPE_INT64 }, int_value (255), 0 },
    { { G_TYPE_UCHAR, G_TYPE_INT64 }, int_value (256), 1 },
    { { G_TYPE_INT, G_TYPE_DOUBLE }, double_value (1.5), 1 },
    { { G_TYPE_INT, G_TYPE_FLOAT }, double_value (1.5), 1 },
    { { G_TYPE_VALUE, G_TYPE_INT }, int64_value (7), 1 },
    { { G_TYPE_VALUE, G_TYPE_INT }, int64_value (G_GINT64_CONSTANT (1) << 40), 0 },
    /* a pool of values takes the rest */
    { { G_TYPE_VALUE, G_TYPE_INT }, string_value ("text"), 0 },
    { { G_TYPE_INT, G_TYPE_VALUE }, string_value ("text"), 1 },
    { { G_TYPE_INT, G_TYPE_VALUE }, double_value (1.5), 1 },
    { { G_TYPE_INT, G_TYPE_VALUE }, truth (), 1 },
    { { TEST_TYPE_DERIVED, G_TYPE_VALUE }, PLAIN, 1 },
    /* none */
    { { G_TYPE_INT, G_TYPE_INT64 }, string_value ("text"), NONE },
    { { G_TYPE_INT, G_TYPE_INT64 }, double_value (1.5), NONE },
    { { G_TYPE_INT, G_TYPE_INT64 }, truth (), NONE },
    { { G_TYPE_BOOLEAN }, int_value (1), NONE },
    { { TEST_TYPE_DERIVED, TEST_TYPE_FLOATING }, PLAIN, NONE },
    { { G_TYPE_INT, TEST_TYPE_DERIVED }, NO_OBJECT, NONE },
    { { G_TYPE_STRING }, int_value (1), NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %u", i);
      check_case (&cases[i]);
      g_value_unset (&cases[i].value);
    }
}

/* trove_arena_append_to () takes the given pool, even if another would fit better. */
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

/* The largest number of pools. */
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

  /* From the last to the first, so that the order of use is not that of the pools. */
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

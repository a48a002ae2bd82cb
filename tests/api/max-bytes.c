/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-arena.h"
#include "test-types.h"
#include "test-util.h"

/* TroveArena:max-bytes: every call that needs memory is refused at the limit, changes nothing, and succeeds with a
 * higher limit. */

/* All elements of the arena, as text; a point is its number. */
static char *
text_of (TroveArena *arena)
{
  g_autoptr (TroveVecMap) map = trove_arena_dup_sub_arenas (arena, NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (map)); i++)
    {
      g_autoptr (TroveSubArena) sub = g_list_model_get_item (G_LIST_MODEL (map), i);

      g_string_append_printf (text, "\n%" G_GUINT64_FORMAT ":", trove_sub_arena_get_id (sub));
      for (guint pool = 0; pool < trove_arena_get_n_pools (arena); pool++)
        for (guint64 j = 0; j < trove_sub_arena_get_pool_n_elements (sub, pool); j++)
          {
            g_autoptr (TestValue) value = trove_sub_arena_get (sub, pool, j, NULL);
            g_autofree char *contents = g_strdup_value_contents (value);

            if (G_VALUE_HOLDS (value, TEST_TYPE_POINT))
              g_string_append_printf (text, " %" G_GINT64_FORMAT,
                                      ((const TestPoint *) g_value_get_boxed (value))->number);
            else
              g_string_append_printf (text, " %s", contents);
          }
    }
  return g_string_free (text, FALSE);
}

enum
{
  NUMBERS,
  STRINGS,
  POINTS,
  VALUES,
  N_POOLS,
};

typedef struct
{
  TroveArena *arena;
  TroveRef own[N_POOLS], frozen[N_POOLS];
  guint length; /* of the last longer string */
} Stage;

static void
stage_append (Stage *stage, TroveRef refs[N_POOLS])
{
  g_autoptr (TestPoint) point = test_point_new (7);
  g_auto (GValue) value = string_value ("seven");

  refs[NUMBERS] = put_int (stage->arena, NUMBERS, 7);
  g_assert_true (trove_arena_append_string (stage->arena, STRINGS, "7", -1, &refs[STRINGS], NULL));
  g_assert_true (trove_arena_append_raw (stage->arena, POINTS, point, &refs[POINTS], NULL));
  refs[VALUES] = ref_of (trove_arena_append_to (stage->arena, VALUES, &value, NULL));
}

static void
stage_init (Stage *stage, gboolean with_own)
{
  const GType types[N_POOLS] = { G_TYPE_INT64, G_TYPE_STRING, TEST_TYPE_POINT, G_TYPE_VALUE };

  *stage = (Stage){ .arena = trove_arena_new_for_types (types, N_POOLS) };
  stage_append (stage, stage->frozen);
  freeze (stage->arena);
  if (with_own)
    stage_append (stage, stage->own);
}

static gboolean
append_raw (Stage *stage, GError **error)
{
  const gint64 number = 5;

  return trove_arena_append_raw (stage->arena, NUMBERS, &number, NULL, error);
}

static gboolean
append_value (Stage *stage, GError **error)
{
  g_auto (GValue) value = double_value (0.5);

  return freed_ref (trove_arena_append (stage->arena, &value, error));
}

static gboolean
append_to (Stage *stage, GError **error)
{
  g_auto (GValue) value = int64_value (5);

  return freed_ref (trove_arena_append_to (stage->arena, NUMBERS, &value, error));
}

static gboolean
append_point (Stage *stage, GError **error)
{
  g_autoptr (TestPoint) point = test_point_new (5);

  return trove_arena_append_raw (stage->arena, POINTS, point, NULL, error);
}

static gboolean
append_string (Stage *stage, GError **error)
{
  return trove_arena_append_string (stage->arena, STRINGS, "a text of some length", -1, NULL, error);
}

static gboolean
append_long_string (Stage *stage, GError **error)
{
  g_autofree char *text = g_strnfill (100000, 'x');

  return trove_arena_append_string (stage->arena, STRINGS, text, -1, NULL, error);
}

static gboolean
append_string_value (Stage *stage, GError **error)
{
  g_auto (GValue) value = string_value ("a text of some length");

  return freed_ref (trove_arena_append (stage->arena, &value, error));
}

#define N_MANY 77

static gboolean
append_many (Stage *stage, GError **error)
{
  const gint64 numbers[N_MANY] = { 1, 2, 3 };

  return trove_arena_append_many_raw (stage->arena, NUMBERS, numbers, N_MANY, NULL, error);
}

static gboolean
append_many_points (Stage *stage, GError **error)
{
  g_autoptr (TestPoint) point = test_point_new (5);
  TestPoint points[N_MANY];

  for (guint i = 0; i < N_MANY; i++)
    points[i] = *point;
  return trove_arena_append_many_raw (stage->arena, POINTS, points, N_MANY, NULL, error);
}

static gboolean
append_many_nulls (Stage *stage, GError **error)
{
  const char *strings[N_MANY] = { NULL };

  return trove_arena_append_many_raw (stage->arena, STRINGS, strings, N_MANY, NULL, error);
}

static gboolean
append_many_strings (Stage *stage, GError **error)
{
  const char *strings[N_MANY] = { "a text of some length", NULL, "another", "" };

  return trove_arena_append_many_raw (stage->arena, STRINGS, strings, N_MANY, NULL, error);
}

static gboolean
append_values (Stage *stage, GError **error)
{
  GValue values[N_MANY];
  gboolean done;

  for (guint i = 0; i < N_MANY; i++)
    values[i] = int64_value (i);
  done = freed_ref (trove_arena_append_many (stage->arena, NUMBERS, values, N_MANY, error));
  for (guint i = 0; i < N_MANY; i++)
    g_value_unset (&values[i]);
  return done;
}

static gboolean
append_int64s (Stage *stage, GError **error)
{
  const gint64 numbers[N_MANY] = { 1, 2, 3 };

  return freed_ref (trove_arena_append_int64s (stage->arena, NUMBERS, numbers, N_MANY, error));
}

static gboolean
append_doubles (Stage *stage, GError **error)
{
  const double numbers[N_MANY] = { 1, 2, 3 };

  return freed_ref (trove_arena_append_doubles (stage->arena, NUMBERS, numbers, N_MANY, error));
}

static gboolean
append_bytes (Stage *stage, GError **error)
{
  const gint64 numbers[N_MANY] = { 1, 2, 3 };
  g_autoptr (GBytes) bytes = g_bytes_new (numbers, sizeof numbers);

  return freed_ref (trove_arena_append_bytes (stage->arena, NUMBERS, bytes, error));
}

/* A batch that exceeds the limits below by itself. */
static gboolean
append_too_many (Stage *stage, GError **error)
{
  g_autofree gint64 *numbers = g_new0 (gint64, 100000);

  return trove_arena_append_many_raw (stage->arena, NUMBERS, numbers, 100000, NULL, error);
}

static gboolean
append_too_many_points (Stage *stage, GError **error)
{
  g_autofree TestPoint *points = g_new (TestPoint, 10000);
  g_autoptr (TestPoint) point = test_point_new (5);

  for (guint i = 0; i < 10000; i++)
    points[i] = *point;
  return trove_arena_append_many_raw (stage->arena, POINTS, points, 10000, NULL, error);
}

static gboolean
append_too_many_bytes (Stage *stage, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (800000), 800000);

  return freed_ref (trove_arena_append_bytes (stage->arena, NUMBERS, bytes, error));
}

static gboolean
set_frozen (Stage *stage, GError **error)
{
  g_auto (GValue) value = int64_value (5);

  return freed_ref (trove_arena_set (stage->arena, &stage->frozen[NUMBERS], &value, error));
}

static gboolean
set_frozen_string (Stage *stage, GError **error)
{
  g_auto (GValue) value = string_value ("a text of some length");

  return freed_ref (trove_arena_set (stage->arena, &stage->frozen[STRINGS], &value, error));
}

static gboolean
set_frozen_point (Stage *stage, GError **error)
{
  g_autoptr (TestPoint) point = test_point_new (5);
  g_auto (GValue) value = boxed_value (TEST_TYPE_POINT, point);

  return freed_ref (trove_arena_set (stage->arena, &stage->frozen[POINTS], &value, error));
}

static gboolean
set_longer (Stage *stage, GError **error)
{
  g_autofree char *text = g_strnfill (stage->length + 100, 'x');
  g_auto (GValue) value = string_value (text);
  TroveRef *ref = trove_arena_set (stage->arena, &stage->own[STRINGS], &value, error);

  if (ref != NULL)
    {
      stage->own[STRINGS] = *ref;
      stage->length += 100;
    }
  return freed_ref (ref);
}

static gboolean
get_mut (Stage *stage, guint pool, GError **error)
{
  TroveRef ref = stage->frozen[pool];

  if (trove_arena_get_mut_raw (stage->arena, pool, &ref, error) != NULL)
    return TRUE;

  assert_ref_equal (&ref, &stage->frozen[pool]);
  return FALSE;
}

static gboolean
get_mut_raw (Stage *stage, GError **error)
{
  return get_mut (stage, NUMBERS, error);
}

static gboolean
get_mut_point (Stage *stage, GError **error)
{
  return get_mut (stage, POINTS, error);
}

static gboolean
borrow_mut (Stage *stage, GError **error)
{
  g_autoptr (TroveBorrow) borrow = trove_arena_borrow_mut (stage->arena, &stage->frozen[VALUES], error);

  return borrow != NULL;
}

static gboolean
borrow_mut_string (Stage *stage, GError **error)
{
  g_auto (TroveBorrow) borrow = TROVE_BORROW_INIT;

  if (trove_borrow_init_mut (&borrow, stage->arena, &stage->frozen[STRINGS], error))
    return TRUE;

  g_assert_true (trove_borrow_is_released (&borrow));
  return FALSE;
}

typedef struct
{
  const char *name;
  gboolean (*act) (Stage *stage, GError **error);
  gboolean needs_own; /* it changes an own element */
} Operation;

static const Operation operations[] = {
  { "append-raw", append_raw },
  { "append", append_value },
  { "append-to", append_to },
  { "append-point", append_point },
  { "append-string", append_string },
  { "append-string/long", append_long_string },
  { "append-string/value", append_string_value },
  { "append-many", append_many },
  { "append-many/points", append_many_points },
  { "append-many/nulls", append_many_nulls },
  { "append-many/strings", append_many_strings },
  { "append-many/too-many", append_too_many },
  { "append-many/too-many-points", append_too_many_points },
  { "append-values", append_values },
  { "append-int64s", append_int64s },
  { "append-doubles", append_doubles },
  { "append-bytes", append_bytes },
  { "append-bytes/too-many", append_too_many_bytes },
  { "set/frozen", set_frozen },
  { "set/frozen-string", set_frozen_string },
  { "set/frozen-point", set_frozen_point },
  { "set/longer", set_longer, .needs_own = TRUE },
  { "get-mut", get_mut_raw },
  { "get-mut/point", get_mut_point },
  { "borrow-mut", borrow_mut },
  { "borrow-mut/string", borrow_mut_string },
};

/* The elements can be read, and own ones changed in place. */
static void
check_usable (Stage *stage, gboolean with_own)
{
  g_autoptr (TestValue) got = NULL;

  check_arena (stage->arena);
  g_assert_cmpint (get_int (stage->arena, &stage->frozen[NUMBERS]), ==, 7);
  g_assert_cmpstr (trove_arena_get_string (stage->arena, &stage->frozen[STRINGS], NULL, NULL), ==, "7");
  got = trove_arena_get (stage->arena, &stage->frozen[VALUES], NULL);
  g_assert_cmpstr (g_value_get_string (got), ==, "seven");
  if (!with_own)
    return;

  for (gint64 number = 10; number >= 7; number--)
    {
      g_autoptr (TroveBorrow) borrow = NULL;
      g_autoptr (TroveRef) same = NULL;
      g_auto (GValue) value = int64_value (number);
      TroveRef ref = set_int (stage->arena, &stage->own[NUMBERS], number + 1);
      gint64 *raw;

      assert_ref_equal (&ref, &stage->own[NUMBERS]);
      g_assert_cmpint (get_int (stage->arena, &ref), ==, number + 1);
      raw = trove_arena_get_mut_raw (stage->arena, NUMBERS, &ref, NULL);
      g_assert_nonnull (raw);
      *raw = number + 2;
      g_assert_cmpint (get_int (stage->arena, &ref), ==, number + 2);

      borrow = trove_arena_borrow_mut (stage->arena, &ref, NULL);
      g_assert_true (trove_borrow_set_value (borrow, &value, NULL));
      same = trove_borrow_dup_ref (borrow);
      assert_ref_equal (same, &stage->own[NUMBERS]);
      trove_borrow_release (borrow);
      g_assert_cmpint (get_int (stage->arena, &ref), ==, number);
    }

  {
    g_auto (GValue) shorter = string_value ("8");
    g_autoptr (TroveRef) same = trove_arena_set (stage->arena, &stage->own[STRINGS], &shorter, NULL);

    assert_ref_equal (same, &stage->own[STRINGS]);
    g_assert_cmpstr (trove_arena_get_string (stage->arena, same, NULL, NULL), ==, "8");
  }
}

/* Versions can be made at the limit. */
static void
check_versions (Stage *stage, guint64 limit)
{
  g_autofree char *text = text_of (stage->arena);
  g_autoptr (TroveSnapshot) snapshot = trove_arena_snapshot (stage->arena, NULL);
  g_autoptr (TroveArena) clone = trove_arena_clone (stage->arena, NULL);
  g_autoptr (TroveArena) branch = NULL;
  g_autoptr (TroveArena) merged = NULL;
  TroveArena *arenas[3];

  g_assert_nonnull (snapshot);
  g_assert_nonnull (clone);
  branch = trove_snapshot_branch (snapshot);
  merged = trove_arena_merge (clone, branch, NULL);
  g_assert_nonnull (merged);
  g_assert_true (trove_arena_absorb (clone, branch, NULL));
  assert_max_bytes (clone, limit);
  assert_max_bytes (branch, limit);
  assert_max_bytes (merged, limit);

  arenas[0] = clone;
  arenas[1] = branch;
  arenas[2] = merged;
  for (guint i = 0; i < G_N_ELEMENTS (arenas); i++)
    {
      g_autofree char *same = text_of (arenas[i]);

      g_assert_cmpstr (same, ==, text);
      check_arena (arenas[i]);
    }
  check_snapshot (snapshot);
}

/* Repeats the operation until it is refused, and once more, which changes nothing. */
static void
exhaust (Stage *stage, const Operation *operation, guint64 limit)
{
  guint64 held = usage_of (stage->arena).total;
  g_autofree char *text = NULL;
  g_autofree char *same = NULL;
  TroveUsage before, after;
  GError *error = NULL;
  guint64 n_before = 0;

  for (guint i = 0; error == NULL; i++)
    {
      g_assert_cmpuint (i, <, 100000);
      n_before = trove_arena_get_n_elements (stage->arena, NULL);
      before = usage_of (stage->arena);
      assert_within (stage->arena, MAX (limit, held), 2, N_POOLS);
      g_assert_true (operation->act (stage, &error) == (error == NULL));
    }
  assert_trove_error (error, TROVE_ERROR_NO_MEMORY, id_text (limit), "max-bytes");
  g_assert_cmpuint (trove_arena_get_n_elements (stage->arena, NULL), ==, n_before);
  after = usage_of (stage->arena);
  g_assert_cmpuint (after.elements, ==, before.elements);

  text = text_of (stage->arena);
  g_assert_false (operation->act (stage, &error));
  assert_trove_error (error, TROVE_ERROR_NO_MEMORY, id_text (limit), "max-bytes");
  same = text_of (stage->arena);
  g_assert_cmpstr (same, ==, text);
  before = usage_of (stage->arena);
  assert_same_usage (after, before);
}

static void
check_operation (const Operation *operation, gboolean with_own, gint64 more)
{
  int live = test_live ();
  GError *error = NULL;
  guint64 limit, held;
  Stage stage;

  stage_init (&stage, with_own);
  held = usage_of (stage.arena).total;
  limit = more > -(gint64) held ? held + (guint64) more : 1; /* more may be negative */
  g_assert_true (trove_arena_set_max_bytes (stage.arena, limit, NULL));
  g_assert_cmpuint (usage_of (stage.arena).total, ==, held); /* nothing is lost by a limit */

  exhaust (&stage, operation, limit);
  check_usable (&stage, with_own);
  check_versions (&stage, limit);
  g_assert_true (trove_arena_set_max_bytes (stage.arena, 3 * limit + 2000000, NULL));
  if (!operation->needs_own) /* its element is frozen by now */
    {
      g_assert_true (operation->act (&stage, &error));
      g_assert_no_error (error);
    }
  g_assert_true (trove_arena_set_max_bytes (stage.arena, 0, NULL));
  g_assert_true (operation->act (&stage, &error));
  g_assert_no_error (error);
  check_arena (stage.arena);
  g_object_unref (stage.arena);
  g_assert_cmpint (test_live (), ==, live);
}

static void
test_operation (gconstpointer data)
{
  static const gint64 more[] = { -100000, -500, -1, 0, 1, 300, 3000, 5000, 30000 };
  const Operation *operation = data;

  for (guint i = 0; i < G_N_ELEMENTS (more); i += test_quick () ? 3 : 1)
    {
      check_operation (operation, TRUE, more[i]);
      if (!operation->needs_own)
        check_operation (operation, FALSE, more[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_autofree char *path = g_strconcat ("/max-bytes/refused/", operations[i].name, NULL);

      g_test_add_data_func (path, &operations[i], test_operation);
    }

  return g_test_run ();
}

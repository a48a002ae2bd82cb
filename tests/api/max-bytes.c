/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-arena.h"
#include "test-types.h"

/* TroveArena:max-bytes: what is refused, that nothing is lost by it, and that it goes on. */

static guint64
total_of (TroveArena *arena)
{
  return usage_of (arena).total;
}

static void
assert_limit (TroveArena *arena, guint64 limit)
{
  guint64 got;

  g_object_get (arena, "max-bytes", &got, NULL);
  g_assert_cmpuint (got, ==, limit);
  g_assert_cmpuint (trove_arena_get_max_bytes (arena), ==, limit);
}

/* No more than the limit is in chunks, up to what the allocator rounds. What keeps them together is little, a version:
 * its place in the map, and the tables of its pools, rows and borrows. */
static void
assert_within (TroveArena *arena, guint64 limit, guint n_versions, guint n_pools)
{
  TroveUsage usage = usage_of (arena);

  g_assert_cmpuint (usage.elements + usage.room + usage.waste, <=, limit + 48);
  g_assert_cmpuint (usage.total, <=,
                    limit + 600 + limit / 1000 + n_versions * (400 + 600 * (guint64) n_pools));
}

/* All that can be read of it, as text; a point is its number. */
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

/* The property */

static void
count_notify (GObject *object, GParamSpec *pspec, gpointer data)
{
  g_assert_cmpstr (pspec->name, ==, "max-bytes");
  ++*(guint *) data;
}

/* A property has no error to give. */
static void
set_property (gpointer data)
{
  g_test_expect_message ("Trove", G_LOG_LEVEL_WARNING,
                         "max-bytes was not set: The arena belongs to the main thread, not to thread *");
  g_object_set (data, "max-bytes", (guint64) 1, NULL);
  g_test_assert_expected_messages ();
}

static void
test_property (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (arena), "max-bytes");
  guint n = 0;

  g_assert_nonnull (pspec);
  g_assert_cmpuint (G_PARAM_SPEC_VALUE_TYPE (pspec), ==, G_TYPE_UINT64);
  g_assert_cmpuint (G_PARAM_SPEC_UINT64 (pspec)->default_value, ==, 0);
  g_assert_cmpuint (G_PARAM_SPEC_UINT64 (pspec)->minimum, ==, 0);
  g_assert_cmpuint (G_PARAM_SPEC_UINT64 (pspec)->maximum, ==, G_MAXUINT64);

  g_signal_connect (arena, "notify::max-bytes", G_CALLBACK (count_notify), &n);
  assert_limit (arena, 0);
  g_object_set (arena, "max-bytes", (guint64) 100000, NULL);
  assert_limit (arena, 100000);
  g_assert_cmpuint (n, ==, 1);
  on_other_thread (set_property, arena);
  assert_limit (arena, 100000);
  g_assert_cmpuint (n, ==, 1);
  g_assert_true (trove_arena_set_max_bytes (arena, G_MAXUINT64, NULL));
  assert_limit (arena, G_MAXUINT64);
  g_assert_cmpuint (n, ==, 2);

  /* To what it is already. */
  g_assert_true (trove_arena_set_max_bytes (arena, G_MAXUINT64, NULL));
  g_object_set (arena, "max-bytes", G_MAXUINT64, NULL);
  g_assert_cmpuint (n, ==, 2);
  g_assert_true (trove_arena_set_max_bytes (arena, 0, NULL));
  assert_limit (arena, 0);
  g_assert_cmpuint (n, ==, 3);
}

/* Beside the type of the elements, whichever comes first. */
static void
test_construct (void)
{
  g_autoptr (TroveArena) first =
      g_object_new (TROVE_TYPE_ARENA, "element-type", G_TYPE_INT64, "max-bytes", (guint64) 5000, NULL);
  g_autoptr (TroveArena) second =
      g_object_new (TROVE_TYPE_ARENA, "max-bytes", (guint64) 5000, "element-type", G_TYPE_INT64, NULL);
  g_autoptr (TroveArena) bare = g_object_new (TROVE_TYPE_ARENA, NULL);
  g_autoptr (TroveArena) limited = g_object_new (TROVE_TYPE_ARENA, "max-bytes", (guint64) 5000, NULL);
  TroveArena *const arenas[] = { first, second, limited };

  assert_limit (bare, 0);
  for (guint i = 0; i < G_N_ELEMENTS (arenas); i++)
    {
      g_auto (GValue) value = int64_value (7);
      GError *error = NULL;
      TroveRef *ref;

      assert_limit (arenas[i], 5000);
      while ((ref = trove_arena_append (arenas[i], &value, &error)) != NULL)
        trove_ref_free (ref);
      assert_trove_error (error, TROVE_ERROR_NO_MEMORY, "5000", "max-bytes");
      g_assert_cmpuint (trove_arena_get_n_elements (arenas[i], NULL), >=, 32);
      assert_within (arenas[i], 5000, 1, 1);
      check_arena (arenas[i]);
    }
}

/* Every call that needs memory */

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
ok (TroveRef *ref)
{
  if (ref == NULL)
    return FALSE;

  trove_ref_free (ref);
  return TRUE;
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

  return ok (trove_arena_append (stage->arena, &value, error));
}

static gboolean
append_to (Stage *stage, GError **error)
{
  g_auto (GValue) value = int64_value (5);

  return ok (trove_arena_append_to (stage->arena, NUMBERS, &value, error));
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

  return ok (trove_arena_append (stage->arena, &value, error));
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
  done = ok (trove_arena_append_many (stage->arena, NUMBERS, values, N_MANY, error));
  for (guint i = 0; i < N_MANY; i++)
    g_value_unset (&values[i]);
  return done;
}

static gboolean
append_int64s (Stage *stage, GError **error)
{
  const gint64 numbers[N_MANY] = { 1, 2, 3 };

  return ok (trove_arena_append_int64s (stage->arena, NUMBERS, numbers, N_MANY, error));
}

static gboolean
append_doubles (Stage *stage, GError **error)
{
  const double numbers[N_MANY] = { 1, 2, 3 };

  return ok (trove_arena_append_doubles (stage->arena, NUMBERS, numbers, N_MANY, error));
}

static gboolean
append_bytes (Stage *stage, GError **error)
{
  const gint64 numbers[N_MANY] = { 1, 2, 3 };
  g_autoptr (GBytes) bytes = g_bytes_new (numbers, sizeof numbers);

  return ok (trove_arena_append_bytes (stage->arena, NUMBERS, bytes, error));
}

/* More than the limits below by itself. */
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

  return ok (trove_arena_append_bytes (stage->arena, NUMBERS, bytes, error));
}

static gboolean
set_frozen (Stage *stage, GError **error)
{
  g_auto (GValue) value = int64_value (5);

  return ok (trove_arena_set (stage->arena, &stage->frozen[NUMBERS], &value, error));
}

static gboolean
set_frozen_string (Stage *stage, GError **error)
{
  g_auto (GValue) value = string_value ("a text of some length");

  return ok (trove_arena_set (stage->arena, &stage->frozen[STRINGS], &value, error));
}

static gboolean
set_frozen_point (Stage *stage, GError **error)
{
  g_autoptr (TestPoint) point = test_point_new (5);
  g_auto (GValue) value = boxed_value (TEST_TYPE_POINT, point);

  return ok (trove_arena_set (stage->arena, &stage->frozen[POINTS], &value, error));
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
  return ok (ref);
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
  gboolean needs_own; /* it changes what is own */
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

/* What is there can be read, and changed in place where it is own. */
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

/* All versions of it can still be taken. */
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
  assert_limit (clone, limit);
  assert_limit (branch, limit);
  assert_limit (merged, limit);

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

/* Does it until it is refused; then once more, which changes nothing. */
static void
exhaust (Stage *stage, const Operation *operation, guint64 limit)
{
  guint64 held = total_of (stage->arena);
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
  held = total_of (stage.arena);
  limit = more > -(gint64) held ? held + (guint64) more : 1; /* more may be negative */
  g_assert_true (trove_arena_set_max_bytes (stage.arena, limit, NULL));
  g_assert_cmpuint (total_of (stage.arena), ==, held); /* nothing is lost by a limit */

  exhaust (&stage, operation, limit);
  check_usable (&stage, with_own);
  check_versions (&stage, limit);
  g_assert_true (trove_arena_set_max_bytes (stage.arena, 3 * limit + 2000000, NULL));
  if (!operation->needs_own) /* it is frozen by now */
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

/* Of a batch whose rows do not all fit none is taken. */
static void
test_batch (void)
{
  g_autofree gint64 *numbers = g_new0 (gint64, 10000);
  g_autoptr (GBytes) bytes = g_bytes_new_static (numbers, 80000);

  for (guint n = 1; n < 2000; n = 2 * n + 1)
    for (guint64 more = 0; more < 60000; more += 7777)
      {
        g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
        TroveUsage before, after;
        GError *error = NULL;

        for (guint i = 0; i < n; i++)
          put_int (arena, 0, i);
        before = usage_of (arena);
        g_assert_true (trove_arena_set_max_bytes (arena, before.total + more, NULL));
        g_assert_false (trove_arena_append_many_raw (arena, 0, numbers, 10000, NULL, &error));
        assert_trove_error (error, TROVE_ERROR_NO_MEMORY, "max-bytes");
        g_assert_null (trove_arena_append_int64s (arena, 0, numbers, 10000, &error));
        assert_trove_error (error, TROVE_ERROR_NO_MEMORY, "max-bytes");
        g_assert_null (trove_arena_append_bytes (arena, 0, bytes, &error));
        assert_trove_error (error, TROVE_ERROR_NO_MEMORY, "max-bytes");
        after = usage_of (arena);
        assert_same_usage (after, before);
        g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, n);
      }
}

/* Nor are the bytes of some of its strings, where there is room for all the elements. */
static void
test_batch_of_strings (void)
{
  g_autofree char *text = g_strnfill (1000, 'x');
  const char *strings[30];

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    strings[i] = i % 7 == 3 ? NULL : text + i;
  for (guint64 more = 0; more < 24000; more += 777)
    {
      g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_STRING);
      TroveRef ref = put_string (arena, "some text");
      TroveUsage before = usage_of (arena), after;
      GError *error = NULL;

      g_assert_true (trove_arena_set_max_bytes (arena, before.total + more, NULL));
      g_assert_false (trove_arena_append_many_raw (arena, 0, strings, G_N_ELEMENTS (strings), NULL, &error));
      assert_trove_error (error, TROVE_ERROR_NO_MEMORY, "max-bytes");
      after = usage_of (arena);
      assert_same_usage (after, before);

      /* With as much as it takes it fits, and with what is there already. */
      g_assert_true (trove_arena_set_max_bytes (arena, before.total + 26000, NULL));
      g_assert_true (trove_arena_append_many_raw (arena, 0, strings, 5, NULL, NULL));
      g_assert_true (trove_arena_append_many_raw (arena, 0, strings + 5, 20, NULL, NULL));
      assert_within (arena, before.total + 26000, 1, 1);
      g_assert_cmpstr (trove_arena_get_string (arena, &ref, NULL, NULL), ==, "some text");
    }
}

/* Appends n numbers to an arena of some, of which the last are own, within so many bytes more; -1: refused. */
static gint64
left_after (guint n_before, guint n_frozen, guint n, guint64 more)
{
  g_autofree gint64 *numbers = g_new0 (gint64, MAX (n_before, n));
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  guint64 limit;

  g_assert_true (trove_arena_append_many_raw (arena, 0, numbers, n_frozen, NULL, NULL));
  freeze (arena);
  g_assert_true (trove_arena_append_many_raw (arena, 0, numbers, n_before - n_frozen, NULL, NULL));
  limit = total_of (arena) + more;
  g_assert_true (trove_arena_set_max_bytes (arena, limit, NULL));
  if (!trove_arena_append_many_raw (arena, 0, numbers, n, NULL, NULL))
    return -1;

  return (gint64) limit + 1000 - (gint64) total_of (arena); /* the arena itself and tables are beside */
}

/* Nor is one refused that fits: with the least that it needs little is left. */
static void
test_batch_that_fits (void)
{
  for (guint n_before = 1; n_before < 5000; n_before = 3 * n_before + 7)
    for (guint n_frozen = 0; n_frozen <= n_before; n_frozen += MAX (n_before / 2, 1))
      for (guint n = 10; n < 5000; n = 3 * n + 1)
        {
          guint64 refused = 0, done = 1000000;
          gint64 left;

          while (done - refused > 1)
            {
              guint64 more = (refused + done) / 2;

              *(left_after (n_before, n_frozen, n, more) >= 0 ? &done : &refused) = more;
            }
          left = left_after (n_before, n_frozen, n, done);
          g_assert_cmpint (left, >=, 0);
          g_assert_cmpint (left, <=, 1200);
        }
}

/* A batch that is refused has taken no row, but where the last of its rows missed the limit by little: then it is
 * room for what comes next. */
static void
test_batch_takes_nothing (void)
{
  g_autofree gint64 *numbers = g_new0 (gint64, 3000);
  guint n_refused = 0, n_taken = 0;

  for (guint with_own = 0; with_own < 2; with_own++)
    for (guint n = 20; n < 3000; n = n * 3 / 2)
      for (guint64 limit = 100; limit < 40000; limit += test_quick () ? 3701 : 37)
        {
          g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
          TroveUsage before, after;

          put_int (arena, 0, 1);
          if (!with_own)
            freeze (arena);
          g_assert_true (trove_arena_set_max_bytes (arena, limit, NULL));
          do
            before = usage_of (arena);
          while (trove_arena_append_many_raw (arena, 0, numbers, n, NULL, NULL));
          after = usage_of (arena);
          n_refused++;
          n_taken += after.room != before.room || after.waste != before.waste;
          g_assert_cmpuint (after.elements, ==, before.elements);
          g_assert_cmpuint (after.total, <=, MAX (before.total, limit) + 400);
          for (guint64 room = after.room / 8; room > 0; room--)
            put_int (arena, 0, 2);
        }

  g_test_message ("%u of %u refused batches took a row", n_taken, n_refused);
  g_assert_cmpuint (n_taken, <=, n_refused / 20);
}

/* A batch for which there is room needs nothing, whatever the limit. */
static void
test_batch_in_room (void)
{
  const gint64 numbers[31] = { 0 };
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);

  put_int (arena, 0, 1);
  g_assert_true (trove_arena_set_max_bytes (arena, 1, NULL));
  put_int (arena, 0, 2);
  g_assert_true (trove_arena_append_many_raw (arena, 0, numbers, 30, NULL, NULL));
}

/* Raised, it goes on from where it was, with what is own. */
static void
test_raise (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  gint64 number = 0;

  for (guint64 limit = 1000; limit < 1000000; limit *= 2)
    {
      GError *error = NULL;

      g_assert_true (trove_arena_set_max_bytes (arena, limit, NULL));
      for (; trove_arena_append_raw (arena, 0, &number, NULL, &error); number++)
        g_assert_cmpuint (8 * number, <=, limit);
      assert_trove_error (error, TROVE_ERROR_NO_MEMORY, id_text (limit), "gint64");
      assert_within (arena, limit, 1, 1);
    }
  g_assert_cmpint (number, >, 32000);
  for (gint64 i = 0; i < number; i++)
    {
      TroveRef ref = ref_at (trove_arena_reserve_id (arena, NULL), 0, (guint64) i);

      g_assert_cmpint (*(const gint64 *) trove_arena_get_raw (arena, 0, &ref, NULL), ==, i);
    }
  check_arena (arena);
}

/* Lower than what is held, frozen and own: all of it stays. */
static void
test_lower (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_STRING);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  GError *error = NULL;

  for (guint i = 0; i < 3000; i++)
    {
      put_string (arena, "some text");
      if (i % 100 == 0)
        freeze (arena);
    }
  before = trove_arena_to_string (arena, NULL);
  g_assert_true (trove_arena_set_max_bytes (arena, 1000, NULL));
  for (guint i = 0; error == NULL; i++) /* there may be room yet */
    {
      g_assert_cmpuint (i, <, 3000);
      if (!trove_arena_append_string (arena, 0, "more", -1, NULL, &error))
        break;
      g_free (before);
      before = trove_arena_to_string (arena, NULL);
    }
  assert_trove_error (error, TROVE_ERROR_NO_MEMORY, "1000", "max-bytes");
  after = trove_arena_to_string (arena, NULL);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), >=, 3000);
  check_arena (arena);
}

/* Who has it from whom */

static void
test_inherit (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) other = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) clone = NULL;
  g_autoptr (TroveArena) branch = NULL;
  g_autoptr (TroveArena) merged = NULL;
  g_autoptr (TroveArena) merged_back = NULL;
  g_autoptr (TroveSnapshot) snapshot = NULL;

  put_int (arena, 0, 1);
  put_int (other, 0, 2);
  g_assert_true (trove_arena_set_max_bytes (arena, 50000, NULL));
  g_assert_true (trove_arena_set_max_bytes (other, 60000, NULL));
  clone = trove_arena_clone (arena, NULL);
  snapshot = trove_arena_snapshot (arena, NULL);
  branch = trove_snapshot_branch (snapshot);
  merged = trove_arena_merge (arena, other, NULL);
  merged_back = trove_arena_merge (other, arena, NULL);
  assert_limit (clone, 50000);
  assert_limit (branch, 50000);
  assert_limit (merged, 50000);
  assert_limit (merged_back, 60000);
  g_assert_true (trove_arena_absorb (other, arena, NULL));
  assert_limit (other, 60000);
  assert_limit (arena, 50000);
  g_assert_true (trove_arena_absorb (branch, other, NULL));
  assert_limit (branch, 50000);
  g_assert_true (trove_arena_revert (other, snapshot, NULL));
  assert_limit (other, 60000);

  /* Each has its own from then on. */
  g_assert_true (trove_arena_set_max_bytes (clone, 70000, NULL));
  assert_limit (arena, 50000);
  g_assert_true (trove_arena_set_max_bytes (arena, 0, NULL));
  assert_limit (clone, 70000);
  assert_limit (merged, 50000);
}

static guint
fill (TroveArena *arena)
{
  const gint64 number = 5;
  GError *error = NULL;
  guint n = 0;

  while (trove_arena_append_raw (arena, 0, &number, NULL, &error))
    g_assert_cmpuint (++n, <, 1000000);
  assert_trove_error (error, TROVE_ERROR_NO_MEMORY, "max-bytes");
  return n;
}

/* Each may hold as much by itself, of what it shares and what is its own; what it got by a merge counts. */
static void
test_versions (void)
{
  const guint64 limit = 100000;
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_INT64);
  g_autoptr (TroveArena) clone = NULL;
  g_autoptr (TroveArena) merged = NULL;
  g_autoptr (TroveArena) branch = NULL;
  g_autoptr (TroveSnapshot) snapshot = NULL;
  guint n_arena, n_clone, n_before;

  for (guint i = 0; i < 2000; i++)
    put_int (arena, 0, i);
  g_assert_true (trove_arena_set_max_bytes (arena, limit, NULL));
  clone = trove_arena_clone (arena, NULL);
  n_arena = fill (arena);
  n_clone = fill (clone);
  g_assert_cmpuint (n_arena, >, 2000);
  g_assert_cmpuint (n_clone, >, 2000);
  assert_within (arena, limit, 2, 1);
  assert_within (clone, limit, 2, 1);

  /* More than either may hold, and nothing of it is lost. */
  merged = trove_arena_merge (arena, clone, NULL);
  g_assert_cmpuint (trove_arena_get_n_elements (merged, NULL), ==, 2000 + n_arena + n_clone);
  g_assert_cmpuint (total_of (merged), >, limit);
  n_before = fill (merged);
  g_assert_cmpuint (n_before, <=, 500); /* what its first row or a chunk has room for */
  g_assert_true (trove_arena_set_max_bytes (merged, 4 * limit, NULL));
  g_assert_cmpuint (fill (merged), >, 2000);
  assert_within (merged, 4 * limit, 4, 1);

  n_before = (guint) trove_arena_get_n_elements (arena, NULL);
  g_assert_true (trove_arena_absorb (arena, clone, NULL));
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, n_before + n_clone);
  g_assert_cmpuint (fill (arena), <=, 500);
  check_arena (arena);

  /* A branch has the limit as well, and what it reads counts. */
  snapshot = trove_arena_snapshot (arena, NULL);
  branch = trove_snapshot_branch (snapshot);
  g_assert_cmpuint (fill (branch), <=, 500);
  g_assert_true (trove_arena_set_max_bytes (branch, 0, NULL));
  for (guint i = 0; i < 50000; i++)
    put_int (branch, 0, i);
  check_arena (branch);
}

/* However it is filled, it ends within the limit, and not long before. */

typedef struct
{
  const char *name;
  GType (*type) (void);
  gboolean (*append) (TroveArena *arena, guint i, GError **error);
  guint every; /* a version after so many; 0: none */
} Filling;

static gboolean
fill_number (TroveArena *arena, guint i, GError **error)
{
  const gint64 number = i;

  return trove_arena_append_raw (arena, 0, &number, NULL, error);
}

static gboolean
fill_string (TroveArena *arena, guint i, GError **error)
{
  static const char text[] = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz";

  return trove_arena_append_string (arena, 0, text, i % 53, NULL, error);
}

static gboolean
fill_batch (TroveArena *arena, guint i, GError **error)
{
  const gint64 numbers[100] = { i };

  return trove_arena_append_many_raw (arena, 0, numbers, i % 100, NULL, error);
}

static gboolean
fill_copies (TroveArena *arena, guint i, GError **error)
{
  g_autoptr (TroveBorrow) borrow = NULL;
  g_autoptr (TroveRef) root = trove_arena_get_root (arena, NULL);
  g_autoptr (TroveRef) changed = NULL;

  if (root == NULL)
    {
      const gint64 number = i;
      TroveRef ref;

      return trove_arena_append_raw (arena, 0, &number, &ref, error) &&
             trove_arena_set_root (arena, &ref, error);
    }

  borrow = trove_arena_borrow_mut (arena, root, error);
  if (borrow == NULL)
    return FALSE;
  changed = trove_borrow_dup_ref (borrow);
  return trove_arena_set_root (arena, changed, error);
}

static gboolean
fill_value (TroveArena *arena, guint i, GError **error)
{
  g_auto (GValue) value = int_value ((int) i);

  return ok (trove_arena_append (arena, &value, error));
}

static GType
int64_type (void)
{
  return G_TYPE_INT64;
}

static GType
string_type (void)
{
  return G_TYPE_STRING;
}

static GType
value_type (void)
{
  return G_TYPE_VALUE;
}

static const Filling fillings[] = {
  { "numbers", int64_type, fill_number, 0 },
  { "numbers/versions", int64_type, fill_number, 1 },
  { "numbers/few-versions", int64_type, fill_number, 40 },
  { "strings", string_type, fill_string, 0 },
  { "strings/versions", string_type, fill_string, 1 },
  { "strings/few-versions", string_type, fill_string, 1000 },
  { "batches", int64_type, fill_batch, 0 },
  { "batches/versions", int64_type, fill_batch, 3 },
  { "copies/versions", int64_type, fill_copies, 1 },
  { "values", value_type, fill_value, 0 },
  { "values/versions", value_type, fill_value, 7 },
};

static void
test_filling (gconstpointer data)
{
  static const guint64 limits[] = { 2000, 10000, 77777, 1 << 20, 10000000 };
  const Filling *filling = data;

  for (guint l = 0; l < G_N_ELEMENTS (limits) - (test_quick () ? 2 : 0); l++)
    {
      g_autoptr (TroveArena) arena = trove_arena_new (filling->type ());
      guint64 limit = limits[l], total;
      guint n_versions = 1;
      GError *error = NULL;

      g_assert_true (trove_arena_set_max_bytes (arena, limit, NULL));
      for (guint i = 0; filling->append (arena, i, &error); i++)
        {
          g_assert_cmpuint (i, <, limit);
          if (filling->every > 0 && i % filling->every == filling->every - 1)
            {
              freeze (arena);
              n_versions++;
            }
        }
      assert_trove_error (error, TROVE_ERROR_NO_MEMORY, id_text (limit), "max-bytes");
      total = total_of (arena);
      g_test_message ("%s: %" G_GUINT64_FORMAT " bytes of %" G_GUINT64_FORMAT ", in %u versions",
                      filling->name, total, limit, n_versions);
      assert_within (arena, limit, n_versions, 1);
      g_assert_cmpuint (total, >=, limit / 3);
      if (limit < 100000)
        check_arena (arena);
    }
}

/* What failed and then went is given back: refused again and again, it is not the limit that shrinks or grows. */
static void
test_discarded (void)
{
  const GType types[] = { G_TYPE_INT64, G_TYPE_STRING };
  g_autofree char *text = g_strnfill (60000, 'x');
  const guint64 limit = 100000;
  const char *strings[100];

  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    strings[i] = text + 60000 - 300;

  /* A batch of which a part fits. */
  {
    g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_STRING);
    guint64 after_first = 0;

    g_assert_true (trove_arena_set_max_bytes (arena, 20000, NULL));
    for (guint i = 0; i < 100; i++)
      {
        g_assert_false (trove_arena_append_many_raw (arena, 0, strings, 100, NULL, NULL));
        freeze (arena);
        if (i == 0)
          after_first = total_of (arena);
        g_assert_cmpuint (total_of (arena), <=, 20000);
      }
    g_assert_cmpuint (total_of (arena), <=, after_first + 5000);
    g_assert_true (trove_arena_append_many_raw (arena, 0, strings, 20, NULL, NULL));
    check_arena (arena);
  }

  /* A string that is frozen and too long to be there twice. */
  {
    g_autoptr (TroveArena) arena = trove_arena_new_for_types (types, 2);
    TroveRef ref;

    g_assert_true (trove_arena_append_string (arena, 1, text, -1, &ref, NULL));
    freeze (arena);
    g_assert_true (trove_arena_set_max_bytes (arena, limit, NULL));
    for (guint i = 0; i < 1000; i++)
      {
        g_assert_null (trove_arena_borrow_mut (arena, &ref, NULL));
        freeze (arena);
        g_assert_cmpuint (total_of (arena), <=, limit);
      }
    put_int (arena, 0, 1);
    text[30000] = '\0';
    g_assert_true (trove_arena_append_string (arena, 1, text, -1, NULL, NULL));
    g_assert_false (trove_arena_append_string (arena, 1, text, -1, NULL, NULL));
    g_assert_cmpuint (total_of (arena), <=, limit);
    check_arena (arena);
  }
}

/* Bytes that a string left are not asked for once more. */
static void
test_batch_in_used_bytes (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_STRING);
  g_autofree char *text = g_strnfill (3000, 'x');
  GError *error = NULL;
  TroveRef ref = put_string (arena, text);

  ref = set_string (arena, &ref, NULL);
  g_assert_true (trove_arena_set_max_bytes (arena, total_of (arena), NULL));
  g_assert_true (trove_arena_append_many_raw (arena, 0, (const char *const *) &text, 1, NULL, &error));
  g_assert_no_error (error);
  g_assert_false (trove_arena_append_many_raw (arena, 0, (const char *const *) &text, 1, NULL, &error));
  assert_trove_error (error, TROVE_ERROR_NO_MEMORY, "max-bytes");
  g_assert_cmpuint (trove_arena_get_n_elements (arena, NULL), ==, 2);
  check_arena (arena);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/max-bytes/property", test_property);
  g_test_add_func ("/max-bytes/construct", test_construct);
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_autofree char *path = g_strconcat ("/max-bytes/refused/", operations[i].name, NULL);

      g_test_add_data_func (path, &operations[i], test_operation);
    }
  g_test_add_func ("/max-bytes/batch", test_batch);
  g_test_add_func ("/max-bytes/batch/strings", test_batch_of_strings);
  g_test_add_func ("/max-bytes/batch/that-fits", test_batch_that_fits);
  g_test_add_func ("/max-bytes/batch/takes-nothing", test_batch_takes_nothing);
  g_test_add_func ("/max-bytes/batch/in-room", test_batch_in_room);
  g_test_add_func ("/max-bytes/batch/in-used-bytes", test_batch_in_used_bytes);
  g_test_add_func ("/max-bytes/raise", test_raise);
  g_test_add_func ("/max-bytes/lower", test_lower);
  g_test_add_func ("/max-bytes/inherit", test_inherit);
  g_test_add_func ("/max-bytes/versions", test_versions);
  for (guint i = 0; i < G_N_ELEMENTS (fillings); i++)
    {
      g_autofree char *path = g_strconcat ("/max-bytes/filled/", fillings[i].name, NULL);

      g_test_add_data_func (path, &fillings[i], test_filling);
    }
  g_test_add_func ("/max-bytes/discarded", test_discarded);

  return g_test_run ();
}

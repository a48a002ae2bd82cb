/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "hooked-element.h"

/* Copy and clear functions that call back: every operation that runs one, with every action that such a function
 * may take. */

/* Operations that run a copy or clear function. Each gives TRUE, or FALSE with an error; the arena may be gone
 * afterwards. */

typedef gboolean (*Operation) (GError **error);

static void
assert_new (const TroveRef *ref, gint64 number)
{
  if (hooks.arena != NULL)
    g_assert_cmpint (get_hooked (hooks.arena, ref), ==, number);
}

/* A copy function that replaces the value that it copies has read the old value or the new one. */
static void
assert_old_or_replaced (gint64 number)
{
  g_assert_true (number == 1 || number == 55);
}

static gboolean
op_append (GError **error)
{
  g_auto (GValue) value = hooked_value (hooked_type (), 30);
  g_autoptr (TroveRef) ref = trove_arena_append (hooks.arena, &value, error);

  if (ref != NULL)
    assert_new (ref, 30);
  return ref != NULL;
}

static gboolean
op_append_to (GError **error)
{
  g_auto (GValue) value = hooked_value (hooked_type (), 30);
  g_autoptr (TroveRef) ref = trove_arena_append_to (hooks.arena, 0, &value, error);

  if (ref != NULL)
    assert_new (ref, 30);
  return ref != NULL;
}

/* The element to append is in the arena itself. */
static gboolean
op_append_own (GError **error)
{
  gconstpointer element = trove_arena_get_raw (hooks.arena, 0, &hooks.ref, NULL);
  TroveRef ref = TROVE_REF_INIT;

  if (!trove_arena_append_raw (hooks.arena, 0, element, &ref, error))
    return FALSE;
  if (hooks.arena != NULL)
    assert_old_or_replaced (get_hooked (hooks.arena, &ref));
  return TRUE;
}

/* The elements to append are both values of the arena. */
static gboolean
op_append_many_own (GError **error)
{
  gconstpointer elements = trove_arena_get_raw (hooks.arena, 0, &hooks.ref, NULL);
  TroveRef ref = TROVE_REF_INIT;

  if (!trove_arena_append_many_raw (hooks.arena, 0, elements, 2, &ref, error))
    return FALSE;
  if (hooks.arena != NULL)
    assert_old_or_replaced (get_hooked (hooks.arena, &ref));
  return TRUE;
}

static gboolean
op_append_many (GError **error)
{
  g_auto (GValue) value = hooked_value (hooked_type (), 30);
  CountingElement *element = g_value_get_boxed (&value);
  const CountingElement inline_elements[] = { *element, *element, *element };
  CountingElement *const pointers[] = { element, element, element };
  const GValue values[] = { value, value, value };
  gconstpointer elements = pointers;
  TroveRef ref = TROVE_REF_INIT;

  if (trove_arena_get_pool_type (hooks.arena, 0) == G_TYPE_VALUE)
    elements = values;
  else if (hooked_type () == HOOKED_TYPE_INLINE)
    elements = inline_elements;
  if (!trove_arena_append_many_raw (hooks.arena, 0, elements, 3, &ref, error))
    return FALSE;
  for (guint i = 0; i < 3; i++, ref.offset++)
    assert_new (&ref, 30);
  return TRUE;
}

static gboolean
op_append_values (GError **error)
{
  g_auto (GValue) value = hooked_value (hooked_type (), 30);
  const GValue values[] = { value, value, value };
  g_autoptr (TroveRef) ref = trove_arena_append_many (hooks.arena, 0, values, 3, error);

  if (ref == NULL)
    return FALSE;
  for (guint i = 0; i < 3; i++, ref->offset++)
    assert_new (ref, 30);
  return TRUE;
}

static gboolean
op_get (GError **error)
{
  g_autoptr (TestValue) value = trove_arena_get (hooks.arena, &hooks.ref, error);

  if (value != NULL)
    assert_old_or_replaced (hooked_number (value));
  return value != NULL;
}

static gboolean
op_set (GError **error)
{
  g_auto (GValue) value = hooked_value (hooked_type (), 30);
  g_autoptr (TroveRef) ref = trove_arena_set (hooks.arena, &hooks.ref, &value, error);

  if (ref == NULL)
    return FALSE;
  /* A clear function may set the value after this set. */
  if (hooks.arena != NULL && get_hooked (hooks.arena, ref) != 55)
    assert_new (ref, 30);
  return TRUE;
}

/* Sets a value to another one of the arena: the GValue has the element itself, not a copy. */
static gboolean
set_to_own (const TroveRef *ref, gboolean (*set) (const GValue *value, GError **error), GError **error)
{
  gconstpointer element = trove_arena_get_raw (hooks.arena, 0, ref, NULL);
  GValue value = G_VALUE_INIT;

  if (trove_arena_get_pool_type (hooks.arena, 0) == G_TYPE_VALUE)
    return set (element, error);

  g_value_init (&value, hooked_type ());
  if (hooked_type () == HOOKED_TYPE_POINTER)
    element = *(const gconstpointer *) element;
  g_value_set_static_boxed (&value, element);
  return set (&value, error);
}

static gboolean
set_other (const GValue *value, GError **error)
{
  g_autoptr (TroveRef) ref = trove_arena_set (hooks.arena, &hooks.other, value, error);

  if (ref != NULL && hooks.arena != NULL)
    get_hooked (hooks.arena, ref);
  return ref != NULL;
}

static gboolean
op_set_to_own (GError **error)
{
  return set_to_own (&hooks.ref, set_other, error);
}

static gboolean
set_itself (const GValue *value, GError **error)
{
  g_autoptr (TroveRef) ref = trove_arena_set (hooks.arena, &hooks.ref, value, error);

  if (ref != NULL && hooks.arena != NULL)
    assert_old_or_replaced (get_hooked (hooks.arena, ref));
  return ref != NULL;
}

static gboolean
op_set_to_itself (GError **error)
{
  return set_to_own (&hooks.ref, set_itself, error);
}

static gboolean
op_get_mut (GError **error)
{
  TroveRef ref = hooks.ref;

  if (trove_arena_get_mut_raw (hooks.arena, 0, &ref, error) == NULL)
    return FALSE;
  assert_new (&ref, 1);
  return TRUE;
}

static gboolean
op_borrow_mut (GError **error)
{
  g_autoptr (TroveBorrow) guard = trove_arena_borrow_mut (hooks.arena, &hooks.ref, error);
  g_autoptr (TestValue) value = guard != NULL ? trove_borrow_get_value (guard, error) : NULL;

  return value != NULL && hooked_number (value) == 1;
}

/* Borrows without the action of the copy function. */
static TroveBorrow *
borrow_quietly (GError **error)
{
  void (*in_copy) (void) = hooks.in_copy;
  TroveBorrow *guard;

  hooks.in_copy = NULL;
  g_assert_nonnull (trove_arena_get_mut_raw (hooks.arena, 0, &hooks.other, NULL));
  guard = trove_arena_borrow_mut (hooks.arena, &hooks.ref, error);
  hooks.in_copy = in_copy;
  return guard;
}

/* Sets through a guard; the arena may have been dropped before. */
static gboolean
op_borrow_set (GError **error)
{
  g_auto (GValue) value = hooked_value (hooked_type (), 30);

  if (hooks.guard == NULL)
    hooks.guard = borrow_quietly (error);
  return hooks.guard != NULL && trove_borrow_set_value (hooks.guard, &value, error);
}

static gboolean
set_through_guard (const GValue *value, GError **error)
{
  return trove_borrow_set_value (hooks.guard, value, error);
}

/* The guard holds the other value as well, since both are in the own sub-arena. */
static gboolean
op_borrow_set_to_own (GError **error)
{
  hooks.guard = borrow_quietly (error);
  return hooks.guard != NULL && set_to_own (&hooks.other, set_through_guard, error);
}

static gboolean
get_through_guard (GError **error)
{
  g_autoptr (TestValue) value = hooks.guard != NULL ? trove_borrow_get_value (hooks.guard, error) : NULL;

  if (value != NULL)
    assert_old_or_replaced (hooked_number (value));
  return value != NULL;
}

/* Through a mutable guard, with which the value can be set as well. */
static gboolean
op_borrow_mut_get (GError **error)
{
  hooks.guard = trove_arena_borrow_mut (hooks.arena, &hooks.ref, error);
  return get_through_guard (error);
}

static gboolean
op_borrow_get (GError **error)
{
  hooks.guard = trove_arena_borrow (hooks.arena, &hooks.ref, error);
  return get_through_guard (error);
}

static gboolean
op_snapshot_get (GError **error)
{
  g_autoptr (TestValue) value = NULL;

  if (hooks.snapshot == NULL)
    hooks.snapshot = trove_arena_snapshot (hooks.arena, error);
  value = trove_snapshot_get (hooks.snapshot, &hooks.ref, error);
  return value != NULL && hooked_number (value) == 1;
}

static gboolean
op_sub_arena_get (GError **error)
{
  g_autoptr (TroveVecMap) map = trove_arena_dup_sub_arenas (hooks.arena, error);
  g_autoptr (TestValue) value = NULL;

  hooks.sub = trove_vec_map_lookup (map, hooks.ref.sub_arena);
  g_clear_object (&map);
  value = trove_sub_arena_get (hooks.sub, 0, 0, error);
  if (value != NULL)
    assert_old_or_replaced (hooked_number (value));
  return value != NULL;
}

static gboolean
op_to_string (GError **error)
{
  g_autofree char *text = trove_arena_to_string (hooks.arena, error);

  return text != NULL;
}

/* An element that is no number is copied before it is refused. */
static gboolean
op_read_numbers (GError **error)
{
  GError *mismatch = NULL;
  gsize n;

  g_assert_null (trove_arena_read_int64s (hooks.arena, &hooks.ref, 1, &n, &mismatch));
  assert_trove_error (mismatch, TROVE_ERROR_TYPE_MISMATCH, NULL);
  return TRUE;
}

static gboolean
op_snapshot_read_numbers (GError **error)
{
  GError *mismatch = NULL;
  gsize n;

  if (hooks.snapshot == NULL)
    hooks.snapshot = trove_arena_snapshot (hooks.arena, error);
  g_assert_null (trove_snapshot_read_doubles (hooks.snapshot, &hooks.ref, 1, &n, &mismatch));
  assert_trove_error (mismatch, TROVE_ERROR_TYPE_MISMATCH, NULL);
  return TRUE;
}

static const struct
{
  const char *name;
  Operation run;
  gboolean clears;
  gboolean needs_guard; /* until the copy is stored */
} operations[] = {
  { "append", op_append },
  { "append_to", op_append_to },
  { "append_raw, of its own", op_append_own },
  { "append_many", op_append_many },
  { "append_many, of its own", op_append_many_own },
  { "append_many, of values", op_append_values },
  { "get", op_get },
  { "set", op_set, .clears = TRUE },
  { "set, to another of its own", op_set_to_own, .clears = TRUE },
  { "set, to itself", op_set_to_itself, .clears = TRUE },
  { "get_mut_raw", op_get_mut },
  { "borrow_mut", op_borrow_mut },
  { "set_value", op_borrow_set, .clears = TRUE, .needs_guard = TRUE },
  { "set_value, to another of its own", op_borrow_set_to_own, .clears = TRUE, .needs_guard = TRUE },
  { "get_value", op_borrow_get },
  { "get_value, mutable", op_borrow_mut_get },
  { "snapshot get", op_snapshot_get },
  { "sub-arena get", op_sub_arena_get },
  { "to_string", op_to_string },
  { "read_int64s", op_read_numbers },
  { "snapshot read_doubles", op_snapshot_read_numbers },
};

static void
check_copy (GType type, guint operation, guint action, gboolean frozen, gboolean after)
{
  GError *error = NULL;
  gboolean ok;

  g_test_message ("%s, that copies a %s %s: %s, %s", operations[operation].name, frozen ? "frozen" : "own",
                  g_type_name (type), hooked_actions[action].name, after ? "after" : "before");
  hooks_start (type, frozen);
  hooks.after = after;
  hooks.in_copy = hooked_actions[action].run;
  ok = operations[operation].run (&error);
  if (hooked_actions[action].releases && operations[operation].needs_guard)
    {
      g_assert_false (ok);
      assert_trove_error (error, TROVE_ERROR_INVALID_REF, "released");
    }
  else
    g_assert_true (ok);
  g_assert_no_error (error);
  hooks_finish ();
}

static void
check_clear (GType type, guint operation, guint action)
{
  GError *error = NULL;

  g_test_message ("%s, that clears a %s: %s", operations[operation].name, g_type_name (type),
                  hooked_actions[action].name);
  hooks_start (type, FALSE);
  hooks.in_clear = hooked_actions[action].run;
  g_assert_true (operations[operation].run (&error));
  g_assert_no_error (error);
  g_assert_cmpint (hooks.n_runs, ==, 1);
  hooks_finish ();
}

static void
test_operation (gconstpointer data)
{
  guint operation = GPOINTER_TO_UINT (data);

  for (guint action = 0; action < n_hooked_actions; action++)
    for (guint type = 0; type < 3; type++)
      {
        GType gtype = (GType[]){ HOOKED_TYPE_INLINE, HOOKED_TYPE_POINTER, G_TYPE_VALUE }[type];

        for (guint frozen = 0; frozen < 2; frozen++)
          for (guint after = 0; after < 2; after++)
            check_copy (gtype, operation, action, frozen, after);
        if (operations[operation].clears)
          check_clear (gtype, operation, action);
      }
}

/* The n-th copy fails: the error is COPY_FAILED, and nothing has changed. */

static const struct
{
  const char *name;
  Operation run;
  guint n; /* the copies that the operation makes */
  gboolean frozen;
} failing[] = {
  { "append", op_append, 1, FALSE },
  { "append, after a freeze", op_append, 1, TRUE },
  { "append_many", op_append_many, 3, FALSE },
  { "append_many, after a freeze", op_append_many, 3, TRUE },
  { "append_many, of values", op_append_values, 3, FALSE },
  { "set", op_set, 1, FALSE },
  { "set, frozen", op_set, 1, TRUE },
  { "get_mut_raw, frozen", op_get_mut, 1, TRUE },
  { "borrow_mut, frozen", op_borrow_mut, 1, TRUE },
  { "set_value", op_borrow_set, 1, FALSE },
};

static void
test_failing (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (failing); i++)
    for (guint n = 0; n < failing[i].n; n++)
      {
        GError *error = NULL;
        guint64 n_elements;
        int live;

        g_test_message ("%s, copy %u", failing[i].name, n);
        hooks_start (HOOKED_TYPE_INLINE, failing[i].frozen);
        live = hooked_live ();
        n_elements = trove_arena_get_n_elements (hooks.arena, NULL);
        counting_fail_copy (&counting_boxed, n);
        g_assert_false (failing[i].run (&error));
        assert_trove_error (error, TROVE_ERROR_COPY_FAILED, "CountingPoint");

        g_assert_cmpint (hooked_live (), ==, live);
        g_assert_cmpuint (trove_arena_get_n_elements (hooks.arena, NULL), ==, n_elements);
        g_clear_pointer (&hooks.guard, trove_borrow_unref);
        g_assert_cmpint (get_hooked (hooks.arena, &hooks.ref), ==, 1);
        g_assert_cmpint (get_hooked (hooks.arena, &hooks.other), ==, 2);
        check_arena (hooks.arena);

        /* The next call succeeds. */
        g_assert_true (failing[i].run (&error));
        g_assert_no_error (error);
        hooks_finish ();
      }
}

/* A copy function that takes an action and then fails. */
static gboolean
copy_and_fail (gpointer dest, gconstpointer src, gpointer data)
{
  run_hook (&hooks.in_copy);
  return FALSE;
}

static void
test_acting_then_failing (void)
{
  const TroveElementInfo infos[] = { TROVE_ELEMENT_TYPE (HOOKED_TYPE_INLINE),
                                     TROVE_ELEMENT (gint64, .copy = copy_and_fail) };

  for (guint action = 0; action < n_hooked_actions; action++)
    {
      const gint64 number = 1;
      GError *error = NULL;
      g_auto (GValue) one = hooked_value (HOOKED_TYPE_INLINE, 1);
      g_auto (GValue) two = hooked_value (HOOKED_TYPE_INLINE, 2);
      int live = hooked_live ();
      TroveRef ref = TROVE_REF_INIT;

      if (hooked_actions[action].merges)
        continue;
      hooks.arena = trove_arena_new_with_infos (infos, 2);
      hooks.ref = ref_of (trove_arena_append (hooks.arena, &one, NULL));
      hooks.other = ref_of (trove_arena_append (hooks.arena, &two, NULL));
      hooks.in_copy = hooked_actions[action].run;
      g_assert_false (trove_arena_append_raw (hooks.arena, 1, &number, &ref, &error));
      assert_trove_error (error, TROVE_ERROR_COPY_FAILED, "struct of 8 bytes");
      g_assert_true (trove_ref_is_null (&ref));
      if (hooks.arena != NULL)
        check_arena (hooks.arena);
      g_clear_object (&hooks.arena);
      g_assert_cmpint (hooked_live (), ==, live);
    }
  g_assert_cmpint (hooked_live (), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/callbacks/failing", test_failing);
  g_test_add_func ("/callbacks/acting-then-failing", test_acting_then_failing);
  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      g_autofree char *path = g_strdup_printf ("/callbacks/calling-back/%s", operations[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_operation);
    }

  return g_test_run ();
}

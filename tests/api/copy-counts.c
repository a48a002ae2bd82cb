/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-arena.h"
#include "test-types.h"
#include "test-util.h"

/* Copies are made as often as the documentation says, and each is cleared once. The steps are the same for each
 * way in which a pool stores values that it owns. */

typedef enum
{
  APPEND,      /* one value */
  APPEND_MANY, /* N of them, by address */
  GET,         /* the value goes at once */
  SET_OWN,
  SET_FROZEN, /* after a snapshot, which is kept */
  GET_MUT_OWN,
  GET_MUT_FROZEN,
  BORROW_VALUE, /* get_value () through a guard */
  BORROW_SET,   /* set_value () through a mutable guard of an own value */
  CLONE,
  SNAPSHOT,
  MERGE,
  REFUSED_SET, /* a value is borrowed */
  TO_READ,     /* get_raw, a reader, the sub-arenas */
} Step;

#define N 40

/* The copies and clears of each step. */
static const struct
{
  const char *name;
  Step step;
  int copies, clears;
} steps[] = {
  { "append", APPEND, 1, 0 },
  { "append-many", APPEND_MANY, N, 0 },
  { "get", GET, 1, 1 },
  { "set-own", SET_OWN, 1, 1 },
  { "set-frozen", SET_FROZEN, 1, 0 },
  { "get-mut-own", GET_MUT_OWN, 0, 0 },
  { "get-mut-frozen", GET_MUT_FROZEN, 1, 0 },
  { "borrow-value", BORROW_VALUE, 1, 1 },
  { "borrow-set", BORROW_SET, 1, 1 },
  { "clone", CLONE, 0, 0 },
  { "snapshot", SNAPSHOT, 0, 0 },
  { "merge", MERGE, 0, 0 },
  { "refused-set", REFUSED_SET, 0, 0 },
  { "to-read", TO_READ, 0, 0 },
};

typedef struct
{
  const char *name;
  GType (*type) (void);
  gpointer boxed;   /* a value */
  gpointer element; /* the same as a pool stores it, N times */
} Store;

static void
run_step (TroveArena *arena, const Store *store, Step step, TroveRef *ref)
{
  g_auto (GValue) value = boxed_value (store->type (), store->boxed);
  g_autoptr (TroveArena) other = NULL;
  g_autoptr (TroveArena) third = NULL;
  g_autoptr (TroveSnapshot) snapshot = NULL;
  g_autoptr (TestValue) got = NULL;
  g_autoptr (TroveBorrow) borrow = NULL;
  g_auto (TroveReader) reader = { 0 };
  TroveRef inout = *ref;

  reset_counts (); /* the value itself is the caller's */
  switch (step)
    {
    case APPEND:
      trove_ref_free (trove_arena_append (arena, &value, NULL));
      break;
    case APPEND_MANY:
      g_assert_true (trove_arena_append_many_raw (arena, 0, store->element, N, NULL, NULL));
      break;
    case GET:
      got = trove_arena_get (arena, ref, NULL);
      g_clear_pointer (&got, test_value_free);
      break;
    case SET_FROZEN:
      snapshot = trove_arena_snapshot (arena, NULL);
      G_GNUC_FALLTHROUGH;
    case SET_OWN:
      trove_ref_free (trove_arena_set (arena, ref, &value, NULL));
      break;
    case GET_MUT_FROZEN:
      snapshot = trove_arena_snapshot (arena, NULL);
      G_GNUC_FALLTHROUGH;
    case GET_MUT_OWN:
      g_assert_nonnull (trove_arena_get_mut_raw (arena, 0, &inout, NULL));
      break;
    case BORROW_VALUE:
      borrow = trove_arena_borrow (arena, ref, NULL);
      got = trove_borrow_get_value (borrow, NULL);
      g_clear_pointer (&got, test_value_free);
      break;
    case BORROW_SET:
      borrow = trove_arena_borrow_mut (arena, ref, NULL);
      g_assert_true (trove_borrow_set_value (borrow, &value, NULL));
      break;
    case CLONE:
      other = trove_arena_clone (arena, NULL);
      break;
    case SNAPSHOT:
      snapshot = trove_arena_snapshot (arena, NULL);
      other = trove_snapshot_branch (snapshot);
      break;
    case MERGE:
      other = trove_arena_clone (arena, NULL);
      third = trove_arena_merge (arena, other, NULL);
      g_assert_true (trove_arena_absorb (arena, third, NULL));
      break;
    case REFUSED_SET:
      borrow = trove_arena_borrow (arena, ref, NULL);
      g_assert_null (trove_arena_set (arena, ref, &value, NULL));
      break;
    case TO_READ:
      trove_reader_init (&reader, arena, 0);
      g_assert_nonnull (trove_reader_get (&reader, ref, NULL));
      g_assert_nonnull (trove_arena_get_raw (arena, 0, ref, NULL));
      g_object_unref (trove_arena_dup_sub_arenas (arena, NULL));
      break;
    }

  /* Counted before the guards, versions and the value of this function are dropped. */
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i].step == step)
      {
        g_test_message ("%s: %s", store->name, steps[i].name);
        g_assert_cmpint (test_counts ().copies, ==, steps[i].copies);
        g_assert_cmpint (test_counts ().clears, ==, steps[i].clears);
      }
}

static void
check_steps (const Store *store)
{
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (TroveArena) arena = trove_arena_new (store->type ());
      g_auto (GValue) value = boxed_value (store->type (), store->boxed);
      int live = test_live ();
      int n;
      TroveRef ref;

      ref = ref_of (trove_arena_append (arena, &value, NULL));
      run_step (arena, store, steps[i].step, &ref);
      check_arena (arena);

      /* The elements that are left are those that can be read, and they are cleared with the arena. */
      n = (int) trove_arena_get_n_elements (arena, NULL);
      g_assert_cmpint (test_live (), ==, live + n);
      reset_counts ();
      g_clear_object (&arena);
      g_assert_cmpint (test_counts ().copies, ==, 0);
      g_assert_cmpint (test_counts ().clears, ==, n);
      g_assert_cmpint (test_live (), ==, live);
    }
}

static void
test_boxed (void)
{
  TestBox *box = test_box_new (7);
  TestBox *boxes[N];
  const Store store = { "boxed", test_box_get_type, box, boxes };

  for (guint i = 0; i < N; i++)
    boxes[i] = box;
  check_steps (&store);
  test_box_free (box);
}

static void
test_inline (void)
{
  g_autoptr (TestPoint) point = test_point_new (7);
  TestPoint points[N];
  const Store store = { "inline", test_point_get_type, point, points };

  for (guint i = 0; i < N; i++)
    points[i] = *point;
  check_steps (&store);
}

/* Anonymous elements, which no GValue holds. */
static void
test_anonymous (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new_with_infos (&test_point_info, 1);
  g_autoptr (TestPoint) point = test_point_new (7);
  g_autoptr (TroveSnapshot) snapshot = NULL;
  TroveRef ref, old;

  reset_counts ();
  g_assert_true (trove_arena_append_raw (arena, 0, point, &ref, NULL));
  g_assert_cmpint (test_counts ().copies, ==, 1);
  old = ref;
  g_assert_nonnull (trove_arena_get_mut_raw (arena, 0, &ref, NULL));
  g_assert_cmpint (test_counts ().copies, ==, 1);
  snapshot = trove_arena_snapshot (arena, NULL);
  g_assert_nonnull (trove_arena_get_mut_raw (arena, 0, &ref, NULL));
  g_assert_cmpint (test_counts ().copies, ==, 2);
  g_assert_false (trove_ref_equal (&ref, &old));
  check_arena (arena);

  g_assert_cmpint (test_counts ().clears, ==, 0);
  g_clear_object (&arena);
  g_assert_cmpint (test_counts ().clears, ==, 1); /* the copy on write; the other is the snapshot's */
  g_clear_pointer (&snapshot, trove_snapshot_unref);
  g_assert_cmpint (test_counts ().clears, ==, 2);
  g_assert_cmpint (test_counts ().copies, ==, 2);
}

/* Elements that are copied by memcpy and have a clear function: a value that is replaced is cleared. */
static int n_cleared;

static gpointer
copy_int (gpointer number)
{
  return g_memdup2 (number, sizeof (int));
}

static void
count_clear (gpointer element, gpointer data)
{
  g_assert_true (data == &n_cleared);
  n_cleared++;
}

static void
test_clear_alone (void)
{
  GType type = g_boxed_type_register_static ("TestClearAlone", copy_int, g_free);
  const TroveElementInfo info = {
    .size = sizeof (int), .alignment = 4, .clear = count_clear, .data = &n_cleared
  };
  g_autoptr (TroveArena) arena = NULL;
  int number = 5;
  g_auto (GValue) value = G_VALUE_INIT;
  TroveRef ref;

  trove_element_register (type, &info);
  g_value_init (&value, type);
  g_value_set_static_boxed (&value, &number);
  arena = trove_arena_new (type);

  n_cleared = 0;
  ref = ref_of (trove_arena_append (arena, &value, NULL));
  g_assert_cmpint (n_cleared, ==, 0);
  trove_ref_free (trove_arena_set (arena, &ref, &value, NULL));
  g_assert_cmpint (n_cleared, ==, 1);
  {
    g_autoptr (TroveBorrow) borrow = trove_arena_borrow_mut (arena, &ref, NULL);

    g_assert_true (trove_borrow_set_value (borrow, &value, NULL));
    g_assert_cmpint (n_cleared, ==, 2);
  }
  g_clear_object (&arena);
  g_assert_cmpint (n_cleared, ==, 3);
}

/* Objects, by their reference counts. */
static TroveRef
set_value (TroveArena *arena, const TroveRef *ref, const GValue *value)
{
  return ref_of (trove_arena_set (arena, ref, value, NULL));
}

static void
test_objects (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_OBJECT);
  g_autoptr (TestObject) object = test_object_new (1);
  g_autoptr (TestObject) other = test_object_new (2);
  g_auto (GValue) value = object_value (object);
  g_auto (GValue) other_value = object_value (other);
  guint *count = (guint *) &G_OBJECT (object)->ref_count,
        *other_count = (guint *) &G_OBJECT (other)->ref_count;
  g_autoptr (TroveArena) clone = NULL;
  TroveRef refs[N];

  for (guint i = 0; i < N; i++)
    {
      refs[i] = ref_of (trove_arena_append (arena, &value, NULL));
      g_assert_cmpuint (*count, ==, 3 + i);
    }
  test_value_free (trove_arena_get (arena, &refs[3], NULL));
  g_assert_cmpuint (*count, ==, 2 + N);

  refs[0] = set_value (arena, &refs[0], &other_value);
  g_assert_cmpuint (*count, ==, 1 + N);
  g_assert_cmpuint (*other_count, ==, 3);
  /* A value that is set to itself. */
  refs[0] = set_value (arena, &refs[0], &other_value);
  g_assert_cmpuint (*other_count, ==, 3);

  clone = trove_arena_clone (arena, NULL);
  g_assert_cmpuint (*count, ==, 1 + N);
  set_value (arena, &refs[1], &other_value);
  g_assert_cmpuint (*count, ==, 1 + N);
  g_assert_cmpuint (*other_count, ==, 4);
  check_arena (arena);
  g_clear_object (&arena);
  g_assert_cmpuint (*count, ==, 1 + N);
  g_assert_cmpuint (*other_count, ==, 3);
  g_clear_object (&clone);
  g_assert_cmpuint (*count, ==, 2);
  g_assert_cmpuint (*other_count, ==, 2);
}

/* Floating objects are sunk: the arena owns the reference. */
static void
test_floating_objects (void)
{
  const GType types[] = { TEST_TYPE_FLOATING, G_TYPE_OBJECT };
  g_autoptr (TroveArena) arena = trove_arena_new_for_types (types, 2);
  int live = test_live ();

  for (guint pool = 0; pool < G_N_ELEMENTS (types); pool++)
    {
      TestFloating *object = test_floating_new (1);
      TestFloating *other = test_floating_new (2);
      g_auto (GValue) value = object_value (other);

      g_assert_true (g_object_is_floating (object));
      g_assert_true (trove_arena_append_raw (arena, pool, &object, NULL, NULL));
      g_assert_false (g_object_is_floating (object));
      g_assert_cmpuint (G_OBJECT (object)->ref_count, ==, 1);

      trove_ref_free (trove_arena_append_to (arena, pool, &value, NULL));
      g_assert_false (g_object_is_floating (other));
      g_assert_cmpuint (G_OBJECT (other)->ref_count, ==, 2); /* the value's and the arena's */
    }
  check_arena (arena);
  g_clear_object (&arena);
  g_assert_cmpint (test_live (), ==, live);
}

static void
test_floating_variants_and_params (void)
{
  const GType types[] = { G_TYPE_VARIANT, G_TYPE_PARAM };
  g_autoptr (TroveArena) arena = trove_arena_new_for_types (types, 2);
  GVariant *variant = g_variant_new ("(is)", 5, "x");
  GParamSpec *pspec = g_param_spec_int ("n", NULL, NULL, 0, 1, 0, 0);

  g_assert_true (g_variant_is_floating (variant));
  g_assert_true (trove_arena_append_raw (arena, 0, &variant, NULL, NULL));
  g_assert_false (g_variant_is_floating (variant));

  g_assert_cmpuint (pspec->ref_count, ==, 1);
  g_assert_true (trove_arena_append_raw (arena, 1, &pspec, NULL, NULL));
  g_assert_cmpuint (pspec->ref_count, ==, 1); /* the arena's alone */
  g_param_spec_ref_sink (pspec);
  g_assert_cmpuint (pspec->ref_count, ==, 2); /* it was sunk before, so this adds a reference */
  g_param_spec_unref (pspec);
  check_arena (arena);
}

/* Another library's fundamental type, alone and in a pool of values. */
static void
test_atoms (void)
{
  const GType types[] = { TEST_TYPE_ATOM, G_TYPE_VALUE };
  g_autoptr (TroveArena) arena = trove_arena_new_for_types (types, 2);
  g_auto (GValue) value = test_atom_value (5);
  TestAtom *atom = g_value_peek_pointer (&value);

  for (int i = 0; i < N; i++)
    {
      trove_ref_free (trove_arena_append_to (arena, (guint) i % 2, &value, NULL));
      g_assert_cmpint (atom->count, ==, 2 + i);
    }
  check_arena (arena);
  g_clear_object (&arena);
  g_assert_cmpint (atom->count, ==, 1);
}

/* An interface whose prerequisite is such a type does not hold objects. */
static void
test_interface_of_atoms (void)
{
  GType type = g_type_register_static_simple (G_TYPE_INTERFACE, "TestAtomThing", sizeof (GTypeInterface),
                                              NULL, 0, NULL, 0);
  g_autoptr (TroveArena) arena = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) atom = test_atom_value (5);
  g_autoptr (TestValue) got = NULL;
  g_autoptr (TroveRef) ref = NULL;
  GError *error = NULL;

  g_type_interface_add_prerequisite (type, TEST_TYPE_ATOM);
  g_assert_true (G_TYPE_IS_VALUE (type));
  g_value_init (&value, type);
  value.data[0].v_pointer = test_atom_ref (g_value_peek_pointer (&atom));

  arena = trove_arena_new (type);
  ref = trove_arena_append (arena, &value, &error);
  g_assert_no_error (error);
  got = trove_arena_get (arena, ref, &error);
  g_assert_no_error (error);
  g_assert_true (G_VALUE_HOLDS (got, type));
  g_assert_true (g_value_peek_pointer (got) == g_value_peek_pointer (&atom));
  g_assert_cmpint (((TestAtom *) g_value_peek_pointer (got))->count, ==, 4);
}

/* A pool of values copies and clears each value by its own type. */
static void
test_values (void)
{
  g_autoptr (TroveArena) arena = trove_arena_new (G_TYPE_VALUE);
  g_autoptr (TestObject) object = test_object_new (1);
  g_autoptr (TestBox) box = test_box_new (2);
  g_auto (GValue) with_object = object_value (object);
  g_auto (GValue) with_box = boxed_value (TEST_TYPE_BOX, box);
  TroveRef ref;

  reset_counts ();
  ref = ref_of (trove_arena_append (arena, &with_box, NULL));
  g_assert_cmpint (test_counts ().copies, ==, 1);
  trove_ref_free (trove_arena_set (arena, &ref, &with_object, NULL));
  g_assert_cmpint (test_counts ().clears, ==, 1);
  g_assert_cmpuint (G_OBJECT (object)->ref_count, ==, 3);
  trove_ref_free (trove_arena_set (arena, &ref, &with_box, NULL));
  g_assert_cmpuint (G_OBJECT (object)->ref_count, ==, 2);
  g_assert_cmpint (test_counts ().copies, ==, 2);
  check_arena (arena);
  g_clear_object (&arena);
  g_assert_cmpint (test_counts ().copies, ==, test_counts ().clears);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/copy-counts/boxed", test_boxed);
  g_test_add_func ("/copy-counts/inline", test_inline);
  g_test_add_func ("/copy-counts/anonymous", test_anonymous);
  g_test_add_func ("/copy-counts/objects", test_objects);
  g_test_add_func ("/copy-counts/floating/objects", test_floating_objects);
  g_test_add_func ("/copy-counts/floating/others", test_floating_variants_and_params);
  g_test_add_func ("/copy-counts/atoms", test_atoms);
  g_test_add_func ("/copy-counts/values", test_values);
  g_test_add_func ("/copy-counts/clear-alone", test_clear_alone);
  g_test_add_func ("/copy-counts/interface-of-atoms", test_interface_of_atoms);

  return g_test_run ();
}

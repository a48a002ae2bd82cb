/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Target `values`: stores GValues of every type in pools of every type. A value that fits is read again unchanged.
 * Another one fails with TYPE_MISMATCH. values-fit.h decides which values fit. */

#include "fuzz.h"

#include <string.h>

#include "test-types.h"
#include "values-fit.h"
#include "values-make.h"

#define MAX_POOLS 6

/* An element, and its expected value. */
typedef struct
{
  TroveRef ref;
  guint pool;
  GValue expected;
} Stored;

typedef struct
{
  GType pools[MAX_POOLS];
  guint n_pools;
  TroveArena *arena;
  guint64 own_id; /* 0: no element was appended since the last freeze */
  GArray *stored;
} World;

static void
stored_clear (gpointer data)
{
  Stored *stored = data;

  if (G_IS_VALUE (&stored->expected))
    g_value_unset (&stored->expected);
}

static void
check_stored (World *world, const Stored *stored)
{
  g_autoptr (GError) error = NULL;
  GValue *value = trove_arena_get (world->arena, &stored->ref, &error);

  g_assert_no_error (error);
  g_assert_true (value_equal (value, &stored->expected));
  if (G_VALUE_HOLDS_VARIANT (value) && g_value_get_variant (value) != NULL)
    g_assert_false (g_variant_is_floating (g_value_get_variant (value)));
  fuzz_value_free (value);
}

/* Adds an element. Takes over expected. */
static void
store (World *world, const TroveRef *ref, guint pool, GValue *expected)
{
  Stored stored = { *ref, pool, *expected };

  *expected = (GValue) G_VALUE_INIT;
  world->own_id = ref->sub_arena;
  g_assert_true (trove_ref_get_pool (ref) == pool);
  g_array_append_val (world->stored, stored);
  check_stored (world, &stored);
}

static Stored *
find_stored (World *world, const TroveRef *ref)
{
  for (guint i = 0; i < world->stored->len; i++)
    if (trove_ref_equal (&g_array_index (world->stored, Stored, i).ref, ref))
      return &g_array_index (world->stored, Stored, i);
  return NULL;
}

static Stored *
any_stored (World *world, FuzzInput *input)
{
  guint which = fuzz_byte (input);

  return world->stored->len > 0 ? &g_array_index (world->stored, Stored, which % world->stored->len) : NULL;
}

/* Steps */

static void
step_append_to (World *world, FuzzInput *input)
{
  guint pool = fuzz_below (input, world->n_pools);
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) expected = G_VALUE_INIT;
  g_autoptr (TroveRef) ref = NULL;
  g_autoptr (GError) error = NULL;
  gboolean fits;

  value_make (&value, world->pools[pool], input);
  fits = value_fits (world->pools[pool], &value, &expected);
  ref = trove_arena_append_to (world->arena, pool, &value, &error);
  g_assert_true ((ref != NULL) == fits);
  fuzz_assert_verdict (error, fits ? FUZZ_OK : TROVE_ERROR_TYPE_MISMATCH);
  if (ref != NULL)
    store (world, ref, pool, &expected);
}

static void
step_append (World *world, FuzzInput *input)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) expected = G_VALUE_INIT;
  g_autoptr (TroveRef) ref = NULL;
  g_autoptr (GError) error = NULL;
  gboolean fits = FALSE;

  value_make (&value, world->pools[0], input);
  ref = trove_arena_append (world->arena, &value, &error);
  fuzz_assert_verdict (error, ref != NULL ? FUZZ_OK : TROVE_ERROR_TYPE_MISMATCH);
  for (guint i = 0; i < world->n_pools && !fits; i++)
    {
      g_auto (GValue) ignored = G_VALUE_INIT;

      /* append() also chooses the pool of its type for a NULL struct, and that pool refuses it. */
      fits = value_fits (world->pools[i], &value, &ignored) &&
             value_may_choose (world->pools, world->n_pools, i, &value);
    }
  g_assert_true ((ref != NULL) == fits);
  if (ref == NULL)
    return;

  g_assert_true (value_may_choose (world->pools, world->n_pools, trove_ref_get_pool (ref), &value));
  g_assert_true (value_fits (world->pools[trove_ref_get_pool (ref)], &value, &expected));
  store (world, ref, trove_ref_get_pool (ref), &expected);
}

/* Records the result of setting an element, directly or through a borrow. */
static void
restore (World *world, Stored *old, const TroveRef *now, GValue *expected)
{
  Stored *stored = find_stored (world, now);

  g_assert_true ((stored == old) == (world->own_id != 0 && old->ref.sub_arena == world->own_id));
  if (stored == NULL)
    {
      store (world, now, trove_ref_get_pool (now), expected);
      return;
    }
  stored_clear (stored);
  stored->expected = *expected;
  *expected = (GValue) G_VALUE_INIT;
  check_stored (world, stored);
}

static void
step_set (World *world, FuzzInput *input)
{
  Stored *old = any_stored (world, input);
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) expected = G_VALUE_INIT;
  g_autoptr (TroveRef) ref = NULL;
  g_autoptr (GError) error = NULL;
  gboolean fits;

  if (old == NULL)
    return;
  value_make (&value, world->pools[old->pool], input);
  fits = value_fits (world->pools[old->pool], &value, &expected);
  ref = trove_arena_set (world->arena, &old->ref, &value, &error);
  g_assert_true ((ref != NULL) == fits);
  fuzz_assert_verdict (error, fits ? FUZZ_OK : TROVE_ERROR_TYPE_MISMATCH);
  if (ref != NULL)
    restore (world, old, ref, &expected);
  else
    check_stored (world, old);
}

static void
step_borrow_mut (World *world, FuzzInput *input)
{
  Stored *old = any_stored (world, input);
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) expected = G_VALUE_INIT;
  g_autoptr (TroveRef) ref = NULL;
  g_autoptr (GError) error = NULL;
  TroveBorrow *borrow;
  gboolean fits, ok;

  if (old == NULL)
    return;
  value_make (&value, world->pools[old->pool], input);
  fits = value_fits (world->pools[old->pool], &value, &expected);
  borrow = trove_arena_borrow_mut (world->arena, &old->ref, &error);
  fuzz_assert_verdict (error, FUZZ_OK);
  ok = trove_borrow_set_value (borrow, &value, &error);
  g_assert_true (ok == fits);
  fuzz_assert_verdict (error, fits ? FUZZ_OK : TROVE_ERROR_TYPE_MISMATCH);
  ref = trove_borrow_dup_ref (borrow);
  trove_borrow_unref (borrow);

  if (!fits)
    {
      /* The expected value is a copy of the old one. */
      if (G_IS_VALUE (&expected))
        g_value_unset (&expected);
      if (G_IS_VALUE (&old->expected))
        {
          g_value_init (&expected, G_VALUE_TYPE (&old->expected));
          g_value_copy (&old->expected, &expected);
        }
    }
  restore (world, old, ref, &expected);
}

/* Appends by address. Floating references are sunk. A pool of GValues also takes a GValue that holds nothing. */
static void
step_append_raw (World *world, FuzzInput *input)
{
  guint pool = fuzz_below (input, world->n_pools);
  GType type = world->pools[pool];
  gboolean unset = fuzz_byte (input) < 64;
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) expected = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  gpointer floating = NULL;
  gconstpointer element = &floating;
  TroveRef ref;

  if (type == G_TYPE_VARIANT)
    floating = g_variant_new_uint64 (fuzz_word (input));
  else if (type == TEST_TYPE_FLOATING || type == G_TYPE_OBJECT)
    floating = test_floating_new (fuzz_byte (input));
  else if (type == G_TYPE_VALUE)
    element = &value;
  else
    return;

  if (type == G_TYPE_VALUE && !unset)
    {
      value_make (&value, G_TYPE_VALUE, input);
      g_value_init (&expected, G_VALUE_TYPE (&value));
      g_value_copy (&value, &expected);
    }
  g_assert_true (trove_arena_append_raw (world->arena, pool, element, &ref, &error));
  if (floating != NULL)
    {
      g_value_init (&expected, type);
      if (type == G_TYPE_VARIANT)
        g_value_set_variant (&expected, floating);
      else
        g_value_set_object (&expected, floating);
    }
  store (world, &ref, pool, &expected);
}

/* Appends strings of arbitrary bytes. */
static void
step_append_string (World *world, FuzzInput *input)
{
  guint pool = fuzz_below (input, world->n_pools);
  gsize n_bytes, n_read = 77;
  g_autofree guint8 *bytes = fuzz_bytes (input, 200, &n_bytes);
  gboolean fits = world->pools[pool] == G_TYPE_STRING;
  g_auto (GValue) expected = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  const char *string;
  TroveRef ref;

  g_assert_true (
      trove_arena_append_string (world->arena, pool, (char *) bytes, (gssize) n_bytes, &ref, &error) == fits);
  fuzz_assert_verdict (error, fits ? FUZZ_OK : TROVE_ERROR_TYPE_MISMATCH);
  if (!fits)
    return;

  string = trove_arena_get_string (world->arena, &ref, &n_read, &error);
  fuzz_assert_verdict (error, FUZZ_OK);
  g_assert_true (n_read == n_bytes && memcmp (string, bytes, n_bytes + 1) == 0);
  g_value_init (&expected, G_TYPE_STRING);
  g_value_set_string (&expected, (char *) bytes); /* a GValue's string ends at the first NUL */
  store (world, &ref, pool, &expected);
}

/* Appends several numbers in one call: all of them, or none. */
static void
step_append_numbers (World *world, FuzzInput *input)
{
  guint pool = fuzz_below (input, world->n_pools), n = fuzz_below (input, 12);
  GType type = fuzz_byte (input) & 1 ? G_TYPE_INT64 : G_TYPE_DOUBLE;
  GValue values[12] = { 0 }, expected[12] = { 0 };
  gint64 integers[12];
  double doubles[12];
  g_autoptr (TroveRef) first = NULL;
  g_autoptr (GError) error = NULL;
  gboolean fit = TRUE;

  for (guint i = 0; i < n; i++)
    {
      do
        {
          if (G_IS_VALUE (&values[i]))
            g_value_unset (&values[i]);
          value_make (&values[i], type, input);
        }
      while (G_VALUE_TYPE (&values[i]) != type);
      integers[i] = type == G_TYPE_INT64 ? g_value_get_int64 (&values[i]) : 0;
      doubles[i] = type == G_TYPE_DOUBLE ? g_value_get_double (&values[i]) : 0;
      fit = value_fits (world->pools[pool], &values[i], &expected[i]) && fit;
    }

  first = type == G_TYPE_INT64 ? trove_arena_append_int64s (world->arena, pool, integers, n, &error) :
                                 trove_arena_append_doubles (world->arena, pool, doubles, n, &error);
  g_assert_true ((first != NULL) == fit);
  fuzz_assert_verdict (error, fit ? FUZZ_OK : TROVE_ERROR_TYPE_MISMATCH);
  g_assert_true (first == NULL || trove_ref_is_null (first) == (n == 0));
  for (guint i = 0; i < n; i++)
    {
      TroveRef ref =
          first != NULL ? (TroveRef){ first->sub_arena, first->offset + i } : (TroveRef) TROVE_REF_INIT;

      if (first != NULL)
        store (world, &ref, pool, &expected[i]);
      if (G_IS_VALUE (&expected[i]))
        g_value_unset (&expected[i]);
      g_value_unset (&values[i]);
    }
}

/* Appends bytes as elements, in pools whose elements are plain bytes. The test does not know the values that the bytes
 * make: it checks that they can be read, and that the bytes are the same. */
static void
step_append_bytes (World *world, FuzzInput *input)
{
  guint pool = fuzz_below (input, world->n_pools);
  gsize n_bytes, size;
  g_autofree guint8 *data = fuzz_bytes (input, 64, &n_bytes);
  g_autoptr (GBytes) bytes = g_bytes_new (data, n_bytes);
  g_autoptr (GBytes) read = NULL;
  g_autoptr (TroveRef) first = NULL;
  g_autoptr (GError) error = NULL;

  first = trove_arena_append_bytes (world->arena, pool, bytes, &error);
  fuzz_assert_verdict (error, first != NULL ? FUZZ_OK : TROVE_ERROR_TYPE_MISMATCH);
  if (first == NULL || trove_ref_is_null (first))
    return;

  world->own_id = first->sub_arena;
  switch (G_TYPE_FUNDAMENTAL (world->pools[pool]))
    {
    case G_TYPE_CHAR:
    case G_TYPE_UCHAR:
      size = 1;
      break;
    case G_TYPE_BOOLEAN:
    case G_TYPE_INT:
    case G_TYPE_UINT:
    case G_TYPE_ENUM:
    case G_TYPE_FLAGS:
    case G_TYPE_FLOAT:
      size = 4;
      break;
    case G_TYPE_LONG:
    case G_TYPE_ULONG:
      size = sizeof (long);
      break;
    case G_TYPE_POINTER: /* a GType */
      size = sizeof (GType);
      break;
    case G_TYPE_BOXED:
      g_assert_true (world->pools[pool] == TROVE_TYPE_REF);
      size = 16;
      break;
    default:
      size = 8;
      break;
    }
  g_assert_true (n_bytes % size == 0);
  read = trove_arena_read_bytes (world->arena, first, n_bytes / size, &error);
  fuzz_assert_verdict (error, FUZZ_OK);
  g_assert_true (g_bytes_equal (read, bytes));
  for (gsize i = 0; i < n_bytes / size; i++)
    {
      TroveRef ref = { first->sub_arena, first->offset + i };
      GValue *value = trove_arena_get (world->arena, &ref, &error);

      fuzz_assert_verdict (error, FUZZ_OK);
      g_assert_true (G_VALUE_TYPE (value) == world->pools[pool]);
      fuzz_value_free (value);
    }
}

static void
step_freeze (World *world, FuzzInput *input)
{
  g_autoptr (TroveSnapshot) snapshot = NULL;
  g_autoptr (TroveArena) clone = NULL;
  g_autoptr (GError) error = NULL;

  world->own_id = 0;
  if (fuzz_byte (input) & 1)
    {
      snapshot = trove_arena_snapshot (world->arena, &error);
      fuzz_assert_verdict (error, FUZZ_OK);
      return;
    }
  clone = trove_arena_clone (world->arena, &error);
  fuzz_assert_verdict (error, FUZZ_OK);
  g_set_object (&world->arena, clone);
}

static void
step_print (World *world, FuzzInput *input)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = trove_arena_to_string (world->arena, &error);

  fuzz_assert_verdict (error, FUZZ_OK);
  g_assert_true (g_str_has_prefix (text, "{") && g_str_has_suffix (text, "}"));
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

/* The whole */

static void
world_init (World *world, FuzzInput *input)
{
  *world = (World){ .n_pools = 1 + fuzz_below (input, MAX_POOLS) };
  for (guint i = 0; i < world->n_pools; i++)
    world->pools[i] = value_type (fuzz_byte (input));
  world->arena = trove_arena_new_for_types (world->pools, world->n_pools);
  world->stored = g_array_new (FALSE, FALSE, sizeof (Stored));
  g_array_set_clear_func (world->stored, stored_clear);
}

static void
world_finish (World *world)
{
  for (guint i = 0; i < world->stored->len; i++)
    check_stored (world, &g_array_index (world->stored, Stored, i));
  g_object_unref (world->arena);
  g_array_unref (world->stored);
  g_assert_cmpint (test_live (), ==, 0);
}

typedef void (*Step) (World *world, FuzzInput *input);

static const Step steps[] = {
  step_append_to,     step_append,         step_set,          step_borrow_mut, step_append_raw,
  step_append_string, step_append_numbers, step_append_bytes, step_freeze,     step_print,
};

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  FuzzInput input = { data, data + size };
  World world;

  fuzz_begin ();
  world_init (&world, &input);
  while (!fuzz_input_is_over (&input))
    steps[fuzz_below (&input, G_N_ELEMENTS (steps))](&world, &input);
  world_finish (&world);
  return 0;
}

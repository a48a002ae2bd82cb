/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "random-operations.h"

guint64
world_new_value (World *world)
{
  return test_random_next (world->random) >> test_random_below (world->random, 64);
}

gboolean
world_one_in (World *world, guint n)
{
  return test_random_below (world->random, n) == 0;
}

/* An arena that is there, or else a new one. */
Slot *
world_random_arena (World *world)
{
  guint first = (guint) test_random_below (world->random, N_SLOTS);
  Slot *slot;

  for (guint i = 0; i < N_SLOTS; i++)
    if (world->slots[(first + i) % N_SLOTS].arena != NULL)
      return &world->slots[(first + i) % N_SLOTS];

  slot = slot_for_new (world, NULL, NULL);
  slot_set_arena (world, slot, trove_arena_new_with_infos (world->infos, N_POOLS));
  return slot;
}

/* Appending */

void
random_append (World *world, Slot *slot)
{
  guint pool = (guint) test_random_below (world->random, N_POOLS);
  guint64 value = world_new_value (world);
  g_autoptr (GError) error = NULL;
  Element element;
  TroveRef ref;

  element_make (&element, pool, value);
  if (pool == POOL_STRING && world_one_in (world, 2))
    trove_arena_append_string (slot->arena, pool, element.string, -1, &ref, &error);
  else
    trove_arena_append_raw (slot->arena, pool, &element, &ref, &error);
  g_assert_no_error (error);
  slot_appended (world, slot, &ref, pool, value);
}

void
random_append_one (World *world)
{
  random_append (world, world_random_arena (world));
}

void
random_append_many (World *world)
{
  Slot *slot = world_random_arena (world);
  guint n = 1 + (guint) test_random_below (world->random, world_one_in (world, 8) ? 150 : 12);
  guint64 values[150];
  g_autofree char *elements = NULL;
  gsize size;
  TroveRef ref;
  guint pool;

  do
    pool = (guint) test_random_below (world->random, N_POOLS);
  while (pool == POOL_STRING); /* whose text element_make() has one of */
  size = element_size (pool);
  elements = g_malloc (n * size);
  for (guint i = 0; i < n; i++)
    {
      Element element;

      values[i] = world_new_value (world);
      element_make (&element, pool, values[i]);
      memcpy (elements + i * size, &element, size);
    }

  if (pool == POOL_COUNTING && world_one_in (world, 4))
    {
      g_autoptr (GError) error = NULL;

      counting_fail_copy (&world->counting, test_random_below (world->random, n));
      g_assert_false (trove_arena_append_many_raw (slot->arena, pool, elements, n, &ref, &error));
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_COPY_FAILED);
      return;
    }

  g_assert_true (trove_arena_append_many_raw (slot->arena, pool, elements, n, &ref, NULL));
  for (guint i = 0; i < n; i++, ref.offset++)
    slot_appended (world, slot, &ref, pool, values[i]);
}

/* Reading and changing */

void
random_get (World *world)
{
  guint ref;

  if (world_random_ref (world, &ref))
    world_check_ref (world, world_random_arena (world), ref, TRUE);
}

/* What stands in the way of a change, −1: nothing does. */
int
random_expected_error (World *world, const Slot *slot, guint ref)
{
  if (slot_value (slot, ref) == NULL)
    return TROVE_ERROR_INVALID_REF;
  if (slot_n_borrows (world, slot, (int) ref, TRUE) > 0)
    return TROVE_ERROR_BORROWED_MUT;
  if (slot_n_borrows (world, slot, (int) ref, FALSE) > 0)
    return TROVE_ERROR_BORROWED;

  return -1;
}

/* The arena changed a value, in place or in a copy: the number of the ref from now on. */
guint
random_changed (World *world, Slot *slot, guint ref, const TroveRef *result, guint64 value)
{
  if (!slot_is_own (world, slot, ref))
    return slot_appended (world, slot, result, world_pool (world, ref), value);

  g_assert_true (trove_ref_equal (result, world_ref (world, ref)));
  slot_set_value (slot, ref, value);
  return ref;
}

void
random_make_gvalue (GValue *gvalue, guint pool, guint64 value)
{
  Element element;

  element_make (&element, pool, value);
  switch (pool)
    {
    case POOL_INT64:
      g_value_init (gvalue, G_TYPE_INT64);
      g_value_set_int64 (gvalue, element.integer);
      break;
    case POOL_STRING:
      g_value_init (gvalue, G_TYPE_STRING);
      g_value_set_string (gvalue, element.string);
      break;
    case POOL_CHAR:
      g_value_init (gvalue, G_TYPE_CHAR);
      g_value_set_schar (gvalue, element.character);
      break;
    default:
      g_value_init (gvalue, G_TYPE_DOUBLE);
      g_value_set_double (gvalue, element.real);
      break;
    }
}

void
random_set (World *world)
{
  Slot *slot = world_random_arena (world);
  g_auto (GValue) gvalue = G_VALUE_INIT;
  g_autoptr (TroveRef) result = NULL;
  g_autoptr (GError) error = NULL;
  guint64 value = world_new_value (world);
  guint ref, pool;
  int expected;

  if (!world_random_ref (world, &ref))
    return;
  pool = world_pool (world, ref);
  if (pool == POOL_COUNTING || pool == POOL_STRUCT) /* which no GValue holds */
    return;

  expected = random_expected_error (world, slot, ref);
  random_make_gvalue (&gvalue, pool, value);
  result = trove_arena_set (slot->arena, world_ref (world, ref), &gvalue, &error);
  if (expected < 0)
    {
      g_assert_no_error (error);
      random_changed (world, slot, ref, result, value);
    }
  else
    g_assert_error (error, TROVE_ERROR, expected);
}

void
random_write_element (gpointer address, guint pool, guint64 value)
{
  Element element;

  element_make (&element, pool, value);
  if (pool == POOL_COUNTING) /* the copy keeps its ticket */
    ((CountingElement *) address)->value = element.counting.value;
  else
    memcpy (address, &element, element_size (pool));
}

void
random_get_mut (World *world)
{
  Slot *slot = world_random_arena (world);
  g_autoptr (GError) error = NULL;
  guint64 value = world_new_value (world);
  guint ref, pool;
  gpointer address;
  TroveRef inout;
  int expected;

  if (!world_random_ref (world, &ref))
    return;
  pool = world_pool (world, ref);
  expected = pool == POOL_STRING ? TROVE_ERROR_TYPE_MISMATCH : random_expected_error (world, slot, ref);
  if (expected < 0 && pool == POOL_COUNTING && !slot_is_own (world, slot, ref) && world_one_in (world, 4))
    {
      counting_fail_copy (&world->counting, 0);
      expected = TROVE_ERROR_COPY_FAILED;
    }

  inout = *world_ref (world, ref);
  address = trove_arena_get_mut_raw (slot->arena, pool, &inout, &error);
  if (expected >= 0)
    {
      g_assert_error (error, TROVE_ERROR, expected);
      g_assert_null (address);
      g_assert_true (trove_ref_equal (&inout, world_ref (world, ref)));
      return;
    }

  g_assert_no_error (error);
  if (!slot_is_own (world, slot, ref)) /* the copy, before it is written */
    element_check (world, pool, address, slot_value (slot, ref)->value);
  random_write_element (address, pool, value);
  random_changed (world, slot, ref, &inout, value);
}

void
random_set_root (World *world)
{
  Slot *slot = world_random_arena (world);
  g_autoptr (GError) error = NULL;
  guint ref;

  if (world_one_in (world, 8))
    {
      g_assert_true (trove_arena_set_root (slot->arena, NULL, NULL));
      slot->root = -1;
      return;
    }
  if (!world_random_ref (world, &ref))
    return;

  if (trove_arena_set_root (slot->arena, world_ref (world, ref), &error))
    {
      g_assert_nonnull (slot_value (slot, ref));
      slot->root = (int) ref;
      return;
    }
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_INVALID_REF);
  g_assert_null (slot_value (slot, ref));
}

void
random_reserve_id (World *world)
{
  Slot *slot = world_random_arena (world);
  guint64 id = trove_arena_reserve_id (slot->arena, NULL);

  if (slot->own_id != 0)
    g_assert_cmpuint (id, ==, slot->own_id);
  for (guint i = 0; i < slot->values->len; i++)
    if (slot_value (slot, i) != NULL)
      g_assert_cmpuint (world_ref (world, i)->sub_arena, <=, id);
  g_assert_cmpuint (trove_arena_reserve_id (slot->arena, NULL), ==, id);
}

gboolean
world_is_mutably_borrowed (World *world, const Slot *slot)
{
  return slot_n_borrows (world, slot, -1, TRUE) > 0;
}

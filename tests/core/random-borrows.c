/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "random-operations.h"

/* Borrows */

static Borrowed *
free_borrow (World *world)
{
  for (guint i = 0; i < MAX_BORROWS; i++)
    if (world->borrows[i].borrow == NULL)
      return &world->borrows[i];

  return NULL;
}

static void
note_borrow (World *world, Borrowed *borrowed, Slot *slot, guint ref, gboolean mutable, TroveBorrow *borrow)
{
  g_autoptr (TroveRef) r = trove_borrow_dup_ref (borrow);

  g_assert_true (trove_ref_equal (r, world_ref (world, ref)));
  *borrowed = (Borrowed){ borrow, slot->serial, slot_is_own (world, slot, ref) ? slot->own_id : 0,
                          ref,    mutable,      slot_value (slot, ref)->value };
}

void
random_borrow (World *world)
{
  Slot *slot = world_random_arena (world);
  Borrowed *borrowed = free_borrow (world);
  g_autoptr (GError) error = NULL;
  TroveBorrow *borrow;
  int expected;
  guint ref;

  if (borrowed == NULL || !world_random_ref (world, &ref))
    return;

  expected = random_expected_error (world, slot, ref);
  borrow = trove_arena_borrow (slot->arena, world_ref (world, ref), &error);
  if (expected >= 0 && expected != TROVE_ERROR_BORROWED)
    {
      g_assert_error (error, TROVE_ERROR, expected);
      return;
    }
  g_assert_no_error (error);
  note_borrow (world, borrowed, slot, ref, FALSE, borrow);
}

void
random_borrow_mut (World *world)
{
  Slot *slot = world_random_arena (world);
  Borrowed *borrowed = free_borrow (world);
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveRef) mine = NULL;
  TroveBorrow *borrow;
  int expected;
  guint ref;

  if (borrowed == NULL || !world_random_ref (world, &ref))
    return;

  expected = random_expected_error (world, slot, ref);
  borrow = trove_arena_borrow_mut (slot->arena, world_ref (world, ref), &error);
  if (expected >= 0)
    {
      g_assert_error (error, TROVE_ERROR, expected);
      return;
    }
  g_assert_no_error (error);
  mine = trove_borrow_dup_ref (borrow);
  ref = random_changed (world, slot, ref, mine, slot_value (slot, ref)->value);
  note_borrow (world, borrowed, slot, ref, TRUE, borrow);
}

static Borrowed *
some_borrow (World *world)
{
  Borrowed *borrowed = &world->borrows[test_random_below (world->random, MAX_BORROWS)];

  return borrowed->borrow != NULL ? borrowed : NULL;
}

void
random_write_borrowed (World *world)
{
  Borrowed *borrowed = some_borrow (world);
  guint64 value = world_new_value (world);
  guint pool;

  if (borrowed == NULL || !borrowed->mutable)
    return;

  pool = world_pool (world, borrowed->ref);
  if (pool == POOL_STRING)
    {
      g_auto (GValue) gvalue = G_VALUE_INIT;

      random_make_gvalue (&gvalue, pool, value);
      g_assert_true (trove_borrow_set_value (borrowed->borrow, &gvalue, NULL));
    }
  else
    random_write_element (trove_borrow_get_mut_raw (borrowed->borrow), pool, value);

  borrowed->value = value;
  for (guint i = 0; i < N_SLOTS; i++)
    if (world->slots[i].serial == borrowed->serial)
      slot_set_value (&world->slots[i], borrowed->ref, value);
}

static gpointer
release (gpointer data)
{
  trove_borrow_unref (data);
  return NULL;
}

void
random_release (World *world)
{
  Borrowed *borrowed = some_borrow (world);

  if (borrowed == NULL)
    return;
  if (world_one_in (world, 6))
    g_thread_join (g_thread_new ("release", release, g_steal_pointer (&borrowed->borrow)));
  else
    g_clear_pointer (&borrowed->borrow, trove_borrow_unref);
}

/* Threads */

typedef struct
{
  World *world;
  Slot *slot;
} Guest;

static gpointer
be_guest (gpointer data)
{
  Guest *guest = data;

  for (guint i = 0; i < 3; i++)
    random_append (guest->world, guest->slot);
  g_assert_true (trove_arena_transfer (guest->slot->arena, NULL));
  return NULL;
}

static gpointer
be_refused (gpointer data)
{
  Guest *guest = data;
  g_autoptr (GError) error = NULL;

  g_assert_null (trove_arena_clone (guest->slot->arena, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_WRONG_THREAD);
  return NULL;
}

void
random_transfer (World *world)
{
  Guest guest = { world, world_random_arena (world) };
  g_autoptr (GError) error = NULL;
  gboolean mutable = world_is_mutably_borrowed (world, guest.slot);
  int expected = mutable ? TROVE_ERROR_BORROWED_MUT : TROVE_ERROR_BORROWED;

  if (mutable || slot_n_borrows (world, guest.slot, -1, FALSE) > 0)
    {
      g_assert_false (trove_arena_transfer (guest.slot->arena, &error));
      g_assert_error (error, TROVE_ERROR, expected);
      return;
    }

  trove_arena_transfer (guest.slot->arena, &error);
  g_assert_no_error (error);
  if (world_one_in (world, 4))
    g_thread_join (g_thread_new ("guest", be_guest, &guest));
  random_append (world, guest.slot); /* adopts it */
  if (world_one_in (world, 4))
    g_thread_join (g_thread_new ("refused", be_refused, &guest));
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A random program over the public functions, against a model that copies deeply. TROVE_TEST_SEED repeats one. */

#include "check-core.h"
#include "random-operations.h"

#define OPERATIONS_A_WORLD 3000
#define MAX_REFS 5000

static void
do_new (World *world)
{
  slot_set_arena (world, slot_for_new (world, NULL, NULL),
                  trove_arena_new_with_infos (world->infos, N_POOLS));
}

/* Versions */

static void
do_clone (World *world)
{
  Slot *slot = world_random_arena (world), *dest;
  gboolean refused = world_is_mutably_borrowed (world, slot);
  g_autoptr (GError) error = NULL;
  TroveArena *clone = trove_arena_clone (slot->arena, &error);

  if (refused)
    {
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_BORROWED_MUT);
      return;
    }

  slot_freeze (slot);
  dest = slot_for_new (world, slot, NULL);
  slot_set_arena (world, dest, clone);
  slot_copy_values (dest, slot);
}

static void
do_snapshot (World *world)
{
  Slot *slot = world_random_arena (world), *dest;
  gboolean refused = world_is_mutably_borrowed (world, slot);
  g_autoptr (GError) error = NULL;
  TroveSnapshot *snapshot = trove_arena_snapshot (slot->arena, &error);

  if (refused)
    {
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_BORROWED_MUT);
      return;
    }

  slot_freeze (slot);
  dest = slot_for_new (world, slot, NULL);
  dest->snapshot = snapshot;
  slot_copy_values (dest, slot);
}

static void
do_branch (World *world)
{
  guint i = (guint) test_random_below (world->random, N_SLOTS);
  Slot *slot = &world->slots[i], *dest;

  if (slot->snapshot == NULL)
    return;
  dest = slot_for_new (world, slot, NULL);
  slot_set_arena (world, dest, trove_snapshot_branch (slot->snapshot));
  slot_copy_values (dest, slot);
}

/* Both arenas are frozen, or neither where one of them cannot be. TRUE: they were merged. */
static gboolean
expect_merge (World *world, Slot *a, Slot *b, const GError *error)
{
  if (world_is_mutably_borrowed (world, a) || world_is_mutably_borrowed (world, b))
    {
      g_assert_error (error, TROVE_ERROR, TROVE_ERROR_BORROWED_MUT);
      return FALSE;
    }

  g_assert_no_error (error);
  slot_freeze (a);
  slot_freeze (b);
  return TRUE;
}

static void
do_merge (World *world)
{
  Slot *a = world_random_arena (world), *b = world_random_arena (world), *dest;
  g_autoptr (GError) error = NULL;
  TroveArena *merged = trove_arena_merge (a->arena, b->arena, &error);

  if (!expect_merge (world, a, b, error))
    return;
  dest = slot_for_new (world, a, b);
  slot_set_arena (world, dest, merged);
  slot_copy_values (dest, a);
  slot_add_values (dest, b);
}

static void
do_absorb (World *world)
{
  Slot *a = world_random_arena (world), *b = world_random_arena (world);
  g_autoptr (GError) error = NULL;

  trove_arena_absorb (a->arena, b->arena, &error);
  if (expect_merge (world, a, b, error) && a != b)
    slot_add_values (a, b);
}

static void
do_drop (World *world)
{
  slot_drop (world, &world->slots[test_random_below (world->random, N_SLOTS)]);
}

/* The program */

typedef struct
{
  void (*func) (World *world);
  guint weight;
} Operation;

/* In a calm world sub-arenas grow to several rows before they are frozen; in the other there are many small ones. */
static const Operation values[] = {
  { random_append_one, 30 }, { random_append_many, 4 },    { random_get, 15 },       { random_set, 20 },
  { random_get_mut, 30 },    { random_set_root, 4 },       { random_reserve_id, 2 }, { random_borrow, 10 },
  { random_borrow_mut, 5 },  { random_write_borrowed, 8 }, { random_release, 25 },   { random_transfer, 2 },
};

static const Operation versions[] = {
  { do_clone, 6 },  { do_snapshot, 8 }, { do_branch, 4 }, { do_merge, 4 },
  { do_absorb, 3 }, { do_drop, 2 },     { do_new, 1 },
};

static void
step (World *world, const Operation *operations, guint n)
{
  guint total = 0, choice, i;

  for (i = 0; i < n; i++)
    total += operations[i].weight;
  choice = (guint) test_random_below (world->random, total);
  for (i = 0; choice >= operations[i].weight; i++)
    choice -= operations[i].weight;
  operations[i].func (world);
}

static guint
live (World *world, guint n)
{
  guint calm = world_one_in (world, 2) ? 40 : 5, i;

  for (i = 0; i < n && world->refs->len < MAX_REFS; i++)
    {
      if (world_one_in (world, calm))
        step (world, versions, G_N_ELEMENTS (versions));
      else
        step (world, values, G_N_ELEMENTS (values));
      if (i % 8 == 0)
        check_core (&world_random_arena (world)->arena->core);
      if (i % 256 == 0)
        world_check (world);
    }
  world_check (world);
  return i;
}

static void
test_program (void)
{
  guint left = test_count (400000, 6000), most = 0;
  TestRandom random;

  test_random_init (&random);
  while (left > 0)
    {
      World world;

      world_init (&world, &random);
      left -= live (&world, MIN (left, OPERATIONS_A_WORLD));
      most = MAX (most, world.refs->len);
      world_clear (&world);
    }
  g_test_message ("up to %u refs", most);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/random/program", test_program);
  return g_test_run ();
}

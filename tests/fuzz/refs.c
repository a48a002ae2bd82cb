/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Target `refs`: refs of arbitrary bytes, passed to every public function that takes a ref.
 *
 * The input begins with a description of a world (refs-world.h). A list of steps follows, each with its kind in the
 * first byte. */

#include "refs-steps.h"

/* Versions */

static void
step_append (World *world, FuzzInput *input)
{
  Holder *holder = world_arena (world, input);
  guint n = fuzz_byte (input), pool = fuzz_below (input, world->n_pools);

  if (holder == NULL)
    return;
  for (guint i = 0; i <= n % 64; i++)
    holder_append (world, holder, n < 128 ? pool : (pool + i) % world->n_pools);
}

static void
step_reserve_id (World *world, FuzzInput *input)
{
  Holder *holder = world_arena (world, input);
  g_autoptr (GError) error = NULL;
  guint64 id;

  if (holder == NULL)
    return;

  id = trove_arena_reserve_id (holder->arena, &error);
  fuzz_assert_verdict (error, FUZZ_OK);
  if (holder->own != NULL)
    g_assert_true (id == holder->own->id);
  else if (holder->drawn != 0)
    g_assert_true (id == holder->drawn);
  holder->drawn = id;
}

static int
verdict_freeze (const World *world, const Holder *holder)
{
  return holder_is_mutably_borrowed (world, holder) ? TROVE_ERROR_BORROWED_MUT : FUZZ_OK;
}

static void
step_clone (World *world, FuzzInput *input)
{
  Holder *holder = world_arena (world, input);
  g_autoptr (GError) error = NULL;
  TroveArena *arena;
  int verdict;

  if (holder == NULL)
    return;

  verdict = verdict_freeze (world, holder);
  arena = trove_arena_clone (holder->arena, &error);
  fuzz_assert_verdict (error, verdict);
  if (arena == NULL)
    return;
  record_freeze (holder);
  world_add (world, arena, NULL, holder, NULL);
}

static void
step_snapshot (World *world, FuzzInput *input)
{
  Holder *holder = world_holder (world, input);
  g_autoptr (GError) error = NULL;
  TroveSnapshot *snapshot;
  int verdict;

  if (holder->snapshot != NULL)
    {
      world_add (world, trove_snapshot_branch (holder->snapshot), NULL, holder, NULL);
      return;
    }

  verdict = verdict_freeze (world, holder);
  snapshot = trove_arena_snapshot (holder->arena, &error);
  fuzz_assert_verdict (error, verdict);
  if (snapshot == NULL)
    return;
  record_freeze (holder);
  world_add (world, NULL, snapshot, holder, NULL);
}

static void
step_merge (World *world, FuzzInput *input)
{
  Holder *a = world_arena (world, input);
  Holder *b = world_arena (world, input);
  g_autoptr (GError) error = NULL;
  TroveArena *arena;
  gboolean borrowed;

  if (a == NULL || b == NULL || a == b)
    return;

  borrowed = verdict_freeze (world, a) != FUZZ_OK || verdict_freeze (world, b) != FUZZ_OK;
  arena = trove_arena_merge (a->arena, b->arena, &error);
  fuzz_assert_verdict (error, borrowed ? TROVE_ERROR_BORROWED_MUT : FUZZ_OK);
  if (arena == NULL)
    return;
  record_freeze (a);
  record_freeze (b);
  world_add (world, arena, NULL, a, b);
}

static void
step_drop (World *world, FuzzInput *input)
{
  guint which = fuzz_byte (input);

  if (which >= 128 && world->n_guards > 0)
    world_drop_guard (world, which % world->n_guards);
  else if (world->n_holders > 1)
    world_drop (world, which % world->n_holders);
}

typedef void (*Step) (World *world, FuzzInput *input);

/* Steps that read are listed several times, so that they are chosen more often. */
static const Step steps[] = {
  step_append, step_reserve_id, step_clone,       step_snapshot,  step_merge,      step_drop,
  step_get,    step_set,        step_borrow,      step_use_guard, step_borrow_mut, step_contains,
  step_root,   step_get_raw,    step_get_mut_raw, step_get_many,  step_read,       step_get_string,
  step_reader, step_map,        step_sub_arena,   step_row,       step_parse,      step_equal,
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

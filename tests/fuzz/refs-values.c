/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "refs-steps.h"

void
step_get (World *world, FuzzInput *input)
{
  Holder *holder = world_holder (world, input);
  TroveRef ref = world_ref_into (world, holder, input);
  g_autoptr (GError) error = NULL;
  guint32 token;
  int verdict = verdict_ref (world, holder, &ref, &token);
  GValue *value;

  if (verdict == FUZZ_OK)
    verdict = verdict_borrow (world, holder, &ref, FALSE);
  if (verdict == FUZZ_OK && !kind_has_value (world_kind (world, ref_pool (&ref))))
    verdict = TROVE_ERROR_TYPE_MISMATCH;

  value = holder->arena != NULL ? trove_arena_get (holder->arena, &ref, &error) :
                                  trove_snapshot_get (holder->snapshot, &ref, &error);
  g_assert_true ((value != NULL) == (verdict == FUZZ_OK));
  fuzz_assert_verdict (error, verdict);
  if (value == NULL)
    return;
  element_check_value (world_kind (world, ref_pool (&ref)), token, value);
  fuzz_value_free (value);
}

/* A value for the pool of the ref. If that pool takes no GValue or does not exist, an integer, which is refused. */
static GValue *
new_value_for (World *world, const TroveRef *ref, guint32 token)
{
  guint pool = ref_pool (ref);
  Kind kind = pool < world->n_pools ? world_kind (world, pool) : KIND_INT64;

  return element_new_value (kind_has_value (kind) ? kind : KIND_INT64, token);
}

void
step_set (World *world, FuzzInput *input)
{
  Holder *holder = world_arena (world, input);
  TroveRef ref = world_ref_into (world, holder != NULL ? holder : &world->holders[0], input);
  guint32 old, token = world_token (world);
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveRef) result = NULL;
  GValue *value;
  int verdict;

  if (holder == NULL)
    return;

  verdict = verdict_ref (world, holder, &ref, &old);
  if (verdict == FUZZ_OK && !kind_has_value (world_kind (world, ref_pool (&ref))))
    verdict = TROVE_ERROR_TYPE_MISMATCH;
  if (verdict == FUZZ_OK)
    verdict = verdict_borrow (world, holder, &ref, TRUE);

  value = new_value_for (world, &ref, token);
  result = trove_arena_set (holder->arena, &ref, value, &error);
  fuzz_value_free (value);
  g_assert_true ((result != NULL) == (verdict == FUZZ_OK));
  fuzz_assert_verdict (error, verdict);
  if (result == NULL)
    return;
  if (holder->own != NULL && ref.sub_arena == holder->own->id)
    {
      g_assert_true (trove_ref_equal (&ref, result));
      *holder_find (world, holder, &ref) = token;
    }
  else
    record_append (world, holder, ref_pool (&ref), token, result);
}

void
step_borrow (World *world, FuzzInput *input)
{
  Holder *holder = world_arena (world, input);
  TroveRef ref = world_ref_into (world, holder != NULL ? holder : &world->holders[0], input);
  gboolean keep = fuzz_byte (input) & 1;
  g_autoptr (GError) error = NULL;
  TroveBorrow *borrow;
  guint32 token;
  int verdict;

  if (holder == NULL)
    return;

  verdict = verdict_ref (world, holder, &ref, &token);
  if (verdict == FUZZ_OK)
    verdict = verdict_borrow (world, holder, &ref, FALSE);

  borrow = trove_arena_borrow (holder->arena, &ref, &error);
  g_assert_true ((borrow != NULL) == (verdict == FUZZ_OK));
  fuzz_assert_verdict (error, verdict);
  if (borrow == NULL)
    return;
  g_assert_false (trove_borrow_is_mutable (borrow));
  element_check (world_kind (world, ref_pool (&ref)), token, trove_borrow_get_raw (borrow));
  if (keep)
    world_add_guard (world, borrow, holder_find_record (holder, ref.sub_arena), &ref, FALSE);
  else
    trove_borrow_unref (borrow);
}

void
step_borrow_mut (World *world, FuzzInput *input)
{
  Holder *holder = world_arena (world, input);
  TroveRef ref = world_ref_into (world, holder != NULL ? holder : &world->holders[0], input);
  gboolean keep = fuzz_byte (input) & 1;
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveRef) now = NULL;
  TroveBorrow *borrow;
  guint32 token;
  int verdict;

  if (holder == NULL)
    return;

  verdict = verdict_ref (world, holder, &ref, &token);
  if (verdict == FUZZ_OK)
    verdict = verdict_borrow (world, holder, &ref, TRUE);

  borrow = trove_arena_borrow_mut (holder->arena, &ref, &error);
  g_assert_true ((borrow != NULL) == (verdict == FUZZ_OK));
  fuzz_assert_verdict (error, verdict);
  if (borrow == NULL)
    return;

  now = trove_borrow_dup_ref (borrow);
  if (holder->own != NULL && ref.sub_arena == holder->own->id)
    g_assert_true (trove_ref_equal (&ref, now));
  else
    record_append (world, holder, ref_pool (&ref), token, now);
  element_check (world_kind (world, ref_pool (&ref)), token, trove_borrow_get_raw (borrow));
  if (keep)
    world_add_guard (world, borrow, holder->own, now, TRUE);
  else
    trove_borrow_unref (borrow);
}

static void
set_guard (World *world, Guard *guard)
{
  guint pool = ref_pool (&guard->ref);
  Kind kind = world_kind (world, pool);
  guint32 token = world_token (world);
  GValue *value = new_value_for (world, &guard->ref, token);
  g_autoptr (GError) error = NULL;
  gboolean ok = trove_borrow_set_value (guard->borrow, value, &error);
  int verdict = FUZZ_OK;

  if (!guard->mutable)
    verdict = TROVE_ERROR_BORROWED;
  else if (!kind_has_value (kind))
    verdict = TROVE_ERROR_TYPE_MISMATCH;

  fuzz_value_free (value);
  g_assert_true (ok == (verdict == FUZZ_OK));
  fuzz_assert_verdict (error, verdict);
  if (ok)
    g_array_index (guard->record->tokens[pool], guint32, ref_index (&guard->ref)) = token;
}

/* Uses a borrow that was kept, and may have outlived its arena: it still reads its element. */
void
step_use_guard (World *world, FuzzInput *input)
{
  guint which = fuzz_byte (input);
  g_autoptr (GError) error = NULL;
  GValue *value;
  Guard *guard;
  guint32 token;
  Kind kind;

  if (world->n_guards == 0)
    return;
  guard = &world->guards[which % world->n_guards];
  if (which >= 128)
    set_guard (world, guard);

  kind = world_kind (world, ref_pool (&guard->ref));
  token = record_get (guard->record, ref_pool (&guard->ref), (guint) ref_index (&guard->ref));
  element_check (kind, token, trove_borrow_get_raw (guard->borrow));
  value = trove_borrow_get_value (guard->borrow, &error);
  fuzz_assert_verdict (error, kind_has_value (kind) ? FUZZ_OK : TROVE_ERROR_TYPE_MISMATCH);
  if (value == NULL)
    return;
  element_check_value (kind, token, value);
  fuzz_value_free (value);
}

void
step_contains (World *world, FuzzInput *input)
{
  Holder *holder = world_holder (world, input);
  TroveRef ref = world_ref_into (world, holder, input);
  gboolean there = holder_find (world, holder, &ref) != NULL;
  g_autoptr (GError) error = NULL;

  if (holder->arena != NULL)
    g_assert_true (trove_arena_contains (holder->arena, &ref, &error) == there);
  else
    g_assert_true (trove_snapshot_contains (holder->snapshot, &ref) == there);
  fuzz_assert_verdict (error, FUZZ_OK);
}

void
step_root (World *world, FuzzInput *input)
{
  Holder *holder = world_holder (world, input);
  TroveRef ref = world_ref_into (world, holder, input);
  gboolean set = fuzz_byte (input) & 1;
  g_autoptr (TroveRef) root = NULL;
  g_autoptr (GError) error = NULL;
  guint32 token;
  int verdict;

  if (holder->arena != NULL && set)
    {
      verdict = verdict_ref (world, holder, &ref, &token);
      g_assert_true (trove_arena_set_root (holder->arena, &ref, &error) == (verdict == FUZZ_OK));
      fuzz_assert_verdict (error, verdict);
      if (verdict == FUZZ_OK)
        holder->root = ref;
    }

  root = holder->arena != NULL ? trove_arena_get_root (holder->arena, NULL) :
                                 trove_snapshot_get_root (holder->snapshot);
  if (trove_ref_is_null (&holder->root))
    g_assert_null (root);
  else
    g_assert_true (trove_ref_equal (root, &holder->root));
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Everything in a world is as it should be: every ref there ever was, through every arena and snapshot. */

#include "world.h"

static gconstpointer
read_raw (const Slot *slot, guint pool, const TroveRef *ref)
{
  if (slot->arena != NULL)
    return CALL (trove_arena_get_raw) (slot->arena, pool, ref, NULL);

  return CALL (trove_snapshot_get_raw) (slot->snapshot, pool, ref, NULL);
}

/* An element never moves, whoever it is read through. */
static void
check_address (World *world, guint number, gconstpointer element)
{
  NumberedRef *numbered = g_ptr_array_index (world->refs, number);

  if (numbered->address == NULL)
    numbered->address = element;
  else if (numbered->address != element)
    complain (world, "an element has moved");
}

/* Neither the arena nor a reader that has just read the last element of a pool reads beyond it. */
static void
check_end (World *world, const Slot *slot, guint number, TroveReader *readers)
{
  TroveRef next = *world_ref (world, number);
  guint pool = trove_ref_get_pool (&next);

  next.offset++;
  if (slot_value (world, slot, &next) != NULL)
    return;

  if (read_raw (slot, pool, &next) != NULL || trove_reader_get (&readers[pool], &next, NULL) != NULL)
    complain (world, "there is an element behind the last one in slot %u", slot_index (world, slot));
}

static void
check_element (World *world, const Slot *slot, guint number, TroveReader *readers)
{
  const TroveRef *ref = world_ref (world, number);
  const Value *value = slot_value_at (slot, number);
  guint pool = trove_ref_get_pool (ref);
  gconstpointer element, same;
  g_autofree char *difference = NULL;
  g_autofree char *text = NULL;

  if (pool >= slot->kind->n_pools)
    return;
  element = read_raw (slot, pool, ref);
  same = trove_reader_get (&readers[pool], ref, NULL);
  if (element != same)
    complain (world, "a reader and get_raw differ in slot %u", slot_index (world, slot));
  if (element != NULL)
    {
      check_address (world, number, element);
      check_end (world, slot, number, readers);
    }
  if (element != NULL && value != NULL)
    difference = element_compare (element, slot_type (slot, pool), value);
  if (difference == NULL && (element != NULL) == (value != NULL))
    return;

  text = trove_ref_to_string (ref);
  if (difference != NULL)
    complain_if (world, g_steal_pointer (&difference), text, value);
  complain (world, "%s %s in slot %u", text,
            element != NULL ? "is there, and should not be," : "is not there", slot_index (world, slot));
}

static void
check_counts (World *world, const Slot *slot)
{
  g_autoptr (TroveRef) root = NULL;
  TroveRef raw = TROVE_REF_INIT;
  guint64 n = 0, found;

  for (guint i = 0; i < slot->values->len; i++)
    n += slot_value_at (slot, i) != NULL;
  if (slot->arena != NULL)
    {
      found = CALL (trove_arena_get_n_elements) (slot->arena, NULL);
      root = CALL (trove_arena_get_root) (slot->arena, NULL);
      if (!CALL (trove_arena_get_root_raw) (slot->arena, &raw, NULL))
        complain (world, "slot %u does not tell its root", slot_index (world, slot));
    }
  else
    {
      found = CALL (trove_snapshot_get_n_elements) (slot->snapshot);
      root = CALL (trove_snapshot_get_root) (slot->snapshot);
      CALL (trove_snapshot_get_root_raw) (slot->snapshot, &raw);
      if (CALL (trove_snapshot_get_n_pools) (slot->snapshot) != slot->kind->n_pools ||
          CALL (trove_snapshot_get_pool_type) (slot->snapshot, 0) != element_gtype (slot_type (slot, 0)))
        complain (world, "a snapshot has other pools than its arena");
    }

  if (found != n)
    complain (world, "slot %u has %" G_GUINT64_FORMAT " elements, not %" G_GUINT64_FORMAT,
              slot_index (world, slot), found, n);
  if (!trove_ref_equal (&raw, &slot->root) ||
      (root == NULL ? !trove_ref_is_null (&slot->root) : !trove_ref_equal (root, &slot->root)))
    complain (world, "slot %u has another root, or none", slot_index (world, slot));
}

/* The map and tables are not limited. */
static void
check_limit (World *world, const Slot *slot)
{
  g_autoptr (TroveUsage) usage = NULL;
  guint64 bytes;

  if (slot->arena != NULL && CALL (trove_arena_get_max_bytes) (slot->arena) != slot->max_bytes)
    complain (world, "slot %u has another limit, or none", slot_index (world, slot));
  if (slot->arena == NULL || slot->most_bytes == 0)
    return;

  usage = CALL (trove_arena_get_usage) (slot->arena, NULL);
  bytes = usage->elements + usage->room + usage->waste;
  if (bytes > slot->most_bytes)
    complain (world, "slot %u holds %" G_GUINT64_FORMAT " bytes, of at most %" G_GUINT64_FORMAT,
              slot_index (world, slot), bytes, slot->most_bytes);
}

void
world_check_slot (World *world, Slot *slot)
{
  TroveReader readers[MAX_POOLS];

  check_counts (world, slot);
  check_limit (world, slot);
  for (guint i = 0; i < slot->kind->n_pools; i++)
    if (slot->arena != NULL)
      CALL (trove_reader_init) (&readers[i], slot->arena, i);
    else
      CALL (trove_reader_init_snapshot) (&readers[i], slot->snapshot, i);
  for (guint i = 0; i < world_n_refs (world) && world->complaint == NULL; i++)
    check_element (world, slot, i, readers);
  for (guint i = 0; i < slot->kind->n_pools; i++)
    CALL (trove_reader_clear) (&readers[i]);
}

static void
check_borrow (World *world, const Borrowed *b)
{
  gconstpointer address = CALL (trove_borrow_get_raw) (b->guard);
  g_autoptr (TroveRef) ref = CALL (trove_borrow_dup_ref) (b->guard);

  if (CALL (trove_borrow_is_released) (b->guard) != b->released || (address == NULL) != b->released)
    complain (world, "borrow %u is %sreleased", (guint) (b - world->borrows), b->released ? "not " : "");
  else if (address != NULL)
    complain_if (world, element_compare (address, b->type, &b->value), "borrowed value", &b->value);
  if (CALL (trove_borrow_is_mutable) (b->guard) != b->mutable || !trove_ref_equal (ref, &b->ref))
    complain (world, "borrow %u is another", (guint) (b - world->borrows));
}

static void
check_held_sub (World *world, const HeldSub *held)
{
  for (guint i = 0; i < held->contents->len && world->complaint == NULL; i++)
    {
      const HeldValue *expected = &g_array_index (held->contents, HeldValue, i);
      g_autoptr (GError) error = NULL;
      GValue *value = CALL (trove_sub_arena_get) (held->sub, expected->pool, expected->index, &error);

      if (world_expect (world, NULL, expected->typed ? -1 : TROVE_ERROR_TYPE_MISMATCH, value != NULL, error))
        complain_if (world, gvalue_compare (value, &expected->value), "a sub-arena that is held",
                     &expected->value);
      if (value != NULL)
        g_boxed_free (G_TYPE_VALUE, value);
    }
}

void
world_check (World *world)
{
  for (guint i = 0; i < N_SLOTS && world->complaint == NULL; i++)
    if (world->slots[i].kind != NULL)
      world_check_slot (world, &world->slots[i]);
  for (guint i = 0; i < MAX_BORROWS && world->complaint == NULL; i++)
    if (world->borrows[i].guard != NULL)
      check_borrow (world, &world->borrows[i]);
  for (guint i = 0; i < MAX_HELD && world->complaint == NULL; i++)
    if (world->held_subs[i].sub != NULL)
      check_held_sub (world, &world->held_subs[i]);
  for (guint i = 0; i < MAX_HELD; i++)
    if (world->held[i].row != NULL && !g_bytes_equal (world->held[i].row, world->held[i].copy))
      complain (world, "the bytes of a frozen row have changed");
}

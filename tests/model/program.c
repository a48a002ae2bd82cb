/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Programs: what bytes mean, and running them. */

#include "inspect.h"
#include "operations.h"

#include <string.h>

const guint program_operation_size = sizeof (Operation);

typedef struct
{
  const char *name;
  void (*run) (World *world, const Operation *op);
  guint weight; /* in random programs */
} Code;

/* In this order, since a program that is made smaller has lower codes where that makes no difference. */
static const Code codes[] = {
  { "append_raw", op_append_raw, 24 },
  { "clone", op_clone, 8 },
  { "get_raw", op_get_raw, 8 },
  { "set_root", op_set_root, 4 },
  { "get_mut_raw", op_get_mut, 24 },
  { "snapshot", op_snapshot, 8 },
  { "drop", op_drop, 4 },
  { "append_many_raw", op_append_many, 5 },
  { "append", op_append, 8 },
  { "append_to", op_append_to, 8 },
  { "append_string", op_append_string, 8 },
  { "get", op_get, 8 },
  { "get_string", op_get_string, 4 },
  { "set", op_set, 18 },
  { "borrow", op_borrow, 10 },
  { "borrow_mut", op_borrow_mut, 7 },
  { "release", op_release, 20 },
  { "borrow_get_value", op_borrow_get, 4 },
  { "borrow_set_value", op_borrow_set, 10 },
  { "borrow_ref", op_borrow_ref, 2 },
  { "branch", op_branch, 5 },
  { "merge", op_merge, 4 },
  { "absorb", op_absorb, 3 },
  { "new", op_new, 3 },
  { "walk", op_walk, 8 },
  { "append_into", op_append_into, 4 },
  { "open_reader", op_open_reader, 4 },
  { "read", op_read, 10 },
  { "get_many_raw", op_get_many, 3 },
  { "append_many", op_append_values, 3 },
  { "append_numbers", op_append_numbers, 3 },
  { "append_bytes", op_append_bytes, 3 },
  { "read_numbers", op_read_numbers, 3 },
  { "read_bytes", op_read_bytes, 3 },
  { "look", op_look, 2 },
  { "look_at_sub", op_look_at_sub, 3 },
  { "hold_row", op_hold_row, 3 },
  { "hold_sub", op_hold_sub, 3 },
  { "reserve_id", op_reserve_id, 2 },
  { "usage", op_usage, 2 },
  { "ref", op_ref_functions, 2 },
  { "to_string", op_to_string, 2 },
  { "transfer", op_transfer, 2 },
  { "limit", op_limit, 2 },
  { "clear_context", op_clear_context, 1 },
  { "skip_ids", op_skip_ids, 1 },
  { "borrow_many", op_borrow_many, 1 },
  { "arm", op_arm, 8 },
  { "append_again", op_append_again, 6 },
  { "set_again", op_set_again, 4 },
  { "revert", op_revert, 4 },
  { "collect", op_collect, 4 },
  { "set_string", op_set_string, 6 },
};

guint
program_n_codes (void)
{
  return G_N_ELEMENTS (codes);
}

const char *
program_code_name (guint code)
{
  return codes[code].name;
}

guint
program_code_weight (guint code)
{
  return codes[code].weight;
}

/* Calls */

static GHashTable *called;

void
program_note_call (const char *function)
{
  if (called == NULL)
    called = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_add (called, (gpointer) function);
}

gboolean
program_has_called (const char *function)
{
  return called != NULL && g_hash_table_contains (called, function);
}

GList *
program_get_calls (void)
{
  return called != NULL ? g_hash_table_get_keys (called) : NULL;
}

/* Choices */

gboolean
is_full (World *world)
{
  return world_n_refs (world) >= MAX_REFS;
}

Slot *
choose_arena (World *world, const Operation *op)
{
  Slot *slot;

  for (guint i = 0; i < N_SLOTS; i++)
    {
      slot = &world->slots[(op->slot + i) % N_SLOTS];
      if (slot->arena != NULL)
        return slot;
    }

  op_new (world, &(Operation){ .other = op->slot });
  slot = &world->slots[op->slot % N_SLOTS];
  g_assert (slot->arena != NULL);
  return slot;
}

Slot *
choose_snapshot (World *world, const Operation *op)
{
  for (guint i = 0; i < N_SLOTS; i++)
    {
      Slot *slot = &world->slots[(op->slot + i) % N_SLOTS];

      if (slot->snapshot != NULL)
        return slot;
    }

  return NULL;
}

Slot *
choose_source (World *world, const Operation *op)
{
  Slot *slot = &world->slots[op->slot % N_SLOTS];

  return slot->snapshot != NULL ? slot : choose_arena (world, op);
}

Slot *
choose_place (World *world, const Operation *op, const Slot *not_a, const Slot *not_b)
{
  guint i = op->other;
  Slot *slot;

  do
    slot = &world->slots[i++ % N_SLOTS];
  while (slot == not_a || slot == not_b);

  slot_drop (world, slot);
  return slot;
}

guint
choose_pool (const Slot *slot, const Operation *op)
{
  return op->other % slot->kind->n_pools;
}

/* The newest first: 0 is the last one. */
TroveRef
choose_real_ref (World *world, guint8 which)
{
  guint n = world_n_refs (world), back = which;

  if (n == 0)
    return (TroveRef) TROVE_REF_INIT;
  if (which >= 128)
    back = (guint) (which - 127) * n / 129;
  return *world_ref (world, n - 1 - back % n);
}

TroveRef
choose_ref (World *world, const Operation *op)
{
  TroveRef ref = choose_real_ref (world, op->ref);

  if (op->extra < 0xf0)
    return ref;
  switch (op->extra % 16)
    {
    case 0:
      return (TroveRef) TROVE_REF_INIT;
    case 1:
      ref.sub_arena++;
      break;
    case 2:
      ref.sub_arena--;
      break;
    case 3:
      ref.offset++;
      break;
    case 4:
      ref.offset += 32;
      break;
    case 5:
      ref.offset ^= (guint64) 1 << 40;
      break;
    case 6:
      ref.offset |= (guint64) 255 << 40;
      break;
    case 7:
      ref.offset |= (guint64) 1 << 48;
      break;
    case 8:
      ref.offset |= (guint64) 1 << 63;
      break;
    case 9:
      ref.offset |= (guint64) 1 << 39;
      break;
    case 10:
      ref.offset |= (guint64) 1 << 32;
      break;
    case 11:
      ref.sub_arena |= (guint64) 1 << 60;
      break;
    case 12:
      ref.sub_arena += (guint64) 1 << 32;
      break;
    case 13:
      ref.sub_arena = 0;
      break;
    case 14:
      ref.sub_arena = G_MAXUINT64;
      break;
    default:
      ref.offset = G_MAXUINT64;
      break;
    }
  return ref;
}

guint
choose_pool_of (const Slot *slot, const Operation *op, const TroveRef *ref)
{
  guint pool = op->other >= 0xe0 ? op->other : trove_ref_get_pool (ref);

  return pool < slot->kind->n_pools ? pool : pool % slot->kind->n_pools;
}

static guint64
choose_number (const Operation *op)
{
  guint64 number = op->value;

  if ((op->extra & 0x20) != 0)
    number += (guint64) (op->extra & 0x1f) << 8;
  if ((op->extra & 0x40) != 0)
    number *= G_GUINT64_CONSTANT (0x0101010101010101);
  return number;
}

Value
choose_gvalue (World *world, const Operation *op)
{
  static const ElementType types[] = { ELEMENT_INT64, ELEMENT_STRING,  ELEMENT_BOX,    ELEMENT_POINT,
                                       ELEMENT_REF,   ELEMENT_DOUBLE,  ELEMENT_CHAR,   ELEMENT_VARIANT,
                                       ELEMENT_INT,   ELEMENT_BOOLEAN, ELEMENT_OBJECT, ELEMENT_DERIVED };
  TroveRef ref = choose_real_ref (world, op->ref);
  TroveRef none = TROVE_REF_INIT;

  return value_for (types[op->extra % G_N_ELEMENTS (types)], choose_number (op), &ref, &none);
}

Value
choose_value (World *world, const Operation *op, ElementType type)
{
  TroveRef first = choose_real_ref (world, op->ref), second = choose_real_ref (world, op->value);

  /* A GValue of something, or one that is not initialized. */
  if (type == ELEMENT_VALUE && op->value % 16 != 15)
    return choose_gvalue (world, op);
  return value_for (type, choose_number (op), &first, &second);
}

/* Calling back: what a copy or clear function does in the middle of a call */

static void
append_within (World *world, Slot *slot)
{
  const Operation op = { .slot = (guint8) slot_index (world, slot), .value = (guint8) world->hook_action };

  op_append_raw (world, &op);
}

static void
get_within (World *world, Slot *slot)
{
  const Operation op = { .slot = (guint8) slot_index (world, slot), .ref = 1 };

  op_get_raw (world, &op);
}

/* A version that is gone at once leaves what was own frozen. */
static void
freeze_within (World *world, Slot *slot)
{
  g_autoptr (GError) error = NULL;
  int code = slot_freeze_error (world, slot);
  gboolean done;

  say (world, "snapshot and clone, dropped at once (slot %u)", slot_index (world, slot));
  if (world->hook_action % 2 == 0)
    {
      TroveSnapshot *snapshot = CALL (trove_arena_snapshot) (slot->arena, &error);

      done = snapshot != NULL;
      g_clear_pointer (&snapshot, trove_snapshot_unref);
    }
  else
    {
      g_autoptr (TroveArena) clone = CALL (trove_arena_clone) (slot->arena, &error);

      done = clone != NULL;
    }
  if (world_expect (world, NULL, code, done, error))
    slot_freeze (slot);
}

/* Only what does not stand in the way of the call's own effect, which comes after a copy and before a clear: then the
 * model does not have it yet. */
void
world_call_back (World *world, Slot *slot, gboolean in_copy)
{
  switch (world->hook_action % 3)
    {
    case 0:
      append_within (world, slot);
      break;
    case 1:
      if (in_copy)
        get_within (world, slot);
      break;
    default:
      if (in_copy)
        freeze_within (world, slot);
      break;
    }
}

/* Running */

static void
inspect_all (World *world)
{
  for (guint i = 0; i < N_SLOTS; i++)
    {
      if (world->slots[i].arena != NULL)
        inspect_arena (world->slots[i].arena);
      if (world->slots[i].snapshot != NULL)
        inspect_snapshot (world->slots[i].snapshot);
    }
}

static void
step (World *world, const Operation *op, guint n)
{
  const Code *code = &codes[op->code % G_N_ELEMENTS (codes)];
  gboolean armed = world->armed;

  code->run (world, op);
  if (armed && code->run != op_arm)
    world_end_call (world); /* it did not call what was armed */
  inspect_all (world);

  if (world->complaint == NULL &&
      (world->options->careful || (world_n_refs (world) < 64 ? n % 8 == 7 : n % 128 == 127)))
    world_check (world);
}

char *
program_run (const guint8 *bytes, gsize size, const ProgramOptions *options)
{
  guint n_operations = (guint) (size / program_operation_size), i;
  g_autofree World *world = g_new (World, 1);
  char *complaint;
  Operation op;

  world_init (world, options);
  for (i = 0; i < n_operations && world->complaint == NULL; i++)
    {
      memcpy (&op, bytes + i * program_operation_size, sizeof op);
      step (world, &op, i);
    }
  if (world->complaint != NULL)
    return g_strdup_printf ("operation %u (%s): %s", i - 1, codes[op.code % G_N_ELEMENTS (codes)].name,
                            world->complaint);

  world_check (world);
  if (world->complaint == NULL)
    world_clear (world);
  if (world->complaint == NULL)
    return NULL;

  complaint = g_strdup_printf ("at the end: %s", world->complaint);
  return complaint;
}

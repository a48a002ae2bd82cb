/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Changing values: in place, and through copies on write. */

#include "operations.h"

/* Something happens in the next call that copies. */
void
op_arm (World *world, const Operation *op)
{
  world->armed = TRUE;
  world->fails = op->slot % 2 == 0;
  world->fail_after = op->value % 8;
  world->hook_action = op->value;
  if (world->fails)
    say (world, "the next call's copy %u fails", (guint) world->fail_after);
  else
    say (world, "the next call's copy or clear function calls back");
}

/* A change that takes no memory, and that no limit refuses. */
static gboolean
in_place (const Slot *slot, const TroveRef *ref)
{
  guint pool = trove_ref_get_pool (ref);

  return slot_is_own (slot, ref) && pool < slot->kind->n_pools && slot_type (slot, pool) != ELEMENT_STRING;
}

void
op_set (World *world, const Operation *op)
{
  Slot *slot = choose_arena (world, op);
  TroveRef ref = choose_ref (world, op);
  Value value = choose_gvalue (world, op), stored;
  g_autofree char *ref_text = trove_ref_to_string (&ref);
  g_autofree char *text = NULL;
  g_auto (GValue) gvalue = G_VALUE_INIT;
  g_autoptr (TroveRef) result = NULL;
  g_autoptr (GError) error = NULL;
  int code = slot_change_error (world, slot, &ref);

  if (is_full (world))
    return;

  if (code != TROVE_ERROR_INVALID_REF)
    {
      ElementType type = slot_type (slot, trove_ref_get_pool (&ref));

      if (op->other % 4 != 0 && type != ELEMENT_VALUE && element_gtype (type) != G_TYPE_NONE)
        value = choose_value (world, op, type); /* one that fits */
      if (!value_convert (&value, type, &stored))
        code = TROVE_ERROR_TYPE_MISMATCH;
    }

  text = value_describe (&value);
  say (world, "set (slot %u, %s, %s)", slot_index (world, slot), ref_text, text);
  gvalue_make (&gvalue, &value);
  world_begin_call (world, slot);
  result = CALL (trove_arena_set) (slot->arena, &ref, &gvalue, &error);
  if (world_expect (world, in_place (slot, &ref) ? NULL : slot, code, result != NULL, error))
    slot_changed (world, slot, &ref, result, &stored);
}

/* By bytes and length, which may have NULs. */
void
op_set_string (World *world, const Operation *op)
{
  Slot *slot = choose_arena (world, op);
  TroveRef ref = choose_ref (world, op), set = ref;
  Value value = choose_value (world, op, ELEMENT_STRING);
  gboolean terminated = op->extra % 2 == 0, done;
  g_autofree char *ref_text = trove_ref_to_string (&ref);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  int code = slot_change_error (world, slot, &ref);
  const char *bytes;
  gsize length;

  if (is_full (world))
    return;

  if (code != TROVE_ERROR_INVALID_REF && slot_type (slot, trove_ref_get_pool (&ref)) != ELEMENT_STRING)
    code = TROVE_ERROR_TYPE_MISMATCH;
  if (!terminated && value.number != 0)
    value.number |= STRING_HAS_NULS;
  text = value_describe (&value);
  say (world, "set_string (slot %u, %s, %s)", slot_index (world, slot), ref_text, text);
  bytes = value_text (&value, &length);
  done = CALL (trove_arena_set_string) (slot->arena, &set, bytes, terminated ? -1 : (gssize) length, &error);
  if (world_expect (world, slot, code, done, error))
    slot_changed (world, slot, &ref, &set, &value);
  else if (!trove_ref_equal (&set, &ref))
    complain (world, "set_string failed and changed the ref");
}

/* A string becomes another of the same arena, or what it is, given by its own bytes. */
void
op_set_again (World *world, const Operation *op)
{
  Slot *slot = choose_arena (world, op);
  TroveRef ref = choose_ref (world, op), source = choose_real_ref (world, op->value);
  const Value *old = slot_value (world, slot, &ref), *new = slot_value (world, slot, &source);
  g_autofree char *text = trove_ref_to_string (&ref);
  g_autofree char *source_text = trove_ref_to_string (&source);
  int code = slot_change_error (world, slot, &ref);
  g_auto (GValue) gvalue = G_VALUE_INIT;
  g_autoptr (TroveRef) result = NULL;
  g_autoptr (GError) error = NULL;
  Value value;

  if (is_full (world) || old == NULL || new == NULL ||
      slot_type (slot, trove_ref_get_pool (&ref)) != ELEMENT_STRING ||
      slot_type (slot, trove_ref_get_pool (&source)) != ELEMENT_STRING || (new->number &STRING_HAS_NULS) != 0)
    return;

  value = *new;
  say (world, "set (slot %u, %s, the bytes of %s)", slot_index (world, slot), text, source_text);
  g_value_init (&gvalue, G_TYPE_STRING);
  g_value_set_static_string (&gvalue, CALL (trove_arena_get_string) (slot->arena, &source, NULL, NULL));
  result = CALL (trove_arena_set) (slot->arena, &ref, &gvalue, &error);
  if (world_expect (world, slot, code, result != NULL, error))
    slot_changed (world, slot, &ref, result, &value);
}

/* What get_mut_raw should do with a ref. */
static int
get_mut_error (World *world, const Slot *slot, guint pool, const TroveRef *ref)
{
  int code = slot_type (slot, pool) == ELEMENT_STRING ? TROVE_ERROR_TYPE_MISMATCH :
                                                        slot_read_error (world, slot, pool, ref);

  return code >= 0 ? code : slot_change_error (world, slot, ref);
}

void
op_get_mut (World *world, const Operation *op)
{
  Slot *slot = choose_arena (world, op);
  TroveRef ref = choose_ref (world, op), inout = ref;
  guint pool = choose_pool_of (slot, op, &ref);
  ElementType type = slot_type (slot, pool);
  Value value = choose_value (world, op, type), before;
  g_autofree char *ref_text = trove_ref_to_string (&ref);
  g_autofree char *text = value_describe (&value);
  g_autoptr (GError) error = NULL;
  int code = get_mut_error (world, slot, pool, &ref);
  gpointer address;

  if (is_full (world))
    return;

  if (code < 0)
    before = *slot_value (world, slot, &ref);
  say (world, "get_mut_raw (slot %u, pool %u, %s), write %s", slot_index (world, slot), pool, ref_text, text);
  world_begin_call (world, slot);
  address = CALL (trove_arena_get_mut_raw) (slot->arena, pool, &inout, &error);
  if (world_expect (world, in_place (slot, &ref) ? NULL : slot, code, address != NULL, error))
    {
      complain_if (world, element_compare (address, type, &before), "get_mut_raw, before the write", &before);
      element_write (address, type, &value);
      slot_changed (world, slot, &ref, &inout, &value);
    }
  else if (!trove_ref_equal (&ref, &inout))
    complain (world, "get_mut_raw failed and changed the ref");
}

/* A node of the arena that can be written through its address; NULL: the ref names none. */
static Node *
own_node (World *world, Slot *slot, TroveRef *ref)
{
  const Value *value = slot_value (world, slot, ref);
  guint pool = trove_ref_get_pool (ref);
  TroveRef inout = *ref;
  Node *node;

  if (value == NULL || slot_type (slot, pool) != ELEMENT_NODE || slot_change_error (world, slot, ref) >= 0)
    return NULL;

  node = CALL (trove_arena_get_mut_raw) (slot->arena, pool, &inout, NULL);
  if (node == NULL)
    {
      if (slot->max_bytes == 0)
        complain (world, "get_mut_raw of a node failed");
      return NULL;
    }
  slot_changed (world, slot, ref, &inout, value);
  *ref = inout;
  return node;
}

/* The value that is at an own node's ref has a child now. */
static void
set_child (World *world, Slot *slot, const TroveRef *ref, guint i, const TroveRef *child)
{
  Value value = *slot_value (world, slot, ref);

  value.child[i] = *child;
  slot_set_value (slot, (guint) world_number (world, ref), &value);
}

/* A path is copied: the ref that get_mut_raw changes is inside of an element. */
void
op_walk (World *world, const Operation *op)
{
  Slot *slot = choose_arena (world, op);
  TroveRef ref = choose_ref (world, op), child;
  guint i = op->value % 2, pool;
  g_autofree char *text = trove_ref_to_string (&ref);
  g_autoptr (GError) error = NULL;
  gpointer address;
  Value before;
  Node *node;
  int code;

  if (is_full (world))
    return;
  node = own_node (world, slot, &ref);
  if (node == NULL)
    return;

  say (world, "get_mut_raw (slot %u, child %u of %s)", slot_index (world, slot), i, text);
  child = node->child[i];
  pool = choose_pool_of (slot, op, &child);
  code = get_mut_error (world, slot, pool, &child);
  if (code < 0)
    before = *slot_value (world, slot, &child);
  world_begin_call (world, NULL); /* the address must stay good */
  address = CALL (trove_arena_get_mut_raw) (slot->arena, pool, &node->child[i], &error);
  if (world_expect (world, slot, code, address != NULL, error))
    {
      slot_changed (world, slot, &child, &node->child[i], &before);
      set_child (world, slot, &ref, i, &node->child[i]);
      complain_if (
          world, element_compare (address, slot_type (slot, pool), slot_value (world, slot, &node->child[i])),
          "a child", slot_value (world, slot, &node->child[i]));
    }
  else if (!trove_ref_equal (&child, &node->child[i]))
    complain (world, "get_mut_raw failed and changed the ref");
}

/* The new ref goes into an element that is there. */
void
op_append_into (World *world, const Operation *op)
{
  Slot *slot = choose_arena (world, op);
  TroveRef ref = choose_ref (world, op), before;
  guint i = op->value % 2, pool = choose_pool (slot, op);
  ElementType type = slot_type (slot, pool);
  g_autofree char *text = trove_ref_to_string (&ref);
  g_autoptr (GError) error = NULL;
  Element element;
  gboolean done;
  Value value;
  Node *node;

  if (is_full (world))
    return;
  node = own_node (world, slot, &ref);
  if (node == NULL)
    return;

  value = choose_value (world, op, type);
  before = node->child[i];
  say (world, "append_raw (slot %u, pool %u) to child %u of %s", slot_index (world, slot), pool, i, text);
  element_make (&element, type, &value);
  world_begin_call (world, NULL);
  done = CALL (trove_arena_append_raw) (slot->arena, pool, &element, &node->child[i], &error);
  if (world_expect (world, slot, -1, done, error))
    {
      slot_appended (world, slot, &node->child[i], pool, &value);
      set_child (world, slot, &ref, i, &node->child[i]);
    }
  else if (!trove_ref_equal (&before, &node->child[i]))
    complain (world, "append_raw failed and wrote a ref");
  element_free (&element, type);
}

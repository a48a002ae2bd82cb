/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Borrows: on the stack and on the heap, and what can be done through them. */

#include "operations.h"

/* A byte counts 254 shared borrows of a value; those above are counted elsewhere. */
#define MANY 270

static Borrowed *
free_borrow (World *world)
{
  for (guint i = 0; i < MAX_BORROWS; i++)
    if (world->borrows[i].guard == NULL)
      return &world->borrows[i];

  return NULL;
}

static void
note_borrow (World *world, Borrowed *b, TroveBorrow *guard, const Slot *slot, gboolean mutable)
{
  g_autoptr (TroveRef) ref = CALL (trove_borrow_dup_ref) (guard);
  const Value *value = slot_value (world, slot, ref);

  if (value == NULL)
    {
      complain (world, "a borrow of what is not there");
      return;
    }
  b->guard = guard;
  b->n_refs = guard == &b->stack ? 0 : 1;
  b->ref = *ref;
  b->type = slot_type (slot, trove_ref_get_pool (ref));
  b->mutable = mutable;
  b->released = FALSE;
  b->value = *value;
  complain_if (world, element_compare (CALL (trove_borrow_get_raw) (guard), b->type, value), "borrowed",
               value);
}

void
op_borrow (World *world, const Operation *op)
{
  Slot *slot = choose_arena (world, op);
  Borrowed *b = free_borrow (world);
  TroveRef ref = choose_ref (world, op);
  g_autofree char *text = trove_ref_to_string (&ref);
  gboolean on_stack = op->value % 2 == 0;
  int code = slot_change_error (world, slot, &ref);
  g_autoptr (GError) error = NULL;
  TroveBorrow *guard;

  if (b == NULL)
    return;
  if (code == TROVE_ERROR_BORROWED) /* another shared one */
    code = -1;

  say (world, "borrow %u = borrow%s (slot %u, %s)", (guint) (b - world->borrows), on_stack ? "_init" : "",
       slot_index (world, slot), text);
  if (on_stack)
    guard = CALL (trove_borrow_init) (&b->stack, slot->arena, &ref, &error) ? &b->stack : NULL;
  else
    guard = CALL (trove_arena_borrow) (slot->arena, &ref, &error);
  if (!world_expect (world, NULL, code, guard != NULL, error))
    return;

  note_borrow (world, b, guard, slot, FALSE);
  if (!trove_ref_equal (&b->ref, &ref))
    complain (world, "a shared borrow has another ref");
}

void
op_borrow_mut (World *world, const Operation *op)
{
  Slot *slot = choose_arena (world, op);
  Borrowed *b = free_borrow (world);
  TroveRef ref = choose_ref (world, op);
  g_autofree char *text = trove_ref_to_string (&ref);
  gboolean on_stack = op->value % 2 == 0;
  int code = slot_change_error (world, slot, &ref);
  g_autoptr (TroveRef) mine = NULL;
  g_autoptr (GError) error = NULL;
  TroveBorrow *guard;
  Value value;

  if (b == NULL || is_full (world))
    return;

  if (code < 0)
    value = *slot_value (world, slot, &ref);
  say (world, "borrow %u = borrow%s_mut (slot %u, %s)", (guint) (b - world->borrows), on_stack ? "_init" : "",
       slot_index (world, slot), text);
  world_begin_call (world, slot);
  if (on_stack)
    guard = CALL (trove_borrow_init_mut) (&b->stack, slot->arena, &ref, &error) ? &b->stack : NULL;
  else
    guard = CALL (trove_arena_borrow_mut) (slot->arena, &ref, &error);
  if (!world_expect (world, slot, code, guard != NULL, error))
    return;

  mine = CALL (trove_borrow_dup_ref) (guard);
  slot_changed (world, slot, &ref, mine, &value);
  note_borrow (world, b, guard, slot, TRUE);
}

/* More shared borrows of a value than a byte counts, all of them released again. */
void
op_borrow_many (World *world, const Operation *op)
{
  Slot *slot = choose_arena (world, op);
  TroveRef ref = choose_ref (world, op);
  g_autofree char *text = trove_ref_to_string (&ref);
  int code = slot_change_error (world, slot, &ref);
  TroveBorrow guards[MANY], refused;
  g_autoptr (GError) error = NULL;

  if (code == TROVE_ERROR_BORROWED)
    code = -1;
  if (code >= 0)
    return;

  say (world, "%u shared borrows (slot %u, %s)", MANY, slot_index (world, slot), text);
  for (guint i = 0; i < MANY; i++)
    if (!CALL (trove_borrow_init) (&guards[i], slot->arena, &ref, NULL))
      complain (world, "shared borrow %u failed", i);
  for (guint i = 0; i < MANY; i++)
    {
      guint which = op->value % 2 == 0 ? i : MANY - 1 - i;

      if (i % 64 == 63 && slot_is_own (slot, &ref))
        {
          g_clear_error (&error);
          CALL (trove_borrow_init_mut) (&refused, slot->arena, &ref, &error);
          world_expect (world, NULL, TROVE_ERROR_BORROWED, error == NULL, error);
        }
      CALL (trove_borrow_clear) (&guards[which]);
      CALL (trove_borrow_clear) (&guards[which]); /* harmless */
    }
}

static Borrowed *
choose_borrow (World *world, const Operation *op)
{
  for (guint i = 0; i < MAX_BORROWS; i++)
    {
      Borrowed *b = &world->borrows[(op->slot + i) % MAX_BORROWS];

      if (b->guard != NULL)
        return b;
    }

  return NULL;
}

/* A second reference, as bindings have it: not a second borrow. */
void
op_borrow_ref (World *world, const Operation *op)
{
  Borrowed *b = choose_borrow (world, op);
  TroveBorrow *again;

  if (b == NULL || b->guard == &b->stack)
    return;

  say (world, "borrow %u: ref", (guint) (b - world->borrows));
  if (op->value % 2 == 0)
    again = CALL (trove_borrow_ref) (b->guard);
  else
    again = g_boxed_copy (CALL (trove_borrow_get_type) (), b->guard);
  b->n_refs++;
  if (again != b->guard)
    complain (world, "a reference on a borrow is another borrow");
}

void
op_borrow_get (World *world, const Operation *op)
{
  Borrowed *b = choose_borrow (world, op);
  g_autoptr (GError) error = NULL;
  GValue *value;
  int code = -1;

  if (b == NULL)
    return;
  if (b->released)
    code = TROVE_ERROR_INVALID_REF;
  else if (element_gtype (b->type) == G_TYPE_NONE)
    code = TROVE_ERROR_TYPE_MISMATCH;

  say (world, "borrow %u: get_value", (guint) (b - world->borrows));
  value = CALL (trove_borrow_get_value) (b->guard, &error);
  if (world_expect (world, NULL, code, value != NULL, error))
    complain_if (world, gvalue_compare (value, &b->value), "borrow's value", &b->value);
  if (value != NULL)
    g_boxed_free (G_TYPE_VALUE, value);
}

/* What was written through a borrow is read by the arena that it came from, if that is there. */
static void
wrote (World *world, Borrowed *b, const Value *value)
{
  b->value = *value;
  for (guint i = 0; i < N_SLOTS; i++)
    if (slot_is_own (&world->slots[i], &b->ref))
      {
        slot_set_value (&world->slots[i], (guint) world_number (world, &b->ref), value);
        if (b->type == ELEMENT_STRING) /* which no limit refuses */
          world->slots[i].most_bytes = 0;
      }
}

static void
write_raw (World *world, Borrowed *b, const Operation *op)
{
  Value value = choose_value (world, op, b->type);
  gpointer address = CALL (trove_borrow_get_mut_raw) (b->guard);

  say (world, "borrow %u: write at its address", (guint) (b - world->borrows));
  if ((address == NULL) != b->released)
    complain (world, "a mutable borrow has %s address", address == NULL ? "no" : "an");
  if (address == NULL)
    return;
  element_write (address, b->type, &value);
  wrote (world, b, &value);
}

void
op_borrow_set (World *world, const Operation *op)
{
  Borrowed *b = choose_borrow (world, op);
  Value value = choose_gvalue (world, op), stored;
  g_auto (GValue) gvalue = G_VALUE_INIT;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  int code = -1;
  gboolean done;

  if (b == NULL)
    return;
  if (b->mutable && b->type != ELEMENT_STRING && op->extra % 2 == 0)
    {
      write_raw (world, b, op);
      return;
    }

  if (op->other % 4 != 0 && b->type != ELEMENT_VALUE && element_gtype (b->type) != G_TYPE_NONE)
    value = choose_value (world, op, b->type);
  if (b->released)
    code = TROVE_ERROR_INVALID_REF;
  else if (!b->mutable)
    code = TROVE_ERROR_BORROWED;
  else if (!value_convert (&value, b->type, &stored))
    code = TROVE_ERROR_TYPE_MISMATCH;

  text = value_describe (&value);
  say (world, "borrow %u: set_value (%s)", (guint) (b - world->borrows), text);
  gvalue_make (&gvalue, &value);
  world_begin_call (world, NULL);
  done = CALL (trove_borrow_set_value) (b->guard, &gvalue, &error);
  if (world_expect (world, NULL, code, done, error))
    wrote (world, b, &stored);
}

static gpointer
release (gpointer data)
{
  CALL (trove_borrow_release) (data);
  return NULL;
}

static gpointer
unref (gpointer data)
{
  CALL (trove_borrow_unref) (data);
  return NULL;
}

/* On a thread of its own, or on this one. */
static void
let_go (World *world, Borrowed *b, const Operation *op, const char *name, GThreadFunc func)
{
  gboolean elsewhere = op->extra % 8 == 7;

  say (world, "borrow %u: %s of %u, on %s thread", (guint) (b - world->borrows), name, b->n_refs,
       elsewhere ? "another" : "this");
  if (elsewhere)
    g_thread_join (g_thread_new (name, func, b->guard));
  else
    func (b->guard);
}

void
op_release (World *world, const Operation *op)
{
  Borrowed *b = choose_borrow (world, op);

  if (b == NULL)
    return;

  if (b->guard == &b->stack)
    {
      say (world, "borrow %u: clear", (guint) (b - world->borrows));
      CALL (trove_borrow_clear) (b->guard);
      b->guard = NULL;
    }
  else if (op->value % 4 == 3)
    {
      let_go (world, b, op, "release", release);
      b->released = TRUE;
    }
  else
    {
      let_go (world, b, op, "unref", unref);
      if (--b->n_refs == 0)
        b->guard = NULL;
    }
}

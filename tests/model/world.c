/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "world.h"

#include <string.h>

#include "test-types.h"

const Kind kinds[] = {
  { 12,
    { ELEMENT_INT64, ELEMENT_STRING, ELEMENT_COUNTED, ELEMENT_NODE, ELEMENT_VALUE, ELEMENT_REF, ELEMENT_BOX,
      ELEMENT_POINT, ELEMENT_CHAR, ELEMENT_DOUBLE, ELEMENT_WIDE, ELEMENT_ODD } },
  { 1, { ELEMENT_VALUE } },
  { 1, { ELEMENT_INT64 } },
  { 1, { ELEMENT_STRING } },
  { 1, { ELEMENT_POINT } },
  { 4, { ELEMENT_VARIANT, ELEMENT_DOUBLE, ELEMENT_STRING, ELEMENT_REF } },
  { 3, { ELEMENT_NODE, ELEMENT_NODE, ELEMENT_COUNTED } },
  { 1, { ELEMENT_WIDE } },
  { 4, { ELEMENT_OBJECT, ELEMENT_STRING, ELEMENT_DERIVED, ELEMENT_VALUE } },
  { 2, { ELEMENT_INT64, ELEMENT_OBJECT } },
};

const guint n_kinds = G_N_ELEMENTS (kinds);

/* What differed */

gboolean
complain (World *world, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (world->complaint == NULL)
    world->complaint = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return FALSE;
}

gboolean
complain_if (World *world, char *difference, const char *where, const Value *expected)
{
  g_autofree char *found = difference;
  g_autofree char *wanted = NULL;

  if (found == NULL)
    return TRUE;

  wanted = value_describe (expected);
  return complain (world, "%s: the model has %s, the library %s", where, wanted, found);
}

void
say (World *world, const char *format, ...)
{
  FILE *trace = world->options->trace;
  va_list arguments;

  if (trace == NULL)
    return;

  va_start (arguments, format);
  if (world->in_hook)
    fputs ("  (within) ", trace);
  vfprintf (trace, format, arguments);
  fputc ('\n', trace);
  fflush (trace);
  va_end (arguments);
}

/* In a call */

static void
call_back (World *world, gboolean in_copy)
{
  Slot *slot = g_steal_pointer (&world->hook_slot);
  const guint64 fail_after = counting_boxed.fail_after;
  const gboolean armed = world->armed, begun = world->begun;

  if (slot == NULL)
    return;

  world->armed = world->begun = FALSE;
  world->in_hook = TRUE;
  world_call_back (world, slot, in_copy);
  world->in_hook = FALSE;
  world->armed = armed;
  world->begun = begun;
  counting_boxed.fail_after = fail_after;
}

static void
copy_hook (Counting *counting, const CountingElement *element, gpointer data)
{
  call_back (data, TRUE);
}

static void
clear_hook (Counting *counting, const CountingElement *element, gpointer data)
{
  call_back (data, FALSE);
}

void
world_begin_call (World *world, Slot *slot)
{
  if (!world->armed)
    return;
  world->begun = TRUE;
  if (world->fails)
    counting_fail_copy (&counting_boxed, world->fail_after);
  else
    world->hook_slot = slot;
}

/* TRUE: a copy failed. */
static gboolean
end_call (World *world)
{
  gboolean failed = world->begun && world->fails && counting_boxed.fail_after == G_MAXUINT64;

  world->armed = world->begun = FALSE;
  world->hook_slot = NULL;
  counting_boxed.fail_after = G_MAXUINT64;
  return failed;
}

void
world_end_call (World *world)
{
  end_call (world);
}

static const char *
code_name (int code)
{
  static const char *const names[] = { "INVALID_REF",  "BORROWED",    "BORROWED_MUT", "TYPE_MISMATCH",
                                       "WRONG_THREAD", "COPY_FAILED", "FULL",         "NO_MEMORY" };

  return code < 0 ? "success" : names[code];
}

gboolean
world_expect (World *world, const Slot *slot, int expected, gboolean done, const GError *error)
{
  if (end_call (world))
    expected = TROVE_ERROR_COPY_FAILED;
  if (expected < 0 && slot != NULL && slot->max_bytes != 0 && !done &&
      g_error_matches (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY))
    return FALSE;

  if (expected < 0 && done && error == NULL)
    return TRUE;
  if (expected >= 0 && !done && g_error_matches (error, CALL (trove_error_quark) (), expected))
    return FALSE;

  return complain (world, "the model has %s, the library %s%s%s", code_name (expected),
                   done ? "success" : "failure", error != NULL ? ": " : " without an error",
                   error != NULL ? error->message : "");
}

/* Refs */

int
world_number (World *world, const TroveRef *ref)
{
  const NumberedRef *numbered = g_hash_table_lookup (world->numbers, ref);

  return numbered != NULL ? (int) numbered->number : -1;
}

guint
world_n_refs (World *world)
{
  return world->refs->len;
}

const TroveRef *
world_ref (World *world, guint number)
{
  return &((NumberedRef *) g_ptr_array_index (world->refs, number))->ref;
}

static guint
add_ref (World *world, const TroveRef *ref)
{
  NumberedRef *numbered = g_new (NumberedRef, 1);

  *numbered = (NumberedRef){ *ref, world->refs->len, NULL };
  g_ptr_array_add (world->refs, numbered);
  if (!g_hash_table_insert (world->numbers, &numbered->ref, numbered))
    complain (world, "a ref was given out twice: %" G_GUINT64_FORMAT ", offset %" G_GUINT64_FORMAT,
              ref->sub_arena, ref->offset);
  return numbered->number;
}

/* Slots */

guint
slot_index (World *world, const Slot *slot)
{
  return (guint) (slot - world->slots);
}

void
slot_end_readings (World *world, const Slot *slot)
{
  for (guint i = 0; i < MAX_READERS; i++)
    if (world->readings[i].slot == slot)
      {
        CALL (trove_reader_clear) (&world->readings[i].reader);
        world->readings[i].slot = NULL;
      }
}

void
slot_drop (World *world, Slot *slot)
{
  TroveArena *arena = g_steal_pointer (&slot->arena);
  TroveSnapshot *snapshot = g_steal_pointer (&slot->snapshot);

  if (world->hook_slot == slot)
    world->hook_slot = NULL;
  slot_end_readings (world, slot);
  g_array_set_size (slot->values, 0);
  slot_freeze (slot);
  slot->root = (TroveRef) TROVE_REF_INIT;
  slot->max_bytes = slot->most_bytes = 0;
  slot->kind = NULL;
  if (arena != NULL)
    g_object_unref (arena);
  if (snapshot != NULL)
    CALL (trove_snapshot_unref) (snapshot);
}

void
slot_set_arena (Slot *slot, const Kind *kind, TroveArena *arena)
{
  slot->kind = kind;
  slot->arena = arena;
}

void
slot_set_snapshot (Slot *slot, const Kind *kind, TroveSnapshot *snapshot)
{
  slot->kind = kind;
  slot->snapshot = snapshot;
}

ElementType
slot_type (const Slot *slot, guint pool)
{
  return slot->kind->types[pool];
}

const Value *
slot_value_at (const Slot *slot, guint number)
{
  const Value *value = NULL;

  if (number < slot->values->len)
    value = &g_array_index (slot->values, Value, number);
  return value != NULL && value->type != ELEMENT_NONE ? value : NULL;
}

const Value *
slot_value (World *world, const Slot *slot, const TroveRef *ref)
{
  int number = world_number (world, ref);

  return number >= 0 ? slot_value_at (slot, (guint) number) : NULL;
}

void
slot_set_value (Slot *slot, guint number, const Value *value)
{
  Value copy = *value;

  if (slot->values->len <= number)
    g_array_set_size (slot->values, number + 1); /* cleared: ELEMENT_NONE */
  g_array_index (slot->values, Value, number) = copy;
}

void
slot_freeze (Slot *slot)
{
  slot->own_id = 0;
  memset (slot->lengths, 0, sizeof slot->lengths);
}

void
slot_add_values (Slot *slot, const Slot *from)
{
  for (guint i = 0; i < from->values->len; i++)
    {
      const Value *value = slot_value_at (from, i);

      if (value != NULL)
        slot_set_value (slot, i, value);
    }
}

void
slot_copy_values (Slot *slot, const Slot *from)
{
  g_array_set_size (slot->values, 0);
  g_array_append_vals (slot->values, from->values->data, from->values->len);
  slot->root = from->root;
}

gboolean
slot_is_own (const Slot *slot, const TroveRef *ref)
{
  return slot->own_id != 0 && ref->sub_arena == slot->own_id;
}

void
world_new_id (World *world, const Slot *slot, guint64 id)
{
  for (guint i = 0; i < slot->values->len; i++)
    if (slot_value_at (slot, i) != NULL && world_ref (world, i)->sub_arena >= id)
      complain (world, "a new id, %" G_GUINT64_FORMAT ", is not above one that the arena holds", id);

  if (id == 0 || id >= (guint64) 1 << 53 || !g_hash_table_add (world->ids, g_memdup2 (&id, sizeof id)))
    complain (world, "an id was given out twice, or is none: %" G_GUINT64_FORMAT, id);
}

void
slot_appended (World *world, Slot *slot, const TroveRef *ref, guint pool, const Value *value)
{
  if (slot->own_id == 0)
    {
      world_new_id (world, slot, ref->sub_arena);
      slot->own_id = ref->sub_arena;
    }
  else if (ref->sub_arena != slot->own_id)
    complain (world, "appended to sub-arena %" G_GUINT64_FORMAT ", where %" G_GUINT64_FORMAT " is own",
              ref->sub_arena, slot->own_id);
  if (ref->offset != ((guint64) pool << 40 | slot->lengths[pool]))
    complain (world, "appended at offset %" G_GUINT64_FORMAT ", which is not %u:%" G_GUINT64_FORMAT,
              ref->offset, pool, slot->lengths[pool]);

  slot->lengths[pool]++;
  slot_set_value (slot, add_ref (world, ref), value);
}

void
slot_changed (World *world, Slot *slot, const TroveRef *ref, const TroveRef *result, const Value *value)
{
  if (!slot_is_own (slot, ref))
    {
      slot_appended (world, slot, result, trove_ref_get_pool (ref), value);
      return;
    }

  if (!trove_ref_equal (ref, result))
    complain (world, "a value that is own was not changed in place");
  slot_set_value (slot, (guint) world_number (world, ref), value);
}

/* What stands in the way */

guint
slot_n_borrows (World *world, const Slot *slot, const TroveRef *ref, gboolean mutable)
{
  guint n = 0;

  for (guint i = 0; i < MAX_BORROWS; i++)
    {
      const Borrowed *b = &world->borrows[i];

      n += b->guard != NULL && !b->released && b->mutable == mutable && slot_is_own (slot, &b->ref) &&
           (ref == NULL || trove_ref_equal (ref, &b->ref));
    }
  return n;
}

int
slot_read_error (World *world, const Slot *slot, guint pool, const TroveRef *ref)
{
  guint of_ref = trove_ref_get_pool (ref);

  if (of_ref != pool && of_ref < slot->kind->n_pools && ref->sub_arena != 0)
    return TROVE_ERROR_TYPE_MISMATCH;

  return slot_value (world, slot, ref) != NULL ? -1 : TROVE_ERROR_INVALID_REF;
}

int
slot_get_error (World *world, const Slot *slot, const TroveRef *ref)
{
  if (slot_value (world, slot, ref) == NULL)
    return TROVE_ERROR_INVALID_REF;
  if (slot->arena != NULL && slot_n_borrows (world, slot, ref, TRUE) > 0)
    return TROVE_ERROR_BORROWED_MUT;

  return element_gtype (slot_type (slot, trove_ref_get_pool (ref))) == G_TYPE_NONE ?
             TROVE_ERROR_TYPE_MISMATCH :
             -1;
}

int
slot_change_error (World *world, const Slot *slot, const TroveRef *ref)
{
  if (slot_value (world, slot, ref) == NULL)
    return TROVE_ERROR_INVALID_REF;
  if (slot_n_borrows (world, slot, ref, TRUE) > 0)
    return TROVE_ERROR_BORROWED_MUT;

  return slot_n_borrows (world, slot, ref, FALSE) > 0 ? TROVE_ERROR_BORROWED : -1;
}

int
slot_freeze_error (World *world, const Slot *slot)
{
  return slot_n_borrows (world, slot, NULL, TRUE) > 0 ? TROVE_ERROR_BORROWED_MUT : -1;
}

/* Beginning and end */

void
world_init (World *world, const ProgramOptions *options)
{
  counting_init (&counting_boxed);
  counting_boxed.copy_hook = copy_hook;
  counting_boxed.clear_hook = clear_hook;
  counting_boxed.hook_data = world;
  *world = (World){ .options = options };
  world->refs = g_ptr_array_new_with_free_func (g_free);
  world->numbers = g_hash_table_new (trove_ref_hash, trove_ref_equal);
  world->ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 0; i < N_SLOTS; i++)
    world->slots[i].values = g_array_new (FALSE, TRUE, sizeof (Value));
}

static void
clear_borrow (Borrowed *b)
{
  if (b->guard == NULL)
    return;
  if (b->guard == &b->stack)
    CALL (trove_borrow_clear) (b->guard);
  while (b->n_refs > 0)
    {
      b->n_refs--;
      CALL (trove_borrow_unref) (b->guard);
    }
  b->guard = NULL;
}

void
held_sub_clear (HeldSub *held)
{
  g_clear_object (&held->sub);
  g_clear_pointer (&held->contents, g_array_unref);
}

void
world_clear (World *world)
{
  for (guint i = 0; i < MAX_BORROWS / 2; i++)
    clear_borrow (&world->borrows[i]);
  for (guint i = 0; i < N_SLOTS; i++)
    {
      slot_drop (world, &world->slots[i]);
      g_array_unref (world->slots[i].values);
    }
  for (guint i = 0; i < MAX_BORROWS; i++) /* the others past their arenas */
    clear_borrow (&world->borrows[i]);
  for (guint i = 0; i < MAX_HELD; i++)
    {
      g_clear_pointer (&world->held[i].row, g_bytes_unref);
      g_clear_pointer (&world->held[i].copy, g_bytes_unref);
      held_sub_clear (&world->held_subs[i]);
    }
  if (world->context != NULL)
    {
      while (g_main_context_iteration (world->context, FALSE))
        ;
      g_main_context_unref (world->context);
    }

  if (counting_boxed.n_live != 0 || test_live () != 0)
    complain (world, "%" G_GUINT64_FORMAT " elements and %d objects were not cleared", counting_boxed.n_live,
              test_live ());
  counting_boxed.n_live = 0;
  counting_boxed.n_copies = counting_boxed.n_clears;
  counting_finish (&counting_boxed);
  g_hash_table_unref (world->numbers);
  g_hash_table_unref (world->ids);
  g_ptr_array_unref (world->refs);
}

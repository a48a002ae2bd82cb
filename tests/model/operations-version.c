/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Versions: clones, snapshots, merges; roots, limits and owners. */

#include "operations.h"

void
op_clone (World *world, const Operation *op)
{
  Slot *slot = choose_arena (world, op), *place;
  g_autoptr (GError) error = NULL;
  TroveArena *clone;

  say (world, "clone (slot %u)", slot_index (world, slot));
  clone = CALL (trove_arena_clone) (slot->arena, &error);
  if (!world_expect (world, NULL, slot_freeze_error (world, slot), clone != NULL, error))
    return;

  slot_freeze (slot);
  place = choose_place (world, op, slot, NULL);
  say (world, "  = slot %u", slot_index (world, place));
  slot_set_arena (place, slot->kind, clone);
  slot_copy_values (place, slot);
  place->max_bytes = slot->max_bytes;
  place->most_bytes = slot->most_bytes;
  if (world->options->is_wrong)
    place->root = (TroveRef) TROVE_REF_INIT;
}

void
op_snapshot (World *world, const Operation *op)
{
  Slot *slot = choose_arena (world, op), *place;
  g_autoptr (GError) error = NULL;
  TroveSnapshot *snapshot;

  say (world, "snapshot (slot %u)", slot_index (world, slot));
  snapshot = CALL (trove_arena_snapshot) (slot->arena, &error);
  if (!world_expect (world, NULL, slot_freeze_error (world, slot), snapshot != NULL, error))
    return;

  slot_freeze (slot);
  place = choose_place (world, op, slot, NULL);
  say (world, "  = slot %u", slot_index (world, place));
  slot_set_snapshot (place, slot->kind, snapshot);
  slot_copy_values (place, slot);
  place->max_bytes = slot->max_bytes;
}

void
op_branch (World *world, const Operation *op)
{
  Slot *slot = choose_snapshot (world, op), *place;
  TroveArena *arena;

  if (slot == NULL)
    return;

  say (world, "branch (slot %u)", slot_index (world, slot));
  if (op->value % 2 == 1) /* through a second reference */
    CALL (trove_snapshot_unref) (CALL (trove_snapshot_ref) (slot->snapshot));
  arena = CALL (trove_snapshot_branch) (slot->snapshot);
  place = choose_place (world, op, slot, NULL);
  say (world, "  = slot %u", slot_index (world, place));
  slot_set_arena (place, slot->kind, arena);
  slot_copy_values (place, slot);
  place->max_bytes = slot->max_bytes;
}

static Slot *
choose_other_arena (World *world, const Operation *op)
{
  Operation other = *op;

  other.slot = op->ref;
  return choose_arena (world, &other);
}

/* Both arenas are frozen, or neither where one of them cannot be. */
static int
merge_error (World *world, Slot *a, Slot *b)
{
  int code;

  if (a->kind != b->kind)
    return TROVE_ERROR_TYPE_MISMATCH;
  code = slot_freeze_error (world, a);
  if (code < 0)
    code = slot_freeze_error (world, b);
  if (code >= 0)
    return code;

  slot_freeze (a);
  slot_freeze (b);
  return code;
}

void
op_merge (World *world, const Operation *op)
{
  Slot *a = choose_arena (world, op), *b = choose_other_arena (world, op), *place;
  g_autoptr (GError) error = NULL;
  TroveArena *merged;

  say (world, "merge (slot %u, slot %u)", slot_index (world, a), slot_index (world, b));
  merged = CALL (trove_arena_merge) (a->arena, b->arena, &error);
  if (!world_expect (world, NULL, merge_error (world, a, b), merged != NULL, error))
    return;

  place = choose_place (world, op, a, b);
  say (world, "  = slot %u", slot_index (world, place));
  slot_set_arena (place, a->kind, merged);
  slot_copy_values (place, a);
  slot_add_values (place, b);
  place->max_bytes = a->max_bytes;
}

void
op_absorb (World *world, const Operation *op)
{
  Slot *a = choose_arena (world, op), *b = choose_other_arena (world, op);
  g_autoptr (GError) error = NULL;
  gboolean done;

  say (world, "absorb (slot %u, slot %u)", slot_index (world, a), slot_index (world, b));
  done = CALL (trove_arena_absorb) (a->arena, b->arena, &error);
  if (world_expect (world, NULL, merge_error (world, a, b), done, error) && a != b)
    slot_add_values (a, b);
  a->most_bytes = 0;
}

/* Letting go */

void
op_revert (World *world, const Operation *op)
{
  Slot *slot = choose_arena (world, op), *to;
  Operation other = *op;
  g_autoptr (GError) error = NULL;
  gboolean done;
  int code;

  other.slot = op->ref;
  to = choose_snapshot (world, &other);
  if (to == NULL)
    return;

  code = slot->kind != to->kind ? TROVE_ERROR_TYPE_MISMATCH : slot_freeze_error (world, slot);
  say (world, "revert (slot %u, slot %u)", slot_index (world, slot), slot_index (world, to));
  slot_end_readings (world, slot);
  done = CALL (trove_arena_revert) (slot->arena, to->snapshot, &error);
  if (!world_expect (world, NULL, code, done, error))
    return;

  slot_freeze (slot);
  slot_copy_values (slot, to);
  slot->most_bytes = 0;
}

/* The ids of the sub-arenas that refs reach. */
static GHashTable *
reach (World *world, const Slot *slot, const TroveRef *roots, guint n)
{
  GHashTable *ids = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (TroveRef));

  g_array_append_vals (stack, roots, n);
  while (stack->len > 0)
    {
      TroveRef ref = g_array_index (stack, TroveRef, stack->len - 1);
      const Value *value = slot_value (world, slot, &ref);

      g_array_set_size (stack, stack->len - 1);
      if (value == NULL || !g_hash_table_add (seen, GINT_TO_POINTER (world_number (world, &ref))))
        continue;
      g_hash_table_add (ids, (gpointer) &world_ref (world, (guint) world_number (world, &ref))->sub_arena);
      if (value->type == ELEMENT_REF || value->type == ELEMENT_NODE)
        g_array_append_vals (stack, value->child, value->type == ELEMENT_NODE ? 2 : 1);
    }
  return ids;
}

void
op_collect (World *world, const Operation *op)
{
  Slot *slot = choose_arena (world, op);
  g_autoptr (GHashTable) ids = NULL;
  g_autoptr (GError) error = NULL;
  TroveRef roots[5];
  guint n = op->value % 5;
  gboolean done;

  say (world, "collect (slot %u, %u roots)", slot_index (world, slot), n);
  for (guint i = 0; i < n; i++)
    roots[i] = choose_real_ref (world, (guint8) (op->ref + 41 * i));
  slot_end_readings (world, slot);
  done = CALL (trove_arena_collect) (slot->arena, n > 0 ? roots : NULL, n, &error);
  if (!world_expect (world, NULL, -1, done, error))
    return;

  roots[n] = slot->root;
  ids = reach (world, slot, roots, n + 1);
  for (guint i = 0; i < slot->values->len; i++)
    {
      const TroveRef *ref = world_ref (world, i);

      if (!slot_is_own (slot, ref) && !g_hash_table_contains (ids, &ref->sub_arena))
        g_array_index (slot->values, Value, i).type = ELEMENT_NONE;
    }
  slot->most_bytes = 0;
}

static gpointer
drop_arena (gpointer data)
{
  g_object_unref (data);
  return NULL;
}

void
op_drop (World *world, const Operation *op)
{
  Slot *slot = &world->slots[op->slot % N_SLOTS];
  TroveArena *last = NULL; /* what another thread drops */

  say (world, "drop (slot %u)", slot_index (world, slot));
  if (slot->arena != NULL && op->value % 16 == 15)
    last = g_object_ref (slot->arena);
  slot_drop (world, slot);
  if (last != NULL)
    g_thread_join (g_thread_new ("drop", drop_arena, last));
}

void
op_set_root (World *world, const Operation *op)
{
  Slot *slot = choose_arena (world, op);
  TroveRef ref = choose_ref (world, op);
  gboolean none = op->value >= 0xe0, done;
  g_autofree char *text = trove_ref_to_string (&ref);
  g_autoptr (GError) error = NULL;
  int code = none || slot_value (world, slot, &ref) != NULL ? -1 : TROVE_ERROR_INVALID_REF;

  say (world, "set_root (slot %u, %s)", slot_index (world, slot), none ? "none" : text);
  done = CALL (trove_arena_set_root) (slot->arena, none ? NULL : &ref, &error);
  if (world_expect (world, NULL, code, done, error))
    slot->root = none ? (TroveRef) TROVE_REF_INIT : ref;
}

/* Owners */

typedef struct
{
  World *world;
  Slot *slot;
  guint way; /* to let go of it */
} Stranger;

static gpointer
be_refused (gpointer data)
{
  Stranger *stranger = data;
  World *world = stranger->world;
  g_autoptr (GError) error = NULL;
  gpointer result = CALL (trove_arena_clone) (stranger->slot->arena, &error);

  world_expect (world, NULL, TROVE_ERROR_WRONG_THREAD, result != NULL, error);
  g_clear_error (&error);
  if (CALL (trove_arena_reserve_id) (stranger->slot->arena, &error) != 0)
    complain (world, "another thread was given the id");
  world_expect (world, NULL, TROVE_ERROR_WRONG_THREAD, FALSE, error);
  g_clear_error (&error);
  if (CALL (trove_arena_get_root) (stranger->slot->arena, &error) != NULL)
    complain (world, "another thread was given the root");
  world_expect (world, NULL, TROVE_ERROR_WRONG_THREAD, FALSE, error);
  return NULL;
}

/* Another thread has it for a while, appends to it, and lets go of it, or of all it has, or ends. */
static gpointer
be_guest (gpointer data)
{
  Stranger *stranger = data;
  World *world = stranger->world;
  g_autoptr (GError) error = NULL;
  guint64 n = CALL (trove_arena_get_n_elements) (stranger->slot->arena, &error);

  world_expect (world, NULL, -1, error == NULL, error);
  for (guint i = 0; i < stranger->way % 4; i++)
    {
      const Operation op = { .slot = (guint8) slot_index (world, stranger->slot),
                             .other = (guint8) (stranger->way / 4 + i),
                             .value = (guint8) i };

      op_append_raw (world, &op);
    }
  if (stranger->way % 3 == 0)
    {
      gboolean done = CALL (trove_arena_transfer) (stranger->slot->arena, &error);

      world_expect (world, NULL, -1, done, error);
    }
  else if (stranger->way % 3 == 1)
    CALL (trove_thread_leave) ();
  return GSIZE_TO_POINTER (n);
}

void
op_transfer (World *world, const Operation *op)
{
  Slot *slot = choose_arena (world, op);
  Stranger stranger = { world, slot, op->extra };
  g_autoptr (GError) error = NULL;
  int code = slot_freeze_error (world, slot);
  gboolean done;

  if (op->value % 4 == 3)
    {
      say (world, "another thread is refused (slot %u)", slot_index (world, slot));
      CALL (trove_arena_get_n_elements) (slot->arena, NULL); /* it is this one's, where it was nobody's */
      g_thread_join (g_thread_new ("refused", be_refused, &stranger));
      return;
    }

  if (code < 0 && slot_n_borrows (world, slot, NULL, FALSE) > 0)
    code = TROVE_ERROR_BORROWED;
  if (code < 0)
    slot_end_readings (world, slot);
  say (world, "transfer (slot %u)", slot_index (world, slot));
  done = CALL (trove_arena_transfer) (slot->arena, &error);
  if (world_expect (world, NULL, code, done, error) && op->value % 4 == 2)
    g_thread_join (g_thread_new ("guest", be_guest, &stranger));
}

/* Limits */

void
op_limit (World *world, const Operation *op)
{
  Slot *slot = choose_arena (world, op);
  g_autoptr (GError) error = NULL;
  guint64 bytes = 0;
  gboolean done;

  if (op->value != 0)
    {
      g_autoptr (TroveUsage) usage = CALL (trove_arena_get_usage) (slot->arena, NULL);

      bytes = MAX (usage->total / 2, 1) + ((guint64) op->value << op->extra % 8);
      slot->most_bytes = MAX (bytes, usage->total);
    }
  else
    slot->most_bytes = 0;
  say (world, "set_max_bytes (slot %u, %" G_GUINT64_FORMAT ")", slot_index (world, slot), bytes);
  slot->max_bytes = bytes;
  if (op->extra % 2 == 0)
    {
      done = CALL (trove_arena_set_max_bytes) (slot->arena, bytes, &error);
      world_expect (world, NULL, -1, done, error);
    }
  else
    g_object_set (slot->arena, "max-bytes", bytes, NULL);
  if (CALL (trove_arena_get_max_bytes) (slot->arena) != bytes)
    complain (world, "max-bytes is not what was set");
}

void
op_clear_context (World *world, const Operation *op)
{
  Slot *slot = choose_arena (world, op);
  g_autoptr (GError) error = NULL;
  gboolean done;

  if (op->value % 4 == 3)
    {
      say (world, "the context runs");
      while (world->context != NULL && g_main_context_iteration (world->context, FALSE))
        ;
      return;
    }

  say (world, "set_clear_context (slot %u, %s)", slot_index (world, slot),
       op->value % 2 == 0 ? "one" : "none");
  if (world->context == NULL)
    world->context = g_main_context_new ();
  done =
      CALL (trove_arena_set_clear_context) (slot->arena, op->value % 2 == 0 ? world->context : NULL, &error);
  world_expect (world, NULL, -1, done, error);
}

/* The map has another shape at other ids, and is deeper at higher ones. */
void
op_skip_ids (World *world, const Operation *op)
{
  guint n = op->value % 64;
  g_autoptr (TroveArena) arena = NULL;

  if (op->extra >= 0xf0)
    n *= 512;
  if (world->n_skipped + n > 40000)
    return;

  world->n_skipped += n;
  say (world, "skip %u ids", n);
  arena = CALL (trove_arena_new) (G_TYPE_INT64);
  for (guint i = 0; i < n; i++)
    {
      CALL (trove_arena_reserve_id) (arena, NULL);
      CALL (trove_snapshot_unref) (CALL (trove_arena_snapshot) (arena, NULL)); /* which ends the id */
    }
}

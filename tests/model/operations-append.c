/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* New arenas, and what is appended to them. */

#include "operations.h"

#include <string.h>

#define MOST_AT_ONCE 160

static TroveArena *
make_arena (const Kind *kind, guint how)
{
  TroveElementInfo infos[MAX_POOLS];
  GType types[MAX_POOLS];
  gboolean anonymous = FALSE;

  for (guint i = 0; i < kind->n_pools; i++)
    {
      infos[i] = element_info (kind->types[i]);
      types[i] = element_gtype (kind->types[i]);
      anonymous |= types[i] == G_TYPE_NONE;
    }

  if (anonymous || how % 4 == 0)
    return CALL (trove_arena_new_with_infos) (infos, kind->n_pools);
  if (kind->n_pools > 1 || how % 4 == 1)
    return CALL (trove_arena_new_for_types) (types, kind->n_pools);
  if (how % 4 == 2)
    return g_object_new (TROVE_TYPE_ARENA, "element-type", types[0], NULL);
  return CALL (trove_arena_new) (types[0]);
}

void
op_new (World *world, const Operation *op)
{
  Slot *slot = choose_place (world, op, NULL, NULL);
  const Kind *kind = &kinds[op->value % n_kinds];

  say (world, "slot %u = an arena of %u pools", slot_index (world, slot), kind->n_pools);
  slot_set_arena (slot, kind, make_arena (kind, op->extra));
  if (CALL (trove_arena_get_n_pools) (slot->arena) != kind->n_pools)
    complain (world, "a new arena has another number of pools");
  for (guint i = 0; i < kind->n_pools; i++)
    if (CALL (trove_arena_get_pool_type) (slot->arena, i) != element_gtype (kind->types[i]))
      complain (world, "pool %u of a new arena has another type", i);
}

/* One value */

/* A ref for the caller, or none where the call failed as it should. */
static void
appended_one (World *world, Slot *slot, TroveRef *ref, GError *error, int expected, guint pool,
              const Value *value)
{
  if (world_expect (world, slot, expected, ref != NULL, error))
    slot_appended (world, slot, ref, pool, value);
  if (ref != NULL)
    CALL (trove_ref_free) (ref);
  g_clear_error (&error);
}

/* The pool of a value's own type, or of one that it is derived from, or of a number that it fits, or of GValues; −1: it fits none. */
static int
best_pool (const Kind *kind, const Value *value)
{
  int ancestor = -1, number = -1, any = -1;
  Value stored;

  for (guint i = 0; i < kind->n_pools; i++)
    {
      if (kind->types[i] == value->type)
        return (int) i;
      if (value->type == ELEMENT_DERIVED && kind->types[i] == ELEMENT_OBJECT)
        ancestor = ancestor < 0 ? (int) i : ancestor;
      else if (kind->types[i] == ELEMENT_VALUE)
        any = any < 0 ? (int) i : any;
      else if (number < 0 && value_convert (value, kind->types[i], &stored))
        number = (int) i;
    }

  if (ancestor >= 0)
    return ancestor;
  return number >= 0 ? number : any;
}

void
op_append (World *world, const Operation *op)
{
  Slot *slot = choose_arena (world, op);
  Value value = choose_gvalue (world, op), stored;
  int pool = best_pool (slot->kind, &value);
  g_autofree char *text = value_describe (&value);
  g_auto (GValue) gvalue = G_VALUE_INIT;
  GError *error = NULL;
  TroveRef *ref;

  if (is_full (world))
    return;

  say (world, "append (slot %u, %s): pool %d", slot_index (world, slot), text, pool);
  gvalue_make (&gvalue, &value);
  if (CALL (trove_arena_find_pool) (slot->arena, &gvalue, NULL) != pool)
    complain (world, "find_pool gives another pool");
  world_begin_call (world, slot);
  ref = CALL (trove_arena_append) (slot->arena, &gvalue, &error);
  if (pool >= 0)
    value_convert (&value, slot_type (slot, (guint) pool), &stored);
  appended_one (world, slot, ref, error, pool >= 0 ? -1 : TROVE_ERROR_TYPE_MISMATCH, (guint) pool, &stored);
}

void
op_append_to (World *world, const Operation *op)
{
  Slot *slot = choose_arena (world, op);
  guint pool = choose_pool (slot, op);
  Value value = choose_gvalue (world, op), stored;
  gboolean fits = value_convert (&value, slot_type (slot, pool), &stored);
  g_autofree char *text = value_describe (&value);
  g_auto (GValue) gvalue = G_VALUE_INIT;
  GError *error = NULL;
  TroveRef *ref;

  if (is_full (world))
    return;

  say (world, "append_to (slot %u, pool %u, %s)", slot_index (world, slot), pool, text);
  gvalue_make (&gvalue, &value);
  world_begin_call (world, slot);
  ref = CALL (trove_arena_append_to) (slot->arena, pool, &gvalue, &error);
  appended_one (world, slot, ref, error, fits ? -1 : TROVE_ERROR_TYPE_MISMATCH, pool, &stored);
}

/* Where the library was not asked for the ref. */
static TroveRef
ref_of_last (World *world, Slot *slot, guint pool)
{
  guint64 id = CALL (trove_arena_reserve_id) (slot->arena, NULL);
  guint64 index = id == slot->own_id ? slot->lengths[pool] : 0;

  return (TroveRef){ id, (guint64) pool << 40 | index };
}

void
op_append_raw (World *world, const Operation *op)
{
  Slot *slot = choose_arena (world, op);
  guint pool = choose_pool (slot, op);
  ElementType type = slot_type (slot, pool);
  Value value = choose_value (world, op, type);
  g_autofree char *text = value_describe (&value);
  gboolean without = op->extra >= 0xc0, done;
  g_autoptr (GError) error = NULL;
  TroveRef ref = { 1, 2 };
  Element element;

  if (is_full (world))
    return;

  say (world, "append_raw (slot %u, pool %u, %s)", slot_index (world, slot), pool, text);
  element_make (&element, type, &value);
  world_begin_call (world, slot);
  done = CALL (trove_arena_append_raw) (slot->arena, pool, &element, without ? NULL : &ref, &error);
  if (world_expect (world, slot, -1, done, error))
    {
      if (without)
        ref = ref_of_last (world, slot, pool);
      slot_appended (world, slot, &ref, pool, &value);
    }
  else if (ref.sub_arena != 1 || ref.offset != 2)
    complain (world, "append_raw failed and wrote a ref");
  element_free (&element, type);
}

void
op_append_string (World *world, const Operation *op)
{
  Slot *slot = choose_arena (world, op);
  guint pool = choose_pool (slot, op);
  gboolean strings = slot_type (slot, pool) == ELEMENT_STRING;
  Value value = choose_value (world, op, ELEMENT_STRING);
  gboolean terminated = op->extra % 2 == 0, done;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  TroveRef ref = TROVE_REF_INIT;
  const char *bytes;
  gsize length;

  if (is_full (world))
    return;

  if (!terminated && value.number != 0)
    value.number |= STRING_HAS_NULS;
  text = value_describe (&value);
  say (world, "append_string (slot %u, pool %u, %s)", slot_index (world, slot), pool, text);
  bytes = value_text (&value, &length);
  done = CALL (trove_arena_append_string) (slot->arena, pool, bytes, terminated ? -1 : (gssize) length, &ref,
                                           &error);
  if (world_expect (world, slot, strings ? -1 : TROVE_ERROR_TYPE_MISMATCH, done, error))
    slot_appended (world, slot, &ref, pool, &value);
}

/* Many values */

static void
appended_many (World *world, Slot *slot, TroveRef first, guint pool, const Value *values, gsize n)
{
  if (n == 0 && !trove_ref_is_null (&first))
    complain (world, "nothing was appended, and there is a ref to it");
  for (gsize i = 0; i < n && world->complaint == NULL; i++)
    {
      const TroveRef ref = CALL (trove_ref_nth) (&first, i);

      slot_appended (world, slot, &ref, pool, &values[i]);
    }
}

static gsize
choose_count (const Operation *op)
{
  return op->value >= 0xf0 ? MOST_AT_ONCE - op->value % 8 : op->value % 40;
}

/* Elements that lie one after the other; their values differ a little. */
static char *
make_many (World *world, const Operation *op, ElementType type, Value *values, gsize n, GPtrArray *strings)
{
  gsize size = element_size (type);
  char *elements = g_malloc (MAX (n * size, 1));
  Operation each = *op;

  for (gsize i = 0; i < n; i++)
    {
      Element element;

      each.value = (guint8) (op->value + i);
      each.extra = op->extra & 0x3f;
      values[i] = choose_value (world, &each, type);
      element_make (&element, type, &values[i]);
      if (type == ELEMENT_STRING && element.string != NULL)
        {
          element.string = g_strdup (element.string);
          g_ptr_array_add (strings, (gpointer) element.string);
        }
      memcpy (elements + i * size, &element, size);
    }
  return elements;
}

static void
free_many (char *elements, ElementType type, gsize n)
{
  gsize size = element_size (type);

  for (gsize i = 0; i < n; i++)
    {
      Element element;

      memcpy (&element, elements + i * size, size);
      element_free (&element, type);
    }
  g_free (elements);
}

void
op_append_many (World *world, const Operation *op)
{
  Slot *slot = choose_arena (world, op);
  guint pool = choose_pool (slot, op);
  ElementType type = slot_type (slot, pool);
  g_autoptr (GPtrArray) strings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  gsize n = choose_count (op);
  Value values[MOST_AT_ONCE];
  TroveRef first = { 1, 2 };
  char *elements;
  gboolean done;

  if (is_full (world))
    return;

  say (world, "append_many_raw (slot %u, pool %u, %" G_GSIZE_FORMAT " of %s)", slot_index (world, slot), pool,
       n, element_name (type));
  elements = make_many (world, op, type, values, n, strings);
  world_begin_call (world, slot);
  done = CALL (trove_arena_append_many_raw) (slot->arena, pool, n > 0 ? elements : NULL, n, &first, &error);
  if (world_expect (world, slot, -1, done, error))
    appended_many (world, slot, first, pool, values, n);
  else if (first.sub_arena != 1 || first.offset != 2)
    complain (world, "append_many_raw failed and wrote a ref");
  free_many (elements, type, n);
}

void
op_append_values (World *world, const Operation *op)
{
  Slot *slot = choose_arena (world, op);
  guint pool = choose_pool (slot, op);
  gsize n = choose_count (op);
  g_autofree GValue *gvalues = g_new0 (GValue, MAX (n, 1));
  Value values[MOST_AT_ONCE];
  Operation each = *op;
  g_autoptr (TroveRef) first = NULL;
  g_autoptr (GError) error = NULL;
  gboolean fit = TRUE;

  if (is_full (world))
    return;

  say (world, "append_many (slot %u, pool %u, %" G_GSIZE_FORMAT " values)", slot_index (world, slot), pool,
       n);
  for (gsize i = 0; i < n; i++)
    {
      Value given;

      each.value = (guint8) (op->value + i);
      given = choose_gvalue (world, &each);
      fit = value_convert (&given, slot_type (slot, pool), &values[i]) && fit;
      gvalue_make (&gvalues[i], &given);
    }
  world_begin_call (world, slot);
  first = CALL (trove_arena_append_many) (slot->arena, pool, n > 0 ? gvalues : NULL, n, &error);
  if (world_expect (world, slot, fit ? -1 : TROVE_ERROR_TYPE_MISMATCH, first != NULL, error))
    appended_many (world, slot, *first, pool, values, n);
  for (gsize i = 0; i < n; i++)
    g_value_unset (&gvalues[i]);
}

void
op_append_numbers (World *world, const Operation *op)
{
  Slot *slot = choose_arena (world, op);
  guint pool = choose_pool (slot, op);
  gboolean reals = op->extra % 2 == 1, fit = TRUE;
  ElementType type = reals ? ELEMENT_DOUBLE : ELEMENT_INT64;
  gsize n = choose_count (op);
  Value values[MOST_AT_ONCE];
  g_autoptr (TroveRef) first = NULL;
  g_autoptr (GError) error = NULL;
  char *numbers;

  if (is_full (world))
    return;

  say (world, "append_%ss (slot %u, pool %u, %" G_GSIZE_FORMAT ")", element_name (type),
       slot_index (world, slot), pool, n);
  numbers = make_many (world, op, type, values, n, NULL);
  for (gsize i = 0; i < n; i++)
    {
      Value given = values[i];

      fit = value_convert (&given, slot_type (slot, pool), &values[i]) && fit;
    }
  if (reals)
    first = CALL (trove_arena_append_doubles) (slot->arena, pool, (const double *) numbers, n, &error);
  else
    first = CALL (trove_arena_append_int64s) (slot->arena, pool, (const gint64 *) numbers, n, &error);
  if (world_expect (world, slot, fit ? -1 : TROVE_ERROR_TYPE_MISMATCH, first != NULL, error))
    appended_many (world, slot, *first, pool, values, n);
  g_free (numbers);
}

void
op_append_bytes (World *world, const Operation *op)
{
  Slot *slot = choose_arena (world, op);
  guint pool = choose_pool (slot, op);
  ElementType type = slot_type (slot, pool);
  gboolean plain = element_is_bytes (type);
  ElementType as = plain ? type : ELEMENT_INT64;
  gsize n = choose_count (op), size = n * element_size (as);
  gboolean whole = op->extra < 0xe0 || size == 0;
  Value values[MOST_AT_ONCE];
  g_autoptr (TroveRef) first = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (is_full (world))
    return;

  say (world, "append_bytes (slot %u, pool %u, %" G_GSIZE_FORMAT "%s)", slot_index (world, slot), pool, n,
       whole ? "" : ", less a byte");
  bytes = g_bytes_new_take (make_many (world, op, as, values, n, NULL), whole ? size : size - 1);
  if (!whole && element_size (as) == 1)
    {
      n--; /* elements of one byte each */
      whole = TRUE;
    }
  first = CALL (trove_arena_append_bytes) (slot->arena, pool, bytes, &error);
  if (world_expect (world, slot, plain && whole ? -1 : TROVE_ERROR_TYPE_MISMATCH, first != NULL, error))
    appended_many (world, slot, *first, pool, values, n);
}

/* Values that the arena has already, given by their own addresses */

/* How many elements lie one after the other from a ref on, up to a few. */
static gsize
run_of (World *world, const Slot *slot, const TroveRef *ref, Value *values)
{
  TroveRef next = *ref;
  gsize n = 0;

  for (; n < 40; n++, next.offset++)
    {
      const Value *value = slot_value (world, slot, &next);
      guint64 rows = (trove_ref_get_index (&next) + 32) / 32;

      /* A row starts at index 32 × (2^r − 1). */
      if (value == NULL || (n > 0 && (next.offset + 32) % 32 == 0 && (rows & (rows - 1)) == 0))
        break;
      if (value->type == ELEMENT_STRING && (value->number & STRING_HAS_NULS) != 0)
        break;
      values[n] = *value;
    }
  return n;
}

static void
append_again (World *world, Slot *slot, const TroveRef *ref, const Value *values, gsize n, gboolean as_string)
{
  guint pool = trove_ref_get_pool (ref);
  gconstpointer source = CALL (trove_arena_get_raw) (slot->arena, pool, ref, NULL);
  g_autoptr (GError) error = NULL;
  TroveRef first = TROVE_REF_INIT;
  gboolean done;

  if (as_string)
    {
      const char *text = *(const char *const *) source;

      done = CALL (trove_arena_append_string) (slot->arena, pool, text, -1, &first, &error);
    }
  else if (n == 1)
    done = CALL (trove_arena_append_raw) (slot->arena, pool, source, &first, &error);
  else
    done = CALL (trove_arena_append_many_raw) (slot->arena, pool, source, n, &first, &error);
  if (world_expect (world, slot, -1, done, error))
    appended_many (world, slot, first, pool, values, n);
}

void
op_append_again (World *world, const Operation *op)
{
  Slot *slot = choose_arena (world, op);
  TroveRef ref = choose_ref (world, op);
  g_autofree char *text = trove_ref_to_string (&ref);
  guint pool = trove_ref_get_pool (&ref);
  Value values[40];
  gsize n = run_of (world, slot, &ref, values);
  gboolean as_string;

  if (is_full (world) || n == 0)
    return;

  n = 1 + op->value % n;
  as_string = slot_type (slot, pool) == ELEMENT_STRING && op->extra % 2 == 0;
  if (as_string)
    n = 1;
  say (world, "append %" G_GSIZE_FORMAT " from %s on again (slot %u)", n, text, slot_index (world, slot));
  world_begin_call (world, slot);
  append_again (world, slot, &ref, values, n, as_string);
}

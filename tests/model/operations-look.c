/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Looking at arenas and snapshots: their sub-arenas, usage and text, and refs as values. */

#include "operations.h"

#include <string.h>

/* What a sub-arena should have. */
typedef struct
{
  guint64 id;
  guint64 lengths[MAX_POOLS];
  guint64 n_elements;
} Expected;

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  const Expected *x = a, *y = b;

  return x->id < y->id ? -1 : x->id > y->id;
}

/* In increasing order of id. */
static GArray *
expected_subs (World *world, const Slot *slot)
{
  GArray *subs = g_array_new (FALSE, TRUE, sizeof (Expected));
  g_autoptr (GHashTable) places = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < slot->values->len; i++)
    {
      const TroveRef *ref = world_ref (world, i);
      gpointer place;

      if (slot_value_at (slot, i) == NULL)
        continue;
      place = g_hash_table_lookup (places, &ref->sub_arena);
      if (place == NULL)
        {
          g_array_append_vals (subs, &(Expected){ .id = ref->sub_arena }, 1);
          place = GUINT_TO_POINTER (subs->len);
          g_hash_table_insert (places, (gpointer) &ref->sub_arena, place);
        }
      g_array_index (subs, Expected, GPOINTER_TO_UINT (place) - 1).lengths[trove_ref_get_pool (ref)]++;
      g_array_index (subs, Expected, GPOINTER_TO_UINT (place) - 1).n_elements++;
    }

  g_array_sort (subs, compare_ids);
  return subs;
}

void
op_reserve_id (World *world, const Operation *op)
{
  Slot *slot = choose_arena (world, op);
  g_autoptr (GError) error = NULL;
  guint64 id;

  say (world, "reserve_id (slot %u)", slot_index (world, slot));
  id = CALL (trove_arena_reserve_id) (slot->arena, &error);
  world_expect (world, NULL, -1, id != 0, error);
  if (slot->own_id == 0)
    {
      world_new_id (world, slot, id);
      slot->own_id = id;
    }
  else if (id != slot->own_id)
    complain (world, "the id is %" G_GUINT64_FORMAT ", not %" G_GUINT64_FORMAT, id, slot->own_id);
}

static TroveVecMap *
dup_map (World *world, Slot *slot)
{
  g_autoptr (GError) error = NULL;
  TroveVecMap *map;

  if (slot->snapshot != NULL)
    return CALL (trove_snapshot_dup_sub_arenas) (slot->snapshot);

  map = CALL (trove_arena_dup_sub_arenas) (slot->arena, &error);
  world_expect (world, NULL, -1, map != NULL, error);
  return map;
}

static guint
rows_for (guint64 n)
{
  guint rows = 0;

  for (guint64 start = 0; start < n; start += (guint64) 32 << rows++)
    ;
  return rows;
}

static void
check_usage (World *world, const TroveUsage *usage, guint64 least)
{
  if (usage->total != usage->own + usage->shared ||
      usage->total != usage->elements + usage->room + usage->waste + usage->overhead)
    complain (world, "a usage does not add up: %" G_GUINT64_FORMAT " in all", usage->total);
  if (usage->elements < least)
    complain (world, "a usage has %" G_GUINT64_FORMAT " bytes of elements, of %" G_GUINT64_FORMAT,
              usage->elements, least);
}

static guint64
bytes_of (const Slot *slot, const Expected *expected)
{
  guint64 bytes = 0;

  for (guint i = 0; i < slot->kind->n_pools; i++)
    bytes += expected->lengths[i] * element_size (slot_type (slot, i));
  return bytes;
}

static void
check_sub (World *world, const Slot *slot, TroveSubArena *sub, const Expected *expected)
{
  gboolean own = expected->id == slot->own_id;
  g_autoptr (TroveUsage) usage = NULL;
  guint rows = 0;

  if (CALL (trove_sub_arena_get_id) (sub) != expected->id)
    complain (world, "a sub-arena has another id");
  if (CALL (trove_sub_arena_get_n_elements) (sub) != expected->n_elements)
    complain (world,
              "sub-arena %" G_GUINT64_FORMAT " has %" G_GUINT64_FORMAT " elements, not %" G_GUINT64_FORMAT,
              expected->id, trove_sub_arena_get_n_elements (sub), expected->n_elements);
  if (CALL (trove_sub_arena_get_frozen) (sub) == own)
    complain (world, "sub-arena %" G_GUINT64_FORMAT " is %sfrozen", expected->id, own ? "" : "not ");
  for (guint i = 0; i < slot->kind->n_pools; i++)
    {
      rows += rows_for (expected->lengths[i]);
      if (CALL (trove_sub_arena_get_pool_n_elements) (sub, i) != expected->lengths[i])
        complain (world, "pool %u of sub-arena %" G_GUINT64_FORMAT " has another number of elements", i,
                  expected->id);
    }
  if (CALL (trove_sub_arena_get_n_rows) (sub) < rows)
    complain (world, "sub-arena %" G_GUINT64_FORMAT " has %u rows", expected->id,
              trove_sub_arena_get_n_rows (sub));
  if (CALL (trove_sub_arena_get_n_bytes) (sub) < bytes_of (slot, expected))
    complain (world, "sub-arena %" G_GUINT64_FORMAT " has too few bytes", expected->id);
  usage = CALL (trove_sub_arena_get_usage) (sub, NULL);
  check_usage (world, usage, bytes_of (slot, expected));
}

/* The map from ids to sub-arenas, as a list and by id. */
void
op_look (World *world, const Operation *op)
{
  Slot *slot = choose_source (world, op);
  g_autoptr (GArray) expected = expected_subs (world, slot);
  g_autoptr (TroveVecMap) map = NULL;
  g_autofree guint64 *ids = NULL;
  gsize n = 0;

  say (world, "dup_sub_arenas (slot %u)", slot_index (world, slot));
  map = dup_map (world, slot);
  ids = CALL (trove_vec_map_dup_ids) (map, &n);
  if (n != expected->len || g_list_model_get_n_items (G_LIST_MODEL (map)) != n)
    {
      complain (world, "there are %" G_GSIZE_FORMAT " sub-arenas, not %u", n, expected->len);
      return;
    }
  if (g_list_model_get_item_type (G_LIST_MODEL (map)) != CALL (trove_sub_arena_get_type) () ||
      g_list_model_get_item (G_LIST_MODEL (map), (guint) n) != NULL)
    complain (world, "the list of sub-arenas has another type, or no end");

  for (guint i = 0; i < n && world->complaint == NULL; i++)
    {
      const Expected *e = &g_array_index (expected, Expected, i);
      g_autoptr (TroveSubArena) sub = g_list_model_get_item (G_LIST_MODEL (map), i);
      g_autoptr (TroveSubArena) same = CALL (trove_vec_map_lookup) (map, e->id);

      if (ids[i] != e->id || sub != same || !CALL (trove_vec_map_contains) (map, e->id))
        complain (world, "sub-arena %u of the map should have id %" G_GUINT64_FORMAT, i, e->id);
      else
        check_sub (world, slot, sub, e);
      if (trove_vec_map_contains (map, e->id + 1) != (i + 1 < n && e[1].id == e->id + 1))
        complain (world, "the map has an id that is not there, or not one that is");
    }
}

/* One of the sub-arenas that a slot holds; NULL: it holds none. */
static TroveSubArena *
choose_sub (World *world, Slot *slot, const Operation *op, Expected *expected)
{
  g_autoptr (GArray) subs = expected_subs (world, slot);
  g_autoptr (TroveVecMap) map = NULL;
  TroveSubArena *sub;

  if (subs->len == 0)
    return NULL;

  *expected = g_array_index (subs, Expected, subs->len - 1 - op->ref % subs->len);
  map = dup_map (world, slot);
  sub = CALL (trove_vec_map_lookup) (map, expected->id);
  if (sub == NULL)
    complain (world, "sub-arena %" G_GUINT64_FORMAT " is not in the map", expected->id);
  return sub;
}

/* A value by its index. */
void
op_look_at_sub (World *world, const Operation *op)
{
  Slot *slot = choose_source (world, op);
  guint pool = op->extra >= 0xf0 ? (guint) MAX_POOLS + op->extra : choose_pool (slot, op);
  g_autoptr (TroveSubArena) sub = NULL;
  g_autoptr (TroveRef) ref = NULL;
  g_autoptr (GError) error = NULL;
  const Value *value = NULL;
  int code = TROVE_ERROR_INVALID_REF;
  guint64 index = op->value;
  Expected expected;
  GValue *gvalue;

  sub = choose_sub (world, slot, op, &expected);
  if (sub == NULL)
    return;

  say (world, "sub-arena %" G_GUINT64_FORMAT " of slot %u: get (pool %u, %" G_GUINT64_FORMAT ")", expected.id,
       slot_index (world, slot), pool, index);
  ref = CALL (trove_sub_arena_get_ref) (sub, pool, index, &error);
  if (pool < slot->kind->n_pools && index < expected.lengths[pool])
    code = -1;
  if (world_expect (world, NULL, code, ref != NULL, error))
    {
      value = slot_value (world, slot, ref);
      if (value == NULL)
        complain (world, "a sub-arena gave a ref to what is not there");
      else if (element_gtype (slot_type (slot, pool)) == G_TYPE_NONE)
        code = TROVE_ERROR_TYPE_MISMATCH;
    }

  g_clear_error (&error);
  gvalue = CALL (trove_sub_arena_get) (sub, pool, index, &error);
  if (world_expect (world, NULL, code, gvalue != NULL, error) && value != NULL)
    complain_if (world, gvalue_compare (gvalue, value), "sub-arena's value", value);
  if (gvalue != NULL)
    g_boxed_free (G_TYPE_VALUE, gvalue);
}

/* A frozen sub-arena stays as it is, whatever becomes of the arena. */
void
op_hold_sub (World *world, const Operation *op)
{
  Slot *slot = choose_source (world, op);
  HeldSub *held = &world->held_subs[op->value % MAX_HELD];
  g_autoptr (TroveSubArena) sub = NULL;
  Expected expected;

  sub = choose_sub (world, slot, op, &expected);
  if (sub == NULL || expected.id == slot->own_id)
    return;

  say (world, "sub-arena %" G_GUINT64_FORMAT " of slot %u is held", expected.id, slot_index (world, slot));
  held_sub_clear (held);
  held->sub = g_steal_pointer (&sub);
  held->contents = g_array_new (FALSE, FALSE, sizeof (HeldValue));
  for (guint pool = 0; pool < slot->kind->n_pools; pool++)
    for (guint64 index = 0; index < expected.lengths[pool]; index++)
      {
        TroveRef ref = { expected.id, (guint64) pool << 40 | index };
        gboolean typed = element_gtype (slot_type (slot, pool)) != G_TYPE_NONE;
        HeldValue value = { pool, index, typed, *slot_value (world, slot, &ref) };

        g_array_append_val (held->contents, value);
      }
}

/* The bytes of a row stay as they are, whatever becomes of the arena. */
void
op_hold_row (World *world, const Operation *op)
{
  Slot *slot = choose_source (world, op);
  guint pool = choose_pool (slot, op), row = op->value % 8;
  ElementType type = slot_type (slot, pool);
  guint64 start = 32 * (((guint64) 1 << row) - 1);
  Held *held = &world->held[op->extra % MAX_HELD];
  g_autoptr (TroveSubArena) sub = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  Expected expected;
  gsize n, size;
  const char *data;
  int code = -1;

  sub = choose_sub (world, slot, op, &expected);
  if (sub == NULL)
    return;
  if (start >= expected.lengths[pool])
    code = TROVE_ERROR_INVALID_REF;
  else if (expected.id == slot->own_id || !element_is_bytes (type))
    code = TROVE_ERROR_TYPE_MISMATCH;

  say (world, "sub-arena %" G_GUINT64_FORMAT " of slot %u: row %u of pool %u", expected.id,
       slot_index (world, slot), row, pool);
  bytes = CALL (trove_sub_arena_get_row) (sub, pool, row, &error);
  if (!world_expect (world, NULL, code, bytes != NULL, error))
    return;

  n = MIN (expected.lengths[pool] - start, (guint64) 32 << row);
  data = g_bytes_get_data (bytes, &size);
  if (size != n * element_size (type))
    {
      complain (world, "a row of %" G_GSIZE_FORMAT " elements has %" G_GSIZE_FORMAT " bytes", n, size);
      return;
    }
  for (gsize i = 0; i < n && world->complaint == NULL; i++)
    {
      TroveRef ref = { expected.id, (guint64) pool << 40 | (start + i) };
      const Value *value = slot_value (world, slot, &ref);

      complain_if (world, element_compare (data + i * element_size (type), type, value), "row", value);
    }

  g_clear_pointer (&held->row, g_bytes_unref);
  g_clear_pointer (&held->copy, g_bytes_unref);
  held->row = g_bytes_ref (bytes);
  held->copy = g_bytes_new (data, size);
}

void
op_usage (World *world, const Operation *op)
{
  Slot *slot = choose_source (world, op);
  g_autoptr (GArray) subs = expected_subs (world, slot);
  g_autoptr (GError) error = NULL;
  TroveUsage *usage, *copy;
  guint64 least = 0;

  say (world, "usage (slot %u)", slot_index (world, slot));
  for (guint i = 0; i < subs->len; i++)
    least += bytes_of (slot, &g_array_index (subs, Expected, i));
  if (slot->arena != NULL)
    {
      usage = CALL (trove_arena_get_usage) (slot->arena, &error);
      world_expect (world, NULL, -1, usage != NULL, error);
    }
  else
    usage = CALL (trove_snapshot_get_usage) (slot->snapshot);

  check_usage (world, usage, least);
  copy = CALL (trove_usage_copy) (usage);
  if (memcmp (copy, usage, sizeof *usage) != 0)
    complain (world, "a usage's copy differs");
  CALL (trove_usage_free) (copy);
  CALL (trove_usage_free) (usage);
}

/* Refs as values */

static void
check_parsed (World *world, const char *text, const TroveRef *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveRef) parsed = CALL (trove_ref_parse) (text, &error);

  if (world_expect (world, NULL, expected != NULL ? -1 : TROVE_ERROR_INVALID_REF, parsed != NULL, error) &&
      !CALL (trove_ref_equal) (parsed, expected))
    complain (world, "%s was read as another ref", text);
}

void
op_ref_functions (World *world, const Operation *op)
{
  TroveRef ref = choose_ref (world, op), other = choose_real_ref (world, op->value);
  gboolean small = ref.sub_arena < (guint64) 1 << 53 && ref.offset < (guint64) 1 << 48;
  g_autofree char *text = CALL (trove_ref_to_string) (&ref);
  g_autofree char *expected = NULL;
  g_autofree char *worse = g_strconcat (text, op->value % 2 == 0 ? ":" : " ", NULL);
  TroveRef *copy = CALL (trove_ref_copy) (&ref);
  gboolean equal = ref.sub_arena == other.sub_arena && ref.offset == other.offset;

  say (world, "ref %s", text);
  expected = g_strdup_printf ("%" G_GUINT64_FORMAT ":%u:%" G_GUINT64_FORMAT, ref.sub_arena,
                              CALL (trove_ref_get_pool) (&ref), CALL (trove_ref_get_index) (&ref));
  if (strcmp (text, expected) != 0)
    complain (world, "a ref's text is %s, not %s", text, expected);
  if (small && (((guint64) trove_ref_get_pool (&ref) << 40) | trove_ref_get_index (&ref)) != ref.offset)
    complain (world, "a ref's pool and index are not its offset");
  if (small && ref.sub_arena != 0)
    {
      g_autoptr (TroveRef) nth = CALL (trove_ref_get_nth) (&ref, op->value, NULL);

      if (nth != NULL && (nth->sub_arena != ref.sub_arena || nth->offset != ref.offset + op->value))
        complain (world, "%u after %s is another element", op->value, text);
    }
  if (CALL (trove_ref_is_null) (&ref) != (ref.sub_arena == 0))
    complain (world, "is_null is wrong about %s", text);
  if (CALL (trove_ref_hash) (&ref) != trove_ref_hash (copy) || !trove_ref_equal (&ref, copy))
    complain (world, "a ref's copy differs");
  if (trove_ref_equal (&ref, &other) != equal)
    complain (world, "two refs are equal, or are not");
  if (ref.sub_arena >= (guint64) 1 << 53)
    check_parsed (world, text, NULL);
  else if (small)
    check_parsed (world, text, &ref);
  check_parsed (world, worse, NULL);
  CALL (trove_ref_free) (copy);
}

/* Text: what is printed for a pool of numbers or strings */

static void
print_value (GString *text, const Value *value)
{
  g_auto (GValue) gvalue = G_VALUE_INIT;
  g_autofree char *contents = NULL;

  gvalue_make (&gvalue, value);
  contents = g_strdup_value_contents (&gvalue);
  g_string_append (text, contents);
}

/* Such values look the same each time: no address is part of them. */
static gboolean
is_printable (ElementType type)
{
  return type == ELEMENT_INT64 || type == ELEMENT_STRING || type == ELEMENT_CHAR;
}

static char *
expected_text (World *world, Slot *slot)
{
  g_autoptr (GArray) subs = expected_subs (world, slot);
  GString *text = g_string_new ("{");

  for (guint i = 0; i < subs->len; i++)
    {
      const Expected *e = &g_array_index (subs, Expected, i);

      g_string_append_printf (text, "%s%" G_GUINT64_FORMAT ": [", i > 0 ? ", " : "", e->id);
      for (guint64 index = 0; index < e->lengths[0]; index++)
        {
          TroveRef ref = { e->id, index };

          if (index > 0)
            g_string_append (text, ", ");
          print_value (text, slot_value (world, slot, &ref));
        }
      g_string_append_c (text, ']');
    }
  g_string_append_c (text, '}');
  return g_string_free (text, FALSE);
}

void
op_to_string (World *world, const Operation *op)
{
  Slot *slot = choose_arena (world, op);
  g_autofree char *expected = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  say (world, "to_string (slot %u)", slot_index (world, slot));
  if (slot->kind->n_pools == 1 && is_printable (slot_type (slot, 0)))
    expected = expected_text (world, slot);
  world_begin_call (world, NULL);
  text = CALL (trove_arena_to_string) (slot->arena, &error);
  if (!world_expect (world, NULL, -1, text != NULL, error))
    return;
  if (text[0] != '{' || text[strlen (text) - 1] != '}')
    complain (world, "to_string: %s", text);
  if (expected != NULL && strcmp (text, expected) != 0)
    complain (world, "to_string: %s, not %s", text, expected);
}

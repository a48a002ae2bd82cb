/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "random-world.h"

#include "check-core.h"

/* Values */

void
element_make (Element *element, guint pool, guint64 value)
{
  static char text[128];

  memset (element, 0, sizeof *element);
  switch (pool)
    {
    case POOL_INT64:
      element->integer = (gint64) value;
      break;
    case POOL_STRING:
      if (value % 13 == 0)
        break;
      memset (text, 'a' + (int) (value % 26), value % 90);
      g_snprintf (text + value % 90, sizeof text - value % 90, "%" G_GUINT64_FORMAT, value);
      element->string = text;
      break;
    case POOL_COUNTING:
      element->counting.value = (gint64) value;
      break;
    case POOL_STRUCT:
      for (guint i = 0; i < 5; i++)
        element->words[i] = value * (2 * i + 1);
      break;
    case POOL_CHAR:
      element->character = (char) value;
      break;
    case POOL_DOUBLE:
      element->real = (double) (value >> 12);
      break;
    default:
      g_assert_not_reached ();
    }
}

gsize
element_size (guint pool)
{
  static const gsize sizes[] = { 8, sizeof (char *), sizeof (CountingElement), 40, 1, 8 };

  return sizes[pool];
}

void
element_check (World *world, guint pool, gconstpointer address, guint64 value)
{
  Element expected;

  element_make (&expected, pool, value);
  if (pool == POOL_STRING)
    g_assert_cmpstr (*(const char *const *) address, ==, expected.string);
  else if (pool == POOL_COUNTING)
    counting_check (&world->counting, address, (gint64) value);
  else
    g_assert_cmpmem (address, element_size (pool), &expected, element_size (pool));
}

/* Refs */

TroveRef *
world_ref (World *world, guint ref)
{
  return &g_array_index (world->refs, TroveRef, ref);
}

guint
world_pool (World *world, guint ref)
{
  return trove_ref_get_pool (world_ref (world, ref));
}

gboolean
world_random_ref (World *world, guint *ref)
{
  guint n = world->refs->len;

  if (n == 0)
    return FALSE;

  /* The newest ones more often. */
  *ref = (guint) test_random_below (world->random, n);
  if (test_random_below (world->random, 2) == 0)
    *ref = MAX (*ref, (guint) test_random_below (world->random, n));
  return TRUE;
}

/* Slots */

const Value *
slot_value (const Slot *slot, guint ref)
{
  const Value *value = NULL;

  if (ref < slot->values->len)
    value = &g_array_index (slot->values, Value, ref);
  return value != NULL && value->present ? value : NULL;
}

void
slot_set_value (Slot *slot, guint ref, guint64 value)
{
  if (slot->values->len <= ref)
    g_array_set_size (slot->values, ref + 1); /* cleared: not present */
  g_array_index (slot->values, Value, ref) = (Value){ TRUE, value };
}

void
slot_freeze (Slot *slot)
{
  slot->own_id = 0;
  memset (slot->lengths, 0, sizeof slot->lengths);
}

void
slot_drop (World *world, Slot *slot)
{
  g_clear_object (&slot->arena);
  g_clear_pointer (&slot->snapshot, trove_snapshot_unref);
  g_array_set_size (slot->values, 0);
  slot_freeze (slot);
  slot->root = -1;
  slot->serial = ++world->last_serial;
}

Slot *
slot_for_new (World *world, const Slot *not_a, const Slot *not_b)
{
  Slot *slot;

  do
    slot = &world->slots[test_random_below (world->random, N_SLOTS)];
  while (slot == not_a || slot == not_b);

  slot_drop (world, slot);
  return slot;
}

void
slot_set_arena (World *world, Slot *slot, TroveArena *arena)
{
  g_assert_nonnull (arena);
  g_assert_null (slot->arena);
  g_assert_null (slot->snapshot);
  slot->arena = arena;
}

void
slot_add_values (Slot *slot, const Slot *from)
{
  for (guint i = 0; i < from->values->len; i++)
    {
      const Value *value = slot_value (from, i);

      if (value != NULL)
        slot_set_value (slot, i, value->value);
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
slot_is_own (World *world, const Slot *slot, guint ref)
{
  return slot->own_id != 0 && world_ref (world, ref)->sub_arena == slot->own_id;
}

static void
check_new_id (World *world, const Slot *slot, guint64 id)
{
  guint64 *key;

  for (guint i = 0; i < slot->values->len; i++)
    if (slot_value (slot, i) != NULL)
      g_assert_cmpuint (world_ref (world, i)->sub_arena, <, id);

  g_assert_false (g_hash_table_contains (world->ids, &id));
  key = g_new (guint64, 1);
  *key = id;
  g_hash_table_add (world->ids, key);
}

guint
slot_appended (World *world, Slot *slot, const TroveRef *ref, guint pool, guint64 value)
{
  guint number = world->refs->len;

  if (slot->own_id != 0)
    g_assert_cmpuint (ref->sub_arena, ==, slot->own_id);
  if (!g_hash_table_contains (world->ids, &ref->sub_arena) || slot->own_id == 0)
    check_new_id (world, slot, ref->sub_arena);
  g_assert_cmpuint (trove_ref_get_pool (ref), ==, pool);
  g_assert_cmpuint (trove_ref_get_index (ref), ==, slot->lengths[pool]);

  slot->own_id = ref->sub_arena;
  slot->lengths[pool]++;
  g_array_append_val (world->refs, *ref);
  slot_set_value (slot, number, value);
  return number;
}

guint
slot_n_borrows (World *world, const Slot *slot, int ref, gboolean mutable)
{
  guint n = 0;

  for (guint i = 0; i < MAX_BORROWS; i++)
    {
      const Borrowed *b = &world->borrows[i];

      n += b->borrow != NULL && b->serial == slot->serial && b->own_id != 0 && b->own_id == slot->own_id &&
           b->mutable == mutable && (ref < 0 || b->ref == (guint) ref);
    }
  return n;
}

/* Checking */

static gconstpointer
read_slot (Slot *slot, guint pool, const TroveRef *ref, GError **error)
{
  if (slot->arena != NULL)
    return trove_arena_get_raw (slot->arena, pool, ref, error);

  return trove_snapshot_get_raw (slot->snapshot, pool, ref, error);
}

void
world_check_ref (World *world, Slot *slot, guint ref, gboolean with_error)
{
  g_autoptr (GError) error = NULL;
  const TroveRef *r = world_ref (world, ref);
  const Value *value = slot_value (slot, ref);
  guint pool = trove_ref_get_pool (r);
  gconstpointer element = read_slot (slot, pool, r, with_error ? &error : NULL);

  if (value != NULL)
    {
      g_assert_nonnull (element);
      element_check (world, pool, element, value->value);
    }
  else
    g_assert_null (element);

  if (!with_error)
    return;
  if (value != NULL)
    g_assert_no_error (error);
  else
    g_assert_error (error, TROVE_ERROR, TROVE_ERROR_INVALID_REF);
  g_clear_error (&error);

  g_assert_null (read_slot (slot, (pool + 1) % N_POOLS, r, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH);
}

/* Refs that nobody made. */
static void
check_garbage (World *world, Slot *slot)
{
  guint number;
  TroveRef ref;

  if (!world_random_ref (world, &number))
    return;

  ref = *world_ref (world, number);
  ref.offset |= (guint64) 1 << (30 + test_random_below (world->random, 34));
  for (guint pool = 0; pool < N_POOLS; pool++)
    if (trove_ref_get_pool (&ref) != pool || (ref.offset >> 48) != 0)
      g_assert_null (read_slot (slot, pool, &ref, NULL));

  ref = (TroveRef){ test_random_next (world->random) | (guint64) 1 << 60, 0 };
  g_assert_null (read_slot (slot, 0, &ref, NULL));
  ref = (TroveRef){ 0, ref.offset };
  g_assert_null (read_slot (slot, 0, &ref, NULL));
}

/* The ref behind the last of its pool, where that one is. */
static TroveRef
end_of (Slot *slot, const TroveRef *ref)
{
  guint pool = trove_ref_get_pool (ref);
  TroveView view = TROVE_VIEW_INIT;
  const TroveSub *sub;

  if (slot->snapshot != NULL)
    view = trove_snapshot_view (slot->snapshot);
  sub = slot->arena != NULL ? trove_core_lookup (&slot->arena->core, ref->sub_arena) :
                              trove_view_lookup (&view, ref->sub_arena);
  return (TroveRef){ ref->sub_arena,
                     (guint64) pool << TROVE_POOL_SHIFT | trove_sub_lookup (sub, pool)->length };
}

static void
check_with_reader (World *world, Slot *slot)
{
  guint pool = (guint) test_random_below (world->random, N_POOLS);
  g_auto (TroveReader) reader = { 0 };

  if (slot->arena != NULL)
    trove_reader_init (&reader, slot->arena, pool);
  else
    trove_reader_init_snapshot (&reader, slot->snapshot, pool);

  for (guint i = 0; i < world->refs->len; i++)
    {
      const Value *value = slot_value (slot, i);
      gconstpointer element;

      if (world_pool (world, i) != pool)
        continue;
      element = trove_reader_get (&reader, world_ref (world, i), NULL);
      g_assert_true ((element != NULL) == (value != NULL));
      if (value != NULL)
        {
          TroveRef end = end_of (slot, world_ref (world, i));

          element_check (world, pool, element, value->value);
          g_assert_null (trove_reader_get (&reader, &end, NULL));
          g_assert_null (read_slot (slot, pool, &end, NULL));
        }
    }
}

static void
check_root (World *world, Slot *slot)
{
  g_autoptr (TroveRef) root = slot->arena != NULL ? trove_arena_get_root (slot->arena, NULL) :
                                                    trove_snapshot_get_root (slot->snapshot);

  if (slot->root < 0)
    g_assert_null (root);
  else
    g_assert_true (trove_ref_equal (root, world_ref (world, (guint) slot->root)));
}

static void
check_slot (World *world, Slot *slot)
{
  guint64 n = 0;

  for (guint i = 0; i < world->refs->len; i++)
    {
      world_check_ref (world, slot, i, test_random_below (world->random, 64) == 0);
      n += slot_value (slot, i) != NULL;
    }
  check_garbage (world, slot);
  check_with_reader (world, slot);
  check_root (world, slot);

  if (slot->arena != NULL)
    {
      g_assert_cmpuint (trove_arena_get_n_elements (slot->arena, NULL), ==, n);
      check_core (&slot->arena->core);
    }
  else
    {
      TroveView view = trove_snapshot_view (slot->snapshot);

      g_assert_cmpuint (trove_snapshot_get_n_elements (slot->snapshot), ==, n);
      check_view (&view, slot->snapshot->schema);
    }
}

static void
check_borrow (World *world, Borrowed *b)
{
  gconstpointer address = trove_borrow_get_raw (b->borrow);

  g_assert_nonnull (address);
  element_check (world, world_pool (world, b->ref), address, b->value);
  g_assert_cmpint (trove_borrow_is_mutable (b->borrow), ==, b->mutable);
}

void
world_check (World *world)
{
  for (guint i = 0; i < N_SLOTS; i++)
    if (world->slots[i].arena != NULL || world->slots[i].snapshot != NULL)
      check_slot (world, &world->slots[i]);

  for (guint i = 0; i < MAX_BORROWS; i++)
    if (world->borrows[i].borrow != NULL)
      check_borrow (world, &world->borrows[i]);
}

/* Beginning and end */

void
world_init (World *world, TestRandom *random)
{
  *world = (World){ .random = random };
  counting_init (&world->counting);
  world->infos[POOL_INT64] = (TroveElementInfo) TROVE_ELEMENT_TYPE (G_TYPE_INT64);
  world->infos[POOL_STRING] = (TroveElementInfo) TROVE_ELEMENT_TYPE (G_TYPE_STRING);
  world->infos[POOL_COUNTING] = counting_info (&world->counting);
  world->infos[POOL_STRUCT] = (TroveElementInfo){ .size = 40, .alignment = 8 };
  world->infos[POOL_CHAR] = (TroveElementInfo) TROVE_ELEMENT_TYPE (G_TYPE_CHAR);
  world->infos[POOL_DOUBLE] = (TroveElementInfo) TROVE_ELEMENT_TYPE (G_TYPE_DOUBLE);
  world->refs = g_array_new (FALSE, FALSE, sizeof (TroveRef));
  world->ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 0; i < N_SLOTS; i++)
    {
      world->slots[i].values = g_array_new (FALSE, TRUE, sizeof (Value));
      slot_drop (world, &world->slots[i]);
    }
}

void
world_clear (World *world)
{
  for (guint i = 0; i < MAX_BORROWS / 2; i++)
    g_clear_pointer (&world->borrows[i].borrow, trove_borrow_unref);
  for (guint i = 0; i < N_SLOTS; i++)
    {
      slot_drop (world, &world->slots[i]);
      g_array_unref (world->slots[i].values);
    }
  for (guint i = 0; i < MAX_BORROWS; i++) /* the others past their arenas */
    g_clear_pointer (&world->borrows[i].borrow, trove_borrow_unref);

  counting_finish (&world->counting);
  g_array_unref (world->refs);
  g_hash_table_unref (world->ids);
}

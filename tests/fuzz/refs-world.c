/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "refs-world.h"

#include <string.h>

#include "test-types.h"

static const Kind integers[] = { KIND_INT64 };
static const Kind strings[] = { KIND_STRING };
static const Kind values[] = { KIND_VALUE };
static const Kind structs[] = { KIND_STRUCT };
static const Kind nodes[] = { KIND_INT, KIND_STRING, KIND_REF };
static const Kind pointers[] = { KIND_DOUBLE, KIND_OBJECT, KIND_STRUCT, KIND_VARIANT, KIND_POINT, KIND_BOX };
static const Kind mixture[] = { KIND_UCHAR, KIND_VALUE, KIND_STRING, KIND_UINT64, KIND_POINT };

static const struct
{
  const Kind *kinds;
  guint n_kinds;
  guint n_pools;
} layouts[] = {
  { integers, 1, 1 },
  { strings, 1, 1 },
  { values, 1, 1 },
  { structs, 1, 1 },
  { nodes, G_N_ELEMENTS (nodes), G_N_ELEMENTS (nodes) },
  { pointers, G_N_ELEMENTS (pointers), G_N_ELEMENTS (pointers) },
  { mixture, G_N_ELEMENTS (mixture), G_N_ELEMENTS (mixture) },
  { mixture, G_N_ELEMENTS (mixture), TROVE_MAX_POOLS },
};

Kind
world_kind (const World *world, guint pool)
{
  return world->kinds[pool % world->n_kinds];
}

/* Records */

static Record *
record_new (World *world, guint64 id)
{
  Record *record = g_new0 (Record, 1);

  record->id = id;
  record->n_pools = world->n_pools;
  record->tokens = g_new0 (GArray *, world->n_pools);
  g_ptr_array_add (world->records, record);
  return record;
}

static void
record_free (Record *record)
{
  for (guint i = 0; i < record->n_pools; i++)
    if (record->tokens[i] != NULL)
      g_array_unref (record->tokens[i]);
  g_free (record->tokens);
  g_free (record);
}

guint
record_length (const Record *record, guint pool)
{
  return record->tokens[pool] != NULL ? record->tokens[pool]->len : 0;
}

guint32
record_get (const Record *record, guint pool, guint index)
{
  return g_array_index (record->tokens[pool], guint32, index);
}

guint
ref_pool (const TroveRef *ref)
{
  return (ref->offset >> 40) & 0xff;
}

guint64
ref_index (const TroveRef *ref)
{
  return ref->offset & 0xffffffffff;
}

Record *
holder_find_record (const Holder *holder, guint64 id)
{
  if (holder->own != NULL && holder->own->id == id)
    return holder->own;
  for (guint i = 0; i < holder->frozen->len; i++)
    if (((Record *) g_ptr_array_index (holder->frozen, i))->id == id)
      return g_ptr_array_index (holder->frozen, i);
  return NULL;
}

guint32 *
holder_find (const World *world, const Holder *holder, const TroveRef *ref)
{
  Record *record = holder_find_record (holder, ref->sub_arena);

  if (record == NULL || ref->offset >> 48 != 0 || ref_pool (ref) >= world->n_pools ||
      ref_index (ref) >= record_length (record, ref_pool (ref)))
    return NULL;
  return &g_array_index (record->tokens[ref_pool (ref)], guint32, ref_index (ref));
}

/* Verdicts */

int
verdict_ref (const World *world, const Holder *holder, const TroveRef *ref, guint32 *token)
{
  guint32 *found = holder_find (world, holder, ref);

  *token = found != NULL ? *found : 0;
  return found != NULL ? FUZZ_OK : TROVE_ERROR_INVALID_REF;
}

int
verdict_pool (const World *world, const Holder *holder, guint pool, const TroveRef *ref, guint32 *token)
{
  *token = 0;
  if (ref->sub_arena != 0 && ref_pool (ref) < world->n_pools && ref_pool (ref) != pool)
    return TROVE_ERROR_TYPE_MISMATCH;

  return verdict_ref (world, holder, ref, token);
}

int
verdict_borrow (const World *world, const Holder *holder, const TroveRef *ref, gboolean changing)
{
  int verdict = FUZZ_OK;

  if (holder->own == NULL)
    return FUZZ_OK;
  for (guint i = 0; i < world->n_guards; i++)
    {
      const Guard *guard = &world->guards[i];

      if (guard->record != holder->own || !trove_ref_equal (&guard->ref, ref))
        continue;
      if (guard->mutable)
        return TROVE_ERROR_BORROWED_MUT;
      if (changing)
        verdict = TROVE_ERROR_BORROWED;
    }
  return verdict;
}

gboolean
holder_is_mutably_borrowed (const World *world, const Holder *holder)
{
  for (guint i = 0; i < world->n_guards; i++)
    if (world->guards[i].mutable && world->guards[i].record == holder->own)
      return TRUE;
  return FALSE;
}

/* Recording */

guint32
world_token (World *world)
{
  return world->next_token++;
}

void
record_append (World *world, Holder *holder, guint pool, guint32 token, const TroveRef *ref)
{
  if (holder->own == NULL)
    {
      g_assert_true (ref->sub_arena < (guint64) 1 << 53);
      if (holder->drawn != 0)
        g_assert_true (ref->sub_arena == holder->drawn);
      for (guint i = 0; holder->drawn == 0 && i < world->records->len; i++)
        g_assert_true (((Record *) g_ptr_array_index (world->records, i))->id < ref->sub_arena);
      holder->own = record_new (world, ref->sub_arena);
    }

  g_assert_true (ref->sub_arena == holder->own->id);
  g_assert_true (ref->offset == ((guint64) pool << 40 | record_length (holder->own, pool)));
  if (holder->own->tokens[pool] == NULL)
    holder->own->tokens[pool] = g_array_new (FALSE, FALSE, sizeof token);
  g_array_append_val (holder->own->tokens[pool], token);
}

void
record_freeze (Holder *holder)
{
  if (holder->own != NULL)
    g_ptr_array_add (holder->frozen, holder->own);
  holder->own = NULL;
  holder->drawn = 0;
}

/* Holders */

static void
add_records (GPtrArray *records, const Holder *holder)
{
  for (guint i = 0; holder != NULL && i < holder->frozen->len; i++)
    {
      Record *record = g_ptr_array_index (holder->frozen, i);

      if (!g_ptr_array_find (records, record, NULL))
        g_ptr_array_add (records, record);
    }
}

void
world_add (World *world, TroveArena *arena, TroveSnapshot *snapshot, const Holder *a, const Holder *b)
{
  Holder *holder;
  GPtrArray *frozen = g_ptr_array_new ();
  TroveRef root = a != NULL ? a->root : (TroveRef) TROVE_REF_INIT;

  add_records (frozen, a);
  add_records (frozen, b);
  if (world->n_holders == MAX_HOLDERS)
    world_drop (world, 0);
  holder = &world->holders[world->n_holders++];
  *holder = (Holder){ .arena = arena, .snapshot = snapshot, .frozen = frozen, .root = root };
}

static void
holder_clear (Holder *holder)
{
  if (holder->has_reader)
    trove_reader_clear (&holder->reader);
  g_clear_object (&holder->arena);
  g_clear_pointer (&holder->snapshot, trove_snapshot_unref);
  g_ptr_array_unref (holder->frozen);
}

void
world_drop (World *world, guint index)
{
  holder_clear (&world->holders[index]);
  world->n_holders--;
  memmove (&world->holders[index], &world->holders[index + 1],
           (world->n_holders - index) * sizeof *world->holders);
}

Holder *
world_holder (World *world, FuzzInput *input)
{
  return &world->holders[fuzz_below (input, world->n_holders)];
}

Holder *
world_arena (World *world, FuzzInput *input)
{
  Holder *holder = world_holder (world, input);

  return holder->arena != NULL ? holder : NULL;
}

void
holder_append (World *world, Holder *holder, guint pool)
{
  Kind kind = world_kind (world, pool);
  guint32 token = world_token (world);
  g_autoptr (GError) error = NULL;
  TroveRef ref;

  if (kind_is_bytes (kind) && (token % 2 == 0 || !kind_has_value (kind)))
    {
      _Alignas(64) guint8 bytes[ELEMENT_MAX_SIZE];

      element_fill (kind, token, bytes);
      g_assert_true (trove_arena_append_raw (holder->arena, pool, bytes, &ref, &error));
    }
  else
    {
      GValue *value = element_new_value (kind, token);
      g_autoptr (TroveRef) new_ref = trove_arena_append_to (holder->arena, pool, value, &error);

      g_assert_no_error (error);
      ref = *new_ref;
      fuzz_value_free (value);
    }
  record_append (world, holder, pool, token, &ref);
}

/* Borrows */

void
world_add_guard (World *world, TroveBorrow *borrow, Record *record, const TroveRef *ref, gboolean mutable)
{
  if (world->n_guards == MAX_GUARDS)
    world_drop_guard (world, 0);
  world->guards[world->n_guards++] = (Guard){ borrow, record, *ref, mutable };
}

void
world_drop_guard (World *world, guint index)
{
  trove_borrow_unref (world->guards[index].borrow);
  world->n_guards--;
  memmove (&world->guards[index], &world->guards[index + 1],
           (world->n_guards - index) * sizeof *world->guards);
}

/* Refs */

TroveRef
world_ref (World *world, FuzzInput *input)
{
  guint8 how = fuzz_byte (input);
  TroveRef ref = TROVE_REF_INIT;

  if (how % 4 == 3 || world->records->len == 0)
    ref.sub_arena = fuzz_number (input);
  else
    ref.sub_arena =
        ((Record *) g_ptr_array_index (world->records, fuzz_below (input, world->records->len)))->id;
  if (how % 16 / 4 == 3)
    ref.sub_arena += (guint64) (gint64) (gint8) fuzz_byte (input);

  switch (how / 16 % 4)
    {
    case 0:
      ref.offset = fuzz_word (input);
      break;
    case 1:
      ref.offset = (guint64) fuzz_byte (input) << 40 | (fuzz_number (input) & 0xffffffffff);
      break;
    default:
      ref.offset = (guint64) fuzz_below (input, world->n_pools) << 40;
      ref.offset |= fuzz_byte (input);
      break;
    }
  if (how / 64 == 3)
    ref.offset ^= (guint64) 1 << fuzz_below (input, 64);
  return ref;
}

TroveRef
world_ref_into (World *world, const Holder *holder, FuzzInput *input)
{
  guint8 how = fuzz_byte (input);
  guint n = holder->frozen->len + (holder->own != NULL);
  const Record *record;
  guint which, pool, length;

  if (how >= 192 || n == 0)
    return world_ref (world, input);

  which = fuzz_below (input, n);
  record = which < holder->frozen->len ? g_ptr_array_index (holder->frozen, which) : holder->own;
  pool = fuzz_below (input, world->n_pools);
  for (guint i = 0; record_length (record, pool) == 0 && i < world->n_pools; i++)
    pool = (pool + 1) % world->n_pools;
  length = record_length (record, pool);
  return (TroveRef){ record->id, (guint64) pool << 40 | fuzz_below (input, length + (how >= 128)) };
}

/* Beginning and end */

void
world_init (World *world, FuzzInput *input)
{
  guint layout = fuzz_below (input, G_N_ELEMENTS (layouts));
  g_autofree TroveElementInfo *infos = NULL;
  guint n = 1 + fuzz_below (input, 80);

  *world = (World){
    .kinds = layouts[layout].kinds,
    .n_kinds = layouts[layout].n_kinds,
    .n_pools = layouts[layout].n_pools,
    .records = g_ptr_array_new_with_free_func ((GDestroyNotify) record_free),
    .next_token = (guint32) fuzz_byte (input) << 24,
  };
  infos = g_new0 (TroveElementInfo, world->n_pools);
  for (guint i = 0; i < world->n_pools; i++)
    infos[i] = kind_info (world_kind (world, i));

  world_add (world, trove_arena_new_with_infos (infos, world->n_pools), NULL, NULL, NULL);
  for (guint i = 0; i < n; i++)
    holder_append (world, &world->holders[0], i % world->n_pools);
}

static void
check_element (World *world, Holder *holder, guint pool, TroveRef ref, guint32 token)
{
  g_autoptr (GError) error = NULL;
  gconstpointer element = holder->arena != NULL ?
                              trove_arena_get_raw (holder->arena, pool, &ref, &error) :
                              trove_snapshot_get_raw (holder->snapshot, pool, &ref, &error);

  g_assert_no_error (error);
  element_check (world_kind (world, pool), token, element);
}

static void
check_holder (World *world, Holder *holder)
{
  guint n = holder->frozen->len + (holder->own != NULL);

  for (guint i = 0; i < n; i++)
    {
      const Record *record = i < holder->frozen->len ? g_ptr_array_index (holder->frozen, i) : holder->own;

      for (guint pool = 0; pool < world->n_pools; pool++)
        for (guint index = 0; index < record_length (record, pool); index++)
          check_element (world, holder, pool, (TroveRef){ record->id, (guint64) pool << 40 | index },
                         record_get (record, pool, index));
    }
}

void
world_finish (World *world)
{
  for (guint i = 0; i < world->n_holders; i++)
    check_holder (world, &world->holders[i]);
  while (world->n_holders > 0)
    world_drop (world, world->n_holders - 1);
  while (world->n_guards > 0)
    world_drop_guard (world, world->n_guards - 1);
  g_ptr_array_unref (world->records);
  g_assert_cmpint (test_live (), ==, 0);
}

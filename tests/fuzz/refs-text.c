/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "refs-steps.h"

#include <string.h>

/* Vec maps and sub-arenas */

static TroveVecMap *
map_of (Holder *holder)
{
  g_autoptr (GError) error = NULL;
  TroveVecMap *map = holder->arena != NULL ? trove_arena_dup_sub_arenas (holder->arena, &error) :
                                             trove_snapshot_dup_sub_arenas (holder->snapshot);

  g_assert_no_error (error);
  return map;
}

void
step_map (World *world, FuzzInput *input)
{
  Holder *holder = world_holder (world, input);
  guint64 id = world_ref (world, input).sub_arena;
  gboolean there = holder_find_record (holder, id) != NULL;
  g_autoptr (TroveVecMap) map = map_of (holder);
  g_autoptr (TroveSubArena) sub = trove_vec_map_lookup (map, id);
  g_autofree guint64 *ids = NULL;
  gsize n_ids;

  g_assert_true (trove_vec_map_contains (map, id) == there);
  g_assert_true ((sub != NULL) == there);
  if (sub != NULL)
    g_assert_true (trove_sub_arena_get_id (sub) == id);

  ids = trove_vec_map_dup_ids (map, &n_ids);
  g_assert_true (n_ids == holder->frozen->len + (holder->own != NULL));
  for (gsize i = 0; i < n_ids; i++)
    {
      g_assert_true (i == 0 || ids[i - 1] < ids[i]);
      g_assert_nonnull (holder_find_record (holder, ids[i]));
    }
}

/* A sub-arena of the holder, or NULL if it has none. */
static TroveSubArena *
sub_arena_of (Holder *holder, FuzzInput *input, Record **record)
{
  guint n = holder->frozen->len + (holder->own != NULL);
  g_autoptr (TroveVecMap) map = map_of (holder);
  guint which;

  if (n == 0)
    return NULL;
  which = fuzz_below (input, n);
  *record = which < holder->frozen->len ? g_ptr_array_index (holder->frozen, which) : holder->own;
  return trove_vec_map_lookup (map, (*record)->id);
}

void
step_sub_arena (World *world, FuzzInput *input)
{
  Holder *holder = world_holder (world, input);
  Record *record = NULL;
  g_autoptr (TroveSubArena) sub = sub_arena_of (holder, input, &record);
  guint pool = fuzz_byte (input) < 192 ? fuzz_below (input, world->n_pools) : (guint) fuzz_number (input);
  guint64 index = fuzz_number (input);
  g_autoptr (TroveRef) ref = NULL;
  g_autoptr (GError) error = NULL;
  int verdict = FUZZ_OK;
  GValue *value;

  if (sub == NULL)
    return;
  if (pool >= world->n_pools || index >= record_length (record, pool))
    verdict = TROVE_ERROR_INVALID_REF;

  ref = trove_sub_arena_get_ref (sub, pool, index, &error);
  g_assert_true ((ref != NULL) == (verdict == FUZZ_OK));
  fuzz_assert_verdict (error, verdict);
  if (ref != NULL)
    g_assert_true (ref->sub_arena == record->id && ref_pool (ref) == pool && ref_index (ref) == index);

  if (verdict == FUZZ_OK && !kind_has_value (world_kind (world, pool)))
    verdict = TROVE_ERROR_TYPE_MISMATCH;
  value = trove_sub_arena_get (sub, pool, index, &error);
  g_assert_true ((value != NULL) == (verdict == FUZZ_OK));
  fuzz_assert_verdict (error, verdict);
  if (value != NULL)
    {
      element_check_value (world_kind (world, pool), record_get (record, pool, (guint) index), value);
      fuzz_value_free (value);
    }
}

void
step_row (World *world, FuzzInput *input)
{
  Holder *holder = world_holder (world, input);
  Record *record = NULL;
  g_autoptr (TroveSubArena) sub = sub_arena_of (holder, input, &record);
  guint pool = fuzz_byte (input) < 192 ? fuzz_below (input, world->n_pools) : (guint) fuzz_number (input);
  guint row = (guint) fuzz_number (input);
  guint64 start = ((G_GUINT64_CONSTANT (1) << MIN (row, 40)) - 1) * 32;
  guint8 want[ELEMENT_MAX_SIZE];
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  int verdict = FUZZ_OK;
  const guint8 *data;
  gsize size, n_bytes;
  guint64 n;
  Kind kind;

  if (sub == NULL)
    return;
  kind = world_kind (world, pool);
  if (pool >= world->n_pools || start >= record_length (record, pool))
    verdict = TROVE_ERROR_INVALID_REF;
  else if (record == holder->own || !kind_is_bytes (kind))
    verdict = TROVE_ERROR_TYPE_MISMATCH;

  bytes = trove_sub_arena_get_row (sub, pool, row, &error);
  g_assert_true ((bytes != NULL) == (verdict == FUZZ_OK));
  fuzz_assert_verdict (error, verdict);
  if (bytes == NULL)
    return;

  size = kind_size (kind);
  n = MIN (record_length (record, pool) - start, G_GUINT64_CONSTANT (32) << row);
  data = g_bytes_get_data (bytes, &n_bytes);
  g_assert_true (n_bytes == n * size);
  for (guint i = 0; i < n; i++)
    {
      element_fill (kind, record_get (record, pool, (guint) start + i), want);
      g_assert_true (memcmp (data + i * size, want, size) == 0);
    }
}

/* Text */

/* Reads digits and the character after them. TRUE if the number is below the limit, which is below 2^59. The library
 * parses in another way: here, no digit is added to a number that has reached the limit. */
static gboolean
read_number (const char **text, char end, guint64 limit, guint64 *number)
{
  guint64 sum = 0;
  guint n_digits = 0;

  for (; **text >= '0' && **text <= '9'; (*text)++, n_digits++)
    if (sum < limit)
      sum = sum * 10 + (guint) (**text - '0');
  if (n_digits == 0 || sum >= limit || **text != end)
    return FALSE;

  *number = sum;
  if (end != '\0')
    (*text)++;
  return TRUE;
}

static void
check_parse (const char *text)
{
  guint64 id, pool, index;
  const char *rest = text;
  gboolean good = read_number (&rest, ':', (guint64) 1 << 53, &id) && read_number (&rest, ':', 256, &pool) &&
                  read_number (&rest, '\0', (guint64) 1 << 40, &index);
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveRef) ref = trove_ref_parse (text, &error);

  g_assert_true ((ref != NULL) == good);
  if (good)
    g_assert_true (ref->sub_arena == id && ref->offset == (pool << 40 | index));
  fuzz_assert_verdict (error, good ? FUZZ_OK : TROVE_ERROR_INVALID_REF);
}

void
step_parse (World *world, FuzzInput *input)
{
  TroveRef ref = world_ref (world, input);
  g_autofree char *text = trove_ref_to_string (&ref);
  g_autofree guint8 *bytes = NULL;
  gsize n_bytes, at;

  /* The text of a ref, that text with some bytes changed, and random bytes. */
  check_parse (text);
  bytes = fuzz_bytes (input, 8, &n_bytes);
  at = fuzz_below (input, (guint) strlen (text) + 1);
  memcpy (text + at, bytes, MIN (n_bytes, strlen (text) - at));
  check_parse (text);
  g_free (bytes);
  bytes = fuzz_bytes (input, 60, &n_bytes);
  check_parse ((const char *) bytes);
}

void
step_equal (World *world, FuzzInput *input)
{
  TroveRef a = world_ref (world, input);
  TroveRef b = fuzz_byte (input) < 128 ? world_ref (world, input) : a;
  gboolean same = a.sub_arena == b.sub_arena && a.offset == b.offset;
  g_autoptr (TroveRef) copy = trove_ref_copy (&a);

  g_assert_true (trove_ref_equal (&a, &b) == same);
  g_assert_true (!same || trove_ref_hash (&a) == trove_ref_hash (&b));
  g_assert_true (trove_ref_equal (&a, copy) && copy != &a);
  g_assert_true (trove_ref_is_null (&a) == (a.sub_arena == 0));
  g_assert_true (trove_ref_get_pool (&a) == ref_pool (&a) && trove_ref_get_index (&a) == ref_index (&a));
}

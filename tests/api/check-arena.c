/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-arena.h"

/* The indices that are checked in a long pool: its ends, and the edges of rows. */
#define LOOKED_AT 64

/* An arena or a snapshot. */
typedef struct
{
  const char *where;
  TroveArena *arena;
  TroveSnapshot *snapshot;
} Holder;

#define check(holder, condition)                                                                             \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    if (!(condition))                                                                                        \
      g_error ("%s: not true: %s (%s:%d)", (holder)->where, #condition, __FILE__, __LINE__);                 \
  }                                                                                                          \
  G_STMT_END

static gboolean
contains (const Holder *holder, const TroveRef *ref)
{
  GError *error = NULL;
  gboolean there;

  if (holder->snapshot != NULL)
    return trove_snapshot_contains (holder->snapshot, ref);

  there = trove_arena_contains (holder->arena, ref, &error);
  g_assert_no_error (error);
  return there;
}

static gconstpointer
get_raw (const Holder *holder, guint pool, const TroveRef *ref, GError **error)
{
  return holder->snapshot != NULL ? trove_snapshot_get_raw (holder->snapshot, pool, ref, error) :
                                    trove_arena_get_raw (holder->arena, pool, ref, error);
}

static GValue *
get_value (const Holder *holder, const TroveRef *ref, GError **error)
{
  return holder->snapshot != NULL ? trove_snapshot_get (holder->snapshot, ref, error) :
                                    trove_arena_get (holder->arena, ref, error);
}

/* An element that has a type can be got; an anonymous struct is refused, with its name. */
static void
check_value (const Holder *holder, TroveSubArena *sub, const TroveRef *ref, GType type)
{
  guint pool = trove_ref_get_pool (ref);
  g_autoptr (TestValue) value = NULL;
  g_autoptr (TestValue) same = NULL;
  GError *error = NULL;

  value = get_value (holder, ref, &error);
  if (type == G_TYPE_NONE)
    {
      check (holder, value == NULL);
      assert_trove_error (error, TROVE_ERROR_TYPE_MISMATCH, "struct");
      return;
    }
  if (value == NULL)
    {
      check (holder, holder->arena != NULL && !trove_sub_arena_get_frozen (sub));
      assert_trove_error (error, TROVE_ERROR_BORROWED_MUT, ref_text (ref));
      return;
    }

  same = trove_sub_arena_get (sub, pool, trove_ref_get_index (ref), &error);
  g_assert_no_error (error);
  check (holder, G_VALUE_TYPE (value) == G_VALUE_TYPE (same));
  if (type != G_TYPE_VALUE)
    check (holder, g_type_is_a (G_VALUE_TYPE (value), type));
}

static void
check_element (const Holder *holder, TroveSubArena *sub, guint pool, guint64 index, GType type)
{
  g_autoptr (TroveRef) ref = NULL;
  GError *error = NULL;

  ref = trove_sub_arena_get_ref (sub, pool, index, &error);
  g_assert_no_error (error);
  check (holder, ref->sub_arena == trove_sub_arena_get_id (sub));
  check (holder, trove_ref_get_pool (ref) == pool);
  check (holder, trove_ref_get_index (ref) == index);
  check (holder, contains (holder, ref));
  check (holder, get_raw (holder, pool, ref, &error) != NULL);
  g_assert_no_error (error);
  check_value (holder, sub, ref, type);
}

/* The pool ends at its length. An own sub-arena may have grown since the length was taken. */
static void
check_end (const Holder *holder, TroveSubArena *sub, guint pool, guint64 n)
{
  TroveRef behind = ref_at (trove_sub_arena_get_id (sub), pool, n);
  GError *error = NULL;

  check (holder, trove_sub_arena_get_ref (sub, pool, n, &error) == NULL);
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, id_text (behind.sub_arena), id_text (n));
  check (holder, !contains (holder, &behind));
  check (holder, get_raw (holder, pool, &behind, &error) == NULL);
  assert_trove_error (error, TROVE_ERROR_INVALID_REF, ref_text (&behind));
}

static void
check_pool (const Holder *holder, TroveSubArena *sub, guint pool, GType type)
{
  guint64 n = trove_sub_arena_get_pool_n_elements (sub, pool);

  for (guint64 i = 0; i < MIN (n, LOOKED_AT); i++)
    check_element (holder, sub, pool, i, type);
  for (guint64 edge = 64; edge - 32 < n; edge *= 2)
    {
      check_element (holder, sub, pool, edge - 33, type);
      check_element (holder, sub, pool, edge - 32, type);
    }
  if (n > 0)
    check_element (holder, sub, pool, n - 1, type);
  check_end (holder, sub, pool, n);
}

static void
check_sub (const Holder *holder, TroveSubArena *sub, guint n_pools)
{
  guint64 n = 0, n_rows = 0;

  for (guint pool = 0; pool < n_pools; pool++)
    {
      guint64 of_pool = trove_sub_arena_get_pool_n_elements (sub, pool);
      GType type = holder->snapshot != NULL ? trove_snapshot_get_pool_type (holder->snapshot, pool) :
                                              trove_arena_get_pool_type (holder->arena, pool);

      check_pool (holder, sub, pool, type);
      n += of_pool;
      for (guint64 room = 0; room < of_pool; room = 2 * room + 32)
        n_rows++;
    }

  check (holder, n > 0);
  check (holder, trove_sub_arena_get_n_elements (sub) == n);
  check (holder, trove_sub_arena_get_n_rows (sub) >= n_rows);
  check (holder, trove_sub_arena_get_n_bytes (sub) >= n);
}

static guint64
check_map (const Holder *holder, TroveVecMap *map, guint n_pools, guint64 own_id)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (map));
  g_autofree guint64 *ids = NULL;
  guint64 n_elements = 0;
  gsize n_ids;

  ids = trove_vec_map_dup_ids (map, &n_ids);
  check (holder, n_ids == n);
  check (holder, g_list_model_get_item (G_LIST_MODEL (map), n) == NULL);
  check (holder, !trove_vec_map_contains (map, 0));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (TroveSubArena) sub = g_list_model_get_item (G_LIST_MODEL (map), i);
      g_autoptr (TroveSubArena) same = trove_vec_map_lookup (map, ids[i]);

      check (holder, ids[i] > (i > 0 ? ids[i - 1] : 0));
      check (holder, ids[i] < (guint64) 1 << 53);
      check (holder, trove_sub_arena_get_id (sub) == ids[i]);
      check (holder, sub == same);
      check (holder, trove_vec_map_contains (map, ids[i]));
      check (holder, (i + 1 < n && ids[i + 1] == ids[i] + 1) || !trove_vec_map_contains (map, ids[i] + 1));
      check (holder, trove_sub_arena_get_frozen (sub) == (ids[i] != own_id));
      check (holder, i == n - 1 || ids[i] != own_id);
      check_sub (holder, sub, n_pools);
      n_elements += trove_sub_arena_get_n_elements (sub);
    }

  check (holder, own_id == 0 || n == 0 || own_id >= ids[n - 1]);
  return n_elements;
}

/* The id of the own sub-arena, if it has elements. */
static guint64
own_id_in (TroveVecMap *map)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (map));
  g_autoptr (TroveSubArena) last = n > 0 ? g_list_model_get_item (G_LIST_MODEL (map), n - 1) : NULL;

  return last != NULL && !trove_sub_arena_get_frozen (last) ? trove_sub_arena_get_id (last) : 0;
}

void
check_arena_at (const char *where, TroveArena *arena, gboolean draw_id)
{
  const Holder holder = { where, arena, NULL };
  g_autoptr (TroveVecMap) map = NULL;
  g_autoptr (TroveRef) root = NULL;
  GError *error = NULL;
  guint64 id, n;

  map = trove_arena_dup_sub_arenas (arena, &error);
  g_assert_no_error (error);
  id = own_id_in (map);
  if (id != 0 || draw_id)
    {
      guint64 asked = trove_arena_reserve_id (arena, &error);

      g_assert_no_error (error);
      check (&holder, asked != 0);
      check (&holder, id == 0 || asked == id);
      id = asked;
      check (&holder, trove_arena_reserve_id (arena, NULL) == id);
    }

  n = check_map (&holder, map, trove_arena_get_n_pools (arena), id);
  check (&holder, trove_arena_get_n_elements (arena, &error) == n);
  g_assert_no_error (error);

  root = trove_arena_get_root (arena, NULL);
  if (root != NULL)
    check (&holder, contains (&holder, root));
}

void
check_snapshot_at (const char *where, TroveSnapshot *snapshot)
{
  const Holder holder = { where, NULL, snapshot };
  g_autoptr (TroveVecMap) map = trove_snapshot_dup_sub_arenas (snapshot);
  g_autoptr (TroveRef) root = trove_snapshot_get_root (snapshot);
  guint64 n = check_map (&holder, map, trove_snapshot_get_n_pools (snapshot), 0);

  check (&holder, trove_snapshot_get_n_elements (snapshot) == n);
  if (root != NULL)
    check (&holder, contains (&holder, root));
}

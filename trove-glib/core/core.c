/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core.h"

#include "memory.h"

/* Ids are exact in a double, as JavaScript and Lua carry numbers. */
#define ID_LIMIT ((guint64) 1 << 53)

static _Atomic (guint64) next_id = 1;

/* What a cursor points to while the own sub-arena does not use its pool. Never written: its cursors have no room. */
static TrovePool empty_pool;

/* The last of the process' ids is not given out twice, however many threads ask. */
static gboolean
draw_id (guint64 *id, GError **error)
{
  guint64 drawn = atomic_load_explicit (&next_id, memory_order_relaxed);

  do
    {
      if (drawn >= ID_LIMIT)
        {
          g_set_error (error, TROVE_ERROR, TROVE_ERROR_FULL,
                       "No id is left for a new sub-arena: %" G_GUINT64_FORMAT " were drawn", drawn - 1);
          return FALSE;
        }
    }
  while (!atomic_compare_exchange_weak_explicit (&next_id, &drawn, drawn + 1, memory_order_relaxed,
                                                 memory_order_relaxed));

  *id = drawn;
  return TRUE;
}

void
trove_core_set_next_id (guint64 id)
{
  atomic_store_explicit (&next_id, id, memory_order_relaxed);
}

/* Making and dropping */

/* The cursors of an empty core: all the rest of them is 0. */
static void
make_cursors (TroveCore *core)
{
  guint n = core->schema->n_pools;

  core->n_pools = n;
  core->cursors = n == 1 ? &core->only : g_new0 (TroveCursor, n);
  for (guint i = 0; i < n; i++)
    {
      const TroveLayout *layout = &core->schema->pools[i];
      TroveCursor *cursor = &core->cursors[i];

      cursor->stride = layout->stride;
      cursor->pool_bits = (guint64) i << TROVE_POOL_SHIFT;
      cursor->pool = &empty_pool;
      cursor->string = layout->store == TROVE_STORE_STRING;
      cursor->plain = layout->copy == NULL && !cursor->string;
      cursor->rows.budget = cursor->bytes.budget = &core->budget;
      cursor->rows.place = TROVE_PLACE_ROWS (i);
      cursor->bytes.place = TROVE_PLACE_BYTES (i);
    }
}

static void
drop_cursors (TroveCore *core)
{
  if (core->cursors != &core->only)
    g_free (core->cursors);
}

/* Lets the next arena of the schema that begins a sub-arena carve from this pool's chunks. */
static void
park_chains (TroveCore *core, guint pool)
{
  TroveCursor *cursor = &core->cursors[pool];
  gsize room = trove_sub_room (&core->schema->pools[pool]);

  if (cursor->rows.chunk != NULL)
    trove_chain_park (&cursor->rows, core->schema, room, room);
  if (cursor->bytes.chunk != NULL)
    trove_chain_park (&cursor->bytes, core->schema, TROVE_STRING_ROOM, TROVE_STRINGS_UNIT);
}

void
trove_core_park (TroveCore *core)
{
  for (guint i = 0; i < core->n_pools; i++)
    park_chains (core, i);
}

void
trove_core_init (TroveCore *core, TroveSchema *schema)
{
  *core = (TroveCore){ .schema = schema };
  make_cursors (core);
}

void
trove_core_clear (TroveCore *core)
{
  TroveSub *own = g_steal_pointer (&core->own);

  if (own != NULL)
    trove_sub_let_go (own, FALSE);
  trove_view_clear (&core->view);
  trove_core_park (core);
  drop_cursors (core);
  g_clear_pointer (&core->schema, trove_schema_unref);

  own = trove_borrows_sweep (); /* another arena's */
  if (own != NULL)
    trove_sub_unref (own);
}

void
trove_core_set_schema (TroveCore *core, TroveSchema *schema)
{
  g_assert (core->own == NULL && core->cursors[0].rows.chunk == NULL);
  drop_cursors (core);
  trove_schema_unref (core->schema);
  /* Other threads may ask for the pools' types meanwhile. */
  __atomic_store_n (&core->schema, schema, __ATOMIC_RELEASE);
  make_cursors (core);
}

gboolean
trove_core_own_schema (TroveCore *core, GError **error)
{
  TroveSchema *copy;

  if (G_LIKELY (!core->schema->shared))
    return TRUE;

  copy = trove_schema_copy (core->schema);
  if (copy == NULL)
    {
      g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY, "No memory for the pools of an arena");
      return FALSE;
    }

  trove_core_set_schema (core, copy);
  return TRUE;
}

/* The own sub-arena */

guint64
trove_core_get_id (TroveCore *core, GError **error)
{
  if (core->own_id == 0 && !draw_id (&core->own_id, error))
    return 0;

  return core->own_id;
}

gboolean
trove_core_no_memory (const TroveCore *core, guint pool, GError **error)
{
  g_autofree char *name = trove_layout_name (&core->schema->pools[pool]);
  g_autofree char *limit = NULL;

  if (core->budget.most != 0)
    limit = g_strdup_printf (": %" G_GUINT64_FORMAT " bytes are held of %" G_GUINT64_FORMAT " (max-bytes)",
                             core->budget.used, core->budget.most);
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY,
               "No memory for more elements of pool %u (%s) of sub-arena %" G_GUINT64_FORMAT "%s", pool, name,
               core->own_id, limit != NULL ? limit : "");
  return FALSE;
}

static gboolean
ensure_own (TroveCore *core, guint pool, GError **error)
{
  if (core->own != NULL)
    return TRUE;
  if (trove_core_get_id (core, error) == 0 || !trove_core_own_schema (core, error))
    return FALSE;

  core->own = trove_sub_new (core->own_id, core->schema, pool, &core->cursors[pool].rows);
  return core->own != NULL || trove_core_no_memory (core, pool, error);
}

/* Puts the cursor at the pool's first free element. */
static void
set_cursor (TroveCore *core, guint pool, TrovePool *p)
{
  TroveCursor *cursor = &core->cursors[pool];
  gsize stride = core->schema->pools[pool].stride;
  guint row = trove_row_of (p->length);

  cursor->pool = p;
  cursor->next = cursor->end = NULL;
  if (row < p->n_rows)
    {
      cursor->next = trove_rows_address (p->rows, p->length, stride);
      cursor->end = cursor->next + (trove_row_start (row + 1) - p->length) * stride;
    }
}

/* Called where the cursor has no room, but also where a row is there that a failed batch had added. */
gboolean
trove_core_grow (TroveCore *core, guint pool, GError **error)
{
  TrovePool *p;

  if (!ensure_own (core, pool, error))
    return FALSE;

  p = trove_sub_lookup (core->own, pool);
  if (p == NULL || trove_row_of (p->length) >= p->n_rows)
    {
      if (p != NULL && p->length >= TROVE_MAX_ELEMENTS)
        {
          g_set_error (error, TROVE_ERROR, TROVE_ERROR_FULL,
                       "Pool %u of sub-arena %" G_GUINT64_FORMAT " is full: it has %" G_GUINT64_FORMAT
                       " elements",
                       pool, core->own_id, p->length);
          return FALSE;
        }
      p = trove_sub_add_row (core->own, pool, &core->cursors[pool].rows);
      if (p == NULL)
        return trove_core_no_memory (core, pool, error);
    }

  set_cursor (core, pool, p);
  return TRUE;
}

gboolean
trove_core_set_length (TroveCore *core, guint pool, guint64 length, GError **error)
{
  TrovePool *p;

  if (trove_core_reserve (core, pool, error) == NULL)
    return FALSE;

  p = core->cursors[pool].pool;
  g_assert (length >= p->length && length <= TROVE_MAX_ELEMENTS);
  while (trove_row_start (p->n_rows) < length)
    if (trove_sub_add_row (core->own, pool, &core->cursors[pool].rows) == NULL)
      return trove_core_no_memory (core, pool, error);

  p->length = length;
  set_cursor (core, pool, p);
  return TRUE;
}

/* Freezing */

TroveBorrowState
trove_core_borrowed (TroveCore *core)
{
  if (core->own == NULL || core->own->borrows == NULL)
    return TROVE_BORROWED_NOT;

  return trove_borrows_get_any (core->own->borrows);
}

static void
give_tails_back (TroveCore *core, TroveSub *own)
{
  TROVE_SUB_FOREACH_POOL (own, p)
  {
    TroveCursor *cursor = &core->cursors[p->index];

    if (cursor->pool == p)
      trove_chain_give_back (&cursor->rows, cursor->end, cursor->next);
    cursor->pool = &empty_pool;
    cursor->next = cursor->end = NULL;
    cursor->free_strings = NULL;
    if (core->budget.most == 0 && atomic_load_explicit (&core->schema->branched, memory_order_relaxed))
      park_chains (core, p->index);
  }
}

/* The own sub-arena is no longer own; the view has it, or nobody. */
static void
forget_own (TroveCore *core)
{
  core->own = NULL;
  core->own_id = 0;
}

static void
discard_own (TroveCore *core)
{
  TroveSub *own = core->own;

  forget_own (core);
  if (own == NULL)
    return;

  give_tails_back (core, own);
  trove_sub_let_go (own, TRUE);
  trove_core_set_max_bytes (core, core->budget.most); /* measures anew, where there is a limit */
}

static gboolean
check_no_mutable_borrow (const TroveCore *core, TroveBorrowState borrowed, const char *what, GError **error)
{
  if (borrowed != TROVE_BORROWED_MUTABLY)
    return TRUE;

  g_set_error (error, TROVE_ERROR, TROVE_ERROR_BORROWED_MUT,
               "An element of sub-arena %" G_GUINT64_FORMAT " is mutably borrowed: it cannot be %s",
               core->own_id, what);
  return FALSE;
}

gboolean
trove_core_freeze (TroveCore *core, GError **error)
{
  TroveSub *last = trove_view_last (&core->view);
  TroveBorrowState borrowed;

  /* Whoever reads the frozen part comes from this arena. */
  if (!trove_core_own_schema (core, error))
    return FALSE;
  borrowed = trove_core_borrowed (core);
  if (!check_no_mutable_borrow (core, borrowed, "frozen", error))
    return FALSE;
  if (last != NULL)
    trove_sub_verify (last);

  if (core->own == NULL || trove_sub_is_empty (core->own))
    {
      discard_own (core);
      return TRUE;
    }

  /* What is frozen is not counted, and there is no guard that knows the counts. */
  if (borrowed == TROVE_BORROWED_NOT && core->own->borrows != NULL)
    g_clear_pointer (&core->own->borrows, trove_borrows_free);

  if (!trove_view_push (&core->view, core->own))
    {
      g_set_error (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY,
                   "No memory to freeze sub-arena %" G_GUINT64_FORMAT, core->own_id);
      return FALSE;
    }
  if (core->own->borrows != NULL)
    trove_sub_let_go (trove_sub_ref (core->own), TRUE); /* the view has the arena's reference */
  trove_sub_remember (core->own);
  give_tails_back (core, core->own);
  forget_own (core);
  return TRUE;
}

gboolean
trove_core_absorb (TroveCore *core, const TroveCore *other, GError **error)
{
  TroveView merged;

  g_assert (core->own == NULL && other->own == NULL);
  if (!trove_view_merge (&core->view, &other->view, &merged))
    {
      g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY,
                           "No memory to merge two maps of sub-arenas");
      return FALSE;
    }

  core->own_id = 0; /* below ids that came with the other */
  trove_core_replace_view (core, merged);
  return TRUE;
}

/* Letting go */

void
trove_core_replace_view (TroveCore *core, TroveView view)
{
  TroveView old = core->view;

  core->view = view;
  for (guint i = 0; i < core->n_pools; i++)
    {
      core->cursors[i].hit_id = core->cursors[i].hit_limit = 0;
      core->cursors[i].hit_rows = NULL;
    }
  trove_core_set_max_bytes (core, core->budget.most); /* measures anew, where there is a limit */
  trove_view_clear (&old); /* last: elements that are cleared may change the core */
}

gboolean
trove_core_revert (TroveCore *core, const TroveView *view, GError **error)
{
  TroveSub *own = core->own;
  TroveView copy;

  if (!trove_core_own_schema (core, error) ||
      !check_no_mutable_borrow (core, trove_core_borrowed (core), "let go of", error))
    return FALSE;

  trove_view_copy (view, &copy);
  forget_own (core);
  if (own != NULL)
    give_tails_back (core, own);
  trove_core_replace_view (core, copy);
  if (own != NULL)
    trove_sub_let_go (own, TRUE);
  return TRUE;
}

/* Bytes */

void
trove_core_measure (const TroveCore *core, TroveUsage *usage)
{
  TroveUsageWalk walk;

  trove_usage_walk_begin (&walk, usage);
  trove_usage_walk_view (&walk, &core->view, core->schema);
  trove_usage_walk_own (&walk);
  if (core->own != NULL)
    trove_usage_walk_sub (&walk, core->own, FALSE);
  for (guint i = 0; i < core->n_pools; i++)
    {
      trove_usage_walk_chunk (&walk, core->cursors[i].rows.chunk);
      trove_usage_walk_chunk (&walk, core->cursors[i].bytes.chunk);
    }
  if (core->cursors != &core->only)
    trove_usage_walk_overhead (&walk,
                               trove_memory_size (core->cursors, core->n_pools * sizeof *core->cursors));
  trove_usage_walk_end (&walk);
}

/* Takes the place's first parked chunk if the view's last sub-arena lies in it: it was measured with that one, and is not
 * charged again. */
static void
take_back (TroveCore *core, TroveChain *chain, const TroveSub *last, gsize unit)
{
  TroveChain parked = { .place = chain->place };

  if (chain->chunk != NULL)
    return;

  trove_chain_begin (&parked, core->schema);
  if (parked.chunk != NULL && trove_sub_holds (last, parked.chunk))
    {
      parked.budget = chain->budget;
      *chain = parked;
    }
  else
    trove_chain_park (&parked, core->schema, sizeof (TroveParked) + 8, unit);
}

static void
take_chains_back (TroveCore *core)
{
  const TroveSub *last = trove_view_last (&core->view);

  for (guint i = 0; i < core->n_pools && last != NULL; i++)
    {
      TroveCursor *cursor = &core->cursors[i];

      take_back (core, &cursor->rows, last, trove_sub_room (&core->schema->pools[i]));
      if (cursor->string)
        take_back (core, &cursor->bytes, last, TROVE_STRINGS_UNIT);
    }
}

void
trove_core_set_max_bytes (TroveCore *core, guint64 max_bytes)
{
  TroveUsage usage = { 0 };

  if (max_bytes != 0)
    {
      take_chains_back (core);
      trove_core_measure (core, &usage);
    }
  core->budget.used = usage.total;
  __atomic_store_n (&core->budget.most, max_bytes, __ATOMIC_RELAXED); /* any thread may ask for it */
}

/* Reading */

TroveSub *
trove_core_lookup (const TroveCore *core, guint64 id)
{
  if (core->own != NULL && id == core->own_id)
    return core->own;

  return trove_view_lookup (&core->view, id);
}

void
trove_core_foreach (const TroveCore *core, TroveSubFunc func, gpointer data)
{
  trove_view_foreach (&core->view, func, data);
  if (core->own != NULL && !trove_sub_is_empty (core->own))
    func (core->own, data);
}

static gboolean
invalid_ref (GError **error, const TroveRef *ref, const char *why)
{
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_INVALID_REF,
               "Invalid ref %" G_GUINT64_FORMAT ":%u:%" G_GUINT64_FORMAT ": %s", ref->sub_arena,
               trove_offset_pool (ref->offset), trove_offset_index (ref->offset), why);
  return FALSE;
}

gpointer
trove_sub_find (const TroveSub *sub, guint n_pools, const TroveRef *ref, GError **error)
{
  guint pool = trove_offset_pool (ref->offset);
  guint64 index = trove_offset_index (ref->offset);
  const TrovePool *p;

  if (sub == NULL)
    {
      invalid_ref (error, ref, ref->sub_arena == 0 ? "it is null" : "its sub-arena is not held here");
      return NULL;
    }
  if (ref->offset >> (TROVE_POOL_SHIFT + 8) != 0 || pool >= n_pools)
    {
      invalid_ref (error, ref, "there is no such pool");
      return NULL;
    }

  p = trove_sub_lookup (sub, pool);
  if (p == NULL || index >= p->length)
    {
      g_autofree char *why = g_strdup_printf ("that pool of its sub-arena has %" G_GUINT64_FORMAT " elements",
                                              p != NULL ? p->length : 0);

      invalid_ref (error, ref, why);
      return NULL;
    }

  return trove_rows_address (p->rows, index, sub->schema->pools[pool].stride);
}

gboolean
trove_check_pool (const TroveSchema *schema, guint pool, const TroveRef *ref, GError **error)
{
  guint of_ref = trove_offset_pool (ref->offset);
  g_autofree char *wanted = NULL;
  g_autofree char *given = NULL;

  if (of_ref == pool || of_ref >= schema->n_pools || ref->sub_arena == 0)
    return TRUE;

  wanted = trove_layout_name (&schema->pools[pool]);
  given = trove_layout_name (&schema->pools[of_ref]);
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
               "The ref %" G_GUINT64_FORMAT ":%u:%" G_GUINT64_FORMAT
               " is into pool %u (%s), not pool %u (%s)",
               ref->sub_arena, of_ref, trove_offset_index (ref->offset), of_ref, given, pool, wanted);
  return FALSE;
}

static gconstpointer
not_found (TroveCore *core, guint pool, const TroveRef *ref, const TroveSub *sub, GError **error)
{
  if (trove_check_pool (core->schema, pool, ref, error))
    {
      G_GNUC_UNUSED gconstpointer element = trove_sub_find (sub, core->schema->n_pools, ref, error);

      g_assert (element == NULL);
    }
  return NULL;
}

gconstpointer
trove_core_find (TroveCore *core, guint pool, const TroveRef *ref, GError **error)
{
  TroveCursor *cursor = &core->cursors[pool];
  TroveSub *sub = trove_core_lookup (core, ref->sub_arena);
  guint64 index = ref->offset ^ cursor->pool_bits;
  TrovePool *p = sub != NULL ? trove_sub_lookup (sub, pool) : NULL;

  if (G_UNLIKELY (p == NULL || index >= p->length))
    return not_found (core, pool, ref, sub, error);

  /* It is frozen: what is own was a hit already. */
  cursor->hit_id = sub->id;
  cursor->hit_limit = p->length;
  cursor->hit_rows = p->rows;
  return trove_rows_address (p->rows, index, cursor->stride);
}

/* Borrows */

gboolean
trove_core_check_borrow (TroveCore *core, const TroveRef *ref, gboolean mutable, GError **error)
{
  guint pool = trove_offset_pool (ref->offset);
  guint64 index = trove_offset_index (ref->offset);
  TroveBorrowState state;

  if (core->own == NULL || ref->sub_arena != core->own_id || core->own->borrows == NULL)
    return TRUE;

  state = trove_borrows_get (core->own->borrows, pool, index);
  if (state == TROVE_BORROWED_NOT || (state == TROVE_BORROWED_SHARED && !mutable))
    return TRUE;

  g_set_error (
      error, TROVE_ERROR, state == TROVE_BORROWED_MUTABLY ? TROVE_ERROR_BORROWED_MUT : TROVE_ERROR_BORROWED,
      "The element %" G_GUINT64_FORMAT ":%u:%" G_GUINT64_FORMAT " is %s", ref->sub_arena, pool, index,
      state == TROVE_BORROWED_MUTABLY ? "mutably borrowed" : "borrowed: it cannot be changed");
  return FALSE;
}

static gboolean
ensure_borrows (TroveCore *core, guint pool, guint64 index, GError **error)
{
  if (core->own->borrows == NULL)
    core->own->borrows = trove_borrows_new (core->schema->n_pools);
  if (core->own->borrows == NULL || !trove_borrows_prepare (core->own->borrows, pool, index))
    return trove_core_no_memory (core, pool, error);

  return TRUE;
}

gboolean
trove_core_prepare_borrow (TroveCore *core, guint pool, GError **error)
{
  return trove_core_reserve (core, pool, error) != NULL &&
         ensure_borrows (core, pool, core->cursors[pool].pool->length, error);
}

gboolean
trove_core_add_borrow (TroveCore *core, const TroveRef *ref, gboolean mutable, GError **error)
{
  guint pool = trove_offset_pool (ref->offset);
  guint64 index = trove_offset_index (ref->offset);

  if (!ensure_borrows (core, pool, index, error))
    return FALSE;

  /* More shared borrows than a byte counts need a table. */
  return trove_borrows_add (core->own->borrows, pool, index, mutable) ||
         trove_core_no_memory (core, pool, error);
}

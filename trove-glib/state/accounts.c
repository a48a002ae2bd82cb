/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "accounts.h"

#include <stdlib.h>

#include "state-blocks.h"

/* Dead sub-arenas that a view lets go of at once: a part of all, since that costs time by the nodes of its trie. */
#ifndef TROVE_ACCOUNTS_DEAD
#define TROVE_ACCOUNTS_DEAD 64
#endif
#define PART_DEAD 256
#define MANY_DEAD_BYTES 65536
#define PART_DEAD_BYTES 16

/* A sub-arena that some state needs. Its view keeps it alive. */
typedef struct
{
  TroveSub *sub;
  guint n_states;
} Holding;

static void
carried_free (gpointer data)
{
  TroveCarried *carried = data;

  trove_id_map_clear (&carried->needs.counts);
  trove_dead_clear (&carried->dead);
  trove_view_clear (&carried->view);
  g_free (carried);
}

void
trove_accounts_init (TroveAccounts *self)
{
  *self = (TroveAccounts){ .are_kept = FALSE };
}

void
trove_accounts_clear (TroveAccounts *self)
{
  GPtrArray *carried = self->carried;

  TROVE_ID_MAP_FOREACH (&self->subs, Holding, holding)
  g_free (holding);
  trove_id_map_clear (&self->subs);
  trove_id_map_clear (&self->chunks);
  trove_id_map_clear (&self->current.counts);
  trove_dead_clear (&self->dead);
  trove_accounts_init (self);
  g_clear_pointer (&carried, g_ptr_array_unref); /* last: elements that are cleared may call back */
}

/* Counts */

/* Changes a count of a map. Returns the count. */
static gsize
change (TroveIdMap *counts, guint64 id, int by)
{
  gpointer *at = trove_id_map_add (counts, id);
  gsize n = GPOINTER_TO_SIZE (*at);

  g_assert (by > 0 || n >= (gsize) -by);
  n += (gsize) by;
  *at = GSIZE_TO_POINTER (n);
  if (n == 0)
    trove_id_map_remove (counts, id);
  return n;
}

static gsize
chunk_size (const TroveChunk *chunk)
{
  return chunk->size + 2 * sizeof (gsize); /* of malloc() */
}

static void
hold_chunk (const TroveChunk *chunk, gpointer data)
{
  TroveAccounts *self = data;

  if (change (&self->chunks, (guintptr) chunk, 1) == 1)
    self->held += chunk_size (chunk);
}

static void
release_chunk (const TroveChunk *chunk, gpointer data)
{
  TroveAccounts *self = data;

  if (change (&self->chunks, (guintptr) chunk, -1) == 0)
    self->held -= chunk_size (chunk);
}

/* A state needs a sub-arena of one of its views. */
static void
hold (TroveAccounts *self, const TroveView *view, guint64 id)
{
  Holding *holding = trove_id_map_get (&self->subs, id);

  if (holding == NULL)
    {
      holding = g_new (Holding, 1);
      *holding = (Holding){ trove_view_lookup (view, id), 0 };
      trove_id_map_set (&self->subs, id, holding);
      trove_sub_foreach_chunk (holding->sub, hold_chunk, self);
    }
  holding->n_states++;
}

/* A state does not need the sub-arena any more, which still exists. Returns the bytes of its blocks. */
static gsize
release (TroveAccounts *self, guint64 id)
{
  Holding *holding = trove_id_map_get (&self->subs, id);
  gsize size;

  g_assert (holding != NULL);
  size = holding->sub->blocks.n_bytes;
  if (--holding->n_states == 0)
    {
      trove_sub_foreach_chunk (holding->sub, release_chunk, self);
      trove_id_map_remove (&self->subs, id);
      g_free (holding);
    }
  return size;
}

static void
count_new (TroveFollow *follow)
{
  if (follow->n_new == 0)
    return;
  if (change (&follow->needs->counts, follow->new_place, follow->n_new) == (gsize) follow->n_new)
    hold (follow->accounts, follow->view, follow->new_place);
  follow->n_new = 0;
}

static void
count_gone (TroveFollow *follow)
{
  if (follow->n_gone == 0)
    return;
  if (change (&follow->needs->counts, follow->gone_place, -follow->n_gone) == 0)
    {
      gsize size = release (follow->accounts, follow->gone_place);

      if (follow->dead != NULL)
        {
          trove_dead_append (follow->dead, follow->gone_place);
          follow->needs->dead += size;
        }
    }
  follow->n_gone = 0;
}

static void
count_all (TroveFollow *follow)
{
  count_new (follow);
  count_gone (follow);
}

void
trove_accounts_follow_block (guint64 place, guint64 content, gsize size, int sign, gpointer data)
{
  TroveFollow *follow = data;

  if (sign < 0)
    {
      if (place != follow->gone_place)
        {
          count_gone (follow);
          follow->gone_place = place;
        }
      follow->n_gone++;
    }
  else
    {
      if (place != follow->new_place)
        {
          count_new (follow);
          follow->new_place = place;
        }
      follow->n_new++;
    }

  size = sign > 0 ? size : -size;
  follow->needs->alive += size;
  if (follow->earlier != NULL && content <= follow->earlier->state.objects->content)
    follow->earlier->shared += size;
  if (sign > 0 && content > follow->accounts->last)
    follow->tally.written += size;
  else
    follow->tally.replaced -= size; /* less what was only moved */
}

static void
follow_all (TroveFollow *follow, const TroveKeyMap *before, const TroveKeyMap *after)
{
  trove_state_compare_blocks (before, after, trove_accounts_follow_block, follow);
  count_all (follow);
}

static inline gboolean
needs_sub (const TroveNeeds *needs, guint64 id)
{
  return trove_id_map_get (&needs->counts, id) != NULL;
}

/* The current state */

static TroveCarried *
carried_at (const TroveAccounts *self, guint i)
{
  return g_ptr_array_index (self->carried, i);
}

void
trove_accounts_begin (TroveAccounts *self, const TroveView *view, TroveFollow *follow)
{
  guint n = self->carried->len;

  *follow = (TroveFollow){
    .accounts = self,
    .needs = &self->current,
    .view = view,
    .dead = &self->dead,
    .earlier = n > 0 ? carried_at (self, n - 1) : NULL,
  };
}

/* A new sub-arena of the document. */
static void
look_at (TroveSub *sub, gpointer data)
{
  TroveAccounts *self = data;

  self->last = sub->id;
  if (!needs_sub (&self->current, sub->id))
    trove_dead_append (&self->dead, sub->id);
}

void
trove_accounts_end (TroveFollow *follow)
{
  TroveAccounts *self = follow->accounts;

  count_all (follow);
  trove_view_foreach_from (follow->view, self->last + 1, look_at, self);
}

TroveTally
trove_accounts_follow (TroveAccounts *self, const TroveView *view, const TroveKeyMap *before,
                       const TroveKeyMap *after)
{
  TroveFollow follow;

  trove_accounts_begin (self, view, &follow);
  follow_all (&follow, before, after);
  trove_accounts_end (&follow);
  return follow.tally;
}

void
trove_accounts_go_to (TroveAccounts *self, const TroveView *view, const TroveKeyMap *before,
                      const TroveKeyMap *after, const TroveDead *dead)
{
  TroveDead old = self->dead;
  TroveFollow follow;

  trove_accounts_begin (self, view, &follow);
  follow.dead = NULL; /* those of the version are known */
  follow_all (&follow, before, after);
  trove_dead_copy (dead, &self->dead);
  trove_dead_clear (&old);
}

void
trove_accounts_start (TroveAccounts *self, const TroveView *view, const TroveKeyMap *current)
{
  g_assert (!self->are_kept);
  self->are_kept = TRUE;
  self->carried = g_ptr_array_new_with_free_func (carried_free);
  trove_accounts_follow (self, view, NULL, current);
}

/* Carried states */

/* Follows from a state to that of a carried one. earlier: the carried state before it, or NULL. */
static void
count_carried (TroveAccounts *self, TroveCarried *carried, TroveCarried *earlier, const TroveKeyMap *before,
               const TroveKeyMap *after)
{
  TroveFollow follow = {
    .accounts = self,
    .needs = &carried->needs,
    .view = &carried->view,
    .dead = &carried->dead,
    .earlier = earlier,
  };

  follow_all (&follow, before, after);
}

typedef struct
{
  guint64 content;
  gsize bytes;
} Shared;

static void
count_shared (guint64 place, guint64 content, gsize size, int sign, gpointer data)
{
  Shared *shared = data;

  if (content <= shared->content)
    shared->bytes += sign > 0 ? size : -size;
}

/* Counts the bytes that a carried state shares with the one after it. */
static void
find_shared (const TroveAccounts *self, const TroveKeyMap *current, guint i)
{
  TroveCarried *carried = carried_at (self, i);
  const TroveKeyMap *later = i + 1 < self->carried->len ? carried_at (self, i + 1)->state.objects : current;
  Shared shared = { carried->state.objects->content, carried->needs.alive };

  trove_state_compare_blocks (carried->state.objects, later, count_shared, &shared);
  carried->shared = shared.bytes;
}

/* Begins with the counts of the current state. */
static void
copy_needs (TroveAccounts *self, TroveCarried *carried)
{
  trove_id_map_copy (&self->current.counts, &carried->needs.counts);
  carried->needs.alive = self->current.alive;
  TROVE_ID_MAP_FOREACH_ID (&carried->needs.counts, id)
  hold (self, &carried->view, id);
}

/* Dead sub-arenas */

typedef struct
{
  const TroveNeeds *needs;
  TroveDead *dead;
} Search;

static void
find_dead (TroveSub *sub, gpointer data)
{
  const Search *search = data;

  if (!needs_sub (search->needs, sub->id))
    trove_dead_append (search->dead, sub->id);
}

/* Finds all dead sub-arenas of a view. */
static void
search_dead (const TroveNeeds *needs, const TroveView *view, TroveDead *dead)
{
  Search search = { needs, dead };

  trove_dead_clear (dead);
  trove_view_foreach (view, find_dead, &search);
}

static int
compare_ids (const void *a, const void *b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;

  return (x > y) - (x < y);
}

/* The ids that the state does not need, in increasing order and each once. */
static GArray *
sort_dead (const TroveNeeds *needs, const TroveDead *dead)
{
  GArray *sorted = g_array_sized_new (FALSE, FALSE, sizeof (guint64), dead->n);
  guint64 *ids = (guint64 *) sorted->data;
  guint n = 0, n_ids = 0;

  for (guint i = 0; i < dead->n; i++)
    if (!needs_sub (needs, trove_dead_ids (dead)[i]))
      ids[n++] = trove_dead_ids (dead)[i];
  if (n > 1)
    qsort (ids, n, sizeof *ids, compare_ids);
  for (guint i = 0; i < n; i++)
    if (n_ids == 0 || ids[i] != ids[n_ids - 1])
      ids[n_ids++] = ids[i];
  g_array_set_size (sorted, n_ids);
  return sorted;
}

/* The view without the dead sub-arenas, which is the caller's. FALSE: no memory, all stay dead. */
static gboolean
let_go (TroveNeeds *needs, TroveDead *dead, const TroveView *view, TroveView *without)
{
  g_autoptr (GArray) ids = sort_dead (needs, dead);

  if (!trove_view_without (view, (const guint64 *) ids->data, ids->len, without))
    return FALSE;
  trove_dead_clear (dead);
  needs->dead = 0;
  return TRUE;
}

static gboolean
are_many (const TroveNeeds *needs, const TroveDead *dead)
{
  return dead->n >= TROVE_ACCOUNTS_DEAD + needs->counts.n / PART_DEAD ||
         needs->dead >= MANY_DEAD_BYTES + needs->alive / PART_DEAD_BYTES;
}

static void
let_current_go (TroveAccounts *self, TroveCore *core)
{
  TroveView without;

  if (let_go (&self->current, &self->dead, trove_core_view (core), &without))
    trove_core_replace_view (core, without);
}

static void
let_carried_go (TroveCarried *carried)
{
  TroveView without, old = carried->view;

  if (!let_go (&carried->needs, &carried->dead, &carried->view, &without))
    return;
  carried->view = without;
  trove_view_clear (&old);
}

void
trove_accounts_find_dead (TroveAccounts *self, const TroveView *view)
{
  search_dead (&self->current, view, &self->dead);
}

void
trove_accounts_let_go (TroveAccounts *self, TroveCore *core)
{
  for (guint i = 0; i < self->carried->len; i++)
    if (are_many (&carried_at (self, i)->needs, &carried_at (self, i)->dead))
      let_carried_go (carried_at (self, i));
  if (are_many (&self->current, &self->dead))
    let_current_go (self, core);
}

/* Carrying */

void
trove_accounts_carry (TroveAccounts *self, const TroveKeyMap *current, gpointer owner, const TroveView *view,
                      const TroveState *state)
{
  TroveCarried *carried = g_new0 (TroveCarried, 1);
  guint at = self->carried->len;

  carried->owner = owner;
  carried->state = *state;
  trove_view_copy (view, &carried->view);
  copy_needs (self, carried);
  count_carried (self, carried, NULL, current, state->objects);
  search_dead (&carried->needs, &carried->view, &carried->dead);
  let_carried_go (carried);

  while (at > 0 && carried_at (self, at - 1)->state.objects->content > state->objects->content)
    at--;
  g_ptr_array_insert (self->carried, (int) at, carried);
  find_shared (self, current, at);
  if (at > 0)
    find_shared (self, current, at - 1);
}

void
trove_accounts_drop (TroveAccounts *self, const TroveKeyMap *current, TroveCarried *carried)
{
  guint at;
  gboolean found = g_ptr_array_find (self->carried, carried, &at);

  g_assert (found);
  TROVE_ID_MAP_FOREACH_ID (&carried->needs.counts, id)
  release (self, id);
  g_ptr_array_steal_index (self->carried, at);
  if (at > 0)
    find_shared (self, current, at - 1);
  carried_free (carried); /* last: elements that are cleared may call back */
}

TroveCarried *
trove_accounts_find_carried (const TroveAccounts *self, gpointer owner)
{
  for (guint i = 0; self->are_kept && i < self->carried->len; i++)
    if (carried_at (self, i)->owner == owner)
      return carried_at (self, i);
  return NULL;
}

void
trove_accounts_move_carried (TroveAccounts *self, TroveCarried *carried, TroveKeyMap *after, guint64 sub)
{
  guint at;

  /* Contents stay, but a block may have less room in its new place. */
  g_ptr_array_find (self->carried, carried, &at);
  count_carried (self, carried, at > 0 ? carried_at (self, at - 1) : NULL, carried->state.objects, after);
  carried->state.objects = after;
  if (!needs_sub (&carried->needs, sub) && trove_view_lookup (&carried->view, sub) != NULL)
    trove_dead_append (&carried->dead, sub);
}

gsize
trove_accounts_shared (const TroveAccounts *self)
{
  gsize shared = 0;

  for (guint i = 0; i < self->carried->len; i++)
    shared += MIN (carried_at (self, i)->shared, carried_at (self, i)->needs.alive);
  return shared;
}

gsize
trove_accounts_needed (const TroveAccounts *self)
{
  gsize needed = self->current.alive;

  for (guint i = 0; i < self->carried->len; i++)
    needed += carried_at (self, i)->needs.alive;
  return needed - trove_accounts_shared (self);
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-accounts.h"

#include "state/state-blocks.h"

/* The blocks of a state, read anew. */
typedef struct
{
  const TroveView *view;
  TroveIdMap counts; /* blocks by sub-arena, as pointers */
  gsize alive;
  guint64 older;    /* a content */
  gsize n_as_old;   /* bytes of the blocks that are not newer */
  TroveIdMap *subs; /* TroveSub by id: those of all states are added; may be NULL */
} Recount;

static void
recount_block (guint64 place, guint64 content, gsize size, int sign, gpointer data)
{
  Recount *recount = data;
  TroveSub *sub = trove_view_lookup (recount->view, place);
  gsize n = GPOINTER_TO_SIZE (trove_id_map_get (&recount->counts, place));

  g_assert_cmpint (sign, ==, 1);
  g_assert_cmpuint (content, <=, place);
  if (sub == NULL)
    g_error ("A block lies in sub-arena %" G_GUINT64_FORMAT ", which the view of its state has not", place);
  trove_id_map_set (&recount->counts, place, GSIZE_TO_POINTER (n + 1));
  recount->alive += size;
  recount->n_as_old += content <= recount->older ? size : 0;
  if (recount->subs != NULL)
    trove_id_map_set (recount->subs, place, sub);
}

static void
recount_state (Recount *recount, const TroveKeyMap *objects)
{
  trove_state_compare_blocks (NULL, objects, recount_block, recount);
}

/* Dead sub-arenas */

typedef struct
{
  const Recount *recount;
  TroveIdMap dead;
  guint64 last;
} Cover;

static void
check_covered (TroveSub *sub, gpointer data)
{
  const Cover *cover = data;

  if (sub->id <= cover->last && trove_id_map_get (&cover->recount->counts, sub->id) == NULL &&
      trove_id_map_get (&cover->dead, sub->id) == NULL)
    g_error ("Sub-arena %" G_GUINT64_FORMAT
             " of the view has no block of the state, and is not noted as dead",
             sub->id);
}

/* The view has no sub-arena up to the last one that the state does not need, and that is not dead. Nor are sub-arenas noted that the
 * view has not. */
static void
check_dead_of (const Recount *recount, const TroveView *view, const TroveDead *dead, guint64 last)
{
  Cover cover = { recount, TROVE_ID_MAP_INIT, last };

  for (guint i = 0; i < dead->n; i++)
    {
      guint64 id = trove_dead_ids (dead)[i];

      if (trove_view_lookup (view, id) == NULL)
        g_error ("Sub-arena %" G_GUINT64_FORMAT " is noted as dead, and the view has it not", id);
      trove_id_map_set (&cover.dead, id, (gpointer) recount);
    }
  trove_view_foreach (view, check_covered, &cover);
  trove_id_map_clear (&cover.dead);
}

/* Needs */

static void
check_needs (const TroveNeeds *needs, const Recount *recount)
{
  g_assert_cmpuint (needs->alive, ==, recount->alive);
  g_assert_cmpuint (needs->counts.n, ==, recount->counts.n);
  TROVE_ID_MAP_FOREACH_ID (&recount->counts, id)
  g_assert_true (trove_id_map_get (&needs->counts, id) == trove_id_map_get (&recount->counts, id));
}

/* Recounts what the carried state before a state shares with it. earlier: NULL for none. */
static void
check_shared (const TroveCarried *earlier, const Recount *recount)
{
  if (earlier != NULL)
    g_assert_cmpuint (earlier->shared, ==, recount->n_as_old);
}

static guint64
content_of (const TroveCarried *carried)
{
  return carried != NULL ? carried->state.objects->content : 0;
}

static void
check_carried (const TroveCarried *carried, const TroveCarried *earlier, TroveIdMap *subs)
{
  Recount recount = { .view = &carried->view, .older = content_of (earlier), .subs = subs };

  recount_state (&recount, carried->state.objects);
  check_needs (&carried->needs, &recount);
  check_shared (earlier, &recount);
  check_dead_of (&recount, &carried->view, &carried->dead, G_MAXUINT64);
  trove_id_map_clear (&recount.counts);
}

static void
check_current (const TroveAccounts *accounts, const TroveView *view, const TroveKeyMap *current,
               const TroveCarried *latest, TroveIdMap *subs)
{
  Recount recount = { .view = view, .older = content_of (latest), .subs = subs };

  recount_state (&recount, current);
  check_needs (&accounts->current, &recount);
  check_shared (latest, &recount);
  check_dead_of (&recount, view, &accounts->dead, accounts->last);
  trove_id_map_clear (&recount.counts);
}

/* Memory */

typedef struct
{
  TroveIdMap chunks; /* number of sub-arenas by chunk, as pointers */
  gsize bytes;
} Held;

static void
recount_chunk (const TroveChunk *chunk, gpointer data)
{
  Held *held = data;
  gsize n = GPOINTER_TO_SIZE (trove_id_map_get (&held->chunks, (guintptr) chunk));

  trove_id_map_set (&held->chunks, (guintptr) chunk, GSIZE_TO_POINTER (n + 1));
  held->bytes += n == 0 ? chunk->size + 2 * sizeof (gsize) : 0;
}

static void
check_held (const TroveAccounts *accounts, const TroveIdMap *subs)
{
  Held held = { TROVE_ID_MAP_INIT, 0 };

  g_assert_cmpuint (accounts->subs.n, ==, subs->n);
  TROVE_ID_MAP_FOREACH (subs, TroveSub, sub)
  {
    g_assert_nonnull (trove_id_map_get (&accounts->subs, sub->id));
    trove_sub_foreach_chunk (sub, recount_chunk, &held);
  }
  g_assert_cmpuint (accounts->held, ==, held.bytes);
  g_assert_cmpuint (accounts->chunks.n, ==, held.chunks.n);
  TROVE_ID_MAP_FOREACH_ID (&held.chunks, id)
  g_assert_true (trove_id_map_get (&accounts->chunks, id) == trove_id_map_get (&held.chunks, id));
  trove_id_map_clear (&held.chunks);
}

void
check_accounts (const TroveAccounts *accounts, const TroveView *view, const TroveKeyMap *current)
{
  const TroveCarried *earlier = NULL;
  TroveIdMap subs = TROVE_ID_MAP_INIT;
  gsize needed = accounts->current.alive;

  if (!accounts->are_kept)
    {
      g_assert_true (accounts->subs.n == 0 && accounts->chunks.n == 0 && accounts->held == 0 &&
                     accounts->current.counts.n == 0 && accounts->dead.n == 0 && accounts->carried == NULL);
      return;
    }
  for (guint i = 0; i < accounts->carried->len; i++)
    {
      const TroveCarried *carried = g_ptr_array_index (accounts->carried, i);

      g_assert_cmpuint (carried->state.objects->content, >=, content_of (earlier));
      check_carried (carried, earlier, &subs);
      needed += MAX (carried->needs.alive, carried->shared) - carried->shared;
      earlier = carried;
    }
  check_current (accounts, view, current, earlier, &subs);
  check_held (accounts, &subs);
  g_assert_cmpuint (trove_accounts_needed (accounts), ==, needed);
  trove_id_map_clear (&subs);
}

void
check_dead (const TroveView *view, const TroveKeyMap *objects, const TroveDead *dead)
{
  Recount recount = { .view = view };

  recount_state (&recount, objects);
  if (dead != NULL)
    check_dead_of (&recount, view, dead, G_MAXUINT64);
  trove_id_map_clear (&recount.counts);
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "upkeep.h"

/* The hand runs while more of the memory that is held than this is garbage, in 1/16 of what is needed. */
#ifndef TROVE_UPKEEP_GARBAGE
#define TROVE_UPKEEP_GARBAGE 5
#endif

/* Garbage that is never too much, in bytes. */
#ifndef TROVE_UPKEEP_SLACK
#define TROVE_UPKEEP_SLACK 65536
#endif

/* Bytes that the hand moves at a commit: a multiple of those that were written, within bounds. The nodes above the leaves are moved
 * once for all, so that few large moves cost less than many small ones. */
#define MOVED 4
#ifndef TROVE_UPKEEP_MOVED_LEAST
#define TROVE_UPKEEP_MOVED_LEAST 32768
#define TROVE_UPKEEP_MOVED_MOST 262144
#endif

void
trove_upkeep_init (TroveUpkeep *self)
{
  *self = (TroveUpkeep){ .saved = NULL };
  trove_accounts_init (&self->accounts);
}

void
trove_upkeep_clear (TroveUpkeep *self)
{
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func ((GDestroyNotify) trove_step_unref);

  for (guint i = 0; trove_upkeep_runs (self) && i < self->accounts.carried->len; i++)
    g_ptr_array_add (steps, ((TroveCarried *) g_ptr_array_index (self->accounts.carried, i))->owner);
  trove_accounts_clear (&self->accounts);
}

void
trove_upkeep_choose (TroveUpkeep *self, const TroveHistory *history)
{
  const TroveStep *current = history->current;

  if (trove_upkeep_runs (self) == trove_history_has_limit (history))
    return;
  if (!trove_upkeep_runs (self))
    {
      trove_accounts_start (&self->accounts, &current->view, current->state.objects);
      return;
    }
  trove_upkeep_clear (self);
  trove_upkeep_init (self);
}

/* Carried versions */

static gboolean
is_carried (const TroveHistory *history, const TroveStep *step)
{
  return (step == history->saved || trove_step_is_kept (step)) && trove_step_is_read (step);
}

static void
drop_others (TroveUpkeep *self, const TroveHistory *history, const TroveKeyMap *current)
{
  GPtrArray *carried = self->accounts.carried;

  for (guint i = carried->len; i-- > 0;)
    {
      TroveCarried *one = g_ptr_array_index (carried, i);
      TroveStep *step = one->owner;

      if (trove_history_has (history, step) && is_carried (history, step))
        continue;
      trove_accounts_drop (&self->accounts, current, one);
      trove_step_unref (step);
    }
}

/* Carries the versions that the history keeps in any case, but for those that are unread. */
static void
choose_carried (TroveUpkeep *self, const TroveHistory *history, const TroveKeyMap *current)
{
  guint n_keepings = trove_origin_n_keepings (history->current->origin);
  TroveStep *saved = history->saved != NULL && trove_step_is_read (history->saved) ? history->saved : NULL;

  if (self->saved == saved && self->n_keepings == n_keepings)
    return;

  self->saved = saved;
  self->n_keepings = n_keepings;
  self->apart = 0;
  drop_others (self, history, current);
  for (guint i = 0; i < history->n_steps; i++)
    {
      TroveStep *step = trove_history_nth (history, i);

      if (is_carried (history, step) && trove_accounts_find_carried (&self->accounts, step) == NULL)
        trove_accounts_carry (&self->accounts, current, trove_step_ref (step), &step->view, &step->state);
    }
}

/* Gives steps the states that were moved for them, if only the history and the accounts have a reference. A step that has left the
 * history is not moved: the second reference may be that of a reader. */
static void
publish (TroveUpkeep *self, const TroveHistory *history)
{
  for (guint i = 0; i < self->accounts.carried->len; i++)
    {
      const TroveCarried *carried = g_ptr_array_index (self->accounts.carried, i);
      TroveStep *step = carried->owner;

      if (step->state.objects != carried->state.objects && trove_history_has (history, step) &&
          trove_step_move (step, &carried->view, &carried->state))
        trove_step_note_way_back (step, &carried->dead, &self->hand.place);
    }
}

/* The hand */

static gboolean
has_garbage (const TroveUpkeep *self)
{
  gsize apart = MIN (self->apart, trove_accounts_shared (&self->accounts));
  gsize needed = trove_accounts_needed (&self->accounts) + apart;

  return self->accounts.held > needed + needed / 16 * TROVE_UPKEEP_GARBAGE + TROVE_UPKEEP_SLACK;
}

/* Notes if the hand has run at each commit for a whole round, which begins anywhere, and there is too much garbage still. */
static void
note_round (TroveUpkeep *self)
{
  if (self->moves && self->hand.n_rounds - self->n_rounds < 2)
    return;
  if (self->moves)
    self->apart = self->accounts.held - trove_accounts_needed (&self->accounts);
  self->n_rounds = self->hand.n_rounds;
}

static void
move (TroveUpkeep *self, TroveCore *core, TroveState *state, gsize n_bytes)
{
  const GPtrArray *carried = self->accounts.carried;
  g_autofree TroveHandState *states = g_new (TroveHandState, carried->len + 1);
  TroveFollow follow;

  states[0] = (TroveHandState){ state->objects, NULL };
  for (guint i = 0; i < carried->len; i++)
    {
      TroveCarried *one = g_ptr_array_index (carried, carried->len - 1 - i);

      states[i + 1] = (TroveHandState){ one->state.objects, &one->view };
    }

  trove_accounts_begin (&self->accounts, trove_core_view (core), &follow);
  trove_hand_run (&self->hand, core, states, carried->len + 1, n_bytes, trove_accounts_follow_block, &follow,
                  NULL); /* what is moved is moved */
  trove_accounts_end (&follow);
  state->objects = states[0].objects;
  for (guint i = 0; i < carried->len; i++)
    trove_accounts_move_carried (&self->accounts, g_ptr_array_index (carried, carried->len - 1 - i),
                                 states[i + 1].objects, self->accounts.last);
}

TroveTally
trove_upkeep_commit (TroveUpkeep *self, TroveCore *core, const TroveHistory *history, TroveState *state)
{
  TroveTally tally;

  tally = trove_accounts_follow (&self->accounts, trove_core_view (core), history->current->state.objects,
                                 state->objects);
  choose_carried (self, history, state->objects);

  self->moves = has_garbage (self);
  note_round (self);
  if (self->moves)
    move (self, core, state,
          CLAMP (MOVED * tally.written, TROVE_UPKEEP_MOVED_LEAST, TROVE_UPKEEP_MOVED_MOST));
  publish (self, history);
  trove_accounts_let_go (&self->accounts, core);
  return tally;
}

void
trove_upkeep_note (const TroveUpkeep *self, TroveStep *step)
{
  trove_step_note_way_back (step, &self->accounts.dead, &self->hand.place);
}

void
trove_upkeep_go_to (TroveUpkeep *self, const TroveKeyMap *before, const TroveStep *step)
{
  const TroveWayBack *way_back = step->way_back;
  const TroveDead none = TROVE_DEAD_INIT;

  trove_accounts_go_to (&self->accounts, &step->view, before, step->state.objects,
                        way_back != NULL ? &way_back->dead : &none);
  if (way_back == NULL)
    trove_accounts_find_dead (&self->accounts, &step->view);

  /* The leaves that the hand has moved since lie at their old places. */
  if (way_back != NULL)
    self->hand.place = way_back->hand;
  self->n_rounds = self->hand.n_rounds; /* a round begins anew */
}

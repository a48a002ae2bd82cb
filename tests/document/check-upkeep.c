/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-upkeep.h"

#include "state/state-blocks.h"

#include "check-accounts.h"
#include "document.h"

static gboolean
is_carried (const TroveHistory *history, const TroveStep *step)
{
  return (step == history->saved || trove_step_is_kept (step)) && trove_step_is_read (step);
}

/* The versions that stay whatever the limit are carried, and no others. */
static void
check_choice (const TroveUpkeep *upkeep, const TroveHistory *history)
{
  guint n = 0;

  if (upkeep->saved != history->saved ||
      upkeep->n_keepings != trove_origin_n_keepings (history->current->origin))
    return; /* they are chosen at the next commit */
  for (guint i = 0; i < history->n_steps; i++)
    if (is_carried (history, trove_history_nth (history, i)))
      {
        n++;
        g_assert_nonnull (trove_accounts_find_carried (&upkeep->accounts, trove_history_nth (history, i)));
      }
  g_assert_cmpuint (upkeep->accounts.carried->len, ==, n);
}

/* Steps */

static void
check_carried (const TroveAccounts *accounts)
{
  for (guint i = 0; i < accounts->carried->len; i++)
    {
      const TroveCarried *carried = g_ptr_array_index (accounts->carried, i);
      const TroveStep *step = carried->owner;

      g_assert_cmpuint (carried->state.n_objects, ==, step->state.n_objects);
    }
}

void
check_upkeep (TroveDocument *document, gboolean steps)
{
  const TroveAccounts *accounts = &document->upkeep.accounts;
  const TroveStep *current = document->history.current;

  check_accounts (accounts, trove_core_view (&document->core), current->state.objects);
  if (accounts->are_kept)
    {
      check_dead (&current->view, current->state.objects, &accounts->dead);
      check_carried (accounts);
      check_choice (&document->upkeep, &document->history);
    }
  for (guint i = 0; steps && i < document->history.n_steps; i++)
    {
      const TroveStep *step = trove_history_nth (&document->history, i);

      if (trove_step_is_read (step))
        check_dead (&step->view, step->state.objects, step->way_back != NULL ? &step->way_back->dead : NULL);
    }
}

/* Rounds */

static void
check_moved (guint64 place, guint64 content, gsize size, int sign, gpointer data)
{
  g_assert_cmpuint (place, >, *(const guint64 *) data);
}

void
check_round (TroveDocument *document, void (*commit) (gpointer data), gpointer data)
{
  const TroveUpkeep *upkeep = &document->upkeep;
  guint64 last;
  guint start;

  commit (data);
  last = upkeep->accounts.last;
  start = upkeep->hand.n_rounds;
  while (upkeep->moves && upkeep->hand.n_rounds < start + 2)
    commit (data);
  if (!upkeep->moves)
    return;

  trove_state_compare_blocks (NULL, document->history.current->state.objects, check_moved, &last);
  for (guint i = 0; i < upkeep->accounts.carried->len; i++)
    {
      const TroveCarried *carried = g_ptr_array_index (upkeep->accounts.carried, i);

      trove_state_compare_blocks (NULL, carried->state.objects, check_moved, &last);
    }
}

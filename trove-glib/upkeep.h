/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Upkeep: bounds the memory of a document whose history has a limit.
 *
 *   commit ─► the accounts follow the edits ─► the hand moves blocks, if much is garbage ─► views let go of dead sub-arenas
 *
 * Garbage is memory that is held, but neither the current state nor a carried version needs. Memory that only versions of the
 * history need is not counted: a version that leaves the history frees its own.
 *
 * Blocks that two states share by their contents may be two blocks in memory, which the hand does not join: so the accounts may
 * say too little is needed. If there is too much garbage still after a whole round, the difference is noted, and is needed too, but
 * at most as much as is shared.
 *
 * The saved version and those that are kept are carried: the hand moves their blocks with those of the current state. A carried
 * version gets its moved state when nobody else has a reference on its step; until then it holds the old one as well. The next
 * commit then frees all that the old state alone has, which may be as much as the document.
 *
 * A version that is unread has no blocks, and is not carried before it is read.
 *
 * Of the document's thread. */

#pragma once

#include "state/accounts.h"
#include "state/hand.h"

#include "history.h"

typedef struct
{
  TroveAccounts accounts;
  TroveHand hand;
  gboolean moves;   /* the hand ran at the last commit */
  guint n_rounds;   /* of the hand, when it began to run at each commit without going to a version */
  gsize apart;      /* bytes that count as shared, and that the hand has left apart */
  TroveStep *saved; /* when the carried versions were chosen; NULL: none, or it was unread */
  guint n_keepings; /* of the origin, at that time */
} TroveUpkeep;

void trove_upkeep_init (TroveUpkeep *self);
void trove_upkeep_clear (TroveUpkeep *self);

/* Starts if the history has got a limit, at its current version, or stops if it has none any more. Starting costs time by all
 * objects: so it is done when the limit is set, with or without edits, which are not part of the current version. */
void trove_upkeep_choose (TroveUpkeep *self, const TroveHistory *history);

static inline gboolean
trove_upkeep_runs (const TroveUpkeep *self)
{
  return trove_accounts_are_kept (&self->accounts);
}

/* Follows from the current version of a history to a later state, which will be a step. The core has no own sub-arena. May move the
 * blocks of the state. Without memory less is moved. Returns the bytes of the change. */
TroveTally trove_upkeep_commit (TroveUpkeep *self, TroveCore *core, const TroveHistory *history,
                                TroveState *state);

/* Notes in a new step what going back to it needs. */
void trove_upkeep_note (const TroveUpkeep *self, TroveStep *step);

/* Follows from the current version to another one of the history, whose view the document has. */
void trove_upkeep_go_to (TroveUpkeep *self, const TroveKeyMap *before, const TroveStep *step);

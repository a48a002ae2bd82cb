/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Accounts: how much a document needs of each sub-arena, and how much memory it holds for that.
 *
 *   sub-arena    12    13    14    15
 *   bytes       900  2400   700  1300
 *   current       3     9     0     5     blocks of the current state
 *   carried       3     0     0     0     blocks of carried states, counted for each
 *                             └─ dead: the document's view lets go of it
 *
 * A sub-arena is freed as a whole. One in which a single block is needed keeps all its bytes: it is held. A state that is not
 * current, but whose memory should stay bounded as well, such as that of the saved version, is carried: it has a view of its own,
 * which holds just what that state needs.
 *
 * Blocks are compared by address, so that the accounts follow each change of the current state in time by what differs. Two
 * states share a block where both were moved together (hand.h). How many bytes they share is told by content: a block of the
 * later state that is not newer than the earlier state is in both. This is exact where the later one was made from the earlier.
 *
 * Invariants: an account exists for each sub-arena that has a block of the current or of a carried state. held is the sum of
 * their bytes. */

#pragma once

#include "core/core-version.h"

#include "dead.h"
#include "state.h"

typedef struct
{
  guint64 id;                 /* of the sub-arena */
  gsize size;                 /* bytes that it takes */
  guint n_current, n_carried; /* blocks */
} TroveAccount;

/* A carried state. */
typedef struct
{
  gpointer owner; /* names the state for the caller */
  TroveView view;
  TroveState state;
  gsize alive; /* bytes of its blocks */
  gsize
      shared; /* of these, bytes that the next later carried state has as well, or for the latest the current one */
} TroveCarried;

/* Bytes of blocks that a change of the current state wrote, and of those that it does not need any more. Blocks that were moved
 * are neither. */
typedef struct
{
  gsize written, replaced;
} TroveTally;

typedef struct
{
  GHashTable *accounts; /* TroveAccount by id; NULL: the document keeps no accounts */
  GPtrArray *carried;   /* TroveCarried, by increasing content */
  guint64 last;         /* all sub-arenas up to this one were looked at */
  gsize alive;          /* bytes of the current state's blocks */
  gsize held;           /* bytes of the sub-arenas that have an account with blocks */
  TroveDead dead;       /* sub-arenas of the document's view */
  GArray *dead_carried; /* guint64: of the views of the carried states */
} TroveAccounts;

void trove_accounts_init (TroveAccounts *self);
void trove_accounts_clear (TroveAccounts *self); /* stops, and lets go of the carried states */

static inline gboolean
trove_accounts_are_kept (const TroveAccounts *self)
{
  return self->accounts != NULL;
}

/* Starts with a current state, which is frozen, and the document's view. Costs time by all its objects. */
void trove_accounts_start (TroveAccounts *self, const TroveView *view, const TroveKeyMap *current);

/* Follows a change of the current state: of a version to the next, or of a move of its blocks. view: of the document, afterwards. */
TroveTally trove_accounts_follow (TroveAccounts *self, const TroveView *view, const TroveKeyMap *before,
                                  const TroveKeyMap *after);

/* Follows going to a version that was current before. view, dead: those of the version. */
void trove_accounts_go_to (TroveAccounts *self, const TroveView *view, const TroveKeyMap *before,
                           const TroveKeyMap *after, const TroveDead *dead);

/* Finds the dead sub-arenas of a view anew. Costs time by all its sub-arenas. */
void trove_accounts_find_dead (TroveAccounts *self, const TroveView *view);

/* Carries a state, or stops carrying it. view: of the state. */
void trove_accounts_carry (TroveAccounts *self, const TroveKeyMap *current, gpointer owner,
                           const TroveView *view, const TroveState *state);
void trove_accounts_drop (TroveAccounts *self, const TroveKeyMap *current, TroveCarried *carried);

/* The carried state of an owner, or NULL. */
TroveCarried *trove_accounts_find_carried (const TroveAccounts *self, gpointer owner);

/* Follows a move of blocks of a carried state, whose view has the sub-arenas of both. */
void trove_accounts_move_carried (TroveAccounts *self, TroveCarried *carried, TroveKeyMap *after);

/* After the moves of all carried states: the views of some have a new sub-arena. */
void trove_accounts_note_carried (TroveAccounts *self, guint64 id);

/* Lets the views go of dead sub-arenas, if there are many. Without memory it does so later. */
void trove_accounts_let_go (TroveAccounts *self, TroveCore *core);

/* Bytes of all blocks that the current and the carried states need. */
gsize trove_accounts_needed (const TroveAccounts *self);

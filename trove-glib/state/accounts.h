/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Accounts: how much a document needs of each sub-arena, and how much memory it holds for that.
 *
 *   sub-arena     12    13    14    15
 *   current        3     9     0     5     blocks that the current state needs
 *   saved          8     9     0     0     blocks that a carried state needs
 *                              └─ dead: the document's view lets go of it
 *
 * A sub-arena is freed as a whole, and its chunks when all sub-arenas in them are. So one block that is needed holds a chunk. A
 * state that is not current, but whose memory should stay bounded as well, such as that of the saved version, is carried: it has a
 * view of its own, which holds just what that state needs.
 *
 * Blocks are compared by address, so that the accounts follow each change in time by what differs. Two states share a block where
 * both were moved together (hand.h). How many bytes they share is told by content: a block of the later state that is not newer
 * than the earlier state is in both. This is exact where the later one was made from the earlier.
 *
 * Invariants: the counts are those of the blocks of each state. held is the sum of the bytes of all chunks in which a sub-arena
 * lies that some state needs a block of. */

#pragma once

#include "core/core-version.h"

#include "dead.h"
#include "id-map.h"
#include "state.h"

/* The needs of one state. */
typedef struct
{
  TroveIdMap counts; /* blocks by sub-arena, as pointers */
  gsize alive;       /* bytes of the blocks */
  gsize dead;        /* about the bytes of the sub-arenas that died since the view let go of such */
} TroveNeeds;

/* A carried state. */
typedef struct
{
  gpointer owner; /* names the state for the caller */
  TroveView view;
  TroveState state;
  TroveNeeds needs;
  TroveDead dead; /* sub-arenas of the view without such blocks; some may have blocks again */
  gsize
      shared; /* bytes that the next later carried state has as well, or for the latest one the current state */
} TroveCarried;

/* Bytes of blocks that a change of the current state wrote, and of those that it does not need any more. Blocks that were moved
 * are neither. */
typedef struct
{
  gsize written, replaced;
} TroveTally;

typedef struct
{
  gboolean are_kept;  /* FALSE: all else is empty */
  TroveIdMap subs;    /* TroveHolding by sub-arena: those that some state needs */
  TroveIdMap chunks;  /* number of these sub-arenas by chunk, as pointers */
  gsize held;         /* bytes of the chunks */
  TroveNeeds current; /* of the current state */
  TroveDead dead;     /* sub-arenas of the document's view without such blocks; some may have blocks again */
  guint64 last;       /* all sub-arenas of the document up to this one were looked at */
  GPtrArray *carried; /* TroveCarried, by increasing content */
} TroveAccounts;

/* A walk over the blocks that differ between two states. */
typedef struct
{
  TroveAccounts *accounts;
  TroveNeeds *needs;
  const TroveView *view;
  TroveDead *dead; /* gets sub-arenas whose last block is gone; may be NULL */
  guint64 new_place,
      gone_place; /* of blocks that are not counted yet: many of one sub-arena follow each other */
  int n_new, n_gone;
  TroveCarried *earlier; /* the carried state before, whose shared bytes are followed; may be NULL */
  TroveTally tally;
} TroveFollow;

void trove_accounts_init (TroveAccounts *self);
void trove_accounts_clear (TroveAccounts *self); /* stops, and lets go of the carried states */

static inline gboolean
trove_accounts_are_kept (const TroveAccounts *self)
{
  return self->are_kept;
}

/* Starts with a current state, which is frozen, and the document's view. Costs time by all its objects. */
void trove_accounts_start (TroveAccounts *self, const TroveView *view, const TroveKeyMap *current);

/* Follows a change of the current state: of a version to the next, or of a move of its blocks. view: of the document, with the
 * sub-arenas of both. */
TroveTally trove_accounts_follow (TroveAccounts *self, const TroveView *view, const TroveKeyMap *before,
                                  const TroveKeyMap *after);

/* Follows moves of blocks of the current state one by one: trove_accounts_follow_block () is called for each block that is gone and
 * for each new one, with the TroveFollow as its data. view: of the document, with the sub-arenas of both when the following ends. */
void trove_accounts_begin (TroveAccounts *self, const TroveView *view, TroveFollow *follow);
void trove_accounts_follow_block (guint64 place, guint64 content, gsize size, int sign, gpointer data);
void trove_accounts_end (TroveFollow *follow);

/* Follows going to a version that was current before. view, dead: those of the version. */
void trove_accounts_go_to (TroveAccounts *self, const TroveView *view, const TroveKeyMap *before,
                           const TroveKeyMap *after, const TroveDead *dead);

/* Finds the dead sub-arenas of the document's view anew. Costs time by all its sub-arenas. */
void trove_accounts_find_dead (TroveAccounts *self, const TroveView *view);

/* Carries a state, or stops carrying it. view: of the state. Costs time by the number of sub-arenas, and by what differs between
 * the state and the current one. */
void trove_accounts_carry (TroveAccounts *self, const TroveKeyMap *current, gpointer owner,
                           const TroveView *view, const TroveState *state);
void trove_accounts_drop (TroveAccounts *self, const TroveKeyMap *current, TroveCarried *carried);

/* The carried state of an owner, or NULL. */
TroveCarried *trove_accounts_find_carried (const TroveAccounts *self, gpointer owner);

/* Follows a move of blocks of a carried state to a new sub-arena. The view lacks the sub-arena if there was no memory to add it; then
 * no blocks were moved. */
void trove_accounts_move_carried (TroveAccounts *self, TroveCarried *carried, TroveKeyMap *after,
                                  guint64 sub);

/* Lets the views go of dead sub-arenas, if there are many. Without memory it does so later. */
void trove_accounts_let_go (TroveAccounts *self, TroveCore *core);

/* Bytes of all blocks that the current and the carried states need. */
gsize trove_accounts_needed (const TroveAccounts *self);

/* Bytes of blocks that count as shared by two states, once for each two. */
gsize trove_accounts_shared (const TroveAccounts *self);

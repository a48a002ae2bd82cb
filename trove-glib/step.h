/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Step: a version of a document without its GObject, and its place in the tree of versions.
 *
 *   TroveHistory ─ steps in the order of time ─► 1   2   3   4   5
 *
 *        1 ── 2 ── 3                     first_child of 2 is 5, next_sibling of 5 is 3
 *              └── 5 ◄─ current          redo of 2 is 5: the way that was taken last
 *        └── 4 (a branch)
 *
 * A step that has merged another version holds that as its second parent while it is in its history.
 *
 * The state and the description of a step do not change once it is made; any thread that has a reference reads them. The blocks of
 * the state may be moved while the history alone has references.
 * The links belong to the thread of the document; parents are also read by others, under the lock of lineages. A step that left its
 * history has no links. */

#pragma once

#include <glib-object.h>

#include "core/view.h"

#include "state/dead.h"
#include "state/hand.h"

#include "lineage.h"
#include "origin.h"

typedef struct _TroveHistory TroveHistory;

#define TROVE_STEP_MAX_PARENTS 2

/* Notes for going back to a step, in a document with a limit (upkeep.h). */
typedef struct
{
  TroveDead dead;      /* sub-arenas of the view that the state does not need */
  TroveHandPlace hand; /* where the hand was */
} TroveWayBack;

struct _TroveStep
{
  TroveCount count;
  atomic_uchar kept;     /* TRUE: stays in the history whatever its limits */
  atomic_uchar branched; /* TRUE: a document was branched from it */
  guint8 is_kept;        /* kept, as the history has noted it */
  guint8 on_line;        /* TRUE: on the current line; see history.h */
  TroveOrigin *origin;   /* owned */
  TroveView view;
  TroveState state;
  TroveWayBack *way_back;    /* NULL: nothing was noted */
  _Atomic (guint64) n_bytes; /* see trove_history_note_bytes (); written by the document's thread */
  TroveLineage *lineage;     /* owned; has the id and the time of the version */
  char *label;               /* a GRefString, nullable */
  GVariant *view_state_before, *view_state; /* nullable */

  _Atomic (TroveHistory *) history; /* NULL: of no history */
  TroveStep *parents
      [TROVE_STEP_MAX_PARENTS]; /* the second one is owned: the version that was merged, of any document */
  TroveStep *first_child, *next_sibling; /* of the first parent */
  TroveStep *redo;                       /* a child, or NULL */

  GWeakRef version; /* the TroveVersion, while there is one */
};

/* A history may have millions of steps. */
G_STATIC_ASSERT (GLIB_SIZEOF_VOID_P != 8 || sizeof (TroveStep) <= 160);

/* The parts of a new step. */
typedef struct
{
  TroveOrigin *origin;
  const TroveView *view;
  const TroveState *state;
  TroveLineage *lineage;                    /* the step takes over the reference */
  const char *label;                        /* nullable */
  const TroveStep *before;                  /* shares its label where both are equal; nullable */
  GVariant *view_state_before, *view_state; /* nullable */
} TroveStepInfo;

TroveStep *trove_step_new (const TroveStepInfo *info);
TroveStep *trove_step_ref (TroveStep *self);
void trove_step_unref (TroveStep *self);

/* Makes a step a child of a parent, before its other children. */
void trove_step_link (TroveStep *self, TroveStep *parent);

/* Takes a step out of the tree: its children have no parent then. */
void trove_step_unlink (TroveStep *self);

/* Clears all links of a step. */
void trove_step_forget_links (TroveStep *self);

/* Makes a version the second parent. The step gets a reference. */
void trove_step_set_merged (TroveStep *self, TroveStep *merged);

/* Drops the reference on a step that has left its history, and its own on its second parent. */
void trove_step_leave (TroveStep *self);

/* The same for each of the steps that next_sibling links. NULL: none. */
void trove_step_leave_all (TroveStep *steps);

/* Sets kept, and counts the change with the origin. FALSE: it was so before. Any thread. */
gboolean trove_step_set_kept (TroveStep *self, gboolean kept);

/* References on the parents. Any thread. */
guint trove_step_dup_parents (TroveStep *self, TroveStep *parents[TROVE_STEP_MAX_PARENTS]);

/* A reference on the latest step that both come from, or that is one of them. NULL: none is there any more. Any thread. */
TroveStep *trove_step_find_base (TroveStep *a, TroveStep *b);

/* Notes what going back to the step needs. The document's thread. */
void trove_step_note_way_back (TroveStep *self, const TroveDead *dead, const TroveHandPlace *hand);

/* Gives a step the same state at other addresses, with its view, if it has just two references: of its history and of the caller.
 * Returns whether it did. */
gboolean trove_step_move (TroveStep *self, const TroveView *view, const TroveState *state);

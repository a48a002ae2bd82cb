/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* History: the tree of a document's versions, the current one and the saved one. Of the document's thread.
 *
 * Invariant: redo of the current step's parent is the current step. So redo after an undo leads back. */

#pragma once

#include "step.h"

struct _TroveHistory
{
  GPtrArray *steps; /* TroveStep, owned, in the order of time; NULL: not started */
  TroveStep *current;
  TroveStep *saved; /* NULL: no version of the history */
};

/* Starts with a first step, which counts as saved. Takes over the reference. */
void trove_history_start (TroveHistory *self, TroveStep *first);
void trove_history_clear (TroveHistory *self);

/* Adds a child of the current step, which becomes the current one. Takes over the reference. */
void trove_history_add (TroveHistory *self, TroveStep *step);

/* Puts a step in the place of the current one, which has no children and is not the first. Takes over the reference. Returns the
 * step that has left the history, to be dropped. */
TroveStep *trove_history_replace (TroveHistory *self, TroveStep *step);

/* Makes a step the current one. */
void trove_history_go_to (TroveHistory *self, TroveStep *step);

/* The step that undo goes to, or redo; NULL: none. */
static inline TroveStep *
trove_history_undo_step (const TroveHistory *self)
{
  return self->current->parents[0];
}

static inline TroveStep *
trove_history_redo_step (const TroveHistory *self)
{
  return self->current->redo;
}

/* Any thread may have another history than the step's. */
static inline gboolean
trove_history_has (const TroveHistory *self, const TroveStep *step)
{
  return atomic_load_explicit (&step->history, memory_order_relaxed) == self;
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* History: the tree of a document's versions, the current one and the saved one, within limits. Of the document's thread.
 *
 *   steps    NULL  NULL  3  4  5  6  7          in the order of time; the first slots are empty
 *                        ▲
 *                        first
 *
 * The current line is the current step, its ancestors, and the steps that redo leads to one after the other.
 *
 * Limits. Trimming drops steps off the line first, the oldest ones first; then ancestors of the current step from the oldest on;
 * then the end of the way of redo. The current step, the saved one and those that are kept stay. A step leaves a gap: its
 * children have no parent. The limit of bytes is one for the steps that do not stay.
 *
 * Bases. The next merge with another document needs the version that both have, which is the one that was merged or branched from
 * last. A step holds the version that it has merged; when limits drop an ancestor of the current step, the history holds it instead.
 * A base goes when one is held that descends from it.
 *
 * Invariants: redo of the current step's parent is the current step. So redo after an undo leads back. While line_known, on_line
 * of each step says if the step is on the current line. No step before off_line could be dropped as one off the line. */

#pragma once

#include "step.h"

struct _TroveHistory
{
  TroveMarks marks; /* the first member: steps find it there */
  GPtrArray *steps; /* TroveStep, owned; NULL: not started */
  guint first;
  guint n_steps;
  TroveStep *current;
  TroveStep *saved; /* NULL: no version of the history */
  gboolean is_new;  /* nothing was saved: saved is the first version, at which the document is not modified */
  GPtrArray *bases; /* TroveStep, owned */

  guint max_versions;   /* 0: no limit */
  guint64 max_bytes;    /* 0: no limit */
  guint64 n_bytes;      /* of all steps */
  guint64 n_bytes_kept; /* of those with is_kept */
  gboolean is_due;      /* a step was made since the last trimming */
  gboolean line_known;
  guint off_line;
  guint n_keepings; /* of the origin, when is_kept of all steps was noted */
  guint n_turns;    /* times that redo of a step came to lead to another child that was there */
};

G_STATIC_ASSERT (G_STRUCT_OFFSET (struct _TroveHistory, marks) == 0);

/* Starts with a first step. Nothing was saved. Takes over the reference. */
void trove_history_start (TroveHistory *self, TroveStep *first);

/* Starts with steps in the order of time, which are linked. saved: NULL: none of them. Takes over the references. Redo leads
 * to the current step from its parent, and from others as they say. */
void trove_history_start_loaded (TroveHistory *self, TroveStep *const *steps, guint n, TroveStep *current,
                                 TroveStep *saved);

void trove_history_clear (TroveHistory *self);

/* Holds a version that the first step was branched from. */
void trove_history_add_base (TroveHistory *self, TroveStep *step);

/* Adds a child of the current step, which becomes the current one. Takes over the reference. */
void trove_history_add (TroveHistory *self, TroveStep *step);

/* Puts a step in the place of the current one, which was added last. Takes over the reference. Returns the step that has left
 * the history, to be dropped. */
TroveStep *trove_history_replace (TroveHistory *self, TroveStep *step);

/* Makes a step the current one. */
void trove_history_go_to (TroveHistory *self, TroveStep *step);

void trove_history_set_saved (TroveHistory *self, TroveStep *step);

/* Notes the memory of a step that was added or has replaced another: the bytes that it wrote, and the bytes of its
 * parent that it replaced. So n_bytes of a step is about what is freed when the step leaves the history: at the end of a branch
 * the bytes that it wrote, else the least that one of its children replaced. A child that leaves the history does not change
 * n_bytes of its parent. */
void trove_history_note_bytes (TroveHistory *self, TroveStep *step, guint64 n_written, guint64 n_replaced);

/* The bytes of the steps that do not stay, as they were kept at the last trimming. */
guint64 trove_history_n_bytes (const TroveHistory *self);

/* Drops steps until the history is within its limits, or all that are left stay. Returns the steps that have left the history,
 * for trove_step_leave_all (), which may run any code. Adds the bases that have gone to an array of TroveStep.
 *
 * Costs, after a step that was made on the line: constant, and the number of steps that stay at the history's beginning. After
 * another change of the line or of kept steps: once, the number of steps. */
TroveStep *trove_history_trim (TroveHistory *self, GPtrArray *bases_gone);

/* A step in the order of time. */
static inline TroveStep *
trove_history_nth (const TroveHistory *self, guint n)
{
  return g_ptr_array_index (self->steps, self->first + n);
}

static inline gboolean
trove_history_has_limit (const TroveHistory *self)
{
  return self->max_versions != 0 || self->max_bytes != 0;
}

/* The version that was saved last; NULL: none, or it has left the history. */
static inline TroveStep *
trove_history_saved (const TroveHistory *self)
{
  return self->is_new ? NULL : self->saved;
}

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

/* TRUE if marks have changed since the last save. */
static inline gboolean
trove_history_has_unsaved_marks (const TroveHistory *self)
{
  return atomic_load_explicit (&self->marks.n, memory_order_relaxed) != self->marks.n_saved;
}

/* Any thread may have another history than the step's. */
static inline gboolean
trove_history_has (const TroveHistory *self, const TroveStep *step)
{
  return atomic_load_explicit (&step->history, memory_order_relaxed) == self;
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Comparison: two steps and the differences between their states, shared by a TroveChanges, its inverse and the TroveChange
 * objects of both. Any thread that has a reference reads it.
 *
 *   steps ─► 1, 2        the states are kept
 *   changes ─► NULL ┄┄► entries        the states are compared by the thread that reads first
 *
 * Threads that read at once may compare the same states, and one of the results is kept: functions of a type that compare values
 * run without a lock. A comparison that has its changes does not change any more.
 *
 * A TroveDirection says from which of the two steps the differences are seen. The edit scripts of two lists need not be the same
 * in both directions, so two steps are always compared in the same order, whichever is given first. */

#pragma once

#include <trove-glib/trove-glib.h>

#include "state/change-set.h"

#include "step.h"

typedef struct
{
  TroveCount count;
  TroveStep *steps[2]; /* owned */
  _Atomic (const TroveStateChanges *)
      changes; /* owned: from the first to the second; NULL: not compared yet */
} TroveComparison;

/* The differences in one direction. */
typedef struct
{
  TroveComparison *comparison;
  gboolean backwards; /* from the second step to the first */
} TroveDirection;

/* Compares two steps, which are read first. FALSE with FOREIGN, NO_MEMORY or an error of trove_step_read (). The direction has a
 * reference, to be dropped. */
gboolean trove_comparison_new (TroveStep *from, TroveStep *to, TroveDirection *direction, GError **error);

/* The same, without comparing yet, of two steps of one origin that are read. */
TroveDirection trove_comparison_new_lazy (TroveStep *from, TroveStep *to);

TroveComparison *trove_comparison_ref (TroveComparison *self);
void trove_comparison_unref (TroveComparison *self);

/* Compares the steps, if that was not done. FALSE with NO_MEMORY. */
gboolean trove_comparison_read (TroveComparison *self, GError **error);

/* Compares the steps, if there are no more changes than most. FALSE with many TRUE if there are more, else for want of memory. */
gboolean trove_comparison_read_few (TroveComparison *self, guint most, gboolean *many);

/* The changes of some objects, as trove_state_changes_init_of () has them, which the caller clears. FALSE: no memory. */
gboolean trove_comparison_read_of (TroveComparison *self, const TroveKey *keys, guint n,
                                   TroveStateChanges *changes);

/* The changes, which are compared now. Where there is no memory, there are none from now on, after a warning. */
const TroveStateChanges *trove_comparison_force (TroveComparison *self);

/* NULL: they are not compared yet. */
static inline const TroveStateChanges *
trove_comparison_peek (TroveComparison *self)
{
  return atomic_load_explicit (&self->changes, memory_order_acquire);
}

static inline const TroveStateChanges *
trove_comparison_changes (TroveComparison *self)
{
  const TroveStateChanges *changes = trove_comparison_peek (self);

  return G_LIKELY (changes != NULL) ? changes : trove_comparison_force (self);
}

static inline TroveStep *
trove_direction_from (const TroveDirection *self)
{
  return self->comparison->steps[self->backwards ? 1 : 0];
}

static inline TroveStep *
trove_direction_to (const TroveDirection *self)
{
  return self->comparison->steps[self->backwards ? 0 : 1];
}

/* A set of changes between the two steps: all those of the comparison, or those of some objects. */
static inline TroveChangeSet
trove_direction_set (const TroveDirection *self, const TroveStateChanges *changes)
{
  return (TroveChangeSet){
    .from = &trove_direction_from (self)->state,
    .to = &trove_direction_to (self)->state,
    .changes = changes,
    .backwards = self->backwards,
  };
}

/* Of a change: its kind in the direction, the class of its object, and the name of the property, or NULL. */
TroveChangeKind trove_direction_kind (const TroveDirection *self, guint64 entry);
const TroveClass *trove_direction_class (const TroveDirection *self, guint64 entry);
const char *trove_direction_property (const TroveDirection *self, guint64 entry);

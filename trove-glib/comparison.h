/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Comparison: two steps and the differences between their states, shared by a TroveChanges, its inverse and the TroveChange
 * objects of both. It does not change once it is made; any thread that has a reference reads it.
 *
 * A TroveDirection says from which of the two steps the differences are seen. The edit scripts of two lists need not be the same
 * in both directions, so two steps are always compared in the same order, whichever is given first. */

#pragma once

#include "state/state-changes.h"

#include "step.h"

typedef struct
{
  TroveCount count;
  TroveStep *steps[2];       /* owned */
  TroveStateChanges changes; /* from the first to the second */
} TroveComparison;

/* The differences in one direction. */
typedef struct
{
  TroveComparison *comparison;
  gboolean backwards; /* from the second step to the first */
} TroveDirection;

/* Compares two steps, which are read first. FALSE with FOREIGN, NO_MEMORY or an error of trove_step_read (). The direction has a reference, to be dropped. */
gboolean trove_comparison_new (TroveStep *from, TroveStep *to, TroveDirection *direction, GError **error);
TroveComparison *trove_comparison_ref (TroveComparison *self);
void trove_comparison_unref (TroveComparison *self);

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

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Emission: tells handles and lists of a change of the state, which is made already.
 *
 *   notes of an edit, or the changes between two states
 *        │
 *        ▼
 *   lists with what they have to emit      each emits in its turn, and shows until then what it had
 *   notices: handles and properties        then notified one by one
 *   removed: handles                       last
 *
 * All is collected before the first handler runs. An emission holds references on all that it tells, so handlers may drop anything. */

#pragma once

#include "state/change-set.h"
#include "state/notes.h"

#include "handles.h"

typedef struct
{
  TroveHandles *handles;
  TroveNotes *notes; /* has the locked lists */
  GPtrArray *lists;  /* TroveList, owned and locked */
  GArray *notices;   /* handles, owned, and param specs */
  GArray *removals;  /* the same for handles that were removed or are live again */
} TroveEmission;

void trove_emission_init (TroveEmission *self, TroveHandles *handles, TroveNotes *notes);

/* Adds the notes of an edit of the state. */
void trove_emission_add_notes (TroveEmission *self, const TroveNote *notes, guint n);

/* Adds the changes between two states, of which the second is the handles' now. */
void trove_emission_add_changes (TroveEmission *self, const TroveChangeSet *set);

/* Adds all handles and lists, as if everything of them had changed between two states: for want of the memory to compare. */
void trove_emission_add_all (TroveEmission *self, const TroveState *from);

/* Tells all, and clears the emission. */
void trove_emission_run (TroveEmission *self);

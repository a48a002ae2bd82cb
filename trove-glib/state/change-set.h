/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Change set: some or all of the changes between two states, in one direction. It borrows all that it points to. */

#pragma once

#include "state-changes.h"

typedef struct
{
  const TroveState *from, *to; /* in the direction of the set */
  const TroveStateChanges *changes;
  gboolean backwards;  /* the changes were found from "to" to "from" */
  const guint *picked; /* indices of entries, in increasing order; NULL: all entries */
  guint n_picked;
} TroveChangeSet;

static inline guint
trove_change_set_n (const TroveChangeSet *self)
{
  return self->picked != NULL ? self->n_picked : trove_state_changes_n (self->changes);
}

static inline guint64
trove_change_set_get (const TroveChangeSet *self, guint index)
{
  return trove_state_changes_get (self->changes, self->picked != NULL ? self->picked[index] : index);
}

/* The kind of an entry in the direction of the set. */
static inline TroveEntryKind
trove_change_set_kind (const TroveChangeSet *self, guint64 entry)
{
  TroveEntryKind kind = trove_entry_kind (entry);

  if (self->backwards && kind <= TROVE_ENTRY_REMOVED)
    return kind == TROVE_ENTRY_ADDED ? TROVE_ENTRY_REMOVED : TROVE_ENTRY_ADDED;
  return kind;
}

/* TRUE if the set has the entry. */
gboolean trove_change_set_has (const TroveChangeSet *self, guint64 entry);

/* The number of entries from an index on that set values of one object. The first one is such an entry. */
guint trove_change_set_n_values (const TroveChangeSet *self, guint first);

/* A run of an entry of a list, in the direction of the set. index: below the number of runs, which is stored in n. */
TroveListRun trove_change_set_run (const TroveChangeSet *self, guint64 entry, guint32 index, guint32 *n);

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* State changes: all differences between two states of one origin.
 *
 *   entries   │ key 53 bits │ code 11 bits │ one word each, in increasing order
 *   lists     │ entry │ first run │          one for each entry of a list, in the order of the entries
 *   runs      │ a 1, 2 removed │ b 1, 0 inserted │ …
 *
 * The code says which kind of difference the entry is, and of which field. So the entries of an object stand in the order
 * added or removed, moved, fields in the order of the class, lists in the order of the class.
 *
 * Values are not copied: they are read from the records of the states, which must be kept.
 *
 * Derived data is never a difference. An object that is in one state alone has one entry, whatever its values. An object of an
 * owned list is moved where the edit script of the list removes and inserts it: that may be the neighbour of the object that was
 * moved. */

#pragma once

#include "state.h"

typedef enum
{
  TROVE_ENTRY_ADDED,   /* in b alone */
  TROVE_ENTRY_REMOVED, /* in a alone */
  TROVE_ENTRY_MOVED, /* another owner, another field of the owner, or another place among the objects of the list */
  TROVE_ENTRY_SET,  /* a field that is no list has another value */
  TROVE_ENTRY_LIST, /* a list has other items, or the same in another order */
} TroveEntryKind;

#define TROVE_ENTRY_CODE_BITS 11
#define TROVE_ENTRY_FIRST_FIELD 3   /* code of field 0 as SET */
#define TROVE_ENTRY_FIRST_LIST 1024 /* code of field 0 as LIST */

G_STATIC_ASSERT (TROVE_ENTRY_FIRST_FIELD + TROVE_CLASS_MAX_FIELDS <= TROVE_ENTRY_FIRST_LIST);
G_STATIC_ASSERT (TROVE_ENTRY_FIRST_LIST + TROVE_CLASS_MAX_FIELDS <= 1 << TROVE_ENTRY_CODE_BITS);
G_STATIC_ASSERT (TROVE_KEY_BITS + TROVE_ENTRY_CODE_BITS <= 64);

/* The items from index a on in state a were replaced by those from index b on in state b. */
typedef struct
{
  guint32 a, n_removed;
  guint32 b, n_inserted;
} TroveListRun;

typedef struct
{
  guint64 entry;
  gsize first_run;
} TroveListEntry;

/* An array that grows. */
typedef struct
{
  gpointer items;
  gsize n, room;
} TroveStateArray;

typedef struct
{
  TroveStateArray entries; /* guint64 */
  TroveStateArray lists;   /* TroveListEntry */
  TroveStateArray runs;    /* TroveListRun */
} TroveStateChanges;

/* Finds the changes from a to b. Time depends on the objects that were written to between the states, and memory on the changes.
 * FALSE: no memory, or 2^31 changes; then there is nothing to clear. */
gboolean trove_state_changes_init (TroveStateChanges *self, const TroveState *a, const TroveState *b);

/* The same, unless there are more changes than most: then it stops early, and returns FALSE with many TRUE. */
gboolean trove_state_changes_init_few (TroveStateChanges *self, const TroveState *a, const TroveState *b,
                                       guint most, gboolean *many);

/* The same of some objects alone, which need not be in the states: as if no other object differed. Objects that are moved within an
 * owned list of these are there as well. keys: in increasing order, each once. Time depends on their number. */
gboolean trove_state_changes_init_of (TroveStateChanges *self, const TroveState *a, const TroveState *b,
                                      const TroveKey *keys, guint n);

void trove_state_changes_clear (TroveStateChanges *self);

static inline guint32
trove_state_changes_n (const TroveStateChanges *self)
{
  return (guint32) self->entries.n;
}

static inline guint64
trove_state_changes_get (const TroveStateChanges *self, guint32 index)
{
  return ((const guint64 *) self->entries.items)[index];
}

/* The runs of an entry of a list, in increasing order; n is at least 1. */
const TroveListRun *trove_state_changes_runs (const TroveStateChanges *self, guint64 entry, guint32 *n);

static inline TroveKey
trove_entry_key (guint64 entry)
{
  return entry >> TROVE_ENTRY_CODE_BITS;
}

static inline guint
trove_entry_code (guint64 entry)
{
  return (guint) entry & ((1u << TROVE_ENTRY_CODE_BITS) - 1);
}

static inline TroveEntryKind
trove_entry_kind (guint64 entry)
{
  guint code = trove_entry_code (entry);

  return code >= TROVE_ENTRY_FIRST_LIST ? TROVE_ENTRY_LIST : (TroveEntryKind) MIN (code, TROVE_ENTRY_SET);
}

/* The index of the field of an entry SET or LIST among the fields of the class. */
static inline guint
trove_entry_field (guint64 entry)
{
  guint code = trove_entry_code (entry);

  return code - (code >= TROVE_ENTRY_FIRST_LIST ? TROVE_ENTRY_FIRST_LIST : TROVE_ENTRY_FIRST_FIELD);
}

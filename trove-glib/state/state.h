/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* State: all objects of a document at one moment.
 *
 *   TroveState { objects ─► key map (key-map.h)          root 1 }
 *                             1 ─► record of the root        children ─► 2, 3
 *                             2 ─► record of a shape         owner 1, label 2^31
 *                             3 ─► record of a shape         owner 1, label 2^31 + 2^11, target 2
 *
 * A state is three words: copying it copies no object. Its records and nodes lie in the sub-arenas of a core. A frozen state is
 * read by any thread that has a view of them.
 *
 * An object names others by their keys only. Its fields say which objects it owns and refers to. From these fields follow the
 * owner, the owner's field, the label and the referrers that stand in the records of the objects that are named: the derived
 * data. An editor (editor.h) keeps both together.
 *
 * Invariants:
 * - each key in a field or a list is that of an object of the state, whose class is derived from the type of the field;
 * - an object stands in one owned field or list at most, the root in none, and no object is an owner of itself, directly or by
 *   others. owner and owner_field name the place; 0: none;
 * - along an owned list labels never decrease;
 * - the referrers of an object are the fields of type reference and the items of reference lists that name it.
 *
 * A committed state has one object without an owner: the root. */

#pragma once

#include "record.h"

typedef struct
{
  TroveKeyMap *objects; /* key → TroveRecord */
  TroveKey root;        /* 0: none yet */
  guint64 n_objects;
} TroveState;

/* The record of an object, or NULL. */
static inline TroveRecord *
trove_state_peek (const TroveState *self, TroveKey key)
{
  return (TroveRecord *) trove_key_map_get (self->objects, key);
}

/* The record of an object that is there. */
static inline TroveRecord *
trove_state_get (const TroveState *self, TroveKey key)
{
  const guintptr *at = trove_key_map_find (self->objects, key);

  g_assert (at != NULL);
  return (TroveRecord *) *at;
}

/* The field of its owner that an object stands in, or NULL. */
const TroveClassField *trove_state_owner_field (const TroveState *self, const TroveRecord *child);

/* The index of an object in its owner's list; 0 in a single field. Found by labels: reads the list at about log2 of its length
 * places. */
guint32 trove_state_position (const TroveState *self, const TroveRecord *child);

/* TRUE if an object is another one, or is owned by it, directly or by others. */
gboolean trove_state_is_within (const TroveState *self, TroveKey key, TroveKey other);

/* TRUE if a state has no object that a field referred to, which is why it refers to none: that is no change of the field. */
static inline gboolean
trove_state_has_lost (const TroveState *self, TroveKey before, TroveKey key)
{
  return key == 0 && before != 0 && trove_state_peek (self, before) == NULL;
}

/* The key in a single field. */
static inline TroveKey *
trove_record_key_at (const TroveRecord *record, const TroveClassField *field)
{
  return trove_class_field_at (field, trove_record_data (record));
}

/* Calls func with each object that an object owns, or for each of its references. func returns FALSE to stop; then the function
 * returns FALSE. */
typedef gboolean (*TroveKeyFunc) (TroveKey key, gpointer data);
gboolean trove_record_foreach_owned (const TroveRecord *record, TroveKeyFunc func, gpointer data);
gboolean trove_record_foreach_reference (const TroveRecord *record, TroveKeyFunc func, gpointer data);

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* State model: objects as an editor should have them, in the plainest form. Owners are found by reading all objects, and a copy
 * copies everything.
 *
 * Each change returns the errors that the editor may report for it, as bits 1 << TROVE_ERROR_…: 0 if it must succeed. The model
 * is then changed, else as it was. */

#pragma once

#include "model-class.h"
#include "state/editor-owner.h"

typedef struct
{
  TroveKey key;
  const TroveClass *klass;
  guint64 values[MODEL_MAX_FIELDS]; /* as model-class.h has them */
  GArray *lists[MODEL_MAX_FIELDS];  /* TroveKey; NULL: no list */
} ModelObject;

typedef struct
{
  GPtrArray *objects; /* ModelObject, in increasing order of the keys */
  TroveKey root;      /* 0: none */
} StateModel;

void state_model_init (StateModel *self);
void state_model_clear (StateModel *self);
void state_model_copy (const StateModel *self, StateModel *copy);

/* NULL: no object has the key. */
ModelObject *state_model_find (const StateModel *self, TroveKey key);

/* The place of an object; owner is 0 where it has none. */
TroveSlot state_model_owner (const StateModel *self, TroveKey key);

/* Whether an object is the other one, or owned by it. */
gboolean state_model_is_within (const StateModel *self, TroveKey key, TroveKey other);

/* Changes */

guint state_model_create (StateModel *self, const TroveClass *klass, TroveKey key, const guint64 *values);
guint state_model_set_data (StateModel *self, TroveKey key, const guint64 *values);
guint state_model_put (StateModel *self, TroveKey key, const TroveSlot *slot);
guint state_model_take (StateModel *self, TroveKey key);
guint state_model_insert_reference (StateModel *self, TroveKey key, const TroveClassField *list,
                                    guint32 position, TroveKey target);
guint state_model_remove_reference (StateModel *self, TroveKey key, const TroveClassField *list,
                                    guint32 position);
guint state_model_move_reference (StateModel *self, TroveKey key, const TroveClassField *list, guint32 from,
                                  guint32 to);
guint state_model_splice (StateModel *self, TroveKey key, const TroveClassField *list, guint32 position,
                          guint32 n_removed, const TroveKey *keys, guint32 n_keys);
void state_model_drop_ownerless (StateModel *self);

/* Makes an object what it is in another model; removes it if the other one has it not. Nothing else changes. */
void state_model_take_object (StateModel *self, const StateModel *other, TroveKey key);

/* Comparing */

/* The state has the objects of the model, with the same values. */
void state_model_check (const StateModel *self, const TroveState *state);

/* The keys of the objects that differ, in increasing order; to be freed. */
GArray *state_model_compare (const StateModel *a, const StateModel *b);

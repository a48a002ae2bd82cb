/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Object model: the objects of a document at one moment, in the plainest form. Owners and referrers are found by reading all
 * objects, and a copy copies everything.
 *
 * Each edit returns the errors that the document may report for it, as bits 1 << TROVE_ERROR_…; 0: it must succeed. The model is
 * then changed, else as it was. is_edit: set to TRUE if the document counts it as an edit. */

#pragma once

#include <trove-glib/trove-glib.h>

#include "classes.h"

#define ERROR_BIT(name) (1u << TROVE_ERROR_##name)

typedef struct
{
  TroveKey key;
  const TroveClass *klass;
  guint64 *values; /* by the index of the field, as classes.h has them */
  GArray **lists;  /* TroveKey; by the index of the field; NULL: no list */
} ModelObject;

typedef struct
{
  GPtrArray *objects; /* ModelObject, in increasing order of the keys */
  TroveKey root;
} ObjectModel;

/* A place that an object can have. owner is 0 for none. */
typedef struct
{
  TroveKey owner;
  const TroveClassField *field;
  guint position; /* G_MAXUINT: the end of a list */
} ModelPlace;

void object_model_init (ObjectModel *self, const TroveClass *root_class, TroveKey root);
void object_model_clear (ObjectModel *self);
ObjectModel object_model_copy (const ObjectModel *self);

guint object_model_n (const ObjectModel *self);
ModelObject *object_model_at (const ObjectModel *self, guint i);

/* NULL: no object has the key. */
ModelObject *object_model_find (const ObjectModel *self, TroveKey key);
gboolean object_model_find_index (const ObjectModel *self, TroveKey key, guint *index);
ModelPlace object_model_get_place (const ObjectModel *self, TroveKey key);

gboolean object_model_equal (const ObjectModel *a, const ObjectModel *b);

/* Edits */

/* key: of the new object. place: owner 0 for none. values NULL: the defaults. */
guint object_model_add (ObjectModel *self, GType type, const guint64 *values, const ModelPlace *place,
                        TroveKey key, gboolean *is_edit);
guint object_model_set (ObjectModel *self, TroveKey key, const guint64 *values, gboolean *is_edit);
/* Sets one field. An object that another field owned moves. */
guint object_model_set_field (ObjectModel *self, TroveKey key, const TroveClassField *field, guint64 value,
                              gboolean *is_edit);
guint object_model_remove (ObjectModel *self, TroveKey key, gboolean *is_edit);
guint object_model_move (ObjectModel *self, TroveKey key, const ModelPlace *place, gboolean *is_edit);

/* Copies an object with all that it owns. made: the keys of the copies, of which an object comes before those that it owns, in the
 * order of its fields. */
guint object_model_copy_object (ObjectModel *self, TroveKey key, const TroveKey *made, guint n_made,
                                gboolean *is_edit);

/* list: a field of the object, or NULL for an object that is not there. */
guint object_model_splice (ObjectModel *self, TroveKey key, const TroveClassField *list, guint position,
                           guint n_removals, const TroveKey *keys, guint n_keys, gboolean *is_edit);
guint object_model_move_item (ObjectModel *self, TroveKey key, const TroveClassField *list, guint from,
                              guint to, gboolean *is_edit);

/* Removes the objects that the root does not own, and the references to them. */
void object_model_drop (ObjectModel *self);

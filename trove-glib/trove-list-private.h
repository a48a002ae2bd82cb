/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The private part of TroveList.
 *
 * A list shows the keys that its object has in the state, as they were before the changes that it has not emitted yet. These are runs,
 * each at a position of the list as the runs before it have left it. To read item i, the runs that are left are gone through: either
 * one has removed the item, and keeps its key, or i is the position behind all of them.
 *
 *   in the state      1 4 5 6         runs left      1: −(2 3) +0
 *   shown             1 2 3 4 5 6 */

#pragma once

#include <trove-glib/trove-glib.h>

#include "handles.h"

typedef struct
{
  guint32 position;
  guint32 n_removed, n_added;
  guint first_key; /* of those that were removed */
} TroveListStep;

struct _TroveList
{
  GObject parent_instance;

  TroveHandles *handles; /* owned; NULL: made by g_object_new () */
  TroveVersion *version; /* owned; of a frozen list */
  TroveKey key;          /* of the object */
  const TroveClassField *field;
  TroveRecordPlace place;

  GArray *steps; /* TroveListStep: to be emitted; NULL: none */
  GArray *keys;  /* TroveKey: of items that they have removed */
  guint n_told;  /* of the steps */
};

/* FALSE for an object of another type, and for one that was made by g_object_new (). */
static inline gboolean
trove_list_is_made (TroveList *self)
{
  return TROVE_IS_LIST (self) && self->handles != NULL;
}

/* A reference on the list of an object, which is made if there is none. */
TroveList *trove_list_ensure (TroveHandles *handles, TroveKey key, const TroveClassField *field);

/* FALSE with READ_ONLY, or REMOVED without a document. */
gboolean trove_list_check_editable (TroveList *self, GError **error);

/* Adds what was changed in the state. keys: the items that were removed. A change that continues the last one makes it longer. */
void trove_list_add_change (TroveList *self, guint32 position, const TroveKey *keys, guint32 n_removed,
                            guint32 n_added);

/* Emits the changes that were added. Handlers may do anything but change the list, which the caller has locked. */
void trove_list_emit (TroveList *self);

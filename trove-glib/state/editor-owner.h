/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Owners: putting an object into an owned field or list of another, moving it, taking it out. */

#pragma once

#include "editor.h"

/* A place that an object can stand in. */
typedef struct
{
  TroveKey owner;               /* 0: none */
  const TroveClassField *field; /* of the owner: an owned field or list */
  guint32 position; /* in a list: counted without the object, up to the length, or TROVE_POSITION_END */
} TroveSlot;

/* The four parts of putting a new object into a slot, for its making (editor-data.h). */

/* Checks that an object of a type may be put there; resolves TROVE_POSITION_END. */
gboolean trove_editor_check_slot (const TroveEditor *self, TroveSlot *slot, GType type, GError **error);

/* Touches the owner, and chooses the label that the object will have. */
gboolean trove_editor_touch_slot (TroveEditor *self, const TroveSlot *slot, guint32 *label, GError **error);

/* Bytes to be prepared. */
gsize trove_editor_slot_bytes (const TroveEditor *self, const TroveSlot *slot);

/* Puts an own record there. An object that stands in a single field loses its owner. */
void trove_editor_link (TroveEditor *self, TroveRecord *child, const TroveSlot *slot, guint32 label);

/* Moves an object to a slot, or puts one there that has no owner. An object that stands in a single field loses its owner. FALSE
 * with REMOVED, TYPE_MISMATCH, INVALID_REF for a position past the end, CYCLE, or the errors of trove_editor_touch (). */
gboolean trove_editor_put (TroveEditor *self, TroveKey key, const TroveSlot *slot, GError **error);

/* Takes the object at a position of an owned list from its owner. The position is below the length. FALSE with the errors of
 * trove_editor_touch (). */
gboolean trove_editor_take_at (TroveEditor *self, TroveKey owner, const TroveClassField *list,
                               guint32 position, GError **error);

/* Takes an object from its owner. FALSE with REMOVED, INVALID_REF for the root, or the errors of trove_editor_touch (). */
gboolean trove_editor_take (TroveEditor *self, TroveKey key, GError **error);

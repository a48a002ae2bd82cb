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

/* Moves an object to a slot, or puts one there that has no owner. An object that stands in a single field loses its owner. FALSE
 * with REMOVED, TYPE_MISMATCH, INVALID_REF for a position past the end, CYCLE, or the errors of trove_editor_touch (). */
gboolean trove_editor_put (TroveEditor *self, TroveKey key, const TroveSlot *slot, GError **error);

/* Takes an object from its owner. FALSE with REMOVED, INVALID_REF for the root, or the errors of trove_editor_touch (). */
gboolean trove_editor_take (TroveEditor *self, TroveKey key, GError **error);

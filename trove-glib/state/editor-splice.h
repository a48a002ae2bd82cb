/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Splices: many items of one list at once. */

#pragma once

#include "editor.h"

/* Removes n_removed items of an object's list from a position on, and inserts items there. The position is that in the list as it
 * is.
 *
 * In an owned list, the objects that are removed and not inserted again lose their owner; those that are inserted move here from
 * their places, which may be in the same list. FALSE with REMOVED, TYPE_MISMATCH, INVALID_REF for a range past the end, CYCLE, or
 * the errors of trove_editor_touch (). */
gboolean trove_editor_splice (TroveEditor *self, TroveKey key, const TroveClassField *list, guint32 position,
                              guint32 n_removed, const TroveKey *keys, guint32 n_keys, GError **error);

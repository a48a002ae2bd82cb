/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* References: the items of reference lists. A list may name an object several times. */

#pragma once

#include "editor.h"

/* FALSE with REMOVED, TYPE_MISMATCH, INVALID_REF for a position past the end, or the errors of trove_editor_touch (). Positions
 * are below the length; where one is inserted, up to the length, or TROVE_POSITION_END. */

gboolean trove_editor_insert_reference (TroveEditor *self, TroveKey key, const TroveClassField *list,
                                        guint32 position, TroveKey target, GError **error);
gboolean trove_editor_remove_reference (TroveEditor *self, TroveKey key, const TroveClassField *list,
                                        guint32 position, GError **error);

/* to: the position afterwards. */
gboolean trove_editor_move_reference (TroveEditor *self, TroveKey key, const TroveClassField *list,
                                      guint32 from, guint32 to, GError **error);

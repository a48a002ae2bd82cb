/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* One field of an object as a GValue. */

#pragma once

#include "editor-data.h"

/* Sets a field that is no list. The value of a reference or an owned object is its key, a guint64. FALSE with REMOVED,
 * TYPE_MISMATCH for a value of another type or one that the param spec does not allow, or the errors of trove_editor_set_data (). */
gboolean trove_editor_set_field (TroveEditor *self, TroveKey key, const TroveClassField *field,
                                 const GValue *value, GError **error);

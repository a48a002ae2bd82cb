/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* One field of an object as a GValue. */

#pragma once

#include "editor-data.h"

/* Sets a field that is no list. The value of a reference or an owned object is its key, a guint64. FALSE with REMOVED,
 * TYPE_MISMATCH for a value of another type or one that the param spec does not allow, or the errors of trove_editor_set_data (). */
gboolean trove_editor_set_field (TroveEditor *self, TroveKey key, const TroveClassField *field,
                                 const GValue *value, GError **error);

/* TRUE if a field of a record can be set where it is: no record is made or discarded, and no function of a value is called. */
static inline gboolean
trove_editor_can_set_in_place (const TroveEditor *self, const TroveRecord *record,
                               const TroveClassField *field)
{
  return field->kind == TROVE_KIND_SCALAR && record->content == trove_core_own_id (self->core);
}

/* Sets such a field, without a note. changed: set to FALSE if the value was there. FALSE with TYPE_MISMATCH. */
gboolean trove_editor_set_in_place (const TroveRecord *record, const TroveClassField *field,
                                    const GValue *value, gboolean *changed, GError **error);

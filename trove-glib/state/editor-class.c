/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "editor-class.h"

#include <string.h>

static gboolean
refuse (const TroveRecord *record, const TroveClass *klass, GError **error)
{
  g_autofree char *name = trove_editor_describe (record);

  g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
               "%s has other fields than the %s that is expected", name, klass->name);
  return FALSE;
}

gboolean
trove_editor_extend (TroveEditor *self, TroveKey key, const TroveClass *klass, GError **error)
{
  TroveRecord *record = trove_editor_find (self, key, error);
  g_autofree gpointer data = NULL;
  guint n;

  if (record == NULL)
    return FALSE;
  n = trove_class_n_common (record->klass, klass);
  if (record->klass->plain != klass->plain || n < MIN (record->klass->n_fields, klass->n_fields))
    return refuse (record, klass, error);
  if (n == klass->n_fields)
    return TRUE;

  data = g_memdup2 (klass->defaults, klass->data_size);
  memcpy (data, trove_record_data (record), record->klass->data_size);
  if (!trove_editor_prepare (
          self, trove_key_map_bytes (self->state.objects) + trove_record_bytes (klass, data), error))
    return FALSE;
  record = trove_record_extend (self->core, record, klass, data, error);
  if (record != NULL)
    *trove_key_map_touch (self->core, &self->state.objects, key) = (guintptr) record;
  return record != NULL;
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "editor-field.h"

#include <string.h>

#include "class-value.h"

#define ROOM 512 /* bytes of data that need no allocation */

gboolean
trove_editor_set_field (TroveEditor *self, TroveKey key, const TroveClassField *field, const GValue *value,
                        GError **error)
{
  const TroveRecord *record = trove_editor_find (self, key, error);
  guint64 room[ROOM / sizeof (guint64)];
  g_autofree gpointer heap = NULL;
  gpointer data = room;
  gboolean done;

  if (record == NULL)
    return FALSE;
  if (record->klass->data_size > sizeof room)
    data = heap = g_malloc (record->klass->data_size);

  /* The other fields are borrowed from the record. */
  memcpy (data, trove_record_data (record), record->klass->data_size);
  if (!trove_class_value_set (field, data, value, error))
    return FALSE;
  done = trove_editor_set_data (self, key, data, error);
  trove_class_field_clear (field, data);
  return done;
}

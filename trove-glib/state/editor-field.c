/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "editor-field.h"

#include <string.h>

#include "class-value.h"
#include "editor-owner.h"

#define ROOM 512 /* bytes of data that need no allocation */

/* An object may come from another field of the same owner, so this is no edit of the data. key: 0 is none. */
static gboolean
set_owned (TroveEditor *self, TroveRecord *record, const TroveClassField *field, TroveKey key, GError **error)
{
  const TroveSlot slot = { .owner = record->key, .field = field };
  TroveKey before = *trove_record_key_at (record, field);

  if (key != 0)
    return trove_editor_put (self, key, &slot, error);
  return before == 0 || trove_editor_take (self, before, error);
}

gboolean
trove_editor_set_field (TroveEditor *self, TroveKey key, const TroveClassField *field, const GValue *value,
                        GError **error)
{
  TroveRecord *record = trove_editor_find (self, key, error);
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
  if (field->kind == TROVE_KIND_OWNED)
    return set_owned (self, record, field, *(const TroveKey *) trove_class_field_at (field, data), error);
  done = trove_editor_set_data (self, key, data, error);
  trove_class_field_clear (field, data);
  return done;
}

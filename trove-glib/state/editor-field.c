/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "editor-field.h"

#include <string.h>

#include "class-value.h"
#include "editor-owner.h"

#define ROOM 512 /* bytes of data that need no allocation */

/* The bytes of a scalar as a number. */
static guint64
read_scalar (const TroveClassField *field, gconstpointer at)
{
  switch (field->size)
    {
    case 1:
      return *(const guint8 *) at;
    case 2:
      return *(const guint16 *) at;
    case 4:
      return *(const guint32 *) at;
    default:
      return *(const guint64 *) at;
    }
}

static gboolean
scalar_differs (const TroveRecord *record, const TroveClassField *field, const guint64 *scalar)
{
  return read_scalar (field, trove_class_field_at (field, trove_record_data (record))) !=
         read_scalar (field, scalar);
}

static void
write_scalar (const TroveRecord *record, const TroveClassField *field, const guint64 *scalar)
{
  memcpy (trove_class_field_at (field, trove_record_data (record)), scalar, field->size);
}

gboolean
trove_editor_set_in_place (const TroveRecord *record, const TroveClassField *field, const GValue *value,
                           gboolean *changed, GError **error)
{
  guint64 scalar = 0;

  if (!trove_class_value_store (field, &scalar, value, error))
    return FALSE;
  *changed = scalar_differs (record, field, &scalar);
  if (*changed)
    write_scalar (record, field, &scalar);
  return TRUE;
}

/* Nothing else of the object changes. */
static gboolean
set_scalar (TroveEditor *self, const TroveRecord *record, const TroveClassField *field, const GValue *value,
            GError **error)
{
  guint64 scalar = 0;

  if (!trove_class_value_store (field, &scalar, value, error))
    return FALSE;
  if (!scalar_differs (record, field, &scalar))
    return TRUE;
  record = trove_editor_touch (self, record->key, error);
  if (record == NULL)
    return FALSE;
  write_scalar (record, field, &scalar);
  trove_notes_add (self->notes, TROVE_NOTE_SET, record->key, field, 0, 0);
  return TRUE;
}

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
  if (field->kind == TROVE_KIND_SCALAR)
    return set_scalar (self, record, field, value, error);
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

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "editor-data.h"

#include <string.h>

#define ROOM 16 /* keys that need no allocation */

static TroveKey
key_at (const TroveClassField *field, gconstpointer data)
{
  return *(const TroveKey *) trove_class_field_at (field, data);
}

static gboolean
differs_at (const TroveFieldOffset *at, gconstpointer a, gconstpointer b)
{
  return memcmp ((const char *) a + at->offset, (const char *) b + at->offset, sizeof (TroveKey)) != 0;
}

/* TRUE if one of the fields has different keys. */
static gboolean
any_differs (TroveFieldOffsets offsets, gconstpointer a, gconstpointer b)
{
  for (guint i = 0; i < offsets.n; i++)
    if (differs_at (&offsets.at[i], a, b))
      return TRUE;
  return FALSE;
}

/* Checks */

static gboolean
check_keys (const TroveEditor *self, const TroveClass *klass, TroveFieldOffsets offsets, gconstpointer data,
            GError **error)
{
  for (guint i = 0; i < offsets.n; i++)
    {
      const TroveClassField *field = &klass->fields[offsets.at[i].field];
      TroveKey key = key_at (field, data);

      if (key != 0 && trove_editor_find_for (self, key, field, error) == NULL)
        return FALSE;
    }
  return TRUE;
}

/* No object stands in two of the owned fields. */
static gboolean
check_owned_once (const TroveClass *klass, gconstpointer data, GError **error)
{
  for (guint i = 1; i < klass->owned.n; i++)
    for (guint j = 0; j < i; j++)
      {
        const TroveClassField *a = &klass->fields[klass->owned.at[j].field];
        const TroveClassField *b = &klass->fields[klass->owned.at[i].field];

        if (key_at (a, data) != 0 && key_at (a, data) == key_at (b, data))
          {
            g_set_error (error, TROVE_ERROR, TROVE_ERROR_CYCLE,
                         "Object %" G_GUINT64_FORMAT
                         " cannot be both \"%s\" and \"%s\" of one object: an object has one owner",
                         key_at (a, data), a->pspec->name, b->pspec->name);
            return FALSE;
          }
      }
  return TRUE;
}

/* References */

/* For each reference that changes: before has the old keys, after the new ones. NULL: there are none. */
typedef struct
{
  TroveEditor *editor;
  const TroveClass *klass;
  TroveKey key; /* of the object that refers */
  const TroveKey *before;
  const TroveKey *after;
} References;

static gboolean
touch_target (TroveEditor *self, TroveKey key, GError **error)
{
  return key == 0 || trove_editor_touch (self, key, error) != NULL;
}

static gboolean
touch_targets (const References *references, GError **error)
{
  for (guint i = 0; i < references->klass->references.n; i++)
    if (references->before[i] != references->after[i] &&
        (!touch_target (references->editor, references->before[i], error) ||
         !touch_target (references->editor, references->after[i], error)))
      return FALSE;
  return TRUE;
}

static gsize
target_bytes (const TroveEditor *self, TroveKey key)
{
  return key != 0 ? trove_referrers_bytes (trove_state_get (&self->state, key)->referrers) : 0;
}

/* A target may get several references: then the second takes the bytes of a small map. */
static gsize
references_bytes (const References *references)
{
  gsize bytes = 0;

  for (guint i = 0; i < references->klass->references.n; i++)
    if (references->before[i] != references->after[i])
      bytes += target_bytes (references->editor, references->before[i]) +
               target_bytes (references->editor, references->after[i]) + trove_key_map_bytes (NULL);
  return bytes;
}

static void
change_references (const References *references)
{
  TroveEditor *editor = references->editor;

  for (guint i = 0; i < references->klass->references.n; i++)
    {
      TroveKey before = references->before[i], after = references->after[i];

      if (before == after)
        continue;
      if (before != 0)
        trove_referrers_remove (editor->core, &trove_state_get (&editor->state, before)->referrers,
                                references->key);
      if (after != 0)
        trove_referrers_add (editor->core, &trove_state_get (&editor->state, after)->referrers,
                             references->key);
    }
}

/* The keys in the reference fields; data NULL: none. */
static void
read_references (const TroveClass *klass, gconstpointer data, TroveKey *keys)
{
  for (guint i = 0; i < klass->references.n; i++)
    keys[i] = data != NULL ? key_at (&klass->fields[klass->references.at[i].field], data) : 0;
}

/* Making and setting, without owned objects */

/* slot: NULL is none. */
static gboolean
create_plain (TroveEditor *self, const TroveClass *klass, TroveKey key, gconstpointer data,
              const TroveSlot *slot, GError **error)
{
  TroveKey room[ROOM];
  g_autofree TroveKey *heap =
      klass->references.n > ROOM / 2 ? g_new (TroveKey, 2 * klass->references.n) : NULL;
  TroveKey *keys = heap != NULL ? heap : room;
  const References references = { self, klass, key, keys, keys + klass->references.n };
  TroveRecord *record;
  guint32 label = 0;
  gsize bytes;

  read_references (klass, NULL, keys);
  read_references (klass, data, keys + klass->references.n);
  if (!touch_targets (&references, error) ||
      (slot != NULL && !trove_editor_touch_slot (self, slot, &label, error)))
    return FALSE;

  bytes = trove_key_map_bytes (self->state.objects) + trove_record_bytes (klass, data) +
          references_bytes (&references) + (slot != NULL ? trove_editor_slot_bytes (self, slot) : 0);
  if (!trove_editor_prepare (self, bytes, error))
    return FALSE;
  record = trove_record_new (self->core, klass, key, data, error);
  if (record == NULL)
    return FALSE;

  trove_key_map_set (self->core, &self->state.objects, key, (guintptr) record);
  self->state.n_objects++;
  change_references (&references);
  if (slot != NULL)
    trove_editor_link (self, record, slot, label);
  else
    trove_editor_add_ownerless (self, key);
  return TRUE;
}

/* Notes the fields that the data changes. */
static void
note_fields (TroveEditor *self, const TroveRecord *record, gconstpointer data)
{
  const TroveClass *klass = record->klass;

  for (guint i = 0; self->notes != NULL && i < klass->n_fields; i++)
    {
      const TroveClassField *field = &klass->fields[i];

      if (!trove_class_field_is_list (field) &&
          !trove_class_field_equal (field, trove_record_data (record), data))
        trove_notes_add (self->notes, TROVE_NOTE_SET, record->key, field, 0, 0);
    }
}

static gboolean
set_plain (TroveEditor *self, TroveKey key, gconstpointer data, GError **error)
{
  TroveRecord *record = trove_state_get (&self->state, key);
  const TroveClass *klass = record->klass;
  TroveKey room[ROOM];
  g_autofree TroveKey *heap =
      klass->references.n > ROOM / 2 ? g_new (TroveKey, 2 * klass->references.n) : NULL;
  TroveKey *keys = heap != NULL ? heap : room;
  const References references = { self, klass, key, keys, keys + klass->references.n };
  TroveRecord *replaced;
  guint n_notes;
  gsize bytes;

  read_references (klass, trove_record_data (record), keys);
  read_references (klass, data, keys + klass->references.n);
  if (!touch_targets (&references, error))
    return FALSE;

  bytes = trove_key_map_bytes (self->state.objects) + trove_record_bytes (klass, data) +
          references_bytes (&references);
  if (!trove_editor_prepare (self, bytes, error))
    return FALSE;
  n_notes = trove_notes_n (self->notes);
  note_fields (self, trove_state_get (&self->state, key), data);
  record = trove_record_set_data (self->core, trove_state_get (&self->state, key), data, &replaced, error);
  if (record == NULL)
    {
      trove_notes_truncate (self->notes, n_notes);
      return FALSE;
    }

  *trove_key_map_touch (self->core, &self->state.objects, key) = (guintptr) record;
  change_references (&references);
  trove_record_discard (self->core, replaced);
  return TRUE;
}

/* Owned objects of single fields */

/* Moves each object to the field that has its key in the data, and takes out the others. */
static gboolean
put_owned (TroveEditor *self, TroveKey key, const TroveClass *klass, gconstpointer data, GError **error)
{
  for (guint i = 0; i < klass->owned.n; i++)
    {
      const TroveClassField *field = &klass->fields[klass->owned.at[i].field];
      TroveSlot slot = { .owner = key, .field = field };
      TroveKey before = *trove_record_key_at (trove_state_get (&self->state, key), field);
      TroveKey after = key_at (field, data);

      if (after == before)
        continue;
      if (!(after != 0 ? trove_editor_put (self, after, &slot, error) :
                         trove_editor_take (self, before, error)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
create_with_owned (TroveEditor *self, const TroveClass *klass, TroveKey key, gconstpointer data,
                   const TroveSlot *slot, GError **error)
{
  g_autofree char *without = g_memdup2 (data, klass->data_size);

  for (guint i = 0; i < klass->owned.n; i++)
    memset (without + klass->owned.at[i].offset, 0, sizeof (TroveKey));
  return create_plain (self, klass, key, without, slot, error) && put_owned (self, key, klass, data, error);
}

gboolean
trove_editor_create (TroveEditor *self, const TroveClass *klass, TroveKey key, gconstpointer data,
                     const TroveSlot *slot, GError **error)
{
  TroveSavepoint savepoint;
  TroveSlot checked;

  if (slot != NULL)
    {
      checked = *slot;
      slot = &checked;
      if (!trove_editor_check_slot (self, &checked, klass->type, error))
        return FALSE;
    }
  if (data == NULL)
    return create_plain (self, klass, key, NULL, slot, error);
  if (!check_keys (self, klass, klass->references, data, error) ||
      !check_keys (self, klass, klass->owned, data, error) || !check_owned_once (klass, data, error))
    return FALSE;
  if (!any_differs (klass->owned, data, klass->defaults)) /* the default is none */
    return create_plain (self, klass, key, data, slot, error);

  return trove_editor_save (self, &savepoint, error) &&
         trove_editor_finish (self, &savepoint, create_with_owned (self, klass, key, data, slot, error));
}

gboolean
trove_editor_set_data (TroveEditor *self, TroveKey key, gconstpointer data, GError **error)
{
  TroveRecord *record = trove_editor_find (self, key, error);
  const TroveClass *klass;
  TroveSavepoint savepoint;

  if (record == NULL)
    return FALSE;
  klass = record->klass;
  if (trove_class_equal (klass, trove_record_data (record), data))
    return TRUE;
  if (!check_keys (self, klass, klass->references, data, error) ||
      !check_keys (self, klass, klass->owned, data, error) || !check_owned_once (klass, data, error))
    return FALSE;
  if (!any_differs (klass->owned, data, trove_record_data (record)))
    return set_plain (self, key, data, error);

  return trove_editor_save (self, &savepoint, error) &&
         trove_editor_finish (self, &savepoint,
                              put_owned (self, key, klass, data, error) &&
                                  set_plain (self, key, data, error));
}

gboolean
trove_editor_set_struct (TroveEditor *self, TroveKey key, gconstpointer data, GError **error)
{
  const TroveRecord *record = trove_editor_find (self, key, error);
  g_autofree gpointer whole = NULL;

  if (record == NULL)
    return FALSE;
  if (!trove_class_check_limits (record->klass->plain, data, trove_record_data (record), error))
    {
      g_prefix_error (error, "Object %" G_GUINT64_FORMAT ": ", key);
      return FALSE;
    }
  if (record->klass->plain == record->klass)
    return trove_editor_set_data (self, key, data, error);
  whole = g_memdup2 (trove_record_data (record), record->klass->data_size);
  memcpy (whole, data, record->klass->plain->data_size);
  return trove_editor_set_data (self, key, whole, error);
}

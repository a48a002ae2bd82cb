/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "editor-copy.h"

#include <string.h>

#include "editor-data.h"
#include "editor-owner.h"
#include "editor-reference.h"
#include "id-map.h"

/* The objects in the order in which they are made: each after its owner. The records stay where they are, since the own sub-arena was
 * frozen. */
typedef struct
{
  TroveEditor *editor;
  const TroveState *source;
  gboolean keeps;
  GPtrArray *records; /* TroveRecord of the source */
  GArray *keys;       /* TroveKey of their copies */
  TroveIdMap copies;  /* index + 1 by the source's key, as pointers */
} Copy;

static gboolean
collect (TroveKey key, gpointer data)
{
  Copy *copy = data;

  g_ptr_array_add (copy->records, trove_state_get (copy->source, key));
  trove_id_map_set (&copy->copies, key, GUINT_TO_POINTER (copy->records->len));
  return TRUE;
}

static void
collect_all (Copy *copy, TroveKey key)
{
  collect (key, copy);
  for (guint i = 0; i < copy->records->len; i++)
    trove_record_foreach_owned (g_ptr_array_index (copy->records, i), collect, copy);
}

/* The key of a copy. */
static TroveKey
key_of (const Copy *copy, guint i)
{
  return g_array_index (copy->keys, TroveKey, i);
}

/* The key that a reference of a copy has; 0: none. */
static TroveKey
target_of (const Copy *copy, TroveKey target)
{
  guint index = GPOINTER_TO_UINT (trove_id_map_get (&copy->copies, target));

  if (index > 0)
    return key_of (copy, index - 1);
  return copy->keeps && target != 0 && trove_state_peek (&copy->editor->state, target) != NULL ? target : 0;
}

/* The struct of an object, which borrows its values, with no key. To be freed. */
static gpointer
dup_without_keys (const TroveRecord *record)
{
  const TroveClass *klass = record->klass;
  char *data = g_memdup2 (trove_record_data (record), klass->data_size);

  for (guint i = 0; i < klass->references.n; i++)
    memset (data + klass->references.at[i].offset, 0, sizeof (TroveKey));
  for (guint i = 0; i < klass->owned.n; i++)
    memset (data + klass->owned.at[i].offset, 0, sizeof (TroveKey));
  return data;
}

/* Makes a copy, at the end of the list that its owner's copy has. */
static gboolean
make_copy (const Copy *copy, guint i, GError **error)
{
  const TroveRecord *record = g_ptr_array_index (copy->records, i);
  g_autofree gpointer data = dup_without_keys (record);
  TroveSlot slot = { .position = TROVE_POSITION_END };

  if (i == 0)
    return trove_editor_create (copy->editor, record->klass, key_of (copy, i), data, NULL, error);
  slot.field = trove_state_owner_field (copy->source, record);
  slot.owner = target_of (copy, record->owner);
  return trove_editor_create (copy->editor, record->klass, key_of (copy, i), data, &slot, error);
}

static gboolean
refer_by_fields (const Copy *copy, guint i, GError **error)
{
  const TroveRecord *record = g_ptr_array_index (copy->records, i);
  const TroveClass *klass = record->klass;
  const TroveRecord *made = trove_state_get (&copy->editor->state, key_of (copy, i));
  g_autofree char *data = g_memdup2 (trove_record_data (made), klass->data_size);

  for (guint j = 0; j < klass->references.n; j++)
    {
      const TroveClassField *field = &klass->fields[klass->references.at[j].field];
      TroveKey target = target_of (copy, *trove_record_key_at (record, field));

      memcpy (data + field->offset, &target, sizeof target);
    }
  return trove_editor_set_data (copy->editor, key_of (copy, i), data, error);
}

static gboolean
refer_by_list (const Copy *copy, guint i, const TroveClassField *list, GError **error)
{
  const TroveRecord *record = g_ptr_array_index (copy->records, i);
  const TroveSequenceNode *items = record->lists[list->offset];
  guint32 length = trove_sequence_length (items), n;

  for (guint32 at = 0; at < length; at += n)
    {
      const TroveKey *keys = trove_sequence_run (items, at, &n);

      for (guint32 j = 0; j < n; j++)
        {
          TroveKey target = target_of (copy, keys[j]);

          if (target != 0 && !trove_editor_insert_reference (copy->editor, key_of (copy, i), list,
                                                             TROVE_POSITION_END, target, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
refer (const Copy *copy, guint i, GError **error)
{
  const TroveClass *klass = ((const TroveRecord *) g_ptr_array_index (copy->records, i))->klass;

  if (klass->references.n > 0 && !refer_by_fields (copy, i, error))
    return FALSE;
  for (guint j = 0; j < klass->lists.n; j++)
    {
      const TroveClassField *list = &klass->fields[klass->lists.at[j].field];

      if (list->kind == TROVE_KIND_REFERENCE_LIST && !refer_by_list (copy, i, list, error))
        return FALSE;
    }
  return TRUE;
}

/* References may lead to any of the copies, so they come when all are made. */
static gboolean
make_all (const Copy *copy, TroveMakeKeyFunc make_key, gpointer data, GError **error)
{
  for (guint i = 0; i < copy->records->len; i++)
    {
      TroveKey key = make_key (data, error);

      if (key == 0)
        return FALSE;
      g_array_append_val (copy->keys, key);
      if (!make_copy (copy, i, error))
        return FALSE;
    }
  for (guint i = 0; i < copy->records->len; i++)
    if (!refer (copy, i, error))
      return FALSE;
  return TRUE;
}

gboolean
trove_editor_copy (TroveEditor *self, const TroveState *source, TroveKey *key, gboolean keeps,
                   TroveMakeKeyFunc make_key, gpointer data, GError **error)
{
  const TroveState state = *source; /* it may be the edited one */
  Copy copy = { self, &state, keeps, NULL, NULL, TROVE_ID_MAP_INIT };
  TroveSavepoint savepoint;
  gboolean done;

  if (!trove_editor_save (self, &savepoint, error))
    return FALSE;

  copy.records = g_ptr_array_new ();
  copy.keys = g_array_new (FALSE, FALSE, sizeof (TroveKey));
  collect_all (&copy, *key);
  done = trove_editor_finish (self, &savepoint, make_all (&copy, make_key, data, error));
  if (done)
    *key = key_of (&copy, 0);
  trove_id_map_clear (&copy.copies);
  g_array_unref (copy.keys);
  g_ptr_array_unref (copy.records);
  return done;
}

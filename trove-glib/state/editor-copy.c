/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "editor-copy.h"

#include <string.h>

#include "editor-data.h"
#include "editor-reference.h"

typedef struct
{
  TroveEditor *editor;
  const TroveExcerpt *source;
  gboolean keeps;
  const TroveSlot *slot; /* of the roots; NULL: none */
  TroveKey *keys;        /* of the copies */
} Copy;

/* The key that a reference of a copy has; 0: none. */
static TroveKey
target_of (const Copy *copy, TroveKey target)
{
  guint index = trove_excerpt_find (copy->source, target);

  if (index > 0)
    return copy->keys[index - 1];
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

/* The place of the copy of a root. FALSE: it has none. */
static gboolean
find_root_slot (const Copy *copy, guint i, TroveSlot *slot)
{
  if (copy->slot == NULL)
    return FALSE;
  *slot = *copy->slot;
  if (slot->position != TROVE_POSITION_END)
    slot->position += i;
  return TRUE;
}

/* Makes a copy. Those that are owned stand at the end of the list that their owner's copy has. */
static gboolean
make_copy (const Copy *copy, guint i, GError **error)
{
  const TroveRecord *record = trove_excerpt_get (copy->source, i);
  g_autofree gpointer data = dup_without_keys (record);
  TroveSlot slot = { .position = TROVE_POSITION_END };
  gboolean has_slot = TRUE;

  if (i < copy->source->n_roots)
    has_slot = find_root_slot (copy, i, &slot);
  else
    {
      slot.field = trove_state_owner_field (&copy->source->state, record);
      slot.owner = target_of (copy, record->owner);
    }
  return trove_editor_create (copy->editor, record->klass, copy->keys[i], data, has_slot ? &slot : NULL,
                              error);
}

/* TRUE if a single field of an object refers to another one. */
static gboolean
has_references (const TroveRecord *record)
{
  const TroveClass *klass = record->klass;

  for (guint i = 0; i < klass->references.n; i++)
    if (*trove_record_key_at (record, &klass->fields[klass->references.at[i].field]) != 0)
      return TRUE;
  return FALSE;
}

static gboolean
refer_by_fields (const Copy *copy, guint i, GError **error)
{
  const TroveRecord *record = trove_excerpt_get (copy->source, i);
  const TroveClass *klass = record->klass;
  const TroveRecord *made = trove_state_get (&copy->editor->state, copy->keys[i]);
  g_autofree char *data = g_memdup2 (trove_record_data (made), klass->data_size);

  for (guint j = 0; j < klass->references.n; j++)
    {
      const TroveClassField *field = &klass->fields[klass->references.at[j].field];
      TroveKey target = target_of (copy, *trove_record_key_at (record, field));

      memcpy (data + field->offset, &target, sizeof target);
    }
  return trove_editor_set_data (copy->editor, copy->keys[i], data, error);
}

static gboolean
refer_by_list (const Copy *copy, guint i, const TroveClassField *list, GError **error)
{
  const TroveRecord *record = trove_excerpt_get (copy->source, i);
  const TroveSequenceNode *items = record->lists[list->offset];
  guint32 length = trove_sequence_length (items), n;

  for (guint32 at = 0; at < length; at += n)
    {
      const TroveKey *keys = trove_sequence_run (items, at, &n);

      for (guint32 j = 0; j < n; j++)
        {
          TroveKey target = target_of (copy, keys[j]);

          if (target != 0 && !trove_editor_insert_reference (copy->editor, copy->keys[i], list,
                                                             TROVE_POSITION_END, target, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
refer (const Copy *copy, guint i, GError **error)
{
  const TroveRecord *record = trove_excerpt_get (copy->source, i);
  const TroveClass *klass = record->klass;

  if (has_references (record) && !refer_by_fields (copy, i, error))
    return FALSE;
  for (guint j = 0; j < klass->lists.n; j++)
    {
      const TroveClassField *list = &klass->fields[klass->lists.at[j].field];

      if (list->kind == TROVE_KIND_REFERENCE_LIST && !refer_by_list (copy, i, list, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
make_copies (const Copy *copy, guint from, guint to, TroveMakeKeyFunc make_key, gpointer data, GError **error)
{
  for (guint i = from; i < to; i++)
    {
      copy->keys[i] = make_key (data, error);
      if (copy->keys[i] == 0 || !make_copy (copy, i, error))
        return FALSE;
    }
  return TRUE;
}

/* References may lead to any of the copies, so they come when all are made. */
static gboolean
refer_all (const Copy *copy, GError **error)
{
  for (guint i = 0; i < trove_excerpt_n (copy->source); i++)
    if (!refer (copy, i, error))
      return FALSE;
  return TRUE;
}

/* The places of the roots are noted. No other change is: nobody follows objects that are new. */
static gboolean
make_all (const Copy *copy, TroveMakeKeyFunc make_key, gpointer data, GError **error)
{
  guint n_roots = copy->source->n_roots;
  TroveNotes *notes = copy->editor->notes;
  gboolean done = make_copies (copy, 0, n_roots, make_key, data, error);

  copy->editor->notes = NULL;
  done = done && make_copies (copy, n_roots, trove_excerpt_n (copy->source), make_key, data, error) &&
         refer_all (copy, error);
  copy->editor->notes = notes;
  return done;
}

gboolean
trove_editor_copy (TroveEditor *self, const TroveExcerpt *source, gboolean keeps, const TroveSlot *slot,
                   TroveMakeKeyFunc make_key, gpointer data, TroveKey *keys, GError **error)
{
  g_autofree TroveKey *made = NULL;
  TroveSavepoint savepoint;
  gboolean done;

  if (!trove_editor_save (self, &savepoint, error))
    return FALSE;

  made = g_new (TroveKey, trove_excerpt_n (source));
  done = make_all (&(Copy){ self, source, keeps, slot, made }, make_key, data, error);
  done = trove_editor_finish (self, &savepoint, done);
  if (done && keys != NULL && made != NULL)
    memcpy (keys, made, source->n_roots * sizeof *keys);
  return done;
}

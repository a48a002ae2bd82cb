/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "editor-reference.h"

static gboolean
check_position (const TroveRecord *record, const TroveClassField *list, guint32 position, guint32 limit,
                GError **error)
{
  return position < limit || trove_editor_bad_position (record, list, position, error);
}

/* FALSE with BUSY for a list that is locked. */
static gboolean
check_unlocked (const TroveEditor *self, const TroveRecord *record, const TroveClassField *list,
                GError **error)
{
  return trove_notes_check (self->notes, record->klass->type, record->key, list, error);
}

static guint32
length_of (const TroveRecord *record, const TroveClassField *list)
{
  return trove_sequence_length (record->lists[list->offset]);
}

gboolean
trove_editor_insert_reference (TroveEditor *self, TroveKey key, const TroveClassField *list, guint32 position,
                               TroveKey target, GError **error)
{
  TroveRecord *record = trove_editor_find (self, key, error), *named;
  TroveSequenceNode **keys;
  gsize bytes;

  if (record == NULL || trove_editor_find_for (self, target, list, error) == NULL)
    return FALSE;
  if (position == TROVE_POSITION_END)
    position = length_of (record, list);
  if (!check_position (record, list, position, length_of (record, list) + 1, error) ||
      !check_unlocked (self, record, list, error))
    return FALSE;

  record = trove_editor_touch (self, key, error);
  named = record != NULL ? trove_editor_touch (self, target, error) : NULL;
  if (named == NULL)
    return FALSE;

  keys = trove_record_list (record, list->offset);
  bytes =
      trove_sequence_insert_bytes (self->core, *keys, position) + trove_referrers_bytes (named->referrers);
  if (!trove_editor_prepare (self, bytes, error))
    return FALSE;

  trove_sequence_insert (self->core, keys, position, target);
  trove_notes_add (self->notes, TROVE_NOTE_INSERTED, key, list, position, target);
  trove_referrers_add (self->core, &named->referrers, key);
  return TRUE;
}

gboolean
trove_editor_remove_reference (TroveEditor *self, TroveKey key, const TroveClassField *list, guint32 position,
                               GError **error)
{
  TroveRecord *record = trove_editor_find (self, key, error), *named;
  TroveSequenceNode **keys;
  gsize bytes;

  if (record == NULL || !check_position (record, list, position, length_of (record, list), error) ||
      !check_unlocked (self, record, list, error))
    return FALSE;

  record = trove_editor_touch (self, key, error);
  if (record == NULL)
    return FALSE;
  keys = trove_record_list (record, list->offset);
  named = trove_editor_touch (self, trove_sequence_get (*keys, position), error);
  if (named == NULL)
    return FALSE;

  bytes =
      trove_sequence_remove_bytes (self->core, *keys, position) + trove_referrers_bytes (named->referrers);
  if (!trove_editor_prepare (self, bytes, error))
    return FALSE;

  trove_sequence_remove (self->core, keys, position);
  trove_notes_add (self->notes, TROVE_NOTE_REMOVED, key, list, position, named->key);
  trove_referrers_remove (self->core, &named->referrers, key);
  return TRUE;
}

gboolean
trove_editor_move_reference (TroveEditor *self, TroveKey key, const TroveClassField *list, guint32 from,
                             guint32 to, GError **error)
{
  TroveRecord *record = trove_editor_find (self, key, error);
  TroveSequenceNode **keys;
  TroveKey item;

  if (record == NULL || !check_position (record, list, from, length_of (record, list), error))
    return FALSE;
  if (to == TROVE_POSITION_END)
    to = length_of (record, list) - 1;
  if (!check_position (record, list, to, length_of (record, list), error))
    return FALSE;
  if (from == to)
    return TRUE;
  if (!check_unlocked (self, record, list, error))
    return FALSE;

  record = trove_editor_touch (self, key, error);
  if (record == NULL)
    return FALSE;
  keys = trove_record_list (record, list->offset);
  if (!trove_editor_prepare (self, trove_sequence_move_bytes (self->core, *keys, from, to), error))
    return FALSE;

  item = trove_sequence_get (*keys, from);
  trove_sequence_move (self->core, keys, from, to);
  trove_notes_add (self->notes, TROVE_NOTE_REMOVED, key, list, from, item);
  trove_notes_add (self->notes, TROVE_NOTE_INSERTED, key, list, to, item);
  return TRUE;
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "state.h"

#define SCANNED 32 /* keys that are read one by one in less time than the labels of a few objects */

const TroveClassField *
trove_state_owner_field (const TroveState *self, const TroveRecord *child)
{
  return child->owner != 0 ? &trove_state_get (self, child->owner)->klass->fields[child->owner_field] : NULL;
}

static guint32
label_at (const TroveState *self, const TroveSequenceNode *list, guint32 index)
{
  return trove_state_get (self, trove_sequence_get (list, index))->label;
}

/* Where a label would stand between two others if labels were spread evenly, as they are in most lists. */
static guint32
interpolate (guint32 n, guint32 lower, guint32 upper, guint32 label)
{
  return (guint32) ((guint64) n * (label - lower) / (upper - lower));
}

/* An index, not after the first object of a list whose label is not below one, and near it. Reads the labels just before and just
 * behind the likely place, then that in the middle of the rest, and so on. */
static guint32
find_label (const TroveState *self, const TroveSequenceNode *list, guint32 label)
{
  guint32 from = 0, to = trove_sequence_length (list) - 1;
  guint32 lower, upper;

  if (to < SCANNED)
    return 0;
  lower = label_at (self, list, from);
  upper = label_at (self, list, to);
  if (label <= lower || label > upper)
    return label <= lower ? from : to;

  /* lower < label <= upper */
  for (guint turn = 0; to - from >= SCANNED; turn++)
    {
      gint64 ahead = interpolate (to - from, lower, upper, label), last = to - from - 1;
      guint32 probe, found;

      if (turn % 3 == 0)
        ahead -= SCANNED / 2;
      else if (turn % 3 == 1)
        ahead += SCANNED / 2;
      else
        ahead = last / 2;
      probe = from + (guint32) CLAMP (ahead, 1, last);
      found = label_at (self, list, probe);
      if (found < label)
        {
          from = probe;
          lower = found;
        }
      else
        {
          to = probe;
          upper = found;
        }
    }
  return from;
}

guint32
trove_state_position (const TroveState *self, const TroveRecord *child)
{
  const TroveRecord *owner = trove_state_get (self, child->owner);
  const TroveClassField *field = &owner->klass->fields[child->owner_field];
  const TroveSequenceNode *list;
  guint32 at;

  if (!trove_class_field_is_list (field))
    return 0;

  list = owner->lists[field->offset];
  at = find_label (self, list, child->label);
  for (;;)
    {
      guint32 n;
      const TroveKey *keys = trove_sequence_run (list, at, &n);

      for (guint32 i = 0; i < n; i++)
        if (keys[i] == child->key)
          return at + i;
      at += n;
    }
}

gboolean
trove_state_is_within (const TroveState *self, TroveKey key, TroveKey other)
{
  while (key != other && key != 0)
    key = trove_state_get (self, key)->owner;
  return key == other;
}

/* Objects that an object names */

static gboolean
foreach_in_list (const TroveSequenceNode *list, TroveKeyFunc func, gpointer data)
{
  guint32 length = trove_sequence_length (list), n;

  for (guint32 at = 0; at < length; at += n)
    {
      const TroveKey *keys = trove_sequence_run (list, at, &n);

      for (guint32 i = 0; i < n; i++)
        if (!func (keys[i], data))
          return FALSE;
    }
  return TRUE;
}

/* fields: single ones. list_kind: of the lists to read. */
static gboolean
foreach_named (const TroveRecord *record, TroveFieldOffsets fields, TroveFieldKind list_kind,
               TroveKeyFunc func, gpointer data)
{
  const TroveClass *klass = record->klass;

  for (guint i = 0; i < fields.n; i++)
    {
      TroveKey key = *trove_record_key_at (record, &klass->fields[fields.at[i].field]);

      if (key != 0 && !func (key, data))
        return FALSE;
    }
  for (guint i = 0; i < klass->lists.n; i++)
    if (klass->fields[klass->lists.at[i].field].kind == list_kind &&
        !foreach_in_list (record->lists[i], func, data))
      return FALSE;
  return TRUE;
}

gboolean
trove_record_foreach_owned (const TroveRecord *record, TroveKeyFunc func, gpointer data)
{
  return foreach_named (record, record->klass->owned, TROVE_KIND_OWNED_LIST, func, data);
}

gboolean
trove_record_foreach_reference (const TroveRecord *record, TroveKeyFunc func, gpointer data)
{
  return foreach_named (record, record->klass->references, TROVE_KIND_REFERENCE_LIST, func, data);
}

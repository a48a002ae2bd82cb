/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "state.h"

const TroveClassField *
trove_state_owner_field (const TroveState *self, const TroveRecord *child)
{
  return child->owner != 0 ? &trove_state_get (self, child->owner)->klass->fields[child->owner_field] : NULL;
}

/* The index of the first object of a list whose label is not below one. */
static guint32
find_label (const TroveState *self, const TroveSequenceNode *list, guint32 label)
{
  guint32 from = 0, to = trove_sequence_length (list);

  while (from < to)
    {
      guint32 middle = from + (to - from) / 2;

      if (trove_state_get (self, trove_sequence_get (list, middle))->label < label)
        from = middle + 1;
      else
        to = middle;
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
  for (;;) /* among those with the same label */
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

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "editor-owner.h"

#include "editor-label.h"

static TroveSequenceNode **
list_of (const TroveRecord *owner, const TroveClassField *field)
{
  g_assert (field != NULL);
  return trove_record_list (owner, field->offset);
}

static TroveSlot
find_slot (const TroveEditor *self, const TroveRecord *child)
{
  if (child->owner == 0)
    return (TroveSlot){ .owner = 0 };
  return (TroveSlot){
    .owner = child->owner,
    .field = trove_state_owner_field (&self->state, child),
    .position = trove_state_position (&self->state, child),
  };
}

/* The object in a single field, 0: none. */
static TroveKey
find_occupant (const TroveEditor *self, const TroveSlot *slot)
{
  if (trove_class_field_is_list (slot->field))
    return 0;
  return *trove_record_key_at (trove_state_get (&self->state, slot->owner), slot->field);
}

/* Writing: the records are touched, the bytes prepared. */

static gsize
unlink_bytes (const TroveEditor *self, const TroveSlot *slot)
{
  const TroveRecord *owner;

  if (slot->owner == 0 || !trove_class_field_is_list (slot->field))
    return 0;
  owner = trove_state_get (&self->state, slot->owner);
  return trove_sequence_remove_bytes (self->core, *list_of (owner, slot->field), slot->position);
}

static void
unlink_child (TroveEditor *self, TroveRecord *child, const TroveSlot *slot)
{
  TroveRecord *owner;

  if (slot->owner == 0)
    return;

  owner = trove_state_get (&self->state, slot->owner);
  if (trove_class_field_is_list (slot->field))
    {
      trove_sequence_remove (self->core, list_of (owner, slot->field), slot->position);
      trove_notes_add (self->notes, TROVE_NOTE_REMOVED, owner->key, slot->field, slot->position, child->key);
    }
  else
    {
      *trove_record_key_at (owner, slot->field) = 0;
      trove_notes_add (self->notes, TROVE_NOTE_SET, owner->key, slot->field, 0, 0);
    }
  trove_notes_add (self->notes, TROVE_NOTE_OWNER, child->key, NULL, 0, child->owner);
  child->owner = 0;
  child->owner_field = 0;
  child->label = 0;
}

gsize
trove_editor_slot_bytes (const TroveEditor *self, const TroveSlot *slot)
{
  const TroveRecord *owner = trove_state_get (&self->state, slot->owner);

  if (!trove_class_field_is_list (slot->field))
    return 0;
  return trove_sequence_insert_bytes (self->core, *list_of (owner, slot->field), slot->position);
}

static void
push_out (TroveEditor *self, const TroveSlot *slot)
{
  TroveKey occupant = find_occupant (self, slot);

  if (occupant == 0)
    return;
  unlink_child (self, trove_state_get (&self->state, occupant), slot);
  trove_editor_add_ownerless (self, occupant);
}

void
trove_editor_link (TroveEditor *self, TroveRecord *child, const TroveSlot *slot, guint32 label)
{
  TroveRecord *owner = trove_state_get (&self->state, slot->owner);

  push_out (self, slot);
  if (trove_class_field_is_list (slot->field))
    {
      trove_sequence_insert (self->core, list_of (owner, slot->field), slot->position, child->key);
      trove_notes_add (self->notes, TROVE_NOTE_INSERTED, owner->key, slot->field, slot->position, child->key);
    }
  else
    {
      *trove_record_key_at (owner, slot->field) = child->key;
      trove_notes_add (self->notes, TROVE_NOTE_SET, owner->key, slot->field, 0, 0);
    }
  trove_notes_add (self->notes, TROVE_NOTE_OWNER, child->key, NULL, 0, child->owner);
  child->owner = slot->owner;
  child->owner_field = slot->field->index & 1023;
  child->label = label;
}

gboolean
trove_editor_touch_slot (TroveEditor *self, const TroveSlot *slot, guint32 *label, GError **error)
{
  TroveRecord *owner = trove_editor_touch (self, slot->owner, error);
  TroveKey occupant;

  *label = 0;
  if (owner == NULL)
    return FALSE;
  if (trove_class_field_is_list (slot->field))
    return trove_editor_choose_label (self, *list_of (owner, slot->field), slot->position, label, error);

  occupant = find_occupant (self, slot);
  return occupant == 0 || trove_editor_touch (self, occupant, error) != NULL;
}

/* Moving in one list */

static gboolean
move_in_list (TroveEditor *self, TroveRecord *child, const TroveSlot *from, guint32 to, GError **error)
{
  TroveRecord *owner = trove_editor_touch (self, from->owner, error);
  TroveSequenceNode **list;
  guint32 label;
  gsize bytes;

  if (owner == NULL)
    return FALSE;
  list = list_of (owner, from->field);
  child = trove_editor_touch (self, child->key, error);
  if (child == NULL ||
      !trove_editor_choose_label (self, *list, to > from->position ? to + 1 : to, &label, error))
    return FALSE;

  bytes = trove_sequence_move_bytes (self->core, *list, from->position, to);
  if (!trove_editor_prepare (self, bytes, error))
    return FALSE;

  trove_sequence_move (self->core, list, from->position, to);
  child->label = label;
  trove_notes_add (self->notes, TROVE_NOTE_REMOVED, owner->key, from->field, from->position, child->key);
  trove_notes_add (self->notes, TROVE_NOTE_INSERTED, owner->key, from->field, to, child->key);
  return TRUE;
}

/* From one field or list to another */

static gboolean
move_between (TroveEditor *self, TroveKey key, const TroveSlot *from, const TroveSlot *to, GError **error)
{
  TroveRecord *child = trove_editor_touch (self, key, error);
  guint32 label;

  if (child == NULL || (from->owner != 0 && trove_editor_touch (self, from->owner, error) == NULL) ||
      !trove_editor_touch_slot (self, to, &label, error) ||
      !trove_editor_prepare (self, unlink_bytes (self, from) + trove_editor_slot_bytes (self, to), error))
    return FALSE;

  unlink_child (self, child, from);
  trove_editor_link (self, child, to, label);
  return TRUE;
}

/* Checks */

/* FALSE with BUSY for a list that is locked. */
static gboolean
check_unlocked (const TroveEditor *self, const TroveSlot *slot, GError **error)
{
  return slot->owner == 0 ||
         trove_notes_check (self->notes, trove_state_get (&self->state, slot->owner)->klass->type,
                            slot->owner, slot->field, error);
}

static gboolean
stop (TroveKey key, gpointer data)
{
  return FALSE;
}

/* TRUE if putting the child there makes no circle. An object that owns nothing is only to be looked at itself, however deep its owner
 * stands. */
static gboolean
is_apart (const TroveEditor *self, const TroveRecord *child, const TroveRecord *owner)
{
  if (child == owner || child->key == self->state.root)
    return FALSE;
  return trove_record_foreach_owned (child, stop, NULL) ||
         !trove_state_is_within (&self->state, owner->key, child->key);
}

static gboolean
check_cycle (const TroveEditor *self, const TroveRecord *child, const TroveRecord *owner, GError **error)
{
  g_autofree char *name = NULL, *owner_name = NULL;

  if (is_apart (self, child, owner))
    return TRUE;

  name = trove_editor_describe (child);
  owner_name = trove_editor_describe (owner);
  if (child->key == self->state.root)
    g_set_error (error, TROVE_ERROR, TROVE_ERROR_CYCLE, "%s is the root, which no object can own", name);
  else if (owner == child)
    g_set_error (error, TROVE_ERROR, TROVE_ERROR_CYCLE, "%s cannot own itself", name);
  else
    g_set_error (error, TROVE_ERROR, TROVE_ERROR_CYCLE, "%s cannot own %s, which owns it", owner_name, name);
  return FALSE;
}

/* Resolves TROVE_POSITION_END. */
static gboolean
check_position (const TroveRecord *owner, TroveSlot *slot, gboolean is_there, GError **error)
{
  guint32 most;

  if (!trove_class_field_is_list (slot->field))
    {
      slot->position = 0;
      return TRUE;
    }

  most = trove_sequence_length (*list_of (owner, slot->field)) - (is_there ? 1 : 0);
  if (slot->position == TROVE_POSITION_END)
    slot->position = most;
  return slot->position <= most || trove_editor_bad_position (owner, slot->field, slot->position, error);
}

gboolean
trove_editor_check_slot (const TroveEditor *self, TroveSlot *slot, GType type, GError **error)
{
  const TroveRecord *owner = trove_editor_find (self, slot->owner, error);

  return owner != NULL && trove_editor_check_type (type, 0, slot->field, error) &&
         check_position (owner, slot, FALSE, error) && check_unlocked (self, slot, error);
}

gboolean
trove_editor_put (TroveEditor *self, TroveKey key, const TroveSlot *slot, GError **error)
{
  TroveRecord *child = trove_editor_find_for (self, key, slot->field, error);
  TroveRecord *owner = child != NULL ? trove_editor_find (self, slot->owner, error) : NULL;
  TroveSlot from, to = *slot;
  gboolean is_there;

  if (owner == NULL)
    return FALSE;

  is_there = child->owner == slot->owner && child->owner_field == slot->field->index;
  if (!check_cycle (self, child, owner, error) || !check_position (owner, &to, is_there, error))
    return FALSE;

  from = find_slot (self, child);
  if (!check_unlocked (self, &from, error) || !check_unlocked (self, &to, error))
    return FALSE;
  if (!is_there)
    return move_between (self, key, &from, &to, error);
  return from.position == to.position || move_in_list (self, child, &from, to.position, error);
}

static gboolean
take_from (TroveEditor *self, TroveKey key, const TroveSlot *slot, GError **error)
{
  TroveRecord *child;

  if (slot->owner == 0)
    return TRUE;
  if (!check_unlocked (self, slot, error) || trove_editor_touch (self, slot->owner, error) == NULL)
    return FALSE;
  child = trove_editor_touch (self, key, error);
  if (child == NULL || !trove_editor_prepare (self, unlink_bytes (self, slot), error))
    return FALSE;

  unlink_child (self, child, slot);
  trove_editor_add_ownerless (self, key);
  return TRUE;
}

gboolean
trove_editor_take_at (TroveEditor *self, TroveKey owner, const TroveClassField *list, guint32 position,
                      GError **error)
{
  const TroveRecord *record = trove_state_get (&self->state, owner);
  TroveSlot slot = { .owner = owner, .field = list, .position = position };

  return take_from (self, trove_sequence_get (*list_of (record, list), position), &slot, error);
}

gboolean
trove_editor_take (TroveEditor *self, TroveKey key, GError **error)
{
  TroveRecord *child = trove_editor_find (self, key, error);
  TroveSlot slot;

  if (child == NULL)
    return FALSE;
  if (key == self->state.root)
    {
      g_autofree char *name = trove_editor_describe (child);

      g_set_error (error, TROVE_ERROR, TROVE_ERROR_INVALID_REF, "%s is the root, which cannot be removed",
                   name);
      return FALSE;
    }

  slot = find_slot (self, child);
  return take_from (self, key, &slot, error);
}

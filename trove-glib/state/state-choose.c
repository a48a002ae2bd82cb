/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "state-choose.h"

#include <string.h>

#include "apply-elements.h"
#include "change-set.h"
#include "class-together.h"
#include "editor-data.h"
#include "editor-owner.h"
#include "editor-splice.h"
#include "state-apply.h"
#include "state-classes.h"

typedef struct
{
  TroveEditor *editor;
  const TroveState *side;
} Choosing;

/* The object of the side, or NULL. An object without an owner is going to be dropped. */
static const TroveRecord *
peek_side (const Choosing *self, TroveKey key)
{
  return key != 0 ? trove_state_peek (self->side, key) : NULL;
}

static gboolean
is_there (const Choosing *self, TroveKey key)
{
  return trove_state_peek (&self->editor->state, key) != NULL;
}

/* The commit clears references to the objects that have no owner. */
static gboolean
is_target (const Choosing *self, TroveKey key)
{
  return is_there (self, key) && trove_state_is_within (&self->editor->state, key, self->editor->state.root);
}

static const TroveSequenceNode *
list_of (const TroveState *state, TroveKey owner, const TroveClassField *field)
{
  const TroveRecord *record = trove_state_peek (state, owner);

  return record != NULL ? record->lists[field->offset] : NULL;
}

/* Fields */

/* Of a dictionary, the entries in conflict alone. NULL: the value as a whole. */
static GVariant *
choose_entries (const TroveObstacle *conflict, gconstpointer chosen, gconstpointer current)
{
  const TroveClassField *field = conflict->field;

  if (!field->by_element || field->kind != TROVE_KIND_VARIANT)
    return NULL;
  return trove_elements_choose (g_value_get_variant (&conflict->base), g_value_get_variant (&conflict->ours),
                                g_value_get_variant (&conflict->theirs),
                                *(GVariant *const *) trove_class_field_at (field, chosen),
                                *(GVariant *const *) trove_class_field_at (field, current));
}

/* Copies the values as pointers. A reference to an object that is not there becomes none. */
static void
choose_together (const Choosing *self, const TroveClass *klass, const TroveClassField *field, gpointer data,
                 gconstpointer chosen)
{
  field = trove_class_first_together (klass, field);
  for (; field != NULL; field = trove_class_next_together (klass, field))
    {
      gpointer at = trove_class_field_at (field, data);

      memcpy (at, trove_class_field_at (field, chosen), field->size);
      if (field->kind == TROVE_KIND_REFERENCE && *(TroveKey *) at != 0 && !is_target (self, *(TroveKey *) at))
        *(TroveKey *) at = 0;
    }
}

/* FALSE with REMOVED for a reference that stands alone, to an object that is not there. */
static gboolean
check_target (const Choosing *self, const TroveClassField *field, gconstpointer chosen, GError **error)
{
  TroveKey key = field->kind == TROVE_KIND_REFERENCE ? *(TroveKey *) trove_class_field_at (field, chosen) : 0;

  if (key == 0 || is_target (self, key))
    return TRUE;
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_REMOVED,
               "\"%s\" cannot refer to object %" G_GUINT64_FORMAT ", which was removed", field->pspec->name,
               key);
  return FALSE;
}

static gboolean
choose_value (const Choosing *self, const TroveRecord *record, const TroveObstacle *conflict, GError **error)
{
  const TroveClassField *field = conflict->field;
  const TroveRecord *now = trove_editor_find (self->editor, record->key, error);
  gconstpointer chosen = trove_record_data (record);
  g_autoptr (GVariant) entries = NULL;
  g_autofree gpointer data = NULL;

  if (now == NULL || (!conflict->is_together && !check_target (self, field, chosen, error)))
    return FALSE;
  data = g_memdup2 (trove_record_data (now), now->klass->data_size);
  entries = choose_entries (conflict, chosen, data);
  memcpy (trove_class_field_at (field, data),
          entries != NULL ? (gconstpointer) &entries : trove_class_field_at (field, chosen), field->size);
  if (conflict->is_together)
    choose_together (self, now->klass, field, data, chosen);
  return trove_editor_set_data (self->editor, record->key, data, error);
}

/* References to objects that are not there are left out. */
static gboolean
choose_references (const Choosing *self, const TroveRecord *record, const TroveClassField *field,
                   GError **error)
{
  const TroveRecord *now = trove_editor_find (self->editor, record->key, error);
  guint32 n = trove_sequence_length (record->lists[field->offset]), n_there = 0;
  g_autofree TroveKey *keys = g_new (TroveKey, n);

  if (now == NULL)
    return FALSE;
  trove_sequence_copy (record->lists[field->offset], 0, keys, n);
  for (guint32 i = 0; i < n; i++)
    if (is_target (self, keys[i]))
      keys[n_there++] = keys[i];
  return trove_editor_splice (self->editor, record->key, field, 0,
                              trove_sequence_length (now->lists[field->offset]), keys, n_there, error);
}

static gboolean
choose_field (const Choosing *self, const TroveObstacle *conflict, GError **error)
{
  const TroveRecord *record = peek_side (self, trove_entry_key (conflict->entry));

  if (record == NULL) /* the object was made later */
    return TRUE;
  return trove_class_field_is_list (conflict->field) ?
             choose_references (self, record, conflict->field, error) :
             choose_value (self, record, conflict, error);
}

/* Places */

/* The position behind the nearest object that is in front of another one in a list of the side, and in the list as it is. */
static guint32
find_position (const Choosing *self, const TroveRecord *record, const TroveClassField *field)
{
  const TroveState *now = &self->editor->state;
  const TroveSequenceNode *list = list_of (self->side, record->owner, field);
  guint32 own = trove_state_position (self->side, record), at = own;

  while (at-- > 0)
    {
      const TroveRecord *other = trove_state_peek (now, trove_sequence_get (list, at));
      const TroveRecord *child = trove_state_peek (now, record->key);
      guint32 position, from;

      if (other == NULL || other->owner != record->owner || other->owner_field != field->index)
        continue;
      position = trove_state_position (now, other) + 1;
      if (child == NULL || child->owner != record->owner || child->owner_field != field->index)
        return position;
      from = trove_state_position (now, child); /* positions are counted without the object */
      return from < position ? position - 1 : position;
    }
  return 0;
}

static gboolean
choose_place (const Choosing *self, const TroveRecord *record, GError **error)
{
  TroveSlot slot = { .owner = record->owner, .field = trove_state_owner_field (self->side, record) };

  if (slot.field == NULL) /* the root */
    return TRUE;
  if (trove_class_field_is_list (slot.field))
    slot.position = find_position (self, record, slot.field);
  return trove_editor_put (self->editor, record->key, &slot, error);
}

/* Objects that return */

typedef struct
{
  const TroveChangeSet *set; /* from the state to the side, all changes */
  TroveKey top;              /* returns with all that it owns */
  GArray *picked;            /* guint */
} Returning;

static gboolean
is_returning (const Returning *self, TroveKey key)
{
  return key != 0 && trove_state_peek (self->set->from, key) == NULL &&
         trove_state_is_within (self->set->to, key, self->top);
}

static gboolean
has_returning (const Returning *self, guint64 entry, const TroveRecord *after, const TroveClassField *field)
{
  guint32 n = 1;

  for (guint32 i = 0; i < n; i++)
    {
      TroveListRun run = trove_change_set_run (self->set, entry, i, &n);

      for (guint32 j = 0; j < run.n_inserted; j++)
        if (is_returning (self, trove_sequence_get (after->lists[field->offset], run.b + j)))
          return TRUE;
    }
  return FALSE;
}

/* TRUE for an object that returns, and for a reference to one. */
static gboolean
is_picked (const Returning *self, guint64 entry)
{
  TroveKey key = trove_entry_key (entry);
  TroveEntryKind kind = trove_change_set_kind (self->set, entry);
  const TroveRecord *now, *after;
  const TroveClassField *field;

  if (kind == TROVE_ENTRY_ADDED)
    return is_returning (self, key);
  if (kind < TROVE_ENTRY_SET)
    return FALSE;
  now = trove_state_get (self->set->from, key);
  after = trove_state_get (self->set->to, key);
  field = &after->klass->fields[trove_entry_field (entry)];
  if (field->kind == TROVE_KIND_REFERENCE)
    return *trove_record_key_at (now, field) == 0 && is_returning (self, *trove_record_key_at (after, field));
  return field->kind == TROVE_KIND_REFERENCE_LIST && has_returning (self, entry, after, field);
}

/* An object cannot return to its place: another one is in the way. */
static gboolean
refuse (const GArray *obstacles, GError **error)
{
  for (guint i = 0; i < obstacles->len; i++)
    {
      const TroveObstacle *obstacle = &g_array_index (obstacles, TroveObstacle, i);

      if (obstacle->kind == TROVE_OBSTACLE_ABSENT_TARGET) /* the reference is left out */
        continue;
      g_set_error (error, TROVE_ERROR, TROVE_ERROR_REMOVED,
                   "%s %" G_GUINT64_FORMAT " is gone, and cannot return to its place, which object "
                   "%" G_GUINT64_FORMAT " has",
                   g_type_name (obstacle->klass->type), trove_entry_key (obstacle->entry), obstacle->other);
      return FALSE;
    }
  return TRUE;
}

static gboolean
apply_picked (const Choosing *self, const Returning *returning, GError **error)
{
  g_autoptr (GArray) obstacles = trove_obstacles_new ();
  TroveChangeSet set = *returning->set;

  for (guint i = 0; i < trove_change_set_n (returning->set); i++)
    if (is_picked (returning, trove_change_set_get (returning->set, i)))
      g_array_append_val (returning->picked, i);
  set.picked = (const guint *) returning->picked->data;
  set.n_picked = returning->picked->len;
  return trove_state_apply (self->editor, &set, obstacles, error) && refuse (obstacles, error);
}

/* With its owners as far as these are gone, and all that the first of them owns. */
static gboolean
bring_back (const Choosing *self, const TroveRecord *record, GError **error)
{
  const TroveState now = self->editor->state;
  TroveStateChanges changes;
  const TroveChangeSet set = { .from = &now, .to = self->side, .changes = &changes };
  Returning returning = { &set, record->key, NULL };
  gboolean done;

  for (TroveKey owner = record->owner; owner != 0 && trove_state_peek (&now, owner) == NULL;
       owner = trove_state_get (self->side, owner)->owner)
    returning.top = owner;
  if (!trove_state_changes_init (&changes, &now, self->side))
    {
      g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY, "No memory to compare two versions");
      return FALSE;
    }
  returning.picked = g_array_sized_new (FALSE, FALSE, sizeof (guint), 1);
  done = apply_picked (self, &returning, error);
  g_array_unref (returning.picked);
  trove_state_changes_clear (&changes);
  return done;
}

/* Objects */

static gboolean
choose_object (const Choosing *self, TroveKey key, GError **error)
{
  const TroveRecord *record = peek_side (self, key);

  if (record == NULL)
    {
      const TroveRecord *now = trove_state_peek (&self->editor->state, key);

      return now == NULL || now->owner == 0 || trove_editor_take (self->editor, key, error);
    }
  return is_there (self, key) ? choose_place (self, record, error) : bring_back (self, record, error);
}

/* The object that has the place of another one: the one that the side has not goes first. */
static gboolean
choose_both (const Choosing *self, TroveKey key, TroveKey other, GError **error)
{
  gboolean other_first = peek_side (self, other) == NULL;

  return choose_object (self, other_first ? other : key, error) &&
         choose_object (self, other_first ? key : other, error);
}

static gboolean
choose (const Choosing *self, const TroveObstacle *conflict, GError **error)
{
  TroveKey key = trove_entry_key (conflict->entry);

  if (trove_obstacle_is_of_field (conflict))
    return choose_field (self, conflict, error);
  if (conflict->kind == TROVE_OBSTACLE_OCCUPIED)
    return choose_both (self, key, conflict->other, error);
  return choose_object (self, key, error);
}

gboolean
trove_state_choose (TroveEditor *editor, const TroveState *side, const TroveObstacle *conflict,
                    GError **error)
{
  const Choosing self = { editor, side };
  TroveSavepoint savepoint;

  return trove_state_check_classes (&editor->state, side, error) &&
         trove_editor_save (editor, &savepoint, error) &&
         trove_editor_finish (editor, &savepoint, choose (&self, conflict, error));
}

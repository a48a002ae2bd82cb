/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "apply-values.h"

#include <string.h>

#include "apply-elements.h"
#include "apply-references.h"
#include "class-together.h"
#include "class-value.h"
#include "editor-data.h"

typedef struct
{
  TroveEditor *editor;
  const TrovePlan *plan;
  const TroveRecord *before, *now, *after; /* before NULL: the object was added */
  gpointer data;                           /* a struct with the new values, NULL: none differs */
  GArray *obstacles;
  GPtrArray *merged; /* pairs: a field, and a value of it that is in data */
} Values;

static TroveObstacle *
add_obstacle (const Values *self, TroveObstacleKind kind, guint64 entry, const TroveClassField *field,
              TroveKey other)
{
  TroveObstacle *obstacle =
      trove_obstacles_add (self->obstacles, kind, entry, self->after->klass, field, other);

  if (self->before != NULL)
    trove_class_value_get (field, trove_record_data (self->before), &obstacle->base);
  trove_class_value_get (field, trove_record_data (self->now), &obstacle->ours);
  trove_class_value_get (field, trove_record_data (self->after), &obstacle->theirs);
  return obstacle;
}

/* The address of a field to be written. */
static gpointer
value_to_set (Values *self, const TroveClassField *field)
{
  if (self->data == NULL)
    self->data = g_memdup2 (trove_record_data (self->now), self->now->klass->data_size);
  return trove_class_field_at (field, self->data);
}

/* The object copies the values. */
static gboolean
finish (Values *self, GError **error)
{
  g_autofree gpointer data = self->data;
  gboolean done = data == NULL || trove_editor_set_data (self->editor, self->now->key, data, error);

  for (guint i = 0; self->merged != NULL && i < self->merged->len; i += 2)
    trove_elements_free (g_ptr_array_index (self->merged, i), g_ptr_array_index (self->merged, i + 1));
  g_clear_pointer (&self->merged, g_ptr_array_unref);
  return done;
}

/* References */

/* TRUE if a side of a merge has cleared a reference since its object is gone, which is no change. */
static gboolean
is_lost (const Values *self, const TroveState *side, TroveKey before, TroveKey key)
{
  return self->plan->is_merge && trove_state_has_lost (side, before, key);
}

static void
set_reference (Values *self, guint64 entry, const TroveClassField *field)
{
  TroveKey before = *trove_record_key_at (self->before, field);
  TroveKey now = *trove_record_key_at (self->now, field);
  TroveKey after = *trove_record_key_at (self->after, field), key = after;

  if (after == 0 && trove_plan_must_stay (self->plan, before))
    return;
  if (now != before && is_lost (self, self->plan->set->to, before, after))
    return;
  if (after != 0 && !trove_apply_has_target (self->editor, self->plan, after))
    {
      add_obstacle (self, TROVE_OBSTACLE_ABSENT_TARGET, entry, field, after);
      key = 0;
    }
  if (now == before || is_lost (self, &self->editor->state, before, now))
    *(TroveKey *) value_to_set (self, field) = key;
  else if (now != key)
    add_obstacle (self, TROVE_OBSTACLE_LATER_VALUE, entry, field, 0);
}

/* Owned fields follow from the changes of the objects in them. */
static void
check_owned (Values *self, guint64 entry, const TroveClassField *field)
{
  TroveKey now = *trove_record_key_at (self->now, field);
  TroveKey after = *trove_record_key_at (self->after, field),
           before = *trove_record_key_at (self->before, field);

  if (before != 0 && now == before && trove_plan_find (self->plan, before) == NULL)
    add_obstacle (self, TROVE_OBSTACLE_NOT_PICKED, entry, field, before);
  if (after != 0 && now != after && trove_plan_find (self->plan, after) == NULL)
    add_obstacle (self, TROVE_OBSTACLE_NOT_PICKED, entry, field, after);
}

static gconstpointer
pointer_in (const TroveRecord *record, const TroveClassField *field)
{
  return *(const gconstpointer *) trove_class_field_at (field, trove_record_data (record));
}

/* FALSE: an element has a later value. */
static gboolean
merge_value (Values *self, const TroveClassField *field)
{
  gpointer merged;
  gboolean has_all =
      trove_elements_merge (field, pointer_in (self->before, field), pointer_in (self->now, field),
                            pointer_in (self->after, field), &merged);

  if (merged != NULL)
    {
      *(gpointer *) value_to_set (self, field) = merged;
      if (self->merged == NULL)
        self->merged = g_ptr_array_new ();
      g_ptr_array_add (self->merged, (gpointer) field);
      g_ptr_array_add (self->merged, merged);
    }
  return has_all;
}

static void
set_value (Values *self, guint64 entry, const TroveClassField *field)
{
  gconstpointer now = trove_record_data (self->now), after = trove_record_data (self->after);

  if (trove_class_field_equal (field, now, after))
    return;
  if (trove_class_field_equal (field, now, trove_record_data (self->before)))
    memcpy (value_to_set (self, field), trove_class_field_at (field, after), field->size);
  else if (!field->by_element || !merge_value (self, field))
    add_obstacle (self, TROVE_OBSTACLE_LATER_VALUE, entry, field, 0);
}

/* Fields that belong together */

/* TRUE if a side has changed a field. */
static gboolean
has_changed (const Values *self, const TroveState *side, const TroveRecord *record,
             const TroveClassField *field)
{
  if (trove_class_field_equal (field, trove_record_data (self->before), trove_record_data (record)))
    return FALSE;
  return field->kind != TROVE_KIND_REFERENCE ||
         !is_lost (self, side, *trove_record_key_at (self->before, field),
                   *trove_record_key_at (record, field));
}

/* If both sides have changed fields that belong together, the first one that differs; else NULL. */
static const TroveClassField *
find_conflict (const Values *self, const TroveClassField *field)
{
  const TroveClass *klass = self->now->klass;
  const TroveClassField *differs = NULL;
  gboolean ours = FALSE, theirs = FALSE;

  field = trove_class_first_together (klass, field);
  for (; field != NULL; field = trove_class_next_together (klass, field))
    {
      gboolean by_ours = has_changed (self, &self->editor->state, self->now, field);
      gboolean by_theirs = has_changed (self, self->plan->set->to, self->after, field);

      ours |= by_ours;
      theirs |= by_theirs;
      if (differs == NULL && (by_ours || by_theirs) &&
          !trove_class_field_equal (field, trove_record_data (self->now), trove_record_data (self->after)))
        differs = field;
    }
  return ours && theirs ? differs : NULL;
}

static void
add_conflict (const Values *self, const TroveClassField *differs)
{
  guint64 entry = self->now->key << TROVE_ENTRY_CODE_BITS | (TROVE_ENTRY_FIRST_FIELD + differs->index);

  add_obstacle (self, TROVE_OBSTACLE_LATER_VALUE, entry, differs, 0)->is_together = TRUE;
}

/* Ours stays, but for a reference to an object that theirs has removed. */
static void
keep_value (Values *self, const TroveClassField *field)
{
  TroveKey key = field->kind == TROVE_KIND_REFERENCE ? *trove_record_key_at (self->now, field) : 0;

  if (key != 0 && !trove_apply_has_target (self->editor, self->plan, key))
    *(TroveKey *) value_to_set (self, field) = 0;
}

/* TRUE if no entry of the object in front of one entry is of the same fields. */
static gboolean
is_first (const Values *self, guint first, guint i, const TroveClassField *field)
{
  const TroveClassField *fields = self->now->klass->fields;

  while (i-- > first)
    if (fields[trove_entry_field (trove_change_set_get (self->plan->set, i))].together == field->together)
      return FALSE;
  return TRUE;
}

/* FALSE: the field is to be merged as any other. */
static gboolean
merge_together (Values *self, guint first, guint i, const TroveClassField *field)
{
  const TroveClassField *differs =
      self->plan->is_merge && field->together != 0 ? find_conflict (self, field) : NULL;

  if (differs == NULL)
    return FALSE;
  if (is_first (self, first, i, field))
    add_conflict (self, differs);
  keep_value (self, field);
  return TRUE;
}

gboolean
trove_apply_values (TroveEditor *editor, const TrovePlan *plan, guint first, guint n, GArray *obstacles,
                    GError **error)
{
  TroveKey key = trove_entry_key (trove_change_set_get (plan->set, first));
  Values self = {
    .editor = editor,
    .plan = plan,
    .before = trove_state_get (plan->set->from, key),
    .now = trove_state_get (&editor->state, key),
    .after = trove_state_get (plan->set->to, key),
    .obstacles = obstacles,
  };

  for (guint i = first; i < first + n; i++)
    {
      guint64 entry = trove_change_set_get (plan->set, i);
      const TroveClassField *field = &self.now->klass->fields[trove_entry_field (entry)];

      if (merge_together (&self, first, i, field))
        continue;
      if (field->kind == TROVE_KIND_OWNED)
        check_owned (&self, entry, field);
      else if (field->kind == TROVE_KIND_REFERENCE)
        set_reference (&self, entry, field);
      else
        set_value (&self, entry, field);
    }
  return finish (&self, error);
}

/* Objects that were added */

static gboolean
apply_new_values (TroveEditor *editor, const TrovePlan *plan, const TrovePlanItem *item, GArray *obstacles,
                  GError **error)
{
  TroveKey key = trove_plan_key (item);
  Values self = {
    .editor = editor,
    .plan = plan,
    .now = trove_state_get (&editor->state, key),
    .after = trove_state_get (plan->set->to, key),
    .obstacles = obstacles,
  };
  TroveFieldOffsets references = self.now->klass->references;

  for (guint i = 0; i < references.n; i++)
    {
      const TroveClassField *field = &self.now->klass->fields[references.at[i].field];
      TroveKey target = *trove_record_key_at (self.after, field);

      if (target == 0)
        continue;
      if (trove_apply_has_target (editor, plan, target))
        *(TroveKey *) value_to_set (&self, field) = target;
      else
        add_obstacle (&self, TROVE_OBSTACLE_ABSENT_TARGET, item->entry, field, target);
    }
  return finish (&self, error);
}

gboolean
trove_apply_new (TroveEditor *editor, const TrovePlan *plan, guint64 entry, GArray *obstacles, GError **error)
{
  const TrovePlanItem *item = trove_plan_find (plan, trove_entry_key (entry));

  if (item->status != TROVE_PLAN_DO || item->is_there)
    return TRUE;
  return apply_new_values (editor, plan, item, obstacles, error) &&
         trove_apply_new_references (editor, plan, item, obstacles, error);
}

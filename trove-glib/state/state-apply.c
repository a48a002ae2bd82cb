/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "state-apply.h"

#include "apply-place.h"
#include "apply-references.h"
#include "apply-resolve.h"
#include "apply-values.h"
#include "sequence-compare.h"
#include "state-classes.h"

typedef struct
{
  TroveEditor *editor;
  const TrovePlan *plan;
  GArray *obstacles;
} Applying;

/* The object of an entry, which is no longer there. */
static void
tell_absent (const Applying *self, guint64 entry)
{
  const TroveRecord *record = trove_state_get (self->plan->set->to, trove_entry_key (entry));

  trove_obstacles_add (self->obstacles, TROVE_OBSTACLE_ABSENT_OBJECT, entry, record->klass,
                       &record->klass->fields[trove_entry_field (entry)], 0);
}

static gboolean
is_owned (const Applying *self, guint64 entry)
{
  const TroveRecord *record = trove_state_get (self->plan->set->to, trove_entry_key (entry));
  TroveFieldKind kind = record->klass->fields[trove_entry_field (entry)].kind;

  return kind == TROVE_KIND_OWNED || kind == TROVE_KIND_OWNED_LIST;
}

/* Owned lists: they follow from the changes of the objects in them */

typedef struct
{
  const TroveState *now;
  TroveKey owner;
  const TroveClassField *list;
} Place;

static gboolean
is_in (const Place *place, TroveKey key)
{
  const TroveRecord *record = trove_state_peek (place->now, key);

  return record != NULL && record->owner == place->owner && record->owner_field == place->list->index;
}

static void
check_picked (const Applying *self, guint64 entry, const Place *place, TroveKey key, gboolean is_wanted)
{
  const TroveRecord *owner = trove_state_get (self->plan->set->to, place->owner);

  if (is_in (place, key) != is_wanted && trove_plan_find (self->plan, key) == NULL)
    trove_obstacles_add (self->obstacles, TROVE_OBSTACLE_NOT_PICKED, entry, owner->klass, place->list, key);
}

static void
check_owned_list (const Applying *self, guint64 entry)
{
  const TroveChangeSet *set = self->plan->set;
  TroveKey key = trove_entry_key (entry);
  const TroveRecord *before = trove_state_get (set->from, key), *after = trove_state_get (set->to, key);
  const TroveClassField *field = &after->klass->fields[trove_entry_field (entry)];
  const Place place = { &self->editor->state, key, field };
  guint32 n = 1;

  for (guint32 i = 0; i < n; i++)
    {
      TroveListRun run = trove_change_set_run (set, entry, i, &n);

      for (guint32 j = 0; j < run.n_removed; j++)
        check_picked (self, entry, &place, trove_sequence_get (before->lists[field->offset], run.a + j),
                      FALSE);
      for (guint32 j = 0; j < run.n_inserted; j++)
        check_picked (self, entry, &place, trove_sequence_get (after->lists[field->offset], run.b + j), TRUE);
    }
}

/* Entries */

static gboolean
apply_list (const Applying *self, guint64 entry, GError **error)
{
  if (!is_owned (self, entry))
    return trove_apply_references (self->editor, self->plan, entry, self->obstacles, error);
  check_owned_list (self, entry);
  return TRUE;
}

/* Applies one entry, or the entries that set values of one object. Stores their number in n. */
static gboolean
apply_entry (const Applying *self, guint i, guint *n, GError **error)
{
  const TroveChangeSet *set = self->plan->set;
  guint64 entry = trove_change_set_get (set, i);
  TroveEntryKind kind = trove_change_set_kind (set, entry);

  *n = 1;
  if (kind == TROVE_ENTRY_ADDED)
    return trove_apply_new (self->editor, self->plan, entry, self->obstacles, error);
  if (kind < TROVE_ENTRY_SET)
    return TRUE;
  if (trove_state_peek (&self->editor->state, trove_entry_key (entry)) == NULL)
    {
      if (!is_owned (self, entry))
        tell_absent (self, entry);
      return TRUE;
    }
  if (kind == TROVE_ENTRY_LIST)
    return apply_list (self, entry, error);
  *n = trove_change_set_n_values (set, i);
  return trove_apply_values (self->editor, self->plan, i, *n, self->obstacles, error);
}

static gboolean
apply_entries (const Applying *self, GError **error)
{
  guint n;

  for (guint i = 0; i < trove_change_set_n (self->plan->set); i += n)
    if (!apply_entry (self, i, &n, error))
      return FALSE;
  return TRUE;
}

gboolean
trove_state_apply (TroveEditor *editor, const TroveChangeSet *set, GArray *obstacles, GError **error)
{
  TroveSavepoint savepoint;
  Applying self = { editor, NULL, obstacles };
  TrovePlan plan;
  gboolean done;

  if (!trove_state_check_classes (&editor->state, set->from, error) ||
      !trove_state_check_classes (&editor->state, set->to, error) ||
      !trove_editor_save (editor, &savepoint, error))
    return FALSE;

  trove_plan_init (&plan, &editor->state, editor->ownerless->len > 0, set);
  trove_plan_resolve (&plan);
  trove_plan_tell (&plan, obstacles);
  self.plan = &plan;
  done = trove_apply_make (editor, &plan, error) && trove_apply_places (editor, &plan, error) &&
         apply_entries (&self, error);
  trove_plan_clear (&plan);
  trove_obstacles_sort (obstacles);
  return trove_editor_finish (editor, &savepoint, done);
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "state-merge.h"

#include "apply-place.h"
#include "apply-references.h"
#include "apply-resolve.h"
#include "apply-values.h"
#include "merge-place.h"
#include "merge-references.h"
#include "merge-returning.h"
#include "state-classes.h"

typedef struct
{
  TroveEditor *editor;
  const TrovePlan *plan;
  const TroveReturning *returning;
  GArray *obstacles;
} Merging;

/* The objects that are there again. */
static void
tell_returning (const Merging *self)
{
  for (guint i = 0; i < self->plan->items->len; i++)
    {
      const TrovePlanItem *item = trove_plan_item (self->plan, i);
      TroveKey key = trove_plan_key (item);

      if (item->status == TROVE_PLAN_DO && trove_returning_has (self->returning, key))
        trove_obstacles_add (self->obstacles, TROVE_OBSTACLE_RETURNED, item->entry,
                             trove_state_get (&self->editor->state, key)->klass, NULL, 0)
            ->stands = TROVE_SIDE_THEIRS;
    }
}

/* Merges one entry, or the entries that set values of one object. Stores their number in n. An object that is absent has lost
 * nothing but references, since it would have returned otherwise. */
static gboolean
merge_entry (const Merging *self, guint i, guint *n, GError **error)
{
  const TroveChangeSet *set = self->plan->set;
  guint64 entry = trove_change_set_get (set, i);
  const TroveRecord *record = trove_state_peek (&self->editor->state, trove_entry_key (entry));

  *n = 1;
  switch (trove_change_set_kind (set, entry))
    {
    case TROVE_ENTRY_ADDED:
      return trove_apply_new (self->editor, self->plan, entry, self->obstacles, error);
    case TROVE_ENTRY_LIST:
      return record == NULL ||
             record->klass->fields[trove_entry_field (entry)].kind == TROVE_KIND_OWNED_LIST ||
             trove_merge_references (self->editor, self->plan, entry, self->obstacles, error);
    case TROVE_ENTRY_SET:
      *n = trove_change_set_n_values (set, i);
      return record == NULL || trove_apply_values (self->editor, self->plan, i, *n, self->obstacles, error);
    default: /* the places are merged */
      return TRUE;
    }
}

static gboolean
merge_entries (const Merging *self, GError **error)
{
  guint n;

  for (guint i = 0; i < trove_change_set_n (self->plan->set); i += n)
    if (!merge_entry (self, i, &n, error))
      return FALSE;
  return TRUE;
}

static gboolean
merge_plan (const Merging *self, GError **error)
{
  if (!trove_apply_make (self->editor, self->plan, error) ||
      !trove_returning_restore_references (self->returning, self->editor, error) ||
      !trove_merge_places (self->editor, self->plan, self->obstacles, error) || !merge_entries (self, error))
    return FALSE;
  tell_returning (self);
  return TRUE;
}

/* theirs: all changes since base. */
static gboolean
merge (TroveEditor *editor, const TroveChangeSet *theirs, GArray *obstacles, GError **error)
{
  TroveReturning returning;
  TrovePlan plan;
  Merging self = { editor, &plan, &returning, obstacles };
  gboolean done;

  trove_returning_init (&returning, &editor->state, theirs);
  trove_plan_init (&plan, &editor->state, FALSE, &returning.theirs);
  plan.is_merge = TRUE;
  trove_plan_resolve (&plan);
  trove_plan_tell (&plan, obstacles);
  done = merge_plan (&self, error);
  trove_plan_clear (&plan);
  trove_returning_clear (&returning);
  return done;
}

gboolean
trove_state_merge (TroveEditor *editor, const TroveState *base, const TroveState *theirs, GArray *obstacles,
                   GError **error)
{
  TroveStateChanges changes;
  TroveChangeSet set = { .from = base, .to = theirs, .changes = &changes };
  TroveSavepoint savepoint;
  gboolean done;

  if (!trove_state_check_classes (&editor->state, base, error) ||
      !trove_state_check_classes (&editor->state, theirs, error) ||
      !trove_editor_save (editor, &savepoint, error))
    return FALSE;
  if (!trove_state_changes_init (&changes, base, theirs))
    {
      g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY, "No memory to compare two versions");
      return trove_editor_finish (editor, &savepoint, FALSE);
    }
  done = merge (editor, &set, obstacles, error);
  trove_state_changes_clear (&changes);
  trove_obstacles_sort (obstacles);
  return trove_editor_finish (editor, &savepoint, done);
}

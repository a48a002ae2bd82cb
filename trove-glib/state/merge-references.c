/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "merge-references.h"

#include "apply-references.h"
#include "editor-reference.h"
#include "list-merge.h"

typedef struct
{
  TroveEditor *editor;
  const TrovePlan *plan;
  guint64 entry;
  const TroveClass *klass;
  const TroveClassField *field;
  GArray *obstacles;
} Merging;

/* References to an object that stays are not removed with it. */
static gboolean
leaves (TroveKey key, gpointer data)
{
  return !trove_plan_must_stay (((const Merging *) data)->plan, key);
}

static void
tell (const Merging *self, TroveObstacleKind kind, TroveKey key)
{
  TroveObstacle *obstacle =
      trove_obstacles_add (self->obstacles, kind, self->entry, self->klass, self->field, key);

  g_value_init (&obstacle->theirs, G_TYPE_UINT64);
  g_value_set_uint64 (&obstacle->theirs, key);
}

static gboolean
arrives (TroveKey key, gpointer data)
{
  const Merging *self = data;

  if (trove_apply_has_target (self->editor, self->plan, key))
    return TRUE;
  tell (self, TROVE_OBSTACLE_ABSENT_TARGET, key);
  return FALSE;
}

/* An object that is gone takes its references with it. */
static void
tell_conflict (TroveKey key, gpointer data)
{
  const Merging *self = data;

  if (trove_apply_has_target (self->editor, self->plan, key))
    tell (self, TROVE_OBSTACLE_LATER_VALUE, key);
}

gboolean
trove_merge_references (TroveEditor *editor, const TrovePlan *plan, guint64 entry, GArray *obstacles,
                        GError **error)
{
  TroveKey key = trove_entry_key (entry);
  const TroveRecord *before = trove_state_get (plan->set->from, key),
                    *now = trove_state_get (&editor->state, key),
                    *after = trove_state_get (plan->set->to, key);
  Merging self = {
    editor, plan, entry, now->klass, &now->klass->fields[trove_entry_field (entry)], obstacles
  };
  const TroveListMergeFuncs funcs = { leaves, arrives, NULL, tell_conflict, &self };
  guint32 list = self.field->offset;
  g_autoptr (GArray) edits =
      trove_list_merge (before->lists[list], now->lists[list], after->lists[list], &funcs);
  gboolean done = edits != NULL;

  if (!done)
    g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY, "No memory to compare two lists");
  for (guint i = done ? edits->len : 0; done && i-- > 0;)
    {
      const TroveListEdit *edit = &g_array_index (edits, TroveListEdit, i);

      done = edit->key == 0 ?
                 trove_editor_remove_reference (editor, key, self.field, edit->position, error) :
                 trove_editor_insert_reference (editor, key, self.field, edit->position, edit->key, error);
    }
  return done;
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "apply-references.h"

#include "editor-reference.h"
#include "sequence-compare.h"

gboolean
trove_apply_has_target (const TroveEditor *editor, const TrovePlan *plan, TroveKey key)
{
  const TroveState *state = &editor->state;

  if (trove_state_peek (state, key) == NULL || trove_plan_removes (plan, key))
    return FALSE;
  return !plan->has_ownerless || trove_state_is_within (state, key, state->root);
}

/* From the list before the changes to that of the state */

typedef struct
{
  const TroveSequenceNode *before, *now;
  GArray *runs;      /* TroveListRun: from before to now */
  GHashTable *added; /* key → GArray of the positions in now at which the runs add it, in decreasing order */
} Since;

static gboolean
add_run (guint32 a, guint32 n_removed, guint32 b, guint32 n_inserted, gpointer data)
{
  const TroveListRun run = { a, n_removed, b, n_inserted };

  g_array_append_val (((Since *) data)->runs, run);
  return TRUE;
}

static void
note_added (Since *self, TroveKey key, guint32 position)
{
  GArray *positions = g_hash_table_lookup (self->added, &key);

  if (positions == NULL)
    {
      positions = g_array_new (FALSE, FALSE, sizeof (guint32));
      g_hash_table_insert (self->added, g_memdup2 (&key, sizeof key), positions);
    }
  g_array_append_val (positions, position);
}

static void
since_clear (Since *self)
{
  g_array_unref (self->runs);
  g_hash_table_unref (self->added);
}

/* FALSE: no memory, and nothing is to be cleared. */
static gboolean
since_init (Since *self, const TroveSequenceNode *before, const TroveSequenceNode *now)
{
  *self =
      (Since){ before, now, g_array_new (FALSE, FALSE, sizeof (TroveListRun)),
               g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_array_unref) };
  if (!trove_sequence_compare (before, now, add_run, self))
    {
      since_clear (self);
      return FALSE;
    }

  for (guint i = self->runs->len; i-- > 0;)
    {
      TroveListRun run = g_array_index (self->runs, TroveListRun, i);

      for (guint32 j = run.n_inserted; j-- > 0;)
        note_added (self, trove_sequence_get (now, run.b + j), run.b + j);
    }
  return TRUE;
}

/* The number of runs that begin at an index of before, or in front of it. */
static guint
count_runs (const Since *self, guint32 index)
{
  guint from = 0, to = self->runs->len;

  while (from < to)
    {
      guint middle = from + (to - from) / 2;

      if (g_array_index (self->runs, TroveListRun, middle).a <= index)
        from = middle + 1;
      else
        to = middle;
    }
  return from;
}

/* The position of an item of before. FALSE: it was removed. */
static gboolean
find_item (const Since *self, guint32 index, guint32 *position)
{
  guint n = count_runs (self, index);
  TroveListRun run = n > 0 ? g_array_index (self->runs, TroveListRun, n - 1) : (TroveListRun){ 0 };

  if (index < run.a + run.n_removed)
    return FALSE;
  *position = run.b + run.n_inserted + (index - run.a - run.n_removed);
  return TRUE;
}

/* The same for an item that was moved since, which is found by its key. */
static gboolean
find_item_or_moved (const Since *self, guint32 index, guint32 *position)
{
  TroveKey key = trove_sequence_get (self->before, index);
  const GArray *positions;

  if (find_item (self, index, position))
    return TRUE;
  positions = g_hash_table_lookup (self->added, &key);
  if (positions == NULL)
    return FALSE;
  *position = g_array_index (positions, guint32, positions->len - 1);
  return TRUE;
}

/* The position of the gap in front of an item of before, or behind the last one: behind the item in front, else in front of the item
 * behind, else where the items of the run were. */
static guint32
find_gap (const Since *self, guint32 index)
{
  gboolean has_next = index < trove_sequence_length (self->before);
  guint32 position;
  TroveListRun run;

  if (index > 0 && find_item_or_moved (self, index - 1, &position))
    return position + 1;
  if (has_next && find_item_or_moved (self, index, &position))
    return position;
  if (index == 0)
    return 0;

  run = g_array_index (self->runs, TroveListRun, count_runs (self, index - 1) - 1);
  return run.b + run.n_inserted;
}

/* Takes a position at which a key was added since. FALSE: there is none. */
static gboolean
take_added (const Since *self, TroveKey key, guint32 *position)
{
  GArray *positions = g_hash_table_lookup (self->added, &key);

  if (positions == NULL || positions->len == 0)
    return FALSE;
  *position = g_array_index (positions, guint32, positions->len - 1);
  g_array_set_size (positions, positions->len - 1);
  return TRUE;
}

/* Edits */

typedef struct
{
  guint32 position; /* in the list of the state */
  TroveKey key;     /* to be inserted in front of the position; 0: the item is removed */
} Edit;

typedef struct
{
  TroveEditor *editor;
  const TrovePlan *plan;
  guint64 entry;
  const TroveRecord *before, *after;
  const TroveClassField *field;
  GArray *obstacles;
  Since since;
  GArray *edits;     /* Edit */
  GHashTable *moved; /* key → number of items that the changes remove and insert */
} Merging;

static void
add_edit (const Merging *self, guint32 position, TroveKey key)
{
  const Edit edit = { position, key };

  g_array_append_val (self->edits, edit);
}

static void
tell (const Merging *self, TroveObstacleKind kind, TroveKey key)
{
  TroveObstacle *obstacle =
      trove_obstacles_add (self->obstacles, kind, self->entry, self->after->klass, self->field, key);

  g_value_init (&obstacle->theirs, G_TYPE_UINT64);
  g_value_set_uint64 (&obstacle->theirs, key);
}

static guint
get_count (GHashTable *counts, TroveKey key)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (counts, &key));
}

static void
set_count (GHashTable *counts, TroveKey key, guint count)
{
  g_hash_table_insert (counts, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (count));
}

static const TroveSequenceNode *
list_in (const Merging *self, const TroveRecord *record)
{
  return record->lists[self->field->offset];
}

/* Counts the keys that the changes insert: as many items that they remove were moved. */
static void
count_inserted (const Merging *self)
{
  guint32 n = 1;

  for (guint32 i = 0; i < n; i++)
    {
      TroveListRun run = trove_change_set_run (self->plan->set, self->entry, i, &n);

      for (guint32 j = 0; j < run.n_inserted; j++)
        {
          TroveKey key = trove_sequence_get (list_in (self, self->after), run.b + j);

          set_count (self->moved, key, get_count (self->moved, key) + 1);
        }
    }
}

/* An item that the changes remove. */
static void
remove_item (const Merging *self, GHashTable *inserted, guint32 index)
{
  TroveKey key = trove_sequence_get (list_in (self, self->before), index);
  gboolean is_moved = get_count (self->moved, key) > 0;
  guint32 position;

  if (is_moved)
    set_count (self->moved, key, get_count (self->moved, key) - 1);
  if (trove_plan_must_stay (self->plan, key))
    return;

  if (find_item (&self->since, index, &position))
    {
      add_edit (self, position, 0);
      return;
    }
  if (!is_moved)
    {
      if (take_added (&self->since, key, &position)) /* it was moved since */
        add_edit (self, position, 0);
      return;
    }

  /* The changes move an item that was moved or removed since, and stays as it is. */
  set_count (inserted, key, get_count (inserted, key) + 1);
  if (!take_added (&self->since, key, &position))
    tell (self, TROVE_OBSTACLE_LATER_VALUE, key);
}

/* An item that the changes insert. kept: numbers of items that stay where they are. */
static void
insert_item (const Merging *self, GHashTable *kept, guint32 gap, TroveKey key)
{
  guint32 position;

  if (get_count (kept, key) > 0)
    set_count (kept, key, get_count (kept, key) - 1);
  else if (take_added (&self->since, key, &position))
    return;
  else if (trove_apply_has_target (self->editor, self->plan, key))
    add_edit (self, gap, key);
  else
    tell (self, TROVE_OBSTACLE_ABSENT_TARGET, key);
}

static int
compare_edits (gconstpointer a, gconstpointer b)
{
  const Edit *x = a, *y = b;

  if (x->position != y->position)
    return x->position < y->position ? -1 : 1;
  return (x->key == 0) - (y->key == 0);
}

/* An item that is removed and inserted at the same place stays there. */
static void
join_edits (const Merging *self)
{
  const TroveSequenceNode *now = self->since.now;
  guint n = 0;

  for (guint i = 0; i < self->edits->len; i++)
    {
      Edit edit = g_array_index (self->edits, Edit, i);
      Edit last = n > 0 ? g_array_index (self->edits, Edit, n - 1) : edit;
      gboolean is_removed = n > 0 && edit.key == 0 && last.key != 0 && last.position == edit.position &&
                            trove_sequence_get (now, edit.position) == last.key;
      gboolean is_inserted = n > 0 && edit.key != 0 && last.key == 0 && last.position + 1 == edit.position &&
                             trove_sequence_get (now, last.position) == edit.key;

      if (is_removed || is_inserted)
        n--;
      else
        g_array_index (self->edits, Edit, n++) = edit;
    }
  g_array_set_size (self->edits, n);
}

/* Positions of the runs' insertions, before items that were added since are taken. */
static GArray *
find_gaps (const Merging *self)
{
  GArray *gaps = g_array_new (FALSE, FALSE, sizeof (guint32));
  guint32 n = 1;

  for (guint32 i = 0; i < n; i++)
    {
      guint32 gap = find_gap (&self->since, trove_change_set_run (self->plan->set, self->entry, i, &n).a);

      g_array_append_val (gaps, gap);
    }
  return gaps;
}

static void
find_edits (const Merging *self)
{
  g_autoptr (GHashTable) kept = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GArray) gaps = find_gaps (self);
  guint32 n;

  count_inserted (self);
  for (guint32 i = 0; i < gaps->len; i++)
    {
      TroveListRun run = trove_change_set_run (self->plan->set, self->entry, i, &n);

      for (guint32 j = 0; j < run.n_removed; j++)
        remove_item (self, kept, run.a + j);
    }
  for (guint32 i = 0; i < gaps->len; i++)
    {
      TroveListRun run = trove_change_set_run (self->plan->set, self->entry, i, &n);

      for (guint32 j = 0; j < run.n_inserted; j++)
        insert_item (self, kept, g_array_index (gaps, guint32, i),
                     trove_sequence_get (list_in (self, self->after), run.b + j));
    }
  g_array_sort (self->edits, compare_edits); /* which keeps the order of equal ones */
  join_edits (self);
}

/* From the end of the list to its start, so that positions stay. */
static gboolean
make_edits (const Merging *self, GError **error)
{
  TroveKey key = trove_entry_key (self->entry);

  for (guint i = self->edits->len; i-- > 0;)
    {
      const Edit *edit = &g_array_index (self->edits, Edit, i);

      if (!(edit->key == 0 ?
                trove_editor_remove_reference (self->editor, key, self->field, edit->position, error) :
                trove_editor_insert_reference (self->editor, key, self->field, edit->position, edit->key,
                                               error)))
        return FALSE;
    }
  return TRUE;
}

gboolean
trove_apply_references (TroveEditor *editor, const TrovePlan *plan, guint64 entry, GArray *obstacles,
                        GError **error)
{
  TroveKey key = trove_entry_key (entry);
  const TroveRecord *now = trove_state_get (&editor->state, key);
  Merging self = {
    .editor = editor,
    .plan = plan,
    .entry = entry,
    .before = trove_state_get (plan->set->from, key),
    .after = trove_state_get (plan->set->to, key),
    .field = &now->klass->fields[trove_entry_field (entry)],
    .obstacles = obstacles,
  };
  gboolean done;

  if (trove_sequence_equal (list_in (&self, now), list_in (&self, self.after)))
    return TRUE;
  if (!since_init (&self.since, list_in (&self, self.before), list_in (&self, now)))
    {
      g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY, "No memory to compare two lists");
      return FALSE;
    }
  self.edits = g_array_new (FALSE, FALSE, sizeof (Edit));
  self.moved = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  find_edits (&self);
  done = make_edits (&self, error);
  g_hash_table_unref (self.moved);
  g_array_unref (self.edits);
  since_clear (&self.since);
  return done;
}

/* Objects that were added */

static gboolean
fill_list (TroveEditor *editor, const TrovePlan *plan, const TrovePlanItem *item,
           const TroveClassField *field, GArray *obstacles, GError **error)
{
  TroveKey key = trove_plan_key (item);
  const Merging self = { .entry = item->entry,
                         .after = trove_state_get (plan->set->to, key),
                         .field = field,
                         .obstacles = obstacles };
  const TroveSequenceNode *list = list_in (&self, self.after);

  for (guint32 i = 0; i < trove_sequence_length (list); i++)
    {
      TroveKey target = trove_sequence_get (list, i);

      if (!trove_apply_has_target (editor, plan, target))
        tell (&self, TROVE_OBSTACLE_ABSENT_TARGET, target);
      else if (!trove_editor_insert_reference (editor, key, field, TROVE_POSITION_END, target, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
trove_apply_new_references (TroveEditor *editor, const TrovePlan *plan, const TrovePlanItem *item,
                            GArray *obstacles, GError **error)
{
  const TroveClass *klass = trove_state_get (plan->set->to, trove_plan_key (item))->klass;

  for (guint i = 0; i < klass->lists.n; i++)
    {
      const TroveClassField *field = &klass->fields[klass->lists.at[i].field];

      if (field->kind == TROVE_KIND_REFERENCE_LIST &&
          !fill_list (editor, plan, item, field, obstacles, error))
        return FALSE;
    }
  return TRUE;
}

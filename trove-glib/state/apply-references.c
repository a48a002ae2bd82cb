/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "apply-references.h"

#include "editor-reference.h"
#include "editor-splice.h"
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
  guint32 position;   /* in the list of the state */
  gboolean is_behind; /* an item, rather than in front of one */
} Gap;

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
  Gap gap;      /* of an item that is removed: in front of it */
  TroveKey key; /* to be inserted; 0: the item is removed */
} Edit;

typedef struct
{
  guint n_inserted; /* by the changes, but for items that they were found to remove */
  guint n_lost;     /* that the changes remove and insert, and that are not there */
} Counts;

typedef struct
{
  TroveEditor *editor;
  const TrovePlan *plan;
  guint64 entry;
  const TroveRecord *before, *after;
  const TroveClassField *field;
  GArray *obstacles;
  Since since;
  GArray *edits;      /* Edit */
  GHashTable *counts; /* key → Counts */
} Merging;

static void
add_edit (const Merging *self, Gap gap, TroveKey key)
{
  const Edit edit = { gap, key };

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

static Counts *
counts_of (const Merging *self, TroveKey key)
{
  Counts *counts = g_hash_table_lookup (self->counts, &key);

  if (counts == NULL)
    {
      counts = g_new0 (Counts, 1);
      g_hash_table_insert (self->counts, g_memdup2 (&key, sizeof key), counts);
    }
  return counts;
}

static gboolean
take_count (guint *count)
{
  if (*count == 0)
    return FALSE;
  --*count;
  return TRUE;
}

static const TroveSequenceNode *
list_in (const Merging *self, const TroveRecord *record)
{
  return record->lists[self->field->offset];
}

static TroveKey
inserted_key (const Merging *self, TroveListRun run, guint32 i)
{
  return trove_sequence_get (list_in (self, self->after), run.b + i);
}

/* An item that the changes remove, or move. */
static void
remove_item (const Merging *self, guint32 index)
{
  TroveKey key = trove_sequence_get (list_in (self, self->before), index);
  Counts *counts = counts_of (self, key);
  gboolean is_moved = take_count (&counts->n_inserted);
  guint32 position;

  if (trove_plan_must_stay (self->plan, key))
    return;
  if (find_item (&self->since, index, &position) || take_added (&self->since, key, &position))
    add_edit (self, (Gap){ position, FALSE }, 0);
  else if (is_moved)
    {
      counts->n_lost++;
      tell (self, TROVE_OBSTACLE_LATER_VALUE, key);
    }
}

/* An item that the changes insert, or move. One that was inserted since as well is moved. */
static void
insert_item (const Merging *self, Gap gap, TroveKey key)
{
  guint32 position;

  if (take_count (&counts_of (self, key)->n_lost))
    return;
  if (take_added (&self->since, key, &position))
    add_edit (self, (Gap){ position, FALSE }, 0);
  else if (!trove_apply_has_target (self->editor, self->plan, key))
    {
      tell (self, TROVE_OBSTACLE_ABSENT_TARGET, key);
      return;
    }
  add_edit (self, gap, key);
}

/* The runs of the changes. */
static GArray *
find_runs (const Merging *self)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (TroveListRun));
  guint32 n = 1;

  for (guint32 i = 0; i < n; i++)
    {
      const TroveListRun run = trove_change_set_run (self->plan->set, self->entry, i, &n);

      g_array_append_val (runs, run);
    }
  return runs;
}

static TroveListRun
run_at (const GArray *runs, guint i)
{
  return g_array_index (runs, TroveListRun, i);
}

/* Looks backwards for an item that is there, among those in front of an index and from a start on. */
static gboolean
find_last (const Since *self, guint32 start, guint32 *index, guint32 *position)
{
  while (*index > start)
    if (find_item_or_moved (self, --*index, position))
      return TRUE;
  return FALSE;
}

/* The gaps in which the runs' items are inserted: behind the item in front of the run, else in front of the item behind it. If
 * neither is in the list of the state: at its end for the last run, else behind the nearest item in front of the run that is in it,
 * else at its start. All these are items that the changes keep, so the gaps are the same when the changes are applied again. */
static GArray *
find_gaps (const Since *self, const GArray *runs)
{
  GArray *gaps = g_array_new (FALSE, FALSE, sizeof (Gap));
  const guint32 length = trove_sequence_length (self->before);
  Gap nearest = { 0, FALSE };
  guint32 start = 0;

  for (guint i = 0; i < runs->len; i++)
    {
      const TroveListRun run = run_at (runs, i);
      const guint32 end = run.a + run.n_removed;
      guint32 index = run.a, position;
      gboolean has_previous = FALSE;
      Gap gap;

      if (find_last (self, start, &index, &position))
        {
          nearest = (Gap){ position + 1, TRUE };
          has_previous = index + 1 == run.a;
        }
      if (has_previous)
        gap = nearest;
      else if (end == length)
        gap = (Gap){ trove_sequence_length (self->now), FALSE };
      else
        gap = find_item_or_moved (self, end, &position) ? (Gap){ position, FALSE } : nearest;
      g_array_append_val (gaps, gap);
      start = end;
    }
  return gaps;
}

/* In the order of the list that is made of them. */
static int
compare_edits (gconstpointer a, gconstpointer b)
{
  const Edit *x = a, *y = b;

  if (x->gap.position != y->gap.position)
    return x->gap.position < y->gap.position ? -1 : 1;
  if ((x->key == 0) != (y->key == 0))
    return x->key == 0 ? 1 : -1;
  return y->gap.is_behind - x->gap.is_behind;
}

static void
find_edits (const Merging *self)
{
  g_autoptr (GArray) runs = find_runs (self);
  g_autoptr (GArray) gaps = find_gaps (&self->since, runs);

  for (guint i = 0; i < runs->len; i++)
    {
      const TroveListRun run = run_at (runs, i);

      for (guint32 j = 0; j < run.n_inserted; j++)
        counts_of (self, inserted_key (self, run, j))->n_inserted++;
    }
  for (guint i = 0; i < runs->len; i++)
    {
      const TroveListRun run = run_at (runs, i);

      for (guint32 j = 0; j < run.n_removed; j++)
        remove_item (self, run.a + j);
    }
  for (guint i = 0; i < runs->len; i++)
    {
      const TroveListRun run = run_at (runs, i);

      for (guint32 j = 0; j < run.n_inserted; j++)
        insert_item (self, g_array_index (gaps, Gap, i), inserted_key (self, run, j));
    }
  g_array_sort (self->edits, compare_edits); /* which keeps the order of equal ones */
}

/* Edits without an item between them that stays: items in a row are replaced by others. */
typedef struct
{
  guint32 position, n_removed;
  GArray *keys; /* TroveKey: to be inserted */
} Row;

/* The row that ends with the edit in front of an index. Returns the index of its first edit. */
static guint
read_row (const Merging *self, guint end, Row *row)
{
  const Edit *edits = &g_array_index (self->edits, Edit, 0);
  guint start = end - 1;

  while (start > 0 &&
         edits[start - 1].gap.position + (edits[start - 1].key == 0 ? 1 : 0) == edits[start].gap.position)
    start--;
  row->position = edits[start].gap.position;
  row->n_removed = 0;
  g_array_set_size (row->keys, 0);
  for (guint i = start; i < end; i++)
    if (edits[i].key == 0)
      row->n_removed++;
    else
      g_array_append_val (row->keys, edits[i].key);
  return start;
}

static gboolean
is_same (const Row *row, const TroveSequenceNode *now)
{
  gboolean same = row->keys->len == row->n_removed;

  for (guint32 i = 0; same && i < row->n_removed; i++)
    same = g_array_index (row->keys, TroveKey, i) == trove_sequence_get (now, row->position + i);
  return same;
}

static gboolean
replace (const Merging *self, const Row *row, GError **error)
{
  TroveKey key = trove_entry_key (self->entry);

  return is_same (row, list_in (self, trove_state_get (&self->editor->state, key))) ||
         trove_editor_splice (self->editor, key, self->field, row->position, row->n_removed,
                              (const TroveKey *) row->keys->data, row->keys->len, error);
}

/* From the end of the list to its start, so that positions stay. */
static gboolean
make_edits (const Merging *self, GError **error)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (TroveKey));
  Row row = { .keys = keys };

  for (guint end = self->edits->len; end > 0;)
    {
      end = read_row (self, end, &row);
      if (!replace (self, &row, error))
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

  /* There may be another script for these lists than that of the changes. */
  if (trove_sequence_equal (list_in (&self, now), list_in (&self, self.after)))
    return TRUE;
  if (!since_init (&self.since, list_in (&self, self.before), list_in (&self, now)))
    {
      g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY, "No memory to compare two lists");
      return FALSE;
    }
  self.edits = g_array_new (FALSE, FALSE, sizeof (Edit));
  self.counts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  find_edits (&self);
  done = make_edits (&self, error);
  g_hash_table_unref (self.counts);
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

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "merge-place.h"

#include "editor-owner.h"
#include "list-merge.h"

/* A list of an object. */
typedef struct
{
  TroveKey owner;
  const TroveClassField *field;
} OwnedList;

/* An object that leaves its place. */
typedef struct
{
  OwnedList from;
  guint32 position; /* 0 in a single field */
  TroveKey key;
} Leaving;

/* An object that gets a place. */
typedef struct
{
  OwnedList to;
  guint32 position; /* in the list as ours has it, or as theirs has it where the owner is new */
  guint32 order;    /* at this position: that of a TroveListEdit */
  TroveKey key;
} Arrival;

typedef struct
{
  TroveEditor *editor;
  const TrovePlan *plan;
  GArray *obstacles;
  GArray *leaving;     /* Leaving */
  GHashTable *leaves;  /* keys of these */
  GArray *arrivals;    /* Arrival: in the order of each list */
  GHashTable *arrives; /* keys of these */
} Placing;

static const TroveState *
state_of (const Placing *self)
{
  return &self->editor->state;
}

static int
compare_lists (const OwnedList *a, const OwnedList *b)
{
  if (a->owner != b->owner)
    return a->owner < b->owner ? -1 : 1;
  return (int) a->field->index - (int) b->field->index;
}

/* Leaving */

static void
add_leaving (Placing *self, TroveKey key)
{
  const TroveRecord *record = trove_state_get (state_of (self), key);
  Leaving leaving = { { record->owner, trove_state_owner_field (state_of (self), record) }, 0, key };

  if (leaving.from.field == NULL || g_hash_table_contains (self->leaves, &key))
    return;
  if (trove_class_field_is_list (leaving.from.field))
    leaving.position = trove_state_position (state_of (self), record);
  g_hash_table_add (self->leaves, g_memdup2 (&key, sizeof key));
  g_array_append_val (self->leaving, leaving);
}

static int
compare_leaving (gconstpointer a, gconstpointer b)
{
  const Leaving *x = a, *y = b;
  int order = compare_lists (&x->from, &y->from);

  return order != 0 ? order : (x->position > y->position) - (x->position < y->position);
}

/* The number of objects that leave a list in front of a position. */
static guint32
count_leaving (const Placing *self, const OwnedList *list, guint32 position)
{
  const Leaving first = { *list, 0, 0 }, end = { *list, position, 0 };
  guint32 n[2];

  for (guint i = 0; i < 2; i++)
    {
      guint from = 0, to = self->leaving->len;

      while (from < to)
        {
          guint middle = from + (to - from) / 2;

          if (compare_leaving (&g_array_index (self->leaving, Leaving, middle), i == 0 ? &first : &end) < 0)
            from = middle + 1;
          else
            to = middle;
        }
      n[i] = from;
    }
  return n[1] - n[0];
}

/* An object that goes with its owner, which is removed, stays with it. */
static void
find_leaving (Placing *self)
{
  for (guint i = 0; i < self->plan->items->len; i++)
    {
      const TrovePlanItem *item = trove_plan_item (self->plan, i);
      const TroveRecord *record;

      if (item->status != TROVE_PLAN_DO || item->kind == TROVE_ENTRY_ADDED || item->keeps_owner)
        continue;
      record = trove_state_get (state_of (self), trove_plan_key (item));
      if (item->kind != TROVE_ENTRY_REMOVED || !trove_plan_removes (self->plan, record->owner))
        add_leaving (self, record->key);
    }
}

/* Lists */

typedef struct
{
  Placing *placing;
  OwnedList list;
} Merging;

/* TRUE if the item of an object is done. */
static gboolean
leaves (TroveKey key, gpointer data)
{
  const Merging *self = data;

  return trove_plan_find_done (self->placing->plan, key) != NULL;
}

/* TRUE if the object is put into the list. */
static gboolean
arrives (TroveKey key, gpointer data)
{
  const Merging *self = data;
  const TrovePlanItem *item = trove_plan_find_done (self->placing->plan, key);

  return item != NULL && item->owner == self->list.owner && item->field == self->list.field;
}

static void
tell_conflict (TroveKey key, gpointer data)
{
  const Merging *self = data;
  const TroveState *state = state_of (self->placing);
  const TroveRecord *record = trove_state_peek (state, key);
  guint64 entry = key << TROVE_ENTRY_CODE_BITS | TROVE_ENTRY_MOVED;
  const TrovePlanItem *item = trove_plan_find (self->placing->plan, key);

  /* Of an object that one side removes, or puts elsewhere, the place in the list does not matter. */
  if (record != NULL && record->owner == self->list.owner && record->owner_field == self->list.field->index &&
      (item == NULL || item->keeps_owner || item->status == TROVE_PLAN_NOTHING))
    trove_obstacles_add (self->placing->obstacles, TROVE_OBSTACLE_LATER_PLACE, entry, record->klass, NULL, 0);
}

static void
add_arrival (Placing *self, const OwnedList *list, const TroveListEdit *edit)
{
  const Arrival arrival = { *list, edit->position, edit->order, edit->key };

  g_hash_table_add (self->arrives, g_memdup2 (&edit->key, sizeof edit->key));
  g_array_append_val (self->arrivals, arrival);
}

static const TroveSequenceNode *
list_in (const TroveState *state, const OwnedList *list)
{
  const TroveRecord *record = trove_state_peek (state, list->owner);

  return record != NULL ? record->lists[list->field->offset] : NULL;
}

static gboolean
merge_list (Placing *self, const OwnedList *list, GError **error)
{
  Merging merging = { self, *list };
  const TroveListMergeFuncs funcs = { leaves, arrives, arrives, tell_conflict, &merging };
  const TroveSequenceNode *base = list_in (self->plan->set->from, list);
  const TroveSequenceNode *ours = list_in (state_of (self), list);
  g_autoptr (GArray) edits = trove_list_merge (base, ours, list_in (self->plan->set->to, list), &funcs);

  if (edits == NULL)
    {
      g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY, "No memory to compare two lists");
      return FALSE;
    }
  for (guint i = 0; i < edits->len; i++)
    {
      const TroveListEdit *edit = &g_array_index (edits, TroveListEdit, i);

      if (edit->key == 0)
        add_leaving (self, trove_sequence_get (ours, edit->position));
      else
        add_arrival (self, list, edit);
    }
  return TRUE;
}

static int
compare_owned_lists (gconstpointer a, gconstpointer b)
{
  return compare_lists (a, b);
}

/* The lists of an object that both sides have added. */
static void
add_lists (GArray *lists, const TroveRecord *record)
{
  for (guint i = 0; i < record->klass->n_fields; i++)
    {
      const OwnedList list = { record->key, &record->klass->fields[i] };

      if (list.field->kind == TROVE_KIND_OWNED_LIST)
        g_array_append_val (lists, list);
    }
}

/* The lists that theirs has changed, and those that get an object. An owner that is new has none yet. */
static GArray *
find_lists (const Placing *self)
{
  const TrovePlan *plan = self->plan;
  GArray *lists = g_array_new (FALSE, FALSE, sizeof (OwnedList));

  for (guint i = 0; i < trove_change_set_n (plan->set); i++)
    {
      guint64 entry = trove_change_set_get (plan->set, i);
      const TroveRecord *record = trove_state_peek (state_of (self), trove_entry_key (entry));
      OwnedList list = { trove_entry_key (entry), NULL };

      if (trove_entry_kind (entry) != TROVE_ENTRY_LIST || record == NULL)
        continue;
      list.field = &record->klass->fields[trove_entry_field (entry)];
      if (list.field->kind == TROVE_KIND_OWNED_LIST)
        g_array_append_val (lists, list);
    }
  for (guint i = 0; i < plan->items->len; i++)
    {
      const TrovePlanItem *item = trove_plan_item (plan, i);
      const TrovePlanItem *owner = item->owner != 0 ? trove_plan_find_done (plan, item->owner) : NULL;
      const OwnedList list = { item->owner, item->field };

      if (item->kind == TROVE_ENTRY_ADDED && item->status == TROVE_PLAN_NOTHING)
        add_lists (lists, trove_state_get (state_of (self), trove_plan_key (item)));
      if (item->status == TROVE_PLAN_DO && item->owner != 0 && trove_class_field_is_list (item->field) &&
          (owner == NULL || owner->kind != TROVE_ENTRY_ADDED))
        g_array_append_val (lists, list);
    }
  g_array_sort (lists, compare_owned_lists);
  return lists;
}

static gboolean
merge_lists (Placing *self, GError **error)
{
  g_autoptr (GArray) lists = find_lists (self);

  for (guint i = 0; i < lists->len; i++)
    {
      const OwnedList *list = &g_array_index (lists, OwnedList, i);

      if ((i == 0 || compare_lists (list - 1, list) != 0) && !merge_list (self, list, error))
        return FALSE;
    }
  return TRUE;
}

/* Single fields, and lists of owners that are new */

static int
compare_arrivals (gconstpointer a, gconstpointer b)
{
  const Arrival *x = a, *y = b;
  int order = compare_lists (&x->to, &y->to);

  if (order == 0)
    order = (x->position > y->position) - (x->position < y->position);
  return order != 0 ? order : (x->order > y->order) - (x->order < y->order);
}

/* For an object that goes back to its place in base, which theirs has changed as well: its place in the list of ours. */
static gboolean
is_same (TroveKey key, gpointer data)
{
  return key == *(const TroveKey *) data;
}

static gboolean
find_back (const Placing *self, const OwnedList *list, TroveListEdit *edit, GError **error)
{
  const TroveSequenceNode *base = list_in (self->plan->set->from, list);
  g_autoptr (GArray) edits =
      trove_list_merge_back (base, list_in (state_of (self), list), is_same, &edit->key);

  if (edits == NULL)
    {
      g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY, "No memory to compare two lists");
      return FALSE;
    }
  if (edits->len > 0)
    *edit = g_array_index (edits, TroveListEdit, 0);
  return TRUE;
}

static gboolean
find_others (Placing *self, GError **error)
{
  const TroveState *to = self->plan->set->to;

  for (guint i = 0; i < self->plan->items->len; i++)
    {
      const TrovePlanItem *item = trove_plan_item (self->plan, i);
      TroveListEdit edit = { .key = trove_plan_key (item) };
      const OwnedList list = { item->owner, item->field };

      if (item->status != TROVE_PLAN_DO || item->owner == 0 || item->keeps_owner ||
          g_hash_table_contains (self->arrives, &edit.key))
        continue;
      if (trove_class_field_is_list (item->field) && !item->is_taken_back)
        edit.position = trove_state_position (to, trove_state_get (to, edit.key));
      else if (trove_class_field_is_list (item->field) && !find_back (self, &list, &edit, error))
        return FALSE;
      add_arrival (self, &list, &edit);
    }
  g_array_sort (self->arrivals, compare_arrivals); /* which keeps the order of equal ones */
  return TRUE;
}

/* All together */

/* From the end of each list to its start, so that positions stay. */
static gboolean
put_all (const Placing *self, GError **error)
{
  for (guint i = self->arrivals->len; i-- > 0;)
    {
      const Arrival *arrival = &g_array_index (self->arrivals, Arrival, i);
      const TrovePlanItem *owner = trove_plan_find_done (self->plan, arrival->to.owner);
      TroveSlot slot = { .owner = arrival->to.owner, .field = arrival->to.field };

      if (trove_class_field_is_list (slot.field) && (owner == NULL || owner->kind != TROVE_ENTRY_ADDED))
        slot.position = arrival->position - count_leaving (self, &arrival->to, arrival->position);
      if (!trove_editor_put (self->editor, arrival->key, &slot, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
place_all (Placing *self, GError **error)
{
  find_leaving (self);
  if (!merge_lists (self, error) || !find_others (self, error))
    return FALSE;
  g_array_sort (self->leaving, compare_leaving);
  for (guint i = 0; i < self->leaving->len; i++)
    if (!trove_editor_take (self->editor, g_array_index (self->leaving, Leaving, i).key, error))
      return FALSE;
  return put_all (self, error);
}

gboolean
trove_merge_places (TroveEditor *editor, const TrovePlan *plan, GArray *obstacles, GError **error)
{
  Placing self = {
    .editor = editor,
    .plan = plan,
    .obstacles = obstacles,
    .leaving = g_array_new (FALSE, FALSE, sizeof (Leaving)),
    .leaves = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL),
    .arrivals = g_array_new (FALSE, FALSE, sizeof (Arrival)),
    .arrives = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL),
  };
  gboolean done = place_all (&self, error);

  g_array_unref (self.leaving);
  g_hash_table_unref (self.leaves);
  g_array_unref (self.arrivals);
  g_hash_table_unref (self.arrives);
  return done;
}

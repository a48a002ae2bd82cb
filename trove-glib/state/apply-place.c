/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "apply-place.h"

#include <string.h>

#include "editor-data.h"

/* An object that gets a place. */
typedef struct
{
  TrovePlanItem *item;
  guint32 index; /* in the list after the changes; 0 in a single field */
} Arrival;

typedef struct
{
  TroveEditor *editor;
  const TrovePlan *plan;
} Placing;

/* Making objects */

static void
clear_keys (gpointer data, TroveFieldOffsets fields)
{
  for (guint i = 0; i < fields.n; i++)
    memset ((char *) data + fields.at[i].offset, 0, sizeof (TroveKey));
}

/* Makes an object without an owner and without references. */
static gboolean
make (const Placing *self, TroveKey key, GError **error)
{
  const TroveRecord *after = trove_state_get (self->plan->set->to, key);
  const TroveClass *klass = after->klass;
  g_autofree gpointer data = g_memdup2 (trove_record_data (after), klass->data_size);

  clear_keys (data, klass->owned);
  clear_keys (data, klass->references);
  return trove_editor_create (self->editor, klass, key, data, NULL, error);
}

gboolean
trove_apply_make (TroveEditor *editor, const TrovePlan *plan, GError **error)
{
  const Placing self = { editor, plan };

  for (guint i = 0; i < plan->items->len; i++)
    {
      const TrovePlanItem *item = trove_plan_item (plan, i);

      if (item->status == TROVE_PLAN_DO && item->kind == TROVE_ENTRY_ADDED && !item->is_there &&
          !make (&self, trove_plan_key (item), error))
        return FALSE;
    }
  return TRUE;
}

/* Taking objects out */

/* The objects that a removed object owns stay with it, and are dropped with it. */
static gboolean
take_all (const Placing *self, GError **error)
{
  for (guint i = 0; i < self->plan->items->len; i++)
    {
      const TrovePlanItem *item = trove_plan_item (self->plan, i);
      TroveKey key = trove_plan_key (item);

      if (item->status != TROVE_PLAN_DO || item->owner != 0 ||
          trove_plan_removes (self->plan, trove_state_get (&self->editor->state, key)->owner))
        continue;
      if (!trove_editor_take (self->editor, key, error))
        return FALSE;
    }
  return TRUE;
}

/* Positions */

/* The position of an object in the list that a slot is of. FALSE: it is not there. */
static gboolean
find_position (const Placing *self, const TroveSlot *slot, TroveKey key, guint32 *position)
{
  const TroveRecord *record = trove_state_peek (&self->editor->state, key);

  if (record == NULL || record->owner != slot->owner || record->owner_field != slot->field->index)
    return FALSE;
  *position = trove_state_position (&self->editor->state, record);
  return TRUE;
}

/* An object that is still going to be placed is no neighbour. */
static gboolean
is_pending (const Placing *self, TroveKey key)
{
  const TrovePlanItem *item = trove_plan_find (self->plan, key);

  return item != NULL && item->status == TROVE_PLAN_DO && !item->is_placed;
}

typedef struct
{
  gboolean has_previous, has_next, is_there;
  guint32 previous, next, position; /* in the list as it is */
  gboolean is_first, is_last;       /* after the changes */
} Neighbours;

static Neighbours
find_neighbours (const Placing *self, const Arrival *arrival, const TroveSlot *slot)
{
  const TroveRecord *owner = trove_state_get (self->plan->set->to, slot->owner);
  const TroveSequenceNode *list = owner->lists[slot->field->offset];
  Neighbours found = { .is_first = arrival->index == 0,
                       .is_last = arrival->index + 1 == trove_sequence_length (list) };

  found.is_there = find_position (self, slot, trove_plan_key (arrival->item), &found.position);
  if (!found.is_first)
    {
      TroveKey key = trove_sequence_get (list, arrival->index - 1);

      found.has_previous = !is_pending (self, key) && find_position (self, slot, key, &found.previous);
    }
  if (!found.is_last)
    {
      TroveKey key = trove_sequence_get (list, arrival->index + 1);

      found.has_next = !is_pending (self, key) && find_position (self, slot, key, &found.next);
    }
  return found;
}

/* TRUE if the object stands where it is to be: between its neighbours. */
static gboolean
is_in_place (const Neighbours *at)
{
  if (!at->is_there)
    return FALSE;
  if (at->is_first && at->position == 0)
    return TRUE;
  if (!at->has_previous && !at->has_next && !at->is_first && !at->is_last)
    return TRUE;
  return (!at->has_previous || at->previous < at->position) &&
         (at->has_next ? at->position < at->next : at->is_last);
}

/* The position to put the object at, counted without it. */
static guint32
choose_position (const Neighbours *at, guint32 index, guint32 length)
{
  guint32 position;

  if (at->has_previous)
    position = at->previous + 1;
  else if (at->has_next)
    position = at->next;
  else
    return MIN (index, at->is_there ? length - 1 : length);
  return at->is_there && at->position < position ? position - 1 : position;
}

/* Placing */

/* Frees the owner-to-be from the object: takes out an object in between that is going to be placed elsewhere. There is one, since
 * no object owns itself when all are placed. */
static gboolean
open_circle (const Placing *self, TroveKey child, TroveKey owner, GError **error)
{
  const TroveState *state = &self->editor->state;

  if (!trove_state_is_within (state, owner, child))
    return TRUE;
  while (!is_pending (self, owner) || trove_plan_find (self->plan, owner)->keeps_owner)
    owner = trove_state_get (state, owner)->owner;
  return trove_editor_take (self->editor, owner, error);
}

static gboolean
place (const Placing *self, const Arrival *arrival, GError **error)
{
  TrovePlanItem *item = arrival->item;
  TroveKey key = trove_plan_key (item);
  TroveSlot slot = { .owner = item->owner, .field = item->field };

  item->is_placed = TRUE;
  if (!open_circle (self, key, item->owner, error))
    return FALSE;
  if (trove_class_field_is_list (item->field))
    {
      const TroveRecord *owner = trove_state_get (&self->editor->state, slot.owner);
      Neighbours at = find_neighbours (self, arrival, &slot);

      if (is_in_place (&at))
        return TRUE;
      slot.position =
          choose_position (&at, arrival->index, trove_sequence_length (owner->lists[slot.field->offset]));
    }
  return trove_editor_put (self->editor, key, &slot, error);
}

static int
compare_arrivals (gconstpointer a, gconstpointer b)
{
  const Arrival *x = a, *y = b;

  if (x->item->owner != y->item->owner)
    return x->item->owner < y->item->owner ? -1 : 1;
  if (x->item->field != y->item->field)
    return x->item->field->index < y->item->field->index ? -1 : 1;
  return x->index < y->index ? -1 : x->index > y->index;
}

/* In the order of their lists. */
static GArray *
find_arrivals (const Placing *self)
{
  GArray *arrivals = g_array_new (FALSE, FALSE, sizeof (Arrival));
  const TroveState *to = self->plan->set->to;

  for (guint i = 0; i < self->plan->items->len; i++)
    {
      Arrival arrival = { .item = trove_plan_item (self->plan, i) };

      if (arrival.item->status != TROVE_PLAN_DO || arrival.item->owner == 0)
        continue;
      arrival.index = trove_state_position (to, trove_state_get (to, trove_plan_key (arrival.item)));
      g_array_append_val (arrivals, arrival);
    }
  g_array_sort (arrivals, compare_arrivals);
  return arrivals;
}

gboolean
trove_apply_places (TroveEditor *editor, const TrovePlan *plan, GError **error)
{
  const Placing self = { editor, plan };
  g_autoptr (GArray) arrivals = NULL;

  if (!take_all (&self, error))
    return FALSE;

  arrivals = find_arrivals (&self);
  for (guint i = 0; i < arrivals->len; i++)
    if (!place (&self, &g_array_index (arrivals, Arrival, i), error))
      return FALSE;
  return TRUE;
}

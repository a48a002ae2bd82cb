/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "merge-circle.h"

TrovePlanItem *
trove_plan_find_placed (const TrovePlan *self, TroveKey key)
{
  TrovePlanItem *item = trove_plan_find_done (self, key);

  return item != NULL && !item->keeps_owner && item->kind != TROVE_ENTRY_REMOVED ? item : NULL;
}

/* An object that returns may have been moved as well. */
static gboolean
is_moved_by_theirs (const TrovePlan *plan, TroveKey key)
{
  const TrovePlanItem *item = trove_plan_find_placed (plan, key);
  const TroveRecord *base = trove_state_peek (plan->set->from, key);

  return item != NULL && base != NULL && !item->is_taken_back &&
         (item->owner != base->owner || item->field->index != base->owner_field);
}

/* TRUE if an item puts its object into a single field. */
static gboolean
is_promised (const TrovePlan *plan, TroveKey owner, const TroveClassField *field)
{
  for (guint i = 0; i < plan->items->len; i++)
    {
      const TrovePlanItem *item = trove_plan_item (plan, i);

      if (item->status == TROVE_PLAN_DO && item->owner == owner && item->field->index == field->index)
        return TRUE;
    }
  return FALSE;
}

/* The owner in base is there, and has room. */
static gboolean
can_go_back (const TrovePlan *plan, const TroveRecord *base)
{
  const TroveClassField *field = trove_state_owner_field (plan->set->from, base);
  const TroveRecord *owner = trove_state_peek (plan->now, base->owner);

  if (owner == NULL || trove_plan_removes (plan, base->owner))
    return FALSE;
  return trove_class_field_is_list (field) ||
         (*trove_record_key_at (owner, field) == 0 && !is_promised (plan, base->owner, field));
}

static gboolean
is_moved_by_ours (const TrovePlan *plan, TroveKey key)
{
  const TroveRecord *base = trove_state_peek (plan->set->from, key);
  const TroveRecord *now = trove_state_peek (plan->now, key);

  const TrovePlanItem *item = trove_plan_find (plan, key);

  return base != NULL && now != NULL && trove_plan_find_placed (plan, key) == NULL &&
         (item == NULL || !item->is_taken_back) &&
         (base->owner != now->owner || base->owner_field != now->owner_field) && can_go_back (plan, base);
}

static TroveKey
owner_of (const TrovePlan *plan, TroveKey key)
{
  const TrovePlanItem *item = trove_plan_find_placed (plan, key);

  return item != NULL ? item->owner : trove_state_get (plan->now, key)->owner;
}

/* The item of an object, which is made where there is none. */
static TrovePlanItem *
find_or_add (TrovePlan *plan, TroveKey key)
{
  const TrovePlanItem item = { .entry = key << TROVE_ENTRY_CODE_BITS | TROVE_ENTRY_MOVED };
  guint at = plan->items->len;

  if (trove_plan_find (plan, key) != NULL)
    return trove_plan_find (plan, key);
  while (at > 0 && trove_plan_key (trove_plan_item (plan, at - 1)) > key)
    at--;
  g_array_insert_val (plan->items, at, item);
  return trove_plan_item (plan, at);
}

static void
go_back (TrovePlan *plan, TrovePlanItem *item, TroveKey other)
{
  const TroveRecord *base = trove_state_get (plan->set->from, trove_plan_key (item));

  item->status = TROVE_PLAN_DO;
  item->keeps_owner = FALSE;
  item->owner = base->owner;
  item->field = trove_state_owner_field (plan->set->from, base);
  item->is_taken_back = TRUE;
  item->obstacle = TROVE_OBSTACLE_CYCLE;
  item->other = other;
}

static void
take_back_ours (TrovePlan *plan, TroveKey key)
{
  TrovePlanItem *item = find_or_add (plan, key);

  item->kind = TROVE_ENTRY_MOVED;
  go_back (plan, item, trove_state_get (plan->now, key)->owner);
}

static void
take_back_theirs (TrovePlan *plan, TroveKey key)
{
  TrovePlanItem *item = trove_plan_find (plan, key);

  if (item->kind == TROVE_ENTRY_ADDED && can_go_back (plan, trove_state_get (plan->set->from, key)))
    go_back (plan, item, item->owner);
  else
    trove_plan_fail (plan, item, TROVE_OBSTACLE_CYCLE, item->owner);
}

void
trove_merge_break_circle (TrovePlan *plan, TroveKey key)
{
  TroveKey at = key, ours = 0, theirs = 0, back = 0; /* the greatest ones */

  do
    {
      const TrovePlanItem *item = trove_plan_find_placed (plan, at);

      if (item != NULL && item->is_taken_back)
        back = MAX (back, at);
      if (is_moved_by_theirs (plan, at))
        theirs = MAX (theirs, at);
      if (is_moved_by_ours (plan, at))
        ours = MAX (ours, at);
      at = owner_of (plan, at);
    }
  while (at != key);

  if (ours > theirs)
    take_back_ours (plan, ours);
  else if (theirs > 0)
    take_back_theirs (plan, theirs);
  else /* an object went back in vain, and stays where it is */
    trove_plan_fail (plan, trove_plan_find (plan, back), TROVE_OBSTACLE_CYCLE, 0);
}

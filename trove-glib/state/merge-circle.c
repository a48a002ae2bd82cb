/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "merge-circle.h"

TrovePlanItem *
trove_plan_find_placed (const TrovePlan *self, TroveKey key)
{
  TrovePlanItem *item = trove_plan_find_done (self, key);

  return item != NULL && !item->keeps_owner && item->kind != TROVE_ENTRY_REMOVED ? item : NULL;
}

static gboolean
is_moved_by_theirs (const TrovePlan *plan, TroveKey key)
{
  const TrovePlanItem *item = trove_plan_find_placed (plan, key);

  return item != NULL && item->kind == TROVE_ENTRY_MOVED && !item->is_taken_back;
}

/* The owner in base is there, and has room. */
static gboolean
can_go_back (const TrovePlan *plan, const TroveRecord *base)
{
  const TroveClassField *field = trove_state_owner_field (plan->set->from, base);
  const TroveRecord *owner = trove_state_peek (plan->now, base->owner);

  if (owner == NULL || trove_plan_removes (plan, base->owner))
    return FALSE;
  return trove_class_field_is_list (field) || *trove_record_key_at (owner, field) == 0;
}

static gboolean
is_moved_by_ours (const TrovePlan *plan, TroveKey key)
{
  const TroveRecord *base = trove_state_peek (plan->set->from, key);
  const TroveRecord *now = trove_state_peek (plan->now, key);

  return base != NULL && now != NULL && trove_plan_find_placed (plan, key) == NULL &&
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
take_back (TrovePlan *plan, TroveKey key)
{
  const TroveRecord *base = trove_state_get (plan->set->from, key);
  const TroveRecord *now = trove_state_get (plan->now, key);
  TrovePlanItem *item = find_or_add (plan, key);

  item->kind = TROVE_ENTRY_MOVED;
  item->status = TROVE_PLAN_DO;
  item->keeps_owner = FALSE;
  item->owner = base->owner;
  item->field = trove_state_owner_field (plan->set->from, base);
  item->is_taken_back = TRUE;
  item->obstacle = TROVE_OBSTACLE_CYCLE;
  item->other = now->owner;
}

void
trove_merge_break_circle (TrovePlan *plan, TroveKey key)
{
  TroveKey at = key, greatest = 0, theirs = 0;

  do
    {
      if (is_moved_by_theirs (plan, at))
        theirs = MAX (theirs, at);
      if (is_moved_by_ours (plan, at))
        greatest = MAX (greatest, at);
      at = owner_of (plan, at);
    }
  while (at != key);

  if (greatest > theirs)
    take_back (plan, greatest);
  else
    {
      TrovePlanItem *item = trove_plan_find (plan, theirs);

      trove_plan_fail (plan, item, TROVE_OBSTACLE_CYCLE, item->owner);
    }
}

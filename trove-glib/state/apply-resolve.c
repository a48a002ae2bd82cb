/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "apply-resolve.h"

#include "apply-check.h"
#include "merge-circle.h"

/* Passing on: an item that has failed leaves its object as it is, which is in the way of others */

typedef struct
{
  TrovePlan *plan;
  TroveKey cause;
} Passing;

static gboolean
keep_named (TroveKey key, gpointer data)
{
  const Passing *passing = data;
  TrovePlanItem *item = trove_plan_find_done (passing->plan, key);

  if (item != NULL && item->kind == TROVE_ENTRY_REMOVED)
    trove_plan_fail (passing->plan, item, TROVE_OBSTACLE_IN_USE, passing->cause);
  return TRUE;
}

static gboolean
check_arrival (TroveKey key, gpointer data)
{
  const Passing *passing = data;
  TrovePlanItem *item = trove_plan_find_done (passing->plan, key);

  if (item != NULL)
    trove_plan_check_others (passing->plan, item);
  return TRUE;
}

/* The object stays at its place. */
static void
pass_on_place (TrovePlan *self, const TroveRecord *now)
{
  const TroveClassField *field = trove_state_owner_field (self->now, now);
  const TroveRecord *owner = field != NULL ? trove_state_peek (self->set->to, now->owner) : NULL;
  Passing passing = { self, now->key };
  TroveKey arrival;

  if (field == NULL)
    return;
  keep_named (now->owner, &passing);
  arrival = owner != NULL && field->kind == TROVE_KIND_OWNED ? *trove_record_key_at (owner, field) : 0;
  if (arrival != 0)
    check_arrival (arrival, &passing);
}

static void
pass_on (TrovePlan *self, const TrovePlanItem *item)
{
  TroveKey key = trove_plan_key (item);
  const TroveRecord *now = trove_state_peek (self->now, key);
  Passing passing = { self, key };

  if (item->kind == TROVE_ENTRY_ADDED)
    {
      trove_record_foreach_owned (trove_state_get (self->set->to, key), check_arrival, &passing);
      return;
    }
  if (now == NULL)
    return;
  pass_on_place (self, now);
  if (item->kind == TROVE_ENTRY_REMOVED)
    {
      trove_record_foreach_owned (now, keep_named, &passing);
      trove_record_foreach_reference (now, keep_named, &passing);
    }
}

static void
pass_on_all (TrovePlan *self)
{
  while (self->failed->len > 0)
    {
      guint i = g_array_index (self->failed, guint, self->failed->len - 1);

      g_array_set_size (self->failed, self->failed->len - 1);
      pass_on (self, trove_plan_item (self, i));
    }
}

/* The way to the root */

/* Follows the owners that an object has when all is done. FALSE: an item has failed, since they do not lead to the root. first:
 * number of the first walk of this round, whose items lead there. */
static gboolean
walk_up (TrovePlan *self, TrovePlanItem *start, guint first, guint walk)
{
  TroveKey key = trove_plan_key (start);

  while (key != self->now->root)
    {
      TrovePlanItem *item = trove_plan_find_placed (self, key);

      if (item != NULL && item->walk == walk)
        {
          if (self->is_merge)
            trove_merge_break_circle (self, key);
          else
            trove_plan_fail (self, item, TROVE_OBSTACLE_CYCLE, item->owner);
          return FALSE;
        }
      if (item != NULL && (item->walk >= first || item->owner == 0))
        return TRUE;
      if (item != NULL)
        item->walk = walk;
      key = item != NULL ? item->owner : trove_state_get (self->now, key)->owner;
      if (key == 0)
        {
          trove_plan_fail (self, start, TROVE_OBSTACLE_ABSENT_OWNER, start->owner);
          return FALSE;
        }
    }
  return TRUE;
}

/* FALSE: an item has failed. */
static gboolean
check_ways (TrovePlan *self, guint *walk)
{
  guint first = *walk + 1;

  for (guint i = 0; i < self->items->len; i++)
    {
      TrovePlanItem *item = trove_plan_find_placed (self, trove_plan_key (trove_plan_item (self, i)));

      if (item != NULL && item->walk < first && !walk_up (self, item, first, ++*walk))
        return FALSE;
    }
  return TRUE;
}

void
trove_plan_resolve (TrovePlan *self)
{
  guint walk = 0;

  for (guint i = 0; i < self->items->len; i++)
    trove_plan_check_alone (self, trove_plan_item (self, i));
  pass_on_all (self);
  for (guint i = 0; i < self->items->len; i++)
    if (trove_plan_item (self, i)->status == TROVE_PLAN_DO)
      trove_plan_check_others (self, trove_plan_item (self, i));
  pass_on_all (self);
  while (!check_ways (self, &walk))
    pass_on_all (self);
}

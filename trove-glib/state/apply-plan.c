/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "apply-plan.h"

#include "class-value.h"

/* Items */

TrovePlanItem *
trove_plan_find (const TrovePlan *self, TroveKey key)
{
  guint from = 0, to = self->items->len;

  while (from < to)
    {
      guint middle = from + (to - from) / 2;

      if (trove_plan_key (trove_plan_item (self, middle)) < key)
        from = middle + 1;
      else
        to = middle;
    }
  return from < self->items->len && trove_plan_key (trove_plan_item (self, from)) == key ?
             trove_plan_item (self, from) :
             NULL;
}

TrovePlanItem *
trove_plan_find_done (const TrovePlan *self, TroveKey key)
{
  TrovePlanItem *item = trove_plan_find (self, key);

  return item != NULL && item->status == TROVE_PLAN_DO ? item : NULL;
}

gboolean
trove_plan_removes (const TrovePlan *self, TroveKey key)
{
  const TrovePlanItem *item = trove_plan_find (self, key);

  return item != NULL && item->kind == TROVE_ENTRY_REMOVED && item->status != TROVE_PLAN_FAIL;
}

gboolean
trove_plan_must_stay (const TrovePlan *self, TroveKey key)
{
  const TrovePlanItem *item = trove_plan_find (self, key);

  return item != NULL && item->kind == TROVE_ENTRY_REMOVED && item->status == TROVE_PLAN_FAIL;
}

void
trove_plan_fail (TrovePlan *self, TrovePlanItem *item, TroveObstacleKind obstacle, TroveKey other)
{
  guint i = (guint) (item - trove_plan_item (self, 0));

  item->status = TROVE_PLAN_FAIL;
  item->obstacle = obstacle;
  item->other = other;
  g_array_append_val (self->failed, i);
}

/* Making */

static void
add_item (TrovePlan *self, guint64 entry)
{
  TrovePlanItem item = { .entry = entry, .kind = trove_change_set_kind (self->set, entry) };

  if (item.kind > TROVE_ENTRY_MOVED)
    return;
  if (item.kind != TROVE_ENTRY_REMOVED)
    {
      const TroveRecord *after = trove_state_get (self->set->to, trove_entry_key (entry));

      item.owner = after->owner;
      item.field = trove_state_owner_field (self->set->to, after);
    }
  g_array_append_val (self->items, item);
}

void
trove_plan_init (TrovePlan *self, const TroveState *now, gboolean has_ownerless, const TroveChangeSet *set)
{
  *self = (TrovePlan){
    .now = now,
    .set = set,
    .has_ownerless = has_ownerless,
    .items = g_array_new (FALSE, FALSE, sizeof (TrovePlanItem)),
    .uncleared = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_hash_table_unref),
    .failed = g_array_new (FALSE, FALSE, sizeof (guint)),
  };
  for (guint i = 0; i < trove_change_set_n (set); i++)
    add_item (self, trove_change_set_get (set, i));
}

void
trove_plan_clear (TrovePlan *self)
{
  g_array_unref (self->items);
  g_hash_table_unref (self->uncleared);
  g_array_unref (self->failed);
}

/* Obstacles */

static void
set_key (GValue *value, TroveKey key)
{
  g_value_init (value, G_TYPE_UINT64);
  g_value_set_uint64 (value, key);
}

/* The values are the owners. */
static void
tell_owners (const TrovePlan *self, const TrovePlanItem *item, TroveObstacle *obstacle)
{
  const TroveRecord *before = trove_state_peek (self->set->from, trove_plan_key (item));
  const TroveRecord *now = trove_state_peek (self->now, trove_plan_key (item));

  set_key (&obstacle->base, before != NULL ? before->owner : 0);
  set_key (&obstacle->ours, now != NULL ? now->owner : 0);
  set_key (&obstacle->theirs, item->owner);
}

/* The values of the field that has changed since. */
static void
tell_difference (const TrovePlan *self, const TrovePlanItem *item, TroveObstacle *obstacle)
{
  const TroveRecord *before = trove_state_peek (self->set->from, trove_plan_key (item));
  const TroveRecord *now = trove_state_get (self->now, trove_plan_key (item));
  const TroveRecord *after = trove_state_peek (self->set->to, trove_plan_key (item));

  if (trove_class_field_is_list (item->differs))
    return;
  if (before != NULL)
    trove_class_value_get (item->differs, trove_record_data (before), &obstacle->base);
  trove_class_value_get (item->differs, trove_record_data (now), &obstacle->ours);
  if (after != NULL)
    trove_class_value_get (item->differs, trove_record_data (after), &obstacle->theirs);
}

static void
tell (const TrovePlan *self, const TrovePlanItem *item, GArray *obstacles)
{
  gboolean by_value = item->obstacle == TROVE_OBSTACLE_LATER_VALUE ||
                      (item->obstacle == TROVE_OBSTACLE_EXISTS && item->differs != NULL);
  TroveKey key = trove_plan_key (item);
  const TroveRecord *record = trove_state_peek (self->set->to, key);
  TroveObstacle *obstacle;

  if (record == NULL)
    record = trove_state_get (self->set->from, key);
  obstacle = trove_obstacles_add (obstacles, item->obstacle, item->entry, record->klass,
                                  by_value ? item->differs : NULL, item->other);
  if (item->is_taken_back)
    obstacle->stands = TROVE_SIDE_BASE;
  if (by_value)
    tell_difference (self, item, obstacle);
  else if (item->obstacle != TROVE_OBSTACLE_IN_USE)
    tell_owners (self, item, obstacle);
}

void
trove_plan_tell (const TrovePlan *self, GArray *obstacles)
{
  for (guint i = 0; i < self->items->len; i++)
    if (trove_plan_item (self, i)->status == TROVE_PLAN_FAIL || trove_plan_item (self, i)->is_taken_back)
      tell (self, trove_plan_item (self, i), obstacles);
}

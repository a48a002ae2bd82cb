/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Apply plan: which objects are added, removed and moved when a change set is applied to a state.
 *
 *   the set        │ 7 added to 3.children │ 8 moved from 3 to 4 │ 9 removed │
 *   the state      object 3 is not there     8 is at 3              9 was renamed since
 *   the items      7 fails: no owner         8 is done              9 fails: later value
 *
 * A plan has an item for each change of the set that adds, removes or moves an object, in the order of the keys. These changes
 * alone say who owns an object: an owned field or list follows from them.
 *
 * Making a plan reads the state, and writes nothing. Each item is taken to succeed, until something is in its way. An item that
 * fails leaves its object as it is, which may be in the way of others. So all items that succeed can be done together:
 *
 * - the owner of an object that is added or moved is there, and no object becomes an owner of itself;
 * - a single field that gets an object is empty, or loses the object that it has;
 * - an object that is removed is as the changes found it. It owns nothing that stays, and no object that stays refers to it when
 *   the changes of references are made. So a removed object that must stay keeps its owner, and all that it owned. */

#pragma once

#include "change-set.h"
#include "obstacle.h"

typedef enum
{
  TROVE_PLAN_DO,
  TROVE_PLAN_NOTHING, /* all is as after the change */
  TROVE_PLAN_FAIL,
} TrovePlanStatus;

typedef struct
{
  guint64 entry;
  TroveEntryKind kind; /* ADDED, REMOVED or MOVED, in the direction of the set */
  TrovePlanStatus status;
  TroveKey owner;               /* after the change; 0: none */
  const TroveClassField *field; /* of the owner */
  gboolean is_there;            /* it is added, and is in the state without an owner */
  gboolean is_taken_back; /* a move since "from" that makes a circle: it is taken back, which is to be told */
  gboolean keeps_owner;   /* it is moved within its list */
  gboolean is_placed;     /* for the placing (apply-place.h) */
  guint walk;             /* number of the walk to the root that passed it last */

  TroveObstacleKind obstacle; /* of FAIL */
  TroveKey other;
  const TroveClassField *differs;
} TrovePlanItem;

typedef struct
{
  const TroveState *now;
  const TroveChangeSet *set;
  gboolean has_ownerless; /* an object of the state may be dropped at the next commit */
  gboolean
      is_merge; /* the state comes from "from" as well, and both sides count alike; set after trove_plan_init () */
  GArray *items;         /* TrovePlanItem */
  GHashTable *uncleared; /* list of references → GHashTable of the keys that the set leaves in it */
  GArray *failed;        /* guint: items whose failing was not passed on yet */
} TrovePlan;

/* A plan whose items are all to be done (apply-resolve.h finds those that fail). now: the state that is going to be changed.
 * has_ownerless: it may have objects without an owner. */
void trove_plan_init (TrovePlan *self, const TroveState *now, gboolean has_ownerless,
                      const TroveChangeSet *set);
void trove_plan_clear (TrovePlan *self);

static inline TroveKey
trove_plan_key (const TrovePlanItem *item)
{
  return trove_entry_key (item->entry);
}

static inline TrovePlanItem *
trove_plan_item (const TrovePlan *self, guint i)
{
  return &g_array_index (self->items, TrovePlanItem, i);
}

/* The item of an object, or NULL. */
TrovePlanItem *trove_plan_find (const TrovePlan *self, TroveKey key);

/* The same, if the item is to be done. */
TrovePlanItem *trove_plan_find_done (const TrovePlan *self, TroveKey key);

/* TRUE if the object is going to be removed, or is without an owner already. */
gboolean trove_plan_removes (const TrovePlan *self, TroveKey key);

/* An item fails, for a reason. other: the object in the way, or 0. */
void trove_plan_fail (TrovePlan *self, TrovePlanItem *item, TroveObstacleKind obstacle, TroveKey other);

/* TRUE if the object is to be removed, and must stay. */
gboolean trove_plan_must_stay (const TrovePlan *self, TroveKey key);

/* Adds the obstacles of all items that fail. */
void trove_plan_tell (const TrovePlan *self, GArray *obstacles);

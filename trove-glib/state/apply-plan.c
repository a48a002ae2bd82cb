/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "apply-plan.h"

#include "class-value.h"

/* Items */

static TrovePlanItem *
item_at (const TrovePlan *self, guint i)
{
  return &g_array_index (self->items, TrovePlanItem, i);
}

TrovePlanItem *
trove_plan_find (const TrovePlan *self, TroveKey key)
{
  guint from = 0, to = self->items->len;

  while (from < to)
    {
      guint middle = from + (to - from) / 2;

      if (trove_plan_key (item_at (self, middle)) < key)
        from = middle + 1;
      else
        to = middle;
    }
  return from < self->items->len && trove_plan_key (item_at (self, from)) == key ? item_at (self, from) :
                                                                                   NULL;
}

static TrovePlanItem *
find_done (const TrovePlan *self, TroveKey key)
{
  TrovePlanItem *item = trove_plan_find (self, key);

  return item != NULL && item->status == TROVE_PLAN_DO ? item : NULL;
}

static gboolean
is_removed (const TrovePlan *self, TroveKey key)
{
  const TrovePlanItem *item = find_done (self, key);

  return item != NULL && item->kind == TROVE_ENTRY_REMOVED;
}

/* TRUE if the object leaves its place: it is removed, or moved to another owner or field. */
static gboolean
leaves (const TrovePlan *self, TroveKey key)
{
  const TrovePlanItem *item = find_done (self, key);

  return item != NULL && !item->keeps_owner;
}

gboolean
trove_plan_must_stay (const TrovePlan *self, TroveKey key)
{
  const TrovePlanItem *item = trove_plan_find (self, key);

  return item != NULL && item->kind == TROVE_ENTRY_REMOVED && item->status == TROVE_PLAN_FAIL;
}

static void
fail (TrovePlan *self, TrovePlanItem *item, TroveObstacleKind obstacle, TroveKey other)
{
  guint i = (guint) (item - item_at (self, 0));

  item->status = TROVE_PLAN_FAIL;
  item->obstacle = obstacle;
  item->other = other;
  g_array_append_val (self->failed, i);
}

/* Objects as they were */

static gboolean
is_at (const TroveRecord *record, TroveKey owner, guint field)
{
  return record->owner == owner && (owner == 0 || record->owner_field == field);
}

/* Both records are of one object. */
static gboolean
same_place (const TroveRecord *a, const TroveRecord *b)
{
  return is_at (a, b->owner, b->owner_field);
}

/* TRUE if a reference to the object was cleared, since the object is gone. */
static gboolean
is_lost (const TrovePlan *self, TroveKey key)
{
  const TrovePlanItem *item = trove_plan_find (self, key);

  return trove_state_peek (self->now, key) == NULL && (item == NULL || item->kind != TROVE_ENTRY_ADDED);
}

static TroveKey *
read_list (const TroveSequenceNode *list, guint32 *n)
{
  TroveKey *keys;

  *n = trove_sequence_length (list);
  keys = g_new (TroveKey, *n);
  trove_sequence_copy (list, 0, keys, *n);
  return keys;
}

/* TRUE if a list of references is another one than it was, but for those that are lost. */
static gboolean
list_differs (const TrovePlan *self, const TroveSequenceNode *now, const TroveSequenceNode *before)
{
  guint32 n_now, n_before, at = 0;
  g_autofree TroveKey *keys_now = NULL;
  g_autofree TroveKey *keys_before = NULL;

  if (now == before)
    return FALSE;

  keys_now = read_list (now, &n_now);
  keys_before = read_list (before, &n_before);
  for (guint32 i = 0; i < n_before; i++)
    if (at < n_now && keys_now[at] == keys_before[i])
      at++;
    else if (!is_lost (self, keys_before[i]))
      return TRUE;
  return at < n_now;
}

static gboolean
field_differs (const TrovePlan *self, const TroveClassField *field, const TroveRecord *now,
               const TroveRecord *before)
{
  gconstpointer data_now = trove_record_data (now), data_before = trove_record_data (before);

  if (field->kind == TROVE_KIND_OWNED || field->kind == TROVE_KIND_OWNED_LIST)
    return FALSE;
  if (field->kind == TROVE_KIND_REFERENCE_LIST)
    return list_differs (self, now->lists[field->offset], before->lists[field->offset]);
  if (trove_class_field_equal (field, data_now, data_before))
    return FALSE;
  return field->kind != TROVE_KIND_REFERENCE || *trove_record_key_at (now, field) != 0 ||
         !is_lost (self, *trove_record_key_at (before, field));
}

/* The first field that has another value than before, or NULL. What an object owns is said by the items of the owned objects. */
static const TroveClassField *
find_difference (const TrovePlan *self, const TroveRecord *now, const TroveRecord *before)
{
  const TroveClass *klass = now->klass;

  if (now == before)
    return NULL;
  for (guint i = 0; i < klass->n_fields; i++)
    if (field_differs (self, &klass->fields[i], now, before))
      return &klass->fields[i];
  return NULL;
}

/* What is in the way of an item by itself */

static void
check_added (TrovePlan *self, TrovePlanItem *item)
{
  TroveKey key = trove_plan_key (item);
  const TroveRecord *now = trove_state_peek (self->now, key), *after = trove_state_get (self->set->to, key);

  if (now == NULL)
    {
      if (after->owner == 0)
        fail (self, item, TROVE_OBSTACLE_ABSENT_OWNER, 0);
      return;
    }

  item->differs = find_difference (self, now, after);
  item->is_there = now->owner == 0;
  if (item->differs == NULL && same_place (now, after))
    item->status = TROVE_PLAN_NOTHING;
  else if (item->differs != NULL || !item->is_there)
    fail (self, item, TROVE_OBSTACLE_EXISTS, 0);
}

static void
check_removed (TrovePlan *self, TrovePlanItem *item)
{
  TroveKey key = trove_plan_key (item);
  const TroveRecord *now = trove_state_peek (self->now, key);
  const TroveRecord *before = trove_state_get (self->set->from, key);

  if (now == NULL || now->owner == 0)
    {
      item->status = TROVE_PLAN_NOTHING;
      return;
    }

  item->differs = find_difference (self, now, before);
  if (!same_place (now, before))
    fail (self, item, TROVE_OBSTACLE_LATER_PLACE, now->owner);
  else if (item->differs != NULL)
    fail (self, item, TROVE_OBSTACLE_LATER_VALUE, 0);
}

static void
check_moved (TrovePlan *self, TrovePlanItem *item)
{
  TroveKey key = trove_plan_key (item);
  const TroveRecord *now = trove_state_peek (self->now, key);
  const TroveRecord *before = trove_state_get (self->set->from, key);
  const TroveRecord *after = trove_state_get (self->set->to, key);

  item->keeps_owner = same_place (before, after);
  if (now == NULL)
    fail (self, item, TROVE_OBSTACLE_ABSENT_OBJECT, key);
  else if (same_place (now, after))
    item->status = item->keeps_owner ? TROVE_PLAN_DO : TROVE_PLAN_NOTHING;
  else if (!same_place (now, before))
    fail (self, item, TROVE_OBSTACLE_LATER_PLACE, now->owner);
}

/* References to an object that is removed */

/* The number of times that each key is in a list. */
static GHashTable *
count_keys (const TroveSequenceNode *list)
{
  GHashTable *counts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  guint32 n;
  g_autofree TroveKey *keys = read_list (list, &n);

  for (guint32 i = 0; i < n; i++)
    {
      guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, &keys[i]));

      g_hash_table_insert (counts, g_memdup2 (&keys[i], sizeof keys[i]), GUINT_TO_POINTER (count + 1));
    }
  return counts;
}

static gboolean
is_no_surplus (gpointer key, gpointer count, gpointer before)
{
  return GPOINTER_TO_UINT (count) <= GPOINTER_TO_UINT (g_hash_table_lookup (before, key));
}

/* The keys that are in a list more often than before; before NULL: all keys. Made once for a list. */
static GHashTable *
find_uncleared (const TrovePlan *self, const TroveRecord *referrer, guint list, const TroveRecord *before)
{
  gconstpointer at = trove_record_list (referrer, list);
  GHashTable *keys = g_hash_table_lookup (self->uncleared, at);
  g_autoptr (GHashTable) counts = NULL;

  if (keys != NULL)
    return keys;

  keys = count_keys (referrer->lists[list]);
  if (before != NULL)
    {
      counts = count_keys (before->lists[list]);
      g_hash_table_foreach_remove (keys, is_no_surplus, counts);
    }
  g_hash_table_insert (self->uncleared, (gpointer) at, keys);
  return keys;
}

/* TRUE if the set takes all references to an object from a list. */
static gboolean
clears_list (const TrovePlan *self, const TroveRecord *referrer, guint list, const TroveRecord *before,
             TroveKey key)
{
  guint code = TROVE_ENTRY_FIRST_LIST + referrer->klass->lists.at[list].field;

  if (!trove_change_set_has (self->set, referrer->key << TROVE_ENTRY_CODE_BITS | code))
    before = NULL;
  if (before != NULL && before->lists[list] == referrer->lists[list])
    return TRUE;
  return !g_hash_table_contains (find_uncleared (self, referrer, list, before), &key);
}

/* TRUE if the set clears a field that refers to an object. */
static gboolean
clears_field (const TrovePlan *self, const TroveRecord *referrer, const TroveClassField *field,
              const TroveRecord *before, TroveKey key)
{
  guint code = TROVE_ENTRY_FIRST_FIELD + field->index;

  return before != NULL && *trove_record_key_at (before, field) == key &&
         trove_change_set_has (self->set, referrer->key << TROVE_ENTRY_CODE_BITS | code);
}

/* TRUE if the set clears all references to an object of an object that stays. */
static gboolean
clears (const TrovePlan *self, TroveKey from, guint n_references, TroveKey key)
{
  const TroveRecord *referrer = trove_state_get (self->now, from);
  const TroveRecord *before = trove_state_peek (self->set->from, from);
  const TroveClass *klass = referrer->klass;

  for (guint i = 0; i < klass->references.n; i++)
    {
      const TroveClassField *field = &klass->fields[klass->references.at[i].field];

      if (*trove_record_key_at (referrer, field) != key)
        continue;
      if (!clears_field (self, referrer, field, before, key))
        return FALSE;
      n_references--;
    }
  for (guint i = 0; i < klass->lists.n && n_references > 0; i++)
    if (klass->fields[klass->lists.at[i].field].kind == TROVE_KIND_REFERENCE_LIST &&
        !clears_list (self, referrer, i, before, key))
      return FALSE;
  return TRUE;
}

typedef struct
{
  const TrovePlan *plan;
  TroveKey key;
  TroveKey referrer; /* the first one that stays, and refers to the object; 0: none */
} Uses;

static gboolean
check_referrer (TroveKey referrer, guintptr n_references, gpointer data)
{
  Uses *uses = data;

  if (is_removed (uses->plan, referrer) || clears (uses->plan, referrer, (guint) n_references, uses->key))
    return TRUE;
  uses->referrer = referrer;
  return FALSE;
}

/* Owned objects */

/* Returns FALSE to stop. */
typedef gboolean (*OwnedFunc) (TroveKey key, gpointer data);

static gboolean
foreach_in_list (const TroveSequenceNode *list, OwnedFunc func, gpointer data)
{
  guint32 length = trove_sequence_length (list), n;

  for (guint32 at = 0; at < length; at += n)
    {
      const TroveKey *keys = trove_sequence_run (list, at, &n);

      for (guint32 i = 0; i < n; i++)
        if (!func (keys[i], data))
          return FALSE;
    }
  return TRUE;
}

/* The objects that an object owns, or refers to. */
static gboolean
foreach_named (const TroveRecord *record, TroveFieldOffsets fields, TroveFieldKind list_kind, OwnedFunc func,
               gpointer data)
{
  const TroveClass *klass = record->klass;

  for (guint i = 0; i < fields.n; i++)
    {
      TroveKey key = *trove_record_key_at (record, &klass->fields[fields.at[i].field]);

      if (key != 0 && !func (key, data))
        return FALSE;
    }
  for (guint i = 0; i < klass->lists.n; i++)
    if (klass->fields[klass->lists.at[i].field].kind == list_kind &&
        !foreach_in_list (record->lists[i], func, data))
      return FALSE;
  return TRUE;
}

static gboolean
foreach_owned (const TroveRecord *record, OwnedFunc func, gpointer data)
{
  return foreach_named (record, record->klass->owned, TROVE_KIND_OWNED_LIST, func, data);
}

typedef struct
{
  const TrovePlan *plan;
  TroveKey stays; /* 0: none */
} Owned;

static gboolean
check_owned (TroveKey key, gpointer data)
{
  Owned *owned = data;

  if (leaves (owned->plan, key))
    return TRUE;
  owned->stays = key;
  return FALSE;
}

/* What other objects and items are in the way of an item */

static void
check_use (TrovePlan *self, TrovePlanItem *item)
{
  const TroveRecord *now = trove_state_get (self->now, trove_plan_key (item));
  Owned owned = { self, 0 };
  Uses uses = { self, now->key, 0 };

  if (!foreach_owned (now, check_owned, &owned))
    fail (self, item, TROVE_OBSTACLE_IN_USE, owned.stays);
  else if (!trove_referrers_foreach (now->referrers, check_referrer, &uses))
    fail (self, item, TROVE_OBSTACLE_IN_USE, uses.referrer);
}

/* An owner that is there after all items are done, or is added. */
static gboolean
has_owner (const TrovePlan *self, const TrovePlanItem *item)
{
  const TrovePlanItem *owner = find_done (self, item->owner);

  if (trove_state_peek (self->now, item->owner) == NULL)
    return owner != NULL && owner->kind == TROVE_ENTRY_ADDED;
  return owner == NULL || owner->kind != TROVE_ENTRY_REMOVED;
}

/* The object that stays in the single field that an item is to have, or 0. */
static TroveKey
find_occupant (const TrovePlan *self, const TrovePlanItem *item)
{
  const TroveRecord *owner = trove_state_peek (self->now, item->owner);
  TroveKey occupant;

  if (trove_class_field_is_list (item->field) || owner == NULL)
    return 0;
  occupant = *trove_record_key_at (owner, item->field);
  return occupant != 0 && !leaves (self, occupant) ? occupant : 0;
}

static void
check_place (TrovePlan *self, TrovePlanItem *item)
{
  TroveKey occupant;

  if (item->owner == 0)
    return;
  if (!has_owner (self, item))
    {
      fail (self, item, TROVE_OBSTACLE_ABSENT_OWNER, item->owner);
      return;
    }
  occupant = find_occupant (self, item);
  if (occupant != 0)
    fail (self, item, TROVE_OBSTACLE_OCCUPIED, occupant);
}

static void
check_others (TrovePlan *self, TrovePlanItem *item)
{
  if (item->kind == TROVE_ENTRY_REMOVED)
    check_use (self, item);
  else if (!item->keeps_owner)
    check_place (self, item);
}

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

  if (is_removed (passing->plan, key))
    fail (passing->plan, trove_plan_find (passing->plan, key), TROVE_OBSTACLE_IN_USE, passing->cause);
  return TRUE;
}

static gboolean
check_arrival (TroveKey key, gpointer data)
{
  const Passing *passing = data;
  TrovePlanItem *item = find_done (passing->plan, key);

  if (item != NULL)
    check_others (passing->plan, item);
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
      foreach_owned (trove_state_get (self->set->to, key), check_arrival, &passing);
      return;
    }
  if (now == NULL)
    return;
  pass_on_place (self, now);
  if (item->kind == TROVE_ENTRY_REMOVED)
    {
      foreach_owned (now, keep_named, &passing);
      foreach_named (now, now->klass->references, TROVE_KIND_REFERENCE_LIST, keep_named, &passing);
    }
}

static void
pass_on_all (TrovePlan *self)
{
  while (self->failed->len > 0)
    {
      guint i = g_array_index (self->failed, guint, self->failed->len - 1);

      g_array_set_size (self->failed, self->failed->len - 1);
      pass_on (self, item_at (self, i));
    }
}

/* The way to the root */

/* An item that gives its object another owner, or NULL. */
static TrovePlanItem *
find_placed (const TrovePlan *self, TroveKey key)
{
  TrovePlanItem *item = find_done (self, key);

  return item != NULL && !item->keeps_owner && item->kind != TROVE_ENTRY_REMOVED ? item : NULL;
}

/* The item of the circle that has the least key. */
static TrovePlanItem *
find_least (const TrovePlan *self, TrovePlanItem *first)
{
  TrovePlanItem *least = first;
  TroveKey key = first->owner;

  while (key != trove_plan_key (first))
    {
      TrovePlanItem *item = find_placed (self, key);

      if (item != NULL && item < least)
        least = item;
      key = item != NULL ? item->owner : trove_state_get (self->now, key)->owner;
    }
  return least;
}

/* Follows the owners that an object has when all is done. FALSE: an item has failed, since they do not lead to the root. first:
 * number of the first walk of this round, whose items lead there. */
static gboolean
walk_up (TrovePlan *self, TrovePlanItem *start, guint first, guint walk)
{
  TroveKey key = trove_plan_key (start);

  while (key != self->now->root)
    {
      TrovePlanItem *item = find_placed (self, key);

      if (item != NULL && item->walk == walk)
        {
          item = find_least (self, item);
          fail (self, item, TROVE_OBSTACLE_CYCLE, item->owner);
          return FALSE;
        }
      if (item != NULL && (item->walk >= first || item->owner == 0))
        return TRUE;
      if (item != NULL)
        item->walk = walk;
      key = item != NULL ? item->owner : trove_state_get (self->now, key)->owner;
      if (key == 0)
        {
          fail (self, start, TROVE_OBSTACLE_ABSENT_OWNER, start->owner);
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
      TrovePlanItem *item = find_placed (self, trove_plan_key (item_at (self, i)));

      if (item != NULL && item->walk < first && !walk_up (self, item, first, ++*walk))
        return FALSE;
    }
  return TRUE;
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

static void
check_alone (TrovePlan *self, TrovePlanItem *item)
{
  if (item->kind == TROVE_ENTRY_ADDED)
    check_added (self, item);
  else if (item->kind == TROVE_ENTRY_REMOVED)
    check_removed (self, item);
  else
    check_moved (self, item);
}

static void
find_failing (TrovePlan *self)
{
  guint walk = 0;

  for (guint i = 0; i < self->items->len; i++)
    check_alone (self, item_at (self, i));
  pass_on_all (self);
  for (guint i = 0; i < self->items->len; i++)
    if (item_at (self, i)->status == TROVE_PLAN_DO)
      check_others (self, item_at (self, i));
  pass_on_all (self);
  while (!check_ways (self, &walk))
    pass_on_all (self);
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
  find_failing (self);
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

  if (item->differs == NULL || trove_class_field_is_list (item->differs))
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
  gboolean by_value = item->obstacle == TROVE_OBSTACLE_LATER_VALUE || item->obstacle == TROVE_OBSTACLE_EXISTS;
  TroveKey key = trove_plan_key (item);
  const TroveRecord *record = trove_state_peek (self->set->to, key);
  TroveObstacle *obstacle;

  if (record == NULL)
    record = trove_state_get (self->set->from, key);
  obstacle = trove_obstacles_add (obstacles, item->obstacle, item->entry, record->klass,
                                  by_value ? item->differs : NULL, item->other);
  if (by_value)
    tell_difference (self, item, obstacle);
  else if (item->obstacle != TROVE_OBSTACLE_IN_USE)
    tell_owners (self, item, obstacle);
}

void
trove_plan_tell (const TrovePlan *self, GArray *obstacles)
{
  for (guint i = 0; i < self->items->len; i++)
    if (item_at (self, i)->status == TROVE_PLAN_FAIL)
      tell (self, item_at (self, i), obstacles);
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "apply-check.h"

/* Objects as they were */

/* Both records are of one object. */
static gboolean
same_place (const TroveRecord *a, const TroveRecord *b)
{
  return a->owner == b->owner && a->owner_field == b->owner_field;
}

/* TRUE if a reference to the object was cleared, since the object is gone. */
static gboolean
is_lost (const TrovePlan *self, TroveKey key)
{
  const TrovePlanItem *item = trove_plan_find (self, key);
  gboolean is_added = item != NULL && item->kind == TROVE_ENTRY_ADDED;

  if (self->is_merge) /* an object of the base that returns was lost before */
    is_added = trove_state_peek (self->set->from, key) == NULL;
  return !is_added && trove_state_peek (self->now, key) == NULL;
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

/* TRUE if two versions of a list are one, or one is a copy of the other. */
static gboolean
same_list (const TroveSequenceNode *a, const TroveSequenceNode *b)
{
  return a == b || (a != NULL && b != NULL && trove_sequence_same (a, b));
}

/* TRUE if a list of references is another one than it was, but for those that are lost. */
static gboolean
list_differs (const TrovePlan *self, const TroveSequenceNode *now, const TroveSequenceNode *before)
{
  guint32 n_now, n_before, at = 0;
  g_autofree TroveKey *keys_now = NULL;
  g_autofree TroveKey *keys_before = NULL;

  if (same_list (now, before))
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

/* The first field that has another value than before, or NULL. The items of owned objects say who owns them. */
static const TroveClassField *
find_difference (const TrovePlan *self, const TroveRecord *now, const TroveRecord *before)
{
  const TroveClass *klass = now->klass;

  if (now->content == before->content)
    return NULL;
  for (guint i = 0; i < klass->n_fields; i++)
    if (field_differs (self, &klass->fields[i], now, before))
      return &klass->fields[i];
  return NULL;
}

/* Reasons against an item that lie in its own object */

static void
check_added (TrovePlan *self, TrovePlanItem *item)
{
  TroveKey key = trove_plan_key (item);
  const TroveRecord *now = trove_state_peek (self->now, key), *after = trove_state_get (self->set->to, key);

  if (now == NULL)
    {
      if (after->owner == 0)
        trove_plan_fail (self, item, TROVE_OBSTACLE_ABSENT_OWNER, 0);
      return;
    }

  item->differs = find_difference (self, now, after);
  item->is_there = now->owner == 0;
  if (item->differs == NULL && same_place (now, after))
    item->status = TROVE_PLAN_NOTHING;
  else if (item->differs != NULL || !item->is_there)
    trove_plan_fail (self, item, TROVE_OBSTACLE_EXISTS, 0);
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
    trove_plan_fail (self, item, TROVE_OBSTACLE_LATER_PLACE, 0);
  else if (item->differs != NULL)
    trove_plan_fail (self, item, TROVE_OBSTACLE_LATER_VALUE, 0);
}

static void
check_moved (TrovePlan *self, TrovePlanItem *item)
{
  TroveKey key = trove_plan_key (item);
  const TroveRecord *now = trove_state_peek (self->now, key);
  const TroveRecord *before = trove_state_get (self->set->from, key);
  const TroveRecord *after = trove_state_get (self->set->to, key);

  item->keeps_owner = same_place (before, after);
  if (now != NULL && same_place (now, after))
    item->status = item->keeps_owner ? TROVE_PLAN_DO : TROVE_PLAN_NOTHING;
  else if (self->is_merge && item->keeps_owner)
    item->status = TROVE_PLAN_NOTHING; /* a place in a list counts less than an owner */
  else if (now == NULL)
    trove_plan_fail (self, item, TROVE_OBSTACLE_ABSENT_OBJECT, 0);
  else if (!same_place (now, before))
    trove_plan_fail (self, item, TROVE_OBSTACLE_LATER_PLACE, 0);
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
  if (before != NULL && same_list (before->lists[list], referrer->lists[list]))
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

  if (trove_plan_removes (uses->plan, referrer) ||
      clears (uses->plan, referrer, (guint) n_references, uses->key))
    return TRUE;
  uses->referrer = referrer;
  return FALSE;
}

/* Owned objects */

typedef struct
{
  const TrovePlan *plan;
  TroveKey stays; /* 0: none */
} Owned;

static gboolean
check_owned (TroveKey key, gpointer data)
{
  Owned *owned = data;

  if (trove_plan_find_done (owned->plan, key) != NULL) /* it is removed or moved */
    return TRUE;
  owned->stays = key;
  return FALSE;
}

/* Reasons against an item that lie in other objects and items */

static void
check_use (TrovePlan *self, TrovePlanItem *item)
{
  const TroveRecord *now = trove_state_get (self->now, trove_plan_key (item));
  Owned owned = { self, 0 };
  Uses uses = { self, now->key, 0 };

  if (!trove_record_foreach_owned (now, check_owned, &owned))
    trove_plan_fail (self, item, TROVE_OBSTACLE_IN_USE, owned.stays);
  else if (!trove_referrers_foreach (now->referrers, check_referrer, &uses))
    trove_plan_fail (self, item, TROVE_OBSTACLE_IN_USE, uses.referrer);
}

/* An owner that is there after all items are done, or is added. */
static gboolean
has_owner (const TrovePlan *self, const TrovePlanItem *item)
{
  const TrovePlanItem *owner = trove_plan_find_done (self, item->owner);

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
  return trove_plan_find_done (self, occupant) == NULL ? occupant : 0; /* else it is removed or moved */
}

static void
check_place (TrovePlan *self, TrovePlanItem *item)
{
  TroveKey occupant;

  if (item->owner == 0)
    return;
  if (!has_owner (self, item))
    {
      trove_plan_fail (self, item, TROVE_OBSTACLE_ABSENT_OWNER, item->owner);
      return;
    }
  occupant = find_occupant (self, item);
  if (occupant != 0)
    trove_plan_fail (self, item, TROVE_OBSTACLE_OCCUPIED, occupant);
}

void
trove_plan_check_others (TrovePlan *self, TrovePlanItem *item)
{
  if (item->kind == TROVE_ENTRY_REMOVED)
    check_use (self, item);
  else if (!item->keeps_owner)
    check_place (self, item);
}

void
trove_plan_check_alone (TrovePlan *self, TrovePlanItem *item)
{
  if (item->kind == TROVE_ENTRY_ADDED)
    check_added (self, item);
  else if (item->kind == TROVE_ENTRY_REMOVED)
    check_removed (self, item);
  else
    check_moved (self, item);
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "check-changes.h"

#include <string.h>

typedef struct
{
  GListModel *changes;
  guint next; /* changes passed */
  const ObjectModel *from, *to;
  GArray *moved; /* TroveKey: within their list */
} Check;

/* Passes the next change, which is returned, if it is of an object and of a kind. */
static TroveChange *
take_if (Check *self, TroveKey key, TroveChangeKind kind)
{
  TroveChange *change = g_list_model_get_item (self->changes, self->next);

  if (change != NULL && trove_change_get_key (change) == key && trove_change_get_kind (change) == kind)
    {
      self->next++;
      return change;
    }
  g_clear_object (&change);
  return NULL;
}

static TroveChange *
take (Check *self, TroveKey key, TroveChangeKind kind)
{
  TroveChange *change = take_if (self, key, kind);

  if (change == NULL)
    g_error ("Change %u is not of kind %d of the object %" G_GUINT64_FORMAT, self->next, kind, key);
  return change;
}

static void
check_place (const ModelPlace *place, TroveKey owner, const char *property, guint position)
{
  g_assert_cmpuint (owner, ==, place->owner);
  if (owner == 0)
    return;
  g_assert_cmpstr (property, ==, place->field->pspec->name);
  g_assert_cmpuint (position, ==, place->position);
}

static void
check_places (TroveChange *change, const ModelPlace *from, const ModelPlace *to)
{
  const char *property;
  guint position;
  TroveKey owner;

  owner = trove_change_get_old_owner (change, &property, &position);
  check_place (from, owner, property, position);
  owner = trove_change_get_new_owner (change, &property, &position);
  check_place (to, owner, property, position);
}

static void
check_whole (Check *self, TroveKey key, TroveChangeKind kind)
{
  g_autoptr (TroveChange) change = take (self, key, kind);
  const ModelPlace from = object_model_get_place (self->from, key);
  const ModelPlace to = object_model_get_place (self->to, key);

  check_places (change, &from, &to);
}

/* An object may also have moved within its list. */
static void
check_moved (Check *self, TroveKey key)
{
  const ModelPlace from = object_model_get_place (self->from, key);
  const ModelPlace to = object_model_get_place (self->to, key);
  gboolean is_there = from.owner == to.owner && from.field == to.field;
  g_autoptr (TroveChange) change =
      is_there ? take_if (self, key, TROVE_CHANGE_MOVED) : take (self, key, TROVE_CHANGE_MOVED);

  if (change == NULL)
    return;
  check_places (change, &from, &to);
  if (is_there)
    {
      g_assert_true (to.field != NULL && to.field->kind == TROVE_KIND_OWNED_LIST);
      g_array_append_val (self->moved, key);
    }
}

static void
check_value (Check *self, const ModelObject *from, const ModelObject *to, guint i)
{
  const TroveClassField *field = &from->klass->fields[i];
  g_autoptr (TroveChange) change = NULL;
  GValue *old, *new;

  if (from->values[i] == to->values[i])
    return;
  change = take (self, from->key, TROVE_CHANGE_SET);
  g_assert_cmpstr (trove_change_get_property_name (change), ==, field->pspec->name);
  old = trove_change_dup_old_value (change);
  new = trove_change_dup_new_value (change);
  if (trove_class_field_is_key (field))
    {
      g_assert_cmpuint (g_value_get_uint64 (old), ==, from->values[i]);
      g_assert_cmpuint (g_value_get_uint64 (new), ==, to->values[i]);
    }
  g_boxed_free (G_TYPE_VALUE, old);
  g_boxed_free (G_TYPE_VALUE, new);
}

/* The later list with each run taken back is the earlier one. */
static void
check_runs (TroveChange *change, const GArray *from, const GArray *to)
{
  g_autoptr (GArray) list = g_array_copy ((GArray *) to);
  guint n_runs = trove_change_get_n_runs (change), last = G_MAXUINT;

  g_assert_cmpuint (n_runs, >, 0);
  for (guint i = n_runs; i-- > 0;)
    {
      guint old_position, n_removed, new_position, n_added;

      trove_change_get_run (change, i, &old_position, &n_removed, &new_position, &n_added);
      g_assert_cmpuint (n_removed + n_added, >, 0);
      g_assert_cmpuint (old_position + n_removed, <=, MIN (from->len, last));
      g_array_remove_range (list, new_position, n_added);
      if (n_removed > 0)
        g_array_insert_vals (list, new_position, &g_array_index (from, TroveKey, old_position), n_removed);
      last = old_position;
    }
  g_assert_cmpuint (list->len, ==, from->len);
  g_assert_true (list->len == 0 || memcmp (list->data, from->data, list->len * sizeof (TroveKey)) == 0);
}

static gboolean
lists_equal (const GArray *a, const GArray *b)
{
  return a->len == b->len && (a->len == 0 || memcmp (a->data, b->data, a->len * sizeof (TroveKey)) == 0);
}

static void
check_list (Check *self, const ModelObject *from, const ModelObject *to, guint i)
{
  g_autoptr (TroveChange) change = NULL;

  if (lists_equal (from->lists[i], to->lists[i]))
    return;
  change = take (self, from->key, TROVE_CHANGE_LIST);
  g_assert_cmpstr (trove_change_get_property_name (change), ==, from->klass->fields[i].pspec->name);
  check_runs (change, from->lists[i], to->lists[i]);
}

static void
check_object (Check *self, TroveKey key)
{
  const ModelObject *from = object_model_find (self->from, key), *to = object_model_find (self->to, key);

  if (from == NULL || to == NULL)
    {
      check_whole (self, key, from == NULL ? TROVE_CHANGE_ADDED : TROVE_CHANGE_REMOVED);
      return;
    }

  check_moved (self, key);
  for (guint i = 0; i < from->klass->n_fields; i++)
    if (from->lists[i] == NULL)
      check_value (self, from, to, i);
  for (guint i = 0; i < from->klass->n_fields; i++)
    if (from->lists[i] != NULL)
      check_list (self, from, to, i);
}

static gboolean
has (const GArray *keys, TroveKey key)
{
  for (guint i = 0; i < keys->len; i++)
    if (g_array_index (keys, TroveKey, i) == key)
      return TRUE;
  return FALSE;
}

/* The items of a list that are in the other one, too, and are not said to have moved. */
static GArray *
find_unmoved (const Check *self, const GArray *list, const GArray *other)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (TroveKey));

  for (guint i = 0; i < list->len; i++)
    {
      TroveKey key = g_array_index (list, TroveKey, i);

      if (has (other, key) && !has (self->moved, key))
        g_array_append_val (keys, key);
    }
  return keys;
}

/* The objects that have not moved are in the same order. */
static void
check_order (const Check *self, const ModelObject *from)
{
  const ModelObject *to = object_model_find (self->to, from->key);

  for (guint i = 0; to != NULL && i < from->klass->n_fields; i++)
    if (from->klass->fields[i].kind == TROVE_KIND_OWNED_LIST)
      {
        g_autoptr (GArray) before = find_unmoved (self, from->lists[i], to->lists[i]);
        g_autoptr (GArray) after = find_unmoved (self, to->lists[i], from->lists[i]);

        g_assert_true (lists_equal (before, after));
      }
}

void
check_changes (TroveChanges *changes, const ObjectModel *from, const ObjectModel *to)
{
  Check check = {
    .changes = G_LIST_MODEL (changes),
    .from = from,
    .to = to,
    .moved = g_array_new (FALSE, FALSE, sizeof (TroveKey)),
  };
  guint i = 0, j = 0;

  while (i < object_model_n (from) || j < object_model_n (to))
    {
      TroveKey in_from = i < object_model_n (from) ? object_model_at (from, i)->key : TROVE_KEY_LIMIT;
      TroveKey in_to = j < object_model_n (to) ? object_model_at (to, j)->key : TROVE_KEY_LIMIT;

      check_object (&check, MIN (in_from, in_to));
      i += in_from <= in_to;
      j += in_to <= in_from;
    }
  g_assert_cmpuint (g_list_model_get_n_items (check.changes), ==, check.next);
  for (i = 0; i < object_model_n (from); i++)
    check_order (&check, object_model_at (from, i));
  g_array_unref (check.moved);
}

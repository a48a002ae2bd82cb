/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "state-model.h"

#include <string.h>

#define ERROR_BIT(name) (1u << TROVE_ERROR_##name)

/* Objects */

static ModelObject *
object_new (const TroveClass *klass, TroveKey key)
{
  ModelObject *object = g_new0 (ModelObject, 1);

  g_assert_cmpuint (klass->n_fields, <=, MODEL_MAX_FIELDS);
  object->key = key;
  object->klass = klass;
  for (guint i = 0; i < klass->n_fields; i++)
    if (trove_class_field_is_list (&klass->fields[i]))
      object->lists[i] = g_array_new (FALSE, FALSE, sizeof (TroveKey));
  return object;
}

static void
object_free (gpointer data)
{
  ModelObject *object = data;

  for (guint i = 0; i < MODEL_MAX_FIELDS; i++)
    if (object->lists[i] != NULL)
      g_array_unref (object->lists[i]);
  g_free (object);
}

static gpointer
object_copy (gconstpointer source, gpointer data)
{
  ModelObject *copy = g_memdup2 (source, sizeof *copy);

  for (guint i = 0; i < MODEL_MAX_FIELDS; i++)
    if (copy->lists[i] != NULL)
      copy->lists[i] = g_array_copy (copy->lists[i]);
  return copy;
}

void
state_model_init (StateModel *self)
{
  *self = (StateModel){ .objects = g_ptr_array_new_with_free_func (object_free) };
}

void
state_model_clear (StateModel *self)
{
  g_ptr_array_unref (self->objects);
}

void
state_model_copy (const StateModel *self, StateModel *copy)
{
  *copy = (StateModel){ g_ptr_array_copy (self->objects, object_copy, NULL), self->root };
  g_ptr_array_set_free_func (copy->objects, object_free);
}

static ModelObject *
object_at (const StateModel *self, guint i)
{
  return g_ptr_array_index (self->objects, i);
}

/* The index of the first object whose key is not below one. */
static guint
search (const StateModel *self, TroveKey key)
{
  guint i = 0;

  while (i < self->objects->len && object_at (self, i)->key < key)
    i++;
  return i;
}

ModelObject *
state_model_find (const StateModel *self, TroveKey key)
{
  guint i = search (self, key);

  return i < self->objects->len && object_at (self, i)->key == key ? object_at (self, i) : NULL;
}

/* Lists */

static TroveKey
key_at (const GArray *list, guint i)
{
  return g_array_index (list, TroveKey, i);
}

/* The length of the list where the key is not in it. */
static guint
find_key (const GArray *list, TroveKey key)
{
  guint i = 0;

  while (i < list->len && key_at (list, i) != key)
    i++;
  return i;
}

/* Owners */

static gboolean
find_slot (const ModelObject *object, const TroveClassField *field, TroveKey key, TroveSlot *slot)
{
  guint at = 0;

  if (field->kind == TROVE_KIND_OWNED_LIST)
    {
      at = find_key (object->lists[field->index], key);
      if (at == object->lists[field->index]->len)
        return FALSE;
    }
  else if (field->kind != TROVE_KIND_OWNED || object->values[field->index] != key)
    return FALSE;

  *slot = (TroveSlot){ object->key, field, at };
  return TRUE;
}

TroveSlot
state_model_owner (const StateModel *self, TroveKey key)
{
  TroveSlot slot = { 0 };

  for (guint i = 0; i < self->objects->len; i++)
    for (guint j = 0; j < object_at (self, i)->klass->n_fields; j++)
      if (find_slot (object_at (self, i), &object_at (self, i)->klass->fields[j], key, &slot))
        return slot;
  return slot;
}

gboolean
state_model_is_within (const StateModel *self, TroveKey key, TroveKey other)
{
  while (key != 0 && key != other)
    key = state_model_owner (self, key).owner;
  return key == other;
}

static void
leave_owner (StateModel *self, TroveKey key)
{
  TroveSlot slot = state_model_owner (self, key);
  ModelObject *owner = state_model_find (self, slot.owner);

  if (owner == NULL)
    return;
  if (slot.field->kind == TROVE_KIND_OWNED_LIST)
    g_array_remove_index (owner->lists[slot.field->index], slot.position);
  else
    owner->values[slot.field->index] = 0;
}

/* Errors */

static guint
check_named (const StateModel *self, TroveKey key, const TroveClassField *field)
{
  const ModelObject *object = state_model_find (self, key);

  if (object == NULL)
    return ERROR_BIT (REMOVED);
  return g_type_is_a (object->klass->type, field->type) ? 0 : ERROR_BIT (TYPE_MISMATCH);
}

/* An object that an owner is to get; the owner: 0 if it is new. */
static guint
check_owned (const StateModel *self, TroveKey key, const TroveClassField *field, TroveKey owner)
{
  guint errors = check_named (self, key, field);

  if (key == self->root || (owner != 0 && state_model_is_within (self, owner, key)))
    errors |= ERROR_BIT (CYCLE);
  return errors;
}

static guint
check_position (guint32 position, guint32 most)
{
  return position <= most ? 0 : ERROR_BIT (INVALID_REF);
}

static guint
check_values (const StateModel *self, const TroveClass *klass, const guint64 *values, TroveKey owner)
{
  guint errors = 0;

  for (guint i = 0; i < klass->n_fields; i++)
    {
      const TroveClassField *field = &klass->fields[i];

      if (!trove_class_field_is_key (field) || values[i] == 0)
        continue;
      if (field->kind == TROVE_KIND_REFERENCE)
        errors |= check_named (self, values[i], field);
      else
        errors |= check_owned (self, values[i], field, owner);
      for (guint j = 0; j < i; j++)
        if (klass->fields[i].kind == TROVE_KIND_OWNED && klass->fields[j].kind == TROVE_KIND_OWNED &&
            values[i] == values[j])
          errors |= ERROR_BIT (CYCLE);
    }
  return errors;
}

/* Changes */

static void
set_values (StateModel *self, ModelObject *object, const guint64 *values)
{
  for (guint i = 0; i < object->klass->n_fields; i++)
    if (object->klass->fields[i].kind == TROVE_KIND_OWNED)
      leave_owner (self, values[i]);
  for (guint i = 0; i < object->klass->n_fields; i++)
    if (!trove_class_field_is_list (&object->klass->fields[i]))
      object->values[i] = values[i];
}

guint
state_model_create (StateModel *self, const TroveClass *klass, TroveKey key, const guint64 *values)
{
  guint errors = check_values (self, klass, values, 0);
  ModelObject *object;

  if (errors != 0)
    return errors;

  object = object_new (klass, key);
  g_ptr_array_insert (self->objects, (int) search (self, key), object);
  set_values (self, object, values);
  return 0;
}

guint
state_model_set_data (StateModel *self, TroveKey key, const guint64 *values)
{
  ModelObject *object = state_model_find (self, key);
  guint errors;

  if (object == NULL)
    return ERROR_BIT (REMOVED);
  errors = check_values (self, object->klass, values, key);
  if (errors == 0)
    set_values (self, object, values);
  return errors;
}

guint
state_model_put (StateModel *self, TroveKey key, const TroveSlot *slot)
{
  ModelObject *owner = state_model_find (self, slot->owner);
  guint errors = check_owned (self, key, slot->field, owner != NULL ? slot->owner : 0),
        index = slot->field->index;
  guint32 position = slot->position;

  if (owner == NULL)
    return errors | ERROR_BIT (REMOVED);
  if (slot->field->kind == TROVE_KIND_OWNED_LIST)
    {
      guint32 most = owner->lists[index]->len;

      if (find_key (owner->lists[index], key) < most)
        most--;
      if (position == TROVE_POSITION_END)
        position = most;
      errors |= check_position (position, most);
    }
  if (errors != 0)
    return errors;

  leave_owner (self, key);
  if (slot->field->kind == TROVE_KIND_OWNED_LIST)
    g_array_insert_val (owner->lists[index], position, key);
  else
    owner->values[index] = key;
  return 0;
}

guint
state_model_take (StateModel *self, TroveKey key)
{
  if (state_model_find (self, key) == NULL)
    return ERROR_BIT (REMOVED);
  if (key == self->root)
    return ERROR_BIT (INVALID_REF);
  leave_owner (self, key);
  return 0;
}

guint
state_model_insert_reference (StateModel *self, TroveKey key, const TroveClassField *list, guint32 position,
                              TroveKey target)
{
  return state_model_splice (self, key, list, position, 0, &target, 1);
}

guint
state_model_remove_reference (StateModel *self, TroveKey key, const TroveClassField *list, guint32 position)
{
  return state_model_splice (self, key, list, position, 1, NULL, 0);
}

guint
state_model_move_reference (StateModel *self, TroveKey key, const TroveClassField *list, guint32 from,
                            guint32 to)
{
  ModelObject *object = state_model_find (self, key);
  GArray *keys = object != NULL ? object->lists[list->index] : NULL;
  TroveKey moved;

  if (keys == NULL)
    return ERROR_BIT (REMOVED);
  if (to == TROVE_POSITION_END && keys->len > 0)
    to = keys->len - 1;
  if (from >= keys->len || to >= keys->len)
    return ERROR_BIT (INVALID_REF);
  moved = key_at (keys, from);
  g_array_remove_index (keys, from);
  g_array_insert_val (keys, to, moved);
  return 0;
}

static guint
check_inserted (const StateModel *self, TroveKey key, const TroveClassField *list, const TroveKey *keys,
                guint32 n_keys)
{
  guint errors = 0;

  for (guint32 i = 0; i < n_keys; i++)
    {
      if (list->kind == TROVE_KIND_REFERENCE_LIST)
        {
          errors |= check_named (self, keys[i], list);
          continue;
        }
      errors |= check_owned (self, keys[i], list, key);
      for (guint32 j = 0; j < i; j++)
        if (keys[i] == keys[j])
          errors |= ERROR_BIT (CYCLE);
    }
  return errors;
}

guint
state_model_splice (StateModel *self, TroveKey key, const TroveClassField *list, guint32 position,
                    guint32 n_removed, const TroveKey *keys, guint32 n_keys)
{
  ModelObject *object = state_model_find (self, key);
  guint errors = check_inserted (self, key, list, keys, n_keys);
  GArray *items;

  if (object == NULL)
    return errors | ERROR_BIT (REMOVED);
  items = object->lists[list->index];
  if (position == TROVE_POSITION_END)
    position = items->len;
  if (position > items->len || n_removed > items->len - position)
    errors |= ERROR_BIT (INVALID_REF);
  if (errors != 0)
    return errors;

  g_array_remove_range (items, position, n_removed);
  for (guint32 i = 0; list->kind == TROVE_KIND_OWNED_LIST && i < n_keys; i++)
    {
      if (find_key (items, keys[i]) < position)
        position--;
      leave_owner (self, keys[i]);
    }
  g_array_insert_vals (items, position, keys, n_keys);
  return 0;
}

/* Clears the keys that no object has. */
static void
forget_gone (StateModel *self, ModelObject *object)
{
  for (guint i = 0; i < object->klass->n_fields; i++)
    {
      GArray *list = object->lists[i];

      if (trove_class_field_is_key (&object->klass->fields[i]) &&
          state_model_find (self, object->values[i]) == NULL)
        object->values[i] = 0;
      for (guint j = list != NULL ? list->len : 0; j-- > 0;)
        if (state_model_find (self, key_at (list, j)) == NULL)
          g_array_remove_index (list, j);
    }
}

void
state_model_drop_ownerless (StateModel *self)
{
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, sizeof (TroveKey));

  for (guint i = 0; i < self->objects->len; i++)
    if (!state_model_is_within (self, object_at (self, i)->key, self->root))
      g_array_append_val (gone, object_at (self, i)->key);
  for (guint i = 0; i < gone->len; i++)
    g_ptr_array_remove_index (self->objects, search (self, key_at (gone, i)));
  for (guint i = 0; i < self->objects->len; i++)
    forget_gone (self, object_at (self, i));
}

void
state_model_take_object (StateModel *self, const StateModel *other, TroveKey key)
{
  const ModelObject *object = state_model_find (other, key);

  if (state_model_find (self, key) != NULL)
    g_ptr_array_remove_index (self->objects, search (self, key));
  if (object != NULL)
    g_ptr_array_insert (self->objects, (int) search (self, key), object_copy (object, NULL));
}

/* Comparing */

static void
check_list (const GArray *keys, const TroveSequenceNode *list)
{
  g_assert_cmpuint (trove_sequence_length (list), ==, keys->len);
  for (guint i = 0; i < keys->len; i++)
    g_assert_cmpuint (trove_sequence_get (list, i), ==, key_at (keys, i));
}

/* Called in increasing order. next: the number of objects passed. */
typedef struct
{
  const StateModel *model;
  guint next;
} Passing;

static gboolean
check_object (TroveKey key, guintptr value, gpointer data)
{
  Passing *passing = data;
  const TroveRecord *record = (const TroveRecord *) value;
  const ModelObject *object;

  g_assert_cmpuint (passing->next, <, passing->model->objects->len);
  object = object_at (passing->model, passing->next++);
  g_assert_cmpuint (key, ==, object->key);
  g_assert_true (record->klass == object->klass);
  for (guint i = 0; i < object->klass->n_fields; i++)
    {
      const TroveClassField *field = &object->klass->fields[i];

      if (trove_class_field_is_list (field))
        check_list (object->lists[i], record->lists[field->offset]);
      else
        model_check_value (field, object->values[i],
                           trove_class_field_at (field, trove_record_data (record)));
    }
  return TRUE;
}

void
state_model_check (const StateModel *self, const TroveState *state)
{
  Passing passing = { self, 0 };

  g_assert_cmpuint (state->root, ==, self->root);
  g_assert_true (trove_key_map_foreach (state->objects, check_object, &passing));
  g_assert_cmpuint (passing.next, ==, self->objects->len);
}

static gboolean
objects_equal (const StateModel *a, const StateModel *b, TroveKey key)
{
  const ModelObject *x = state_model_find (a, key), *y = state_model_find (b, key);
  TroveSlot slot, other;

  if (x == NULL || y == NULL)
    return x == y;
  if (x->klass != y->klass || memcmp (x->values, y->values, sizeof x->values) != 0)
    return FALSE;
  for (guint i = 0; i < x->klass->n_fields; i++)
    if (x->lists[i] != NULL && (x->lists[i]->len != y->lists[i]->len ||
                                (x->lists[i]->len > 0 && memcmp (x->lists[i]->data, y->lists[i]->data,
                                                                 x->lists[i]->len * sizeof (TroveKey)) != 0)))
      return FALSE;
  slot = state_model_owner (a, key);
  other = state_model_owner (b, key);
  return slot.owner == other.owner && (slot.owner == 0 || slot.field->index == other.field->index);
}

GArray *
state_model_compare (const StateModel *a, const StateModel *b)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (TroveKey));

  for (guint i = 0, j = 0; i < a->objects->len || j < b->objects->len;)
    {
      TroveKey in_a = i < a->objects->len ? object_at (a, i)->key : TROVE_KEY_LIMIT;
      TroveKey in_b = j < b->objects->len ? object_at (b, j)->key : TROVE_KEY_LIMIT;
      TroveKey key = MIN (in_a, in_b);

      if (!objects_equal (a, b, key))
        g_array_append_val (keys, key);
      i += in_a == key;
      j += in_b == key;
    }
  return keys;
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "object-model.h"

#include <string.h>

/* Objects */

static ModelObject *
object_new (const TroveClass *klass, TroveKey key)
{
  ModelObject *object = g_new0 (ModelObject, 1);

  object->key = key;
  object->klass = klass;
  object->values = g_new0 (guint64, klass->n_fields);
  object->lists = g_new0 (GArray *, klass->n_fields);
  for (guint i = 0; i < klass->n_fields; i++)
    if (trove_class_field_is_list (&klass->fields[i]))
      object->lists[i] = g_array_new (FALSE, FALSE, sizeof (TroveKey));
  class_get_defaults (klass, object->values);
  return object;
}

static void
object_free (gpointer data)
{
  ModelObject *object = data;

  for (guint i = 0; i < object->klass->n_fields; i++)
    g_clear_pointer (&object->lists[i], g_array_unref);
  g_free (object->lists);
  g_free (object->values);
  g_free (object);
}

static gpointer
object_copy (gconstpointer source, gpointer data)
{
  const ModelObject *object = source;
  ModelObject *copy = g_memdup2 (object, sizeof *object);
  guint n = object->klass->n_fields;

  copy->values = g_memdup2 (object->values, n * sizeof *copy->values);
  copy->lists = g_memdup2 (object->lists, n * sizeof *copy->lists);
  for (guint i = 0; i < n; i++)
    if (copy->lists[i] != NULL)
      copy->lists[i] = g_array_copy (copy->lists[i]);
  return copy;
}

static void
add_object (ObjectModel *self, ModelObject *object)
{
  guint i;

  object_model_find_index (self, object->key, &i);
  g_ptr_array_insert (self->objects, (int) i, object);
}

void
object_model_init (ObjectModel *self, const TroveClass *root_class, TroveKey root)
{
  *self = (ObjectModel){ g_ptr_array_new_with_free_func (object_free), root };
  add_object (self, object_new (root_class, root));
}

void
object_model_clear (ObjectModel *self)
{
  g_clear_pointer (&self->objects, g_ptr_array_unref);
}

ObjectModel
object_model_copy (const ObjectModel *self)
{
  ObjectModel copy = { g_ptr_array_copy (self->objects, object_copy, NULL), self->root };

  g_ptr_array_set_free_func (copy.objects, object_free);
  return copy;
}

guint
object_model_n (const ObjectModel *self)
{
  return self->objects->len;
}

ModelObject *
object_model_at (const ObjectModel *self, guint i)
{
  return g_ptr_array_index (self->objects, i);
}

/* index: of the object, or where it would be. */
gboolean
object_model_find_index (const ObjectModel *self, TroveKey key, guint *index)
{
  guint low = 0, high = self->objects->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (object_model_at (self, middle)->key < key)
        low = middle + 1;
      else
        high = middle;
    }
  *index = low;
  return low < self->objects->len && object_model_at (self, low)->key == key;
}

ModelObject *
object_model_find (const ObjectModel *self, TroveKey key)
{
  guint i;

  return object_model_find_index (self, key, &i) ? object_model_at (self, i) : NULL;
}

/* Lists */

static TroveKey
key_at (const GArray *list, guint i)
{
  return g_array_index (list, TroveKey, i);
}

/* The length of the list if the key is not in it. */
static guint
find_key (const GArray *list, TroveKey key)
{
  guint i = 0;

  while (i < list->len && key_at (list, i) != key)
    i++;
  return i;
}

static gboolean
lists_equal (const GArray *a, const GArray *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  return a->len == b->len && (a->len == 0 || memcmp (a->data, b->data, a->len * sizeof (TroveKey)) == 0);
}

gboolean
object_model_equal (const ObjectModel *a, const ObjectModel *b)
{
  if (a->root != b->root || a->objects->len != b->objects->len)
    return FALSE;
  for (guint i = 0; i < a->objects->len; i++)
    {
      const ModelObject *x = object_model_at (a, i), *y = object_model_at (b, i);

      if (x->key != y->key || x->klass != y->klass ||
          memcmp (x->values, y->values, x->klass->n_fields * sizeof *x->values) != 0)
        return FALSE;
      for (guint j = 0; j < x->klass->n_fields; j++)
        if (!lists_equal (x->lists[j], y->lists[j]))
          return FALSE;
    }
  return TRUE;
}

/* Owners */

static gboolean
has_place (const ModelObject *object, const TroveClassField *field, TroveKey key, ModelPlace *place)
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

  *place = (ModelPlace){ object->key, field, at };
  return TRUE;
}

ModelPlace
object_model_get_place (const ObjectModel *self, TroveKey key)
{
  ModelPlace place = { 0 };

  for (guint i = 0; i < self->objects->len; i++)
    {
      const ModelObject *object = object_model_at (self, i);

      for (guint j = 0; j < object->klass->n_fields; j++)
        if (has_place (object, &object->klass->fields[j], key, &place))
          return place;
    }
  return place;
}

static gboolean
is_within (const ObjectModel *self, TroveKey key, TroveKey other)
{
  while (key != 0 && key != other)
    key = object_model_get_place (self, key).owner;
  return key == other;
}

static void
leave_owner (ObjectModel *self, TroveKey key)
{
  ModelPlace place = object_model_get_place (self, key);
  ModelObject *owner = object_model_find (self, place.owner);

  if (owner == NULL)
    return;
  if (place.field->kind == TROVE_KIND_OWNED_LIST)
    g_array_remove_index (owner->lists[place.field->index], place.position);
  else
    owner->values[place.field->index] = 0;
}

static void
enter_owner (ObjectModel *self, TroveKey key, const ModelPlace *place)
{
  ModelObject *owner = object_model_find (self, place->owner);
  GArray *list = owner->lists[place->field->index];

  if (list != NULL)
    g_array_insert_val (list, MIN (place->position, list->len), key);
  else
    owner->values[place->field->index] = key;
}

/* Errors */

static guint
check_named (const ObjectModel *self, TroveKey key, const TroveClassField *field)
{
  const ModelObject *object = object_model_find (self, key);

  if (object == NULL)
    return ERROR_BIT (REMOVED);
  return g_type_is_a (object->klass->type, field->type) ? 0 : ERROR_BIT (TYPE_MISMATCH);
}

/* An object that an owner is to get. */
static guint
check_owned (const ObjectModel *self, TroveKey key, const TroveClassField *field, TroveKey owner)
{
  guint errors = check_named (self, key, field);

  if (key == self->root || (object_model_find (self, owner) != NULL && is_within (self, owner, key)))
    errors |= ERROR_BIT (CYCLE);
  return errors;
}

/* is_there: the object is in the list already. */
static guint
check_position (const ObjectModel *self, const ModelPlace *place, gboolean is_there)
{
  const ModelObject *owner = object_model_find (self, place->owner);

  if (place->field->kind != TROVE_KIND_OWNED_LIST || place->position == G_MAXUINT)
    return 0;
  return place->position <= owner->lists[place->field->index]->len - is_there ? 0 : ERROR_BIT (INVALID_REF);
}

static gboolean
is_owned_twice (const TroveClass *klass, const guint64 *values, guint i)
{
  for (guint j = 0; j < i; j++)
    if (klass->fields[j].kind == TROVE_KIND_OWNED && values[j] == values[i])
      return TRUE;
  return FALSE;
}

/* owner: of the objects that the values name as owned, or the owner that it will have. */
static guint
check_values (const ObjectModel *self, const TroveClass *klass, const guint64 *values, TroveKey owner)
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
        errors |= check_owned (self, values[i], field, owner) |
                  (is_owned_twice (klass, values, i) ? ERROR_BIT (CYCLE) : 0);
    }
  return errors;
}

/* before: nullable: the values that the object has. */
static guint
check_limits (const TroveClass *klass, const guint64 *values, const guint64 *before)
{
  for (guint i = 0; i < klass->n_fields; i++)
    if (!trove_class_field_is_list (&klass->fields[i]) && (before == NULL || before[i] != values[i]) &&
        !class_allows_value (&klass->fields[i], values[i]))
      return ERROR_BIT (TYPE_MISMATCH);
  return 0;
}

/* Edits */

static void
set_values (ObjectModel *self, ModelObject *object, const guint64 *values)
{
  const TroveClass *klass = object->klass;

  for (guint i = 0; i < klass->n_fields; i++)
    if (klass->fields[i].kind == TROVE_KIND_OWNED && values[i] != 0)
      leave_owner (self, values[i]);
  for (guint i = 0; i < klass->n_fields; i++)
    if (!trove_class_field_is_list (&klass->fields[i]))
      object->values[i] = values[i];
}

guint
object_model_add (ObjectModel *self, GType type, const guint64 *values, const ModelPlace *place, TroveKey key,
                  gboolean *is_edit)
{
  const TroveClass *klass = G_TYPE_IS_ABSTRACT (type) ? NULL : trove_class_lookup (type);
  guint errors = klass == NULL ? ERROR_BIT (TYPE_MISMATCH) : 0;
  ModelObject *object;

  if (place->owner != 0 && object_model_find (self, place->owner) == NULL)
    errors |= ERROR_BIT (REMOVED);
  else if (place->owner != 0)
    errors |= check_position (self, place, FALSE) |
              (g_type_is_a (type, place->field->type) ? 0 : ERROR_BIT (TYPE_MISMATCH));
  if (klass != NULL && values != NULL)
    errors |= check_values (self, klass, values, place->owner) | check_limits (klass, values, NULL);
  if (errors != 0)
    return errors;

  object = object_new (klass, key);
  add_object (self, object);
  if (place->owner != 0)
    enter_owner (self, key, place);
  if (values != NULL)
    set_values (self, object, values);
  *is_edit = TRUE;
  return 0;
}

guint
object_model_set (ObjectModel *self, TroveKey key, const guint64 *values, gboolean *is_edit)
{
  ModelObject *object = object_model_find (self, key);
  guint errors;

  if (object == NULL)
    return ERROR_BIT (REMOVED);
  errors =
      check_values (self, object->klass, values, key) | check_limits (object->klass, values, object->values);
  if (errors != 0)
    return errors;

  for (guint i = 0; i < object->klass->n_fields; i++)
    if (!trove_class_field_is_list (&object->klass->fields[i]) && object->values[i] != values[i])
      *is_edit = TRUE;
  if (*is_edit)
    set_values (self, object, values);
  return 0;
}

guint
object_model_set_field (ObjectModel *self, TroveKey key, const TroveClassField *field, guint64 value,
                        gboolean *is_edit)
{
  const ModelObject *object = object_model_find (self, key);
  const TroveClass *klass = object->klass;
  g_autofree guint64 *values = g_memdup2 (object->values, klass->n_fields * sizeof *values);

  for (guint i = 0; field->kind == TROVE_KIND_OWNED && i < klass->n_fields; i++)
    if (klass->fields[i].kind == TROVE_KIND_OWNED && values[i] == value)
      values[i] = 0;
  values[field->index] = value;
  return object_model_set (self, key, values, is_edit);
}

guint
object_model_remove (ObjectModel *self, TroveKey key, gboolean *is_edit)
{
  if (object_model_find (self, key) == NULL)
    return ERROR_BIT (REMOVED);
  if (key == self->root)
    return ERROR_BIT (INVALID_REF);
  *is_edit = object_model_get_place (self, key).owner != 0;
  leave_owner (self, key);
  return 0;
}

guint
object_model_move (ObjectModel *self, TroveKey key, const ModelPlace *place, gboolean *is_edit)
{
  ModelPlace before = object_model_get_place (self, key), after;
  gboolean is_there;
  guint errors;

  if (object_model_find (self, place->owner) == NULL)
    return ERROR_BIT (REMOVED);
  is_there = before.owner == place->owner && before.field == place->field;
  errors = check_owned (self, key, place->field, place->owner) | check_position (self, place, is_there);
  if (errors != 0)
    return errors;

  leave_owner (self, key);
  enter_owner (self, key, place);
  after = object_model_get_place (self, key);
  *is_edit = !is_there || before.position != after.position;
  return 0;
}

static guint
check_inserted (const ObjectModel *self, TroveKey key, const TroveClassField *list, const TroveKey *keys,
                guint n_keys)
{
  guint errors = 0;

  for (guint i = 0; i < n_keys; i++)
    {
      if (list->kind == TROVE_KIND_REFERENCE_LIST)
        {
          errors |= check_named (self, keys[i], list);
          continue;
        }
      errors |= check_owned (self, keys[i], list, key);
      for (guint j = 0; j < i; j++)
        if (keys[i] == keys[j])
          errors |= ERROR_BIT (CYCLE);
    }
  return errors;
}

guint
object_model_splice (ObjectModel *self, TroveKey key, const TroveClassField *list, guint position,
                     guint n_removals, const TroveKey *keys, guint n_keys, gboolean *is_edit)
{
  ModelObject *object = object_model_find (self, key);
  guint errors;
  ModelPlace before;
  GArray *items;

  if (object == NULL)
    return ERROR_BIT (REMOVED);
  errors = check_inserted (self, key, list, keys, n_keys);
  items = object->lists[list->index];
  if (position == G_MAXUINT)
    position = items->len;
  if (position > items->len || n_removals > items->len - position)
    errors |= ERROR_BIT (INVALID_REF);
  if (errors != 0)
    return errors;

  before = object_model_get_place (self, n_keys > 0 ? keys[0] : 0);
  g_array_remove_range (items, position, n_removals);
  for (guint i = 0; list->kind == TROVE_KIND_OWNED_LIST && i < n_keys; i++)
    {
      if (find_key (items, keys[i]) < position)
        position--;
      leave_owner (self, keys[i]);
    }
  g_array_insert_vals (items, position, keys, n_keys);
  *is_edit = n_removals + n_keys > 0;
  if (list->kind == TROVE_KIND_OWNED_LIST && n_removals == 0 && n_keys == 1) /* a move */
    *is_edit = before.owner != key || before.field != list || before.position != position;
  return 0;
}

guint
object_model_move_item (ObjectModel *self, TroveKey key, const TroveClassField *list, guint from, guint to,
                        gboolean *is_edit)
{
  ModelObject *object = object_model_find (self, key);
  GArray *items;
  TroveKey moved;

  if (object == NULL)
    return ERROR_BIT (REMOVED);
  items = object->lists[list->index];
  if (to == G_MAXUINT && items->len > 0)
    to = items->len - 1;
  if (from >= items->len || to >= items->len)
    return ERROR_BIT (INVALID_REF);

  moved = key_at (items, from);
  g_array_remove_index (items, from);
  g_array_insert_val (items, to, moved);
  *is_edit = from != to;
  return 0;
}

/* Copying */

static void
add_owned_keys (const ObjectModel *self, TroveKey key, GArray *keys)
{
  const ModelObject *object = object_model_find (self, key);

  if (key == 0)
    return;
  g_array_append_val (keys, key);
  for (guint i = 0; i < object->klass->n_fields; i++)
    {
      const TroveClassField *field = &object->klass->fields[i];

      if (field->kind == TROVE_KIND_OWNED)
        add_owned_keys (self, object->values[i], keys);
      for (guint j = 0; field->kind == TROVE_KIND_OWNED_LIST && j < object->lists[i]->len; j++)
        add_owned_keys (self, key_at (object->lists[i], j), keys);
    }
}

/* Gives the copies in the place of the objects that were copied. */
static TroveKey
key_of_copy (const GArray *keys, const TroveKey *made, TroveKey key)
{
  guint i = find_key (keys, key);

  return i < keys->len ? made[i] : key;
}

static void
name_copies (ModelObject *object, const GArray *keys, const TroveKey *made)
{
  object->key = key_of_copy (keys, made, object->key);
  for (guint i = 0; i < object->klass->n_fields; i++)
    {
      GArray *list = object->lists[i];

      if (trove_class_field_is_key (&object->klass->fields[i]))
        object->values[i] = key_of_copy (keys, made, object->values[i]);
      for (guint j = 0; list != NULL && j < list->len; j++)
        g_array_index (list, TroveKey, j) = key_of_copy (keys, made, key_at (list, j));
    }
}

guint
object_model_copy_object (ObjectModel *self, TroveKey key, const TroveKey *made, guint n_made,
                          gboolean *is_edit)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (TroveKey));

  if (object_model_find (self, key) == NULL)
    return ERROR_BIT (REMOVED);
  add_owned_keys (self, key, keys);
  g_assert_cmpuint (keys->len, ==, n_made);
  for (guint i = 0; i < keys->len; i++)
    {
      ModelObject *copy = object_copy (object_model_find (self, key_at (keys, i)), NULL);

      name_copies (copy, keys, made);
      add_object (self, copy);
    }
  *is_edit = TRUE;
  return 0;
}

/* Dropping */

static void
forget_gone (const ObjectModel *self, ModelObject *object)
{
  for (guint i = 0; i < object->klass->n_fields; i++)
    {
      GArray *list = object->lists[i];

      if (trove_class_field_is_key (&object->klass->fields[i]) &&
          object_model_find (self, object->values[i]) == NULL)
        object->values[i] = 0;
      for (guint j = list != NULL ? list->len : 0; j-- > 0;)
        if (object_model_find (self, key_at (list, j)) == NULL)
          g_array_remove_index (list, j);
    }
}

void
object_model_drop (ObjectModel *self)
{
  g_autoptr (GArray) gone = g_array_new (FALSE, FALSE, sizeof (TroveKey));
  guint index;

  for (guint i = 0; i < self->objects->len; i++)
    if (!is_within (self, object_model_at (self, i)->key, self->root))
      g_array_append_val (gone, object_model_at (self, i)->key);
  if (gone->len == 0)
    return;

  for (guint i = 0; i < gone->len; i++)
    if (object_model_find_index (self, key_at (gone, i), &index))
      g_ptr_array_remove_index (self->objects, index);
  for (guint i = 0; i < self->objects->len; i++)
    forget_gone (self, object_model_at (self, i));
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "state-random.h"

static guint32
below (StateRandom *self, guint32 n)
{
  return (guint32) test_random_below (self->random, n);
}

static const ModelObject *
any_object (StateRandom *self)
{
  const GPtrArray *objects = self->program->model.objects;

  return g_ptr_array_index (objects, below (self, objects->len));
}

/* Seldom that of an object that is not there. */
static TroveKey
any_key (StateRandom *self)
{
  if (below (self, 40) == 0)
    return below (self, (guint32) self->program->next_key + 1);
  return any_object (self)->key;
}

static gboolean
takes (const StateModel *model, const TroveClassField *field, TroveKey owner, TroveKey key)
{
  const ModelObject *object = state_model_find (model, key);
  gboolean owned = field->kind == TROVE_KIND_OWNED || field->kind == TROVE_KIND_OWNED_LIST;

  if (object == NULL || !g_type_is_a (object->klass->type, field->type))
    return FALSE;
  return !owned || (key != model->root && (owner == 0 || !state_model_is_within (model, owner, key)));
}

/* A key that a field of an object takes, if a few tries find one. owner: 0 is a new object. */
static TroveKey
key_for (StateRandom *self, const TroveClassField *field, TroveKey owner)
{
  TroveKey key = any_key (self);

  for (guint i = below (self, 10); i > 0 && !takes (&self->program->model, field, owner, key); i--)
    key = any_key (self);
  return key;
}

static guint64
value_for (StateRandom *self, const TroveClassField *field, TroveKey key)
{
  if (trove_class_field_is_list (field))
    return 0;
  if (trove_class_field_is_key (field))
    return below (self, field->kind == TROVE_KIND_OWNED ? 6 : 3) == 0 ? key_for (self, field, key) : 0;
  if (field->index == MODEL_COUNTED && !self->counted)
    return 0;
  return below (self, 100);
}

static void
make_create (StateRandom *self, Operation *operation)
{
  operation->key = self->program->next_key++;
  operation->klass = model_class (below (self, MODEL_N_CLASSES));
  for (guint i = 0; i < operation->klass->n_fields; i++)
    operation->values[i] = value_for (self, &operation->klass->fields[i], 0);
}

/* The values that the object has, but for some. */
static void
make_set_data (StateRandom *self, Operation *operation)
{
  const ModelObject *object;

  operation->key = any_key (self);
  object = state_model_find (&self->program->model, operation->key);
  operation->klass = object != NULL ? object->klass : model_class (MODEL_NODE);
  for (guint i = 0; i < operation->klass->n_fields; i++)
    operation->values[i] = object == NULL || below (self, 4) == 0 ?
                               value_for (self, &operation->klass->fields[i], operation->key) :
                               object->values[i];
  if (below (self, 4) == 0) /* an exchange */
    {
      guint64 value = operation->values[MODEL_CHILD];

      operation->values[MODEL_CHILD] = operation->values[MODEL_SPARE];
      operation->values[MODEL_SPARE] = value;
    }
}

/* Seldom past the end, often at it. */
static guint32
position_in (StateRandom *self, guint32 length)
{
  if (below (self, 20) == 0)
    return below (self, 2) == 0 ? TROVE_POSITION_END : length + below (self, 3);
  return below (self, 5) == 0 ? length : below (self, length + 1);
}

/* An object with a field of a kind, and the field. All objects have fields of all kinds. */
static const ModelObject *
any_field (StateRandom *self, TroveFieldKind kind, const TroveClassField **field)
{
  const ModelObject *object = any_object (self);

  do
    *field = &object->klass->fields[below (self, object->klass->n_fields)];
  while ((*field)->kind != kind);
  return object;
}

static guint32
length_of (const ModelObject *object, const TroveClassField *field)
{
  return object->lists[field->index] != NULL ? object->lists[field->index]->len : 0;
}

static void
make_put (StateRandom *self, Operation *operation)
{
  const ModelObject *owner =
      any_field (self, below (self, 4) == 0 ? TROVE_KIND_OWNED : TROVE_KIND_OWNED_LIST, &operation->field);

  operation->key = key_for (self, operation->field, owner->key);
  if (takes (&self->program->model, operation->field, owner->key, self->program->next_key - 1))
    operation->key = self->program->next_key - 1; /* the newest object, which would be dropped else */
  operation->owner = below (self, 40) == 0 ? any_key (self) : owner->key;
  owner = state_model_find (&self->program->model, operation->owner);
  if (owner != NULL && operation->field->index >= owner->klass->n_fields)
    operation->owner = self->program->model.root; /* a group, which has all fields */
  operation->position = owner != NULL ? position_in (self, length_of (owner, operation->field)) : 0;
}

static void
make_reference (StateRandom *self, Operation *operation)
{
  const ModelObject *object = any_field (self, TROVE_KIND_REFERENCE_LIST, &operation->field);
  guint32 length = length_of (object, operation->field);

  for (guint i = 0; i < 20 && length == 0 && operation->kind != OPERATION_INSERT_REFERENCE; i++)
    {
      object = any_field (self, TROVE_KIND_REFERENCE_LIST, &operation->field);
      length = length_of (object, operation->field);
    }
  operation->key = below (self, 40) == 0 ? any_key (self) : object->key;
  if (state_model_find (&self->program->model, operation->key) != NULL)
    operation->key = object->key;
  if (operation->kind != OPERATION_INSERT_REFERENCE && length > 0)
    length--;
  operation->position = position_in (self, length);
  operation->to = position_in (self, length);
  operation->keys[operation->n_keys++] = key_for (self, operation->field, 0);
}

/* Some of the keys are those of the list itself. */
static void
make_splice (StateRandom *self, Operation *operation)
{
  const ModelObject *object = any_field (
      self, below (self, 2) == 0 ? TROVE_KIND_REFERENCE_LIST : TROVE_KIND_OWNED_LIST, &operation->field);
  const GArray *list = object->lists[operation->field->index];

  operation->key = object->key;
  operation->position = position_in (self, list->len);
  if (operation->position < list->len)
    operation->n_removed = below (self, MIN (list->len - operation->position, 4) + 1);
  if (below (self, 30) == 0)
    operation->n_removed += below (self, 3);
  for (guint n = below (self, OPERATION_MAX_KEYS); n > 0; n--)
    operation->keys[operation->n_keys++] = list->len > 0 && below (self, 2) == 0 ?
                                               g_array_index (list, TroveKey, below (self, list->len)) :
                                               key_for (self, operation->field, object->key);
}

static OperationKind
any_kind (StateRandom *self)
{
  static const guint weights[N_OPERATIONS] = {
    [OPERATION_CREATE] = 20,        [OPERATION_SET_DATA] = 20,         [OPERATION_PUT] = 40,
    [OPERATION_TAKE] = 4,           [OPERATION_INSERT_REFERENCE] = 12, [OPERATION_REMOVE_REFERENCE] = 4,
    [OPERATION_MOVE_REFERENCE] = 4, [OPERATION_SPLICE] = 24,           [OPERATION_DROP] = 2,
  };
  guint at = below (self, 130), kind = 0;

  while (at >= weights[kind])
    at -= weights[kind++];
  return kind;
}

Operation
state_random_operation (StateRandom *self)
{
  gboolean has_savepoint = self->program->savepoints->len > 0;
  guint n_objects = self->program->model.objects->len;
  Operation operation = { .kind = any_kind (self) };

  if (below (self, self->most_objects) > 2 * n_objects)
    operation.kind = OPERATION_CREATE;
  if (operation.kind == OPERATION_CREATE && n_objects >= self->most_objects)
    operation.kind = OPERATION_DROP;
  if (operation.kind == OPERATION_DROP && has_savepoint)
    operation.kind = OPERATION_TAKE;

  switch (operation.kind)
    {
    case OPERATION_CREATE:
      make_create (self, &operation);
      break;
    case OPERATION_SET_DATA:
      make_set_data (self, &operation);
      break;
    case OPERATION_PUT:
      make_put (self, &operation);
      break;
    case OPERATION_TAKE:
      operation.key = any_key (self);
      break;
    case OPERATION_SPLICE:
      make_splice (self, &operation);
      break;
    case OPERATION_DROP:
      break;
    case OPERATION_INSERT_REFERENCE:
    case OPERATION_REMOVE_REFERENCE:
    case OPERATION_MOVE_REFERENCE:
    case N_OPERATIONS:
    default:
      make_reference (self, &operation);
    }
  return operation;
}

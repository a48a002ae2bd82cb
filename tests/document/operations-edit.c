/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "operations.h"

#include "by-handle.h"

/* Edits */

static gboolean
is_full (const Seat *seat)
{
  return object_model_n (&seat->model->objects) >= MAX_OBJECTS;
}

static GType
choose_type (const Operation *op)
{
  static const ClassNumber often[] = { CLASS_NODE, CLASS_NODE,  CLASS_GROUP, CLASS_TINY,
                                       CLASS_DOT,  CLASS_CRATE, CLASS_FULL };
  guint n = op->seat >> 2; /* the low bits choose the seat */

  if (n == 63)
    return class_none_type ();
  if (n == 62)
    return class_abstract_type ();
  if (n < 56)
    return class_get (often[n % G_N_ELEMENTS (often)])->type;
  return class_get (CLASS_MANY + op->value % N_MANY)->type;
}

/* Some values that differ from the defaults, and keys. */
static guint64 *
new_values (World *world, const Seat *seat, const TroveClass *klass, const Operation *op)
{
  guint64 *values = g_new (guint64, klass->n_fields);

  class_get_defaults (klass, values);
  for (guint i = 0; i < klass->n_fields; i++)
    {
      Operation varied = *op;

      varied.value = (guint8) (op->value + i);
      varied.other = (guint8) (op->key + 5 * i);
      if (!trove_class_field_is_list (&klass->fields[i]) && (op->extra >> i % 7 & 1) != 0)
        values[i] = choose_value (world, seat, &klass->fields[i], &varied);
    }
  return values;
}

/* Puts an object where a handle can put it: into a list, or into a property. */
static void
put_by_handle (World *world, Seat *seat, TroveKey key, const Call *put)
{
  const ModelObject *owner = object_model_find (&seat->model->objects, put->place.owner);
  const TroveClassField *field = put->place.field;
  Call call = { .key = put->place.owner, .property = put->property };
  g_autofree guint64 *values = NULL;
  g_autofree gpointer data = NULL;

  if (owner != NULL && field == NULL) /* the new object has got the key, which was that of no object */
    return;
  if (owner == NULL || trove_class_field_is_list (field))
    {
      call.kind = CALL_SPLICE;
      call.list = field;
      call.from = put->place.position;
      call.keys[0] = key;
      call.n_keys = 1;
    }
  else
    {
      call.kind = CALL_SET;
      values = g_memdup2 (owner->values, owner->klass->n_fields * sizeof *values);
      data = g_memdup2 (trove_document_peek (seat->document, call.key, NULL), owner->klass->data_size);
      values[field->index] = key;
      class_write (field, data, key);
      call.values = values;
      call.data = data;
    }
  world_call (world, seat, &call);
}

/* Makes an object without an owner, puts it where it belongs, and sets its values. */
static void
add_by_handle (World *world, Seat *seat, const Call *add)
{
  Call call = { .kind = CALL_ADD, .type = add->type }, set = { .kind = CALL_SET };

  if (!world_call (world, seat, &call))
    return;
  world_add_key (world, seat, call.made);
  if (add->place.owner != 0)
    put_by_handle (world, seat, call.made, add);
  set.key = call.made;
  set.values = add->values;
  set.data = add->data;
  if (add->data != NULL)
    world_call (world, seat, &set);
}

void
op_add (World *world, Seat *seat, const Operation *op)
{
  TroveKey owner = op->extra >= 0xe0 ? 0 : choose_owner (world, seat, op->other);
  Call call = { .kind = CALL_ADD, .type = choose_type (op) };
  const TroveClass *klass = trove_class_lookup (call.type);
  g_autofree guint64 *values = NULL;
  g_autofree gpointer data = NULL;

  if (is_full (seat))
    return;
  if (owner == 0)
    call.property = NULL;
  else if (!choose_place (seat, op, owner, &call))
    return;
  if (op->extra % 4 != 0 && klass != NULL)
    {
      call.values = values = new_values (world, seat, klass, op);
      call.data = data = class_new_data (klass, values);
    }
  say (world, "add %s to %" G_GUINT64_FORMAT " %s %u, %s", g_type_name (call.type), owner,
       call.property != NULL ? call.property : "", call.place.position,
       data != NULL ? "with values" : "with defaults");
  if (by_handle_makes (world, call.type))
    add_by_handle (world, seat, &call);
  else if (world_call (world, seat, &call))
    world_add_key (world, seat, call.made);
}

/* Changes one field of a copy of the struct, or all fields. */
void
op_set (World *world, Seat *seat, const Operation *op)
{
  Call call = { .kind = CALL_SET, .key = choose_key (world, seat, op->key) };
  const ModelObject *object = object_model_find (&seat->model->objects, call.key);
  const TroveClass *klass = object != NULL ? object->klass : class_get (CLASS_TINY);
  g_autofree guint64 *values = NULL;
  g_autofree gpointer data = NULL;
  const TroveClassField *field;

  if (klass->n_fields == 0)
    return;
  if (object == NULL || op->extra >= 0xe0)
    {
      values = new_values (world, seat, klass, op);
      data = class_new_data (klass, values);
      say (world, "set %" G_GUINT64_FORMAT ", all fields", call.key);
    }
  else
    {
      values = g_memdup2 (object->values, klass->n_fields * sizeof *values);
      data = g_memdup2 (trove_document_peek (seat->document, call.key, NULL), klass->data_size);
      for (guint i = 0; i < 1 + (guint) (op->extra & 1); i++)
        {
          field = &klass->fields[(op->property + i) % klass->n_fields];
          if (trove_class_field_is_list (field))
            continue;
          values[field->index] = choose_value (world, seat, field, op);
          class_write (field, data, values[field->index]);
          say (world, "set %" G_GUINT64_FORMAT " %s %" G_GUINT64_FORMAT, call.key, field->pspec->name,
               values[field->index]);
        }
    }
  call.values = values;
  call.data = data;
  world_call (world, seat, &call);
}

/* With the struct that peek returns, which is no edit. */
void
op_set_same (World *world, Seat *seat, const Operation *op)
{
  Call call = { .kind = CALL_SET, .key = choose_key (world, seat, op->key) };
  const ModelObject *object = object_model_find (&seat->model->objects, call.key);

  if (object == NULL)
    return;
  call.values = object->values;
  call.data = trove_document_peek (seat->document, call.key, NULL);
  say (world, "set %" G_GUINT64_FORMAT " as it is", call.key);
  world_call (world, seat, &call);
}

void
op_remove (World *world, Seat *seat, const Operation *op)
{
  Call call = { .kind = CALL_REMOVE, .key = choose_key (world, seat, op->key) };

  say (world, "remove %" G_GUINT64_FORMAT, call.key);
  world_call (world, seat, &call);
}

void
op_move (World *world, Seat *seat, const Operation *op)
{
  TroveKey owner = choose_owner (world, seat, op->other);
  Call call = { .kind = CALL_MOVE, .key = choose_key (world, seat, op->key) };

  if (!choose_place (seat, op, owner, &call))
    return;
  say (world, "move %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT " %s %u", call.key, owner, call.property,
       call.place.position);
  if (world->by_handles)
    put_by_handle (world, seat, call.key, &call);
  else
    world_call (world, seat, &call);
}

/* FALSE: the object has no list. */
static gboolean
choose_list (World *world, const Seat *seat, const Operation *op, Call *call, guint *length)
{
  const ModelObject *object;

  call->key = choose_owner (world, seat, op->other);
  call->property = "children";
  *length = 0;
  object = object_model_find (&seat->model->objects, call->key);
  if (object == NULL)
    return TRUE;

  call->list = choose_field (object, op->property, TROVE_KIND_OWNED_LIST, TROVE_KIND_REFERENCE_LIST);
  if (call->list == NULL)
    return FALSE;
  call->property = call->list->pspec->name;
  *length = object->lists[call->list->index]->len;
  return TRUE;
}

/* Items that are removed are often inserted again. At most 6 are. */
void
op_splice (World *world, Seat *seat, const Operation *op)
{
  Call call = { .kind = CALL_SPLICE };
  const ModelObject *object;
  const GArray *list;
  guint length;

  if (!choose_list (world, seat, op, &call, &length))
    return;
  call.from = choose_position (op->position, length);
  call.n_removals = op->extra >= 0xf8 ? op->extra : op->extra & 3;
  call.n_keys = (op->extra >> 2) % 7;
  object = object_model_find (&seat->model->objects, call.key);
  list = call.list != NULL ? object->lists[call.list->index] : NULL;
  for (guint i = 0; i < call.n_keys; i++)
    if (list != NULL && list->len > 0 && (op->value >> i & 1) != 0)
      call.keys[i] = g_array_index (list, TroveKey, (call.from + call.n_keys - i) % list->len);
    else
      call.keys[i] = choose_key (world, seat, (guint8) (op->key + 3 * i));
  say (world, "splice %" G_GUINT64_FORMAT " %s at %u, -%u +%u", call.key, call.property, call.from,
       call.n_removals, call.n_keys);
  world_call (world, seat, &call);
}

/* Inserts many references: some objects again and again, or all of them. */
void
op_lengthen (World *world, Seat *seat, const Operation *op)
{
  Call call = { .kind = CALL_SPLICE, .key = choose_owner (world, seat, op->other) };
  const ModelObject *object = object_model_find (&seat->model->objects, call.key);
  guint n = object_model_n (&seat->model->objects), length;

  if (object == NULL)
    return;
  call.list = choose_field (object, op->property, TROVE_KIND_REFERENCE_LIST, TROVE_KIND_REFERENCE_LIST);
  if (call.list == NULL)
    return;
  call.property = call.list->pspec->name;
  length = object->lists[call.list->index]->len;
  call.from = op->position % (length + 1);
  if (length > MOST_ITEMS)
    call.n_removals = length - call.from;
  else
    call.n_keys = op->value % (MAX_KEYS + 1);
  for (guint i = 0; i < call.n_keys; i++)
    call.keys[i] = object_model_at (&seat->model->objects, (op->key + i % (1 + op->extra)) % n)->key;
  say (world, "splice %" G_GUINT64_FORMAT " %s at %u, -%u +%u", call.key, call.property, call.from,
       call.n_removals, call.n_keys);
  world_call (world, seat, &call);
}

void
op_move_item (World *world, Seat *seat, const Operation *op)
{
  Call call = { .kind = CALL_MOVE_ITEM };
  guint length;

  if (!choose_list (world, seat, op, &call, &length))
    return;
  call.from = choose_position (op->position, length);
  call.to = choose_position (op->value, length);
  say (world, "move item %" G_GUINT64_FORMAT " %s from %u to %u", call.key, call.property, call.from,
       call.to);
  world_call (world, seat, &call);
}

/* With all that the object owns. */
void
op_copy (World *world, Seat *seat, const Operation *op)
{
  Call call = { .kind = CALL_COPY, .key = choose_key (world, seat, op->key) };

  if (object_model_n (&seat->model->objects) > MAX_OBJECTS / 2 || !by_handle_is_there (seat, call.key))
    return;
  say (world, "copy %" G_GUINT64_FORMAT, call.key);
  world->by_handles = TRUE;
  if (world_call (world, seat, &call))
    for (guint i = 0; i < call.n_keys; i++)
      world_add_key (world, seat, call.keys[i]);
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "by-handle.h"

#include "class-types.h"
#include "failing-memory.h"
#include "object-handle.h"
#include "state/class-value.h"

/* The handles of a call, as references. */
typedef struct
{
  World *world;
  Seat *seat;
  Call *call;
  TroveObject *object; /* of the key; nullable */
  TroveObject *items[MAX_KEYS];
  guint n_items;
} Handles;

/* The handle of an object, also of a removed one that is held. */
static TroveObject *
dup_handle (const Seat *seat, TroveKey key)
{
  TroveObject *handle = trove_document_lookup (seat->document, key);

  if (handle != NULL || key == 0 || key >= TROVE_KEY_LIMIT)
    return handle;
  return trove_handles_dup (trove_handles_of_document (seat->document), trove_handles_object_name (key));
}

/* The handle of an object that is inserted. It may be one of another document. NULL: there is none. */
static TroveObject *
dup_item (const Handles *self, TroveKey key)
{
  TroveObject *handle = dup_handle (self->seat, key);

  for (guint i = 0; i < N_SEATS && handle == NULL; i++)
    if (self->world->seats[i].document != NULL)
      {
        handle = trove_document_lookup (self->world->seats[i].document, key);
        self->call->is_foreign |= handle != NULL;
      }
  return handle;
}

/* FALSE: an object has no handle. */
static gboolean
find_items (Handles *self)
{
  const Call *call = self->call;

  for (guint i = 0; i < call->n_keys; i++)
    {
      self->items[i] = dup_item (self, call->keys[i]);
      if (self->items[i] == NULL)
        return FALSE;
      self->n_items++;
    }
  return TRUE;
}

static void
drop_handles (Handles *self)
{
  g_clear_object (&self->object);
  for (guint i = 0; i < self->n_items; i++)
    g_object_unref (self->items[i]);
}

/* Lists */

static TroveList *
find_list (const Handles *self)
{
  const TroveClass *klass = trove_class_lookup (G_OBJECT_TYPE (self->object));
  const TroveClassField *field = trove_class_find_name (klass, self->call->property);

  return field != NULL && trove_class_field_is_list (field) ?
             trove_object_get_list (self->object, self->call->property) :
             NULL;
}

static gboolean
splice (Handles *self, TroveList *list, GError **error)
{
  const Call *call = self->call;

  if (call->n_keys == 1 && call->n_removals == 0)
    return call->from == G_MAXUINT ? trove_list_append (list, self->items[0], error) :
                                     trove_list_insert (list, call->from, self->items[0], error);
  if (call->n_keys == 0 && call->n_removals == 1)
    return trove_list_remove (list, call->from, error);
  return trove_list_splice (list, call->from, call->n_removals, self->items, self->n_items, error);
}

/* Properties */

/* Setting a boxed pointer by a GValue makes a copy, which is another value. */
static gboolean
is_settable (const TroveClassField *field)
{
  return !trove_class_field_is_list (field) && field->type != kit_box_get_type ();
}

/* The only field whose value is to be another one. If none is, any field. NULL: more than one, or it takes no GValue. */
static const TroveClassField *
find_field (const Handles *self)
{
  const ModelObject *object = object_model_find (&self->seat->model->objects, self->call->key);
  const TroveClassField *found = NULL;

  if (object == NULL || object->klass->n_fields == 0)
    return NULL;
  for (guint i = 0; i < object->klass->n_fields; i++)
    if (!trove_class_field_is_list (&object->klass->fields[i]) && self->call->values[i] != object->values[i])
      {
        if (found != NULL)
          return NULL;
        found = &object->klass->fields[i];
      }
  if (found == NULL)
    found = &object->klass->fields[self->world->n_calls % object->klass->n_fields];
  return is_settable (found) ? found : NULL;
}

/* FALSE: the value is an object that has no handle, or one that the param spec would change, which is refused. */
static gboolean
read_value (const Handles *self, const TroveClassField *field, GValue *value)
{
  TroveKey key = self->call->values[field->index];

  if (!trove_class_field_is_key (field))
    {
      g_value_init (value, G_PARAM_SPEC_VALUE_TYPE (field->pspec));
      trove_class_value_read (field, self->call->data, value);
      return !g_param_value_validate (field->pspec, value);
    }
  g_value_init (value, TROVE_TYPE_OBJECT);
  if (key != 0)
    g_value_take_object (value, dup_item (self, key));
  return key == 0 || g_value_get_object (value) != NULL;
}

/* FALSE: an error is expected, for which a warning would be written. */
static gboolean
can_set_property (const Handles *self, const TroveClassField *field)
{
  ObjectModel objects;
  gboolean is_edit = FALSE, is_right;

  if (self->world->counts || self->world->copy_fails)
    return FALSE;
  objects = object_model_copy (&self->seat->model->objects);
  is_right = object_model_set_field (&objects, self->call->key, field, self->call->values[field->index],
                                     &is_edit) == 0;
  object_model_clear (&objects);
  return is_right;
}

static gboolean
set (const Handles *self, GError **error)
{
  const TroveClassField *field;
  GValue value = G_VALUE_INIT;
  gboolean done = TRUE;

  if (self->world->counts)
    failing_memory_pause (TRUE);
  field = find_field (self);
  if (field != NULL && !read_value (self, field, &value))
    field = NULL;
  if (self->world->counts)
    failing_memory_pause (FALSE);

  self->call->field = field;
  if (field == NULL)
    done = trove_object_set_data (self->object, self->call->data, error);
  else if (self->world->n_calls % 2 == 0 && can_set_property (self, field))
    g_object_set_property (G_OBJECT (self->object), field->pspec->name, &value);
  else
    done = trove_object_set_field (self->object, field->pspec->name, &value, error);
  if (G_IS_VALUE (&value))
    g_value_unset (&value);
  return done;
}

/* Copies */

/* Adds the keys of an object and of all that it owns, each before those that it owns. */
static void
add_keys (TroveDocument *document, TroveKey key, Call *call)
{
  GType type;
  gconstpointer data = trove_document_peek (document, key, &type);
  const TroveClass *klass = trove_class_lookup (type);

  g_assert_cmpuint (call->n_keys, <, MAX_KEYS);
  call->keys[call->n_keys++] = key;
  for (guint i = 0; i < klass->n_fields; i++)
    {
      const TroveClassField *field = &klass->fields[i];
      TroveKey item;

      if (field->kind == TROVE_KIND_OWNED)
        {
          item = *(const TroveKey *) trove_class_field_at (field, (gpointer) data);
          if (item != 0)
            add_keys (document, item, call);
        }
      for (guint j = 0; field->kind == TROVE_KIND_OWNED_LIST &&
                        trove_document_get_children (document, key, field->pspec->name, j, &item, 1) == 1;
           j++)
        add_keys (document, item, call);
    }
}

static gboolean
copy (const Handles *self, GError **error)
{
  g_autoptr (TroveObject) made = trove_object_copy (self->object, self->seat->document, error);

  if (made == NULL)
    return FALSE;
  self->call->n_keys = 0;
  add_keys (self->seat->document, trove_object_get_key (made), self->call);
  return TRUE;
}

/* Calls */

static void
make (Seat *seat, Call *call)
{
  g_autoptr (TroveObject) object = g_object_new (call->type, "document", seat->document, NULL);

  call->made = trove_object_get_key (object);
}

static gboolean
call_list (Handles *self, gboolean *done, GError **error)
{
  TroveList *list;
  gboolean found;

  if (self->world->counts)
    failing_memory_pause (TRUE);
  list = find_list (self);
  found = list != NULL && find_items (self);
  if (self->world->counts)
    failing_memory_pause (FALSE);
  if (!found)
    return FALSE;
  *done = self->call->kind == CALL_SPLICE ? splice (self, list, error) :
                                            trove_list_move (list, self->call->from, self->call->to, error);
  return TRUE;
}

static gboolean
call_object (Handles *self, gboolean *done, GError **error)
{
  switch (self->call->kind)
    {
    case CALL_SET:
      *done = set (self, error);
      return TRUE;
    case CALL_REMOVE:
      *done = trove_object_remove (self->object, error);
      return TRUE;
    case CALL_COPY:
      *done = copy (self, error);
      return TRUE;
    case CALL_SPLICE:
    case CALL_MOVE_ITEM:
      return call_list (self, done, error);
    default:
      return FALSE;
    }
}

gboolean
by_handle_makes (const World *world, GType type)
{
  return world->by_handles && !world->counts && !world->copy_fails && !G_TYPE_IS_ABSTRACT (type) &&
         trove_class_lookup (type) != NULL;
}

gboolean
by_handle_is_there (const Seat *seat, TroveKey key)
{
  g_autoptr (TroveObject) handle = dup_handle (seat, key);

  return handle != NULL;
}

gboolean
by_handle_call (World *world, Seat *seat, Call *call, gboolean *done, GError **error)
{
  Handles handles = { .world = world, .seat = seat, .call = call };
  gboolean is_made;

  call->is_foreign = FALSE;
  if (call->kind == CALL_ADD && call->place.owner == 0 && call->data == NULL &&
      by_handle_makes (world, call->type))
    {
      make (seat, call);
      *done = TRUE;
      return TRUE;
    }
  if (call->kind > CALL_COPY)
    return FALSE;

  if (world->counts)
    failing_memory_pause (TRUE);
  handles.object = dup_handle (seat, call->key);
  if (world->counts)
    failing_memory_pause (FALSE);
  is_made = handles.object != NULL && call_object (&handles, done, error);
  drop_handles (&handles);
  return is_made;
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveDocument: the objects of the current state. */

#include "trove-document-objects-private.h"

#include "state/editor-field.h"

#include "document-edited.h"
#include "object-handle.h"
#include "trove-document-edit-private.h"
#include "trove-version-private.h"

/* Functions for handles */

static gboolean
create (TroveDocument *self, TroveObject *object, GError **error)
{
  TroveEdit edit;
  TroveKey key;
  gboolean done;

  if (!trove_document_begin_edit (&edit, self, error))
    return FALSE;
  done = trove_document_make_object (self, G_OBJECT_TYPE (object), NULL, NULL, &key, error);
  if (done)
    trove_object_handle_take_key (object, key);
  return trove_document_end_edit (&edit, done);
}

/* The key of the object in a value. FALSE with TYPE_MISMATCH, FOREIGN or REMOVED. */
static gboolean
get_key (TroveObject *self, const TroveClassField *field, const GValue *value, TroveKey *key, GError **error)
{
  gboolean is_object = g_type_is_a (G_VALUE_TYPE (value), G_TYPE_OBJECT);
  TroveObject *other = is_object ? g_value_get_object (value) : NULL;

  *key = 0;
  if (other == NULL && is_object)
    return TRUE;
  if (!TROVE_IS_OBJECT (other))
    {
      g_set_error (
          error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
          "The property \342\200\234%s\342\200\235 of %s takes objects of type %s, not a value of type %s",
          field->pspec->name, G_OBJECT_TYPE_NAME (self), trove_class_field_type_name (field),
          G_VALUE_TYPE_NAME (value));
      return FALSE;
    }
  return trove_object_handle_get_key (other, trove_object_private (self)->handles, key, error);
}

/* The record of the object was edited since the last freeze. There are edits, and no record moves. */
static gboolean
set_in_place (TroveDocument *self, TroveObject *object, const TroveRecord *record,
              const TroveClassField *field, const GValue *value, GError **error)
{
  gboolean changed;

  if (!trove_editor_set_in_place (record, field, value, &changed, error))
    return FALSE;
  if (changed)
    {
      trove_document_note_edit (self, field);
      g_object_notify_by_pspec (G_OBJECT (object), field->pspec);
    }
  return TRUE;
}

static gboolean
set_value (TroveDocument *self, TroveObject *object, const TroveClassField *field, const GValue *value,
           GError **error)
{
  const TroveRecord *record;
  TroveEdit edit;

  if (!trove_document_enter_edit (self, error))
    return FALSE;
  record = trove_object_handle_record (object);
  if (record != NULL && trove_editor_can_set_in_place (&self->editor, record, field))
    return set_in_place (self, object, record, field, value, error);

  if (!trove_document_begin_edit (&edit, self, error))
    return FALSE;
  edit.object = object;
  edit.field = field;
  return trove_document_end_edit (
      &edit, trove_editor_set_field (&self->editor, trove_object_private (object)->key, field, value, error));
}

/* A value of the field's type, as g_object_set() would make it. FALSE with TYPE_MISMATCH. */
static gboolean
convert (TroveObject *object, const TroveClassField *field, const GValue *value, GValue *converted,
         GError **error)
{
  g_value_init (converted, G_PARAM_SPEC_VALUE_TYPE (field->pspec));
  if (g_value_transform (value, converted))
    return TRUE;
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
               "The property \342\200\234%s\342\200\235 of %s takes values of type %s, not of type %s",
               field->pspec->name, G_OBJECT_TYPE_NAME (object), g_type_name (G_VALUE_TYPE (converted)),
               G_VALUE_TYPE_NAME (value));
  return FALSE;
}

static gboolean
set_key (TroveDocument *self, TroveObject *object, const TroveClassField *field, const GValue *value,
         GError **error)
{
  g_auto (GValue) key_value = G_VALUE_INIT;
  TroveKey key;

  if (!get_key (object, field, value, &key, error))
    return FALSE;
  g_value_init (&key_value, G_TYPE_UINT64);
  g_value_set_uint64 (&key_value, key);
  return set_value (self, object, field, &key_value, error);
}

static gboolean
set_checked (TroveDocument *self, TroveObject *object, const TroveClassField *field, const GValue *value,
             GError **error)
{
  g_auto (GValue) converted = G_VALUE_INIT;

  if (trove_class_field_is_key (field))
    return set_key (self, object, field, value, error);
  if (g_type_is_a (G_VALUE_TYPE (value), field->type))
    return set_value (self, object, field, value, error);
  return convert (object, field, value, &converted, error) &&
         set_value (self, object, field, &converted, error);
}

static gboolean
set_field (TroveDocument *self, TroveObject *object, const TroveClassField *field, const GValue *value,
           GError **error)
{
  const TroveObjectClass *klass = TROVE_OBJECT_GET_CLASS (object);
  g_autoptr (TroveDocument) keep = NULL;
  g_auto (GValue) copy = G_VALUE_INIT;

  if (klass->validate == NULL)
    return set_checked (self, object, field, value, error);
  keep = g_object_ref (self); /* the function may drop the document */
  g_value_init (&copy, G_VALUE_TYPE (value));
  g_value_copy (value, &copy);
  return trove_document_enter_edit (self, error) && klass->validate (object, field->pspec, &copy, error) &&
         set_checked (self, object, field, &copy, error);
}

const TroveHandlesFuncs trove_document_handles_funcs = { trove_document_may_read, trove_document_commit,
                                                         create, set_field };

/* Copies */

static TroveKey
make_key (gpointer data, GError **error)
{
  return trove_document_make_key (data, error);
}

gboolean
trove_document_copy_excerpt (TroveDocument *self, const TroveExcerpt *excerpt, const TroveOrigin *origin,
                             const TroveSlot *slot, TroveKey *keys, GError **error)
{
  return trove_editor_copy (&self->editor, excerpt, origin == self->origin, slot, make_key, self, keys,
                            error);
}

TroveObject *
trove_document_copy_object (TroveDocument *self, const TroveHandles *handles, TroveKey key, GError **error)
{
  TroveDocument *other = handles->document; /* NULL: the object is of a version */
  const TroveOrigin *origin = other != NULL ? other->origin : handles->version->step->origin;
  g_autoptr (TroveDocument) keep = NULL;
  TroveObject *copy = NULL;
  TroveExcerpt excerpt;
  TroveEdit edit;
  TroveKey made;
  gboolean done;

  if (other != NULL && !trove_document_enter (other, error))
    return NULL;
  if (!trove_document_begin_edit (&edit, self, error))
    return NULL;
  keep = g_object_ref (self);
  done = trove_excerpt_init (&excerpt, handles->state, &key, 1, error);
  if (done)
    {
      done = trove_document_copy_excerpt (self, &excerpt, origin, NULL, &made, error);
      trove_excerpt_clear (&excerpt);
    }
  trove_document_leave_edit (&edit, done);
  if (done)
    copy = trove_object_handle_ensure (self->head.handles, made); /* before handlers may drop the object */
  trove_document_tell_edit (&edit);
  return copy;
}

/* The end of a document */

void
trove_document_remove_handles (TroveDocument *self, TroveHandles *next)
{
  TroveHandles *handles = self->head.handles;
  const TroveState last = self->editor.state;
  TroveEmission emission;

  self->head.handles = next;
  g_clear_object (&self->root);
  handles->document = NULL;
  handles->funcs = NULL;
  handles->owner = NULL;
  handles->state = NULL;
  if (trove_handles_any (handles))
    {
      trove_emission_init (&emission, handles, &self->notes);
      trove_emission_add_all (&emission, &last);
      handles->before = &last;
      trove_emission_run (&emission);
      handles->before = NULL;
    }
  trove_handles_unref (handles);
}

/**
 * trove_document_get_root:
 * @self: a document of the calling thread
 *
 * Returns the root object, which the document has from the beginning.
 *
 * Returns: (transfer none) (nullable): the root object, which the document holds from now on; %NULL after a critical on
 *   another thread
 *
 * Since: 1.0
 */
TroveObject *
trove_document_get_root (TroveDocument *self)
{
  g_autoptr (TroveObject) root = NULL;

  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), NULL);

  if (!trove_document_may_read (self))
    return NULL;
  if (self->root != NULL)
    return self->root;
  root = trove_object_handle_ensure (self->head.handles, self->editor.state.root);
  g_set_object (&self->root, root); /* the root's class may have asked for it meanwhile */
  return self->root;
}

/**
 * trove_document_lookup:
 * @self: a document of the calling thread
 * @key: a key
 *
 * Returns the object with a key, as a handle. While somebody holds the handle of an object, it is the same each time.
 *
 * Cost: a look-up, and making the handle if there is none.
 *
 * Returns: (transfer full) (nullable): the object, or %NULL if the current state has no such object, and after a critical on
 *   another thread
 *
 * Since: 1.0
 */
TroveObject *
trove_document_lookup (TroveDocument *self, TroveKey key)
{
  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), NULL);

  if (!trove_document_may_read (self) || trove_state_peek (&self->editor.state, key) == NULL)
    return NULL;
  return trove_object_handle_ensure (self->head.handles, key);
}

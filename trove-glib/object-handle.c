/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "object-handle.h"

#include "core/tls.h"
#include "state/class-data.h"

int trove_object_private_offset;
GParamSpec *trove_object_pspec_owner, *trove_object_pspec_removed;

/* Making */

/* The handle that g_object_new () is called for. */
typedef struct
{
  TroveHandles *handles;
  TroveKey key;
  TroveHandleState state;
} Making;

static TROVE_TLS const Making *making;

/* No code of a derived class, which could make other handles, has run yet. */
void
trove_object_handle_init (TroveObject *self)
{
  TroveObjectPrivate *priv = trove_object_private (self);
  const Making *made = making;

  making = NULL;
  if (made == NULL)
    return;
  priv->handles = trove_handles_ref (made->handles);
  priv->version = made->handles->version != NULL ? g_object_ref (made->handles->version) : NULL;
  priv->key = made->key;
  priv->state = (guint8) made->state;
}

/* Gives a handle to the table. FALSE: there is another one by now, which *other gets a reference on. */
static gboolean
finish (TroveObject *self, TroveObject **other)
{
  TroveObjectPrivate *priv = trove_object_private (self);

  *other = trove_handles_add (priv->handles, trove_handles_object_name (priv->key), self);
  if (*other != NULL)
    return FALSE;
  priv->is_made = TRUE;
  return TRUE;
}

static void
attach (TroveObject *self)
{
  const TroveObjectClass *klass = TROVE_OBJECT_GET_CLASS (self);

  if (klass->attached != NULL)
    klass->attached (self);
}

/* record: of the state, or the last one of a removed object. */
static TroveObject *
make (TroveHandles *handles, const TroveRecord *record, TroveHandleState state)
{
  const Making made = { handles, record->key, state };
  const TroveClass *klass = record->klass->plain; /* a handle has no other fields */
  gpointer data =
      state == TROVE_HANDLE_REMOVED ? trove_class_data_dup (klass, trove_record_data (record)) : NULL;
  TroveObject *self, *other;

  making = &made;
  self = g_object_new (klass->type, NULL);
  trove_object_private (self)->data = data;
  if (!finish (self, &other))
    {
      g_object_unref (self);
      return other;
    }
  attach (self);
  return self;
}

TroveObject *
trove_object_handle_ensure (TroveHandles *handles, TroveKey key)
{
  TroveObject *self = trove_handles_dup (handles, trove_handles_object_name (key));
  const TroveRecord *record;

  if (self != NULL)
    return self;
  record = handles->state != NULL ? trove_state_peek (handles->state, key) : NULL;
  if (record == NULL)
    return NULL;
  return make (handles, record, handles->version != NULL ? TROVE_HANDLE_FROZEN : TROVE_HANDLE_LIVE);
}

TroveObject *
trove_object_handle_ensure_removed (TroveHandles *handles, const TroveRecord *record)
{
  TroveObject *self = trove_handles_dup (handles, trove_handles_object_name (record->key));

  return self != NULL ? self : make (handles, record, TROVE_HANDLE_REMOVED);
}

void
trove_object_handle_take_key (TroveObject *self, TroveKey key)
{
  TroveObjectPrivate *priv = trove_object_private (self);
  TroveObject *other;
  gboolean first;

  priv->key = key;
  priv->state = TROVE_HANDLE_LIVE;
  first = finish (self, &other);
  g_assert (first); /* the key is new */
}

gboolean
trove_object_handle_create (TroveObject *self)
{
  TroveObjectPrivate *priv = trove_object_private (self);
  const TroveObjectClass *klass = TROVE_OBJECT_GET_CLASS (self);
  TroveHandles *handles = priv->handles;
  g_autoptr (GError) error = NULL;

  if (!handles->funcs->create (handles->document, self, &error))
    {
      g_critical ("No object of type %s was made: %s", G_OBJECT_TYPE_NAME (self), error->message);
      g_clear_pointer (&priv->handles, trove_handles_unref);
      return FALSE;
    }

  if (klass->added != NULL && priv->state == TROVE_HANDLE_LIVE) /* no handler has dropped the object */
    klass->added (self);
  attach (self);
  return TRUE;
}

void
trove_object_handle_dispose (TroveObject *self)
{
  TroveObjectPrivate *priv = trove_object_private (self);

  if (priv->handles != NULL)
    trove_handles_remove (priv->handles, trove_handles_object_name (priv->key), self);
}

void
trove_object_handle_finalize (TroveObject *self)
{
  TroveObjectPrivate *priv = trove_object_private (self);

  if (priv->data != NULL)
    trove_class_data_free (trove_object_class (self), priv->data);
  /* Not before: classes may ask for lists when they dispose. */
  g_clear_pointer (&priv->lists, g_ptr_array_unref);
  g_clear_pointer (&priv->handles, trove_handles_unref);
  g_clear_object (&priv->version); /* last: the handles are its own */
}

/* State */

const TroveRecord *
trove_object_handle_record (TroveObject *self)
{
  TroveObjectPrivate *priv = trove_object_private (self);
  const TroveHandles *handles = priv->handles;

  if (priv->state == TROVE_HANDLE_FROZEN)
    return trove_state_peek (handles->state, priv->key);
  if (priv->state != TROVE_HANDLE_LIVE || handles->state == NULL || !trove_handles_may_read (handles))
    return NULL;

  return trove_handles_peek (handles, priv->key, &priv->place);
}

gconstpointer
trove_object_handle_data (TroveObject *self)
{
  const TroveRecord *record = trove_object_handle_record (self);
  const TroveObjectPrivate *priv = trove_object_private (self);

  if (record != NULL)
    return trove_record_data (record);
  return priv->data != NULL ? priv->data : trove_object_class (self)->defaults;
}

TroveObject *
trove_object_handle_dup_other (TroveObject *self, TroveKey key)
{
  TroveHandles *handles = trove_object_private (self)->handles;

  return key != 0 && handles != NULL ? trove_object_handle_ensure (handles, key) : NULL;
}

gboolean
trove_object_handle_get_key (TroveObject *self, const TroveHandles *handles, TroveKey *key, GError **error)
{
  const TroveObjectPrivate *priv = trove_object_private (self);

  *key = priv->key;
  if (priv->handles == NULL)
    g_set_error (error, TROVE_ERROR, TROVE_ERROR_REMOVED, "An object of type %s has no document",
                 G_OBJECT_TYPE_NAME (self));
  else if (priv->state == TROVE_HANDLE_FROZEN)
    g_set_error (error, TROVE_ERROR, TROVE_ERROR_FOREIGN,
                 "%s %" G_GUINT64_FORMAT " is the object of a version: look its key up in the document",
                 G_OBJECT_TYPE_NAME (self), priv->key);
  else if (priv->handles != handles)
    g_set_error (error, TROVE_ERROR, TROVE_ERROR_FOREIGN,
                 "%s %" G_GUINT64_FORMAT " is an object of another document", G_OBJECT_TYPE_NAME (self),
                 priv->key);
  else if (priv->state == TROVE_HANDLE_REMOVED)
    g_set_error (error, TROVE_ERROR, TROVE_ERROR_REMOVED,
                 "%s %" G_GUINT64_FORMAT " was removed, and cannot be changed unless undo brings it back",
                 G_OBJECT_TYPE_NAME (self), priv->key);
  else
    return TRUE;
  return FALSE;
}

/* Sets the state, and the copy of data. */
static void
set_state (TroveObject *self, TroveHandleState state, gpointer data)
{
  TroveObjectPrivate *priv = trove_object_private (self);
  gpointer last = priv->data;

  priv->state = (guint8) state;
  priv->data = data;
  if (last != NULL)
    trove_class_data_free (trove_object_class (self), last);
}

void
trove_object_handle_remove (TroveObject *self, gconstpointer data)
{
  set_state (self, TROVE_HANDLE_REMOVED, trove_class_data_dup (trove_object_class (self), data));
}

void
trove_object_handle_revive (TroveObject *self, gconstpointer data, TroveObjectFieldFunc func,
                            gpointer user_data)
{
  const TroveClass *klass = trove_object_class (self);
  const TroveObjectPrivate *priv = trove_object_private (self);
  gconstpointer last = priv->data != NULL ? priv->data : klass->defaults;

  for (guint i = 0; i < klass->n_fields; i++)
    {
      const TroveClassField *field = &klass->fields[i];

      if (!trove_class_field_is_list (field) && !trove_class_field_equal (field, last, data))
        func (self, field->pspec, user_data);
    }
  set_state (self, TROVE_HANDLE_LIVE, NULL);
}

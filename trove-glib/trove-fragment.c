/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "trove-fragment-private.h"

#include "object-handle.h"
#include "trove-document-edit-private.h"
#include "trove-document-objects-private.h"
#include "trove-list-private.h"
#include "trove-object-private.h"
#include "trove-version-private.h"

/**
 * TroveFragment:
 *
 * Objects that were copied, to be pasted into a document: for the clipboard, and for drag and drop.
 *
 * A fragment is made of objects of a version, with all that they own. It can be inserted any number of times, into the same
 * document or into others:
 *
 * ```c
 * g_autoptr (TroveVersion) version = trove_document_freeze (document, &error);
 * g_autoptr (TroveFragment) fragment = trove_fragment_new (version, keys, n_keys, &error);
 *
 * trove_fragment_insert (fragment, shapes, G_MAXUINT, &error);
 * trove_document_commit (document, "Paste", &error);
 * ```
 *
 * The objects that are inserted are new ones, with new keys. References among them lead to the copies. A reference to an object
 * outside the fragment stays if it is inserted into the document that it was copied from, or into one that was branched from
 * that, and the current state there has the object. Otherwise it is dropped: a property becomes %NULL, and a list does not get
 * the item.
 *
 * [method@Trove.Fragment.to_bytes] and [ctor@Trove.Fragment.new_from_bytes] take a fragment to another process.
 *
 * A fragment does not change, and any thread reads it. It holds the version that it was made from, and copies none of its
 * values.
 *
 * Since: 1.0
 */

G_DEFINE_FINAL_TYPE (TroveFragment, trove_fragment, G_TYPE_OBJECT)

static void
trove_fragment_finalize (GObject *object)
{
  TroveFragment *self = TROVE_FRAGMENT (object);

  if (self->step != NULL)
    trove_excerpt_clear (&self->excerpt);
  g_clear_pointer (&self->step, trove_step_unref);

  G_OBJECT_CLASS (trove_fragment_parent_class)->finalize (object);
}

static void
trove_fragment_class_init (TroveFragmentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = trove_fragment_finalize;
}

static void
trove_fragment_init (TroveFragment *self)
{
}

/* Making */

TroveFragment *
trove_fragment_of_step (TroveStep *step, const TroveKey *keys, gsize n_keys, GError **error)
{
  TroveExcerpt excerpt;
  TroveFragment *self;

  /* While the fragment has a reference on the step, no record moves. */
  trove_step_ref (step);
  if (!trove_step_read (step, error) || !trove_excerpt_init (&excerpt, &step->state, keys, n_keys, error))
    {
      trove_step_unref (step);
      return NULL;
    }
  self = g_object_new (TROVE_TYPE_FRAGMENT, NULL);
  self->step = step;
  self->excerpt = excerpt;
  return self;
}

/**
 * trove_fragment_new:
 * @version: the version to copy from
 * @keys: (array length=n_keys) (element-type guint64): the keys of objects of the version, in the order in which they are to be pasted
 * @n_keys: the number of keys
 * @error: return location for an error
 *
 * Copies objects with all that they own. An object that another one of @keys owns, directly or by others, is a part of that
 * one, and a key that is there twice counts once.
 *
 * Any thread may call the function. [method@Trove.Document.freeze] gives a version with the edits that are not committed.
 *
 * Cost: of the number of objects that are copied, and of the owners of @keys. Their values are shared with the version.
 *
 * Returns: (transfer full): the fragment, or %NULL with %TROVE_ERROR_REMOVED for a key that the version does not have, or with
 *   an error as of [method@Trove.Version.read]
 *
 * Since: 1.0
 */
TroveFragment *
trove_fragment_new (TroveVersion *version, const TroveKey *keys, gsize n_keys, GError **error)
{
  g_return_val_if_fail (trove_version_is_made (version), NULL);
  g_return_val_if_fail (keys != NULL || n_keys == 0, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return trove_fragment_of_step (version->step, keys, n_keys, error);
}

/* Description */

/**
 * trove_fragment_get_n_objects:
 * @self: a fragment
 *
 * Counts all objects of a fragment.
 *
 * Returns: the number of objects that inserting the fragment makes
 *
 * Since: 1.0
 */
guint
trove_fragment_get_n_objects (TroveFragment *self)
{
  g_return_val_if_fail (trove_fragment_is_made (self), 0);

  return trove_excerpt_n (&self->excerpt);
}

/**
 * trove_fragment_get_n_roots:
 * @self: a fragment
 *
 * Counts the objects of a fragment that no other one of it owns. The list that the fragment is inserted into gets these.
 *
 * Returns: the number of objects
 *
 * Since: 1.0
 */
guint
trove_fragment_get_n_roots (TroveFragment *self)
{
  g_return_val_if_fail (trove_fragment_is_made (self), 0);

  return self->excerpt.n_roots;
}

/**
 * trove_fragment_get_root_type:
 * @self: a fragment
 * @index: the index of an object that no other one of the fragment owns, below [method@Trove.Fragment.get_n_roots]
 *
 * Returns the type of an object that a list would get. The types tell whether a list takes the fragment.
 *
 * Returns: the type of the object
 *
 * Since: 1.0
 */
GType
trove_fragment_get_root_type (TroveFragment *self, guint index)
{
  g_return_val_if_fail (trove_fragment_is_made (self), G_TYPE_INVALID);
  g_return_val_if_fail (index < self->excerpt.n_roots, G_TYPE_INVALID);

  return trove_excerpt_get (&self->excerpt, index)->klass->type;
}

/* Inserting */

/* FALSE with TYPE_MISMATCH: a single property cannot have all objects. */
static gboolean
check_count (const TroveFragment *self, const TroveSlot *slot, GError **error)
{
  if (trove_class_field_is_list (slot->field) || self->excerpt.n_roots == 1)
    return TRUE;
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
               "The property \342\200\234%s\342\200\235 of %s takes one object, and the fragment has %u",
               slot->field->pspec->name, g_type_name (slot->field->owner), self->excerpt.n_roots);
  return FALSE;
}

static gboolean
insert (TroveFragment *self, TroveDocument *document, TroveKey owner, const char *property, guint position,
        TroveKey *keys, GError **error)
{
  g_autoptr (TroveFragment) keep = NULL;
  TroveSlot slot;
  TroveEdit edit;
  gboolean done;

  if (!trove_document_begin_edit (&edit, document, error))
    return FALSE;
  keep = g_object_ref (self); /* a function that copies a value may drop it */
  done = trove_document_find_slot (document, owner, property, position, &slot, error);
  if (done)
    {
      edit.field = slot.field;
      done = check_count (self, &slot, error) &&
             trove_document_copy_excerpt (document, &self->excerpt, self->step->origin, &slot, keys, error);
    }
  return trove_document_end_edit (&edit, done);
}

static gboolean
check_owned (TroveList *list, GError **error)
{
  if (list->field->kind == TROVE_KIND_OWNED_LIST)
    return TRUE;
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
               "The list \342\200\234%s\342\200\235 of %s refers to objects: insert the fragment into a list "
               "that owns them",
               list->field->pspec->name, g_type_name (list->field->owner));
  return FALSE;
}

/**
 * trove_fragment_insert:
 * @self: a fragment
 * @list: a list of a document of the calling thread, which owns its objects
 * @position: the position that the first object will have, at most the number of items; %G_MAXUINT for the end
 * @error: return location for an error
 *
 * Makes copies of the objects of a fragment, and inserts them in a list. The copies of the objects that the fragment was made
 * of stand one after the other from @position on. See [class@Trove.Fragment] for their references.
 *
 * This is an edit, to be committed or rolled back by the caller. It may be a part of a group. The list emits once.
 *
 * The copies are new objects. So there can be no circle of owners, and it does not matter which document the fragment is from.
 *
 * Cost: of the number of objects.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_TYPE_MISMATCH for a list that takes objects of another type or does not own
 *   them, %TROVE_ERROR_INVALID_REF for a position past the end, %TROVE_ERROR_REMOVED for the list of a removed object or of a
 *   document that is gone, %TROVE_ERROR_READ_ONLY for the list of a version, %TROVE_ERROR_BUSY while the list emits or
 *   handlers are told of a change of the whole document, %TROVE_ERROR_COPY_FAILED, %TROVE_ERROR_FULL, %TROVE_ERROR_NO_MEMORY
 *   or %TROVE_ERROR_WRONG_THREAD; then nothing has changed
 *
 * Since: 1.0
 */
gboolean
trove_fragment_insert (TroveFragment *self, TroveList *list, guint position, GError **error)
{
  g_return_val_if_fail (trove_fragment_is_made (self), FALSE);
  g_return_val_if_fail (trove_list_is_made (list), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return trove_list_check_editable (list, error) && check_owned (list, error) &&
         insert (self, list->handles->document, list->key, list->field->pspec->name, position, NULL, error);
}

/* FALSE with TYPE_MISMATCH. */
static gboolean
check_property (TroveObject *owner, const char *property, GError **error)
{
  const TroveClassField *field = trove_class_find_name (trove_object_class (owner), property);

  if (field != NULL && field->kind == TROVE_KIND_OWNED)
    return TRUE;
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
               "%s has no property \342\200\234%s\342\200\235 that owns one object",
               G_OBJECT_TYPE_NAME (owner), property);
  return FALSE;
}

/**
 * trove_fragment_assign:
 * @self: a fragment of one object, with what it owns
 * @owner: an object of a document of the calling thread
 * @property: the name of a property of @owner that owns an object and is no list
 * @error: return location for an error
 *
 * Makes copies of the objects of a fragment, and sets a property to the one that the fragment was made of. An object that was
 * there loses its owner.
 *
 * This is an edit, as [method@Trove.Fragment.insert] is.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_TYPE_MISMATCH for a fragment of several objects or of another type, and
 *   for another property, or with another error as of [method@Trove.Fragment.insert]; then nothing has changed
 *
 * Since: 1.0
 */
gboolean
trove_fragment_assign (TroveFragment *self, TroveObject *owner, const char *property, GError **error)
{
  g_return_val_if_fail (trove_fragment_is_made (self), FALSE);
  g_return_val_if_fail (TROVE_IS_OBJECT (owner), FALSE);
  g_return_val_if_fail (property != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return check_property (owner, property, error) && trove_object_check_settable (owner, error) &&
         insert (self, trove_object_get_document (owner), trove_object_private (owner)->key, property, 0,
                 NULL, error);
}

/**
 * trove_fragment_insert_by_key: (skip)
 * @self: a fragment
 * @document: a document of the calling thread
 * @owner: the key of the owner
 * @property: the name of the owner's list, or property that owns one object
 * @position: in a list, the position that the first object will have, or %G_MAXUINT for the end
 * @keys: (out caller-allocates) (optional): room for [method@Trove.Fragment.get_n_roots] keys: those of the copies that the list
 *   or property gets
 * @error: return location for an error
 *
 * Makes copies of the objects of a fragment, and inserts them in a list or a property.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_REMOVED if the current state has no object with the key @owner, or with another
 *   error as of [method@Trove.Fragment.insert] and [method@Trove.Fragment.assign]; then nothing has changed
 *
 * Since: 1.0
 */
gboolean
trove_fragment_insert_by_key (TroveFragment *self, TroveDocument *document, TroveKey owner,
                              const char *property, guint position, TroveKey *keys, GError **error)
{
  g_return_val_if_fail (trove_fragment_is_made (self), FALSE);
  g_return_val_if_fail (TROVE_IS_DOCUMENT (document), FALSE);
  g_return_val_if_fail (property != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return insert (self, document, owner, property, position, keys, error);
}

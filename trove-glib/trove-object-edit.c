/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveObject: editing, and the same object in versions. */

#include <trove-glib/trove-glib.h>

#include "object-handle.h"
#include "trove-document-objects-private.h"
#include "trove-object-private.h"
#include "trove-version-private.h"

/**
 * trove_object_set_field:
 * @self: an object of a document of the calling thread
 * @name: the name of a property whose value is in the document, and that is no list
 * @value: a value of the property's type, or of one that can be converted to it
 * @error: return location for an error
 *
 * Sets a property, as g_object_set_property() does, but with an error where that function writes a warning.
 *
 * Setting the value that is there changes nothing; one that the param spec does not allow is refused all the same.
 * Another value is notified before the function returns.
 *
 * Cost: a look-up, and a copy of the object and of the way to it when that is the first edit of them since a commit.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_REMOVED for a removed object or value, %TROVE_ERROR_READ_ONLY for an object of a
 *   version, %TROVE_ERROR_TYPE_MISMATCH for a value that the property does not take, %TROVE_ERROR_FOREIGN for an object of
 *   another document, %TROVE_ERROR_CYCLE, %TROVE_ERROR_BUSY while handlers are told of a change of the whole document,
 *   %TROVE_ERROR_COPY_FAILED, %TROVE_ERROR_NO_MEMORY, %TROVE_ERROR_FULL, %TROVE_ERROR_WRONG_THREAD, or the error of the
 *   class's `validate` function; then nothing has changed
 *
 * Since: 1.0
 */
gboolean
trove_object_set_field (TroveObject *self, const char *name, const GValue *value, GError **error)
{
  const TroveClassField *field;

  g_return_val_if_fail (TROVE_IS_OBJECT (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (G_IS_VALUE (value), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  field = trove_class_find_name (trove_object_class (self), name);
  if (field != NULL && !trove_class_field_is_list (field))
    return trove_object_set_class_field (self, field, value, error);
  g_critical ("%s has no field \342\200\234%s\342\200\235 that can be set", G_OBJECT_TYPE_NAME (self), name);
  return FALSE;
}

/**
 * trove_object_set_data: (skip)
 * @self: an object of a document of the calling thread
 * @data: the values of its fields: a struct as the class was installed with
 * @error: return location for an error
 *
 * Sets all fields of an object but its lists, as [method@Trove.Document.set] does, and notifies those that differ. Values that their param
 * specs do not allow are refused. The class's `validate` function is not called.
 *
 * Returns: %TRUE, or %FALSE with an error as of [method@Trove.Object.set_field]; then nothing has changed
 *
 * Since: 1.0
 */
gboolean
trove_object_set_data (TroveObject *self, gconstpointer data, GError **error)
{
  g_return_val_if_fail (TROVE_IS_OBJECT (self), FALSE);
  g_return_val_if_fail (data != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return trove_object_check_settable (self, error) &&
         trove_document_set (trove_object_get_document (self), trove_object_private (self)->key, data, error);
}

/**
 * trove_object_remove:
 * @self: an object of a document of the calling thread
 * @error: return location for an error
 *
 * Takes the object from its owner. The object stays in the current state until the next commit, so it can be inserted
 * elsewhere. The commit drops it, if it has no owner by then, with all that it owns, and clears all references to it.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_INVALID_REF for the root, or an error as of [method@Trove.Object.set_field]; then
 *   nothing has changed
 *
 * Since: 1.0
 */
gboolean
trove_object_remove (TroveObject *self, GError **error)
{
  g_return_val_if_fail (TROVE_IS_OBJECT (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return trove_object_check_settable (self, error) &&
         trove_document_remove (trove_object_get_document (self), trove_object_private (self)->key, error);
}

/**
 * trove_object_dup_at:
 * @self: an object
 * @version: a version
 *
 * Returns the object as it is in a version, of the same document or of another one that has the key. Any thread may call the
 * function, and read the object.
 *
 * Cost: a look-up, and making the handle if there is none.
 *
 * Returns: (transfer full) (nullable): the object of the version with the same key, or %NULL if the version has none
 *
 * Since: 1.0
 */
TroveObject *
trove_object_dup_at (TroveObject *self, TroveVersion *version)
{
  g_return_val_if_fail (TROVE_IS_OBJECT (self), NULL);
  g_return_val_if_fail (trove_version_is_made (version), NULL);

  return trove_version_lookup (version, trove_object_private (self)->key);
}

/**
 * trove_object_copy:
 * @self: an object of a document of the calling thread, or of a version
 * @document: the document that gets the copy, of the calling thread
 * @error: return location for an error
 *
 * Makes a copy of the object, with copies of all that it owns. The copy has no owner yet, and new keys.
 *
 * References among the objects that are copied lead to the copies. Other references stay if @document has their objects: it is
 * that of @self or of its version, or one was branched from the other. Else they are dropped.
 *
 * Cost: of the objects that are copied.
 *
 * Returns: (transfer full): the copy, or %NULL with %TROVE_ERROR_REMOVED for a removed object or one without a document,
 *   %TROVE_ERROR_FULL, %TROVE_ERROR_COPY_FAILED, %TROVE_ERROR_NO_MEMORY, %TROVE_ERROR_BUSY or %TROVE_ERROR_WRONG_THREAD; then
 *   nothing has changed
 *
 * Since: 1.0
 */
TroveObject *
trove_object_copy (TroveObject *self, TroveDocument *document, GError **error)
{
  const TroveObjectPrivate *priv;

  g_return_val_if_fail (TROVE_IS_OBJECT (self), NULL);
  g_return_val_if_fail (TROVE_IS_DOCUMENT (document), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  priv = trove_object_private (self);
  if (priv->state != TROVE_HANDLE_FROZEN && !trove_object_check_settable (self, error))
    return NULL;
  return trove_document_copy_object (document, priv->handles, priv->key, error);
}

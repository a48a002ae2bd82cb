/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveDocument: reading objects of the current state by their keys. */

#include "document.h"

#include "by-key.h"

/**
 * trove_document_get_root_key:
 * @self: a document
 *
 * Returns the key of the root object, which never changes.
 *
 * Returns: the key of the root object
 *
 * Since: 1.0
 */
TroveKey
trove_document_get_root_key (TroveDocument *self)
{
  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), 0);

  return trove_document_may_read (self) ? self->editor.state.root : 0;
}

/**
 * trove_document_get_n_objects:
 * @self: a document
 *
 * Counts the objects of the current state.
 *
 * Returns: the number of objects in the current state, with those that have no owner
 *
 * Since: 1.0
 */
guint64
trove_document_get_n_objects (TroveDocument *self)
{
  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), 0);

  return trove_document_may_read (self) ? self->editor.state.n_objects : 0;
}

/**
 * trove_document_peek: (skip)
 * @self: a document of the calling thread
 * @key: a key
 * @type: (out) (optional): return location for the type of the object
 *
 * Returns the data of an object in the current state: the struct that its class was installed with. The data must not
 * be written to. It is valid until the next edit, commit, undo or other change of the document.
 *
 * Cost: a look-up in a radix tree of 16 slots a node: about log16 of the number of objects steps.
 *
 * Returns: (nullable): the data, or %NULL if the current state has no such object
 *
 * Since: 1.0
 */
gconstpointer
trove_document_peek (TroveDocument *self, TroveKey key, GType *type)
{
  if (G_LIKELY (trove_document_ready (self)))
    return trove_by_key_peek (&self->editor.state, key, type);

  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), NULL);
  return trove_document_may_read (self) ? trove_by_key_peek (&self->editor.state, key, type) : NULL;
}

/**
 * trove_document_get_n_children: (skip)
 * @self: a document of the calling thread
 * @key: the key of an object
 * @list: the name of one of its lists
 *
 * Counts the items of a list.
 *
 * Returns: the number of items of the list; 0 if the current state has no such object
 *
 * Since: 1.0
 */
guint
trove_document_get_n_children (TroveDocument *self, TroveKey key, const char *list)
{
  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), 0);
  g_return_val_if_fail (list != NULL, 0);

  return trove_document_may_read (self) ? trove_by_key_n_items (&self->editor.state, key, list) : 0;
}

/**
 * trove_document_get_children: (skip)
 * @self: a document of the calling thread
 * @key: the key of an object
 * @list: the name of one of its lists, of owned objects or of references
 * @first: position of the first item
 * @keys: (out caller-allocates) (array length=n): room for @n keys
 * @n: number of items
 *
 * Copies the keys of items of a list.
 *
 * Returns: the number of keys that were copied: fewer than @n at the end of the list, 0 past it
 *
 * Since: 1.0
 */
guint
trove_document_get_children (TroveDocument *self, TroveKey key, const char *list, guint first, TroveKey *keys,
                             guint n)
{
  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), 0);
  g_return_val_if_fail (list != NULL, 0);
  g_return_val_if_fail (keys != NULL || n == 0, 0);

  return trove_document_may_read (self) ?
             trove_by_key_copy_items (&self->editor.state, key, list, first, keys, n) :
             0;
}

/**
 * trove_document_get_owner: (skip)
 * @self: a document of the calling thread
 * @key: the key of an object
 * @property: (out) (optional) (transfer none) (nullable): return location for the name of the owner's property
 * @position: (out) (optional): return location for the position in the owner's list; 0 in a property that is no list
 *
 * Returns the owner of an object.
 *
 * Cost: the position takes about log2 of the length of the list look-ups, and no more than the list's length where
 * many objects were inserted at one place.
 *
 * Returns: the key of the owner; 0 for the root, for an object without an owner, and if the current state has no such
 *   object
 *
 * Since: 1.0
 */
TroveKey
trove_document_get_owner (TroveDocument *self, TroveKey key, const char **property, guint *position)
{
  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), 0);

  return trove_document_may_read (self) ? trove_by_key_owner (&self->editor.state, key, property, position) :
                                          0;
}

/**
 * trove_document_dup_referrers: (skip)
 * @self: a document of the calling thread
 * @key: the key of an object
 * @n: (out): return location for the number of keys
 *
 * Lists the objects that refer to an object, by a property or a list of references.
 *
 * Returns: (array length=n): the keys of the objects, each once, in increasing order
 *
 * Since: 1.0
 */
TroveKey *
trove_document_dup_referrers (TroveDocument *self, TroveKey key, gsize *n)
{
  if (n != NULL)
    *n = 0;
  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), NULL);
  g_return_val_if_fail (n != NULL, NULL);

  return trove_document_may_read (self) ? trove_by_key_dup_referrers (&self->editor.state, key, n) : NULL;
}

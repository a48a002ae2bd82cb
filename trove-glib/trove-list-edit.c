/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveList: editing. */

#include "trove-list-private.h"

#include "object-handle.h"

/* The keys of objects of the document. NULL with REMOVED or FOREIGN. */
static GArray *
get_keys (TroveList *self, TroveObject *const *items, guint n, GError **error)
{
  GArray *keys = g_array_sized_new (FALSE, FALSE, sizeof (TroveKey), n);

  for (guint i = 0; i < n; i++)
    {
      TroveKey key;

      if (!trove_object_handle_get_key (items[i], self->handles, &key, error))
        {
          g_array_unref (keys);
          return NULL;
        }
      g_array_append_val (keys, key);
    }
  return keys;
}

static gboolean
splice (TroveList *self, guint position, guint n_removals, TroveObject *const *additions, guint n_additions,
        GError **error)
{
  g_autoptr (GArray) keys = NULL;

  if (!trove_list_check_editable (self, error))
    return FALSE;
  keys = get_keys (self, additions, n_additions, error);
  return keys != NULL &&
         trove_document_splice (self->handles->document, self->key, self->field->pspec->name, position,
                                n_removals, (const TroveKey *) keys->data, n_additions, error);
}

/**
 * trove_list_append:
 * @self: a list of a document of the calling thread
 * @item: an object of the document
 * @error: return location for an error
 *
 * Adds an object at the end, as [method@Trove.List.splice] does.
 *
 * Returns: %TRUE, or %FALSE with an error as of [method@Trove.List.splice]; then nothing has changed
 *
 * Since: 1.0
 */
gboolean
trove_list_append (TroveList *self, TroveObject *item, GError **error)
{
  g_return_val_if_fail (trove_list_is_made (self), FALSE);
  g_return_val_if_fail (TROVE_IS_OBJECT (item), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return splice (self, G_MAXUINT, 0, &item, 1, error);
}

/**
 * trove_list_insert:
 * @self: a list of a document of the calling thread
 * @position: the position that the object will have, at most the number of items
 * @item: an object of the document
 * @error: return location for an error
 *
 * Inserts an object, as [method@Trove.List.splice] does.
 *
 * Returns: %TRUE, or %FALSE with an error as of [method@Trove.List.splice]; then nothing has changed
 *
 * Since: 1.0
 */
gboolean
trove_list_insert (TroveList *self, guint position, TroveObject *item, GError **error)
{
  g_return_val_if_fail (trove_list_is_made (self), FALSE);
  g_return_val_if_fail (TROVE_IS_OBJECT (item), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return splice (self, position, 0, &item, 1, error);
}

/**
 * trove_list_remove:
 * @self: a list of a document of the calling thread
 * @position: the position of an item
 * @error: return location for an error
 *
 * Removes an item. An object that the list owns has no owner then: the next commit drops it, if no list or property owns it
 * by then.
 *
 * Returns: %TRUE, or %FALSE with an error as of [method@Trove.List.splice]; then nothing has changed
 *
 * Since: 1.0
 */
gboolean
trove_list_remove (TroveList *self, guint position, GError **error)
{
  g_return_val_if_fail (trove_list_is_made (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return splice (self, position, 1, NULL, 0, error);
}

/**
 * trove_list_move:
 * @self: a list of a document of the calling thread
 * @from: the position of an item
 * @to: the position that the item will have
 * @error: return location for an error
 *
 * Moves an item within the list.
 *
 * Returns: %TRUE, or %FALSE with an error as of [method@Trove.List.splice]; then nothing has changed
 *
 * Since: 1.0
 */
gboolean
trove_list_move (TroveList *self, guint from, guint to, GError **error)
{
  g_return_val_if_fail (trove_list_is_made (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return trove_list_check_editable (self, error) &&
         trove_document_move_item (self->handles->document, self->key, self->field->pspec->name, from, to,
                                   error);
}

static gboolean
are_objects (TroveObject *const *items, guint n)
{
  for (guint i = 0; i < n; i++)
    if (!TROVE_IS_OBJECT (items[i]))
      return FALSE;
  return TRUE;
}

/**
 * trove_list_splice:
 * @self: a list of a document of the calling thread
 * @position: the position of the first item to remove, or of the item to insert before; %G_MAXUINT for the end
 * @n_removals: the number of items to remove
 * @additions: (array length=n_additions) (nullable): the objects to insert there
 * @n_additions: the number of objects
 * @error: return location for an error
 *
 * Removes items, and inserts others in their place.
 *
 * An object may be removed and inserted again, which is how a list is sorted. Objects that an owned list gets leave the place
 * where they are.
 *
 * Cost: of the items that are removed and inserted, and of about log32 of the length of the list.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_INVALID_REF for a range past the end, %TROVE_ERROR_REMOVED for an object that
 *   was removed, or the list of one, %TROVE_ERROR_FOREIGN for an object of another document or of a version,
 *   %TROVE_ERROR_READ_ONLY for the list of a version, %TROVE_ERROR_TYPE_MISMATCH for an object of another type,
 *   %TROVE_ERROR_CYCLE for an object that an owned list would have twice, or that owns the list, %TROVE_ERROR_BUSY while the
 *   list emits or handlers are told of a change of the whole document, %TROVE_ERROR_NO_MEMORY, %TROVE_ERROR_FULL, or
 *   %TROVE_ERROR_WRONG_THREAD; then nothing has changed
 *
 * Since: 1.0
 */
gboolean
trove_list_splice (TroveList *self, guint position, guint n_removals, TroveObject *const *additions,
                   guint n_additions, GError **error)
{
  g_return_val_if_fail (trove_list_is_made (self), FALSE);
  g_return_val_if_fail (additions != NULL || n_additions == 0, FALSE);
  g_return_val_if_fail (are_objects (additions, n_additions), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return splice (self, position, n_removals, additions, n_additions, error);
}

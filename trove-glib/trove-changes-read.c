/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveChanges: reading changes by their positions, without an object for each. */

#include "trove-changes-private.h"

/**
 * trove_changes_read:
 * @self: changes
 * @error: return location for an error
 *
 * Compares the two versions, if that was not done before. The changes of
 * [signal@Trove.Document::changed] are compared when they are first read, if there are many. All others are compared when
 * they are made.
 *
 * Any function that reads changes does the same. Where it finds no memory, the list is empty from then on, after a warning,
 * and this function fails. An application that has to handle this calls this function first.
 *
 * Cost: of the objects that differ, the first time. Then constant.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_NO_MEMORY
 *
 * Since: 1.0
 */
gboolean
trove_changes_read (TroveChanges *self, GError **error)
{
  g_return_val_if_fail (trove_changes_is_made (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return trove_comparison_read (trove_changes_get_direction (self)->comparison, error);
}

/**
 * trove_changes_get_kind:
 * @self: changes
 * @position: a position below the number of changes
 *
 * Returns the kind of a change, as [method@Trove.Change.get_kind].
 *
 * Returns: the kind of difference
 *
 * Since: 1.0
 */
TroveChangeKind
trove_changes_get_kind (TroveChanges *self, guint position)
{
  guint64 entry;

  g_return_val_if_fail (trove_changes_is_made (self), TROVE_CHANGE_ADDED);
  g_return_val_if_fail (trove_changes_find (self, position, &entry), TROVE_CHANGE_ADDED);

  return trove_direction_kind (trove_changes_get_direction (self), entry);
}

/**
 * trove_changes_get_key:
 * @self: changes
 * @position: a position below the number of changes
 *
 * Returns the key of the object of a change, as [method@Trove.Change.get_key].
 *
 * Returns: the key of the object that differs
 *
 * Since: 1.0
 */
TroveKey
trove_changes_get_key (TroveChanges *self, guint position)
{
  guint64 entry;

  g_return_val_if_fail (trove_changes_is_made (self), 0);
  g_return_val_if_fail (trove_changes_find (self, position, &entry), 0);

  return trove_entry_key (entry);
}

/**
 * trove_changes_get_object_type:
 * @self: changes
 * @position: a position below the number of changes
 *
 * Returns the type of the object of a change, as [method@Trove.Change.get_object_type].
 *
 * Returns: the type of the object that differs
 *
 * Since: 1.0
 */
GType
trove_changes_get_object_type (TroveChanges *self, guint position)
{
  guint64 entry;

  g_return_val_if_fail (trove_changes_is_made (self), G_TYPE_INVALID);
  g_return_val_if_fail (trove_changes_find (self, position, &entry), G_TYPE_INVALID);

  return trove_direction_class (trove_changes_get_direction (self), entry)->type;
}

/**
 * trove_changes_get_property_name:
 * @self: changes
 * @position: a position below the number of changes
 *
 * Returns the name of the property or list of a change, as [method@Trove.Change.get_property_name].
 *
 * Returns: (nullable): the name of the property that has another value, or of the list that has other items, an interned
 *   string; %NULL for other kinds
 *
 * Since: 1.0
 */
const char *
trove_changes_get_property_name (TroveChanges *self, guint position)
{
  guint64 entry;

  g_return_val_if_fail (trove_changes_is_made (self), NULL);
  g_return_val_if_fail (trove_changes_find (self, position, &entry), NULL);

  return trove_direction_property (trove_changes_get_direction (self), entry);
}

/**
 * trove_changes_count_kind:
 * @self: changes
 * @kind: a kind of difference
 *
 * Returns the number of changes of a kind.
 *
 * Cost: of the number of changes.
 *
 * Returns: the number of changes of the kind
 *
 * Since: 1.0
 */
guint
trove_changes_count_kind (TroveChanges *self, TroveChangeKind kind)
{
  TroveChangeSet set;
  guint n = 0;

  g_return_val_if_fail (trove_changes_is_made (self), 0);

  set = trove_changes_get_set (self);
  for (guint i = 0; i < trove_change_set_n (&set); i++)
    n += trove_direction_kind (trove_changes_get_direction (self), trove_change_set_get (&set, i)) == kind;
  return n;
}

/**
 * trove_changes_dup_keys:
 * @self: changes
 * @n: (out): return location for the number of keys
 *
 * Returns the key of each object that differs. An application that keeps an index of objects looks at these again, in the
 * later version: an object that is not there was removed.
 *
 * Cost: of the number of changes.
 *
 * Returns: (array length=n) (transfer container): the keys of the objects, each once, in increasing order
 *
 * Since: 1.0
 */
TroveKey *
trove_changes_dup_keys (TroveChanges *self, gsize *n)
{
  TroveChangeSet set;
  TroveKey *keys;
  gsize n_keys = 0;

  if (n != NULL)
    *n = 0; /* bindings read it in any case */
  g_return_val_if_fail (trove_changes_is_made (self), NULL);
  g_return_val_if_fail (n != NULL, NULL);

  set = trove_changes_get_set (self);
  keys = g_new (TroveKey, trove_change_set_n (&set) + 1); /* never NULL */
  for (guint i = 0; i < trove_change_set_n (&set); i++)
    {
      TroveKey key = trove_entry_key (trove_change_set_get (&set, i));

      if (n_keys == 0 || key != keys[n_keys - 1])
        keys[n_keys++] = key;
    }
  *n = n_keys;
  return keys;
}

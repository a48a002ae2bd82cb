/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveVersionReader: look-ups that begin in the leaf where the last one ended. */

#include "trove-version-private.h"

#include "by-key.h"

typedef struct
{
  const TroveState *state;
  const TroveKeyMap *leaf; /* of the last object; NULL: none */
  gconstpointer unused[2];
} Reader;

G_STATIC_ASSERT (sizeof (Reader) == sizeof (TroveVersionReader));
G_STATIC_ASSERT (G_ALIGNOF (Reader) == G_ALIGNOF (TroveVersionReader));

/**
 * trove_version_reader_init: (skip)
 * @reader: a reader that is not initialized
 * @version: a version, which must outlive the reader
 *
 * Starts to read a version, whose objects are read from the file first, as by [method@Trove.Version.read].
 *
 * Since: 1.0
 */
void
trove_version_reader_init (TroveVersionReader *reader, TroveVersion *version)
{
  g_return_if_fail (reader != NULL);
  g_return_if_fail (trove_version_is_made (version));

  *(Reader *) reader = (Reader){ .state = trove_version_state (version) };
}

static TroveRecord *
find_record (Reader *self, TroveKey key)
{
  const TroveKeyMap *leaf = self->leaf;

  if (leaf == NULL || trove_key_map_prefix (key, 0) != leaf->key)
    leaf = self->leaf = trove_key_map_find_leaf (self->state->objects, key);
  return leaf != NULL ? (TroveRecord *) trove_key_map_leaf_get (leaf, key) : NULL;
}

/**
 * trove_version_reader_peek: (skip)
 * @reader: a reader
 * @key: a key
 * @type: (out) (optional): return location for the type of the object
 *
 * Returns the data of an object, as [method@Trove.Version.peek].
 *
 * Cost: one comparison and one load for an object whose key differs from that of the last one in the lowest 4 bits only,
 * as is usual for objects that were made one after the other.
 *
 * Returns: (nullable): the data, or %NULL if the version has no such object
 *
 * Since: 1.0
 */
gconstpointer
trove_version_reader_peek (TroveVersionReader *reader, TroveKey key, GType *type)
{
  const TroveRecord *record;

  g_return_val_if_fail (reader != NULL, NULL);

  record = find_record ((Reader *) reader, key);
  if (record == NULL)
    return NULL;
  if (type != NULL)
    *type = record->klass->type;
  return trove_record_data (record);
}

/**
 * trove_version_reader_peek_children: (skip)
 * @reader: a reader
 * @key: the key of an object
 * @list: the name of one of its lists
 * @first: position of the first item
 * @n: (out): return location for the number of keys
 *
 * Returns a run of the keys of a list, as [method@Trove.Version.peek_children].
 *
 * Returns: (nullable) (array length=n): the keys from @first on, or %NULL past the end of the list
 *
 * Since: 1.0
 */
const TroveKey *
trove_version_reader_peek_children (TroveVersionReader *reader, TroveKey key, const char *list, guint first,
                                    guint *n)
{
  const TroveRecord *record;

  if (n != NULL)
    *n = 0;
  g_return_val_if_fail (reader != NULL, NULL);
  g_return_val_if_fail (list != NULL, NULL);
  g_return_val_if_fail (n != NULL, NULL);

  record = find_record ((Reader *) reader, key);
  return record != NULL ? trove_by_key_peek_record_items (record, list, first, n) : NULL;
}

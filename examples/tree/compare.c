/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* All objects of both versions are read and compared, without TroveChanges. The differences that are found must be those
 * that TroveChanges has. The changes of a list are applied to its items in the earlier version, which must give those in
 * the later one. */

#include "compare.h"

#include "digest.h"

#include <gio/gio.h>

#include <string.h>

/* The differences of an object: a bit for each kind. */
#define BIT(kind) (1u << (kind))
#define ADDED BIT (TROVE_CHANGE_ADDED)
#define REMOVED BIT (TROVE_CHANGE_REMOVED)
#define MOVED BIT (TROVE_CHANGE_MOVED)
#define SET BIT (TROVE_CHANGE_SET)
#define LIST BIT (TROVE_CHANGE_LIST)

typedef struct
{
  TroveVersion *from, *to;
  GHashTable *kinds; /* TroveKey * → bits of the changes of the object */
} Comparison;

static gboolean
fail (TroveKey key, const char *message, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "comparing versions, object %" G_GUINT64_FORMAT ": %s",
               key, message);
  return FALSE;
}

static guint
get_kinds (Comparison *self, TroveKey key)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->kinds, &key));
}

/* Lists */

static GArray *
dup_items (TroveVersion *version, TroveKey key, const char *list)
{
  guint n = trove_version_get_n_children (version, key, list);
  GArray *keys = g_array_sized_new (FALSE, FALSE, sizeof (TroveKey), n);

  g_array_set_size (keys, n);
  trove_version_get_children (version, key, list, 0, (TroveKey *) (void *) keys->data, n);
  return keys;
}

static gboolean
items_equal (const GArray *a, const GArray *b)
{
  return a->len == b->len && (a->len == 0 || memcmp (a->data, b->data, a->len * sizeof (TroveKey)) == 0);
}

static gboolean
list_equal (Comparison *self, TroveKey key, const char *list)
{
  g_autoptr (GArray) from = dup_items (self->from, key, list);
  g_autoptr (GArray) to = dup_items (self->to, key, list);

  return items_equal (from, to);
}

static gboolean
lists_equal (Comparison *self, TroveKey key, GType type)
{
  if (type == TREE_TYPE_ELEMENT)
    return list_equal (self, key, TREE_ATTRIBUTES) && list_equal (self, key, TREE_CHILDREN);
  if (type == TREE_TYPE_FILE)
    return list_equal (self, key, TREE_BOOKMARKS) && list_equal (self, key, TREE_CHILDREN);
  return TRUE;
}

/* Replaces the runs of a change, from the last one to the first: so positions before a run stay. */
static gboolean
apply_runs (Comparison *self, TroveChange *change, GError **error)
{
  TroveKey key = trove_change_get_key (change);
  const char *list = trove_change_get_property_name (change);
  g_autoptr (GArray) items = dup_items (self->from, key, list);
  g_autoptr (GArray) to = dup_items (self->to, key, list);

  for (guint i = trove_change_get_n_runs (change); i > 0; i--)
    {
      guint old_position, n_removed, new_position, n_added;

      trove_change_get_run (change, i - 1, &old_position, &n_removed, &new_position, &n_added);
      if (n_removed > 0)
        g_array_remove_range (items, old_position, n_removed);
      if (n_added > 0)
        g_array_insert_vals (items, old_position, &g_array_index (to, TroveKey, new_position), n_added);
    }
  return items_equal (items, to) || fail (key, "the runs do not make the list of the later version", error);
}

/* Changes */

/* Notes the kinds of all changes, and applies those of lists. */
static gboolean
read_changes (Comparison *self, TroveChanges *changes, GError **error)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (changes)); i++)
    {
      g_autoptr (TroveChange) change = g_list_model_get_item (G_LIST_MODEL (changes), i);
      TroveKey key = trove_change_get_key (change);
      TroveChangeKind kind = trove_change_get_kind (change);
      guint kinds = get_kinds (self, key) | BIT (kind);

      g_hash_table_insert (self->kinds, g_memdup2 (&key, sizeof key), GUINT_TO_POINTER (kinds));
      if (kind == TROVE_CHANGE_LIST && !apply_runs (self, change, error))
        return FALSE;
    }
  return TRUE;
}

/* Objects */

static gboolean
values_equal (Comparison *self, TroveKey key, GType type)
{
  g_autoptr (GString) from = g_string_new (NULL);
  g_autoptr (GString) to = g_string_new (NULL);

  tree_write_values (from, type, trove_version_peek (self->from, key, NULL));
  tree_write_values (to, type, trove_version_peek (self->to, key, NULL));
  return g_string_equal (from, to);
}

/* Checks the change of an object's place. The versions do not say which of two neighbours was moved, so a move within a
 * list need only have a change of the list. */
static gboolean
check_place (Comparison *self, TroveKey key, GError **error)
{
  TroveKey from = trove_version_get_owner (self->from, key, NULL, NULL);
  TroveKey to = trove_version_get_owner (self->to, key, NULL, NULL);
  gboolean moved = (get_kinds (self, key) & MOVED) != 0;

  if (from != to && !moved)
    return fail (key, "another owner, but no change", error);
  if (from == to && moved && (get_kinds (self, to) & LIST) == 0)
    return fail (key, "moved within a list, but no change of the list", error);
  return TRUE;
}

/* Checks an object that is in the version to. */
static gboolean
check_object (Comparison *self, TroveKey key, GError **error)
{
  guint expected = 0;
  GType type;

  trove_version_peek (self->to, key, &type);
  if (trove_version_peek (self->from, key, NULL) == NULL)
    return get_kinds (self, key) == ADDED || fail (key, "added, but no such change", error);

  if (!values_equal (self, key, type))
    expected |= SET;
  if (!lists_equal (self, key, type))
    expected |= LIST;
  if ((get_kinds (self, key) & ~MOVED) != expected)
    return fail (key, "differences and changes are not of the same kinds", error);
  return check_place (self, key, error);
}

static gboolean
check_objects (Comparison *self, GError **error)
{
  TroveKey key;

  for (key = 0; (key = trove_version_get_next_key (self->to, key)) != 0;)
    if (!check_object (self, key, error))
      return FALSE;
  for (key = 0; (key = trove_version_get_next_key (self->from, key)) != 0;)
    if (trove_version_peek (self->to, key, NULL) == NULL && get_kinds (self, key) != REMOVED)
      return fail (key, "removed, but no such change", error);
  return TRUE;
}

/* Compares two versions. The number of changes is added to n_changes. */
gboolean
tree_compare_check (TroveVersion *from, TroveVersion *to, guint64 *n_changes, GError **error)
{
  g_autoptr (TroveChanges) changes = trove_version_compare (from, to, error);
  g_autoptr (GHashTable) kinds = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Comparison comparison = { from, to, kinds };

  if (changes == NULL)
    return FALSE;
  *n_changes += g_list_model_get_n_items (G_LIST_MODEL (changes));
  return read_changes (&comparison, changes, error) && check_objects (&comparison, error);
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveVersion: the numbers of objects by class. */

#include "trove-version-private.h"

#include <string.h>

#include "state/class-unknown.h"

typedef struct
{
  GHashTable *counts; /* pointers to guint64 by the names of classes */
  const TroveClass *last;
  guint64 *count; /* of last */
} Counts;

static const char *
name_of (const TroveClass *klass)
{
  const TroveUnknownClass *unknown = trove_class_get_unknown (klass->type);

  return unknown != NULL ? unknown->name : klass->name;
}

static guint64 *
find_count (GHashTable *counts, const char *name)
{
  guint64 *count = g_hash_table_lookup (counts, name);

  if (count == NULL)
    {
      count = g_new0 (guint64, 1);
      g_hash_table_insert (counts, (gpointer) name, count);
    }
  return count;
}

/* Objects of one class often follow each other. */
static gboolean
count_object (guint64 key, guintptr value, gpointer data)
{
  const TroveClass *klass = ((const TroveRecord *) value)->klass;
  Counts *self = data;

  if (klass != self->last)
    {
      self->last = klass;
      self->count = find_count (self->counts, name_of (klass));
    }
  ++*self->count;
  return TRUE;
}

static GVariant *
to_variant (GHashTable *counts)
{
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (counts), (GCompareFunc) strcmp);
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{st}"));

  for (GList *name = names; name != NULL; name = name->next)
    g_variant_builder_add (&builder, "{st}", (const char *) name->data,
                           *(guint64 *) g_hash_table_lookup (counts, name->data));
  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

/**
 * trove_version_dup_object_counts:
 * @self: a version
 * @error: return location for an error
 *
 * Counts the objects of each class. Classes that have no objects are left out.
 *
 * An object counts for its own class, and not for those that it is derived from. One of a class that this program does not have counts
 * for that class, by the name that [method@Trove.Object.get_unknown_class] returns.
 *
 * ```c
 * g_autoptr (GVariant) counts = trove_version_dup_object_counts (version, &error);
 * guint64 n_shapes = 0;
 *
 * g_variant_lookup (counts, "Shape", "t", &n_shapes);
 * ```
 *
 * Any thread may call the function.
 *
 * Cost: a visit of all objects of the version.
 *
 * Returns: (transfer full): a variant of the type `a{st}`: the numbers by the names of classes, in the order of names, or %NULL with an
 *   error as of [method@Trove.Version.read]
 *
 * Since: 1.0
 */
GVariant *
trove_version_dup_object_counts (TroveVersion *self, GError **error)
{
  g_autoptr (GHashTable) table = NULL;
  Counts counts = { NULL };

  g_return_val_if_fail (trove_version_is_made (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!trove_step_read (self->step, error))
    return NULL;
  counts.counts = table = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  trove_key_map_foreach (self->step->state.objects, count_object, &counts);
  return to_variant (table);
}

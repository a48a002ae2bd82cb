/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "conflict-group.h"

struct _SketchConflictGroup
{
  GObject parent_instance;
  GPtrArray *conflicts;
};

G_DEFINE_FINAL_TYPE (SketchConflictGroup, sketch_conflict_group, G_TYPE_OBJECT)

static void
sketch_conflict_group_finalize (GObject *object)
{
  g_ptr_array_unref (SKETCH_CONFLICT_GROUP (object)->conflicts);
  G_OBJECT_CLASS (sketch_conflict_group_parent_class)->finalize (object);
}

static void
sketch_conflict_group_class_init (SketchConflictGroupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sketch_conflict_group_finalize;
}

static void
sketch_conflict_group_init (SketchConflictGroup *self)
{
  self->conflicts = g_ptr_array_new_with_free_func (g_object_unref);
}

static gboolean
is_of_box (TroveConflict *conflict)
{
  static const char *const properties[] = { "x", "y", "width", "height", NULL };
  const char *property = trove_conflict_get_property_name (conflict);

  return property != NULL && trove_conflict_get_object_type (conflict) == SKETCH_TYPE_SHAPE &&
         g_strv_contains (properties, property);
}

GListModel *
sketch_group_conflicts (TroveMerge *merge)
{
  GListModel *conflicts = G_LIST_MODEL (merge);
  GListStore *groups = g_list_store_new (SKETCH_TYPE_CONFLICT_GROUP);
  g_autoptr (GHashTable) boxes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < g_list_model_get_n_items (conflicts); i++)
    {
      TroveConflict *conflict = g_list_model_get_item (conflicts, i);
      TroveKey key = trove_conflict_get_key (conflict);
      SketchConflictGroup *group = is_of_box (conflict) ? g_hash_table_lookup (boxes, &key) : NULL;

      if (group == NULL)
        {
          group = g_object_new (SKETCH_TYPE_CONFLICT_GROUP, NULL);
          g_list_store_append (groups, group);
          g_object_unref (group);
          if (is_of_box (conflict))
            g_hash_table_insert (boxes, g_memdup2 (&key, sizeof key), group);
        }
      g_ptr_array_add (group->conflicts, conflict);
    }
  return G_LIST_MODEL (groups);
}

TroveConflict *
sketch_conflict_group_get (SketchConflictGroup *self, guint i)
{
  return g_ptr_array_index (self->conflicts, i);
}

guint
sketch_conflict_group_get_n (SketchConflictGroup *self)
{
  return self->conflicts->len;
}

gboolean
sketch_conflict_group_set_choice (SketchConflictGroup *self, TroveChoice choice, GError **error)
{
  for (guint i = 0; i < self->conflicts->len; i++)
    if (!trove_conflict_set_choice (g_ptr_array_index (self->conflicts, i), choice, error))
      return FALSE;
  return TRUE;
}

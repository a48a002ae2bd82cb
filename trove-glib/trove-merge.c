/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "trove-merge-private.h"

#include "trove-conflict-private.h"
#include "trove-version-private.h"

/**
 * TroveMerge:
 *
 * The result of merging a version into a document, or of applying changes to it: a list model of the conflicts, each a
 * [class@Trove.Conflict].
 *
 * [method@Trove.Document.merge] and [method@Trove.Document.apply] make it. The list is empty if all changes were made, or were
 * in the document already. Conflicts stand in the order of the changes that they are of, which may have several.
 *
 * The list does not change, and any thread reads it, also when the document is gone. It keeps the three versions of the merge, which
 * [method@Trove.Merge.dup_version] returns.
 *
 * Since: 1.0
 */

struct _TroveMerge
{
  GObject parent_instance;
  GArray *obstacles;    /* TroveObstacle: those of conflicts that were not asked for have their values */
  GMutex lock;          /* over the making of conflicts */
  TroveConflict **made; /* of each obstacle; NULL: not asked for yet */
  TroveMergeContext *context; /* owned; NULL: made by g_object_new () */
};

enum
{
  PROP_ITEM_TYPE = 1,
  PROP_N_ITEMS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TroveMerge, trove_merge, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

/* 0 for one that was made by g_object_new(). */
static guint
count (const TroveMerge *self)
{
  return self->obstacles != NULL ? self->obstacles->len : 0;
}

static void
trove_merge_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TroveMerge *self = TROVE_MERGE (object);

  switch (id)
    {
    case PROP_ITEM_TYPE:
      g_value_set_gtype (value, TROVE_TYPE_CONFLICT);
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, count (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
trove_merge_finalize (GObject *object)
{
  TroveMerge *self = TROVE_MERGE (object);

  for (guint i = 0; i < count (self); i++)
    g_clear_object (&self->made[i]);
  g_free (self->made);
  g_clear_pointer (&self->obstacles, g_array_unref);
  g_clear_pointer (&self->context, trove_merge_context_unref);
  g_mutex_clear (&self->lock);

  G_OBJECT_CLASS (trove_merge_parent_class)->finalize (object);
}

static void
trove_merge_class_init (TroveMergeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = trove_merge_get_property;
  object_class->finalize = trove_merge_finalize;

  /**
   * TroveMerge:item-type:
   *
   * The type of the items: [class@Trove.Conflict].
   *
   * Since: 1.0
   */
  properties[PROP_ITEM_TYPE] =
      g_param_spec_gtype ("item-type", NULL, NULL, G_TYPE_OBJECT, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * TroveMerge:n-items:
   *
   * The number of conflicts.
   *
   * Since: 1.0
   */
  properties[PROP_N_ITEMS] =
      g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
trove_merge_init (TroveMerge *self)
{
  g_mutex_init (&self->lock);
}

/* There is one instance for each conflict. A merge may have very many, of which few are looked at. */
static gpointer
trove_merge_get_item (GListModel *model, guint position)
{
  TroveMerge *self = TROVE_MERGE (model);
  TroveConflict *conflict;

  if (position >= count (self))
    return NULL;

  g_mutex_lock (&self->lock);
  if (self->made[position] == NULL)
    self->made[position] =
        trove_conflict_new (self->context, &g_array_index (self->obstacles, TroveObstacle, position));
  conflict = g_object_ref (self->made[position]);
  g_mutex_unlock (&self->lock);
  return conflict;
}

static GType
trove_merge_get_item_type (GListModel *model)
{
  return TROVE_TYPE_CONFLICT;
}

static guint
trove_merge_get_n_items (GListModel *model)
{
  return count (TROVE_MERGE (model));
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = trove_merge_get_item_type;
  iface->get_n_items = trove_merge_get_n_items;
  iface->get_item = trove_merge_get_item;
}

TroveMerge *
trove_merge_new (TroveDocument *document, GArray *obstacles, TroveStep *base, TroveStep *ours,
                 TroveStep *theirs)
{
  TroveMerge *self = g_object_new (TROVE_TYPE_MERGE, NULL);

  self->obstacles = g_array_ref (obstacles);
  self->made = g_new0 (TroveConflict *, obstacles->len);
  self->context = trove_merge_context_new (document, base, ours, theirs);
  if (obstacles->len > 0)
    trove_document_add_merge (document, self->context);
  return self;
}

/**
 * trove_merge_dup_version:
 * @self: a merge
 * @choice: which version
 *
 * Returns one of the versions of the merge: what the document had before it, the version that was merged, or the one that both
 * come from. Of changes that were applied, they are what the document had, and the versions that the changes lead to and from.
 *
 * Any thread may call this function.
 *
 * Returns: (transfer full): the version
 *
 * Since: 1.0
 */
TroveVersion *
trove_merge_dup_version (TroveMerge *self, TroveChoice choice)
{
  g_return_val_if_fail (TROVE_IS_MERGE (self) && self->context != NULL, NULL);
  g_return_val_if_fail (choice <= TROVE_CHOICE_BASE, NULL);

  return trove_version_of (self->context->steps[choice]);
}

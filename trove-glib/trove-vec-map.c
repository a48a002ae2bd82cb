/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "trove-vec-map-private.h"

#include "cycles.h"
#include "trove-sub-arena-private.h"

/**
 * TroveVecMap:
 *
 * A list model of the sub-arenas that an arena or a snapshot holds: items of type [class@Trove.SubArena], in
 * increasing order of their ids.
 *
 * The list does not change: it has the sub-arenas of the moment when it was made. It belongs to one thread.
 * It gives the same object for the same position for as long as there is a reference to this object.
 *
 * Since: 1.0
 */

struct _TroveVecMap
{
  GObject parent_instance;

  GPtrArray *subs;    /* TroveSub, owned, in increasing order of id */
  TroveSubArena *own; /* the last item if it was own: kept, since it has the counts of this moment */
  GHashTable *items;  /* position -> Item */
};

/* An object that get_item() returned, if it still exists. The garbage collector of a language may drop it
 * on any thread. */
typedef struct
{
  GWeakRef object;
} Item;

static void
item_free (gpointer data)
{
  Item *item = data;

  g_weak_ref_clear (&item->object);
  g_free (item);
}

enum
{
  PROP_0,
  PROP_ITEM_TYPE,
  PROP_N_ITEMS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TroveVecMap, trove_vec_map, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void
trove_vec_map_finalize (GObject *object)
{
  TroveVecMap *self = TROVE_VEC_MAP (object);

  g_hash_table_unref (self->items);
  g_clear_object (&self->own);
  g_ptr_array_unref (self->subs);

  G_OBJECT_CLASS (trove_vec_map_parent_class)->finalize (object);
}

static void
trove_vec_map_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TroveVecMap *self = TROVE_VEC_MAP (object);

  switch (id)
    {
    case PROP_ITEM_TYPE:
      g_value_set_gtype (value, TROVE_TYPE_SUB_ARENA);
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, self->subs->len);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
    }
}

static gboolean
holds (gconstpointer object, const TroveSub *sub)
{
  return g_ptr_array_find (((const TroveVecMap *) object)->subs, sub, NULL);
}

static void
trove_vec_map_class_init (TroveVecMapClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = trove_vec_map_get_property;
  object_class->finalize = trove_vec_map_finalize;
  trove_cycles_add_type (TROVE_TYPE_VEC_MAP, holds);

  /**
   * TroveVecMap:item-type:
   *
   * The type of the items: [class@Trove.SubArena].
   *
   * Since: 1.0
   */
  properties[PROP_ITEM_TYPE] =
      g_param_spec_gtype ("item-type", NULL, NULL, G_TYPE_OBJECT, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * TroveVecMap:n-items:
   *
   * The number of sub-arenas.
   *
   * Since: 1.0
   */
  properties[PROP_N_ITEMS] =
      g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
trove_vec_map_init (TroveVecMap *self)
{
  self->subs = g_ptr_array_new_with_free_func ((GDestroyNotify) trove_sub_unref);
  self->items = g_hash_table_new_full (NULL, NULL, NULL, item_free);
}

static GType
trove_vec_map_get_item_type (GListModel *model)
{
  return TROVE_TYPE_SUB_ARENA;
}

static guint
trove_vec_map_get_n_items (GListModel *model)
{
  return TROVE_VEC_MAP (model)->subs->len;
}

static gpointer
trove_vec_map_get_item (GListModel *model, guint position)
{
  TroveVecMap *self = TROVE_VEC_MAP (model);
  TroveSubArena *object;
  Item *item;

  if (position >= self->subs->len)
    return NULL;
  if (self->own != NULL && position == self->subs->len - 1)
    return g_object_ref (self->own);

  item = g_hash_table_lookup (self->items, GUINT_TO_POINTER (position));
  if (item == NULL)
    {
      item = g_new0 (Item, 1);
      g_weak_ref_init (&item->object, NULL);
      g_hash_table_insert (self->items, GUINT_TO_POINTER (position), item);
    }

  object = g_weak_ref_get (&item->object);
  if (object == NULL)
    {
      object = trove_sub_arena_new (g_ptr_array_index (self->subs, position), NULL);
      g_weak_ref_set (&item->object, object);
    }
  return object;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = trove_vec_map_get_item_type;
  iface->get_n_items = trove_vec_map_get_n_items;
  iface->get_item = trove_vec_map_get_item;
}

static void
add_sub (TroveSub *sub, gpointer data)
{
  g_ptr_array_add (data, trove_sub_ref (sub));
}

TroveVecMap *
trove_vec_map_new_for_view (const TroveView *view)
{
  TroveVecMap *self = g_object_new (TROVE_TYPE_VEC_MAP, NULL);

  trove_view_foreach (view, add_sub, self->subs);
  return self;
}

TroveVecMap *
trove_vec_map_new (TroveArena *arena)
{
  TroveSub *own = trove_core_own (&arena->core);
  TroveVecMap *self = g_object_new (TROVE_TYPE_VEC_MAP, NULL);

  trove_core_foreach (&arena->core, add_sub, self->subs);
  if (self->subs->len > 0 && g_ptr_array_index (self->subs, self->subs->len - 1) == own)
    self->own = trove_sub_arena_new (own, arena);
  return self;
}

/* Finds the position of an id. FALSE: the list has no such id. */
static gboolean
find (TroveVecMap *self, guint64 id, guint *position)
{
  guint low = 0, high = self->subs->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      const TroveSub *sub = g_ptr_array_index (self->subs, middle);

      if (sub->id == id)
        {
          *position = middle;
          return TRUE;
        }
      if (sub->id < id)
        low = middle + 1;
      else
        high = middle;
    }

  return FALSE;
}

/**
 * trove_vec_map_lookup:
 * @self: a list of sub-arenas
 * @id: an id
 *
 * Looks up the sub-arena with an id.
 *
 * Cost: logarithmic in the number of sub-arenas.
 *
 * Returns: (transfer full) (nullable): a sub-arena, or %NULL if the list has none with this id
 *
 * Since: 1.0
 */
TroveSubArena *
trove_vec_map_lookup (TroveVecMap *self, guint64 id)
{
  guint position;

  g_return_val_if_fail (TROVE_IS_VEC_MAP (self), NULL);

  return find (self, id, &position) ? g_list_model_get_item (G_LIST_MODEL (self), position) : NULL;
}

/**
 * trove_vec_map_contains:
 * @self: a list of sub-arenas
 * @id: an id
 *
 * Checks whether the list has a sub-arena with an id.
 *
 * Cost: logarithmic in the number of sub-arenas.
 *
 * Returns: %TRUE if the list has the id
 *
 * Since: 1.0
 */
gboolean
trove_vec_map_contains (TroveVecMap *self, guint64 id)
{
  guint position;

  g_return_val_if_fail (TROVE_IS_VEC_MAP (self), FALSE);

  return find (self, id, &position);
}

/**
 * trove_vec_map_dup_ids:
 * @self: a list of sub-arenas
 * @n_ids: (out): return location for the number of ids
 *
 * Copies the ids of all sub-arenas, in increasing order.
 *
 * Cost: proportional to the number of sub-arenas.
 *
 * Returns: (array length=n_ids) (transfer full): the ids
 *
 * Since: 1.0
 */
guint64 *
trove_vec_map_dup_ids (TroveVecMap *self, gsize *n_ids)
{
  guint64 *ids;

  if (n_ids != NULL)
    *n_ids = 0;
  g_return_val_if_fail (TROVE_IS_VEC_MAP (self), NULL);
  g_return_val_if_fail (n_ids != NULL, NULL);

  ids = g_new (guint64, MAX (self->subs->len, 1));
  for (guint i = 0; i < self->subs->len; i++)
    ids[i] = ((TroveSub *) g_ptr_array_index (self->subs, i))->id;
  *n_ids = self->subs->len;
  return ids;
}

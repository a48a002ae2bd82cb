/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "trove-changes-private.h"

#include "trove-change-private.h"
#include "trove-version-private.h"

/**
 * TroveChanges:
 *
 * All differences between two versions of a [class@Trove.Document], as a list model of [class@Trove.Change].
 *
 * [method@Trove.Version.compare] and [method@Trove.Document.compare] make it:
 *
 * ```c
 * g_autoptr (TroveChanges) changes = trove_version_compare (old, new, &error);
 * guint n = g_list_model_get_n_items (G_LIST_MODEL (changes));
 *
 * for (guint i = 0; i < n; i++)
 *   g_print ("%s %" G_GUINT64_FORMAT "\n", g_type_name (trove_changes_get_object_type (changes, i)),
 *            trove_changes_get_key (changes, i));
 * ```
 *
 * [method@Trove.Changes.get_kind] and the functions like it read a change by its position, and make no object.
 * [method@Gio.ListModel.get_item] makes a [class@Trove.Change], which also has values, owners and runs of lists.
 *
 * The changes stand in increasing order of the keys of their objects. Those of one object are in the order of
 * [enum@Trove.ChangeKind], and those of one kind in the order of the properties of the class:
 *
 * - An object that was added or removed has one change: its values and lists are read from the version that has it.
 * - An object that was moved to another owner, to another property of its owner or within its list has a change of the
 *   kind %TROVE_CHANGE_MOVED. Where neighbours in a list changed places, either of them may be the one that was moved.
 * - Each property that has another value has a change. Owned properties and references that are no lists are among
 *   them.
 * - Each list that has other items has one change.
 *
 * So a move from list to list is three changes: one of the object, and one of each list.
 *
 * The changes are made of the two versions, which they keep. They stay as they are, and any number of threads may read
 * them, also when the document is gone. There is one [class@Trove.Change] for each position while somebody holds it.
 *
 * Those of [signal@Trove.Document::changed] are compared when they are first read, if there are many; see
 * [method@Trove.Changes.read].
 *
 * Since: 1.0
 */

#define FIRST_SWEEP 64

struct _TroveChanges
{
  GObject parent_instance;

  TroveDirection direction; /* with a reference */
  GArray *picked;           /* guint: indices of changes of the comparison, in increasing order; NULL: all */

  GMutex
      lock; /* over the items; not taken when an object is finalized, which languages do under locks of their own */
  GHashTable *items; /* position → Item */
  guint sweep_at;    /* number of items at which those are removed that are gone */
};

/* A change that get_item() returned, if it still exists. */
typedef struct
{
  GWeakRef object;
} Item;

enum
{
  PROP_ITEM_TYPE = 1,
  PROP_N_ITEMS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TroveChanges, trove_changes, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

gboolean
trove_changes_is_made (TroveChanges *self)
{
  return TROVE_IS_CHANGES (self) && self->direction.comparison != NULL;
}

static guint
count_changes (const TroveChanges *self)
{
  TroveComparison *comparison = self->direction.comparison;

  if (self->picked != NULL)
    return self->picked->len;
  return comparison != NULL ? trove_state_changes_n (trove_comparison_changes (comparison)) : 0;
}

/* The index of a change among those of the comparison. */
static guint
find_index (const TroveChanges *self, guint position)
{
  return self->picked != NULL ? g_array_index (self->picked, guint, position) : position;
}

static void
trove_changes_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TroveChanges *self = TROVE_CHANGES (object);

  switch (id)
    {
    case PROP_ITEM_TYPE:
      g_value_set_gtype (value, TROVE_TYPE_CHANGE);
      break;
    case PROP_N_ITEMS:
      g_value_set_uint (value, count_changes (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
trove_changes_finalize (GObject *object)
{
  TroveChanges *self = TROVE_CHANGES (object);

  g_clear_pointer (&self->items, g_hash_table_unref);
  g_mutex_clear (&self->lock);
  g_clear_pointer (&self->picked, g_array_unref);
  g_clear_pointer (&self->direction.comparison, trove_comparison_unref);

  G_OBJECT_CLASS (trove_changes_parent_class)->finalize (object);
}

static void
trove_changes_class_init (TroveChangesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = trove_changes_get_property;
  object_class->finalize = trove_changes_finalize;

  /**
   * TroveChanges:item-type:
   *
   * The type of the items: [class@Trove.Change].
   *
   * Since: 1.0
   */
  properties[PROP_ITEM_TYPE] =
      g_param_spec_gtype ("item-type", NULL, NULL, G_TYPE_OBJECT, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  /**
   * TroveChanges:n-items:
   *
   * The number of changes.
   *
   * Since: 1.0
   */
  properties[PROP_N_ITEMS] =
      g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
trove_changes_init (TroveChanges *self)
{
  g_mutex_init (&self->lock);
  self->sweep_at = FIRST_SWEEP;
}

/* Items */

static void
item_free (gpointer data)
{
  Item *item = data;

  g_weak_ref_clear (&item->object);
  g_free (item);
}

static gboolean
is_gone (gpointer position, gpointer data, gpointer user_data)
{
  Item *item = data;
  g_autoptr (TroveChange) change = g_weak_ref_get (&item->object);

  return change == NULL;
}

/* The item of a position. The lock is held. */
static Item *
find_item (TroveChanges *self, guint position)
{
  Item *item;

  if (self->items == NULL)
    self->items = g_hash_table_new_full (NULL, NULL, NULL, item_free);
  item = g_hash_table_lookup (self->items, GUINT_TO_POINTER (position));
  if (item != NULL)
    return item;

  if (g_hash_table_size (self->items) >= self->sweep_at)
    {
      g_hash_table_foreach_remove (self->items, is_gone, NULL);
      self->sweep_at = MAX (2 * g_hash_table_size (self->items), FIRST_SWEEP);
    }
  item = g_new0 (Item, 1);
  g_weak_ref_init (&item->object, NULL);
  g_hash_table_insert (self->items, GUINT_TO_POINTER (position), item);
  return item;
}

static gpointer
trove_changes_get_item (GListModel *model, guint position)
{
  TroveChanges *self = TROVE_CHANGES (model);
  TroveChange *change;
  Item *item;

  if (position >= count_changes (self))
    return NULL;

  g_mutex_lock (&self->lock);
  item = find_item (self, position);
  change = g_weak_ref_get (&item->object);
  if (change == NULL)
    {
      change = trove_change_new (&self->direction, find_index (self, position));
      g_weak_ref_set (&item->object, change);
    }
  g_mutex_unlock (&self->lock);
  return change;
}

static GType
trove_changes_get_item_type (GListModel *model)
{
  return TROVE_TYPE_CHANGE;
}

static guint
trove_changes_get_n_items (GListModel *model)
{
  return count_changes (TROVE_CHANGES (model));
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = trove_changes_get_item_type;
  iface->get_n_items = trove_changes_get_n_items;
  iface->get_item = trove_changes_get_item;
}

/* Making */

/* Takes over the references. */
static TroveChanges *
make (TroveDirection direction, GArray *picked)
{
  TroveChanges *self = g_object_new (TROVE_TYPE_CHANGES, NULL);

  self->direction = direction;
  self->picked = picked;
  return self;
}

TroveChanges *
trove_changes_new_lazy (TroveStep *from, TroveStep *to)
{
  return make (trove_comparison_new_lazy (from, to), NULL);
}

TroveChanges *
trove_changes_new (TroveStep *from, TroveStep *to, GError **error)
{
  TroveDirection direction;

  return trove_comparison_new (from, to, &direction, error) ? make (direction, NULL) : NULL;
}

/**
 * trove_changes_inverse:
 * @self: changes
 *
 * Returns the same changes in the other direction: an object that was added is then removed, the old value is the new
 * one. They equal those of a comparison of the two versions in the other order.
 *
 * Cost: constant. The memory is shared.
 *
 * Returns: (transfer full): the inverse changes
 *
 * Since: 1.0
 */
TroveChanges *
trove_changes_inverse (TroveChanges *self)
{
  TroveDirection direction;

  g_return_val_if_fail (trove_changes_is_made (self), NULL);

  direction = self->direction;
  trove_comparison_ref (direction.comparison);
  direction.backwards = !direction.backwards;
  return make (direction, self->picked != NULL ? g_array_ref (self->picked) : NULL);
}

static int
compare_indices (gconstpointer a, gconstpointer b)
{
  guint x = *(const guint *) a, y = *(const guint *) b;

  return x < y ? -1 : x > y;
}

/* Sorts indices, and keeps each once. */
static void
sort_once (GArray *indices)
{
  guint n = 0;

  g_array_sort (indices, compare_indices);
  for (guint i = 0; i < indices->len; i++)
    if (i == 0 || g_array_index (indices, guint, i) != g_array_index (indices, guint, n - 1))
      g_array_index (indices, guint, n++) = g_array_index (indices, guint, i);
  g_array_set_size (indices, n);
}

/**
 * trove_changes_pick:
 * @self: changes
 * @positions: (array length=n_positions) (nullable): positions of changes in this list, in any order
 * @n_positions: number of positions
 *
 * Returns some of the changes, in the order of this list. [method@Trove.Document.apply] makes them without the others.
 *
 * The changes of objects say who owns an object: adding, removing or moving an object puts it in its owner's property or
 * list, or takes it out. The changes of owned properties and lists follow from these, and need not be picked. Applying
 * such a change without that of the object gives a conflict.
 *
 * Cost: of the number of positions. The memory of the changes is shared.
 *
 * Returns: (transfer full): the changes at the positions; %NULL after a critical for a position past the end
 *
 * Since: 1.0
 */
TroveChanges *
trove_changes_pick (TroveChanges *self, const guint *positions, gsize n_positions)
{
  g_autoptr (GArray) picked = NULL;
  TroveDirection direction;

  g_return_val_if_fail (trove_changes_is_made (self), NULL);
  g_return_val_if_fail (positions != NULL || n_positions == 0, NULL);

  picked = g_array_sized_new (FALSE, FALSE, sizeof (guint), 1); /* NULL would be all of them */
  for (gsize i = 0; i < n_positions; i++)
    {
      guint index;

      g_return_val_if_fail (positions[i] < count_changes (self), NULL);
      index = find_index (self, positions[i]);
      g_array_append_val (picked, index);
    }
  sort_once (picked);

  direction = self->direction;
  trove_comparison_ref (direction.comparison);
  return make (direction, g_steal_pointer (&picked));
}

gboolean
trove_changes_find (TroveChanges *self, guint position, guint64 *entry)
{
  if (position >= count_changes (self))
    return FALSE;
  *entry = trove_state_changes_get (trove_comparison_changes (self->direction.comparison),
                                    find_index (self, position));
  return TRUE;
}

TroveChangeSet
trove_changes_get_set (TroveChanges *self)
{
  TroveChangeSet set =
      trove_direction_set (&self->direction, trove_comparison_changes (self->direction.comparison));

  if (self->picked != NULL)
    {
      set.picked = (const guint *) self->picked->data;
      set.n_picked = self->picked->len;
    }
  return set;
}

const TroveDirection *
trove_changes_get_direction (TroveChanges *self)
{
  return &self->direction;
}

/**
 * trove_changes_dup_from:
 * @self: changes
 *
 * Returns the earlier version.
 *
 * Returns: (transfer full): the earlier version: the one that the changes lead from
 *
 * Since: 1.0
 */
TroveVersion *
trove_changes_dup_from (TroveChanges *self)
{
  g_return_val_if_fail (trove_changes_is_made (self), NULL);

  return trove_version_of (trove_direction_from (&self->direction));
}

/**
 * trove_changes_dup_to:
 * @self: changes
 *
 * Returns the later version.
 *
 * Returns: (transfer full): the later version: the one that the changes lead to
 *
 * Since: 1.0
 */
TroveVersion *
trove_changes_dup_to (TroveChanges *self)
{
  g_return_val_if_fail (trove_changes_is_made (self), NULL);

  return trove_version_of (trove_direction_to (&self->direction));
}

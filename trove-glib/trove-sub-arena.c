/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "trove-sub-arena-private.h"

#include "cycles.h"
#include "gvalue.h"

/**
 * TroveSubArena:
 *
 * A sub-arena: the elements that were appended between two versions, under one id. Each pool has rows of 32,
 * 64, 128, … elements.
 *
 * The properties have the values of the moment when the sub-arena was looked up in a [class@Trove.VecMap].
 * Elements that were appended to it later are not counted.
 *
 * Since: 1.0
 */

struct _TroveSubArena
{
  GObject parent_instance;

  TroveSub *sub;
  GWeakRef owner;   /* the arena whose own sub-arena this was at the look-up, if any */
  gboolean frozen;  /* TRUE: the sub-arena was frozen at the look-up */
  guint64 *lengths; /* the number of elements by pool at the look-up; NULL: the sub-arena was frozen */
  guint64 n_elements;
  guint64 n_bytes;
  guint n_rows;
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_N_ELEMENTS,
  PROP_FROZEN,
  PROP_N_ROWS,
  PROP_N_BYTES,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TroveSubArena, trove_sub_arena, G_TYPE_OBJECT)

static void
trove_sub_arena_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  TroveSubArena *self = TROVE_SUB_ARENA (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_uint64 (value, trove_sub_arena_get_id (self));
      break;
    case PROP_N_ELEMENTS:
      g_value_set_uint64 (value, self->n_elements);
      break;
    case PROP_FROZEN:
      g_value_set_boolean (value, self->frozen);
      break;
    case PROP_N_ROWS:
      g_value_set_uint (value, self->n_rows);
      break;
    case PROP_N_BYTES:
      g_value_set_uint64 (value, self->n_bytes);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
    }
}

static void
trove_sub_arena_finalize (GObject *object)
{
  TroveSubArena *self = TROVE_SUB_ARENA (object);

  g_clear_pointer (&self->sub, trove_sub_unref);
  g_weak_ref_clear (&self->owner);
  g_free (self->lengths);

  G_OBJECT_CLASS (trove_sub_arena_parent_class)->finalize (object);
}

static gboolean
holds (gconstpointer object, const TroveSub *sub)
{
  return ((const TroveSubArena *) object)->sub == sub;
}

static void
trove_sub_arena_class_init (TroveSubArenaClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = trove_sub_arena_get_property;
  object_class->finalize = trove_sub_arena_finalize;
  trove_cycles_add_type (TROVE_TYPE_SUB_ARENA, holds);

  /**
   * TroveSubArena:id:
   *
   * The id of the sub-arena, below 2^53.
   *
   * Since: 1.0
   */
  properties[PROP_ID] = g_param_spec_uint64 ("id", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  /**
   * TroveSubArena:n-elements:
   *
   * The number of elements in all pools.
   *
   * Since: 1.0
   */
  properties[PROP_N_ELEMENTS] = g_param_spec_uint64 ("n-elements", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  /**
   * TroveSubArena:frozen:
   *
   * Whether the sub-arena was frozen. The contents of a frozen sub-arena do not change.
   *
   * Since: 1.0
   */
  properties[PROP_FROZEN] = g_param_spec_boolean ("frozen", NULL, NULL, FALSE, flags);
  /**
   * TroveSubArena:n-rows:
   *
   * The number of rows of all pools.
   *
   * Since: 1.0
   */
  properties[PROP_N_ROWS] = g_param_spec_uint ("n-rows", NULL, NULL, 0, G_MAXUINT, 0, flags);
  /**
   * TroveSubArena:n-bytes:
   *
   * The number of bytes of the elements and of the strings in the sub-arena. Other data that elements point
   * to is not counted.
   *
   * Since: 1.0
   */
  properties[PROP_N_BYTES] = g_param_spec_uint64 ("n-bytes", NULL, NULL, 0, G_MAXUINT64, 0, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
trove_sub_arena_init (TroveSubArena *self)
{
  g_weak_ref_init (&self->owner, NULL);
}

TroveSubArena *
trove_sub_arena_new (TroveSub *sub, TroveArena *owner)
{
  TroveSubArena *self = g_object_new (TROVE_TYPE_SUB_ARENA, NULL);

  self->sub = trove_sub_ref (sub);
  self->frozen = owner == NULL;
  self->n_elements = trove_sub_n_elements (sub);
  self->n_rows = trove_sub_n_rows (sub);
  self->n_bytes = trove_sub_n_bytes (sub);
  if (owner != NULL)
    {
      g_weak_ref_set (&self->owner, owner);
      self->lengths = g_new0 (guint64, sub->schema->n_pools);
      TROVE_SUB_FOREACH_POOL (sub, p) { self->lengths[p->index] = p->length; }
    }
  return self;
}

/* Only the owner of the arena may read a sub-arena that was not frozen at the look-up, as long as the
 * arena exists. */
static gboolean
enter (TroveSubArena *self, GError **error)
{
  g_autoptr (TroveArena) owner = g_weak_ref_get (&self->owner);

  return owner == NULL || trove_arena_enter (owner, error);
}

static guint64
length_of (TroveSubArena *self, guint pool)
{
  const TrovePool *p;

  if (self->lengths != NULL)
    return self->lengths[pool];

  p = trove_sub_lookup (self->sub, pool);
  return p != NULL ? p->length : 0;
}

/**
 * trove_sub_arena_get_id: (get-property id)
 * @self: a sub-arena
 *
 * Gets the id of the sub-arena.
 *
 * Returns: an id, below 2^53
 *
 * Since: 1.0
 */
guint64
trove_sub_arena_get_id (TroveSubArena *self)
{
  g_return_val_if_fail (TROVE_IS_SUB_ARENA (self), 0);

  return self->sub != NULL ? self->sub->id : 0;
}

/**
 * trove_sub_arena_get_n_elements: (get-property n-elements)
 * @self: a sub-arena
 *
 * Gets the number of elements that all pools had when the sub-arena was looked up.
 *
 * Returns: the number of elements
 *
 * Since: 1.0
 */
guint64
trove_sub_arena_get_n_elements (TroveSubArena *self)
{
  g_return_val_if_fail (TROVE_IS_SUB_ARENA (self), 0);

  return self->n_elements;
}

/**
 * trove_sub_arena_get_pool_n_elements:
 * @self: a sub-arena
 * @pool: the index of a pool of the arena
 *
 * Gets the number of elements that a pool had when the sub-arena was looked up.
 *
 * Returns: the number of elements
 *
 * Since: 1.0
 */
guint64
trove_sub_arena_get_pool_n_elements (TroveSubArena *self, guint pool)
{
  g_return_val_if_fail (TROVE_IS_SUB_ARENA (self) && self->sub != NULL, 0);
  g_return_val_if_fail (pool < self->sub->schema->n_pools, 0);

  return length_of (self, pool);
}

/**
 * trove_sub_arena_get_frozen: (get-property frozen)
 * @self: a sub-arena
 *
 * Checks whether the sub-arena was frozen when it was looked up. The contents of a frozen sub-arena do not
 * change.
 *
 * Returns: %TRUE if the sub-arena was frozen
 *
 * Since: 1.0
 */
gboolean
trove_sub_arena_get_frozen (TroveSubArena *self)
{
  g_return_val_if_fail (TROVE_IS_SUB_ARENA (self), FALSE);

  return self->frozen;
}

/**
 * trove_sub_arena_get_n_rows: (get-property n-rows)
 * @self: a sub-arena
 *
 * Gets the number of rows that all pools had when the sub-arena was looked up.
 *
 * Returns: the number of rows
 *
 * Since: 1.0
 */
guint
trove_sub_arena_get_n_rows (TroveSubArena *self)
{
  g_return_val_if_fail (TROVE_IS_SUB_ARENA (self), 0);

  return self->n_rows;
}

/**
 * trove_sub_arena_get_n_bytes: (get-property n-bytes)
 * @self: a sub-arena
 *
 * Gets the number of bytes that the elements and their strings had when the sub-arena was looked up. Other
 * data that elements point to is not counted.
 *
 * Returns: the number of bytes
 *
 * Since: 1.0
 */
guint64
trove_sub_arena_get_n_bytes (TroveSubArena *self)
{
  g_return_val_if_fail (TROVE_IS_SUB_ARENA (self), 0);

  return self->n_bytes;
}

/* TRUE if the sub-arena is still the own sub-arena of its arena. */
static gboolean
is_own (TroveSubArena *self)
{
  g_autoptr (TroveArena) owner = g_weak_ref_get (&self->owner);

  return owner != NULL && trove_core_own (&owner->core) == self->sub;
}

/**
 * trove_sub_arena_get_usage:
 * @self: a sub-arena
 * @error: return location for an error
 *
 * Measures the bytes that this sub-arena alone keeps allocated now: its rows, its strings and, as waste, the
 * rest of the chunks that they are in. Successive sub-arenas share chunks.
 *
 * Cost: constant, plus a visit of each string.
 *
 * Returns: (transfer full): the usage, or %NULL with %TROVE_ERROR_WRONG_THREAD if the sub-arena was not
 *   frozen and the calling thread does not own the arena
 *
 * Since: 1.0
 */
TroveUsage *
trove_sub_arena_get_usage (TroveSubArena *self, GError **error)
{
  TroveUsage usage = { 0 };
  TroveUsageWalk walk;
  gboolean own;

  g_return_val_if_fail (TROVE_IS_SUB_ARENA (self) && self->sub != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!enter (self, error))
    return NULL;

  own = is_own (self);
  trove_usage_walk_begin (&walk, &usage);
  trove_usage_walk_schema (&walk, self->sub->schema);
  if (own)
    trove_usage_walk_own (&walk);
  trove_usage_walk_sub (&walk, self->sub, !own);
  trove_usage_walk_end (&walk);
  return trove_usage_copy (&usage);
}

static gboolean
check_index (TroveSubArena *self, guint pool, guint64 index, GError **error)
{
  guint n_pools = self->sub->schema->n_pools;

  if (pool < n_pools && index < length_of (self, pool))
    return TRUE;

  if (pool >= n_pools)
    g_set_error (error, TROVE_ERROR, TROVE_ERROR_INVALID_REF,
                 "Sub-arena %" G_GUINT64_FORMAT " has %u pools: there is no pool %u", self->sub->id, n_pools,
                 pool);
  else
    g_set_error (error, TROVE_ERROR, TROVE_ERROR_INVALID_REF,
                 "Pool %u of sub-arena %" G_GUINT64_FORMAT " has %" G_GUINT64_FORMAT
                 " elements: there is no index %" G_GUINT64_FORMAT,
                 pool, self->sub->id, length_of (self, pool), index);
  return FALSE;
}

/**
 * trove_sub_arena_get_ref:
 * @self: a sub-arena
 * @pool: the index of a pool of the arena
 * @index: the index of an element of the pool
 * @error: return location for an error
 *
 * Gets the ref of an element.
 *
 * Returns: (transfer full): a ref, or %NULL with %TROVE_ERROR_INVALID_REF
 *
 * Since: 1.0
 */
TroveRef *
trove_sub_arena_get_ref (TroveSubArena *self, guint pool, guint64 index, GError **error)
{
  TroveRef ref;

  g_return_val_if_fail (TROVE_IS_SUB_ARENA (self) && self->sub != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!check_index (self, pool, index, error))
    return NULL;

  ref = (TroveRef){ self->sub->id, (guint64) pool << TROVE_POOL_SHIFT | index };
  return trove_ref_copy (&ref);
}

/**
 * trove_sub_arena_get:
 * @self: a sub-arena
 * @pool: the index of a pool of the arena
 * @index: the index of an element of the pool
 * @error: return location for an error
 *
 * Returns a copy of the value of an element. The function does not check borrows. If a mutable borrow
 * outlives the arena that the sub-arena was looked up in, only the thread that has the borrow may read the
 * value.
 *
 * Returns: (transfer full): the value, or %NULL with %TROVE_ERROR_INVALID_REF, %TROVE_ERROR_TYPE_MISMATCH for
 *   a struct that has no type, or %TROVE_ERROR_WRONG_THREAD if the sub-arena was not frozen and the calling
 *   thread does not own the arena
 *
 * Since: 1.0
 */
GValue *
trove_sub_arena_get (TroveSubArena *self, guint pool, guint64 index, GError **error)
{
  g_autoptr (TroveSubArena) keep = NULL;
  const TroveLayout *layout;

  g_return_val_if_fail (TROVE_IS_SUB_ARENA (self) && self->sub != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!enter (self, error) || !check_index (self, pool, index, error))
    return NULL;

  layout = &self->sub->schema->pools[pool];
  if (trove_gvalue_calls_back (layout))
    keep = g_object_ref (self);
  return trove_gvalue_new (
      layout, pool, trove_rows_address (trove_sub_lookup (self->sub, pool)->rows, index, layout->stride),
      error);
}

/**
 * trove_sub_arena_get_row:
 * @self: a frozen sub-arena
 * @pool: the index of a pool of numbers, or of structs without a copy and a clear function
 * @row: the index of a row of the pool
 * @error: return location for an error
 *
 * Gets the elements of a row as they are in memory, in the byte order of the machine, without a copy. Row r
 * starts at index 32 × (2^r − 1) and has up to 32 × 2^r elements. The bytes hold the sub-arena.
 *
 * Returns: (transfer full): the bytes, or %NULL with %TROVE_ERROR_INVALID_REF if the pool has no such row, or
 *   %TROVE_ERROR_TYPE_MISMATCH if the elements are pointers or have functions, or if the sub-arena was not
 *   frozen
 *
 * Since: 1.0
 */
GBytes *
trove_sub_arena_get_row (TroveSubArena *self, guint pool, guint row, GError **error)
{
  const TroveLayout *layout;
  const TrovePool *p;
  guint64 start;

  g_return_val_if_fail (TROVE_IS_SUB_ARENA (self) && self->sub != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  start = trove_row_start (MIN (row, TROVE_MAX_ROWS));
  if (!check_index (self, pool, start, error))
    return NULL;

  layout = &self->sub->schema->pools[pool];
  if (!self->frozen || layout->copy != NULL || layout->clear != NULL ||
      (layout->store != TROVE_STORE_SCALAR && layout->store != TROVE_STORE_INLINE))
    {
      g_autofree char *name = trove_layout_name (layout);

      g_set_error (
          error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
          "Pool %u (%s) of sub-arena %" G_GUINT64_FORMAT " cannot be read as bytes: %s", pool, name,
          self->sub->id,
          self->frozen ?
              "its elements are pointers, or have a copy or a clear function" :
              "the sub-arena was not frozen when it was looked up; look it up again after a snapshot");
      return NULL;
    }

  p = trove_sub_lookup (self->sub, pool);
  return g_bytes_new_with_free_func (trove_rows_address (p->rows, start, layout->stride),
                                     MIN (p->length - start, trove_row_length (row)) * layout->stride,
                                     (GDestroyNotify) trove_sub_unref, trove_sub_ref (self->sub));
}

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
 * The counts are those of the moment when the sub-arena was looked up in a [class@Trove.VecMap]. Elements
 * that were appended to it later are not counted.
 *
 * Since: 1.0
 */

struct _TroveSubArena
{
  GObject parent_instance;

  TroveSub *sub;
  GWeakRef owner;   /* the arena whose own it was, or nothing */
  gboolean frozen;  /* then */
  guint64 *lengths; /* then, by pool; NULL where it was frozen */
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
   * The id, below 2^53.
   *
   * Since: 1.0
   */
  properties[PROP_ID] = g_param_spec_uint64 ("id", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  /**
   * TroveSubArena:n-elements:
   *
   * The number of elements, of all pools.
   *
   * Since: 1.0
   */
  properties[PROP_N_ELEMENTS] = g_param_spec_uint64 ("n-elements", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  /**
   * TroveSubArena:frozen:
   *
   * Whether it was nobody's own: nothing in it changes any more.
   *
   * Since: 1.0
   */
  properties[PROP_FROZEN] = g_param_spec_boolean ("frozen", NULL, NULL, FALSE, flags);
  /**
   * TroveSubArena:n-rows:
   *
   * The number of rows, of all pools.
   *
   * Since: 1.0
   */
  properties[PROP_N_ROWS] = g_param_spec_uint ("n-rows", NULL, NULL, 0, G_MAXUINT, 0, flags);
  /**
   * TroveSubArena:n-bytes:
   *
   * The bytes that its elements and their strings take; not what elements point to.
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

/* owner: the arena whose own it is, or NULL. */
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

/* What was own is its arena's thread's alone, until it is looked up anew. */
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
 * The id.
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
 * The number of elements, of all pools, when it was looked up.
 *
 * Returns: a number
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
 * @pool: a pool of the arena
 *
 * The number of elements in one pool, when it was looked up.
 *
 * Returns: a number
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
 * Whether it was nobody's own when it was looked up: nothing in it changes any more.
 *
 * Returns: %TRUE if it was frozen
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
 * The number of rows, of all pools, when it was looked up.
 *
 * Returns: a number
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
 * The bytes that its elements and their strings took when it was looked up; not what elements point to.
 *
 * Returns: bytes
 *
 * Since: 1.0
 */
guint64
trove_sub_arena_get_n_bytes (TroveSubArena *self)
{
  g_return_val_if_fail (TROVE_IS_SUB_ARENA (self), 0);

  return self->n_bytes;
}

/* Whether it is still the arena's own. */
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
 * Measures the bytes that the sub-arena alone holds now: its rows and strings, and, as waste, what else is in the
 * chunks they lie in. Sub-arenas that follow one another lie in the same chunks.
 *
 * Cost: constant, and a visit of each string.
 *
 * Returns: (transfer full): the bytes, or %NULL with %TROVE_ERROR_WRONG_THREAD where it was not frozen and this is not
 *   the arena's thread
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
 * @pool: a pool of the arena
 * @index: an index in it
 * @error: return location for an error
 *
 * The ref of an element.
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
 * @pool: a pool of the arena
 * @index: an index in it
 * @error: return location for an error
 *
 * A copy of a value. It does not look at borrows: where a mutable one outlasts the arena that the sub-arena was
 * looked up in, the value is to be read on the thread that has the borrow.
 *
 * Returns: (transfer full): the value, or %NULL with %TROVE_ERROR_INVALID_REF, %TROVE_ERROR_TYPE_MISMATCH for a
 *   struct without a type, or %TROVE_ERROR_WRONG_THREAD where it was not frozen and this is not the arena's thread
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
 * @pool: a pool of the arena, of numbers or of structs that hold nothing
 * @row: a row of it
 * @error: return location for an error
 *
 * The elements of a row as they lie in memory, in the machine's byte order, without a copy: row r starts at index
 * 32 × (2^r − 1) and has up to 32 × 2^r elements. The bytes hold the sub-arena.
 *
 * Returns: (transfer full): the bytes, or %NULL with %TROVE_ERROR_INVALID_REF where there is no such row, or
 *   %TROVE_ERROR_TYPE_MISMATCH where the elements hold more than their bytes or the sub-arena was not frozen
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

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "trove-snapshot-private.h"

#include "bulk.h"
#include "core/core-version.h"
#include "gvalue.h"
#include "trove-vec-map-private.h"

/**
 * TroveSnapshot:
 *
 * An immutable version of an arena. [method@Trove.Arena.snapshot] takes one.
 *
 * Any number of threads may read a snapshot at once. Reading takes no lock and changes no shared counter. The
 * reference count is atomic, and any thread may drop the last reference. Elements that nothing else holds are
 * cleared on that thread, unless [method@Trove.Arena.set_clear_context] was called.
 *
 * Dropping the last holder of a long history frees all of it at once. This takes about 200 ns for each
 * version (`benchmarks/drop.c`), so 300,000 versions stop the thread that drops them for 60 ms. If the main
 * thread must not wait, give the last reference to another thread, for example with a [class@Gio.Task].
 *
 * Since: 1.0
 */

G_DEFINE_BOXED_TYPE (TroveSnapshot, trove_snapshot, trove_snapshot_ref, trove_snapshot_unref)

/**
 * trove_snapshot_ref: (skip)
 * @self: a snapshot
 *
 * Takes a reference on a snapshot.
 *
 * Returns: (transfer full): @self
 *
 * Since: 1.0
 */
TroveSnapshot *
trove_snapshot_ref (TroveSnapshot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  trove_count_add (&self->count);
  return self;
}

/**
 * trove_snapshot_unref: (skip)
 * @self: (transfer full): a snapshot
 *
 * Drops a reference on a snapshot. The last one frees the snapshot, and all elements that nothing else holds.
 *
 * Since: 1.0
 */
void
trove_snapshot_unref (TroveSnapshot *self)
{
  TroveView view;

  g_return_if_fail (self != NULL);

  if (!trove_count_drop (&self->count))
    return;

  view = trove_snapshot_view (self);
  trove_view_clear (&view);
  trove_schema_unref (self->schema);
  g_free (self);
}

TroveSnapshot *
trove_snapshot_new (TroveArena *arena)
{
  guint64 max_bytes = trove_core_max_bytes (&arena->core);
  gsize more = max_bytes != 0 ? sizeof max_bytes : 0;
  TroveSnapshot *self = g_malloc (sizeof *self + more);
  TroveView view;

  trove_view_copy (trove_core_view (&arena->core), &view);
  self->log = view.log;
  self->length = view.length;
  self->limited = max_bytes != 0;
  atomic_init (&self->count, 1);
  self->schema = trove_schema_ref (trove_core_schema (&arena->core));
  self->root = arena->root;
  if (self->limited)
    self->max_bytes[0] = max_bytes;
  return self;
}

static inline TroveSub *
lookup (TroveSnapshot *self, const TroveRef *ref)
{
  TroveView view = trove_snapshot_view (self);

  return trove_view_lookup (&view, ref->sub_arena);
}

/**
 * trove_snapshot_get:
 * @self: a snapshot
 * @ref: a ref whose sub-arena @self holds
 * @error: return location for an error
 *
 * Returns a copy of the value of an element.
 *
 * Cost: a look-up of the sub-arena.
 *
 * Returns: (transfer full): the value, or %NULL with %TROVE_ERROR_INVALID_REF, or %TROVE_ERROR_TYPE_MISMATCH
 *   for a struct that has no type
 *
 * Since: 1.0
 */
GValue *
trove_snapshot_get (TroveSnapshot *self, const TroveRef *ref, GError **error)
{
  g_autoptr (TroveSnapshot) keep = NULL;
  gconstpointer element;
  guint pool;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (ref != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  element = trove_sub_find (lookup (self, ref), self->schema->n_pools, ref, error);
  if (element == NULL)
    return NULL;

  pool = trove_offset_pool (ref->offset);
  if (trove_gvalue_calls_back (&self->schema->pools[pool]))
    keep = trove_snapshot_ref (self);
  return trove_gvalue_new (&self->schema->pools[pool], pool, element, error);
}

/**
 * trove_snapshot_contains:
 * @self: a snapshot
 * @ref: a ref
 *
 * Checks whether the snapshot holds an element.
 *
 * Returns: %TRUE if the snapshot holds the element
 *
 * Since: 1.0
 */
gboolean
trove_snapshot_contains (TroveSnapshot *self, const TroveRef *ref)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (ref != NULL, FALSE);

  return trove_sub_find (lookup (self, ref), self->schema->n_pools, ref, NULL) != NULL;
}

/**
 * trove_snapshot_get_root:
 * @self: a snapshot
 *
 * Gets the root that the document had when the snapshot was taken.
 *
 * Returns: (transfer full) (nullable): a ref, or %NULL if no root was set
 *
 * Since: 1.0
 */
TroveRef *
trove_snapshot_get_root (TroveSnapshot *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return trove_ref_is_null (&self->root) ? NULL : trove_ref_copy (&self->root);
}

/**
 * trove_snapshot_dup_sub_arenas:
 * @self: a snapshot
 *
 * Lists the sub-arenas that the snapshot holds.
 *
 * Cost: proportional to the number of sub-arenas.
 *
 * Returns: (transfer full): a list model
 *
 * Since: 1.0
 */
TroveVecMap *
trove_snapshot_dup_sub_arenas (TroveSnapshot *self)
{
  TroveView view;

  g_return_val_if_fail (self != NULL, NULL);

  view = trove_snapshot_view (self);
  return trove_vec_map_new_for_view (&view);
}

static void
add_elements (TroveSub *sub, gpointer data)
{
  *(guint64 *) data += trove_sub_n_elements (sub);
}

/**
 * trove_snapshot_get_n_elements:
 * @self: a snapshot
 *
 * Gets the number of elements that can be read through the snapshot.
 *
 * Cost: proportional to the number of sub-arenas, as for [method@Trove.Arena.get_n_elements].
 *
 * Returns: the number of elements
 *
 * Since: 1.0
 */
guint64
trove_snapshot_get_n_elements (TroveSnapshot *self)
{
  guint64 n = 0;
  TroveView view;

  g_return_val_if_fail (self != NULL, 0);

  view = trove_snapshot_view (self);
  trove_view_foreach (&view, add_elements, &n);
  return n;
}

/**
 * trove_snapshot_get_usage:
 * @self: a snapshot
 *
 * Measures the bytes that the snapshot holds: those that would stay allocated if all other holders were
 * dropped.
 *
 * Cost: proportional to the number of sub-arenas and strings, as for [method@Trove.Arena.get_usage].
 *
 * Returns: (transfer full): the usage
 *
 * Since: 1.0
 */
TroveUsage *
trove_snapshot_get_usage (TroveSnapshot *self)
{
  TroveUsage usage = { 0 };
  TroveUsageWalk walk;
  TroveView view;

  g_return_val_if_fail (self != NULL, NULL);

  view = trove_snapshot_view (self);
  trove_usage_walk_begin (&walk, &usage);
  trove_usage_walk_view (&walk, &view, self->schema);
  trove_usage_walk_end (&walk);
  trove_usage_add_holder (&usage, self, sizeof *self);
  return trove_usage_copy (&usage);
}

/**
 * trove_snapshot_branch:
 * @self: a snapshot
 *
 * Makes an arena that starts from the snapshot, with its contents, root, limit of bytes and clear context. To
 * return to the snapshot in the same arena, use [method@Trove.Arena.revert].
 *
 * Cost: constant in time and bytes; with a limit, that of [method@Trove.Snapshot.get_usage].
 *
 * Returns: (transfer full): a new arena, owned by the calling thread
 *
 * Since: 1.0
 */
TroveArena *
trove_snapshot_branch (TroveSnapshot *self)
{
  TroveView view, copy;
  TroveArena *branch;

  g_return_val_if_fail (self != NULL, NULL);

  view = trove_snapshot_view (self);
  trove_view_copy (&view, &copy);
  branch = trove_arena_new_with_root (&self->root);
  trove_core_start (&branch->core, trove_schema_ref (self->schema), copy);
  if (self->limited)
    trove_core_set_max_bytes (&branch->core, self->max_bytes[0]);
  return branch;
}

/**
 * trove_snapshot_get_n_pools:
 * @self: a snapshot
 *
 * Gets the number of pools of the snapshot.
 *
 * Returns: the number of pools, 1 to %TROVE_MAX_POOLS
 *
 * Since: 1.0
 */
guint
trove_snapshot_get_n_pools (TroveSnapshot *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->schema->n_pools;
}

/**
 * trove_snapshot_get_pool_type:
 * @self: a snapshot
 * @pool: the index of one of its pools
 *
 * Gets the type of the elements of a pool.
 *
 * Returns: the type; %G_TYPE_NONE for a pool of anonymous structs
 *
 * Since: 1.0
 */
GType
trove_snapshot_get_pool_type (TroveSnapshot *self, guint pool)
{
  g_return_val_if_fail (self != NULL, G_TYPE_NONE);
  g_return_val_if_fail (pool < self->schema->n_pools, G_TYPE_NONE);

  return trove_layout_value_type (&self->schema->pools[pool]);
}

/* Many values in one call */

/**
 * trove_snapshot_read_int64s:
 * @self: a snapshot
 * @first: the ref of the first element
 * @n: the number of elements; their indices follow one another in the sub-arena
 * @n_values: (out): return location for the number of values; 0 on failure
 * @error: return location for an error
 *
 * Reads many numbers in one call. A `gint64` must hold each of them exactly.
 *
 * Returns: (array length=n_values) (transfer full): the numbers, or %NULL with %TROVE_ERROR_INVALID_REF,
 *   %TROVE_ERROR_TYPE_MISMATCH or %TROVE_ERROR_NO_MEMORY
 *
 * Since: 1.0
 */
gint64 *
trove_snapshot_read_int64s (TroveSnapshot *self, const TroveRef *first, gsize n, gsize *n_values,
                            GError **error)
{
  gint64 *values;

  if (n_values != NULL)
    *n_values = 0;
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (first != NULL && n_values != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  values = trove_bulk_read_int64s (lookup (self, first), self->schema, first, n, error);
  if (values != NULL)
    *n_values = n;
  return values;
}

/**
 * trove_snapshot_read_doubles:
 * @self: a snapshot
 * @first: the ref of the first element
 * @n: the number of elements; their indices follow one another in the sub-arena
 * @n_values: (out): return location for the number of values; 0 on failure
 * @error: return location for an error
 *
 * Reads many numbers in one call. A double must hold each of them exactly.
 *
 * Returns: (array length=n_values) (transfer full): the numbers, or %NULL with %TROVE_ERROR_INVALID_REF,
 *   %TROVE_ERROR_TYPE_MISMATCH or %TROVE_ERROR_NO_MEMORY
 *
 * Since: 1.0
 */
double *
trove_snapshot_read_doubles (TroveSnapshot *self, const TroveRef *first, gsize n, gsize *n_values,
                             GError **error)
{
  double *values;

  if (n_values != NULL)
    *n_values = 0;
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (first != NULL && n_values != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  values = trove_bulk_read_doubles (lookup (self, first), self->schema, first, n, error);
  if (values != NULL)
    *n_values = n;
  return values;
}

/**
 * trove_snapshot_read_bytes:
 * @self: a snapshot
 * @first: the ref of the first element
 * @n: the number of elements; their indices follow one another in the sub-arena
 * @error: return location for an error
 *
 * Reads many elements as they are in memory, in one call. The pool must have numbers, or structs without a
 * copy and a clear function.
 *
 * Returns: (transfer full): a copy of the elements, or %NULL with %TROVE_ERROR_INVALID_REF,
 *   %TROVE_ERROR_TYPE_MISMATCH or %TROVE_ERROR_NO_MEMORY
 *
 * Since: 1.0
 */
GBytes *
trove_snapshot_read_bytes (TroveSnapshot *self, const TroveRef *first, gsize n, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (first != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return trove_bulk_read_bytes (lookup (self, first), self->schema, first, n, error);
}

/* By address, for C */

/**
 * trove_snapshot_get_root_raw: (skip)
 * @self: a snapshot
 * @out: (out caller-allocates): return location for the root, the null ref if no root was set
 *
 * Gets the root that the document had when the snapshot was taken, without an allocation.
 *
 * Since: 1.0
 */
void
trove_snapshot_get_root_raw (TroveSnapshot *self, TroveRef *out)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (out != NULL);

  *out = self->root;
}

/**
 * trove_snapshot_get_raw: (skip)
 * @self: a snapshot
 * @pool: the pool of the ref
 * @ref: a ref whose sub-arena @self holds
 * @error: return location for an error
 *
 * Gets the address of an element, for reading. The address is valid as long as the snapshot, or another
 * holder of the sub-arena, exists. It is the address of one element only. The next element may be in another
 * row, at an unrelated address: use its ref, which [method@Trove.Ref.nth] gives.
 *
 * Cost: a look-up of the sub-arena. A [struct@Trove.Reader] makes one look-up for successive refs into the
 * same sub-arena.
 *
 * Returns: (transfer none): the element, or %NULL with %TROVE_ERROR_INVALID_REF, or %TROVE_ERROR_TYPE_MISMATCH for
 *   a ref into another pool
 *
 * Since: 1.0
 */
gconstpointer
trove_snapshot_get_raw (TroveSnapshot *self, guint pool, const TroveRef *ref, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (pool < self->schema->n_pools, NULL);
  g_return_val_if_fail (ref != NULL, NULL);

  if (trove_offset_pool (ref->offset) != pool && !trove_check_pool (self->schema, pool, ref, error))
    return NULL;

  return trove_sub_find (lookup (self, ref), self->schema->n_pools, ref, error);
}

/**
 * trove_snapshot_get_string: (skip)
 * @self: a snapshot
 * @ref: a ref into a pool of strings
 * @len: (out) (optional): return location for the number of bytes, without the NUL that ends them
 * @error: return location for an error
 *
 * Gets the bytes of a string, for reading. They are valid as long as the snapshot, or another holder of the
 * sub-arena, exists.
 *
 * Returns: (transfer none) (nullable): the string; %NULL without an error for a stored %NULL; %NULL with
 *   %TROVE_ERROR_INVALID_REF or %TROVE_ERROR_TYPE_MISMATCH
 *
 * Since: 1.0
 */
const char *
trove_snapshot_get_string (TroveSnapshot *self, const TroveRef *ref, gsize *len, GError **error)
{
  const char *const *element;
  guint pool;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (ref != NULL, NULL);

  if (len != NULL)
    *len = 0;
  element = trove_sub_find (lookup (self, ref), self->schema->n_pools, ref, error);
  if (element == NULL)
    return NULL;

  pool = trove_offset_pool (ref->offset);
  if (self->schema->pools[pool].store != TROVE_STORE_STRING)
    {
      g_autofree char *name = trove_layout_name (&self->schema->pools[pool]);

      g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
                   "Pool %u (%s) is not a pool of strings (gchararray)", pool, name);
      return NULL;
    }

  if (len != NULL && *element != NULL)
    *len = trove_string_header (*element)->length;
  return *element;
}

/**
 * trove_snapshot_get_many_raw: (skip)
 * @self: a snapshot
 * @pool: the pool of the refs
 * @refs: (array length=n): refs whose sub-arenas @self holds
 * @n: the number of @refs
 * @out: (out caller-allocates) (array length=n): return location for the addresses; on failure, it has the
 *   addresses for the refs before the first one that failed
 * @error: return location for an error
 *
 * Gets the addresses of many elements, for reading, as [method@Trove.Snapshot.get_raw] does. A look-up is
 * made whenever the sub-arena of a ref differs from that of the ref before.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_INVALID_REF or %TROVE_ERROR_TYPE_MISMATCH
 *
 * Since: 1.0
 */
gboolean
trove_snapshot_get_many_raw (TroveSnapshot *self, guint pool, const TroveRef *refs, gsize n,
                             gconstpointer *out, GError **error)
{
  TroveView view;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (pool < self->schema->n_pools, FALSE);
  g_return_val_if_fail ((refs != NULL && out != NULL) || n == 0, FALSE);

  view = trove_snapshot_view (self);
  return trove_view_get_many (&view, self->schema, pool, refs, n, out, error);
}

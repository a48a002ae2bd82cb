/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "trove-snapshot-private.h"

/* The lowest bit of TroveReader.source: set for a snapshot, clear for an arena. */
#define SNAPSHOT_TAG ((guintptr) 1)

static gboolean
reads_snapshot (const TroveReader *reader)
{
  return ((guintptr) reader->source & SNAPSHOT_TAG) != 0;
}

static gpointer
source_of (const TroveReader *reader)
{
  return (gpointer) ((guintptr) reader->source & ~SNAPSHOT_TAG);
}

static void
reader_init (TroveReader *reader, gpointer source, guintptr tag, const TroveSchema *schema, guint pool)
{
  *reader = (TroveReader){
    .stride = schema->pools[pool].stride,
    .pool_bits = (guint64) pool << TROVE_POOL_SHIFT,
    .source = (gpointer) ((guintptr) source | tag),
  };
}

/**
 * trove_reader_init: (skip)
 * @reader: (out caller-allocates): an uninitialized reader
 * @arena: an arena of the calling thread
 * @pool: the index of one of its pools
 *
 * Initializes a reader of one pool of an arena. The reader holds the arena. It reads the current values of
 * the own sub-arena. Clear it with [method@Trove.Reader.clear], or declare it with `g_auto`.
 *
 * Since: 1.0
 */
void
trove_reader_init (TroveReader *reader, TroveArena *arena, guint pool)
{
  g_return_if_fail (reader != NULL);
  *reader = (TroveReader){ 0 };
  g_return_if_fail (trove_arena_ok (arena));
  g_return_if_fail (pool < trove_core_n_pools (&arena->core));

  reader_init (reader, g_object_ref (arena), 0, trove_core_schema (&arena->core), pool);
}

/**
 * trove_reader_init_snapshot: (skip)
 * @reader: (out caller-allocates): an uninitialized reader
 * @snapshot: a snapshot
 * @pool: the index of one of its pools
 *
 * Initializes a reader of one pool of a snapshot. The reader holds the snapshot. Each thread that reads the
 * snapshot needs its own reader. Clear it with [method@Trove.Reader.clear], or declare it with `g_auto`.
 *
 * Since: 1.0
 */
void
trove_reader_init_snapshot (TroveReader *reader, TroveSnapshot *snapshot, guint pool)
{
  g_return_if_fail (reader != NULL);
  *reader = (TroveReader){ 0 };
  g_return_if_fail (snapshot != NULL);
  g_return_if_fail (pool < snapshot->schema->n_pools);

  reader_init (reader, trove_snapshot_ref (snapshot), SNAPSHOT_TAG, snapshot->schema, pool);
}

/**
 * trove_reader_clear: (skip)
 * @reader: a reader
 *
 * Drops the arena or snapshot, and the sub-arena, that the reader holds. A second call does nothing.
 *
 * Since: 1.0
 */
void
trove_reader_clear (TroveReader *reader)
{
  gpointer source;
  gboolean snapshot;
  TroveSub *held;

  g_return_if_fail (reader != NULL);

  held = g_steal_pointer (&reader->held);
  source = source_of (reader);
  snapshot = reads_snapshot (reader);
  *reader = (TroveReader){ 0 };
  if (snapshot)
    trove_snapshot_unref (source);
  else if (source != NULL)
    g_object_unref (source);
  if (held != NULL)
    trove_sub_unref (held);
}

static TroveSub *
find_sub (TroveReader *reader, const TroveRef *ref, const TroveSchema **schema, GError **error)
{
  if (reads_snapshot (reader))
    {
      TroveSnapshot *snapshot = source_of (reader);
      TroveView view = trove_snapshot_view (snapshot);

      *schema = snapshot->schema;
      return trove_view_lookup (&view, ref->sub_arena);
    }
  else
    {
      TroveArena *arena = source_of (reader);

      *schema = NULL;
      if (!trove_arena_enter (arena, error))
        return NULL;
      *schema = trove_core_schema (&arena->core);
      return trove_core_lookup (&arena->core, ref->sub_arena);
    }
}

/**
 * trove_reader_get_slow: (skip)
 * @reader: an initialized reader
 * @ref: a ref into the reader's pool
 * @error: return location for an error
 *
 * Gets an element as `trove_reader_get()` does. This is its slow path, kept out of line.
 *
 * Returns: (transfer none): the element, or %NULL with an error
 *
 * Since: 1.0
 */
gconstpointer
trove_reader_get_slow (TroveReader *reader, const TroveRef *ref, GError **error)
{
  guint pool = (guint) (reader->pool_bits >> TROVE_POOL_SHIFT);
  guint64 index = ref->offset ^ reader->pool_bits;
  const TroveSchema *schema = NULL;
  const TrovePool *p;
  TroveSub *sub, *old;
  gpointer element;

  g_return_val_if_fail (reader->source != NULL, NULL);

  sub = find_sub (reader, ref, &schema, error);
  p = sub != NULL ? trove_sub_lookup (sub, pool) : NULL;
  if (G_UNLIKELY (p == NULL || index >= p->length))
    {
      if (schema != NULL && trove_check_pool (schema, pool, ref, error))
        trove_sub_find (sub, schema->n_pools, ref, error);
      return NULL;
    }

  element = trove_rows_address (p->rows, index, reader->stride);
  old = reader->held;
  reader->sub_arena = sub->id;
  reader->limit = p->length;
  reader->rows = p->rows;

  /* An arena may drop the sub-arena. A snapshot does not. */
  if (old != sub && !reads_snapshot (reader))
    {
      reader->held = trove_sub_ref (sub);
      if (old != NULL)
        trove_sub_unref (old); /* last, since clear functions of elements may use the reader */
    }
  return element;
}

static guint
n_pools_of (const TroveReader *reader)
{
  return reads_snapshot (reader) ? trove_snapshot_get_n_pools (source_of (reader)) :
                                   trove_arena_get_n_pools (source_of (reader));
}

/**
 * trove_reader_get_raw: (skip)
 * @reader: an initialized reader
 * @pool: any pool of the arena or snapshot
 * @ref: a ref into that pool
 * @error: return location for an error
 *
 * Gets the address of an element of any pool, as [method@Trove.Arena.get_raw] or
 * [method@Trove.Snapshot.get_raw] does.
 *
 * Cost: that of `trove_reader_get()` for the pool of the reader; that of the other two functions for other
 * pools.
 *
 * Returns: (transfer none): the element, or %NULL with an error: %TROVE_ERROR_INVALID_REF,
 *   %TROVE_ERROR_TYPE_MISMATCH for a ref into another pool, %TROVE_ERROR_WRONG_THREAD
 *
 * Since: 1.0
 */
gconstpointer
trove_reader_get_raw (TroveReader *reader, guint pool, const TroveRef *ref, GError **error)
{
  g_return_val_if_fail (reader != NULL && reader->source != NULL, NULL);
  g_return_val_if_fail (pool < n_pools_of (reader), NULL);
  g_return_val_if_fail (ref != NULL, NULL);

  if (pool == (guint) (reader->pool_bits >> TROVE_POOL_SHIFT))
    return trove_reader_get (reader, ref, error);
  if (reads_snapshot (reader))
    return trove_snapshot_get_raw (source_of (reader), pool, ref, error);

  return trove_arena_get_raw (source_of (reader), pool, ref, error);
}

/**
 * trove_reader_get_string: (skip)
 * @reader: an initialized reader
 * @ref: a ref into any pool of strings of the arena or snapshot
 * @len: (out) (optional): return location for the number of bytes, without the NUL that ends them
 * @error: return location for an error
 *
 * Gets the bytes of a string, for reading, as [method@Trove.Arena.get_string] or
 * [method@Trove.Snapshot.get_string] does.
 *
 * Returns: (transfer none) (nullable): the string; %NULL without an error for a stored %NULL; %NULL with
 *   %TROVE_ERROR_INVALID_REF, %TROVE_ERROR_TYPE_MISMATCH or %TROVE_ERROR_WRONG_THREAD
 *
 * Since: 1.0
 */
const char *
trove_reader_get_string (TroveReader *reader, const TroveRef *ref, gsize *len, GError **error)
{
  g_return_val_if_fail (reader != NULL && reader->source != NULL, NULL);
  g_return_val_if_fail (ref != NULL, NULL);

  if (reads_snapshot (reader))
    return trove_snapshot_get_string (source_of (reader), ref, len, error);

  return trove_arena_get_string (source_of (reader), ref, len, error);
}

/**
 * trove_reader_get_root: (skip)
 * @reader: an initialized reader
 * @out: (out caller-allocates): return location for the root of the document, the null ref if no root is set.
 *   Unchanged on failure
 * @error: return location for an error
 *
 * Gets the root of the document. For an arena, this is its current root.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_WRONG_THREAD
 *
 * Since: 1.0
 */
gboolean
trove_reader_get_root (TroveReader *reader, TroveRef *out, GError **error)
{
  g_return_val_if_fail (reader != NULL && reader->source != NULL, FALSE);
  g_return_val_if_fail (out != NULL, FALSE);

  if (!reads_snapshot (reader))
    return trove_arena_get_root_raw (source_of (reader), out, error);

  trove_snapshot_get_root_raw (source_of (reader), out);
  return TRUE;
}

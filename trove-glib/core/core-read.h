/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* From a ref to an address. The own sub-arena and the frozen one of the last read are a few instructions away; others
 * are looked up in the view. The errors of arenas and snapshots are the same. */

#pragma once

#include "core-own.h"

/* The address of an element that the core holds, or NULL with INVALID_REF or TYPE_MISMATCH. */
gconstpointer trove_core_find (TroveCore *core, guint pool, const TroveRef *ref, GError **error);

/* The address of an element of any pool of one sub-arena, or NULL with INVALID_REF. sub: may be NULL, for a sub-arena
 * that is not held. */
gpointer trove_sub_find (const TroveSub *sub, guint n_pools, const TroveRef *ref, GError **error);

/* FALSE with TYPE_MISMATCH if the ref names an element of another pool. */
gboolean trove_check_pool (const TroveSchema *schema, guint pool, const TroveRef *ref, GError **error);

/* The address of an element of the own sub-arena or of the frozen one of the last read. NULL: it is in neither. */
static inline gconstpointer
trove_core_try_get (const TroveCore *core, guint pool, const TroveRef *ref)
{
  const TroveCursor *cursor = &core->cursors[pool];
  guint64 index = ref->offset ^ cursor->pool_bits;

  if (G_LIKELY (ref->sub_arena == cursor->hit_id && index < cursor->hit_limit))
    return trove_rows_address (cursor->hit_rows, index, cursor->stride);
  if (G_LIKELY (ref->sub_arena == core->own_id && index < cursor->pool->length))
    return trove_rows_address (cursor->pool->rows, index, cursor->stride);

  return NULL;
}

/* As trove_core_find(), which it calls where trove_core_try_get() fails. */
static inline gconstpointer
trove_core_get (TroveCore *core, guint pool, const TroveRef *ref, GError **error)
{
  gconstpointer element = trove_core_try_get (core, pool, ref);

  return G_LIKELY (element != NULL) ? element : trove_core_find (core, pool, ref, error);
}

/* Sets out to the addresses of n elements of a pool. On failure, out has the addresses before the bad ref. */
gboolean trove_core_get_many (TroveCore *core, guint pool, const TroveRef *refs, gsize n, gconstpointer *out,
                              GError **error);
gboolean trove_view_get_many (const TroveView *view, const TroveSchema *schema, guint pool,
                              const TroveRef *refs, gsize n, gconstpointer *out, GError **error);

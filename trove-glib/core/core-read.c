/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "core-read.h"

static gboolean
invalid_ref (GError **error, const TroveRef *ref, const char *why)
{
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_INVALID_REF,
               "Invalid ref %" G_GUINT64_FORMAT ":%u:%" G_GUINT64_FORMAT ": %s", ref->sub_arena,
               trove_offset_pool (ref->offset), trove_offset_index (ref->offset), why);
  return FALSE;
}

gpointer
trove_sub_find (const TroveSub *sub, guint n_pools, const TroveRef *ref, GError **error)
{
  guint pool = trove_offset_pool (ref->offset);
  guint64 index = trove_offset_index (ref->offset);
  const TrovePool *p;

  if (sub == NULL)
    {
      invalid_ref (error, ref,
                   ref->sub_arena == 0 ? "it is null" :
                                         "its sub-arena is not held by this arena or snapshot");
      return NULL;
    }
  if (ref->offset >> TROVE_OFFSET_BITS != 0 || pool >= n_pools)
    {
      invalid_ref (error, ref, "there is no such pool");
      return NULL;
    }

  p = trove_sub_lookup (sub, pool);
  if (p == NULL || index >= p->length)
    {
      g_autofree char *why = g_strdup_printf ("its pool has %" G_GUINT64_FORMAT " elements in that sub-arena",
                                              p != NULL ? p->length : 0);

      invalid_ref (error, ref, why);
      return NULL;
    }

  return trove_rows_address (p->rows, index, sub->schema->pools[pool].stride);
}

gboolean
trove_check_pool (const TroveSchema *schema, guint pool, const TroveRef *ref, GError **error)
{
  guint of_ref = trove_offset_pool (ref->offset);
  g_autofree char *wanted = NULL;
  g_autofree char *given = NULL;

  if (of_ref == pool || of_ref >= schema->n_pools || ref->sub_arena == 0)
    return TRUE;

  wanted = trove_layout_name (&schema->pools[pool]);
  given = trove_layout_name (&schema->pools[of_ref]);
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
               "The ref %" G_GUINT64_FORMAT ":%u:%" G_GUINT64_FORMAT
               " names an element of pool %u (%s), not pool %u (%s)",
               ref->sub_arena, of_ref, trove_offset_index (ref->offset), of_ref, given, pool, wanted);
  return FALSE;
}

/* Sets TYPE_MISMATCH or INVALID_REF for an element that was not found. Returns NULL. */
static gconstpointer
not_found (const TroveSchema *schema, guint pool, const TroveRef *ref, const TroveSub *sub, GError **error)
{
  if (trove_check_pool (schema, pool, ref, error))
    {
      G_GNUC_UNUSED gconstpointer element = trove_sub_find (sub, schema->n_pools, ref, error);

      g_assert (element == NULL);
    }
  return NULL;
}

gconstpointer
trove_core_find (TroveCore *core, guint pool, const TroveRef *ref, GError **error)
{
  TroveCursor *cursor = &core->cursors[pool];
  TroveSub *sub = trove_core_lookup (core, ref->sub_arena);
  guint64 index = ref->offset ^ cursor->pool_bits;
  TrovePool *p = sub != NULL ? trove_sub_lookup (sub, pool) : NULL;

  if (G_UNLIKELY (p == NULL || index >= p->length))
    return not_found (core->schema, pool, ref, sub, error);

  /* The sub-arena is frozen: trove_core_try_get() finds own elements. */
  cursor->hit_id = sub->id;
  cursor->hit_limit = p->length;
  cursor->hit_rows = p->rows;
  return trove_rows_address (p->rows, index, cursor->stride);
}

/* Many */

typedef TroveSub *(*LookupFunc) (gconstpointer data, guint64 id);

/* The pool and sub-arena of the last read, kept in registers. */
typedef struct
{
  guint64 id, limit;
  const guintptr *rows;
} Hit;

/* Inline, so that lookup is a direct call. Each element is prefetched, since the caller reads it next. */
static inline gboolean
get_many (LookupFunc lookup, gconstpointer data, const TroveSchema *schema, guint pool, Hit hit,
          const TroveRef *refs, gsize n, gconstpointer *out, GError **error)
{
  const guint64 bits = (guint64) pool << TROVE_POOL_SHIFT;
  const gsize stride = schema->pools[pool].stride;

  for (gsize i = 0; i < n; i++)
    {
      guint64 index = refs[i].offset ^ bits;
      gconstpointer element;

      if (G_UNLIKELY (refs[i].sub_arena != hit.id || index >= hit.limit))
        {
          TroveSub *sub = lookup (data, refs[i].sub_arena);
          const TrovePool *p = sub != NULL ? trove_sub_lookup (sub, pool) : NULL;

          if (G_UNLIKELY (p == NULL || index >= p->length))
            return not_found (schema, pool, &refs[i], sub, error) != NULL;
          hit = (Hit){ sub->id, p->length, p->rows };
        }

      element = trove_rows_address (hit.rows, index, stride);
      __builtin_prefetch (element);
      out[i] = element;
    }
  return TRUE;
}

static TroveSub *
lookup_in_core (gconstpointer core, guint64 id)
{
  return trove_core_lookup (core, id);
}

gboolean
trove_core_get_many (TroveCore *core, guint pool, const TroveRef *refs, gsize n, gconstpointer *out,
                     GError **error)
{
  const TroveCursor *cursor = &core->cursors[pool];
  Hit hit = { cursor->hit_id, cursor->hit_limit, cursor->hit_rows };

  return get_many (lookup_in_core, core, core->schema, pool, hit, refs, n, out, error);
}

static TroveSub *
lookup_in_view (gconstpointer view, guint64 id)
{
  return trove_view_lookup (view, id);
}

gboolean
trove_view_get_many (const TroveView *view, const TroveSchema *schema, guint pool, const TroveRef *refs,
                     gsize n, gconstpointer *out, GError **error)
{
  return get_many (lookup_in_view, view, schema, pool, (Hit){ 0 }, refs, n, out, error);
}

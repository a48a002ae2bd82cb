/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "bulk.h"

#include "gvalue.h"

/* The caller of a bulk call chooses n, so running out of memory is an error, not an abort. */
gpointer
trove_bulk_alloc (gsize n, gsize size, GError **error)
{
  gpointer memory = g_try_malloc_n (MAX (n, 1), size);

  if (memory == NULL)
    g_set_error (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY, "No memory for %" G_GSIZE_FORMAT " elements", n);
  return memory;
}

gboolean
trove_bulk_check_bytes (const TroveLayout *layout, guint pool, GError **error)
{
  g_autofree char *name = NULL;

  if ((layout->store == TROVE_STORE_SCALAR || layout->store == TROVE_STORE_INLINE) && layout->copy == NULL &&
      layout->clear == NULL)
    return TRUE;

  name = trove_layout_name (layout);
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
               "The elements of pool %u (%s) are not plain bytes: they are pointers, or have a copy or a "
               "clear function",
               pool, name);
  return FALSE;
}

/* Finds the pool of the n elements that start at first. */
static const TrovePool *
find_many (TroveSub *sub, const TroveSchema *schema, const TroveRef *first, gsize n, GError **error)
{
  guint64 index = trove_offset_index (first->offset);
  TroveRef last = *first;

  if (n > 0)
    {
      if (trove_sub_find (sub, schema->n_pools, first, error) == NULL)
        return NULL;
      last.offset += MIN (n - 1, TROVE_MAX_ELEMENTS - index);
      if (trove_sub_find (sub, schema->n_pools, &last, error) == NULL)
        return NULL;
    }

  return trove_sub_lookup (sub, trove_offset_pool (first->offset));
}

/* Copies the n elements that start at index, row by row. */
static void
copy_many (const TrovePool *pool, gsize stride, guint64 index, gsize n, char *dest)
{
  while (n > 0)
    {
      gsize there = MIN (n, trove_row_start (trove_row_of (index) + 1) - index);

      memcpy (dest, trove_rows_address (pool->rows, index, stride), there * stride);
      dest += there * stride;
      index += there;
      n -= there;
    }
}

/* Converts elements to a type of 8 bytes, through GValues. */
static gboolean
convert_numbers (const TrovePool *p, const TroveLayout *layout, guint64 index, gsize n, GType type,
                 char *numbers, GError **error)
{
  TroveElementInfo info = TROVE_ELEMENT_TYPE (type);
  TroveLayout wanted;

  trove_layout_init (&wanted, &info);
  for (gsize i = 0; i < n; i++)
    {
      GValue *value =
          trove_gvalue_new (layout, p->index, trove_rows_address (p->rows, index + i, layout->stride), error);
      TroveGValueBuffer buffer;
      gconstpointer element =
          value != NULL ? trove_gvalue_peek (&wanted, p->index, value, &buffer, error) : NULL;

      if (element != NULL)
        memcpy (numbers + i * sizeof (gint64), element, sizeof (gint64));
      if (value != NULL)
        g_boxed_free (G_TYPE_VALUE, value);
      if (element == NULL)
        return FALSE;
    }
  return TRUE;
}

static gpointer
read_numbers (TroveSub *sub, const TroveSchema *schema, const TroveRef *first, gsize n, GType type,
              GError **error)
{
  guint64 index = trove_offset_index (first->offset);
  g_autofree char *numbers = NULL;
  const TroveLayout *layout;
  const TrovePool *p;
  TroveSub *keep;
  gboolean ok;

  if (n == 0)
    return g_malloc (1);
  p = find_many (sub, schema, first, n, error);
  if (p == NULL)
    return NULL;

  numbers = trove_bulk_alloc (n, sizeof (gint64), error);
  if (numbers == NULL)
    return NULL;
  layout = &sub->schema->pools[p->index];
  if (layout->type == type)
    {
      copy_many (p, layout->stride, index, n, numbers);
      return g_steal_pointer (&numbers);
    }

  /* A copy function may drop all other references on the sub-arena. */
  keep = trove_gvalue_calls_back (layout) ? trove_sub_ref (sub) : NULL;
  ok = convert_numbers (p, layout, index, n, type, numbers, error);
  if (keep != NULL)
    trove_sub_unref (keep);
  return ok ? g_steal_pointer (&numbers) : NULL;
}

gint64 *
trove_bulk_read_int64s (TroveSub *sub, const TroveSchema *schema, const TroveRef *first, gsize n,
                        GError **error)
{
  return read_numbers (sub, schema, first, n, G_TYPE_INT64, error);
}

double *
trove_bulk_read_doubles (TroveSub *sub, const TroveSchema *schema, const TroveRef *first, gsize n,
                         GError **error)
{
  return read_numbers (sub, schema, first, n, G_TYPE_DOUBLE, error);
}

GBytes *
trove_bulk_read_bytes (TroveSub *sub, const TroveSchema *schema, const TroveRef *first, gsize n,
                       GError **error)
{
  const TroveLayout *layout;
  const TrovePool *p;
  char *bytes;

  if (n == 0)
    return g_bytes_new (NULL, 0);
  p = find_many (sub, schema, first, n, error);
  if (p == NULL)
    return NULL;
  layout = &schema->pools[p->index];
  if (!trove_bulk_check_bytes (layout, p->index, error))
    return NULL;

  bytes = trove_bulk_alloc (n, layout->stride, error);
  if (bytes == NULL)
    return NULL;
  copy_many (p, layout->stride, trove_offset_index (first->offset), n, bytes);
  return g_bytes_new_take (bytes, n * layout->stride);
}

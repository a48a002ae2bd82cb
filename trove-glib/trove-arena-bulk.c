/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveArena: many values in one call, for scripts. */

#include "trove-arena-private.h"

#include "bulk.h"
#include "core/core-append.h"
#include "cycles.h"
#include "gvalue.h"

/* Appending */

static TroveRef *
append_numbers (TroveArena *self, guint pool, GType type, gconstpointer numbers, gsize n, GError **error)
{
  const TroveLayout *layout = trove_core_layout (&self->core, pool);
  g_autofree char *converted = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  TroveRef first;

  if (layout->type != type)
    {
      converted = trove_bulk_alloc (n, layout->stride, error);
      if (converted == NULL)
        return NULL;
      g_value_init (&value, type);
      for (gsize i = 0; i < n; i++)
        {
          TroveGValueBuffer buffer;
          gconstpointer element;

          if (type == G_TYPE_INT64)
            g_value_set_int64 (&value, ((const gint64 *) numbers)[i]);
          else
            g_value_set_double (&value, ((const double *) numbers)[i]);
          element = trove_gvalue_peek (layout, pool, &value, &buffer, error);
          if (element == NULL)
            return NULL;
          memcpy (converted + i * layout->stride, element, layout->stride);
        }
      numbers = converted;
    }

  return trove_core_append_many (&self->core, pool, numbers, n, &first, error) ? trove_ref_copy (&first) :
                                                                                 NULL;
}

/* Writes the elements for the values into an array, without copying the objects that the elements point
 * to. */
static gboolean
peek_values (const TroveLayout *layout, guint pool, const GValue *values, gsize n, char *elements,
             GError **error)
{
  for (gsize i = 0; i < n; i++)
    {
      TroveGValueBuffer buffer;
      gconstpointer element = trove_gvalue_peek (layout, pool, &values[i], &buffer, error);

      if (element == NULL)
        return FALSE;
      memcpy (elements + i * layout->stride, element, layout->stride);
    }
  return TRUE;
}

/**
 * trove_arena_append_many:
 * @self: an arena
 * @pool: the index of one of its pools
 * @values: (array length=n_values): values that fit the pool
 * @n_values: the number of @values
 * @error: return location for an error
 *
 * Appends copies of many values in one call: all of them, or none. They have consecutive indices. The rule
 * for values that fit a pool is that of [method@Trove.Arena.append_to]. A value that was not initialized fits
 * no pool.
 *
 * Cost: constant for each value, and memory for all the elements until the call returns.
 *
 * Returns: (transfer full): the ref of the first element, the null ref if @n_values is 0, or %NULL with
 *   %TROVE_ERROR_TYPE_MISMATCH, %TROVE_ERROR_COPY_FAILED, %TROVE_ERROR_WRONG_THREAD, %TROVE_ERROR_FULL or
 *   %TROVE_ERROR_NO_MEMORY. Nothing is appended on failure
 *
 * Since: 1.0
 */
TroveRef *
trove_arena_append_many (TroveArena *self, guint pool, const GValue *values, gsize n_values, GError **error)
{
  const TroveLayout *layout;
  g_autoptr (TroveArena) keep = NULL;
  g_autofree char *elements = NULL;
  TroveCycles cycles;
  TroveRef first;

  g_return_val_if_fail (TROVE_IS_ARENA (self), NULL);
  g_return_val_if_fail (pool < trove_core_n_pools (&self->core), NULL);
  g_return_val_if_fail (values != NULL || n_values == 0, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!trove_arena_enter (self, error))
    return NULL;

  layout = trove_core_layout (&self->core, pool);
  elements = trove_bulk_alloc (n_values, layout->stride, error);
  if (elements == NULL || !peek_values (layout, pool, values, n_values, elements, error))
    return NULL;

  keep = trove_arena_keep (self, layout);
  trove_cycles_begin (&cycles, self);
  if (!trove_core_append_many (&self->core, pool, elements, n_values, &first, error))
    return NULL;

  trove_cycles_end (&cycles, &first, n_values);
  return trove_ref_copy (&first);
}

/**
 * trove_arena_append_int64s:
 * @self: an arena
 * @pool: the index of one of its pools
 * @values: (array length=n_values): the numbers
 * @n_values: the number of @values
 * @error: return location for an error
 *
 * Appends many integers in one call. They have consecutive indices. The pool may have any type of numbers
 * that holds each of them exactly.
 *
 * Returns: (transfer full): the ref of the first element, the null ref if @n_values is 0, or %NULL with
 *   %TROVE_ERROR_TYPE_MISMATCH, %TROVE_ERROR_WRONG_THREAD, %TROVE_ERROR_FULL or %TROVE_ERROR_NO_MEMORY.
 *   Nothing is appended on failure
 *
 * Since: 1.0
 */
TroveRef *
trove_arena_append_int64s (TroveArena *self, guint pool, const gint64 *values, gsize n_values, GError **error)
{
  g_return_val_if_fail (TROVE_IS_ARENA (self), NULL);
  g_return_val_if_fail (pool < trove_core_n_pools (&self->core), NULL);
  g_return_val_if_fail (values != NULL || n_values == 0, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return trove_arena_enter (self, error) ?
             append_numbers (self, pool, G_TYPE_INT64, values, n_values, error) :
             NULL;
}

/**
 * trove_arena_append_doubles:
 * @self: an arena
 * @pool: the index of one of its pools
 * @values: (array length=n_values): the numbers
 * @n_values: the number of @values
 * @error: return location for an error
 *
 * Appends many floating-point numbers in one call. They have consecutive indices. The pool may have any type
 * of numbers that holds each of them exactly.
 *
 * Returns: (transfer full): the ref of the first element, the null ref if @n_values is 0, or %NULL with
 *   %TROVE_ERROR_TYPE_MISMATCH, %TROVE_ERROR_WRONG_THREAD, %TROVE_ERROR_FULL or %TROVE_ERROR_NO_MEMORY.
 *   Nothing is appended on failure
 *
 * Since: 1.0
 */
TroveRef *
trove_arena_append_doubles (TroveArena *self, guint pool, const double *values, gsize n_values,
                            GError **error)
{
  g_return_val_if_fail (TROVE_IS_ARENA (self), NULL);
  g_return_val_if_fail (pool < trove_core_n_pools (&self->core), NULL);
  g_return_val_if_fail (values != NULL || n_values == 0, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return trove_arena_enter (self, error) ?
             append_numbers (self, pool, G_TYPE_DOUBLE, values, n_values, error) :
             NULL;
}

/**
 * trove_arena_append_bytes:
 * @self: an arena
 * @pool: the index of a pool of numbers, or of structs without a copy and a clear function
 * @bytes: the elements as they are in memory, in the byte order of the machine
 * @error: return location for an error
 *
 * Appends many elements that are given as bytes, in one call. They have consecutive indices.
 *
 * Returns: (transfer full): the ref of the first element, the null ref if @bytes is empty, or %NULL with
 *   %TROVE_ERROR_TYPE_MISMATCH, %TROVE_ERROR_WRONG_THREAD, %TROVE_ERROR_FULL or %TROVE_ERROR_NO_MEMORY.
 *   Nothing is appended on failure
 *
 * Since: 1.0
 */
TroveRef *
trove_arena_append_bytes (TroveArena *self, guint pool, GBytes *bytes, GError **error)
{
  const TroveLayout *layout;
  gconstpointer data;
  gsize size;
  TroveRef first;

  g_return_val_if_fail (TROVE_IS_ARENA (self), NULL);
  g_return_val_if_fail (pool < trove_core_n_pools (&self->core), NULL);
  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  layout = trove_core_layout (&self->core, pool);
  if (!trove_arena_enter (self, error) || !trove_bulk_check_bytes (layout, pool, error))
    return NULL;

  data = g_bytes_get_data (bytes, &size);
  if (size % layout->stride != 0)
    {
      g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
                   "%" G_GSIZE_FORMAT " bytes are not a whole number of elements of %" G_GSIZE_FORMAT
                   " bytes (pool %u)",
                   size, layout->stride, pool);
      return NULL;
    }

  return trove_core_append_many (&self->core, pool, data, size / layout->stride, &first, error) ?
             trove_ref_copy (&first) :
             NULL;
}

/* Reading */

/**
 * trove_arena_read_int64s:
 * @self: an arena
 * @first: the ref of the first element
 * @n: the number of elements; their indices follow one another in the sub-arena
 * @n_values: (out): return location for the number of values; 0 on failure
 * @error: return location for an error
 *
 * Reads many numbers in one call. A `gint64` must hold each of them exactly.
 *
 * Returns: (array length=n_values) (transfer full): the numbers, or %NULL with %TROVE_ERROR_INVALID_REF,
 *   %TROVE_ERROR_TYPE_MISMATCH, %TROVE_ERROR_WRONG_THREAD or %TROVE_ERROR_NO_MEMORY
 *
 * Since: 1.0
 */
gint64 *
trove_arena_read_int64s (TroveArena *self, const TroveRef *first, gsize n, gsize *n_values, GError **error)
{
  gint64 *values = NULL;

  if (n_values != NULL)
    *n_values = 0;
  g_return_val_if_fail (TROVE_IS_ARENA (self), NULL);
  g_return_val_if_fail (first != NULL && n_values != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (trove_arena_enter (self, error))
    values = trove_bulk_read_int64s (trove_core_lookup (&self->core, first->sub_arena),
                                     trove_core_schema (&self->core), first, n, error);
  if (values != NULL)
    *n_values = n;
  return values;
}

/**
 * trove_arena_read_doubles:
 * @self: an arena
 * @first: the ref of the first element
 * @n: the number of elements; their indices follow one another in the sub-arena
 * @n_values: (out): return location for the number of values; 0 on failure
 * @error: return location for an error
 *
 * Reads many numbers in one call. A double must hold each of them exactly.
 *
 * Returns: (array length=n_values) (transfer full): the numbers, or %NULL with %TROVE_ERROR_INVALID_REF,
 *   %TROVE_ERROR_TYPE_MISMATCH, %TROVE_ERROR_WRONG_THREAD or %TROVE_ERROR_NO_MEMORY
 *
 * Since: 1.0
 */
double *
trove_arena_read_doubles (TroveArena *self, const TroveRef *first, gsize n, gsize *n_values, GError **error)
{
  double *values = NULL;

  if (n_values != NULL)
    *n_values = 0;
  g_return_val_if_fail (TROVE_IS_ARENA (self), NULL);
  g_return_val_if_fail (first != NULL && n_values != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (trove_arena_enter (self, error))
    values = trove_bulk_read_doubles (trove_core_lookup (&self->core, first->sub_arena),
                                      trove_core_schema (&self->core), first, n, error);
  if (values != NULL)
    *n_values = n;
  return values;
}

/**
 * trove_arena_read_bytes:
 * @self: an arena
 * @first: the ref of the first element
 * @n: the number of elements; their indices follow one another in the sub-arena
 * @error: return location for an error
 *
 * Reads many elements as they are in memory, in one call. The pool must have numbers, or structs without a
 * copy and a clear function.
 *
 * Returns: (transfer full): a copy of the elements, or %NULL with %TROVE_ERROR_INVALID_REF,
 *   %TROVE_ERROR_TYPE_MISMATCH, %TROVE_ERROR_WRONG_THREAD or %TROVE_ERROR_NO_MEMORY
 *
 * Since: 1.0
 */
GBytes *
trove_arena_read_bytes (TroveArena *self, const TroveRef *first, gsize n, GError **error)
{
  g_return_val_if_fail (TROVE_IS_ARENA (self), NULL);
  g_return_val_if_fail (first != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!trove_arena_enter (self, error))
    return NULL;

  return trove_bulk_read_bytes (trove_core_lookup (&self->core, first->sub_arena),
                                trove_core_schema (&self->core), first, n, error);
}

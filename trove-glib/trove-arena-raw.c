/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveArena: appending, reading and changing elements by address, for C. */

#include "trove-arena-private.h"

#include "core/core-set.h"
#include "cycles.h"

TROVE_SLOW static gboolean
trove_arena_append_raw_slow (TroveArena *self, guint pool, gconstpointer element, TroveRef *out,
                             GError **error)
{
  g_autoptr (TroveArena) keep = NULL;
  TroveCycles cycles;
  TroveRef ref;

  g_return_val_if_fail (TROVE_IS_ARENA (self), FALSE);
  g_return_val_if_fail (pool < trove_core_n_pools (&self->core), FALSE);
  g_return_val_if_fail (element != NULL, FALSE);

  if (!trove_arena_enter (self, error))
    return FALSE;

  keep = trove_arena_keep (self, trove_core_layout (&self->core, pool));
  trove_cycles_begin (&cycles, self);
  if (!trove_core_append (&self->core, pool, element, &ref, error))
    return FALSE;

  trove_cycles_end (&cycles, &ref, 1);
  if (out != NULL)
    *out = ref;
  return TRUE;
}

/**
 * trove_arena_append_raw: (skip)
 * @self: an arena
 * @pool: the index of one of its pools
 * @element: (not nullable): the address of a value of the type that the pool stores: a `char **` for a pool
 *   of strings, a `GObject **` for a pool of objects, the struct for a pool of structs
 * @out: (out caller-allocates) (optional): return location for the ref of the value; it may point into an
 *   element of @self. Unchanged on failure
 * @error: return location for an error
 *
 * Appends a copy of a value. The copy function of the element, or `memcpy()` if there is none, makes the
 * copy.
 *
 * Cost: constant.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_COPY_FAILED, %TROVE_ERROR_WRONG_THREAD, %TROVE_ERROR_FULL or
 *   %TROVE_ERROR_NO_MEMORY
 *
 * Since: 1.0
 */
gboolean
trove_arena_append_raw (TroveArena *self, guint pool, gconstpointer element, TroveRef *out, GError **error)
{
  if (G_LIKELY (trove_arena_ready (self, pool) && element != NULL &&
                trove_core_try_append (&self->core, pool, element, out)))
    return TRUE;

  return trove_arena_append_raw_slow (self, pool, element, out, error);
}

/**
 * trove_arena_append_many_raw: (skip)
 * @self: an arena
 * @pool: the index of one of its pools
 * @elements: (nullable): the first of @n values that follow one another in memory, each as for
 *   [method@Trove.Arena.append_raw]
 * @n: the number of @elements
 * @first: (out caller-allocates) (optional): return location for the ref of the first element, the null ref
 *   if @n is 0. The other elements have the next indices; [method@Trove.Ref.nth] gives their refs
 * @error: return location for an error
 *
 * Appends copies of many values: all of them, or none.
 *
 * The indices of the elements follow one another, but their addresses do not: a row ends before the index 32
 * × (2^r − 1), and the next element is in another row. Read each element by its own ref, never by the address
 * of another element and an offset:
 *
 * ```c
 * for (guint64 i = 0; i < n; i++)
 *   {
 *     TroveRef ref = trove_ref_nth (&first, i);
 *     const Node *node = trove_arena_get_raw (arena, NODES, &ref, &error);
 *     …
 *   }
 * ```
 *
 * Cost: one `memcpy()` for each row if elements have no copy function; otherwise, a call of the copy function
 * for each element.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_COPY_FAILED, %TROVE_ERROR_WRONG_THREAD, %TROVE_ERROR_FULL or
 *   %TROVE_ERROR_NO_MEMORY
 *
 * Since: 1.0
 */
gboolean
trove_arena_append_many_raw (TroveArena *self, guint pool, gconstpointer elements, gsize n, TroveRef *first,
                             GError **error)
{
  g_autoptr (TroveArena) keep = NULL;
  TroveCycles cycles;
  TroveRef ref;

  g_return_val_if_fail (trove_arena_ok (self), FALSE);
  g_return_val_if_fail (pool < trove_core_n_pools (&self->core), FALSE);
  g_return_val_if_fail (elements != NULL || n == 0, FALSE);

  if (!trove_arena_enter (self, error))
    return FALSE;

  keep = trove_arena_keep (self, trove_core_layout (&self->core, pool));
  trove_cycles_begin (&cycles, self);
  if (!trove_core_append_many (&self->core, pool, elements, n, &ref, error))
    return FALSE;

  trove_cycles_end (&cycles, &ref, n);
  if (first != NULL)
    *first = ref;
  return TRUE;
}

static gboolean
check_strings (TroveArena *self, guint pool, GError **error)
{
  const TroveLayout *layout = trove_core_layout (&self->core, pool);
  g_autofree char *name = NULL;

  if (G_LIKELY (layout->store == TROVE_STORE_STRING))
    return TRUE;

  name = trove_layout_name (layout);
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
               "Pool %u (%s) is not a pool of strings (gchararray)", pool, name);
  return FALSE;
}

G_GNUC_NO_INLINE static gboolean
trove_arena_append_string_slow (TroveArena *self, guint pool, const char *string, gsize length, TroveRef *out,
                                GError **error)
{
  g_return_val_if_fail (trove_arena_ok (self), FALSE);
  g_return_val_if_fail (pool < trove_core_n_pools (&self->core), FALSE);
  g_return_val_if_fail (string != NULL || length == 0, FALSE);

  if (!trove_arena_enter (self, error) || !check_strings (self, pool, error))
    return FALSE;

  return trove_core_append_string (&self->core, pool, string, length, out, error);
}

static inline gboolean
append_string (TroveArena *self, guint pool, const char *string, gsize length, TroveRef *out, GError **error)
{
  if (G_LIKELY (trove_arena_ready (self, pool) && string != NULL &&
                trove_core_try_append_string (&self->core, pool, string, length, out)))
    return TRUE;

  return trove_arena_append_string_slow (self, pool, string, length, out, error);
}

/* Out of line, so that trove_arena_append_string() needs no stack frame. */
G_GNUC_NO_INLINE static gboolean
append_terminated_string (TroveArena *self, guint pool, const char *string, TroveRef *out, GError **error)
{
  return append_string (self, pool, string, string != NULL ? strlen (string) : 0, out, error);
}

/**
 * trove_arena_append_string: (skip)
 * @self: an arena
 * @pool: a pool of strings
 * @string: (nullable): the bytes; they may have any value if @len is given
 * @len: the length of @string in bytes, below 4 GiB, or -1 if the string ends at the first NUL
 * @out: (out caller-allocates) (optional): return location for the ref of the value; it may point into an
 *   element of @self. Unchanged on failure
 * @error: return location for an error
 *
 * Appends a copy of a string. The bytes are stored in the sub-arena, and a NUL ends them.
 *
 * Cost: constant, plus a copy of the bytes.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_TYPE_MISMATCH, %TROVE_ERROR_WRONG_THREAD, %TROVE_ERROR_FULL or
 *   %TROVE_ERROR_NO_MEMORY
 *
 * Since: 1.0
 */
gboolean
trove_arena_append_string (TroveArena *self, guint pool, const char *string, gssize len, TroveRef *out,
                           GError **error)
{
  if (len < 0)
    return append_terminated_string (self, pool, string, out, error);

  return append_string (self, pool, string, (gsize) len, out, error);
}

/**
 * trove_arena_set_string: (skip)
 * @self: an arena
 * @inout: (inout): a ref into a pool of strings, whose sub-arena @self holds; on return, the ref to use from
 *   now on. It may be inside an element of the own sub-arena. Unchanged on failure
 * @string: (nullable): the bytes; they may have any value if @len is given. They may be part of the string
 *   that is replaced
 * @len: the length of @string in bytes, below 4 GiB, or -1 if the string ends at the first NUL
 * @error: return location for an error
 *
 * Changes a string. A string in the own sub-arena is changed in place; its bytes are reused if the new ones
 * fit. If the string is frozen, the new string is appended, and the old ref still reads the old string.
 *
 * Cost: constant in the own sub-arena; otherwise, a look-up of the sub-arena and an append. In both cases,
 * add a copy of the bytes.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_INVALID_REF, %TROVE_ERROR_TYPE_MISMATCH, %TROVE_ERROR_BORROWED,
 *   %TROVE_ERROR_BORROWED_MUT, %TROVE_ERROR_WRONG_THREAD, %TROVE_ERROR_FULL or %TROVE_ERROR_NO_MEMORY
 *
 * Since: 1.0
 */
gboolean
trove_arena_set_string (TroveArena *self, TroveRef *inout, const char *string, gssize len, GError **error)
{
  gsize length;
  guint pool;

  g_return_val_if_fail (trove_arena_ok (self), FALSE);
  g_return_val_if_fail (inout != NULL, FALSE);
  g_return_val_if_fail (string != NULL || len <= 0, FALSE);

  if (!trove_arena_enter (self, error))
    return FALSE;

  pool = trove_core_pool_of (&self->core, inout);
  if (trove_core_get (&self->core, pool, inout, error) == NULL || !check_strings (self, pool, error))
    return FALSE;

  length = len >= 0 ? (gsize) len : string != NULL ? strlen (string) : 0;
  return trove_core_set_string (&self->core, pool, inout, string, length, error);
}

TROVE_SLOW static gconstpointer
trove_arena_get_raw_slow (TroveArena *self, guint pool, const TroveRef *ref, GError **error)
{
  g_return_val_if_fail (TROVE_IS_ARENA (self), NULL);
  g_return_val_if_fail (pool < trove_core_n_pools (&self->core), NULL);
  g_return_val_if_fail (ref != NULL, NULL);

  return trove_arena_enter (self, error) ? trove_core_get (&self->core, pool, ref, error) : NULL;
}

/**
 * trove_arena_get_raw: (skip)
 * @self: an arena
 * @pool: the pool of the ref
 * @ref: a ref whose sub-arena @self holds
 * @error: return location for an error
 *
 * Gets the address of an element, for reading. The address is valid as long as an arena, snapshot or borrow
 * holds the sub-arena. A value in the own sub-arena may change at this address. The function does not check
 * borrows.
 *
 * The address is that of one element only. The next element may be in another row, at an unrelated address:
 * use its ref, which [method@Trove.Ref.nth] gives.
 *
 * Cost: constant in the own sub-arena and in the sub-arena of the pool's last call; otherwise, a look-up of
 * the sub-arena.
 *
 * Returns: (transfer none): the element, or %NULL with %TROVE_ERROR_INVALID_REF, %TROVE_ERROR_TYPE_MISMATCH for a
 *   ref into another pool, or %TROVE_ERROR_WRONG_THREAD
 *
 * Since: 1.0
 */
gconstpointer
trove_arena_get_raw (TroveArena *self, guint pool, const TroveRef *ref, GError **error)
{
  if (G_LIKELY (trove_arena_ready (self, pool) && ref != NULL))
    {
      gconstpointer element = trove_core_try_get (&self->core, pool, ref);

      return G_LIKELY (element != NULL) ? element : trove_core_find (&self->core, pool, ref, error);
    }

  return trove_arena_get_raw_slow (self, pool, ref, error);
}

TROVE_SLOW static const char *
trove_arena_get_string_slow (TroveArena *self, const TroveRef *ref, gsize *len, GError **error)
{
  const char *const *element;
  guint pool;

  g_return_val_if_fail (trove_arena_ok (self), NULL);
  g_return_val_if_fail (ref != NULL, NULL);

  if (len != NULL)
    *len = 0;
  if (!trove_arena_enter (self, error))
    return NULL;

  pool = trove_core_pool_of (&self->core, ref);
  element = trove_core_get (&self->core, pool, ref, error);
  if (element == NULL || !check_strings (self, pool, error))
    return NULL;

  if (len != NULL && *element != NULL)
    *len = trove_string_header (*element)->length;
  return *element;
}

/**
 * trove_arena_get_string: (skip)
 * @self: an arena
 * @ref: a ref into a pool of strings
 * @len: (out) (optional): return location for the number of bytes, without the NUL that ends them
 * @error: return location for an error
 *
 * Gets the bytes of a string, for reading. They are valid as long as an arena, snapshot or borrow holds the
 * sub-arena. In the own sub-arena, they are valid until the string is set.
 *
 * Cost: that of [method@Trove.Arena.get_raw].
 *
 * Returns: (transfer none) (nullable): the string; %NULL without an error for a stored %NULL; %NULL with
 *   %TROVE_ERROR_INVALID_REF, %TROVE_ERROR_TYPE_MISMATCH or %TROVE_ERROR_WRONG_THREAD
 *
 * Since: 1.0
 */
const char *
trove_arena_get_string (TroveArena *self, const TroveRef *ref, gsize *len, GError **error)
{
  if (G_LIKELY (ref != NULL && trove_arena_ready (self, trove_offset_pool (ref->offset))))
    {
      guint pool = trove_offset_pool (ref->offset);

      if (G_LIKELY (trove_core_is_string (&self->core, pool)))
        {
          const char *const *element = trove_core_get (&self->core, pool, ref, error);

          if (len != NULL)
            *len = element != NULL && *element != NULL ? trove_string_header (*element)->length : 0;
          return element != NULL ? *element : NULL;
        }
    }

  return trove_arena_get_string_slow (self, ref, len, error);
}

/**
 * trove_arena_get_many_raw: (skip)
 * @self: an arena
 * @pool: the pool of the refs
 * @refs: (array length=n): refs whose sub-arenas @self holds
 * @n: the number of @refs
 * @out: (out caller-allocates) (array length=n): return location for the addresses; on failure, it has the
 *   addresses for the refs before the first one that failed
 * @error: return location for an error
 *
 * Gets the addresses of many elements, for reading, as [method@Trove.Arena.get_raw] does. Preconditions and
 * the thread are checked once.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_INVALID_REF, %TROVE_ERROR_TYPE_MISMATCH or %TROVE_ERROR_WRONG_THREAD
 *
 * Since: 1.0
 */
gboolean
trove_arena_get_many_raw (TroveArena *self, guint pool, const TroveRef *refs, gsize n, gconstpointer *out,
                          GError **error)
{
  g_return_val_if_fail (trove_arena_ok (self), FALSE);
  g_return_val_if_fail (pool < trove_core_n_pools (&self->core), FALSE);
  g_return_val_if_fail ((refs != NULL && out != NULL) || n == 0, FALSE);

  return trove_arena_enter (self, error) && trove_core_get_many (&self->core, pool, refs, n, out, error);
}

static gboolean
refuse_strings (TroveArena *self, guint pool, GError **error)
{
  if (G_LIKELY (trove_core_schema (&self->core)->pools[pool].store != TROVE_STORE_STRING))
    return TRUE;

  g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
               "Pool %u is a pool of strings (gchararray), which cannot be written by address: use "
               "trove_arena_set_string()",
               pool);
  return FALSE;
}

TROVE_SLOW static gpointer
trove_arena_get_mut_raw_slow (TroveArena *self, guint pool, TroveRef *inout, GError **error)
{
  g_autoptr (TroveArena) keep = NULL;
  TroveCycles cycles;
  gpointer element;
  TroveRef ref;

  g_return_val_if_fail (TROVE_IS_ARENA (self), NULL);
  g_return_val_if_fail (pool < trove_core_n_pools (&self->core), NULL);
  g_return_val_if_fail (inout != NULL, NULL);

  if (!trove_arena_enter (self, error) || !refuse_strings (self, pool, error))
    return NULL;

  keep = trove_arena_keep (self, trove_core_layout (&self->core, pool));
  ref = *inout;
  if (!trove_core_is_own (&self->core, pool, inout) &&
      !trove_core_check_inout (&self->core, pool, inout, error))
    return NULL;
  trove_cycles_begin (&cycles, self);
  element = trove_core_get_mut (&self->core, pool, &ref, error);
  if (element == NULL)
    return NULL;

  trove_cycles_end (&cycles, &ref, 1);
  *inout = ref;
  return element;
}

/* Copies a frozen element whose copy calls no function. Out of line, so that changing an own element needs
 * no stack frame. */
G_GNUC_NO_INLINE static gpointer
copy_frozen (TroveArena *self, guint pool, TroveRef *inout, GError **error)
{
  gpointer copy = trove_core_try_copy_plain (&self->core, pool, inout);

  return G_LIKELY (copy != NULL) ? copy : trove_core_get_mut (&self->core, pool, inout, error);
}

/**
 * trove_arena_get_mut_raw: (skip)
 * @self: an arena
 * @pool: the pool of the ref; not a pool of strings
 * @inout: (inout): a ref whose sub-arena @self holds; on return, the ref to use from now on. It may be inside
 *   an element of the own sub-arena. Unchanged on failure
 * @error: return location for an error
 *
 * Gets the address of an element, for writing. The address may be written to until the next clone, merge,
 * snapshot or transfer of @self, or until the value is set. A frozen value is copied to the own sub-arena
 * first, and the old ref still reads the old value. As with [method@Trove.Arena.get_raw], the address is that
 * of one element only. Strings are set with [method@Trove.Arena.set_string].
 *
 * To change a node of a tree, copy the path from the root to the node. Each step uses the ref inside the copy
 * before:
 *
 * ```c
 * for (depth = 0; node != NULL && depth < n; depth++)
 *   node = trove_arena_get_mut_raw (arena, NODES, &node->child[path[depth]], &error);
 * ```
 *
 * With `TROVE_DEBUG=frozen` in the environment, the library reports writes to elements that are frozen by
 * then.
 *
 * Cost: constant in the own sub-arena; otherwise a look-up of the sub-arena and an append.
 *
 * Returns: (transfer none): the element, or %NULL with %TROVE_ERROR_INVALID_REF, %TROVE_ERROR_TYPE_MISMATCH,
 *   %TROVE_ERROR_BORROWED, %TROVE_ERROR_BORROWED_MUT, %TROVE_ERROR_COPY_FAILED, %TROVE_ERROR_WRONG_THREAD,
 *   %TROVE_ERROR_FULL or %TROVE_ERROR_NO_MEMORY
 *
 * Since: 1.0
 */
gpointer
trove_arena_get_mut_raw (TroveArena *self, guint pool, TroveRef *inout, GError **error)
{
  if (G_LIKELY (trove_arena_ready (self, pool) && inout != NULL))
    {
      if (G_LIKELY (trove_core_is_own (&self->core, pool, inout)))
        {
          if (G_LIKELY (trove_core_none_borrowed (&self->core) && !trove_core_is_string (&self->core, pool)))
            return trove_core_own_address (&self->core, pool, inout);
        }
      else if (trove_core_may_copy_plain (&self->core, pool))
        return copy_frozen (self, pool, inout, error);

      /* No function of the element is called, so the arena needs no reference. */
      if (G_LIKELY (trove_core_is_plain (&self->core, pool)))
        return trove_core_get_mut (&self->core, pool, inout, error);
    }

  return trove_arena_get_mut_raw_slow (self, pool, inout, error);
}

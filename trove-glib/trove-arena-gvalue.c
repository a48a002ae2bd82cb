/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveArena: appending, reading and changing values as GValues, for all languages. */

#include "trove-arena-private.h"

#include "core/core-set.h"
#include "cycles.h"
#include "gvalue.h"

static TroveRef *
append_value (TroveArena *self, guint pool, const GValue *value, GError **error)
{
  const TroveLayout *layout = trove_core_layout (&self->core, pool);
  g_autoptr (TroveArena) keep = NULL;
  TroveGValueBuffer buffer;
  gconstpointer element = trove_gvalue_peek (layout, pool, value, &buffer, error);
  TroveCycles cycles;
  TroveRef ref;

  if (element == NULL)
    return NULL;

  keep = trove_arena_keep (self, layout);
  trove_cycles_begin (&cycles, self);
  if (!trove_core_append (&self->core, pool, element, &ref, error))
    return NULL;

  trove_cycles_end (&cycles, &ref, 1);
  return trove_ref_copy (&ref);
}

/**
 * trove_arena_find_pool:
 * @self: an arena
 * @value: a value
 * @error: return location for an error
 *
 * Finds the pool that [method@Trove.Arena.append] puts a value in. The rule is the same in every language:
 *
 * 1. a pool of the type of the value; for an object, a pool of its class;
 * 2. a pool of the nearest ancestor of that type, or of an interface that the type implements;
 * 3. for an integer or a floating-point number, a pool of another type of numbers that holds the number
 *    exactly. No type of integers holds -0.0, and a boolean is not a number;
 * 4. a pool of [struct@GObject.Value];
 * 5. for a value of an enumeration or of flags, a pool of numbers that holds its number exactly; for a
 *    number, a pool of an enumeration that has a member with this number, or of flags that have all its bits.
 *
 * The first rule that applies decides. If it applies to several pools, the pool with the lowest index is
 * used.
 *
 * Any thread may call it.
 *
 * Cost: proportional to the number of pools.
 *
 * Returns: the index of a pool, or -1 with %TROVE_ERROR_TYPE_MISMATCH if the value fits no pool
 *
 * Since: 1.0
 */
int
trove_arena_find_pool (TroveArena *self, const GValue *value, GError **error)
{
  g_return_val_if_fail (TROVE_IS_ARENA (self), -1);
  g_return_val_if_fail (G_IS_VALUE (value), -1);
  g_return_val_if_fail (error == NULL || *error == NULL, -1);

  return trove_gvalue_find_pool (trove_core_peek_schema (&self->core), value, error);
}

/**
 * trove_arena_append:
 * @self: an arena
 * @value: a value that fits one of the pools
 * @error: return location for an error
 *
 * Appends a copy of a value to the own sub-arena, in the pool that [method@Trove.Arena.find_pool] finds for
 * the value.
 *
 * Cost: proportional to the number of pools.
 *
 * Returns: (transfer full): the ref of the value, or %NULL with %TROVE_ERROR_TYPE_MISMATCH,
 *   %TROVE_ERROR_COPY_FAILED, %TROVE_ERROR_WRONG_THREAD, %TROVE_ERROR_FULL or %TROVE_ERROR_NO_MEMORY
 *
 * Since: 1.0
 */
TroveRef *
trove_arena_append (TroveArena *self, const GValue *value, GError **error)
{
  int pool;

  g_return_val_if_fail (TROVE_IS_ARENA (self), NULL);
  g_return_val_if_fail (G_IS_VALUE (value), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!trove_arena_enter (self, error))
    return NULL;

  pool = trove_gvalue_find_pool (trove_core_schema (&self->core), value, error);
  return pool >= 0 ? append_value (self, (guint) pool, value, error) : NULL;
}

/**
 * trove_arena_append_to:
 * @self: an arena
 * @pool: the index of one of its pools
 * @value: a value that fits the pool
 * @error: return location for an error
 *
 * Appends a copy of a value to a given pool of the own sub-arena. A number of another type is converted if
 * the type of the pool holds it exactly.
 *
 * Cost: constant.
 *
 * Returns: (transfer full): the ref of the value, or %NULL with %TROVE_ERROR_TYPE_MISMATCH,
 *   %TROVE_ERROR_COPY_FAILED, %TROVE_ERROR_WRONG_THREAD, %TROVE_ERROR_FULL or %TROVE_ERROR_NO_MEMORY
 *
 * Since: 1.0
 */
TroveRef *
trove_arena_append_to (TroveArena *self, guint pool, const GValue *value, GError **error)
{
  g_return_val_if_fail (TROVE_IS_ARENA (self), NULL);
  g_return_val_if_fail (pool < trove_core_n_pools (&self->core), NULL);
  g_return_val_if_fail (G_IS_VALUE (value), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return trove_arena_enter (self, error) ? append_value (self, pool, value, error) : NULL;
}

/**
 * trove_arena_get:
 * @self: an arena
 * @ref: a ref whose sub-arena @self holds
 * @error: return location for an error
 *
 * Returns a copy of the value of an element.
 *
 * Cost: constant in the own sub-arena and in the sub-arena of the last call; otherwise, a look-up of the
 * sub-arena.
 *
 * Returns: (transfer full): the value, or %NULL with %TROVE_ERROR_INVALID_REF, %TROVE_ERROR_BORROWED_MUT,
 *   %TROVE_ERROR_WRONG_THREAD, %TROVE_ERROR_NO_MEMORY, or %TROVE_ERROR_TYPE_MISMATCH for a struct that has no
 *   type
 *
 * Since: 1.0
 */
GValue *
trove_arena_get (TroveArena *self, const TroveRef *ref, GError **error)
{
  g_auto (TroveBorrow) borrow = TROVE_BORROW_INIT;
  gconstpointer element;
  guint pool;

  g_return_val_if_fail (TROVE_IS_ARENA (self), NULL);
  g_return_val_if_fail (ref != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!trove_arena_enter (self, error))
    return NULL;

  /* The value is borrowed, since a copy function may set the value that it copies, or drop the arena. */
  pool = trove_core_pool_of (&self->core, ref);
  if (trove_gvalue_calls_back (trove_core_layout (&self->core, pool)))
    return trove_borrow_init (&borrow, self, ref, error) ? trove_borrow_get_value (&borrow, error) : NULL;

  element = trove_core_get (&self->core, pool, ref, error);
  if (element == NULL || !trove_core_check_borrow (&self->core, ref, FALSE, error))
    return NULL;

  return trove_gvalue_new (trove_core_layout (&self->core, pool), pool, element, error);
}

/**
 * trove_arena_set:
 * @self: an arena
 * @ref: a ref whose sub-arena @self holds
 * @value: the new value
 * @error: return location for an error
 *
 * Changes the value of an element. An element of the own sub-arena is changed in place. If the element is
 * frozen, the new value is appended to the own sub-arena, and @ref still reads the old value.
 *
 * Cost: that of [method@Trove.Arena.append].
 *
 * Returns: (transfer full): the ref to use from now on, or %NULL with %TROVE_ERROR_INVALID_REF,
 *   %TROVE_ERROR_TYPE_MISMATCH, %TROVE_ERROR_BORROWED, %TROVE_ERROR_BORROWED_MUT, %TROVE_ERROR_COPY_FAILED,
 *   %TROVE_ERROR_WRONG_THREAD, %TROVE_ERROR_FULL or %TROVE_ERROR_NO_MEMORY
 *
 * Since: 1.0
 */
TroveRef *
trove_arena_set (TroveArena *self, const TroveRef *ref, const GValue *value, GError **error)
{
  g_autoptr (TroveArena) keep = NULL;
  const TroveLayout *layout;
  TroveGValueBuffer buffer;
  gconstpointer element;
  TroveCycles cycles;
  TroveRef result;
  guint pool;

  g_return_val_if_fail (TROVE_IS_ARENA (self), NULL);
  g_return_val_if_fail (ref != NULL, NULL);
  g_return_val_if_fail (G_IS_VALUE (value), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!trove_arena_enter (self, error))
    return NULL;

  result = *ref;
  pool = trove_core_pool_of (&self->core, ref);
  layout = trove_core_layout (&self->core, pool);
  if (trove_core_get (&self->core, pool, ref, error) == NULL)
    return NULL;
  element = trove_gvalue_peek (layout, pool, value, &buffer, error);
  if (element == NULL)
    return NULL;

  keep = trove_arena_keep (self, layout);
  trove_cycles_begin (&cycles, self);
  if (!trove_core_set (&self->core, pool, &result, element, error))
    return NULL;

  trove_cycles_end (&cycles, &result, 1);
  return trove_ref_copy (&result);
}

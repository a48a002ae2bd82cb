/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveArena: its sub-arenas, pools, counts and bytes, and its contents as text. */

#include "trove-vec-map-private.h"

#include "gvalue.h"

/**
 * trove_arena_contains:
 * @self: an arena
 * @ref: a ref
 * @error: return location for an error
 *
 * Checks whether the arena holds an element.
 *
 * Returns: %TRUE if the arena holds the element; %FALSE without an error if it does not; %FALSE with
 *   %TROVE_ERROR_WRONG_THREAD
 *
 * Since: 1.0
 */
gboolean
trove_arena_contains (TroveArena *self, const TroveRef *ref, GError **error)
{
  g_return_val_if_fail (TROVE_IS_ARENA (self), FALSE);
  g_return_val_if_fail (ref != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!trove_arena_enter (self, error))
    return FALSE;

  return trove_sub_find (trove_core_lookup (&self->core, ref->sub_arena), trove_core_n_pools (&self->core),
                         ref, NULL) != NULL;
}

/**
 * trove_arena_dup_sub_arenas:
 * @self: an arena
 * @error: return location for an error
 *
 * Lists the sub-arenas that the arena holds at this moment.
 *
 * Cost: proportional to the number of sub-arenas.
 *
 * Returns: (transfer full): a list model, or %NULL with %TROVE_ERROR_WRONG_THREAD
 *
 * Since: 1.0
 */
TroveVecMap *
trove_arena_dup_sub_arenas (TroveArena *self, GError **error)
{
  g_return_val_if_fail (TROVE_IS_ARENA (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return trove_arena_enter (self, error) ? trove_vec_map_new (self) : NULL;
}

/**
 * trove_arena_reserve_id:
 * @self: an arena
 * @error: return location for an error
 *
 * Gets the id of the own sub-arena, to which the next element is appended. If the own sub-arena has no id
 * yet, it gets one. The id is larger than that of each other sub-arena of the arena, and below 2^53. After a
 * clone, merge or snapshot, the own sub-arena gets another id, even if nothing was appended under this one.
 *
 * Returns: an id, or 0 with %TROVE_ERROR_FULL or %TROVE_ERROR_WRONG_THREAD
 *
 * Since: 1.0
 */
guint64
trove_arena_reserve_id (TroveArena *self, GError **error)
{
  g_return_val_if_fail (TROVE_IS_ARENA (self), 0);
  g_return_val_if_fail (error == NULL || *error == NULL, 0);

  return trove_arena_enter (self, error) ? trove_core_get_id (&self->core, error) : 0;
}

static void
add_elements (TroveSub *sub, gpointer data)
{
  *(guint64 *) data += trove_sub_n_elements (sub);
}

/**
 * trove_arena_get_n_elements:
 * @self: an arena
 * @error: return location for an error
 *
 * Gets the number of elements that can be read through the arena: those of the current version and those of
 * older versions.
 *
 * Cost: proportional to the number of sub-arenas, of which each version adds one: about 80 ns for each
 * (`benchmarks/drop.c`). Do not call this function for each edit of a long history.
 *
 * Returns: the number of elements, or 0 with %TROVE_ERROR_WRONG_THREAD
 *
 * Since: 1.0
 */
guint64
trove_arena_get_n_elements (TroveArena *self, GError **error)
{
  guint64 n = 0;

  g_return_val_if_fail (TROVE_IS_ARENA (self), 0);
  g_return_val_if_fail (error == NULL || *error == NULL, 0);

  if (trove_arena_enter (self, error))
    trove_core_foreach (&self->core, add_elements, &n);
  return n;
}

/**
 * trove_arena_get_n_pools:
 * @self: an arena
 *
 * Gets the number of pools of the arena.
 *
 * Any thread may call this function.
 *
 * Returns: the number of pools, 1 to %TROVE_MAX_POOLS
 *
 * Since: 1.0
 */
guint
trove_arena_get_n_pools (TroveArena *self)
{
  g_return_val_if_fail (TROVE_IS_ARENA (self), 0);

  return trove_core_peek_schema (&self->core)->n_pools;
}

/**
 * trove_arena_get_pool_type:
 * @self: an arena
 * @pool: the index of one of its pools
 *
 * Gets the type of the elements of a pool.
 *
 * Any thread may call this function.
 *
 * Returns: the type; %G_TYPE_NONE for a pool of anonymous structs
 *
 * Since: 1.0
 */
GType
trove_arena_get_pool_type (TroveArena *self, guint pool)
{
  g_return_val_if_fail (TROVE_IS_ARENA (self), G_TYPE_NONE);
  g_return_val_if_fail (pool < trove_core_peek_schema (&self->core)->n_pools, G_TYPE_NONE);

  return trove_layout_value_type (&trove_core_peek_schema (&self->core)->pools[pool]);
}

/* Text */

typedef struct
{
  GString *text;
  const TroveLayout *layout;
  gboolean first;
} PrintData;

static void
print_run (gpointer first, guint64 n, gpointer data)
{
  PrintData *print = data;

  for (guint64 i = 0; i < n; i++)
    {
      if (!print->first)
        g_string_append (print->text, ", ");
      print->first = FALSE;
      trove_gvalue_print (print->layout, (char *) first + i * print->layout->stride, print->text);
    }
}

static void
print_pool (const TroveLayout *layout, const TrovePool *pool, GString *text)
{
  PrintData data = { text, layout, TRUE };

  g_string_append_c (text, '[');
  if (pool != NULL)
    trove_pool_foreach_run (pool, layout->stride, print_run, &data);
  g_string_append_c (text, ']');
}

static void
print_sub (TroveSub *sub, GString *text)
{
  const TroveSchema *schema = sub->schema;
  gboolean first = TRUE;

  if (text->len > 1)
    g_string_append (text, ", ");
  g_string_append_printf (text, "%" G_GUINT64_FORMAT ": ", sub->id);
  if (schema->n_pools == 1)
    {
      print_pool (&schema->pools[0], trove_sub_lookup (sub, 0), text);
      return;
    }

  g_string_append_c (text, '{');
  for (guint i = 0; i < schema->n_pools; i++)
    {
      TrovePool *pool = trove_sub_lookup (sub, i);

      if (pool == NULL || pool->length == 0)
        continue;
      g_string_append_printf (text, first ? "%u: " : ", %u: ", i);
      first = FALSE;
      print_pool (&schema->pools[i], pool, text);
    }
  g_string_append_c (text, '}');
}

static void
hold_sub (TroveSub *sub, gpointer data)
{
  g_ptr_array_add (data, trove_sub_ref (sub));
}

/**
 * trove_arena_to_string:
 * @self: an arena
 * @error: return location for an error
 *
 * Describes the contents of the arena as text, for people to read. The values are grouped by sub-arena, as
 * `{1: [0, 1]}`, and also by pool if there are several, as `{1: {0: [0, 1], 2: ["a"]}}`. The function does
 * not check borrows.
 *
 * Returns: (transfer full): a string, or %NULL with %TROVE_ERROR_WRONG_THREAD
 *
 * Since: 1.0
 */
char *
trove_arena_to_string (TroveArena *self, GError **error)
{
  g_autoptr (GPtrArray) subs = NULL;
  GString *text;

  g_return_val_if_fail (TROVE_IS_ARENA (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!trove_arena_enter (self, error))
    return NULL;

  /* Printing calls copy functions, which may drop sub-arenas or the arena. So the sub-arenas are held. */
  subs = g_ptr_array_new_with_free_func ((GDestroyNotify) trove_sub_unref);
  trove_core_foreach (&self->core, hold_sub, subs);

  /* The whole loop counts as copying: the free function of a copy must not transfer the arena either. */
  text = g_string_new ("{");
  trove_copying_begin ();
  for (guint i = 0; i < subs->len; i++)
    print_sub (g_ptr_array_index (subs, i), text);
  trove_copying_end ();
  g_string_append_c (text, '}');
  return g_string_free (text, FALSE);
}

/**
 * trove_arena_get_usage:
 * @self: an arena
 * @error: return location for an error
 *
 * Measures the bytes that the arena holds: those that would stay allocated if all other holders were dropped.
 * Small chunks that are kept for the next version of a related arena are not counted.
 *
 * Bytes are counted as the allocator gave them out. The free rest of a chunk counts as waste, even if its
 * pages were never written and the process uses no memory for them yet: the resident size of the process may
 * be less. Objects that elements point to, such as Python objects, are not counted.
 *
 * Cost: proportional to the number of sub-arenas, of which each version adds one, and to the number of
 * strings: about 200 ns for each version (`benchmarks/drop.c`). Do not call this function for each edit of a
 * long history.
 *
 * Returns: (transfer full): the usage, or %NULL with %TROVE_ERROR_WRONG_THREAD
 *
 * Since: 1.0
 */
TroveUsage *
trove_arena_get_usage (TroveArena *self, GError **error)
{
  TroveUsage usage = { 0 };

  g_return_val_if_fail (TROVE_IS_ARENA (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!trove_arena_enter (self, error))
    return NULL;

  trove_core_measure (&self->core, &usage);
  trove_usage_add_holder (&usage, NULL, sizeof *self);
  return trove_usage_copy (&usage);
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveArena: clones, merges and snapshots, and the root that they get from the arena. */

#include "core/core-version.h"
#include "trove-snapshot-private.h"

static gboolean
enter_and_freeze (TroveArena *self, GError **error)
{
  return trove_arena_enter (self, error) && trove_core_freeze (&self->core, error);
}

/**
 * trove_arena_clone:
 * @self: an arena
 * @error: return location for an error
 *
 * Makes a second arena with the same contents. The own sub-arena of @self is frozen and shared. Each of the
 * two arenas then has a new own sub-arena, and neither sees what the other writes. The new arena has the root
 * and the limit of bytes of @self.
 *
 * Cost: constant in time and bytes, for any number of versions.
 *
 * Returns: (transfer full): a new arena, owned by the calling thread, or %NULL with %TROVE_ERROR_BORROWED_MUT,
 *   %TROVE_ERROR_WRONG_THREAD or %TROVE_ERROR_NO_MEMORY
 *
 * Since: 1.0
 */
TroveArena *
trove_arena_clone (TroveArena *self, GError **error)
{
  TroveArena *clone;

  g_return_val_if_fail (TROVE_IS_ARENA (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!enter_and_freeze (self, error))
    return NULL;

  clone = trove_arena_new_with_root (&self->root);
  trove_core_start_clone (&clone->core, &self->core);
  return clone;
}

/* TRUE if this thread may use both arenas, and they have the same pools. */
static gboolean
enter_both (TroveArena *self, TroveArena *other, GError **error)
{
  return trove_arena_enter (self, error) && trove_arena_enter (other, error) &&
         trove_schema_check_equal (trove_core_schema (&self->core), trove_core_schema (&other->core),
                                   "The arenas cannot be merged", error);
}

/**
 * trove_arena_absorb:
 * @self: an arena
 * @other: another arena with the same types of pools, owned by the same thread
 * @error: return location for an error
 *
 * Merges another arena into this one: from then on, @self also reads everything that @other reads at this
 * moment. The own sub-arenas of both are frozen, and each arena gets a new one. Documents are not combined:
 * @self keeps its root.
 *
 * Cost: proportional to the number of sub-arenas that the two do not share.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_TYPE_MISMATCH, %TROVE_ERROR_BORROWED_MUT,
 *   %TROVE_ERROR_WRONG_THREAD or %TROVE_ERROR_NO_MEMORY. On failure, the contents of both are unchanged
 *
 * Since: 1.0
 */
gboolean
trove_arena_absorb (TroveArena *self, TroveArena *other, GError **error)
{
  g_return_val_if_fail (TROVE_IS_ARENA (self), FALSE);
  g_return_val_if_fail (TROVE_IS_ARENA (other), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return enter_both (self, other, error) && trove_core_absorb (&self->core, &other->core, error);
}

/**
 * trove_arena_merge:
 * @self: an arena
 * @other: another arena with the same types of pools, owned by the same thread
 * @error: return location for an error
 *
 * Makes an arena that reads everything that either arena reads at this moment. The result can append at once,
 * and all three arenas stay usable: the own sub-arenas of @self and @other are frozen, and each arena gets a
 * new one. Later changes in one arena are not seen by the others.
 *
 * Documents are not combined: the result has the root of @self, and can read the root of @other.
 *
 * Cost: proportional to the number of sub-arenas that the two do not share.
 *
 * Returns: (transfer full): a new arena, owned by the calling thread, or %NULL with %TROVE_ERROR_TYPE_MISMATCH,
 *   %TROVE_ERROR_BORROWED_MUT, %TROVE_ERROR_WRONG_THREAD or %TROVE_ERROR_NO_MEMORY
 *
 * Since: 1.0
 */
TroveArena *
trove_arena_merge (TroveArena *self, TroveArena *other, GError **error)
{
  TroveArena *merged;
  TroveView view;

  g_return_val_if_fail (TROVE_IS_ARENA (self), NULL);
  g_return_val_if_fail (TROVE_IS_ARENA (other), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!enter_both (self, other, error) || !trove_core_merge_views (&self->core, &other->core, &view, error))
    return NULL;

  merged = trove_arena_new_with_root (&self->root);
  trove_core_start_merged (&merged->core, &self->core, view);
  return merged;
}

/**
 * trove_arena_snapshot:
 * @self: an arena
 * @error: return location for an error
 *
 * Takes a snapshot: an immutable version of the arena, which any number of threads can read at once. The own
 * sub-arena of @self is frozen. The snapshot has the root and the limit of bytes of @self.
 *
 * Cost: constant in time and bytes, for any number of versions; less if nothing was appended since the last
 * snapshot.
 *
 * Returns: (transfer full): a snapshot, or %NULL with %TROVE_ERROR_BORROWED_MUT, %TROVE_ERROR_WRONG_THREAD or
 *   %TROVE_ERROR_NO_MEMORY
 *
 * Since: 1.0
 */
TroveSnapshot *
trove_arena_snapshot (TroveArena *self, GError **error)
{
  g_return_val_if_fail (trove_arena_ok (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return enter_and_freeze (self, error) ? trove_snapshot_new (self) : NULL;
}

/**
 * trove_arena_set_root:
 * @self: an arena
 * @ref: (nullable): a ref that @self holds; %NULL for none
 * @error: return location for an error
 *
 * Sets the root of the document. Snapshots, clones and branches get the root of their arena.
 *
 * The arena stores the ref. A change of a root element that is frozen makes a copy: set the ref of the copy
 * as the root, or the next version still has the old root.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_INVALID_REF or %TROVE_ERROR_WRONG_THREAD
 *
 * Since: 1.0
 */
gboolean
trove_arena_set_root (TroveArena *self, const TroveRef *ref, GError **error)
{
  g_return_val_if_fail (trove_arena_ok (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!trove_arena_enter (self, error))
    return FALSE;
  if (ref != NULL && trove_core_get (&self->core, trove_core_pool_of (&self->core, ref), ref, error) == NULL)
    return FALSE;

  self->root = ref != NULL ? *ref : (TroveRef) TROVE_REF_INIT;
  return TRUE;
}

/**
 * trove_arena_get_root:
 * @self: an arena
 * @error: return location for an error
 *
 * Gets the root of the document.
 *
 * Returns: (transfer full) (nullable): a ref; %NULL without an error if no root is set; %NULL with
 *   %TROVE_ERROR_WRONG_THREAD
 *
 * Since: 1.0
 */
TroveRef *
trove_arena_get_root (TroveArena *self, GError **error)
{
  g_return_val_if_fail (TROVE_IS_ARENA (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!trove_arena_enter (self, error))
    return NULL;

  return trove_ref_is_null (&self->root) ? NULL : trove_ref_copy (&self->root);
}

/**
 * trove_arena_get_root_raw: (skip)
 * @self: an arena
 * @out: (out caller-allocates): return location for the root, the null ref if no root is set. Unchanged on
 *   failure
 * @error: return location for an error
 *
 * Gets the root of the document without an allocation.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_WRONG_THREAD
 *
 * Since: 1.0
 */
gboolean
trove_arena_get_root_raw (TroveArena *self, TroveRef *out, GError **error)
{
  g_return_val_if_fail (trove_arena_ok (self), FALSE);
  g_return_val_if_fail (out != NULL, FALSE);

  if (!trove_arena_enter (self, error))
    return FALSE;

  *out = self->root;
  return TRUE;
}

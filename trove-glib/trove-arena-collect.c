/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveArena: going back to an older version, and letting go of sub-arenas that nothing refers to. */

#include "core/core-collect.h"
#include "trove-snapshot-private.h"

/* While an element is copied, the version that it is read from is held by the arena alone. */
static gboolean
enter_to_let_go (TroveArena *self, GError **error)
{
  if (!trove_arena_enter (self, error))
    return FALSE;
  if (G_LIKELY (!trove_copying_runs ()))
    return TRUE;

  g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_BORROWED,
                       "An element is being copied on this thread: the arena cannot let go of versions until "
                       "the copy function has returned");
  return FALSE;
}

/**
 * trove_arena_revert:
 * @self: an arena
 * @snapshot: a snapshot with the same types of pools
 * @error: return location for an error
 *
 * Goes back to a snapshot: from then on @self reads what @snapshot reads, with its root, and appends to a new
 * own sub-arena. @self lets go of all that it appended and changed since then; snapshots, clones and shared
 * borrows that hold some of it keep it. The snapshot may be of another arena.
 *
 * The arena stays the same object, with its limit of bytes ([property@Trove.Arena:max-bytes]) and its clear
 * context, and goes on in the same memory. Use this function for undo and redo.
 * [method@Trove.Snapshot.branch] makes a second arena instead.
 *
 * A ref to an element that @snapshot does not have is no longer valid in @self, nor is a pointer to one.
 *
 * Cost: constant, and that of the elements which are freed; with a limit, that of [method@Trove.Arena.get_usage].
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_BORROWED_MUT while a value of the own sub-arena is mutably borrowed,
 *   %TROVE_ERROR_BORROWED from within an element's functions that run while one is copied or printed,
 *   %TROVE_ERROR_TYPE_MISMATCH, %TROVE_ERROR_WRONG_THREAD or %TROVE_ERROR_NO_MEMORY, and nothing is changed
 *
 * Since: 1.0
 */
gboolean
trove_arena_revert (TroveArena *self, TroveSnapshot *snapshot, GError **error)
{
  g_autoptr (TroveArena) keep = NULL;
  TroveView view;
  TroveRef root;

  g_return_val_if_fail (TROVE_IS_ARENA (self), FALSE);
  g_return_val_if_fail (snapshot != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!enter_to_let_go (self, error) ||
      !trove_schema_check_equal (trove_core_schema (&self->core), snapshot->schema,
                                 "The arena cannot go back to the snapshot", error))
    return FALSE;

  /* Elements that are cleared may hold the last reference to the arena or to the snapshot, and may change the arena or
   * transfer it: everything is as it will be before they are. */
  keep = g_object_ref (self);
  view = trove_snapshot_view (snapshot);
  root = self->root;
  self->root = snapshot->root;
  if (trove_core_revert (&self->core, &view, error))
    return TRUE;

  self->root = root;
  return FALSE;
}

/**
 * trove_arena_collect:
 * @self: an arena
 * @roots: (array length=n_roots) (nullable): refs to start from
 * @n_roots: how many
 * @error: return location for an error
 *
 * Lets go of every frozen sub-arena in which no element is reachable. An element is reachable if @roots or
 * the root of the arena ([method@Trove.Arena.set_root]) name it, or if a reachable element has a ref to it.
 * Refs into the other sub-arenas are no longer valid in @self. Snapshots and clones that hold these
 * sub-arenas keep them; their memory is freed when nothing holds them.
 *
 * An arena keeps every version that it ever had, since the application may have a ref into each of them. To
 * get the memory of old versions back, drop their snapshots and call this function.
 *
 * Refs are found through the trace functions of the element types ([struct@Trove.ElementInfo]), in pools of
 * [struct@Trove.Ref], and in values that hold one. A type whose elements hold refs must have a trace
 * function. Without one, its refs are not found, and the elements that they name are let go of unless they
 * are reachable otherwise. A trace function may show the address of a local copy of a ref, as for each ref of
 * a run ([method@Trove.Ref.nth]). Python's override looks into Python's objects; refs in text, as in JSON,
 * are not found. Refs to elements that @self does not hold are ignored. A trace function must not change the
 * arena.
 *
 * A sub-arena is let go of as a whole: one reachable element keeps all of it. A sub-arena has the elements
 * that were appended and copied between two snapshots, clones or merges.
 *
 * Cost: each reachable element is traced once, with a bit of memory for each element of the pools that have a
 * trace function. Letting go of a sub-arena copies a node of the view. With a limit, add the cost of
 * [method@Trove.Arena.get_usage].
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_BORROWED from within an element's functions that run while one is copied or
 *   printed, %TROVE_ERROR_WRONG_THREAD or %TROVE_ERROR_NO_MEMORY, and nothing is changed
 *
 * Since: 1.0
 */
gboolean
trove_arena_collect (TroveArena *self, const TroveRef *roots, gsize n_roots, GError **error)
{
  g_autoptr (TroveArena) keep = NULL;
  TroveRef root;

  g_return_val_if_fail (TROVE_IS_ARENA (self), FALSE);
  g_return_val_if_fail (roots != NULL || n_roots == 0, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!enter_to_let_go (self, error))
    return FALSE;

  keep = g_object_ref (self);
  root = self->root;
  return trove_core_collect (&self->core, &root, roots, n_roots, error);
}

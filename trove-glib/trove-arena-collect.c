/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveArena: reverting to an older version, and dropping sub-arenas in which no element is reachable. */

#include "core/core-collect.h"
#include "trove-snapshot-private.h"

/* The arena may be the only holder of the version that an element is being copied from. So the arena must
 * not drop versions until the copy function has returned. */
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
 * Reverts the arena to a snapshot. From then on @self reads the contents of @snapshot, has the root of
 * @snapshot, and appends to a new own sub-arena. @self drops everything that was appended and changed since
 * the snapshot was taken. Snapshots, clones and shared borrows that hold parts of it keep them. The snapshot
 * may be of another arena.
 *
 * The arena stays the same object, keeps its limit of bytes ([property@Trove.Arena:max-bytes]) and its clear
 * context, and continues to use its memory. Use this function for undo and redo.
 * [method@Trove.Snapshot.branch] makes a second arena instead.
 *
 * Refs and pointers to elements that @snapshot does not have are no longer valid in @self.
 *
 * Cost: constant, plus the cost of freeing elements; with a limit, add the cost of
 * [method@Trove.Arena.get_usage].
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_BORROWED_MUT while a value of the own sub-arena is mutably
 *   borrowed, %TROVE_ERROR_BORROWED in a function of an element that runs while an element is copied or
 *   printed, %TROVE_ERROR_TYPE_MISMATCH, %TROVE_ERROR_WRONG_THREAD or %TROVE_ERROR_NO_MEMORY. Nothing is
 *   changed on failure
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

  /* Clear functions may drop the last reference to the arena or to the snapshot, change the arena or
   * transfer it. So all members have their new values before the core clears elements. */
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
 * @n_roots: the number of @roots
 * @error: return location for an error
 *
 * Drops every frozen sub-arena in which no element is reachable. An element is reachable if @roots or the
 * root of the arena ([method@Trove.Arena.set_root]) name it, or if a reachable element has a ref to it. Refs
 * into the dropped sub-arenas are no longer valid in @self. Snapshots and clones that hold these sub-arenas
 * keep them; their memory is freed when nothing holds them.
 *
 * An arena keeps every version that it ever had, since the application may have a ref into each of them. To
 * get the memory of old versions back, drop their snapshots and call this function.
 *
 * The trace functions of the element types ([struct@Trove.ElementInfo]) find the refs. Refs are also found in
 * pools of [struct@Trove.Ref], and in pools of [struct@GObject.Value] that hold one. A type whose elements
 * hold refs must have a trace function. Without one, its refs are not found, and the elements that they name
 * are dropped unless they are reachable otherwise. A trace function may pass the address of a local copy of a
 * ref, for example for each ref of a run ([method@Trove.Ref.nth]). The Python override finds refs in Python
 * objects. Refs in text, such as JSON, are not found. Refs to elements that @self does not hold are ignored.
 * A trace function must not change the arena.
 *
 * Sub-arenas are dropped as a whole: one reachable element keeps its whole sub-arena. A sub-arena has the
 * elements that were appended and copied between two snapshots, clones or merges.
 *
 * Cost: each reachable element is traced once. The call needs memory of one bit for each element of the pools
 * that have a trace function. Dropping a sub-arena copies a node of the view. With a limit, add the cost of
 * [method@Trove.Arena.get_usage].
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_BORROWED in a function of an element that runs while an element
 *   is copied or printed, %TROVE_ERROR_WRONG_THREAD or %TROVE_ERROR_NO_MEMORY. Nothing is changed on failure
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

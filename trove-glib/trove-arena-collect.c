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
 * Goes back to a snapshot: from then on @self reads what @snapshot reads, with its root, and appends to a new own
 * sub-arena. Whatever @self had appended or changed since, @self lets go of; snapshots, clones and shared borrows that hold
 * it keep it. The snapshot may be of another arena.
 *
 * The arena stays the same object, with its limit of bytes ([property@Trove.Arena:max-bytes]) and its clear context, and
 * goes on in the same memory. That is what undo is made of; [method@Trove.Snapshot.branch] makes a second arena.
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
 * Lets go of every frozen sub-arena in which nothing is reached: not from @roots, nor from the arena's root
 * ([method@Trove.Arena.set_root]), through the refs that elements hold. Refs into those sub-arenas are no longer valid in
 * @self. Snapshots and clones that hold them keep them, and when no one does, their memory is freed.
 *
 * An arena keeps every version that it ever had, since a ref to any of them may be somewhere. This is how an application
 * that drops old snapshots gets their memory back: it says what it still needs.
 *
 * Refs are found through the trace functions of the element types ([struct@Trove.ElementInfo]), in pools of
 * [struct@Trove.Ref], and in values that hold one. A pool whose elements hold refs, and whose type has no trace function, is
 * a mistake of the application: what those refs name is let go of, unless a root names it. A trace function may show the
 * address of a local copy of a ref, as for each ref of a run ([method@Trove.Ref.nth]). Python's override looks into Python's
 * objects; refs in text, as in JSON, are not found. Refs that @self does not hold are passed over. A trace function must not change the arena.
 *
 * Memory goes back sub-arena by sub-arena: one that has a single element in use stays whole. A sub-arena has what was
 * appended and copied between two snapshots, clones or merges.
 *
 * Cost: that of tracing each reached element once, a bit for each element of the pools that are reached and have a trace
 * function, and a node of the map for each sub-arena that goes; with a limit, that of [method@Trove.Arena.get_usage]
 * besides.
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

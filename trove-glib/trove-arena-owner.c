/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveArena: the thread that owns it, and the main context in which its elements are cleared. */

#include "core/core-borrow.h"
#include "trove-arena-private.h"

/**
 * trove_arena_transfer:
 * @self: an arena of the calling thread
 * @error: return location for an error
 *
 * Gives up the ownership of the arena: the next thread that uses the arena owns it. A thread that ends, or
 * calls [func@Trove.thread_leave], gives up all its arenas.
 *
 * Pointers and readers that were taken from the arena must not be used afterwards.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_BORROWED or %TROVE_ERROR_BORROWED_MUT while a value of the own
 *   sub-arena is borrowed, %TROVE_ERROR_BORROWED in a function of an element that runs while an element is
 *   copied or printed, or %TROVE_ERROR_WRONG_THREAD
 *
 * Since: 1.0
 */
gboolean
trove_arena_transfer (TroveArena *self, GError **error)
{
  TroveBorrowState state;

  g_return_val_if_fail (TROVE_IS_ARENA (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!trove_arena_enter (self, error))
    return FALSE;

  state = trove_core_borrowed (&self->core);
  if (state != TROVE_BORROWED_NOT)
    {
      g_set_error (error, TROVE_ERROR,
                   state == TROVE_BORROWED_MUTABLY ? TROVE_ERROR_BORROWED_MUT : TROVE_ERROR_BORROWED,
                   "An element of sub-arena %" G_GUINT64_FORMAT
                   " is %sborrowed: the arena cannot be transferred until the borrow is released",
                   trove_core_own (&self->core)->id, state == TROVE_BORROWED_MUTABLY ? "mutably " : "");
      return FALSE;
    }

  /* The caller of the copy function may be using this arena. */
  if (trove_copying_runs ())
    {
      g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_BORROWED,
                           "An element is being copied on this thread: the arena cannot be transferred until "
                           "the copy function has returned");
      return FALSE;
    }

  atomic_store_explicit (&self->owner, TROVE_THREAD_NONE, memory_order_release);
  return TRUE;
}

/**
 * trove_arena_set_clear_context:
 * @self: an arena
 * @context: (nullable): the context in which elements are cleared; %NULL to clear elements on the thread that
 *   drops their last holder
 * @error: return location for an error
 *
 * Sets the main context in which elements are cleared. Use it for elements that only one thread may free,
 * such as widgets. The context applies to all elements of the arena, of its clones and of the branches of its
 * snapshots, including elements that exist already.
 *
 * An element whose last holder is dropped on another thread waits for the context to run. If the context
 * never runs, the element is never cleared.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_WRONG_THREAD or %TROVE_ERROR_NO_MEMORY
 *
 * Since: 1.0
 */
gboolean
trove_arena_set_clear_context (TroveArena *self, GMainContext *context, GError **error)
{
  g_return_val_if_fail (TROVE_IS_ARENA (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!trove_arena_enter (self, error) || !trove_core_own_schema (&self->core, error))
    return FALSE;

  trove_schema_set_clear_context (trove_core_schema (&self->core), context);
  return TRUE;
}

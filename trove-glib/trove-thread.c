/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "trove-arena-private.h"

/**
 * trove_thread_leave:
 *
 * Lets go of every arena that the calling thread owns, as the end of the thread does: each belongs to the next thread
 * that uses it. It is for threads that do not end, those of a pool, to be called when a task is done.
 *
 * Pointers and readers that the thread took from its arenas end here, and the values of its mutable borrows can be
 * reached no more; the borrows last until they are released. The thread may go on to use the library: arenas that it
 * makes or uses from then on are its own. Unlike [method@Trove.Arena.transfer] this does not look at borrows.
 *
 * It must not be called by an element's functions.
 *
 * Cost: constant.
 *
 * Since: 1.0
 */
void
trove_thread_leave (void)
{
  g_return_if_fail (!trove_copying_runs ());

  trove_thread_forget ();
}

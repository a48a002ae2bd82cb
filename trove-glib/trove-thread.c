/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "trove-arena-private.h"

/**
 * trove_thread_leave:
 *
 * Gives up every arena that the calling thread owns, as the end of the thread does. Each arena then belongs
 * to the next thread that uses it. Call this function when a task is done on a thread that does not end, such
 * as a thread of a pool.
 *
 * Pointers and readers that the thread took from its arenas must not be used afterwards. The values of its
 * mutable borrows can no longer be reached, but the borrows last until they are released. The thread may go
 * on to use the library, and owns the arenas that it makes or uses from then on. Unlike
 * [method@Trove.Arena.transfer], this function does not check borrows.
 *
 * The functions of an element must not call it.
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

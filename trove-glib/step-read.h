/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reading steps: makes the state of an unread step from that of another one.
 *
 *   the chain      9 ┄► 8 ┄► 7 ┄► 6 ┄► 5 ┄► 4 ┄► 3 ┄► 2 ┄► 1 ┄► 0 ┄► a step that is read
 *   is read              8              4         2    1    0 ◄─ the step that is asked for
 *
 * The number of a step is its distance from the one that is asked for. One editor goes along the chain, in a core of its own that
 * begins with the view of the step that is read. Steps whose distance is a power of two become read on the way, and the one that is
 * asked for. All others stay unread: their blocks would be as many as those of all versions between. So going far back holds few
 * states, and reading a whole chain one step at a time, from either end, applies about log2 of its length sources for each step.
 *
 * Any thread. The steps of an origin are read by one thread at a time. */

#pragma once

#include "step.h"

/* Reads a step if it is unread. FALSE with DAMAGED, which stays so, or with NO_MEMORY, FULL, COPY_FAILED or another error of the
 * source, after which the step is still unread, or with BUSY when a function that copies or clears values, called by reading, reads
 * another one. */
gboolean trove_step_read_source (TroveStep *self, GError **error);

static inline gboolean
trove_step_read (TroveStep *self, GError **error)
{
  return G_LIKELY (trove_step_is_read (self)) || trove_step_read_source (self, error);
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Merging: brings the changes that theirs has made since base into ours, which comes from base as well.
 *
 *           ┌── ours ───┐
 *   base ───┤           ├── merged
 *           └── theirs ─┘
 *
 * The sources, above those of applying (state-apply.h):
 *
 *   list-merge          the items of a list
 *   merge-returning     objects that ours has removed, and that theirs needs
 *   merge-circle        objects that both sides together have put into each other
 *   merge-place         the owned lists
 *   merge-references    the lists of references
 *
 * What one side has changed is so in the merged state. Where both have changed one thing differently, there is an obstacle, and ours
 * stays. What one side has removed and the other has changed stays. The two sides count alike: if they are exchanged, the merged state
 * is the same, but for what has an obstacle. */

#pragma once

#include "editor.h"
#include "obstacle.h"

/* The state of the editor is ours, and has no objects without an owner. Adds the obstacles in the order of their entries. FALSE with
 * the errors of trove_editor_touch (), or NO_MEMORY; then the state is as before. */
gboolean trove_state_merge (TroveEditor *editor, const TroveState *base, const TroveState *theirs,
                            GArray *obstacles, GError **error);

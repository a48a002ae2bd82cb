/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Applying: makes the changes of a change set in a state that may be later than both states of the set.
 *
 * The sources, from the bottom up; each has a header of its name:
 *
 *   change-set          the changes
 *   obstacle            the changes that cannot be made
 *   apply-plan          the objects that are added, removed and moved
 *   apply-check         what is in the way of one of them
 *   apply-resolve       which of them fail
 *   apply-place         their places in the lists of their owners
 *   apply-references    lists of references
 *   apply-elements      sets and dictionaries that both sides have changed
 *   apply-values        all other fields
 *
 * A change is made where the state is as before the change. Where it is as after the change, there is nothing to do. Anything else
 * is an obstacle, and stays as it is. */

#pragma once

#include "change-set.h"
#include "editor.h"
#include "obstacle.h"

/* Applies a set, and adds the obstacles in the order of their entries. Objects that are removed stay without an owner until they are
 * dropped. A state that nothing changes has the same map as before. FALSE with the errors of trove_editor_touch (), NO_MEMORY or
 * FULL; then the state is as before. */
gboolean trove_state_apply (TroveEditor *editor, const TroveChangeSet *set, GArray *obstacles,
                            GError **error);

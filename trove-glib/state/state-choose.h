/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Choosing: makes what a conflict is about as it is in another state: ours, theirs or base.
 *
 * A property or list of references gets the value of that state, and so do all properties that belong together. Of a dictionary that is
 * merged by its entries, the entries do that both sides have changed differently. An object that the state has is put at the place that
 * it has there, and returns with all that it owns if it is gone; one that the state has not is taken from its owner. All else stays. */

#pragma once

#include "editor.h"
#include "obstacle.h"

/* The editor's own sub-arena is frozen. FALSE with REMOVED or CYCLE, where other objects are in the way, or the errors of
 * trove_editor_touch (); then the state is as before. */
gboolean trove_state_choose (TroveEditor *editor, const TroveState *side, const TroveObstacle *conflict,
                             GError **error);

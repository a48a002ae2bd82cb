/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Checks a whole state: every derived datum equals its recomputation from the fields and lists of all objects. */

#pragma once

#include "check-core.h"
#include "state/editor.h"

/* All invariants of state.h, and of the key maps, records, lists and referrers that the state consists of. committed: no object
 * but the root is without an owner. */
void check_state (const CheckHolder *holder, const TroveState *state, gboolean committed);

/* The edited state, and its list of objects without an owner. */
void check_editor (const TroveEditor *editor);

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Circles: objects that would own themselves, since one side has moved the first into the second, and the other side the second into
 * the first.
 *
 *   base      a, b            ours   a ─ b            theirs   b ─ a           both moves: a ─ b ─ a ─ …
 *
 * Of the objects on the circle that a side has moved, the one with the greatest key goes back to its owner in base. So both sides take
 * back the same move. */

#pragma once

#include "apply-plan.h"

/* Breaks the circle that the owners of an object make when all items of a merge are done. */
void trove_merge_break_circle (TrovePlan *plan, TroveKey key);

/* The item that gives its object another owner, if it is to be done, or NULL. */
TrovePlanItem *trove_plan_find_placed (const TrovePlan *self, TroveKey key);

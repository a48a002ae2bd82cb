/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Texts of conflicts: messages, and what a conflict is about in one of the versions. In English, for programmers and for windows that
 * have no better ones. */

#pragma once

#include "state/obstacle.h"

/* What is in conflict, and why. To be freed. */
char *trove_conflict_describe (const TroveObstacle *obstacle);

/* The value or place in a state. To be freed. */
char *trove_conflict_text (const TroveObstacle *obstacle, const TroveState *side);

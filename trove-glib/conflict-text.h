/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Texts of conflicts: messages, and what a conflict is about in one of the versions. In English, for programmers and for windows that
 * have no better ones. */

#pragma once

#include "state/obstacle.h"

/* What is in conflict, and why. To be freed. */
char *trove_conflict_describe (const TroveObstacle *obstacle);

/* The three versions, by TroveSide. */
typedef const TroveState *TroveConflictSides[3];

/* The names of the fields that it is about: of those that belong together, the ones that a side has changed. To be freed. */
char **trove_conflict_names (const TroveObstacle *obstacle, const TroveConflictSides sides);

/* The values or the place in a version. To be freed. */
char *trove_conflict_text (const TroveObstacle *obstacle, const TroveConflictSides sides, TroveSide which);

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The private part of TroveConflict, for the sources of other types. */

#pragma once

#include "merge-context.h"

#include "state/obstacle.h"

/* Takes over the values of the obstacle, which has none afterwards. */
TroveConflict *trove_conflict_new (TroveMergeContext *context, TroveObstacle *obstacle);

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The private part of TroveMerge, for the sources of other types. */

#pragma once

#include <trove-glib/trove-glib.h>

/* obstacles: TroveObstacle, which the caller does not change any more. */
TroveMerge *trove_merge_new (GArray *obstacles);

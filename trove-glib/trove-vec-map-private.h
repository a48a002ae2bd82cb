/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The private part of TroveVecMap, for the sources of other types. */

#pragma once

#include "trove-arena-private.h"

/* Make a list model of the sub-arenas that an arena, or a view, holds at this moment. */
TroveVecMap *trove_vec_map_new (TroveArena *arena);
TroveVecMap *trove_vec_map_new_for_view (const TroveView *view);

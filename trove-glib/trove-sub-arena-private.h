/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The private part of TroveSubArena, for the sources of other types. */

#pragma once

#include "trove-arena-private.h"

/* owner: the arena whose own sub-arena this is; NULL: the sub-arena is frozen. */
TroveSubArena *trove_sub_arena_new (TroveSub *sub, TroveArena *owner);

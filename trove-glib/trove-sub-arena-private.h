/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveSubArena, as sources of other types see it. */

#pragma once

#include "trove-arena-private.h"

/* owner: the arena that the sub-arena is own to, or NULL. */
TroveSubArena *trove_sub_arena_new (TroveSub *sub, TroveArena *owner);

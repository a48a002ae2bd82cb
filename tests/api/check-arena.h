/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The public functions agree with each other about an arena or a snapshot. Tests call these after every step.
 * check_arena () reserves the arena's id; check_arena_quietly () asks for it only if it is drawn already. Elements
 * may be mutably borrowed. */

#pragma once

#include "test-util.h"

G_BEGIN_DECLS

#define check_arena(arena) check_arena_at (G_STRLOC, (arena), TRUE)
#define check_arena_quietly(arena) check_arena_at (G_STRLOC, (arena), FALSE)
#define check_snapshot(snapshot) check_snapshot_at (G_STRLOC, (snapshot))

void check_arena_at (const char *where, TroveArena *arena, gboolean draw_id);
void check_snapshot_at (const char *where, TroveSnapshot *snapshot);

G_END_DECLS

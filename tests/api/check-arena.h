/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* What the public face shows of an arena or a snapshot agrees with itself. Tests call this after every step.
 *
 * check_arena () draws the arena's own id; check_arena_quietly () asks for it only where it is drawn already. Elements
 * that are mutably borrowed may be in it. */

#pragma once

#include "test-util.h"

G_BEGIN_DECLS

#define check_arena(arena) check_arena_at (G_STRLOC, (arena), TRUE)
#define check_arena_quietly(arena) check_arena_at (G_STRLOC, (arena), FALSE)
#define check_snapshot(snapshot) check_snapshot_at (G_STRLOC, (snapshot))

void check_arena_at (const char *where, TroveArena *arena, gboolean draw_id);
void check_snapshot_at (const char *where, TroveSnapshot *snapshot);

G_END_DECLS

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TROVE_GLIB_INSIDE) && !defined(TROVE_GLIB_COMPILATION)
#error "Only <trove-glib/trove-glib.h> can be included directly."
#endif

#include "trove-macros.h"
#include "trove-types.h"

G_BEGIN_DECLS

#define TROVE_TYPE_SUB_ARENA (trove_sub_arena_get_type ())

TROVE_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (TroveSubArena, trove_sub_arena, TROVE, SUB_ARENA, GObject)

TROVE_AVAILABLE_IN_1_0
guint64 trove_sub_arena_get_id (TroveSubArena *self);
TROVE_AVAILABLE_IN_1_0
guint64 trove_sub_arena_get_n_elements (TroveSubArena *self);
TROVE_AVAILABLE_IN_1_0
guint64 trove_sub_arena_get_pool_n_elements (TroveSubArena *self, guint pool);
TROVE_AVAILABLE_IN_1_0
gboolean trove_sub_arena_get_frozen (TroveSubArena *self);
TROVE_AVAILABLE_IN_1_0
guint trove_sub_arena_get_n_rows (TroveSubArena *self);
TROVE_AVAILABLE_IN_1_0
guint64 trove_sub_arena_get_n_bytes (TroveSubArena *self);
TROVE_AVAILABLE_IN_1_0
TroveUsage *trove_sub_arena_get_usage (TroveSubArena *self, GError **error);
TROVE_AVAILABLE_IN_1_0
TroveRef *trove_sub_arena_get_ref (TroveSubArena *self, guint pool, guint64 index, GError **error);
TROVE_AVAILABLE_IN_1_0
GValue *trove_sub_arena_get (TroveSubArena *self, guint pool, guint64 index, GError **error);
TROVE_AVAILABLE_IN_1_0
GBytes *trove_sub_arena_get_row (TroveSubArena *self, guint pool, guint row, GError **error);

G_END_DECLS

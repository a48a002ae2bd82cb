/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TROVE_GLIB_INSIDE) && !defined(TROVE_GLIB_COMPILATION)
#error "Only <trove-glib/trove-glib.h> can be included directly."
#endif

#include "trove-macros.h"
#include "trove-types.h"

G_BEGIN_DECLS

#define TROVE_TYPE_ARENA (trove_arena_get_type ())

TROVE_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (TroveArena, trove_arena, TROVE, ARENA, GObject)

/**
 * TROVE_MAX_POOLS:
 *
 * The maximum number of pools of an arena.
 *
 * Since: 1.0
 */
#define TROVE_MAX_POOLS 256

/* Construction */

TROVE_AVAILABLE_IN_1_0
TroveArena *trove_arena_new (GType element_type);
TROVE_AVAILABLE_IN_1_0
TroveArena *trove_arena_new_for_types (const GType *types, guint n_types);
TROVE_AVAILABLE_IN_1_0
TroveArena *trove_arena_new_with_infos (const TroveElementInfo *infos, guint n_infos);

/* Values */

TROVE_AVAILABLE_IN_1_0
TroveRef *trove_arena_append (TroveArena *self, const GValue *value, GError **error);
TROVE_AVAILABLE_IN_1_0
int trove_arena_find_pool (TroveArena *self, const GValue *value, GError **error);
TROVE_AVAILABLE_IN_1_0
TroveRef *trove_arena_append_to (TroveArena *self, guint pool, const GValue *value, GError **error);
TROVE_AVAILABLE_IN_1_0
GValue *trove_arena_get (TroveArena *self, const TroveRef *ref, GError **error);
TROVE_AVAILABLE_IN_1_0
TroveRef *trove_arena_set (TroveArena *self, const TroveRef *ref, const GValue *value, GError **error);
TROVE_AVAILABLE_IN_1_0
TroveBorrow *trove_arena_borrow (TroveArena *self, const TroveRef *ref, GError **error);
TROVE_AVAILABLE_IN_1_0
TroveBorrow *trove_arena_borrow_mut (TroveArena *self, const TroveRef *ref, GError **error);

/* Versions */

TROVE_AVAILABLE_IN_1_0
TroveArena *trove_arena_clone (TroveArena *self, GError **error);
TROVE_AVAILABLE_IN_1_0
TroveArena *trove_arena_merge (TroveArena *self, TroveArena *other, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_arena_absorb (TroveArena *self, TroveArena *other, GError **error);
TROVE_AVAILABLE_IN_1_0
TroveSnapshot *trove_arena_snapshot (TroveArena *self, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_arena_revert (TroveArena *self, TroveSnapshot *snapshot, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_arena_collect (TroveArena *self, const TroveRef *roots, gsize n_roots, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_arena_set_root (TroveArena *self, const TroveRef *ref, GError **error);
TROVE_AVAILABLE_IN_1_0
TroveRef *trove_arena_get_root (TroveArena *self, GError **error);

/* Inspection */

TROVE_AVAILABLE_IN_1_0
gboolean trove_arena_contains (TroveArena *self, const TroveRef *ref, GError **error);
TROVE_AVAILABLE_IN_1_0
TroveVecMap *trove_arena_dup_sub_arenas (TroveArena *self, GError **error);
TROVE_AVAILABLE_IN_1_0
guint64 trove_arena_reserve_id (TroveArena *self, GError **error);
TROVE_AVAILABLE_IN_1_0
guint64 trove_arena_get_n_elements (TroveArena *self, GError **error);
TROVE_AVAILABLE_IN_1_0
char *trove_arena_to_string (TroveArena *self, GError **error);
TROVE_AVAILABLE_IN_1_0
guint trove_arena_get_n_pools (TroveArena *self);
TROVE_AVAILABLE_IN_1_0
GType trove_arena_get_pool_type (TroveArena *self, guint pool);

/* Threads */

TROVE_AVAILABLE_IN_1_0
gboolean trove_arena_transfer (TroveArena *self, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_arena_set_clear_context (TroveArena *self, GMainContext *context, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_arena_set_max_bytes (TroveArena *self, guint64 max_bytes, GError **error);
TROVE_AVAILABLE_IN_1_0
guint64 trove_arena_get_max_bytes (TroveArena *self);
TROVE_AVAILABLE_IN_1_0
TroveUsage *trove_arena_get_usage (TroveArena *self, GError **error);

/* Many values in one call, for scripts */

TROVE_AVAILABLE_IN_1_0
TroveRef *trove_arena_append_many (TroveArena *self, guint pool, const GValue *values, gsize n_values,
                                   GError **error);
TROVE_AVAILABLE_IN_1_0
TroveRef *trove_arena_append_int64s (TroveArena *self, guint pool, const gint64 *values, gsize n_values,
                                     GError **error);
TROVE_AVAILABLE_IN_1_0
TroveRef *trove_arena_append_doubles (TroveArena *self, guint pool, const double *values, gsize n_values,
                                      GError **error);
TROVE_AVAILABLE_IN_1_0
TroveRef *trove_arena_append_bytes (TroveArena *self, guint pool, GBytes *bytes, GError **error);
TROVE_AVAILABLE_IN_1_0
gint64 *trove_arena_read_int64s (TroveArena *self, const TroveRef *first, gsize n, gsize *n_values,
                                 GError **error);
TROVE_AVAILABLE_IN_1_0
double *trove_arena_read_doubles (TroveArena *self, const TroveRef *first, gsize n, gsize *n_values,
                                  GError **error);
TROVE_AVAILABLE_IN_1_0
GBytes *trove_arena_read_bytes (TroveArena *self, const TroveRef *first, gsize n, GError **error);

/* Elements by address, for C only. Functions that read do not check shared borrows. */

TROVE_AVAILABLE_IN_1_0
gboolean trove_arena_append_raw (TroveArena *self, guint pool, gconstpointer element, TroveRef *out,
                                 GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_arena_append_many_raw (TroveArena *self, guint pool, gconstpointer elements, gsize n,
                                      TroveRef *first, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_arena_append_string (TroveArena *self, guint pool, const char *string, gssize len,
                                    TroveRef *out, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_arena_set_string (TroveArena *self, TroveRef *inout, const char *string, gssize len,
                                 GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_arena_get_root_raw (TroveArena *self, TroveRef *out, GError **error);
TROVE_AVAILABLE_IN_1_0
gconstpointer trove_arena_get_raw (TroveArena *self, guint pool, const TroveRef *ref, GError **error);
TROVE_AVAILABLE_IN_1_0
const char *trove_arena_get_string (TroveArena *self, const TroveRef *ref, gsize *len, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_arena_get_many_raw (TroveArena *self, guint pool, const TroveRef *refs, gsize n,
                                   gconstpointer *out, GError **error);
TROVE_AVAILABLE_IN_1_0
gpointer trove_arena_get_mut_raw (TroveArena *self, guint pool, TroveRef *inout, GError **error);

G_END_DECLS

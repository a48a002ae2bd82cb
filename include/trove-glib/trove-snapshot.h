/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TROVE_GLIB_INSIDE) && !defined(TROVE_GLIB_COMPILATION)
#error "Only <trove-glib/trove-glib.h> can be included directly."
#endif

#include "trove-macros.h"
#include "trove-types.h"

G_BEGIN_DECLS

#define TROVE_TYPE_SNAPSHOT (trove_snapshot_get_type ())

TROVE_AVAILABLE_IN_1_0
GType trove_snapshot_get_type (void) G_GNUC_CONST;

TROVE_AVAILABLE_IN_1_0
TroveSnapshot *trove_snapshot_ref (TroveSnapshot *self);
TROVE_AVAILABLE_IN_1_0
void trove_snapshot_unref (TroveSnapshot *self);

TROVE_AVAILABLE_IN_1_0
GValue *trove_snapshot_get (TroveSnapshot *self, const TroveRef *ref, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_snapshot_contains (TroveSnapshot *self, const TroveRef *ref);
TROVE_AVAILABLE_IN_1_0
TroveRef *trove_snapshot_get_root (TroveSnapshot *self);
TROVE_AVAILABLE_IN_1_0
TroveVecMap *trove_snapshot_dup_sub_arenas (TroveSnapshot *self);
TROVE_AVAILABLE_IN_1_0
guint64 trove_snapshot_get_n_elements (TroveSnapshot *self);
TROVE_AVAILABLE_IN_1_0
TroveUsage *trove_snapshot_get_usage (TroveSnapshot *self);
TROVE_AVAILABLE_IN_1_0
TroveArena *trove_snapshot_branch (TroveSnapshot *self);
TROVE_AVAILABLE_IN_1_0
guint trove_snapshot_get_n_pools (TroveSnapshot *self);
TROVE_AVAILABLE_IN_1_0
GType trove_snapshot_get_pool_type (TroveSnapshot *self, guint pool);
TROVE_AVAILABLE_IN_1_0
gint64 *trove_snapshot_read_int64s (TroveSnapshot *self, const TroveRef *first, gsize n, gsize *n_values,
                                    GError **error);
TROVE_AVAILABLE_IN_1_0
double *trove_snapshot_read_doubles (TroveSnapshot *self, const TroveRef *first, gsize n, gsize *n_values,
                                     GError **error);
TROVE_AVAILABLE_IN_1_0
GBytes *trove_snapshot_read_bytes (TroveSnapshot *self, const TroveRef *first, gsize n, GError **error);

TROVE_AVAILABLE_IN_1_0
void trove_snapshot_get_root_raw (TroveSnapshot *self, TroveRef *out);
TROVE_AVAILABLE_IN_1_0
gconstpointer trove_snapshot_get_raw (TroveSnapshot *self, guint pool, const TroveRef *ref, GError **error);
TROVE_AVAILABLE_IN_1_0
const char *trove_snapshot_get_string (TroveSnapshot *self, const TroveRef *ref, gsize *len, GError **error);
TROVE_AVAILABLE_IN_1_0
gboolean trove_snapshot_get_many_raw (TroveSnapshot *self, guint pool, const TroveRef *refs, gsize n,
                                      gconstpointer *out, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TroveSnapshot, trove_snapshot_unref)

G_END_DECLS

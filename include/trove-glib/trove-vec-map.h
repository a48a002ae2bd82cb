/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#if !defined(TROVE_GLIB_INSIDE) && !defined(TROVE_GLIB_COMPILATION)
#error "Only <trove-glib/trove-glib.h> can be included directly."
#endif

#include "trove-macros.h"
#include "trove-types.h"

G_BEGIN_DECLS

#define TROVE_TYPE_VEC_MAP (trove_vec_map_get_type ())

TROVE_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (TroveVecMap, trove_vec_map, TROVE, VEC_MAP, GObject)

TROVE_AVAILABLE_IN_1_0
TroveSubArena *trove_vec_map_lookup (TroveVecMap *self, guint64 id);
TROVE_AVAILABLE_IN_1_0
gboolean trove_vec_map_contains (TroveVecMap *self, guint64 id);
TROVE_AVAILABLE_IN_1_0
guint64 *trove_vec_map_dup_ids (TroveVecMap *self, gsize *n_ids);

G_END_DECLS

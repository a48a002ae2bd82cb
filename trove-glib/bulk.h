/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reads many elements of one sub-arena into an array, for arenas and snapshots. */

#pragma once

#include "core/core-read.h"

/* An array of n entries, at least 1; NULL with NO_MEMORY. Free it with g_free(). */
gpointer trove_bulk_alloc (gsize n, gsize size, GError **error);

/* TYPE_MISMATCH for elements that are more than their bytes: pointers, and structs with functions. */
gboolean trove_bulk_check_bytes (const TroveLayout *layout, guint pool, GError **error);

/* All return new memory, or NULL with INVALID_REF, TYPE_MISMATCH or NO_MEMORY. sub may be NULL: it is not held. */
gint64 *trove_bulk_read_int64s (TroveSub *sub, const TroveSchema *schema, const TroveRef *first, gsize n,
                                GError **error);
double *trove_bulk_read_doubles (TroveSub *sub, const TroveSchema *schema, const TroveRef *first, gsize n,
                                 GError **error);
GBytes *trove_bulk_read_bytes (TroveSub *sub, const TroveSchema *schema, const TroveRef *first, gsize n,
                               GError **error);

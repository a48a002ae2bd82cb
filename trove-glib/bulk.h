/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Reads many elements of one sub-arena into an array, for arenas and snapshots. */

#pragma once

#include "core/core-read.h"

/* Allocates an array of n entries, or of one if n is 0. NULL with NO_MEMORY. Free the array with
 * g_free(). */
gpointer trove_bulk_alloc (gsize n, gsize size, GError **error);

/* FALSE with TYPE_MISMATCH if elements are not plain bytes: pointers, and structs with a copy or a clear
 * function. */
gboolean trove_bulk_check_bytes (const TroveLayout *layout, guint pool, GError **error);

/* Read the n elements that start at first. Return new memory, or NULL with INVALID_REF, TYPE_MISMATCH or
 * NO_MEMORY. sub is NULL if the sub-arena is not held. */
gint64 *trove_bulk_read_int64s (TroveSub *sub, const TroveSchema *schema, const TroveRef *first, gsize n,
                                GError **error);
double *trove_bulk_read_doubles (TroveSub *sub, const TroveSchema *schema, const TroveRef *first, gsize n,
                                 GError **error);
GBytes *trove_bulk_read_bytes (TroveSub *sub, const TroveSchema *schema, const TroveRef *first, gsize n,
                               GError **error);

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Edit script: the runs of tokens to remove from an array and to insert, so that it becomes another array.
 *
 *   a            1 2 3 4 5 6          removed: 2 3, and 6
 *   b            1 4 5 7 8            inserted: 7 8
 *   edits        (1, 2, 1, 0), (5, 1, 3, 2)
 *
 * Tokens that neither run has are a common subsequence of both arrays. It is a longest one where no token occurs more
 * than TROVE_EDIT_SCRIPT_REACH + 1 times in an array: the n-th occurrence in a is compared with the n-th one in b and
 * with the TROVE_EDIT_SCRIPT_REACH ones before and behind that. So time is O(n log n) for any arrays. */

#pragma once

#include <glib.h>

#define TROVE_EDIT_SCRIPT_REACH 4

/* The n_removed tokens from index a on are replaced by the n_inserted ones from index b on; one of the numbers may be 0. The
 * indices are those in the whole arrays. Returns FALSE to stop. */
typedef gboolean (*TroveEditFunc) (guint32 a, guint32 n_removed, guint32 b, guint32 n_inserted,
                                   gpointer data);

/* Calls func in increasing order; two runs are never adjacent. A token has width words. FALSE: no memory, or func returned
 * FALSE. */
gboolean trove_edit_script (const guint64 *a, guint32 n_a, const guint64 *b, guint32 n_b, guint width,
                            TroveEditFunc func, gpointer data);

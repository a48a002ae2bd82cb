/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Failing malloc: the whole process' allocator, in the place of the C library's own names. It counts the blocks that
 * there are, and refuses one request where a test wants it. glibc alone; not under a sanitizer, which has its own. */

#pragma once

#include <glib.h>

/* The request with that number, from 0, fails: of those between the beginning and the end of a window. */
void failing_malloc_start (guint64 number);
void failing_malloc_window (gboolean begins);
void failing_malloc_stop (void);

/* Since the start. */
gboolean failing_malloc_has_failed (void);
gboolean failing_malloc_in_window (void);

/* Blocks that were allocated and not freed. */
gint64 failing_malloc_n_blocks (void);

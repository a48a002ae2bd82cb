/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Failing malloc: replaces malloc() and the other functions of the allocator in the whole process. It counts the
 * allocated blocks, and makes one request fail where a test wants it. With glibc only, and not under a sanitizer, which
 * has its own allocator. */

#pragma once

#include <glib.h>

/* Makes the request with that number fail, counted from 0 and inside windows only. */
void failing_malloc_start (guint64 number);
void failing_malloc_window (gboolean begins);
void failing_malloc_stop (void);

/* TRUE if a request has failed since the start. */
gboolean failing_malloc_has_failed (void);
gboolean failing_malloc_in_window (void);

/* Blocks that were allocated and not freed. */
gint64 failing_malloc_n_blocks (void);

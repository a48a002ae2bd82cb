/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Failing memory: counts what the core asks of the allocator, and says no where a test wants it. One thread. */

#pragma once

#include <glib.h>

typedef enum
{
  FAILING_NONE,
  FAILING_ONE,  /* one request fails */
  FAILING_REST, /* it fails, and so do all after it */
} FailingMode;

/* From now on the request with that number fails, from 0. */
void failing_memory_start (FailingMode mode, guint64 number);
void failing_memory_stop (void);

/* Requests are neither counted nor refused until it goes on. */
void failing_memory_pause (gboolean pause);

/* Since the last start. */
gboolean failing_memory_has_failed (void);
guint64 failing_memory_n_requests (void);
guint64 failing_memory_n_bytes (void);

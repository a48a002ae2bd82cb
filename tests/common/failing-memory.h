/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Failing memory: counts the core's requests for memory, and makes one fail where a test wants it. One thread. */

#pragma once

#include <glib.h>

typedef enum
{
  FAILING_NONE,
  FAILING_ONE,  /* one request fails */
  FAILING_REST, /* one request and all later ones fail */
} FailingMode;

/* Makes the request with that number fail, counted from 0 from now on. */
void failing_memory_start (FailingMode mode, guint64 number);
void failing_memory_stop (void);

/* No request fails any more. They are still counted. */
void failing_memory_recover (void);

/* TRUE: requests are neither counted nor refused until the next call with FALSE. */
void failing_memory_pause (gboolean pause);

/* TRUE if a request has failed since the last start. */
gboolean failing_memory_has_failed (void);
guint64 failing_memory_n_requests (void);
guint64 failing_memory_n_bytes (void);

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "failing-memory.h"

#include "core/memory.h"

static FailingMode mode;
static guint64 number, n_requests, n_bytes;
static gboolean failed;

static gboolean
hook (gsize size)
{
  guint64 request = n_requests++;
  gboolean fails = (mode == FAILING_ONE && request == number) || (mode == FAILING_REST && request >= number);

  n_bytes += size;
  failed = failed || fails;
  return !fails;
}

void
failing_memory_start (FailingMode new_mode, guint64 new_number)
{
  mode = new_mode;
  number = new_number;
  n_requests = n_bytes = 0;
  failed = FALSE;
  trove_memory_hook = hook;
}

void
failing_memory_pause (gboolean pause)
{
  trove_memory_hook = pause ? NULL : hook;
}

void
failing_memory_stop (void)
{
  trove_memory_hook = NULL;
}

void
failing_memory_recover (void)
{
  mode = FAILING_NONE;
}

gboolean
failing_memory_has_failed (void)
{
  return failed;
}

guint64
failing_memory_n_requests (void)
{
  return n_requests;
}

guint64
failing_memory_n_bytes (void)
{
  return n_bytes;
}

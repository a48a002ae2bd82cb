/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Later: a call by a main loop that is due.
 *
 *   due ─┬─► the loop calls ─────────────────────────────────────────► none
 *        └─► lost: the context was freed, or another thread runs it ─┘ with the next edit */

#pragma once

#include <gio/gio.h>
#include <stdatomic.h>

/* Shared by what waits for the call and the source. */
typedef struct
{
  GSource *source;            /* owned by what waits */
  _Atomic (gboolean) is_lost; /* the source was destroyed, on any thread */
} TroveLater;

/* self: NULL: none is scheduled. */
static inline gboolean
trove_later_is_due (TroveLater *self)
{
  return self != NULL && !atomic_load_explicit (&self->is_lost, memory_order_relaxed);
}

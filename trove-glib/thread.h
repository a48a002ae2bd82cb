/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Which thread this is: a serial that is never used again, unlike a thread's address. */

#pragma once

#include <glib.h>
#include <stdatomic.h>

/* No thread's serial: what belongs to it is waiting to be adopted. */
#define TROVE_THREAD_NONE G_MAXUINT64

#ifdef TROVE_INITIAL_EXEC_TLS
#define TROVE_TLS __thread __attribute__ ((tls_model ("initial-exec")))
#else
#define TROVE_TLS __thread
#endif

G_GNUC_INTERNAL extern TROVE_TLS guint64 trove_thread_serial; /* 0: not drawn yet */

guint64 trove_thread_draw (void);

static inline guint64
trove_thread_self (void)
{
  return G_LIKELY (trove_thread_serial != 0) ? trove_thread_serial : trove_thread_draw ();
}

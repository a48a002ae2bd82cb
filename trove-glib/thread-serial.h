/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Which thread this is: a serial that is never used again, unlike a thread's address. A table has the threads that have
 * a serial and have not ended: what belonged to one that has ended belongs to the next thread that uses it. */

#pragma once

#include <glib.h>
#include <stdatomic.h>

#include "core/tls.h"

/* No thread's serial: what belongs to it is waiting to be adopted. */
#define TROVE_THREAD_NONE G_MAXUINT64

G_GNUC_INTERNAL extern TROVE_TLS guint64 trove_thread_serial; /* 0: not drawn yet */

guint64 trove_thread_draw (void);

static inline guint64
trove_thread_self (void)
{
  return G_LIKELY (trove_thread_serial != 0) ? trove_thread_serial : trove_thread_draw ();
}

/* From here on this thread is another: it has a new serial, and the old one's thread has ended. */
void trove_thread_forget (void);

/* TRUE for the serial of a thread that has ended, whose actions all happened before, and for TROVE_THREAD_NONE. FALSE for a
 * thread that a fork left behind: it may have been in the middle of a change. */
gboolean trove_thread_has_ended (guint64 serial);

/* The thread as a user knows it, for messages: "the main thread", or its name and the id that the kernel gives it. */
char *trove_thread_describe (guint64 serial);

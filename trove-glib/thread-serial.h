/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The serial of a thread. Unlike the address of a thread, a serial is never used again. A table has the
 * threads that have a serial and have not ended. An arena of a thread that has ended belongs to the next
 * thread that uses the arena. */

#pragma once

#include <glib.h>
#include <stdatomic.h>

#include "core/tls.h"

/* Not the serial of any thread. The next thread that uses an arena with this owner becomes its owner. */
#define TROVE_THREAD_NONE G_MAXUINT64

G_GNUC_INTERNAL extern TROVE_TLS guint64 trove_thread_serial; /* 0: the thread has not drawn a serial yet */

guint64 trove_thread_draw (void);

static inline guint64
trove_thread_self (void)
{
  return G_LIKELY (trove_thread_serial != 0) ? trove_thread_serial : trove_thread_draw ();
}

/* Drops the serial of the calling thread, which then counts as the serial of an ended thread. The calling
 * thread draws a new serial when it needs one. */
void trove_thread_forget (void);

/* TRUE for TROVE_THREAD_NONE, and for the serial of a thread that has ended, all of whose actions happened
 * before the return. FALSE for a thread that a fork did not copy: it may have been in the middle of a
 * change. */
gboolean trove_thread_has_ended (guint64 serial);

/* Makes the calling thread the owner of an object that was transferred, or whose thread has ended. If several threads
 * try, one succeeds. FALSE with WRONG_THREAD if the owner is another thread that runs. what: the kind of the object; advice:
 * what its user should do. */
gboolean trove_thread_adopt (_Atomic (guint64) *owner, const char *what, const char *advice, GError **error);

/* Describes a thread for messages: "the main thread", or the name and the kernel's id of the thread. Free
 * it with g_free(). */
char *trove_thread_describe (guint64 serial);

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Progress: tells a main loop how far a worker is.
 *
 * The worker notes numbers; the main context calls the callback with the latest ones, once for all that were noted since. */

#pragma once

#include <gio/gio.h>

typedef struct _TroveProgress TroveProgress;

/* Of the thread-default main context, in which destroy is called with the data, once, when the callback is not called any more. destroy:
 * nullable. NULL without a callback and destroy, which the functions below take. */
TroveProgress *trove_progress_new (GFileProgressCallback callback, gpointer data, GDestroyNotify destroy);

/* Any thread. data: the progress. */
void trove_progress_note (guint64 n_done, guint64 n, gpointer data);

/* The callback is not called any more. The thread of the main context. */
void trove_progress_stop (TroveProgress *self);

/* The same, if it has not been stopped, and drops the reference. Any thread. */
void trove_progress_end (TroveProgress *self);

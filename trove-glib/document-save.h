/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Saving on another thread, one save of a document after the other. */

#pragma once

#include "progress.h"
#include "save-job.h"

/* Called on the document's thread. error: NULL: it was saved; owned by the function. */
typedef void (*TroveSaveFunc) (TroveDocument *document, GError *error, gpointer data);

/* Runs a job on a worker thread, and calls func on the document's thread, in its thread-default main context. progress is taken over;
 * nullable, as cancellable. */
void trove_save_job_start (TroveSaveJob *job, TroveDocument *document, GCancellable *cancellable,
                           TroveProgress *progress, TroveSaveFunc func, gpointer data);

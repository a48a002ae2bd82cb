/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Save job: what is saved of a document, from the time that it is asked for.
 *
 *   the document's thread     collect ─► TroveSaveJob ────────────────► finish: what is saved is noted
 *   a worker                                 └► run: writes the file ─┘
 *
 * Collecting takes references on the steps that the file lacks, and reads none of their states. So it takes time for what was made and
 * dropped since the last save, not for the number of objects or versions. */

#pragma once

#include "document-file.h"
#include "document.h"

/* Called now and then with the number of objects that are written or read. */
typedef void (*TroveSaveProgress) (guint64 n_done, guint64 n, gpointer data);

typedef struct _TroveSaveJob TroveSaveJob;

/* What is to be saved to a file of the document. The document has no uncommitted edits. is_auto: the version that is saved does not become
 * the saved one, and a file that has the current version alone goes on to have it alone. NULL with PENDING, an error of GIO, while another job is under way, or
 * with NOT_SUPPORTED for a file without a path. */
TroveSaveJob *trove_save_job_new (TroveDocument *document, TroveDocumentFile *file, GFile *location,
                                  TroveSaveFlags flags, gboolean is_auto, GError **error);

/* Writes the file. Any thread. */
gboolean trove_save_job_run (TroveSaveJob *self, GCancellable *cancellable, TroveSaveProgress progress,
                             gpointer progress_data, GError **error);

/* Ends the job, and notes that it was done, or not. The document's thread. */
void trove_save_job_finish (TroveSaveJob *self, TroveDocument *document, gboolean done);

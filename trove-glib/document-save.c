/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "document-save.h"

/* A save under way. The task that a worker runs does not hold the document: the worker may be the last one that has the task, and the end
 * of a document emits. */
typedef struct
{
  TroveSaveJob *job;
  TroveDocument *document; /* owned; NULL: the save has ended */
  TroveProgress *progress; /* nullable */
  TroveSaveFunc func;
  gpointer data;
} Save;

static void
save_free (gpointer data)
{
  Save *self = data;

  trove_progress_end (self->progress);
  g_clear_object (&self->document);
  g_free (self);
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Save *save = data;
  GError *error = NULL;

  if (trove_save_job_run (save->job, cancellable, save->progress != NULL ? trove_progress_note : NULL,
                          save->progress, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
has_run (GObject *source, GAsyncResult *result, gpointer data)
{
  Save *save = g_task_get_task_data (G_TASK (result));
  g_autoptr (TroveDocument) document = g_steal_pointer (&save->document);
  GError *error = NULL;
  gboolean done = g_task_propagate_boolean (G_TASK (result), &error);

  trove_progress_stop (save->progress);
  trove_save_job_finish (save->job, document, done);
  save->func (document, error, save->data);
}

void
trove_save_job_start (TroveSaveJob *job, TroveDocument *document, GCancellable *cancellable,
                      TroveProgress *progress, TroveSaveFunc func, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, has_run, NULL);
  Save *save = g_new (Save, 1);

  *save = (Save){ job, g_object_ref (document), progress, func, data };
  g_task_set_check_cancellable (task, FALSE); /* what was saved is saved */
  g_task_set_task_data (task, save, save_free);
  g_task_run_in_thread (task, run);
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveDocument: saving. */

#include "trove-document-save-private.h"

#include "document-save.h"

/* The file of the document at a place. One that automatic saves have written until now becomes the document's when the save is done. */
static TroveDocumentFile *
choose_file (TroveDocument *self, GFile *location)
{
  if (trove_document_file_is_at (self->auto_file, location) &&
      !trove_document_file_is_at (self->file, location))
    return self->auto_file;
  if (self->file == NULL)
    self->file = trove_document_file_new (self->auto_file != NULL ? TROVE_MARKS & ~self->auto_file->mark :
                                                                    TROVE_MARK_FILE);
  return self->file;
}

static gboolean
is_saving (const TroveDocument *self)
{
  return (self->file != NULL && self->file->is_saving) ||
         (self->auto_file != NULL && self->auto_file->is_saving);
}

/* Commits, and collects what is to be saved. */
static TroveSaveJob *
begin (TroveDocument *self, GFile *file, TroveSaveFlags flags, GError **error)
{
  g_autoptr (GFile) location = NULL; /* handlers that a commit calls may save to another one */

  if (!trove_document_enter (self, error))
    return NULL;
  if (file == NULL && self->file != NULL)
    file = self->file->location;
  g_set_object (&location, file);
  if (location == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           "The document has no file yet: say which one it is to be saved to");
      return NULL;
    }
  if (is_saving (self))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PENDING, "The document is being saved already");
      return NULL;
    }
  if ((flags & TROVE_SAVE_COPY) != 0 && (trove_document_file_is_at (self->file, location) ||
                                         trove_document_file_is_at (self->auto_file, location)))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           "A copy of the document cannot be saved to its own file");
      return NULL;
    }
  if (!trove_document_commit (self, NULL, error))
    return NULL;
  return trove_save_job_new (self, choose_file (self, location), location, flags, FALSE, error);
}

/**
 * trove_document_get_file: (get-property file)
 * @self: a document
 *
 * Returns the file that the document was loaded from or saved to last.
 *
 * Returns: (transfer none) (nullable): the file, or %NULL
 *
 * Since: 1.0
 */
GFile *
trove_document_get_file (TroveDocument *self)
{
  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), NULL);

  return trove_document_may_read (self) && self->file != NULL ? self->file->location : NULL;
}

/**
 * trove_document_save:
 * @self: a document of the calling thread
 * @file: (nullable): a local file; %NULL for [method@Trove.Document.get_file]
 * @flags: how to save
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Saves the document, with its versions, and makes the current version the [property@Trove.Document:saved] one. Edits that
 * are not committed are made a step first.
 *
 * The file that the document was loaded from or saved to last gets what it lacks: the objects and versions that differ. Any other
 * file, one that was deleted, and one that lacks older versions is written beside, and takes the place of the old one when it is whole; the mode of the old one and
 * a symbolic link stay. Either way, a program or computer that stops meanwhile leaves the file as it was, or as it is to be.
 *
 * A file that another program has written since is left alone, with %TROVE_ERROR_CHANGED. Merge it with
 * [method@Trove.Document.merge_file], or ask the user, and save again with %TROVE_SAVE_REPLACE, or to another file.
 *
 * The function blocks. [method@Trove.Document.save_async] writes on another thread.
 *
 * Cost: of what differs; of the whole document in a new file.
 *
 * Returns: %TRUE, or %FALSE with an error as of [method@Trove.Document.commit], %TROVE_ERROR_TYPE_MISMATCH for a value
 *   that cannot be written, %TROVE_ERROR_CHANGED, %TROVE_ERROR_READ_ONLY for a file of a later version of the library,
 *   %TROVE_ERROR_DAMAGED, %G_IO_ERROR_PENDING while the document is being saved, %G_IO_ERROR_NOT_SUPPORTED for a file that is not
 *   local or if the library was built without SQLite, or another error of GIO
 *
 * Since: 1.0
 */
gboolean
trove_document_save (TroveDocument *self, GFile *file, TroveSaveFlags flags, GCancellable *cancellable,
                     GError **error)
{
  TroveSaveJob *job;
  gboolean done;

  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (file == NULL || G_IS_FILE (file), FALSE);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  job = begin (self, file, flags, error);
  if (job == NULL)
    return FALSE;
  g_object_ref (self);
  done = trove_save_job_run (job, cancellable, NULL, NULL, error);
  trove_save_job_finish (job, self, done);
  trove_document_tell (self);
  g_object_unref (self);
  return done;
}

/* Saves that wait for another one */

typedef struct
{
  GTask *task; /* owned: the caller's */
  GFile *file; /* owned, nullable */
  TroveSaveFlags flags;
  TroveProgress *progress; /* owned, nullable */
} Request;

static void
request_free (Request *self)
{
  g_object_unref (self->task);
  g_clear_object (&self->file);
  trove_progress_end (self->progress);
  g_free (self);
}

static void start (TroveDocument *self, Request *request);

void
trove_document_start_next_save (TroveDocument *self)
{
  if (self->saves != NULL && !g_queue_is_empty (self->saves) && !is_saving (self))
    start (self, g_queue_pop_head (self->saves));
}

static void
has_saved (TroveDocument *self, GError *error, gpointer data)
{
  Request *request = data;

  trove_document_tell (self);
  if (error == NULL)
    g_task_return_boolean (request->task, TRUE);
  else
    g_task_return_error (request->task, error);
  request_free (request);
  trove_document_start_next_save (self);
}

/* Takes over the request. */
static void
start (TroveDocument *self, Request *request)
{
  GError *error = NULL;
  TroveSaveJob *job = begin (self, request->file, request->flags, &error);

  if (job == NULL)
    has_saved (self, error, request);
  else
    trove_save_job_start (job, self, g_task_get_cancellable (request->task),
                          g_steal_pointer (&request->progress), has_saved, request);
}

/**
 * trove_document_save_async:
 * @self: a document of the calling thread
 * @file: (nullable): a local file; %NULL for [method@Trove.Document.get_file]
 * @flags: how to save
 * @cancellable: (nullable): a cancellable
 * @progress: (nullable) (scope notified) (closure progress_data) (destroy progress_destroy): called now and then on the calling thread while a file is
 *   written anew, with the number of objects that are written and of all
 * @progress_data: data for @progress
 * @progress_destroy: (nullable): frees @progress_data: called once on the calling thread, when @progress is not called any more
 * @callback: (scope async) (closure user_data): called on the calling thread when the document is saved
 * @user_data: data for @callback
 *
 * Saves as [method@Trove.Document.save], on another thread. The version that is saved is the current one when the save begins: when
 * the function is called, or when another save has ended that is under way. The document may be edited meanwhile.
 *
 * The calling thread runs its thread-default main context until @callback is called, and owns the document until then.
 *
 * Cost: on the calling thread, of the versions that were made and dropped since the last save.
 *
 * Since: 1.0
 */
void
trove_document_save_async (TroveDocument *self, GFile *file, TroveSaveFlags flags, GCancellable *cancellable,
                           GFileProgressCallback progress, gpointer progress_data,
                           GDestroyNotify progress_destroy, GAsyncReadyCallback callback, gpointer user_data)
{
  GError *error = NULL;
  Request *request;

  g_return_if_fail (TROVE_IS_DOCUMENT (self));
  g_return_if_fail (file == NULL || G_IS_FILE (file));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  request = g_new0 (Request, 1);
  *request = (Request){ .task = g_task_new (self, cancellable, callback, user_data),
                        .flags = flags,
                        .progress = trove_progress_new (progress, progress_data, progress_destroy) };
  g_set_object (&request->file, file);
  g_task_set_source_tag (request->task, trove_document_save_async);
  g_task_set_check_cancellable (request->task, FALSE); /* what was saved is saved */
  if (!trove_document_enter (self, &error))
    {
      g_task_return_error (request->task, error);
      request_free (request);
      return;
    }
  if (self->saves == NULL)
    self->saves = g_queue_new ();
  if (is_saving (self))
    g_queue_push_tail (self->saves, request);
  else
    start (self, request);
}

/**
 * trove_document_save_finish:
 * @self: a document
 * @result: the result that the callback of [method@Trove.Document.save_async] got
 * @error: return location for an error
 *
 * Ends [method@Trove.Document.save_async].
 *
 * Returns: as [method@Trove.Document.save]
 *
 * Since: 1.0
 */
gboolean
trove_document_save_finish (TroveDocument *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, trove_document_save_async), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

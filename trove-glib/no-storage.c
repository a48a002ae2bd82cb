/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* In place of saving and loading, in a library that was built without SQLite: the functions are there, and give an error. */

#include "document-file.h"
#include "trove-document-autosave-private.h"

/* Returns FALSE. */
static gboolean
refuse (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                       "The library was built without SQLite: documents cannot be saved or loaded");
  return FALSE;
}

static void
refuse_async (gpointer source, gpointer tag, GCancellable *cancellable, GAsyncReadyCallback callback,
              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (source, cancellable, callback, user_data);
  GError *error = NULL;

  refuse (&error);
  g_task_set_source_tag (task, tag);
  g_task_return_error (task, error);
}

/* For the other sources: no document has a file. */

void
trove_document_file_free (TroveDocumentFile *self)
{
}

void
trove_document_file_leave (TroveDocumentFile *self, const TroveStep *step)
{
}

void
trove_document_clear_autosave (TroveDocument *self)
{
}

/* Public */

GFile *
trove_document_get_file (TroveDocument *self)
{
  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), NULL);

  trove_document_may_read (self);
  return NULL;
}

gboolean
trove_document_save (TroveDocument *self, GFile *file, TroveSaveFlags flags, GCancellable *cancellable,
                     GError **error)
{
  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (file == NULL || G_IS_FILE (file), FALSE);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return refuse (error);
}

void
trove_document_save_async (TroveDocument *self, GFile *file, TroveSaveFlags flags, GCancellable *cancellable,
                           GFileProgressCallback progress, gpointer progress_data,
                           GDestroyNotify progress_destroy, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (TROVE_IS_DOCUMENT (self));
  g_return_if_fail (file == NULL || G_IS_FILE (file));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  if (progress_destroy != NULL)
    progress_destroy (progress_data);
  refuse_async (self, trove_document_save_async, cancellable, callback, user_data);
}

gboolean
trove_document_save_finish (TroveDocument *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, trove_document_save_async), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
trove_document_set_autosave (TroveDocument *self, GFile *file, guint interval)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (TROVE_IS_DOCUMENT (self));
  g_return_if_fail (file == NULL || G_IS_FILE (file));

  if (file == NULL)
    return;
  refuse (&error);
  g_signal_emit (self, trove_document_signal_autosave_failed, 0, error);
}

TroveDocument *
trove_document_load (GFile *file, const GType *types, guint n_types, GCancellable *cancellable,
                     GError **error)
{
  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (types != NULL || n_types == 0, NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  refuse (error);
  return NULL;
}

void
trove_document_load_async (GFile *file, const GType *types, guint n_types, GCancellable *cancellable,
                           GFileProgressCallback progress, gpointer progress_data,
                           GDestroyNotify progress_destroy, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (types != NULL || n_types == 0);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  if (progress_destroy != NULL)
    progress_destroy (progress_data);
  refuse_async (file, trove_document_load_async, cancellable, callback, user_data);
}

TroveDocument *
trove_document_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trove_document_load_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

TroveMerge *
trove_document_merge_file (TroveDocument *self, GFile *file, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), NULL);
  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  refuse (error);
  return NULL;
}

void
trove_document_merge_file_async (TroveDocument *self, GFile *file, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (TROVE_IS_DOCUMENT (self));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  refuse_async (self, trove_document_merge_file_async, cancellable, callback, user_data);
}

TroveMerge *
trove_document_merge_file_finish (TroveDocument *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trove_document_merge_file_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

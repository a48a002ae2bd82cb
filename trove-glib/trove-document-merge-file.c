/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveDocument: merging a file that was edited by another program.
 *
 *   ours     1 ── 2 ── 3 ── 7
 *   theirs   1 ── 2 ── 3 ── 5 ── 6      3 is the version that both have
 *
 *   read     3 ◄┄ 5 ◄┄ 6                from our 3, by what their file says of 5 and 6
 *
 * The objects of their file are not read: their version is made of ours by what they changed. So it shares all that did not change, and
 * is merged as one of a branch. */

#include <string.h>

#include "store/file.h"
#include "store/format.h"

#include "document-file.h"
#include "document.h"
#include "file-steps.h"
#include "step-read.h"
#include "trove-version-private.h"

typedef struct
{
  char *path;
  TroveStep *ours; /* owned: the current version */
  guint64 id[2];   /* of our document */
  GFile *location;
  guint n_saves; /* of the document's file at that place, when we began; 0: it has none there */

  TroveFileSteps *steps; /* owned, once the file is read */
  TroveStep *theirs;     /* owned: their current version, once it is read */
} Merging;

static void
merging_free (gpointer data)
{
  Merging *self = data;

  g_clear_pointer (&self->theirs, trove_step_unref);
  g_clear_pointer (&self->steps, trove_file_steps_free);
  g_object_unref (self->location);
  trove_step_unref (self->ours);
  g_free (self->path);
  g_free (self);
}

/* Returns FALSE. */
static gboolean
fail (const Merging *self, const char *why, GError **error)
{
  g_autofree char *name = g_filename_display_name (self->path);

  g_set_error (error, TROVE_ERROR, TROVE_ERROR_FOREIGN, "The file %s %s", name, why);
  return FALSE;
}

/* The version that both have. NULL with FOREIGN, also if the document has none but one before it, which the file lacks. */
static TroveStep *
find_base (const Merging *self, GError **error)
{
  const TroveFileSteps *steps = self->steps;
  guint current = trove_file_steps_index_of (steps, steps->file->current);
  TroveStep *base;

  trove_lineage_lock ();
  base = trove_lineage_find_base (self->ours->lineage, steps->lineages[current]);
  if (base != NULL)
    trove_step_ref (base);
  trove_lineage_unlock ();
  if (base != NULL && trove_file_steps_find (steps, base->lineage->id) == G_MAXUINT)
    g_clear_pointer (&base, trove_step_unref);
  if (base == NULL)
    fail (self, "has no version that the document has, too", error);
  return base;
}

static gboolean
note_replicas (const Merging *self, GError **error)
{
  const GArray *replicas = self->steps->replicas;

  for (guint i = 0; i < replicas->len; i++)
    if (!trove_origin_note_replica (self->ours->origin, &g_array_index (replicas, TroveReplica, i)))
      return fail (self, "has objects under keys that this document has given to others", error);
  return TRUE;
}

/* Reads their current version. Any thread. */
static gboolean
read_theirs (Merging *self, GCancellable *cancellable, GError **error)
{
  TroveStep *base, *theirs = NULL;

  self->steps = trove_file_steps_new (self->path, cancellable, error);
  if (self->steps == NULL)
    return FALSE;
  if (memcmp (self->steps->file->id, self->id, sizeof self->id) != 0)
    return fail (self, "is not a copy of the document's file", error);
  if (!note_replicas (self, error))
    return FALSE;
  base = find_base (self, error);
  if (base == NULL)
    return FALSE;
  if (trove_file_steps_know (self->steps, base, error))
    theirs = trove_file_steps_get (
        self->steps, trove_file_steps_index_of (self->steps, self->steps->file->current), error);
  if (theirs != NULL)
    self->theirs = trove_step_ref (theirs);
  trove_step_unref (base);
  return theirs != NULL && trove_step_read (theirs, error);
}

/* The document's own file at a place; NULL: none. */
static TroveDocumentFile *
own_file (const TroveDocument *document, GFile *location)
{
  if (trove_document_file_is_at (document->file, location))
    return document->file;
  return trove_document_file_is_at (document->auto_file, location) ? document->auto_file : NULL;
}

/* NULL with an error. */
static Merging *
begin (TroveDocument *self, GFile *file, GError **error)
{
  const TroveDocumentFile *own = own_file (self, file);
  g_autofree char *path = g_file_get_path (file);
  Merging *merging;

  if (path == NULL || (self->id[0] == 0 && self->id[1] == 0))
    {
      if (path == NULL)
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                             "Documents are merged with local files only");
      else
        g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_FOREIGN,
                             "The document has not been saved or loaded: no file is a copy of its own");
      return NULL;
    }
  merging = g_new0 (Merging, 1);
  merging->path = g_steal_pointer (&path);
  merging->location = g_object_ref (file);
  merging->n_saves = own != NULL ? own->n_saves : 0;
  merging->ours = trove_step_ref (self->history.current);
  memcpy (merging->id, self->id, sizeof merging->id);
  return merging;
}

/* The next save goes on from the document's own file as it was read, unless the document has written it since. */
static void
note_own (TroveDocument *self, Merging *merging)
{
  TroveDocumentFile *own = own_file (self, merging->location);

  if (own == NULL || own->n_saves != merging->n_saves)
    return;
  trove_document_file_set_changed (own, g_steal_pointer (&merging->steps->file), merging->theirs);
}

/* as_theirs: all that the file says; else a name where ours has none, and that the version is kept then. */
static void
take_marks_of (TroveStep *step, gboolean kept, const char *name, gboolean as_theirs)
{
  g_autofree char *ours = trove_step_dup_name (step);
  gboolean takes = as_theirs || (ours == NULL && name != NULL);
  g_autoptr (TroveVersion) version = NULL;

  if (!takes || (trove_step_is_kept (step) == kept && g_strcmp0 (ours, name) == 0))
    return;
  version = trove_version_of (step); /* whose handlers are told */
  if (as_theirs || kept)
    trove_version_set_kept (version, kept);
  trove_version_set_name (version, name);
}

/* Which versions are kept, and their names, are as the file of another program says, unless this one has changed them since both had the
 * same. */
static void
take_marks (TroveDocument *self, const Merging *merging)
{
  const TroveVersionGraph *graph = &merging->steps->file->versions;
  const TroveDocumentFile *own = own_file (self, merging->location);
  gboolean as_theirs =
      own != NULL && own->n_saves == merging->n_saves && own->n_marks == self->history.marks.n;

  for (guint i = 0; i < self->history.n_steps; i++) /* handlers may make steps */
    {
      TroveStep *step = trove_history_nth (&self->history, i);
      const TroveVersionNode *node = trove_version_graph_find_id (graph, step->lineage->id);

      if (node != NULL && (node->marks & TROVE_VERSION_IN_HISTORY) != 0)
        take_marks_of (step, (node->marks & TROVE_VERSION_KEPT) != 0,
                       trove_version_graph_get_name (graph, node), as_theirs);
    }
}

static TroveMerge *
merge_theirs (TroveDocument *self, Merging *merging, GError **error)
{
  g_autoptr (TroveVersion) version = trove_version_of (merging->theirs);
  g_autoptr (TroveDocument) keep = NULL;
  TroveMerge *merge = trove_document_merge (self, version, error);

  keep = g_object_ref (self);
  if (merge != NULL)
    {
      take_marks (self, merging);
      note_own (self, merging);
    }
  return merge;
}

/**
 * trove_document_merge_file:
 * @self: a document of the calling thread, which was loaded from a file or saved to one
 * @file: a local file: the document's own or a copy of it, which was edited by another program or on another computer
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Brings all changes of another copy of the document's file into the current state, as [method@Trove.Document.merge] does with a
 * version. The version that both come from is found by its id in both histories.
 *
 * @file may be the document's own, which another program has written since. Once the merge is committed,
 * [method@Trove.Document.save] goes on from that file, which keeps the versions of both. A merge that was rolled back or undone
 * before that does not count: the save gives %TROVE_ERROR_CHANGED.
 *
 * Which versions are kept, and their names, are taken from @file where it is the document's own and nothing of that has changed in
 * the document since it was loaded or saved. Else a version that has no name here gets that of @file, and is kept if it is there.
 * These are no edits: a rollback does not take them back.
 *
 * The function blocks. [method@Trove.Document.merge_file_async] reads the file on another thread.
 *
 * Cost: of the versions in the file, and of what was changed on both sides. The number of objects does not matter.
 *
 * Returns: (transfer full): the conflicts, or %NULL with an error as of [method@Trove.Document.merge], %TROVE_ERROR_FOREIGN
 *   if the file is no copy, as that of a branch, if no version that both come from is in the histories, or if both have made keys
 *   under the same replica number by chance, %TROVE_ERROR_DAMAGED, or an error of GIO
 *
 * Since: 1.0
 */
TroveMerge *
trove_document_merge_file (TroveDocument *self, GFile *file, GCancellable *cancellable, GError **error)
{
  TroveMerge *merge = NULL;
  Merging *merging;

  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), NULL);
  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  merging = trove_document_enter_step (self, error) ? begin (self, file, error) : NULL;
  if (merging == NULL)
    return NULL;
  if (read_theirs (merging, cancellable, error))
    merge = merge_theirs (self, merging, error);
  merging_free (merging);
  return merge;
}

static void
run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (read_theirs (data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* data: the caller's task. */
static void
has_run (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* The worker runs a task of its own, which does not hold the document: it may be the last one that has the task, and the end of a document
 * emits. The caller's task has the data until the worker's has returned. */
static void
start (GTask *task, Merging *merging)
{
  g_autoptr (GTask) reading = g_task_new (NULL, g_task_get_cancellable (task), has_run, g_object_ref (task));

  g_task_set_task_data (task, merging, merging_free);
  g_task_set_task_data (reading, merging, NULL);
  g_task_run_in_thread (reading, run);
}

/**
 * trove_document_merge_file_async:
 * @self: a document of the calling thread, which was loaded from a file or saved to one
 * @file: a local file: a copy of the document's file
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called on the calling thread when the file is read
 * @user_data: data for @callback
 *
 * Reads the file on another thread. [method@Trove.Document.merge_file_finish] then merges it. The document may be edited meanwhile.
 *
 * Since: 1.0
 */
void
trove_document_merge_file_async (TroveDocument *self, GFile *file, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  Merging *merging;

  g_return_if_fail (TROVE_IS_DOCUMENT (self));
  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, trove_document_merge_file_async);
  merging = trove_document_enter_freeze (self, &error) ? begin (self, file, &error) : NULL;
  if (merging == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  start (task, merging);
}

/**
 * trove_document_merge_file_finish:
 * @self: a document of the calling thread
 * @result: the result that the callback of [method@Trove.Document.merge_file_async] got
 * @error: return location for an error
 *
 * Merges the file that [method@Trove.Document.merge_file_async] has read.
 *
 * Returns: (transfer full): as [method@Trove.Document.merge_file]
 *
 * Since: 1.0
 */
TroveMerge *
trove_document_merge_file_finish (TroveDocument *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trove_document_merge_file_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  return merge_theirs (self, g_task_get_task_data (G_TASK (result)), error);
}

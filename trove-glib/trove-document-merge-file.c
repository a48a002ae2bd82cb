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
#include "store/version-table.h"

#include "archive.h"
#include "document-file.h"
#include "document.h"
#include "trove-version-private.h"

typedef struct
{
  char *path;
  TroveStep *ours; /* owned: the current version */
  guint64 id[2];   /* of our document */
  GFile *location;
  guint n_saves; /* of the document's file at that place, when we began; 0: it has none there */

  TroveFile *file;
  GArray *rows;     /* TroveVersionRow */
  GArray *replicas; /* TroveReplica */
  TroveArchive *archive;
  GHashTable *indices;     /* number of a row → its index + 1 */
  TroveLineage **lineages; /* owned, by index */
  TroveStep *theirs;       /* owned: their current version, once it is read */
} Merging;

static void clear_lineages (Merging *self);

static void
merging_free (gpointer data)
{
  Merging *self = data;

  clear_lineages (self);
  g_clear_pointer (&self->rows, trove_file_rows_free);
  g_clear_pointer (&self->replicas, g_array_unref);
  g_clear_pointer (&self->file, trove_file_free);
  g_clear_pointer (&self->theirs, trove_step_unref);
  g_clear_pointer (&self->archive, trove_archive_unref);
  g_hash_table_unref (self->indices);
  g_object_unref (self->location);
  trove_step_unref (self->ours);
  g_free (self->path);
  g_free (self);
}

static const TroveVersionRow *
row_at (const Merging *self, guint index)
{
  return &g_array_index (self->rows, TroveVersionRow, index);
}

/* G_MAXUINT: none. */
static guint
index_of (const Merging *self, gint64 number)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->indices, &number)) - 1;
}

/* Returns FALSE. */
static gboolean
fail (const Merging *self, gint code, const char *why, GError **error)
{
  g_autofree char *name = g_filename_display_name (self->path);

  g_set_error (error, TROVE_ERROR, code, "The file %s %s", name, why);
  return FALSE;
}

/* Lineages */

static TroveLineage *
lineage_of (const Merging *self, gint64 number)
{
  guint index = index_of (self, number);

  return index != G_MAXUINT ? self->lineages[index] : NULL;
}

static void
clear_lineages (Merging *self)
{
  for (guint i = 0; self->lineages != NULL && i < self->rows->len; i++)
    if (self->lineages[i] != NULL)
      trove_lineage_unref (self->lineages[i]);
  g_clear_pointer (&self->lineages, g_free);
}

/* Of all versions in the file. The version that both have gets that of our step, which keeps it among the ancestors of the others. */
static gboolean
make_lineages (Merging *self, const TroveStep *base, GError **error)
{
  clear_lineages (self);
  self->lineages = g_new0 (TroveLineage *, self->rows->len);
  for (guint i = 0; i < self->rows->len; i++)
    {
      const TroveVersionRow *row = row_at (self, i);
      TroveLineage *parent = (row->marks & TROVE_VERSION_FOREIGN) == 0 ? lineage_of (self, row->base) : NULL;
      TroveLineage *merged = lineage_of (self, row->merged);

      if (base != NULL && memcmp (row->id, base->lineage->id, sizeof row->id) == 0)
        self->lineages[i] = trove_lineage_ref (base->lineage);
      else
        self->lineages[i] = trove_lineage_new_loaded (row->id, row->time, parent, merged);
      g_hash_table_insert (self->indices, (gpointer) &row->number, GUINT_TO_POINTER (i + 1));
      if ((parent != NULL && parent->time >= row->time) || (merged != NULL && merged->time >= row->time))
        return fail (self, TROVE_ERROR_DAMAGED, "is damaged: a version is not later than its parents", error);
    }
  return TRUE;
}

/* The version that both have, and its index in their file. NULL with FOREIGN. */
static TroveStep *
find_base (Merging *self, guint *index, GError **error)
{
  TroveStep *base;

  trove_lineage_lock ();
  base = trove_lineage_find_base (self->ours->lineage, lineage_of (self, self->file->current));
  if (base != NULL)
    trove_step_ref (base);
  trove_lineage_unlock ();
  if (base == NULL)
    {
      fail (self, TROVE_ERROR_FOREIGN, "has no version that the document has, too", error);
      return NULL;
    }
  for (*index = 0; memcmp (row_at (self, *index)->id, base->lineage->id, sizeof base->lineage->id) != 0;
       (*index)++)
    ;
  return base;
}

/* Steps */

/* A step that is read from another one. Takes over the reference on that. */
static TroveStep *
step_from (Merging *self, TroveStep *from, guint index, GVariant *changes, gboolean backwards)
{
  const TroveVersionRow *row = row_at (self, index);
  const TroveStepSource source = { &trove_archive_funcs,
                                   trove_archive_source_new (self->archive, changes, backwards), from };
  const TroveStepInfo info = {
    .origin = self->ours->origin,
    .source = &source,
    .lineage = trove_lineage_ref (self->lineages[index]),
    .label = row->label,
    .view_state_before = row->view_state_before,
    .view_state = row->view_state,
  };

  return trove_step_new (&info);
}

/* The indices of a version and all below it, up to the first one. */
static GArray *
way_down (const Merging *self, guint index)
{
  GArray *way = g_array_new (FALSE, FALSE, sizeof (guint));

  for (; index != G_MAXUINT; index = index_of (self, row_at (self, index)->base))
    g_array_append_val (way, index);
  return way;
}

/* From the base down to the version that both ways have, and up to theirs. NULL with DAMAGED. */
static TroveStep *
make_steps (Merging *self, TroveStep *base, guint base_index, GError **error)
{
  g_autoptr (GArray) down = way_down (self, base_index);
  g_autoptr (GArray) up = way_down (self, index_of (self, self->file->current));
  guint n_down = down->len, n_up = up->len;
  TroveStep *step = trove_step_ref (base);

  while (n_down > 0 && n_up > 0 &&
         g_array_index (down, guint, n_down - 1) == g_array_index (up, guint, n_up - 1))
    n_down--, n_up--;
  for (guint i = 0; step != NULL && i < n_down + n_up; i++)
    {
      gboolean backwards = i < n_down;
      guint at =
          backwards ? g_array_index (down, guint, i) : g_array_index (up, guint, n_down + n_up - 1 - i);
      GVariant *changes = row_at (self, at)->changes;
      guint to = backwards ? index_of (self, row_at (self, at)->base) : at;

      if (changes != NULL && to != G_MAXUINT)
        step = step_from (self, step, to, changes, backwards);
      else
        {
          g_clear_pointer (&step, trove_step_unref);
          fail (self, TROVE_ERROR_DAMAGED, "is damaged: a version does not say what it changed", error);
        }
    }
  return step;
}

static gboolean
note_replicas (Merging *self, GError **error)
{
  for (guint i = 0; i < self->replicas->len; i++)
    if (!trove_origin_note_replica (self->ours->origin, &g_array_index (self->replicas, TroveReplica, i)))
      return fail (self, TROVE_ERROR_FOREIGN, "has objects under keys that this document has given to others",
                   error);
  return TRUE;
}

/* Reads their current version. Any thread. */
static gboolean
read_theirs (Merging *self, GCancellable *cancellable, GError **error)
{
  TroveStep *base;
  guint index;

  self->file = trove_file_load_versions (self->path, &self->rows, &self->replicas, cancellable, error);
  if (self->file == NULL)
    return FALSE;
  if (memcmp (self->file->id, self->id, sizeof self->id) != 0)
    return fail (self, TROVE_ERROR_FOREIGN, "is not a copy of the document's file", error);
  trove_file_take_dictionary (self->file, trove_archive_dictionary (self->archive));
  if (!make_lineages (self, NULL, error) || !note_replicas (self, error))
    return FALSE;
  base = find_base (self, &index, error);
  if (base == NULL)
    return FALSE;
  if (make_lineages (self, base, error))
    self->theirs = make_steps (self, base, index, error);
  trove_step_unref (base);
  return self->theirs != NULL && trove_step_read (self->theirs, error);
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
  merging->n_saves = own_file (self, file) != NULL ? own_file (self, file)->n_saves : 0;
  merging->ours = trove_step_ref (self->history.current);
  memcpy (merging->id, self->id, sizeof merging->id);
  merging->archive = trove_archive_new ();
  merging->indices = g_hash_table_new (g_int64_hash, g_int64_equal);
  return merging;
}

/* The next save goes on from the document's own file as it was read, unless the document has written it since. */
static void
note_own (TroveDocument *self, Merging *merging)
{
  TroveDocumentFile *own = own_file (self, merging->location);

  if (own == NULL || own->n_saves != merging->n_saves)
    return;
  trove_document_file_set_changed (own, g_steal_pointer (&merging->file), merging->theirs);
}

static TroveMerge *
merge_theirs (TroveDocument *self, Merging *merging, GError **error)
{
  g_autoptr (TroveVersion) version = trove_version_of (merging->theirs);
  TroveMerge *merge = trove_document_merge (self, version, error);

  if (merge != NULL)
    note_own (self, merging);
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

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveDocument: loading. */

#include <string.h>

#include "store/file.h"
#include "store/format.h"
#include "store/object-read.h"
#include "store/version-table.h"

#include "archive.h"
#include "document-file.h"
#include "document-load.h"
#include "document-upgrade.h"
#include "progress.h"
#include "save-job.h"

/* Loading */

typedef struct
{
  GFile *location;
  char *path;
  GCancellable *cancellable;
  TroveSaveProgress progress;
  gpointer progress_data;

  TroveCore core;
  TroveEditor editor;
  TroveFile *file;
  GArray *rows;     /* TroveVersionRow */
  GArray *replicas; /* TroveReplica */
  GArray *older;    /* TroveOlderObject; NULL: the document has it */
  TroveArchive *archive;
  GHashTable *indices; /* number of a row → its index + 1 */
  TroveLoadedVersion *versions;
  guint current, saved; /* indices; TROVE_LOADED_NONE: none */
} Loading;

static const TroveVersionRow *
row_at (const Loading *self, guint index)
{
  return &g_array_index (self->rows, TroveVersionRow, index);
}

static guint
index_of (const Loading *self, gint64 number)
{
  guint index = number != 0 ? GPOINTER_TO_UINT (g_hash_table_lookup (self->indices, &number)) : 0;

  return index > 0 ? index - 1 : TROVE_LOADED_NONE;
}

static gboolean
damaged (const Loading *self, guint index, const char *what, GError **error)
{
  g_autofree char *name = g_filename_display_name (self->path);

  g_set_error (error, TROVE_ERROR, TROVE_ERROR_DAMAGED,
               "The file %s is damaged: version %" G_GINT64_FORMAT " %s", name, row_at (self, index)->number,
               what);
  return FALSE;
}

static void
describe (Loading *self, guint index)
{
  const TroveVersionRow *row = row_at (self, index);
  TroveLoadedVersion *version = &self->versions[index];
  guint base = index_of (self, row->base);

  *version = (TroveLoadedVersion){
    .id = { row->id[0], row->id[1] },
    .time = row->time,
    .parents = { (row->marks & TROVE_VERSION_FOREIGN) == 0 ? base : TROVE_LOADED_NONE,
                 index_of (self, row->merged) },
    .redo = TROVE_LOADED_NONE,
    .from = base,
    .label = row->label,
    .name = row->name,
    .view_state_before = row->view_state_before,
    .view_state = row->view_state,
    .n_bytes = row->n_bytes,
    .kept = (row->marks & TROVE_VERSION_KEPT) != 0,
    .is_outside = (row->marks & TROVE_VERSION_IN_HISTORY) == 0,
    .is_apart = (row->marks & TROVE_VERSION_GAP) != 0,
  };
  if ((row->marks & TROVE_VERSION_CURRENT) != 0)
    self->current = index;
  if ((row->marks & TROVE_VERSION_SAVED) != 0)
    self->saved = index;
}

static void
note_redo (Loading *self, guint index)
{
  const TroveLoadedVersion *version = &self->versions[index];
  guint parent = version->parents[0];

  if ((row_at (self, index)->marks & TROVE_VERSION_REDO) != 0 && parent != TROVE_LOADED_NONE &&
      !version->is_apart && !version->is_outside && !self->versions[parent].is_outside)
    self->versions[parent].redo = index;
}

/* Versions on the way from the current one to the first are read backwards, each from the one before it on the way. */
static gboolean
turn_way (Loading *self, GError **error)
{
  for (guint at = self->current, base; (base = index_of (self, row_at (self, at)->base)) != TROVE_LOADED_NONE;
       at = base)
    {
      if (row_at (self, at)->changes == NULL)
        return damaged (self, at, "does not say what it changed", error);
      self->versions[base].from = at;
      self->versions[base].data = trove_archive_source_new (self->archive, row_at (self, at)->changes, TRUE);
    }
  return TRUE;
}

static gboolean
find_sources (Loading *self, GError **error)
{
  if (!turn_way (self, error))
    return FALSE;
  for (guint i = 0; i < self->rows->len; i++)
    {
      if (i == self->current || self->versions[i].data != NULL)
        continue;
      if (row_at (self, i)->changes == NULL || self->versions[i].from == TROVE_LOADED_NONE)
        return damaged (self, i, "cannot be reached from the current one", error);
      self->versions[i].data = trove_archive_source_new (self->archive, row_at (self, i)->changes, FALSE);
    }
  return TRUE;
}

static gboolean
describe_all (Loading *self, GError **error)
{
  self->versions = g_new0 (TroveLoadedVersion, self->rows->len);
  self->current = self->saved = TROVE_LOADED_NONE;
  for (guint i = 0; i < self->rows->len; i++)
    g_hash_table_insert (self->indices, (gpointer) &row_at (self, i)->number, GUINT_TO_POINTER (i + 1));
  for (guint i = 0; i < self->rows->len; i++)
    describe (self, i);
  for (guint i = 0; i < self->rows->len; i++)
    note_redo (self, i);
  if (self->versions[self->current].is_outside)
    return damaged (self, self->current, "is the current one, and not in the history", error);
  return find_sources (self, error);
}

static void
free_sources (Loading *self)
{
  for (guint i = 0; self->versions != NULL && i < self->rows->len; i++)
    if (self->versions[i].data != NULL)
      trove_archive_source_free (self->versions[i].data);
}

/* The document's file, which has all versions of the history. */
static void
attach_file (Loading *self, TroveDocument *document)
{
  document->file = trove_document_file_new (TROVE_MARK_FILE);
  document->file->location = g_object_ref (self->location);
  document->file->file = g_steal_pointer (&self->file);
  memcpy (document->id, document->file->file->id, sizeof document->id);
  document->file->stored = trove_step_ref (document->history.current);
  document->file->n_marks = document->history.marks.n;
  document->file->n_turns = document->history.n_turns;
  if (self->older->len > 0)
    document->older = g_steal_pointer (&self->older);
  for (guint i = 0; i < document->history.n_steps; i++)
    trove_history_nth (&document->history, i)->stored_in = TROVE_MARK_FILE;
  document->told.file = g_object_ref (self->location); /* nobody has to be told of it */
}

static TroveDocument *
make_document (Loading *self, GError **error)
{
  const TroveLoaded loaded = {
    .view = trove_core_view (&self->core),
    .state = &self->editor.state,
    .versions = self->versions,
    .n_versions = self->rows->len,
    .current = self->current,
    .saved = self->saved,
    .funcs = &trove_archive_funcs,
    .replicas = (const TroveReplica *) self->replicas->data,
    .n_replicas = self->replicas->len,
  };
  TroveDocument *document = trove_document_new_loaded (&loaded, error);

  if (document != NULL)
    attach_file (self, document);
  else
    {
      g_autofree char *name = g_filename_display_name (self->path);

      g_prefix_error (error, "The file %s: ", name);
    }
  return document;
}

static TroveDocument *
read_document (Loading *self, GError **error)
{
  self->file = trove_file_load (self->path, &self->editor, self->older, &self->rows, &self->replicas,
                                self->cancellable, self->progress, self->progress_data, error);
  if (self->file == NULL)
    return NULL;
  trove_file_take_dictionary (self->file, trove_archive_dictionary (self->archive));
  if (describe_all (self, error))
    return make_document (self, error);
  free_sources (self);
  return NULL;
}

static TroveDocument *
load (GFile *location, GCancellable *cancellable, TroveSaveProgress progress, gpointer progress_data,
      GError **error)
{
  g_autofree char *path = g_file_get_path (location);
  Loading self = { .location = location,
                   .path = path,
                   .cancellable = cancellable,
                   .progress = progress,
                   .progress_data = progress_data };
  TroveDocument *document;

  if (path == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           "Documents are loaded from local files only");
      return NULL;
    }
  trove_class_ensure (TROVE_TYPE_OBJECT, NULL); /* the class above all, by which others are known */
  self.archive = trove_archive_new ();
  self.older = g_array_new (FALSE, FALSE, sizeof (TroveOlderObject));
  self.indices = g_hash_table_new (g_int64_hash, g_int64_equal);
  trove_core_init (&self.core, trove_schema_new_of_blocks (trove_record_clear_linked));
  trove_editor_init (&self.editor, &self.core);
  document = read_document (&self, error);
  trove_editor_clear (&self.editor);
  trove_core_clear (&self.core);
  g_hash_table_unref (self.indices);
  g_clear_pointer (&self.rows, trove_file_rows_free);
  g_clear_pointer (&self.replicas, g_array_unref);
  g_clear_pointer (&self.older, g_array_unref);
  g_clear_pointer (&self.file, trove_file_free);
  g_free (self.versions);
  trove_archive_unref (self.archive);
  return document;
}

/* Takes over the document. */
static TroveDocument *
upgrade (TroveDocument *document, GError **error)
{
  if (document != NULL && !trove_document_upgrade (document, error))
    g_clear_object (&document);
  return document;
}

static gboolean
ensure_types (const GType *types, guint n_types, GError **error)
{
  for (guint i = 0; i < n_types; i++)
    if (trove_class_ensure (types[i], error) == NULL)
      return FALSE;
  return TRUE;
}

/**
 * trove_document_load: (constructor)
 * @file: a local file that [method@Trove.Document.save] has written
 * @types: (nullable) (array length=n_types): the types of the objects, as for [ctor@Trove.Document.new]
 * @n_types: the number of types
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Loads a document, with its versions. Objects have the keys that they had, and the history is the one that was saved.
 * No instance of an object's type is made, but of those that are upgraded. What old versions were like is read when it is asked for:
 * [method@Trove.Version.read].
 *
 * The types of the objects are found by the names that the file has. An object of a class that is not registered is shown as one of the
 * nearest class above that is, and keeps all its values: [method@Trove.Object.get_unknown_class]. Values of properties that a class
 * does not have are kept, too. They come out of a save as they went in. Properties that the file lacks have their defaults.
 * Objects that were written by an older version of their class are upgraded, in one step: [vfunc@Trove.Object.upgrade].
 *
 * The file may come from anywhere: a damaged or forged one gives an error. One of another application is loaded: check the type of
 * the root.
 *
 * The function blocks. [func@Trove.Document.load_async] reads on another thread.
 *
 * Cost: of the objects and versions.
 *
 * Returns: (transfer full): a document of the calling thread, or %NULL with %TROVE_ERROR_DAMAGED, also for a file of another kind and
 *   for a value that a property does not take any more, %TROVE_ERROR_TYPE_MISMATCH for a type in @types that is no class of objects,
 *   and for a class in a forged file that is not derived from [class@Trove.Object], %TROVE_ERROR_COPY_FAILED,
 *   %TROVE_ERROR_NO_MEMORY or %TROVE_ERROR_FULL, %G_IO_ERROR_NOT_SUPPORTED for a file that is not local or whose format is a later
 *   one that cannot be read, or if the library was built without SQLite, or another error of GIO
 *
 * Since: 1.0
 */
TroveDocument *
trove_document_load (GFile *file, const GType *types, guint n_types, GCancellable *cancellable,
                     GError **error)
{
  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (types != NULL || n_types == 0, NULL);
  g_return_val_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!ensure_types (types, n_types, error))
    return NULL;
  return upgrade (load (file, cancellable, NULL, NULL, error), error);
}

static void
progress_end (gpointer data)
{
  trove_progress_end (data);
}

static void
run (GTask *task, gpointer source, gpointer progress, GCancellable *cancellable)
{
  GError *error = NULL;
  TroveDocument *document =
      load (source, cancellable, progress != NULL ? trove_progress_note : NULL, progress, &error);

  if (document == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  trove_document_transfer (document, NULL);
  g_task_return_pointer (task, document, g_object_unref);
}

/**
 * trove_document_load_async:
 * @file: a local file that [method@Trove.Document.save] has written
 * @types: (nullable) (array length=n_types): the types of the objects, as for [ctor@Trove.Document.new]
 * @n_types: the number of types
 * @cancellable: (nullable): a cancellable
 * @progress: (nullable) (scope notified) (closure progress_data) (destroy progress_destroy): called now and then on the calling thread, with the
 *   number of objects that are read and of all
 * @progress_data: data for @progress
 * @progress_destroy: (nullable): frees @progress_data: called once on the calling thread, when @progress is not called any more
 * @callback: (scope async) (closure user_data): called on the calling thread when the document is loaded
 * @user_data: data for @callback
 *
 * Loads as [ctor@Trove.Document.load], on another thread.
 *
 * Since: 1.0
 */
void
trove_document_load_async (GFile *file, const GType *types, guint n_types, GCancellable *cancellable,
                           GFileProgressCallback progress, gpointer progress_data,
                           GDestroyNotify progress_destroy, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (G_IS_FILE (file));
  g_return_if_fail (types != NULL || n_types == 0);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (file, cancellable, callback, user_data);
  g_task_set_source_tag (task, trove_document_load_async);
  g_task_set_task_data (task, trove_progress_new (progress, progress_data, progress_destroy), progress_end);
  if (!ensure_types (types, n_types, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_task_run_in_thread (task, run);
}

/**
 * trove_document_load_finish:
 * @result: the result that the callback of [func@Trove.Document.load_async] got
 * @error: return location for an error
 *
 * Ends [func@Trove.Document.load_async]. Objects are upgraded here.
 *
 * Returns: (transfer full): as [ctor@Trove.Document.load]
 *
 * Since: 1.0
 */
TroveDocument *
trove_document_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, trove_document_load_async), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  trove_progress_stop (g_task_get_task_data (G_TASK (result)));
  return upgrade (g_task_propagate_pointer (G_TASK (result), error), error);
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "save-job.h"

#include <string.h>

#include "store/file.h"
#include "store/format.h"

#include "replace-file.h"
#include "save-versions.h"
#include "step-read.h"

struct _TroveSaveJob
{
  TroveDocumentFile *of; /* of the document, which lasts as long as the job */
  GFile *location;
  char *path;
  TroveSaveFlags flags;
  gboolean is_auto;
  TroveFile *replaced;         /* owned: the document's own, which is written anew; nullable */
  TroveFile *file;             /* owned; NULL: a new one is written */
  guint64 id[2];               /* of the document */
  TroveStep *stored, *current; /* owned; stored: NULL for a new file */
  TroveStep *known;            /* owned: of the replaced file, whose other versions stay; NULL: they do not */
  guint64 saved[2];
  GArray *added; /* TroveSaveVersion: that the file lacks */
  GArray *marks; /* TroveFileMarks */
  guint n_left;  /* ids that the document had noted, which are among the marks where the file goes on */
  guint n_marks, n_turns; /* as the history had them */
  GArray *replicas;       /* TroveReplica */
};

static void
clear_marks (gpointer data)
{
  g_free (((TroveFileMarks *) data)->name);
}

static void
job_free (TroveSaveJob *self)
{
  g_object_unref (self->location);
  g_free (self->path);
  g_clear_pointer (&self->file, trove_file_free);
  g_clear_pointer (&self->replaced, trove_file_free);
  g_clear_pointer (&self->stored, trove_step_unref);
  g_clear_pointer (&self->known, trove_step_unref);
  trove_step_unref (self->current);
  g_array_unref (self->added);
  g_array_unref (self->marks);
  g_array_unref (self->replicas);
  g_free (self);
}

/* Collecting */

static void
add (TroveSaveJob *self, TroveStep *step, TroveStep *base, const TroveStep *merged, guint marks)
{
  trove_save_versions_add (self->added, step, base, merged != NULL ? merged->lineage->id : NULL, marks);
}

/* name: taken; NULL: none. */
static void
add_marks (TroveSaveJob *self, const guint64 id[2], guint marks, char *name)
{
  const TroveFileMarks added = { { id[0], id[1] }, marks, name };

  g_array_append_val (self->marks, added);
}

static guint
marks_of (TroveStep *step)
{
  guint marks = TROVE_VERSION_IN_HISTORY;

  if (trove_step_is_kept (step))
    marks |= TROVE_VERSION_KEPT;
  if (step->parents[0] != NULL && step->parents[0]->redo == step)
    marks |= TROVE_VERSION_REDO;
  return marks;
}

/* A step whose parent has left the history is read from the version that the file has, or from the first one. The first one is read from the
 * version that it has merged, if there is one, which has to come before it. */
static void
add_step (TroveSaveJob *self, TroveStep *step, TroveStep *first)
{
  TroveStep *parent = step->parents[0], *merged = step->parents[1];
  guint marks = marks_of (step);

  if (parent == NULL && self->stored == NULL && step == first && merged != NULL)
    {
      add (self, merged, NULL, NULL, TROVE_VERSION_FOREIGN);
      add (self, step, merged, merged, marks | TROVE_VERSION_FOREIGN);
      return;
    }
  if (parent == NULL && step != first)
    {
      parent = first;
      marks |=
          trove_lineage_is_in (first->lineage, step->lineage) ? TROVE_VERSION_GAP : TROVE_VERSION_FOREIGN;
    }
  if (merged != NULL && parent != NULL)
    add (self, merged, parent, NULL, TROVE_VERSION_FOREIGN); /* the file may have it */
  add (self, step, parent, parent != NULL ? merged : NULL, marks);
}

static void
add_steps (TroveSaveJob *self, const TroveHistory *history, TroveStep *stored)
{
  guint n = history->n_steps, first = n;

  if ((self->flags & TROVE_SAVE_CURRENT_ONLY) != 0)
    {
      if (stored != history->current)
        add (self, history->current, stored, NULL, marks_of (history->current));
      if (stored != NULL && stored != history->current)
        add_marks (self, stored->lineage->id, 0, NULL);
      return;
    }
  while (first > 0 &&
         !(stored != NULL && (trove_history_nth (history, first - 1)->stored_in & self->of->mark) != 0))
    first--;
  for (guint i = first; i < n; i++)
    add_step (self, trove_history_nth (history, i), stored != NULL ? stored : trove_history_nth (history, 0));
}

/* Versions that the file has, and that have left the history. */
static void
collect_left (TroveSaveJob *self)
{
  const GArray *left = self->of->left;

  for (guint i = 0; i < left->len; i++)
    add_marks (self, (const guint64 *) (gconstpointer) (left->data + (gsize) i * 2 * sizeof (guint64)), 0,
               NULL);
}

/* The same, and those that have other marks. */
static void
collect_marks (TroveSaveJob *self, TroveDocument *document)
{
  TroveDocumentFile *file = self->of;

  collect_left (self);
  if (self->n_marks == file->n_marks && self->n_turns == file->n_turns)
    return;
  for (guint i = 0; i < document->history.n_steps; i++)
    {
      TroveStep *step = trove_history_nth (&document->history, i);

      if ((step->stored_in & file->mark) != 0)
        add_marks (self, step->lineage->id, marks_of (step), trove_step_dup_name (step));
    }
}

/* TRUE if the file is to have what it lacks; else it is written anew. */
static gboolean
continues (TroveDocumentFile *file, GFile *location, TroveSaveFlags flags)
{
  return file->file != NULL && !file->is_partial && (flags & (TROVE_SAVE_REPLACE | TROVE_SAVE_COPY)) == 0 &&
         file->has_one == ((flags & TROVE_SAVE_CURRENT_ONLY) != 0) && g_file_equal (file->location, location);
}

/* By what is in the file now, if there is one. */
static void
choose_way (TroveSaveJob *self, TroveDocument *document)
{
  TroveDocumentFile *file = self->of;

  if (!g_file_test (self->path, G_FILE_TEST_EXISTS))
    return; /* it was deleted, if there was one: all is written */
  if (continues (file, self->location, self->flags))
    {
      self->file = g_steal_pointer (&file->file);
      self->stored = trove_step_ref (file->stored);
      collect_marks (self, document);
    }
  else if (file->file != NULL && (self->flags & TROVE_SAVE_REPLACE) == 0 &&
           g_file_equal (file->location, self->location))
    {
      self->replaced = g_steal_pointer (&file->file);
      if ((self->flags & TROVE_SAVE_CURRENT_ONLY) != 0 || !file->is_partial)
        return;
      self->known = trove_step_ref (file->stored);
      collect_left (self);
    }
}

static void
choose_id (guint64 id[2])
{
  while (id[0] == 0 && id[1] == 0)
    for (guint i = 0; i < 2; i++)
      id[i] = (guint64) g_random_int () << 32 | g_random_int ();
}

TroveSaveJob *
trove_save_job_new (TroveDocument *document, TroveDocumentFile *file, GFile *location, TroveSaveFlags flags,
                    gboolean is_auto, GError **error)
{
  g_autofree char *path = g_file_get_path (location);
  TroveHistory *history = &document->history;
  const TroveStep *saved;
  TroveSaveJob *self;

  if (file->is_saving || path == NULL)
    {
      g_set_error (error, G_IO_ERROR, path == NULL ? G_IO_ERROR_NOT_SUPPORTED : G_IO_ERROR_PENDING, "%s",
                   path == NULL ? "Documents are saved to local files only" :
                                  "The document is being saved already");
      return NULL;
    }
  choose_id (document->id);
  if (trove_document_file_is_at (file, location))
    trove_document_file_follow (file, history);
  self = g_new0 (TroveSaveJob, 1);
  self->location = g_object_ref (location);
  self->path = g_steal_pointer (&path);
  self->of = file;
  self->flags = is_auto && file->has_one ? TROVE_SAVE_CURRENT_ONLY : flags;
  self->is_auto = is_auto;
  memcpy (self->id, document->id, sizeof self->id);
  self->current = trove_step_ref (history->current);
  self->added = trove_save_versions_new ();
  self->marks = g_array_new (FALSE, FALSE, sizeof (TroveFileMarks));
  g_array_set_clear_func (self->marks, clear_marks);
  self->replicas = trove_origin_list_replicas (document->origin);
  saved = is_auto ? trove_history_saved (history) : history->current;
  if (saved != NULL)
    memcpy (self->saved, saved->lineage->id, sizeof self->saved);
  self->n_left = file->left->len;
  self->n_marks = history->marks.n;
  self->n_turns = history->n_turns;
  choose_way (self, document);
  add_steps (self, history, self->stored);
  file->is_saving = TRUE;
  return self;
}

/* Running */

static void
clear_version (gpointer data)
{
  g_free (((TroveFileVersion *) data)->name);
}

/* Reads the states of a version and its base. */
static gboolean
describe (const TroveSaveVersion *added, TroveFileVersion *version, GError **error)
{
  const TroveStep *step = added->step;

  if (!trove_step_read (added->step, error) || (added->base != NULL && !trove_step_read (added->base, error)))
    return FALSE;
  *version = (TroveFileVersion){
    .id = { step->lineage->id[0], step->lineage->id[1] },
    .merged = { added->merged[0], added->merged[1] },
    .time = step->lineage->time,
    .marks = added->marks,
    .n_bytes = atomic_load_explicit (&step->n_bytes, memory_order_relaxed),
    .label = step->label,
    .name = added->name != NULL ? g_strdup (added->name) : trove_step_dup_name (added->step),
    .view_state_before = step->view_state_before,
    .view_state = step->view_state,
    .state = &step->state,
  };
  if (added->base != NULL)
    {
      memcpy (version->base, added->base->lineage->id, sizeof version->base);
      version->base_state = &added->base->state;
    }
  return TRUE;
}

/* Writing takes long: another program may have written the file meanwhile. */
static gboolean
may_replace (TroveSaveJob *self, const char *target, GError **error)
{
  return (self->replaced == NULL || trove_file_check (self->replaced, error)) &&
         trove_file_settle (target, error);
}

static gboolean
create (TroveSaveJob *self, const TroveFileSave *save, GError **error)
{
  TroveReplaceFile replace;

  if (self->is_auto && self->replaced == NULL && g_file_test (self->path, G_FILE_TEST_EXISTS))
    {
      g_autofree char *name = g_filename_display_name (self->path);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                   "The file %s is there already: automatic saves do not write over it", name);
      return FALSE;
    }
  if (self->replaced != NULL && !trove_file_check (self->replaced, error))
    return FALSE;
  if (!trove_replace_file_begin (&replace, self->path, error))
    return FALSE;
  self->file = trove_file_create (replace.temporary, self->id, save, error);
  if (!trove_replace_file_end (&replace, self->file != NULL && may_replace (self, replace.target, error),
                               error))
    {
      g_clear_pointer (&self->file, trove_file_free);
      return FALSE;
    }
  g_free (self->file->path);
  self->file->path = g_strdup (self->path);
  return TRUE;
}

/* The versions to write: those that were collected, and others that are in the file. To be unreferenced; NULL with an error. */
static GArray *
list_versions (TroveSaveJob *self, GCancellable *cancellable, GError **error)
{
  TroveFileSteps *steps;
  GArray *all = NULL;

  if (self->known == NULL)
    return g_array_ref (self->added);
  if (!trove_file_check (self->replaced, error))
    return NULL;
  steps = trove_file_steps_new (self->path, cancellable, error);
  if (steps == NULL)
    return NULL;
  if (trove_file_check (self->replaced, error) && /* it was not written before it was read */
      trove_file_steps_know (steps, self->known, error))
    all = trove_save_versions_with_others (self->added, steps, error);
  trove_file_steps_free (steps);
  return all;
}

static gboolean
write_versions (TroveSaveJob *self, const GArray *list, TroveFileSave *save, GError **error)
{
  g_autoptr (GArray) versions = g_array_sized_new (FALSE, TRUE, sizeof (TroveFileVersion), list->len);

  g_array_set_clear_func (versions, clear_version);
  g_array_set_size (versions, list->len);
  for (guint i = 0; i < list->len; i++)
    if (!describe (&g_array_index (list, TroveSaveVersion, i), &g_array_index (versions, TroveFileVersion, i),
                   error))
      return FALSE;
  save->versions.added = (const TroveFileVersion *) versions->data;
  save->versions.n_added = list->len;
  return self->file != NULL ? trove_file_update (self->file, save, error) : create (self, save, error);
}

gboolean
trove_save_job_run (TroveSaveJob *self, GCancellable *cancellable, TroveSaveProgress progress,
                    gpointer progress_data, GError **error)
{
  g_autoptr (GArray) versions = NULL;
  TroveFileSave save = {
    .from = self->stored != NULL ? &self->stored->state : NULL,
    .to = &self->current->state,
    .versions = { .marks = (const TroveFileMarks *) self->marks->data,
                  .n_marks = self->marks->len,
                  .current = { self->current->lineage->id[0], self->current->lineage->id[1] },
                  .saved = { self->saved[0], self->saved[1] } },
    .replicas = (const TroveReplica *) self->replicas->data,
    .n_replicas = self->replicas->len,
    .cancellable = cancellable,
    .progress = progress,
    .progress_data = progress_data,
  };

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  versions = list_versions (self, cancellable, error);
  return versions != NULL && write_versions (self, versions, &save, error);
}

/* Finishing */

/* Only versions of the history are followed: a foreign one is another document's. */
static void
note_stored (TroveSaveJob *self, TroveDocument *document)
{
  for (guint i = 0; i < self->added->len; i++)
    {
      const TroveSaveVersion *added = &g_array_index (self->added, TroveSaveVersion, i);

      if ((added->marks & TROVE_VERSION_IN_HISTORY) == 0)
        continue;
      if (trove_history_has (&document->history, added->step))
        added->step->stored_in |= self->of->mark;
      else
        g_array_append_vals (self->of->left, added->step->lineage->id, 1);
    }
}

static void
note_done (TroveSaveJob *self, TroveDocument *document)
{
  TroveDocumentFile *file = self->of;

  if (self->stored == NULL) /* a new file: no other version is stored */
    for (guint i = 0; i < document->history.n_steps; i++)
      trove_history_nth (&document->history, i)->stored_in &= ~file->mark;
  trove_document_file_forget_changed (file);
  file->n_saves++;
  g_array_remove_range (file->left, 0, self->n_left);
  file->n_marks = self->n_marks;
  file->n_turns = self->n_turns;
  file->has_one = (self->flags & TROVE_SAVE_CURRENT_ONLY) != 0;
  file->is_partial = FALSE;
  note_stored (self, document);
  g_set_object (&file->location, self->location);
  g_clear_pointer (&file->stored, trove_step_unref);
  file->stored = trove_step_ref (self->current);
}

/* A save that is not automatic. A file that automatic saves have written until now becomes the document's. */
static void
note_saved (TroveSaveJob *self, TroveDocument *document)
{
  TroveDocumentFile *other = document->file;

  if (self->of == document->auto_file)
    {
      document->file = self->of;
      document->auto_file = other;
    }
  document->history.marks.n_saved = self->n_marks;
  if (trove_history_has (&document->history, self->current))
    trove_history_set_saved (&document->history, self->current);
}

void
trove_save_job_finish (TroveSaveJob *self, TroveDocument *document, gboolean done)
{
  TroveDocumentFile *file = self->of;
  gboolean follows = (self->flags & TROVE_SAVE_COPY) == 0;

  file->is_saving = FALSE;
  if (done && follows)
    note_done (self, document);
  if (done && follows)
    {
      g_clear_pointer (&file->file, trove_file_free);
      file->file = g_steal_pointer (&self->file);
    }
  else if (self->replaced != NULL)
    file->file = g_steal_pointer (&self->replaced);
  else if (self->stored != NULL)
    file->file = g_steal_pointer (&self->file);
  if (done && follows && !self->is_auto)
    note_saved (self, document);
  job_free (self);
}

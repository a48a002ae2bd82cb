/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveDocument: automatic saves. */

#include "trove-document-autosave-private.h"

#include "document-auto-commit.h"
#include "document-loop.h"
#include "document-save.h"
#include "trove-document-save-private.h"

/* ms without an edit. */
#define SHORTEST_PAUSE 10
#ifndef LONGEST_PAUSE
#define LONGEST_PAUSE 500
#endif

/* Saving */

static void
has_saved (TroveDocument *self, GError *error, gpointer data)
{
  if (error != NULL && self->autosave != NULL) /* they were not ended meanwhile */
    g_signal_emit (self, trove_document_signal_autosave_failed, 0, error);
  g_clear_error (&error);
  trove_document_start_next_save (self);
}

/* The document's own file where that is at the place, else one for automatic saves alone. */
static TroveDocumentFile *
choose_file (TroveDocument *self)
{
  GFile *location = self->autosave->location;

  if (trove_document_file_is_at (self->file, location))
    return self->file;
  if (self->auto_file != NULL && !self->auto_file->is_saving &&
      !trove_document_file_is_at (self->auto_file, location))
    g_clear_pointer (&self->auto_file, trove_document_file_free);
  if (self->auto_file == NULL)
    self->auto_file =
        trove_document_file_new (self->file != NULL ? TROVE_MARKS & ~self->file->mark : TROVE_MARK_AUTO);
  return self->auto_file;
}

static gboolean
is_saving (const TroveDocument *self)
{
  return trove_document_file_is_saving (self->file) || trove_document_file_is_saving (self->auto_file);
}

/* The handlers that a commit calls may save the document, or end automatic saves. */
static gboolean
save (TroveDocument *self, GError **error)
{
  TroveDocumentFile *file;
  TroveSaveJob *job;

  if (trove_document_has_edits (self) && !self->head.handles->funcs->commit (self, NULL, error))
    return FALSE;
  if (self->autosave == NULL || is_saving (self))
    return TRUE;
  file = choose_file (self);
  if (trove_document_file_is_current (file, &self->history))
    return TRUE;
  job = trove_save_job_new (self, file, self->autosave->location, TROVE_SAVE_NONE, TRUE, error);
  if (job == NULL)
    return FALSE;
  self->autosave->last = g_get_monotonic_time ();
  trove_save_job_start (job, self, NULL, NULL, has_saved, NULL);
  return TRUE;
}

/* Ticks */

static gboolean
may_save (TroveDocument *self)
{
  const TroveAutosave *autosave = self->autosave;

  return (g_get_monotonic_time () - autosave->last) / 1000 >= autosave->interval && self->groups->len == 0 &&
         !trove_document_is_emitting (self) && !trove_document_has_held_ownerless (self) && !is_saving (self);
}

static gboolean
tick (TroveDocument *self)
{
  TroveAutosave *autosave = self->autosave;
  g_autoptr (GError) error = NULL;
  gboolean is_pause;

  if (autosave == NULL)
    return G_SOURCE_REMOVE;
  is_pause = autosave->n_changes == autosave->n_seen;
  autosave->n_seen = autosave->n_changes;
  if (!is_pause || !may_save (self))
    return G_SOURCE_CONTINUE;
  trove_document_detach (&autosave->ticks);
  if (!save (self, &error))
    has_saved (self, g_steal_pointer (&error), NULL);
  return G_SOURCE_REMOVE;
}

static void
start_ticks (TroveDocument *self)
{
  TroveAutosave *autosave = self->autosave;
  guint pause = CLAMP (autosave->interval, SHORTEST_PAUSE, LONGEST_PAUSE);

  autosave->n_seen = autosave->n_changes - 1;
  trove_document_attach (self, &autosave->ticks, g_timeout_source_new (pause), "[trove] autosave", tick);
}

void
trove_document_clear_autosave (TroveDocument *self)
{
  if (self->autosave == NULL)
    return;
  trove_document_detach (&self->autosave->ticks);
  g_object_unref (self->autosave->location);
  g_clear_pointer (&self->autosave, g_free);
}

/**
 * trove_document_set_autosave:
 * @self: a document of the calling thread
 * @file: (nullable): a local file; %NULL for no automatic saves
 * @interval: the least time from one save to the next one, in milliseconds; 0: no least time
 *
 * Saves the document by itself: in a pause of editing, that is when nothing was edited for as long as @interval or half a second,
 * whichever is less.
 *
 * The thread that edits makes a version of edits that are not committed, and runs the main loop of [signal@Trove.Document::edited]. All else is done
 * on another thread. A save waits while a group of edits is open, while somebody holds an object that has no owner, and for other saves.
 *
 * @file may be that of the document, or another one, from which an application restores what it had not saved when it ended. Another file
 * must not be there at first: automatic saves write over no file but their own and the document's. It is written soon after this call,
 * and may be deleted: the next save writes it anew. The [property@Trove.Document:saved] version stays what it is.
 * Where @file is the document's and the document is saved to another file, call the function with that one.
 *
 * A save that fails emits [signal@Trove.Document::autosave-failed]. The next edit leads to another one.
 *
 * With %NULL for @file, no save begins any more. One that is under way ends, and emits nothing.
 *
 * Since: 1.0
 */
void
trove_document_set_autosave (TroveDocument *self, GFile *file, guint interval)
{
  g_return_if_fail (TROVE_IS_DOCUMENT (self));
  g_return_if_fail (file == NULL || G_IS_FILE (file));

  if (!trove_document_may_read (self))
    return;
  trove_document_clear_autosave (self);
  if (file == NULL)
    return;
  self->autosave = g_new0 (TroveAutosave, 1);
  self->autosave->location = g_object_ref (file);
  self->autosave->interval = interval;
  self->autosave->start_ticks = start_ticks;
  self->autosave->last = g_get_monotonic_time () - (gint64) interval * 1000;
  trove_autosave_note_change (self->autosave, self);
}

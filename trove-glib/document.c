/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "document.h"

#include "autosave.h"
#include "document-file.h"
#include "emission.h"
#include "object-handle.h"
#include "step-read.h"

GParamSpec *trove_document_pspecs[TROVE_DOCUMENT_N_PROPS];
guint trove_document_signal_changed, trove_document_signal_edited, trove_document_signal_autosave_failed;
gconstpointer trove_document_class = &trove_document_class;

/* Making steps and keys */

TroveStep *
trove_document_make_step (TroveDocument *self, const char *label, GVariant *view_state_before)
{
  const TroveStep *current = self->history.current;
  TroveLineage *merged = self->merged != NULL ? self->merged->lineage : NULL;
  const TroveStepInfo info = {
    .origin = self->origin,
    .view = trove_core_view (&self->core),
    .state = &self->editor.state,
    .lineage = trove_lineage_new (self->next_id, current != NULL ? current->lineage : NULL, merged),
    .label = label,
    .before = current,
    .view_state_before = view_state_before,
    .view_state = self->view_state,
  };
  TroveStep *step = trove_step_new (&info);

  if (++self->next_id[1] == 0)
    self->next_id[0]++;
  return step;
}

TroveKey
trove_document_make_key (TroveDocument *self, GError **error)
{
  TroveKeys *keys = &self->keys;

  if (!keys->drawn || keys->n_made == G_MAXUINT32)
    {
      if (!trove_origin_draw_replica (self->origin, &keys->replica))
        {
          g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_FULL, "No keys are left for new objects");
          return 0;
        }
      keys->drawn = TRUE;
      keys->n_made = 0;
    }
  return (TroveKey) keys->replica << TROVE_KEY_NUMBER_BITS | ++keys->n_made;
}

/* The thread and its main loop */

void
trove_document_detach (TroveLater **later)
{
  if (*later == NULL)
    return;
  g_source_destroy ((*later)->source);
  g_source_unref ((*later)->source);
  g_clear_pointer (later, g_atomic_rc_box_release);
}

/* This thread owns the document from now on. */
static void
note_loop (TroveDocument *self)
{
  self->of_default_loop =
      g_main_context_get_thread_default () == NULL || g_main_context_is_owner (g_main_context_default ());
}

void
trove_document_leave_loop (TroveDocument *self)
{
  trove_document_detach (&self->auto_source);
  trove_document_detach (&self->edited_source);
  if (self->autosave != NULL)
    trove_document_detach (&self->autosave->ticks);
}

gboolean
trove_document_adopt (TroveDocument *self, GError **error)
{
  if (self->history.current == NULL)
    {
      g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_REMOVED,
                           "The document has no root: make it with trove_document_new()");
      return FALSE;
    }
  if (!trove_thread_adopt (&self->owner, "document",
                           "call trove_document_transfer() on the owner's thread, or read a version on this "
                           "thread",
                           error))
    return FALSE;
  trove_document_leave_loop (self); /* a thread that has ended may have left sources */
  note_loop (self);
  return TRUE;
}

gboolean
trove_document_enter_freeze (TroveDocument *self, GError **error)
{
  if (!trove_document_enter (self, error))
    return FALSE;
  if (trove_copying_runs ())
    g_set_error_literal (
        error, TROVE_ERROR, TROVE_ERROR_BUSY,
        "A value is being copied on this thread: the document cannot be changed until the copy "
        "function has returned");
  else if (self->is_changing)
    g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_BUSY,
                         "The document is being changed: functions that clear its values cannot change it");
  else
    return TRUE;
  return FALSE;
}

gboolean
trove_document_enter_edit (TroveDocument *self, GError **error)
{
  if (!trove_document_enter_freeze (self, error))
    return FALSE;
  if (self->head.handles->is_telling)
    {
      g_set_error_literal (
          error, TROVE_ERROR, TROVE_ERROR_BUSY,
          "Handlers are being told of a change of the whole document: edit it when all have been told");
      return FALSE;
    }
  trove_editor_freeze_piece (&self->editor); /* there may be many edits between two versions */
  return TRUE;
}

gboolean
trove_document_enter_group (TroveDocument *self, GError **error)
{
  if (!trove_document_enter_edit (self, error))
    return FALSE;
  if (self->notes.locked->len == 0)
    return TRUE;

  g_set_error_literal (
      error, TROVE_ERROR, TROVE_ERROR_BUSY,
      "A list is emitting \342\200\234items-changed\342\200\235: no step or group can begin or "
      "end until it has");
  return FALSE;
}

gboolean
trove_document_enter_step (TroveDocument *self, GError **error)
{
  if (!trove_document_enter_group (self, error))
    return FALSE;
  if (self->groups->len == 0)
    return TRUE;

  if (self->groups->len == 1)
    g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_BUSY,
                         "A group of edits is open: end or cancel it first");
  else
    g_set_error (error, TROVE_ERROR, TROVE_ERROR_BUSY,
                 "%u groups of edits are open: end or cancel them first", self->groups->len);
  return FALSE;
}

gboolean
trove_document_read_unread (TroveDocument *self, TroveStep *step, GError **error)
{
  gboolean done;

  trove_step_ref (step);
  trove_document_begin_change (self);
  done = trove_step_read (step, error);
  trove_document_end_change (self);
  trove_step_unref (step);
  return done;
}

void
trove_document_drop_edits (TroveDocument *self)
{
  const TroveStep *current = self->history.current;

  trove_editor_go_to (&self->editor, &current->view, &current->state);
  for (guint i = 0; i < self->merges->len; i++)
    ((TroveMergeContext *) g_ptr_array_index (self->merges, i))->is_rolled_back = TRUE;
  g_ptr_array_set_size (self->merges, 0);
  g_clear_pointer (&self->merged, trove_step_unref);
}

/* Merges whose conflicts nobody has any more. */
static void
drop_merges (GPtrArray *merges)
{
  for (guint i = merges->len; i-- > 0;)
    if (trove_merge_context_is_last (g_ptr_array_index (merges, i)))
      g_ptr_array_remove_index_fast (merges, i);
}

void
trove_document_add_merge (TroveDocument *self, TroveMergeContext *context)
{
  guint n = self->merges->len;

  if ((n & (n - 1)) == 0) /* 0 or a power of two: so an addition takes constant time on average */
    drop_merges (self->merges);
  g_ptr_array_add (self->merges, trove_merge_context_ref (context));
}

void
trove_document_commit_merges (TroveDocument *self, TroveStep *step)
{
  for (guint i = 0; i < self->merges->len; i++)
    trove_merge_context_commit (g_ptr_array_index (self->merges, i), step->lineage);
  g_ptr_array_set_size (self->merges, 0);
  if (self->merged != NULL)
    trove_step_set_merged (step, self->merged);
  g_clear_pointer (&self->merged, trove_step_unref);
}

/* Properties */

/* The only note is of a field, as after a property was set. A field that the program does not know is no property. */
static void
tell_field (TroveDocument *self, TroveObject *known, const TroveNote *note)
{
  g_autoptr (TroveObject) found = NULL;
  TroveObject *object = known;

  if (object == NULL || trove_object_private (object)->key != note->key)
    object = found = trove_handles_dup (self->head.handles, trove_handles_object_name (note->key));
  if (object != NULL && note->field < trove_object_class (object)->n_fields)
    g_object_notify_by_pspec (G_OBJECT (object), trove_object_class (object)->fields[note->field].pspec);
}

void
trove_document_tell_notes (TroveDocument *self, TroveObject *object)
{
  GArray *notes = self->notes.notes;
  const TroveNote first = g_array_index (notes, TroveNote, 0);
  TroveEmission emission;

  if (notes->len == 1 && first.kind == TROVE_NOTE_SET)
    {
      g_array_set_size (notes, 0); /* handlers may edit */
      tell_field (self, object, &first);
      return;
    }
  self->notes.notes = g_array_new (FALSE, FALSE, sizeof (TroveNote));
  trove_emission_init (&emission, self->head.handles, &self->notes);
  trove_emission_add_notes (&emission, (const TroveNote *) notes->data, notes->len);
  g_array_unref (notes);
  trove_emission_run (&emission);
}

TroveStatus
trove_document_status (TroveDocument *self)
{
  const TroveHistory *history = &self->history;
  gboolean edits = trove_document_has_edits (self);
  TroveStep *undo = edits ? NULL : trove_history_undo_step (history);
  TroveStep *redo = edits ? NULL : trove_history_redo_step (history);

  return (TroveStatus){
    .current = history->current,
    .current_time = history->current->lineage->time,
    .saved = trove_history_saved (history),
    .modified = edits || history->current != history->saved || trove_history_has_unsaved_marks (history),
    .n_marks = history->marks.n,
    .can_undo = edits || undo != NULL,
    .can_redo = redo != NULL,
    .undo_label = undo != NULL ? history->current->label : NULL,
    .redo_label = redo != NULL ? redo->label : NULL,
    .file = self->file != NULL ? self->file->location : NULL,
  };
}

void
trove_document_clear_status (TroveStatus *status)
{
  g_clear_pointer (&status->undo_label, g_ref_string_release);
  g_clear_pointer (&status->redo_label, g_ref_string_release);
  g_clear_object (&status->file);
}

static void
note_status (TroveDocument *self, TroveStatus now)
{
  TroveStatus before = self->told;

  if (now.undo_label != NULL)
    g_ref_string_acquire (now.undo_label);
  if (now.redo_label != NULL)
    g_ref_string_acquire (now.redo_label);
  if (now.file == before.file)
    before.file = NULL; /* the reference stays */
  else if (now.file != NULL)
    g_object_ref (now.file);
  self->told = now;
  trove_document_clear_status (&before);
}

static void
tell_mark (GObject *document)
{
  TroveDocument *self = TROVE_DOCUMENT (document);

  if (!self->is_changing && !self->head.handles->is_telling) /* a change tells at its end */
    trove_document_tell (self);
}

void
trove_document_start_history (TroveDocument *self)
{
  const TroveStep *current = self->history.current;

  self->origin = trove_origin_ref (current->origin);
  self->self_ref = g_atomic_rc_box_new0 (GWeakRef);
  g_weak_ref_init (self->self_ref, self);
  self->history.marks.owner = &self->owner;
  self->history.marks.document = self->self_ref;
  self->history.marks.tell = tell_mark;
  atomic_store_explicit (&self->owner, trove_thread_self (), memory_order_relaxed);
  note_loop (self);
  if (current->view_state != NULL)
    self->view_state = g_variant_ref (current->view_state);
  note_status (self, trove_document_status (self));
}

void
trove_document_start (TroveDocument *self, TroveStep *first)
{
  trove_history_start (&self->history, first);
  trove_document_start_history (self);
}

/* Notifying costs more than a small commit, and most documents have few handlers. */
static gboolean
has_listeners (TroveDocument *self)
{
  static gsize notify;

  if (g_once_init_enter (&notify))
    g_once_init_leave (&notify, g_signal_lookup ("notify", G_TYPE_OBJECT));
  return g_signal_handler_find (self, G_SIGNAL_MATCH_ID, (guint) notify, 0, NULL, NULL, NULL) != 0;
}

static gboolean
is_other_file (GFile *a, GFile *b)
{
  return a != b && (a == NULL || b == NULL || !g_file_equal (a, b));
}

static void
tell_properties (TroveDocument *self)
{
  const TroveStatus *before = &self->told, now = trove_document_status (self);
  const gboolean changed[TROVE_DOCUMENT_N_PROPS] = {
    [TROVE_DOCUMENT_PROP_CURRENT] =
        before->current != now.current || before->current_time != now.current_time,
    [TROVE_DOCUMENT_PROP_SAVED] = before->saved != now.saved,
    [TROVE_DOCUMENT_PROP_FILE] = is_other_file (before->file, now.file),
    [TROVE_DOCUMENT_PROP_MODIFIED] = before->modified != now.modified,
    [TROVE_DOCUMENT_PROP_CAN_UNDO] = before->can_undo != now.can_undo,
    [TROVE_DOCUMENT_PROP_CAN_REDO] = before->can_redo != now.can_redo,
    [TROVE_DOCUMENT_PROP_UNDO_LABEL] = g_strcmp0 (before->undo_label, now.undo_label) != 0,
    [TROVE_DOCUMENT_PROP_REDO_LABEL] = g_strcmp0 (before->redo_label, now.redo_label) != 0,
  };
  GObject *object = G_OBJECT (self);
  gboolean any = FALSE;

  if (changed[TROVE_DOCUMENT_PROP_CURRENT] || before->n_marks != now.n_marks)
    trove_autosave_note_change (self->autosave, self);
  self->told.n_marks = now.n_marks;
  for (guint i = 1; i < TROVE_DOCUMENT_N_PROPS; i++)
    any = any || changed[i];
  if (!any)
    return;

  note_status (self, now);
  if (!has_listeners (self))
    return;

  g_object_ref (object);
  g_object_freeze_notify (object);
  for (guint i = 1; i < TROVE_DOCUMENT_N_PROPS; i++)
    if (changed[i])
      g_object_notify_by_pspec (object, trove_document_pspecs[i]);
  g_object_thaw_notify (object);
  g_object_unref (object);
}

void
trove_document_tell (TroveDocument *self)
{
  g_autoptr (TroveDocument) keep = NULL;

  if (self->version_list != NULL)
    {
      keep = g_object_ref (self);
      trove_version_list_tell (self->version_list);
    }
  tell_properties (self);
}

gboolean
trove_document_may_read (TroveDocument *self)
{
  g_autoptr (GError) error = NULL;

  if (trove_document_enter (self, &error))
    return TRUE;
  g_critical ("%s", error->message);
  return FALSE;
}

/* TRUE if the value is another one. */
gboolean
trove_document_put_view_state (TroveDocument *self, GVariant *view_state)
{
  g_autoptr (GVariant) old = self->view_state;

  if (view_state == old)
    {
      g_steal_pointer (&old);
      return FALSE;
    }

  self->view_state = view_state != NULL ? g_variant_ref_sink (view_state) : NULL;
  return old == NULL || view_state == NULL || !g_variant_equal (old, view_state);
}

void
trove_document_tell_view_state (TroveDocument *self, GVariant *view_state)
{
  gboolean changed = trove_document_put_view_state (self, view_state);

  g_object_ref (self);
  trove_document_tell (self);
  if (changed)
    g_object_notify_by_pspec (G_OBJECT (self), trove_document_pspecs[TROVE_DOCUMENT_PROP_VIEW_STATE]);
  g_object_unref (self);
}

/* Limits */

void
trove_document_trim (TroveDocument *self)
{
  g_autoptr (GPtrArray) bases_gone = NULL;
  TroveStep *left;

  if (!self->history.is_due)
    return;

  trove_document_begin_change (self);
  bases_gone = g_ptr_array_new_with_free_func ((GDestroyNotify) trove_step_unref);
  left = trove_history_trim (&self->history, bases_gone);
  for (TroveStep *step = left; step != NULL; step = step->next_sibling)
    {
      trove_document_file_leave (self->file, step);
      trove_document_file_leave (self->auto_file, step);
    }
  for (TroveStep *step = left; self->version_list != NULL && step != NULL; step = step->next_sibling)
    trove_version_list_keep (self->version_list, step);
  trove_step_leave_all (left);
  g_clear_pointer (&bases_gone, g_ptr_array_unref);
  trove_document_end_change (self);
}

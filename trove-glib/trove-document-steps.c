/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveDocument: commits, groups of edits, and going from version to version. */

#include "document-edited.h"
#include "document-file.h"
#include "document-turn.h"

#include "state/editor-drop.h"
#include "state/state-compare.h"

#include "trove-document-steps-private.h"
#include "trove-version-private.h"

/* Making steps */

/* TRUE if a step is merged with the current version. */
static gboolean
merges (TroveDocument *self, const char *merge_id)
{
  TroveStep *current = self->history.current;
  g_autofree char *name = NULL;

  if (merge_id == NULL || g_strcmp0 (merge_id, self->merge_id) != 0)
    return FALSE;
  name = trove_step_dup_name (current);
  return current->first_child == NULL && !trove_step_is_kept (current) && !trove_step_is_branched (current) &&
         name == NULL;
}

static void
set_merge_id (TroveDocument *self, const char *merge_id)
{
  if (merge_id == self->merge_id)
    return;
  g_free (self->merge_id);
  self->merge_id = g_strdup (merge_id);
}

/* replaced: the step that the new one took the place of, NULL: none. The tally is that from the replaced one, or else the parent. */
static void
note_bytes (TroveHistory *history, TroveStep *step, const TroveStep *replaced, TroveTally tally)
{
  if (replaced != NULL)
    {
      const TroveStep *parent = step->parents[0];
      gsize before = replaced->n_bytes;

      tally.written += before > tally.replaced ? before - tally.replaced : 0;
      tally.replaced = parent != NULL ? parent->n_bytes : 0;
    }
  trove_history_note_bytes (history, step, tally.written, tally.replaced);
}

/* Makes a step of the edits, if anything differs, or another version was merged: that is to be known even if all conflicts were
 * decided for ours. */
static gboolean
make_commit (TroveDocument *self, const char *label, const char *merge_id, GError **error)
{
  TroveHistory *history = &self->history;
  TroveStep *step, *replaced = NULL;
  TroveTally tally = { 0 };

  if (!trove_document_has_edits (self))
    return TRUE;
  trove_upkeep_choose (&self->upkeep, history); /* for a limit that was set while the document was changed */
  if (!trove_editor_drop_and_freeze (&self->editor, error))
    return FALSE;
  if (self->merged == NULL && trove_state_equal (&history->current->state, &self->editor.state))
    {
      trove_document_commit_merges (self, history->current);
      trove_document_drop_edits (self);
      return TRUE;
    }
  if (trove_upkeep_runs (&self->upkeep))
    tally = trove_upkeep_commit (&self->upkeep, &self->core, history, &self->editor.state);

  if (merges (self, merge_id))
    {
      step = trove_document_make_step (self, label, history->current->view_state_before);
      replaced = trove_history_replace (history, step);
    }
  else
    {
      step = trove_document_make_step (self, label, self->first_view_state);
      set_merge_id (self, self->merged == NULL ? merge_id : NULL);
      trove_history_add (history, step);
    }
  trove_document_commit_merges (self, step);
  if (trove_upkeep_runs (&self->upkeep))
    {
      trove_upkeep_note (&self->upkeep, step);
      note_bytes (history, step, replaced, tally);
    }
  if (replaced != NULL)
    {
      trove_version_list_keep (self->version_list, replaced);
      trove_document_file_leave (self->file, replaced);
      trove_document_file_leave (self->auto_file, replaced);
      trove_step_leave (replaced);
    }
  return TRUE;
}

static gboolean
commit (TroveDocument *self, const char *label, const char *merge_id, GError **error)
{
  gboolean done;

  trove_document_begin_change (self);
  done = make_commit (self, label, merge_id, error);
  trove_document_end_change (self);
  return done;
}

/* Commits, and tells of the objects that are dropped. */
static gboolean
commit_and_tell (TroveDocument *self, const char *label, const char *merge_id, GError **error)
{
  TroveTurn turn = { self, NULL };

  if (self->editor.ownerless->len > 0 && !trove_document_begin_turn (&turn, self, error))
    return FALSE;
  if (!commit (self, label, merge_id, error))
    {
      trove_document_drop_turn (&turn);
      return FALSE;
    }
  trove_document_trim (self);
  trove_document_end_turn (&turn);
  return TRUE;
}

/**
 * trove_document_commit:
 * @self: a document of the calling thread
 * @label: (nullable): what was done, for the user: as "Move box"
 * @error: return location for an error
 *
 * Makes a version of the current state, and goes to it. Objects that have no owner are dropped first, with all that they
 * own; references to them are cleared.
 *
 * No version is made if nothing differs from the current one, and no other version was merged.
 *
 * Cost: of the edits, not of the number of objects.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_BUSY while a group is open or a value is copied,
 *   %TROVE_ERROR_COPY_FAILED, %TROVE_ERROR_FULL, %TROVE_ERROR_NO_MEMORY or %TROVE_ERROR_WRONG_THREAD; then nothing has
 *   changed
 *
 * Since: 1.0
 */
gboolean
trove_document_commit (TroveDocument *self, const char *label, GError **error)
{
  return trove_document_commit_full (self, label, NULL, error);
}

/**
 * trove_document_commit_full:
 * @self: a document of the calling thread
 * @label: (nullable): what was done, for the user
 * @merge_id: (nullable): steps of the same id that follow each other become one; %NULL: a step of its own
 * @error: return location for an error
 *
 * Makes a version as [method@Trove.Document.commit]. The version takes the place of the current one if that was made
 * with the same @merge_id, and nothing came between: no undo, redo or [method@Trove.Document.go_to], no other step. So
 * all characters that are typed become one step. A version that is kept, has a
 * [property@Trove.Version:name], or has been branched from stays.
 *
 * Returns: as [method@Trove.Document.commit]
 *
 * Since: 1.0
 */
gboolean
trove_document_commit_full (TroveDocument *self, const char *label, const char *merge_id, GError **error)
{
  g_autoptr (TroveDocument) keep = NULL;
  gboolean done;

  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!trove_document_enter_step (self, error))
    return FALSE;

  keep = g_object_ref (self);
  done = commit_and_tell (self, label, merge_id, error);
  trove_document_tell (self);
  return done;
}

static GVariant *
dup_variant (GVariant *variant)
{
  return variant != NULL ? g_variant_ref (variant) : NULL;
}

/**
 * trove_document_rollback:
 * @self: a document of the calling thread
 * @error: return location for an error
 *
 * Takes back all edits that are not committed.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_BUSY while a group is open or a value is copied, %TROVE_ERROR_NO_MEMORY, or
 *   %TROVE_ERROR_WRONG_THREAD
 *
 * Since: 1.0
 */
gboolean
trove_document_rollback (TroveDocument *self, GError **error)
{
  g_autoptr (TroveDocument) keep = NULL;
  g_autoptr (GVariant) view_state = NULL;
  TroveTurn turn;

  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!trove_document_enter_step (self, error))
    return FALSE;
  if (!trove_document_has_edits (self))
    return TRUE;
  if (!trove_document_begin_turn (&turn, self, error))
    return FALSE;

  keep = g_object_ref (self);
  view_state = dup_variant (self->first_view_state);
  trove_document_begin_change (self);
  trove_document_drop_edits (self);
  trove_document_end_change (self);
  trove_document_end_turn (&turn);
  trove_document_tell_view_state (self, view_state);
  return TRUE;
}

/* Groups */

/**
 * trove_document_begin:
 * @self: a document of the calling thread
 * @label: (nullable): what is going to be done, for the user
 * @error: return location for an error
 *
 * Begins a group: the edits up to [method@Trove.Document.end] are one step, or are taken back together by
 * [method@Trove.Document.cancel]. Groups may be nested: the outermost one makes the step, with its label. Edits that were
 * made before and are not committed become a part of the step.
 *
 * While a group is open, no version can be made or gone to.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_BUSY while a value is copied or a list emits, %TROVE_ERROR_NO_MEMORY or
 *   %TROVE_ERROR_WRONG_THREAD; then no group was begun
 *
 * Since: 1.0
 */
gboolean
trove_document_begin (TroveDocument *self, const char *label, GError **error)
{
  TroveGroup group;

  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!trove_document_enter_group (self, error) ||
      !trove_editor_save (&self->editor, &group.savepoint, error))
    return FALSE;

  if (self->groups->len == 0)
    {
      g_free (self->group_label);
      self->group_label = g_strdup (label);
    }
  g_array_append_val (self->groups, group);
  return TRUE;
}

/* FALSE with an error, or after a critical if no group is open. */
static gboolean
enter_open_group (TroveDocument *self, const char *function, GError **error)
{
  if (!trove_document_enter_group (self, error))
    return FALSE;
  if (self->groups->len > 0)
    return TRUE;

  g_critical ("%s: no group is open", function);
  return FALSE;
}

/* Takes the innermost group, whose savepoint the caller clears. */
static TroveGroup
take_group (TroveDocument *self)
{
  TroveGroup last = g_array_index (self->groups, TroveGroup, self->groups->len - 1);

  self->groups->len--;
  return last;
}

/* Ends the innermost group. back: takes back its edits. */
static void
close_group (TroveDocument *self, gboolean back)
{
  TroveGroup group = take_group (self);

  trove_document_begin_change (self);
  if (back)
    trove_editor_restore (&self->editor, &group.savepoint);
  else
    trove_view_clear (&group.savepoint.view);
  trove_document_end_change (self);
  trove_document_note_edit (self, NULL);
}

/* Ends the outermost group, and makes a step of its edits. */
static gboolean
end_outermost (TroveDocument *self, GError **error)
{
  TroveTurn turn = { self, NULL };

  if (self->editor.ownerless->len > 0 && !trove_document_begin_turn (&turn, self, error))
    return FALSE;
  if (!commit (self, self->group_label, NULL, error))
    {
      trove_document_drop_turn (&turn);
      return FALSE;
    }
  close_group (self, FALSE);
  trove_document_trim (self);
  trove_document_end_turn (&turn);
  return TRUE;
}

/**
 * trove_document_end:
 * @self: a document of the calling thread, with an open group
 * @error: return location for an error
 *
 * Ends the group that was begun last. The outermost group makes a step of its edits, as
 * [method@Trove.Document.commit].
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_BUSY while a list emits, or an error as of [method@Trove.Document.commit]; then
 *   the group is still open
 *
 * Since: 1.0
 */
gboolean
trove_document_end (TroveDocument *self, GError **error)
{
  g_autoptr (TroveDocument) keep = NULL;
  gboolean done = TRUE;

  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!enter_open_group (self, "trove_document_end", error))
    return FALSE;

  keep = g_object_ref (self);
  if (self->groups->len == 1)
    done = end_outermost (self, error);
  else
    close_group (self, FALSE);
  trove_document_tell (self);
  return done;
}

/* Takes back the edits of the innermost group, which stays open. */
static void
restore_group (TroveDocument *self, gboolean back)
{
  TroveSavepoint *savepoint = &g_array_index (self->groups, TroveGroup, self->groups->len - 1).savepoint;
  TroveSavepoint again = *savepoint;

  if (!back)
    return;
  trove_view_copy (&savepoint->view, &again.view);
  trove_document_begin_change (self);
  trove_editor_restore (&self->editor, savepoint);
  *savepoint = again;
  trove_document_end_change (self);
  trove_document_note_edit (self, NULL);
}

/* Takes back the edits of the innermost group. go_back: goes back to its savepoint, if there were edits. */
static gboolean
take_back (TroveDocument *self, void (*go_back) (TroveDocument *self, gboolean back), GError **error)
{
  const TroveGroup *last = &g_array_index (self->groups, TroveGroup, self->groups->len - 1);
  const gboolean edited = self->editor.state.objects != last->savepoint.state.objects;
  g_autoptr (TroveDocument) keep = NULL;
  g_autoptr (GVariant) view_state = NULL;
  TroveTurn turn;

  if (edited && !trove_document_begin_turn (&turn, self, error))
    return FALSE;
  keep = g_object_ref (self);
  view_state = dup_variant (edited && self->groups->len == 1 ? self->group_view_state : self->view_state);
  go_back (self, edited);
  if (edited)
    trove_document_end_turn (&turn);
  trove_document_tell_view_state (self, view_state);
  return TRUE;
}

/**
 * trove_document_cancel:
 * @self: a document of the calling thread, with an open group
 * @error: return location for an error
 *
 * Ends the group that was begun last, and takes back its edits alone. Objects that were made in the group are gone for
 * good.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_BUSY while a value is copied or a list emits, %TROVE_ERROR_NO_MEMORY, or
 *   %TROVE_ERROR_WRONG_THREAD; then the group is still open
 *
 * Since: 1.0
 */
gboolean
trove_document_cancel (TroveDocument *self, GError **error)
{
  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return enter_open_group (self, "trove_document_cancel", error) && take_back (self, close_group, error);
}

/**
 * trove_document_restart_group:
 * @self: a document of the calling thread, with an open group
 * @error: return location for an error
 *
 * Takes back the edits of the group that was begun last, as [method@Trove.Document.cancel] does, and leaves the group open.
 *
 * A drag that makes its whole edit at each event of the pointer, from where the drag began, calls the function before each edit.
 *
 * Returns: %TRUE, or %FALSE with an error as of [method@Trove.Document.cancel]; then nothing was taken back
 *
 * Since: 1.0
 */
gboolean
trove_document_restart_group (TroveDocument *self, GError **error)
{
  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  return enter_open_group (self, "trove_document_restart_group", error) &&
         take_back (self, restore_group, error);
}

/* Going from version to version */

/* Makes a step the current one. The edits are committed. */
static void
go_to_step (TroveTurn *turn, TroveStep *step, GVariant *view_state)
{
  g_autoptr (GVariant) keep_state = dup_variant (view_state);
  TroveDocument *self = turn->document;
  const TroveKeyMap *before = self->editor.state.objects;

  trove_document_begin_change (self);
  trove_history_go_to (&self->history, step);
  set_merge_id (self, NULL);
  if (trove_upkeep_runs (&self->upkeep))
    trove_upkeep_go_to (&self->upkeep, before, step);
  trove_editor_go_to (&self->editor, &step->view, &step->state);
  trove_document_end_change (self);
  trove_document_trim (self);
  trove_document_end_turn (turn);
  trove_document_tell_view_state (self, keep_state);
}

gboolean
trove_document_begin_going (TroveTurn *turn, TroveDocument *self, GError **error)
{
  if (!trove_document_begin_turn (turn, self, error))
    return FALSE;
  if (commit (self, NULL, NULL, error))
    return TRUE;
  trove_document_drop_turn (turn);
  return FALSE;
}

void
trove_document_end_going (TroveTurn *turn)
{
  trove_document_trim (turn->document);
  trove_document_end_turn (turn);
  trove_document_tell (turn->document);
}

/* FALSE: the step cannot be read, and the turn is ended. */
static gboolean
read_to_go (TroveTurn *turn, TroveStep *step, GError **error)
{
  if (trove_document_read_step (turn->document, step, error))
    return TRUE;
  trove_document_end_going (turn);
  return FALSE;
}

/**
 * trove_document_undo:
 * @self: a document of the calling thread
 * @error: return location for an error
 *
 * Goes to the version before the current one, if no limit of the history has dropped that. Edits that are not committed are made a step first, which is then taken
 * back.
 *
 * Cost: constant, for a document without handles.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_REMOVED if there is no version before, or another error as of
 *   [method@Trove.Version.read] or [method@Trove.Document.commit]
 *
 * Since: 1.0
 */
gboolean
trove_document_undo (TroveDocument *self, GError **error)
{
  g_autoptr (TroveDocument) keep = NULL;
  TroveStep *step;
  TroveTurn turn;

  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!trove_document_enter_step (self, error))
    return FALSE;

  keep = g_object_ref (self);
  if (!trove_document_begin_going (&turn, self, error))
    return FALSE;
  step = trove_history_undo_step (&self->history);
  if (step == NULL)
    {
      trove_document_end_going (&turn);
      g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_REMOVED,
                           "There is nothing to undo: the history has no version before the current one");
      return FALSE;
    }
  if (!read_to_go (&turn, step, error))
    return FALSE;

  go_to_step (&turn, step, self->history.current->view_state_before);
  return TRUE;
}

/**
 * trove_document_redo:
 * @self: a document of the calling thread
 * @error: return location for an error
 *
 * Goes to the version that [method@Trove.Document.undo] came from last. Edits that are not committed are made a step
 * first: a branch, from which there is nothing to redo.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_REMOVED if there is no such version, or another error as of
 *   [method@Trove.Version.read] or [method@Trove.Document.commit]
 *
 * Since: 1.0
 */
gboolean
trove_document_redo (TroveDocument *self, GError **error)
{
  g_autoptr (TroveDocument) keep = NULL;
  TroveStep *step;
  TroveTurn turn;

  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!trove_document_enter_step (self, error))
    return FALSE;

  keep = g_object_ref (self);
  if (!trove_document_begin_going (&turn, self, error))
    return FALSE;
  step = trove_history_redo_step (&self->history);
  if (step == NULL)
    {
      trove_document_end_going (&turn);
      g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_REMOVED,
                           "There is nothing to redo: no undo has come to the current version");
      return FALSE;
    }
  if (!read_to_go (&turn, step, error))
    return FALSE;

  go_to_step (&turn, step, step->view_state);
  return TRUE;
}

static gboolean
check_in_history (const TroveDocument *self, const TroveStep *step, GError **error)
{
  if (trove_history_has (&self->history, step))
    return TRUE;
  if (trove_history_has (NULL, step) && step->origin == self->origin)
    g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_REMOVED,
                         "The version is not in the history of the document");
  else
    g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_FOREIGN, "The version is one of another document");
  return FALSE;
}

/**
 * trove_document_go_to:
 * @self: a document of the calling thread
 * @version: a version of the history
 * @error: return location for an error
 *
 * Goes to any version of the history. Edits that are not committed are made a step first.
 *
 * Cost: constant, for a document without handles.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_REMOVED for a version that is not in the history any more or is no step,
 *   %TROVE_ERROR_FOREIGN for one of another document, or another error as of [method@Trove.Version.read] or
 *   [method@Trove.Document.commit]
 *
 * Since: 1.0
 */
gboolean
trove_document_go_to (TroveDocument *self, TroveVersion *version, GError **error)
{
  g_autoptr (TroveDocument) keep = NULL;
  TroveStep *step;
  TroveTurn turn;

  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (trove_version_is_made (version), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  step = version->step;
  if (!trove_document_enter_step (self, error) || !check_in_history (self, step, error) ||
      !trove_document_read_step (self, step, error))
    return FALSE;

  keep = g_object_ref (self);
  if (!trove_document_begin_going (&turn, self, error))
    return FALSE;
  if (step != self->history.current)
    {
      go_to_step (&turn, step, step->view_state);
      return TRUE;
    }

  set_merge_id (self, NULL);
  trove_document_end_going (&turn);
  return TRUE;
}

/**
 * trove_document_set_saved:
 * @self: a document of the calling thread
 * @version: (nullable): a version of the history; %NULL for the current one
 * @error: return location for an error
 *
 * Notes that a version was saved, and the names and marks of all: [property@Trove.Document:modified] is %FALSE at that version. An application calls it
 * when it has written the version to a file of its own format. [method@Trove.Document.save] notes what it saves.
 *
 * Returns: %TRUE, or %FALSE with %TROVE_ERROR_REMOVED for a version that is not in the history, %TROVE_ERROR_FOREIGN for
 *   one of another document, or %TROVE_ERROR_WRONG_THREAD
 *
 * Since: 1.0
 */
gboolean
trove_document_set_saved (TroveDocument *self, TroveVersion *version, GError **error)
{
  TroveStep *step;

  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), FALSE);
  g_return_val_if_fail (version == NULL || trove_version_is_made (version), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!trove_document_enter (self, error))
    return FALSE;
  step = version != NULL ? version->step : self->history.current;
  if (!check_in_history (self, step, error))
    return FALSE;

  trove_history_set_saved (&self->history, step);
  self->history.marks.n_saved = self->history.marks.n;
  trove_document_tell (self);
  return TRUE;
}

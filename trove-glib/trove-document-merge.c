/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveDocument: merging versions. */

#include "whole-edit.h"

#include "state/state-merge.h"

#include "trove-merge-private.h"
#include "trove-version-private.h"

/* The version that both come from. NULL with FOREIGN. */
static TroveStep *
find_base (TroveDocument *self, TroveStep *theirs, GError **error)
{
  TroveStep *base;

  if (theirs->origin != self->origin)
    {
      g_set_error_literal (
          error, TROVE_ERROR, TROVE_ERROR_FOREIGN,
          "The version is of a document that this one was not branched from, nor from this one");
      return NULL;
    }
  base = trove_step_find_base (self->history.current, theirs);
  if (base == NULL)
    g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_FOREIGN,
                         "No version that both documents come from is in memory any more");
  return base;
}

/* A merge that changes nothing is an edit as well, since the next step is to have two parents. */
static gboolean
merge_states (TroveDocument *self, TroveStep *base, TroveStep *theirs, GArray *obstacles, GError **error)
{
  if (!trove_step_read (base, error) || !trove_step_read (theirs, error) ||
      !trove_state_merge (&self->editor, &base->state, &theirs->state, obstacles, error))
    return FALSE;
  return trove_document_has_edits (self) ||
         trove_editor_touch (&self->editor, self->editor.state.root, error) != NULL;
}

/* Merges a version that has something of its own. NULL: nothing has changed but for the commit. */
static TroveMerge *
merge (TroveDocument *self, TroveStep *base, TroveStep *theirs, GError **error)
{
  g_autoptr (GArray) obstacles = trove_obstacles_new ();
  TroveMerge *merge = NULL;

  if (merge_states (self, base, theirs, obstacles, error))
    {
      g_clear_pointer (&self->merge_id, g_free); /* the next step is not merged with the last one */
      self->merged = trove_step_ref (theirs);
      merge = trove_merge_new (self, obstacles, base, self->history.current, theirs);
    }
  return merge;
}

/**
 * trove_document_merge:
 * @self: a document of the calling thread
 * @version: a version of this document, or of one that was branched from it, or that it was branched from
 * @error: return location for an error
 *
 * Brings all changes of another version into the current state: what the version has changed since the version that both
 * come from. Edits that are not committed are made a step first. The result is an edit, to be committed or rolled back. The
 * version that the next commit makes has two parents, even if nothing differs.
 *
 * The two sides are *ours*, the current version, and *theirs*, the version that is merged. Both come from the *base*: the
 * latest version that both have among those that they were made from, as far as these are in memory. Objects are the same if
 * they have the same key.
 *
 * - What one side has changed is so afterwards. What both have changed in the same way is so.
 * - A property that both have changed differently is a conflict. Ours stays. Properties that belong together, by
 *   [func@Trove.param_spec_set_together], are as one.
 * - An object that one side has moved is there. If both have moved it to different owners, that is a conflict, and ours stays.
 * - An object that one side has removed, and the other has changed or needs, is there afterwards, with its owner, all that it
 *   owns, and the references to it. That is a conflict: who removed it is to be asked again.
 * - Two moves that put objects into each other are a conflict. The move of the object with the greatest key is taken back,
 *   whichever side made it.
 * - Lists are merged item by item. What both have inserted at one place stands there one after the other. An item that
 *   both have moved to different places of a list is a conflict.
 * - A reference that was cleared since its object was removed is no change: a side that sets it to another object wins.
 * - In sets and dictionaries of %TROVE_PARAM_BY_ELEMENT, elements are merged one by one.
 *
 * If the other document merges our version instead, it comes to the same state, but for the conflicts, where its own values
 * stay. A version that is merged a second time changes nothing.
 *
 * Documents hold the versions that their next merge needs, whatever their limits. If the latest common version is gone all the
 * same, such as where two branches of one history came apart, an earlier one is the base. Then the merge cannot tell a value that
 * one side has put back since from one that it never changed, and takes that of the other side.
 *
 * The result lists the conflicts. [method@Trove.Conflict.set_choice] decides one of them otherwise.
 *
 * The version may be one of a document on another thread, which is being edited. It needs not be in a history.
 *
 * Cost: of the changes of both sides, and of the versions since the base. The number of objects does not matter.
 *
 * Returns: (transfer full): the conflicts, or %NULL with %TROVE_ERROR_FOREIGN for a version of another document, and if no
 *   version that both come from is in memory, %TROVE_ERROR_BUSY while a group is open or a value is copied,
 *   %TROVE_ERROR_COPY_FAILED, %TROVE_ERROR_FULL, %TROVE_ERROR_NO_MEMORY or %TROVE_ERROR_WRONG_THREAD, with
 *   %TROVE_ERROR_TYPE_MISMATCH if an object has properties in one version that it does not have in the other, and that this
 *   program does not know, or with an error as of [method@Trove.Version.read]; then nothing has changed but that edits may have
 *   been committed
 *
 * Since: 1.0
 */
TroveMerge *
trove_document_merge (TroveDocument *self, TroveVersion *version, GError **error)
{
  g_autoptr (GArray) none = NULL;
  TroveMerge *result;
  TroveStep *base, *theirs;
  TroveWholeEdit edit;

  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), NULL);
  g_return_val_if_fail (trove_version_is_made (version), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  theirs = version->step;
  if (!trove_document_enter_step (self, error) || !trove_whole_edit_begin_with_commit (&edit, self, error))
    return NULL;
  base = find_base (self, theirs, error);
  if (base == NULL)
    {
      trove_whole_edit_end (&edit, FALSE);
      return NULL;
    }
  if (trove_lineage_is_in (theirs->lineage, self->history.current->lineage))
    {
      none = trove_obstacles_new ();
      result = trove_merge_new (self, none, base, self->history.current, theirs);
    }
  else
    result = merge (self, base, theirs, error);
  trove_step_unref (base);
  trove_whole_edit_end (&edit, result != NULL);
  return result;
}

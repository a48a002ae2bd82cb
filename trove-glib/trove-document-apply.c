/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveDocument: applying changes. */

#include "whole-edit.h"

#include "state/state-apply.h"

#include "trove-changes-private.h"
#include "trove-merge-private.h"

static gboolean
check_origin (const TroveDocument *self, TroveChanges *changes, GError **error)
{
  if (trove_direction_from (trove_changes_get_direction (changes))->origin == self->origin)
    return TRUE;
  g_set_error_literal (
      error, TROVE_ERROR, TROVE_ERROR_FOREIGN,
      "The changes are of a document that this one was not branched from, nor from this one");
  return FALSE;
}

/**
 * trove_document_apply:
 * @self: a document of the calling thread
 * @changes: changes between two versions of this document, or of one that was branched from it
 * @error: return location for an error
 *
 * Makes changes in the current state, which may be later than both versions of the changes. The changes are edits, to be
 * committed or rolled back by the caller.
 *
 * [method@Trove.Changes.inverse] takes back one old step, and not those that came later. [method@Trove.Changes.pick]
 * applies some of the changes alone.
 *
 * A change is made where the current state is as before the change. Where the current state is as after the change,
 * nothing is to be done. So changes that are applied to the version that they lead from give the one that they lead to,
 * and changes that are applied twice are made once. The exception is a list that refers to one object several times:
 * which of these references a change takes away cannot be told a second time.
 *
 * Everything else is a conflict, where the current state stays as it is:
 *
 * - An object that is removed has not been changed or moved since. It owns no object that stays, and no object that stays
 *   refers to it. Otherwise it stays, with all that it owns.
 * - An object that is added returns under its key, at its owner, with its properties and references. The owner is there.
 * - An object that is moved is where it was before the change.
 * - A property has the value before the change.
 *
 * Items of lists are found by their keys. An item that the changes insert or move is put behind the one in front of it, or
 * before the one behind it, as after the change. If neither is there, an item goes to the end if it was there; otherwise
 * an object of an owned list goes to the same position, and a reference behind the nearest item in front of it. Where the
 * current state has moved the item as well, the changes win.
 *
 * References to objects that are not there are left out, which is a conflict too.
 *
 * Cost: of the changes, of what the changed objects own, and of the number of changed lists' items that differ. The
 * number of objects does not matter.
 *
 * Returns: (transfer full): the conflicts, or %NULL with %TROVE_ERROR_FOREIGN for changes of another document,
 *   %TROVE_ERROR_BUSY while a group is open or a value is copied, %TROVE_ERROR_COPY_FAILED, %TROVE_ERROR_FULL,
 *   %TROVE_ERROR_NO_MEMORY or %TROVE_ERROR_WRONG_THREAD, or with %TROVE_ERROR_TYPE_MISMATCH if an object has properties in
 *   one version that it does not have in the other, and that this program does not know; then nothing has changed
 *
 * Since: 1.0
 */
TroveMerge *
trove_document_apply (TroveDocument *self, TroveChanges *changes, GError **error)
{
  g_autoptr (GArray) obstacles = NULL;
  TroveMerge *merge = NULL;
  TroveChangeSet set;
  TroveWholeEdit edit;
  TroveStep *ours;

  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), NULL);
  g_return_val_if_fail (trove_changes_is_made (changes), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!trove_document_enter_step (self, error) || !check_origin (self, changes, error) ||
      !trove_changes_read (changes, error) || !trove_whole_edit_begin (&edit, self, error))
    return NULL;
  ours = trove_document_dup_step (self, error);
  obstacles = trove_obstacles_new ();
  set = trove_changes_get_set (changes);
  if (ours != NULL && trove_state_apply (&self->editor, &set, obstacles, error))
    {
      const TroveDirection *direction = trove_changes_get_direction (changes);

      g_clear_pointer (&self->merge_id, g_free); /* the next step is not merged with the last one */
      merge = trove_merge_new (self, obstacles, trove_direction_from (direction), ours,
                               trove_direction_to (direction));
    }
  g_clear_pointer (&ours, trove_step_unref);
  trove_whole_edit_end (&edit, merge != NULL);
  return merge;
}

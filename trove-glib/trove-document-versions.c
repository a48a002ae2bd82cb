/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* TroveDocument: the versions of the history, and those that are made of the current state: frozen, compared, branched. */

#include "document.h"

#include <string.h>

#include "trove-changes-private.h"
#include "trove-version-private.h"

/**
 * trove_document_dup_current: (get-property current)
 * @self: a document
 *
 * Returns the version that the document is at, without the edits that are not committed.
 *
 * Returns: (transfer full): the current version
 *
 * Since: 1.0
 */
TroveVersion *
trove_document_dup_current (TroveDocument *self)
{
  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), NULL);

  return trove_document_may_read (self) ? trove_version_of (self->history.current) : NULL;
}

/**
 * trove_document_dup_saved: (get-property saved)
 * @self: a document
 *
 * Returns the version that was saved last.
 *
 * Returns: (transfer full) (nullable): the saved version, or %NULL if none was saved, or the history does not have it any more
 *
 * Since: 1.0
 */
TroveVersion *
trove_document_dup_saved (TroveDocument *self)
{
  TroveStep *saved;

  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), NULL);

  saved = trove_document_may_read (self) ? trove_history_saved (&self->history) : NULL;
  return saved != NULL ? trove_version_of (saved) : NULL;
}

/**
 * trove_document_dup_versions:
 * @self: a document
 *
 * Lists all versions of the history. [method@Trove.Version.dup_parents] says how they form a tree.
 *
 * Returns: (transfer container) (element-type TroveVersion): the versions in the order in which they were made
 *
 * Since: 1.0
 */
GPtrArray *
trove_document_dup_versions (TroveDocument *self)
{
  GPtrArray *versions = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), versions);

  if (trove_document_may_read (self))
    for (guint i = 0; i < self->history.n_steps; i++)
      g_ptr_array_add (versions, trove_version_of (trove_history_nth (&self->history, i)));
  return versions;
}

/* FALSE: the text is no id of a version. */
static gboolean
parse_id (const char *text, guint64 id[2])
{
  if (strspn (text, "0123456789abcdefABCDEF") != 32 || text[32] != '\0')
    return FALSE;
  id[0] = id[1] = 0;
  for (guint i = 0; i < 32; i++)
    id[i / 16] = id[i / 16] << 4 | (guint64) g_ascii_xdigit_value (text[i]);
  return TRUE;
}

/**
 * trove_document_dup_version:
 * @self: a document of the calling thread
 * @id: an id, as [method@Trove.Version.dup_id] returns it
 *
 * Finds the version of the history that has an id.
 *
 * Cost: a walk over the versions of the history, from the latest one on, up to that one. Only that one is made into an object.
 *
 * Returns: (transfer full) (nullable): the version, or %NULL if the history has no version with the id, or the text is no id
 *
 * Since: 1.0
 */
TroveVersion *
trove_document_dup_version (TroveDocument *self, const char *id)
{
  guint64 sought[2];

  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  if (!trove_document_may_read (self) || !parse_id (id, sought))
    return NULL;
  for (guint i = self->history.n_steps; i-- > 0;)
    {
      TroveStep *step = trove_history_nth (&self->history, i);

      if (step->lineage->id[0] == sought[0] && step->lineage->id[1] == sought[1])
        return trove_version_of (step);
    }
  return NULL;
}

/**
 * trove_document_get_history: (get-property history)
 * @self: a document of the calling thread
 *
 * Returns the versions of the history as a list model, for a list of versions in a window. They stand in the order in which they
 * were made; [method@Trove.Version.dup_parents] says how they form a tree.
 *
 * The list emits [signal@Gio.ListModel::items-changed] when a version was made, replaced or dropped, before the document's own
 * properties are notified.
 *
 * Cost: a version is made into an object when it is asked for. While the list exists, each version takes 8 bytes more.
 *
 * Returns: (transfer none) (nullable): the list, which the document holds from now on; %NULL after a critical on another thread
 *
 * Since: 1.0
 */
GListModel *
trove_document_get_history (TroveDocument *self)
{
  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), NULL);

  if (!trove_document_may_read (self))
    return NULL;
  if (self->version_list == NULL)
    self->version_list = trove_version_list_new (&self->history);
  return G_LIST_MODEL (self->version_list);
}

/* The version of the last freeze, if it is as now. The own sub-arena is frozen. */
static TroveVersion *
dup_frozen (TroveDocument *self)
{
  g_autoptr (TroveVersion) version = g_weak_ref_get (&self->frozen);

  if (version == NULL || version->step->view_state != self->view_state ||
      version->step->state.objects->content != self->editor.state.objects->content)
    return NULL;
  return g_steal_pointer (&version);
}

/**
 * trove_document_freeze:
 * @self: a document of the calling thread
 * @error: return location for an error
 *
 * Returns the current state as a version, with the edits that are not committed. The version is no step: it is not in
 * the history. If there are no edits, it is the current version. If there are none since the last call, it is the version that
 * that call has returned, as long as somebody holds it. So a view compares two pointers to find out whether it is up to date.
 *
 * Any thread can read the version, while the document is edited. A group may be open.
 *
 * Returns: (transfer full): a version, or %NULL with %TROVE_ERROR_NO_MEMORY, %TROVE_ERROR_BUSY while a value is copied,
 *   or %TROVE_ERROR_WRONG_THREAD
 *
 * Since: 1.0
 */
TroveVersion *
trove_document_freeze (TroveDocument *self, GError **error)
{
  TroveVersion *version;
  TroveStep *step;

  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!trove_document_enter_freeze (self, error))
    return NULL;
  if (!trove_document_has_edits (self))
    return trove_version_of (self->history.current);
  if (!trove_core_freeze (&self->core, error))
    return NULL;
  version = dup_frozen (self);
  if (version != NULL)
    return version;

  step = trove_document_make_step (self, NULL, NULL);
  version = trove_version_of (step);
  trove_step_unref (step);
  g_weak_ref_set (&self->frozen, version);
  return version;
}

/**
 * trove_document_compare:
 * @self: a document of the calling thread
 * @version: (nullable): a version of the document, or of one that was branched from it; %NULL for the current one
 * @error: return location for an error
 *
 * Finds all differences between a version and the current state, with the edits that are not committed. With %NULL,
 * these edits are the differences.
 *
 * The current state is frozen as by [method@Trove.Document.freeze], so objects without an owner are among the differences:
 * a commit would drop them.
 *
 * Cost: of the objects that were changed since the version, not of the number of objects.
 *
 * Returns: (transfer full): the changes from @version to the current state, or %NULL with %TROVE_ERROR_FOREIGN for a
 *   version of another document, or another error as of [method@Trove.Version.read] or [method@Trove.Document.freeze]
 *
 * Since: 1.0
 */
TroveChanges *
trove_document_compare (TroveDocument *self, TroveVersion *version, GError **error)
{
  g_autoptr (TroveVersion) now = NULL;

  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), NULL);
  g_return_val_if_fail (version == NULL || trove_version_is_made (version), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  now = trove_document_freeze (self, error);
  if (now == NULL)
    return NULL;
  return trove_changes_new (version != NULL ? version->step : self->history.current, now->step, error);
}

/**
 * trove_document_branch:
 * @self: a document of the calling thread
 * @version: (nullable): a version of the document or of one that it was branched from; %NULL for the current one
 * @error: return location for an error
 *
 * Makes a second document that begins with a version of this one, and shares all memory with it. The two are edited
 * apart, and merged by [method@Trove.Document.merge]. The new document belongs to the calling thread;
 * [method@Trove.Document.transfer] gives it to another. It holds the version that it begins with.
 *
 * Edits of this document that are not committed are not part of the current version.
 *
 * Returns: (transfer full): a new document, or %NULL with %TROVE_ERROR_REMOVED for a version that is not in the history
 *   any more or is no step, %TROVE_ERROR_FOREIGN for one of another document, %TROVE_ERROR_BUSY while a group is open or a value is
 *   copied, %TROVE_ERROR_WRONG_THREAD, or an error as of [method@Trove.Version.read]
 *
 * Since: 1.0
 */
TroveDocument *
trove_document_branch (TroveDocument *self, TroveVersion *version, GError **error)
{
  TroveDocument *branch;
  TroveStepInfo info;
  TroveStep *base;

  g_return_val_if_fail (TROVE_IS_DOCUMENT (self), NULL);
  g_return_val_if_fail (version == NULL || trove_version_is_made (version), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!trove_document_enter_step (self, error))
    return NULL;
  base = version != NULL ? version->step : self->history.current;
  if (base->origin != self->origin)
    {
      g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_FOREIGN, "The version is one of another document");
      return NULL;
    }
  if (trove_history_has (NULL, base))
    {
      g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_REMOVED,
                           "The version is not in the history of a document");
      return NULL;
    }
  if (!trove_document_read_step (self, base, error))
    return NULL;

  trove_step_set_branched (base);
  branch = g_object_new (TROVE_TYPE_DOCUMENT, NULL);
  trove_editor_go_to (&branch->editor, &base->view, &base->state);
  info = (TroveStepInfo){
    .origin = base->origin,
    .view = &base->view,
    .state = &base->state,
    .lineage = trove_lineage_ref (base->lineage),
    .label = base->label,
    .before = base,
    .view_state = base->view_state,
  };
  trove_document_start (branch, trove_step_new (&info));
  trove_history_add_base (&branch->history, base);
  return branch;
}

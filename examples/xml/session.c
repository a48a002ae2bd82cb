/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "session.h"

#include "progress.h"

#define N_SAMPLES 50      /* versions that are sampled, about, spread over all */
#define N_LAST 5          /* versions of each editor that are sampled besides */
#define N_MARKS 16        /* versions to go to, spread over those that the history has */
#define SAVE_INTERVAL 100 /* edits after which the document counts as saved, unless the first version does */

static void
keep_named (DocumentSession *self, DocumentEditor *editor)
{
  if (self->settings.keeps_named)
    g_ptr_array_add (self->named, trove_document_dup_current (editor->document));
}

static gboolean
sample_current (DocumentSession *self, DocumentEditor *editor, GError **error)
{
  g_autoptr (TroveVersion) version = trove_document_dup_current (editor->document);

  return document_history_sample (self->digests, version, error);
}

static gboolean
sample_all (DocumentSession *self, GError **error)
{
  g_autoptr (GPtrArray) versions = trove_document_dup_versions (self->editor->document);

  for (guint i = 0; i < versions->len; i++)
    if (!document_history_sample (self->digests, g_ptr_array_index (versions, i), error))
      return FALSE;
  return TRUE;
}

/* Samples what is to be checked. With a limit, these are all versions that the history has at the end: those that it has when
 * as many edits are left as the limit allows, and all that follow. n_left: edits of the editor until a merge or the end. */
static gboolean
sample_if_due (DocumentSession *self, DocumentEditor *editor, gint64 n_left, GError **error)
{
  gint64 limit = self->settings.history_limit, n_edits = self->settings.n_edits;
  gint64 n_to_do = n_edits - self->n_done;
  gboolean is_due;

  if (limit > 0 && n_to_do == MIN (limit, n_edits - 1))
    return sample_all (self, error);
  if (limit > 0)
    is_due = n_to_do <= limit;
  else
    is_due = n_left < N_LAST || self->n_done % MAX (1, n_edits / N_SAMPLES) == 0;
  return !is_due || sample_current (self, editor, error);
}

/* Begins a session with a loaded document. All of the session but the settings is zeroed. */
gboolean
document_session_begin (DocumentSession *self, TroveDocument *document, GError **error)
{
  self->editor = document_editor_new (document, (guint32) self->settings.seed);
  self->digests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->named = g_ptr_array_new_with_free_func (g_object_unref);
  self->marks = g_ptr_array_new_with_free_func (g_object_unref);
  keep_named (self, self->editor);
  trove_document_set_max_versions (document, (guint) self->settings.history_limit);
  return trove_document_set_saved (document, NULL, error) && sample_current (self, self->editor, error);
}

/* Going from version to version */

/* Undoes some steps, and redoes one of them half of the times. */
static gboolean
undo (DocumentSession *self, GError **error)
{
  TroveDocument *document = self->editor->document;

  for (gint n = g_rand_int_range (self->editor->rand, 1, 4); n > 0 && trove_document_get_can_undo (document);
       n--, self->n_undone++)
    if (!trove_document_undo (document, error))
      return FALSE;

  if (!g_rand_boolean (self->editor->rand) || !trove_document_get_can_redo (document))
    return TRUE;
  self->n_redone++;
  return trove_document_redo (document, error);
}

/* Goes to a random one of the marked versions, if it has not left the history. */
static gboolean
visit (DocumentSession *self, GError **error)
{
  guint index = (guint) g_rand_int_range (self->editor->rand, 0, (gint32) self->marks->len);
  g_autoptr (GError) refusal = NULL;

  if (trove_document_go_to (self->editor->document, g_ptr_array_index (self->marks, index), &refusal))
    self->n_visited++;
  else if (!g_error_matches (refusal, TROVE_ERROR, TROVE_ERROR_REMOVED))
    {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  return TRUE;
}

static gboolean
wander (DocumentSession *self, GError **error)
{
  const DocumentSettings *settings = &self->settings;
  gint64 n_versions = settings->history_limit > 0 ? settings->history_limit : settings->n_edits;
  gint32 draw;

  if (self->n_done % (n_versions / (2 * N_MARKS) + 1) == 0)
    {
      if (self->marks->len == N_MARKS)
        g_ptr_array_remove_index (self->marks, 0);
      g_ptr_array_add (self->marks, trove_document_dup_current (self->editor->document));
    }

  draw = g_rand_int_range (self->editor->rand, 0, 50);
  if (draw == 0)
    return undo (self, error);
  return draw > 1 || self->marks->len == 0 || visit (self, error);
}

/* Editing */

static void
end_step (DocumentSession *self, DocumentStep step)
{
  if (self->step_ended != NULL)
    self->step_ended (step, self->step_data);
}

static gboolean
edit (DocumentSession *self, DocumentEditor *editor, gint64 n_left, GError **error)
{
  self->n_branches += trove_document_get_can_redo (editor->document);
  end_step (self, DOCUMENT_STEP_OTHER);
  if (!document_editor_edit (editor, error))
    return FALSE;
  end_step (self, DOCUMENT_STEP_EDIT);
  if (!trove_document_commit (editor->document, "Edit", error))
    return FALSE;
  end_step (self, DOCUMENT_STEP_COMMIT);
  progress_show ("editing", ++self->n_done, (guint64) self->settings.n_edits);
  return sample_if_due (self, editor, n_left, error);
}

static gboolean
edit_alone (DocumentSession *self, gint64 n_edits, GError **error)
{
  while (n_edits-- > 0)
    if (!edit (self, self->editor, n_edits, error) || !wander (self, error) ||
        (!self->settings.keeps_saved && self->n_done % SAVE_INTERVAL == 0 &&
         !trove_document_set_saved (self->editor->document, NULL, error)))
      return FALSE;
  return TRUE;
}

/* Makes the changes of the second editor in the document of the first. Where the two are in conflict, the first stands. base:
 * the version that both began with */
static gboolean
merge (DocumentSession *self, TroveVersion *base, GError **error)
{
  g_autoptr (TroveVersion) version = trove_document_dup_current (self->second->document);
  g_autoptr (TroveChanges) changes = NULL;
  g_autoptr (TroveMerge) conflicts = NULL;

  end_step (self, DOCUMENT_STEP_OTHER);
  changes = trove_version_compare (base, version, error);
  conflicts = changes != NULL ? trove_document_apply (self->editor->document, changes, error) : NULL;
  if (conflicts == NULL || !trove_document_commit (self->editor->document, "Merge", error))
    return FALSE;
  end_step (self, DOCUMENT_STEP_MERGE);

  self->n_conflicts = g_list_model_get_n_items (G_LIST_MODEL (conflicts));
  for (guint i = 0; i < DOCUMENT_N_EDITS; i++)
    self->editor->n_edits[i] += self->second->n_edits[i];
  if (self->settings.history_limit > 0)
    g_clear_pointer (&self->second, document_editor_free);
  return sample_current (self, self->editor, error);
}

/* A second editor edits a branch. The editors take turns, and are merged. */
static gboolean
edit_apart (DocumentSession *self, gint64 n_edits, GError **error)
{
  g_autoptr (TroveVersion) base = trove_document_dup_current (self->editor->document);
  g_autoptr (TroveDocument) branch = NULL;

  end_step (self, DOCUMENT_STEP_OTHER);
  branch = trove_document_branch (self->editor->document, NULL, error);
  if (branch == NULL)
    return FALSE;
  end_step (self, DOCUMENT_STEP_BRANCH);

  trove_document_set_max_versions (branch, (guint) self->settings.history_limit);
  self->second = document_editor_branch (self->editor, branch);
  while (n_edits-- > 0)
    if (!edit (self, self->editor, n_edits, error) || !edit (self, self->second, n_edits, error))
      return FALSE;

  keep_named (self, self->editor);
  keep_named (self, self->second);
  return merge (self, base, error);
}

gboolean
document_session_run (DocumentSession *self, GError **error)
{
  gint64 n_alone = self->settings.n_edits / 2, n_apart = self->settings.n_edits / 6;

  if (!edit_alone (self, n_alone, error) || !edit_apart (self, n_apart, error) ||
      !edit_alone (self, self->settings.n_edits - n_alone - 2 * n_apart, error))
    return FALSE;
  keep_named (self, self->editor);
  return TRUE;
}

/* Checks the versions that are still in the histories. */
gboolean
document_session_check (DocumentSession *self, GError **error)
{
  g_autoptr (GPtrArray) versions = trove_document_dup_versions (self->editor->document);

  if (self->second != NULL)
    {
      GPtrArray *others = trove_document_dup_versions (self->second->document);

      g_ptr_array_remove_index (others, 0); /* the version that both begin with */
      g_ptr_array_extend_and_steal (versions, others);
    }
  self->n_versions = versions->len;
  return document_history_check (self->digests, versions, &self->n_checked, error);
}

void
document_session_clear (DocumentSession *self)
{
  g_clear_pointer (&self->second, document_editor_free);
  g_clear_pointer (&self->editor, document_editor_free);
  g_clear_pointer (&self->digests, g_hash_table_unref);
  g_clear_pointer (&self->named, g_ptr_array_unref);
  g_clear_pointer (&self->marks, g_ptr_array_unref);
}

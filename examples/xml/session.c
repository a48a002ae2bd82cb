/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "session.h"

#define N_SAMPLES 50      /* versions that are sampled, about, spread over all */
#define N_LAST 5          /* versions of each editor that are sampled besides */
#define N_MARKS 16        /* versions to go to, spread over those that the history has */
#define SAVE_INTERVAL 100 /* edits after which the document counts as saved, unless the first version does */

static gboolean
sample_current (DocumentSession *self, TroveDocument *document, GError **error)
{
  g_autoptr (TroveVersion) version = trove_document_dup_current (document);

  return document_history_sample (self->digests, version, error);
}

static gboolean
sample_all (DocumentSession *self, TroveDocument *document, GError **error)
{
  g_autoptr (GPtrArray) versions = trove_document_dup_versions (document);

  for (guint i = 0; i < versions->len; i++)
    if (!document_history_sample (self->digests, g_ptr_array_index (versions, i), error))
      return FALSE;
  return TRUE;
}

/* Samples what is to be checked. With a limit, these are all versions that the history has at the end: those that it has when
 * as many edits are left as the limit allows, and all that follow. n_left: edits of the editor until a merge or the end. */
static gboolean
sample_if_due (DocumentSession *self, TroveDocument *document, gint64 n_left, GError **error)
{
  gint64 limit = self->settings.history_limit, n_edits = self->settings.n_edits;

  if (limit > 0 && n_edits - self->n_done == MIN (limit, n_edits - 1))
    return sample_all (self, self->editor->document, error);
  if (limit > 0 ? n_edits - self->n_done > limit :
                  self->n_done % MAX (1, n_edits / N_SAMPLES) != 0 && n_left >= N_LAST)
    return TRUE;
  return sample_current (self, document, error);
}

static void
set_limit (DocumentSession *self, TroveDocument *document)
{
  if (self->settings.history_limit > 0)
    g_object_set (document, "max-versions", (guint) self->settings.history_limit, NULL);
}

static void
name_current (DocumentSession *self, DocumentNamed name, DocumentEditor *editor)
{
  if (self->settings.keeps_named)
    self->named[name] = trove_document_dup_current (editor->document);
}

/* Starts a session with a loaded document. The memory of the session is zeroed. */
gboolean
document_session_init (DocumentSession *self, TroveDocument *document, const DocumentSettings *settings,
                       GError **error)
{
  self->settings = *settings;
  self->editor = document_editor_new (document, (guint32) settings->seed);
  self->digests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->marks = g_ptr_array_new_with_free_func (g_object_unref);
  name_current (self, DOCUMENT_FIRST, self->editor);
  set_limit (self, document);
  return trove_document_set_saved (document, NULL, error) && sample_current (self, document, error);
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

/* Goes to a random one of the marked versions. */
static gboolean
visit (DocumentSession *self, GError **error)
{
  guint index = (guint) g_rand_int_range (self->editor->rand, 0, (gint32) self->marks->len);
  g_autoptr (GError) refusal = NULL;

  if (trove_document_go_to (self->editor->document, g_ptr_array_index (self->marks, index), &refusal))
    self->n_visited++;
  else if (!g_error_matches (refusal, TROVE_ERROR, TROVE_ERROR_REMOVED)) /* it has left the history */
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

  if (self->n_done % (n_versions / (2 * N_MARKS) + 1) == 0)
    {
      if (self->marks->len == N_MARKS)
        g_ptr_array_remove_index (self->marks, 0);
      g_ptr_array_add (self->marks, trove_document_dup_current (self->editor->document));
    }

  switch (g_rand_int_range (self->editor->rand, 0, 50))
    {
    case 0:
      return undo (self, error);
    case 1:
      return self->marks->len == 0 || visit (self, error);
    default:
      return TRUE;
    }
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
  self->n_done++;
  return sample_if_due (self, editor->document, n_left, error);
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

/* A second editor edits a branch. The editors take turns. */
static gboolean
edit_apart (DocumentSession *self, gint64 n_edits, GError **error)
{
  g_autoptr (TroveDocument) branch = NULL;

  end_step (self, DOCUMENT_STEP_OTHER);
  branch = trove_document_branch (self->editor->document, NULL, error);
  if (branch == NULL)
    return FALSE;
  end_step (self, DOCUMENT_STEP_BRANCH);

  set_limit (self, branch);
  self->second = document_editor_branch (self->editor, branch);
  while (n_edits-- > 0)
    if (!edit (self, self->editor, n_edits, error) || !edit (self, self->second, n_edits, error))
      return FALSE;

  name_current (self, DOCUMENT_LAST_A, self->editor);
  name_current (self, DOCUMENT_LAST_B, self->second);
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
  return sample_current (self, self->editor->document, error);
}

gboolean
document_session_run (DocumentSession *self, GError **error)
{
  gint64 n_alone = self->settings.n_edits / 2, n_apart = self->settings.n_edits / 6;
  g_autoptr (TroveVersion) base = NULL;

  if (!edit_alone (self, n_alone, error))
    return FALSE;
  base = trove_document_dup_current (self->editor->document);
  if (!edit_apart (self, n_apart, error) || !merge (self, base, error))
    return FALSE;
  g_clear_object (&base);
  if (!edit_alone (self, self->settings.n_edits - n_alone - 2 * n_apart, error))
    return FALSE;
  name_current (self, DOCUMENT_MERGED, self->editor);
  return TRUE;
}

/* Checks the versions that are still in the histories. */
gboolean
document_session_check (DocumentSession *self, guint *n_versions, guint *n_checked, GError **error)
{
  g_autoptr (GPtrArray) versions = trove_document_dup_versions (self->editor->document);

  if (self->second != NULL)
    {
      GPtrArray *others = trove_document_dup_versions (self->second->document);

      g_ptr_array_remove_index (others, 0); /* the version that both begin with */
      g_ptr_array_extend_and_steal (versions, others);
    }
  *n_versions = versions->len;
  return document_history_check (self->digests, versions, n_checked, error);
}

void
document_session_clear (DocumentSession *self)
{
  for (guint i = 0; i < DOCUMENT_N_NAMED; i++)
    g_clear_object (&self->named[i]);
  g_clear_pointer (&self->second, document_editor_free);
  g_clear_pointer (&self->editor, document_editor_free);
  g_clear_pointer (&self->digests, g_hash_table_unref);
  g_clear_pointer (&self->marks, g_ptr_array_unref);
}

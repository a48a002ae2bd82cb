/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "session.h"

/* About N_SAMPLES versions, spread over all, are sampled, and the last N_LAST of each editor. With a limit of the history,
 * these are all versions that the history has at the end. */
#define N_SAMPLES 50
#define N_LAST 5

/* The document is saved after so many edits, unless the first version is to be the saved one. Nothing is written. */
#define SAVE_INTERVAL 1000

/* Versions */

static gboolean
sample_current (DocumentSession *self, TroveDocument *document, GError **error)
{
  g_autoptr (TroveVersion) version = trove_document_dup_current (document);

  return document_history_sample (&self->history, version, error);
}

static gboolean
sample_all (DocumentSession *self, TroveDocument *document, GError **error)
{
  g_autoptr (GPtrArray) versions = trove_document_dup_versions (document);

  for (guint i = 0; i < versions->len; i++)
    if (!document_history_sample (&self->history, g_ptr_array_index (versions, i), error))
      return FALSE;
  return TRUE;
}

/* n_left: the number of versions until a merge or the end. */
static gboolean
sample_if_due (DocumentSession *self, TroveDocument *document, guint n_left, GError **error)
{
  const DocumentSettings *settings = &self->settings;

  if (settings->history_limit == 0)
    return (self->n_done % MAX (1, settings->n_edits / N_SAMPLES) != 0 && n_left >= N_LAST) ||
           sample_current (self, document, error);

  /* Later versions drive out all others, except those that are sampled here. */
  if (!self->samples_all && settings->n_edits - self->n_done <= settings->history_limit)
    {
      self->samples_all = TRUE;
      return sample_all (self, document, error);
    }
  return !self->samples_all || sample_current (self, document, error);
}

/* Keeps the current version to write it later. */
static void
name_version (DocumentSession *self, TroveVersion **name, DocumentEditor *editor)
{
  g_clear_object (name);
  if (self->settings.keeps_named)
    *name = trove_document_dup_current (editor->document);
}

static void
set_limit (DocumentSession *self, TroveDocument *document)
{
  if (self->settings.history_limit > 0)
    g_object_set (document, "max-versions", self->settings.history_limit, NULL);
}

/* Starts a session with a loaded document. The memory of the session is zeroed. */
gboolean
document_session_init (DocumentSession *self, TroveDocument *document, const DocumentSettings *settings,
                       GError **error)
{
  self->settings = *settings;
  self->editor = document_editor_new (document, settings->seed);
  document_history_init (&self->history);
  name_version (self, &self->first, self->editor);
  set_limit (self, document);
  return trove_document_set_saved (document, NULL, error) && sample_current (self, document, error);
}

/* Going from version to version */

/* Undoes some steps, and redoes one of them half of the times. */
static gboolean
undo (DocumentSession *self, GError **error)
{
  TroveDocument *document = self->editor->document;
  gint n = g_rand_int_range (self->editor->rand, 1, 4);

  for (; n > 0 && trove_document_get_can_undo (document); n--)
    {
      if (!trove_document_undo (document, error))
        return FALSE;
      self->n_undone++;
    }

  if (!g_rand_boolean (self->editor->rand) || !trove_document_get_can_redo (document))
    return TRUE;
  self->n_redone++;
  return trove_document_redo (document, error);
}

/* Goes to a random one of the marked versions. */
static gboolean
visit (DocumentSession *self, GError **error)
{
  TroveVersion **mark = &self->marks[g_rand_int_range (self->editor->rand, 0, DOCUMENT_N_MARKS)];
  g_autoptr (GError) refusal = NULL;

  if (*mark == NULL)
    return TRUE;
  if (trove_document_go_to (self->editor->document, *mark, &refusal))
    {
      self->n_visited++;
      return TRUE;
    }

  g_clear_object (mark);
  if (g_error_matches (refusal, TROVE_ERROR, TROVE_ERROR_REMOVED))
    return TRUE; /* it has left the history */
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

static gboolean
wander (DocumentSession *self, GError **error)
{
  const DocumentSettings *settings = &self->settings;
  guint n_versions = settings->history_limit > 0 ? settings->history_limit : settings->n_edits;
  guint interval = n_versions / (2 * DOCUMENT_N_MARKS) + 1;

  if (self->n_done % interval == 0)
    {
      TroveVersion **mark = &self->marks[self->n_done / interval % DOCUMENT_N_MARKS];

      g_clear_object (mark);
      *mark = trove_document_dup_current (self->editor->document);
    }

  switch (g_rand_int_range (self->editor->rand, 0, 50))
    {
    case 0:
      return undo (self, error);
    case 1:
      return visit (self, error);
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
edit (DocumentSession *self, DocumentEditor *editor, guint n_left, GError **error)
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
edit_alone (DocumentSession *self, guint n_edits, GError **error)
{
  for (guint i = 0; i < n_edits; i++)
    {
      if (!edit (self, self->editor, n_edits - 1 - i, error) || !wander (self, error))
        return FALSE;
      if (!self->settings.keeps_saved && self->n_done % SAVE_INTERVAL == 0 &&
          !trove_document_set_saved (self->editor->document, NULL, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
branch (DocumentSession *self, GError **error)
{
  g_autoptr (TroveDocument) document = NULL;

  end_step (self, DOCUMENT_STEP_OTHER);
  document = trove_document_branch (self->editor->document, NULL, error);
  if (document == NULL)
    return FALSE;
  end_step (self, DOCUMENT_STEP_BRANCH);

  set_limit (self, document);
  self->second = document_editor_branch (self->editor, document);
  return TRUE;
}

/* The editors take turns. */
static gboolean
edit_apart (DocumentSession *self, guint n_edits, GError **error)
{
  for (guint i = 0; i < n_edits; i++)
    if (!edit (self, self->editor, n_edits - 1 - i, error) ||
        !edit (self, self->second, n_edits - 1 - i, error))
      return FALSE;

  name_version (self, &self->last_a, self->editor);
  name_version (self, &self->last_b, self->second);
  return TRUE;
}

/* Without a limit, the versions of the second editor are kept as well. */
static gboolean
merge (DocumentSession *self, GError **error)
{
  TroveDocument *document = self->editor->document;

  end_step (self, DOCUMENT_STEP_OTHER);
  if (!document_editor_adopt (self->editor, self->second, error) ||
      !trove_document_commit (document, "Merge", error))
    return FALSE;
  end_step (self, DOCUMENT_STEP_MERGE);

  for (guint i = 0; i < DOCUMENT_N_EDITS; i++)
    self->n_edits_of[i] += self->second->n_edits[i];
  if (self->settings.history_limit > 0)
    g_clear_pointer (&self->second, document_editor_free);
  return sample_current (self, document, error);
}

gboolean
document_session_run (DocumentSession *self, GError **error)
{
  guint n_edits = self->settings.n_edits;
  guint n_alone = n_edits / 2, n_apart = n_edits / 6;

  if (!edit_alone (self, n_alone, error) || !branch (self, error) || !edit_apart (self, n_apart, error) ||
      !merge (self, error) || !edit_alone (self, n_edits - n_alone - 2 * n_apart, error))
    return FALSE;

  for (guint i = 0; i < DOCUMENT_N_EDITS; i++)
    self->n_edits_of[i] += self->editor->n_edits[i];
  return TRUE;
}

/* Checks the versions that are still in the histories. */
gboolean
document_session_check (DocumentSession *self, DocumentCheck *result, GError **error)
{
  g_autoptr (GPtrArray) versions = trove_document_dup_versions (self->editor->document);

  if (self->second != NULL)
    {
      GPtrArray *others = trove_document_dup_versions (self->second->document);

      g_ptr_array_remove_index (others, 0); /* the version that both begin with */
      g_ptr_array_extend_and_steal (versions, others);
    }
  return document_history_check (&self->history, versions, result, error);
}

void
document_session_clear (DocumentSession *self)
{
  for (guint i = 0; i < DOCUMENT_N_MARKS; i++)
    g_clear_object (&self->marks[i]);
  g_clear_object (&self->first);
  g_clear_object (&self->last_a);
  g_clear_object (&self->last_b);
  g_clear_pointer (&self->second, document_editor_free);
  g_clear_pointer (&self->editor, document_editor_free);
  document_history_clear (&self->history);
}

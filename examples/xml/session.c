/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "session.h"

/* About N_SAMPLES versions, spread over all, are sampled, and the last N_LAST of each editor. */
#define N_SAMPLES 50
#define N_LAST 5

/* Reading */

/* Keeps the loaded document as the first version, and continues in a branch of it. The rows of the loaded
 * arena have unused room, since they grow by doubling. Versions in that room would seem to take no memory. */
static gboolean
begin (DocumentSession *self, TroveArena *loaded, const TroveRef *root, GError **error)
{
  if (!trove_arena_set_root (loaded, root, error) || !document_history_keep (&self->history, loaded, error) ||
      !document_history_sample (&self->history, loaded, error))
    return FALSE;

  self->arena = trove_snapshot_branch (g_array_index (self->history.versions, DocumentVersion, 0).snapshot);
  return TRUE;
}

/* Starts a session with a loaded document. The memory of the session is zeroed. */
gboolean
document_session_init (DocumentSession *self, TroveArena *loaded, const TroveRef *root, guint n_edits,
                       guint32 seed, GError **error)
{
  const DocumentNode *node = trove_arena_get_raw (loaded, DOCUMENT_POOL_NODES, root, error);

  if (node == NULL)
    return FALSE;

  self->n_nodes = document_node_get_weight (node);
  self->n_edits = n_edits;
  self->n_edits_alone = n_edits / 2;
  self->n_edits_apart = n_edits / 6;
  self->sample_interval = MAX (1, n_edits / N_SAMPLES);

  /* A version for every edit, for the loaded document, and for the result of the merge. */
  document_history_init (&self->history, n_edits + 2);
  if (!begin (self, loaded, root, error))
    return FALSE;

  self->editor = document_editor_new (self->arena, root, seed, error);
  return self->editor != NULL;
}

/* Editing */

static void
end_step (DocumentSession *self, DocumentStep step)
{
  if (self->step_ended != NULL)
    self->step_ended (step, self->step_data);
}

/* Stores the digest of the last kept version if the version is to be sampled: one in sample_interval
 * versions, and the last ones before a merge or the end. n_left is the number of versions until then. */
static gboolean
sample_if_due (DocumentSession *self, TroveArena *arena, guint n_left, GError **error)
{
  guint i = self->history.versions->len - 1;

  if (i % self->sample_interval != 0 && n_left >= N_LAST)
    return TRUE;
  return document_history_sample (&self->history, arena, error);
}

static gboolean
edit (DocumentSession *self, DocumentEditor *editor, guint n_left, GError **error)
{
  end_step (self, DOCUMENT_STEP_OTHER);
  if (!document_editor_edit (editor, error))
    return FALSE;
  end_step (self, DOCUMENT_STEP_EDIT);
  if (!document_history_keep (&self->history, editor->arena, error))
    return FALSE;
  end_step (self, DOCUMENT_STEP_SNAPSHOT);
  return sample_if_due (self, editor->arena, n_left, error);
}

static gboolean
edit_alone (DocumentSession *self, guint n_edits, GError **error)
{
  for (guint i = 0; i < n_edits; i++)
    if (!edit (self, self->editor, n_edits - 1 - i, error))
      return FALSE;

  return TRUE;
}

static gboolean
branch (DocumentSession *self, GError **error)
{
  g_autoptr (TroveArena) clone = NULL;

  end_step (self, DOCUMENT_STEP_OTHER);
  clone = trove_arena_clone (self->arena, error);
  if (clone == NULL)
    return FALSE;
  end_step (self, DOCUMENT_STEP_CLONE);

  self->second = document_editor_branch (self->editor, clone);
  self->last_a = self->last_b = self->history.versions->len - 1;
  return TRUE;
}

/* The editors take turns, so that their versions alternate in the history. */
static gboolean
edit_apart (DocumentSession *self, GError **error)
{
  for (guint i = 0; i < self->n_edits_apart; i++)
    {
      guint n_left = self->n_edits_apart - 1 - i;

      if (!edit (self, self->editor, n_left, error))
        return FALSE;
      self->last_a = self->history.versions->len - 1;
      if (!edit (self, self->second, n_left, error))
        return FALSE;
      self->last_b = self->history.versions->len - 1;
    }

  return TRUE;
}

/* The merged arena reads the elements of both arenas, and its root is the document of the first. An
 * element that only the second document has is inserted by its ref, without a copy. */
static gboolean
merge (DocumentSession *self, GError **error)
{
  g_autoptr (TroveArena) merged = NULL;

  end_step (self, DOCUMENT_STEP_OTHER);
  merged = trove_arena_merge (self->arena, self->second->arena, error);
  if (merged == NULL)
    return FALSE;
  end_step (self, DOCUMENT_STEP_MERGE);

  g_set_object (&self->arena, merged);
  document_editor_set_arena (self->editor, merged);
  if (!trove_ref_is_null (&self->second->inserted) &&
      !document_editor_insert (self->editor, &self->second->inserted, error))
    return FALSE;

  for (guint i = 0; i < DOCUMENT_N_EDITS; i++)
    self->n_edits_of[i] += self->second->n_edits[i];
  g_clear_pointer (&self->second, document_editor_free);
  return document_history_keep (&self->history, merged, error) &&
         document_history_sample (&self->history, merged, error);
}

gboolean
document_session_run (DocumentSession *self, GError **error)
{
  guint n_edits_merged = self->n_edits - self->n_edits_alone - 2 * self->n_edits_apart;

  if (!edit_alone (self, self->n_edits_alone, error) || !branch (self, error) || !edit_apart (self, error) ||
      !merge (self, error) || !edit_alone (self, n_edits_merged, error))
    return FALSE;

  for (guint i = 0; i < DOCUMENT_N_EDITS; i++)
    self->n_edits_of[i] += self->editor->n_edits[i];
  return TRUE;
}

void
document_session_clear (DocumentSession *self)
{
  g_clear_pointer (&self->second, document_editor_free);
  g_clear_pointer (&self->editor, document_editor_free);
  g_clear_object (&self->arena);
  document_history_clear (&self->history);
}

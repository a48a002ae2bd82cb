/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "session.h"

#include "write.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define N_SAMPLES 50       /* versions that are sampled, about, spread over all */
#define N_LAST 5           /* versions of each editor that are sampled besides */
#define N_MARKS 16         /* versions to go to, spread over those that the history has */
#define SAVE_INTERVAL 100  /* edits after which the document counts as saved, unless the first version does */
#define BAR_INTERVAL 50000 /* µs */

/* Draws a bar over the last one, at most every BAR_INTERVAL, when the standard error is a terminal. */
static void
show_progress (const char *title, guint64 done, guint64 all)
{
  static const char bar[] = "##############################";
  static gint64 last; /* µs */
  gint64 now = g_get_monotonic_time ();

  if (!isatty (STDERR_FILENO) || (done < all && now - last < BAR_INTERVAL))
    return;
  last = now;
  fprintf (stderr, "\r%-10s [%-30.*s] %3d %%", title, (int) (30 * done / all), bar, (int) (100 * done / all));
}

static void
end_progress (void)
{
  if (isatty (STDERR_FILENO))
    fputs ("\r\033[K", stderr);
}

/* Versions that are checked or written at the end */

static void
keep_named (DocumentSession *self, DocumentEditor *editor)
{
  if (self->directory != NULL)
    g_ptr_array_add (self->named, trove_document_dup_current (editor->document));
}

/* Stores the digest of a version, for the check. */
gboolean
document_session_sample (DocumentSession *self, TroveVersion *version, GError **error)
{
  g_autofree char *id = trove_version_dup_id (version);
  char *digest;

  if (g_hash_table_contains (self->digests, id))
    return TRUE;
  digest = document_digest (version, error);
  if (digest == NULL)
    return FALSE;
  g_hash_table_insert (self->digests, g_steal_pointer (&id), digest);
  return TRUE;
}

static gboolean
sample_current (DocumentSession *self, DocumentEditor *editor, GError **error)
{
  g_autoptr (TroveVersion) version = trove_document_dup_current (editor->document);

  return document_session_sample (self, version, error);
}

static gboolean
sample_all (DocumentSession *self, GError **error)
{
  g_autoptr (GPtrArray) versions = trove_document_dup_versions (self->editor->document);

  for (guint i = 0; i < versions->len; i++)
    if (!document_session_sample (self, g_ptr_array_index (versions, i), error))
      return FALSE;
  return TRUE;
}

/* Samples what is to be checked. With a limit, these are all versions that the history has at the end: those that it has when
 * as many edits are left as the limit allows, and all that follow. n_left: edits of the editor until a merge or the end. */
static gboolean
sample_if_due (DocumentSession *self, DocumentEditor *editor, gint64 n_left, GError **error)
{
  gint64 limit = self->history_limit, n_to_do = self->n_edits - self->n_done;

  if (limit == 0)
    return (n_left >= N_LAST && self->n_done % MAX (1, self->n_edits / N_SAMPLES) != 0) ||
           sample_current (self, editor, error);
  if (n_to_do == MIN (limit, self->n_edits - 1))
    return sample_all (self, error);
  return n_to_do > limit || sample_current (self, editor, error);
}

/* Begins a session with a loaded document. All of the session but the options is zeroed. */
gboolean
document_session_begin (DocumentSession *self, TroveDocument *document, GError **error)
{
  self->editor = document_editor_new (document, (guint32) self->seed);
  self->digests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->named = g_ptr_array_new_with_free_func (g_object_unref);
  self->marks = g_ptr_array_new_with_free_func (g_object_unref);
  keep_named (self, self->editor);
  trove_document_set_max_versions (document, (guint) self->history_limit);
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
  gint64 n_versions = self->history_limit > 0 ? self->history_limit : self->n_edits;
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

static gboolean
edit (DocumentSession *self, DocumentEditor *editor, gint64 n_left, GError **error)
{
  self->n_branches += trove_document_get_can_redo (editor->document);
  self->step_ended (DOCUMENT_STEP_OTHER, self->step_data);
  if (!document_editor_edit (editor, error))
    return FALSE;
  self->step_ended (DOCUMENT_STEP_EDIT, self->step_data);
  if (!trove_document_commit (editor->document, "Edit", error))
    return FALSE;
  self->step_ended (DOCUMENT_STEP_COMMIT, self->step_data);
  show_progress ("editing", ++self->n_done, (guint64) self->n_edits);
  return sample_if_due (self, editor, n_left, error);
}

static gboolean
edit_alone (DocumentSession *self, gint64 n_edits, GError **error)
{
  while (n_edits-- > 0)
    if (!edit (self, self->editor, n_edits, error) || !wander (self, error) ||
        (!self->keeps_saved && self->n_done % SAVE_INTERVAL == 0 &&
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

  self->step_ended (DOCUMENT_STEP_OTHER, self->step_data);
  changes = trove_version_compare (base, version, error);
  conflicts = changes != NULL ? trove_document_apply (self->editor->document, changes, error) : NULL;
  if (conflicts == NULL || !trove_document_commit (self->editor->document, "Merge", error))
    return FALSE;
  self->step_ended (DOCUMENT_STEP_MERGE, self->step_data);

  self->n_conflicts = g_list_model_get_n_items (G_LIST_MODEL (conflicts));
  for (guint i = 0; i < DOCUMENT_N_EDITS; i++)
    self->editor->n_edits[i] += self->second->n_edits[i];
  if (self->history_limit > 0)
    g_clear_pointer (&self->second, document_editor_free);
  return sample_current (self, self->editor, error);
}

/* A second editor edits a branch, in turns with the first. Then the two are merged. */
static gboolean
edit_apart (DocumentSession *self, gint64 n_edits, GError **error)
{
  g_autoptr (TroveVersion) base = trove_document_dup_current (self->editor->document);
  g_autoptr (TroveDocument) branch = NULL;

  self->step_ended (DOCUMENT_STEP_OTHER, self->step_data);
  branch = trove_document_branch (self->editor->document, NULL, error);
  if (branch == NULL)
    return FALSE;
  self->step_ended (DOCUMENT_STEP_BRANCH, self->step_data);

  trove_document_set_max_versions (branch, (guint) self->history_limit);
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
  gint64 n_alone = self->n_edits / 2, n_apart = self->n_edits / 6;
  gboolean done = edit_alone (self, n_alone, error) && edit_apart (self, n_apart, error) &&
                  edit_alone (self, self->n_edits - n_alone - 2 * n_apart, error);

  end_progress ();
  keep_named (self, self->editor);
  return done;
}

/* The check */

/* On any thread. */
static void
check_version (gpointer version, gpointer session)
{
  G_LOCK_DEFINE_STATIC (result);
  DocumentSession *self = session;
  g_autofree char *id = trove_version_dup_id (version);
  const char *expected = g_hash_table_lookup (self->digests, id);
  g_autofree char *digest = NULL;
  g_autoptr (GError) error = NULL;

  if (expected == NULL)
    return;
  digest = document_digest (version, &error);
  if (digest != NULL && strcmp (digest, expected) != 0)
    error = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "version %s has changed", id);

  G_LOCK (result);
  if (error == NULL)
    show_progress ("checking", ++self->n_checked, g_hash_table_size (self->digests));
  else if (self->check_error == NULL)
    self->check_error = g_steal_pointer (&error);
  G_UNLOCK (result);
}

/* Checks the versions that are still in the histories: several threads write them and compare the digests. */
gboolean
document_session_check (DocumentSession *self, GError **error)
{
  g_autoptr (GPtrArray) versions = trove_document_dup_versions (self->editor->document);
  GThreadPool *pool = g_thread_pool_new (check_version, self, DOCUMENT_CHECK_THREADS, TRUE, error);

  if (pool == NULL)
    return FALSE;
  if (self->second != NULL)
    {
      GPtrArray *others = trove_document_dup_versions (self->second->document);

      g_ptr_array_remove_index (others, 0); /* the version that both begin with */
      g_ptr_array_extend_and_steal (versions, others);
    }
  self->n_versions = versions->len;
  for (guint i = 0; i < versions->len; i++)
    g_thread_pool_push (pool, g_ptr_array_index (versions, i), NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
  end_progress ();

  if (self->check_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->check_error));
  return FALSE;
}

void
document_session_clear (DocumentSession *self)
{
  g_clear_pointer (&self->second, document_editor_free);
  g_clear_pointer (&self->editor, document_editor_free);
  g_clear_pointer (&self->digests, g_hash_table_unref);
  g_clear_pointer (&self->named, g_ptr_array_unref);
  g_clear_pointer (&self->marks, g_ptr_array_unref);
  g_clear_pointer (&self->directory, g_free);
}

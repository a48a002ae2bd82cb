/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "session.h"

#define TYPED 4 /* edits that are merged into one step */

static guint
draw (TreeSession *self, guint n)
{
  return g_rand_int_range (self->random, 0, (gint32) n);
}

static void
note_current (TreeSession *self, TroveDocument *document)
{
  g_autoptr (TroveVersion) version = trove_document_dup_current (document);

  if (self->notes)
    tree_history_note (&self->history, version);
}

/* n_edits: as many as will be made, about. */
void
tree_session_init (TreeSession *self, TroveDocument *document, guint n_edits, guint32 seed)
{
  *self = (TreeSession){
    .random = g_rand_new_with_seed (seed),
    .notes = TRUE,
    .times = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n_edits),
  };
  self->editors[0] = tree_editor_new (document, self->random);
  tree_history_init (&self->history, n_edits);
  note_current (self, document);
}

void
tree_session_clear (TreeSession *self)
{
  g_clear_pointer (&self->editors[0], tree_editor_free);
  g_clear_pointer (&self->editors[1], tree_editor_free);
  g_clear_pointer (&self->random, g_rand_free);
  g_clear_pointer (&self->times, g_array_unref);
  tree_history_clear (&self->history);
}

/* Makes edits that belong to the open group or are not committed. */
static gboolean
edit (TreeSession *self, TreeEditor *editor, guint n, GError **error)
{
  for (; n > 0; n--)
    {
      if (!tree_editor_edit (editor, error))
        return FALSE;
      self->n_edits++;
      self->n_edits_of[editor->edit]++;
    }
  return TRUE;
}

/* Steps */

static gboolean
step_single (TreeSession *self, TreeEditor *editor, GError **error)
{
  gint64 time = g_get_monotonic_time ();

  if (!edit (self, editor, 1, error) ||
      !trove_document_commit (editor->document, tree_edit_get_label (editor->edit), error))
    return FALSE;
  time = g_get_monotonic_time () - time;
  g_array_append_val (self->times, time);
  return TRUE;
}

/* A group with a group in it, which is cancelled. */
static gboolean
step_group (TreeSession *self, TreeEditor *editor, GError **error)
{
  TroveDocument *document = editor->document;
  guint n = 2 + draw (self, 3);

  self->n_groups += n;
  self->n_cancelled++;
  return trove_document_begin (document, "Some edits", error) && edit (self, editor, n, error) &&
         trove_document_begin (document, NULL, error) && edit (self, editor, 1, error) &&
         trove_document_cancel (document, error) && trove_document_end (document, error);
}

static gboolean
step_cancelled (TreeSession *self, TreeEditor *editor, GError **error)
{
  TroveDocument *document = editor->document;
  guint n = 1 + draw (self, 3);

  self->n_cancelled += n;
  return trove_document_begin (document, "Nothing", error) && edit (self, editor, n, error) &&
         trove_document_cancel (document, error);
}

static gboolean
step_rolled_back (TreeSession *self, TreeEditor *editor, GError **error)
{
  self->n_cancelled++;
  return edit (self, editor, 1, error) && trove_document_rollback (editor->document, error);
}

/* Types some characters: all together are one step. */
static gboolean
step_typed (TreeSession *self, TreeEditor *editor, GError **error)
{
  TroveKey text = tree_editor_pick_text (editor);
  g_autofree char *merge_id = g_strdup_printf ("type %" G_GUINT64_FORMAT, text);

  if (text == 0)
    return step_single (self, editor, error);

  for (guint i = 0; i < TYPED; i++)
    {
      if (!tree_editor_type (editor, text, i, error) ||
          !trove_document_commit_full (editor->document, "Type", merge_id, error))
        return FALSE;
      note_current (self, editor->document);
      self->n_edits++;
      self->n_edits_of[TREE_EDIT_SET]++;
      self->n_merged += i > 0;
    }
  return TRUE;
}

/* Going from version to version */

static gboolean
step_undo (TreeSession *self, TreeEditor *editor, GError **error)
{
  if (!trove_document_get_can_undo (editor->document))
    return step_single (self, editor, error);
  self->n_undone++;
  return trove_document_undo (editor->document, error);
}

static gboolean
step_redo (TreeSession *self, TreeEditor *editor, GError **error)
{
  if (!trove_document_get_can_redo (editor->document))
    return step_undo (self, editor, error);
  self->n_redone++;
  return trove_document_redo (editor->document, error);
}

/* Any version of the document's history. */
static TroveVersion *
draw_version (TreeSession *self, TroveDocument *document)
{
  g_autoptr (GPtrArray) versions = trove_document_dup_versions (document);

  return g_object_ref (g_ptr_array_index (versions, draw (self, versions->len)));
}

static gboolean
step_go_to (TreeSession *self, TreeEditor *editor, GError **error)
{
  g_autoptr (TroveVersion) version = draw_version (self, editor->document);

  self->n_visited++;
  return trove_document_go_to (editor->document, version, error);
}

/* Makes a branch of the document at a random version. From then on each step is in one of both. */
gboolean
tree_session_branch (TreeSession *self, GError **error)
{
  TroveDocument *document = self->editors[0]->document;
  g_autoptr (TroveVersion) version = draw_version (self, document);
  g_autoptr (TroveDocument) branch = trove_document_branch (document, version, error);

  if (branch == NULL)
    return FALSE;
  self->editors[1] = tree_editor_new (branch, self->random);
  note_current (self, branch);
  return TRUE;
}

/* Makes a step: one to some edits, or a way to another version. */
gboolean
tree_session_step (TreeSession *self, GError **error)
{
  static const struct
  {
    guint until; /* of 100 */
    gboolean (*function) (TreeSession *, TreeEditor *, GError **);
    gboolean returns; /* to a version that was noted */
  } steps[] = {
    { 60, step_single, FALSE },     { 70, step_group, FALSE },    { 75, step_typed, FALSE },
    { 78, step_rolled_back, TRUE }, { 81, step_cancelled, TRUE }, { 91, step_undo, TRUE },
    { 96, step_redo, TRUE },        { 100, step_go_to, TRUE },
  };
  TreeEditor *editor = self->editors[self->editors[1] != NULL ? draw (self, 2) : 0];
  guint number = draw (self, 100), i = 0;

  while (number >= steps[i].until)
    i++;
  if (!steps[i].function (self, editor, error))
    return FALSE;
  note_current (self, editor->document);
  return !steps[i].returns || !self->notes ||
         tree_history_check_state (&self->history, editor->document, error);
}

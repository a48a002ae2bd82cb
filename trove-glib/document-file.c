/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "document-file.h"

#include <string.h>

#include "store/file.h"
#include "store/format.h"

TroveDocumentFile *
trove_document_file_new (guint mark)
{
  TroveDocumentFile *self = g_new0 (TroveDocumentFile, 1);

  self->mark = mark;
  self->left = g_array_new (FALSE, FALSE, 2 * sizeof (guint64));
  return self;
}

void
trove_document_file_free (TroveDocumentFile *self)
{
  trove_document_file_forget_changed (self);
  g_clear_object (&self->location);
  g_clear_pointer (&self->file, trove_file_free);
  g_clear_pointer (&self->stored, trove_step_unref);
  g_array_unref (self->left);
  g_free (self);
}

gboolean
trove_document_file_is_current (const TroveDocumentFile *self, const TroveHistory *history)
{
  return self->stored == history->current && self->left->len == 0 && self->n_turns == history->n_turns &&
         self->n_marks == history->marks.n;
}

void
trove_document_file_leave (TroveDocumentFile *self, const TroveStep *step)
{
  if (self != NULL && (step->stored_in & self->mark) != 0)
    g_array_append_vals (self->left, step->lineage->id, 1);
}

/* A file that another program has changed */

void
trove_document_file_forget_changed (TroveDocumentFile *self)
{
  g_clear_pointer (&self->changed, trove_file_free);
  g_clear_pointer (&self->theirs, trove_step_unref);
}

void
trove_document_file_set_changed (TroveDocumentFile *self, TroveFile *changed, TroveStep *theirs)
{
  trove_document_file_forget_changed (self);
  self->changed = changed;
  self->theirs = trove_step_ref (theirs);
}

static gboolean
is_version_of (const TroveVersionNode *node, const TroveStep *step)
{
  return node != NULL && trove_version_id_equal (node->id, step->lineage->id);
}

/* TRUE if the file knows the parents that a step has. */
static gboolean
has_parents (const TroveFile *file, const TroveVersionNode *node, const TroveStep *step)
{
  const TroveVersionNode *parent = (node->marks & (TROVE_VERSION_GAP | TROVE_VERSION_FOREIGN)) == 0 ?
                                       trove_version_graph_find (&file->versions, node->base) :
                                       NULL;

  return (step->parents[0] == NULL || is_version_of (parent, step->parents[0])) &&
         (step->parents[1] == NULL ||
          is_version_of (trove_version_graph_find (&file->versions, node->merged), step->parents[1]));
}

/* Notes whether the file has a step. *lacks: whether it lacks an earlier one. A step that it has outside of the history, as one that was
 * merged from a copy, has no place in it. */
static void
note_step (TroveDocumentFile *self, TroveStep *step, gboolean *lacks)
{
  const TroveVersionNode *node = trove_version_graph_find_id (&self->file->versions, step->lineage->id);

  if (node != NULL && (node->marks & TROVE_VERSION_IN_HISTORY) != 0)
    {
      step->stored_in |= self->mark;
      self->is_partial |= *lacks || !has_parents (self->file, node, step);
      return;
    }
  step->stored_in &= ~self->mark & TROVE_MARKS;
  self->is_partial |= node != NULL;
  *lacks = TRUE;
}

void
trove_document_file_follow (TroveDocumentFile *self, TroveHistory *history)
{
  gboolean lacks = FALSE;

  if (self->changed == NULL || !trove_lineage_is_in (self->theirs->lineage, history->current->lineage))
    return;

  g_clear_pointer (&self->file, trove_file_free);
  self->file = g_steal_pointer (&self->changed);
  trove_step_unref (self->stored);
  self->stored = g_steal_pointer (&self->theirs);
  self->has_one = g_hash_table_size (self->file->versions.by_number) == 1;
  self->is_partial = self->has_one;
  for (guint i = 0; i < history->n_steps; i++)
    note_step (self, trove_history_nth (history, i), &lacks);
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "merge-context.h"

TroveMergeContext *
trove_merge_context_new (TroveDocument *document, TroveStep *base, TroveStep *ours, TroveStep *theirs)
{
  TroveMergeContext *self = g_new0 (TroveMergeContext, 1);

  atomic_init (&self->count, 1);
  g_weak_ref_init (&self->document, document);
  self->steps[TROVE_CHOICE_BASE] = trove_step_ref (base);
  self->steps[TROVE_CHOICE_OURS] = trove_step_ref (ours);
  self->steps[TROVE_CHOICE_THEIRS] = trove_step_ref (theirs);
  return self;
}

TroveMergeContext *
trove_merge_context_ref (TroveMergeContext *self)
{
  trove_count_add (&self->count);
  return self;
}

void
trove_merge_context_unref (TroveMergeContext *self)
{
  if (!trove_count_drop (&self->count))
    return;

  g_weak_ref_clear (&self->document);
  g_clear_pointer (&self->committed, trove_lineage_let_go);
  for (guint i = 0; i < G_N_ELEMENTS (self->steps); i++)
    trove_step_unref (self->steps[i]);
  g_free (self);
}

gboolean
trove_merge_context_is_last (const TroveMergeContext *self)
{
  return atomic_load_explicit (&self->count, memory_order_relaxed) == 1;
}

void
trove_merge_context_commit (TroveMergeContext *self, TroveLineage *lineage)
{
  self->committed = trove_lineage_keep (lineage);
}

gboolean
trove_merge_context_stands (const TroveMergeContext *self, TroveLineage *current)
{
  if (self->is_rolled_back)
    return FALSE;
  return self->committed == NULL || trove_lineage_is_in (self->committed, current);
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "document-choose.h"

#include "whole-edit.h"

#include "state/state-choose.h"

static gboolean
check_stands (TroveDocument *self, const TroveMergeContext *context, GError **error)
{
  if (trove_merge_context_stands (context, self->history.current->lineage))
    return TRUE;
  g_set_error_literal (
      error, TROVE_ERROR, TROVE_ERROR_REMOVED,
      "The merge that the conflict is of was rolled back, or the document has gone to a version without it");
  return FALSE;
}

gboolean
trove_document_choose (TroveDocument *self, const TroveMergeContext *context, const TroveObstacle *conflict,
                       TroveChoice choice, GError **error)
{
  TroveWholeEdit edit;
  gboolean done;

  if (!trove_document_enter_step (self, error) || !check_stands (self, context, error) ||
      !trove_whole_edit_begin (&edit, self, error))
    return FALSE;
  done = trove_state_choose (&self->editor, &context->steps[choice]->state, conflict, error);
  trove_whole_edit_end (&edit, done);
  return done;
}

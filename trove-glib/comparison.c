/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "comparison.h"

#include "step-read.h"

#include <trove-glib/trove-glib.h>

#include <string.h>

/* TRUE if the second step is to be compared with the first. Mostly the state with the greater content is the later one. Steps of
 * equal ids have equal states. */
static gboolean
is_backwards (const TroveStep *from, const TroveStep *to)
{
  guint64 content_from = from->state.objects->content, content_to = to->state.objects->content;

  if (content_from != content_to)
    return content_from > content_to;
  return memcmp (from->lineage->id, to->lineage->id, sizeof from->lineage->id) > 0;
}

gboolean
trove_comparison_new (TroveStep *from, TroveStep *to, TroveDirection *direction, GError **error)
{
  TroveStep *first, *second;
  gboolean backwards;
  TroveStateChanges changes = { 0 };
  TroveComparison *self;

  if (from->origin != to->origin)
    {
      g_set_error_literal (
          error, TROVE_ERROR, TROVE_ERROR_FOREIGN,
          "The versions cannot be compared: they are of documents that were not branched from "
          "one another");
      return FALSE;
    }
  if (!trove_step_read (from, error) || !trove_step_read (to, error))
    return FALSE;

  backwards = is_backwards (from, to);
  first = backwards ? to : from;
  second = backwards ? from : to;
  if (!trove_state_changes_init (&changes, &first->state, &second->state))
    {
      g_set_error_literal (error, TROVE_ERROR, TROVE_ERROR_NO_MEMORY,
                           "No memory for the changes between two versions");
      return FALSE;
    }

  self = g_new0 (TroveComparison, 1);
  atomic_init (&self->count, 1);
  self->steps[0] = trove_step_ref (first);
  self->steps[1] = trove_step_ref (second);
  self->changes = changes;
  *direction = (TroveDirection){ self, backwards };
  return TRUE;
}

TroveComparison *
trove_comparison_ref (TroveComparison *self)
{
  trove_count_add (&self->count);
  return self;
}

void
trove_comparison_unref (TroveComparison *self)
{
  if (!trove_count_drop (&self->count))
    return;

  trove_state_changes_clear (&self->changes);
  trove_step_unref (self->steps[0]);
  trove_step_unref (self->steps[1]);
  g_free (self);
}

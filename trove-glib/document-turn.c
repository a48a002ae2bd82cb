/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "document-turn.h"

#include "document-edited.h"
#include "emission.h"
#include "trove-changes-private.h"

static gboolean
has_changed_handlers (TroveDocument *document)
{
  return g_signal_has_handler_pending (document, trove_document_signal_changed, 0, FALSE);
}

TroveStep *
trove_document_dup_step (TroveDocument *document, GError **error)
{
  if (!trove_document_has_edits (document))
    return trove_step_ref (document->history.current);
  return trove_core_freeze (&document->core, error) ? trove_document_make_step (document, NULL, NULL) : NULL;
}

gboolean
trove_document_begin_turn (TroveTurn *self, TroveDocument *document, GError **error)
{
  *self = (TroveTurn){ .document = document };
  if (!trove_handles_any (document->head.handles) && !has_changed_handlers (document))
    return TRUE;
  self->before = trove_document_dup_step (document, error);
  return self->before != NULL;
}

void
trove_document_drop_turn (TroveTurn *self)
{
  g_clear_pointer (&self->before, trove_step_unref);
}

static void
tell (TroveDocument *document, const TroveState *before, TroveChanges *changes)
{
  TroveHandles *handles = document->head.handles;
  TroveEmission emission;
  TroveChangeSet set;

  trove_emission_init (&emission, handles, &document->notes);
  if (changes != NULL)
    {
      set = trove_changes_get_set (changes);
      trove_emission_add_changes (&emission, &set);
    }
  else
    trove_emission_add_all (&emission, before);

  handles->before = before;
  trove_emission_run (&emission);
  if (has_changed_handlers (document))
    g_signal_emit (document, trove_document_signal_changed, 0, changes);
  handles->before = NULL;
}

/* Takes over the reference on the step before. */
static void
compare_and_tell (TroveDocument *document, TroveStep *before)
{
  TroveHandles *handles = document->head.handles;
  g_autoptr (TroveChanges) changes = NULL;
  TroveStep *after = trove_document_dup_step (document, NULL);

  if (after != NULL && after != before)
    changes = trove_changes_new (before, after, NULL);
  if (after != before && (changes == NULL || g_list_model_get_n_items (G_LIST_MODEL (changes)) > 0))
    {
      g_object_ref (document);
      trove_handles_ref (handles); /* the document gets others if it is disposed of */
      handles->is_telling = TRUE;
      tell (document, &before->state, changes);
      handles->is_telling = FALSE;
      trove_handles_unref (handles);
      g_object_unref (document);
    }
  if (after != NULL)
    trove_step_unref (after);
  trove_step_unref (before);
}

void
trove_document_end_turn (TroveTurn *self)
{
  if (self->before != NULL)
    compare_and_tell (self->document, g_steal_pointer (&self->before));
  trove_document_note_state (self->document);
}

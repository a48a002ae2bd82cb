/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "document-turn.h"

#include "document-edited.h"
#include "emission.h"
#include "trove-changes-private.h"

/* Changes that are always compared: as fast as finding out that there are more. */
#define FEW 16

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

/* Adds all that handles tell. many: the changes are not compared, as they are more than there are handles. */
static void
collect_changes (TroveEmission *emission, TroveChanges *changes, gboolean many, const TroveState *before)
{
  const TroveDirection *direction = trove_changes_get_direction (changes);
  TroveStateChanges of_handles;
  TroveChangeSet set;
  g_autoptr (GArray) keys = NULL;

  if (!many)
    {
      set = trove_changes_get_set (changes);
      trove_emission_add_changes (emission, &set);
      return;
    }
  keys = trove_handles_dup_keys (emission->handles);
  if (!trove_comparison_read_of (direction->comparison, (const TroveKey *) keys->data, keys->len,
                                 &of_handles))
    {
      trove_emission_add_all (emission, before);
      return;
    }
  set = trove_direction_set (direction, &of_handles);
  trove_emission_add_changes (emission, &set);
  trove_state_changes_clear (&of_handles);
}

/* changes: NULL: there was no memory for them. */
static void
tell (TroveDocument *document, const TroveState *before, TroveChanges *changes, gboolean many)
{
  TroveHandles *handles = document->head.handles;
  TroveEmission emission;

  trove_emission_init (&emission, handles, &document->notes);
  if (changes != NULL)
    collect_changes (&emission, changes, many, before);
  else
    trove_emission_add_all (&emission, before);

  handles->before = before;
  trove_emission_run (&emission);
  if (has_changed_handlers (document))
    g_signal_emit (document, trove_document_signal_changed, 0, changes);
  handles->before = NULL;
}

/* The same while nothing can be edited. */
static void
tell_all (TroveDocument *document, const TroveState *before, TroveChanges *changes, gboolean many)
{
  TroveHandles *handles = trove_handles_ref (document->head.handles); /* others if it is disposed of */

  g_object_ref (document);
  handles->is_telling = TRUE;
  tell (document, before, changes, many);
  handles->is_telling = FALSE;
  trove_handles_unref (handles);
  g_object_unref (document);
}

/* The changes between two steps, compared if they are few. NULL: no memory. */
static TroveChanges *
compare (TroveDocument *document, TroveStep *before, TroveStep *after, gboolean *many)
{
  const guint most = MAX (FEW, 2 * trove_handles_n (document->head.handles));
  TroveChanges *changes = trove_changes_new_lazy (before, after);

  if (!trove_comparison_read_few (trove_changes_get_direction (changes)->comparison, most, many) && !*many)
    g_clear_object (&changes);
  return changes;
}

/* Takes over the reference on the step before. */
static void
compare_and_tell (TroveDocument *document, TroveStep *before)
{
  g_autoptr (TroveChanges) changes = NULL;
  TroveStep *after = trove_document_dup_step (document, NULL);
  gboolean many = FALSE;

  if (after != NULL && after != before)
    changes = compare (document, before, after, &many);
  if (after != before && (changes == NULL || many || g_list_model_get_n_items (G_LIST_MODEL (changes)) > 0))
    tell_all (document, &before->state, changes, many);
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

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The signal "edited": once in an iteration of the main loop, if the current state is another one than at the last emission.
 *
 *   edits, undo, …   ||||      |  |||
 *   the loop             E  d     E  d        E: emits; d: draws
 *
 * An emission freezes the own sub-arena. So the next edit copies the root of the key map, and its content tells the states apart. The copies
 * are given back by the upkeep alone, which runs while the history has a limit. */

#pragma once

#include "autosave.h"
#include "document-auto-commit.h"

void trove_document_schedule_edited (TroveDocument *self);

/* To be called when the current state may be another one, and handlers of lists and objects have been told. A main loop that such a handler
 * runs emits nothing. */
static inline void
trove_document_note_state (TroveDocument *self)
{
  if (G_UNLIKELY (!trove_later_is_due (self->edited_source)))
    trove_document_schedule_edited (self);
}

/* The same after an edit. field: the one that was edited; NULL: several, or the object. */
static inline void
trove_document_note_edit (TroveDocument *self, const TroveClassField *field)
{
  if (G_UNLIKELY (self->auto_commit))
    trove_document_schedule_commit (self, field);
  trove_autosave_note_change (self->autosave, self);
  trove_document_note_state (self);
}

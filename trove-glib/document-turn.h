/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Turn: a change of the whole state of a document, of which handles and lists are told when it is made.
 *
 *   begin ─► the state before is kept ─► commit, undo, go_to, … ─► end ─► compare ─► lists, properties, removals, "changed"
 *
 * Where nobody listens, nothing is kept or compared. Where much differs, the objects that have handles are compared alone, and the
 * changes of the signal by its first handler that reads them. */

#pragma once

#include "document.h"

typedef struct
{
  TroveDocument *document;
  TroveStep *before; /* owned; NULL: nobody listens */
} TroveTurn;

/* FALSE with NO_MEMORY: the edits that are not committed cannot be kept. */
gboolean trove_document_begin_turn (TroveTurn *self, TroveDocument *document, GError **error);

/* Ends a turn that has changed nothing. */
void trove_document_drop_turn (TroveTurn *self);

/* Tells of what the turn has changed. Handlers may drop the document. */
void trove_document_end_turn (TroveTurn *self);

/* A reference on a step of the current state, which is no version of the history if there are edits. NULL: no memory. */
TroveStep *trove_document_dup_step (TroveDocument *document, GError **error);

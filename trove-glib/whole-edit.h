/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Whole edit: an edit of any objects, of which a turn tells: applying changes, merging, and deciding a conflict. */

#pragma once

#include "document-turn.h"
#include "trove-document-edit-private.h"

typedef struct
{
  TroveTurn turn;
  TroveEdit edit;
  TroveDocument *keep; /* a reference */
} TroveWholeEdit;

/* The document was entered for a step. FALSE with BUSY or NO_MEMORY. */
gboolean trove_whole_edit_begin (TroveWholeEdit *self, TroveDocument *document, GError **error);

/* The same, with a commit of all edits before. FALSE with the errors of a commit. */
gboolean trove_whole_edit_begin_with_commit (TroveWholeEdit *self, TroveDocument *document, GError **error);

/* done: FALSE: the state is as it was. Tells all listeners, who may drop the document. */
void trove_whole_edit_end (TroveWholeEdit *self, gboolean done);

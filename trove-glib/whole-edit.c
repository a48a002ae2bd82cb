/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "whole-edit.h"

#include "document-edited.h"
#include "trove-document-steps-private.h"

/* The turn has begun. */
static gboolean
begin_edit (TroveWholeEdit *self, TroveDocument *document, GError **error)
{
  if (!trove_document_begin_edit (&self->edit, document, error))
    {
      trove_document_end_going (&self->turn);
      return FALSE;
    }
  document->editor.notes = NULL; /* the turn tells of all changes */
  self->keep = g_object_ref (document);
  return TRUE;
}

gboolean
trove_whole_edit_begin (TroveWholeEdit *self, TroveDocument *document, GError **error)
{
  return trove_document_begin_turn (&self->turn, document, error) && begin_edit (self, document, error);
}

gboolean
trove_whole_edit_begin_with_commit (TroveWholeEdit *self, TroveDocument *document, GError **error)
{
  return trove_document_begin_going (&self->turn, document, error) && begin_edit (self, document, error);
}

void
trove_whole_edit_end (TroveWholeEdit *self, gboolean done)
{
  trove_document_leave_edit (&self->edit, done);
  trove_document_note_edit (self->keep, NULL);
  trove_document_end_going (&self->turn);
  g_object_unref (self->keep);
}

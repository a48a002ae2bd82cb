/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "document-edited.h"

#include "document-loop.h"

/* An id that the state has as long as it is not edited. 0: no memory. */
static guint64
freeze_content (TroveDocument *self)
{
  return trove_core_freeze (&self->core, NULL) ? self->editor.state.objects->content : 0;
}

/* While the document is emitting, the note that follows the emission schedules another call. */
static gboolean
emit (TroveDocument *self)
{
  const guint64 before = self->edited_content;

  trove_document_detach (&self->edited_source);
  if (trove_document_is_emitting (self))
    return G_SOURCE_REMOVE;
  self->edited_content = 0;
  self->is_heard = g_signal_has_handler_pending (self, trove_document_signal_edited, 0, FALSE);
  if (!self->is_heard)
    return G_SOURCE_REMOVE;
  self->edited_content = freeze_content (self);
  if (self->edited_content == 0 || self->edited_content != before)
    g_signal_emit (self, trove_document_signal_edited, 0);
  return G_SOURCE_REMOVE;
}

/* Widgets are laid out and drawn at lower priorities. Where nobody has listened, a loop that edits in each iteration keeps none of its
 * other sources waiting. */
void
trove_document_schedule_edited (TroveDocument *self)
{
  GSource *source = g_idle_source_new ();

  g_source_set_priority (source, self->is_heard ? G_PRIORITY_HIGH_IDLE : G_PRIORITY_LOW);
  trove_document_attach (self, &self->edited_source, source, "[trove] edited", emit);
}

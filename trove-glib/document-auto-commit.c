/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "document-auto-commit.h"

#include "document-loop.h"

static gboolean
is_held (const TroveDocument *self, TroveKey key)
{
  g_autoptr (GObject) handle = trove_handles_dup (self->head.handles, trove_handles_object_name (key));

  return handle != NULL;
}

gboolean
trove_document_has_held_ownerless (const TroveDocument *self)
{
  const GArray *ownerless = self->editor.ownerless;

  for (guint i = 0; i < ownerless->len; i++)
    {
      const TroveKey key = g_array_index (ownerless, TroveKey, i);
      const TroveRecord *record = trove_state_peek (&self->editor.state, key);

      if (record != NULL && record->owner == 0 && key != self->editor.state.root && is_held (self, key))
        return TRUE;
    }
  return FALSE;
}

gboolean
trove_document_is_emitting (const TroveDocument *self)
{
  return self->is_changing || self->head.handles->is_telling || self->notes.locked->len > 0;
}

/* An open group, and an object that waits for an owner, end with an edit, which schedules another commit. */
static gboolean
commit_now (TroveDocument *self)
{
  g_autoptr (GError) error = NULL;
  const char *label;

  if (trove_document_is_emitting (self)) /* a handler runs a main loop */
    return G_SOURCE_CONTINUE;

  label = self->auto_label;
  trove_document_cancel_commit (self);
  if (trove_document_has_edits (self) && self->groups->len == 0 &&
      !trove_document_has_held_ownerless (self) && !self->head.handles->funcs->commit (self, label, &error))
    g_warning ("Edits were not committed: %s", error->message);
  return G_SOURCE_REMOVE;
}

void
trove_document_schedule_commit (TroveDocument *self, const TroveClassField *field)
{
  if (!self->auto_commit || trove_later_is_due (self->auto_source) || self->groups->len > 0 ||
      !trove_document_has_edits (self))
    return;

  self->auto_label = field != NULL ? g_param_spec_get_nick (field->pspec) : NULL;
  trove_document_attach (self, &self->auto_source, g_idle_source_new (), "[trove] commit", commit_now);
}

void
trove_document_cancel_commit (TroveDocument *self)
{
  trove_document_detach (&self->auto_source);
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "notes.h"

#include "trove-glib/trove-error.h"

G_STATIC_ASSERT (TROVE_KEY_BITS + 10 <= 64);

void
trove_notes_init (TroveNotes *self)
{
  self->notes = g_array_new (FALSE, FALSE, sizeof (TroveNote));
  self->locked = g_array_new (FALSE, FALSE, sizeof (guint64));
}

void
trove_notes_clear (TroveNotes *self)
{
  g_array_unref (self->notes);
  g_array_unref (self->locked);
}

void
trove_notes_append (TroveNotes *self, TroveNoteKind kind, TroveKey key, const TroveClassField *field,
                    guint32 position, TroveKey item)
{
  const TroveNote note = {
    .key = key,
    .kind = (guint16) kind,
    .field = field == NULL          ? 0 :
             kind == TROVE_NOTE_SET ? field->index :
                                      field->offset,
    .position = position,
    .item = item,
  };

  g_array_append_val (self->notes, note);
}

static gboolean
find_locked (const TroveNotes *self, guint64 list, guint *at)
{
  for (guint i = 0; i < self->locked->len; i++)
    if (g_array_index (self->locked, guint64, i) == list)
      {
        *at = i;
        return TRUE;
      }
  return FALSE;
}

void
trove_notes_lock (TroveNotes *self, guint64 list)
{
  g_array_append_val (self->locked, list);
}

void
trove_notes_unlock (TroveNotes *self, guint64 list)
{
  guint at;
  gboolean found = find_locked (self, list, &at);

  g_assert (found);
  g_array_remove_index_fast (self->locked, at);
}

gboolean
trove_notes_check (const TroveNotes *self, GType type, TroveKey key, const TroveClassField *list,
                   GError **error)
{
  guint at;

  if (G_LIKELY (self == NULL || !find_locked (self, trove_notes_list (key, list->offset), &at)))
    return TRUE;

  g_set_error (error, TROVE_ERROR, TROVE_ERROR_BUSY,
               "The list \342\200\234%s\342\200\235 of %s %" G_GUINT64_FORMAT
               " cannot change while it emits \342\200\234items-changed\342\200\235",
               list->pspec->name, g_type_name (type), key);
  return FALSE;
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "editor.h"

void
trove_editor_init (TroveEditor *self, TroveCore *core)
{
  *self = (TroveEditor){ .core = core, .ownerless = g_array_new (FALSE, FALSE, sizeof (TroveKey)) };
}

void
trove_editor_clear (TroveEditor *self)
{
  g_array_unref (self->ownerless);
}

/* Finding */

TroveRecord *
trove_editor_find (const TroveEditor *self, TroveKey key, GError **error)
{
  TroveRecord *record = trove_state_peek (&self->state, key);

  if (record == NULL)
    g_set_error (error, TROVE_ERROR, TROVE_ERROR_REMOVED,
                 "No object has the key %" G_GUINT64_FORMAT " in the current state", key);
  return record;
}

char *
trove_editor_describe (const TroveRecord *record)
{
  return g_strdup_printf ("%s %" G_GUINT64_FORMAT, g_type_name (record->klass->type), record->key);
}

gboolean
trove_editor_check_type (GType type, TroveKey key, const TroveClassField *field, GError **error)
{
  g_autofree char *name = NULL;

  if (trove_class_field_takes (field, type))
    return TRUE;

  if (key != 0)
    name = g_strdup_printf ("%s %" G_GUINT64_FORMAT, g_type_name (type), key);
  else
    name = g_strdup_printf ("A new %s", g_type_name (type));
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
               "%s cannot be set for \"%s\" of %s, which takes objects of type %s", name, field->pspec->name,
               g_type_name (field->owner), trove_class_field_type_name (field));
  return FALSE;
}

TroveRecord *
trove_editor_find_for (const TroveEditor *self, TroveKey key, const TroveClassField *field, GError **error)
{
  TroveRecord *record = trove_editor_find (self, key, error);

  if (record == NULL || !trove_editor_check_type (record->klass->type, key, field, error))
    return NULL;
  return record;
}

gboolean
trove_editor_bad_position (const TroveRecord *record, const TroveClassField *list, guint32 position,
                           GError **error)
{
  g_autofree char *name = trove_editor_describe (record);

  g_set_error (error, TROVE_ERROR, TROVE_ERROR_INVALID_REF,
               "Position %u is past the end of the list \"%s\" of %s, which has %u items", position,
               list->pspec->name, name, trove_sequence_length (record->lists[list->offset]));
  return FALSE;
}

/* Writing */

TroveRecord *
trove_editor_touch (TroveEditor *self, TroveKey key, GError **error)
{
  TroveRecord *record = trove_state_get (&self->state, key);
  gsize bytes;

  if (record->content == trove_core_own_id (self->core))
    return record;

  bytes = trove_key_map_bytes (self->state.objects) +
          trove_record_bytes (record->klass, trove_record_data (record));
  if (!trove_editor_prepare (self, bytes, error))
    return NULL;

  record = trove_record_own (self->core, record, error);
  if (record != NULL)
    *trove_key_map_touch (self->core, &self->state.objects, key) = (guintptr) record;
  return record;
}

/* Savepoints */

gboolean
trove_editor_save (TroveEditor *self, TroveSavepoint *savepoint, GError **error)
{
  if (!trove_core_freeze (self->core, error))
    return FALSE;

  trove_view_copy (trove_core_view (self->core), &savepoint->view);
  savepoint->state = self->state;
  savepoint->n_ownerless = self->ownerless->len;
  savepoint->n_notes = trove_notes_n (self->notes);
  return TRUE;
}

void
trove_editor_restore (TroveEditor *self, TroveSavepoint *savepoint)
{
  TroveView view = savepoint->view;
  guint n_ownerless = savepoint->n_ownerless;
  gboolean done;

  g_assert (n_ownerless <= self->ownerless->len);
  self->state = savepoint->state; /* first, since elements that are cleared may call back */
  g_array_set_size (self->ownerless, n_ownerless);
  trove_notes_truncate (self->notes, savepoint->n_notes);
  savepoint->view = (TroveView) TROVE_VIEW_INIT;
  done = trove_core_revert (self->core, &view, NULL);
  g_assert (done); /* the core has a schema of its own, and blocks are not borrowed */
  trove_view_clear (&view);
}

gboolean
trove_editor_finish (TroveEditor *self, TroveSavepoint *savepoint, gboolean done)
{
  if (done)
    trove_view_clear (&savepoint->view);
  else
    trove_editor_restore (self, savepoint);
  return done;
}

void
trove_editor_go_to (TroveEditor *self, const TroveView *view, const TroveState *state)
{
  gboolean done;

  self->state = *state; /* first, since elements that are cleared may call back */
  g_array_set_size (self->ownerless, 0);
  done = trove_core_revert (self->core, view, NULL);
  g_assert (done); /* the core has a schema of its own, and blocks are not borrowed */
}

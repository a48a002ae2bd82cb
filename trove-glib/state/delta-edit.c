/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "delta-edit.h"

#include "trove-glib/trove-error.h"

#include "editor-class.h"

guint32
trove_delta_length (const TroveRecord *record, const TroveClassField *field)
{
  if (trove_class_field_is_list (field))
    return trove_sequence_length (record->lists[field->offset]);
  return *trove_record_key_at (record, field) != 0;
}

TroveKey
trove_delta_item (const TroveRecord *record, const TroveClassField *field, guint32 index)
{
  if (trove_class_field_is_list (field))
    return trove_sequence_get (record->lists[field->offset], index);
  return *trove_record_key_at (record, field);
}

/* Errors */

gboolean
trove_delta_say_where (TroveKey key, const TroveClassField *field, GError *cause, GError **error)
{
  switch (cause->domain == TROVE_ERROR ? cause->code : -1)
    {
    case TROVE_ERROR_REMOVED:
    case TROVE_ERROR_TYPE_MISMATCH:
    case TROVE_ERROR_CYCLE:
      if (field != NULL)
        trove_delta_damaged (error, "\342\200\234%s\342\200\235 of object %" G_GUINT64_FORMAT ": %s",
                             field->pspec->name, key, cause->message);
      else
        trove_delta_damaged (error, "object %" G_GUINT64_FORMAT ": %s", key, cause->message);
      g_error_free (cause);
      return FALSE;
    default:
      g_propagate_error (error, cause);
      return FALSE;
    }
}

gboolean
trove_delta_differs (TroveKey key, const TroveClassField *field, GError **error)
{
  return trove_delta_damaged (
      error, "\342\200\234%s\342\200\235 of %s %" G_GUINT64_FORMAT " is not as it was before the change",
      field->pspec->name, g_type_name (field->owner), key);
}

/* Lists */

TroveRecord *
trove_delta_find (const TroveDeltaEdit *self, TroveKey key, const TroveRowLayout *layout, GError **error)
{
  TroveRecord *record = trove_delta_peek (self, key);
  GError *cause = NULL;

  if (record == NULL)
    trove_delta_damaged (error, "%s %" G_GUINT64_FORMAT " is not there", layout->klass->name, key);
  else if (record->klass->plain != layout->klass->plain)
    trove_delta_damaged (error, "object %" G_GUINT64_FORMAT " is %s, not %s", key, record->klass->name,
                         layout->klass->name);
  else if (!trove_editor_extend (self->editor, key, layout->klass, &cause))
    trove_delta_say_where (key, NULL, cause, error);
  else
    return trove_delta_peek (self, key);
  return NULL;
}

gboolean
trove_delta_compare_run (const TroveDeltaEdit *self, TroveKey key, const TroveClassField *field,
                         const TroveDeltaRun *run, guint32 at, GError **error)
{
  const TroveRecord *record = trove_delta_peek (self, key);

  if (at + (guint64) run->n_removed > trove_delta_length (record, field))
    return trove_delta_differs (key, field, error);
  for (guint32 i = 0; i < run->n_removed; i++)
    if (trove_delta_item (record, field, at + i) != run->removed[i])
      return trove_delta_differs (key, field, error);
  return TRUE;
}

gboolean
trove_delta_foreach_list (TroveDeltaEdit *self, const TroveDeltaChange *change, gboolean owned,
                          TroveDeltaRunsFunc func, GError **error)
{
  gsize n = g_variant_n_children (change->lists);

  for (gsize i = 0; i < n; i++)
    {
      const TroveClassField *field;
      g_autoptr (GArray) runs = trove_delta_runs (self->delta, change, i, &field, error);
      GError *cause = NULL;

      if (runs == NULL)
        return FALSE;
      if (trove_delta_is_owned (field) == owned && !func (self, change->key, field, runs, &cause))
        return trove_delta_say_where (change->key, field, cause, error);
    }
  return TRUE;
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "delta-apply.h"

#include "delta-place.h"
#include "delta-set.h"
#include "row.h"

/* Comparing */

static gboolean
compare_keys (const TroveClassField *field, const TroveKey *keys, gsize n, gpointer data, GError **error)
{
  const TroveDeltaItem *item = data;
  const TroveRecord *record = trove_delta_peek (item->edit, item->key);

  if (trove_delta_length (record, field) != n)
    return trove_delta_differs (item->key, field, error);
  for (gsize i = 0; i < n; i++)
    if (trove_delta_item (record, field, (guint32) i) != keys[i])
      return trove_delta_differs (item->key, field, error);
  return TRUE;
}

static gboolean
compare_removed (TroveDeltaEdit *self, const TroveDeltaObject *object, GError **error)
{
  g_autoptr (GVariant) row = NULL;
  const TroveRecord *record;
  guint column;

  if (object->key == self->editor->state.root)
    return trove_delta_damaged (error, "the root %" G_GUINT64_FORMAT " is removed", object->key);
  record = trove_delta_find (self, object->key, object->layout, error);
  row = record != NULL ? trove_delta_row (object, error) : NULL;
  if (row == NULL)
    return FALSE;
  if (!trove_row_matches (object->layout, row, record, &column))
    return trove_delta_differs (object->key, object->layout->columns[column].field, error);
  trove_id_map_set (&self->removed, object->key, self);
  return trove_delta_foreach_keys (object, compare_keys, &(TroveDeltaItem){ self, object->key }, error);
}

static gboolean
compare_changed (TroveDeltaEdit *self, const TroveDeltaChange *change, GError **error)
{
  if (trove_delta_find (self, change->key, change->layout, error) == NULL)
    return FALSE;
  return !trove_delta_is_removed (self, change->key) ||
         trove_delta_damaged (error, "%s %" G_GUINT64_FORMAT " changes and is removed",
                              change->layout->klass->name, change->key);
}

/* All */

static gboolean
compare_all (TroveDeltaEdit *self, GError **error)
{
  const TroveDelta *delta = self->delta;

  for (guint i = 0; i < delta->removed->len; i++)
    if (!compare_removed (self, &g_array_index (delta->removed, TroveDeltaObject, i), error))
      return FALSE;
  for (guint i = 0; i < delta->changed->len; i++)
    if (!compare_changed (self, &g_array_index (delta->changed, TroveDeltaChange, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
make_all (TroveDeltaEdit *self, GError **error)
{
  for (guint i = 0; i < self->delta->added->len; i++)
    if (!trove_delta_make (self, &g_array_index (self->delta->added, TroveDeltaObject, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
set_all (TroveDeltaEdit *self, GError **error)
{
  const TroveDelta *delta = self->delta;

  for (guint i = 0; i < delta->changed->len; i++)
    if (!trove_delta_set_changed (self, &g_array_index (delta->changed, TroveDeltaChange, i), error))
      return FALSE;
  for (guint i = 0; i < delta->added->len; i++)
    if (!trove_delta_set_added (self, &g_array_index (delta->added, TroveDeltaObject, i), error))
      return FALSE;
  return trove_delta_refer (self, error);
}

static void
clear (TroveDeltaEdit *self)
{
  TROVE_ID_MAP_FOREACH (&self->owners, TroveDeltaOwner, owner)
  g_free (owner);
  trove_id_map_clear (&self->owners);
  trove_id_map_clear (&self->removed);
  g_array_unref (self->references);
  g_array_unref (self->queue);
}

gboolean
trove_delta_apply (const TroveRowLayouts *layouts, GVariant *variant, gboolean backwards, TroveEditor *editor,
                   GError **error)
{
  TroveDelta delta;
  TroveDeltaEdit edit = { .editor = editor, .delta = &delta };
  TroveSavepoint savepoint;
  gboolean done = FALSE;

  if (!trove_delta_init (&delta, layouts, variant, backwards, error))
    return FALSE;
  edit.references = g_array_new (FALSE, FALSE, sizeof (TroveDeltaReference));
  edit.queue = g_array_new (FALSE, FALSE, sizeof (TroveKey));
  edit.first_ownerless = editor->ownerless->len;
  if (trove_editor_save (editor, &savepoint, error))
    {
      done = compare_all (&edit, error) && make_all (&edit, error) && trove_delta_take (&edit, error) &&
             set_all (&edit, error) && trove_delta_put (&edit, error) &&
             trove_delta_check_places (&edit, error);
      done = trove_editor_finish (editor, &savepoint, done);
    }
  clear (&edit);
  trove_delta_clear (&delta);
  return done;
}

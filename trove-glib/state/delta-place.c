/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "delta-place.h"

#include "trove-glib/trove-error.h"

#include "editor-owner.h"

/* Taking */

static gboolean
take (TroveDeltaEdit *self, TroveKey key, const TroveClassField *field, guint32 index, GError **error)
{
  if (trove_class_field_is_list (field))
    return trove_editor_take_at (self->editor, key, field, index, error);
  return trove_editor_take (self->editor, *trove_record_key_at (trove_delta_peek (self, key), field), error);
}

/* From the end to the start, so that the indices of the others stay. */
static gboolean
take_runs (TroveDeltaEdit *self, TroveKey key, const TroveClassField *field, const GArray *runs,
           GError **error)
{
  for (guint i = runs->len; i-- > 0;)
    {
      const TroveDeltaRun *run = &g_array_index (runs, TroveDeltaRun, i);

      if (!trove_delta_compare_run (self, key, field, run, run->at, error))
        return FALSE;
      for (guint32 j = run->n_removed; j-- > 0;)
        if (!take (self, key, field, run->at + j, error))
          return FALSE;
    }
  return TRUE;
}

static gboolean
take_changed (TroveDeltaEdit *self, const TroveDeltaChange *change, GError **error)
{
  return trove_delta_foreach_list (self, change, TRUE, take_runs, error);
}

/* Objects that a removed one owns, and that are not removed themselves. */
static gboolean
take_kept (const TroveClassField *field, const TroveKey *keys, gsize n, gpointer data, GError **error)
{
  const TroveDeltaItem *item = data;

  for (gsize i = trove_delta_is_owned (field) ? n : 0; i-- > 0;)
    if (!trove_delta_is_removed (item->edit, keys[i]) &&
        !take (item->edit, item->key, field, (guint32) i, error))
      return FALSE;
  return TRUE;
}

static gboolean
take_from_removed (TroveDeltaEdit *self, const TroveDeltaObject *object, GError **error)
{
  return trove_delta_foreach_keys (object, take_kept, &(TroveDeltaItem){ self, object->key }, error);
}

gboolean
trove_delta_take (TroveDeltaEdit *self, GError **error)
{
  const TroveDelta *delta = self->delta;

  for (guint i = 0; i < delta->changed->len; i++)
    if (!take_changed (self, &g_array_index (delta->changed, TroveDeltaChange, i), error))
      return FALSE;
  for (guint i = 0; i < delta->removed->len; i++)
    if (!take_from_removed (self, &g_array_index (delta->removed, TroveDeltaObject, i), error))
      return FALSE;
  return TRUE;
}

/* Putting */

static gboolean
has_place (const TroveDeltaEdit *self, TroveKey key)
{
  return key == self->editor->state.root || trove_delta_peek (self, key)->owner != 0;
}

/* Queues an object that has got its place, if others are put into it. That comes once: then it has its place. */
static void
queue (TroveDeltaEdit *self, TroveKey key)
{
  if (trove_id_map_get (&self->owners, key) != NULL)
    g_array_append_val (self->queue, key);
}

/* Puts an object that has left its place, or was added. */
static gboolean
put (TroveDeltaEdit *self, TroveKey owner, const TroveClassField *field, guint32 index, TroveKey key,
     GError **error)
{
  const TroveSlot slot = { .owner = owner, .field = field, .position = index };
  const TroveRecord *record = trove_editor_find (self->editor, key, error);

  if (record == NULL)
    return FALSE;
  if (record->owner != 0 || key == self->editor->state.root || trove_delta_is_removed (self, key))
    return trove_delta_damaged (error, "object %" G_GUINT64_FORMAT " has no place to leave", key);
  if (!trove_class_field_is_list (field) &&
      *trove_record_key_at (trove_state_get (&self->editor->state, owner), field) != 0)
    return trove_delta_differs (owner, field, error);
  if (!trove_editor_put (self->editor, key, &slot, error))
    return FALSE;
  queue (self, key);
  return TRUE;
}

static gboolean
put_keys (const TroveClassField *field, const TroveKey *keys, gsize n, gpointer data, GError **error)
{
  const TroveDeltaItem *item = data;
  GError *cause = NULL;

  for (gsize i = 0; i < (trove_delta_is_owned (field) ? n : 0); i++)
    if (!put (item->edit, item->key, field, TROVE_POSITION_END, keys[i], &cause))
      return trove_delta_say_where (item->key, field, cause, error);
  return TRUE;
}

/* In order: those before are in their places. */
static gboolean
put_runs (TroveDeltaEdit *self, TroveKey key, const TroveClassField *field, const GArray *runs,
          GError **error)
{
  for (guint i = 0; i < runs->len; i++)
    {
      const TroveDeltaRun *run = &g_array_index (runs, TroveDeltaRun, i);

      for (guint32 j = 0; j < run->n_inserted; j++)
        if (!put (self, key, field, run->after + j, run->inserted[j], error))
          return FALSE;
    }
  return TRUE;
}

static gboolean
put_into (TroveDeltaEdit *self, TroveKey key, GError **error)
{
  const TroveDeltaOwner *owner = trove_id_map_get (&self->owners, key);

  g_assert (owner != NULL); /* only owners are queued */
  if (owner->change != NULL)
    return trove_delta_foreach_list (self, owner->change, TRUE, put_runs, error);
  return trove_delta_foreach_keys (owner->object, put_keys, &(TroveDeltaItem){ self, key }, error);
}

static void
add_owner (TroveDeltaEdit *self, TroveKey key, TroveDeltaOwner owner)
{
  trove_id_map_set (&self->owners, key, g_memdup2 (&owner, sizeof owner));
  if (has_place (self, key))
    queue (self, key);
}

gboolean
trove_delta_put (TroveDeltaEdit *self, GError **error)
{
  const TroveDelta *delta = self->delta;

  for (guint i = 0; i < delta->added->len; i++)
    {
      const TroveDeltaObject *object = &g_array_index (delta->added, TroveDeltaObject, i);

      add_owner (self, object->key, (TroveDeltaOwner){ .object = object });
    }
  for (guint i = 0; i < delta->changed->len; i++)
    {
      const TroveDeltaChange *change = &g_array_index (delta->changed, TroveDeltaChange, i);

      add_owner (self, change->key, (TroveDeltaOwner){ .change = change });
    }
  for (guint i = 0; i < self->queue->len; i++)
    if (!put_into (self, g_array_index (self->queue, TroveKey, i), error))
      return FALSE;
  return TRUE;
}

/* Checking */

/* An owner that has no place itself was not put into: then the objects for it have none. */
static gboolean
check_ownerless (const TroveDeltaEdit *self, TroveKey key, GError **error)
{
  return has_place (self, key) || trove_delta_is_removed (self, key) ||
         trove_delta_damaged (error, "object %" G_GUINT64_FORMAT " has no owner", key);
}

static gboolean
check_referrer (TroveKey key, guintptr count, gpointer data)
{
  return trove_delta_is_removed (data, key);
}

static gboolean
check_owned (TroveKey key, gpointer data)
{
  return trove_delta_is_removed (data, key);
}

/* The layout of an older program may lack lists. */
static gboolean
check_removed (TroveDeltaEdit *self, TroveKey key, GError **error)
{
  const TroveRecord *record = trove_delta_peek (self, key);

  if (!trove_record_foreach_owned (record, check_owned, self))
    return trove_delta_damaged (error,
                                "object %" G_GUINT64_FORMAT " is removed, and owns others that are not", key);
  if (record->owner != 0 && !trove_delta_is_removed (self, record->owner))
    return trove_delta_damaged (
        error, "object %" G_GUINT64_FORMAT " is removed, and object %" G_GUINT64_FORMAT " owns it", key,
        record->owner);
  return trove_referrers_foreach (record->referrers, check_referrer, self) ||
         trove_delta_damaged (error, "object %" G_GUINT64_FORMAT " is removed, and is referred to", key);
}

gboolean
trove_delta_check_places (TroveDeltaEdit *self, GError **error)
{
  const GArray *ownerless = self->editor->ownerless;

  for (guint i = self->first_ownerless; i < ownerless->len; i++)
    if (!check_ownerless (self, g_array_index (ownerless, TroveKey, i), error))
      return FALSE;
  for (guint i = 0; i < self->delta->removed->len; i++)
    if (!check_removed (self, g_array_index (self->delta->removed, TroveDeltaObject, i).key, error))
      return FALSE;
  return TRUE;
}

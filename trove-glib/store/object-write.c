/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "object-write.h"

#define N_BETWEEN 4096 /* objects between two calls of progress */

typedef struct
{
  TroveKey key;
  TroveObjectPlace place;
} Placed;

typedef struct
{
  TroveObjectTable *table;
  const TroveState *state;
  GArray *placed; /* Placed: all objects but the root, in the order of keys */
  guint next;     /* of them */
  guint64 n_done;
  TroveFileProgress progress;
  gpointer progress_data;
  GError **error;
} Writing;

/* Places. Owners know where their objects are, and rows stand in the order of keys: so places are collected first. */

static void
add_place (Writing *self, TroveKey key, TroveKey owner, guint32 property, gint64 place)
{
  const Placed placed = { key, { owner, property, place } };

  g_array_append_val (self->placed, placed);
}

static gboolean
place_field (Writing *self, const TroveRecord *record, const TroveClassField *field)
{
  guint32 property = trove_object_table_property (self->table, field, self->error), n_keys;
  gint64 place = 0;

  if (property == 0)
    return FALSE;
  if (field->kind == TROVE_KIND_OWNED)
    {
      if (*trove_record_key_at (record, field) != 0)
        add_place (self, *trove_record_key_at (record, field), record->key, property, 0);
      return TRUE;
    }
  for (guint32 i = 0, n = trove_sequence_length (*trove_record_list (record, field->offset)); i < n;
       i += n_keys)
    {
      const TroveKey *keys = trove_sequence_run (*trove_record_list (record, field->offset), i, &n_keys);

      for (guint32 j = 0; j < n_keys; j++)
        add_place (self, keys[j], record->key, property, place += TROVE_PLACE_STEP);
    }
  return TRUE;
}

static gboolean
place_owned (guint64 key, guintptr value, gpointer data)
{
  const TroveRecord *record = (const TroveRecord *) value;

  for (guint i = 0; i < record->klass->n_fields; i++)
    {
      const TroveClassField *field = &record->klass->fields[i];

      if ((field->kind == TROVE_KIND_OWNED || field->kind == TROVE_KIND_OWNED_LIST) &&
          !place_field (data, record, field))
        return FALSE;
    }
  return TRUE;
}

static gint
compare_placed (gconstpointer a, gconstpointer b)
{
  TroveKey first = ((const Placed *) a)->key, second = ((const Placed *) b)->key;

  return (first > second) - (first < second);
}

/* Rows */

static gboolean
write_references (Writing *self, const TroveRecord *record, const TroveClassField *field)
{
  guint32 n = trove_sequence_length (*trove_record_list (record, field->offset)), n_keys, property;
  gint64 place = 0;

  if (n == 0)
    return TRUE;
  property = trove_object_table_property (self->table, field, self->error);
  if (property == 0)
    return FALSE;
  for (guint32 i = 0; i < n; i += n_keys)
    {
      const TroveKey *keys = trove_sequence_run (*trove_record_list (record, field->offset), i, &n_keys);

      for (guint32 j = 0; j < n_keys; j++)
        if (!trove_object_table_insert_item (self->table, record->key, property, place += TROVE_PLACE_STEP,
                                             keys[j], self->error))
          return FALSE;
    }
  return TRUE;
}

static const TroveObjectPlace *
next_place (Writing *self, TroveKey key)
{
  const Placed *placed = &g_array_index (self->placed, Placed, self->next);

  if (self->next == self->placed->len || placed->key != key)
    return NULL;
  self->next++;
  return &placed->place;
}

static gboolean
write_object (guint64 key, guintptr value, gpointer data)
{
  const TroveRecord *record = (const TroveRecord *) value;
  Writing *self = data;

  if (!trove_object_table_insert (self->table, record, next_place (self, key), self->error))
    return FALSE;
  for (guint i = 0; i < record->klass->lists.n; i++)
    {
      const TroveClassField *field = &record->klass->fields[record->klass->lists.at[i].field];

      if (field->kind == TROVE_KIND_REFERENCE_LIST && !write_references (self, record, field))
        return FALSE;
    }
  if (self->progress != NULL && ++self->n_done % N_BETWEEN == 0)
    self->progress (self->n_done, self->state->n_objects, self->progress_data);
  return TRUE;
}

gboolean
trove_object_table_write_all (TroveObjectTable *self, const TroveState *state, TroveFileProgress progress,
                              gpointer progress_data, GError **error)
{
  g_autoptr (GArray) placed = g_array_sized_new (FALSE, FALSE, sizeof (Placed), (guint) state->n_objects);
  Writing writing = { .table = self,
                      .state = state,
                      .placed = placed,
                      .progress = progress,
                      .progress_data = progress_data,
                      .error = error };

  if (!trove_key_map_foreach (state->objects, place_owned, &writing))
    return FALSE;
  g_array_sort (placed, compare_placed);
  return trove_key_map_foreach (state->objects, write_object, &writing);
}

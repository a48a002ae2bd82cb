/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "delta-set.h"

#include <string.h>

#include "editor-data.h"
#include "editor-reference.h"
#include "row.h"
#include "value.h"

static void
note_references (TroveDeltaEdit *self, const TroveDeltaObject *object, const TroveKey *references)
{
  for (guint i = 0; i < object->layout->n_columns; i++)
    {
      const TroveDeltaReference reference = { object->key, object->layout->columns[i].field, references[i] };

      if (references[i] != 0)
        g_array_append_val (self->references, reference);
    }
}

gboolean
trove_delta_make (TroveDeltaEdit *self, const TroveDeltaObject *object, GError **error)
{
  const TroveClass *klass = object->layout->klass;
  g_autoptr (GVariant) row = trove_delta_row (object, error);
  g_autofree TroveKey *references = g_new (TroveKey, object->layout->n_columns);
  g_autofree gpointer data = g_malloc0 (MAX (klass->data_size, 1));
  GError *cause = NULL;
  gboolean done;

  if (row == NULL)
    return FALSE;
  if (trove_delta_peek (self, object->key) != NULL)
    return trove_delta_damaged (error, "object %" G_GUINT64_FORMAT " is added, and is there", object->key);
  done = trove_row_read (object->layout, row, data, references, &cause) &&
         trove_editor_create (self->editor, klass, object->key, data, NULL, &cause);
  trove_class_clear (klass, data);
  if (!done)
    return trove_delta_say_where (object->key, NULL, cause, error);
  note_references (self, object, references);
  return TRUE;
}

/* The data of an object that is to be set, and the variants that have its strings: the bytes of the delta, or swapped ones. */
typedef struct
{
  gpointer data;
  GPtrArray *fields;   /* const TroveClassField: those that are read */
  GPtrArray *variants; /* GVariant */
} Setting;

static gboolean
read_value (TroveDeltaEdit *self, const TroveDeltaChange *change, gsize i, Setting *setting, GError **error)
{
  const TroveRecord *record = trove_delta_peek (self, change->key);
  const TroveClassField *field;
  TroveDeltaValue value;
  GError *cause = NULL;
  gboolean done;

  if (!trove_delta_value_init (&value, self->delta, change, i, error))
    return FALSE;
  field = change->layout->columns[value.column].field;
  if (!trove_row_matches_value (change->layout, value.column, value.before, record))
    done = trove_delta_differs (change->key, field, error);
  else
    {
      done = trove_value_read (field, value.after, setting->data, &cause) ||
             trove_delta_say_where (change->key, field, cause, error);
      g_ptr_array_add (setting->fields, (gpointer) field);
      g_ptr_array_add (setting->variants, g_variant_ref (value.after));
    }
  trove_delta_value_clear (&value);
  return done;
}

static gboolean
set_data (TroveDeltaEdit *self, TroveKey key, gconstpointer data, GError **error)
{
  GError *cause = NULL;

  return trove_editor_set_data (self->editor, key, data, &cause) ||
         trove_delta_say_where (key, NULL, cause, error);
}

static gboolean
set_values (TroveDeltaEdit *self, const TroveDeltaChange *change, GError **error)
{
  const TroveRecord *record = trove_delta_peek (self, change->key);
  g_autofree gpointer data = g_memdup2 (trove_record_data (record), record->klass->data_size);
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  g_autoptr (GPtrArray) variants = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  Setting setting = { data, fields, variants };
  gsize n = g_variant_n_children (change->values);
  gboolean done = TRUE;

  for (gsize i = 0; done && i < n; i++)
    done = read_value (self, change, i, &setting, error);
  done = done && set_data (self, change->key, data, error);
  for (guint i = 0; i < fields->len; i++)
    trove_class_field_clear (fields->pdata[i], data);
  return done;
}

/* Each run at its place afterwards. */
static gboolean
splice_references (TroveDeltaEdit *self, TroveKey key, const TroveClassField *field, const GArray *runs,
                   GError **error)
{
  for (guint i = 0; i < runs->len; i++)
    {
      const TroveDeltaRun *run = &g_array_index (runs, TroveDeltaRun, i);

      if (!trove_delta_compare_run (self, key, field, run, run->after, error))
        return FALSE;
      for (guint32 j = 0; j < run->n_removed; j++)
        if (!trove_editor_remove_reference (self->editor, key, field, run->after, error))
          return FALSE;
      for (guint32 j = 0; j < run->n_inserted; j++)
        if (!trove_editor_insert_reference (self->editor, key, field, run->after + j, run->inserted[j],
                                            error))
          return FALSE;
    }
  return TRUE;
}

gboolean
trove_delta_set_changed (TroveDeltaEdit *self, const TroveDeltaChange *change, GError **error)
{
  return (g_variant_n_children (change->values) == 0 || set_values (self, change, error)) &&
         trove_delta_foreach_list (self, change, FALSE, splice_references, error);
}

static gboolean
append_references (const TroveClassField *field, const TroveKey *keys, gsize n, gpointer data, GError **error)
{
  const TroveDeltaItem *item = data;
  GError *cause = NULL;

  for (gsize i = 0; i < (trove_delta_is_owned (field) ? 0 : n); i++)
    if (!trove_editor_insert_reference (item->edit->editor, item->key, field, TROVE_POSITION_END, keys[i],
                                        &cause))
      return trove_delta_say_where (item->key, field, cause, error);
  return TRUE;
}

gboolean
trove_delta_set_added (TroveDeltaEdit *self, const TroveDeltaObject *object, GError **error)
{
  return trove_delta_foreach_keys (object, append_references, &(TroveDeltaItem){ self, object->key }, error);
}

/* The single references of an object that was added, from one on. *n: how many. */
static gboolean
refer (TroveDeltaEdit *self, guint first, guint *n, GError **error)
{
  const TroveDeltaReference *references = &g_array_index (self->references, TroveDeltaReference, first);
  const TroveRecord *record = trove_delta_peek (self, references->key);
  g_autofree gpointer data = g_memdup2 (trove_record_data (record), record->klass->data_size);

  for (*n = 0; first + *n < self->references->len && references[*n].key == references->key; ++*n)
    memcpy (trove_class_field_at (references[*n].field, data), &references[*n].target, sizeof (TroveKey));
  return set_data (self, references->key, data, error);
}

gboolean
trove_delta_refer (TroveDeltaEdit *self, GError **error)
{
  guint n;

  for (guint i = 0; i < self->references->len; i += n)
    if (!refer (self, i, &n, error))
      return FALSE;
  return TRUE;
}

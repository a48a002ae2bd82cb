/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "delta-read.h"

#include "trove-glib/trove-error.h"

#include "delta-write.h"
#include "packed-variant.h"

gboolean
trove_delta_damaged (GError **error, const char *format, ...)
{
  g_autofree char *why = NULL;
  va_list arguments;

  va_start (arguments, format);
  why = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_DAMAGED, "The changes of a version are damaged: %s", why);
  return FALSE;
}

/* Objects */

static void
clear_object (gpointer data)
{
  TroveDeltaObject *object = data;

  g_variant_unref (object->row);
  g_variant_unref (object->lists);
}

static void
clear_change (gpointer data)
{
  TroveDeltaChange *change = data;

  g_variant_unref (change->values);
  g_variant_unref (change->lists);
}

/* Keys increase, from the last one on, which is 0 before the first. */
static gboolean
check_key (TroveKey key, TroveKey last, GError **error)
{
  if (key == 0 || key >= TROVE_KEY_LIMIT)
    return trove_delta_damaged (error, "%" G_GUINT64_FORMAT " is no key", key);
  return key > last ||
         trove_delta_damaged (error, "object %" G_GUINT64_FORMAT " stands behind object %" G_GUINT64_FORMAT,
                              key, last);
}

/* NULL with DAMAGED. */
static const TroveRowLayout *
find_layout (const TroveRowLayouts *layouts, guint32 id, TroveKey key, GError **error)
{
  const TroveRowLayout *layout = trove_row_layouts_get (layouts, id);

  if (layout == NULL)
    trove_delta_damaged (error, "object %" G_GUINT64_FORMAT " has the layout %u, which is not there", key,
                         id);
  return layout;
}

static guint
count_lists (const TroveRowLayout *layout)
{
  guint n = 0;

  for (guint i = 0; i < layout->n_columns; i++)
    n += layout->columns[i].form == TROVE_ROW_NONE;
  return n;
}

static GArray *
read_objects (const TroveRowLayouts *layouts, GVariant *objects, GError **error)
{
  g_autoptr (GArray) array = g_array_new (FALSE, FALSE, sizeof (TroveDeltaObject));
  TroveKey last = 0;
  gsize n = g_variant_n_children (objects);

  g_array_set_clear_func (array, clear_object);
  for (gsize i = 0; i < n; i++)
    {
      TroveDeltaObject object;
      guint32 id;

      g_variant_get_child (objects, i, "(tu@ay@aat)", &object.key, &id, &object.row, &object.lists);
      g_array_append_val (array, object);
      if (!check_key (object.key, last, error))
        return NULL;
      last = object.key;
      object.layout = find_layout (layouts, id, last, error);
      if (object.layout == NULL)
        return NULL;
      g_array_index (array, TroveDeltaObject, i).layout = object.layout;
      if (g_variant_n_children (object.lists) != count_lists (object.layout))
        {
          trove_delta_damaged (
              error, "object %" G_GUINT64_FORMAT " has %" G_GSIZE_FORMAT " lists, and its layout %u", last,
              g_variant_n_children (object.lists), count_lists (object.layout));
          return NULL;
        }
    }
  return g_steal_pointer (&array);
}

/* Columns of changes */

/* FALSE with DAMAGED: there is no such column, or it is in rows or not, unlike is_value. */
static gboolean
check_column (const TroveDeltaChange *change, guint column, gboolean is_value, GError **error)
{
  const TroveRowLayout *layout = change->layout;

  if (column < layout->n_columns && (layout->columns[column].form != TROVE_ROW_NONE) == is_value)
    return TRUE;
  return trove_delta_damaged (error, "%s %" G_GUINT64_FORMAT " has no %s in column %u", layout->klass->name,
                              change->key, is_value ? "value" : "list", column);
}

/* Each column is there once. seen: by column, the number of the change that has had it last, from 1 on. */
static gboolean
check_columns (const TroveDeltaChange *change, GVariant *entries, gboolean is_value, GArray *seen,
               guint number, GError **error)
{
  gsize n = g_variant_n_children (entries);

  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GVariant) entry = g_variant_get_child_value (entries, i);
      guint32 column;

      g_variant_get_child (entry, 0, "u", &column);
      if (!check_column (change, column, is_value, error))
        return FALSE;
      if (column >= seen->len)
        g_array_set_size (seen, column + 1);
      if (g_array_index (seen, guint, column) == number)
        return trove_delta_damaged (error, "%s %" G_GUINT64_FORMAT " has column %u twice",
                                    change->layout->klass->name, change->key, column);
      g_array_index (seen, guint, column) = number;
    }
  return TRUE;
}

static GArray *
read_changes (const TroveRowLayouts *layouts, GVariant *changes, GError **error)
{
  g_autoptr (GArray) array = g_array_new (FALSE, FALSE, sizeof (TroveDeltaChange));
  g_autoptr (GArray) seen = g_array_new (FALSE, TRUE, sizeof (guint));
  TroveKey last = 0;
  gsize n = g_variant_n_children (changes);

  g_array_set_clear_func (array, clear_change);
  for (gsize i = 0; i < n; i++)
    {
      TroveDeltaChange change;
      guint32 id;

      g_variant_get_child (changes, i, "(tu@a(uayay)@a(ua(uatat)))", &change.key, &id, &change.values,
                           &change.lists);
      change.layout = trove_row_layouts_get (layouts, id);
      g_array_append_val (array, change);
      if (!check_key (change.key, last, error) || find_layout (layouts, id, change.key, error) == NULL ||
          !check_columns (&change, change.values, TRUE, seen, (guint) i + 1, error) ||
          !check_columns (&change, change.lists, FALSE, seen, (guint) i + 1, error))
        return NULL;
      last = change.key;
    }
  return g_steal_pointer (&array);
}

static gboolean
read_all (TroveDelta *self, const TroveRowLayouts *layouts, GError **error)
{
  g_autoptr (GVariant) added = g_variant_get_child_value (self->variant, self->backwards ? 1 : 0);
  g_autoptr (GVariant) removed = g_variant_get_child_value (self->variant, self->backwards ? 0 : 1);
  g_autoptr (GVariant) changed = g_variant_get_child_value (self->variant, 2);

  self->added = read_objects (layouts, added, error);
  self->removed = self->added != NULL ? read_objects (layouts, removed, error) : NULL;
  self->changed = self->removed != NULL ? read_changes (layouts, changed, error) : NULL;
  return self->changed != NULL;
}

gboolean
trove_delta_init (TroveDelta *self, const TroveRowLayouts *layouts, GVariant *variant, gboolean backwards,
                  GError **error)
{
  *self = (TroveDelta){ .backwards = backwards };
  if (!g_variant_is_of_type (variant, G_VARIANT_TYPE (TROVE_DELTA_TYPE)) ||
      !g_variant_is_normal_form (variant))
    return trove_delta_damaged (error, "they are in no normal form");
  self->variant = trove_packed_swap (variant);
  g_variant_get_data (self->variant); /* its children have their bytes in it from now on */
  if (read_all (self, layouts, error))
    return TRUE;
  trove_delta_clear (self);
  return FALSE;
}

void
trove_delta_clear (TroveDelta *self)
{
  g_clear_pointer (&self->added, g_array_unref);
  g_clear_pointer (&self->removed, g_array_unref);
  g_clear_pointer (&self->changed, g_array_unref);
  g_variant_unref (self->variant);
}

GVariant *
trove_delta_row (const TroveDeltaObject *object, GError **error)
{
  GVariant *row = trove_packed_bytes_get (object->layout->row_type, object->row);

  if (row == NULL)
    trove_delta_damaged (error, "the row of %s %" G_GUINT64_FORMAT " is in no normal form",
                         object->layout->klass->name, object->key);
  return row;
}

gboolean
trove_delta_foreach_keys (const TroveDeltaObject *object, TroveDeltaKeysFunc func, gpointer data,
                          GError **error)
{
  gsize index = 0;

  for (guint i = 0; i < object->layout->n_columns; i++)
    {
      g_autoptr (GVariant) list = NULL;
      const TroveKey *keys;
      gsize n;

      if (object->layout->columns[i].form != TROVE_ROW_NONE)
        continue;
      list = g_variant_get_child_value (object->lists, index++);
      keys = g_variant_get_fixed_array (list, &n, sizeof *keys);
      if (!func (object->layout->columns[i].field, keys, n, data, error))
        return FALSE;
    }
  return TRUE;
}

/* Values */

static GVariant *
read_value (const TroveDeltaChange *change, const TroveRowColumn *column, GVariant *bytes, GError **error)
{
  GVariant *value = trove_packed_bytes_get (G_VARIANT_TYPE (column->type), bytes);

  if (value == NULL)
    trove_delta_damaged (
        error, "a value of \342\200\234%s\342\200\235 of %s %" G_GUINT64_FORMAT " is in no normal form",
        column->field->pspec->name, change->layout->klass->name, change->key);
  return value;
}

gboolean
trove_delta_value_init (TroveDeltaValue *self, const TroveDelta *delta, const TroveDeltaChange *change,
                        gsize index, GError **error)
{
  g_autoptr (GVariant) before = NULL, after = NULL;
  const TroveRowColumn *column;

  *self = (TroveDeltaValue){ 0 };
  g_variant_get_child (change->values, index, "(u@ay@ay)", &self->column, &before, &after);
  column = &change->layout->columns[self->column];
  self->before = read_value (change, column, delta->backwards ? after : before, error);
  if (self->before != NULL)
    self->after = read_value (change, column, delta->backwards ? before : after, error);
  if (self->after != NULL)
    return TRUE;
  trove_delta_value_clear (self);
  return FALSE;
}

void
trove_delta_value_clear (TroveDeltaValue *self)
{
  g_clear_pointer (&self->before, g_variant_unref);
  g_clear_pointer (&self->after, g_variant_unref);
}

/* Lists */

/* Indices in both lists, behind the run before. */
typedef struct
{
  guint64 before, after;
} Indices;

static TroveDeltaRun
read_run (GVariant *runs, gsize i)
{
  g_autoptr (GVariant) removed = NULL, inserted = NULL;
  TroveDeltaRun run = { 0 };
  gsize n_removed, n_inserted;

  g_variant_get_child (runs, i, "(u@at@at)", &run.at, &removed, &inserted);
  run.removed = g_variant_get_fixed_array (removed, &n_removed, sizeof (TroveKey));
  run.inserted = g_variant_get_fixed_array (inserted, &n_inserted, sizeof (TroveKey));
  run.n_removed = (guint32) MIN (n_removed, G_MAXUINT32);
  run.n_inserted = (guint32) MIN (n_inserted, G_MAXUINT32);
  return run;
}

/* Finds the indices of a run, and those behind it. FALSE: it does not stand behind the run before, or too far behind. */
static gboolean
place_run (TroveDeltaRun *run, Indices *behind)
{
  guint64 kept;

  if (run->at < behind->before)
    return FALSE;
  kept = run->at - behind->before;
  run->after = (guint32) (behind->after + kept);
  behind->before += kept + run->n_removed;
  behind->after += kept + run->n_inserted;
  return behind->before <= G_MAXUINT32 && behind->after <= G_MAXUINT32;
}

/* Turns a run round. */
static TroveDeltaRun
reverse (TroveDeltaRun run)
{
  return (TroveDeltaRun){ run.after, run.at, run.inserted, run.removed, run.n_inserted, run.n_removed };
}

GArray *
trove_delta_runs (const TroveDelta *self, const TroveDeltaChange *change, gsize index,
                  const TroveClassField **field, GError **error)
{
  g_autoptr (GArray) array = g_array_new (FALSE, FALSE, sizeof (TroveDeltaRun));
  g_autoptr (GVariant) runs = NULL;
  const TroveRowColumn *column;
  Indices behind = { 0, 0 };
  guint32 number;
  gsize n;

  g_variant_get_child (change->lists, index, "(u@a(uatat))", &number, &runs);
  column = &change->layout->columns[number];
  *field = column->field;
  n = g_variant_n_children (runs);
  for (gsize i = 0; i < n; i++)
    {
      TroveDeltaRun run = read_run (runs, i);

      if (!place_run (&run, &behind))
        {
          trove_delta_damaged (
              error, "the runs of \342\200\234%s\342\200\235 of %s %" G_GUINT64_FORMAT " stand in no order",
              column->field->pspec->name, change->layout->klass->name, change->key);
          return NULL;
        }
      if (self->backwards)
        run = reverse (run);
      g_array_append_val (array, run);
    }
  return g_steal_pointer (&array);
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "row.h"

#include <string.h>

#include "trove-glib/trove-error.h"

#include "packed-writer.h"
#include "value-number.h"
#include "value.h"

#define ROOM 32 /* ends that need no allocation */

/* The tuple of a row is as packed-writer.h has it. One of members with fixed sizes alone is as long as a multiple of its alignment, and 1
 * byte at least. */

static gsize
align (gsize at, gsize alignment)
{
  return (at + alignment - 1) & ~(alignment - 1);
}

/* Writing */

typedef struct
{
  TrovePackedWriter bytes;
  gsize *ends;
  guint n_ends;
} Writer;

static inline gpointer
add (Writer *self, gsize n, gsize alignment)
{
  return trove_packed_writer_add (&self->bytes, n, alignment);
}

/* As a maybe: one more byte that is 0 behind a string, no byte for NULL. FALSE: it is not in UTF-8. */
static gboolean
write_string (Writer *self, const char *string)
{
  gsize size;

  if (string == NULL)
    return TRUE;
  size = strlen (string) + 1;
  if (!g_utf8_validate (string, (gssize) size - 1, NULL))
    return FALSE;
  memcpy (add (self, size, 1), string, size);
  *(guint8 *) add (self, 1, 1) = 0;
  return TRUE;
}

static gboolean
write_other (Writer *self, const TroveRowColumn *column, gconstpointer data, GError **error)
{
  g_autoptr (GVariant) value = trove_value_write (column->field, data, error);

  if (value == NULL)
    return FALSE;
  g_assert (g_str_equal (g_variant_get_type_string (value), column->type));
  g_variant_store (value, add (self, g_variant_get_size (value), column->alignment));
  return TRUE;
}

static gboolean
write_value (Writer *self, const TroveRowColumn *column, gconstpointer data, GError **error)
{
  gconstpointer at = trove_class_field_at (column->field, data);
  gsize size = column->is_fixed ? trove_value_number_size (column->type) : 0;

  switch (column->form)
    {
    case TROVE_ROW_NUMBER:
      trove_value_write_number (column->field, data, add (self, size, column->alignment));
      return TRUE;
    case TROVE_ROW_KEY:
      memcpy (add (self, size, column->alignment), at, size);
      return TRUE;
    case TROVE_ROW_STRING:
      if (write_string (self, *(const char *const *) at))
        return TRUE;
      G_GNUC_FALLTHROUGH; /* for the error */
    default:
      return write_other (self, column, data, error);
    }
}

static gboolean
write_members (Writer *self, const TroveRowLayout *layout, gconstpointer data, GError **error)
{
  for (guint i = 0; i < layout->n_columns; i++)
    {
      const TroveRowColumn *column = &layout->columns[i];

      if (column->form == TROVE_ROW_NONE)
        continue;
      if (!write_value (self, column, data, error))
        return FALSE;
      if (!column->is_fixed && i != layout->last)
        self->ends[self->n_ends++] = self->bytes.n;
    }
  return TRUE;
}

static gboolean
is_fixed (const TroveRowLayout *layout)
{
  return layout->n_ends == 0 && (layout->last == layout->n_columns || layout->columns[layout->last].is_fixed);
}

static gsize
alignment_of (const TroveRowLayout *layout)
{
  gsize most = 1;

  for (guint i = 0; i < layout->n_columns; i++)
    most = MAX (most, layout->columns[i].alignment);
  return most;
}

/* Completes the tuple. */
static void
write_end (Writer *self, const TroveRowLayout *layout)
{
  if (layout->last == layout->n_columns)
    *(guint8 *) add (self, 1, 1) = 0;
  else if (is_fixed (layout))
    add (self, 0, alignment_of (layout));
  trove_packed_writer_add_ends (&self->bytes, 0, self->ends, self->n_ends, TRUE);
}

GVariant *
trove_row_write (const TroveRowLayout *layout, const TroveRecord *record, GError **error)
{
  gsize room[ROOM];
  g_autofree gsize *heap = layout->n_ends > ROOM ? g_new (gsize, layout->n_ends) : NULL;
  Writer writer = { .ends = heap != NULL ? heap : room };

  g_assert (record->klass == layout->klass);
  if (!write_members (&writer, layout, trove_record_data (record), error))
    {
      g_free (writer.bytes.bytes);
      return NULL;
    }
  write_end (&writer, layout);
  return trove_packed_writer_end (&writer.bytes, layout->row_type);
}

/* Reading */

typedef struct
{
  const TroveRowLayout *layout;
  GVariant *row;
  const guint8 *bytes;
  gsize size, width;
  gsize at; /* the end of the last member that was read */
  guint n_ends, n_members;
} Reader;

static Reader
start (const TroveRowLayout *layout, GVariant *row)
{
  gsize size = g_variant_get_size (row);

  g_assert (g_variant_is_of_type (row, layout->row_type));
  return (Reader){ layout, row, g_variant_get_data (row), size, trove_packed_end_size (size), 0, 0, 0 };
}

/* The end of the next member that has no fixed size. The row is in normal form, so that each is where it should be. */
static gsize
next_end (Reader *self, guint i)
{
  guint64 end = 0;

  if (i == self->layout->last)
    return self->size - self->layout->n_ends * self->width;
  self->n_ends++;
  memcpy (&end, self->bytes + self->size - self->n_ends * self->width, self->width);
  return (gsize) GUINT64_FROM_LE (end);
}

/* The bytes of the next member; *n: how many. */
static gconstpointer
next (Reader *self, guint i, gsize *n)
{
  const TroveRowColumn *column = &self->layout->columns[i];
  gsize from = align (self->at, column->alignment);

  self->n_members++;
  self->at = column->is_fixed ? from + trove_value_number_size (column->type) : next_end (self, i);
  *n = self->at - from;
  return self->bytes + from;
}

/* A value of which the reader does not know how it lies. */
static GVariant *
next_variant (Reader *self, guint i)
{
  const TroveRowColumn *column = &self->layout->columns[i];
  GVariant *value = g_variant_get_child_value (self->row, self->n_members++);

  self->at = column->is_fixed ? align (self->at, column->alignment) + g_variant_get_size (value) :
                                next_end (self, i);
  return value;
}

static gboolean
read_key (const TroveRowLayout *layout, guint i, gconstpointer at, TroveKey *references, GError **error)
{
  TroveKey key;

  memcpy (&key, at, sizeof key);
  if (references != NULL)
    references[i] = key;
  if (key < TROVE_KEY_LIMIT)
    return TRUE;
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
               "The property \342\200\234%s\342\200\235 of %s refers to %" G_GUINT64_FORMAT
               ", which is no key",
               layout->columns[i].field->pspec->name, layout->klass->name, key);
  return FALSE;
}

static gboolean
read_value (Reader *self, guint i, gpointer data, TroveKey *references, GError **error)
{
  const TroveRowColumn *column = &self->layout->columns[i];
  g_autoptr (GVariant) value = NULL;
  gconstpointer at;
  gsize n;

  switch (column->form)
    {
    case TROVE_ROW_NONE:
      return TRUE;
    case TROVE_ROW_NUMBER:
      return trove_value_read_number (column->field, *column->type, next (self, i, &n), data, error);
    case TROVE_ROW_KEY:
      return read_key (self->layout, i, next (self, i, &n), references, error);
    case TROVE_ROW_STRING:
      at = next (self, i, &n);
      return trove_value_read_string (column->field, n > 0 ? at : NULL, data, error);
    default:
      value = next_variant (self, i);
      return trove_value_read (column->field, value, data, error);
    }
}

gboolean
trove_row_read (const TroveRowLayout *layout, GVariant *row, gpointer data, TroveKey *references,
                GError **error)
{
  Reader reader = start (layout, row);

  if (references != NULL)
    memset (references, 0, layout->n_columns * sizeof *references);
  for (guint i = 0; i < layout->absent->len; i++)
    if (!trove_value_read_default (layout->klass, layout->absent->pdata[i], data, error))
      return FALSE;
  for (guint i = 0; i < layout->n_columns; i++)
    if (!read_value (&reader, i, data, references, error))
      return FALSE;
  return TRUE;
}

/* A default that another program has would be another one. */
static gboolean
is_default (const TroveRowLayout *layout, const TroveClassField *field, gconstpointer data)
{
  return !trove_class_field_is_key (field) && trove_class_field_equal (field, data, layout->klass->defaults);
}

gboolean
trove_row_matches_value (const TroveRowLayout *layout, guint column, GVariant *value,
                         const TroveRecord *record)
{
  const TroveClassField *field = layout->columns[column].field;
  gconstpointer data = trove_record_data (record);

  return trove_value_equals (field, data, value) || is_default (layout, field, data);
}

gboolean
trove_row_matches (const TroveRowLayout *layout, GVariant *row, const TroveRecord *record, guint *column)
{
  guint member = 0;

  for (*column = 0; *column < layout->n_columns; ++*column)
    {
      g_autoptr (GVariant) value = NULL;

      if (layout->columns[*column].form == TROVE_ROW_NONE)
        continue;
      value = g_variant_get_child_value (row, member++);
      if (!trove_row_matches_value (layout, *column, value, record))
        return FALSE;
    }
  return TRUE;
}

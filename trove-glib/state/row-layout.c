/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "row-layout.h"

#include <string.h>

#include "class-version.h"
#include "value-number.h"
#include "value.h"

/* A layout */

static GVariantType *
make_row_type (const TroveRowColumn *columns, guint n)
{
  g_autoptr (GString) type = g_string_new ("(");

  for (guint i = 0; i < n; i++)
    if (columns[i].type != NULL)
      g_string_append (type, columns[i].type);
  g_string_append_c (type, ')');
  return g_variant_type_new (type->str);
}

static TroveRowForm
find_form (const TroveRowColumn *column)
{
  const TroveClassField *field = column->field;

  if (column->type == NULL)
    return TROVE_ROW_NONE;
  if (field->kind == TROVE_KIND_REFERENCE && g_str_equal (column->type, "t"))
    return TROVE_ROW_KEY;
  if (trove_value_is_number (field) && trove_value_number_size (column->type) > 0)
    return TROVE_ROW_NUMBER;
  if (field->kind == TROVE_KIND_STRING && g_str_equal (column->type, "ms"))
    return TROVE_ROW_STRING;
  return TROVE_ROW_OTHER;
}

/* A type has the alignment of the most aligned type in it. */
static guint8
find_alignment (const char *type)
{
  guint8 most = 1;

  for (; *type != '\0'; type++)
    if (strchr ("xtdv", *type) != NULL)
      return 8;
    else if (strchr ("iuh", *type) != NULL)
      most = 4;
    else if (strchr ("nq", *type) != NULL)
      most = MAX (most, 2);
  return most;
}

static void
fill_in (TroveRowLayout *self)
{
  gboolean last_is_fixed = TRUE;

  self->last = self->n_columns;
  for (guint i = 0; i < self->n_columns; i++)
    {
      TroveRowColumn *column = &self->columns[i];

      column->form = find_form (column);
      if (column->type == NULL)
        continue;
      column->alignment = find_alignment (column->type);
      column->is_fixed = strpbrk (column->type, "sogamv") == NULL;
      self->n_ends += !last_is_fixed;
      last_is_fixed = column->is_fixed;
      self->last = i;
    }
}

guint
trove_row_layout_find (const TroveRowLayout *self, const TroveClassField *field)
{
  guint i = 0;

  if (field->index < self->n_columns && self->columns[field->index].field == field)
    return field->index; /* as a class has them */
  while (i < self->n_columns && self->columns[i].field != field)
    i++;
  return i;
}

static void
find_absent (TroveRowLayout *self)
{
  self->absent = g_ptr_array_new ();
  for (guint i = 0; i < self->klass->n_fields; i++)
    {
      const TroveClassField *field = &self->klass->fields[i];

      if (!trove_class_field_is_list (field) && !trove_class_field_is_key (field) &&
          trove_row_layout_find (self, field) == self->n_columns)
        g_ptr_array_add (self->absent, (gpointer) field);
    }
}

TroveRowLayout *
trove_row_layout_new_for_columns (guint32 id, const TroveClass *klass, TroveRowColumn *columns,
                                  guint n_columns)
{
  TroveRowLayout *self = g_new (TroveRowLayout, 1);

  g_assert (id > 0);
  *self = (TroveRowLayout){ id, klass, klass, n_columns, columns, make_row_type (columns, n_columns) };
  self->schema_version = trove_class_get_version (klass);
  fill_in (self);
  find_absent (self);
  return self;
}

TroveRowLayout *
trove_row_layout_new (guint32 id, const TroveClass *klass)
{
  TroveRowColumn *columns = g_new (TroveRowColumn, klass->n_fields);

  for (guint i = 0; i < klass->n_fields; i++)
    columns[i] = (TroveRowColumn){ .field = &klass->fields[i], .type = trove_value_type (&klass->fields[i]) };
  return trove_row_layout_new_for_columns (id, klass, columns, klass->n_fields);
}

void
trove_row_layout_free (TroveRowLayout *self)
{
  g_ptr_array_unref (self->absent);
  g_variant_type_free (self->row_type);
  g_free (self->columns);
  g_free (self);
}

/* All layouts */

static void
free_layout (gpointer layout)
{
  trove_row_layout_free (layout);
}

void
trove_row_layouts_init (TroveRowLayouts *self)
{
  *self = (TroveRowLayouts){ .by_id = g_hash_table_new_full (NULL, NULL, NULL, free_layout),
                             .by_class = g_hash_table_new (NULL, NULL) };
}

void
trove_row_layouts_clear (TroveRowLayouts *self)
{
  g_hash_table_unref (self->by_class);
  g_hash_table_unref (self->by_id);
}

void
trove_row_layouts_add (TroveRowLayouts *self, TroveRowLayout *layout, gboolean is_current)
{
  g_assert (trove_row_layouts_get (self, layout->id) == NULL);
  g_hash_table_insert (self->by_id, GUINT_TO_POINTER (layout->id), layout);
  if (is_current)
    g_hash_table_insert (self->by_class, (gpointer) layout->klass, layout);
  self->last_id = MAX (self->last_id, layout->id);
}

const TroveRowLayout *
trove_row_layouts_get (const TroveRowLayouts *self, guint32 id)
{
  return g_hash_table_lookup (self->by_id, GUINT_TO_POINTER (id));
}

/* An id that is free: ids of a file need not be without holes, and may be any. */
static guint32
next_id (const TroveRowLayouts *self)
{
  guint32 id = self->last_id;

  do
    id = id < G_MAXUINT32 ? id + 1 : 1;
  while (trove_row_layouts_get (self, id) != NULL);
  return id;
}

const TroveRowLayout *
trove_row_layouts_for_class (TroveRowLayouts *self, const TroveClass *klass)
{
  TroveRowLayout *layout = g_hash_table_lookup (self->by_class, klass);

  if (layout == NULL)
    {
      layout = trove_row_layout_new (next_id (self), klass);
      trove_row_layouts_add (self, layout, TRUE);
    }
  return layout;
}

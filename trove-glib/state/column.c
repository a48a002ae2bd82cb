/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "column.h"

#include "class-value.h"
#include "value-number.h"
#include "value.h"

const GVariantType *
trove_column_type (const TroveClassField *field)
{
  g_autofree char *type = g_strconcat ("a", trove_value_type (field), NULL);

  return G_VARIANT_TYPE (g_intern_string (type));
}

/* Bytes of a number; 0: the values are no numbers. */
static gsize
number_size (const TroveClassField *field)
{
  return trove_value_is_number (field) ? trove_value_number_size (trove_value_type (field)) : 0;
}

/* Writing */

static GVariant *
write_numbers (const TroveClassField *field, TroveRecord *const *records, guint n)
{
  gsize size = number_size (field);
  g_autofree guint64 *room = g_new (guint64, n * size / sizeof *room + 1);

  for (guint i = 0; i < n; i++)
    trove_value_write_number (field, trove_record_data (records[i]), (char *) room + i * size);
  return g_variant_new_fixed_array (G_VARIANT_TYPE (trove_value_type (field)), room, n, size);
}

GVariant *
trove_column_write (const TroveClassField *field, TroveRecord *const *records, guint n, GError **error)
{
  GVariantBuilder builder;

  if (trove_value_is_number (field))
    return write_numbers (field, records, n);

  g_variant_builder_init (&builder, trove_column_type (field));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GVariant) element = trove_value_write (field, trove_record_data (records[i]), error);

      if (element == NULL)
        {
          g_variant_builder_clear (&builder);
          return NULL;
        }
      g_variant_builder_add_value (&builder, element);
    }
  return g_variant_builder_end (&builder);
}

/* Reading */

void
trove_column_init (TroveColumn *self, const TroveClassField *field, GVariant *values)
{
  g_assert (g_variant_is_of_type (values, trove_column_type (field)));
  *self = (TroveColumn){ .field = field, .values = g_variant_ref (values), .size = number_size (field) };
  if (self->size > 0)
    self->fixed = g_variant_get_fixed_array (values, &self->n, self->size);
  else
    self->n = g_variant_n_children (values);
}

void
trove_column_clear (TroveColumn *self)
{
  g_variant_unref (self->values);
}

static gboolean
read_value (const TroveColumn *self, guint row, gpointer data, GError **error)
{
  g_autoptr (GVariant) value = NULL;

  if (self->fixed != NULL)
    return trove_value_read_number (self->field, g_variant_get_type_string (self->values)[1],
                                    (const char *) self->fixed + row * self->size, data, error);
  value = g_variant_get_child_value (self->values, row);
  return trove_value_read (self->field, value, data, error);
}

gboolean
trove_column_read (const TroveColumn *self, guint row, gpointer data, GError **error)
{
  return read_value (self, row, data, error) && trove_class_value_check (self->field, data, error);
}

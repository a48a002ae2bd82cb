/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "excerpt-class.h"

#include <string.h>

#include "trove-glib/trove-error.h"

#include "value.h"

gboolean
trove_excerpt_damaged (GError **error, const char *format, ...)
{
  g_autofree char *why = NULL;
  va_list arguments;

  va_start (arguments, format);
  why = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_DAMAGED, "The fragment is damaged: %s", why);
  return FALSE;
}

/* Classes */

static void
references_clear (gpointer data)
{
  g_variant_unref (((TroveExcerptReferences *) data)->values);
}

static void
column_clear (gpointer data)
{
  trove_column_clear (data);
}

void
trove_excerpt_class_free (gpointer data)
{
  TroveExcerptClass *self = data;

  g_array_unref (self->columns);
  g_array_unref (self->references);
  g_ptr_array_unref (self->owning);
  g_free (self->has_column);
  g_free (self->data);
  g_free (self);
}

static const TroveClass *
find_class (const char *name, GError **error)
{
  GType type = g_type_from_name (name);

  if (type == G_TYPE_INVALID)
    g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
                 "The fragment has objects of the class %s, which is not registered in this program", name);
  else if (!trove_class_is_storable (type) || G_TYPE_IS_ABSTRACT (type))
    g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
                 "The fragment has objects of the class %s, which is no class of objects of documents here",
                 name);
  else
    return trove_class_ensure (type, error);
  return NULL;
}

TroveExcerptClass *
trove_excerpt_class_new (const char *name, GError **error)
{
  const TroveClass *klass = find_class (name, error);
  TroveExcerptClass *self;

  if (klass == NULL)
    return NULL;
  self = g_new0 (TroveExcerptClass, 1);
  self->klass = klass;
  self->columns = g_array_new (FALSE, FALSE, sizeof (TroveColumn));
  g_array_set_clear_func (self->columns, column_clear);
  self->references = g_array_new (FALSE, FALSE, sizeof (TroveExcerptReferences));
  g_array_set_clear_func (self->references, references_clear);
  self->owning = g_ptr_array_new ();
  self->has_column = g_new0 (guint8, klass->n_fields + 1);
  self->data = g_malloc0 (MAX (klass->data_size, 1));
  return self;
}

/* Columns */

/* FALSE with DAMAGED, or TYPE_MISMATCH for a property of another type. */
static gboolean
check_column (const TroveExcerptClass *self, const TroveClassField *field, GVariant *values,
              const GVariantType *type, GError **error)
{
  if (!g_variant_is_of_type (values, type))
    {
      g_autofree char *expected = g_variant_type_dup_string (type);

      g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
                   "The fragment has values of the type \342\200\234%s\342\200\235 for the property "
                   "\342\200\234%s\342\200\235 of %s, not \342\200\234%s\342\200\235",
                   g_variant_get_type_string (values), field->pspec->name, self->klass->name, expected);
      return FALSE;
    }
  if (self->has_column[field->index])
    return trove_excerpt_damaged (error, "the property \342\200\234%s\342\200\235 of %s is there twice",
                                  field->pspec->name, self->klass->name);
  if (g_variant_n_children (values) != self->n)
    return trove_excerpt_damaged (
        error, "the property \342\200\234%s\342\200\235 of %s has %" G_GSIZE_FORMAT " values for %u objects",
        field->pspec->name, self->klass->name, g_variant_n_children (values), self->n);
  return TRUE;
}

static gboolean
add_references (TroveExcerptClass *self, const TroveClassField *field, GVariant *values, GError **error)
{
  gboolean is_list = field->kind == TROVE_KIND_REFERENCE_LIST;
  TroveExcerptReferences references = { field, values, NULL };
  gsize n;

  if (!check_column (self, field, values, G_VARIANT_TYPE (is_list ? "aau" : "au"), error))
    return FALSE;
  if (!is_list)
    references.targets = g_variant_get_fixed_array (values, &n, sizeof (guint32));
  g_variant_ref (values);
  g_array_append_val (self->references, references);
  return TRUE;
}

static gboolean
add_column (TroveExcerptClass *self, const TroveClassField *field, GVariant *values, GError **error)
{
  TroveColumn column;

  if (!check_column (self, field, values, trove_column_type (field), error))
    return FALSE;
  trove_column_init (&column, field, values);
  g_array_append_val (self->columns, column);
  return TRUE;
}

/* A property of the class that is no owner of objects; others are skipped. */
static gboolean
add_property (TroveExcerptClass *self, GVariant *property, GError **error)
{
  g_autoptr (GVariant) values = NULL;
  const TroveClassField *field;
  const char *name;
  gboolean done;

  g_variant_get (property, "(&sv)", &name, &values);
  field = trove_class_find_name (self->klass, name);
  if (field == NULL || field->kind == TROVE_KIND_OWNED || field->kind == TROVE_KIND_OWNED_LIST)
    return TRUE;
  if (field->kind == TROVE_KIND_REFERENCE || field->kind == TROVE_KIND_REFERENCE_LIST)
    done = add_references (self, field, values, error);
  else
    done = add_column (self, field, values, error);
  self->has_column[field->index] = TRUE;
  return done;
}

static void
add_owning (TroveExcerptClass *self, const char *name)
{
  const TroveClassField *field = trove_class_find_name (self->klass, name);

  if (field != NULL && field->kind != TROVE_KIND_OWNED && field->kind != TROVE_KIND_OWNED_LIST)
    field = NULL;
  g_ptr_array_add (self->owning, (gpointer) field);
}

gboolean
trove_excerpt_class_read (TroveExcerptClass *self, GVariant *class, GError **error)
{
  g_autoptr (GVariant) owning = g_variant_get_child_value (class, 1);
  g_autoptr (GVariant) properties = g_variant_get_child_value (class, 2);

  for (gsize i = 0; i < g_variant_n_children (owning); i++)
    {
      const char *name;

      g_variant_get_child (owning, i, "&s", &name);
      add_owning (self, name);
    }
  for (gsize i = 0; i < g_variant_n_children (properties); i++)
    {
      g_autoptr (GVariant) property = g_variant_get_child_value (properties, i);

      if (!add_property (self, property, error))
        return FALSE;
    }
  return TRUE;
}

/* Data */

gboolean
trove_excerpt_class_read_data (TroveExcerptClass *self, GError **error)
{
  guint row = self->n_read++;

  memset (self->data, 0, self->klass->data_size);
  for (guint i = 0; i < self->klass->n_fields; i++)
    {
      const TroveClassField *field = &self->klass->fields[i];

      if (!trove_class_field_is_list (field) && !trove_class_field_is_key (field) && !self->has_column[i] &&
          !trove_value_read_default (self->klass, field, self->data, error))
        return FALSE;
    }
  for (guint i = 0; i < self->columns->len; i++)
    if (!trove_column_read (&g_array_index (self->columns, TroveColumn, i), row, self->data, error))
      return FALSE;
  return TRUE;
}

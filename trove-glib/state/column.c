/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "column.h"

#include <gio/gio.h>

#include "trove-glib/trove-error.h"

#include "class-value.h"
#include "class-variant.h"

/* Types */

static const char *
scalar_type (GType type)
{
  switch (G_TYPE_FUNDAMENTAL (type))
    {
    case G_TYPE_CHAR:
    case G_TYPE_UCHAR:
      return "ay";
    case G_TYPE_BOOLEAN:
      return "ab";
    case G_TYPE_INT:
    case G_TYPE_ENUM:
      return "ai";
    case G_TYPE_UINT:
    case G_TYPE_FLAGS:
      return "au";
    case G_TYPE_LONG:
    case G_TYPE_INT64:
      return "ax";
    case G_TYPE_ULONG:
    case G_TYPE_UINT64:
      return "at";
    case G_TYPE_FLOAT:
    case G_TYPE_DOUBLE:
      return "ad";
    default: /* the one that is left: GType */
      return "as";
    }
}

static gboolean
is_file (const TroveClassField *field)
{
  return field->kind == TROVE_KIND_IMMUTABLE && g_type_is_a (field->type, G_TYPE_FILE);
}

const GVariantType *
trove_column_type (const TroveClassField *field)
{
  switch (field->kind)
    {
    case TROVE_KIND_SCALAR:
      return G_VARIANT_TYPE (scalar_type (field->type));
    case TROVE_KIND_STRING:
      return G_VARIANT_TYPE ("ams");
    case TROVE_KIND_STRV:
      return G_VARIANT_TYPE ("amas");
    case TROVE_KIND_BYTES:
      return G_VARIANT_TYPE ("amay");
    default:
      return G_VARIANT_TYPE (is_file (field) ? "ams" : "am(say)");
    }
}

/* Of numbers; 0: the values are no numbers. */
static gsize
fixed_size (const GVariantType *type)
{
  switch (g_variant_type_peek_string (type)[1])
    {
    case 'y':
    case 'b':
      return 1;
    case 'i':
    case 'u':
      return sizeof (gint32);
    case 'x':
    case 't':
    case 'd':
      return sizeof (gint64);
    default:
      return 0;
    }
}

/* Writing */

/* Returns NULL. */
static GVariant *
refuse (const TroveClassField *field, GError **error, const char *why)
{
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
               "The property \342\200\234%s\342\200\235 of %s cannot be written: %s", field->pspec->name,
               g_type_name (field->owner), why);
  return NULL;
}

static void
write_number (const TroveClassField *field, gconstpointer at, gpointer to)
{
  switch (G_TYPE_FUNDAMENTAL (field->type))
    {
    case G_TYPE_BOOLEAN:
      *(guint8 *) to = *(const gboolean *) at != FALSE;
      break;
    case G_TYPE_LONG:
      *(gint64 *) to = *(const glong *) at;
      break;
    case G_TYPE_ULONG:
      *(guint64 *) to = *(const gulong *) at;
      break;
    case G_TYPE_FLOAT:
      *(double *) to = (double) *(const float *) at;
      break;
    default: /* the same bytes */
      memcpy (to, at, field->size);
    }
}

static GVariant *
write_numbers (const TroveClassField *field, TroveRecord *const *records, guint n)
{
  const GVariantType *type = trove_column_type (field);
  gsize size = fixed_size (type);
  g_autofree guint64 *room = g_new (guint64, n * size / sizeof *room + 1);

  for (guint i = 0; i < n; i++)
    write_number (field, trove_class_field_at (field, trove_record_data (records[i])),
                  (char *) room + i * size);
  return g_variant_new_fixed_array (g_variant_type_element (type), room, n, size);
}

static GVariant *
write_string (const TroveClassField *field, const char *string, GError **error)
{
  if (g_utf8_validate (string, -1, NULL))
    return g_variant_new_string (string);
  return refuse (field, error, "a string is not in UTF-8");
}

static GVariant *
write_strv (const TroveClassField *field, const char *const *strings, GError **error)
{
  for (guint i = 0; strings[i] != NULL; i++)
    if (!g_utf8_validate (strings[i], -1, NULL))
      return refuse (field, error, "a string is not in UTF-8");
  return g_variant_new_strv (strings, -1);
}

static GVariant *
write_file (const TroveClassField *field, GFile *file, GError **error)
{
  g_autofree char *uri = g_file_get_uri (file);

  return write_string (field, uri, error);
}

static GVariant *
write_bytes (GBytes *bytes)
{
  gsize n;
  gconstpointer data = g_bytes_get_data (bytes, &n);

  return g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, data, n, 1);
}

#if G_BYTE_ORDER == G_BIG_ENDIAN
#define LITTLE_ENDIAN_OF(variant) g_variant_byteswap (variant)
#else
#define LITTLE_ENDIAN_OF(variant) g_variant_get_normal_form (variant)
#endif

/* A variant of bytes that were read; NULL: the bytes are not in normal form. */
static GVariant *
variant_of_bytes (const GVariantType *type, GBytes *bytes)
{
  g_autoptr (GVariant) variant = g_variant_ref_sink (g_variant_new_from_bytes (type, bytes, FALSE));

  return g_variant_is_normal_form (variant) ? LITTLE_ENDIAN_OF (variant) : NULL;
}

/* (say) */
static GVariant *
write_variant (const TroveClassField *field, GVariant *value, GError **error)
{
  g_autoptr (GVariant) variant = LITTLE_ENDIAN_OF (value), again = NULL;
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (variant);

  again = variant_of_bytes (g_variant_get_type (variant), bytes);
  if (again == NULL)
    return refuse (field, error, "a variant has too many levels");
  return g_variant_new ("(s@ay)", g_variant_get_type_string (variant), write_bytes (bytes));
}

static GVariant *
write_transformed (const TroveClassField *field, const GValue *value, GError **error)
{
  g_autoptr (GVariant) variant = NULL;
  g_autofree char *why = NULL;

  variant = trove_class_variant_new (field, value);
  if (variant != NULL)
    return write_variant (field, variant, error);
  why = g_strdup_printf ("there is no variant of a value of type %s, for which "
                         "g_value_register_transform_func() can give a function",
                         G_VALUE_TYPE_NAME (value));
  return refuse (field, error, why);
}

/* The variant in a maybe. *is_nothing: there is no value. Floating; NULL with an error, or if there is none. */
static GVariant *
write_value (const TroveClassField *field, gconstpointer data, gboolean *is_nothing, GError **error)
{
  g_auto (GValue) value = G_VALUE_INIT;
  gpointer pointer;

  trove_class_value_get (field, data, &value);
  pointer = g_value_peek_pointer (&value);
  *is_nothing = pointer == NULL;
  if (*is_nothing)
    return NULL;
  switch (field->kind)
    {
    case TROVE_KIND_STRING:
      return write_string (field, pointer, error);
    case TROVE_KIND_STRV:
      return write_strv (field, pointer, error);
    case TROVE_KIND_BYTES:
      return write_bytes (pointer);
    case TROVE_KIND_VARIANT:
      return write_variant (field, pointer, error);
    default:
      return is_file (field) ? write_file (field, pointer, error) : write_transformed (field, &value, error);
    }
}

static GVariant *
write_type_name (const TroveClassField *field, gconstpointer data)
{
  GType type = *(const GType *) trove_class_field_at (field, data);

  return g_variant_new_string (type != G_TYPE_INVALID ? g_type_name (type) : "");
}

/* An element of the array. */
static GVariant *
write_element (const TroveClassField *field, const GVariantType *type, gconstpointer data, GError **error)
{
  gboolean is_nothing;
  GVariant *value;

  if (field->kind == TROVE_KIND_SCALAR)
    return write_type_name (field, data);
  value = write_value (field, data, &is_nothing, error);
  return is_nothing || value != NULL ? g_variant_new_maybe (g_variant_type_element (type), value) : NULL;
}

GVariant *
trove_column_write (const TroveClassField *field, TroveRecord *const *records, guint n, GError **error)
{
  const GVariantType *type = trove_column_type (field);
  GVariantBuilder builder;

  if (fixed_size (type) > 0)
    return write_numbers (field, records, n);

  g_variant_builder_init (&builder, type);
  for (guint i = 0; i < n; i++)
    {
      GVariant *element =
          write_element (field, g_variant_type_element (type), trove_record_data (records[i]), error);

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
  gsize size = fixed_size (g_variant_get_type (values));

  g_assert (g_variant_is_of_type (values, trove_column_type (field)));
  *self = (TroveColumn){ .field = field, .values = g_variant_ref (values) };
  if (size > 0)
    self->fixed = g_variant_get_fixed_array (values, &self->n, size);
  else
    self->n = g_variant_n_children (values);
}

void
trove_column_clear (TroveColumn *self)
{
  g_variant_unref (self->values);
}

#define READ_NUMBER(TYPE, ctype, name)                                                                       \
  case TYPE:                                                                                                 \
    g_value_set_##name (value, ((const ctype *) self->fixed)[row]);                                          \
    break;

/* FALSE: the type of the field does not hold the number. */
static gboolean
read_number (const TroveColumn *self, guint row, GValue *value)
{
  switch (G_TYPE_FUNDAMENTAL (self->field->type))
    {
      READ_NUMBER (G_TYPE_CHAR, gint8, schar)
      READ_NUMBER (G_TYPE_UCHAR, guint8, uchar)
      READ_NUMBER (G_TYPE_BOOLEAN, guint8, boolean)
      READ_NUMBER (G_TYPE_INT, gint32, int)
      READ_NUMBER (G_TYPE_ENUM, gint32, enum)
      READ_NUMBER (G_TYPE_UINT, guint32, uint)
      READ_NUMBER (G_TYPE_FLAGS, guint32, flags)
      READ_NUMBER (G_TYPE_INT64, gint64, int64)
      READ_NUMBER (G_TYPE_UINT64, guint64, uint64)
      READ_NUMBER (G_TYPE_DOUBLE, double, double)
    case G_TYPE_LONG:
      g_value_set_long (value, (glong) ((const gint64 *) self->fixed)[row]);
      return g_value_get_long (value) == ((const gint64 *) self->fixed)[row];
    case G_TYPE_ULONG:
      g_value_set_ulong (value, (gulong) ((const guint64 *) self->fixed)[row]);
      return g_value_get_ulong (value) == ((const guint64 *) self->fixed)[row];
    default: /* the one that is left: float; a number outside of its range becomes infinite */
      g_value_set_float (value, (float) ((const double *) self->fixed)[row]);
      break;
    }
  return TRUE;
}

static gboolean
read_type_name (const TroveColumn *self, guint row, GValue *value)
{
  const char *name;

  g_variant_get_child (self->values, row, "&s", &name);
  g_value_set_gtype (value, g_type_from_name (name));
  return *name == '\0' || g_value_get_gtype (value) != G_TYPE_INVALID;
}

/* From (say). */
static gboolean
read_variant (const TroveColumn *self, GVariant *element, GValue *value)
{
  g_autoptr (GVariant) data = NULL, variant = NULL;
  g_autoptr (GBytes) bytes = NULL;
  const char *type;

  g_variant_get (element, "(&s@ay)", &type, &data);
  if (!g_variant_type_string_is_valid (type) || !g_variant_type_is_definite (G_VARIANT_TYPE (type)))
    return FALSE;
  bytes = g_bytes_new (g_variant_get_data (data), g_variant_get_size (data));
  variant = variant_of_bytes (G_VARIANT_TYPE (type), bytes);
  if (variant == NULL)
    return FALSE;
  if (self->field->kind != TROVE_KIND_VARIANT)
    return trove_class_variant_get (self->field, variant, value);
  g_value_set_variant (value, variant);
  return TRUE;
}

static gboolean
read_present (const TroveColumn *self, GVariant *element, GValue *value)
{
  g_autofree const char **strings = NULL;

  switch (self->field->kind)
    {
    case TROVE_KIND_STRING: /* the bytes are those of the whole array */
      g_value_set_static_string (value, g_variant_get_string (element, NULL));
      return TRUE;
    case TROVE_KIND_STRV:
      strings = g_variant_get_strv (element, NULL);
      g_value_set_boxed (value, strings);
      return TRUE;
    case TROVE_KIND_BYTES:
      g_value_take_boxed (value, g_bytes_new (g_variant_get_data (element), g_variant_get_size (element)));
      return TRUE;
    default:
      if (!is_file (self->field))
        return read_variant (self, element, value);
      g_value_take_object (value, g_file_new_for_uri (g_variant_get_string (element, NULL)));
      return TRUE;
    }
}

/* From a maybe; nothing: the value stays NULL. */
static gboolean
read_maybe (const TroveColumn *self, guint row, GValue *value)
{
  g_autoptr (GVariant) child = g_variant_get_child_value (self->values, row);
  g_autoptr (GVariant) element = g_variant_get_maybe (child);

  return element == NULL || read_present (self, element, value);
}

gboolean
trove_column_read (const TroveColumn *self, guint row, gpointer data, GError **error)
{
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean done;

  g_value_init (&value, self->field->type);
  if (self->fixed != NULL)
    done = read_number (self, row, &value);
  else if (self->field->kind == TROVE_KIND_SCALAR)
    done = read_type_name (self, row, &value);
  else
    done = read_maybe (self, row, &value);
  if (done)
    return trove_class_value_set (self->field, data, &value, error);
  memset (trove_class_field_at (self->field, data), 0, self->field->size);
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
               "The property \342\200\234%s\342\200\235 of %s has no value of type %s there",
               self->field->pspec->name, g_type_name (self->field->owner), g_type_name (self->field->type));
  return FALSE;
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "value.h"

#include <math.h>
#include <string.h>

#include <gio/gio.h>

#include "trove-glib/trove-error.h"

#include "class-value.h"
#include "class-variant.h"
#include "packed-variant.h"
#include "value-number.h"

/* Types */

static const char *
scalar_type (GType type)
{
  switch (G_TYPE_FUNDAMENTAL (type))
    {
    case G_TYPE_CHAR:
      return "n";
    case G_TYPE_UCHAR:
      return "y";
    case G_TYPE_BOOLEAN:
      return "b";
    case G_TYPE_INT:
    case G_TYPE_ENUM:
      return "i";
    case G_TYPE_UINT:
    case G_TYPE_FLAGS:
      return "u";
    case G_TYPE_LONG:
    case G_TYPE_INT64:
      return "x";
    case G_TYPE_ULONG:
    case G_TYPE_UINT64:
      return "t";
    case G_TYPE_FLOAT:
      return TROVE_VALUE_FLOAT;
    case G_TYPE_DOUBLE:
      return "d";
    default: /* the one that is left: GType */
      return "s";
    }
}

static gboolean
is_file (const TroveClassField *field)
{
  return field->kind == TROVE_KIND_IMMUTABLE && g_type_is_a (field->type, G_TYPE_FILE);
}

static const char *
find_type (const TroveClassField *field)
{
  if (field->raw_type != NULL)
    return field->raw_type;
  switch (field->kind)
    {
    case TROVE_KIND_SCALAR:
      return scalar_type (field->type);
    case TROVE_KIND_STRING:
      return "ms";
    case TROVE_KIND_STRV:
      return "mas";
    case TROVE_KIND_BYTES:
      return "may";
    case TROVE_KIND_REFERENCE:
      return "t";
    case TROVE_KIND_OWNED:
    case TROVE_KIND_REFERENCE_LIST:
    case TROVE_KIND_OWNED_LIST:
      return NULL;
    default:
      return is_file (field) ? "ms" : "m(say)";
    }
}

const char *
trove_value_type (const TroveClassField *field)
{
  return g_intern_string (find_type (field));
}

gboolean
trove_value_takes (const TroveClassField *field, const char *type)
{
  return g_strcmp0 (type, find_type (field)) == 0 ||
         (trove_value_is_number (field) && trove_value_number_fits (type, field->type));
}

gboolean
trove_value_is_number (const TroveClassField *field)
{
  return field->kind == TROVE_KIND_SCALAR && field->type != G_TYPE_GTYPE;
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

void
trove_value_write_number (const TroveClassField *field, gconstpointer data, gpointer to)
{
  gconstpointer at = trove_class_field_at (field, data);

  switch (G_TYPE_FUNDAMENTAL (field->type))
    {
    case G_TYPE_BOOLEAN:
      *(guint8 *) to = *(const gboolean *) at != FALSE;
      break;
    case G_TYPE_CHAR:
      *(gint16 *) to = *(const gint8 *) at;
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

static GVariant *
write_variant (const TroveClassField *field, GVariant *value, GError **error)
{
  GVariant *packed = trove_packed_variant_new (value);

  return packed != NULL ? packed : refuse (field, error, "a variant has too many levels");
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

/* The variant in a maybe; pointer: the value. Floating. */
static GVariant *
write_present (const TroveClassField *field, const GValue *value, gpointer pointer, GError **error)
{
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
      return is_file (field) ? write_file (field, pointer, error) : write_transformed (field, value, error);
    }
}

static GVariant *
write_maybe (const TroveClassField *field, gconstpointer data, GError **error)
{
  g_auto (GValue) value = G_VALUE_INIT;
  GVariant *variant;
  gpointer pointer;

  trove_class_value_get (field, data, &value);
  pointer = g_value_peek_pointer (&value);
  if (pointer == NULL)
    {
      g_autofree char *type = g_strdup (find_type (field) + 1);

      return g_variant_new_maybe (G_VARIANT_TYPE (type), NULL);
    }
  variant = write_present (field, &value, pointer, error);
  return variant != NULL ? g_variant_new_maybe (NULL, variant) : NULL;
}

static GVariant *
write_type_name (const TroveClassField *field, gconstpointer data)
{
  GType type = *(const GType *) trove_class_field_at (field, data);

  return g_variant_new_string (type != G_TYPE_INVALID ? g_type_name (type) : "");
}

/* Nothing is the value that has no bytes. */
static GVariant *
write_raw (const TroveClassField *field, GVariant *value)
{
  g_autoptr (GVariant) nothing = NULL;

  if (value != NULL)
    return g_variant_ref (value);
  nothing = g_variant_ref_sink (
      g_variant_new_from_data (G_VARIANT_TYPE (field->raw_type), NULL, 0, FALSE, NULL, NULL));
  return g_variant_get_normal_form (nothing);
}

static GVariant *
write_number (const TroveClassField *field, gconstpointer data)
{
  const char *type = scalar_type (field->type);
  gsize size = trove_value_number_size (type);
  gpointer bytes = g_malloc (size);

  trove_value_write_number (field, data, bytes);
  return g_variant_new_from_data (G_VARIANT_TYPE (type), bytes, size, TRUE, g_free, bytes);
}

GVariant *
trove_value_write (const TroveClassField *field, gconstpointer data, GError **error)
{
  GVariant *variant;

  if (field->raw_type != NULL)
    return write_raw (field, *(GVariant **) trove_class_field_at (field, data));
  if (trove_value_is_number (field))
    variant = write_number (field, data);
  else if (field->kind == TROVE_KIND_SCALAR)
    variant = write_type_name (field, data);
  else if (field->kind == TROVE_KIND_REFERENCE)
    variant = g_variant_new_uint64 (*(const TroveKey *) trove_class_field_at (field, data));
  else
    variant = write_maybe (field, data, error);
  return variant != NULL ? g_variant_ref_sink (variant) : NULL;
}

/* Reading */

/* Returns FALSE. */
static gboolean
refuse_value (const TroveClassField *field, gpointer data, GError **error)
{
  memset (trove_class_field_at (field, data), 0, field->size);
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
               "The property \342\200\234%s\342\200\235 of %s has no value of type %s there",
               field->pspec->name, g_type_name (field->owner), g_type_name (field->type));
  return FALSE;
}

#define READ_NUMBER(TYPE, ctype, name)                                                                       \
  case TYPE:                                                                                                 \
    {                                                                                                        \
      ctype number;                                                                                          \
                                                                                                             \
      memcpy (&number, from, sizeof number);                                                                 \
      g_value_set_##name (value, number);                                                                    \
      return TRUE;                                                                                           \
    }

/* From the type that the field is written in. FALSE: the field does not hold the number. */
static gboolean
number_to_value (const TroveClassField *field, gconstpointer from, GValue *value)
{
  gint16 int16;
  gint64 int64;
  guint64 uint64;
  double real;

  switch (G_TYPE_FUNDAMENTAL (field->type))
    {
      READ_NUMBER (G_TYPE_UCHAR, guint8, uchar)
      READ_NUMBER (G_TYPE_BOOLEAN, guint8, boolean)
      READ_NUMBER (G_TYPE_INT, gint32, int)
      READ_NUMBER (G_TYPE_ENUM, gint32, enum)
      READ_NUMBER (G_TYPE_UINT, guint32, uint)
      READ_NUMBER (G_TYPE_FLAGS, guint32, flags)
      READ_NUMBER (G_TYPE_INT64, gint64, int64)
      READ_NUMBER (G_TYPE_UINT64, guint64, uint64)
      READ_NUMBER (G_TYPE_DOUBLE, double, double)
    case G_TYPE_CHAR:
      memcpy (&int16, from, sizeof int16);
      g_value_set_schar (value, (gint8) int16);
      return g_value_get_schar (value) == int16;
    case G_TYPE_LONG:
      memcpy (&int64, from, sizeof int64);
      g_value_set_long (value, (glong) int64);
      return g_value_get_long (value) == int64;
    case G_TYPE_ULONG:
      memcpy (&uint64, from, sizeof uint64);
      g_value_set_ulong (value, (gulong) uint64);
      return g_value_get_ulong (value) == uint64;
    default: /* the one that is left: float */
      memcpy (&real, from, sizeof real);
      g_value_set_float (value, (float) real);
      return (double) g_value_get_float (value) == real || isnan (real);
    }
}

static gboolean
restore (const TroveClassField *field, gpointer data, const GValue *value, GError **error)
{
  return trove_class_value_restore (field, trove_class_field_at (field, data), value, error);
}

/* A number in the type that the field is written in: where it is, or in room. */
static gconstpointer
widen (const TroveClassField *field, char type, gconstpointer from, guint64 *room)
{
  const char own_type = *scalar_type (field->type);

  if (type == own_type)
    return from;
  trove_value_number_widen (type, from, own_type, room);
  return room;
}

gboolean
trove_value_read_number (const TroveClassField *field, char type, gconstpointer from, gpointer data,
                         GError **error)
{
  GValue value = G_VALUE_INIT; /* of a number: nothing is to be unset */
  guint64 room = 0;

  g_value_init (&value, field->type);
  return number_to_value (field, widen (field, type, from, &room), &value) ?
             restore (field, data, &value, error) :
             refuse_value (field, data, error);
}

gboolean
trove_value_read_string (const TroveClassField *field, const char *string, gpointer data, GError **error)
{
  GValue value = G_VALUE_INIT; /* of static bytes: nothing is to be unset */

  g_value_init (&value, field->type);
  g_value_set_static_string (&value, string);
  return restore (field, data, &value, error);
}

static gboolean
read_type_name (GVariant *variant, GValue *value)
{
  const char *name = g_variant_get_string (variant, NULL);

  g_value_set_gtype (value, g_type_from_name (name));
  return *name == '\0' || g_value_get_gtype (value) != G_TYPE_INVALID;
}

static gboolean
read_variant (const TroveClassField *field, GVariant *element, GValue *value)
{
  g_autoptr (GVariant) variant = trove_packed_variant_get (element);

  if (variant == NULL)
    return FALSE;
  if (field->kind != TROVE_KIND_VARIANT)
    return trove_class_variant_get (field, variant, value);
  g_value_set_variant (value, variant);
  return TRUE;
}

static gboolean
read_present (const TroveClassField *field, GVariant *element, GValue *value)
{
  g_autofree const char **strings = NULL;

  switch (field->kind)
    {
    case TROVE_KIND_STRING: /* the bytes stay those of the variant */
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
      if (!is_file (field))
        return read_variant (field, element, value);
      g_value_take_object (value, g_file_new_for_uri (g_variant_get_string (element, NULL)));
      return TRUE;
    }
}

/* From a maybe; nothing: the value stays NULL. */
static gboolean
read_maybe (const TroveClassField *field, GVariant *variant, GValue *value)
{
  g_autoptr (GVariant) element = g_variant_get_maybe (variant);

  return element == NULL || read_present (field, element, value);
}

/* A copy, which needs no bytes of others. */
static void
read_raw (const TroveClassField *field, GVariant *variant, gpointer data)
{
  g_autoptr (GBytes) bytes = g_bytes_new (g_variant_get_data (variant), g_variant_get_size (variant));

  *(GVariant **) trove_class_field_at (field, data) =
      g_variant_ref_sink (g_variant_new_from_bytes (g_variant_get_type (variant), bytes, TRUE));
}

static gboolean
read_key (const TroveClassField *field, GVariant *variant, gpointer data, GError **error)
{
  TroveKey key = g_variant_get_uint64 (variant);

  if (key >= TROVE_KEY_LIMIT)
    return refuse_value (field, data, error);
  *(TroveKey *) trove_class_field_at (field, data) = key;
  return TRUE;
}

/* The variant is of the field's type. */
static gboolean
read_other (const TroveClassField *field, GVariant *variant, gpointer data, GError **error)
{
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean done;

  g_value_init (&value, field->type);
  if (field->kind == TROVE_KIND_SCALAR)
    done = read_type_name (variant, &value);
  else
    done = read_maybe (field, variant, &value);
  return done ? restore (field, data, &value, error) : refuse_value (field, data, error);
}

gboolean
trove_value_read (const TroveClassField *field, GVariant *variant, gpointer data, GError **error)
{
  const char *type = g_variant_get_type_string (variant);

  if (!trove_value_takes (field, type))
    return refuse_value (field, data, error);
  if (trove_value_is_number (field))
    return trove_value_read_number (field, *type, g_variant_get_data (variant), data, error);
  if (field->kind == TROVE_KIND_REFERENCE)
    return read_key (field, variant, data, error);
  if (field->raw_type == NULL)
    return read_other (field, variant, data, error);
  read_raw (field, variant, data);
  return TRUE;
}

/* Comparing */

/* Of numbers. */
static gboolean
number_equals (const TroveClassField *field, gconstpointer data, char type, gconstpointer from)
{
  guint64 room = 0, own = 0;

  trove_value_write_number (field, data, &own);
  return memcmp (&own, widen (field, type, from, &room),
                 trove_value_number_size (scalar_type (field->type))) == 0;
}

gboolean
trove_value_equals (const TroveClassField *field, gconstpointer data, GVariant *variant)
{
  const char *type = g_variant_get_type_string (variant);
  g_autoptr (GVariant) own = NULL;

  if (trove_value_is_number (field) && trove_value_takes (field, type))
    return number_equals (field, data, *type, g_variant_get_data (variant));
  own = trove_value_write (field, data, NULL);
  return own != NULL && g_variant_equal (own, variant);
}

gboolean
trove_value_read_default (const TroveClass *klass, const TroveClassField *field, gpointer data,
                          GError **error)
{
  if (trove_class_field_copy (field, data, klass->defaults))
    return TRUE;
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_COPY_FAILED,
               "The copy function of %s failed for the default of \342\200\234%s\342\200\235 of %s",
               g_type_name (field->type), field->pspec->name, klass->name);
  return FALSE;
}

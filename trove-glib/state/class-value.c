/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "class-value.h"

#include <string.h>

#include "trove-glib/trove-error.h"

#include "core/copying.h"

/* Scalars */

/* Fundamental type, C type, the name that GValue's functions have for it. */
#define FOR_EACH_SCALAR(DO)                                                                                  \
  DO (G_TYPE_CHAR, gint8, schar)                                                                             \
  DO (G_TYPE_UCHAR, guint8, uchar)                                                                           \
  DO (G_TYPE_BOOLEAN, gboolean, boolean)                                                                     \
  DO (G_TYPE_INT, gint, int)                                                                                 \
  DO (G_TYPE_UINT, guint, uint)                                                                              \
  DO (G_TYPE_LONG, glong, long)                                                                              \
  DO (G_TYPE_ULONG, gulong, ulong)                                                                           \
  DO (G_TYPE_INT64, gint64, int64)                                                                           \
  DO (G_TYPE_UINT64, guint64, uint64)                                                                        \
  DO (G_TYPE_ENUM, gint, enum)                                                                               \
  DO (G_TYPE_FLAGS, guint, flags)                                                                            \
  DO (G_TYPE_FLOAT, float, float)                                                                            \
  DO (G_TYPE_DOUBLE, double, double)

#define TO_VALUE(TYPE, ctype, name)                                                                          \
  case TYPE:                                                                                                 \
    g_value_set_##name (value, *(const ctype *) at);                                                         \
    break;

#define FROM_VALUE(TYPE, ctype, name)                                                                        \
  case TYPE:                                                                                                 \
    *(ctype *) at = g_value_get_##name (value);                                                              \
    break;

static void
scalar_to_value (GType type, gconstpointer at, GValue *value)
{
  switch (G_TYPE_FUNDAMENTAL (type))
    {
      FOR_EACH_SCALAR (TO_VALUE)
    default: /* the one that is left */
      g_value_set_gtype (value, *(const GType *) at);
      break;
    }
}

static void
scalar_from_value (GType type, gpointer at, const GValue *value)
{
  switch (G_TYPE_FUNDAMENTAL (type))
    {
      FOR_EACH_SCALAR (FROM_VALUE)
    default: /* the one that is left */
      *(GType *) at = g_value_get_gtype (value);
      break;
    }
}

/* To a value */

GType
trove_class_value_type (const TroveClassField *field)
{
  return trove_class_field_is_key (field) ? G_TYPE_UINT64 : field->type;
}

/* A struct of a type with functions is NULL before it was set. */
static gboolean
is_unset (const TroveClassField *field, gconstpointer at)
{
  return trove_class_field_owns (field) && trove_class_field_is_zero (field, at);
}

static void
boxed_to_value (gconstpointer boxed, GValue *value)
{
  trove_copying_begin ();
  g_value_set_boxed (value, boxed);
  trove_copying_end ();
}

void
trove_class_value_get (const TroveClassField *field, gconstpointer data, GValue *value)
{
  g_value_init (value, trove_class_value_type (field));
  trove_class_value_read (field, data, value);
}

void
trove_class_value_read (const TroveClassField *field, gconstpointer data, GValue *value)
{
  gpointer at = trove_class_field_at (field, data);

  switch (field->kind)
    {
    case TROVE_KIND_SCALAR:
      scalar_to_value (field->type, at, value);
      break;
    case TROVE_KIND_STRING:
      if (field->interned)
        g_value_set_interned_string (value, *(const char **) at);
      else
        g_value_set_string (value, *(const char **) at);
      break;
    case TROVE_KIND_VARIANT:
      g_value_set_variant (value, *(GVariant **) at);
      break;
    case TROVE_KIND_IMMUTABLE:
      g_value_set_object (value, *(gpointer *) at);
      break;
    case TROVE_KIND_INLINE:
      boxed_to_value (is_unset (field, at) ? NULL : at, value);
      break;
    case TROVE_KIND_REFERENCE:
    case TROVE_KIND_OWNED:
      g_value_set_uint64 (value, *(const TroveKey *) at);
      break;
    default: /* a boxed pointer */
      boxed_to_value (*(gpointer *) at, value);
      break;
    }
}

/* From a value */

/* To a field of zeros. FALSE: a copy function failed. */
static gboolean
store (const TroveClassField *field, gpointer at, const GValue *value)
{
  gpointer pointer;

  if (trove_class_field_is_key (field))
    *(TroveKey *) at = g_value_get_uint64 (value);
  else if (field->kind == TROVE_KIND_SCALAR)
    scalar_from_value (field->type, at, value);
  else
    {
      pointer = g_value_peek_pointer (value);
      if (field->kind != TROVE_KIND_INLINE)
        return trove_class_field_copy_value (field, at, &pointer);
      return pointer == NULL || trove_class_field_copy_value (field, at, pointer);
    }
  return TRUE;
}

/* An object fits by its own type, whatever the type of the GValue. */
static gboolean
fits_type (const TroveClassField *field, const GValue *value)
{
  gpointer object;

  if (trove_class_field_is_key (field))
    return G_VALUE_HOLDS_UINT64 (value) && g_value_get_uint64 (value) < TROVE_KEY_LIMIT;
  if (!g_type_is_a (G_VALUE_TYPE (value), field->type))
    {
      object = G_VALUE_HOLDS_OBJECT (value) ? g_value_get_object (value) : NULL;
      return field->kind == TROVE_KIND_IMMUTABLE && object != NULL &&
             g_type_is_a (G_OBJECT_TYPE (object), field->type);
    }

  /* A struct that stands in the data cannot be missing. */
  return field->kind != TROVE_KIND_INLINE || trove_class_field_owns (field) ||
         g_value_get_boxed (value) != NULL;
}

/* The same bits: a param spec says of NaN that it was changed. */
static gboolean
scalars_equal (const TroveClassField *field, const GValue *a, const GValue *b)
{
  guint64 first = 0, second = 0;

  scalar_from_value (field->type, &first, a);
  scalar_from_value (field->type, &second, b);
  return first == second;
}

/* FALSE: the param spec would make another value of it, which becomes *valid. */
static gboolean
is_valid (const TroveClassField *field, const GValue *value, GValue *valid)
{
  if (trove_class_field_is_key (field) || !g_type_is_a (G_VALUE_TYPE (value), field->type) ||
      g_param_value_is_valid (field->pspec, value))
    return TRUE;

  g_value_init (valid, G_VALUE_TYPE (value));
  g_value_copy (value, valid);
  return !g_param_value_validate (field->pspec, valid) ||
         (field->kind == TROVE_KIND_SCALAR && scalars_equal (field, value, valid));
}

/* As text for people. */
static char *
describe (const GValue *value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (!G_VALUE_HOLDS_DOUBLE (value) && !G_VALUE_HOLDS_FLOAT (value))
    return g_strdup_value_contents (value);
  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.12g",
                                    G_VALUE_HOLDS_DOUBLE (value) ? g_value_get_double (value) :
                                                                   (double) g_value_get_float (value)));
}

static void
set_mismatch (const TroveClassField *field, const GValue *value, GError **error)
{
  g_autofree char *contents = g_strdup_value_contents (value);

  g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
               "The property \342\200\234%s\342\200\235 of %s takes values of type %s, not %s of type %s",
               field->pspec->name, g_type_name (field->owner), g_type_name (field->type), contents,
               G_VALUE_TYPE_NAME (value));
}

static void
set_invalid (const TroveClassField *field, const GValue *value, const GValue *valid, GError **error)
{
  g_autofree char *contents = describe (value);
  g_autofree char *instead = describe (valid);

  g_set_error (
      error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
      "The property \342\200\234%s\342\200\235 of %s does not take %s: its param spec allows %s instead",
      field->pspec->name, g_type_name (field->owner), contents, instead);
}

/* Stores a value that fits the field. */
static gboolean
store_or_fail (const TroveClassField *field, gpointer at, const GValue *value, GError **error)
{
  if (store (field, at, value))
    return TRUE;
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_COPY_FAILED,
               "The copy function of %s failed for the property \342\200\234%s\342\200\235 of %s",
               g_type_name (field->type), field->pspec->name, g_type_name (field->owner));
  return FALSE;
}

static gboolean
check_type (const TroveClassField *field, const GValue *value, GError **error)
{
  if (fits_type (field, value))
    return TRUE;
  set_mismatch (field, value, error);
  return FALSE;
}

static gboolean
check_valid (const TroveClassField *field, const GValue *value, GError **error)
{
  g_auto (GValue) valid = G_VALUE_INIT;

  if (is_valid (field, value, &valid))
    return TRUE;
  set_invalid (field, value, &valid, error);
  return FALSE;
}

gboolean
trove_class_value_store (const TroveClassField *field, gpointer at, const GValue *value, GError **error)
{
  memset (at, 0, field->size);
  return check_type (field, value, error) && check_valid (field, value, error) &&
         store_or_fail (field, at, value, error);
}

gboolean
trove_class_value_restore (const TroveClassField *field, gpointer at, const GValue *value, GError **error)
{
  memset (at, 0, field->size);
  return check_type (field, value, error) && store_or_fail (field, at, value, error);
}

gboolean
trove_class_value_check (const TroveClassField *field, gconstpointer data, GError **error)
{
  g_auto (GValue) value = G_VALUE_INIT;

  trove_class_value_get (field, data, &value);
  return check_valid (field, &value, error);
}

void
trove_class_value_set_default (const TroveClassField *field, gpointer data)
{
  gpointer at = trove_class_field_at (field, data);
  g_auto (GValue) value = G_VALUE_INIT;

  memset (at, 0, field->size);
  if (trove_class_field_is_key (field))
    return;

  g_value_init (&value, field->type);
  g_param_value_set_default (field->pspec, &value);
  if (field->kind == TROVE_KIND_STRING)
    *(const char **) at = g_intern_string (g_value_get_string (&value));
  else
    store (field, at, &value);
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "gvalue.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include <trove-glib/trove-glib.h>

#include "core/copying.h"

/* Numbers: accepted if the type of the pool holds them exactly */

typedef struct
{
  enum
  {
    NO_NUMBER,
    SIGNED,
    UNSIGNED,
    REAL,
  } kind;
  gint64 i;
  guint64 u;
  double d;
} Number;

static Number
read_number (const GValue *value)
{
#define SIGNED_NUMBER(n) ((Number){ .kind = SIGNED, .i = (n) })
#define UNSIGNED_NUMBER(n) ((Number){ .kind = UNSIGNED, .u = (n) })
  switch (G_TYPE_FUNDAMENTAL (G_VALUE_TYPE (value)))
    {
    case G_TYPE_CHAR:
      return SIGNED_NUMBER (g_value_get_schar (value));
    case G_TYPE_UCHAR:
      return UNSIGNED_NUMBER (g_value_get_uchar (value));
    case G_TYPE_INT:
      return SIGNED_NUMBER (g_value_get_int (value));
    case G_TYPE_UINT:
      return UNSIGNED_NUMBER (g_value_get_uint (value));
    case G_TYPE_LONG:
      return SIGNED_NUMBER (g_value_get_long (value));
    case G_TYPE_ULONG:
      return UNSIGNED_NUMBER (g_value_get_ulong (value));
    case G_TYPE_INT64:
      return SIGNED_NUMBER (g_value_get_int64 (value));
    case G_TYPE_UINT64:
      return UNSIGNED_NUMBER (g_value_get_uint64 (value));
    case G_TYPE_ENUM:
      return SIGNED_NUMBER (g_value_get_enum (value));
    case G_TYPE_FLAGS:
      return UNSIGNED_NUMBER (g_value_get_flags (value));
    case G_TYPE_FLOAT:
      return (Number){ .kind = REAL, .d = g_value_get_float (value) };
    case G_TYPE_DOUBLE:
      return (Number){ .kind = REAL, .d = g_value_get_double (value) };
    default:
      return (Number){ .kind = NO_NUMBER };
    }
}

/* Converts a number to an integer. FALSE if it is not a whole number. */
static gboolean
to_integer (Number *number)
{
  if (number->kind != REAL)
    return number->kind != NO_NUMBER;
  if (number->d == 0 && signbit (number->d)) /* as an integer, -0.0 would lose its sign */
    return FALSE;
  if (!(number->d >= -0x1p63 && number->d < 0x1p64) || number->d != floor (number->d))
    return FALSE;

  if (number->d < 0)
    *number = SIGNED_NUMBER ((gint64) number->d);
  else
    *number = UNSIGNED_NUMBER ((guint64) number->d);
  return TRUE;
}

static gboolean
to_signed (Number number, gint64 min, gint64 max, gint64 *result)
{
  if (!to_integer (&number) || (number.kind == UNSIGNED && number.u > G_MAXINT64))
    return FALSE;

  *result = number.kind == SIGNED ? number.i : (gint64) number.u;
  return *result >= min && *result <= max;
}

static gboolean
to_unsigned (Number number, guint64 max, guint64 *result)
{
  if (!to_integer (&number) || (number.kind == SIGNED && number.i < 0))
    return FALSE;

  *result = number.kind == SIGNED ? (guint64) number.i : number.u;
  return *result <= max;
}

/* TRUE if a double holds the integer exactly. The significant bits are counted, since the x87 unit of
 * 32-bit processors computes doubles with 64 bits: there, a conversion to double and back would find every
 * integer exact. */
static gboolean
is_exact (guint64 magnitude)
{
  return magnitude == 0 || 64 - __builtin_clzll (magnitude) - __builtin_ctzll (magnitude) <= DBL_MANT_DIG;
}

static gboolean
to_double (Number number, double *result)
{
  switch (number.kind)
    {
    case SIGNED:
      *result = (double) number.i;
      return is_exact (number.i < 0 ? -(guint64) number.i : (guint64) number.i);
    case UNSIGNED:
      *result = (double) number.u;
      return is_exact (number.u);
    case REAL:
      *result = number.d;
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
to_float (Number number, float *result)
{
  volatile float rounded; /* volatile rounds to a float, also on the x87 */
  double d;

  if (!to_double (number, &d))
    return FALSE;

  *result = rounded = (float) d;
  return (double) rounded == d || isnan (d);
}

/* Converts the value to the type of numbers of the layout. FALSE if the type does not hold it exactly. */
static gboolean
convert_number (const TroveLayout *layout, const GValue *value, TroveGValueBuffer *buffer)
{
  Number number = read_number (value);
  gint64 i = 0;
  guint64 u = 0;
  gboolean ok;

  switch (layout->fundamental)
    {
    case G_TYPE_CHAR:
      ok = to_signed (number, G_MININT8, G_MAXINT8, &i);
      *(gint8 *) buffer = (gint8) i;
      return ok;
    case G_TYPE_INT:
    case G_TYPE_ENUM:
      ok = to_signed (number, G_MININT, G_MAXINT, &i);
      *(gint *) buffer = (gint) i;
      return ok;
    case G_TYPE_LONG:
      ok = to_signed (number, G_MINLONG, G_MAXLONG, &i);
      *(glong *) buffer = (glong) i;
      return ok;
    case G_TYPE_INT64:
      return to_signed (number, G_MININT64, G_MAXINT64, &buffer->int64);
    case G_TYPE_UCHAR:
      ok = to_unsigned (number, G_MAXUINT8, &u);
      *(guint8 *) buffer = (guint8) u;
      return ok;
    case G_TYPE_UINT:
    case G_TYPE_FLAGS:
      ok = to_unsigned (number, G_MAXUINT, &u);
      *(guint *) buffer = (guint) u;
      return ok;
    case G_TYPE_ULONG:
      ok = to_unsigned (number, G_MAXULONG, &u);
      *(gulong *) buffer = (gulong) u;
      return ok;
    case G_TYPE_UINT64:
      return to_unsigned (number, G_MAXUINT64, (guint64 *) buffer);
    case G_TYPE_FLOAT:
      return to_float (number, (float *) buffer);
    default: /* G_TYPE_DOUBLE */
      return to_double (number, &buffer->real);
    }
}

static gboolean
is_enumeration (GType fundamental)
{
  return fundamental == G_TYPE_ENUM || fundamental == G_TYPE_FLAGS;
}

/* TRUE if a number is a member of the enumeration, or has only bits of the flags, of the layout. */
static gboolean
is_member (const TroveLayout *layout, gconstpointer element)
{
  g_autoptr (GTypeClass) class = g_type_class_ref (layout->type);

  if (layout->fundamental == G_TYPE_FLAGS)
    return (*(const guint *) element & ~G_FLAGS_CLASS (class)->mask) == 0;
  return g_enum_get_value (G_ENUM_CLASS (class), *(const gint *) element) != NULL;
}

static gconstpointer
peek_enumeration (const TroveLayout *layout, const GValue *value, TroveGValueBuffer *buffer)
{
  gboolean own = g_type_is_a (G_VALUE_TYPE (value), layout->type);

  /* A value of another enumeration does not fit, although it is a number. */
  if (!own && is_enumeration (G_TYPE_FUNDAMENTAL (G_VALUE_TYPE (value))))
    return NULL;
  if (!convert_number (layout, value, buffer))
    return NULL;
  return own || is_member (layout, buffer) ? buffer : NULL;
}

static gconstpointer
peek_scalar (const TroveLayout *layout, const GValue *value, TroveGValueBuffer *buffer)
{
  if (layout->fundamental == G_TYPE_BOOLEAN)
    {
      if (!G_VALUE_HOLDS_BOOLEAN (value))
        return NULL;
      *(gboolean *) buffer = g_value_get_boolean (value);
      return buffer;
    }
  if (layout->type == G_TYPE_GTYPE)
    {
      if (!G_VALUE_HOLDS_GTYPE (value))
        return NULL;
      *(GType *) buffer = g_value_get_gtype (value);
      return buffer;
    }
  if (is_enumeration (layout->fundamental))
    return peek_enumeration (layout, value, buffer);

  return convert_number (layout, value, buffer) ? buffer : NULL;
}

/* How well a value fits: trove_arena_find_pool() documents the rule */

#define NO_FIT G_MAXUINT
#define RANK_NUMBER 10000 /* above any distance between types */
#define RANK_VALUE 20000
#define RANK_ENUMERATION 30000

/* The class of an object in a GValue may be derived from the type of the GValue: scripts pass a GtkLabel
 * as a GObject. */
static GType
real_type (const GValue *value)
{
  gpointer instance = G_VALUE_HOLDS_OBJECT (value) ? g_value_get_object (value) : NULL;

  return instance != NULL ? G_OBJECT_TYPE (instance) : G_VALUE_TYPE (value);
}

/* A JSObject belongs to the garbage collector of GJS, which frees it when no script refers to it. */
static gboolean
is_refused (const GValue *value)
{
  return G_VALUE_HOLDS_BOXED (value) && strcmp (G_VALUE_TYPE_NAME (value), "JSObject") == 0;
}

/* The pool with the lowest rank is used. */
static guint
rank (const TroveLayout *layout, const GValue *value)
{
  GType type = real_type (value);
  TroveGValueBuffer buffer;

  if (layout->type == 0)
    return NO_FIT;
  if (layout->type == type)
    return 0;
  if (g_type_is_a (type, layout->type))
    return 1 + g_type_depth (type) - MIN (g_type_depth (layout->type), g_type_depth (type));
  if (layout->type == G_TYPE_VALUE)
    return RANK_VALUE;
  if (layout->store != TROVE_STORE_SCALAR || peek_scalar (layout, value, &buffer) == NULL)
    return NO_FIT;

  /* A value of an enumeration fits a pool of numbers, and a number a pool of an enumeration, if no other
   * pool fits. */
  return is_enumeration (layout->fundamental) || is_enumeration (G_TYPE_FUNDAMENTAL (type)) ?
             RANK_ENUMERATION :
             RANK_NUMBER;
}

/* From a value to an element */

static gconstpointer
mismatch (const TroveLayout *layout, guint pool, const GValue *value, GError **error)
{
  g_autofree char *name = trove_layout_name (layout);
  g_autofree char *contents = NULL;

  if (is_refused (value))
    {
      g_set_error (
          error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
          "A JavaScript object (JSObject) cannot be stored in pool %u (%s): the collector would free it; "
          "store a string, a number, a GObject or a GVariant",
          pool, name);
      return NULL;
    }

  if (!G_IS_VALUE (value)) /* a GValue element that is all zeros, appended by its address */
    {
      g_set_error (
          error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
          "A GValue that is not initialized does not fit pool %u (%s): initialize it with g_value_init()",
          pool, name);
      return NULL;
    }

  contents = g_strdup_value_contents (value);
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
               "A value of type %s (%s) does not fit pool %u (%s)", G_VALUE_TYPE_NAME (value), contents, pool,
               name);
  return NULL;
}

/* The types of the pools of an arena, for a message. Free it with g_free(). */
static char *
name_pools (const TroveSchema *schema)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < MIN (schema->n_pools, 8); i++)
    {
      g_autofree char *name = trove_layout_name (&schema->pools[i]);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", name);
    }
  if (schema->n_pools > 8)
    g_string_append (names, ", \342\200\246");
  return g_string_free (names, FALSE);
}

static void
fits_none (const TroveSchema *schema, const GValue *value, GError **error)
{
  g_autofree char *names = NULL;
  g_autofree char *contents = NULL;

  if (schema->n_pools == 1 || is_refused (value))
    {
      mismatch (&schema->pools[0], 0, value, error);
      return;
    }

  names = name_pools (schema);
  contents = g_strdup_value_contents (value);
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
               "A value of type %s (%s) fits none of the %u pools (%s)", G_VALUE_TYPE_NAME (value), contents,
               schema->n_pools, names);
}

int
trove_gvalue_find_pool (const TroveSchema *schema, const GValue *value, GError **error)
{
  guint best = NO_FIT;
  int pool = -1;

  for (guint i = 0; i < schema->n_pools && best > 0 && !is_refused (value); i++)
    {
      guint r = rank (&schema->pools[i], value);

      if (r < best)
        {
          best = r;
          pool = (int) i;
        }
    }

  if (pool < 0)
    fits_none (schema, value, error);
  return pool;
}

gconstpointer
trove_gvalue_peek (const TroveLayout *layout, guint pool, const GValue *value, TroveGValueBuffer *buffer,
                   GError **error)
{
  gconstpointer element = NULL;

  if (is_refused (value))
    return mismatch (layout, pool, value, error);
  if (layout->store == TROVE_STORE_SCALAR)
    {
      element = peek_scalar (layout, value, buffer);
      return element != NULL ? element : mismatch (layout, pool, value, error);
    }
  if (layout->type == G_TYPE_VALUE)
    return G_IS_VALUE (value) ? value : mismatch (layout, pool, value, error);
  if (layout->type == 0 || !g_type_is_a (real_type (value), layout->type))
    return mismatch (layout, pool, value, error);
  if (layout->store == TROVE_STORE_VALUE)
    return value;

  buffer->pointer = g_value_peek_pointer (value);
  if (layout->store != TROVE_STORE_INLINE)
    return buffer;
  return buffer->pointer != NULL ? buffer->pointer : mismatch (layout, pool, value, error);
}

/* From an element to a value */

static void
set_scalar (const TroveLayout *layout, gconstpointer element, GValue *value)
{
  switch (layout->fundamental)
    {
    case G_TYPE_CHAR:
      g_value_set_schar (value, *(const gint8 *) element);
      break;
    case G_TYPE_UCHAR:
      g_value_set_uchar (value, *(const guint8 *) element);
      break;
    case G_TYPE_BOOLEAN:
      g_value_set_boolean (value, *(const gboolean *) element);
      break;
    case G_TYPE_INT:
      g_value_set_int (value, *(const gint *) element);
      break;
    case G_TYPE_UINT:
      g_value_set_uint (value, *(const guint *) element);
      break;
    case G_TYPE_LONG:
      g_value_set_long (value, *(const glong *) element);
      break;
    case G_TYPE_ULONG:
      g_value_set_ulong (value, *(const gulong *) element);
      break;
    case G_TYPE_INT64:
      g_value_set_int64 (value, *(const gint64 *) element);
      break;
    case G_TYPE_UINT64:
      g_value_set_uint64 (value, *(const guint64 *) element);
      break;
    case G_TYPE_ENUM:
      g_value_set_enum (value, *(const gint *) element);
      break;
    case G_TYPE_FLAGS:
      g_value_set_flags (value, *(const guint *) element);
      break;
    case G_TYPE_FLOAT:
      g_value_set_float (value, *(const float *) element);
      break;
    case G_TYPE_DOUBLE:
      g_value_set_double (value, *(const double *) element);
      break;
    default: /* G_TYPE_GTYPE */
      g_value_set_gtype (value, *(const GType *) element);
      break;
    }
}

static void
set_pointer (const TroveLayout *layout, gpointer pointer, GValue *value)
{
  switch (layout->store)
    {
    case TROVE_STORE_STRING:
      g_value_set_string (value, pointer);
      break;
    case TROVE_STORE_POINTER:
      g_value_set_pointer (value, pointer);
      break;
    case TROVE_STORE_OBJECT:
      g_value_set_object (value, pointer);
      break;
    case TROVE_STORE_VARIANT:
      g_value_set_variant (value, pointer);
      break;
    default: /* GParamSpec */
      g_value_set_param (value, pointer);
      break;
    }
}

gboolean
trove_gvalue_calls_back (const TroveLayout *layout)
{
  return layout->store == TROVE_STORE_INLINE || layout->store == TROVE_STORE_BOXED ||
         layout->store == TROVE_STORE_VALUE;
}

/* Copies an element whose copy function is not part of this library. */
static void
copy_to_value (const TroveLayout *layout, gconstpointer element, GValue *value)
{
  trove_copying_begin ();
  if (layout->store == TROVE_STORE_INLINE)
    g_value_set_boxed (value, element);
  else if (layout->store == TROVE_STORE_BOXED)
    g_value_set_boxed (value, *(const gpointer *) element);
  else if (G_IS_VALUE (element))
    {
      g_value_init (value, G_VALUE_TYPE (element));
      g_value_copy (element, value);
    }
  trove_copying_end ();
}

GValue *
trove_gvalue_new (const TroveLayout *layout, guint pool, gconstpointer element, GError **error)
{
  GValue *value;

  if (layout->type == 0)
    {
      g_autofree char *name = trove_layout_name (layout);

      g_set_error (error, TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH,
                   "Elements of pool %u (%s) have no GType and cannot be read as a GValue: read them by "
                   "address, as with trove_arena_get_raw()",
                   pool, name);
      return NULL;
    }

  value = g_new0 (GValue, 1);
  if (layout->store != TROVE_STORE_VALUE)
    g_value_init (value, layout->type);
  if (trove_gvalue_calls_back (layout))
    copy_to_value (layout, element, value);
  else if (layout->store == TROVE_STORE_SCALAR)
    set_scalar (layout, element, value);
  else
    set_pointer (layout, *(const gpointer *) element, value);
  return value;
}

/* Text */

static void
print_bytes (gconstpointer element, gsize size, GString *text)
{
  const guint8 *bytes = element;

  g_string_append_c (text, '<');
  for (gsize i = 0; i < MIN (size, 16); i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  g_string_append (text, size > 16 ? "\342\200\246>" : ">");
}

static void
print_double (double number, GString *text)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (digits, sizeof digits, "%.15g", number);
  if (g_ascii_strtod (digits, NULL) != number)
    g_ascii_dtostr (digits, sizeof digits, number);
  g_string_append (text, digits);
}

void
trove_gvalue_print (const TroveLayout *layout, gconstpointer element, GString *text)
{
  g_autofree char *contents = NULL;
  GValue *value;

  if (layout->type == 0)
    {
      print_bytes (element, layout->stride, text);
      return;
    }
  if (layout->fundamental == G_TYPE_DOUBLE)
    {
      print_double (*(const double *) element, text);
      return;
    }

  value = trove_gvalue_new (layout, 0, element, NULL);
  contents = G_IS_VALUE (value) ? g_strdup_value_contents (value) : g_strdup ("NULL");
  g_string_append (text, contents);
  if (G_IS_VALUE (value))
    g_value_unset (value);
  g_free (value);
}

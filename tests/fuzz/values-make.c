/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "values-make.h"

#include <math.h>
#include <string.h>

#include "test-types.h"

/* Types */

static const GFlagsValue mode_values[] = { { 1, "MODE_ONE", "one" },
                                           { 2, "MODE_TWO", "two" },
                                           { 0, NULL, NULL } };
static const GEnumValue color_values[] = { { 0, "COLOR_RED", "red" },
                                           { -7, "COLOR_BLUE", "blue" },
                                           { 0, NULL, NULL } };
static const GEnumValue shape_values[] = { { 3, "SHAPE_ROUND", "round" }, { 0, NULL, NULL } };

static GType types[40];
static guint n_types;
static GType refused_type;

static void
make_types (void)
{
  const GType all[] = {
    G_TYPE_CHAR,
    G_TYPE_UCHAR,
    G_TYPE_BOOLEAN,
    G_TYPE_INT,
    G_TYPE_UINT,
    G_TYPE_LONG,
    G_TYPE_ULONG,
    G_TYPE_INT64,
    G_TYPE_UINT64,
    G_TYPE_FLOAT,
    G_TYPE_DOUBLE,
    G_TYPE_STRING,
    G_TYPE_POINTER,
    G_TYPE_GTYPE,
    g_enum_register_static ("FuzzColor", color_values),
    g_enum_register_static ("FuzzShape", shape_values),
    g_flags_register_static ("FuzzMode", mode_values),
    g_flags_register_static ("FuzzAccess", mode_values),
    TEST_TYPE_BOX,
    TEST_TYPE_POINT,
    TROVE_TYPE_REF,
    G_TYPE_STRV,
    G_TYPE_BYTES,
    G_TYPE_OBJECT,
    TEST_TYPE_OBJECT,
    TEST_TYPE_DERIVED,
    TEST_TYPE_FLOATING,
    TEST_TYPE_THING,
    G_TYPE_VARIANT,
    G_TYPE_PARAM,
    G_TYPE_PARAM_INT,
    TEST_TYPE_ATOM,
    G_TYPE_VALUE,
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (all) <= G_N_ELEMENTS (types));
  memcpy (types, all, sizeof all);
  n_types = G_N_ELEMENTS (all);
  refused_type =
      g_boxed_type_register_static ("JSObject", (GBoxedCopyFunc) g_bytes_ref, (GBoxedFreeFunc) g_bytes_unref);
}

guint
value_n_types (void)
{
  if (n_types == 0)
    make_types ();
  return n_types;
}

GType
value_type (guint index)
{
  return types[index % value_n_types ()];
}

GType
value_refused_type (void)
{
  value_n_types ();
  return refused_type;
}

/* Contents */

static double
make_double (FuzzInput *input)
{
  static const double special[] = { 0.0,    -0.0,   INFINITY, -INFINITY, NAN,     0x1p24,
                                    0x1p53, 0x1p63, -0x1p63,  0x1p64,    0x1p127, 1e300 };
  guint8 how = fuzz_byte (input);
  guint64 word;
  double number;

  if (how < 64)
    return special[how % G_N_ELEMENTS (special)] + (how % 3 == 0 ? (gint8) fuzz_byte (input) : 0);
  if (how < 160)
    return (double) (gint64) fuzz_number (input);
  if (how < 192)
    return (gint64) fuzz_number (input) / 8.0;
  word = fuzz_word (input);
  memcpy (&number, &word, sizeof number);
  return number;
}

static char *
make_string (FuzzInput *input)
{
  gsize n_bytes;

  return fuzz_byte (input) < 32 ? NULL : (char *) fuzz_bytes (input, 80, &n_bytes);
}

static GParamSpec *
make_param (FuzzInput *input)
{
  GParamSpec *pspec = fuzz_byte (input) & 1 ? g_param_spec_int ("a", NULL, NULL, 0, 9, 0, G_PARAM_READABLE) :
                                              g_param_spec_string ("b", NULL, NULL, "", G_PARAM_READABLE);

  return g_param_spec_ref_sink (pspec);
}

static GVariant *
make_variant (FuzzInput *input)
{
  g_autofree char *string = NULL;
  gsize n_bytes;

  switch (fuzz_below (input, 4))
    {
    case 0:
      return NULL;
    case 1:
      return g_variant_ref_sink (g_variant_new_uint64 (fuzz_word (input)));
    case 2:
      string = (char *) fuzz_bytes (input, 20, &n_bytes);
      return g_variant_ref_sink (g_variant_new_bytestring (string));
    default:
      return g_variant_ref_sink (g_variant_new ("(ib)", (int) fuzz_word (input), TRUE));
    }
}

/* An instance of the type or a derived one, or NULL. */
static gpointer
make_object (GType type, FuzzInput *input)
{
  gint64 number = (gint64) fuzz_number (input);

  if (fuzz_byte (input) < 32)
    return NULL;
  if (type == TEST_TYPE_FLOATING)
    return g_object_ref_sink (test_floating_new (number));
  if (type == TEST_TYPE_DERIVED || fuzz_byte (input) < 64)
    return test_derived_new (number);
  if (type == G_TYPE_OBJECT && fuzz_byte (input) < 64)
    return g_object_new (G_TYPE_OBJECT, NULL);
  return test_object_new (number);
}

static void make_content (GValue *value, FuzzInput *input, guint depth);

static void
make_boxed (GValue *value, FuzzInput *input, guint depth)
{
  GType type = G_VALUE_TYPE (value);
  g_autofree char *string = NULL;
  g_autofree guint8 *bytes = NULL;
  gsize n_bytes;

  if (fuzz_byte (input) < 32)
    return;
  if (type == TEST_TYPE_BOX)
    g_value_take_boxed (value, test_box_new ((gint64) fuzz_word (input)));
  else if (type == TEST_TYPE_POINT)
    g_value_take_boxed (value, test_point_new ((gint64) fuzz_word (input)));
  else if (type == TROVE_TYPE_REF)
    g_value_set_boxed (value, &(TroveRef){ fuzz_word (input), fuzz_word (input) });
  else if (type == G_TYPE_STRV)
    {
      string = (char *) fuzz_bytes (input, 40, &n_bytes);
      g_value_take_boxed (value, g_strsplit (string, "a", -1));
    }
  else if (type == G_TYPE_VALUE)
    {
      GValue inner = G_VALUE_INIT;
      GType inner_type = value_type (fuzz_byte (input));

      /* A GValue that holds nothing cannot be copied. */
      g_value_init (&inner, inner_type != G_TYPE_VALUE || depth < 3 ? inner_type : G_TYPE_INT);
      make_content (&inner, input, depth + 1);
      g_value_set_boxed (value, &inner);
      g_value_unset (&inner);
    }
  else
    {
      bytes = fuzz_bytes (input, 40, &n_bytes);
      g_value_take_boxed (value, g_bytes_new (bytes, n_bytes));
    }
}

static void
make_content (GValue *value, FuzzInput *input, guint depth)
{
  GType type = G_VALUE_TYPE (value);
  GType kind = G_TYPE_FUNDAMENTAL (type);

  if (type == G_TYPE_GTYPE)
    g_value_set_gtype (value, value_type (fuzz_byte (input)));
  else if (kind == G_TYPE_CHAR)
    g_value_set_schar (value, (gint8) fuzz_number (input));
  else if (kind == G_TYPE_UCHAR)
    g_value_set_uchar (value, (guchar) fuzz_number (input));
  else if (kind == G_TYPE_BOOLEAN)
    g_value_set_boolean (value, fuzz_byte (input) & 1);
  else if (kind == G_TYPE_INT)
    g_value_set_int (value, (int) fuzz_number (input));
  else if (kind == G_TYPE_UINT)
    g_value_set_uint (value, (guint) fuzz_number (input));
  else if (kind == G_TYPE_LONG)
    g_value_set_long (value, (glong) fuzz_number (input));
  else if (kind == G_TYPE_ULONG)
    g_value_set_ulong (value, (gulong) fuzz_number (input));
  else if (kind == G_TYPE_INT64)
    g_value_set_int64 (value, (gint64) fuzz_number (input));
  else if (kind == G_TYPE_UINT64)
    g_value_set_uint64 (value, fuzz_number (input));
  else if (kind == G_TYPE_FLOAT)
    g_value_set_float (value, (float) make_double (input));
  else if (kind == G_TYPE_DOUBLE)
    g_value_set_double (value, make_double (input));
  else if (kind == G_TYPE_ENUM)
    g_value_set_enum (value, (int) fuzz_number (input));
  else if (kind == G_TYPE_FLAGS)
    g_value_set_flags (value, (guint) fuzz_number (input));
  else if (kind == G_TYPE_STRING)
    g_value_take_string (value, make_string (input));
  else if (kind == G_TYPE_POINTER)
    g_value_set_pointer (value, (gpointer) (guintptr) fuzz_word (input));
  else if (kind == G_TYPE_VARIANT)
    g_value_take_variant (value, make_variant (input));
  else if (kind == G_TYPE_PARAM)
    {
      if (type == G_TYPE_PARAM_INT)
        g_value_take_param (
            value, g_param_spec_ref_sink (g_param_spec_int ("c", NULL, NULL, 0, 1, 0, G_PARAM_READABLE)));
      else if (fuzz_byte (input) >= 32)
        g_value_take_param (value, make_param (input));
    }
  else if (kind == G_TYPE_OBJECT || kind == G_TYPE_INTERFACE)
    g_value_take_object (value, make_object (type, input));
  else if (kind == TEST_TYPE_ATOM)
    value->data[0].v_pointer = fuzz_byte (input) < 32 ? NULL : test_atom_new (fuzz_byte (input));
  else
    make_boxed (value, input, depth);
}

void
value_make (GValue *value, GType pool_type, FuzzInput *input)
{
  guint8 how = fuzz_byte (input);

  if (how < 128)
    g_value_init (value, pool_type);
  else if (how < 250)
    g_value_init (value, value_type (fuzz_byte (input)));
  else
    g_value_init (value, value_refused_type ());
  make_content (value, input, 0);
}

/* Comparing */

static gboolean
strings_equal (const char *const *a, const char *const *b)
{
  return g_strv_equal (a, b);
}

static gboolean
boxed_equal (GType type, gconstpointer a, gconstpointer b)
{
  if (a == NULL || b == NULL)
    return a == b;
  if (type == TEST_TYPE_BOX)
    return ((const TestBox *) a)->number == ((const TestBox *) b)->number;
  if (type == TEST_TYPE_POINT)
    return ((const TestPoint *) a)->number == ((const TestPoint *) b)->number &&
           *((const TestPoint *) a)->held == *((const TestPoint *) b)->held;
  if (type == TROVE_TYPE_REF)
    return trove_ref_equal (a, b);
  if (type == G_TYPE_STRV)
    return strings_equal (a, b);
  if (type == G_TYPE_VALUE)
    return value_equal (a, b);
  return a == b; /* GBytes are reference-counted */
}

gboolean
value_equal (const GValue *a, const GValue *b)
{
  double x, y;

  if (G_VALUE_TYPE (a) != G_VALUE_TYPE (b))
    return FALSE;
  switch (G_TYPE_FUNDAMENTAL (G_VALUE_TYPE (a)))
    {
    case G_TYPE_INVALID:
      return TRUE;
    case G_TYPE_CHAR:
      return g_value_get_schar (a) == g_value_get_schar (b);
    case G_TYPE_UCHAR:
      return g_value_get_uchar (a) == g_value_get_uchar (b);
    case G_TYPE_BOOLEAN:
    case G_TYPE_INT:
      return a->data[0].v_int == b->data[0].v_int;
    case G_TYPE_UINT:
      return a->data[0].v_uint == b->data[0].v_uint;
    case G_TYPE_ENUM:
      return g_value_get_enum (a) == g_value_get_enum (b);
    case G_TYPE_FLAGS:
      return g_value_get_flags (a) == g_value_get_flags (b);
    case G_TYPE_FLOAT:
    case G_TYPE_DOUBLE:
      x = G_VALUE_HOLDS_FLOAT (a) ? g_value_get_float (a) : g_value_get_double (a);
      y = G_VALUE_HOLDS_FLOAT (b) ? g_value_get_float (b) : g_value_get_double (b);
      return isnan (x) ? isnan (y) : memcmp (&x, &y, sizeof x) == 0;
    case G_TYPE_STRING:
      return g_strcmp0 (g_value_get_string (a), g_value_get_string (b)) == 0;
    case G_TYPE_BOXED:
      return boxed_equal (G_VALUE_TYPE (a), g_value_get_boxed (a), g_value_get_boxed (b));
    default:
      return a->data[0].v_uint64 == b->data[0].v_uint64;
    }
}

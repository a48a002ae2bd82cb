/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Numbers of narrow types in wider ones, and which types are wider. */

#include "state/value-number.h"

#include <string.h>

static const char types[] = "bynixtud";

/* For each type of fields, the types of variants of which it holds all numbers. Its own one may be missing. */
static const struct
{
  GType type;
  const char *variants;
} fits[] = {
  { G_TYPE_BOOLEAN, "b" }, { G_TYPE_CHAR, "b" },       { G_TYPE_UCHAR, "by" },
  { G_TYPE_INT, "byni" },  { G_TYPE_UINT, "byu" },     { G_TYPE_LONG, sizeof (glong) > 4 ? "byniu" : "byni" },
  { G_TYPE_ULONG, "byu" }, { G_TYPE_INT64, "byniu" },  { G_TYPE_UINT64, "byu" },
  { G_TYPE_FLOAT, "byn" }, { G_TYPE_DOUBLE, "byniu" }, { G_TYPE_ENUM, "byni" },
  { G_TYPE_FLAGS, "byu" }, { G_TYPE_STRING, "" },      { G_TYPE_VARIANT, "" },
};

static void
test_fits (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (fits); i++)
    {
      for (const char *type = types; *type != '\0'; type++)
        g_assert_cmpint (trove_value_number_fits ((char[]){ *type, '\0' }, fits[i].type), ==,
                         strchr (fits[i].variants, *type) != NULL);
      g_assert_cmpint (trove_value_number_fits (TROVE_VALUE_FLOAT, fits[i].type), ==,
                       fits[i].type == G_TYPE_DOUBLE);
      g_assert_false (trove_value_number_fits ("(dd)", fits[i].type));
      g_assert_false (trove_value_number_fits ("s", fits[i].type));
      g_assert_false (trove_value_number_fits ("ii", fits[i].type));
      g_assert_false (trove_value_number_fits ("h", fits[i].type));
      g_assert_false (trove_value_number_fits (NULL, fits[i].type));
    }
}

/* The same number in all types; NULL: the type does not hold it, or is not widened to. */
static const struct
{
  const char *in[8];
} numbers[] = {
  { { "false", "0x00", "int16 0", "0", "int64 0", "uint64 0", "uint32 0", "0.0" } },
  { { "true", "0x01", "int16 1", "1", "int64 1", "uint64 1", "uint32 1", "1.0" } },
  { { NULL, "0xff", "int16 255", "255", "int64 255", "uint64 255", "uint32 255", "255.0" } },
  { { NULL, NULL, "int16 32767", "32767", "int64 32767", "uint64 32767", "uint32 32767", "32767.0" } },
  { { NULL, NULL, "int16 -1", "-1", "int64 -1", NULL, NULL, "-1.0" } },
  { { NULL, NULL, "int16 -32768", "-32768", "int64 -32768", NULL, NULL, "-32768.0" } },
  { { NULL, NULL, NULL, "2147483647", "int64 2147483647", "uint64 2147483647", "uint32 2147483647",
      "2147483647.0" } },
  { { NULL, NULL, NULL, "-2147483648", "int64 -2147483648", NULL, NULL, "-2147483648.0" } },
  { { NULL, NULL, NULL, NULL, "int64 4294967295", "uint64 4294967295", "uint32 4294967295",
      "4294967295.0" } },
};

static GVariant *
parse (char type, const char *text)
{
  const char of[] = { type, 0 };
  GError *error = NULL;
  GVariant *variant = g_variant_parse (G_VARIANT_TYPE (of), text, NULL, NULL, &error);

  g_assert_no_error (error);
  return variant;
}

static void
check (char from_type, const char *from, char to_type, const char *to)
{
  g_autoptr (GVariant) variant = parse (from_type, from);
  g_autoptr (GVariant) expected = parse (to_type, to);
  const gsize size = g_variant_get_size (expected);
  guint64 room[2] = { 0, 0 }, result[2] = { G_MAXUINT64, G_MAXUINT64 };
  /* The bytes stand at odd addresses. */
  char *odd = (char *) room + 1, *odd_result = (char *) result + 1;

  memcpy (odd, g_variant_get_data (variant), g_variant_get_size (variant));
  trove_value_number_widen (from_type, odd, to_type, odd_result);
  g_assert_cmpmem (odd_result, size, g_variant_get_data (expected), size);
  g_assert_cmpuint ((guint8) odd_result[size], ==, G_MAXUINT8);
}

static void
test_widen (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    for (guint from = 0; from < G_N_ELEMENTS (numbers[i].in); from++)
      for (guint to = 0; to < G_N_ELEMENTS (numbers[i].in); to++)
        if (strchr ("xtd", types[from]) == NULL && numbers[i].in[from] != NULL && numbers[i].in[to] != NULL)
          check (types[from], numbers[i].in[from], types[to], numbers[i].in[to]);
}

/* A float has the bytes of a double. */
static void
test_float (void)
{
  const double real = 0.5, one = 1;
  const gint16 small = -3;
  double result = 0;

  trove_value_number_widen ('(', &real, 'd', &result);
  g_assert_cmpfloat (result, ==, real);
  trove_value_number_widen ('n', &small, '(', &result);
  g_assert_cmpfloat (result, ==, -3);
  trove_value_number_widen ('(', &one, 'd', &result);
  g_assert_cmpfloat (result, ==, 1);
  g_assert_cmpuint (trove_value_number_size (TROVE_VALUE_FLOAT), ==, 8);
}

static void
test_size (void)
{
  const gsize sizes[] = { 1, 1, 2, 4, 8, 8, 4, 8 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    g_assert_cmpuint (trove_value_number_size ((char[]){ types[i], '\0' }), ==, sizes[i]);
  g_assert_cmpuint (trove_value_number_size (NULL), ==, 0);
  g_assert_cmpuint (trove_value_number_size (""), ==, 0);
  g_assert_cmpuint (trove_value_number_size ("s"), ==, 0);
  g_assert_cmpuint (trove_value_number_size ("dd"), ==, 0);
  g_assert_cmpuint (trove_value_number_size ("q"), ==, 0);
  g_assert_cmpuint (trove_value_number_size ("(i)"), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/value-number/fits", test_fits);
  g_test_add_func ("/value-number/widen", test_widen);
  g_test_add_func ("/value-number/float", test_float);
  g_test_add_func ("/value-number/size", test_size);
  return g_test_run ();
}

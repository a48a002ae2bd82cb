/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Numbers in all types of variants, from each of them to each other one. */

#include "state/value-number.h"

#include <math.h>

/* The same number in all types. NULL: the type does not hold it. */
static const struct
{
  const char *in[7];
} numbers[] = {
  { { "0x00", "false", "0", "uint32 0", "int64 0", "uint64 0", "0.0" } },
  { { "0x01", "true", "1", "uint32 1", "int64 1", "uint64 1", "1.0" } },
  { { "0x02", NULL, "2", "uint32 2", "int64 2", "uint64 2", "2.0" } },
  { { "0xff", NULL, "255", "uint32 255", "int64 255", "uint64 255", "255.0" } },
  { { NULL, NULL, "256", "uint32 256", "int64 256", "uint64 256", "256.0" } },
  { { NULL, NULL, "-1", NULL, "int64 -1", NULL, "-1.0" } },
  { { NULL, NULL, "2147483647", "uint32 2147483647", "int64 2147483647", "uint64 2147483647",
      "2147483647.0" } },
  { { NULL, NULL, NULL, "uint32 2147483648", "int64 2147483648", "uint64 2147483648", "2147483648.0" } },
  { { NULL, NULL, "-2147483648", NULL, "int64 -2147483648", NULL, "-2147483648.0" } },
  { { NULL, NULL, NULL, NULL, "int64 -2147483649", NULL, "-2147483649.0" } },
  { { NULL, NULL, NULL, "uint32 4294967295", "int64 4294967295", "uint64 4294967295", "4294967295.0" } },
  { { NULL, NULL, NULL, NULL, "int64 4294967296", "uint64 4294967296", "4294967296.0" } },
  { { NULL, NULL, NULL, NULL, "int64 9007199254740993", "uint64 9007199254740993", NULL } },
  { { NULL, NULL, NULL, NULL, "int64 9223372036854775807", "uint64 9223372036854775807", NULL } },
  { { NULL, NULL, NULL, NULL, "int64 -9223372036854775808", NULL, "-9223372036854775808.0" } },
  { { NULL, NULL, NULL, NULL, NULL, "uint64 9223372036854775808", "9223372036854775808.0" } },
  { { NULL, NULL, NULL, NULL, NULL, "uint64 18446744073709551615", NULL } },
  { { NULL, NULL, NULL, NULL, NULL, NULL, "18446744073709551616.0" } },
  { { NULL, NULL, NULL, NULL, NULL, NULL, "-18446744073709551616.0" } },
  { { NULL, NULL, NULL, NULL, NULL, NULL, "0.5" } },
  { { NULL, NULL, NULL, NULL, NULL, NULL, "-1.5" } },
};

static const char types[] = "ybiuxtd";

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
  g_autoptr (GVariant) expected = to != NULL ? parse (to_type, to) : NULL;
  guint64 room[2] = { 0, 0 };
  /* The bytes stand at odd addresses. */
  char *odd = (char *) room + 1;
  guint64 result = 0;

  memcpy (odd, g_variant_get_data (variant), g_variant_get_size (variant));
  g_assert_cmpint (trove_value_number_convert (from_type, odd, to_type, &result), ==, expected != NULL);
  if (expected != NULL)
    g_assert_cmpmem (&result, g_variant_get_size (expected), g_variant_get_data (expected),
                     g_variant_get_size (expected));
}

static void
test_convert (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    for (guint from = 0; from < G_N_ELEMENTS (numbers[i].in); from++)
      for (guint to = 0; to < G_N_ELEMENTS (numbers[i].in); to++)
        if (from != to && numbers[i].in[from] != NULL)
          check (types[from], numbers[i].in[from], types[to], numbers[i].in[to]);
}

static void
test_no_numbers (void)
{
  const double none[] = { NAN, INFINITY, -INFINITY, 1e300 };
  guint64 result;

  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    for (guint to = 0; types[to] != 'd'; to++)
      g_assert_false (trove_value_number_convert ('d', &none[i], types[to], &result));
}

static void
test_size (void)
{
  const gsize sizes[] = { 1, 1, 4, 4, 8, 8, 8 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    g_assert_cmpuint (trove_value_number_size ((char[]){ types[i], '\0' }), ==, sizes[i]);
  g_assert_cmpuint (trove_value_number_size (NULL), ==, 0);
  g_assert_cmpuint (trove_value_number_size (""), ==, 0);
  g_assert_cmpuint (trove_value_number_size ("s"), ==, 0);
  g_assert_cmpuint (trove_value_number_size ("dd"), ==, 0);
  g_assert_cmpuint (trove_value_number_size ("n"), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/value-number/convert", test_convert);
  g_test_add_func ("/value-number/no-numbers", test_no_numbers);
  g_test_add_func ("/value-number/size", test_size);
  return g_test_run ();
}

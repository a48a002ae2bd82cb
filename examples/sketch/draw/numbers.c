/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "draw/numbers.h"

#include <math.h>

/* Reads digits into a number of at most 18 digits, and counts those that it has no place for. */
static guint
scan_digits (const char **text, guint64 *digits, int *n_left_out)
{
  const char *p = *text;

  for (; g_ascii_isdigit (*p); p++)
    if (*digits < G_GUINT64_CONSTANT (100000000000000000))
      *digits = *digits * 10 + (guint64) (*p - '0');
    else
      (*n_left_out)++;
  guint n = (guint) (p - *text);
  *text = p;
  return n;
}

/* An "e" without digits is not part of the number. */
static int
scan_exponent (const char **text)
{
  const char *p = *text;
  gboolean negative;
  int exponent = 0;

  if (*p != 'e' && *p != 'E')
    return 0;
  p++;
  negative = *p == '-';
  if (*p == '-' || *p == '+')
    p++;
  if (!g_ascii_isdigit (*p))
    return 0;
  for (; g_ascii_isdigit (*p); p++)
    exponent = MIN (exponent * 10 + (*p - '0'), 9999);
  *text = p;
  return negative ? -exponent : exponent;
}

static double
scale (guint64 digits, int exponent)
{
  static const double tens[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9 };

  if (exponent <= 0 && -exponent < (int) G_N_ELEMENTS (tens))
    return (double) digits / tens[-exponent];
  return digits == 0 ? 0 : (double) digits * pow (10, exponent);
}

gboolean
sketch_scan_number (const char **text, double *value)
{
  const char *p = *text;
  gboolean negative = *p == '-';
  guint64 digits = 0;
  int exponent = 0, n_left_out = 0;
  guint n, n_decimals = 0;

  if (*p == '-' || *p == '+')
    p++;
  n = scan_digits (&p, &digits, &exponent);
  if (*p == '.')
    {
      p++;
      n_decimals = scan_digits (&p, &digits, &n_left_out);
      exponent += n_left_out - (int) n_decimals;
    }
  if (n + n_decimals == 0)
    return FALSE;
  exponent += scan_exponent (&p);
  *value = scale (digits, exponent) * (negative ? -1 : 1);
  if (!(fabs (*value) <= SKETCH_NUMBER_MAX))
    return FALSE;
  *text = p;
  return TRUE;
}

void
sketch_skip_space (const char **text)
{
  while (g_ascii_isspace (**text))
    (*text)++;
}

void
sketch_skip_separator (const char **text)
{
  sketch_skip_space (text);
  if (**text == ',')
    {
      (*text)++;
      sketch_skip_space (text);
    }
}

/* Writes a number before an end, from its last digit on, and returns where it begins. .25 has no zero, 3 no point. */
static char *
write_backwards (char *end, guint64 number, int decimals)
{
  char *p = end;

  for (; decimals > 0; decimals--, number /= 10)
    if (p != end || number % 10 != 0)
      *--p = (char) ('0' + number % 10);
  if (p != end)
    *--p = '.';
  for (; number > 0; number /= 10)
    *--p = (char) ('0' + number % 10);
  if (p == end)
    *--p = '0';
  return p;
}

void
sketch_append_number (GString *text, double value, int decimals)
{
  static const double tens[] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6 };
  const double size = MIN (fabs (value), SKETCH_NUMBER_MAX);
  const guint64 number = (guint64) (size * tens[decimals] + 0.5);
  char buffer[32], *end = buffer + sizeof buffer, *p = write_backwards (end, number, decimals);

  if (value < 0 && number > 0)
    *--p = '-';
  else if (text->len > 0 && g_ascii_isdigit (text->str[text->len - 1]))
    g_string_append_c (text, ' ');
  g_string_append_len (text, p, end - p);
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "files/svg-transform.h"

#include <math.h>
#include <string.h>

#include "draw/numbers.h"

#define MAX_ARGUMENTS 6

static double
to_radians (double degrees)
{
  return degrees * G_PI / 180;
}

static void
rotate (cairo_matrix_t *matrix, const double *a, guint n)
{
  if (n == 3)
    cairo_matrix_translate (matrix, a[1], a[2]);
  cairo_matrix_rotate (matrix, to_radians (a[0]));
  if (n == 3)
    cairo_matrix_translate (matrix, -a[1], -a[2]);
}

/* Functions are applied from the last one to the first one. */
static gboolean
apply (cairo_matrix_t *matrix, const char *name, const double *a, guint n)
{
  cairo_matrix_t own;

  if (strcmp (name, "translate") == 0 && (n == 1 || n == 2))
    cairo_matrix_translate (matrix, a[0], n == 2 ? a[1] : 0);
  else if (strcmp (name, "scale") == 0 && (n == 1 || n == 2))
    {
      cairo_matrix_init (&own, a[0], 0, 0, a[n - 1], 0, 0);
      cairo_matrix_multiply (matrix, &own, matrix);
    }
  else if (strcmp (name, "rotate") == 0 && (n == 1 || n == 3))
    rotate (matrix, a, n);
  else if ((strcmp (name, "skewX") == 0 || strcmp (name, "skewY") == 0) && n == 1)
    {
      const double skew = tan (to_radians (a[0]));

      cairo_matrix_init (&own, 1, name[4] == 'Y' ? skew : 0, name[4] == 'X' ? skew : 0, 1, 0, 0);
      cairo_matrix_multiply (matrix, &own, matrix);
    }
  else if (strcmp (name, "matrix") == 0 && n == 6)
    {
      cairo_matrix_init (&own, a[0], a[1], a[2], a[3], a[4], a[5]);
      cairo_matrix_multiply (matrix, &own, matrix);
    }
  else
    return FALSE;
  return TRUE;
}

/* Numbers up to a closing parenthesis. The units of style sheets that mean the same are skipped. */
static gboolean
scan_arguments (const char **text, double *a, guint *n)
{
  for (*n = 0; *n < MAX_ARGUMENTS && sketch_scan_number (text, &a[*n]); (*n)++)
    {
      if (g_str_has_prefix (*text, "px"))
        *text += 2;
      else if (g_str_has_prefix (*text, "deg"))
        *text += 3;
      sketch_skip_separator (text);
    }
  return *(*text)++ == ')';
}

static gboolean
scan_function (const char **text, cairo_matrix_t *matrix)
{
  const gsize length = strspn (*text, "abcdefghijklmnopqrstuvwxyzXY");
  g_autofree char *name = g_strndup (*text, length);
  double a[MAX_ARGUMENTS];
  guint n;

  *text += length;
  sketch_skip_space (text);
  if (**text != '(')
    return FALSE;
  (*text)++;
  sketch_skip_space (text);
  return scan_arguments (text, a, &n) && apply (matrix, name, a, n);
}

gboolean
sketch_svg_parse_transform (const char *text, cairo_matrix_t *matrix)
{
  cairo_matrix_init_identity (matrix);
  sketch_skip_space (&text);
  if (strcmp (text, "none") == 0)
    return TRUE;
  while (*text != '\0')
    {
      if (!scan_function (&text, matrix))
        return FALSE;
      sketch_skip_separator (&text);
    }
  return TRUE;
}

/* The part of the free space that is before the box: "xMin" none, "xMid" half of it, "xMax" all. */
static double
get_part (const char *aspect, const char *least, const char *most)
{
  return strstr (aspect, least) != NULL ? 0 : strstr (aspect, most) != NULL ? 1 : 0.5;
}

void
sketch_svg_init_view (cairo_matrix_t *matrix, const double box[4], double width, double height,
                      const char *aspect)
{
  double sx = width / box[2], sy = height / box[3];

  if (aspect == NULL)
    aspect = "xMidYMid";
  if (strstr (aspect, "none") == NULL)
    sx = sy = strstr (aspect, "slice") != NULL ? MAX (sx, sy) : MIN (sx, sy);
  cairo_matrix_init_translate (matrix, (width - box[2] * sx) * get_part (aspect, "xMin", "xMax"),
                               (height - box[3] * sy) * get_part (aspect, "YMin", "YMax"));
  cairo_matrix_scale (matrix, sx, sy);
  cairo_matrix_translate (matrix, -box[0], -box[1]);
}

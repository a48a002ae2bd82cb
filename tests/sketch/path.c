/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Path data is read into Cairo's paths and written from them. */

#include <locale.h>
#include <math.h>
#include <string.h>

#include "draw/path.h"

static const cairo_rectangle_t unit = { 0, 0, 1, 1 };

/* Path data that was read, as path data of lines and curves. */
static char *
read_data (const char *data, gsize *error_at)
{
  cairo_t *cr = sketch_path_context_new (100);
  char *result;

  *error_at = G_MAXSIZE;
  g_assert_cmpint (sketch_path_append (cr, data, 1, 1, error_at), ==, *error_at == G_MAXSIZE);
  result = sketch_path_from_cairo (cr, &unit);
  cairo_destroy (cr);
  return result;
}

static void
check (const char *data, const char *expected)
{
  gsize error_at;
  g_autofree char *result = read_data (data, &error_at);

  g_test_message ("%s", data);
  g_assert_cmpstr (result, ==, expected);
  g_assert_cmpuint (error_at, ==, G_MAXSIZE);
}

static void
test_commands (void)
{
  check ("M 1 2 L 3 4", "M1 2L3 4");
  check ("m1,2 l3,4", "M1 2L4 6");
  check ("M1 2H5V7h-1v-1z", "M1 2L5 2 5 7 4 7 4 6Z");
  check ("M1 2 C 1 3 2 4 3 4 c 1 0 2 1 2 2", "M1 2C1 3 2 4 3 4 4 4 5 5 5 6");
  check ("M0 0C1 1 2 1 3 0S5-1 6 0", "M0 0C1 1 2 1 3 0 4-1 5-1 6 0");
  check ("M0 0s1 1 2 0", "M0 0C0 0 1 1 2 0");
  check ("M0 0Q3 3 6 0T12 0", "M0 0C2 2 4 2 6 0 8-2 10-2 12 0");
  check ("M0 0t6 0", "M0 0C0 0 2 0 6 0");
  check ("M0 0L1 0zl2 2", "M0 0L1 0ZM0 0L2 2");
  check ("M5 5l1 0zm1 1l1 0", "M5 5L6 5ZM6 6L7 6");
  check (" \n\tM1 2", NULL);
  check ("", NULL);
}

static void
test_repeats (void)
{
  check ("M1 2 3 4 5 5", "M1 2L3 4 5 5");
  check ("m1 2 3 4 5 5", "M1 2L4 6 9 11");
  check ("M0 0L1 1 2 2", "M0 0L2 2"); /* Cairo joins lines of one direction */
  check ("M0 0H1 2v1 2", "M0 0L2 0 2 3");
}

static void
test_numbers (void)
{
  check ("M1.5.5-3e1-4L+.25,1E-1", "M1.5 .5L-30-4 .25 .1");
  check ("M1.5.5", NULL);
  check ("M-0-0L10e0.5", "M0 0L10 .5");
  check ("M0 0L00001 1.", "M0 0L1 1");
  check ("M0 0L123.45678901234567890123456789 1000000000000e-10", "M0 0L123.456789 100");
}

/* The ellipse of an arc is where it is expected: the box of the path is. */
static void
check_arc (const char *data, double x, double y, double width, double height)
{
  cairo_t *cr = sketch_path_context_new (1000);
  cairo_rectangle_t box;

  g_test_message ("%s", data);
  g_assert_true (sketch_path_append (cr, data, 1, 1, NULL));
  sketch_path_get_box (cr, &box);
  g_assert_cmpfloat_with_epsilon (box.x, x, 0.01);
  g_assert_cmpfloat_with_epsilon (box.y, y, 0.01);
  g_assert_cmpfloat_with_epsilon (box.width, width, 0.01);
  g_assert_cmpfloat_with_epsilon (box.height, height, 0.01);
  cairo_destroy (cr);
}

static void
test_arcs (void)
{
  check_arc ("M0 0A10 10 0 0 1 20 0", 0, -10, 20, 10);
  check_arc ("M0 0a10,10 0 0 0 20 0", 0, 0, 20, 10);
  check_arc ("M0 0a10 10 0 0110 10", 0, 0, 10, 10);
  check_arc ("M0 0a10 10 0 0010 10", 0, 0, 10, 10);
  check_arc ("M0 0a10 10 0 1110-10", -10, -20, 20, 20); /* the large one */
  check_arc ("M0 0a1 1 0 0 1 20 0", 0, -10, 20, 10);    /* radii are too small: they grow */
  check_arc ("M0 0a10-20 0 0 1 20 0", 0, -20, 20, 20);
  check_arc ("M0 0a10 20 90 0 1 40 0", 0, -10, 40, 10);
  check ("M0 0a0 20 90 0 1 40 0", "M0 0L40 0");
  check ("M1 1A5 5 0 0 1 1 1", "M1 1L1 1");
  check_arc ("M0 0a10 10 0 0 1 20 0 10 10 0 0 1-20 0", 0, -10, 20, 20);
}

static void
check_error (const char *data, gsize expected, const char *before)
{
  gsize error_at;
  g_autofree char *result = read_data (data, &error_at);

  g_test_message ("%s", data);
  g_assert_cmpuint (error_at, ==, expected);
  g_assert_cmpstr (result, ==, before);
}

static void
test_errors (void)
{
  check_error ("L1 2", 0, NULL);
  check_error ("1 2", 0, NULL);
  check_error ("M", 1, NULL);
  check_error ("M1", 2, NULL);
  check_error ("M1 2L3 4X", 8, "M1 2L3 4");
  check_error ("M1 2L3 4 5", 10, "M1 2L3 4");
  check_error ("M1 2L3 nan", 7, NULL);
  check_error ("M1 2Linf 3", 5, NULL);
  check_error ("M1 2L0x10 3", 6, NULL);
  check_error ("M1 2L1e400 3", 5, NULL);
  check_error ("M1 2L1e99999999999999999999 3", 5, NULL);
  check_error ("M0 0a1 1 0 2 0 1 1", 11, NULL);
  check_error ("M0 0L1 1,2 3,,3 3", 13, "M0 0L1 1 2 3");
  check_error ("M0 0L1 1z5", 9, "M0 0L1 1Z");
  check_error ("M\xc3\xa9", 1, NULL);
}

static void
test_scale (void)
{
  cairo_t *cr = sketch_path_context_new (100);
  g_autofree char *data = NULL;

  g_assert_true (sketch_path_append (cr, "M0 0L1 .5A1 1 0 0 1 2 1", 10, 20, NULL));
  g_assert_true (cairo_has_current_point (cr));
  cairo_new_path (cr);
  g_assert_true (sketch_path_append (cr, "M0 0C0 1 1 1 1 0Z", 10, 20, NULL));
  data = sketch_path_from_cairo (cr, &(cairo_rectangle_t){ 0, 0, 10, 20 });
  g_assert_cmpstr (data, ==, "M0 0C0 1 1 1 1 0Z");
  cairo_destroy (cr);
}

/* In a box without a width or a height, coordinates are 0. */
static void
test_flat_box (void)
{
  cairo_t *cr = sketch_path_context_new (100);
  g_autofree char *data = NULL;
  cairo_rectangle_t box;

  cairo_move_to (cr, 3, 4);
  cairo_line_to (cr, 3, 14);
  sketch_path_get_box (cr, &box);
  g_assert_cmpfloat (box.x, ==, 3);
  g_assert_cmpfloat (box.width, ==, 0);
  data = sketch_path_from_cairo (cr, &box);
  g_assert_cmpstr (data, ==, "M0 0L0 1");
  cairo_destroy (cr);
}

static void
test_locale (void)
{
  gsize error_at;
  g_autofree char *result = NULL;

  if (setlocale (LC_NUMERIC, "de_DE.UTF-8") == NULL)
    g_test_message ("There is no such locale here");
  result = read_data ("M1.5 2.25L.5.5", &error_at);
  setlocale (LC_NUMERIC, "C");
  g_assert_cmpstr (result, ==, "M1.5 2.25L.5 .5");
}

/* Smooth lines */

static void
test_dot (void)
{
  const double points[][2] = { { 40, 50 } };
  cairo_rectangle_t box;
  g_autofree char *data = sketch_path_smooth (points, 1, 1, &box);

  g_assert_cmpstr (data, ==, "M0 0L0 0");
  g_assert_cmpfloat (box.x, ==, 40);
  g_assert_cmpfloat (box.y, ==, 50);
  g_assert_cmpfloat (box.width, ==, 0);
  g_assert_cmpfloat (box.height, ==, 0);
}

/* Points of a line are thinned to its ends. */
static void
test_straight (void)
{
  double points[100][2];
  cairo_rectangle_t box;
  g_autofree char *data = NULL;

  for (guint i = 0; i < 100; i++)
    {
      points[i][0] = 1000 + i;
      points[i][1] = 10 + i / 3.0 + (i % 2) * 0.1;
    }
  data = sketch_path_smooth ((const double (*)[2]) points, 100, 0.5, &box);
  g_assert_cmpfloat_with_epsilon (box.x, 1000, 1e-3);
  g_assert_cmpfloat_with_epsilon (box.width, 99, 1e-3);
  g_assert_cmpuint (strlen (data), <, 60); /* one curve */
}

/* The curve goes by all points within the tolerance, with far fewer curves, and lies in its box. */
static void
test_circle (void)
{
  double points[1000][2];
  cairo_rectangle_t box, drawn;
  g_autofree char *data = NULL;
  cairo_t *cr = sketch_path_context_new (1000);
  guint n = 0;

  for (guint i = 0; i < 1000; i++)
    {
      points[i][0] = -300 + 100 * cos (i * G_PI / 500);
      points[i][1] = 200 + 100 * sin (i * G_PI / 500);
    }
  data = sketch_path_smooth ((const double (*)[2]) points, 1000, 0.5, &box);
  g_assert_true (sketch_path_append (cr, data, box.width, box.height, NULL));
  sketch_path_get_box (cr, &drawn);
  g_assert_cmpfloat_with_epsilon (drawn.x, 0, 1e-2);
  g_assert_cmpfloat_with_epsilon (drawn.width, box.width, 1e-2);
  g_assert_cmpfloat_with_epsilon (box.x, -400, 1);
  g_assert_cmpfloat_with_epsilon (box.width, 200, 1);
  cairo_set_line_width (cr, 2);
  for (guint i = 0; i < 1000; i++)
    n += cairo_in_stroke (cr, points[i][0] - box.x, points[i][1] - box.y);
  g_assert_cmpuint (n, >, 990);
  g_assert_cmpuint (strlen (data), <, 3000);
  cairo_destroy (cr);
}

/* As many points as anyone draws are thinned without a deep stack. */
static void
test_many (void)
{
  const gsize n = 4000;
  static double points[4000][2];
  g_autofree char *data = NULL;
  cairo_rectangle_t box;

  for (gsize i = 0; i < n; i++)
    {
      points[i][0] = (double) i;
      points[i][1] = i % 2 == 0 ? 0 : 100;
    }
  data = sketch_path_smooth ((const double (*)[2]) points, n, 1, &box);
  g_assert_cmpfloat_with_epsilon (box.width, (double) (n - 1), 0.01);
  g_assert_cmpuint (strlen (data), >, n * 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/path/commands", test_commands);
  g_test_add_func ("/path/repeats", test_repeats);
  g_test_add_func ("/path/numbers", test_numbers);
  g_test_add_func ("/path/arcs", test_arcs);
  g_test_add_func ("/path/errors", test_errors);
  g_test_add_func ("/path/scale", test_scale);
  g_test_add_func ("/path/flat-box", test_flat_box);
  g_test_add_func ("/path/locale", test_locale);
  g_test_add_func ("/path/dot", test_dot);
  g_test_add_func ("/path/straight", test_straight);
  g_test_add_func ("/path/circle", test_circle);
  g_test_add_func ("/path/many", test_many);
  return g_test_run ();
}

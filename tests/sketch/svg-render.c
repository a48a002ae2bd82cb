/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Icons of the desktop are imported, exported as PNG, and compared with what librsvg draws of them. */

#include <gdk/gdk.h>
#include <math.h>
#include <string.h>

#include "draw/geometry.h"
#include "files/export.h"
#include "files/svg-import.h"
#include "sample.h"

#define ICONS "/usr/share/icons/Adwaita/scalable"
#define SIZE 96     /* pixels of an icon's width */
#define EQUAL 0.5   /* the mean difference of pixels, of 255, that smooth edges may have */
#define SIMILAR 3.0 /* the one that lines with other ends may have */

typedef struct
{
  guint n_files, n_equal, n_left_out;
  double most; /* the largest difference of those without an effect that is left out */
} Count;

/* The picture of librsvg, with a width of SIZE at least, and its scale. NULL: it is not there. */
static GdkPixbuf *
draw_by_librsvg (const char *path, double *scale)
{
  int width, height;

  if (gdk_pixbuf_get_file_info (path, &width, &height) == NULL)
    return NULL;
  *scale = MAX ((double) SIZE / width, 1);
  return gdk_pixbuf_new_from_file_at_scale (path, (int) (width * *scale), (int) (height * *scale), FALSE,
                                            NULL);
}

static cairo_status_t
read_bytes (void *stream, guchar *data, guint length)
{
  return g_input_stream_read (stream, data, length, NULL, NULL) == (gssize) length ? CAIRO_STATUS_SUCCESS :
                                                                                     CAIRO_STATUS_READ_ERROR;
}

/* The exported picture, put where it is in the drawing: its edges are 8 units away from the shapes. */
static cairo_surface_t *
draw_by_export (TroveVersion *version, double scale, int width, int height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height), *picture;
  cairo_t *cr = cairo_create (surface);
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GBytes) bytes = NULL;
  cairo_rectangle_t box;

  if (sketch_get_extents (version, &box))
    {
      bytes = sketch_export_to_bytes (version, NULL, 0, "image/png", scale, NULL);
      g_assert_nonnull (bytes);
      stream = g_memory_input_stream_new_from_bytes (bytes);
      picture = cairo_image_surface_create_from_png_stream (read_bytes, stream);
      cairo_set_source_surface (cr, picture, floor (box.x - 8) * scale, floor (box.y - 8) * scale);
      cairo_paint (cr);
      cairo_surface_destroy (picture);
    }
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* Of a pixel: the largest one of its red, green, blue and alpha, which are multiplied by alpha. */
static int
get_difference (const guchar *rgba, guint32 argb)
{
  const int other[] = { argb >> 16 & 0xff, argb >> 8 & 0xff, argb & 0xff, argb >> 24 };
  int most = 0;

  for (guint i = 0; i < 4; i++)
    most = MAX (most, ABS (other[i] - (i < 3 ? rgba[i] * rgba[3] / 255 : rgba[3])));
  return most;
}

static double
compare (GdkPixbuf *expected, cairo_surface_t *drawn)
{
  const guchar *pixels = gdk_pixbuf_read_pixels (expected);
  const int width = gdk_pixbuf_get_width (expected), height = gdk_pixbuf_get_height (expected);
  double sum = 0;

  g_assert_true (gdk_pixbuf_get_has_alpha (expected));
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      sum += get_difference (pixels + y * gdk_pixbuf_get_rowstride (expected) + 4 * x,
                             ((guint32 *) (gpointer) (cairo_image_surface_get_data (drawn) +
                                                      y * cairo_image_surface_get_stride (drawn)))[x]);
  return sum / width / height;
}

/* The mean difference of the pixels. */
static double
get_difference_of_file (const char *path, guint *n_left_out)
{
  g_autoptr (TroveDocument) document = sketch_document_new ();
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (TroveVersion) version = NULL;
  g_autoptr (GdkPixbuf) expected = NULL;
  g_autoptr (GError) error = NULL;
  cairo_surface_t *drawn;
  double scale, difference;

  sketch_import_svg (document, sample_get_layer (document, 0), file, NULL, n_left_out, &error);
  g_assert_no_error (error);
  expected = draw_by_librsvg (path, &scale);
  g_assert_nonnull (expected);
  version = trove_document_freeze (document, NULL);
  drawn = draw_by_export (version, scale, gdk_pixbuf_get_width (expected), gdk_pixbuf_get_height (expected));
  difference = compare (expected, drawn);
  cairo_surface_destroy (drawn);
  return difference;
}

static void
check_file (const char *path, Count *count)
{
  guint n_left_out;
  const double difference = get_difference_of_file (path, &n_left_out);

  count->n_files++;
  count->n_equal += difference < EQUAL;
  count->n_left_out += n_left_out > 0;
  if (n_left_out == 0)
    count->most = MAX (count->most, difference);
  if (difference >= EQUAL || n_left_out > 0)
    g_test_message ("%s: differs by %.2f, %u effects are left out", path, difference, n_left_out);
}

static void
check_folder (const char *path, Count *count)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".svg"))
      {
        g_autofree char *file = g_build_filename (path, name, NULL);

        check_file (file, count);
      }
}

/* All that shapes have. */
static void
test_features (void)
{
  const char *path = g_test_get_filename (G_TEST_DIST, "sketch", "fixtures", "features.svg", NULL);
  double scale;
  guint n_left_out;
  g_autoptr (GdkPixbuf) expected = draw_by_librsvg (path, &scale);

  if (expected == NULL)
    {
      g_test_skip ("librsvg is not here");
      return;
    }
  g_assert_cmpfloat (get_difference_of_file (path, &n_left_out), <, 0.2);
  g_assert_cmpuint (n_left_out, ==, 0);
}

static void
test_icons (void)
{
  g_autoptr (GDir) dir = g_dir_open (ICONS, 0, NULL);
  Count count = { 0 };
  const char *name;
  double scale;
  g_autoptr (GdkPixbuf) folder = draw_by_librsvg (ICONS "/places/folder-symbolic.svg", &scale);

  if (dir == NULL || folder == NULL)
    {
      g_test_skip ("The icons of Adwaita or librsvg are not here");
      return;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (ICONS, name, NULL);

      check_folder (path, &count);
    }
  g_test_message (
      "%u of %u icons are equal, %u have effects that are left out, the others differ by at most %.2f",
      count.n_equal, count.n_files, count.n_left_out, count.most);
  g_assert_cmpuint (count.n_files, >, 100);
  g_assert_cmpuint (count.n_equal * 100, >=, count.n_files * 98);
  g_assert_cmpuint (count.n_left_out * 50, <, count.n_files);
  g_assert_cmpfloat (count.most, <, SIMILAR);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  sketch_register_classes ();
  g_test_add_func ("/svg-render/features", test_features);
  g_test_add_func ("/svg-render/icons", test_icons);
  return g_test_run ();
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Pictures of drawings as files. */

#include <cairo.h>
#include <glib/gstdio.h>
#include <string.h>

#include "draw/painter.h"
#include "files/export.h"
#include "sample.h"

typedef struct
{
  TroveDocument *document;
  char *folder;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->document = sketch_document_new ();
  self->folder = g_dir_make_tmp ("sketch-export-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
  g_assert_finalize_object (self->document);
}

static GFile *
get_file (Fixture *self, const char *name)
{
  return g_file_new_build_filename (self->folder, name, NULL);
}

static void
export_to (Fixture *self, const char *name, double scale)
{
  g_autoptr (TroveVersion) version = trove_document_freeze (self->document, NULL);
  g_autoptr (GFile) file = get_file (self, name);
  g_autoptr (GError) error = NULL;

  sketch_export (version, file, scale, &error);
  g_assert_no_error (error);
}

static char *
read_file (Fixture *self, const char *name, gsize *length)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  char *contents;

  g_assert_true (g_file_get_contents (path, &contents, length, NULL));
  return contents;
}

static void
add_red_box (Fixture *self, double x, double y, double width, double height)
{
  SketchShapeData shape = SKETCH_SHAPE_DATA_INIT;

  shape.x = x;
  shape.y = y;
  shape.width = width;
  shape.height = height;
  shape.fill = 0xff0000ff;
  shape.stroke = 0;
  sample_add (self->document, sample_get_layer (self->document, 0), &shape);
}

static void
add_text (Fixture *self, const char *text, double x, double y)
{
  SketchShapeData shape = SKETCH_SHAPE_DATA_INIT;

  shape.kind = SKETCH_TEXT;
  shape.text = text;
  shape.x = x;
  shape.y = y;
  sketch_measure_text (&shape);
  sample_add (self->document, sample_get_layer (self->document, 0), &shape);
}

/* PNG */

static guint32
get_pixel (cairo_surface_t *surface, int x, int y)
{
  return ((guint32 *) (gpointer) (cairo_image_surface_get_data (surface) +
                                  y * cairo_image_surface_get_stride (surface)))[x];
}

/* The edges are 8 units away, on whole units. */
static void
test_png (Fixture *self, gconstpointer data)
{
  static const int scales[] = { 1, 2, 3 };

  add_red_box (self, 10.5, 20, 30, 40);
  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      const int scale = scales[i];
      g_autofree char *path = g_build_filename (self->folder, "a.PNG", NULL);
      cairo_surface_t *surface;

      export_to (self, "a.PNG", scale);
      surface = cairo_image_surface_create_from_png (path);
      g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 47 * scale);
      g_assert_cmpint (cairo_image_surface_get_height (surface), ==, 56 * scale);
      g_assert_cmphex (get_pixel (surface, 0, 0), ==, 0);
      g_assert_cmphex (get_pixel (surface, 7 * scale, 20 * scale), ==, 0);
      g_assert_cmphex (get_pixel (surface, 10 * scale, 20 * scale), ==, 0xffff0000);
      g_assert_cmphex (get_pixel (surface, 10 * scale, 8 * scale - 1), ==, 0);
      g_assert_cmphex (get_pixel (surface, 10 * scale, 8 * scale), ==, 0xffff0000);
      cairo_surface_destroy (surface);
    }
}

/* A text of 60,000 pixels, which FreeType has no letters for, does not hide what is above it. */
static void
test_large_text (Fixture *self, gconstpointer data)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 64, 64);
  cairo_t *cr = cairo_create (surface);
  SketchShapeData shape = SKETCH_SHAPE_DATA_INIT;
  g_autoptr (TroveVersion) version = NULL;

  shape.kind = SKETCH_TEXT;
  shape.text = "\342\226\210"; /* a full block */
  shape.x = shape.y = -1000;
  shape.width = shape.height = 60000;
  sample_add (self->document, sample_get_layer (self->document, 0), &shape);
  add_red_box (self, 0, 0, 10, 10);
  version = trove_document_freeze (self->document, NULL);
  sketch_paint_drawing (cr, version);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  g_assert_cmphex (get_pixel (surface, 5, 5), ==, 0xffff0000);
  g_assert_cmphex (get_pixel (surface, 60, 60), ==, 0xff000000);
  cairo_surface_destroy (surface);
}

/* SVG and PDF */

static void
test_svg (Fixture *self, gconstpointer data)
{
  gsize length;
  g_autofree char *svg = NULL;

  add_red_box (self, 1, 2, 3, 4);
  add_text (self, "a<b>&\"\001\nc", 10, 10);
  export_to (self, "a.svg", 5);
  svg = read_file (self, "a.svg", &length);
  g_test_message ("%s", svg);
  g_assert_nonnull (strstr (svg, "<rect x=\"1\" y=\"2\" width=\"3\" height=\"4\" fill=\"#ff0000\"/>"));
  g_assert_nonnull (strstr (svg, ">a&lt;b&gt;&amp;&quot; </tspan><tspan x=\"10\""));
  g_assert_nonnull (strstr (svg, ">c</tspan></text>"));
  g_assert_nonnull (strstr (svg, "viewBox=\"-7 -6 "));
}

/* The ends of a connector lie at the shapes. */
static void
test_connector (Fixture *self, gconstpointer data)
{
  TroveKey from = sample_add_box (self->document, SKETCH_RECTANGLE, 0, 0, 20, 20);
  TroveKey to = sample_add_box (self->document, SKETCH_RECTANGLE, 100, 0, 20, 20);
  gsize length;
  g_autofree char *svg = NULL;

  sample_connect (self->document, from, to);
  export_to (self, "a.svg", 1);
  svg = read_file (self, "a.svg", &length);
  g_assert_nonnull (strstr (svg, "<line x1=\"21\" y1=\"10\" x2=\"99\" y2=\"10\" stroke=\"#000000\""));
}

static void
test_pdf (Fixture *self, gconstpointer data)
{
  gsize length;
  g_autofree char *pdf = NULL;

  add_text (self, "Hello", 10, 10);
  add_red_box (self, 0, 0, 100, 100);
  export_to (self, "a.pdf", 5); /* the scale is one of pixels */
  pdf = read_file (self, "a.pdf", &length);
  g_assert_true (g_str_has_prefix (pdf, "%PDF"));
  for (gsize i = 0; i < length; i++)
    if (pdf[i] == '\0')
      pdf[i] = ' ';
  g_assert_nonnull (strstr (pdf, "/Type /Font"));
  g_assert_nonnull (strstr (pdf, "/MediaBox [ 0 0 116 116 ]"));
}

/* Only visible layers are in a picture. */
static void
test_hidden (Fixture *self, gconstpointer data)
{
  const SketchLayerData hidden = { .name = "Hidden" };
  TroveKey layer = sample_add_layer (self->document, "Hidden");
  SketchShapeData shape = SKETCH_SHAPE_DATA_INIT;
  gsize length;
  g_autofree char *svg = NULL;

  shape.kind = SKETCH_ELLIPSE;
  shape.width = shape.height = 1000;
  sample_add (self->document, layer, &shape);
  trove_document_set (self->document, layer, &hidden, NULL);
  add_red_box (self, 0, 0, 10, 10);
  export_to (self, "a.svg", 1);
  svg = read_file (self, "a.svg", &length);
  g_assert_null (strstr (svg, "<ellipse"));
  g_assert_nonnull (strstr (svg, "width=\"26\" height=\"26\""));
}

/* Errors */

static void
check_error (Fixture *self, const char *name, double scale, int code, const char *message)
{
  g_autoptr (TroveVersion) version = trove_document_freeze (self->document, NULL);
  g_autoptr (GFile) file = get_file (self, name);
  g_autoptr (GError) error = NULL;

  g_assert_false (sketch_export (version, file, scale, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, G_IO_ERROR, code);
  g_assert_nonnull (strstr (error->message, message));
}

static void
test_errors (Fixture *self, gconstpointer data)
{
  check_error (self, "a.svg", 1, G_IO_ERROR_INVALID_ARGUMENT, "nothing to export");
  add_red_box (self, 0, 0, 1000, 10);
  check_error (self, "a.jpeg", 1, G_IO_ERROR_NOT_SUPPORTED,
               "“a.jpeg” has no known format: its name must end with .svg");
  check_error (self, "svg", 1, G_IO_ERROR_NOT_SUPPORTED, ".svg, .pdf or .png");
  check_error (self, "a.png", 33, G_IO_ERROR_INVALID_ARGUMENT,
               "33528 × 858 pixels, and a side may have 32767 at most");
  check_error (self, "none/a.png", 1, G_IO_ERROR_NOT_FOUND, "");
}

/* A file that was there stays, and nothing is left beside it. */
static void
test_file_stays (Fixture *self, gconstpointer data)
{
  gsize length;
  g_autofree char *before = NULL, *after = NULL;

  add_red_box (self, 0, 0, 1000, 10);
  export_to (self, "a.png", 1);
  before = read_file (self, "a.png", &length);
  check_error (self, "a.png", 33, G_IO_ERROR_INVALID_ARGUMENT, "pixels");
  after = read_file (self, "a.png", &length);
  g_assert_cmpmem (before, length, after, length);
  add_red_box (self, 0, 100, 10, 10);
  export_to (self, "a.png", 1);
  g_free (after);
  after = read_file (self, "a.png", &length);
  g_assert_cmpint (memcmp (before, after, 64), !=, 0);
}

static void
was_exported (GObject *version, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* The picture is of the version, whatever is edited meanwhile. */
static void
test_async (Fixture *self, gconstpointer data)
{
  g_autoptr (GFile) file = get_file (self, "a.svg"), bad = get_file (self, "a.gif");
  g_autoptr (TroveVersion) version = NULL;
  GAsyncResult *result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *svg = NULL;
  g_auto (GStrv) rectangles = NULL;
  gsize length;

  for (guint i = 0; i < 100; i++)
    add_red_box (self, i, i, 10, 10);
  version = trove_document_freeze (self->document, NULL);
  sketch_export_async (version, file, 1, NULL, was_exported, &result);
  while (result == NULL)
    {
      add_red_box (self, 0, 0, 10, 10);
      g_main_context_iteration (NULL, FALSE);
    }
  g_assert_true (sketch_export_finish (result, NULL));
  g_clear_object (&result);
  svg = read_file (self, "a.svg", &length);
  rectangles = g_strsplit (svg, "<rect", -1);
  g_assert_cmpuint (g_strv_length (rectangles), ==, 101);

  sketch_export_async (version, bad, 1, NULL, was_exported, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (sketch_export_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_clear_object (&result);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = { { "/export/png", test_png },       { "/export/large-text", test_large_text },
                { "/export/svg", test_svg },       { "/export/connector", test_connector },
                { "/export/pdf", test_pdf },       { "/export/hidden", test_hidden },
                { "/export/errors", test_errors }, { "/export/file-stays", test_file_stays },
                { "/export/async", test_async } };

  g_test_init (&argc, &argv, NULL);
  sketch_register_classes ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}

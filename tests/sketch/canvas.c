/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The canvas in a window: what it shows is what the painter draws, after edits, pan and zoom. */

#include "canvas/canvas.h"

#include <math.h>

#include "../examples/window.h"
#include "draw/painter.h"
#include "sample.h"

#define WIDTH 500
#define HEIGHT 400
#define NEAR 1e-6

typedef struct
{
  GtkWidget *window;
  TroveDocument *document;
  SketchCanvas *canvas;
  TroveKey box, round, text;
} Fixture;

static TroveKey
add (Fixture *self, SketchKind kind, double x, double y, guint fill)
{
  SketchShapeData shape = SKETCH_SHAPE_DATA_INIT;

  shape.kind = kind;
  shape.x = x;
  shape.y = y;
  shape.width = 80;
  shape.height = 60;
  shape.fill = fill;
  shape.text = kind == SKETCH_TEXT ? "Some text" : NULL;
  if (kind == SKETCH_TEXT)
    sketch_measure_text (&shape);
  return sample_add (self->document, sample_get_layer (self->document, 0), &shape);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->document = sketch_document_new ();
  self->box = add (self, SKETCH_RECTANGLE, 20, 30, 0xff0000ff);
  self->round = add (self, SKETCH_ELLIPSE, 70, 60, 0x0000ff80);
  self->text = add (self, SKETCH_TEXT, 200, 40, 0);
  sample_commit (self->document, "Draw");
  self->canvas = SKETCH_CANVAS (sketch_canvas_new ());
  g_object_set (self->canvas, "show-grid", FALSE, NULL);
  sketch_canvas_set_document (self->canvas, self->document);
  self->window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (self->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (self->window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (self->window), GTK_WIDGET (self->canvas));
  gtk_window_present (GTK_WINDOW (self->window));
  window_settle (self->window);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (self->document);
}

/* Until all is drawn. */
static void
settle (Fixture *self)
{
  gtk_widget_queue_draw (GTK_WIDGET (self->canvas));
  while (!sketch_canvas_is_current (self->canvas))
    g_main_context_iteration (NULL, TRUE);
  window_settle (self->window);
}

/* Pictures */

static cairo_surface_t *
surface_new (void)
{
  return cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
}

/* The picture that the canvas shows. */
static cairo_surface_t *
take_picture (Fixture *self)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (self->canvas));
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  cairo_surface_t *surface = surface_new ();

  gdk_paintable_snapshot (paintable, snapshot, WIDTH, HEIGHT);
  node = gtk_snapshot_free_to_node (snapshot);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (self->window)), node,
                                         &GRAPHENE_RECT_INIT (0, 0, WIDTH, HEIGHT));
  gdk_texture_download (texture, cairo_image_surface_get_data (surface),
                        (gsize) cairo_image_surface_get_stride (surface));
  cairo_surface_mark_dirty (surface);
  return surface;
}

/* The picture that the painter makes of the same. */
static cairo_surface_t *
paint (Fixture *self)
{
  g_autoptr (TroveVersion) version = trove_document_freeze (self->document, NULL);
  double zoom = sketch_canvas_get_zoom (self->canvas), x = 0, y = 0;
  cairo_surface_t *surface = surface_new ();
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  sketch_canvas_to_widget (self->canvas, &x, &y);
  cairo_translate (cr, x, y);
  cairo_scale (cr, zoom, zoom);
  sketch_paint_drawing (cr, version);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* How many colors differ by more than places that are rounded to 1/256 pixel, in many layers. */
static guint
count_different (cairo_surface_t *a, cairo_surface_t *b)
{
  const guchar *x = cairo_image_surface_get_data (a), *y = cairo_image_surface_get_data (b);
  guint n = 0;

  for (guint i = 0; i < 4 * WIDTH * HEIGHT; i++)
    n += ABS (x[i] - y[i]) > 24;
  return n;
}

static void
check_picture (Fixture *self)
{
  cairo_surface_t *shown, *painted;

  settle (self);
  shown = take_picture (self);
  painted = paint (self);
  g_assert_cmpuint (count_different (shown, painted), ==, 0);
  cairo_surface_destroy (shown);
  cairo_surface_destroy (painted);
}

/* Edits */

static void
move (Fixture *self, TroveKey key, double dx, double dy)
{
  SketchShapeData shape = *sample_peek (self->document, key);
  g_autoptr (GError) error = NULL;

  shape.x += dx;
  shape.y += dy;
  trove_document_set (self->document, key, &shape, &error);
  g_assert_no_error (error);
}

/* Tests */

static void
test_follow (Fixture *self, gconstpointer data)
{
  cairo_surface_t *before, *after;

  check_picture (self);
  before = paint (self);
  move (self, self->box, 200, 150);
  check_picture (self);
  after = paint (self);
  g_assert_cmpuint (count_different (before, after), >, 1000);
  sample_commit (self->document, "Move"); /* the canvas notices by itself */
  trove_document_undo (self->document, NULL);
  check_picture (self);
  trove_document_redo (self->document, NULL);
  check_picture (self);
  trove_document_remove (self->document, self->round, NULL);
  sample_commit (self->document, "Remove");
  check_picture (self);
  g_assert_true (trove_version_peek (sketch_canvas_get_version (self->canvas), self->round, NULL) == NULL);
  cairo_surface_destroy (before);
  cairo_surface_destroy (after);
}

static void
test_view (Fixture *self, gconstpointer data)
{
  const double zooms[] = { 2, 0.5, 0.31, 7.7, 1 };

  for (guint i = 0; i < G_N_ELEMENTS (zooms); i++)
    {
      sketch_canvas_set_zoom (self->canvas, zooms[i]);
      check_picture (self);
      sketch_canvas_scroll (self->canvas, -130.4, 77.7);
      check_picture (self);
      move (self, self->text, 3, 5);
      check_picture (self);
    }
}

/* So many shapes that workers draw them. */
static void
test_many (Fixture *self, gconstpointer data)
{
  for (guint i = 0; i < 20000; i++)
    add (self, i % 2 == 0 ? SKETCH_ELLIPSE : SKETCH_RECTANGLE, i % 200 * 9, i / 200 * 9, i * 0x12345);
  sample_commit (self->document, "Draw");
  check_picture (self);
  for (guint i = 0; i < 5; i++)
    {
      sketch_canvas_set_zoom (self->canvas, 0.5 - i * 0.05);
      move (self, self->box, 10, 10);
      gtk_test_widget_wait_for_draw (GTK_WIDGET (self->canvas)); /* shows another zoom */
      gtk_widget_queue_draw (GTK_WIDGET (self->canvas));
      gtk_test_widget_wait_for_draw (GTK_WIDGET (self->canvas)); /* begins to draw */
    }
  check_picture (self);
  sketch_canvas_set_zoom (self->canvas, 0.4); /* whose tiles were begun, but left for another zoom */
  check_picture (self);
  move (self, self->box, 50, 50); /* in a tile that is there */
  check_picture (self);
}

static void
test_zoom_at (Fixture *self, gconstpointer data)
{
  const double zooms[] = { 1.2, 3, 64, 0.02, 1000, 0.5 };
  double x = 123, y = 77;
  guint n_views = 0;

  sketch_canvas_scroll (self->canvas, 10, 20);
  sketch_canvas_to_drawing (self->canvas, &x, &y);
  g_assert_cmpfloat_with_epsilon (x, 133, NEAR);
  g_assert_cmpfloat_with_epsilon (y, 97, NEAR);
  g_signal_connect_swapped (self->canvas, "view-changed", G_CALLBACK (g_atomic_int_inc), &n_views);
  for (guint i = 0; i < G_N_ELEMENTS (zooms); i++)
    {
      double at_x = x, at_y = y;

      sketch_canvas_zoom_at (self->canvas, zooms[i], 123, 77);
      sketch_canvas_to_widget (self->canvas, &at_x, &at_y);
      g_assert_cmpfloat_with_epsilon (at_x, 123, 0.51); /* the view begins at a whole pixel */
      g_assert_cmpfloat_with_epsilon (at_y, 77, 0.51);
      g_assert_cmpfloat (sketch_canvas_get_zoom (self->canvas), ==, CLAMP (zooms[i], 0.02, 64));
      g_assert_cmpuint (n_views, ==, i + 1);
    }
}

static void
test_show_box (Fixture *self, gconstpointer data)
{
  const cairo_rectangle_t box = { 1000, 2000, 300, 100 };
  g_autoptr (GtkWidget) other = g_object_ref_sink (sketch_canvas_new ());
  double x1 = 0, y1 = 0, x2 = WIDTH, y2 = HEIGHT;

  sketch_canvas_show_box (self->canvas, &box);
  sketch_canvas_to_drawing (self->canvas, &x1, &y1);
  sketch_canvas_to_drawing (self->canvas, &x2, &y2);
  g_assert_cmpfloat (x1, <=, 1000);
  g_assert_cmpfloat (x1, >, 950);
  g_assert_cmpfloat (x2, >=, 1300);
  g_assert_cmpfloat (y1, <=, 2000);
  g_assert_cmpfloat (y2, >=, 2100);
  g_assert_cmpfloat_with_epsilon (x1 + x2, 2300, 2);
  sketch_canvas_copy_view (SKETCH_CANVAS (other), self->canvas);
  g_assert_cmpfloat (sketch_canvas_get_zoom (SKETCH_CANVAS (other)), ==,
                     sketch_canvas_get_zoom (self->canvas));
}

static void
test_pick (Fixture *self, gconstpointer data)
{
  SketchLayerData layer = *(const SketchLayerData *) trove_document_peek (
      self->document, sample_get_layer (self->document, 0), NULL);

  g_assert_cmpuint (sketch_canvas_pick (self->canvas, 30, 40), ==, self->box);
  g_assert_cmpuint (sketch_canvas_pick (self->canvas, 90, 85), ==, self->round); /* in front of the box */
  g_assert_cmpuint (sketch_canvas_pick (self->canvas, 15, 40), ==, self->box);   /* 4 pixels off its line */
  g_assert_cmpuint (sketch_canvas_pick (self->canvas, 10, 40), ==, 0);
  sketch_canvas_set_zoom (self->canvas, 4);
  g_assert_cmpuint (sketch_canvas_pick (self->canvas, 15, 40), ==, 0);
  move (self, self->round, 0, 300); /* an edit that waits for the next frame */
  g_assert_cmpuint (sketch_canvas_pick (self->canvas, 90, 85), ==, self->box);
  layer.locked = TRUE;
  trove_document_set (self->document, sample_get_layer (self->document, 0), &layer, NULL);
  g_assert_cmpuint (sketch_canvas_pick (self->canvas, 90, 85), ==, 0);
}

static void
check_pick_box (Fixture *self, double x, double y, double width, double height, guint n, TroveKey first)
{
  const cairo_rectangle_t box = { x, y, width, height };
  g_autoptr (GArray) keys = sketch_canvas_pick_box (self->canvas, &box);

  g_assert_cmpuint (keys->len, ==, n);
  if (n > 0)
    g_assert_cmpuint (g_array_index (keys, TroveKey, 0), ==, first);
}

static void
test_pick_box (Fixture *self, gconstpointer data)
{
  check_pick_box (self, 0, 0, 400, 400, 3, self->box);
  check_pick_box (self, 160, 130, -160, -130, 2, self->box);
  check_pick_box (self, 60, 50, 100, 100, 1, self->round);
  check_pick_box (self, 60, 70, 100, 100, 0, 0);
  g_assert_true (
      trove_document_move_item (self->document, sample_get_layer (self->document, 0), "shapes", 0, 2, NULL));
  check_pick_box (self, 0, 0, 400, 400, 3, self->round);
}

static void
test_snap (Fixture *self, gconstpointer data)
{
  double x = 17, y = -4;

  sketch_canvas_snap (self->canvas, &x, &y);
  g_assert_cmpfloat (x, ==, 17);
  g_object_set (self->canvas, "snap", TRUE, "grid", 5.0, NULL);
  sketch_canvas_snap (self->canvas, &x, &y);
  g_assert_cmpfloat (x, ==, 15);
  g_assert_cmpfloat (y, ==, -5);
}

/* A version stays as it is, and the canvas goes back to a document. */
static void
test_version (Fixture *self, gconstpointer data)
{
  g_autoptr (TroveVersion) version = trove_document_freeze (self->document, NULL);

  sketch_canvas_set_version (self->canvas, version);
  move (self, self->box, 20, 20);
  sample_commit (self->document, "Move");
  settle (self);
  g_assert_true (sketch_canvas_get_version (self->canvas) == version);
  sketch_canvas_set_document (self->canvas, self->document);
  check_picture (self);
  sketch_canvas_set_document (self->canvas, NULL);
  g_assert_null (sketch_canvas_get_version (self->canvas));
  settle (self);
}

static void
draw_overlay (SketchCanvas *canvas, cairo_t *cr, gpointer data)
{
  cairo_rectangle (cr, 150, 200, 10, 10);
  cairo_fill (cr);
}

static void
test_overlay (Fixture *self, gconstpointer data)
{
  cairo_surface_t *picture;
  double x = 155, y = 205;

  sketch_canvas_set_overlay (self->canvas, draw_overlay, NULL);
  sketch_canvas_set_zoom (self->canvas, 1.5);
  settle (self);
  picture = take_picture (self);
  sketch_canvas_to_widget (self->canvas, &x, &y);
  g_assert_cmphex (
      ((const guint32 *) (gpointer) cairo_image_surface_get_data (picture))[(int) y * WIDTH + (int) x], ==,
      0xff000000);
  cairo_surface_destroy (picture);
}

int
main (int argc, char **argv)
{
  window_init (&argc, &argv);
  g_test_add ("/sketch/canvas/follow", Fixture, NULL, set_up, test_follow, tear_down);
  g_test_add ("/sketch/canvas/view", Fixture, NULL, set_up, test_view, tear_down);
  g_test_add ("/sketch/canvas/many", Fixture, NULL, set_up, test_many, tear_down);
  g_test_add ("/sketch/canvas/zoom-at", Fixture, NULL, set_up, test_zoom_at, tear_down);
  g_test_add ("/sketch/canvas/show-box", Fixture, NULL, set_up, test_show_box, tear_down);
  g_test_add ("/sketch/canvas/pick", Fixture, NULL, set_up, test_pick, tear_down);
  g_test_add ("/sketch/canvas/pick-box", Fixture, NULL, set_up, test_pick_box, tear_down);
  g_test_add ("/sketch/canvas/snap", Fixture, NULL, set_up, test_snap, tear_down);
  g_test_add ("/sketch/canvas/version", Fixture, NULL, set_up, test_version, tear_down);
  g_test_add ("/sketch/canvas/overlay", Fixture, NULL, set_up, test_overlay, tear_down);
  return g_test_run ();
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Where shapes are, and that they are drawn there. */

#include "draw/geometry.h"

#include <math.h>

#include "draw/painter.h"
#include "sample.h"

#define NEAR 1e-6
#define SIZE 200 /* pixels of a picture */

typedef struct
{
  TroveDocument *document;
  TroveVersion *version;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->document = sketch_document_new ();
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->version);
  g_assert_finalize_object (self->document);
}

/* The current state. */
static TroveVersion *
freeze (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&self->version);
  self->version = trove_document_freeze (self->document, &error);
  g_assert_no_error (error);
  return self->version;
}

static TroveKey
add (Fixture *self, const SketchShapeData *shape)
{
  return sample_add (self->document, sample_get_layer (self->document, 0), shape);
}

static void
set (Fixture *self, TroveKey key, const SketchShapeData *shape)
{
  g_autoptr (GError) error = NULL;

  trove_document_set (self->document, key, shape, &error);
  g_assert_no_error (error);
}

static SketchShapeData
shape_of (SketchKind kind, double x, double y, double width, double height)
{
  SketchShapeData shape = SKETCH_SHAPE_DATA_INIT;

  shape.kind = kind;
  shape.x = x;
  shape.y = y;
  shape.width = width;
  shape.height = height;
  return shape;
}

static void
check_box (const cairo_rectangle_t *box, double x, double y, double width, double height)
{
  g_assert_cmpfloat_with_epsilon (box->x, x, NEAR);
  g_assert_cmpfloat_with_epsilon (box->y, y, NEAR);
  g_assert_cmpfloat_with_epsilon (box->width, width, NEAR);
  g_assert_cmpfloat_with_epsilon (box->height, height, NEAR);
}

static void
check_bounds (Fixture *self, TroveKey key, double x, double y, double width, double height)
{
  cairo_rectangle_t bounds;

  g_assert_true (sketch_get_bounds (freeze (self), key, &bounds));
  check_box (&bounds, x, y, width, height);
}

static void
test_boxes (void)
{
  const cairo_rectangle_t negative = { 10, 20, -4, -6 }, other = { 0, 0, 7, 15 }, far_away = { 50, 0, 1, 1 };
  cairo_rectangle_t box = sketch_normalize (&negative);

  check_box (&box, 6, 14, 4, 6);
  g_assert_true (sketch_intersects (&box, &other));
  g_assert_false (sketch_intersects (&box, &far_away));
  g_assert_false (sketch_encloses (&other, &box));
  box = sketch_unite (&box, &other);
  check_box (&box, 0, 0, 10, 20);
  g_assert_true (sketch_encloses (&box, &other));
}

static void
test_bounds (Fixture *self, gconstpointer data)
{
  SketchShapeData shape = shape_of (SKETCH_RECTANGLE, 10, 20, 30, 40);
  TroveKey key = add (self, &shape);
  cairo_rectangle_t bounds;

  check_bounds (self, key, 9, 19, 32, 42);
  shape.line_width = 0;
  shape.angle = 90;
  set (self, key, &shape);
  check_bounds (self, key, 5, 25, 40, 30);
  shape.angle = 45;
  set (self, key, &shape);
  check_bounds (self, key, 25 - 35 * M_SQRT1_2, 40 - 35 * M_SQRT1_2, 70 * M_SQRT1_2, 70 * M_SQRT1_2);
  shape.kind = SKETCH_ELLIPSE;
  set (self, key, &shape);
  check_bounds (self, key, 25 - 25 * M_SQRT1_2, 40 - 25 * M_SQRT1_2, 50 * M_SQRT1_2, 50 * M_SQRT1_2);
  shape = shape_of (SKETCH_LINE, 10, 20, -10, 5);
  set (self, key, &shape);
  check_bounds (self, key, -1, 19, 12, 7);

  g_assert_false (sketch_get_bounds (self->version, 12345, &bounds));
  g_assert_false (sketch_get_bounds (self->version, sample_get_layer (self->document, 0), &bounds));
  g_assert_true (sketch_get_extents (self->version, &bounds));
  check_box (&bounds, -1, 19, 12, 7);
}

static void
check_ends (Fixture *self, TroveKey key, double x1, double y1, double x2, double y2)
{
  double ends[4];

  freeze (self);
  sketch_get_ends (self->version, trove_version_peek (self->version, key, NULL), ends);
  g_assert_cmpfloat_with_epsilon (ends[0], x1, NEAR);
  g_assert_cmpfloat_with_epsilon (ends[1], y1, NEAR);
  g_assert_cmpfloat_with_epsilon (ends[2], x2, NEAR);
  g_assert_cmpfloat_with_epsilon (ends[3], y2, NEAR);
}

static void
test_connector (Fixture *self, gconstpointer data)
{
  SketchShapeData box = shape_of (SKETCH_RECTANGLE, -10, -10, 20, 20);
  SketchShapeData round = shape_of (SKETCH_ELLIPSE, 90, -10, 20, 20);
  SketchShapeData connector = shape_of (SKETCH_CONNECTOR, 0, 0, 5, 50);
  TroveKey a, b, key;

  box.line_width = round.line_width = 0;
  a = add (self, &box);
  b = add (self, &round);
  connector.from = a;
  connector.to = b;
  key = add (self, &connector);
  check_ends (self, key, 10, 0, 90, 0);
  check_bounds (self, key, 9, -1, 82, 2);

  box.angle = 45;
  set (self, a, &box);
  check_ends (self, key, 10 * M_SQRT2, 0, 90, 0);
  box.angle = 0;
  set (self, a, &box);
  round.x = round.y = 90; /* on the diagonal */
  set (self, b, &round);
  check_ends (self, key, 10, 10, 100 - 10 * M_SQRT1_2, 100 - 10 * M_SQRT1_2);
  round.x = round.y = -8; /* within the box */
  set (self, b, &round);
  check_ends (self, key, 2, 2, 0, 0);

  connector.to = 0;
  set (self, key, &connector);
  check_ends (self, key, 1, 10, 5, 50);
  connector.to = a; /* both ends at one shape */
  set (self, key, &connector);
  check_ends (self, key, 0, 0, 0, 0);
}

/* A connector that is in the group that it leads to, and connectors that lead to each other. */
static void
test_circles (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  SketchShapeData group = shape_of (SKETCH_GROUP, 0, 0, 0, 0), connector;
  TroveKey outer = add (self, &group), box = sample_add_box (self->document, SKETCH_TEXT, 0, 0, 20, 20);
  TroveKey to_group = sample_connect (self->document, outer, 0);
  TroveKey first = sample_connect (self->document, to_group, to_group), second;
  cairo_rectangle_t bounds;

  g_assert_false (sketch_get_bounds (freeze (self), outer, &bounds));
  second = sample_connect (self->document, first, first);
  connector = *sample_peek (self->document, first);
  connector.from = connector.to = second;
  set (self, first, &connector);
  connector = *sample_peek (self->document, to_group);
  connector.x = 50;
  connector.y = 10;
  set (self, to_group, &connector);
  trove_document_move (self->document, box, outer, "children", 0, &error);
  g_assert_no_error (error);
  trove_document_move (self->document, to_group, outer, "children", 0, &error);
  g_assert_no_error (error);
  check_ends (self, to_group, 22, 10, 50, 10);
  check_bounds (self, outer, -2, -2, 53, 24);
  check_ends (self, first, 0, 0, 0, 0);
}

static void
check_contains (Fixture *self, TroveKey key, double x, double y, gboolean expected)
{
  g_assert_cmpint (sketch_contains (freeze (self), key, x, y, 0.5), ==, expected);
}

static void
test_contains (Fixture *self, gconstpointer data)
{
  SketchShapeData shape = shape_of (SKETCH_RECTANGLE, 0, 0, 40, 20);
  TroveKey key = add (self, &shape);

  check_contains (self, key, -1.4, 10, TRUE);
  check_contains (self, key, -1.6, 10, FALSE);
  check_contains (self, key, 20, 10, FALSE);
  shape.fill = 0xff000080;
  set (self, key, &shape);
  check_contains (self, key, 20, 10, TRUE);
  shape.angle = 90;
  set (self, key, &shape);
  check_contains (self, key, 20, -9, TRUE);
  check_contains (self, key, 1, 10, FALSE);
  shape.angle = 0;
  shape.kind = SKETCH_ELLIPSE;
  set (self, key, &shape);
  check_contains (self, key, 1, 10, TRUE);
  check_contains (self, key, 1, 1, FALSE);
  shape.kind = SKETCH_PATH;
  shape.path = "M0 0L1 0L1 1z";
  set (self, key, &shape);
  check_contains (self, key, 30, 5, TRUE);
  check_contains (self, key, 10, 15, FALSE);
  shape.fill = 0;
  set (self, key, &shape);
  check_contains (self, key, 30, 5, FALSE);
  check_contains (self, key, 20, 1.4, TRUE);
  shape.kind = SKETCH_LINE;
  set (self, key, &shape);
  check_contains (self, key, 20, 10, TRUE);
  check_contains (self, key, 20, 13, FALSE);
}

/* Pictures */

static cairo_surface_t *
paint (Fixture *self)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIZE, SIZE);
  cairo_t *cr = cairo_create (surface);

  sketch_paint_drawing (cr, freeze (self));
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static guint
get_alpha (cairo_surface_t *surface, int x, int y)
{
  const guchar *row = cairo_image_surface_get_data (surface) + y * cairo_image_surface_get_stride (surface);

  return ((const guint32 *) row)[x] >> 24;
}

/* A random shape near the middle. */
static SketchShapeData
get_random_shape (GRand *random)
{
  SketchShapeData shape =
      shape_of ((SketchKind) g_rand_int_range (random, 0, SKETCH_CONNECTOR),
                g_rand_double_range (random, 70, 110), g_rand_double_range (random, 70, 110), 0, 0);

  shape.width = g_rand_double_range (random, shape.kind == SKETCH_LINE ? -40 : 0, 40);
  shape.height = g_rand_double_range (random, shape.kind == SKETCH_LINE ? -40 : 0, 40);
  shape.angle = g_rand_boolean (random) ? g_rand_double_range (random, -360, 360) : 0;
  shape.line_width = g_rand_double_range (random, 0, 12);
  shape.fill = g_rand_int (random);
  shape.opacity = g_rand_boolean (random) ? 1 : g_rand_double (random);
  shape.path = "M0 .5C0 0 1 0 1 .5S.5 1 .5 1L0 1z";
  if (g_rand_int_range (random, 0, 3) == 0)
    {
      shape.kind = SKETCH_TEXT;
      shape.text = "Ågjf\nQ,y";
      shape.font_size = g_rand_double_range (random, 1, 16);
      sketch_measure_text (&shape);
      shape.width *= g_rand_double_range (random, 0.5, 5);
      shape.height *= g_rand_double_range (random, 0.5, 5);
    }
  return shape;
}

static void
test_drawn_in_bounds (Fixture *self, gconstpointer data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (g_test_rand_int ());
  TroveKey key = sample_add_box (self->document, SKETCH_RECTANGLE, 0, 0, 1, 1);

  for (guint i = 0; i < 300; i++)
    {
      SketchShapeData shape = get_random_shape (random);
      cairo_surface_t *surface;
      cairo_rectangle_t bounds;

      set (self, key, &shape);
      surface = paint (self);
      g_assert_true (sketch_get_bounds (self->version, key, &bounds));
      for (int y = 0; y < SIZE; y++)
        for (int x = 0; x < SIZE; x++)
          if (x + 1 < bounds.x || y + 1 < bounds.y || x > bounds.x + bounds.width ||
              y > bounds.y + bounds.height)
            g_assert_cmpuint (get_alpha (surface, x, y), ==, 0);
      cairo_surface_destroy (surface);
    }
}

/* Lines over the inside are blended with what is behind the shape, not with each other. */
static void
test_opacity (Fixture *self, gconstpointer data)
{
  SketchShapeData shape = shape_of (SKETCH_RECTANGLE, 50, 50, 100, 100);
  TroveKey key = add (self, &shape);

  shape.fill = 0xff0000ff;
  shape.line_width = 20;
  shape.opacity = 0.5;
  set (self, key, &shape);
  for (guint i = 0; i < 3; i++)
    {
      cairo_surface_t *surface;

      if (i == 1)
        shape.stroke = 0;
      if (i == 2)
        shape.fill = 0, shape.stroke = 0xff;
      set (self, key, &shape);
      surface = paint (self);
      g_assert_cmpuint (get_alpha (surface, 100, 100), ==, i < 2 ? 0x80 : 0);
      g_assert_cmpuint (get_alpha (surface, 55, 100), ==, 0x80);
      g_assert_cmpuint (get_alpha (surface, 45, 100), ==, i == 1 ? 0 : 0x80);
      cairo_surface_destroy (surface);
    }
}

/* Text fills the box that it has, whatever fonts there are. */
static void
test_text_fills_box (Fixture *self, gconstpointer data)
{
  SketchShapeData shape = shape_of (SKETCH_TEXT, 20, 20, 0, 0);
  cairo_surface_t *surface;
  guint wide = 0;

  shape.text = "mmmmmm";
  sketch_measure_text (&shape);
  g_assert_cmpfloat (shape.width, >, shape.height);
  shape.width = 160;
  add (self, &shape);
  surface = paint (self);
  for (int y = 0; y < SIZE; y++)
    for (int x = 150; x < SIZE; x++)
      wide += get_alpha (surface, x, y) > 0;
  g_assert_cmpuint (wide, >, 20);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sketch/geometry/boxes", test_boxes);
  g_test_add ("/sketch/geometry/bounds", Fixture, NULL, set_up, test_bounds, tear_down);
  g_test_add ("/sketch/geometry/connector", Fixture, NULL, set_up, test_connector, tear_down);
  g_test_add ("/sketch/geometry/circles", Fixture, NULL, set_up, test_circles, tear_down);
  g_test_add ("/sketch/geometry/contains", Fixture, NULL, set_up, test_contains, tear_down);
  g_test_add ("/sketch/geometry/drawn-in-bounds", Fixture, NULL, set_up, test_drawn_in_bounds, tear_down);
  g_test_add ("/sketch/geometry/opacity", Fixture, NULL, set_up, test_opacity, tear_down);
  g_test_add ("/sketch/geometry/text-fills-box", Fixture, NULL, set_up, test_text_fills_box, tear_down);
  return g_test_run ();
}

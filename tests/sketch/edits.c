/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Edits of shapes. Each is a step that undo takes back wholly. */

#include "edit/edits.h"

#include "draw/painter.h"
#include "edit/arrange.h"
#include "sample.h"

typedef struct
{
  TroveDocument *document;
  TroveKey box, ellipse, line, path, text, connector, group, child;
  char *before; /* the state as text */
} Fixture;

static TroveKey
add_text (TroveDocument *document, double x, double y)
{
  SketchShapeData shape = SKETCH_SHAPE_DATA_INIT;

  shape.kind = SKETCH_TEXT;
  shape.text = "Some text";
  shape.x = x;
  shape.y = y;
  sketch_measure_text (&shape);
  return sample_add (document, sample_get_layer (document, 0), &shape);
}

static TroveKey
add_path (TroveDocument *document)
{
  SketchShapeData shape = SKETCH_SHAPE_DATA_INIT;

  shape.kind = SKETCH_PATH;
  shape.path = "M0 0L1 1";
  shape.x = 300;
  shape.width = 40;
  shape.height = 60;
  return sample_add (document, sample_get_layer (document, 0), &shape);
}

static void
set_up (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  self->document = sketch_document_new ();
  self->box = sample_add_box (self->document, SKETCH_RECTANGLE, 10, 20, 30, 40);
  self->ellipse = sample_add_box (self->document, SKETCH_ELLIPSE, 100, 20, 60, 20);
  self->line = sample_add_box (self->document, SKETCH_LINE, 200, 50, 20, -30);
  self->path = add_path (self->document);
  self->text = add_text (self->document, 400, 0);
  self->connector = sample_connect (self->document, self->box, self->ellipse);
  self->child = sample_add_box (self->document, SKETCH_RECTANGLE, 500, 0, 10, 10);
  sketch_group (self->document, &self->child, 1, &self->group, &error);
  g_assert_no_error (error);
  sample_commit (self->document, "Draw");
  self->before = sample_dup_text (self->document);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_free (self->before);
  g_assert_finalize_object (self->document);
}

static void
test_move (Fixture *self, gconstpointer data)
{
  const TroveKey keys[] = { self->box, self->line, self->connector, self->group };
  g_autoptr (GError) error = NULL;

  sketch_move (self->document, keys, G_N_ELEMENTS (keys), 5, -7, &error);
  g_assert_no_error (error);
  sample_check_box (self->document, self->box, 15, 13, 30, 40);
  sample_check_box (self->document, self->line, 205, 43, 20, -30);
  sample_check_box (self->document, self->child, 505, -7, 10, 10);
  sample_check_box (self->document, self->ellipse, 100, 20, 60, 20);
  sample_check_box (self->document, self->connector, 0, 0, 0, 0); /* it goes with its shapes */
  sample_check_step (self->document, "Move", self->before);

  /* There and back is no step. */
  sketch_move (self->document, keys, G_N_ELEMENTS (keys), 5, 5, &error);
  sketch_move (self->document, keys, G_N_ELEMENTS (keys), -5, -5, &error);
  g_assert_no_error (error);
  sample_commit (self->document, "Nothing");
  g_assert_cmpstr (trove_document_get_undo_label (self->document), ==, "Move");
}

static void
test_move_end_in_the_air (Fixture *self, gconstpointer data)
{
  TroveKey connector = sample_connect (self->document, self->box, 0);
  g_autoptr (GError) error = NULL;

  sketch_move (self->document, &connector, 1, 5, 6, &error);
  g_assert_no_error (error);
  sample_check_box (self->document, connector, 5, 6, 0, 0);
}

static void
test_no_shape (Fixture *self, gconstpointer data)
{
  TroveKey layer = sample_get_layer (self->document, 0), none = 12345;
  g_autoptr (GError) error = NULL;

  g_assert_false (sketch_move (self->document, &layer, 1, 1, 1, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_REMOVED);
  g_clear_error (&error);
  g_assert_false (sketch_remove (self->document, &none, 1, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_REMOVED);
}

static void
test_resize (Fixture *self, gconstpointer data)
{
  const TroveKey keys[] = { self->box, self->ellipse, self->line, self->path, self->connector, self->group };
  const cairo_rectangle_t from = { 0, 0, 100, 100 }, to = { 10, 20, 200, 50 };
  g_autoptr (GError) error = NULL;

  sketch_resize (self->document, keys, G_N_ELEMENTS (keys), &from, &to, &error);
  g_assert_no_error (error);
  sample_check_box (self->document, self->box, 30, 30, 60, 20);
  sample_check_box (self->document, self->ellipse, 210, 30, 120, 10);
  sample_check_box (self->document, self->line, 410, 45, 40, -15);
  sample_check_box (self->document, self->path, 610, 20, 80, 30);
  sample_check_box (self->document, self->child, 1010, 20, 20, 5);
  sample_check_box (self->document, self->connector, 0, 0, 0, 0);
  g_assert_cmpfloat (sample_peek (self->document, self->box)->line_width, ==, 2);
  sample_check_step (self->document, "Resize", self->before);
}

/* A box that cannot be scaled is moved alone. */
static void
test_resize_line (Fixture *self, gconstpointer data)
{
  const cairo_rectangle_t from = { 0, 20, 100, 0 }, to = { 0, 30, 200, 0 };
  g_autoptr (GError) error = NULL;

  sketch_resize (self->document, &self->box, 1, &from, &to, &error);
  g_assert_no_error (error);
  sample_check_box (self->document, self->box, 20, 30, 60, 40);
}

static void
test_flip (Fixture *self, gconstpointer data)
{
  const TroveKey keys[] = { self->box, self->line, self->path, self->text };
  const cairo_rectangle_t from = { 0, 0, 100, 100 }, to = { 100, 0, -100, 100 };
  const double width = sample_peek (self->document, self->text)->width;
  SketchShapeData turned = *sample_peek (self->document, self->box);
  g_autoptr (GError) error = NULL;

  turned.angle = 30;
  trove_document_set (self->document, self->box, &turned, &error);
  sketch_resize (self->document, keys, G_N_ELEMENTS (keys), &from, &to, &error);
  g_assert_no_error (error);
  sample_check_box (self->document, self->box, 60, 20, 30, 40);
  g_assert_cmpfloat (sample_peek (self->document, self->box)->angle, ==, -30);
  sample_check_box (self->document, self->line, -100, 50, -20, -30);
  sample_check_box (self->document, self->path, -200, 0, -40, 60);
  g_assert_cmpfloat (sample_peek (self->document, self->text)->width, ==,
                     width); /* letters are not mirrored */
  g_assert_cmpfloat_with_epsilon (sample_peek (self->document, self->text)->x, -300 - width, 1e-6);
}

/* The sides of a shape that is turned by a right angle change their parts. */
static void
test_resize_turned (Fixture *self, gconstpointer data)
{
  const cairo_rectangle_t from = { 0, 0, 100, 100 }, to = { 0, 0, 200, 100 };
  SketchShapeData turned = *sample_peek (self->document, self->box);
  g_autoptr (GError) error = NULL;

  turned.angle = 90;
  trove_document_set (self->document, self->box, &turned, &error);
  sketch_resize (self->document, &self->box, 1, &from, &to, &error);
  g_assert_no_error (error);
  sample_check_box (self->document, self->box, 50 - 15, 40 - 40, 30, 80);
  g_assert_cmpfloat (sample_peek (self->document, self->box)->angle, ==, 90);
}

static void
test_resize_text (Fixture *self, gconstpointer data)
{
  const cairo_rectangle_t from = { 400, 0, 100, 100 }, to = { 400, 0, 200, 200 };
  const cairo_rectangle_t tiny = { 400, 0, .01, .01 };
  const SketchShapeData before = *sample_peek (self->document, self->text);
  const SketchShapeData *after;
  g_autoptr (GError) error = NULL;

  sketch_resize (self->document, &self->text, 1, &from, &to, &error);
  g_assert_no_error (error);
  after = sample_peek (self->document, self->text);
  g_assert_cmpfloat (after->font_size, ==, 32);
  g_assert_cmpfloat_with_epsilon (after->width, 2 * before.width, before.width / 20);
  g_assert_cmpfloat_with_epsilon (after->x, 400, before.width / 20);
  sketch_resize (self->document, &self->text, 1, &to, &tiny, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (sample_peek (self->document, self->text)->font_size, ==, 1);
}

static void
test_rotate (Fixture *self, gconstpointer data)
{
  const TroveKey keys[] = { self->box, self->line, self->connector, self->group };
  g_autoptr (GError) error = NULL;

  sketch_rotate (self->document, keys, G_N_ELEMENTS (keys), 90, 0, 0, &error);
  g_assert_no_error (error);
  sample_check_box (self->document, self->box, -40 - 15, 25 - 20, 30, 40);
  g_assert_cmpfloat (sample_peek (self->document, self->box)->angle, ==, 90);
  sample_check_box (self->document, self->line, -50, 200, 30, 20);
  g_assert_cmpfloat (sample_peek (self->document, self->line)->angle, ==, 0);
  sample_check_box (self->document, self->child, -10, 500, 10, 10);
  sample_check_box (self->document, self->connector, 0, 0, 0, 0);
  sample_check_step (self->document, "Rotate", self->before);

  /* Angles stay small. */
  for (guint i = 0; i < 7; i++)
    sketch_rotate (self->document, &self->box, 1, 90, -40, 25, &error);
  g_assert_no_error (error);
  sample_check_box (self->document, self->box, -40 - 15, 25 - 20, 30, 40);
  g_assert_cmpfloat (sample_peek (self->document, self->box)->angle, ==, 0);
}

static void
test_remove (Fixture *self, gconstpointer data)
{
  const TroveKey keys[] = { self->ellipse, self->group };
  const SketchShapeData *connector;
  g_autoptr (TroveVersion) version = trove_document_dup_current (self->document);
  g_autoptr (GError) error = NULL;
  double ends[4];

  sketch_get_ends (version, sample_peek (self->document, self->connector), ends);
  sketch_remove (self->document, keys, G_N_ELEMENTS (keys), &error);
  g_assert_no_error (error);
  sample_check_step (self->document, "Delete", self->before);
  g_assert_null (trove_document_peek (self->document, self->ellipse, NULL));
  g_assert_null (trove_document_peek (self->document, self->child, NULL));

  /* The end stays where it was drawn. The document has cleared the reference. */
  connector = sample_peek (self->document, self->connector);
  g_assert_cmpuint (connector->from, ==, self->box);
  g_assert_cmpuint (connector->to, ==, 0);
  g_assert_cmpfloat (connector->x + connector->width, ==, ends[2]);
  g_assert_cmpfloat (connector->y + connector->height, ==, ends[3]);
}

/* A connector that ends at a shape of a group. */
static void
test_remove_group (Fixture *self, gconstpointer data)
{
  TroveKey connector = sample_connect (self->document, self->box, self->child);
  const SketchShapeData *shape;
  g_autoptr (GError) error = NULL;

  sample_commit (self->document, "Connect");
  sketch_remove (self->document, &self->group, 1, &error);
  g_assert_no_error (error);
  sample_commit (self->document, "Delete");
  shape = sample_peek (self->document, connector);
  g_assert_cmpuint (shape->to, ==, 0);
  g_assert_cmpfloat_with_epsilon (shape->x + shape->width, 500, 2); /* the left side of the child */
}

/* With the connector itself, and with what is at its other end. */
static void
test_remove_all (Fixture *self, gconstpointer data)
{
  const TroveKey keys[] = { self->connector, self->ellipse, self->box, self->line };
  g_autoptr (GError) error = NULL;

  sketch_remove (self->document, keys, G_N_ELEMENTS (keys), &error);
  g_assert_no_error (error);
  sample_check_step (self->document, "Delete", self->before);
  g_assert_null (trove_document_peek (self->document, self->connector, NULL));
}

/* The connector is in another layer than the shapes. */
static void
test_remove_layer (Fixture *self, gconstpointer data)
{
  const TroveKey first = sample_get_layer (self->document, 0);
  const TroveKey layer = sample_add_layer (self->document, "Above");
  const SketchShapeData shape = {
    .kind = SKETCH_CONNECTOR, .font_size = 16, .from = self->box, .to = self->child
  };
  const TroveKey connector = sample_add (self->document, layer, &shape);
  g_autofree char *before = NULL;
  g_autoptr (TroveVersion) version = NULL;
  g_autoptr (GError) error = NULL;
  const SketchShapeData *kept;
  double ends[4];

  sample_commit (self->document, "Connect");
  before = sample_dup_text (self->document);
  version = trove_document_dup_current (self->document);
  sketch_get_ends (version, sample_peek (self->document, connector), ends);
  sketch_remove_layer (self->document, first, &error);
  g_assert_no_error (error);
  sample_check_step (self->document, "Remove Layer", before);
  g_assert_null (trove_document_peek (self->document, first, NULL));
  g_assert_null (trove_document_peek (self->document, self->box, NULL));
  kept = sample_peek (self->document, connector);
  g_assert_cmpuint (kept->from, ==, 0);
  g_assert_cmpfloat (kept->x, ==, ends[0]);
  g_assert_cmpfloat (kept->y, ==, ends[1]);
  g_assert_cmpfloat (kept->x + kept->width, ==, ends[2]);
  g_assert_cmpfloat (kept->y + kept->height, ==, ends[3]);
}

static void
set_number (Fixture *self, const char *property, double number)
{
  const TroveKey keys[] = { self->box, self->text, self->group };
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  g_value_init (&value, G_TYPE_DOUBLE);
  g_value_set_double (&value, number);
  sketch_set_style (self->document, keys, G_N_ELEMENTS (keys), property, &value, &error);
  g_assert_no_error (error);
}

static void
set_color (Fixture *self, const char *property, guint color)
{
  const TroveKey keys[] = { self->box, self->text, self->group };
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  g_value_init (&value, G_TYPE_UINT);
  g_value_set_uint (&value, color);
  sketch_set_style (self->document, keys, G_N_ELEMENTS (keys), property, &value, &error);
  g_assert_no_error (error);
}

static void
test_style (Fixture *self, gconstpointer data)
{
  const double width = sample_peek (self->document, self->text)->width;
  const TroveKey keys[] = { self->box, self->child };

  set_color (self, "stroke", 0xff0000ff);
  set_color (self, "fill", 0x00ff0080);
  set_number (self, "line-width", 7);
  set_number (self, "opacity", .5);
  set_number (self, "font-size", 32);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const SketchShapeData *shape = sample_peek (self->document, keys[i]);

      g_assert_cmphex (shape->stroke, ==, 0xff0000ff);
      g_assert_cmphex (shape->fill, ==, 0x00ff0080);
      g_assert_cmpfloat (shape->line_width, ==, 7);
      g_assert_cmpfloat (shape->opacity, ==, .5);
      g_assert_cmpfloat (shape->font_size, ==, 16); /* it is no text */
    }
  g_assert_cmpfloat (sample_peek (self->document, self->text)->font_size, ==, 32);
  g_assert_cmpfloat_with_epsilon (sample_peek (self->document, self->text)->width, 2 * width, width / 20);
  g_assert_cmpfloat (sample_peek (self->document, self->group)->line_width, ==, 0);
  sample_check_step (self->document, "Style", self->before);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *, gconstpointer);
  } tests[] = {
    { "/sketch/edits/move", test_move },
    { "/sketch/edits/move-end-in-the-air", test_move_end_in_the_air },
    { "/sketch/edits/no-shape", test_no_shape },
    { "/sketch/edits/resize", test_resize },
    { "/sketch/edits/resize-line", test_resize_line },
    { "/sketch/edits/flip", test_flip },
    { "/sketch/edits/resize-turned", test_resize_turned },
    { "/sketch/edits/resize-text", test_resize_text },
    { "/sketch/edits/rotate", test_rotate },
    { "/sketch/edits/remove", test_remove },
    { "/sketch/edits/remove-group", test_remove_group },
    { "/sketch/edits/remove-all", test_remove_all },
    { "/sketch/edits/remove-layer", test_remove_layer },
    { "/sketch/edits/style", test_style },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}

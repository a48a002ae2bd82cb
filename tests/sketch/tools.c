/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Tools that add shapes. */

#include "stage.h"

#include "window.h"

static const char *
get_front_text (Stage *self)
{
  return sample_peek (self->document, stage_get_front (self))->text;
}

static void
test_rectangle (Stage *self, gconstpointer data)
{
  g_autofree char *before = sample_dup_text (self->document);
  g_autofree char *undone = NULL;
  const SketchShapeData *shape;
  gsize n;

  g_object_set (self->tools, "style-stroke", 0xff0000ff, "style-fill", 0x00ff00ff, "style-line-width", 5.,
                "style-opacity", .5, NULL);
  stage_set_tool (self, "rectangle");
  stage_drag (self, 100, 120, 220, 180);
  stage_check_step (self, "Add Rectangle");
  shape = sample_peek (self->document, stage_get_front (self));
  g_assert_cmpint (shape->kind, ==, SKETCH_RECTANGLE);
  g_assert_cmphex (shape->stroke, ==, 0xff0000ff);
  g_assert_cmphex (shape->fill, ==, 0x00ff00ff);
  g_assert_cmpfloat (shape->line_width, ==, 5);
  g_assert_cmpfloat (shape->opacity, ==, .5);
  sample_check_box (self->document, stage_get_front (self), 100, 120, 120, 60);
  g_assert_cmpuint (*sketch_selection_get_keys (self->selection, &n), ==, stage_get_front (self));
  g_assert_cmpuint (n, ==, 1);

  trove_document_undo (self->document, NULL);
  undone = sample_dup_text (self->document);
  g_assert_cmpstr (undone, ==, before);
  sketch_selection_get_keys (self->selection, &n);
  g_assert_cmpuint (n, ==, 0);
}

static void
test_modifiers (Stage *self, gconstpointer data)
{
  stage_set_tool (self, "ellipse");
  stage_drag_with (self, "shift", 200, 200, 150, 300);
  stage_check_step (self, "Add Ellipse");
  sample_check_box (self->document, stage_get_front (self), 100, 200, 100, 100);
  stage_drag_with (self, "alt", 200, 200, 150, 300);
  stage_check_step (self, "Add Ellipse");
  sample_check_box (self->document, stage_get_front (self), 150, 100, 100, 200);

  stage_set_tool (self, "line");
  stage_drag (self, 200, 200, 150, 300);
  stage_check_step (self, "Add Line");
  sample_check_box (self->document, stage_get_front (self), 200, 200, -50, 100);
  stage_drag_with (self, "shift", 200, 200, 300, 210);
  stage_check_step (self, "Add Line");
  sample_check_box (self->document, stage_get_front (self), 200, 200, 100, 0);
}

/* A modifier that is pressed while the pointer rests. */
static void
test_late_modifier (Stage *self, gconstpointer data)
{
  stage_set_tool (self, "rectangle");
  stage_press (self, 100, 100);
  stage_point (self, 150, 120);
  sample_check_box (self->document, stage_get_front (self), 100, 100, 50, 20);
  stage_run (self, "keydown shift");
  sample_check_box (self->document, stage_get_front (self), 100, 100, 50, 50);
  stage_run (self, "keyup shift");
  sample_check_box (self->document, stage_get_front (self), 100, 100, 50, 20);
  stage_release (self);
  stage_check_step (self, "Add Rectangle");
}

static void
test_snap (Stage *self, gconstpointer data)
{
  g_object_set (self->canvas, "grid", 10., "snap", TRUE, NULL);
  stage_set_tool (self, "rectangle");
  stage_drag (self, 101, 99, 158, 162);
  stage_check_step (self, "Add Rectangle");
  sample_check_box (self->document, stage_get_front (self), 100, 100, 60, 60);
  stage_drag_with (self, "ctrl", 101, 99, 158, 162);
  stage_check_step (self, "Add Rectangle");
  sample_check_box (self->document, stage_get_front (self), 101, 99, 57, 63);
}

/* A click is no step, and neither is a box without a size. */
static void
test_nothing (Stage *self, gconstpointer data)
{
  static const char *const tools[] = { "rectangle", "line", "stroke", "connector", "select" };

  for (guint i = 0; i < G_N_ELEMENTS (tools); i++)
    {
      stage_set_tool (self, tools[i]);
      stage_click (self, 100 + 20 * i, 100);
      stage_check_step (self, NULL);
    }
  stage_set_tool (self, "rectangle");
  stage_drag (self, 100, 100, 200, 100);
  stage_check_step (self, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tools); i++)
    {
      stage_set_tool (self, tools[i]);
      if (g_str_equal (tools[i], "stroke"))
        continue;
      stage_press (self, 100, 100);
      stage_point (self, 150, 100);
      stage_point (self, 100, 100);
      stage_release (self);
      stage_check_step (self, NULL);
    }
  g_assert_false (trove_document_get_can_undo (self->document));
}

/* While a gesture lasts, its group of edits keeps undo away. Escape takes the edits back. */
static void
test_escape (Stage *self, gconstpointer data)
{
  TroveKey box = sample_add_box (self->document, SKETCH_RECTANGLE, 0, 0, 10, 10);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL, *after = NULL;

  sample_commit (self->document, "Draw");
  self->n_versions++;
  before = sample_dup_text (self->document);
  stage_set_tool (self, "rectangle");
  stage_press (self, 100, 100);
  stage_point (self, 200, 200);
  g_assert_cmpuint (stage_get_front (self), !=, box);
  g_assert_false (trove_document_undo (self->document, &error));
  g_assert_error (error, TROVE_ERROR, TROVE_ERROR_BUSY);
  stage_key (self, "Delete"); /* keys do nothing else */
  stage_key (self, "Escape");
  after = sample_dup_text (self->document);
  g_assert_cmpstr (after, ==, before);
  stage_point (self, 250, 250);
  stage_release (self);
  g_assert_cmpuint (stage_get_front (self), ==, box);
  stage_check_step (self, NULL);
  stage_drag (self, 100, 100, 200, 200);
  stage_check_step (self, "Add Rectangle");
}

static void
test_other_tool (Stage *self, gconstpointer data)
{
  stage_set_tool (self, "rectangle");
  stage_press (self, 100, 100);
  stage_point (self, 200, 200);
  stage_set_tool (self, "ellipse");
  stage_release (self);
  stage_check_step (self, NULL);
  g_assert_true (trove_document_begin (self->document, NULL, NULL)); /* no group is open */
  g_assert_true (trove_document_cancel (self->document, NULL));
}

static void
test_stroke (Stage *self, gconstpointer data)
{
  const SketchShapeData *shape;

  g_object_set (self->tools, "style-fill", 0x00ff00ff, NULL);
  stage_set_tool (self, "stroke");
  stage_press (self, 100, 100);
  for (guint i = 1; i <= 5; i++)
    stage_point (self, 100 + 20 * i, 100 + 10 * (i % 2));
  stage_release (self);
  stage_check_step (self, "Draw Stroke");
  shape = sample_peek (self->document, stage_get_front (self));
  g_assert_cmpint (shape->kind, ==, SKETCH_PATH);
  g_assert_cmphex (shape->fill, ==, 0);
  g_assert_nonnull (strchr (shape->path, 'C'));
  g_assert_cmpfloat_with_epsilon (shape->x, 100, 3);
  g_assert_cmpfloat_with_epsilon (shape->width, 100, 6);
}

/* Two shapes that are not filled. */
static void
add_two (Stage *self, TroveKey *one, TroveKey *other)
{
  *one = sample_add_box (self->document, SKETCH_RECTANGLE, 50, 50, 100, 100);
  *other = sample_add_box (self->document, SKETCH_RECTANGLE, 300, 50, 100, 100);
  sample_commit (self->document, "Draw");
  self->n_versions++;
}

/* Draws a connector. to: the shape that it ends at; 0: none. */
static TroveKey
check_connect (Stage *self, double x, double y, TroveKey from, TroveKey to)
{
  TroveKey key;

  stage_set_tool (self, "connector");
  stage_drag (self, 100, 70, x, y);
  stage_check_step (self, "Connect");
  key = stage_get_front (self);
  g_assert_cmpint (sample_peek (self->document, key)->kind, ==, SKETCH_CONNECTOR);
  g_assert_cmpuint (sample_peek (self->document, key)->from, ==, from);
  g_assert_cmpuint (sample_peek (self->document, key)->to, ==, to);
  return key;
}

static void
test_connector (Stage *self, gconstpointer data)
{
  const SketchShapeData *shape;
  TroveKey one, other;

  add_two (self, &one, &other);
  check_connect (self, 350, 100, one, other);
  check_connect (self, 60, 130, one, 0); /* none goes from a shape to itself */
  shape = sample_peek (self->document, check_connect (self, 200, 300, one, 0));
  g_assert_cmpfloat (shape->x + shape->width, ==, 200);
  g_assert_cmpfloat (shape->y + shape->height, ==, 300);
}

/* An end goes to another shape, though a line is in front of that. None goes to a line. */
static void
test_connector_end (Stage *self, gconstpointer data)
{
  TroveKey one, other, connector;

  add_two (self, &one, &other);
  connector = check_connect (self, 200, 300, one, 0);
  sample_add_box (self->document, SKETCH_LINE, 250, 130, 200, 0);
  sample_commit (self->document, "Draw");
  self->n_versions++;
  stage_set_tool (self, "select");
  stage_drag (self, 200, 300, 350, 130);
  stage_check_step (self, "Move End");
  g_assert_cmpuint (sample_peek (self->document, connector)->to, ==, other);
  check_connect (self, 270, 130, one, 0);
}

/* Whether the text editor is open. */
static gboolean
is_editing (Stage *self)
{
  return gtk_widget_get_visible (window_find (self->window, GTK_TYPE_POPOVER, 0));
}

static TroveKey
add_text (Stage *self)
{
  stage_set_tool (self, "text");
  stage_click (self, 100, 100);
  g_assert_true (is_editing (self));
  stage_run (self, "type abc");
  stage_key (self, "ctrl+Return");
  stage_check_step (self, "Add Text");
  g_assert_cmpstr (get_front_text (self), ==, "abc");
  return stage_get_front (self);
}

static void
test_text (Stage *self, gconstpointer data)
{
  TroveKey text = add_text (self);

  g_assert_cmpfloat (sample_peek (self->document, text)->x, ==, 100);
  g_assert_cmpfloat (sample_peek (self->document, text)->width, >, 10);

  /* A click on the text edits it; one elsewhere takes the text over. */
  stage_click (self, 105, 108);
  stage_run (self, "key End d");
  stage_click (self, 500, 500);
  stage_check_step (self, "Edit Text");
  g_assert_cmpstr (get_front_text (self), ==, "abcd");
  g_assert_cmpuint (stage_get_front (self), ==, text);

  /* A text without letters goes. */
  stage_click (self, 105, 108);
  g_assert_true (is_editing (self));
  stage_key (self, "ctrl+a");
  stage_key (self, "Delete");
  stage_key (self, "ctrl+Return");
  stage_check_step (self, "Delete");
  g_assert_null (trove_document_peek (self->document, text, NULL));
}

/* Escape edits nothing. */
static void
test_text_escape (Stage *self, gconstpointer data)
{
  TroveKey text = add_text (self);

  stage_set_tool (self, "select");
  stage_point (self, 115, 108); /* not where the last click was, which would count */
  stage_run (self, "click --repeat 2 --delay 20 1");
  g_assert_true (is_editing (self));
  stage_run (self, "key End e");
  stage_key (self, "Escape");
  g_assert_false (is_editing (self));
  stage_check_step (self, NULL);
  g_assert_cmpstr (sample_peek (self->document, text)->text, ==, "abc");
}

/* A drawing or a text is a step, and the release makes no other one. */
static void
test_finish (Stage *self, gconstpointer data)
{
  stage_set_tool (self, "rectangle");
  stage_press (self, 100, 100);
  sketch_tools_finish (self->tools); /* nothing was drawn yet */
  stage_check_step (self, NULL);
  stage_release (self);
  stage_press (self, 100, 100);
  stage_point (self, 150, 120);
  sketch_tools_finish (self->tools);
  stage_check_step (self, "Add Rectangle");
  sample_check_box (self->document, stage_get_front (self), 100, 100, 50, 20);
  stage_point (self, 180, 180);
  stage_release (self);
  stage_check_step (self, NULL);

  stage_set_tool (self, "text");
  stage_click (self, 300, 300);
  stage_run (self, "key a b");
  sketch_tools_finish (self->tools);
  g_assert_false (is_editing (self));
  stage_check_step (self, "Add Text");
  g_assert_cmpstr (get_front_text (self), ==, "ab");
  sketch_tools_finish (self->tools);
  stage_check_step (self, NULL);
}

static void
set_layer (Stage *self, gboolean visible, gboolean locked)
{
  const SketchLayerData layer = { .name = "Sky", .visible = visible, .locked = locked };

  trove_document_set (self->document, sample_get_layer (self->document, 0), &layer, NULL);
  sample_commit (self->document, "Layer");
  self->n_versions++;
}

static void
test_layer (Stage *self, gconstpointer data)
{
  static const char *const tools[] = { "rectangle", "stroke", "connector", "text" };
  TroveKey layer;

  sample_add_box (self->document, SKETCH_RECTANGLE, 50, 50, 100, 100);
  set_layer (self, TRUE, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (tools); i++)
    {
      stage_set_tool (self, tools[i]);
      stage_drag (self, 200, 200, 300, 300);
      g_assert_cmpstr (self->failure, ==, "\342\200\234Sky\342\200\235 is locked");
      g_clear_pointer (&self->failure, g_free);
    }
  stage_check_step (self, NULL);
  set_layer (self, FALSE, FALSE);
  stage_set_tool (self, "rectangle");
  stage_drag (self, 200, 200, 300, 300);
  g_assert_cmpstr (self->failure, ==, "\342\200\234Sky\342\200\235 is hidden");
  g_clear_pointer (&self->failure, g_free);
  stage_check_step (self, NULL);

  /* The layer that is in front, or one that was set. */
  layer = sample_add_layer (self->document, "Front");
  g_assert_cmpuint (sketch_tools_get_layer (self->tools), ==, layer);
  sketch_tools_set_layer (self->tools, sample_get_layer (self->document, 0));
  g_assert_cmpuint (sketch_tools_get_layer (self->tools), ==, sample_get_layer (self->document, 0));
  sketch_tools_set_layer (self->tools, stage_get_front (self)); /* this is none */
  g_assert_cmpuint (sketch_tools_get_layer (self->tools), ==, layer);
}

/* The point of the drawing stays below the pointer. */
static void
test_pan (Stage *self, gconstpointer data)
{
  double x = 100, y = 100;

  stage_set_tool (self, "pan");
  sketch_canvas_to_drawing (self->canvas, &x, &y);
  stage_run (self, "mousemove 100 100 mousedown 1");
  stage_run (self, "mousemove 130 90");
  stage_run (self, "mousemove 150 130");
  stage_release (self);
  sketch_canvas_to_widget (self->canvas, &x, &y);
  g_assert_cmpfloat (x, ==, 150);
  g_assert_cmpfloat (y, ==, 130);
  stage_check_step (self, NULL);
}

/* Other tools take over the canvas, in the middle of a gesture. */
static void
test_take_over (Stage *self, gconstpointer data)
{
  g_autoptr (SketchTools) before = self->tools;

  stage_set_tool (self, "rectangle");
  stage_press (self, 100, 100);
  stage_point (self, 200, 200);
  self->tools = sketch_tools_new (self->canvas, self->document, self->selection);
  stage_release (self);
  stage_check_step (self, NULL);
  g_assert_true (trove_document_begin (self->document, NULL, NULL)); /* no group is open */
  g_assert_true (trove_document_cancel (self->document, NULL));
  g_clear_object (&before);
  stage_set_tool (self, "rectangle");
  stage_drag (self, 100, 100, 200, 200);
  stage_check_step (self, "Add Rectangle");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (Stage *, gconstpointer);
  } tests[] = {
    { "/sketch/tools/rectangle", test_rectangle },
    { "/sketch/tools/modifiers", test_modifiers },
    { "/sketch/tools/late-modifier", test_late_modifier },
    { "/sketch/tools/snap", test_snap },
    { "/sketch/tools/nothing", test_nothing },
    { "/sketch/tools/escape", test_escape },
    { "/sketch/tools/other-tool", test_other_tool },
    { "/sketch/tools/stroke", test_stroke },
    { "/sketch/tools/connector", test_connector },
    { "/sketch/tools/connector-end", test_connector_end },
    { "/sketch/tools/text", test_text },
    { "/sketch/tools/text-escape", test_text_escape },
    { "/sketch/tools/finish", test_finish },
    { "/sketch/tools/layer", test_layer },
    { "/sketch/tools/pan", test_pan },
    { "/sketch/tools/take-over", test_take_over },
  };

  stage_init_test (&argc, &argv);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Stage, NULL, stage_set_up, tests[i].func, stage_tear_down);
  return g_test_run ();
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Selecting, moving, resizing and rotating, with the pointer and with keys. */

#include "stage.h"

#include "edit/arrange.h"
#include "edit/handles.h"
#include "window.h"

#define N 3

typedef struct
{
  Stage stage;
  TroveKey keys[N];
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  TroveDocument *document;

  stage_set_up (&self->stage, data);
  document = self->stage.document;
  for (guint i = 0; i < N; i++)
    {
      SketchShapeData shape;

      self->keys[i] = sample_add_box (document, SKETCH_RECTANGLE, 100 + 150 * i, 100, 100, 60);
      shape = *sample_peek (document, self->keys[i]);
      shape.fill = 0xccccccff;
      trove_document_set (document, self->keys[i], &shape, NULL);
    }
  sample_commit (document, "Draw");
  self->stage.n_versions++;
  window_settle (self->stage.window);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  stage_tear_down (&self->stage, data);
}

static void
check_selected (Fixture *self, const char *expected)
{
  g_autoptr (GString) found = g_string_new (NULL);
  gsize n;
  const TroveKey *keys = sketch_selection_get_keys (self->stage.selection, &n);

  for (gsize i = 0; i < n; i++)
    for (guint j = 0; j < N; j++)
      if (self->keys[j] == keys[i])
        g_string_append_printf (found, "%u", j);
  g_assert_cmpstr (found->str, ==, expected);
}

static void
check_box (Fixture *self, guint number, double x, double y, double width, double height)
{
  sample_check_box (self->stage.document, self->keys[number], x, y, width, height);
}

static void
test_click (Fixture *self, gconstpointer data)
{
  Stage *stage = &self->stage;

  stage_click (stage, 150, 130);
  check_selected (self, "0");
  stage_click (stage, 300, 130);
  check_selected (self, "1");
  stage_run (stage, "keydown shift");
  stage_click (stage, 450, 130);
  check_selected (self, "12");
  stage_click (stage, 300, 130);
  check_selected (self, "2");
  stage_click (stage, 150, 130);
  check_selected (self, "20");
  stage_click (stage, 150, 400); /* nothing is there */
  check_selected (self, "20");
  stage_run (stage, "keyup shift");
  stage_click (stage, 150, 130); /* one of several */
  check_selected (self, "0");
  stage_click (stage, 150, 400);
  check_selected (self, "");
  stage_check_step (stage, NULL);
}

static void
test_band (Fixture *self, gconstpointer data)
{
  Stage *stage = &self->stage;

  stage_drag (stage, 90, 90, 360, 170); /* two wholly */
  check_selected (self, "01");
  stage_drag_with (stage, "shift", 600, 300, 390, 90);
  check_selected (self, "012");
  stage_drag (stage, 90, 90, 190, 170);
  check_selected (self, "");
  stage_check_step (stage, NULL);
}

static void
test_move (Fixture *self, gconstpointer data)
{
  Stage *stage = &self->stage;

  stage_drag (stage, 150, 130, 160, 150);
  stage_check_step (stage, "Move");
  check_selected (self, "0");
  check_box (self, 0, 110, 120, 100, 60);
  check_box (self, 1, 250, 100, 100, 60);

  /* All that is selected, along an axis. */
  sketch_selection_set (stage->selection, self->keys, 2);
  stage_drag_with (stage, "shift", 150, 150, 190, 160);
  stage_check_step (stage, "Move");
  check_box (self, 0, 150, 120, 100, 60);
  check_box (self, 1, 290, 100, 100, 60);
  check_box (self, 2, 400, 100, 100, 60);

  /* There and back is no step. */
  stage_press (stage, 160, 150);
  stage_point (stage, 300, 300);
  check_box (self, 0, 290, 270, 100, 60);
  stage_point (stage, 160, 150);
  stage_release (stage);
  stage_check_step (stage, NULL);

  g_object_set (stage->canvas, "grid", 20., "snap", TRUE, NULL);
  stage_drag (stage, 160, 150, 173, 165);
  stage_check_step (stage, "Move");
  check_box (self, 0, 160, 140, 100, 60); /* the frame of both was at (150, 100), and is at (160, 120) */
  check_box (self, 1, 300, 120, 100, 60);
}

/* A shape that is not filled is moved by its inside when it is selected. */
static void
test_move_inside (Fixture *self, gconstpointer data)
{
  Stage *stage = &self->stage;

  self->keys[0] = sample_add_box (stage->document, SKETCH_RECTANGLE, 100, 300, 100, 100);
  sample_commit (stage->document, "Draw");
  stage->n_versions++;
  stage_click (stage, 150, 350);
  check_selected (self, "");
  stage_click (stage, 150, 300);
  check_selected (self, "0");
  stage_drag (stage, 150, 350, 160, 370);
  stage_check_step (stage, "Move");
  check_box (self, 0, 110, 320, 100, 100);
  stage_click (stage, 130, 350);
  check_selected (self, "0");
  stage_click (stage, 50, 350);
  check_selected (self, "");
}

static void
test_escape (Fixture *self, gconstpointer data)
{
  Stage *stage = &self->stage;
  g_autofree char *before = sample_dup_text (stage->document), *after = NULL;

  stage_press (stage, 150, 130);
  stage_point (stage, 200, 230);
  check_box (self, 0, 150, 200, 100, 60);
  stage_key (stage, "Escape");
  after = sample_dup_text (stage->document);
  g_assert_cmpstr (after, ==, before);
  stage_release (stage);
  stage_check_step (stage, NULL);
  check_selected (self, "0");
  stage_key (stage, "Escape");
  check_selected (self, "");
}

static void
test_resize (Fixture *self, gconstpointer data)
{
  Stage *stage = &self->stage;

  stage_click (stage, 150, 130);
  stage_drag (stage, 200, 160, 250, 190);
  stage_check_step (stage, "Resize");
  check_box (self, 0, 100, 100, 150, 90);
  stage_drag (stage, 250, 145, 200, 300); /* the right side */
  stage_check_step (stage, "Resize");
  check_box (self, 0, 100, 100, 100, 90);
  stage_drag_with (stage, "alt", 150, 100, 150, 120); /* the upper side */
  stage_check_step (stage, "Resize");
  check_box (self, 0, 100, 120, 100, 50);
  stage_drag_with (stage, "shift", 200, 170, 210, 220);
  stage_check_step (stage, "Resize");
  check_box (self, 0, 100, 120, 200, 100);
  stage_drag (stage, 300, 220, 50, 70); /* beyond the other corner */
  stage_check_step (stage, "Resize");
  check_box (self, 0, 50, 70, 50, 50);

  /* No side goes away. */
  stage_drag (stage, 100, 120, 50, 70);
  stage_check_step (stage, "Resize");
  check_box (self, 0, 50, 70, 1, 1);
}

static void
test_resize_several (Fixture *self, gconstpointer data)
{
  Stage *stage = &self->stage;

  sketch_selection_set (stage->selection, self->keys, 2);
  window_settle (stage->window);
  stage_drag (stage, 350, 160, 600, 220);
  stage_check_step (stage, "Resize");
  check_box (self, 0, 100, 100, 200, 120);
  check_box (self, 1, 400, 100, 200, 120);
}

static void
test_rotate (Fixture *self, gconstpointer data)
{
  Stage *stage = &self->stage;

  stage_click (stage, 150, 130);
  stage_drag (stage, 150, 76, 204, 130); /* a quarter */
  stage_check_step (stage, "Rotate");
  g_assert_cmpfloat_with_epsilon (sample_peek (stage->document, self->keys[0])->angle, 90, .001);
  check_box (self, 0, 100, 100, 100, 60);

  /* The upper side is at the right now. Its handle makes the shape higher. */
  stage_drag (stage, 180, 130, 240, 130);
  stage_check_step (stage, "Resize");
  check_box (self, 0, 180 - 50, 130 - 60, 100, 120);
  g_assert_cmpfloat_with_epsilon (sample_peek (stage->document, self->keys[0])->angle, 90, .001);

  stage_click (stage, 450, 130);
  stage_drag_with (stage, "shift", 450, 76, 470, 78);
  stage_check_step (stage, "Rotate");
  g_assert_cmpfloat_with_epsilon (sample_peek (stage->document, self->keys[2])->angle, 15, .001);
}

static void
add_locked (Fixture *self)
{
  const SketchLayerData locked = { .name = "Locked", .visible = TRUE, .locked = TRUE };
  const SketchShapeData shape = SKETCH_SHAPE_DATA_INIT;
  TroveKey layer = sample_add_layer (self->stage.document, "Locked");

  sample_add (self->stage.document, layer, &shape);
  trove_document_set (self->stage.document, layer, &locked, NULL);
  sample_commit (self->stage.document, "Add layer");
  self->stage.n_versions++;
}

static void
test_keys (Fixture *self, gconstpointer data)
{
  Stage *stage = &self->stage;

  stage_click (stage, 150, 130);
  stage_key (stage, "Right Right Down shift+Left");
  stage_check_step (stage, "Move"); /* one step */
  check_box (self, 0, 92, 101, 100, 60);
  stage_click (stage, 300, 130);
  stage_key (stage, "Up");
  stage_check_step (stage, "Move"); /* of another shape */
  check_box (self, 1, 250, 99, 100, 60);

  add_locked (self);
  stage_key (stage, "Tab");
  check_selected (self, "2");
  stage_key (stage, "Tab"); /* past the shape that is locked */
  check_selected (self, "0");
  stage_key (stage, "shift+Tab");
  check_selected (self, "2");
  stage_key (stage, "ctrl+a");
  check_selected (self, "012");
  stage_key (stage, "Delete");
  stage_check_step (stage, "Delete");
  check_selected (self, "");
  stage_key (stage, "Delete Left ctrl+a Tab Escape"); /* with nothing there */
  stage_check_step (stage, NULL);
}

static void
test_locked (Fixture *self, gconstpointer data)
{
  Stage *stage = &self->stage;
  const SketchLayerData layer = { .name = "Sky", .visible = TRUE, .locked = TRUE };

  trove_document_set (stage->document, sample_get_layer (stage->document, 0), &layer, NULL);
  sample_commit (stage->document, "Lock");
  stage->n_versions++;
  stage_drag (stage, 150, 130, 200, 200);
  stage_drag (stage, 10, 10, 700, 500);
  check_selected (self, "");
  stage_key (stage, "ctrl+a");
  check_selected (self, "");
  stage_key (stage, "Tab");
  check_selected (self, "");
  stage_check_step (stage, NULL);
}

/* The ends of a line are its handles. */
static void
test_line (Fixture *self, gconstpointer data)
{
  Stage *stage = &self->stage;

  self->keys[0] = sample_add_box (stage->document, SKETCH_LINE, 100, 300, 100, 0);
  sample_commit (stage->document, "Draw");
  stage->n_versions++;
  stage_click (stage, 150, 300);
  check_selected (self, "0");
  stage_drag (stage, 200, 300, 250, 350);
  stage_check_step (stage, "Move End");
  check_box (self, 0, 100, 300, 150, 50);
  stage_drag_with (stage, "shift", 100, 300, 150, 260);
  stage_check_step (stage, "Move End");
  check_box (self, 0, 155, 255, 95, 95);
}

/* Handles are found at any zoom, and the frame follows the view. */
static void
test_zoom (Fixture *self, gconstpointer data)
{
  Stage *stage = &self->stage;
  const cairo_rectangle_t box = { 90, 90, 120, 80 };

  sketch_selection_set (stage->selection, self->keys, 1);
  sketch_canvas_show_box (stage->canvas, &box);
  window_settle (stage->window);
  g_assert_cmpfloat (sketch_canvas_get_zoom (stage->canvas), >, 2);
  stage_drag (stage, 200, 160, 180, 150);
  stage_check_step (stage, "Resize");
  g_assert_cmpfloat_with_epsilon (sample_peek (stage->document, self->keys[0])->width, 80, 1);
}

static void
test_frame (void)
{
  g_autoptr (TroveDocument) document = sketch_document_new ();
  TroveKey keys[] = { sample_add_box (document, SKETCH_RECTANGLE, 0, 0, 100, 50),
                      sample_add_box (document, SKETCH_LINE, 200, 100, -50, 0) };
  g_autoptr (TroveVersion) version = trove_document_freeze (document, NULL);
  SketchFrame frame;
  double x, y;

  g_assert_false (sketch_frame_init (&frame, version, NULL, 0));
  g_assert_false (sketch_frame_init (&frame, version, (const TroveKey[]){ 999 }, 1));
  g_assert_true (sketch_frame_init (&frame, version, keys, 2));
  g_assert_cmpfloat (frame.box.width, ==, 200);
  g_assert_cmpfloat (frame.box.height, ==, 100);
  g_assert_cmpint (sketch_frame_find_handle (&frame, 1, 203, 98), ==, SKETCH_HANDLE_SOUTH_EAST);
  g_assert_cmpint (sketch_frame_find_handle (&frame, 4, 203, 98), ==, SKETCH_HANDLE_NONE);
  g_assert_cmpint (sketch_frame_find_handle (&frame, 1, 100, -24), ==, SKETCH_HANDLE_ROTATE);
  g_assert_false (sketch_frame_get_handle (&frame, SKETCH_HANDLE_NORTH, .1, &x, &y)); /* the side is short */
  g_assert_false (sketch_frame_get_handle (&frame, SKETCH_HANDLE_EAST, .1, &x, &y));
  g_assert_true (sketch_frame_get_handle (&frame, SKETCH_HANDLE_NORTH_WEST, .1, &x, &y));
  g_assert_cmpstr (sketch_frame_get_cursor (&frame, SKETCH_HANDLE_EAST), ==, "ew-resize");
  frame.angle = 90;
  g_assert_cmpstr (sketch_frame_get_cursor (&frame, SKETCH_HANDLE_EAST), ==, "ns-resize");
  frame.angle = -45;
  g_assert_cmpstr (sketch_frame_get_cursor (&frame, SKETCH_HANDLE_EAST), ==, "nesw-resize");
  g_assert_true (sketch_frame_init (&frame, version, keys + 1, 1));
  g_assert_true (sketch_frame_get_handle (&frame, SKETCH_HANDLE_TO, 1, &x, &y));
  g_assert_cmpfloat (x, ==, 150);
  g_assert_false (sketch_frame_get_handle (&frame, SKETCH_HANDLE_ROTATE, 1, &x, &y));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *, gconstpointer);
  } tests[] = {
    { "/sketch/tool-select/click", test_click },
    { "/sketch/tool-select/band", test_band },
    { "/sketch/tool-select/move", test_move },
    { "/sketch/tool-select/move-inside", test_move_inside },
    { "/sketch/tool-select/escape", test_escape },
    { "/sketch/tool-select/resize", test_resize },
    { "/sketch/tool-select/resize-several", test_resize_several },
    { "/sketch/tool-select/rotate", test_rotate },
    { "/sketch/tool-select/keys", test_keys },
    { "/sketch/tool-select/locked", test_locked },
    { "/sketch/tool-select/line", test_line },
    { "/sketch/tool-select/zoom", test_zoom },
  };

  stage_init_test (&argc, &argv);
  g_test_add_func ("/sketch/tool-select/frame", test_frame);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);
  return g_test_run ();
}

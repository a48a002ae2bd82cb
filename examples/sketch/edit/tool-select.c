/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Selects shapes, and moves, resizes and rotates those that are selected. */

#include "edit/tool.h"

#include <math.h>

#include "edit/edits.h"

typedef enum
{
  BAND, /* selects the shapes in a box */
  MOVE,
  RESIZE,
  ROTATE,
  END, /* moves an end of a line */
} Mode;

typedef struct
{
  Mode mode;
  SketchHandle handle; /* that the pointer was pressed on */
  SketchFrame frame;   /* at first */
  TroveKey key;        /* of the shape that the pointer was pressed on */
  gboolean was_selected;
} Select;

/* Pressing and clicking */

static void
press_handle (Select *state, SketchHandle handle)
{
  state->handle = handle;
  if (handle >= SKETCH_HANDLE_FROM)
    state->mode = END;
  else
    state->mode = handle == SKETCH_HANDLE_ROTATE ? ROTATE : RESIZE;
}

/* Shift keeps what is selected. A shape that was selected already may be going to be moved with the others. */
static void
press_shape (SketchTools *tools, Select *state)
{
  const gboolean add = sketch_tools_has_modifier (tools, GDK_SHIFT_MASK);

  state->mode = state->key != 0 ? MOVE : BAND;
  state->was_selected = sketch_selection_contains (tools->selection, state->key);
  if (state->was_selected)
    return;
  if (state->key == 0 && !add)
    sketch_selection_clear (tools->selection);
  else if (state->key != 0 && add)
    sketch_selection_toggle (tools->selection, state->key);
  else if (state->key != 0)
    sketch_selection_set (tools->selection, &state->key, 1);
}

/* The inside of one shape that is selected belongs to it, though it may not be filled. */
static TroveKey
pick (SketchTools *tools, const SketchFrame *frame)
{
  const SketchPointer *pointer = &tools->pointer;
  TroveKey key = sketch_canvas_pick (tools->canvas, pointer->x, pointer->y);
  gsize n;
  const TroveKey *keys = sketch_selection_get_keys (tools->selection, &n);

  if (key == 0 && n == 1 && frame != NULL && !frame->is_line &&
      sketch_frame_contains (frame, pointer->x, pointer->y))
    return keys[0];
  return key;
}

static void
press (SketchTools *tools)
{
  Select *state = tools->state;
  const SketchFrame *frame = sketch_tools_get_frame (tools);
  const SketchPointer *pointer = &tools->pointer;
  const double zoom = sketch_canvas_get_zoom (tools->canvas);
  SketchHandle handle =
      frame != NULL ? sketch_frame_find_handle (frame, zoom, pointer->x, pointer->y) : SKETCH_HANDLE_NONE;

  if (handle != SKETCH_HANDLE_NONE)
    press_handle (state, handle);
  else
    {
      state->key = pick (tools, frame);
      press_shape (tools, state);
    }
  frame = sketch_tools_get_frame (tools);
  if (frame != NULL)
    state->frame = *frame;
}

static void
click (SketchTools *tools)
{
  const Select *state = tools->state;

  if (state->mode != MOVE || !state->was_selected)
    return;
  if (sketch_tools_has_modifier (tools, GDK_SHIFT_MASK))
    sketch_selection_toggle (tools->selection, state->key);
  else
    sketch_selection_set (tools->selection, &state->key, 1);
}

static void
double_click (SketchTools *tools)
{
  TroveKey key = sketch_canvas_pick (tools->canvas, tools->pointer.x, tools->pointer.y);
  const SketchShapeData *shape = trove_document_peek (tools->document, key, NULL);

  if (shape != NULL && shape->kind == SKETCH_TEXT)
    sketch_tools_edit_text (tools, key);
}

/* Moving. A side of the frame goes to the grid. */

static gboolean
move (SketchTools *tools, const TroveKey *keys, gsize n, GError **error)
{
  const Select *state = tools->state;
  const SketchPointer *pointer = &tools->pointer;
  const cairo_rectangle_t *box = &state->frame.box;
  const double dx = pointer->x - pointer->start_x, dy = pointer->y - pointer->start_y;
  const gboolean along_axis = sketch_tools_has_modifier (tools, GDK_SHIFT_MASK);
  double x = box->x + dx, y = box->y + dy;

  sketch_tools_snap (tools, &x, &y);
  if (along_axis && fabs (dx) < fabs (dy))
    x = box->x;
  else if (along_axis)
    y = box->y;
  return sketch_move (tools->document, keys, n, x - box->x, y - box->y, error);
}

/* Resizing */

/* Where the handle is now, in the coordinates of the frame. */
static void
get_handle (SketchTools *tools, double place_x, double place_y, double *x, double *y)
{
  const SketchFrame *frame = &((Select *) tools->state)->frame;
  double start_x = tools->pointer.start_x, start_y = tools->pointer.start_y;

  *x = tools->pointer.x;
  *y = tools->pointer.y;
  sketch_frame_from_drawing (frame, x, y);
  sketch_frame_from_drawing (frame, &start_x, &start_y);
  *x += frame->box.x + place_x * frame->box.width - start_x;
  *y += frame->box.y + place_y * frame->box.height - start_y;
  if (frame->angle == 0)
    sketch_tools_snap (tools, x, y);
}

/* A length that a handle at this place gives to a side, by how much it is multiplied. No side becomes shorter than a pixel, at which it
 * could not be made longer again. */
static double
get_scale (double place, double handle, double anchor, double start, double length, double zoom)
{
  const double least = length > 0 ? 1 / zoom / length : 0;
  double scale;

  if (place == .5 || length <= 0 || start == anchor)
    return 1;
  scale = (handle - anchor) / (start - anchor);
  return fabs (scale) < least ? copysign (least, scale) : scale;
}

static void
make_proportional (double place_x, double place_y, double *scale_x, double *scale_y)
{
  const double scale = place_x == .5 ? fabs (*scale_y) :
                       place_y == .5 ? fabs (*scale_x) :
                                       MAX (fabs (*scale_x), fabs (*scale_y));

  *scale_x = copysign (scale, *scale_x);
  *scale_y = copysign (scale, *scale_y);
}

/* The box that the frame becomes. */
static cairo_rectangle_t
get_resized (SketchTools *tools, gboolean proportional)
{
  const Select *state = tools->state;
  const cairo_rectangle_t *box = &state->frame.box;
  const gboolean from_center = sketch_tools_has_modifier (tools, GDK_ALT_MASK);
  const double zoom = sketch_canvas_get_zoom (tools->canvas);
  double place_x, place_y, x, y, scale_x, scale_y, anchor_x, anchor_y;

  sketch_handle_get_place (state->handle, &place_x, &place_y);
  get_handle (tools, place_x, place_y, &x, &y);
  anchor_x = box->x + (from_center ? .5 : 1 - place_x) * box->width;
  anchor_y = box->y + (from_center ? .5 : 1 - place_y) * box->height;
  scale_x = get_scale (place_x, x, anchor_x, box->x + place_x * box->width, box->width, zoom);
  scale_y = get_scale (place_y, y, anchor_y, box->y + place_y * box->height, box->height, zoom);
  if (proportional)
    make_proportional (place_x, place_y, &scale_x, &scale_y);
  return (cairo_rectangle_t){ anchor_x + (box->x - anchor_x) * scale_x,
                              anchor_y + (box->y - anchor_y) * scale_y, box->width * scale_x,
                              box->height * scale_y };
}

/* A frame that is turned is turned back, resized and turned again. */
static gboolean
resize (SketchTools *tools, const TroveKey *keys, gsize n, GError **error)
{
  const SketchFrame *frame = &((Select *) tools->state)->frame;
  const double x = frame->box.x + frame->box.width / 2, y = frame->box.y + frame->box.height / 2;
  const SketchShapeData *shape = trove_document_peek (tools->document, keys[0], NULL);
  const gboolean is_text = n == 1 && shape != NULL && shape->kind == SKETCH_TEXT;
  const cairo_rectangle_t to =
      get_resized (tools, is_text || sketch_tools_has_modifier (tools, GDK_SHIFT_MASK));

  return (frame->angle == 0 || sketch_rotate (tools->document, keys, n, -frame->angle, x, y, error)) &&
         sketch_resize (tools->document, keys, n, &frame->box, &to, error) &&
         (frame->angle == 0 || sketch_rotate (tools->document, keys, n, frame->angle, x, y, error));
}

/* Rotating */

static gboolean
rotate (SketchTools *tools, const TroveKey *keys, gsize n, GError **error)
{
  const SketchFrame *frame = &((Select *) tools->state)->frame;
  const SketchPointer *pointer = &tools->pointer;
  const double x = frame->box.x + frame->box.width / 2, y = frame->box.y + frame->box.height / 2;
  double angle = atan2 (pointer->y - y, pointer->x - x) - atan2 (pointer->start_y - y, pointer->start_x - x);

  angle *= 180 / G_PI;
  if (sketch_tools_has_modifier (tools, GDK_SHIFT_MASK))
    angle = round ((frame->angle + angle) / 15) * 15 - frame->angle;
  return sketch_rotate (tools->document, keys, n, angle, x, y, error);
}

/* The end of a line */

static gboolean
move_end (SketchTools *tools, TroveKey key, GError **error)
{
  const Select *state = tools->state;
  const SketchShapeData *shape = trove_document_peek (tools->document, key, NULL);
  SketchShapeData changed;

  if (shape == NULL)
    return TRUE;
  changed = *shape;
  sketch_tools_set_end (tools, &changed, state->frame.ends, state->handle == SKETCH_HANDLE_TO);
  return trove_document_set (tools->document, key, &changed, error);
}

/* Dragging */

static const char *
get_label (SketchTools *tools)
{
  static const char *const labels[] = { NULL, "Move", "Resize", "Rotate", "Move End" };
  const Select *state = tools->state;

  return labels[state->mode];
}

static gboolean
drag (SketchTools *tools, GError **error)
{
  const Select *state = tools->state;
  gsize n;
  const TroveKey *keys = sketch_selection_get_keys (tools->selection, &n);

  if (n == 0)
    return TRUE;
  switch (state->mode)
    {
    case BAND:
      return TRUE;
    case MOVE:
      return move (tools, keys, n, error);
    case RESIZE:
      return resize (tools, keys, n, error);
    case ROTATE:
      return rotate (tools, keys, n, error);
    case END:
      return move_end (tools, keys[0], error);
    }
  g_return_val_if_reached (TRUE);
}

/* The band */

static cairo_rectangle_t
get_band (const SketchPointer *pointer)
{
  const cairo_rectangle_t band = { pointer->start_x, pointer->start_y, pointer->x - pointer->start_x,
                                   pointer->y - pointer->start_y };

  return sketch_normalize (&band);
}

static gboolean
end (SketchTools *tools, GError **error)
{
  const cairo_rectangle_t band = get_band (&tools->pointer);
  g_autoptr (GArray) selected = NULL;
  g_autoptr (GArray) found = NULL;
  const TroveKey *keys;
  gsize n;

  if (((Select *) tools->state)->mode != BAND)
    return TRUE;
  keys = sketch_selection_get_keys (tools->selection, &n);
  selected = g_array_new (FALSE, FALSE, sizeof (TroveKey));
  g_array_append_vals (selected, keys, n);
  found = sketch_canvas_pick_box (tools->canvas, &band);
  g_array_append_vals (selected, found->data, found->len);
  sketch_selection_set (tools->selection, (const TroveKey *) selected->data, selected->len);
  return TRUE;
}

static void
draw (SketchTools *tools, cairo_t *cr)
{
  const Select *state = tools->state;
  const cairo_rectangle_t band = get_band (&tools->pointer);

  if (state == NULL || !tools->dragging)
    return;
  if (state->mode == END)
    sketch_tools_draw_target (tools, cr);
  if (state->mode != BAND)
    return;
  cairo_rectangle (cr, band.x, band.y, band.width, band.height);
  sketch_set_accent (cr, .15);
  cairo_fill_preserve (cr);
  sketch_set_accent (cr, 1);
  cairo_set_line_width (cr, 1 / sketch_canvas_get_zoom (tools->canvas));
  cairo_stroke (cr);
}

static const char *
get_cursor (SketchTools *tools)
{
  const SketchFrame *frame = sketch_tools_get_frame (tools);
  const Select *state = tools->state;
  SketchHandle handle = SKETCH_HANDLE_NONE;

  if (state != NULL)
    handle = state->handle;
  else if (frame != NULL)
    handle = sketch_frame_find_handle (frame, sketch_canvas_get_zoom (tools->canvas), tools->pointer.x,
                                       tools->pointer.y);
  if (state != NULL && state->mode == ROTATE)
    return "grabbing";
  if (state != NULL && state->mode == MOVE && tools->dragging)
    return "move";
  return frame != NULL ? sketch_frame_get_cursor (frame, handle) : NULL;
}

const SketchTool sketch_tool_select = {
  .name = "select",
  .state_size = sizeof (Select),
  .press = press,
  .click = click,
  .double_click = double_click,
  .drag = drag,
  .end = end,
  .get_label = get_label,
  .get_cursor = get_cursor,
  .draw = draw,
};

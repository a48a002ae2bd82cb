/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "edit/handles.h"

#include <math.h>

#define SIZE 8.        /* of a handle, in pixels */
#define REACH 7.       /* how far from the middle of a handle it is found */
#define LEAST_SIDE 24. /* a shorter side has no handle in its middle */
#define STEM 24.       /* from the box to the handle that turns it */

void
sketch_set_accent (cairo_t *cr, double alpha)
{
  cairo_set_source_rgba (cr, 0x35 / 255., 0x84 / 255., 0xe4 / 255., alpha);
}

/* Frames */

typedef struct
{
  TroveVersionReader reader;
  double x1, y1, x2, y2;
} Extents;

static void
add_point (Extents *extents, double x, double y)
{
  extents->x1 = MIN (extents->x1, x);
  extents->y1 = MIN (extents->y1, y);
  extents->x2 = MAX (extents->x2, x);
  extents->y2 = MAX (extents->y2, y);
}

static gboolean
is_line (const SketchShapeData *shape)
{
  return shape->kind == SKETCH_LINE || shape->kind == SKETCH_CONNECTOR;
}

static void
add_corners (Extents *extents, const SketchShapeData *shape)
{
  cairo_matrix_t matrix;

  sketch_init_matrix (shape, &matrix);
  for (guint i = 0; i < 4; i++)
    {
      double x = shape->x + (i & 1 ? shape->width : 0), y = shape->y + (i & 2 ? shape->height : 0);

      cairo_matrix_transform_point (&matrix, &x, &y);
      add_point (extents, x, y);
    }
}

static void
add_shapes (Extents *extents, TroveVersion *version, const TroveKey *keys, gsize n, guint depth)
{
  for (gsize i = 0; i < n; i++)
    {
      const SketchShapeData *shape = sketch_peek_shape (&extents->reader, keys[i]);
      const TroveKey *children;
      double ends[4];
      guint n_children;

      if (shape == NULL || depth > SKETCH_MAX_DEPTH)
        continue;
      if (shape->kind == SKETCH_GROUP)
        for (guint j = 0;
             (children = trove_version_peek_children (version, keys[i], "children", j, &n_children)) != NULL;
             j += n_children)
          add_shapes (extents, version, children, n_children, depth + 1);
      else if (is_line (shape))
        {
          sketch_reader_get_ends (&extents->reader, shape, ends);
          add_point (extents, ends[0], ends[1]);
          add_point (extents, ends[2], ends[3]);
        }
      else
        add_corners (extents, shape);
    }
}

static gboolean
frame_one (SketchFrame *frame, TroveVersion *version, const SketchShapeData *shape)
{
  if (is_line (shape))
    {
      frame->is_line = TRUE;
      sketch_get_ends (version, shape, frame->ends);
      return FALSE;
    }
  if (shape->kind == SKETCH_GROUP)
    return FALSE;
  frame->box = (cairo_rectangle_t){ shape->x, shape->y, shape->width, shape->height };
  frame->box = sketch_normalize (&frame->box);
  frame->angle = shape->angle;
  return TRUE;
}

gboolean
sketch_frame_init (SketchFrame *frame, TroveVersion *version, const TroveKey *keys, gsize n)
{
  Extents extents = { .x1 = G_MAXDOUBLE, .y1 = G_MAXDOUBLE, .x2 = -G_MAXDOUBLE, .y2 = -G_MAXDOUBLE };
  const SketchShapeData *shape;

  *frame = (SketchFrame){ 0 };
  trove_version_reader_init (&extents.reader, version);
  shape = n == 1 ? sketch_peek_shape (&extents.reader, keys[0]) : NULL;
  if (shape != NULL && frame_one (frame, version, shape))
    return TRUE;
  add_shapes (&extents, version, keys, n, 0);
  frame->box =
      (cairo_rectangle_t){ extents.x1, extents.y1, extents.x2 - extents.x1, extents.y2 - extents.y1 };
  return extents.x1 <= extents.x2;
}

static void
init_matrix (const SketchFrame *frame, cairo_matrix_t *matrix)
{
  const SketchShapeData shape = { .x = frame->box.x,
                                  .y = frame->box.y,
                                  .width = frame->box.width,
                                  .height = frame->box.height,
                                  .angle = frame->angle };

  sketch_init_matrix (&shape, matrix);
}

void
sketch_frame_to_drawing (const SketchFrame *frame, double *x, double *y)
{
  cairo_matrix_t matrix;

  init_matrix (frame, &matrix);
  cairo_matrix_transform_point (&matrix, x, y);
}

void
sketch_frame_from_drawing (const SketchFrame *frame, double *x, double *y)
{
  cairo_matrix_t matrix;

  init_matrix (frame, &matrix);
  cairo_matrix_invert (&matrix);
  cairo_matrix_transform_point (&matrix, x, y);
}

gboolean
sketch_frame_contains (const SketchFrame *frame, double x, double y)
{
  cairo_rectangle_t point = { 0 };

  sketch_frame_from_drawing (frame, &x, &y);
  point.x = x;
  point.y = y;
  return sketch_encloses (&frame->box, &point);
}

/* Handles */

void
sketch_handle_get_place (SketchHandle handle, double *x, double *y)
{
  static const double places[][2] = { { 0, 0 },  { .5, 0 }, { 1, 0 },  { 1, .5 }, { 1, 1 },
                                      { .5, 1 }, { 0, 1 },  { 0, .5 }, { .5, 0 } };

  g_return_if_fail (handle >= SKETCH_HANDLE_NORTH_WEST && handle <= SKETCH_HANDLE_ROTATE);

  *x = places[handle - SKETCH_HANDLE_NORTH_WEST][0];
  *y = places[handle - SKETCH_HANDLE_NORTH_WEST][1];
}

/* The middle of a short side has no handle, and neither has a corner of a box that is a line. */
static gboolean
has_handle (const SketchFrame *frame, SketchHandle handle, double zoom)
{
  double x, y;

  if (frame->is_line)
    return handle == SKETCH_HANDLE_FROM || handle == SKETCH_HANDLE_TO;
  if (handle > SKETCH_HANDLE_ROTATE)
    return FALSE;
  if (handle == SKETCH_HANDLE_ROTATE)
    return TRUE;
  sketch_handle_get_place (handle, &x, &y);
  if (x == .5)
    return frame->box.height > 0 && frame->box.width * zoom >= LEAST_SIDE;
  if (y == .5)
    return frame->box.width > 0 && (frame->box.height * zoom >= LEAST_SIDE || frame->box.height == 0);
  return frame->box.width > 0 && frame->box.height > 0;
}

gboolean
sketch_frame_get_handle (const SketchFrame *frame, SketchHandle handle, double zoom, double *x, double *y)
{
  if (!has_handle (frame, handle, zoom))
    return FALSE;
  if (frame->is_line)
    {
      *x = frame->ends[handle == SKETCH_HANDLE_TO ? 2 : 0];
      *y = frame->ends[handle == SKETCH_HANDLE_TO ? 3 : 1];
      return TRUE;
    }
  sketch_handle_get_place (handle, x, y);
  *x = frame->box.x + *x * frame->box.width;
  *y = frame->box.y + *y * frame->box.height - (handle == SKETCH_HANDLE_ROTATE ? STEM / zoom : 0);
  sketch_frame_to_drawing (frame, x, y);
  return TRUE;
}

SketchHandle
sketch_frame_find_handle (const SketchFrame *frame, double zoom, double x, double y)
{
  SketchHandle nearest = SKETCH_HANDLE_NONE;
  double least = REACH / zoom;

  for (SketchHandle i = SKETCH_HANDLE_NORTH_WEST; i <= SKETCH_HANDLE_TO; i++)
    {
      double handle_x, handle_y;

      if (sketch_frame_get_handle (frame, i, zoom, &handle_x, &handle_y) &&
          hypot (handle_x - x, handle_y - y) <= least)
        {
          least = hypot (handle_x - x, handle_y - y);
          nearest = i;
        }
    }
  return nearest;
}

const char *
sketch_frame_get_cursor (const SketchFrame *frame, SketchHandle handle)
{
  static const char *const cursors[] = { "nwse-resize", "ns-resize", "nesw-resize", "ew-resize" };

  if (handle == SKETCH_HANDLE_NONE)
    return NULL;
  if (handle >= SKETCH_HANDLE_FROM)
    return "crosshair";
  if (handle == SKETCH_HANDLE_ROTATE)
    return "grab";
  /* The directions are 45° apart, and turn with the frame. */
  return cursors[(handle - SKETCH_HANDLE_NORTH_WEST + (int) round (frame->angle / 45) + 16) % 4];
}

/* Drawing */

void
sketch_frame_draw (const SketchFrame *frame, cairo_t *cr, double zoom)
{
  cairo_matrix_t matrix;

  sketch_set_accent (cr, 1);
  cairo_set_line_width (cr, 1 / zoom);
  if (frame->is_line)
    {
      cairo_move_to (cr, frame->ends[0], frame->ends[1]);
      cairo_line_to (cr, frame->ends[2], frame->ends[3]);
      cairo_stroke (cr);
      return;
    }
  cairo_save (cr);
  init_matrix (frame, &matrix);
  cairo_transform (cr, &matrix);
  cairo_rectangle (cr, frame->box.x, frame->box.y, frame->box.width, frame->box.height);
  cairo_restore (cr);
  cairo_stroke (cr);
}

static void
draw_handle (const SketchFrame *frame, SketchHandle handle, cairo_t *cr, double zoom)
{
  double x, y;

  if (!sketch_frame_get_handle (frame, handle, zoom, &x, &y))
    return;
  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, 1 / zoom, 1 / zoom);
  if (handle >= SKETCH_HANDLE_ROTATE)
    cairo_arc (cr, 0, 0, SIZE / 2 + .5, 0, 2 * G_PI);
  else
    {
      cairo_rotate (cr, frame->angle * G_PI / 180);
      cairo_rectangle (cr, -SIZE / 2, -SIZE / 2, SIZE, SIZE);
    }
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_fill_preserve (cr);
  sketch_set_accent (cr, 1);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
draw_stem (const SketchFrame *frame, cairo_t *cr, double zoom)
{
  double x = frame->box.x + frame->box.width / 2, y = frame->box.y;

  sketch_frame_to_drawing (frame, &x, &y);
  cairo_move_to (cr, x, y);
  sketch_frame_get_handle (frame, SKETCH_HANDLE_ROTATE, zoom, &x, &y);
  cairo_line_to (cr, x, y);
  cairo_set_line_width (cr, 1 / zoom);
  sketch_set_accent (cr, 1);
  cairo_stroke (cr);
}

void
sketch_frame_draw_handles (const SketchFrame *frame, cairo_t *cr, double zoom)
{
  if (!frame->is_line)
    draw_stem (frame, cr, zoom);
  for (SketchHandle i = SKETCH_HANDLE_NORTH_WEST; i <= SKETCH_HANDLE_TO; i++)
    draw_handle (frame, i, cr, zoom);
}

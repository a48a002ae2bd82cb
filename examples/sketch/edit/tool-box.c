/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Rectangles, ellipses and lines, from where the pointer was pressed to where it is. */

#include "edit/tool.h"

#include <math.h>

typedef struct
{
  TroveKey key; /* of the shape; 0: it has no size yet */
} Box;

void
sketch_constrain_line (double *dx, double *dy)
{
  const double angle = round (atan2 (*dy, *dx) / (G_PI / 4)) * (G_PI / 4);
  const double length = *dx * cos (angle) + *dy * sin (angle);

  *dx = length * cos (angle);
  *dy = length * sin (angle);
}

static void
make_square (double *dx, double *dy)
{
  const double side = MAX (fabs (*dx), fabs (*dy));

  *dx = copysign (side, *dx);
  *dy = copysign (side, *dy);
}

static void
set_box (SketchTools *tools, SketchShapeData *shape)
{
  const gboolean is_line = shape->kind == SKETCH_LINE;
  double x = tools->pointer.start_x, y = tools->pointer.start_y;
  double dx = tools->pointer.x, dy = tools->pointer.y;
  cairo_rectangle_t box;

  sketch_tools_snap (tools, &x, &y);
  sketch_tools_snap (tools, &dx, &dy);
  dx -= x;
  dy -= y;
  if (sketch_tools_has_modifier (tools, GDK_SHIFT_MASK))
    (is_line ? sketch_constrain_line : make_square) (&dx, &dy);
  if (sketch_tools_has_modifier (tools, GDK_ALT_MASK))
    box = (cairo_rectangle_t){ x - dx, y - dy, 2 * dx, 2 * dy };
  else
    box = (cairo_rectangle_t){ x, y, dx, dy };
  if (!is_line)
    box = sketch_normalize (&box);
  shape->x = box.x;
  shape->y = box.y;
  shape->width = box.width;
  shape->height = box.height;
}

static gboolean
drag (SketchTools *tools, GError **error)
{
  Box *state = tools->state;
  SketchShapeData shape;

  sketch_tools_init_shape (tools, &shape);
  shape.kind = tools->tool->kind;
  set_box (tools, &shape);
  state->key = 0;
  if (shape.kind == SKETCH_LINE ? shape.width == 0 && shape.height == 0 :
                                  shape.width == 0 || shape.height == 0)
    return TRUE;
  return sketch_tools_add (tools, &shape, &state->key, error);
}

static gboolean
end (SketchTools *tools, GError **error)
{
  const Box *state = tools->state;

  if (state->key != 0)
    sketch_selection_set (tools->selection, &state->key, 1);
  return TRUE;
}

const SketchTool sketch_tool_rectangle = {
  .name = "rectangle",
  .cursor = "crosshair",
  .kind = SKETCH_RECTANGLE,
  .adds = TRUE,
  .label = "Add Rectangle",
  .state_size = sizeof (Box),
  .drag = drag,
  .end = end,
};

const SketchTool sketch_tool_ellipse = {
  .name = "ellipse",
  .cursor = "crosshair",
  .kind = SKETCH_ELLIPSE,
  .adds = TRUE,
  .label = "Add Ellipse",
  .state_size = sizeof (Box),
  .drag = drag,
  .end = end,
};

const SketchTool sketch_tool_line = {
  .name = "line",
  .cursor = "crosshair",
  .kind = SKETCH_LINE,
  .adds = TRUE,
  .label = "Add Line",
  .state_size = sizeof (Box),
  .drag = drag,
  .end = end,
};

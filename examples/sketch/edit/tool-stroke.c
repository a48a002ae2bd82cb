/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Strokes: the way of the pointer, which becomes a smooth path at the end. */

#include "edit/tool.h"

#include "draw/path.h"

#define TOLERANCE 1. /* how far the path may be from the way, in pixels */

typedef struct
{
  GArray *points; /* double[2] */
} Stroke;

static void
add_point (Stroke *state, double x, double y)
{
  const double point[2] = { x, y };

  g_array_append_val (state->points, point);
}

static void
press (SketchTools *tools)
{
  Stroke *state = tools->state;

  state->points = g_array_new (FALSE, FALSE, sizeof (double[2]));
  add_point (state, tools->pointer.x, tools->pointer.y);
}

static gboolean
drag (SketchTools *tools, GError **error)
{
  add_point (tools->state, tools->pointer.x, tools->pointer.y);
  return TRUE;
}

static gboolean
end (SketchTools *tools, GError **error)
{
  const Stroke *state = tools->state;
  g_autofree char *path = NULL;
  cairo_rectangle_t box;
  SketchShapeData shape;
  TroveKey key;

  path = sketch_path_smooth ((const double (*)[2]) state->points->data, state->points->len,
                             TOLERANCE / sketch_canvas_get_zoom (tools->canvas), &box);
  sketch_tools_init_shape (tools, &shape);
  shape.kind = SKETCH_PATH;
  shape.x = box.x;
  shape.y = box.y;
  shape.width = box.width;
  shape.height = box.height;
  shape.path = path;
  shape.fill = 0;
  if (!sketch_tools_add (tools, &shape, &key, error))
    return FALSE;
  sketch_selection_clear (tools->selection);
  return TRUE;
}

static void
clear (gpointer data)
{
  g_array_unref (((Stroke *) data)->points);
}

static void
draw (SketchTools *tools, cairo_t *cr)
{
  const Stroke *state = tools->state;
  const guint color = tools->style.stroke;

  if (state == NULL)
    return;
  for (guint i = 0; i < state->points->len; i++)
    {
      const double *point = (const double *) state->points->data + 2 * i;

      cairo_line_to (cr, point[0], point[1]);
    }
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width (cr, tools->style.line_width);
  cairo_set_source_rgba (cr, (color >> 24) / 255., (color >> 16 & 0xff) / 255., (color >> 8 & 0xff) / 255.,
                         (color & 0xff) / 255. * tools->style.opacity);
  cairo_stroke (cr);
}

const SketchTool sketch_tool_stroke = {
  .name = "stroke",
  .cursor = "crosshair",
  .kind = SKETCH_PATH,
  .adds = TRUE,
  .label = "Draw Stroke",
  .state_size = sizeof (Stroke),
  .press = press,
  .drag = drag,
  .end = end,
  .clear = clear,
  .draw = draw,
};

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Connectors, from the shape where the pointer was pressed to the one where it is. An end may be in the air. */

#include "edit/tool.h"

typedef struct
{
  TroveKey from; /* the shape at the beginning; 0: none */
  TroveKey key;  /* of the connector; 0: it has no length yet */
} Connector;

static gboolean
can_end_at (TroveVersion *version, TroveKey key)
{
  const SketchShapeData *shape = trove_version_peek (version, key, NULL);

  return shape != NULL && shape->kind != SKETCH_CONNECTOR && shape->kind != SKETCH_LINE;
}

static gboolean
is_around (TroveVersion *version, TroveKey key, double x, double y)
{
  SketchFrame frame;

  return sketch_frame_init (&frame, version, &key, 1) && sketch_frame_contains (&frame, x, y);
}

/* The shape that a connector would end at: the one that is drawn at the pointer, or one that is drawn around it. Lines are none. */
static TroveKey
pick_target (SketchTools *tools)
{
  const SketchPointer *pointer = &tools->pointer;
  const cairo_rectangle_t point = { pointer->x, pointer->y, 0, 0 };
  TroveKey key = sketch_canvas_pick (tools->canvas, pointer->x, pointer->y);
  TroveVersion *version = sketch_canvas_get_version (tools->canvas);
  g_autoptr (GArray) near = NULL;

  if (key != 0 && can_end_at (version, key))
    return key;
  near = sketch_canvas_find (tools->canvas, &point);
  for (guint i = near->len; i > 0; i--)
    {
      key = g_array_index (near, TroveKey, i - 1);
      if (can_end_at (version, key) && is_around (version, key, pointer->x, pointer->y))
        return key;
    }
  return 0;
}

static void
set_line (SketchShapeData *shape, const double ends[4])
{
  shape->x = ends[0];
  shape->y = ends[1];
  shape->width = ends[2] - ends[0];
  shape->height = ends[3] - ends[1];
  shape->angle = 0;
}

void
sketch_tools_set_end (SketchTools *self, SketchShapeData *shape, const double ends[4], gboolean to)
{
  const double *fixed = to ? ends : ends + 2;
  double moved[] = { self->pointer.x, self->pointer.y };

  if (shape->kind == SKETCH_CONNECTOR)
    {
      const TroveKey other = to ? shape->from : shape->to;

      self->target = pick_target (self);
      if (self->target == other)
        self->target = 0;
      *(to ? &shape->to : &shape->from) = self->target;
    }
  if (self->target == 0)
    {
      sketch_tools_snap (self, &moved[0], &moved[1]);
      if (sketch_tools_has_modifier (self, GDK_SHIFT_MASK))
        {
          moved[0] -= fixed[0];
          moved[1] -= fixed[1];
          sketch_constrain_line (&moved[0], &moved[1]);
          moved[0] += fixed[0];
          moved[1] += fixed[1];
        }
    }
  if (to)
    set_line (shape, (const double[]){ fixed[0], fixed[1], moved[0], moved[1] });
  else
    set_line (shape, (const double[]){ moved[0], moved[1], fixed[0], fixed[1] });
}

void
sketch_tools_draw_target (SketchTools *self, cairo_t *cr)
{
  const double zoom = sketch_canvas_get_zoom (self->canvas);
  TroveVersion *version = sketch_canvas_get_version (self->canvas);
  SketchFrame frame;

  if (self->target == 0 || !sketch_frame_init (&frame, version, &self->target, 1))
    return;
  sketch_frame_draw (&frame, cr, zoom / 2);
}

/* The tool */

static void
press (SketchTools *tools)
{
  ((Connector *) tools->state)->from = pick_target (tools);
}

static gboolean
drag (SketchTools *tools, GError **error)
{
  Connector *state = tools->state;
  double ends[4] = { tools->pointer.start_x, tools->pointer.start_y };
  SketchShapeData shape;

  if (state->from == 0)
    sketch_tools_snap (tools, &ends[0], &ends[1]);
  sketch_tools_init_shape (tools, &shape);
  shape.kind = SKETCH_CONNECTOR;
  shape.fill = 0;
  shape.from = state->from;
  sketch_tools_set_end (tools, &shape, ends, TRUE);
  state->key = 0;
  if (shape.from == 0 && shape.to == 0 && shape.width == 0 && shape.height == 0)
    return TRUE;
  return sketch_tools_add (tools, &shape, &state->key, error);
}

static gboolean
end (SketchTools *tools, GError **error)
{
  const Connector *state = tools->state;

  if (state->key != 0)
    sketch_selection_set (tools->selection, &state->key, 1);
  return TRUE;
}

static const char *
get_cursor (SketchTools *tools)
{
  if (tools->state == NULL)
    tools->target = pick_target (tools);
  return "crosshair";
}

const SketchTool sketch_tool_connector = {
  .name = "connector",
  .kind = SKETCH_CONNECTOR,
  .adds = TRUE,
  .label = "Connect",
  .state_size = sizeof (Connector),
  .press = press,
  .drag = drag,
  .end = end,
  .get_cursor = get_cursor,
  .draw = sketch_tools_draw_target,
};

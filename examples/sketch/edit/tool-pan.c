/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Moves the view with the pointer. */

#include "edit/tool.h"

typedef struct
{
  double x, y; /* where the pointer was, in the widget */
} Pan;

static void
press (SketchTools *tools)
{
  Pan *state = tools->state;

  state->x = tools->pointer.widget_x;
  state->y = tools->pointer.widget_y;
}

static gboolean
drag (SketchTools *tools, GError **error)
{
  Pan *state = tools->state;

  sketch_canvas_scroll (tools->canvas, state->x - tools->pointer.widget_x,
                        state->y - tools->pointer.widget_y);
  press (tools);
  return TRUE;
}

static const char *
get_cursor (SketchTools *tools)
{
  return tools->state != NULL ? "grabbing" : "grab";
}

const SketchTool sketch_tool_pan = {
  .name = "pan",
  .state_size = sizeof (Pan),
  .press = press,
  .drag = drag,
  .get_cursor = get_cursor,
};

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sketch-scenes.h"

#include "edit/edits.h"

/* The view */

void
scene_show_near (Stage *stage)
{
  sketch_canvas_show_box (stage->canvas, &(cairo_rectangle_t){ 4000, 3000, 1232, 752 });
}

static void
show_region (Stage *stage)
{
  sketch_canvas_show_box (stage->canvas, &(cairo_rectangle_t){ 2000, 2000, 4928, 3008 });
}

static void
show_all (Stage *stage)
{
  sketch_canvas_show_box (stage->canvas, &(cairo_rectangle_t){ 0, 0, 16000, 10000 });
}

static void
pan (Stage *stage, guint number)
{
  sketch_canvas_scroll (stage->canvas, 23, 11);
}

static void
zoom (Stage *stage, guint number)
{
  sketch_canvas_zoom_at (stage->canvas,
                         sketch_canvas_get_zoom (stage->canvas) * (number % 200 < 100 ? 0.97 : 1 / 0.97), 500,
                         300);
}

static void
zoom_in_notches (Stage *stage, guint number)
{
  if (number % 5 == 0)
    sketch_canvas_zoom_at (stage->canvas,
                           sketch_canvas_get_zoom (stage->canvas) * (number % 150 < 75 ? 1 / 1.2 : 1.2), 500,
                           300);
}

/* Dragging */

static void
begin_group (Stage *stage)
{
  trove_document_begin (stage->document, "Move", NULL);
}

static void
end_group (Stage *stage)
{
  trove_document_end (stage->document, NULL);
}

static void
begin_near (Stage *stage)
{
  scene_show_near (stage);
  begin_group (stage);
}

static void
begin_region (Stage *stage)
{
  show_region (stage);
  begin_group (stage);
}

static void
begin_all (Stage *stage)
{
  show_all (stage);
  begin_group (stage);
}

/* To and fro. */
static void
drag (Stage *stage, guint n, guint number)
{
  guint first = MIN (80 * STAGE_N_COLUMNS + 110, stage->n - n);
  double by = number % 100 < 50 ? 3 : -3;

  sketch_move (stage->document, stage->keys + first, n, by, by, NULL);
}

void
scene_drag_one (Stage *stage, guint number)
{
  drag (stage, 1, number);
}

static void
drag_thousand (Stage *stage, guint number)
{
  drag (stage, MIN (1000, stage->n), number);
}

const Scene canvas_scenes[] = {
  { "pan", "properties", 200, scene_show_near, pan, NULL },
  { "pan-region", "properties", 100, show_region, pan, NULL },
  { "zoom", "properties", 400, scene_show_near, zoom, NULL },
  { "zoom-notches", "properties", 300, scene_show_near, zoom_in_notches, NULL },
  { "drag-1", "properties", 100, begin_near, scene_drag_one, end_group },
  { "drag-1-of-all", "properties", 100, begin_all, scene_drag_one, end_group },
  { "drag-1000", "properties", 100, begin_region, drag_thousand, end_group },
  { NULL },
};

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sketch-scenes.h"

#include <math.h>

#include "draw/painter.h"
#include "draw/path.h"
#include "draw/worker.h"
#include "edit/edits.h"

#define STEP 40.0 /* units between shapes */
#define N_COLUMNS 400
#define N_THUMBNAILS 4 /* of a frame */

/* The drawing */

static char *
create_stroke (guint seed, cairo_rectangle_t *box)
{
  double points[24][2];

  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    {
      points[i][0] = i * 1.4;
      points[i][1] = 15 + 14 * sin ((i * (1 + seed % 7) + seed) * 0.3);
    }
  return sketch_path_smooth ((const double (*)[2]) points, G_N_ELEMENTS (points), 0.3, box);
}

static void
init_shape (SketchShapeData *shape, guint i, char **path, char **text)
{
  const guint colors[] = { 0x1a5fb4ff, 0xc01c28ff, 0x26a269ff, 0xe66100ff, 0x613583ff };
  cairo_rectangle_t box = { 0, 0, 30, 24 };

  *shape = (SketchShapeData) SKETCH_SHAPE_DATA_INIT;
  shape->stroke = colors[i % G_N_ELEMENTS (colors)];
  shape->kind = i % 3 == 0 ? SKETCH_PATH : i % 3 == 1 ? SKETCH_RECTANGLE : SKETCH_TEXT;
  if (shape->kind == SKETCH_PATH)
    shape->path = *path = create_stroke (i, &box);
  else if (shape->kind == SKETCH_RECTANGLE)
    shape->fill = colors[(i + 1) % G_N_ELEMENTS (colors)] & 0xffffff60;
  shape->width = box.width;
  shape->height = box.height;
  if (shape->kind == SKETCH_TEXT)
    {
      shape->text = *text = g_strdup_printf ("No. %u", i);
      shape->font_size = 10;
      sketch_measure_text (shape);
    }
  shape->x = i % N_COLUMNS * STEP + box.x;
  shape->y = i / N_COLUMNS * STEP + box.y;
}

void
stage_init (Stage *stage, guint n)
{
  stage->document = sketch_document_new ();
  stage->n = n;
  stage->keys = g_new (TroveKey, n);
  trove_document_get_children (stage->document, trove_document_get_root_key (stage->document), "layers", 0,
                               &stage->layer, 1);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = NULL, *text = NULL;
      SketchShapeData shape;

      init_shape (&shape, i, &path, &text);
      trove_document_add (stage->document, SKETCH_TYPE_SHAPE, &shape, stage->layer, "shapes", G_MAXUINT,
                          &stage->keys[i], NULL);
    }
  trove_document_commit (stage->document, "Draw", NULL);
}

void
stage_clear (Stage *stage)
{
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (stage->canvas))));
  g_object_unref (stage->document);
  g_free (stage->keys);
}

/* The view */

static void
show_near (Stage *stage)
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
  show_near (stage);
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
  guint first = MIN (80 * N_COLUMNS + 110, stage->n - n);
  double by = number % 100 < 50 ? 3 : -3;

  sketch_move (stage->document, stage->keys + first, n, by, by, NULL);
}

static void
drag_one (Stage *stage, guint number)
{
  drag (stage, 1, number);
}

static void
drag_thousand (Stage *stage, guint number)
{
  drag (stage, MIN (1000, stage->n), number);
}

/* A stroke */

static void
begin_stroke (Stage *stage)
{
  SketchShapeData shape = SKETCH_SHAPE_DATA_INIT;

  show_near (stage);
  shape.kind = SKETCH_PATH;
  trove_document_add (stage->document, SKETCH_TYPE_SHAPE, &shape, stage->layer, "shapes", G_MAXUINT,
                      &stage->stroke, NULL);
}

/* A point more in each frame, and each tenth is a version. */
static void
draw_stroke (Stage *stage, guint number)
{
  SketchShapeData shape =
      *(const SketchShapeData *) trove_document_peek (stage->document, stage->stroke, NULL);
  g_autofree double (*points)[2] = g_malloc_n (number + 1, sizeof *points);
  g_autofree char *path = NULL;
  cairo_rectangle_t box;

  for (guint i = 0; i <= number; i++)
    {
      points[i][0] = 4050 + i * 4;
      points[i][1] = 3300 + 200 * sin (i * 0.1);
    }
  shape.path = path = sketch_path_smooth ((const double (*)[2]) points, number + 1, 0.5, &box);
  shape.x = box.x;
  shape.y = box.y;
  shape.width = box.width;
  shape.height = box.height;
  trove_document_set (stage->document, stage->stroke, &shape, NULL);
  if (number % 10 == 9)
    trove_document_commit (stage->document, "Draw", NULL);
}

/* Thumbnails */

static void
paint_thumbnail (gpointer data, gpointer unused)
{
  g_autoptr (TroveVersion) version = data;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 160, 100);
  cairo_t *cr = cairo_create (surface);

  sketch_worker_go_behind ();
  cairo_scale (cr, 0.01, 0.01);
  sketch_paint_drawing (cr, version);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
begin_thumbnails (Stage *stage)
{
  show_near (stage);
  stage->painters = g_thread_pool_new (paint_thumbnail, NULL, 2, FALSE, NULL);
}

/* A step, of which a thumbnail is painted, while the view moves. */
static void
pan_with_thumbnails (Stage *stage, guint number)
{
  pan (stage, number);
  if (g_thread_pool_unprocessed (stage->painters) > N_THUMBNAILS)
    return;
  drag_one (stage, number);
  trove_document_commit (stage->document, "Move", NULL);
  g_thread_pool_push (stage->painters, trove_document_freeze (stage->document, NULL), NULL);
}

static void
end_thumbnails (Stage *stage)
{
  g_thread_pool_free (stage->painters, FALSE, TRUE);
}

/* Undo */

static void
begin_undo (Stage *stage)
{
  show_region (stage);
  drag_thousand (stage, 0);
  trove_document_commit (stage->document, "Move", NULL);
}

static void
begin_undo_all (Stage *stage)
{
  show_near (stage);
  sketch_move (stage->document, stage->keys, stage->n, 5, 5, NULL);
  trove_document_commit (stage->document, "Move all", NULL);
}

static void
undo_or_redo (Stage *stage, guint number)
{
  if (number % 6 == 0)
    trove_document_undo (stage->document, NULL);
  else if (number % 6 == 3)
    trove_document_redo (stage->document, NULL);
}

/* Saving */

static void
begin_autosave (Stage *stage)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "sketch-frames.trove", NULL);

  show_near (stage);
  stage->file = g_file_new_for_path (path);
  trove_document_set_autosave (stage->document, stage->file, 1);
}

static void
edit_and_commit (Stage *stage, guint number)
{
  drag_one (stage, number);
  if (number % 10 == 9)
    trove_document_commit (stage->document, "Move", NULL);
}

static void
end_autosave (Stage *stage)
{
  trove_document_set_autosave (stage->document, NULL, 0);
  g_file_delete (stage->file, NULL, NULL);
  g_clear_object (&stage->file);
}

const Scene stage_scenes[] = {
  { "pan", 200, show_near, pan, NULL },
  { "pan-region", 100, show_region, pan, NULL },
  { "zoom", 400, show_near, zoom, NULL },
  { "zoom-notches", 300, show_near, zoom_in_notches, NULL },
  { "drag-1", 100, begin_near, drag_one, end_group },
  { "drag-1-of-all", 100, begin_all, drag_one, end_group },
  { "drag-1000", 100, begin_region, drag_thousand, end_group },
  { "stroke", 200, begin_stroke, draw_stroke, NULL },
  { "thumbnails", 200, begin_thumbnails, pan_with_thumbnails, end_thumbnails },
  { "undo-1000", 120, begin_undo, undo_or_redo, NULL },
  { "undo-all", 30, begin_undo_all, undo_or_redo, NULL },
  { "autosave", 300, begin_autosave, edit_and_commit, end_autosave },
  { NULL },
};

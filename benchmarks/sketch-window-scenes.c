/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sketch-scenes.h"

#include <math.h>

#include "draw/path.h"
#include "edit/edits.h"
#include "ui/file-actions.h"

#define N_LAYERS 200
#define N_IN_SVG 20000
#define N_POINTS 250 /* of a stroke by the pointer */

static void
act (Stage *stage, const char *action)
{
  gtk_widget_activate_action (GTK_WIDGET (stage->window), action, NULL);
}

/* A stroke */

static void
begin_stroke (Stage *stage)
{
  SketchShapeData shape = SKETCH_SHAPE_DATA_INIT;

  scene_show_near (stage);
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

/* The pointer */

/* Draws a stroke by the tool, point by point, through the display. Nothing is drawn without xdotool. */
static void
begin_hand (Stage *stage)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
  graphene_point_t origin;

  scene_show_near (stage);
  g_object_set (sketch_window_get_tools (stage->window), "tool", "stroke", NULL);
  if (!gtk_widget_compute_point (GTK_WIDGET (stage->canvas), GTK_WIDGET (stage->window),
                                 &GRAPHENE_POINT_INIT_ZERO, &origin))
    return;
  g_ptr_array_add (arguments, g_strdup ("xdotool"));
  for (guint i = 0; i < N_POINTS; i++)
    {
      const double x = origin.x + 80 + i * 2, y = origin.y + 300 + 200 * sin (i * 0.1);

      g_ptr_array_add (arguments, g_strdup ("mousemove"));
      g_ptr_array_add (arguments, g_strdup_printf ("%d", (int) x));
      g_ptr_array_add (arguments, g_strdup_printf ("%d", (int) y));
      g_ptr_array_add (arguments, g_strdup (i == 0 ? "mousedown" : "sleep"));
      g_ptr_array_add (arguments, g_strdup (i == 0 ? "1" : "0.01"));
    }
  g_ptr_array_add (arguments, g_strdup ("mouseup"));
  g_ptr_array_add (arguments, g_strdup ("1"));
  g_ptr_array_add (arguments, NULL);
  stage->hand = g_subprocess_newv ((const char *const *) arguments->pdata, G_SUBPROCESS_FLAGS_NONE, NULL);
}

/* The pointer does it. */
static void
draw_by_hand (Stage *stage, guint number)
{
}

static void
end_hand (Stage *stage)
{
  if (stage->hand != NULL)
    g_subprocess_wait (stage->hand, NULL, NULL);
  g_clear_object (&stage->hand);
  g_object_set (sketch_window_get_tools (stage->window), "tool", "select", NULL);
}

/* Versions */

static void
pan_with_thumbnails (Stage *stage, guint number)
{
  sketch_canvas_scroll (stage->canvas, 23, 11);
  if (number % 5 != 4)
    return;
  scene_drag_one (stage, number);
  trove_document_commit (stage->document, "Move", NULL);
}

static void
take_versions (Stage *stage, guint number)
{
  scene_drag_one (stage, number);
  trove_document_commit (stage->document, "Move", NULL);
}

/* Undo */

static void
begin_undo (Stage *stage)
{
  sketch_canvas_show_box (stage->canvas, &(cairo_rectangle_t){ 2000, 2000, 4928, 3008 });
  sketch_move (stage->document, stage->keys, MIN (1000, stage->n), 5, 5, NULL);
  trove_document_commit (stage->document, "Move", NULL);
}

static void
begin_undo_all (Stage *stage)
{
  scene_show_near (stage);
  sketch_move (stage->document, stage->keys, stage->n, 5, 5, NULL);
  trove_document_commit (stage->document, "Move all", NULL);
}

static void
undo_or_redo (Stage *stage, guint number)
{
  if (number % 6 == 0)
    act (stage, "document.undo");
  else if (number % 6 == 3)
    act (stage, "document.redo");
}

/* Layers */

static void
add_layer (Stage *stage, guint number)
{
  g_autofree char *name = g_strdup_printf ("Layer %u", number + 2);
  const SketchLayerData layer = { .name = name, .visible = TRUE };
  TroveKey key;

  trove_document_add (stage->document, SKETCH_TYPE_LAYER, &layer,
                      trove_document_get_root_key (stage->document), "layers", G_MAXUINT, &key, NULL);
  trove_document_commit (stage->document, "Add Layer", NULL);
}

static void
begin_layers (Stage *stage)
{
  scene_show_near (stage);
  for (guint i = 0; i < N_LAYERS; i++)
    add_layer (stage, i);
}

/* A layer is added, and undo removes it. */
static void
change_layers (Stage *stage, guint number)
{
  if (number % 4 == 0)
    add_layer (stage, N_LAYERS + number);
  else if (number % 4 == 2)
    act (stage, "document.undo");
}

static void
end_layers (Stage *stage)
{
  while (trove_document_get_n_children (stage->document, trove_document_get_root_key (stage->document),
                                        "layers") > 1)
    act (stage, "document.undo");
}

/* The selection */

static void
select_all_or_none (Stage *stage, guint number)
{
  if (number % 20 == 0)
    act (stage, "win.select-all");
  else if (number % 20 == 10)
    sketch_selection_clear (sketch_window_get_selection (stage->window));
}

static void
begin_selected (Stage *stage)
{
  scene_show_near (stage);
  act (stage, "win.select-all");
}

static void
end_selected (Stage *stage)
{
  sketch_selection_clear (sketch_window_get_selection (stage->window));
}

/* Opening */

static void
begin_svg (Stage *stage)
{
  g_autofree char *path = g_build_filename (stage->folder, "picture.svg", NULL);
  g_autoptr (GString) svg = g_string_new ("<svg xmlns='http://www.w3.org/2000/svg' fill='#1a5fb4'>");
  const guint n = MIN (stage->n, N_IN_SVG);

  for (guint i = 0; i < n; i++)
    if (i % 2 == 0)
      g_string_append_printf (svg, "<rect x='%u' y='%u' width='15' height='12'/>", i % 200 * 20,
                              i / 200 * 20);
    else
      g_string_append_printf (svg, "<path d='M%u %u c5 10 10 -5 15 5 s-3 9 -12 7 z'/>", i % 200 * 20,
                              i / 200 * 20);
  g_string_append (svg, "</svg>");
  g_file_set_contents (path, svg->str, (gssize) svg->len, NULL);
  stage->file = g_file_new_for_path (path);
  scene_show_near (stage);
}

/* Moves the view while an SVG file is read, and a window of its own shows it. */
static void
open_svg (Stage *stage, guint number)
{
  if (number == 10)
    sketch_open_file (stage->window, stage->file);
  sketch_canvas_scroll (stage->canvas, number % 2 == 0 ? 20 : -20, 0);
}

static void
end_svg (Stage *stage)
{
  GList *windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (stage->application)));

  for (GList *other = windows; other != NULL; other = other->next)
    if (other->data != (gpointer) stage->window)
      gtk_window_destroy (other->data);
  g_list_free (windows);
  g_clear_object (&stage->file);
}

/* Saving */

static void
begin_autosave (Stage *stage)
{
  g_autofree char *path = g_build_filename (stage->folder, "frames.trove", NULL);

  scene_show_near (stage);
  stage->file = g_file_new_for_path (path);
  trove_document_set_autosave (stage->document, stage->file, 1);
}

static void
edit_and_commit (Stage *stage, guint number)
{
  scene_drag_one (stage, number);
  if (number % 10 == 9)
    trove_document_commit (stage->document, "Move", NULL);
}

static void
end_autosave (Stage *stage)
{
  trove_document_set_autosave (stage->document, NULL, 0);
  g_clear_object (&stage->file);
}

const Scene window_scenes[] = {
  { "stroke", "properties", 200, begin_stroke, draw_stroke, NULL },
  { "stroke-history", "history", 200, begin_stroke, draw_stroke, NULL },
  { "hand", "history", 250, begin_hand, draw_by_hand, end_hand },
  { "thumbnails", "history", 200, scene_show_near, pan_with_thumbnails, NULL },
  { "versions", "history", 200, scene_show_near, take_versions, NULL },
  { "undo-1000", "history", 120, begin_undo, undo_or_redo, NULL },
  { "undo-all", "history", 30, begin_undo_all, undo_or_redo, NULL },
  { "layers", "layers", 120, begin_layers, change_layers, end_layers },
  { "select-all", "properties", 60, scene_show_near, select_all_or_none, end_selected },
  { "selected", "properties", 60, begin_selected, scene_drag_one, end_selected },
  { "open-svg", "properties", 200, begin_svg, open_svg, end_svg },
  { "autosave", "history", 300, begin_autosave, edit_and_commit, end_autosave },
  { NULL },
};

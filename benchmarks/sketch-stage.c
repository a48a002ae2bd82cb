/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "sketch-stage.h"

#include <glib/gstdio.h>
#include <math.h>

#include "draw/painter.h"
#include "draw/path.h"

#define STEP 40.0 /* units between shapes */

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
  shape->x = i % STAGE_N_COLUMNS * STEP + box.x;
  shape->y = i / STAGE_N_COLUMNS * STEP + box.y;
}

static void
add_shapes (Stage *stage)
{
  stage->keys = g_new (TroveKey, stage->n);
  trove_document_get_children (stage->document, trove_document_get_root_key (stage->document), "layers", 0,
                               &stage->layer, 1);
  for (guint i = 0; i < stage->n; i++)
    {
      g_autofree char *path = NULL, *text = NULL;
      SketchShapeData shape;

      init_shape (&shape, i, &path, &text);
      trove_document_add (stage->document, SKETCH_TYPE_SHAPE, &shape, stage->layer, "shapes", G_MAXUINT,
                          &stage->keys[i], NULL);
    }
  trove_document_commit (stage->document, "Draw", NULL);
}

/* The window */

static GtkWidget *
find (GtkWidget *widget, const char *id)
{
  if (g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), id) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, id);

      if (found != NULL)
        return found;
    }
  return NULL;
}

void
stage_show_panel (Stage *stage, const char *panel)
{
  GtkWidget *panels = find (GTK_WIDGET (stage->window), "panels");

  adw_view_stack_set_visible_child_name (ADW_VIEW_STACK (panels), panel);
}

void
stage_init (Stage *stage, guint n)
{
  GError *error = NULL;

  stage->folder = g_dir_make_tmp ("sketch-frames-XXXXXX", &error);
  g_assert_no_error (error);
  g_setenv ("XDG_DATA_HOME", stage->folder, TRUE); /* where automatic saves go to */
  stage->application = sketch_application_new (G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (stage->application), NULL, &error);
  g_assert_no_error (error);
  stage->document = sketch_document_new ();
  stage->n = n;
  add_shapes (stage);
  stage->window = SKETCH_WINDOW (sketch_window_new (ADW_APPLICATION (stage->application), stage->document));
  stage->canvas = sketch_window_get_canvas (stage->window);
  gtk_window_set_default_size (GTK_WINDOW (stage->window), 1280, 800);
  gtk_window_present (GTK_WINDOW (stage->window));
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_folder (child);
    }
  g_remove (path);
}

void
stage_clear (Stage *stage)
{
  gtk_window_destroy (GTK_WINDOW (stage->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (stage->document);
  g_object_unref (stage->application);
  remove_folder (stage->folder);
  g_free (stage->folder);
  g_free (stage->keys);
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "ui/view-actions.h"

#include <math.h>

#define ZOOM_STEP G_SQRT2

/* The part of the canvas around a drawing that is zoomed to fit. */
#define FIT_MARGIN 0.05

/* A drawing that was opened is not enlarged. This is about the size of the canvas in a new window. */
#define LEAST_WIDTH 740
#define LEAST_HEIGHT 620

/* Zooms to the next step of the powers of √2. */
static void
zoom_by (SketchCanvas *canvas, int n_steps)
{
  const double steps = log (sketch_canvas_get_zoom (canvas)) / log (ZOOM_STEP);

  sketch_canvas_set_zoom (canvas, pow (ZOOM_STEP, round (steps) + n_steps));
}

static void
zoom_in (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  zoom_by (sketch_window_get_canvas (window), 1);
}

static void
zoom_out (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  zoom_by (sketch_window_get_canvas (window), -1);
}

static void
zoom_100 (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  sketch_canvas_set_zoom (sketch_window_get_canvas (window), 1);
}

/* Shows a box around the drawing, which is at least so large. */
static void
show_drawing (SketchWindow *window, double width, double height)
{
  SketchCanvas *canvas = sketch_window_get_canvas (window);
  cairo_rectangle_t box;

  if (!sketch_get_extents (sketch_canvas_get_version (canvas), &box))
    return;
  width = MAX (width, box.width * (1 + 2 * FIT_MARGIN));
  height = MAX (height, box.height * (1 + 2 * FIT_MARGIN));
  box.x -= (width - box.width) / 2;
  box.y -= (height - box.height) / 2;
  box.width = width;
  box.height = height;
  sketch_canvas_show_box (canvas, &box);
}

/* As soon as the canvas has a size. */
static gboolean
show_exactly (GtkWidget *canvas, GdkFrameClock *clock, gpointer window)
{
  if (gtk_widget_get_width (canvas) == 0)
    return G_SOURCE_CONTINUE;
  show_drawing (window, gtk_widget_get_width (canvas), gtk_widget_get_height (canvas));
  return G_SOURCE_REMOVE;
}

void
sketch_show_drawing (SketchWindow *window)
{
  show_drawing (window, LEAST_WIDTH, LEAST_HEIGHT); /* until then */
  gtk_widget_add_tick_callback (GTK_WIDGET (sketch_window_get_canvas (window)), show_exactly, window, NULL);
}

static void
zoom_fit (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  show_drawing (window, 0, 0);
}

static void
done (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  sketch_window_show_view (window, NULL, NULL);
}

static void
close_window (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  gtk_window_close (window);
}

static const GActionEntry actions[] = {
  { .name = "zoom-in", .activate = zoom_in },   { .name = "zoom-out", .activate = zoom_out },
  { .name = "zoom-100", .activate = zoom_100 }, { .name = "zoom-fit", .activate = zoom_fit },
  { .name = "done", .activate = done },         { .name = "close", .activate = close_window },
};

/* An action whose state is a property. */
static void
add_property (SketchWindow *window, const char *name, gpointer object, const char *property)
{
  g_autoptr (GPropertyAction) action = g_property_action_new (name, object, property);

  g_action_map_add_action (G_ACTION_MAP (window), G_ACTION (action));
}

void
sketch_add_view_actions (SketchWindow *window)
{
  SketchCanvas *canvas = sketch_window_get_canvas (window);

  g_action_map_add_action_entries (G_ACTION_MAP (window), actions, G_N_ELEMENTS (actions), window);
  add_property (window, "show-grid", canvas, "show-grid");
  add_property (window, "snap", canvas, "snap");
  add_property (window, "dark", adw_style_manager_get_default (), "color-scheme");
}

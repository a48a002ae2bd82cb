/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "ui/view-actions.h"

#include <math.h>

#define ZOOM_STEP G_SQRT2

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

static void
show_all (SketchCanvas *canvas)
{
  cairo_rectangle_t box;

  if (sketch_get_extents (sketch_canvas_get_version (canvas), &box))
    sketch_canvas_show_box (canvas, &box);
}

static void
zoom_fit (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  show_all (sketch_window_get_canvas (window));
}

/* The zoom is known when the canvas has a size. */
static gboolean
limit_zoom (GtkWidget *canvas, GdkFrameClock *clock, gpointer data)
{
  if (gtk_widget_get_width (canvas) == 0)
    return G_SOURCE_CONTINUE;
  if (sketch_canvas_get_zoom (SKETCH_CANVAS (canvas)) > 1)
    sketch_canvas_set_zoom (SKETCH_CANVAS (canvas), 1);
  return G_SOURCE_REMOVE;
}

void
sketch_show_drawing (SketchWindow *window)
{
  SketchCanvas *canvas = sketch_window_get_canvas (window);

  show_all (canvas);
  gtk_widget_add_tick_callback (GTK_WIDGET (canvas), limit_zoom, NULL, NULL);
}

void
sketch_show_selected (SketchWindow *window)
{
  SketchCanvas *canvas = sketch_window_get_canvas (window);
  const int width = gtk_widget_get_width (GTK_WIDGET (canvas));
  const int height = gtk_widget_get_height (GTK_WIDGET (canvas));
  const double zoom = sketch_canvas_get_zoom (canvas);
  cairo_rectangle_t box, shown = { 0, 0, width / zoom, height / zoom };
  double x, y;
  gsize n;
  const TroveKey *keys = sketch_selection_get_keys (sketch_window_get_selection (window), &n);

  sketch_canvas_to_drawing (canvas, &shown.x, &shown.y);
  if (width == 0 || !sketch_get_bounds_of (sketch_canvas_get_version (canvas), keys, n, &box) ||
      sketch_intersects (&box, &shown))
    return;
  x = box.x + box.width / 2;
  y = box.y + box.height / 2;
  sketch_canvas_to_widget (canvas, &x, &y);
  sketch_canvas_scroll (canvas, x - width / 2, y - height / 2);
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

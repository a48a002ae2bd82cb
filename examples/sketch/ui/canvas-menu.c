/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "ui/canvas-menu.h"

static void
select_at (SketchWindow *window, double x, double y)
{
  SketchCanvas *canvas = sketch_window_get_canvas (window);
  SketchSelection *selection = sketch_window_get_selection (window);
  TroveKey key;

  sketch_canvas_to_drawing (canvas, &x, &y);
  key = sketch_canvas_pick (canvas, x, y);
  if (key != 0 && !sketch_selection_contains (selection, key))
    sketch_selection_set (selection, &key, 1);
}

static void
popup (SketchWindow *window, GtkPopover *menu, double x, double y)
{
  GdkRectangle place = { .width = 1, .height = 1 };

  gtk_widget_translate_coordinates (GTK_WIDGET (sketch_window_get_canvas (window)), GTK_WIDGET (window), x, y,
                                    &x, &y);
  place.x = x;
  place.y = y;
  gtk_popover_set_pointing_to (menu, &place);
  gtk_popover_popup (menu);
}

void
sketch_popup_at_pointer (SketchWindow *window, GtkPopover *menu, double x, double y)
{
  select_at (window, x, y);
  popup (window, menu, x, y);
}

void
sketch_popup_at_selection (SketchWindow *window, GtkPopover *menu)
{
  SketchCanvas *canvas = sketch_window_get_canvas (window);
  const int width = gtk_widget_get_width (GTK_WIDGET (canvas));
  const int height = gtk_widget_get_height (GTK_WIDGET (canvas));
  gsize n;
  const TroveKey *keys = sketch_selection_get_keys (sketch_window_get_selection (window), &n);
  double x = width / 2, y = height / 2;
  cairo_rectangle_t box;

  if (n > 0 && sketch_get_bounds (sketch_canvas_get_version (canvas), keys[0], &box))
    {
      x = box.x + box.width / 2;
      y = box.y + box.height / 2;
      sketch_canvas_to_widget (canvas, &x, &y);
    }
  popup (window, menu, CLAMP (x, 0, width), CLAMP (y, 0, height));
}

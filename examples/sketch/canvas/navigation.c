/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "canvas/navigation.h"

#include <math.h>

#define WHEEL 60.0      /* pixels of a notch of the wheel */
#define WHEEL_ZOOM 1.2  /* times for a notch */
#define TOUCH_ZOOM 1.01 /* times for a pixel of the touchpad */

/* Freed with the canvas. */
typedef struct
{
  SketchCanvas *canvas;
  double x, y;       /* the pointer */
  gboolean space;    /* is held */
  GdkCursor *cursor; /* of the tool, while the canvas is grabbed */
  double dragged_x, dragged_y;
  double zoom;               /* when two fingers came down */
  double center_x, center_y; /* of them */
} Navigation;

static void
on_motion (GtkEventControllerMotion *motion, double x, double y, Navigation *self)
{
  self->x = x;
  self->y = y;
}

static gboolean
on_scroll (GtkEventControllerScroll *scroll, double dx, double dy, Navigation *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (scroll));
  gboolean wheel = gtk_event_controller_scroll_get_unit (scroll) == GDK_SCROLL_UNIT_WHEEL;

  if ((state & GDK_CONTROL_MASK) != 0)
    {
      double times = pow (wheel ? WHEEL_ZOOM : TOUCH_ZOOM, -dy);

      sketch_canvas_zoom_at (self->canvas, sketch_canvas_get_zoom (self->canvas) * times, self->x, self->y);
      return GDK_EVENT_STOP;
    }
  if ((state & GDK_SHIFT_MASK) != 0 && dx == 0)
    {
      dx = dy;
      dy = 0;
    }
  sketch_canvas_scroll (self->canvas, dx * (wheel ? WHEEL : 1), dy * (wheel ? WHEEL : 1));
  return GDK_EVENT_STOP;
}

static void
on_pinch_begin (GtkGesture *gesture, GdkEventSequence *sequence, Navigation *self)
{
  self->zoom = sketch_canvas_get_zoom (self->canvas);
  gtk_gesture_get_bounding_box_center (gesture, &self->center_x, &self->center_y);
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
on_pinch (GtkGestureZoom *gesture, double scale, Navigation *self)
{
  double x, y;

  if (!gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y))
    return;
  sketch_canvas_scroll (self->canvas, self->center_x - x, self->center_y - y);
  sketch_canvas_zoom_at (self->canvas, self->zoom * scale, x, y);
  self->center_x = x;
  self->center_y = y;
}

/* While the canvas can be dragged, the cursor is a hand. */
static void
show_hand (Navigation *self, const char *hand)
{
  if (self->cursor == NULL && gtk_widget_get_cursor (GTK_WIDGET (self->canvas)) != NULL)
    self->cursor = g_object_ref (gtk_widget_get_cursor (GTK_WIDGET (self->canvas)));
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self->canvas), hand);
}

static void
hide_hand (Navigation *self)
{
  gtk_widget_set_cursor (GTK_WIDGET (self->canvas), self->cursor);
  g_clear_object (&self->cursor);
}

/* The first button is for tools, unless the space bar is held. */
static void
on_drag_begin (GtkGestureDrag *drag, double x, double y, Navigation *self)
{
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (drag));
  gboolean mine = button == GDK_BUTTON_MIDDLE || (button == GDK_BUTTON_PRIMARY && self->space);

  self->dragged_x = self->dragged_y = 0;
  gtk_gesture_set_state (GTK_GESTURE (drag), mine ? GTK_EVENT_SEQUENCE_CLAIMED : GTK_EVENT_SEQUENCE_DENIED);
  if (mine)
    show_hand (self, "grabbing");
}

static void
on_drag_update (GtkGestureDrag *drag, double x, double y, Navigation *self)
{
  sketch_canvas_scroll (self->canvas, self->dragged_x - x, self->dragged_y - y);
  self->dragged_x = x;
  self->dragged_y = y;
}

static void
on_drag_end (GtkGestureDrag *drag, double x, double y, Navigation *self)
{
  if (self->space)
    show_hand (self, "grab");
  else
    hide_hand (self);
}

static gboolean
on_key_pressed (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state, Navigation *self)
{
  if (key != GDK_KEY_space || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if (!self->space)
    {
      self->space = TRUE;
      show_hand (self, "grab");
    }
  return GDK_EVENT_STOP;
}

static void
on_key_released (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state, Navigation *self)
{
  if (key == GDK_KEY_space && self->space)
    {
      self->space = FALSE;
      hide_hand (self);
    }
}

static void
on_leave (GtkEventControllerFocus *focus, Navigation *self)
{
  if (self->space)
    on_key_released (NULL, GDK_KEY_space, 0, 0, self);
}

static void
add_drag (Navigation *self, guint button)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), button);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), self);
  gtk_widget_add_controller (GTK_WIDGET (self->canvas), GTK_EVENT_CONTROLLER (drag));
}

static void
add_pointer (Navigation *self)
{
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkGesture *pinch = gtk_gesture_zoom_new ();

  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "enter", G_CALLBACK (on_motion), self);
  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), self);
  g_signal_connect (pinch, "begin", G_CALLBACK (on_pinch_begin), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (on_pinch), self);
  gtk_widget_add_controller (GTK_WIDGET (self->canvas), motion);
  gtk_widget_add_controller (GTK_WIDGET (self->canvas), scroll);
  gtk_widget_add_controller (GTK_WIDGET (self->canvas), GTK_EVENT_CONTROLLER (pinch));
}

static void
add_keys (Navigation *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  g_signal_connect (keys, "key-released", G_CALLBACK (on_key_released), self);
  g_signal_connect (focus, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (GTK_WIDGET (self->canvas), keys);
  gtk_widget_add_controller (GTK_WIDGET (self->canvas), focus);
}

static void
navigation_free (gpointer data)
{
  Navigation *self = data;

  g_clear_object (&self->cursor);
  g_free (self);
}

void
sketch_canvas_add_navigation (SketchCanvas *canvas)
{
  Navigation *self = g_new0 (Navigation, 1);

  self->canvas = canvas;
  add_pointer (self);
  add_drag (self, GDK_BUTTON_MIDDLE);
  add_drag (self, GDK_BUTTON_PRIMARY);
  add_keys (self);
  g_object_set_data_full (G_OBJECT (canvas), "navigation", self, navigation_free);
}

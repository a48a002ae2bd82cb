/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Gestures of the pointer, and keys: from the canvas to the tool. */

#include "edit/tool.h"

/* The pointer */

gboolean
sketch_tools_has_modifier (SketchTools *self, GdkModifierType modifier)
{
  return (self->pointer.modifiers & modifier) != 0;
}

void
sketch_tools_snap (SketchTools *self, double *x, double *y)
{
  if (!sketch_tools_has_modifier (self, GDK_CONTROL_MASK))
    sketch_canvas_snap (self->canvas, x, y);
}

static void
set_pointer (SketchTools *self, GtkEventController *controller, double x, double y)
{
  SketchPointer *pointer = &self->pointer;

  pointer->widget_x = pointer->x = x;
  pointer->widget_y = pointer->y = y;
  sketch_canvas_to_drawing (self->canvas, &pointer->x, &pointer->y);
  pointer->modifiers = gtk_event_controller_get_current_event_state (controller);
}

void
sketch_tools_update_cursor (SketchTools *self)
{
  const char *cursor;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self->canvas)))
    return;
  cursor = self->tool->get_cursor != NULL ? self->tool->get_cursor (self) : self->tool->cursor;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self->canvas), cursor);
}

/* Gestures */

static void
end_gesture (SketchTools *self)
{
  if (self->state != NULL && self->tool->clear != NULL)
    self->tool->clear (self->state);
  g_clear_pointer (&self->state, g_free);
  self->dragging = FALSE;
  self->label = NULL;
  self->target = 0;
  sketch_tools_update_cursor (self);
  gtk_widget_queue_draw (GTK_WIDGET (self->canvas));
}

gboolean
sketch_tools_cancel (SketchTools *self)
{
  if (self->state == NULL)
    return FALSE;
  if (self->label != NULL)
    trove_document_cancel (self->document, NULL);
  end_gesture (self);
  return TRUE;
}

/* Takes back the edits of the group, if there is one, and goes on with it. */
static gboolean
restart (SketchTools *self, GError **error)
{
  return self->label == NULL || trove_document_restart_group (self->document, error);
}

static gboolean
begin_dragging (SketchTools *self, GError **error)
{
  const char *label = self->tool->get_label != NULL ? self->tool->get_label (self) : self->tool->label;

  self->dragging = TRUE;
  if (label != NULL && !trove_document_begin (self->document, label, error))
    return FALSE;
  self->label = label;
  return TRUE;
}

static void
drag (SketchTools *self)
{
  g_autoptr (GError) error = NULL;
  const gboolean begun = self->dragging ? restart (self, &error) : begin_dragging (self, &error);

  if (!begun || !self->tool->drag (self, &error))
    {
      sketch_tools_cancel (self);
      sketch_tools_fail (self, error);
      return;
    }
  sketch_tools_update_cursor (self);
  gtk_widget_queue_draw (GTK_WIDGET (self->canvas));
}

/* The tool's end selects new shapes before the step is made, so that the step has the selection. */
static void
release (SketchTools *self)
{
  g_autoptr (GError) error = NULL;

  if (self->dragging && ((self->tool->end != NULL && !self->tool->end (self, &error)) ||
                         (self->label != NULL && !trove_document_end (self->document, &error))))
    {
      sketch_tools_cancel (self);
      sketch_tools_fail (self, error);
      return;
    }
  if (!self->dragging && self->tool->click != NULL)
    self->tool->click (self);
  end_gesture (self);
}

void
sketch_tools_finish (SketchTools *self)
{
  g_return_if_fail (SKETCH_IS_TOOLS (self));

  if (self->dragging)
    release (self);
  else
    sketch_tools_cancel (self);
  if (self->text_editor != NULL)
    sketch_text_editor_finish (self->text_editor);
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, SketchTools *self)
{
  g_autoptr (GError) error = NULL;

  gtk_widget_grab_focus (GTK_WIDGET (self->canvas));
  sketch_tools_cancel (self);
  set_pointer (self, GTK_EVENT_CONTROLLER (gesture), x, y);
  self->pointer.start_x = self->pointer.x;
  self->pointer.start_y = self->pointer.y;
  if (self->tool->adds && !sketch_tools_check_layer (self, &error))
    {
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
      sketch_tools_fail (self, error);
      return;
    }
  self->state = g_malloc0 (self->tool->state_size);
  if (self->tool->press != NULL)
    self->tool->press (self);
  sketch_tools_update_cursor (self);
}

static void
on_drag_update (GtkGestureDrag *gesture, double dx, double dy, SketchTools *self)
{
  GtkWidget *widget = GTK_WIDGET (self->canvas);
  double x, y;

  if (self->state == NULL || self->tool->drag == NULL || !gtk_gesture_drag_get_start_point (gesture, &x, &y))
    return;
  set_pointer (self, GTK_EVENT_CONTROLLER (gesture), x + dx, y + dy);
  if (self->dragging || gtk_drag_check_threshold (widget, 0, 0, (int) dx, (int) dy))
    drag (self);
}

static void
on_drag_end (GtkGestureDrag *gesture, double dx, double dy, SketchTools *self)
{
  if (self->state == NULL)
    return;
  on_drag_update (gesture, dx, dy, self);
  if (self->state != NULL)
    release (self);
}

static void
on_cancel (GtkGesture *gesture, GdkEventSequence *sequence, SketchTools *self)
{
  sketch_tools_cancel (self);
}

/* The button is released: an editor that opened before would lose the focus. */
static void
on_click (GtkGestureClick *gesture, int n_presses, double x, double y, SketchTools *self)
{
  if (n_presses != 2 || self->dragging || self->tool->double_click == NULL)
    return;
  set_pointer (self, GTK_EVENT_CONTROLLER (gesture), x, y);
  self->tool->double_click (self);
}

static void
on_motion (GtkEventControllerMotion *motion, double x, double y, SketchTools *self)
{
  const TroveKey target = self->target;

  if (self->state != NULL)
    return;
  set_pointer (self, GTK_EVENT_CONTROLLER (motion), x, y);
  sketch_tools_update_cursor (self);
  if (self->target != target)
    gtk_widget_queue_draw (GTK_WIDGET (self->canvas));
}

/* The keyboard */

static GdkModifierType
get_modifier (guint key)
{
  switch (key)
    {
    case GDK_KEY_Shift_L:
    case GDK_KEY_Shift_R:
      return GDK_SHIFT_MASK;
    case GDK_KEY_Control_L:
    case GDK_KEY_Control_R:
      return GDK_CONTROL_MASK;
    case GDK_KEY_Alt_L:
    case GDK_KEY_Alt_R:
      return GDK_ALT_MASK;
    default:
      return 0;
    }
}

/* A drag depends on the modifiers, which change while the pointer rests. The state of a key's event is that before the key. */
static void
set_modifiers (SketchTools *self, GdkModifierType modifiers)
{
  const gboolean changed = self->pointer.modifiers != modifiers;

  self->pointer.modifiers = modifiers;
  if (self->dragging && changed)
    drag (self);
}

static gboolean
on_key_pressed (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType modifiers,
                SketchTools *self)
{
  set_modifiers (self, self->pointer.modifiers | get_modifier (key));
  return sketch_tools_press_key (self, key, modifiers);
}

static void
on_key_released (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType modifiers,
                 SketchTools *self)
{
  set_modifiers (self, self->pointer.modifiers & ~get_modifier (key));
}

/* Controllers */

static void
add_controller (SketchTools *self, gpointer controller)
{
  g_ptr_array_add (self->controllers, controller);
  gtk_widget_add_controller (GTK_WIDGET (self->canvas), controller);
}

static void
connect_pointer (SketchTools *self)
{
  GtkGesture *drag_gesture = gtk_gesture_drag_new (), *click = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag_gesture), GDK_BUTTON_PRIMARY);
  g_signal_connect (drag_gesture, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag_gesture, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (drag_gesture, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect (drag_gesture, "cancel", G_CALLBACK (on_cancel), self);
  g_signal_connect (click, "released", G_CALLBACK (on_click), self);
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  add_controller (self, drag_gesture);
  add_controller (self, click);
  gtk_gesture_group (drag_gesture, click);
  add_controller (self, motion);
}

static void
connect_keys (SketchTools *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key_pressed), self);
  g_signal_connect (keys, "key-released", G_CALLBACK (on_key_released), self);
  add_controller (self, keys);
}

void
sketch_tools_connect (SketchTools *self)
{
  connect_pointer (self);
  connect_keys (self);
}

void
sketch_tools_disconnect (SketchTools *self)
{
  for (guint i = 0; i < self->controllers->len; i++)
    gtk_widget_remove_controller (GTK_WIDGET (self->canvas), g_ptr_array_index (self->controllers, i));
  g_ptr_array_set_size (self->controllers, 0);
}

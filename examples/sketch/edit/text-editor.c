/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A popover over the canvas in which a text is written. Nothing is edited before it closes; Escape closes it without an edit. */

#include "draw/painter.h"
#include "edit/edits.h"
#include "edit/tool.h"

#define WIDTH 240
#define HEIGHT 72

struct _SketchTextEditor
{
  SketchTools *tools;
  GtkWidget *popover, *view;
  TroveKey key; /* of the text; 0: a new one */
  double x, y;  /* of a new one */
  gboolean cancelled;
};

static char *
dup_text (SketchTextEditor *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
add_text (SketchTextEditor *self, char *text)
{
  SketchShapeData shape;
  TroveKey key;
  GError *error = NULL;

  if (*text == '\0')
    return;
  sketch_tools_init_shape (self->tools, &shape);
  shape.kind = SKETCH_TEXT;
  shape.text = text;
  shape.x = self->x;
  shape.y = self->y;
  sketch_measure_text (&shape);
  if (sketch_tools_add (self->tools, &shape, &key, &error))
    {
      sketch_tools_commit (self->tools, "Add Text", NULL, NULL);
      sketch_selection_set (self->tools->selection, &key, 1);
    }
  else
    sketch_tools_commit (self->tools, NULL, NULL, error);
}

/* A text without letters is removed: it could not be seen. */
static void
change_text (SketchTextEditor *self, char *text)
{
  TroveDocument *document = self->tools->document;
  const SketchShapeData *shape = trove_document_peek (document, self->key, NULL);
  SketchShapeData changed;
  GError *error = NULL;

  if (shape == NULL || g_strcmp0 (shape->text, text) == 0)
    return;
  changed = *shape;
  changed.text = text;
  sketch_measure_text (&changed);
  if (*text == '\0')
    sketch_remove (document, &self->key, 1, &error);
  else
    trove_document_set (document, self->key, &changed, &error);
  sketch_tools_commit (self->tools, *text == '\0' ? "Delete" : "Edit Text", NULL, error);
}

static void
on_closed (GtkPopover *popover, SketchTextEditor *self)
{
  g_autofree char *text = dup_text (self);

  if (!self->cancelled && self->key != 0)
    change_text (self, text);
  else if (!self->cancelled)
    add_text (self, text);
  self->cancelled = TRUE; /* it is done */
  gtk_widget_grab_focus (GTK_WIDGET (self->tools->canvas));
}

static gboolean
on_key (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType modifiers, SketchTextEditor *self)
{
  const gboolean enter = key == GDK_KEY_Return || key == GDK_KEY_KP_Enter;

  if (key != GDK_KEY_Escape && !(enter && (modifiers & GDK_CONTROL_MASK) != 0))
    return FALSE;
  self->cancelled = key == GDK_KEY_Escape;
  gtk_popover_popdown (GTK_POPOVER (self->popover));
  return TRUE;
}

static GtkWidget *
create_view (SketchTextEditor *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->view = gtk_text_view_new ();
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->view), GTK_WRAP_WORD_CHAR);
  g_object_set (self->view, "left-margin", 9, "right-margin", 9, "top-margin", 9, "bottom-margin", 9, NULL);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (self->view, keys);
  gtk_widget_set_size_request (scrolled, WIDTH, HEIGHT);
  g_object_set (scrolled, "child", self->view, "hscrollbar-policy", GTK_POLICY_NEVER, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, "Text", -1);
  return scrolled;
}

static SketchTextEditor *
text_editor_new (SketchTools *tools)
{
  SketchTextEditor *self = g_new0 (SketchTextEditor, 1);

  self->tools = tools;
  self->popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->popover), create_view (self));
  gtk_popover_set_position (GTK_POPOVER (self->popover), GTK_POS_BOTTOM);
  gtk_widget_set_parent (self->popover, GTK_WIDGET (tools->canvas));
  g_signal_connect (self->popover, "closed", G_CALLBACK (on_closed), self);
  return self;
}

void
sketch_text_editor_finish (SketchTextEditor *self)
{
  gtk_popover_popdown (GTK_POPOVER (self->popover));
}

void
sketch_text_editor_free (SketchTextEditor *self)
{
  g_signal_handlers_disconnect_by_data (self->popover, self);
  gtk_widget_unparent (self->popover);
  g_free (self);
}

/* The popover stands below the text, or below where the new one begins. */
static void
point_to_text (SketchTextEditor *self, const SketchShapeData *shape)
{
  SketchCanvas *canvas = self->tools->canvas;
  double x1 = self->x, y1 = self->y, x2 = self->x, y2 = self->y;
  cairo_rectangle_t bounds;
  GdkRectangle place;

  if (shape != NULL && sketch_get_bounds (sketch_canvas_get_version (canvas), self->key, &bounds))
    {
      x1 = bounds.x;
      y1 = bounds.y;
      x2 = bounds.x + bounds.width;
      y2 = bounds.y + bounds.height;
    }
  sketch_canvas_to_widget (canvas, &x1, &y1);
  sketch_canvas_to_widget (canvas, &x2, &y2);
  place = (GdkRectangle){ (int) x1, (int) y1, MAX (1, (int) (x2 - x1)), MAX (1, (int) (y2 - y1)) };
  gtk_popover_set_pointing_to (GTK_POPOVER (self->popover), &place);
}

void
sketch_tools_edit_text (SketchTools *tools, TroveKey key)
{
  const SketchShapeData *shape = trove_document_peek (tools->document, key, NULL);
  SketchTextEditor *self;
  GtkTextBuffer *buffer;

  if (tools->text_editor == NULL)
    tools->text_editor = text_editor_new (tools);
  self = tools->text_editor;
  self->key = key;
  self->x = tools->pointer.x;
  self->y = tools->pointer.y;
  self->cancelled = FALSE;
  sketch_tools_snap (tools, &self->x, &self->y);
  buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
  gtk_text_buffer_set_text (buffer, shape != NULL && shape->text != NULL ? shape->text : "", -1);
  point_to_text (self, shape);
  gtk_popover_popup (GTK_POPOVER (self->popover));
  gtk_widget_grab_focus (self->view);
}

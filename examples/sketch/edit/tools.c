/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "edit/tool.h"

#define MOST_FRAMES 100 /* of shapes that are selected together */

enum
{
  PROP_TOOL = 1,
  PROP_LAYER,
  PROP_STYLE_STROKE,
  PROP_STYLE_FILL,
  PROP_STYLE_LINE_WIDTH,
  PROP_STYLE_OPACITY,
  PROP_STYLE_FONT_SIZE,
  N_PROPS,
};

G_DEFINE_FINAL_TYPE (SketchTools, sketch_tools, G_TYPE_OBJECT)

static GParamSpec *props[N_PROPS];
static guint signal_failed;

static const SketchTool *const all_tools[] = { &sketch_tool_select,  &sketch_tool_rectangle,
                                               &sketch_tool_ellipse, &sketch_tool_line,
                                               &sketch_tool_stroke,  &sketch_tool_connector,
                                               &sketch_tool_text,    &sketch_tool_pan };

/* New shapes */

void
sketch_tools_init_shape (SketchTools *self, SketchShapeData *shape)
{
  g_return_if_fail (SKETCH_IS_TOOLS (self));

  *shape = self->style;
}

TroveKey
sketch_tools_get_layer (SketchTools *self)
{
  TroveKey root, front = 0;
  guint n;

  g_return_val_if_fail (SKETCH_IS_TOOLS (self), 0);

  root = trove_document_get_root_key (self->document);
  if (trove_document_get_owner (self->document, self->layer, NULL, NULL) == root)
    return self->layer;
  n = trove_document_get_n_children (self->document, root, "layers");
  if (n > 0)
    trove_document_get_children (self->document, root, "layers", n - 1, &front, 1);
  return front;
}

void
sketch_tools_set_layer (SketchTools *self, TroveKey layer)
{
  g_return_if_fail (SKETCH_IS_TOOLS (self));

  if (self->layer == layer)
    return;
  self->layer = layer;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LAYER]);
}

gboolean
sketch_tools_check_layer (SketchTools *self, GError **error)
{
  const SketchLayerData *layer = trove_document_peek (self->document, sketch_tools_get_layer (self), NULL);

  if (layer == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "The drawing has no layer");
  else if (layer->locked)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY, "\342\200\234%s\342\200\235 is locked",
                 layer->name);
  else if (!layer->visible)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY, "\342\200\234%s\342\200\235 is hidden",
                 layer->name);
  else
    return TRUE;
  return FALSE;
}

gboolean
sketch_tools_add (SketchTools *self, const SketchShapeData *shape, TroveKey *key, GError **error)
{
  return sketch_tools_check_layer (self, error) &&
         trove_document_add (self->document, SKETCH_TYPE_SHAPE, shape, sketch_tools_get_layer (self),
                             "shapes", G_MAXUINT, key, error);
}

/* Failures */

void
sketch_tools_fail (SketchTools *self, const GError *error)
{
  g_signal_emit (self, signal_failed, 0, error->message);
}

void
sketch_tools_commit (SketchTools *self, const char *label, const char *merge_id, GError *error)
{
  g_autoptr (GError) failure = error;

  if (failure == NULL && trove_document_commit_full (self->document, label, merge_id, &failure))
    return;
  trove_document_rollback (self->document, NULL);
  sketch_tools_fail (self, failure);
}

/* Above the shapes */

const SketchFrame *
sketch_tools_get_frame (SketchTools *self)
{
  TroveVersion *version = sketch_canvas_get_version (self->canvas);
  gsize n;
  const TroveKey *keys = sketch_selection_get_keys (self->selection, &n);

  if (n == 0 || version == NULL)
    return NULL;
  if (self->frame_version != version)
    {
      g_set_object (&self->frame_version, version);
      self->has_frame = sketch_frame_init (&self->frame, version, keys, n);
    }
  return self->has_frame ? &self->frame : NULL;
}

static void
draw_frames (SketchTools *self, cairo_t *cr)
{
  const double zoom = sketch_canvas_get_zoom (self->canvas);
  const SketchFrame *frame = sketch_tools_get_frame (self);
  gsize n;
  const TroveKey *keys = sketch_selection_get_keys (self->selection, &n);
  SketchFrame one;

  if (frame == NULL)
    return;
  for (gsize i = 0; n > 1 && n <= MOST_FRAMES && i < n; i++)
    if (sketch_frame_init (&one, self->frame_version, &keys[i], 1))
      sketch_frame_draw (&one, cr, zoom);
  sketch_frame_draw (frame, cr, zoom);
  if (self->tool == &sketch_tool_select && !self->dragging)
    sketch_frame_draw_handles (frame, cr, zoom);
}

static void
draw_overlay (SketchCanvas *canvas, cairo_t *cr, gpointer data)
{
  SketchTools *self = data;

  draw_frames (self, cr);
  if (self->tool->draw != NULL)
    self->tool->draw (self, cr);
}

static void
on_selection_changed (SketchTools *self)
{
  self->n_selections++;
  g_clear_object (&self->frame_version);
  gtk_widget_queue_draw (GTK_WIDGET (self->canvas));
}

/* The object */

/* Leaves the canvas to others. */
static void
leave (SketchTools *self)
{
  GObject *canvas = G_OBJECT (self->canvas);

  if (canvas == NULL || g_object_get_data (canvas, "sketch-tools") != self)
    return;
  sketch_tools_cancel (self);
  g_clear_pointer (&self->text_editor, sketch_text_editor_free);
  g_object_set_data (canvas, "sketch-tools", NULL);
  sketch_canvas_set_overlay (self->canvas, NULL, NULL);
  sketch_tools_disconnect (self);
}

SketchTools *
sketch_tools_new (SketchCanvas *canvas, TroveDocument *document, SketchSelection *selection)
{
  SketchTools *self = g_object_new (SKETCH_TYPE_TOOLS, NULL);
  SketchTools *before = g_object_get_data (G_OBJECT (canvas), "sketch-tools");

  if (before != NULL)
    leave (before);
  self->canvas = g_object_ref (canvas);
  self->document = g_object_ref (document);
  self->selection = g_object_ref (selection);
  g_object_set_data (G_OBJECT (canvas), "sketch-tools", self);
  g_signal_connect_object (selection, "changed", G_CALLBACK (on_selection_changed), self, G_CONNECT_SWAPPED);
  sketch_canvas_set_overlay (canvas, draw_overlay, self);
  sketch_tools_connect (self);
  sketch_tools_update_cursor (self);
  return self;
}

static void
set_tool (SketchTools *self, const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (all_tools); i++)
    if (g_strcmp0 (all_tools[i]->name, name) == 0)
      {
        sketch_tools_cancel (self);
        self->tool = all_tools[i];
        self->target = 0;
        if (self->canvas == NULL)
          return;
        sketch_tools_update_cursor (self);
        gtk_widget_queue_draw (GTK_WIDGET (self->canvas));
        return;
      }
  g_warning ("There is no tool \342\200\234%s\342\200\235", name);
}

/* Properties */

/* A member of the style of new shapes, by the number of its property. */
static const gsize style_offsets[N_PROPS] = {
  [PROP_STYLE_STROKE] = G_STRUCT_OFFSET (SketchShapeData, stroke),
  [PROP_STYLE_FILL] = G_STRUCT_OFFSET (SketchShapeData, fill),
  [PROP_STYLE_LINE_WIDTH] = G_STRUCT_OFFSET (SketchShapeData, line_width),
  [PROP_STYLE_OPACITY] = G_STRUCT_OFFSET (SketchShapeData, opacity),
  [PROP_STYLE_FONT_SIZE] = G_STRUCT_OFFSET (SketchShapeData, font_size),
};

static void
sketch_tools_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SketchTools *self = SKETCH_TOOLS (object);

  if (id == PROP_TOOL)
    g_value_set_string (value, self->tool->name);
  else if (id == PROP_LAYER)
    g_value_set_uint64 (value, sketch_tools_get_layer (self));
  else if (G_VALUE_HOLDS_UINT (value))
    g_value_set_uint (value, G_STRUCT_MEMBER (guint, &self->style, style_offsets[id]));
  else
    g_value_set_double (value, G_STRUCT_MEMBER (double, &self->style, style_offsets[id]));
}

static void
sketch_tools_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SketchTools *self = SKETCH_TOOLS (object);

  if (id == PROP_TOOL)
    set_tool (self, g_value_get_string (value));
  else if (id == PROP_LAYER)
    sketch_tools_set_layer (self, g_value_get_uint64 (value));
  else if (G_VALUE_HOLDS_UINT (value))
    G_STRUCT_MEMBER (guint, &self->style, style_offsets[id]) = g_value_get_uint (value);
  else
    G_STRUCT_MEMBER (double, &self->style, style_offsets[id]) = g_value_get_double (value);
}

static void
sketch_tools_dispose (GObject *object)
{
  SketchTools *self = SKETCH_TOOLS (object);

  leave (self);
  g_clear_object (&self->frame_version);
  g_clear_object (&self->canvas);
  g_clear_object (&self->selection);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (sketch_tools_parent_class)->dispose (object);
}

static void
sketch_tools_finalize (GObject *object)
{
  g_ptr_array_unref (SKETCH_TOOLS (object)->controllers);
  G_OBJECT_CLASS (sketch_tools_parent_class)->finalize (object);
}

static GParamSpec *
color (const char *name, guint initial)
{
  return g_param_spec_uint (name, NULL, NULL, 0, G_MAXUINT, initial, G_PARAM_READWRITE);
}

static GParamSpec *
number (const char *name, double least, double most, double initial)
{
  return g_param_spec_double (name, NULL, NULL, least, most, initial, G_PARAM_READWRITE);
}

static void
sketch_tools_class_init (SketchToolsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = sketch_tools_get_property;
  object_class->set_property = sketch_tools_set_property;
  object_class->dispose = sketch_tools_dispose;
  object_class->finalize = sketch_tools_finalize;

  props[PROP_TOOL] = g_param_spec_string ("tool", NULL, NULL, "select", G_PARAM_READWRITE);
  props[PROP_LAYER] = g_param_spec_uint64 ("layer", NULL, NULL, 0, G_MAXUINT64, 0,
                                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_STYLE_STROKE] = color ("style-stroke", 0x000000ff);
  props[PROP_STYLE_FILL] = color ("style-fill", 0);
  props[PROP_STYLE_LINE_WIDTH] = number ("style-line-width", 0, 1000, 2);
  props[PROP_STYLE_OPACITY] = number ("style-opacity", 0, 1, 1);
  props[PROP_STYLE_FONT_SIZE] = number ("style-font-size", 1, 1000, 16);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signal_failed = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
sketch_tools_init (SketchTools *self)
{
  self->tool = &sketch_tool_select;
  self->style = (SketchShapeData) SKETCH_SHAPE_DATA_INIT;
  self->controllers = g_ptr_array_new ();
}

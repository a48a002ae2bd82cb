/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "ui/shapes.h"

#include "edit/handles.h"

struct _SketchShapes
{
  GObject parent_instance;
  TroveDocument *document;
  TroveKey *keys;
  gsize n;
  TroveVersion *version; /* that the box is of; NULL: there is no box */
  cairo_rectangle_t box;
};

/* The box, then the style. */
enum
{
  PROP_X = 1,
  PROP_Y,
  PROP_WIDTH,
  PROP_HEIGHT,
  PROP_STROKE,
  PROP_FILL,
  PROP_LINE_WIDTH,
  PROP_OPACITY,
  PROP_FONT_SIZE,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (SketchShapes, sketch_shapes, G_TYPE_OBJECT)

/* The first shape that is no group; NULL: there is none. */
static const SketchShapeData *
peek_leaf (TroveDocument *document, TroveKey key)
{
  const SketchShapeData *shape = trove_document_peek (document, key, NULL);
  TroveKey child;

  while (shape != NULL && shape->kind == SKETCH_GROUP)
    {
      if (trove_document_get_children (document, key, "children", 0, &child, 1) == 0)
        return NULL;
      key = child;
      shape = trove_document_peek (document, key, NULL);
    }
  return shape;
}

/* The box of the frame that the canvas draws. Four properties ask for it in turn. */
static cairo_rectangle_t
get_box (SketchShapes *self)
{
  g_autoptr (TroveVersion) version = trove_document_freeze (self->document, NULL);
  SketchFrame frame = { 0 };

  if (version == NULL || !g_set_object (&self->version, version))
    return self->box;
  sketch_frame_init (&frame, version, self->keys, self->n);
  self->box = frame.box;
  return self->box;
}

static void
get_style (const SketchShapeData *shape, guint id, GValue *value)
{
  switch (id)
    {
    case PROP_STROKE:
      g_value_set_uint (value, shape->stroke);
      break;
    case PROP_FILL:
      g_value_set_uint (value, shape->fill);
      break;
    case PROP_LINE_WIDTH:
      g_value_set_double (value, shape->line_width);
      break;
    case PROP_OPACITY:
      g_value_set_double (value, shape->opacity);
      break;
    default:
      g_value_set_double (value, shape->font_size);
    }
}

static void
sketch_shapes_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SketchShapes *self = SKETCH_SHAPES (object);
  const SketchShapeData *leaf;

  if (id <= PROP_HEIGHT)
    {
      const cairo_rectangle_t box = get_box (self);
      const double sides[] = { box.x, box.y, box.width, box.height };

      g_value_set_double (value, sides[id - PROP_X]);
    }
  else if ((leaf = peek_leaf (self->document, self->keys[0])) != NULL)
    get_style (leaf, id, value);
}

static gboolean
set_box (SketchShapes *self, guint id, double value, GError **error)
{
  const cairo_rectangle_t from = get_box (self);
  cairo_rectangle_t to = from;

  if (id == PROP_X)
    return sketch_move (self->document, self->keys, self->n, value - from.x, 0, error);
  if (id == PROP_Y)
    return sketch_move (self->document, self->keys, self->n, 0, value - from.y, error);
  if (id == PROP_WIDTH)
    to.width = value;
  else
    to.height = value;
  return sketch_resize (self->document, self->keys, self->n, &from, &to, error);
}

gboolean
sketch_shapes_set_field (SketchShapes *self, const char *property, const GValue *value, GError **error)
{
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (self), property);

  g_return_val_if_fail (pspec != NULL, FALSE);

  if (pspec->param_id <= PROP_HEIGHT)
    return set_box (self, pspec->param_id, g_value_get_double (value), error);
  return sketch_set_style (self->document, self->keys, self->n, property, value, error);
}

static void
notify_all (SketchShapes *self)
{
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = PROP_X; i < N_PROPS; i++)
    g_object_notify_by_pspec (G_OBJECT (self), props[i]);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
sketch_shapes_finalize (GObject *object)
{
  SketchShapes *self = SKETCH_SHAPES (object);

  g_clear_object (&self->version);
  g_object_unref (self->document);
  g_free (self->keys);
  G_OBJECT_CLASS (sketch_shapes_parent_class)->finalize (object);
}

static void
sketch_shapes_class_init (SketchShapesClass *klass)
{
  static const char *const lengths[] = { [PROP_X] = "x",
                                         [PROP_Y] = "y",
                                         [PROP_WIDTH] = "width",
                                         [PROP_HEIGHT] = "height",
                                         [PROP_LINE_WIDTH] = "line-width",
                                         [PROP_OPACITY] = "opacity",
                                         [PROP_FONT_SIZE] = "font-size" };
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  G_OBJECT_CLASS (klass)->finalize = sketch_shapes_finalize;
  G_OBJECT_CLASS (klass)->get_property = sketch_shapes_get_property;
  for (guint i = PROP_X; i < N_PROPS; i++)
    if (lengths[i] != NULL)
      props[i] = g_param_spec_double (lengths[i], NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, flags);
  props[PROP_STROKE] = g_param_spec_uint ("stroke", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_FILL] = g_param_spec_uint ("fill", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, props);
}

static void
sketch_shapes_init (SketchShapes *self)
{
}

SketchShapes *
sketch_shapes_new (TroveDocument *document, const TroveKey *keys, gsize n)
{
  SketchShapes *self = g_object_new (SKETCH_TYPE_SHAPES, NULL);

  self->document = g_object_ref (document);
  self->keys = g_memdup2 (keys, n * sizeof *keys);
  self->n = n;
  g_signal_connect_object (document, "notify::current", G_CALLBACK (notify_all), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (document, "changed", G_CALLBACK (notify_all), self, G_CONNECT_SWAPPED);
  return self;
}

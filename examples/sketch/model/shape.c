/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "shape.h"

#define FAR 1e7

struct _SketchShape
{
  TroveObject parent_instance;
};

G_DEFINE_FINAL_TYPE (SketchShape, sketch_shape, TROVE_TYPE_OBJECT)

GType
sketch_kind_get_type (void)
{
  static GType type;
  static const GEnumValue values[] = {
    { SKETCH_RECTANGLE, "SKETCH_RECTANGLE", "rectangle" },
    { SKETCH_ELLIPSE, "SKETCH_ELLIPSE", "ellipse" },
    { SKETCH_LINE, "SKETCH_LINE", "line" },
    { SKETCH_PATH, "SKETCH_PATH", "path" },
    { SKETCH_CONNECTOR, "SKETCH_CONNECTOR", "connector" },
    { SKETCH_TEXT, "SKETCH_TEXT", "text" },
    { SKETCH_GROUP, "SKETCH_GROUP", "group" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("SketchKind", values));
  return type;
}

const char *
sketch_kind_get_name (SketchKind kind)
{
  static const char *const names[] = { "Rectangle", "Ellipse", "Line", "Path", "Connector", "Text", "Group" };

  g_return_val_if_fail (kind < G_N_ELEMENTS (names), "Shape");

  return names[kind];
}

static GParamSpec *
length (const char *name)
{
  return g_param_spec_double (name, NULL, NULL, -FAR, FAR, 0, G_PARAM_READWRITE);
}

/* A merge takes the box of a shape from one side. */
static GParamSpec *
of_box (const char *name)
{
  GParamSpec *pspec = length (name);

  trove_param_spec_set_together (pspec, "box");
  return pspec;
}

static GParamSpec *
color (const char *name, guint initial)
{
  return g_param_spec_uint (name, NULL, NULL, 0, G_MAXUINT, initial, G_PARAM_READWRITE);
}

static GParamSpec *
string (const char *name)
{
  return g_param_spec_string (name, NULL, NULL, NULL, G_PARAM_READWRITE);
}

static GParamSpec *
shape (const char *name)
{
  return g_param_spec_object (name, NULL, NULL, SKETCH_TYPE_SHAPE, G_PARAM_READWRITE);
}

static void
sketch_shape_class_init (SketchShapeClass *klass)
{
  const TroveField fields[] = {
    TROVE_FIELD (
        SketchShapeData, kind,
        g_param_spec_enum ("kind", NULL, NULL, SKETCH_TYPE_KIND, SKETCH_RECTANGLE, G_PARAM_READWRITE)),
    TROVE_FIELD (SketchShapeData, x, of_box ("x")),
    TROVE_FIELD (SketchShapeData, y, of_box ("y")),
    TROVE_FIELD (SketchShapeData, width, of_box ("width")),
    TROVE_FIELD (SketchShapeData, height, of_box ("height")),
    TROVE_FIELD (SketchShapeData, angle,
                 g_param_spec_double ("angle", NULL, NULL, -360, 360, 0, G_PARAM_READWRITE)),
    TROVE_FIELD (SketchShapeData, stroke, color ("stroke", 0x000000ff)),
    TROVE_FIELD (SketchShapeData, fill, color ("fill", 0)),
    TROVE_FIELD (SketchShapeData, line_width,
                 g_param_spec_double ("line-width", NULL, NULL, 0, 1000, 2, G_PARAM_READWRITE)),
    TROVE_FIELD (SketchShapeData, opacity,
                 g_param_spec_double ("opacity", NULL, NULL, 0, 1, 1, G_PARAM_READWRITE)),
    TROVE_FIELD (SketchShapeData, even_odd,
                 g_param_spec_boolean ("even-odd", NULL, NULL, FALSE, G_PARAM_READWRITE)),
    TROVE_FIELD (SketchShapeData, path, string ("path")),
    TROVE_FIELD (SketchShapeData, text, string ("text")),
    TROVE_FIELD (SketchShapeData, font_size,
                 g_param_spec_double ("font-size", NULL, NULL, 1, 1000, 16, G_PARAM_READWRITE)),
    TROVE_FIELD (SketchShapeData, from, shape ("from")),
    TROVE_FIELD (SketchShapeData, to, shape ("to")),
    TROVE_FIELD_LIST (trove_param_spec_list ("children", NULL, NULL, SKETCH_TYPE_SHAPE,
                                             G_PARAM_READABLE | TROVE_PARAM_OWNED)),
  };

  trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), sizeof (SketchShapeData), fields,
                                     G_N_ELEMENTS (fields));
}

static void
sketch_shape_init (SketchShape *self)
{
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "shape.h"

struct _Shape
{
  TroveObject parent_instance;
};

G_DEFINE_FINAL_TYPE (Shape, shape, TROVE_TYPE_OBJECT)

static void
shape_class_init (ShapeClass *klass)
{
  const TroveField fields[] = {
    TROVE_FIELD (ShapeData, name, g_param_spec_string ("name", "Name", NULL, "Shape", G_PARAM_READWRITE)),
    TROVE_FIELD (ShapeData, size, g_param_spec_double ("size", "Size", NULL, 0, 1000, 10, G_PARAM_READWRITE)),
    TROVE_FIELD (ShapeData, visible,
                 g_param_spec_boolean ("visible", "Visibility", NULL, TRUE, G_PARAM_READWRITE)),
    TROVE_FIELD_LIST (
        trove_param_spec_list ("children", NULL, NULL, TYPE_SHAPE, G_PARAM_READABLE | TROVE_PARAM_OWNED)),
  };

  trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), sizeof (ShapeData), fields,
                                     G_N_ELEMENTS (fields));
}

static void
shape_init (Shape *self)
{
}

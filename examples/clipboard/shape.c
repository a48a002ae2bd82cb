/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "shape.h"

struct _Shape
{
  TroveObject parent_instance;
};

struct _Page
{
  TroveObject parent_instance;
};

G_DEFINE_FINAL_TYPE (Shape, shape, TROVE_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (Page, page, TROVE_TYPE_OBJECT)

/* Fragments write a color as the variant that these functions make of it. */

static void
color_to_variant (const GValue *from, GValue *to)
{
  const GdkRGBA *color = g_value_get_boxed (from);

  g_value_set_variant (to, g_variant_new ("(dddd)", color->red, color->green, color->blue, color->alpha));
}

/* A variant of another program may be anything. It sets no value unless it is one of a color. */
static void
variant_to_color (const GValue *from, GValue *to)
{
  GVariant *variant = g_value_get_variant (from);
  double red, green, blue, alpha;

  if (variant == NULL || !g_variant_is_of_type (variant, G_VARIANT_TYPE ("(dddd)")))
    return;
  g_variant_get (variant, "(dddd)", &red, &green, &blue, &alpha);
  g_value_set_boxed (to, &(GdkRGBA){ (float) red, (float) green, (float) blue, (float) alpha });
}

static void
shape_class_init (ShapeClass *klass)
{
  const TroveElementInfo color = TROVE_ELEMENT (GdkRGBA);
  const TroveField fields[] = {
    TROVE_FIELD (ShapeData, name, g_param_spec_string ("name", "Name", NULL, "Shape", G_PARAM_READWRITE)),
    TROVE_FIELD (ShapeData, fill,
                 g_param_spec_boxed ("fill", "Fill", NULL, GDK_TYPE_RGBA, G_PARAM_READWRITE)),
    TROVE_FIELD (ShapeData, target,
                 g_param_spec_object ("target", "Target", NULL, TYPE_SHAPE, G_PARAM_READWRITE)),
  };

  trove_element_register (GDK_TYPE_RGBA, &color); /* its values are in the struct, and not behind a pointer */
  g_value_register_transform_func (GDK_TYPE_RGBA, G_TYPE_VARIANT, color_to_variant);
  g_value_register_transform_func (G_TYPE_VARIANT, GDK_TYPE_RGBA, variant_to_color);
  trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), sizeof (ShapeData), fields,
                                     G_N_ELEMENTS (fields));
}

static void
shape_init (Shape *self)
{
}

static void
page_class_init (PageClass *klass)
{
  const TroveField fields[] = {
    TROVE_FIELD_LIST (
        trove_param_spec_list ("shapes", NULL, NULL, TYPE_SHAPE, G_PARAM_READABLE | TROVE_PARAM_OWNED)),
  };

  trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), 0, fields, G_N_ELEMENTS (fields));
}

static void
page_init (Page *self)
{
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "drawing.h"

struct _SketchLayer
{
  TroveObject parent_instance;
};

struct _SketchDrawing
{
  TroveObject parent_instance;
};

G_DEFINE_FINAL_TYPE (SketchLayer, sketch_layer, TROVE_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (SketchDrawing, sketch_drawing, TROVE_TYPE_OBJECT)

static void
sketch_layer_class_init (SketchLayerClass *klass)
{
  const TroveField fields[] = {
    TROVE_FIELD (SketchLayerData, name, g_param_spec_string ("name", NULL, NULL, NULL, G_PARAM_READWRITE)),
    TROVE_FIELD (SketchLayerData, visible,
                 g_param_spec_boolean ("visible", NULL, NULL, TRUE, G_PARAM_READWRITE)),
    TROVE_FIELD (SketchLayerData, locked,
                 g_param_spec_boolean ("locked", NULL, NULL, FALSE, G_PARAM_READWRITE)),
    TROVE_FIELD_LIST (trove_param_spec_list ("shapes", NULL, NULL, SKETCH_TYPE_SHAPE,
                                             G_PARAM_READABLE | TROVE_PARAM_OWNED)),
  };

  trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), sizeof (SketchLayerData), fields,
                                     G_N_ELEMENTS (fields));
}

static void
sketch_layer_init (SketchLayer *self)
{
}

static void
sketch_drawing_class_init (SketchDrawingClass *klass)
{
  const TroveField fields[] = {
    TROVE_FIELD_LIST (trove_param_spec_list ("layers", NULL, NULL, SKETCH_TYPE_LAYER,
                                             G_PARAM_READABLE | TROVE_PARAM_OWNED)),
  };

  trove_object_class_install_fields (TROVE_OBJECT_CLASS (klass), 0, fields, G_N_ELEMENTS (fields));
}

static void
sketch_drawing_init (SketchDrawing *self)
{
}

void
sketch_register_classes (void)
{
  g_type_ensure (SKETCH_TYPE_DRAWING);
  g_type_ensure (SKETCH_TYPE_LAYER);
  g_type_ensure (SKETCH_TYPE_SHAPE);
}

TroveDocument *
sketch_document_new (void)
{
  g_autoptr (TroveDocument) document = trove_document_new (SKETCH_TYPE_DRAWING, NULL, 0);
  const SketchLayerData layer = { .name = "Layer 1", .visible = TRUE };
  g_autoptr (GError) error = NULL;
  TroveDocument *branch = NULL;

  /* The history of a branch begins with the version that has the layer. */
  if (!trove_document_add (document, SKETCH_TYPE_LAYER, &layer, trove_document_get_root_key (document),
                           "layers", 0, NULL, &error) ||
      !trove_document_commit (document, NULL, &error) ||
      (branch = trove_document_branch (document, NULL, &error)) == NULL)
    g_error ("A new drawing: %s", error->message); /* out of memory */
  return branch;
}

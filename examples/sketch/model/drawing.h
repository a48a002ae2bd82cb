/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The document: a drawing owns layers, a layer owns shapes, and a group owns shapes.
 *
 *   drawing ── layers ──▶ layer ── shapes ──▶ shape ── children ──▶ shape
 *
 * Lists go from back to front. */

#pragma once

#include "shape.h"

typedef struct
{
  const char *name;
  gboolean visible;
  gboolean locked; /* its shapes cannot be selected */
} SketchLayerData;

#define SKETCH_TYPE_LAYER (sketch_layer_get_type ())
G_DECLARE_FINAL_TYPE (SketchLayer, sketch_layer, SKETCH, LAYER, TroveObject)

#define SKETCH_TYPE_DRAWING (sketch_drawing_get_type ())
G_DECLARE_FINAL_TYPE (SketchDrawing, sketch_drawing, SKETCH, DRAWING, TroveObject)

/* A document with one layer and no step to undo. */
TroveDocument *sketch_document_new (void);

/* Called before a document is loaded: its classes are found by their names. */
void sketch_register_classes (void);

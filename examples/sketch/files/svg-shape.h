/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Shapes that were read from elements and are not in a document yet. */

#pragma once

#include "files/svg-element.h"
#include "model/shape.h"

typedef struct
{
  SketchShapeData data; /* its strings are owned */
  GPtrArray *children;  /* of a group; NULL: of another shape */
} SketchSvgShape;

void sketch_svg_shape_free (gpointer shape);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SketchSvgShape, sketch_svg_shape_free)

/* The shape of an element of the given name. NULL: nothing is drawn, or the document has an error. */
SketchSvgShape *sketch_svg_shape_new (const SketchSvgElement *element, const char *name);

/* Whether elements of this name are shapes. */
gboolean sketch_svg_shape_is_known (const char *name);

/* A group of shapes, which are taken. One shape is itself the group; none is NULL. */
SketchSvgShape *sketch_svg_shape_new_group (GPtrArray *children, double opacity);

/* Takes data, whose box is in the drawing. NULL: it is too far away, which is an error of the document. */
SketchSvgShape *sketch_svg_shape_take (const SketchSvgElement *element, SketchShapeData *data);

/* Puts a box of the element's coordinates into the drawing, with an angle if it is rotated there. FALSE: it has become a
 * parallelogram; what is set is the rectangle with the same sides. */
gboolean sketch_svg_place_box (const SketchSvgElement *element, const cairo_rectangle_t *box,
                               SketchShapeData *data);

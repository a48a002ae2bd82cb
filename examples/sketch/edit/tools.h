/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The pointer on the canvas: one tool at a time, named as the state of the action "win.tool".
 *
 *   "select"   selects, moves, resizes, rotates        "ellipse", "rectangle", "line"   adds a shape of a box
 *   "stroke"   adds a stroke                           "connector"                      joins two shapes
 *   "text"     adds or edits a text                    "pan"                            moves the view
 *
 * A gesture edits the document while the pointer moves, in a group of edits, and ends the group as a step. Escape cancels the group. With
 * Shift, a shape is as wide as high, a line at a multiple of 45°, a turn one of 15°, and a shape moves along an axis. With Alt, the center
 * stays. With Ctrl, nothing goes to the grid. */

#pragma once

#include "edit/selection.h"
#include "canvas/canvas.h"

#define SKETCH_TYPE_TOOLS (sketch_tools_get_type ())
G_DECLARE_FINAL_TYPE (SketchTools, sketch_tools, SKETCH, TOOLS, GObject)

/* The property "tool" is the name of the tool; "style-stroke", "style-fill", "style-line-width", "style-opacity",
 * "style-font-size" and "layer" (the key of the layer, as guint64) are for new shapes. The signal "failed" has a text for the user: an
 * edit was not made, and the document is as before. The tools of a canvas are those that were made last. */
SketchTools *sketch_tools_new (SketchCanvas *canvas, TroveDocument *document, SketchSelection *selection);

/* The style of new shapes. */
void sketch_tools_init_shape (SketchTools *self, SketchShapeData *shape);

/* The layer that new shapes go to: that of the property, or the one in front if that is not there any more; 0: there is none. */
TroveKey sketch_tools_get_layer (SketchTools *self);
void sketch_tools_set_layer (SketchTools *self, TroveKey layer);

/* FALSE: no shape can be added to the layer, which is hidden or locked. */
gboolean sketch_tools_check_layer (SketchTools *self, GError **error);

/* Ends a gesture as if the button was released, and the text that is being written: what was drawn so far is a step. To be called before
 * something else is done with the document. */
void sketch_tools_finish (SketchTools *self);

/* Selects all shapes in visible layers that are not locked. */
void sketch_tools_select_all (SketchTools *self);

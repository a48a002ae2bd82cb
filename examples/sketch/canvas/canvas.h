/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The widget that shows a document or a version: tiles that are drawn again where something changed, pan and zoom, and the grid.
 *
 *   document ──(compare)──▶ spatial index ──(damage)──▶ tiles ──▶ screen
 *                                              └─ dear ones are drawn on worker threads, from a version
 *
 * Tools draw above the shapes by an overlay, and get the pointer by their own event controllers. */

#pragma once

#include <gtk/gtk.h>

#include "draw/geometry.h"

#define SKETCH_TYPE_CANVAS (sketch_canvas_get_type ())
G_DECLARE_FINAL_TYPE (SketchCanvas, sketch_canvas, SKETCH, CANVAS, GtkWidget)

/* Called when the canvas is drawn, with drawing units scaled to the screen: cr's line width of 1 / zoom is one pixel. */
typedef void (*SketchOverlayFunc) (SketchCanvas *canvas, cairo_t *cr, gpointer data);

GtkWidget *sketch_canvas_new (void);

/* The canvas follows the document: the next frame shows its current state, with edits that are not committed. */
void sketch_canvas_set_document (SketchCanvas *self, TroveDocument *document);

/* Shows a version instead, which stays. For comparing. */
void sketch_canvas_set_version (SketchCanvas *self, TroveVersion *version);

/* The version that the next frame shows: the document's current state. Not owned; valid until the next edit. */
TroveVersion *sketch_canvas_get_version (SketchCanvas *self);

void sketch_canvas_set_overlay (SketchCanvas *self, SketchOverlayFunc func, gpointer data);

/* Overlays of others than the tools, such as the conflicts of a merge: they are drawn below that of the tools, in this order. */
void sketch_canvas_add_overlay (SketchCanvas *self, SketchOverlayFunc func, gpointer data);
void sketch_canvas_remove_overlay (SketchCanvas *self, SketchOverlayFunc func, gpointer data);

/* Pan and zoom: properties "zoom" (0.02 to 64), "grid" (units; 0: none), "show-grid", "snap". Coordinates of the widget and of the
 * drawing. */
double sketch_canvas_get_zoom (SketchCanvas *self);
void sketch_canvas_set_zoom (SketchCanvas *self, double zoom);
void sketch_canvas_scroll (SketchCanvas *self, double dx, double dy);

/* The point of the drawing that is at (x, y) of the widget stays there. */
void sketch_canvas_zoom_at (SketchCanvas *self, double zoom, double x, double y);
void sketch_canvas_show_box (SketchCanvas *self, const cairo_rectangle_t *box);
void sketch_canvas_to_drawing (SketchCanvas *self, double *x, double *y);
void sketch_canvas_to_widget (SketchCanvas *self, double *x, double *y);

/* Shows the same part as another canvas. The signal "view-changed" is emitted after pan and zoom, once for a change. */
void sketch_canvas_copy_view (SketchCanvas *self, SketchCanvas *other);

/* Whether all that is to be shown is drawn. */
gboolean sketch_canvas_is_current (SketchCanvas *self);

/* Moves a point of the drawing to the grid, if "snap" is set. */
void sketch_canvas_snap (SketchCanvas *self, double *x, double *y);

/* The top-level shape in front at a point of the drawing, in visible layers that are not locked; 0: none. */
TroveKey sketch_canvas_pick (SketchCanvas *self, double x, double y);

/* Those that lie wholly in a box, from back to front. */
GArray *sketch_canvas_pick_box (SketchCanvas *self, const cairo_rectangle_t *box);

/* Those whose bounds touch a box, from back to front. */
GArray *sketch_canvas_find (SketchCanvas *self, const cairo_rectangle_t *box);

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Marks around the shapes of a version that differ from another one. The lines differ as the colors do:
 *
 *   added   green, ────      removed   red, ─ ─ ─      changed   amber, · · ·
 */

#pragma once

#include "canvas/canvas.h"

typedef enum
{
  SKETCH_MARK_ADDED,
  SKETCH_MARK_REMOVED,
  SKETCH_MARK_CHANGED,
} SketchMarkKind;

typedef struct
{
  TroveKey key;
  SketchMarkKind kind;
  cairo_rectangle_t box;
} SketchMark;

/* The marks of shapes that are in version, which is one of the two that were compared. An array of SketchMark. */
GArray *sketch_find_marks (TroveChanges *changes, TroveVersion *version);

/* cr: in the drawing's units. The mark of the selected key is filled; 0: none. */
void sketch_draw_marks (cairo_t *cr, const GArray *marks, double zoom, TroveKey selected);
void sketch_draw_mark (cairo_t *cr, const SketchMark *mark, double zoom, gboolean selected);

/* Scrolls to a box, so that what is around it is seen as well. */
void sketch_show_surroundings (SketchCanvas *canvas, const cairo_rectangle_t *box);

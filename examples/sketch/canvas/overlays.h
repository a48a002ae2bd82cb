/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Drawings above the shapes. The first one is that of the tools, and is drawn last. */

#pragma once

#include "canvas/canvas.h"

typedef struct _SketchOverlays SketchOverlays;

SketchOverlays *sketch_overlays_new (void);
void sketch_overlays_free (SketchOverlays *self);

/* func: NULL: none */
void sketch_overlays_set_first (SketchOverlays *self, SketchOverlayFunc func, gpointer data);
void sketch_overlays_add (SketchOverlays *self, SketchOverlayFunc func, gpointer data);
void sketch_overlays_remove (SketchOverlays *self, SketchOverlayFunc func, gpointer data);

gboolean sketch_overlays_is_empty (SketchOverlays *self);
void sketch_overlays_draw (SketchOverlays *self, SketchCanvas *canvas, cairo_t *cr);

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The top-level shapes of a document by place. The index follows a document by comparing versions: it holds the version that it was
 * brought to, so an edit, undo, a merge and going to a version are all the same to it. */

#pragma once

#include "draw/geometry.h"

typedef struct _SketchSpatialIndex SketchSpatialIndex;

/* For each place that is to be drawn again. */
typedef void (*SketchDamageFunc) (const cairo_rectangle_t *bounds, gpointer data);

SketchSpatialIndex *sketch_spatial_index_new (void);
void sketch_spatial_index_free (SketchSpatialIndex *self);

/* Brings the index to a version, in time that depends on what differs from the version before. damage: NULL: nobody wants to know. */
void sketch_spatial_index_update (SketchSpatialIndex *self, TroveVersion *version, SketchDamageFunc damage,
                                  gpointer data);

/* NULL before the first update. */
TroveVersion *sketch_spatial_index_get_version (SketchSpatialIndex *self);

/* Keys of the top-level shapes of visible layers whose bounds intersect a box, in no order. */
GArray *sketch_spatial_index_find (SketchSpatialIndex *self, const cairo_rectangle_t *box);

/* Sorts top-level shapes from back to front. Any thread may call this. */
void sketch_sort_by_order (TroveVersion *version, TroveKey *keys, gsize n);

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Order, groups and alignment of top-level shapes. As edits.h: the caller commits. */

#pragma once

#include "edit/edits.h"

typedef enum
{
  SKETCH_TO_FRONT,
  SKETCH_FORWARD,
  SKETCH_BACKWARD,
  SKETCH_TO_BACK,
} SketchOrder;

typedef enum
{
  SKETCH_LEFT,
  SKETCH_CENTER,
  SKETCH_RIGHT,
  SKETCH_TOP,
  SKETCH_MIDDLE,
  SKETCH_BOTTOM,
} SketchAlignment;

/* Each shape moves in its layer. Those that are moved keep their order. */
gboolean sketch_reorder (TroveDocument *document, const TroveKey *keys, gsize n, SketchOrder order,
                         GError **error);

/* With the bounds of all. */
gboolean sketch_align (TroveDocument *document, const TroveKey *keys, gsize n, SketchAlignment alignment,
                       GError **error);

/* The group takes the place of the frontmost of those shapes that are in the layer of the first. n: at least 1. */
gboolean sketch_group (TroveDocument *document, const TroveKey *keys, gsize n, TroveKey *group,
                       GError **error);

/* The children take the place of their group. Appends them to an array of keys. Shapes that are no groups are left alone. */
gboolean sketch_ungroup (TroveDocument *document, const TroveKey *keys, gsize n, GArray *children,
                         GError **error);

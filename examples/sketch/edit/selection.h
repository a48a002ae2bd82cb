/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The top-level shapes that are selected, in the order in which they were. Those that are removed, go into a group, or are in a layer that
 * is hidden or locked, leave the selection when the document is at another version. */

#pragma once

#include "model/drawing.h"

#define SKETCH_TYPE_SELECTION (sketch_selection_get_type ())
G_DECLARE_FINAL_TYPE (SketchSelection, sketch_selection, SKETCH, SELECTION, GObject)

/* Emits "changed" when other shapes are selected. The property "n-keys" is notified. */
SketchSelection *sketch_selection_new (TroveDocument *document);

/* Valid until the selection changes. */
const TroveKey *sketch_selection_get_keys (SketchSelection *self, gsize *n);
gboolean sketch_selection_contains (SketchSelection *self, TroveKey key);

/* Shapes that cannot be selected are left out, and a key that is there twice is taken once. */
void sketch_selection_set (SketchSelection *self, const TroveKey *keys, gsize n);
void sketch_selection_toggle (SketchSelection *self, TroveKey key);
void sketch_selection_clear (SketchSelection *self);

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Two versions side by side. What differs is marked, and listed. Both sides show the same part of the drawing. */

#pragma once

#include "canvas/canvas.h"

#define SKETCH_TYPE_COMPARE_VIEW (sketch_compare_view_get_type ())
G_DECLARE_FINAL_TYPE (SketchCompareView, sketch_compare_view, SKETCH, COMPARE_VIEW, GtkWidget)

GtkWidget *sketch_compare_view_new (TroveVersion *left, TroveVersion *right);

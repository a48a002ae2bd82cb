/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The lines of the grid. */

#pragma once

#include <gtk/gtk.h>

#include "canvas/view.h"

/* The distance of the lines that are drawn, in units: a multiple of that of the grid, which can be told apart on the screen. */
double sketch_grid_get_distance (double grid, double zoom);

/* A node with all lines of a view; each fifth is stronger. */
GskRenderNode *sketch_grid_node_new (const SketchView *view, double grid);

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Actions that change the view and not the drawing: "win.zoom-in", "win.zoom-out", "win.zoom-100", "win.zoom-fit", "win.show-grid",
 * "win.snap", "win.dark" (a string, as AdwColorScheme has them), "win.done" and "win.close". */

#pragma once

#include "ui/window.h"

void sketch_add_view_actions (SketchWindow *window);

/* Shows all of the drawing. A small one is not enlarged. */
void sketch_show_drawing (SketchWindow *window);

/* Scrolls to the selected shapes, if none of them is in the part that is shown. */
void sketch_show_selected (SketchWindow *window);

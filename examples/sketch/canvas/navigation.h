/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Moves and scales what a canvas shows: by the wheel, the touchpad, two fingers, the middle button, and dragging with the space bar. */

#pragma once

#include "canvas/canvas.h"

void sketch_canvas_add_navigation (SketchCanvas *canvas);

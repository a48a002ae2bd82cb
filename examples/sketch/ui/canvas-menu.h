/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Where the menu of the canvas comes up. The menu is a child of the window. */

#pragma once

#include "ui/window.h"

/* At the pointer, in the canvas. The menu is for the shape there, or for all that are selected if it is one of them. */
void sketch_popup_at_pointer (SketchWindow *window, GtkPopover *menu, double x, double y);

/* At the first shape that is selected, or in the middle. */
void sketch_popup_at_selection (SketchWindow *window, GtkPopover *menu);

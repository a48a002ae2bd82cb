/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A picture of a window, for the demo. */

#pragma once

#include "ui/window.h"

/* Writes a PNG when the window does not change any more, and closes it. opening: waits until another document is in it. */
void sketch_take_screenshot (SketchWindow *window, gboolean opening, const char *file);

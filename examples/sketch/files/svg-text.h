/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Texts. Each line that begins at a place of its own is a shape; lines below each other are one. */

#pragma once

#include "files/svg-shape.h"

/* Appends the shapes of an element "text". */
void sketch_svg_read_text (const SketchSvgElement *element, GPtrArray *shapes);

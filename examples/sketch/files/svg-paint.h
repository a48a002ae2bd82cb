/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Paints: colors, and the color that is most like a gradient, which shapes do not have. */

#pragma once

#include "files/svg-document.h"

/* The paint of a property "fill", "stroke" or "stop-color", as 0xRRGGBBAA. color: what "currentColor" means. A paint that is not known
 * leaves what is there. */
void sketch_svg_parse_paint (SketchSvgDocument *document, const char *text, guint color, guint *rgba);

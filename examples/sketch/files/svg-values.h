/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Values of attributes: lengths, numbers and colors. All are independent of the locale. */

#pragma once

#include <glib.h>

/* "10", "10px", "1.5em", "2cm", "50%". FALSE: this is no length. */
gboolean sketch_svg_parse_length (const char *text, double font_size, double percent_of, double *value);

/* Whether a text that is no length is a word, such as "auto", and no damaged number. */
gboolean sketch_svg_is_word (const char *text);

/* "0.5" or "50%", made a value from 0 to 1. */
gboolean sketch_svg_parse_fraction (const char *text, double *value);

/* Numbers with spaces or commas between them. FALSE: something else is behind them. */
gboolean sketch_svg_parse_numbers (const char *text, GArray *numbers);

/* A name, "#rgb", "#rrggbb", "rgb()", as 0xRRGGBBAA. FALSE: this is no color. */
gboolean sketch_svg_parse_color (const char *text, guint *rgba);

/* A color with less opacity. 0: nothing of it is left. */
guint sketch_svg_fade (guint rgba, double opacity);

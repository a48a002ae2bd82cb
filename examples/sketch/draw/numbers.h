/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Numbers as SVG writes them, in any locale. */

#pragma once

#include <glib.h>

/* No number of a drawing is larger. */
#define SKETCH_NUMBER_MAX 1e9

/* Reads a number, such as "-1.5e3" or ".5", and moves past it. FALSE: there is none, or it is too large. */
gboolean sketch_scan_number (const char **text, double *value);

/* Moves past white space, and one comma in it. */
void sketch_skip_separator (const char **text);

/* Moves past white space. */
void sketch_skip_space (const char **text);

/* Appends a number with at most so many decimals, which are at most 6, and a space before it if the number before needs one. */
void sketch_append_number (GString *text, double value, int decimals);

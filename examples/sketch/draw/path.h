/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* SVG path data, as of https://www.w3.org/TR/SVG11/paths.html, and Cairo's paths. */

#pragma once

#include <cairo.h>
#include <glib.h>

/* Appends a path whose coordinates are multiplied by width and height. All commands of SVG 1.1 are known, arcs too. FALSE: the data
 * has an error, at this byte; what was before it is appended. error_at may be NULL. */
gboolean sketch_path_append (cairo_t *cr, const char *data, double width, double height, gsize *error_at);

/* Makes path data of the context's current path, in the box: its coordinates are from 0 to 1, with six decimals. NULL: there is no
 * path. */
char *sketch_path_from_cairo (cairo_t *cr, const cairo_rectangle_t *box);

/* The same with so many decimals, of the coordinates in a box of any size. */
char *sketch_path_write (cairo_t *cr, const cairo_rectangle_t *box, int decimals);

/* A context for paths of this size around (0, 0), more precise than those of surfaces, which are to 1/256. Nothing is drawn. */
cairo_t *sketch_path_context_new (double size);

/* The box of the context's current path. */
void sketch_path_get_box (cairo_t *cr, cairo_rectangle_t *box);

/* The path data of a smooth line through points, in their box, which is returned too: the points are thinned to what differs by less
 * than the tolerance, and joined by cubic curves of Catmull and Rom. n: at least 1. */
char *sketch_path_smooth (const double (*points)[2], gsize n, double tolerance, cairo_rectangle_t *box);

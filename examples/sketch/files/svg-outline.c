/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "files/svg-outline.h"

#include <math.h>
#include <string.h>

#include "draw/path.h"
#include "files/svg-values.h"

void
sketch_svg_get_rectangle (const SketchSvgElement *element, cairo_rectangle_t *box)
{
  box->x = sketch_svg_element_get_length (element, "x", SKETCH_SVG_WIDTH, 0);
  box->y = sketch_svg_element_get_length (element, "y", SKETCH_SVG_HEIGHT, 0);
  box->width = sketch_svg_element_get_length (element, "width", SKETCH_SVG_WIDTH, 0);
  box->height = sketch_svg_element_get_length (element, "height", SKETCH_SVG_HEIGHT, 0);
}

void
sketch_svg_get_ellipse (const SketchSvgElement *element, cairo_rectangle_t *box)
{
  const double r = sketch_svg_element_get_length (element, "r", SKETCH_SVG_DIAGONAL, 0);
  const double rx = sketch_svg_element_get_length (element, "rx", SKETCH_SVG_WIDTH, r);
  const double ry = sketch_svg_element_get_length (element, "ry", SKETCH_SVG_HEIGHT, r);

  box->x = sketch_svg_element_get_length (element, "cx", SKETCH_SVG_WIDTH, 0) - rx;
  box->y = sketch_svg_element_get_length (element, "cy", SKETCH_SVG_HEIGHT, 0) - ry;
  box->width = 2 * rx;
  box->height = 2 * ry;
}

/* One that is not there is the other one. */
void
sketch_svg_get_radii (const SketchSvgElement *element, const cairo_rectangle_t *box, double *rx, double *ry)
{
  *rx = sketch_svg_element_get_length (element, "rx", SKETCH_SVG_WIDTH, -1);
  *ry = sketch_svg_element_get_length (element, "ry", SKETCH_SVG_HEIGHT, -1);
  if (*rx < 0)
    *rx = MAX (*ry, 0);
  if (*ry < 0)
    *ry = *rx;
  *rx = MIN (*rx, box->width / 2);
  *ry = MIN (*ry, box->height / 2);
}

/* A quarter of an ellipse, the first of which is to the lower right. */
static void
add_corner (cairo_t *cr, double x, double y, double rx, double ry, int quarter)
{
  const double k = 0.5522847498; /* a quarter of a circle as a curve */

  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, rx, ry);
  cairo_rotate (cr, quarter * G_PI_2);
  cairo_line_to (cr, 1, 0);
  cairo_curve_to (cr, 1, k, k, 1, 0, 1);
  cairo_restore (cr);
}

gboolean
sketch_svg_outline_rectangle (const SketchSvgElement *element, cairo_t *cr)
{
  cairo_rectangle_t b;
  double rx, ry;

  sketch_svg_get_rectangle (element, &b);
  sketch_svg_get_radii (element, &b, &rx, &ry);
  if (rx == 0 || ry == 0)
    {
      cairo_rectangle (cr, b.x, b.y, b.width, b.height);
      return TRUE;
    }
  add_corner (cr, b.x + b.width - rx, b.y + b.height - ry, rx, ry, 0);
  add_corner (cr, b.x + rx, b.y + b.height - ry, rx, ry, 1);
  add_corner (cr, b.x + rx, b.y + ry, rx, ry, 2);
  add_corner (cr, b.x + b.width - rx, b.y + ry, rx, ry, 3);
  cairo_close_path (cr);
  return TRUE;
}

gboolean
sketch_svg_outline_ellipse (const SketchSvgElement *element, cairo_t *cr)
{
  cairo_rectangle_t b;

  sketch_svg_get_ellipse (element, &b);
  for (int quarter = 0; quarter < 4; quarter++)
    add_corner (cr, b.x + b.width / 2, b.y + b.height / 2, b.width / 2, b.height / 2, quarter);
  cairo_close_path (cr);
  return TRUE;
}

gboolean
sketch_svg_outline_path (const SketchSvgElement *element, cairo_t *cr)
{
  const char *data = sketch_svg_element_get (element, "d");

  return data == NULL || sketch_path_append (cr, data, 1, 1, NULL);
}

gboolean
sketch_svg_outline_points (const SketchSvgElement *element, cairo_t *cr)
{
  const char *text = sketch_svg_element_get (element, "points");
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (double));
  gboolean valid = text == NULL || sketch_svg_parse_numbers (text, numbers);

  for (guint i = 0; i + 1 < numbers->len; i += 2)
    cairo_line_to (cr, g_array_index (numbers, double, i), g_array_index (numbers, double, i + 1));
  if (numbers->len > 1 && strcmp ((const char *) element->node->name, "polygon") == 0)
    cairo_close_path (cr);
  return valid && numbers->len % 2 == 0;
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "files/svg-shape.h"

#include <math.h>
#include <string.h>

#include "draw/numbers.h"
#include "draw/path.h"
#include "files/svg-outline.h"
#include "files/svg-values.h"

#define FAR 1e7                     /* the model's limit */
#define MAX_LINE 1000               /* the model's limit of a line's width */
#define MAX_ROUGH SKETCH_NUMBER_MAX /* a path is at first drawn in a context of this size, */
#define ROUGH 16.0                  /* whose numbers are not more precise than this */

void
sketch_svg_shape_free (gpointer shape)
{
  SketchSvgShape *self = shape;

  if (self->children != NULL)
    g_ptr_array_unref (self->children);
  g_free ((gpointer) self->data.path);
  g_free ((gpointer) self->data.text);
  g_free (self);
}

SketchSvgShape *
sketch_svg_shape_take (const SketchSvgElement *element, SketchShapeData *data)
{
  SketchSvgShape *self = g_new0 (SketchSvgShape, 1);
  const double numbers[] = { data->x, data->y, data->width, data->height };

  self->data = *data;
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (!(fabs (numbers[i]) <= FAR))
      {
        sketch_svg_document_fail (element->document, element->node,
                                  "the element is too far away or too large");
        sketch_svg_shape_free (self);
        return NULL;
      }
  return self;
}

SketchSvgShape *
sketch_svg_shape_new_group (GPtrArray *children, double opacity)
{
  SketchSvgShape *self;

  if (children->len == 0)
    {
      g_ptr_array_unref (children);
      return NULL;
    }
  if (children->len == 1)
    {
      self = g_ptr_array_steal_index (children, 0);
      self->data.opacity *= opacity;
      g_ptr_array_unref (children);
      return self;
    }
  self = g_new0 (SketchSvgShape, 1);
  self->data = (SketchShapeData) SKETCH_SHAPE_DATA_INIT;
  self->data.kind = SKETCH_GROUP;
  self->data.opacity = opacity;
  self->children = children;
  return self;
}

/* Style */

static guint
get_fill (const SketchSvgStyle *style)
{
  return sketch_svg_fade (style->fill, style->fill_opacity);
}

static guint
get_stroke (const SketchSvgStyle *style)
{
  return style->stroke_width > 0 ? sketch_svg_fade (style->stroke, style->stroke_opacity) : 0;
}

static void
init_data (SketchShapeData *data, const SketchSvgElement *element, SketchKind kind)
{
  const SketchSvgStyle *style = &element->style;

  *data = (SketchShapeData) SKETCH_SHAPE_DATA_INIT;
  data->kind = kind;
  data->fill = get_fill (style);
  data->stroke = get_stroke (style);
  data->opacity = style->opacity;
  if (data->stroke != 0)
    data->line_width = MIN (style->stroke_width * sketch_svg_element_get_scale (element), MAX_LINE);
}

/* Boxes */

/* A box that is turned by a right angle is one that is not turned, with its sides swapped. */
static void
simplify_angle (SketchShapeData *data)
{
  const double rest = fabs (remainder (data->angle, 90));
  const double x = data->x + data->width / 2, y = data->y + data->height / 2;

  if (data->kind == SKETCH_TEXT || rest > 1e-6)
    return;
  if (fabs (remainder (data->angle, 180)) > 1)
    {
      const double width = data->width;

      data->width = data->height;
      data->height = width;
    }
  data->x = x - data->width / 2;
  data->y = y - data->height / 2;
  data->angle = 0;
}

gboolean
sketch_svg_place_box (const SketchSvgElement *element, const cairo_rectangle_t *box, SketchShapeData *data)
{
  const cairo_matrix_t *m = &element->matrix;
  const double sx = hypot (m->xx, m->yx), sy = hypot (m->xy, m->yy);
  double x = box->x + box->width / 2, y = box->y + box->height / 2;

  cairo_matrix_transform_point (m, &x, &y);
  data->width = box->width * sx;
  data->height = box->height * sy;
  data->x = x - data->width / 2;
  data->y = y - data->height / 2;
  data->angle = atan2 (m->yx, m->xx) * 180 / G_PI;
  simplify_angle (data);
  return fabs (m->xx * m->xy + m->yx * m->yy) <= 1e-6 * sx * sy;
}

/* Shapes */

/* Draws an outline where the element is in the drawing. */
static gboolean
draw (const SketchSvgElement *element, SketchSvgOutline outline, cairo_t *cr)
{
  cairo_matrix_t matrix;
  gboolean valid;

  cairo_get_matrix (cr, &matrix);
  cairo_transform (cr, &element->matrix);
  valid = outline (element, cr);
  cairo_set_matrix (cr, &matrix);
  return valid;
}

static void
find_box (const SketchSvgElement *element, SketchSvgOutline outline, cairo_rectangle_t *box)
{
  cairo_t *cr = sketch_path_context_new (MAX_ROUGH);

  if (!draw (element, outline, cr))
    element->document->n_left_out++;
  sketch_path_get_box (cr, box);
  cairo_destroy (cr);
}

/* Near (0, 0), where numbers are precise. */
static SketchSvgShape *
new_path (const SketchSvgElement *element, SketchSvgOutline outline)
{
  SketchShapeData data;
  cairo_rectangle_t box;
  cairo_t *cr;

  find_box (element, outline, &box);
  cr = sketch_path_context_new (MAX (box.width, box.height) + ROUGH);
  cairo_translate (cr, -box.x, -box.y);
  draw (element, outline, cr);
  sketch_path_get_box (cr, &box);
  init_data (&data, element, SKETCH_PATH);
  data.path = sketch_path_from_cairo (cr, &box);
  cairo_destroy (cr);
  if (data.path == NULL || (data.stroke == 0 && (box.width == 0 || box.height == 0)))
    {
      g_free ((gpointer) data.path);
      return NULL;
    }
  data.x = box.x;
  data.y = box.y;
  data.width = box.width;
  data.height = box.height;
  data.even_odd = element->style.even_odd;
  return sketch_svg_shape_take (element, &data);
}

/* A box that is neither skewed nor rounded stays one. */
static SketchSvgShape *
new_box (const SketchSvgElement *element, SketchKind kind, const cairo_rectangle_t *box, gboolean rounded,
         SketchSvgOutline outline)
{
  SketchShapeData data;

  if (!(box->width > 0) || !(box->height > 0))
    return NULL;
  init_data (&data, element, kind);
  if (rounded || !sketch_svg_place_box (element, box, &data))
    return new_path (element, outline);
  return sketch_svg_shape_take (element, &data);
}

static SketchSvgShape *
new_rectangle (const SketchSvgElement *element)
{
  cairo_rectangle_t box;
  double rx, ry;

  sketch_svg_get_rectangle (element, &box);
  sketch_svg_get_radii (element, &box, &rx, &ry);
  return new_box (element, SKETCH_RECTANGLE, &box, rx > 0 && ry > 0, sketch_svg_outline_rectangle);
}

static SketchSvgShape *
new_ellipse (const SketchSvgElement *element)
{
  cairo_rectangle_t box;

  sketch_svg_get_ellipse (element, &box);
  return new_box (element, SKETCH_ELLIPSE, &box, FALSE, sketch_svg_outline_ellipse);
}

static SketchSvgShape *
new_line (const SketchSvgElement *element)
{
  SketchShapeData data;
  double x2 = sketch_svg_element_get_length (element, "x2", SKETCH_SVG_WIDTH, 0);
  double y2 = sketch_svg_element_get_length (element, "y2", SKETCH_SVG_HEIGHT, 0);

  init_data (&data, element, SKETCH_LINE);
  data.fill = 0;
  if (data.stroke == 0)
    return NULL;
  data.x = sketch_svg_element_get_length (element, "x1", SKETCH_SVG_WIDTH, 0);
  data.y = sketch_svg_element_get_length (element, "y1", SKETCH_SVG_HEIGHT, 0);
  cairo_matrix_transform_point (&element->matrix, &data.x, &data.y);
  cairo_matrix_transform_point (&element->matrix, &x2, &y2);
  data.width = x2 - data.x;
  data.height = y2 - data.y;
  return sketch_svg_shape_take (element, &data);
}

static SketchSvgShape *
new_from_data (const SketchSvgElement *element)
{
  return new_path (element, sketch_svg_outline_path);
}

static SketchSvgShape *
new_from_points (const SketchSvgElement *element)
{
  return new_path (element, sketch_svg_outline_points);
}

static const struct
{
  const char *name;
  SketchSvgShape *(*create) (const SketchSvgElement *element);
} kinds[] = {
  { "path", new_from_data },      { "rect", new_rectangle }, { "circle", new_ellipse },
  { "ellipse", new_ellipse },     { "line", new_line },      { "polyline", new_from_points },
  { "polygon", new_from_points },
};

gboolean
sketch_svg_shape_is_known (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].name, name) == 0)
      return TRUE;
  return FALSE;
}

SketchSvgShape *
sketch_svg_shape_new (const SketchSvgElement *element, const char *name)
{
  SketchShapeData data;

  init_data (&data, element, SKETCH_PATH);
  if (element->style.hidden || (data.fill == 0 && data.stroke == 0) ||
      sketch_svg_element_get_scale (element) == 0)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].name, name) == 0)
      return kinds[i].create (element);
  g_return_val_if_reached (NULL);
}

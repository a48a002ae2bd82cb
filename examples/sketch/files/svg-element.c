/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "files/svg-element.h"

#include <math.h>

#include "draw/numbers.h"
#include "files/svg-transform.h"
#include "files/svg-values.h"

#define MAX_ELEMENTS 500000
#define MAX_DEPTH 100

static double
get_extent (const SketchSvgElement *self, SketchSvgAxis axis)
{
  return axis == SKETCH_SVG_DIAGONAL ? hypot (self->viewport[0], self->viewport[1]) / G_SQRT2 :
                                       self->viewport[axis];
}

static gboolean
is_sane (const cairo_matrix_t *matrix)
{
  const double numbers[] = { matrix->xx, matrix->yx, matrix->xy, matrix->yy, matrix->x0, matrix->y0 };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (!(fabs (numbers[i]) <= SKETCH_NUMBER_MAX))
      return FALSE;
  return TRUE;
}

static void
add_matrix (SketchSvgElement *self, const cairo_matrix_t *matrix)
{
  cairo_matrix_multiply (&self->matrix, matrix, &self->matrix);
  if (!is_sane (&self->matrix))
    {
      sketch_svg_document_fail (self->document, self->node, "the element is too large");
      cairo_matrix_init_identity (&self->matrix);
    }
}

static void
read_transform (SketchSvgElement *self)
{
  const char *text = sketch_svg_element_get (self, "transform");
  cairo_matrix_t matrix;

  if (text == NULL)
    return;
  if (sketch_svg_parse_transform (text, &matrix))
    add_matrix (self, &matrix);
  else
    sketch_svg_document_fail (self->document, self->node, "“%.50s” is not a transform", text);
}

/* Reading ends at an element that must not be read. */
static void
check (SketchSvgElement *self)
{
  if (self->document->error == NULL)
    g_cancellable_set_error_if_cancelled (self->document->cancellable, &self->document->error);
  if (self->document->n_elements++ >= MAX_ELEMENTS)
    sketch_svg_document_fail (self->document, self->node, "more than %d elements are drawn", MAX_ELEMENTS);
  if (self->depth > MAX_DEPTH)
    sketch_svg_document_fail (self->document, self->node, "more than %d elements are in each other",
                              MAX_DEPTH);
}

void
sketch_svg_element_init (SketchSvgElement *self, SketchSvgDocument *document, xmlNode *node,
                         const SketchSvgElement *parent)
{
  *self = (SketchSvgElement){ .document = document, .node = node };
  cairo_matrix_init_identity (&self->matrix);
  if (parent != NULL)
    {
      self->matrix = parent->matrix;
      self->depth = parent->depth + 1;
      self->viewport[0] = parent->viewport[0];
      self->viewport[1] = parent->viewport[1];
    }
  check (self);
  self->properties = sketch_svg_document_get_properties (document, node);
  sketch_svg_style_init (&self->style, parent != NULL ? &parent->style : NULL, document, self->properties,
                         get_extent (self, SKETCH_SVG_DIAGONAL));
  read_transform (self);
}

void
sketch_svg_element_clear (SketchSvgElement *self)
{
  g_clear_pointer (&self->properties, g_hash_table_unref);
}

const char *
sketch_svg_element_get (const SketchSvgElement *self, const char *name)
{
  return g_hash_table_lookup (self->properties, name);
}

double
sketch_svg_element_get_length (const SketchSvgElement *self, const char *name, SketchSvgAxis axis,
                               double fallback)
{
  const char *text = sketch_svg_element_get (self, name);
  double value;

  if (text == NULL)
    return fallback;
  if (sketch_svg_parse_length (text, self->style.font_size, get_extent (self, axis), &value))
    return value;
  if (!sketch_svg_is_word (text))
    sketch_svg_document_fail (self->document, self->node, "“%.50s” is not a length", text);
  return fallback;
}

double
sketch_svg_element_get_scale (const SketchSvgElement *self)
{
  const double area = fabs (self->matrix.xx * self->matrix.yy - self->matrix.xy * self->matrix.yx);

  return area > 1e-12 ? sqrt (area) : 0;
}

/* FALSE: there is no view box, or it is empty. */
static gboolean
get_view_box (const SketchSvgElement *self, double box[4])
{
  const char *text = sketch_svg_element_get (self, "viewBox");
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (double));

  if (text == NULL)
    return FALSE;
  if (!sketch_svg_parse_numbers (text, numbers) || numbers->len != 4)
    {
      sketch_svg_document_fail (self->document, self->node, "“%.50s” is not a view box", text);
      return FALSE;
    }
  for (guint i = 0; i < 4; i++)
    box[i] = g_array_index (numbers, double, i);
  return box[2] > 0 && box[3] > 0;
}

/* The width and the height of a viewport. If one of them is not there, the view box has the same proportions. */
static void
get_size (const SketchSvgElement *self, const double *box, double *width, double *height)
{
  const gboolean in_proportion = self->depth == 0 && box != NULL;

  *width = sketch_svg_element_get_length (self, "width", SKETCH_SVG_WIDTH, -1);
  *height = sketch_svg_element_get_length (self, "height", SKETCH_SVG_HEIGHT, -1);
  if (*width < 0)
    *width = in_proportion && *height >= 0 ? *height * box[2] / box[3] : self->viewport[0];
  if (*height < 0)
    *height = in_proportion ? *width * box[3] / box[2] : self->viewport[1];
}

static void
move_to_place (SketchSvgElement *self)
{
  cairo_matrix_t matrix;

  cairo_matrix_init_translate (&matrix, sketch_svg_element_get_length (self, "x", SKETCH_SVG_WIDTH, 0),
                               sketch_svg_element_get_length (self, "y", SKETCH_SVG_HEIGHT, 0));
  add_matrix (self, &matrix);
}

void
sketch_svg_element_set_viewport (SketchSvgElement *self)
{
  cairo_matrix_t matrix;
  double box[4], width, height;
  gboolean has_box = get_view_box (self, box);

  if (self->depth > 0)
    move_to_place (self);
  else
    for (guint i = 0; i < 2; i++)
      self->viewport[i] = has_box ? box[2 + i] : 100;
  get_size (self, has_box ? box : NULL, &width, &height);
  self->viewport[0] = has_box ? box[2] : width;
  self->viewport[1] = has_box ? box[3] : height;
  if (has_box && width > 0 && height > 0)
    {
      sketch_svg_init_view (&matrix, box, width, height,
                            sketch_svg_element_get (self, "preserveAspectRatio"));
      add_matrix (self, &matrix);
    }
}

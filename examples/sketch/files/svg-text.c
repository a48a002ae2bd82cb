/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "files/svg-text.h"

#include <math.h>
#include <string.h>

#include "draw/text.h"
#include "files/svg-values.h"

#define MAX_LENGTH 100000 /* of a text, in bytes */

/* The text that is being read. */
typedef struct
{
  const SketchSvgElement *element; /* "text" */
  GPtrArray *shapes;
  GString *text;
  double x, y; /* of its first line */
  SketchSvgStyle style;
} Run;

/* The box of the text in the element's coordinates, for its style, and the size of the font in the drawing. */
static void
measure (const Run *run, SketchShapeData *data, cairo_rectangle_t *box)
{
  static const double parts[] = { 0, 0.5, 1 }; /* of the width, before x */
  const cairo_matrix_t *m = &run->element->matrix;
  g_autoptr (PangoLayout) layout = sketch_text_layout_new ();
  double scale;
  int width, height;

  data->font_size = CLAMP (run->style.font_size * hypot (m->xy, m->yy), 1, 1000);
  scale = run->style.font_size / data->font_size / PANGO_SCALE;
  sketch_text_lay_out (layout, data);
  pango_layout_get_size (layout, &width, &height);
  box->width = width * scale;
  box->height = height * scale;
  box->x = run->x - parts[run->style.anchor] * box->width;
  box->y = run->y - pango_layout_get_baseline (layout) * scale;
}

/* A text has the color of lines. */
static void
add_shape (Run *run)
{
  const SketchSvgStyle *style = &run->style;
  SketchShapeData data = SKETCH_SHAPE_DATA_INIT;
  SketchSvgShape *shape;
  cairo_rectangle_t box;

  data.kind = SKETCH_TEXT;
  data.stroke = sketch_svg_fade (style->fill, style->fill_opacity);
  data.opacity = run->element->style.opacity;
  if (data.stroke == 0 || style->hidden)
    return;
  data.text = g_strdup (run->text->str);
  measure (run, &data, &box);
  sketch_svg_place_box (run->element, &box, &data);
  shape = sketch_svg_shape_take (run->element, &data);
  if (shape != NULL)
    g_ptr_array_add (run->shapes, shape);
}

static void
end_run (Run *run)
{
  g_strchomp (run->text->str);
  if (*run->text->str != '\0')
    add_shape (run);
  g_string_truncate (run->text, 0);
}

/* The first one of a list of lengths: letters have no places of their own. */
static double
get_position (const SketchSvgElement *element, const char *name, SketchSvgAxis axis, double fallback)
{
  const char *text = sketch_svg_element_get (element, name);
  g_autofree char *first = text != NULL ? g_strndup (text, strcspn (text, " ,\t\r\n")) : NULL;
  double value;

  if (first == NULL ||
      !sketch_svg_parse_length (first, element->style.font_size, element->viewport[axis], &value))
    return fallback;
  return value;
}

/* A line that begins at the same x as the first one is below it. */
static void
move_to (Run *run, const SketchSvgElement *element)
{
  const double x = get_position (element, "x", SKETCH_SVG_WIDTH, run->x);
  const double y = get_position (element, "y", SKETCH_SVG_HEIGHT, run->y);

  if (sketch_svg_element_get (element, "x") == NULL && sketch_svg_element_get (element, "y") == NULL)
    return;
  if (run->text->len > 0 && sketch_svg_element_get (element, "x") != NULL && fabs (x - run->x) < 0.01)
    {
      g_string_append_c (run->text, '\n');
      return;
    }
  end_run (run);
  run->x = x;
  run->y = y;
}

/* White space becomes one space, and none at the begin of a line, unless it is to be kept. */
static void
append_text (Run *run, const SketchSvgElement *element, xmlNode *node)
{
  const gboolean keep = xmlNodeGetSpacePreserve (element->node) == 1;

  if (run->text->len == 0)
    run->style = element->style;
  for (const char *p = (const char *) node->content; p != NULL && *p != '\0'; p++)
    {
      const gboolean space = g_ascii_isspace (*p);
      const char last = run->text->len > 0 ? run->text->str[run->text->len - 1] : '\n';

      if (!space || keep || !g_ascii_isspace (last))
        g_string_append_c (run->text, space ? ' ' : *p);
    }
  if (run->text->len > MAX_LENGTH)
    sketch_svg_document_fail (element->document, node, "a text is longer than %d bytes", MAX_LENGTH);
}

static void read_children (Run *run, const SketchSvgElement *element);

static void
read_child (Run *run, const SketchSvgElement *parent, xmlNode *node)
{
  const char *name = sketch_svg_get_element_name (node);
  g_auto (SketchSvgElement) element = { NULL };

  if (name == NULL)
    return;
  if (strcmp (name, "tspan") != 0 && strcmp (name, "a") != 0)
    {
      parent->document->n_left_out++;
      return;
    }
  sketch_svg_element_init (&element, parent->document, node, parent);
  if (element.document->error != NULL || !element.style.displayed)
    return;
  move_to (run, &element);
  read_children (run, &element);
}

static void
read_children (Run *run, const SketchSvgElement *element)
{
  for (xmlNode *node = element->node->children; node != NULL && element->document->error == NULL;
       node = node->next)
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
      append_text (run, element, node);
    else
      read_child (run, element, node);
}

void
sketch_svg_read_text (const SketchSvgElement *element, GPtrArray *shapes)
{
  Run run = { .element = element, .shapes = shapes, .text = g_string_new (NULL), .style = element->style };

  if (sketch_svg_element_get_scale (element) > 0)
    {
      run.x = get_position (element, "x", SKETCH_SVG_WIDTH, 0) +
              get_position (element, "dx", SKETCH_SVG_WIDTH, 0);
      run.y = get_position (element, "y", SKETCH_SVG_HEIGHT, 0) +
              get_position (element, "dy", SKETCH_SVG_HEIGHT, 0);
      read_children (&run, element);
      if (element->document->error == NULL)
        end_run (&run);
    }
  g_string_free (run.text, TRUE);
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "files/svg-export.h"

#include <math.h>

#include "draw/numbers.h"
#include "draw/path.h"
#include "draw/text.h"

#define DECIMALS 4

typedef struct
{
  GString *text;
  TroveVersionReader *reader;
  PangoLayout *layout; /* of texts */
} Writer;

/* Attributes */

static void
add_number (Writer *self, const char *name, double value)
{
  g_string_append_printf (self->text, " %s=\"", name);
  sketch_append_number (self->text, value, DECIMALS);
  g_string_append_c (self->text, '"');
}

static void
add_box (Writer *self, double x, double y, double width, double height)
{
  add_number (self, "x", x);
  add_number (self, "y", y);
  add_number (self, "width", width);
  add_number (self, "height", height);
}

/* The root says that there is none. */
static void
add_paint (Writer *self, const char *name, const char *opacity_name, guint rgba)
{
  const guint alpha = rgba & 0xff;

  if (alpha == 0)
    return;
  g_string_append_printf (self->text, " %s=\"#%06x\"", name, rgba >> 8);
  if (alpha < 255)
    add_number (self, opacity_name, alpha / 255.0);
}

static void
add_opacity (Writer *self, const SketchShapeData *shape)
{
  if (shape->opacity < 1)
    add_number (self, "opacity", shape->opacity);
}

static void
add_style (Writer *self, const SketchShapeData *shape)
{
  add_paint (self, "fill", "fill-opacity", shape->fill);
  if (shape->line_width > 0)
    add_paint (self, "stroke", "stroke-opacity", shape->stroke);
  if (shape->line_width > 0 && (shape->stroke & 0xff) != 0)
    add_number (self, "stroke-width", shape->line_width);
  add_opacity (self, shape);
}

static void
append_list (Writer *self, const double *numbers, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append_c (self->text, ' ');
      sketch_append_number (self->text, numbers[i], DECIMALS);
    }
}

static void
append_call (Writer *self, const char *name, const double *arguments, guint n)
{
  if (self->text->str[self->text->len - 1] == ')')
    g_string_append_c (self->text, ' ');
  g_string_append_printf (self->text, "%s(", name);
  append_list (self, arguments, n);
  g_string_append_c (self->text, ')');
}

static void
append_rotation (Writer *self, const SketchShapeData *shape)
{
  const double arguments[] = { shape->angle, shape->x + shape->width / 2, shape->y + shape->height / 2 };

  append_call (self, "rotate", arguments, 3);
}

static void
add_rotation (Writer *self, const SketchShapeData *shape)
{
  if (shape->angle == 0)
    return;
  g_string_append (self->text, " transform=\"");
  append_rotation (self, shape);
  g_string_append_c (self->text, '"');
}

/* Elements of one kind each */

static void
write_rectangle (Writer *self, const SketchShapeData *shape)
{
  g_string_append (self->text, "<rect");
  add_box (self, MIN (shape->x, shape->x + shape->width), MIN (shape->y, shape->y + shape->height),
           fabs (shape->width), fabs (shape->height));
  add_style (self, shape);
  add_rotation (self, shape);
}

static void
write_ellipse (Writer *self, const SketchShapeData *shape)
{
  g_string_append (self->text, "<ellipse");
  add_number (self, "cx", shape->x + shape->width / 2);
  add_number (self, "cy", shape->y + shape->height / 2);
  add_number (self, "rx", fabs (shape->width) / 2);
  add_number (self, "ry", fabs (shape->height) / 2);
  add_style (self, shape);
  add_rotation (self, shape);
}

/* A connector is a line, too. */
static void
write_line (Writer *self, const SketchShapeData *shape)
{
  static const char *const names[] = { "x1", "y1", "x2", "y2" };
  double ends[4];

  sketch_reader_get_ends (self->reader, shape, ends);
  g_string_append (self->text, "<line");
  for (guint i = 0; i < 4; i++)
    add_number (self, names[i], ends[i]);
  add_style (self, shape);
}

static void
write_path (Writer *self, const SketchShapeData *shape)
{
  const cairo_rectangle_t units = { -shape->x, -shape->y, 1, 1 };
  cairo_t *cr = sketch_path_context_new (2 * MAX (fabs (shape->width), fabs (shape->height)));
  g_autofree char *data = NULL;

  sketch_path_append (cr, shape->path != NULL ? shape->path : "", shape->width, shape->height, NULL);
  data = sketch_path_write (cr, &units, DECIMALS);
  cairo_destroy (cr);
  g_string_append_printf (self->text, "<path d=\"%s\"", data != NULL ? data : "");
  if (shape->even_odd)
    g_string_append (self->text, " fill-rule=\"evenodd\"");
  add_style (self, shape);
  add_rotation (self, shape);
}

/* Text */

/* XML has no place for control characters. */
static void
append_escaped (Writer *self, const char *text, gsize length)
{
  g_autofree char *plain = g_strndup (text, length);
  g_autofree char *escaped = NULL;

  for (char *p = plain; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      *p = ' ';
  escaped = g_markup_escape_text (plain, -1);
  g_string_append (self->text, escaped);
}

/* x, y: where the text begins. */
static void
write_lines (Writer *self, double x, double y)
{
  PangoLayoutIter *lines = pango_layout_get_iter (self->layout);
  const char *text = pango_layout_get_text (self->layout);

  do
    {
      const PangoLayoutLine *line = pango_layout_iter_get_line_readonly (lines);
      PangoRectangle box;

      pango_layout_iter_get_line_extents (lines, NULL, &box);
      g_string_append (self->text, "<tspan");
      add_number (self, "x", x + (double) box.x / PANGO_SCALE);
      add_number (self, "y", y + (double) pango_layout_iter_get_baseline (lines) / PANGO_SCALE);
      g_string_append_c (self->text, '>');
      append_escaped (self, text + line->start_index, (gsize) line->length);
      g_string_append (self->text, "</tspan>");
    }
  while (pango_layout_iter_next_line (lines));
  pango_layout_iter_free (lines);
}

/* A text whose box is not that of its letters is stretched. */
static gboolean
get_stretch (Writer *self, const SketchShapeData *shape, double stretch[2])
{
  int width, height;

  pango_layout_get_size (self->layout, &width, &height);
  stretch[0] = width > 0 ? fabs (shape->width) * PANGO_SCALE / width : 1;
  stretch[1] = height > 0 ? fabs (shape->height) * PANGO_SCALE / height : 1;
  return fabs (stretch[0] - 1) > 0.01 || fabs (stretch[1] - 1) > 0.01;
}

static void
write_text (Writer *self, const SketchShapeData *shape)
{
  const double origin[] = { MIN (shape->x, shape->x + shape->width),
                            MIN (shape->y, shape->y + shape->height) };
  double stretch[2];
  gboolean stretched;

  sketch_text_lay_out (self->layout, shape);
  stretched = get_stretch (self, shape, stretch);
  g_string_append (self->text, "<text xml:space=\"preserve\" font-family=\"sans-serif\"");
  add_number (self, "font-size", shape->font_size);
  add_paint (self, "fill", "fill-opacity", shape->stroke);
  add_opacity (self, shape);
  if (stretched)
    {
      g_string_append (self->text, " transform=\"");
      if (shape->angle != 0)
        append_rotation (self, shape);
      append_call (self, "translate", origin, 2);
      append_call (self, "scale", stretch, 2);
      g_string_append_c (self->text, '"');
    }
  else
    add_rotation (self, shape);
  g_string_append_c (self->text, '>');
  write_lines (self, stretched ? 0 : origin[0], stretched ? 0 : origin[1]);
  g_string_append (self->text, "</text>\n");
}

/* All */

static void write_shape (Writer *self, TroveKey key, guint depth);

static void
write_group (Writer *self, TroveKey key, const SketchShapeData *shape, guint depth)
{
  const TroveKey *children;
  guint n;

  g_string_append (self->text, "<g");
  add_opacity (self, shape);
  g_string_append (self->text, ">\n");
  for (guint i = 0;
       (children = trove_version_reader_peek_children (self->reader, key, "children", i, &n)) != NULL; i += n)
    for (guint j = 0; j < n; j++)
      write_shape (self, children[j], depth + 1);
  g_string_append_printf (self->text, "%*s</g>\n", (int) (2 * depth + 2), "");
}

static void
write_leaf (Writer *self, const SketchShapeData *shape)
{
  if (shape->kind == SKETCH_RECTANGLE)
    write_rectangle (self, shape);
  else if (shape->kind == SKETCH_ELLIPSE)
    write_ellipse (self, shape);
  else if (shape->kind == SKETCH_PATH)
    write_path (self, shape);
  else
    write_line (self, shape);
  g_string_append (self->text, "/>\n");
}

static void
write_shape (Writer *self, TroveKey key, guint depth)
{
  const SketchShapeData *shape = sketch_peek_shape (self->reader, key);

  if (shape == NULL || depth > SKETCH_MAX_DEPTH)
    return;
  g_string_append_printf (self->text, "%*s", (int) (2 * depth + 2), "");
  if (shape->kind == SKETCH_GROUP)
    write_group (self, key, shape, depth);
  else if (shape->kind == SKETCH_TEXT)
    write_text (self, shape);
  else
    write_leaf (self, shape);
}

static void
write_head (Writer *self, const cairo_rectangle_t *box)
{
  const double numbers[] = { box->x, box->y, box->width, box->height };

  g_string_append (self->text,
                   "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"");
  add_number (self, "width", box->width);
  add_number (self, "height", box->height);
  g_string_append (self->text, " viewBox=\"");
  append_list (self, numbers, 4);
  g_string_append (self->text, "\">\n<g fill=\"none\" stroke-linecap=\"round\" stroke-linejoin=\"round\">\n");
}

GBytes *
sketch_svg_export (TroveVersion *version, const TroveKey *keys, gsize n, const cairo_rectangle_t *box)
{
  g_autoptr (PangoLayout) layout = sketch_text_layout_new ();
  TroveVersionReader reader;
  Writer writer = { .text = g_string_new (NULL), .reader = &reader, .layout = layout };

  trove_version_reader_init (&reader, version);
  write_head (&writer, box);
  for (gsize i = 0; i < n; i++)
    write_shape (&writer, keys[i], 0);
  g_string_append (writer.text, "</g>\n</svg>\n");
  return g_string_free_to_bytes (writer.text);
}

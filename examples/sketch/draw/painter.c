/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "draw/painter.h"

#include <math.h>

#include "draw/path.h"
#include "draw/text.h"

#define MIN_READABLE 3.0 /* pixels of a font's size */

/* Draws shapes of one version, one after another. */
typedef struct
{
  cairo_t *cr;
  TroveVersionReader *reader;
  PangoLayout *layout;    /* NULL before the first text */
  cairo_rectangle_t clip; /* nothing outside is drawn */
  gboolean clipped;
  double scale; /* pixels of a unit; 0: this is no image */
} Painter;

static void
painter_init (Painter *self, cairo_t *cr, TroveVersionReader *reader)
{
  cairo_surface_t *target = cairo_get_group_target (cr);
  double x1, y1, x2, y2, x_scale, y_scale;
  cairo_matrix_t matrix;

  *self = (Painter){ .cr = cr, .reader = reader };
  cairo_clip_extents (cr, &x1, &y1, &x2, &y2);
  self->clip = (cairo_rectangle_t){ x1, y1, x2 - x1, y2 - y1 };
  self->clipped = x1 < x2 && y1 < y2; /* a recording may have no bounds */
  if (cairo_surface_get_type (target) != CAIRO_SURFACE_TYPE_IMAGE)
    return;
  cairo_get_matrix (cr, &matrix);
  cairo_surface_get_device_scale (target, &x_scale, &y_scale);
  self->scale = hypot (matrix.xx, matrix.yx) * x_scale;
}

static void
painter_clear (Painter *self)
{
  g_clear_object (&self->layout);
}

static void
set_color (Painter *self, guint rgba, double opacity)
{
  cairo_set_source_rgba (self->cr, (rgba >> 24) / 255.0, (rgba >> 16 & 0xff) / 255.0,
                         (rgba >> 8 & 0xff) / 255.0, (rgba & 0xff) / 255.0 * opacity);
}

static void
append_ellipse (cairo_t *cr, double x, double y, double a, double b)
{
  const double k = 0.5522847498; /* a quarter of a circle as a curve */

  cairo_move_to (cr, x + a, y);
  cairo_curve_to (cr, x + a, y + k * b, x + k * a, y + b, x, y + b);
  cairo_curve_to (cr, x - k * a, y + b, x - a, y + k * b, x - a, y);
  cairo_curve_to (cr, x - a, y - k * b, x - k * a, y - b, x, y - b);
  cairo_curve_to (cr, x + k * a, y - b, x + a, y - k * b, x + a, y);
  cairo_close_path (cr);
}

static void
append_outline (Painter *self, const SketchShapeData *shape)
{
  cairo_t *cr = self->cr;

  if (shape->kind == SKETCH_RECTANGLE)
    cairo_rectangle (cr, shape->x, shape->y, shape->width, shape->height);
  else if (shape->kind == SKETCH_ELLIPSE)
    append_ellipse (cr, shape->x + shape->width / 2, shape->y + shape->height / 2, shape->width / 2,
                    shape->height / 2);
  else if (shape->kind == SKETCH_PATH && shape->path != NULL)
    {
      cairo_translate (cr, shape->x, shape->y);
      sketch_path_append (cr, shape->path, shape->width, shape->height, NULL);
      cairo_translate (cr, -shape->x, -shape->y);
    }
}

static void
append_line (Painter *self, const SketchShapeData *shape)
{
  double ends[4];

  sketch_reader_get_ends (self->reader, shape, ends);
  cairo_move_to (self->cr, ends[0], ends[1]);
  cairo_line_to (self->cr, ends[2], ends[3]);
}

static gboolean
is_line (const SketchShapeData *shape)
{
  return shape->kind == SKETCH_LINE || shape->kind == SKETCH_CONNECTOR;
}

static gboolean
has_stroke (const SketchShapeData *shape)
{
  return (shape->stroke & 0xff) != 0 && (shape->line_width > 0 || shape->kind == SKETCH_TEXT);
}

static gboolean
has_fill (const SketchShapeData *shape)
{
  return (shape->fill & 0xff) != 0 && !is_line (shape) && shape->kind != SKETCH_TEXT;
}

static void
paint_outline (Painter *self, const SketchShapeData *shape, double opacity)
{
  cairo_t *cr = self->cr;

  cairo_new_path (cr);
  if (is_line (shape))
    append_line (self, shape);
  else
    append_outline (self, shape);
  if (has_fill (shape))
    {
      set_color (self, shape->fill, opacity);
      cairo_set_fill_rule (cr, shape->even_odd ? CAIRO_FILL_RULE_EVEN_ODD : CAIRO_FILL_RULE_WINDING);
      cairo_fill_preserve (cr);
    }
  if (has_stroke (shape))
    {
      set_color (self, shape->stroke, opacity);
      cairo_set_line_width (cr, shape->line_width);
      cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
      cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
      cairo_stroke_preserve (cr);
    }
  cairo_new_path (cr);
}

static void
paint_text (Painter *self, const SketchShapeData *shape, double opacity)
{
  if (!has_stroke (shape))
    return;
  if (self->scale > 0 && shape->font_size * self->scale < MIN_READABLE)
    {
      set_color (self, shape->stroke, opacity * 0.4);
      cairo_rectangle (self->cr, shape->x, shape->y + shape->height / 4, shape->width, shape->height / 2);
      cairo_fill (self->cr);
      return;
    }
  if (self->layout == NULL)
    self->layout = sketch_text_layout_new ();
  set_color (self, shape->stroke, opacity);
  sketch_text_show (self->cr, self->layout, shape);
}

static void
paint_leaf (Painter *self, const SketchShapeData *shape, double opacity)
{
  gboolean turned = shape->angle != 0 && !is_line (shape);
  cairo_matrix_t matrix;

  if (turned)
    {
      cairo_save (self->cr);
      sketch_init_matrix (shape, &matrix);
      cairo_transform (self->cr, &matrix);
    }
  if (shape->kind == SKETCH_TEXT)
    paint_text (self, shape, opacity);
  else
    paint_outline (self, shape, opacity);
  if (turned)
    cairo_restore (self->cr);
}

static void paint (Painter *self, TroveKey key, guint depth);

static void
paint_children (Painter *self, TroveKey key, guint depth)
{
  const TroveKey *children;
  guint n;

  for (guint i = 0;
       (children = trove_version_reader_peek_children (self->reader, key, "children", i, &n)) != NULL; i += n)
    for (guint j = 0; j < n; j++)
      paint (self, children[j], depth + 1);
}

/* As one picture, which is drawn with the shape's opacity. */
static void
paint_blended (Painter *self, TroveKey key, const SketchShapeData *shape, const cairo_rectangle_t *bounds,
               guint depth)
{
  const double edge =
      self->scale > 0 ? 2 / self->scale : 1; /* smooth edges are not to be made smooth twice */
  cairo_t *cr = self->cr;

  cairo_save (cr);
  cairo_rectangle (cr, bounds->x - edge, bounds->y - edge, bounds->width + 2 * edge,
                   bounds->height + 2 * edge);
  cairo_clip (cr);
  cairo_push_group (cr);
  if (shape->kind == SKETCH_GROUP)
    paint_children (self, key, depth);
  else
    paint_leaf (self, shape, 1);
  cairo_pop_group_to_source (cr);
  cairo_paint_with_alpha (cr, shape->opacity);
  cairo_restore (cr);
}

static void
paint (Painter *self, TroveKey key, guint depth)
{
  const SketchShapeData *shape = sketch_peek_shape (self->reader, key);
  cairo_rectangle_t bounds;

  if (shape == NULL || depth > SKETCH_MAX_DEPTH || shape->opacity <= 0 ||
      !sketch_reader_get_bounds (self->reader, key, &bounds) ||
      (self->clipped && !sketch_intersects (&bounds, &self->clip)))
    return;
  if (shape->opacity < 1 && (shape->kind == SKETCH_GROUP || (has_fill (shape) && has_stroke (shape))))
    paint_blended (self, key, shape, &bounds, depth);
  else if (shape->kind == SKETCH_GROUP)
    paint_children (self, key, depth);
  else
    paint_leaf (self, shape, shape->opacity);
}

void
sketch_paint_shapes (cairo_t *cr, TroveVersion *version, const TroveKey *keys, gsize n)
{
  TroveVersionReader reader;
  Painter painter;

  trove_version_reader_init (&reader, version);
  painter_init (&painter, cr, &reader);
  for (gsize i = 0; i < n; i++)
    paint (&painter, keys[i], 0);
  painter_clear (&painter);
}

void
sketch_paint_shape (cairo_t *cr, TroveVersion *version, TroveKey key)
{
  sketch_paint_shapes (cr, version, &key, 1);
}

static void
append_key (TroveVersionReader *reader, TroveKey key, gpointer data)
{
  g_array_append_val ((GArray *) data, key);
}

void
sketch_paint_drawing (cairo_t *cr, TroveVersion *version)
{
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (TroveKey));

  sketch_foreach_shape (version, append_key, keys);
  sketch_paint_shapes (cr, version, (const TroveKey *) keys->data, keys->len);
}

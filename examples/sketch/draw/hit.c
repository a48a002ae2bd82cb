/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Whether a point is on a shape. */

#include "draw/geometry.h"

#include <math.h>

#include "draw/path.h"

typedef struct
{
  double x, y;      /* the point */
  double reach;     /* from the middle of a line */
  gboolean in_fill; /* a point inside is on the shape */
} Hit;

static gboolean
hits_line (const Hit *hit, const double ends[4])
{
  double dx = ends[2] - ends[0], dy = ends[3] - ends[1];
  double length = dx * dx + dy * dy;
  double t = length > 0 ? ((hit->x - ends[0]) * dx + (hit->y - ends[1]) * dy) / length : 0;

  t = CLAMP (t, 0, 1);
  return hypot (hit->x - ends[0] - t * dx, hit->y - ends[1] - t * dy) <= hit->reach;
}

static gboolean
in_box (double x, double y, double half_width, double half_height)
{
  return half_width >= 0 && half_height >= 0 && fabs (x) <= half_width && fabs (y) <= half_height;
}

static gboolean
in_ellipse (double x, double y, double half_width, double half_height)
{
  return half_width > 0 && half_height > 0 && hypot (x / half_width, y / half_height) <= 1;
}

/* Within the outer edge of the outline, and not within its inner edge unless the shape is filled. */
static gboolean
hits_outline (const Hit *hit, const SketchShapeData *shape)
{
  gboolean (*is_in) (double, double, double, double) = shape->kind == SKETCH_ELLIPSE ? in_ellipse : in_box;
  double w = fabs (shape->width) / 2, h = fabs (shape->height) / 2;
  double x = hit->x - shape->x - shape->width / 2, y = hit->y - shape->y - shape->height / 2;

  return is_in (x, y, w + hit->reach, h + hit->reach) &&
         (hit->in_fill || !is_in (x, y, w - hit->reach, h - hit->reach));
}

static gboolean
hits_path (const Hit *hit, const SketchShapeData *shape)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cr = cairo_create (surface);
  gboolean hits;

  cairo_set_line_width (cr, 2 * hit->reach);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_fill_rule (cr, shape->even_odd ? CAIRO_FILL_RULE_EVEN_ODD : CAIRO_FILL_RULE_WINDING);
  /* Near the point, Cairo's numbers are exact. */
  cairo_translate (cr, shape->x - hit->x, shape->y - hit->y);
  sketch_path_append (cr, shape->path != NULL ? shape->path : "", shape->width, shape->height, NULL);
  cairo_identity_matrix (cr);
  hits = cairo_in_stroke (cr, 0, 0) || (hit->in_fill && cairo_in_fill (cr, 0, 0));
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return hits;
}

static gboolean
hits_leaf (TroveVersionReader *reader, const SketchShapeData *shape, double x, double y, double tolerance)
{
  Hit hit = { x, y, shape->line_width / 2 + tolerance, (shape->fill & 0xff) != 0 };
  cairo_matrix_t matrix;
  double ends[4];

  if (shape->kind == SKETCH_LINE || shape->kind == SKETCH_CONNECTOR)
    {
      sketch_reader_get_ends (reader, shape, ends);
      return hits_line (&hit, ends);
    }
  sketch_init_matrix (shape, &matrix);
  cairo_matrix_invert (&matrix); /* a rotation */
  cairo_matrix_transform_point (&matrix, &hit.x, &hit.y);
  if (shape->kind == SKETCH_PATH)
    return hits_path (&hit, shape);
  if (shape->kind == SKETCH_TEXT)
    hit = (Hit){ hit.x, hit.y, tolerance, TRUE };
  return hits_outline (&hit, shape);
}

static gboolean
contains (TroveVersionReader *reader, TroveKey key, double x, double y, double tolerance, guint depth)
{
  const SketchShapeData *shape = sketch_peek_shape (reader, key);
  const TroveKey *children;
  cairo_rectangle_t bounds;
  guint n;

  if (shape == NULL || depth > SKETCH_MAX_DEPTH)
    return FALSE;
  if (shape->kind != SKETCH_GROUP)
    return sketch_reader_get_bounds (reader, key, &bounds) && x >= bounds.x - tolerance &&
           y >= bounds.y - tolerance && x <= bounds.x + bounds.width + tolerance &&
           y <= bounds.y + bounds.height + tolerance && hits_leaf (reader, shape, x, y, tolerance);
  for (guint i = 0; (children = trove_version_reader_peek_children (reader, key, "children", i, &n)) != NULL;
       i += n)
    for (guint j = 0; j < n; j++)
      if (contains (reader, children[j], x, y, tolerance, depth + 1))
        return TRUE;
  return FALSE;
}

gboolean
sketch_contains (TroveVersion *version, TroveKey key, double x, double y, double tolerance)
{
  TroveVersionReader reader;

  trove_version_reader_init (&reader, version);
  return contains (&reader, key, x, y, tolerance, 0);
}

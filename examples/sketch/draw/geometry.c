/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "draw/geometry.h"

#include <math.h>

cairo_rectangle_t
sketch_normalize (const cairo_rectangle_t *box)
{
  return (cairo_rectangle_t){ MIN (box->x, box->x + box->width), MIN (box->y, box->y + box->height),
                              fabs (box->width), fabs (box->height) };
}

cairo_rectangle_t
sketch_unite (const cairo_rectangle_t *a, const cairo_rectangle_t *b)
{
  double x = MIN (a->x, b->x), y = MIN (a->y, b->y);

  return (cairo_rectangle_t){ x, y, MAX (a->x + a->width, b->x + b->width) - x,
                              MAX (a->y + a->height, b->y + b->height) - y };
}

gboolean
sketch_intersects (const cairo_rectangle_t *a, const cairo_rectangle_t *b)
{
  return a->x <= b->x + b->width && b->x <= a->x + a->width && a->y <= b->y + b->height &&
         b->y <= a->y + a->height;
}

gboolean
sketch_encloses (const cairo_rectangle_t *outer, const cairo_rectangle_t *inner)
{
  return outer->x <= inner->x && outer->y <= inner->y && inner->x + inner->width <= outer->x + outer->width &&
         inner->y + inner->height <= outer->y + outer->height;
}

static cairo_rectangle_t
grow (cairo_rectangle_t box, double by)
{
  return (cairo_rectangle_t){ box.x - by, box.y - by, box.width + 2 * by, box.height + 2 * by };
}

static cairo_rectangle_t
box_around (double x, double y, double half_width, double half_height)
{
  return (cairo_rectangle_t){ x - half_width, y - half_height, 2 * half_width, 2 * half_height };
}

static cairo_rectangle_t
box_of_ends (const double ends[4])
{
  const cairo_rectangle_t box = { ends[0], ends[1], ends[2] - ends[0], ends[3] - ends[1] };

  return sketch_normalize (&box);
}

const SketchShapeData *
sketch_peek_shape (TroveVersionReader *reader, TroveKey key)
{
  GType type;
  const SketchShapeData *shape = trove_version_reader_peek (reader, key, &type);

  return shape != NULL && type == SKETCH_TYPE_SHAPE ? shape : NULL;
}

static void
get_center (const SketchShapeData *shape, double *x, double *y)
{
  *x = shape->x + shape->width / 2;
  *y = shape->y + shape->height / 2;
}

void
sketch_init_matrix (const SketchShapeData *shape, cairo_matrix_t *matrix)
{
  double x, y;

  cairo_matrix_init_identity (matrix);
  if (shape->angle == 0)
    return;
  get_center (shape, &x, &y);
  cairo_matrix_translate (matrix, x, y);
  cairo_matrix_rotate (matrix, shape->angle * G_PI / 180);
  cairo_matrix_translate (matrix, -x, -y);
}

/* Connectors */

/* The end of a connector: a box or an ellipse around a center, with an angle. */
typedef struct
{
  double x, y, half_width, half_height;
  double angle; /* radians */
  gboolean round;
} Outline;

static gboolean add_shape (TroveVersionReader *reader, TroveKey key, guint depth, gboolean connectors,
                           cairo_rectangle_t *box, gboolean any);

/* Of what is drawn around the box. */
static double
get_line_width (const SketchShapeData *shape)
{
  return (shape->stroke & 0xff) == 0 || shape->kind == SKETCH_TEXT ? 0 : shape->line_width;
}

/* A line and a connector are a point: their middle. The connectors of a group do not count: one may lead to its own group. */
static gboolean
get_outline (TroveVersionReader *reader, TroveKey key, Outline *outline)
{
  const SketchShapeData *shape = key != 0 ? sketch_peek_shape (reader, key) : NULL;
  cairo_rectangle_t box;

  if (shape == NULL)
    return FALSE;
  *outline = (Outline){ 0 };
  if (shape->kind == SKETCH_GROUP)
    {
      if (!add_shape (reader, key, 0, FALSE, &box, FALSE))
        return FALSE;
      outline->x = box.x + box.width / 2;
      outline->y = box.y + box.height / 2;
      outline->half_width = box.width / 2;
      outline->half_height = box.height / 2;
      return TRUE;
    }
  get_center (shape, &outline->x, &outline->y);
  if (shape->kind == SKETCH_LINE || shape->kind == SKETCH_CONNECTOR)
    return TRUE;
  outline->half_width = (fabs (shape->width) + get_line_width (shape)) / 2;
  outline->half_height = (fabs (shape->height) + get_line_width (shape)) / 2;
  outline->angle = shape->angle * G_PI / 180;
  outline->round = shape->kind == SKETCH_ELLIPSE;
  return TRUE;
}

/* Moves a point from the center of an outline towards another point, to where the outline is crossed; at most to that point. */
static void
leave_outline (const Outline *outline, double to_x, double to_y, double *x, double *y)
{
  double dx = to_x - outline->x, dy = to_y - outline->y;
  double c = cos (outline->angle), s = sin (outline->angle);
  double u = c * dx + s * dy, v = c * dy - s * dx; /* as if the outline were not rotated */
  double times; /* how often the way to the outline is in the way to the point */

  if (outline->half_width <= 0 || outline->half_height <= 0)
    times = G_MAXDOUBLE;
  else if (outline->round)
    times = hypot (u / outline->half_width, v / outline->half_height);
  else
    times = MAX (fabs (u) / outline->half_width, fabs (v) / outline->half_height);
  *x = outline->x + dx / MAX (times, 1);
  *y = outline->y + dy / MAX (times, 1);
}

void
sketch_reader_get_ends (TroveVersionReader *reader, const SketchShapeData *shape, double ends[4])
{
  Outline from, to;
  double center[4];
  gboolean from_shape, to_shape;
  cairo_matrix_t matrix;

  sketch_init_matrix (shape, &matrix);
  center[0] = shape->x;
  center[1] = shape->y;
  center[2] = shape->x + shape->width;
  center[3] = shape->y + shape->height;
  cairo_matrix_transform_point (&matrix, &center[0], &center[1]);
  cairo_matrix_transform_point (&matrix, &center[2], &center[3]);
  memcpy (ends, center, sizeof center);
  if (shape->kind != SKETCH_CONNECTOR)
    return;

  from_shape = get_outline (reader, shape->from, &from);
  to_shape = get_outline (reader, shape->to, &to);
  if (from_shape)
    center[0] = from.x, center[1] = from.y;
  if (to_shape)
    center[2] = to.x, center[3] = to.y;
  memcpy (ends, center, sizeof center);
  if (from_shape)
    leave_outline (&from, center[2], center[3], &ends[0], &ends[1]);
  if (to_shape)
    leave_outline (&to, center[0], center[1], &ends[2], &ends[3]);
}

void
sketch_get_ends (TroveVersion *version, const SketchShapeData *shape, double ends[4])
{
  TroveVersionReader reader;

  trove_version_reader_init (&reader, version);
  sketch_reader_get_ends (&reader, shape, ends);
}

/* Bounds */

/* The bounds of a box or an ellipse that is rotated. */
static cairo_rectangle_t
get_rotated_box (const SketchShapeData *shape)
{
  double c = cos (shape->angle * G_PI / 180), s = sin (shape->angle * G_PI / 180);
  double w = fabs (shape->width) / 2, h = fabs (shape->height) / 2, x, y;

  get_center (shape, &x, &y);
  if (shape->kind == SKETCH_ELLIPSE)
    return box_around (x, y, hypot (c * w, s * h), hypot (s * w, c * h));
  return box_around (x, y, fabs (c) * w + fabs (s) * h, fabs (s) * w + fabs (c) * h);
}

/* Letters may reach out of the box of a text. */
static cairo_rectangle_t
get_leaf_bounds (TroveVersionReader *reader, const SketchShapeData *shape)
{
  const cairo_rectangle_t box = { shape->x, shape->y, shape->width, shape->height };
  double ends[4];

  if (shape->kind == SKETCH_LINE || shape->kind == SKETCH_CONNECTOR)
    {
      sketch_reader_get_ends (reader, shape, ends);
      return grow (box_of_ends (ends), shape->line_width / 2);
    }
  return grow (shape->angle == 0 ? sketch_normalize (&box) : get_rotated_box (shape),
               shape->kind == SKETCH_TEXT ? shape->font_size / 8 : get_line_width (shape) / 2);
}

static gboolean
unite (cairo_rectangle_t *all, gboolean any, const cairo_rectangle_t *more)
{
  *all = any ? sketch_unite (all, more) : *more;
  return TRUE;
}

/* Unites a box with that of a shape, which is the first one unless any. Returns whether there is a box now. */
static gboolean
add_shape (TroveVersionReader *reader, TroveKey key, guint depth, gboolean connectors, cairo_rectangle_t *box,
           gboolean any)
{
  const SketchShapeData *shape = sketch_peek_shape (reader, key);
  const TroveKey *children;
  cairo_rectangle_t more;
  guint n;

  if (shape == NULL || depth > SKETCH_MAX_DEPTH || (shape->kind == SKETCH_CONNECTOR && !connectors))
    return any;
  if (shape->kind != SKETCH_GROUP)
    {
      more = get_leaf_bounds (reader, shape);
      return unite (box, any, &more);
    }
  for (guint i = 0; (children = trove_version_reader_peek_children (reader, key, "children", i, &n)) != NULL;
       i += n)
    for (guint j = 0; j < n; j++)
      any = add_shape (reader, children[j], depth + 1, connectors, box, any);
  return any;
}

gboolean
sketch_reader_get_bounds (TroveVersionReader *reader, TroveKey key, cairo_rectangle_t *bounds)
{
  return add_shape (reader, key, 0, TRUE, bounds, FALSE);
}

gboolean
sketch_get_bounds (TroveVersion *version, TroveKey key, cairo_rectangle_t *bounds)
{
  TroveVersionReader reader;

  trove_version_reader_init (&reader, version);
  return add_shape (&reader, key, 0, TRUE, bounds, FALSE);
}

gboolean
sketch_get_bounds_of (TroveVersion *version, const TroveKey *keys, gsize n, cairo_rectangle_t *bounds)
{
  TroveVersionReader reader;
  gboolean any = FALSE;

  trove_version_reader_init (&reader, version);
  for (gsize i = 0; i < n; i++)
    any = add_shape (&reader, keys[i], 0, TRUE, bounds, any);
  return any;
}

typedef struct
{
  cairo_rectangle_t *bounds;
  gboolean any;
} Extents;

static void
extend (TroveVersionReader *reader, TroveKey key, gpointer data)
{
  Extents *extents = data;

  extents->any = add_shape (reader, key, 0, TRUE, extents->bounds, extents->any);
}

gboolean
sketch_get_extents (TroveVersion *version, cairo_rectangle_t *bounds)
{
  Extents extents = { bounds, FALSE };

  sketch_foreach_shape (version, extend, &extents);
  return extents.any;
}

/* Layers */

static void
foreach_of_layer (TroveVersionReader *reader, TroveKey layer, SketchShapeFunc func, gpointer data)
{
  const TroveKey *shapes;
  guint n;

  for (guint i = 0; (shapes = trove_version_reader_peek_children (reader, layer, "shapes", i, &n)) != NULL;
       i += n)
    for (guint j = 0; j < n; j++)
      func (reader, shapes[j], data);
}

void
sketch_foreach_shape (TroveVersion *version, SketchShapeFunc func, gpointer data)
{
  TroveKey root = trove_version_get_root_key (version);
  TroveVersionReader reader;
  const TroveKey *layers;
  guint n;

  trove_version_reader_init (&reader, version);
  for (guint i = 0; (layers = trove_version_peek_children (version, root, "layers", i, &n)) != NULL; i += n)
    for (guint j = 0; j < n; j++)
      {
        const SketchLayerData *layer = trove_version_peek (version, layers[j], NULL);

        if (layer->visible)
          foreach_of_layer (&reader, layers[j], func, data);
      }
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "edit/edits.h"

#include <math.h>

#include "draw/painter.h"

/* Changes a copy of a shape's data. */
typedef void (*ChangeFunc) (SketchShapeData *shape, gconstpointer data);

static const SketchShapeData *
peek (TroveDocument *document, TroveKey key, GError **error)
{
  GType type;
  const SketchShapeData *shape = trove_document_peek (document, key, &type);

  if (shape != NULL && g_type_is_a (type, SKETCH_TYPE_SHAPE))
    return shape;
  g_set_error (error, TROVE_ERROR, TROVE_ERROR_REMOVED,
               "Object %" G_GUINT64_FORMAT " is no shape of the drawing", key);
  return NULL;
}

TroveKey *
sketch_dup_children (TroveDocument *document, TroveKey key, guint *n)
{
  TroveKey *keys;

  *n = trove_document_get_n_children (document, key, "children");
  keys = g_new (TroveKey, *n);
  *n = trove_document_get_children (document, key, "children", 0, keys, *n);
  return keys;
}

static gboolean
change (TroveDocument *document, const TroveKey *keys, gsize n, ChangeFunc func, gconstpointer data,
        GError **error)
{
  for (gsize i = 0; i < n; i++)
    {
      const SketchShapeData *shape = peek (document, keys[i], error);

      if (shape == NULL)
        return FALSE;
      if (shape->kind == SKETCH_GROUP)
        {
          guint n_children;
          g_autofree TroveKey *children = sketch_dup_children (document, keys[i], &n_children);

          if (!change (document, children, n_children, func, data, error))
            return FALSE;
        }
      else
        {
          SketchShapeData changed = *shape;

          func (&changed, data);
          if (!trove_document_set (document, keys[i], &changed, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
is_attached (const SketchShapeData *shape)
{
  return shape->kind == SKETCH_CONNECTOR && shape->from != 0 && shape->to != 0;
}

static void
center_at (SketchShapeData *shape, double x, double y)
{
  shape->x = x - shape->width / 2;
  shape->y = y - shape->height / 2;
}

/* Moving */

static void
move (SketchShapeData *shape, gconstpointer data)
{
  const double *by = data;

  if (is_attached (shape))
    return;
  shape->x += by[0];
  shape->y += by[1];
}

gboolean
sketch_move (TroveDocument *document, const TroveKey *keys, gsize n, double dx, double dy, GError **error)
{
  const double by[] = { dx, dy };

  return change (document, keys, n, move, by, error);
}

/* Resizing */

typedef struct
{
  const cairo_rectangle_t *from, *to;
  double scale_x, scale_y;
} Mapping;

static void
scale_font (SketchShapeData *shape, double scale)
{
  shape->font_size = CLAMP (shape->font_size * scale, 1, 1000);
  sketch_measure_text (shape);
}

/* A box that is mirrored and then turned is one that is turned the other way and then mirrored. Only lines and paths look different when
 * they are mirrored. */
static void
resize (SketchShapeData *shape, gconstpointer data)
{
  const Mapping *map = data;
  const double c = cos (shape->angle * G_PI / 180), s = sin (shape->angle * G_PI / 180);
  const double x = map->to->x + (shape->x + shape->width / 2 - map->from->x) * map->scale_x;
  const double y = map->to->y + (shape->y + shape->height / 2 - map->from->y) * map->scale_y;
  const double scale_width = hypot (map->scale_x * c, map->scale_y * s);
  const double scale_height = hypot (map->scale_x * s, map->scale_y * c);
  const gboolean has_sides = shape->kind == SKETCH_RECTANGLE || shape->kind == SKETCH_ELLIPSE;

  if (is_attached (shape))
    return;
  if (shape->kind == SKETCH_TEXT)
    scale_font (shape, sqrt (scale_width * scale_height));
  else
    {
      shape->width *= map->scale_x < 0 && !has_sides ? -scale_width : scale_width;
      shape->height *= map->scale_y < 0 && !has_sides ? -scale_height : scale_height;
    }
  if ((map->scale_x < 0) != (map->scale_y < 0))
    shape->angle = -shape->angle;
  center_at (shape, x, y);
}

gboolean
sketch_resize (TroveDocument *document, const TroveKey *keys, gsize n, const cairo_rectangle_t *from,
               const cairo_rectangle_t *to, GError **error)
{
  const Mapping map = { .from = from,
                        .to = to,
                        .scale_x = from->width != 0 ? to->width / from->width : 1,
                        .scale_y = from->height != 0 ? to->height / from->height : 1 };

  return change (document, keys, n, resize, &map, error);
}

/* Rotating */

typedef struct
{
  double angle, x, y;
} Rotation;

static void
turn (double angle, double *x, double *y)
{
  const double c = cos (angle * G_PI / 180), s = sin (angle * G_PI / 180);
  const double turned_x = c * *x - s * *y, turned_y = s * *x + c * *y;

  *x = turned_x;
  *y = turned_y;
}

static void
rotate (SketchShapeData *shape, gconstpointer data)
{
  const Rotation *rotation = data;
  double dx = shape->x + shape->width / 2 - rotation->x, dy = shape->y + shape->height / 2 - rotation->y;

  if (is_attached (shape))
    return;
  turn (rotation->angle, &dx, &dy);
  if (shape->kind == SKETCH_LINE || shape->kind == SKETCH_CONNECTOR)
    turn (rotation->angle, &shape->width, &shape->height);
  else
    shape->angle = remainder (shape->angle + rotation->angle, 360);
  center_at (shape, rotation->x + dx, rotation->y + dy);
}

gboolean
sketch_rotate (TroveDocument *document, const TroveKey *keys, gsize n, double angle, double x, double y,
               GError **error)
{
  const Rotation rotation = { angle, x, y };

  return change (document, keys, n, rotate, &rotation, error);
}

/* Removing */

static gboolean
keep_ends_of (TroveDocument *document, TroveVersion *version, TroveKey connector, GError **error)
{
  const SketchShapeData *drawn = trove_version_peek (version, connector, NULL);
  SketchShapeData changed = *drawn;
  double ends[4];

  sketch_get_ends (version, drawn, ends);
  changed.x = ends[0];
  changed.y = ends[1];
  changed.width = ends[2] - ends[0];
  changed.height = ends[3] - ends[1];
  changed.angle = 0;
  return trove_document_set (document, connector, &changed, error);
}

static gboolean
keep_ends (TroveDocument *document, TroveVersion *version, TroveKey key, GError **error)
{
  gsize n_connectors;
  guint n_children;
  g_autofree TroveKey *connectors = trove_document_dup_referrers (document, key, &n_connectors);
  g_autofree TroveKey *children = sketch_dup_children (document, key, &n_children);

  for (gsize i = 0; i < n_connectors; i++)
    if (!keep_ends_of (document, version, connectors[i], error))
      return FALSE;
  for (guint i = 0; i < n_children; i++)
    if (!keep_ends (document, version, children[i], error))
      return FALSE;
  return TRUE;
}

gboolean
sketch_keep_ends (TroveDocument *document, TroveKey key, GError **error)
{
  g_autoptr (TroveVersion) version = trove_document_freeze (document, error);

  return version != NULL && peek (document, key, error) != NULL && keep_ends (document, version, key, error);
}

gboolean
sketch_remove (TroveDocument *document, const TroveKey *keys, gsize n, GError **error)
{
  g_autoptr (TroveVersion) version = trove_document_freeze (document, error);

  for (gsize i = 0; version != NULL && i < n; i++)
    if (peek (document, keys[i], error) == NULL || !keep_ends (document, version, keys[i], error) ||
        !trove_document_remove (document, keys[i], error))
      return FALSE;
  return version != NULL;
}

gboolean
sketch_remove_layer (TroveDocument *document, TroveKey layer, GError **error)
{
  const guint n = trove_document_get_n_children (document, layer, "shapes");
  g_autofree TroveKey *shapes = g_new (TroveKey, n);

  trove_document_get_children (document, layer, "shapes", 0, shapes, n);
  return sketch_remove (document, shapes, n, error) && trove_document_remove (document, layer, error);
}

/* Style */

typedef struct
{
  const char *property;
  GType type;
  gsize offset;
} Style;

static const Style styles[] = {
  { "stroke", G_TYPE_UINT, G_STRUCT_OFFSET (SketchShapeData, stroke) },
  { "fill", G_TYPE_UINT, G_STRUCT_OFFSET (SketchShapeData, fill) },
  { "line-width", G_TYPE_DOUBLE, G_STRUCT_OFFSET (SketchShapeData, line_width) },
  { "opacity", G_TYPE_DOUBLE, G_STRUCT_OFFSET (SketchShapeData, opacity) },
  { "font-size", G_TYPE_DOUBLE, G_STRUCT_OFFSET (SketchShapeData, font_size) },
};

typedef struct
{
  const Style *style;
  GValue value;
} StyleValue;

static void
set_style (SketchShapeData *shape, gconstpointer data)
{
  const StyleValue *set = data;
  const gsize offset = set->style->offset;
  const gboolean is_font_size = offset == G_STRUCT_OFFSET (SketchShapeData, font_size);

  if (is_font_size && shape->kind != SKETCH_TEXT)
    return;
  if (set->style->type == G_TYPE_UINT)
    G_STRUCT_MEMBER (guint, shape, offset) = g_value_get_uint (&set->value);
  else
    G_STRUCT_MEMBER (double, shape, offset) = g_value_get_double (&set->value);
  if (is_font_size)
    sketch_measure_text (shape);
}

gboolean
sketch_set_style (TroveDocument *document, const TroveKey *keys, gsize n, const char *property,
                  const GValue *value, GError **error)
{
  StyleValue set = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (styles); i++)
    if (strcmp (styles[i].property, property) == 0)
      set.style = &styles[i];
  g_return_val_if_fail (set.style != NULL, FALSE);
  g_value_init (&set.value, set.style->type);
  g_return_val_if_fail (g_value_transform (value, &set.value), FALSE);

  return change (document, keys, n, set_style, &set, error);
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "edit/arrange.h"

#include "draw/geometry.h"

/* Where a shape stands. */
typedef struct
{
  TroveKey key, layer;
  guint layer_position, position;
} Place;

static int
compare_places (gconstpointer a, gconstpointer b)
{
  const Place *one = a, *other = b;

  if (one->layer != other->layer)
    return one->layer_position < other->layer_position ? -1 : 1;
  return one->position < other->position ? -1 : one->position > other->position;
}

/* The places of top-level shapes, from back to front. */
static Place *
find_places (TroveDocument *document, const TroveKey *keys, gsize n, GError **error)
{
  g_autofree Place *places = g_new (Place, n);

  for (gsize i = 0; i < n; i++)
    {
      const char *list = NULL;
      Place *place = &places[i];

      place->key = keys[i];
      place->layer = trove_document_get_owner (document, keys[i], &list, &place->position);
      if (g_strcmp0 (list, "shapes") != 0)
        {
          g_set_error (error, TROVE_ERROR, TROVE_ERROR_REMOVED,
                       "Object %" G_GUINT64_FORMAT " is no shape of a layer", keys[i]);
          return NULL;
        }
      trove_document_get_owner (document, place->layer, NULL, &place->layer_position);
    }
  qsort (places, n, sizeof *places, compare_places);
  return g_steal_pointer (&places);
}

/* Order */

/* The places of one layer. Each shape takes one step, unless the end or one that could not take it is there. */
static gboolean
step (TroveDocument *document, const Place *places, gsize n, gboolean forward, GError **error)
{
  const guint n_shapes = trove_document_get_n_children (document, places[0].layer, "shapes");

  for (gsize i = 0; i < n; i++)
    {
      const Place *place = &places[forward ? n - 1 - i : i];
      const gboolean at_end = forward ? place->position == n_shapes - 1 - i : place->position == i;

      if (!at_end && !trove_document_move_item (document, place->layer, "shapes", place->position,
                                                place->position + (forward ? 1 : -1), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
reorder_layer (TroveDocument *document, const Place *places, gsize n, SketchOrder order, GError **error)
{
  if (order == SKETCH_FORWARD || order == SKETCH_BACKWARD)
    return step (document, places, n, order == SKETCH_FORWARD, error);
  for (gsize i = 0; i < n; i++)
    if (!trove_document_move (document, places[i].key, places[i].layer, "shapes",
                              order == SKETCH_TO_FRONT ? G_MAXUINT : i, error))
      return FALSE;
  return TRUE;
}

gboolean
sketch_reorder (TroveDocument *document, const TroveKey *keys, gsize n, SketchOrder order, GError **error)
{
  g_autofree Place *places = n > 0 ? find_places (document, keys, n, error) : NULL;

  if (places == NULL)
    return n == 0;
  for (gsize first = 0, end; first < n; first = end)
    {
      for (end = first + 1; end < n && places[end].layer == places[first].layer;)
        end++;
      if (!reorder_layer (document, places + first, end - first, order, error))
        return FALSE;
    }
  return TRUE;
}

/* Alignment */

/* From one box to where it is aligned within another. */
static void
get_move (const cairo_rectangle_t *box, const cairo_rectangle_t *all, SketchAlignment alignment, double *dx,
          double *dy)
{
  const double part = (alignment % 3) / 2.; /* 0: at the beginning, 1: at the end */

  *dx = alignment <= SKETCH_RIGHT ? all->x - box->x + part * (all->width - box->width) : 0;
  *dy = alignment >= SKETCH_TOP ? all->y - box->y + part * (all->height - box->height) : 0;
}

gboolean
sketch_align (TroveDocument *document, const TroveKey *keys, gsize n, SketchAlignment alignment,
              GError **error)
{
  g_autoptr (TroveVersion) version = trove_document_freeze (document, error);
  cairo_rectangle_t all, box;
  double dx, dy;

  if (version == NULL)
    return FALSE;
  if (!sketch_get_bounds_of (version, keys, n, &all))
    return TRUE;
  for (gsize i = 0; i < n; i++)
    if (sketch_get_bounds (version, keys[i], &box))
      {
        get_move (&box, &all, alignment, &dx, &dy);
        if (!sketch_move (document, &keys[i], 1, dx, dy, error))
          return FALSE;
      }
  return TRUE;
}

/* Groups */

gboolean
sketch_group (TroveDocument *document, const TroveKey *keys, gsize n, TroveKey *group, GError **error)
{
  const SketchShapeData data = { .kind = SKETCH_GROUP, .opacity = 1, .font_size = 16 };
  g_autofree Place *places = NULL;
  g_autofree TroveKey *children = g_new (TroveKey, n);
  TroveKey layer, key;
  guint position = 0;

  g_return_val_if_fail (n > 0, FALSE);

  places = find_places (document, keys, n, error);
  if (places == NULL)
    return FALSE;
  layer = trove_document_get_owner (document, keys[0], NULL, NULL);
  for (gsize i = 0; i < n; i++)
    {
      children[i] = places[i].key;
      if (places[i].layer == layer)
        position = places[i].position;
    }
  if (!trove_document_add (document, SKETCH_TYPE_SHAPE, &data, layer, "shapes", position, &key, error) ||
      !trove_document_splice (document, key, "children", 0, 0, children, n, error))
    return FALSE;
  if (group != NULL)
    *group = key;
  return TRUE;
}

gboolean
sketch_ungroup (TroveDocument *document, const TroveKey *keys, gsize n, GArray *children, GError **error)
{
  for (gsize i = 0; i < n; i++)
    {
      const SketchShapeData *shape = trove_document_peek (document, keys[i], NULL);
      g_autofree TroveKey *shapes = NULL;
      TroveKey owner;
      const char *list;
      guint position, n_shapes;

      if (shape == NULL || shape->kind != SKETCH_GROUP)
        continue;
      shapes = sketch_dup_children (document, keys[i], &n_shapes);
      owner = trove_document_get_owner (document, keys[i], &list, &position);
      if (!sketch_keep_ends (document, keys[i], error) ||
          !trove_document_splice (document, owner, list, position, 1, shapes, n_shapes, error))
        return FALSE;
      g_array_append_vals (children, shapes, n_shapes);
    }
  return TRUE;
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "canvas/tile-stand-in.h"

#include "draw/geometry.h"

static const cairo_rectangle_int_t whole = { 0, 0, SKETCH_TILE_SIZE, SKETCH_TILE_SIZE };

static double
get_common_area (const cairo_rectangle_t *a, const cairo_rectangle_t *b)
{
  double width = MIN (a->x + a->width, b->x + b->width) - MAX (a->x, b->x);
  double height = MIN (a->y + a->height, b->y + b->height) - MAX (a->y, b->y);

  return MAX (width, 0) * MAX (height, 0);
}

/* The area of the box that the level's tiles cover, those included in which nothing is to be seen. */
static double
get_covered (SketchTileLevel *level, const cairo_rectangle_t *box)
{
  double covered = 0;
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, level->tiles);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const SketchTile *tile = key;
      cairo_rectangle_t there = sketch_tile_get_box (tile, &whole);

      if (tile->drawn)
        covered += get_common_area (&there, box);
    }
  return covered;
}

static SketchTileLevel *
find_best (GPtrArray *levels, const cairo_rectangle_t *box)
{
  SketchTileLevel *best = NULL;
  double most = 0;

  for (guint i = 0; i < levels->len; i++)
    {
      double covered = get_covered (levels->pdata[i], box);

      /* Of those that cover the same, the one that was used last. */
      if (covered > most * 1.001)
        {
          best = levels->pdata[i];
          most = covered;
        }
    }
  return best;
}

static void
draw_tile (cairo_t *cr, const SketchTile *tile, const cairo_rectangle_t *box, double scale)
{
  cairo_save (cr);
  cairo_translate (cr, box->x, box->y);
  cairo_scale (cr, 1 / tile->level->scale, 1 / tile->level->scale);
  cairo_set_source_surface (cr, tile->surface, 0, 0);
  /* Making a picture smaller with all its pixels would take longer than drawing it. */
  cairo_pattern_set_filter (cairo_get_source (cr),
                            scale < tile->level->scale ? CAIRO_FILTER_FAST : CAIRO_FILTER_BILINEAR);
  cairo_paint (cr);
  cairo_restore (cr);
}

void
sketch_tile_stand_in_draw (cairo_t *cr, GPtrArray *levels, const cairo_rectangle_t *box, double scale)
{
  SketchTileLevel *level = find_best (levels, box);
  GHashTableIter iter;
  gpointer key;

  if (level == NULL)
    return;
  cairo_save (cr);
  cairo_rectangle (cr, box->x, box->y, box->width, box->height);
  cairo_clip (cr);
  g_hash_table_iter_init (&iter, level->tiles);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const SketchTile *tile = key;
      cairo_rectangle_t there = sketch_tile_get_box (tile, &whole);

      if (tile->surface != NULL && sketch_intersects (&there, box))
        draw_tile (cr, tile, &there, scale);
    }
  cairo_restore (cr);
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "canvas/tile-level.h"

#include <math.h>

#include "draw/cells.h"

#define SIZE SKETCH_TILE_SIZE
#define SMOOTH 2 /* pixels around a shape that smooth edges may change */

static guint64
get_place (int column, int row)
{
  return (guint64) (guint32) column << 32 | (guint32) row;
}

SketchTileLevel *
sketch_tile_level_new (double scale, gpointer owner, GDestroyNotify tile_free)
{
  SketchTileLevel *self = g_new (SketchTileLevel, 1);

  self->scale = scale;
  self->owner = owner;
  self->tiles = g_hash_table_new_full (sketch_hash_place, g_int64_equal, tile_free, NULL);
  return self;
}

void
sketch_tile_level_free (SketchTileLevel *self)
{
  g_hash_table_unref (self->tiles);
  g_free (self);
}

SketchTile *
sketch_tile_level_lookup (SketchTileLevel *self, int column, int row)
{
  const guint64 place = get_place (column, row);

  return g_hash_table_lookup (self->tiles, &place);
}

SketchTile *
sketch_tile_level_ensure (SketchTileLevel *self, int column, int row)
{
  SketchTile *tile = sketch_tile_level_lookup (self, column, row);

  if (tile == NULL)
    {
      tile = g_new0 (SketchTile, 1);
      tile->place = get_place (column, row);
      tile->column = column;
      tile->row = row;
      tile->dirty = (cairo_rectangle_int_t){ 0, 0, SIZE, SIZE };
      tile->level = self;
      tile->link.data = tile;
      g_hash_table_add (self->tiles, tile);
    }
  return tile;
}

void
sketch_tile_level_remove (SketchTileLevel *self, SketchTile *tile)
{
  g_hash_table_remove (self->tiles, tile);
}

cairo_rectangle_t
sketch_tile_get_box (const SketchTile *tile, const cairo_rectangle_int_t *area)
{
  const double scale = tile->level->scale;

  return (cairo_rectangle_t){ ((double) tile->column * SIZE + area->x) / scale,
                              ((double) tile->row * SIZE + area->y) / scale, area->width / scale,
                              area->height / scale };
}

gboolean
sketch_tile_is_dirty (const SketchTile *tile)
{
  return tile->dirty.width > 0;
}

void
sketch_tile_mark (SketchTile *tile, const cairo_rectangle_int_t *area)
{
  int right = area->x + area->width, bottom = area->y + area->height;

  if (!sketch_tile_is_dirty (tile))
    {
      tile->dirty = *area;
      return;
    }
  right = MAX (right, tile->dirty.x + tile->dirty.width);
  bottom = MAX (bottom, tile->dirty.y + tile->dirty.height);
  tile->dirty.x = MIN (tile->dirty.x, area->x);
  tile->dirty.y = MIN (tile->dirty.y, area->y);
  tile->dirty.width = right - tile->dirty.x;
  tile->dirty.height = bottom - tile->dirty.y;
}

/* The part of a tile that is between pixels of the level. */
static void
damage_tile (SketchTile *tile, double left, double top, double right, double bottom)
{
  double x = (double) tile->column * SIZE, y = (double) tile->row * SIZE;
  cairo_rectangle_int_t area = { (int) CLAMP (left - x, 0, SIZE), (int) CLAMP (top - y, 0, SIZE), 0, 0 };

  area.width = (int) CLAMP (right - x, 0, SIZE) - area.x;
  area.height = (int) CLAMP (bottom - y, 0, SIZE) - area.y;
  if (area.width > 0 && area.height > 0)
    sketch_tile_mark (tile, &area);
}

void
sketch_tile_level_damage (SketchTileLevel *self, const cairo_rectangle_t *box)
{
  double left = floor (box->x * self->scale) - SMOOTH, top = floor (box->y * self->scale) - SMOOTH;
  double right = ceil ((box->x + box->width) * self->scale) + SMOOTH;
  double bottom = ceil ((box->y + box->height) * self->scale) + SMOOTH;
  double columns = floor (right / SIZE) - floor (left / SIZE) + 1;
  double rows = floor (bottom / SIZE) - floor (top / SIZE) + 1;
  GHashTableIter iter;
  gpointer tile;

  /* The fewer: the tiles of the box, or those that are there. */
  if (columns * rows > g_hash_table_size (self->tiles))
    {
      g_hash_table_iter_init (&iter, self->tiles);
      while (g_hash_table_iter_next (&iter, &tile, NULL))
        damage_tile (tile, left, top, right, bottom);
      return;
    }
  for (int row = 0; row < rows; row++)
    for (int column = 0; column < columns; column++)
      {
        tile = sketch_tile_level_lookup (self, (int) floor (left / SIZE) + column,
                                         (int) floor (top / SIZE) + row);
        if (tile != NULL)
          damage_tile (tile, left, top, right, bottom);
      }
}

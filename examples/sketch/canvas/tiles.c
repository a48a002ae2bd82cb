/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "canvas/tiles.h"

#include "canvas/tile-level.h"
#include "canvas/tile-stand-in.h"

#define SIZE SKETCH_TILE_SIZE
#define MAX_BYTES ((gsize) 96 * 1024 * 1024) /* of all tiles */
#define MAX_LEVELS 4
#define BUDGET 8000   /* µs of a frame until tiles are left to workers */
#define TILE_COST 200 /* µs of a tile without shapes */
#define NEAR 1.5      /* times larger or smaller, where another zoom may stand in for a frame */

/* The tiles of a view. */
typedef struct
{
  double scale;                 /* pixels by unit */
  int left, top, right, bottom; /* columns and rows, those included */
  gint64 x, y;                  /* of the widget's corner, in pixels */
} Range;

struct _SketchTiles
{
  SketchSpatialIndex *index;
  GSourceOnceFunc ready;
  gpointer data;
  GPtrArray *levels; /* SketchTileLevel, the one that was used last is the first */
  GQueue tiles;      /* SketchTile of all levels, the one that was used last is the first */
  gsize n_bytes;     /* of all tiles */
  guint n_jobs;      /* of all tiles */
  double shape_cost; /* µs for drawing a shape, as far as known */
  Range range;       /* of the frame before */
  guint64 frame;     /* counts */
};

G_STATIC_ASSERT (SIZE == 1 << 8);

static Range
get_range (const SketchView *view)
{
  Range range = { .scale = view->zoom * view->factor };

  sketch_view_get_origin (view, &range.x, &range.y);
  range.left = (int) (range.x >> 8);
  range.top = (int) (range.y >> 8);
  range.right = (int) ((range.x + MAX (view->width * view->factor, 1) - 1) >> 8);
  range.bottom = (int) ((range.y + MAX (view->height * view->factor, 1) - 1) >> 8);
  return range;
}

/* Tiles */

static void
set_picture (SketchTiles *self, SketchTile *tile, cairo_surface_t *surface)
{
  if (tile->surface != NULL)
    self->n_bytes -= SKETCH_TILE_BYTES;
  g_clear_pointer (&tile->node, gsk_render_node_unref);
  g_clear_pointer (&tile->surface, cairo_surface_destroy);
  tile->drawn = TRUE;
  if (surface == NULL)
    return;
  tile->surface = cairo_surface_reference (surface);
  self->n_bytes += SKETCH_TILE_BYTES;
}

static void
cancel_job (SketchTiles *self, SketchTile *tile)
{
  if (tile->job == NULL)
    return;
  sketch_tile_mark (tile, &sketch_tile_job_get_picture (tile->job)->area);
  sketch_tile_job_cancel (tile->job);
  tile->job = NULL;
  self->n_jobs--;
}

static void
tile_free (gpointer data)
{
  SketchTile *tile = data;
  SketchTiles *self = tile->level->owner;

  cancel_job (self, tile);
  set_picture (self, tile, NULL);
  g_queue_unlink (&self->tiles, &tile->link);
  self->n_bytes -= sizeof *tile;
  g_free (tile);
}

static SketchTile *
use_tile (SketchTiles *self, SketchTileLevel *level, int column, int row)
{
  SketchTile *tile = sketch_tile_level_ensure (level, column, row);

  if (tile->frame == 0)
    self->n_bytes += sizeof *tile;
  else
    g_queue_unlink (&self->tiles, &tile->link);
  g_queue_push_head_link (&self->tiles, &tile->link);
  tile->frame = self->frame;
  return tile;
}

static void
drop_unused (SketchTiles *self)
{
  SketchTile *tile;

  while (self->n_bytes > MAX_BYTES && (tile = g_queue_peek_tail (&self->tiles))->frame != self->frame)
    sketch_tile_level_remove (tile->level, tile);
}

/* Drawing */

/* Dear shapes are noticed at once, cheap ones slowly. */
static void
learn_cost (SketchTiles *self, const SketchTilePicture *picture)
{
  double cost = (double) (picture->duration - TILE_COST) / MAX (picture->keys->len, 1);

  if (picture->keys->len > 10)
    self->shape_cost += (cost > self->shape_cost ? 1 : 0.1) * (MAX (cost, 1) - self->shape_cost);
}

static SketchTilePicture
get_picture (SketchTiles *self, const SketchTile *tile)
{
  const cairo_rectangle_t box = sketch_tile_get_box (tile, &tile->dirty);
  TroveVersion *version = sketch_spatial_index_get_version (self->index);
  gboolean whole = tile->dirty.width == SIZE && tile->dirty.height == SIZE;

  return (SketchTilePicture){
    .version = version != NULL ? g_object_ref (version) : NULL,
    .keys = sketch_spatial_index_find (self->index, &box),
    .scale = tile->level->scale,
    .column = tile->column,
    .row = tile->row,
    .area = tile->dirty,
    .before = tile->surface != NULL && !whole ? cairo_surface_reference (tile->surface) : NULL,
  };
}

static gboolean
can_begin_job (SketchTiles *self)
{
  return self->n_jobs < sketch_tile_job_get_n_wanted ();
}

static void finish_job (SketchTileJob *job, gpointer data);

/* Draws a tile, or has it drawn. FALSE: there is no time. */
static gboolean
draw_tile (SketchTiles *self, SketchTile *tile, gint64 deadline)
{
  SketchTilePicture picture;
  double end;

  if (g_get_monotonic_time () > deadline && !can_begin_job (self))
    return FALSE;
  picture = get_picture (self, tile);
  end = (double) g_get_monotonic_time () + TILE_COST + picture.keys->len * self->shape_cost;
  if (picture.keys->len == 0 && picture.before == NULL)
    set_picture (self, tile, NULL);
  else if (end <= (double) deadline)
    {
      sketch_tile_picture_draw (&picture);
      set_picture (self, tile, picture.surface);
      learn_cost (self, &picture);
    }
  else if (can_begin_job (self))
    {
      tile->dirty.width = 0; /* it is marked by changes after this version */
      tile->job = sketch_tile_job_new (&picture, finish_job, tile);
      self->n_jobs++;
      return TRUE;
    }
  else
    {
      sketch_tile_picture_clear (&picture);
      return FALSE;
    }
  sketch_tile_picture_clear (&picture);
  tile->dirty.width = 0;
  return TRUE;
}

/* FALSE: there was no time for all. */
static gboolean
draw_range (SketchTiles *self, SketchTileLevel *level, const Range *range, gint64 deadline)
{
  gboolean all = TRUE;

  for (int row = range->top; row <= range->bottom; row++)
    for (int column = range->left; column <= range->right; column++)
      {
        SketchTile *tile = use_tile (self, level, column, row);

        if (sketch_tile_is_dirty (tile) && tile->job == NULL)
          all &= draw_tile (self, tile, deadline);
      }
  return all;
}

static gboolean
is_in_range (const SketchTile *tile, const Range *range)
{
  return tile->level->scale == range->scale && tile->column >= range->left && tile->column <= range->right &&
         tile->row >= range->top && tile->row <= range->bottom;
}

static gboolean
is_current (SketchTileLevel *level, const Range *range)
{
  for (int row = range->top; row <= range->bottom; row++)
    for (int column = range->left; column <= range->right; column++)
      {
        const SketchTile *tile = sketch_tile_level_lookup (level, column, row);

        if (tile == NULL || tile->job != NULL || sketch_tile_is_dirty (tile))
          return FALSE;
      }
  return TRUE;
}

/* Has the workers draw what will be shown next when the view moves, if they have nothing else to do. */
static void
draw_around (SketchTiles *self, SketchTileLevel *level, Range range)
{
  if (level->scale != range.scale || !is_current (level, &range))
    return;
  range.left--;
  range.top--;
  range.right++;
  range.bottom++;
  draw_range (self, level, &range, 0);
}

static void
finish_job (SketchTileJob *job, gpointer data)
{
  SketchTilePicture *picture = sketch_tile_job_get_picture (job);
  SketchTile *tile = data;
  SketchTiles *self = tile->level->owner;

  tile->job = NULL;
  self->n_jobs--;
  set_picture (self, tile, picture->surface);
  learn_cost (self, picture);
  /* Tiles of the view may have waited for this worker. */
  if (is_in_range (tile, &self->range) || !is_current (tile->level, &self->range))
    self->ready (self->data);
  else
    draw_around (self, tile->level, self->range);
}

/* Levels */

static SketchTileLevel *
find_level (SketchTiles *self, double scale)
{
  for (guint i = 0; i < self->levels->len; i++)
    {
      SketchTileLevel *level = self->levels->pdata[i];

      if (level->scale == scale)
        return level;
    }
  return NULL;
}

/* While the zoom changes, another one that is not too far is good enough. */
static gboolean
is_passing (SketchTiles *self, double scale)
{
  const SketchTileLevel *last = self->levels->len > 0 ? self->levels->pdata[0] : NULL;

  return last != NULL && scale != self->range.scale && scale < last->scale * NEAR &&
         scale > last->scale / NEAR;
}

static void
cancel_jobs (SketchTiles *self)
{
  for (GList *link = self->tiles.head; link != NULL; link = link->next)
    cancel_job (self, link->data);
}

static SketchTileLevel *
use_level (SketchTiles *self, double scale)
{
  SketchTileLevel *level = find_level (self, scale);
  guint at;

  if (level != NULL && self->levels->pdata[0] == level)
    return level;
  cancel_jobs (self);
  if (level != NULL)
    {
      g_ptr_array_find (self->levels, level, &at);
      g_ptr_array_steal_index (self->levels, at);
    }
  else
    level = sketch_tile_level_new (scale, self, tile_free);
  g_ptr_array_insert (self->levels, 0, level);
  if (self->levels->len > MAX_LEVELS)
    g_ptr_array_set_size (self->levels, MAX_LEVELS);
  return level;
}

void
sketch_tiles_damage (SketchTiles *self, const cairo_rectangle_t *box)
{
  for (guint i = 0; i < self->levels->len; i++)
    sketch_tile_level_damage (self->levels->pdata[i], box);
}

/* Showing */

static void
show_stand_ins (SketchTiles *self, GtkSnapshot *snapshot, const SketchView *view, const Range *range,
                GArray *boxes)
{
  cairo_t *cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) view->width, (float) view->height));
  double factor = view->factor;

  cairo_translate (cr, -(double) range->x / factor, -(double) range->y / factor);
  cairo_scale (cr, view->zoom, view->zoom);
  for (guint i = 0; i < boxes->len; i++)
    sketch_tile_stand_in_draw (cr, self->levels, &g_array_index (boxes, cairo_rectangle_t, i), range->scale);
  cairo_destroy (cr);
}

/* In pixels of the screen. */
static void
show_tile (GtkSnapshot *snapshot, const Range *range, SketchTile *tile, gboolean software)
{
  if (tile->node == NULL)
    tile->node = sketch_tile_node_new (tile->surface, software);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (tile->column * (gint64) SIZE - range->x),
                                                          (float) (tile->row * (gint64) SIZE - range->y)));
  gtk_snapshot_append_node (snapshot, tile->node);
  gtk_snapshot_restore (snapshot);
}

static void
show (SketchTiles *self, SketchTileLevel *level, GtkSnapshot *snapshot, const SketchView *view,
      const Range *range, gboolean software)
{
  g_autoptr (GArray) missing = g_array_new (FALSE, FALSE, sizeof (cairo_rectangle_t));
  float factor = (float) view->factor;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_scale (snapshot, 1 / factor, 1 / factor);
  for (int row = range->top; row <= range->bottom; row++)
    for (int column = range->left; column <= range->right; column++)
      {
        SketchTile *tile = level != NULL ? sketch_tile_level_lookup (level, column, row) : NULL;
        const double size = SIZE / range->scale;
        const cairo_rectangle_t box = { column * size, row * size, size, size };

        if (tile == NULL || !tile->drawn)
          g_array_append_val (missing, box);
        else if (tile->surface != NULL)
          show_tile (snapshot, range, tile, software);
      }
  gtk_snapshot_restore (snapshot);
  if (missing->len > 0)
    show_stand_ins (self, snapshot, view, range, missing);
}

gboolean
sketch_tiles_snapshot (SketchTiles *self, GtkSnapshot *snapshot, const SketchView *view, gint64 start,
                       gboolean software)
{
  const Range range = get_range (view);
  SketchTileLevel *level = find_level (self, range.scale);
  gboolean all = FALSE;

  self->frame++;
  if (level != NULL || !is_passing (self, range.scale))
    {
      level = use_level (self, range.scale);
      all = draw_range (self, level, &range, start + BUDGET);
      draw_around (self, level, range);
    }
  self->range = range;
  show (self, level, snapshot, view, &range, software);
  drop_unused (self);
  /* A worker that is done asks for another frame. */
  return all || (level != NULL && self->n_jobs > 0);
}

gboolean
sketch_tiles_are_current (SketchTiles *self, const SketchView *view)
{
  const Range range = get_range (view);
  SketchTileLevel *level = find_level (self, range.scale);

  return level != NULL && is_current (level, &range);
}

SketchTiles *
sketch_tiles_new (SketchSpatialIndex *index, GSourceOnceFunc ready, gpointer data)
{
  SketchTiles *self = g_new0 (SketchTiles, 1);

  self->index = index;
  self->ready = ready;
  self->data = data;
  self->shape_cost = 10;
  self->levels = g_ptr_array_new_with_free_func ((GDestroyNotify) sketch_tile_level_free);
  return self;
}

void
sketch_tiles_free (SketchTiles *self)
{
  g_ptr_array_unref (self->levels);
  g_free (self);
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "canvas/tile-picture.h"

#include "draw/painter.h"
#include "draw/spatial-index.h"

#define STRIDE (4 * SKETCH_TILE_SIZE)

void
sketch_tile_picture_clear (SketchTilePicture *self)
{
  g_clear_object (&self->version);
  g_clear_pointer (&self->keys, g_array_unref);
  g_clear_pointer (&self->before, g_bytes_unref);
  g_clear_pointer (&self->pixels, g_bytes_unref);
}

static cairo_surface_t *
surface_new (gpointer pixels)
{
  return cairo_image_surface_create_for_data (pixels, CAIRO_FORMAT_ARGB32, SKETCH_TILE_SIZE, SKETCH_TILE_SIZE,
                                              STRIDE);
}

cairo_surface_t *
sketch_tile_surface_new (GBytes *pixels)
{
  static const cairo_user_data_key_t key;
  cairo_surface_t *surface = surface_new ((gpointer) g_bytes_get_data (pixels, NULL));

  cairo_surface_set_user_data (surface, &key, g_bytes_ref (pixels), (cairo_destroy_func_t) g_bytes_unref);
  return surface;
}

static void
draw_area (const SketchTilePicture *self, cairo_t *cr)
{
  cairo_rectangle (cr, self->area.x, self->area.y, self->area.width, self->area.height);
  cairo_clip (cr);
  cairo_set_operator (cr, CAIRO_OPERATOR_CLEAR);
  cairo_paint (cr);
  cairo_set_operator (cr, CAIRO_OPERATOR_OVER);
  cairo_translate (cr, -(double) self->column * SKETCH_TILE_SIZE, -(double) self->row * SKETCH_TILE_SIZE);
  cairo_scale (cr, self->scale, self->scale);
  sketch_sort_by_order (self->version, (TroveKey *) self->keys->data, self->keys->len);
  sketch_paint_shapes (cr, self->version, (const TroveKey *) self->keys->data, self->keys->len);
}

void
sketch_tile_picture_draw (SketchTilePicture *self)
{
  gint64 start = g_get_monotonic_time ();
  gpointer pixels = g_malloc0 (SKETCH_TILE_BYTES);
  cairo_surface_t *surface;
  cairo_t *cr;

  if (self->before != NULL)
    memcpy (pixels, g_bytes_get_data (self->before, NULL), SKETCH_TILE_BYTES);
  surface = surface_new (pixels);
  cr = cairo_create (surface);
  draw_area (self, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  cairo_surface_destroy (surface);
  self->pixels = g_bytes_new_take (pixels, SKETCH_TILE_BYTES);
  self->duration = g_get_monotonic_time () - start;
}

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
  g_clear_pointer (&self->before, cairo_surface_destroy);
  g_clear_pointer (&self->surface, cairo_surface_destroy);
}

/* Zeroed, or a copy. */
static cairo_surface_t *
surface_new (cairo_surface_t *before)
{
  static const cairo_user_data_key_t key;
  gpointer pixels = before != NULL ? g_memdup2 (cairo_image_surface_get_data (before), SKETCH_TILE_BYTES) :
                                     g_malloc0 (SKETCH_TILE_BYTES);
  cairo_surface_t *surface = cairo_image_surface_create_for_data (pixels, CAIRO_FORMAT_ARGB32,
                                                                  SKETCH_TILE_SIZE, SKETCH_TILE_SIZE, STRIDE);

  cairo_surface_set_user_data (surface, &key, pixels, g_free);
  return surface;
}

static GskRenderNode *
texture_node_new (cairo_surface_t *surface, const graphene_rect_t *bounds)
{
  g_autoptr (GBytes) bytes =
      g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), SKETCH_TILE_BYTES,
                                  (GDestroyNotify) cairo_surface_destroy, cairo_surface_reference (surface));
  g_autoptr (GdkTexture) texture =
      gdk_memory_texture_new (SKETCH_TILE_SIZE, SKETCH_TILE_SIZE, GDK_MEMORY_DEFAULT, bytes, STRIDE);

  return gsk_texture_node_new (texture, bounds);
}

GskRenderNode *
sketch_tile_node_new (cairo_surface_t *surface, gboolean software)
{
  const graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, SKETCH_TILE_SIZE, SKETCH_TILE_SIZE);
  GskRenderNode *node;
  cairo_t *cr;

  if (!software)
    return texture_node_new (surface, &bounds);
  node = gsk_cairo_node_new (&bounds);
  cr = gsk_cairo_node_get_draw_context (node);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  return node;
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
  cairo_t *cr;

  self->surface = surface_new (self->before);
  cr = cairo_create (self->surface);
  draw_area (self, cr);
  cairo_destroy (cr);
  cairo_surface_flush (self->surface);
  self->duration = g_get_monotonic_time () - start;
}

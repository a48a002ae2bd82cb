/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "draw/text.h"

#include <math.h>

#include "draw/painter.h"

PangoLayout *
sketch_text_layout_new (void)
{
  /* Each thread has a font map of its own. */
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  cairo_font_options_t *options = cairo_font_options_create ();
  PangoLayout *layout;

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (context, FALSE);
  layout = pango_layout_new (context);
  g_object_unref (context);
  return layout;
}

void
sketch_text_lay_out (PangoLayout *layout, const SketchShapeData *shape)
{
  PangoFontDescription *font = pango_font_description_new ();

  pango_font_description_set_family_static (font, "Sans");
  pango_font_description_set_absolute_size (font, shape->font_size * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, shape->text != NULL ? shape->text : "", -1);
}

/* Nearly 1 is 1: each scale makes pictures of all letters anew. */
static double
get_stretch (double wanted, int units)
{
  double stretch = units > 0 ? fabs (wanted) * PANGO_SCALE / units : 1;

  return fabs (stretch - 1) < 0.01 ? 1 : stretch;
}

/* FreeType has no letters that are larger: they would be an error of the context, which draws nothing any more. */
#define MAX_PIXELS 4000.0

static gboolean
is_too_large (cairo_t *cr, const SketchShapeData *shape)
{
  double x_scale, y_scale;
  cairo_matrix_t m;

  cairo_get_matrix (cr, &m);
  cairo_surface_get_device_scale (cairo_get_group_target (cr), &x_scale, &y_scale);
  return shape->font_size * MAX (hypot (m.xx, m.yx), hypot (m.xy, m.yy)) * MAX (x_scale, y_scale) >
         MAX_PIXELS;
}

/* Fills the outlines that letters have without the scale of the context. */
static void
show_outlines (cairo_t *cr, PangoLayout *layout)
{
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_ALPHA, NULL);
  cairo_t *plain = cairo_create (surface);
  cairo_path_t *path;

  pango_cairo_update_layout (plain, layout);
  pango_cairo_layout_path (plain, layout);
  path = cairo_copy_path (plain);
  cairo_new_path (cr);
  cairo_append_path (cr, path);
  cairo_fill (cr);
  cairo_path_destroy (path);
  cairo_destroy (plain);
  cairo_surface_destroy (surface);
}

/* Letters that are stretched reach out of the box farther than the shape's bounds. */
static void
clip (cairo_t *cr, const SketchShapeData *shape)
{
  double out = shape->font_size / 8;

  cairo_rectangle (cr, -out, -out, fabs (shape->width) + 2 * out, fabs (shape->height) + 2 * out);
  cairo_clip (cr);
}

void
sketch_text_show (cairo_t *cr, PangoLayout *layout, const SketchShapeData *shape)
{
  int width, height;
  double x_stretch, y_stretch;

  if (shape->width == 0 || shape->height == 0)
    return;
  sketch_text_lay_out (layout, shape);
  pango_layout_get_size (layout, &width, &height);
  x_stretch = get_stretch (shape->width, width);
  y_stretch = get_stretch (shape->height, height);
  cairo_save (cr);
  cairo_translate (cr, MIN (shape->x, shape->x + shape->width), MIN (shape->y, shape->y + shape->height));
  if (x_stretch != 1 || y_stretch != 1)
    clip (cr, shape);
  cairo_scale (cr, x_stretch, y_stretch);
  cairo_move_to (cr, 0, 0);
  if (is_too_large (cr, shape))
    show_outlines (cr, layout);
  else
    {
      /* Pango is not told of the scale: it would round the letters' places to it. */
      pango_cairo_show_layout (cr, layout);
    }
  cairo_restore (cr);
  cairo_new_path (cr);
}

void
sketch_measure_text (SketchShapeData *shape)
{
  g_autoptr (PangoLayout) layout = sketch_text_layout_new ();
  int width, height;

  sketch_text_lay_out (layout, shape);
  pango_layout_get_size (layout, &width, &height);
  shape->width = (double) width / PANGO_SCALE;
  shape->height = (double) height / PANGO_SCALE;
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "files/svg-style.h"

#include <stddef.h>
#include <string.h>

#include "files/svg-paint.h"
#include "files/svg-values.h"

static const SketchSvgStyle initial = {
  .color = 0x000000ff,
  .fill = 0x000000ff,
  .fill_opacity = 1,
  .stroke_opacity = 1,
  .stroke_width = 1,
  .font_size = 16,
  .opacity = 1,
  .displayed = TRUE,
};

/* The context in which a property is read. */
typedef struct
{
  SketchSvgStyle *style;
  SketchSvgDocument *document;
  double diagonal;
} Reader;

static void
read_color (Reader *self, const char *text, gpointer value)
{
  sketch_svg_parse_color (text, value);
}

static void
read_paint (Reader *self, const char *text, gpointer value)
{
  sketch_svg_parse_paint (self->document, text, self->style->color, value);
}

static void
read_fraction (Reader *self, const char *text, gpointer value)
{
  sketch_svg_parse_fraction (text, value);
}

static void
read_length (Reader *self, const char *text, gpointer value)
{
  double length;

  if (sketch_svg_parse_length (text, self->style->font_size, self->diagonal, &length) && length >= 0)
    *(double *) value = length;
}

/* A font's size in percent is one of the parent's size. */
static void
read_font_size (Reader *self, const char *text, gpointer value)
{
  const double of_parent = self->style->font_size;
  double size;

  if (sketch_svg_parse_length (text, of_parent, of_parent, &size) && size > 0)
    *(double *) value = size;
}

static void
read_fill_rule (Reader *self, const char *text, gpointer value)
{
  *(gboolean *) value = strcmp (text, "evenodd") == 0;
}

static void
read_visibility (Reader *self, const char *text, gpointer value)
{
  *(gboolean *) value = strcmp (text, "hidden") == 0 || strcmp (text, "collapse") == 0;
}

static void
read_display (Reader *self, const char *text, gpointer value)
{
  *(gboolean *) value = strcmp (text, "none") != 0;
}

static void
read_anchor (Reader *self, const char *text, gpointer value)
{
  *(SketchSvgAnchor *) value = strcmp (text, "middle") == 0 ? SKETCH_SVG_MIDDLE :
                               strcmp (text, "end") == 0    ? SKETCH_SVG_END :
                                                              SKETCH_SVG_START;
}

/* Others are drawn with the color and the size of the font, so these come first. */
static const struct
{
  const char *name;
  void (*read) (Reader *self, const char *text, gpointer value);
  gsize offset;
} readers[] = {
  { "color", read_color, offsetof (SketchSvgStyle, color) },
  { "font-size", read_font_size, offsetof (SketchSvgStyle, font_size) },
  { "fill", read_paint, offsetof (SketchSvgStyle, fill) },
  { "stroke", read_paint, offsetof (SketchSvgStyle, stroke) },
  { "fill-opacity", read_fraction, offsetof (SketchSvgStyle, fill_opacity) },
  { "stroke-opacity", read_fraction, offsetof (SketchSvgStyle, stroke_opacity) },
  { "stroke-width", read_length, offsetof (SketchSvgStyle, stroke_width) },
  { "fill-rule", read_fill_rule, offsetof (SketchSvgStyle, even_odd) },
  { "visibility", read_visibility, offsetof (SketchSvgStyle, hidden) },
  { "text-anchor", read_anchor, offsetof (SketchSvgStyle, anchor) },
  { "opacity", read_fraction, offsetof (SketchSvgStyle, opacity) },
  { "display", read_display, offsetof (SketchSvgStyle, displayed) },
};

/* Effects that shapes do not have. */
static void
count_effects (SketchSvgDocument *document, GHashTable *properties)
{
  static const char *const effects[] = { "clip-path",  "mask",       "filter",      "stroke-dasharray",
                                         "marker-end", "marker-mid", "marker-start" };

  for (guint i = 0; i < G_N_ELEMENTS (effects); i++)
    {
      const char *value = g_hash_table_lookup (properties, effects[i]);

      if (value != NULL && strcmp (value, "none") != 0 && strcmp (value, "inherit") != 0)
        document->n_left_out++;
    }
}

void
sketch_svg_style_init (SketchSvgStyle *self, const SketchSvgStyle *parent, SketchSvgDocument *document,
                       GHashTable *properties, double diagonal)
{
  Reader reader = { self, document, diagonal };

  *self = parent != NULL ? *parent : initial;
  self->opacity = 1;
  for (guint i = 0; i < G_N_ELEMENTS (readers); i++)
    {
      const char *text = g_hash_table_lookup (properties, readers[i].name);

      if (text != NULL && strcmp (text, "inherit") != 0)
        readers[i].read (&reader, text, G_STRUCT_MEMBER_P (self, readers[i].offset));
    }
  count_effects (document, properties);
}

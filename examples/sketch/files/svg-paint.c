/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "files/svg-paint.h"

#include <string.h>

#include "files/svg-values.h"

#define MAX_REFERENCES 8 /* from one gradient to the next */

/* The mean of a gradient: the color that it has from one stop to the next, in the middle of the two. */
typedef struct
{
  double sums[4]; /* red, green, blue, each times alpha, and alpha */
  double offset;  /* of the last stop */
  double last[4]; /* its color */
  guint n;
} Mean;

static void
add_part (Mean *mean, const double color[4], double length)
{
  for (guint i = 0; i < 4; i++)
    mean->sums[i] += (mean->last[i] + color[i]) / 2 * length;
}

static void
add_stop (Mean *mean, double offset, guint rgba)
{
  const double alpha = (rgba & 0xff) / 255.0;
  double color[4] = { 0, 0, 0, alpha };

  for (guint i = 0; i < 3; i++)
    color[i] = (rgba >> (24 - 8 * i) & 0xff) * alpha;
  if (mean->n++ == 0)
    memcpy (mean->last, color, sizeof color);
  offset = MAX (offset, mean->offset);
  add_part (mean, color, offset - mean->offset);
  mean->offset = offset;
  memcpy (mean->last, color, sizeof color);
}

static guint
get_mean (Mean *mean)
{
  guint rgba = 0;

  add_part (mean, mean->last, 1 - mean->offset);
  if (mean->sums[3] <= 0)
    return 0;
  for (guint i = 0; i < 3; i++)
    rgba = rgba << 8 | (guint) (CLAMP (mean->sums[i] / mean->sums[3], 0, 255) + 0.5);
  return rgba << 8 | (guint) (CLAMP (mean->sums[3], 0, 1) * 255 + 0.5);
}

static void
read_stop (SketchSvgDocument *document, xmlNode *node, guint color, Mean *mean)
{
  g_autoptr (GHashTable) properties = sketch_svg_document_get_properties (document, node);
  const char *text = g_hash_table_lookup (properties, "stop-color");
  const char *opacity_text = g_hash_table_lookup (properties, "stop-opacity");
  const char *offset_text = g_hash_table_lookup (properties, "offset");
  double offset = 0, opacity = 1;
  guint rgba = 0x000000ff;

  if (text != NULL && g_ascii_strcasecmp (text, "currentColor") == 0)
    rgba = color;
  else if (text != NULL)
    sketch_svg_parse_color (text, &rgba);
  if (opacity_text != NULL)
    sketch_svg_parse_fraction (opacity_text, &opacity);
  if (offset_text != NULL)
    sketch_svg_parse_fraction (offset_text, &offset);
  add_stop (mean, offset, sketch_svg_fade (rgba, opacity));
}

static void
read_stops (SketchSvgDocument *document, xmlNode *gradient, guint color, Mean *mean)
{
  for (xmlNode *node = gradient->children; node != NULL; node = node->next)
    if (g_strcmp0 (sketch_svg_get_element_name (node), "stop") == 0)
      read_stop (document, node, color, mean);
}

static gboolean
is_gradient (xmlNode *node)
{
  const char *name = sketch_svg_get_element_name (node);

  return g_strcmp0 (name, "linearGradient") == 0 || g_strcmp0 (name, "radialGradient") == 0;
}

/* A gradient without stops has those of the one that it refers to. */
static gboolean
find_gradient_color (SketchSvgDocument *document, const char *reference, guint color, guint *rgba)
{
  g_autofree char *next = g_strdup (reference);
  Mean mean = { .n = 0 };

  for (guint i = 0; i < MAX_REFERENCES && next != NULL && mean.n == 0; i++)
    {
      xmlNode *node = sketch_svg_document_find (document, next);
      g_autoptr (GHashTable) properties = NULL;

      if (!is_gradient (node))
        return FALSE;
      read_stops (document, node, color, &mean);
      properties = sketch_svg_document_get_properties (document, node);
      g_free (next);
      next = g_strdup (g_hash_table_lookup (properties, "href"));
    }
  *rgba = mean.n > 0 ? get_mean (&mean) : 0;
  return TRUE;
}

void
sketch_svg_parse_paint (SketchSvgDocument *document, const char *text, guint color, guint *rgba)
{
  if (g_str_has_prefix (text, "url("))
    {
      const char *fallback = strchr (text, ')');

      if (find_gradient_color (document, text, color, rgba))
        return;
      document->n_left_out++; /* a pattern, or nothing */
      *rgba = 0;
      text = fallback != NULL ? fallback + 1 : "none";
      text += strspn (text, " \t\r\n");
    }
  if (g_ascii_strcasecmp (text, "none") == 0)
    *rgba = 0;
  else if (g_ascii_strcasecmp (text, "currentColor") == 0)
    *rgba = color;
  else
    sketch_svg_parse_color (text, rgba);
}

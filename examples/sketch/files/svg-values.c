/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "files/svg-values.h"

#include <gdk/gdk.h>
#include <string.h>

#include "draw/numbers.h"

/* The length of a unit. Negative: there is no such unit. */
static double
get_unit (const char *name, double font_size, double percent_of)
{
  static const struct
  {
    const char *name;
    double pixels;
  } units[] = { { "", 1 },           { "px", 1 },         { "pt", 96.0 / 72 }, { "pc", 16 },
                { "mm", 96 / 25.4 }, { "cm", 96 / 2.54 }, { "in", 96 } };

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_ascii_strcasecmp (units[i].name, name) == 0)
      return units[i].pixels;
  if (g_ascii_strcasecmp (name, "em") == 0)
    return font_size;
  if (g_ascii_strcasecmp (name, "ex") == 0)
    return font_size / 2;
  return strcmp (name, "%") == 0 ? percent_of / 100 : -1;
}

gboolean
sketch_svg_parse_length (const char *text, double font_size, double percent_of, double *value)
{
  g_autofree char *unit = NULL;
  double number, length;

  sketch_skip_space (&text);
  if (!sketch_scan_number (&text, &number))
    return FALSE;
  unit = g_strstrip (g_strdup (text));
  length = get_unit (unit, font_size, percent_of);
  *value = number * length;
  return length >= 0;
}

gboolean
sketch_svg_is_word (const char *text)
{
  sketch_skip_space (&text);
  return *text == '\0' || (g_ascii_isalpha (*text) && g_ascii_strncasecmp (text, "nan", 3) != 0 &&
                           g_ascii_strncasecmp (text, "inf", 3) != 0);
}

gboolean
sketch_svg_parse_fraction (const char *text, double *value)
{
  if (!sketch_svg_parse_length (text, 1, 1, value))
    return FALSE;
  *value = CLAMP (*value, 0, 1);
  return TRUE;
}

gboolean
sketch_svg_parse_numbers (const char *text, GArray *numbers)
{
  double number;

  sketch_skip_space (&text);
  while (sketch_scan_number (&text, &number))
    {
      g_array_append_val (numbers, number);
      sketch_skip_separator (&text);
    }
  return *text == '\0';
}

static guint
to_byte (float value)
{
  return value > 0 ? (guint) (MIN (value, 1) * 255 + 0.5f) : 0;
}

/* The text behind the color, such as a color profile, is not read. */
gboolean
sketch_svg_parse_color (const char *text, guint *rgba)
{
  g_autofree char *color = NULL;
  const char *end;
  GdkRGBA parsed;

  sketch_skip_space (&text);
  end = text + strcspn (text, "( \t\r\n");
  if (*end == '(')
    end += strcspn (end, ")") + (strchr (end, ')') != NULL);
  color = g_strndup (text, (gsize) (end - text));
  if (!gdk_rgba_parse (&parsed, color))
    return FALSE;
  *rgba = to_byte (parsed.red) << 24 | to_byte (parsed.green) << 16 | to_byte (parsed.blue) << 8 |
          to_byte (parsed.alpha);
  return TRUE;
}

guint
sketch_svg_fade (guint rgba, double opacity)
{
  const guint alpha = (guint) ((rgba & 0xff) * opacity + 0.5);

  return alpha > 0 ? (rgba & 0xffffff00) | alpha : 0;
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "ui/property-values.h"

#include <math.h>

gboolean
sketch_copy_value (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  if (G_VALUE_HOLDS_STRING (from) && g_value_get_string (from) == NULL)
    g_value_set_static_string (to, "");
  else
    g_value_copy (from, to);
  return TRUE;
}

gboolean
sketch_round (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  g_value_set_double (to, round (g_value_get_double (from) * 10) / 10);
  return TRUE;
}

gboolean
sketch_color_to_rgba (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  const guint color = g_value_get_uint (from);
  const GdkRGBA rgba = { .red = (float) (color >> 24) / 255,
                         .green = (float) (color >> 16 & 0xff) / 255,
                         .blue = (float) (color >> 8 & 0xff) / 255,
                         .alpha = (float) (color & 0xff) / 255 };

  g_value_set_boxed (to, &rgba);
  return TRUE;
}

static guint
to_byte (float part)
{
  return (guint) lroundf (CLAMP (part, 0, 1) * 255);
}

gboolean
sketch_rgba_to_color (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  const GdkRGBA *rgba = g_value_get_boxed (from);

  g_value_set_uint (to, to_byte (rgba->red) << 24 | to_byte (rgba->green) << 16 | to_byte (rgba->blue) << 8 |
                            to_byte (rgba->alpha));
  return TRUE;
}

gboolean
sketch_to_percent (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  g_value_set_double (to, round (g_value_get_double (from) * 100));
  return TRUE;
}

gboolean
sketch_from_percent (GBinding *binding, const GValue *from, GValue *to, gpointer data)
{
  g_value_set_double (to, g_value_get_double (from) / 100);
  return TRUE;
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Cairo's paths as path data. */

#include "draw/path.h"

#include <math.h>

#include "draw/numbers.h"

static double
to_unit (double value, double origin, double length)
{
  return length == 0 ? 0 : (value - origin) / length;
}

/* A command is a header and its points. */
static void
append_command (GString *data, char *last, const cairo_path_data_t *command, const cairo_rectangle_t *box,
                int decimals)
{
  const char letter = "MLCZ"[command->header.type];

  if (letter != *last)
    g_string_append_c (data, letter);
  *last = letter;
  for (int i = 1; i < command->header.length; i++)
    {
      sketch_append_number (data, to_unit (command[i].point.x, box->x, box->width), decimals);
      sketch_append_number (data, to_unit (command[i].point.y, box->y, box->height), decimals);
    }
}

/* Cairo ends a path with a move if the last sub-path is closed, and a move before another one draws nothing. */
static gboolean
is_used (const cairo_path_t *path, int i)
{
  int next = i + path->data[i].header.length;

  return path->data[i].header.type != CAIRO_PATH_MOVE_TO ||
         (next < path->num_data && path->data[next].header.type != CAIRO_PATH_MOVE_TO);
}

char *
sketch_path_write (cairo_t *cr, const cairo_rectangle_t *box, int decimals)
{
  cairo_path_t *path = cairo_copy_path (cr);
  GString *data = g_string_new (NULL);
  char last = '\0';

  for (int i = 0; i < path->num_data; i += path->data[i].header.length)
    if (is_used (path, i))
      append_command (data, &last, path->data + i, box, decimals);
  cairo_path_destroy (path);
  return g_string_free (data, data->len == 0);
}

char *
sketch_path_from_cairo (cairo_t *cr, const cairo_rectangle_t *box)
{
  return sketch_path_write (cr, box, 6);
}

cairo_t *
sketch_path_context_new (double size)
{
  const double most = 4e6; /* pixels that Cairo's numbers have place for */
  const double scale = CLAMP (most / MAX (size, 1), 1e-3, 4096);
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_ALPHA, NULL);
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, scale, scale);
  cairo_surface_destroy (surface);
  return cr;
}

void
sketch_path_get_box (cairo_t *cr, cairo_rectangle_t *box)
{
  double x1, y1, x2, y2;

  cairo_path_extents (cr, &x1, &y1, &x2, &y2);
  *box = (cairo_rectangle_t){ x1, y1, x2 - x1, y2 - y1 };
}

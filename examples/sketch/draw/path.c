/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "draw/path.h"

#include <math.h>
#include <string.h>

#include "draw/numbers.h"

typedef struct
{
  double x, y;
} Point;

/* Where the reader is, in the coordinates of the data. */
typedef struct
{
  cairo_t *cr;
  double width, height;
  Point current, start; /* of the sub-path */
  Point control;        /* the last control point, for the commands that mirror it */
  char last;            /* the command before, in upper case */
} Pen;

static void
move_to (Pen *pen, Point p)
{
  cairo_move_to (pen->cr, p.x * pen->width, p.y * pen->height);
  pen->current = pen->start = p;
}

static void
line_to (Pen *pen, Point p)
{
  cairo_line_to (pen->cr, p.x * pen->width, p.y * pen->height);
  pen->current = p;
}

static void
curve_to (Pen *pen, Point c1, Point c2, Point p)
{
  cairo_curve_to (pen->cr, c1.x * pen->width, c1.y * pen->height, c2.x * pen->width, c2.y * pen->height,
                  p.x * pen->width, p.y * pen->height);
  pen->control = c2;
  pen->current = p;
}

/* Of a quadratic curve. */
static void
quad_to (Pen *pen, Point c, Point p)
{
  const Point from = pen->current;
  const Point c1 = { from.x + (c.x - from.x) * 2 / 3, from.y + (c.y - from.y) * 2 / 3 };
  const Point c2 = { p.x + (c.x - p.x) * 2 / 3, p.y + (c.y - p.y) * 2 / 3 };

  curve_to (pen, c1, c2, p);
  pen->control = c;
}

/* Arcs */

typedef struct
{
  Point center, radius;
  double cos, sin; /* of the angle of the x axis */
} Ellipse;

static Point
ellipse_point (const Ellipse *e, double x, double y)
{
  return (Point){ e->center.x + e->cos * e->radius.x * x - e->sin * e->radius.y * y,
                  e->center.y + e->sin * e->radius.x * x + e->cos * e->radius.y * y };
}

/* A part of the ellipse that is at most a quarter, by one curve. */
static void
arc_part (Pen *pen, const Ellipse *e, double from, double to)
{
  const double k = 4.0 / 3 * tan ((to - from) / 4);

  curve_to (pen, ellipse_point (e, cos (from) - k * sin (from), sin (from) + k * cos (from)),
            ellipse_point (e, cos (to) + k * sin (to), sin (to) - k * cos (to)),
            ellipse_point (e, cos (to), sin (to)));
}

/* The center of the ellipse that has both points, and the angles of them in it: the appendix F.6 of SVG 1.1. FALSE: it is a line. */
static gboolean
find_ellipse (Ellipse *e, Point from, Point to, gboolean large, gboolean sweep, double *start, double *delta)
{
  const double dx = (from.x - to.x) / 2, dy = (from.y - to.y) / 2;
  const double x = e->cos * dx + e->sin * dy, y = e->cos * dy - e->sin * dx;
  const double rx = fabs (e->radius.x), ry = fabs (e->radius.y);
  const double size = hypot (x / rx, y / ry); /* of the least ellipse, if the radii are 1 */
  double cx, cy, factor;

  if (rx == 0 || ry == 0 || size == 0 || !isfinite (size))
    return FALSE;
  e->radius = (Point){ rx * MAX (size, 1), ry * MAX (size, 1) };
  factor = size >= 1 ? 0 : sqrt (1 / (size * size) - 1) * (large == sweep ? -1 : 1);
  cx = factor * e->radius.x * y / e->radius.y;
  cy = -factor * e->radius.y * x / e->radius.x;
  e->center.x = e->cos * cx - e->sin * cy + (from.x + to.x) / 2;
  e->center.y = e->sin * cx + e->cos * cy + (from.y + to.y) / 2;
  *start = atan2 ((y - cy) / e->radius.y, (x - cx) / e->radius.x);
  *delta = atan2 ((-y - cy) / e->radius.y, (-x - cx) / e->radius.x) - *start;
  if (sweep && *delta < 0)
    *delta += 2 * G_PI;
  else if (!sweep && *delta > 0)
    *delta -= 2 * G_PI;
  return TRUE;
}

/* a: radii, angle, flags, end. */
static void
arc_to (Pen *pen, const double *a)
{
  const Point to = { a[5], a[6] };
  Ellipse e = { .radius = { a[0], a[1] }, .cos = cos (a[2] * G_PI / 180), .sin = sin (a[2] * G_PI / 180) };
  double start, delta;
  int n;

  if (!find_ellipse (&e, pen->current, to, a[3] != 0, a[4] != 0, &start, &delta))
    {
      line_to (pen, to);
      return;
    }
  n = MAX ((int) ceil (fabs (delta) / G_PI_2 - 1e-6), 1);
  for (int i = 0; i < n; i++)
    arc_part (pen, &e, start + delta * i / n, start + delta * (i + 1) / n);
  pen->current = to;
}

/* Commands */

static const struct
{
  char name;
  guchar n; /* arguments */
} commands[] = { { 'M', 2 }, { 'L', 2 }, { 'H', 1 }, { 'V', 1 }, { 'C', 6 },
                 { 'S', 4 }, { 'Q', 4 }, { 'T', 2 }, { 'A', 7 }, { 'Z', 0 } };

/* -1: there is no such command. */
static int
get_n_arguments (char command)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (commands[i].name == command)
      return commands[i].n;
  return -1;
}

/* The last control point as seen from the current point, if the command before has one of the kind. */
static Point
mirror_control (const Pen *pen, const char *commands_with_control)
{
  if (strchr (commands_with_control, pen->last) == NULL)
    return pen->current;
  return (Point){ 2 * pen->current.x - pen->control.x, 2 * pen->current.y - pen->control.y };
}

/* a: the arguments, absolute. */
static void
run (Pen *pen, char command, const double *a)
{
  switch (command)
    {
    case 'M':
      move_to (pen, (Point){ a[0], a[1] });
      break;
    case 'L':
      line_to (pen, (Point){ a[0], a[1] });
      break;
    case 'H':
      line_to (pen, (Point){ a[0], pen->current.y });
      break;
    case 'V':
      line_to (pen, (Point){ pen->current.x, a[0] });
      break;
    case 'C':
      curve_to (pen, (Point){ a[0], a[1] }, (Point){ a[2], a[3] }, (Point){ a[4], a[5] });
      break;
    case 'S':
      curve_to (pen, mirror_control (pen, "CS"), (Point){ a[0], a[1] }, (Point){ a[2], a[3] });
      break;
    case 'Q':
      quad_to (pen, (Point){ a[0], a[1] }, (Point){ a[2], a[3] });
      break;
    case 'T':
      quad_to (pen, mirror_control (pen, "QT"), (Point){ a[0], a[1] });
      break;
    case 'A':
      arc_to (pen, a);
      break;
    default:
      cairo_close_path (pen->cr);
      pen->current = pen->start;
    }
  pen->last = command;
}

/* Adds the current point to relative arguments. */
static void
make_absolute (const Pen *pen, char command, double *a, guint n)
{
  if (command == 'V')
    a[0] += pen->current.y;
  else
    for (guint i = command == 'A' ? 5 : 0; i < n; i++)
      a[i] += (i % 2 == (command == 'A')) ? pen->current.x : pen->current.y;
}

/* The flags of an arc are one digit each, and need no space behind them. */
static gboolean
scan_arguments (const char **text, char command, double *a, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        sketch_skip_separator (text);
      if (command == 'A' && (i == 3 || i == 4))
        {
          if (**text != '0' && **text != '1')
            return FALSE;
          a[i] = *(*text)++ - '0';
        }
      else if (!sketch_scan_number (text, &a[i]))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_number (char c)
{
  return c != '\0' && strchr ("+-.0123456789", c) != NULL;
}

/* A command with all sets of its arguments. */
static gboolean
scan_command (Pen *pen, const char **text)
{
  char letter = **text, command = g_ascii_toupper (letter);
  gboolean relative = letter != command;
  int n = get_n_arguments (command);
  double a[7];

  if (n < 0 || (pen->last == '\0' && command != 'M'))
    return FALSE;
  (*text)++;
  do
    {
      sketch_skip_space (text);
      if (!scan_arguments (text, command, a, (guint) n))
        return FALSE;
      if (relative)
        make_absolute (pen, command, a, (guint) n);
      run (pen, command, a);
      if (command == 'M')
        command = 'L'; /* points that follow */
      sketch_skip_separator (text);
    }
  while (n > 0 && is_number (**text));
  return TRUE;
}

gboolean
sketch_path_append (cairo_t *cr, const char *data, double width, double height, gsize *error_at)
{
  Pen pen = { .cr = cr, .width = width, .height = height };
  const char *text = data;
  gboolean valid = TRUE;

  sketch_skip_space (&text);
  while (valid && *text != '\0')
    valid = scan_command (&pen, &text);
  if (!valid && error_at != NULL)
    *error_at = (gsize) (text - data);
  return valid;
}

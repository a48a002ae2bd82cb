/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "history-lanes.h"

#define COLUMN_WIDTH 16
#define MAX_WIDTH 96 /* more columns stand closer together */

struct _SketchHistoryLanes
{
  GtkWidget parent_instance;
  SketchLanes lanes;
  guint n_columns; /* 0: nothing is drawn */
  gboolean current;
};

G_DEFINE_FINAL_TYPE (SketchHistoryLanes, sketch_history_lanes, GTK_TYPE_WIDGET)

/* Readable on light and on dark. */
static const guint colors[] = { 0x3584e4, 0xe66100, 0x26a269, 0x9141ac, 0xc64600, 0x1a9e96, 0xb5835a };

static void
set_color (cairo_t *cr, guint column)
{
  guint rgb = colors[column % G_N_ELEMENTS (colors)];

  cairo_set_source_rgb (cr, (rgb >> 16) / 255.0, (rgb >> 8 & 0xff) / 255.0, (rgb & 0xff) / 255.0);
}

static double
get_x (SketchHistoryLanes *self, guint column)
{
  double width = MIN (COLUMN_WIDTH, (double) MAX_WIDTH / self->n_columns);

  return (column + 0.5) * width;
}

/* Draws lines to y, in all columns of a set. from_column: where they begin in the middle; -1: where they end. */
static void
draw_lines (SketchHistoryLanes *self, cairo_t *cr, guint64 columns, int from_column, double from_y, double y)
{
  for (guint i = 0; i < self->n_columns; i++)
    {
      double x = get_x (self, i), from_x = from_column < 0 ? x : get_x (self, (guint) from_column);
      double middle = (from_y + y) / 2;

      if ((columns >> i & 1) == 0)
        continue;
      set_color (cr, i);
      cairo_move_to (cr, from_x, from_y);
      cairo_curve_to (cr, from_x, middle, x, middle, x, y);
      cairo_stroke (cr);
    }
}

/* A version is a disk; the current one is a ring around it as well. */
static void
draw_version (SketchHistoryLanes *self, cairo_t *cr, double y)
{
  double x = get_x (self, self->lanes.column);

  set_color (cr, self->lanes.column);
  cairo_arc (cr, x, y, 4, 0, 2 * G_PI);
  cairo_fill (cr);
  if (!self->current)
    return;
  cairo_arc (cr, x, y, 7, 0, 2 * G_PI);
  cairo_stroke (cr);
}

static void
sketch_history_lanes_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  SketchHistoryLanes *self = SKETCH_HISTORY_LANES (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  double y = height / 2.0;
  cairo_t *cr;

  if (self->n_columns == 0)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  cairo_set_line_width (cr, 2);
  draw_lines (self, cr, self->lanes.through, -1, height, 0);
  draw_lines (self, cr, self->lanes.up, (int) self->lanes.column, y, 0);
  draw_lines (self, cr, self->lanes.down, (int) self->lanes.column, y, height);
  draw_version (self, cr, y);
  cairo_destroy (cr);
}

static void
sketch_history_lanes_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                              int *natural, int *minimum_baseline, int *natural_baseline)
{
  guint n = SKETCH_HISTORY_LANES (widget)->n_columns;

  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? (int) MIN (n * COLUMN_WIDTH, MAX_WIDTH) : 0;
  *natural = *minimum;
  *minimum_baseline = *natural_baseline = -1;
}

static void
sketch_history_lanes_class_init (SketchHistoryLanesClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = sketch_history_lanes_snapshot;
  GTK_WIDGET_CLASS (klass)->measure = sketch_history_lanes_measure;
}

static void
sketch_history_lanes_init (SketchHistoryLanes *self)
{
}

void
sketch_history_lanes_set (SketchHistoryLanes *self, const SketchLanes *lanes, guint n_columns,
                          gboolean current)
{
  static const SketchLanes none = { 0 };

  if (lanes == NULL)
    n_columns = 0;
  if (n_columns != self->n_columns)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  self->lanes = lanes != NULL ? *lanes : none;
  self->n_columns = n_columns;
  self->current = current;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

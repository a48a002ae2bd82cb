/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "marks.h"

#define DISTANCE 3.0       /* pixels from the shape */
#define SURROUNDINGS 100.0 /* units around a box, at least */

static SketchMarkKind
get_kind (TroveChanges *changes, guint position)
{
  switch (trove_changes_get_kind (changes, position))
    {
    case TROVE_CHANGE_ADDED:
      return SKETCH_MARK_ADDED;
    case TROVE_CHANGE_REMOVED:
      return SKETCH_MARK_REMOVED;
    case TROVE_CHANGE_MOVED:
    case TROVE_CHANGE_SET:
    case TROVE_CHANGE_LIST:
    default:
      return SKETCH_MARK_CHANGED;
    }
}

GArray *
sketch_find_marks (TroveChanges *changes, TroveVersion *version)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (changes));
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (SketchMark));
  TroveKey last = 0;

  for (guint i = 0; i < n; i++)
    {
      SketchMark mark = { trove_changes_get_key (changes, i), get_kind (changes, i), { 0 } };

      if (mark.key != last && trove_changes_get_object_type (changes, i) == SKETCH_TYPE_SHAPE &&
          sketch_get_bounds (version, mark.key, &mark.box))
        g_array_append_val (marks, mark);
      last = mark.key; /* other changes of the object follow */
    }
  return marks;
}

/* How a kind looks. The lengths are in pixels: of a dash, and between two. */
static const struct
{
  double red, green, blue;
  double dash, gap; /* 0: solid */
} styles[] = {
  [SKETCH_MARK_ADDED] = { 0.15, 0.64, 0.41, 0, 0 },
  [SKETCH_MARK_REMOVED] = { 0.88, 0.11, 0.14, 8, 4 },
  [SKETCH_MARK_CHANGED] = { 0.90, 0.55, 0.0, 2, 3 },
};

void
sketch_draw_mark (cairo_t *cr, const SketchMark *mark, double zoom, gboolean selected)
{
  const double space = DISTANCE / zoom;
  const double dashes[] = { styles[mark->kind].dash / zoom, styles[mark->kind].gap / zoom };

  cairo_set_source_rgba (cr, styles[mark->kind].red, styles[mark->kind].green, styles[mark->kind].blue, 1);
  cairo_set_dash (cr, dashes, dashes[0] > 0 ? 2 : 0, 0);
  cairo_set_line_width (cr, (selected ? 3 : 2) / zoom);
  cairo_rectangle (cr, mark->box.x - space, mark->box.y - space, mark->box.width + 2 * space,
                   mark->box.height + 2 * space);
  cairo_stroke_preserve (cr);
  cairo_set_source_rgba (cr, styles[mark->kind].red, styles[mark->kind].green, styles[mark->kind].blue, 0.15);
  if (selected)
    cairo_fill_preserve (cr);
  cairo_new_path (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

void
sketch_draw_marks (cairo_t *cr, const GArray *marks, double zoom, TroveKey selected)
{
  double x1, y1, x2, y2;
  cairo_rectangle_t clip;

  cairo_clip_extents (cr, &x1, &y1, &x2, &y2);
  clip = (cairo_rectangle_t){ x1, y1, x2 - x1, y2 - y1 };
  for (guint i = 0; i < marks->len; i++)
    {
      const SketchMark *mark = &g_array_index (marks, SketchMark, i);

      if (sketch_intersects (&clip, &mark->box))
        sketch_draw_mark (cr, mark, zoom, mark->key == selected);
    }
}

void
sketch_show_surroundings (SketchCanvas *canvas, const cairo_rectangle_t *box)
{
  const double space = MAX (MAX (box->width, box->height) / 2, SURROUNDINGS);
  const cairo_rectangle_t more = { box->x - space, box->y - space, box->width + 2 * space,
                                   box->height + 2 * space };

  sketch_canvas_show_box (canvas, &more);
}

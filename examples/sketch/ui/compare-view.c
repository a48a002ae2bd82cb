/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "compare-view.h"

#include "ui/change-text.h"
#include "ui/children.h"
#include "ui/history-row.h"
#include "ui/marks.h"

enum
{
  LEFT,
  RIGHT,
  N_SIDES,
};

struct _SketchCompareView
{
  GtkWidget parent_instance;
  TroveVersion *versions[N_SIDES];
  GArray *marks[N_SIDES];
  TroveKey selected;
  GtkWidget *canvases[N_SIDES];
  GtkLabel *titles[N_SIDES];
  GtkLabel *summary;
  GtkListView *list;
  gboolean following;
};

G_DEFINE_FINAL_TYPE (SketchCompareView, sketch_compare_view, GTK_TYPE_WIDGET)

/* Both sides show the same */

/* The other side follows the one that was scrolled or zoomed. */
static void
follow (SketchCompareView *self, SketchCanvas *leader)
{
  SketchCanvas *other =
      SKETCH_CANVAS (self->canvases[GTK_WIDGET (leader) == self->canvases[LEFT] ? RIGHT : LEFT]);
  double x = 0, y = 0;

  if (self->following)
    return;
  self->following = TRUE;
  sketch_canvas_set_zoom (other, sketch_canvas_get_zoom (leader));
  sketch_canvas_to_drawing (leader, &x, &y);
  sketch_canvas_to_widget (other, &x, &y);
  sketch_canvas_scroll (other, x, y);
  self->following = FALSE;
}

static void
draw_overlay (SketchCanvas *canvas, cairo_t *cr, gpointer data)
{
  SketchCompareView *self = data;
  int side = GTK_WIDGET (canvas) == self->canvases[LEFT] ? LEFT : RIGHT;

  sketch_draw_marks (cr, self->marks[side], sketch_canvas_get_zoom (canvas), self->selected);
}

/* The first part of the drawing that is shown is all of it. */
static gboolean
show_all (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  SketchCompareView *self = SKETCH_COMPARE_VIEW (widget);
  cairo_rectangle_t box, other;

  if (gtk_widget_get_width (self->canvases[RIGHT]) == 0)
    return G_SOURCE_CONTINUE;
  if (sketch_get_extents (self->versions[LEFT], &box))
    {
      if (sketch_get_extents (self->versions[RIGHT], &other))
        box = sketch_unite (&box, &other);
    }
  else if (!sketch_get_extents (self->versions[RIGHT], &box))
    return G_SOURCE_REMOVE;
  sketch_canvas_show_box (SKETCH_CANVAS (self->canvases[LEFT]), &box);
  return G_SOURCE_REMOVE;
}

/* The list of differences */

/* Changes of a list are said of each item. */
static TroveChanges *
pick_of_interest (TroveChanges *changes)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (changes)), n_picked = 0;
  g_autofree guint *positions = g_new (guint, n);

  for (guint i = 0; i < n; i++)
    if (trove_changes_get_kind (changes, i) != TROVE_CHANGE_LIST)
      positions[n_picked++] = i;
  return trove_changes_pick (changes, positions, n_picked);
}

static void
list_changes (SketchCompareView *self, TroveChanges *changes)
{
  GListModel *model = G_LIST_MODEL (pick_of_interest (changes));
  guint n = g_list_model_get_n_items (model);
  g_autoptr (GtkSelectionModel) selection = GTK_SELECTION_MODEL (gtk_no_selection_new (model));
  g_autofree char *text = g_strdup_printf (n == 1 ? "%u difference" : "%u differences", n);

  gtk_label_set_text (self->summary, text);
  gtk_list_view_set_model (self->list, selection);
}

static void
row_setup (SketchCompareView *self, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
row_bind (SketchCompareView *self, GtkListItem *item)
{
  g_autofree char *text =
      sketch_describe_change (gtk_list_item_get_item (item), self->versions[LEFT], self->versions[RIGHT]);

  gtk_label_set_markup (GTK_LABEL (gtk_list_item_get_child (item)), text);
}

static void
show_difference (SketchCompareView *self, guint position)
{
  GListModel *changes = G_LIST_MODEL (gtk_list_view_get_model (self->list));
  g_autoptr (TroveChange) change = g_list_model_get_item (changes, position);
  cairo_rectangle_t box, other;
  gboolean left, right;

  self->selected = trove_change_get_key (change);
  left = sketch_get_bounds (self->versions[LEFT], self->selected, &box);
  right = sketch_get_bounds (self->versions[RIGHT], self->selected, left ? &other : &box);
  if (left && right)
    box = sketch_unite (&box, &other);
  if (left || right)
    sketch_show_surroundings (SKETCH_CANVAS (self->canvases[LEFT]), &box);
  gtk_widget_queue_draw (self->canvases[LEFT]);
  gtk_widget_queue_draw (self->canvases[RIGHT]);
}

/* The class */

static void
sketch_compare_view_dispose (GObject *object)
{
  SketchCompareView *self = SKETCH_COMPARE_VIEW (object);

  for (int side = LEFT; side < N_SIDES; side++)
    {
      if (self->canvases[side] != NULL)
        sketch_canvas_set_overlay (SKETCH_CANVAS (self->canvases[side]), NULL, NULL);
      g_clear_object (&self->versions[side]);
      g_clear_pointer (&self->marks[side], g_array_unref);
    }
  sketch_remove_children (GTK_WIDGET (self));
  G_OBJECT_CLASS (sketch_compare_view_parent_class)->dispose (object);
}

static void
sketch_compare_view_class_init (SketchCompareViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  gssize offset = G_STRUCT_OFFSET (SketchCompareView, canvases);
  gssize titles = G_STRUCT_OFFSET (SketchCompareView, titles);

  G_OBJECT_CLASS (klass)->dispose = sketch_compare_view_dispose;
  g_type_ensure (SKETCH_TYPE_CANVAS);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trove_glib/Sketch/compare-view.ui");
  gtk_widget_class_bind_template_child_full (widget_class, "left", FALSE, offset);
  gtk_widget_class_bind_template_child_full (widget_class, "right", FALSE,
                                             offset + (gssize) sizeof (GtkWidget *));
  gtk_widget_class_bind_template_child_full (widget_class, "left_title", FALSE, titles);
  gtk_widget_class_bind_template_child_full (widget_class, "right_title", FALSE,
                                             titles + (gssize) sizeof (GtkLabel *));
  gtk_widget_class_bind_template_child (widget_class, SketchCompareView, summary);
  gtk_widget_class_bind_template_child (widget_class, SketchCompareView, list);
  gtk_widget_class_bind_template_callback (widget_class, follow);
  gtk_widget_class_bind_template_callback (widget_class, row_setup);
  gtk_widget_class_bind_template_callback (widget_class, row_bind);
  gtk_widget_class_bind_template_callback (widget_class, show_difference);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sketch_compare_view_init (SketchCompareView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
set_version (SketchCompareView *self, int side, TroveVersion *version, TroveChanges *changes)
{
  g_autofree char *title = sketch_dup_version_title (version);
  g_autofree char *ago = sketch_format_ago (trove_version_get_time (version), g_get_real_time ());
  g_autofree char *text = g_strdup_printf ("%s · %s", title, ago);

  self->versions[side] = g_object_ref (version);
  self->marks[side] = changes != NULL ? sketch_find_marks (changes, version) :
                                        g_array_new (FALSE, FALSE, sizeof (SketchMark));
  gtk_label_set_text (self->titles[side], text);
  sketch_canvas_set_version (SKETCH_CANVAS (self->canvases[side]), version);
  sketch_canvas_set_overlay (SKETCH_CANVAS (self->canvases[side]), draw_overlay, self);
}

GtkWidget *
sketch_compare_view_new (TroveVersion *left, TroveVersion *right)
{
  SketchCompareView *self = g_object_new (SKETCH_TYPE_COMPARE_VIEW, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveChanges) changes = trove_version_compare (left, right, &error);

  set_version (self, LEFT, left, changes);
  set_version (self, RIGHT, right, changes);
  if (changes != NULL)
    list_changes (self, changes);
  else
    gtk_label_set_text (self->summary, error->message);
  gtk_widget_add_tick_callback (GTK_WIDGET (self), show_all, NULL, NULL);
  return GTK_WIDGET (self);
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "merge-panel.h"

#include "draw/painter.h"
#include "ui/children.h"
#include "ui/conflict-row.h"
#include "ui/marks.h"
#include "ui/window.h"

#define GHOST_OPACITY 0.4

struct _SketchMergePanel
{
  GtkWidget parent_instance;
  TroveDocument *document;
  TroveMerge *merge;
  SketchCanvas *canvas;
  TroveConflict *shown; /* on the canvas; NULL: none */
  GtkLabel *summary;
  GtkListView *list;
};

G_DEFINE_FINAL_TYPE (SketchMergePanel, sketch_merge_panel, GTK_TYPE_WIDGET)

static guint signal_done;

static void
say (SketchMergePanel *self, const GError *error)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (SKETCH_IS_WINDOW (root))
    sketch_window_say (SKETCH_WINDOW (root), error->message);
  else
    g_warning ("%s", error->message);
}

/* A conflict on the canvas */

/* Returns the version if it has the shape. Free it. */
static TroveVersion *
find_shape (SketchMergePanel *self, TroveChoice choice, SketchMark *mark)
{
  g_autoptr (TroveVersion) version = trove_merge_dup_version (self->merge, choice);

  mark->key = trove_conflict_get_key (self->shown);
  mark->kind = choice == TROVE_CHOICE_OURS ? SKETCH_MARK_ADDED : SKETCH_MARK_CHANGED;
  return sketch_get_bounds (version, mark->key, &mark->box) ? g_steal_pointer (&version) : NULL;
}

/* Ours has a solid box, theirs a dotted one. What the drawing does not show is painted as a ghost. */
static void
draw_side (SketchMergePanel *self, cairo_t *cr, TroveChoice choice)
{
  SketchMark mark;
  g_autoptr (TroveVersion) version = find_shape (self, choice, &mark);

  if (version == NULL)
    return;
  if (choice != trove_conflict_get_choice (self->shown))
    {
      cairo_push_group (cr);
      sketch_paint_shape (cr, version, mark.key);
      cairo_pop_group_to_source (cr);
      cairo_paint_with_alpha (cr, GHOST_OPACITY);
    }
  sketch_draw_mark (cr, &mark, sketch_canvas_get_zoom (self->canvas), FALSE);
}

static void
draw_conflict (SketchCanvas *canvas, cairo_t *cr, gpointer data)
{
  SketchMergePanel *self = data;

  if (self->shown == NULL)
    return;
  draw_side (self, cr, TROVE_CHOICE_THEIRS);
  draw_side (self, cr, TROVE_CHOICE_OURS);
}

static void
show_conflict (SketchMergePanel *self, TroveConflict *conflict)
{
  if (g_set_object (&self->shown, conflict) && self->canvas != NULL)
    gtk_widget_queue_draw (GTK_WIDGET (self->canvas));
}

/* Scrolls to both sides of a conflict. */
static void
show_conflict_at (SketchMergePanel *self, guint position)
{
  g_autoptr (TroveConflict) conflict = g_list_model_get_item (G_LIST_MODEL (self->merge), position);
  g_autoptr (TroveVersion) ours = NULL, theirs = NULL;
  SketchMark our_mark, their_mark;
  cairo_rectangle_t box;

  show_conflict (self, conflict);
  ours = find_shape (self, TROVE_CHOICE_OURS, &our_mark);
  theirs = find_shape (self, TROVE_CHOICE_THEIRS, &their_mark);
  if (ours == NULL && theirs == NULL)
    return;
  box = ours != NULL ? our_mark.box : their_mark.box;
  if (theirs != NULL)
    box = sketch_unite (&box, &their_mark.box);
  sketch_show_surroundings (self->canvas, &box);
}

/* Rows */

static void
decide (SketchMergePanel *self, TroveChoice choice, SketchConflictRow *row)
{
  TroveConflict *conflict = sketch_conflict_row_get_conflict (row);
  g_autoptr (GError) error = NULL;

  show_conflict (self, conflict);
  if (!trove_conflict_set_choice (conflict, choice, &error) ||
      !trove_document_commit_full (self->document, "Decide Conflicts", "decide", &error))
    {
      trove_document_rollback (self->document, NULL);
      say (self, error); /* the merge was undone, or the choice is not possible */
      sketch_conflict_row_update (row);
    }
}

static void
pointer_has_come (GtkEventController *controller, double x, double y, gpointer data)
{
  SketchConflictRow *row = SKETCH_CONFLICT_ROW (gtk_event_controller_get_widget (controller));

  show_conflict (SKETCH_MERGE_PANEL (data), sketch_conflict_row_get_conflict (row));
}

static void
row_setup (SketchMergePanel *self, GtkListItem *item)
{
  GtkWidget *row = sketch_conflict_row_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  g_signal_connect_swapped (row, "chosen", G_CALLBACK (decide), self);
  g_signal_connect (motion, "enter", G_CALLBACK (pointer_has_come), self);
  gtk_widget_add_controller (row, motion);
  gtk_list_item_set_child (item, row);
}

static void
row_bind (SketchMergePanel *self, GtkListItem *item)
{
  sketch_conflict_row_set_conflict (SKETCH_CONFLICT_ROW (gtk_list_item_get_child (item)),
                                    gtk_list_item_get_item (item));
}

static void
row_unbind (SketchMergePanel *self, GtkListItem *item)
{
  sketch_conflict_row_set_conflict (SKETCH_CONFLICT_ROW (gtk_list_item_get_child (item)), NULL);
}

/* The panel */

static void
let_go (SketchMergePanel *self)
{
  show_conflict (self, NULL);
  if (self->canvas != NULL)
    sketch_canvas_remove_overlay (self->canvas, draw_conflict, self);
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  g_clear_object (&self->canvas);
  g_clear_object (&self->merge);
  g_clear_object (&self->document);
}

static void
be_done (SketchMergePanel *self)
{
  g_autoptr (GError) error = NULL;

  if (self->document != NULL && !trove_document_commit (self->document, "Merge", &error))
    {
      say (self, error);
      return;
    }
  let_go (self);
  g_signal_emit (self, signal_done, 0);
}

static void
sketch_merge_panel_dispose (GObject *object)
{
  let_go (SKETCH_MERGE_PANEL (object));
  sketch_remove_children (GTK_WIDGET (object));
  G_OBJECT_CLASS (sketch_merge_panel_parent_class)->dispose (object);
}

static void
sketch_merge_panel_class_init (SketchMergePanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sketch_merge_panel_dispose;
  signal_done =
      g_signal_new ("done", SKETCH_TYPE_MERGE_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/trove_glib/Sketch/merge-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, SketchMergePanel, summary);
  gtk_widget_class_bind_template_child (widget_class, SketchMergePanel, list);
  gtk_widget_class_bind_template_callback (widget_class, be_done);
  gtk_widget_class_bind_template_callback (widget_class, row_setup);
  gtk_widget_class_bind_template_callback (widget_class, row_bind);
  gtk_widget_class_bind_template_callback (widget_class, row_unbind);
  gtk_widget_class_bind_template_callback (widget_class, show_conflict_at);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
sketch_merge_panel_init (SketchMergePanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
sketch_merge_panel_new (void)
{
  return g_object_new (SKETCH_TYPE_MERGE_PANEL, NULL);
}

void
sketch_merge_panel_set_merge (SketchMergePanel *self, TroveDocument *document, TroveMerge *merge,
                              SketchCanvas *canvas)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (merge));
  g_autofree char *text = g_strdup_printf (n == 1 ? "%u conflict. What is ours stays, unless you choose." :
                                                    "%u conflicts. What is ours stays, unless you choose.",
                                           n);
  g_autoptr (GtkSelectionModel) model =
      GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (merge))));
  g_autoptr (GError) error = NULL;

  let_go (self);
  self->document = g_object_ref (document);
  self->merge = g_object_ref (merge);
  self->canvas = g_object_ref (canvas);
  sketch_canvas_add_overlay (canvas, draw_conflict, self);
  gtk_label_set_text (self->summary, n > 0 ? text : "Merged. There is nothing to decide.");
  gtk_list_view_set_model (self->list, model);
  if (!trove_document_commit (document, "Merge", &error)) /* unless it was committed before */
    say (self, error);
}

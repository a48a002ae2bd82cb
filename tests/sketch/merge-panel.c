/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The conflicts of a merge, and what becomes of them. */

#include "fixture.h"

#include "ui/conflict-row.h"
#include "ui/merge-panel.h"

static SketchApplication *application;

typedef struct
{
  Fixture fixture;
  TroveKey moved, ours_removed, theirs_removed;
  TroveDocument *branch;
  TroveMerge *merge;
} Merging;

static void
move (TroveDocument *document, TroveKey key, double x)
{
  SketchShapeData shape = *(const SketchShapeData *) trove_document_peek (document, key, NULL);
  g_autoptr (GError) error = NULL;

  shape.x = x;
  trove_document_set (document, key, &shape, &error);
  g_assert_no_error (error);
  trove_document_commit (document, "Move", &error);
  g_assert_no_error (error);
}

static void
remove_shape (TroveDocument *document, TroveKey key)
{
  g_assert_true (trove_document_remove (document, key, NULL));
  g_assert_true (trove_document_commit (document, "Delete", NULL));
}

/* Both sides have moved a shape; each has removed one that the other has moved. */
static void
set_up (Merging *self)
{
  Fixture *fixture = &self->fixture;
  g_autoptr (TroveVersion) theirs = NULL;
  g_autoptr (GError) error = NULL;

  fixture_init (fixture, application);
  self->moved = fixture_add (fixture, 0, SKETCH_RECTANGLE, 0, 0);
  self->ours_removed = fixture_add (fixture, 0, SKETCH_ELLIPSE, 0, 200);
  self->theirs_removed = fixture_add (fixture, 0, SKETCH_LINE, 0, 400);
  self->branch = trove_document_branch (fixture->document, NULL, &error);
  g_assert_no_error (error);
  move (self->branch, self->moved, 300);
  move (self->branch, self->ours_removed, 300);
  remove_shape (self->branch, self->theirs_removed);
  move (fixture->document, self->moved, 100);
  remove_shape (fixture->document, self->ours_removed);
  move (fixture->document, self->theirs_removed, 100);
  theirs = trove_document_dup_current (self->branch);
  self->merge = trove_document_merge (fixture->document, theirs, &error);
  g_assert_no_error (error);
  sketch_window_show_merge (fixture->window, self->merge);
  window_settle (GTK_WIDGET (fixture->window));
}

static void
tear_down (Merging *self)
{
  g_object_unref (self->merge);
  fixture_clear (&self->fixture);
  g_object_unref (self->branch);
}

static SketchConflictRow *
get_row (Merging *self, TroveKey key)
{
  g_autoptr (GPtrArray) rows =
      window_find_all (fixture_find (&self->fixture, "merge"), SKETCH_TYPE_CONFLICT_ROW);

  for (guint i = 0; i < rows->len; i++)
    {
      TroveConflict *conflict = sketch_conflict_row_get_conflict (g_ptr_array_index (rows, i));

      if (conflict != NULL && trove_conflict_get_key (conflict) == key)
        return g_ptr_array_index (rows, i);
    }
  g_assert_not_reached ();
}

static const char *
get_text (SketchConflictRow *row, guint number)
{
  return gtk_label_get_text (GTK_LABEL (window_find (GTK_WIDGET (row), GTK_TYPE_LABEL, number)));
}

/* Clicks the button of that number: ours, theirs, before. */
static void
choose (Merging *self, TroveKey key, guint number)
{
  SketchConflictRow *row = get_row (self, key);

  gtk_check_button_set_active (
      GTK_CHECK_BUTTON (window_find (GTK_WIDGET (row), GTK_TYPE_CHECK_BUTTON, number)), TRUE);
  window_settle (GTK_WIDGET (self->fixture.window));
}

static gboolean
is_chosen (Merging *self, TroveKey key, guint number)
{
  return gtk_check_button_get_active (
      GTK_CHECK_BUTTON (window_find (GTK_WIDGET (get_row (self, key)), GTK_TYPE_CHECK_BUTTON, number)));
}

static gboolean
is_offered (Merging *self, TroveKey key, guint number)
{
  return gtk_widget_get_visible (
      window_find (GTK_WIDGET (get_row (self, key)), GTK_TYPE_CHECK_BUTTON, number));
}

/* The rows say what both sides have done, in words. */
static void
test_rows (void)
{
  Merging self;

  set_up (&self);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self.merge)), ==, 3);
  g_assert_cmpstr (get_text (get_row (&self, self.moved), 0), ==, "Rectangle: x");
  g_assert_cmpstr (get_text (get_row (&self, self.moved), 1), ==, "Ours: 100");
  g_assert_cmpstr (get_text (get_row (&self, self.moved), 2), ==, "Theirs: 300");
  g_assert_cmpstr (get_text (get_row (&self, self.moved), 3), ==, "Before: 0");
  g_assert_cmpstr (get_text (get_row (&self, self.ours_removed), 0), ==, "Ellipse: removed by us");
  g_assert_cmpstr (get_text (get_row (&self, self.theirs_removed), 0), ==, "Line: removed by them");
  g_assert_cmpstr (get_text (get_row (&self, self.theirs_removed), 2), ==, "Theirs: removed");
  g_assert_cmpstr (trove_document_get_undo_label (self.fixture.document), ==, "Merge");
  g_assert_cmpstr (get_text (get_row (&self, self.ours_removed), 2), ==, "Theirs: there");
  g_assert_true (is_offered (&self, self.moved, 2));
  g_assert_true (is_offered (&self, self.ours_removed, 1));
  g_assert_false (is_offered (&self, self.ours_removed, 2)); /* it would be the same as theirs */
  g_assert_true (is_offered (&self, self.theirs_removed, 1));
  g_assert_false (is_offered (&self, self.theirs_removed, 2)); /* it would be the same as ours */
  tear_down (&self);
}

/* One click decides; the decisions of a merge are one step, apart from the merge. */
static void
test_decide (void)
{
  Merging self;

  set_up (&self);
  choose (&self, self.moved, 1);
  g_assert_cmpfloat (fixture_peek (&self.fixture, self.moved)->x, ==, 300);
  choose (&self, self.moved, 2);
  g_assert_cmpfloat (fixture_peek (&self.fixture, self.moved)->x, ==, 0);
  choose (&self, self.theirs_removed, 1);
  g_assert_null (fixture_peek (&self.fixture, self.theirs_removed));
  choose (&self, self.theirs_removed, 0);
  g_assert_cmpfloat (fixture_peek (&self.fixture, self.theirs_removed)->x, ==, 100);
  choose (&self, self.ours_removed, 0);
  g_assert_null (fixture_peek (&self.fixture, self.ours_removed));
  g_assert_cmpstr (trove_document_get_undo_label (self.fixture.document), ==, "Decide Conflicts");
  fixture_act (&self.fixture, "document.undo");
  g_assert_cmpstr (trove_document_get_undo_label (self.fixture.document), ==, "Merge");
  g_assert_cmpfloat (fixture_peek (&self.fixture, self.moved)->x, ==, 100);
  tear_down (&self);
}

/* The box of a shape is decided as a whole: ours moves it, theirs resizes it by its left edge. */
static void
test_box (void)
{
  Merging self;
  g_autoptr (TroveVersion) theirs = NULL;
  g_autoptr (GError) error = NULL;
  SketchShapeData shape;

  set_up (&self);
  for (guint side = 0; side < 2; side++)
    {
      TroveDocument *document = side == 0 ? self.fixture.document : self.branch;

      shape = *(const SketchShapeData *) trove_document_peek (document, self.moved, NULL);
      shape.x = 1000 + side;
      if (side == 0)
        shape.y = 2000;
      else
        shape.width = 3000;
      shape.fill = 0xff0000ff + (side << 8);
      g_assert_true (trove_document_set (document, self.moved, &shape, NULL));
      g_assert_true (trove_document_commit (document, "Resize", NULL));
    }
  theirs = trove_document_dup_current (self.branch);
  g_object_unref (self.merge);
  self.merge = trove_document_merge (self.fixture.document, theirs, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (self.merge)), ==, 2);
  sketch_window_show_merge (self.fixture.window, self.merge);
  window_settle (GTK_WIDGET (self.fixture.window));
  g_assert_cmpfloat (fixture_peek (&self.fixture, self.moved)->width, ==, 100);
  g_assert_cmpstr (get_text (get_row (&self, self.moved), 0), ==, "Rectangle: x, y, width");
  g_assert_cmpstr (get_text (get_row (&self, self.moved), 1), ==, "Ours: 1000, 2000, 100");
  g_assert_cmpstr (get_text (get_row (&self, self.moved), 2), ==, "Theirs: 1001, 0, 3000");
  g_assert_cmpstr (get_text (get_row (&self, self.moved), 3), ==, "Before: 300, 0, 100");
  choose (&self, self.moved, 1);
  g_assert_cmpfloat (fixture_peek (&self.fixture, self.moved)->x, ==, 1001);
  g_assert_cmpfloat (fixture_peek (&self.fixture, self.moved)->y, ==, 0);
  g_assert_cmpfloat (fixture_peek (&self.fixture, self.moved)->width, ==, 3000);
  g_assert_cmphex (fixture_peek (&self.fixture, self.moved)->fill, ==, 0xff0000ff);
  choose (&self, self.moved, 0);
  g_assert_cmpfloat (fixture_peek (&self.fixture, self.moved)->y, ==, 2000);
  g_assert_cmpfloat (fixture_peek (&self.fixture, self.moved)->width, ==, 100);
  tear_down (&self);
}

/* Both sides have put a shape elsewhere. */
static void
test_place (void)
{
  Merging self;
  g_autoptr (TroveVersion) theirs = NULL;
  TroveKey group;

  set_up (&self);
  group = fixture_add (&self.fixture, 0, SKETCH_GROUP, 0, 600);
  g_assert_true (trove_document_move (self.fixture.document, self.moved, group, "children", G_MAXUINT, NULL));
  g_assert_true (trove_document_commit (self.fixture.document, "Group", NULL));
  g_assert_true (trove_document_move (self.branch, self.moved, self.ours_removed, "children", 0, NULL));
  g_assert_true (trove_document_commit (self.branch, "Move", NULL));
  theirs = trove_document_dup_current (self.branch);
  g_object_unref (self.merge);
  self.merge = trove_document_merge (self.fixture.document, theirs, NULL);
  sketch_window_show_merge (self.fixture.window, self.merge);
  window_settle (GTK_WIDGET (self.fixture.window));
  g_assert_cmpstr (get_text (get_row (&self, self.moved), 0), ==, "Rectangle: place");
  g_assert_cmpstr (get_text (get_row (&self, self.moved), 1), ==, "Ours: Group");
  g_assert_cmpstr (get_text (get_row (&self, self.moved), 2), ==, "Theirs: Ellipse");
  tear_down (&self);
}

static void
connect_to (TroveDocument *document, TroveKey key, TroveKey target)
{
  SketchShapeData shape = *(const SketchShapeData *) trove_document_peek (document, key, NULL);

  shape.to = target;
  g_assert_true (trove_document_set (document, key, &shape, NULL));
  g_assert_true (trove_document_commit (document, "Connect", NULL));
}

/* Both sides have connected a shape with another one. */
static void
test_reference (void)
{
  Merging self;
  g_autoptr (TroveVersion) theirs = NULL;

  set_up (&self);
  connect_to (self.fixture.document, self.moved, self.theirs_removed);
  connect_to (self.branch, self.moved, self.ours_removed);
  theirs = trove_document_dup_current (self.branch);
  g_object_unref (self.merge);
  self.merge = trove_document_merge (self.fixture.document, theirs, NULL);
  sketch_window_show_merge (self.fixture.window, self.merge);
  window_settle (GTK_WIDGET (self.fixture.window));
  g_assert_cmpstr (get_text (get_row (&self, self.moved), 0), ==, "Rectangle: end of the connector");
  g_assert_cmpstr (get_text (get_row (&self, self.moved), 1), ==, "Ours: Line");
  g_assert_cmpstr (get_text (get_row (&self, self.moved), 2), ==, "Theirs: Ellipse");
  g_assert_cmpstr (get_text (get_row (&self, self.moved), 3), ==, "Before: none");
  tear_down (&self);
}

/* A merge that was undone cannot be decided: the row shows what is still chosen. */
static void
test_undone (void)
{
  Merging self;

  set_up (&self);
  fixture_act (&self.fixture, "document.undo");
  choose (&self, self.moved, 1);
  g_assert_cmpfloat (fixture_peek (&self.fixture, self.moved)->x, ==, 100);
  g_assert_true (is_chosen (&self, self.moved, 0));
  fixture_act (&self.fixture, "document.redo");
  choose (&self, self.moved, 1);
  g_assert_cmpfloat (fixture_peek (&self.fixture, self.moved)->x, ==, 300);
  tear_down (&self);
}

/* What the widget has drawn. It has nothing while a draw is queued, as when a thread has drawn a tile. */
static GskRenderNode *
take_picture (GtkWidget *widget)
{
  GskRenderNode *node = NULL;

  while (node == NULL)
    {
      g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
      GtkSnapshot *snapshot = gtk_snapshot_new ();

      gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (widget),
                              gtk_widget_get_height (widget));
      node = gtk_snapshot_free_to_node (snapshot);
      if (node == NULL)
        window_settle (GTK_WIDGET (gtk_widget_get_root (widget)));
    }
  return node;
}

/* Pixels of the box around our shape, which is green. */
static guint
count_green (GtkWidget *widget)
{
  const int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  g_autofree guchar *pixels = g_malloc ((gsize) width * height * 4);
  g_autoptr (GskRenderNode) node = take_picture (widget);
  cairo_surface_t *surface =
      cairo_image_surface_create_for_data (pixels, CAIRO_FORMAT_RGB24, width, height, width * 4);
  cairo_t *cr = cairo_create (surface);
  guint n = 0;

  gsk_render_node_draw (node, cr);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  for (int i = 0; i < width * height; i++)
    {
      guint32 pixel = ((guint32 *) (gpointer) pixels)[i];
      int red = pixel >> 16 & 0xff, green = pixel >> 8 & 0xff, blue = pixel & 0xff;

      n += green > red + 60 && green > blue + 30;
    }
  return n;
}

/* A conflict that is selected is shown both ways on the canvas, until the merge is done. */
static void
test_canvas (void)
{
  Merging self;
  GtkWidget *canvas, *list;

  set_up (&self);
  canvas = GTK_WIDGET (sketch_window_get_canvas (self.fixture.window));
  list = window_find (fixture_find (&self.fixture, "merge"), GTK_TYPE_LIST_VIEW, 0);
  g_assert_cmpuint (count_green (canvas), ==, 0);
  for (guint i = 0; i < 3; i++)
    {
      gtk_widget_activate_action (list, "list.activate-item", "u", i);
      window_settle (GTK_WIDGET (self.fixture.window));
    }
  choose (&self, self.moved, 0);
  gtk_widget_activate_action (list, "list.activate-item", "u", 0);
  window_settle (GTK_WIDGET (self.fixture.window));
  g_assert_cmpuint (count_green (canvas), >, 100);
  window_click (window_find (fixture_find (&self.fixture, "merge"), GTK_TYPE_BUTTON, 0));
  window_settle (GTK_WIDGET (self.fixture.window));
  g_assert_cmpuint (count_green (canvas), ==, 0);
  g_assert_false (gtk_widget_get_mapped (fixture_find (&self.fixture, "merge")));
  tear_down (&self);
}

int
main (int argc, char **argv)
{
  int status;

  application = fixture_application_new (&argc, &argv);
  g_test_add_func ("/sketch/merge-panel/rows", test_rows);
  g_test_add_func ("/sketch/merge-panel/decide", test_decide);
  g_test_add_func ("/sketch/merge-panel/box", test_box);
  g_test_add_func ("/sketch/merge-panel/place", test_place);
  g_test_add_func ("/sketch/merge-panel/reference", test_reference);
  g_test_add_func ("/sketch/merge-panel/undone", test_undone);
  g_test_add_func ("/sketch/merge-panel/canvas", test_canvas);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}

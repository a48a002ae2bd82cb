/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Two versions side by side. */

#include "fixture.h"

#include "ui/change-text.h"
#include "ui/compare-view.h"
#include "ui/marks.h"

static SketchApplication *application;

typedef struct
{
  Fixture fixture;
  TroveKey kept, moved, removed, added;
  TroveVersion *left, *right;
  GtkWidget *view;
} Comparison;

static void
set (Fixture *fixture, TroveKey key, double x, guint fill)
{
  SketchShapeData shape = *fixture_peek (fixture, key);
  g_autoptr (GError) error = NULL;

  shape.x = x;
  shape.fill = fill;
  trove_document_set (fixture->document, key, &shape, &error);
  g_assert_no_error (error);
}

static void
set_up (Comparison *self)
{
  Fixture *fixture = &self->fixture;

  fixture_init (fixture, application);
  self->kept = fixture_add (fixture, 0, SKETCH_RECTANGLE, 0, 0);
  self->moved = fixture_add (fixture, 0, SKETCH_ELLIPSE, 0, 200);
  self->removed = fixture_add (fixture, 0, SKETCH_LINE, 0, 400);
  self->left = trove_document_dup_current (fixture->document);
  set (fixture, self->moved, 300, 0x33d17aff);
  g_assert_true (trove_document_remove (fixture->document, self->removed, NULL));
  self->added = fixture_add (fixture, 0, SKETCH_TEXT, 200, 400);
  self->right = trove_document_dup_current (fixture->document);
  self->view = sketch_compare_view_new (self->left, self->right);
  sketch_window_show_view (fixture->window, "Compare", self->view);
  window_settle (GTK_WIDGET (fixture->window));
}

static void
tear_down (Comparison *self)
{
  g_object_unref (self->left);
  g_object_unref (self->right);
  fixture_clear (&self->fixture);
}

static SketchCanvas *
get_canvas (Comparison *self, guint side)
{
  return SKETCH_CANVAS (window_find (self->view, SKETCH_TYPE_CANVAS, side));
}

static void
check_marks (TroveChanges *changes, TroveVersion *version, guint n, TroveKey key, SketchMarkKind kind)
{
  g_autoptr (GArray) marks = sketch_find_marks (changes, version);
  gboolean found = FALSE;

  g_assert_cmpuint (marks->len, ==, n);
  for (guint i = 0; i < marks->len; i++)
    {
      const SketchMark *mark = &g_array_index (marks, SketchMark, i);

      found |= mark->key == key && mark->kind == kind;
    }
  g_assert_true (found);
}

/* A side has marks of what it has: a shape that was changed is marked once, on both. */
static void
test_marks (void)
{
  Comparison self;
  g_autoptr (TroveChanges) changes = NULL;

  set_up (&self);
  changes = trove_version_compare (self.left, self.right, NULL);
  check_marks (changes, self.left, 2, self.removed, SKETCH_MARK_REMOVED);
  check_marks (changes, self.left, 2, self.moved, SKETCH_MARK_CHANGED);
  check_marks (changes, self.right, 2, self.moved, SKETCH_MARK_CHANGED);
  check_marks (changes, self.right, 2, self.added, SKETCH_MARK_ADDED);
  tear_down (&self);
}

static gboolean
has_label (GtkWidget *widget, const char *text)
{
  g_autoptr (GPtrArray) labels = window_find_all (widget, GTK_TYPE_LABEL);

  for (guint i = 0; i < labels->len; i++)
    if (g_str_equal (gtk_label_get_text (g_ptr_array_index (labels, i)), text))
      return TRUE;
  return FALSE;
}

static void
test_list (void)
{
  Comparison self;

  set_up (&self);
  g_assert_true (has_label (self.view, "4 differences"));
  g_assert_true (has_label (self.view, "Ellipse: x 0 → 300"));
  g_assert_true (has_label (self.view, "Ellipse: fill none → ■ #33d17a"));
  g_assert_true (has_label (self.view, "Line: removed"));
  g_assert_true (has_label (self.view, "Text “Text”: added"));
  tear_down (&self);
}

/* Both sides show the same place. */
static void
check_coupled (Comparison *self)
{
  double x[2] = { 30, 30 }, y[2] = { 40, 40 };

  window_settle (GTK_WIDGET (self->fixture.window));
  for (guint side = 0; side < 2; side++)
    sketch_canvas_to_drawing (get_canvas (self, side), &x[side], &y[side]);
  g_assert_cmpfloat_with_epsilon (x[0], x[1], 1);
  g_assert_cmpfloat_with_epsilon (y[0], y[1], 1);
  g_assert_cmpfloat (sketch_canvas_get_zoom (get_canvas (self, 0)), ==,
                     sketch_canvas_get_zoom (get_canvas (self, 1)));
}

static void
test_coupled (void)
{
  Comparison self;
  double x = 0, y = 0, x_after = 0, y_after = 0;

  set_up (&self);
  check_coupled (&self);
  sketch_canvas_to_drawing (get_canvas (&self, 0), &x, &y);
  sketch_canvas_scroll (get_canvas (&self, 1), 120, 70);
  check_coupled (&self);
  sketch_canvas_to_drawing (get_canvas (&self, 0), &x_after, &y_after);
  g_assert_cmpfloat (x_after, >, x);
  g_assert_cmpfloat (y_after, >, y);
  sketch_canvas_set_zoom (get_canvas (&self, 0), 3);
  check_coupled (&self);
  sketch_canvas_set_zoom (get_canvas (&self, 1), 0.5);
  check_coupled (&self);
  tear_down (&self);
}

/* A click on a difference scrolls to it. */
static void
test_show (void)
{
  Comparison self;
  GtkWidget *list;
  double x = 200, y = 400;

  set_up (&self);
  sketch_canvas_scroll (get_canvas (&self, 0), 100000, 100000);
  list = window_find (self.view, GTK_TYPE_LIST_VIEW, 0);
  for (guint i = 0; i < 4; i++)
    {
      gtk_widget_activate_action (list, "list.activate-item", "u", i);
      check_coupled (&self);
    }
  sketch_canvas_to_widget (get_canvas (&self, 1), &x, &y);
  g_assert_cmpfloat (x, >, 0);
  g_assert_cmpfloat (y, >, 0);
  g_assert_cmpfloat (x, <, gtk_widget_get_width (GTK_WIDGET (get_canvas (&self, 1))));
  g_assert_cmpfloat (y, <, gtk_widget_get_height (GTK_WIDGET (get_canvas (&self, 1))));
  tear_down (&self);
}

/* Versions of drawings that have nothing in common cannot be compared: that is said. */
static void
test_foreign (void)
{
  Comparison self;
  g_autoptr (TroveDocument) other = sketch_document_new ();
  g_autoptr (TroveVersion) version = trove_document_dup_current (other);

  set_up (&self);
  sketch_window_show_view (self.fixture.window, "Compare", sketch_compare_view_new (self.left, version));
  window_settle (GTK_WIDGET (self.fixture.window));
  tear_down (&self);
}

static void
check_value (TroveVersion *version, const char *property, GType type, gint64 number, const char *text,
             const char *expected)
{
  GValue value = G_VALUE_INIT;
  g_autofree char *described = NULL;

  g_value_init (&value, type);
  if (type == G_TYPE_UINT)
    g_value_set_uint (&value, (guint) number);
  else if (type == G_TYPE_DOUBLE)
    g_value_set_double (&value, (double) number / 100);
  else if (type == G_TYPE_STRING)
    g_value_set_string (&value, text);
  else
    g_value_set_uint64 (&value, (guint64) number);
  described = sketch_describe_value (version, property, &value);
  g_assert_cmpstr (described, ==, expected);
  g_value_unset (&value);
}

static void
test_texts (void)
{
  g_autoptr (TroveDocument) document = sketch_document_new ();
  g_autoptr (TroveVersion) version = trove_document_dup_current (document);

  check_value (version, "fill", G_TYPE_UINT, 0xff000000, NULL, "none");
  check_value (version, "fill", G_TYPE_UINT, 0xff0000ff, NULL,
               "<span foreground=\"#ff0000\">■</span> #ff0000");
  check_value (version, "opacity", G_TYPE_DOUBLE, 50, NULL, "50 %");
  check_value (version, "angle", G_TYPE_DOUBLE, 4512, NULL, "45.1°");
  check_value (version, "x", G_TYPE_DOUBLE, -1000, NULL, "-10");
  check_value (version, "text", G_TYPE_STRING, 0, "a<b\nc", "“a&lt;b c”");
  check_value (version, "text", G_TYPE_STRING, 0, "0123456789012345678901234", "“012345678901234567890123…”");
  check_value (version, "text", G_TYPE_STRING, 0, NULL, "none");
  check_value (version, "from", G_TYPE_UINT64, 0, NULL, "none");
  check_value (version, NULL, G_TYPE_UINT64, (gint64) trove_document_get_root_key (document), NULL,
               "Drawing");
  check_value (version, "from", G_TYPE_UINT64, 12345, NULL, "Nothing");
}

int
main (int argc, char **argv)
{
  int status;

  application = fixture_application_new (&argc, &argv);
  g_test_add_func ("/sketch/compare-view/marks", test_marks);
  g_test_add_func ("/sketch/compare-view/list", test_list);
  g_test_add_func ("/sketch/compare-view/coupled", test_coupled);
  g_test_add_func ("/sketch/compare-view/show", test_show);
  g_test_add_func ("/sketch/compare-view/foreign", test_foreign);
  g_test_add_func ("/sketch/compare-view/texts", test_texts);
  status = g_test_run ();
  g_object_unref (application);
  return status;
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "fixture.h"

#include "draw/geometry.h"

SketchApplication *
fixture_application_new (int *argc, char ***argv)
{
  SketchApplication *application;
  g_autofree char *folder = g_dir_make_tmp ("sketch-XXXXXX", NULL);
  g_autoptr (GError) error = NULL;

  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  window_init (argc, argv);
  application = sketch_application_new (G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  return application;
}

void
fixture_init (Fixture *self, SketchApplication *application)
{
  self->document = sketch_document_new ();
  self->window = SKETCH_WINDOW (sketch_window_new (ADW_APPLICATION (application), self->document));
  gtk_window_present (GTK_WINDOW (self->window));
  window_settle (GTK_WIDGET (self->window));
}

void
fixture_clear (Fixture *self)
{
  gpointer window = self->window;

  g_object_add_weak_pointer (G_OBJECT (self->window), &window);
  gtk_window_destroy (GTK_WINDOW (self->window));
  while (window != NULL)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (self->document);
}

GtkWidget *
fixture_find (Fixture *self, const char *id)
{
  g_autoptr (GPtrArray) widgets = window_find_all (GTK_WIDGET (self->window), GTK_TYPE_WIDGET);

  for (guint i = 0; i < widgets->len; i++)
    if (g_strcmp0 (gtk_buildable_get_buildable_id (g_ptr_array_index (widgets, i)), id) == 0)
      return g_ptr_array_index (widgets, i);
  g_error ("No widget \342\200\234%s\342\200\235", id);
}

void
fixture_act (Fixture *self, const char *action)
{
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;
  g_autoptr (GError) error = NULL;

  g_action_parse_detailed_name (action, &name, &target, &error);
  g_assert_no_error (error);
  g_assert_true (gtk_widget_activate_action_variant (GTK_WIDGET (self->window), name, target));
}

TroveKey
fixture_get_layer (Fixture *self, guint number)
{
  TroveKey layer = 0;

  trove_document_get_children (self->document, trove_document_get_root_key (self->document), "layers", number,
                               &layer, 1);
  return layer;
}

TroveKey
fixture_add (Fixture *self, guint layer, SketchKind kind, double x, double y)
{
  SketchShapeData shape = SKETCH_SHAPE_DATA_INIT;
  TroveKey key = 0;
  g_autoptr (GError) error = NULL;

  shape.kind = kind;
  shape.x = x;
  shape.y = y;
  shape.width = 100;
  shape.height = 60;
  shape.text = kind == SKETCH_TEXT ? "Text" : NULL;
  trove_document_add (self->document, SKETCH_TYPE_SHAPE, &shape, fixture_get_layer (self, layer), "shapes",
                      G_MAXUINT, &key, &error);
  g_assert_no_error (error);
  trove_document_commit (self->document, "Add", &error);
  g_assert_no_error (error);
  return key;
}

const SketchShapeData *
fixture_peek (Fixture *self, TroveKey key)
{
  return trove_document_peek (self->document, key, NULL);
}

void
fixture_select (Fixture *self, const TroveKey *keys, gsize n)
{
  sketch_selection_set (sketch_window_get_selection (self->window), keys, n);
}

guint
fixture_count_selected (Fixture *self)
{
  gsize n;

  sketch_selection_get_keys (sketch_window_get_selection (self->window), &n);
  return (guint) n;
}

gboolean
fixture_shows_selected (Fixture *self)
{
  SketchCanvas *canvas = sketch_window_get_canvas (self->window);
  gsize n;
  const TroveKey *keys = sketch_selection_get_keys (sketch_window_get_selection (self->window), &n);
  cairo_rectangle_t box;

  if (!sketch_get_bounds_of (sketch_canvas_get_version (canvas), keys, n, &box))
    return FALSE;
  sketch_canvas_to_widget (canvas, &box.x, &box.y);
  box.width *= sketch_canvas_get_zoom (canvas);
  box.height *= sketch_canvas_get_zoom (canvas);
  return box.x + box.width > 0 && box.y + box.height > 0 &&
         box.x < gtk_widget_get_width (GTK_WIDGET (canvas)) &&
         box.y < gtk_widget_get_height (GTK_WIDGET (canvas));
}

guint
fixture_count_shapes (Fixture *self)
{
  const TroveKey root = trove_document_get_root_key (self->document);
  guint n = 0;

  for (guint i = 0; i < trove_document_get_n_children (self->document, root, "layers"); i++)
    n += trove_document_get_n_children (self->document, fixture_get_layer (self, i), "shapes");
  return n;
}

/* The type of the widget is not public. */
const char *
fixture_get_toast (Fixture *self)
{
  const GType type = g_type_from_name ("AdwToastWidget");
  g_autoptr (GPtrArray) toasts =
      type != 0 ? window_find_all (fixture_find (self, "toasts"), type) : g_ptr_array_new ();

  if (toasts->len == 0)
    return NULL;
  return gtk_label_get_text (GTK_LABEL (window_find (g_ptr_array_index (toasts, 0), GTK_TYPE_LABEL, 0)));
}

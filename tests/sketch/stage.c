/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "stage.h"

#include "window.h"

#define PATIENCE 20 /* seconds until a step that is waited for */

void
stage_need_xdotool (void)
{
  g_autofree char *xdotool = g_find_program_in_path ("xdotool");

  if (xdotool != NULL)
    return;
  g_print ("1..0 # SKIP xdotool was not found\n");
  exit (0);
}

void
stage_init_test (int *argc, char ***argv)
{
  window_init (argc, argv);
  stage_need_xdotool ();
}

static void
keep_failure (SketchTools *tools, const char *text, Stage *self)
{
  g_free (self->failure);
  self->failure = g_strdup (text);
}

void
stage_set_up (Stage *self, gconstpointer data)
{
  self->document = sketch_document_new ();
  self->canvas = SKETCH_CANVAS (sketch_canvas_new ());
  self->selection = sketch_selection_new (self->document);
  sketch_canvas_set_document (self->canvas, self->document);
  self->tools = sketch_tools_new (self->canvas, self->document, self->selection);
  g_signal_connect (self->tools, "failed", G_CALLBACK (keep_failure), self);
  self->window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (self->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 800, 600);
  gtk_window_set_child (GTK_WINDOW (self->window), GTK_WIDGET (self->canvas));
  gtk_window_present (GTK_WINDOW (self->window));
  window_settle (self->window);
  self->n_versions = sample_count_versions (self->document);
}

void
stage_tear_down (Stage *self, gconstpointer data)
{
  g_assert_cmpstr (self->failure, ==, NULL);
  g_assert_finalize_object (self->tools);
  g_assert_finalize_object (self->selection);
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_assert_finalize_object (self->document);
}

void
stage_set_tool (Stage *self, const char *tool)
{
  g_object_set (self->tools, "tool", tool, NULL);
}

/* The pointer and the keys */

static void
note_exit (GObject *process, GAsyncResult *result, gpointer done)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_wait_check_finish (G_SUBPROCESS (process), result, &error);
  g_assert_no_error (error);
  *(gboolean *) done = TRUE;
}

void
stage_run (Stage *self, const char *format, ...)
{
  va_list arguments;
  g_autofree char *text = NULL, *command = NULL;
  g_auto (GStrv) argv = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done = FALSE;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  command = g_strconcat ("xdotool ", text, NULL);
  g_assert_true (g_shell_parse_argv (command, NULL, &argv, &error));
  process = g_subprocess_newv ((const char *const *) argv, G_SUBPROCESS_FLAGS_NONE, &error);
  g_assert_no_error (error);
  g_subprocess_wait_check_async (process, NULL, note_exit, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  gdk_display_sync (gdk_display_get_default ());
  window_settle (self->window);
}

void
stage_point (Stage *self, double x, double y)
{
  sketch_canvas_to_widget (self->canvas, &x, &y);
  stage_run (self, "mousemove %d %d", (int) x, (int) y);
}

void
stage_press (Stage *self, double x, double y)
{
  stage_point (self, x, y);
  stage_run (self, "mousedown 1");
}

void
stage_release (Stage *self)
{
  stage_run (self, "mouseup 1");
}

void
stage_click (Stage *self, double x, double y)
{
  sketch_canvas_to_widget (self->canvas, &x, &y);
  stage_run (self, "mousemove %d %d click 1", (int) x, (int) y);
}

void
stage_key (Stage *self, const char *keys)
{
  stage_run (self, "key %s", keys);
}

static char *
describe_drag (Stage *self, double x1, double y1, double x2, double y2)
{
  sketch_canvas_to_widget (self->canvas, &x1, &y1);
  sketch_canvas_to_widget (self->canvas, &x2, &y2);
  return g_strdup_printf ("mousemove %d %d mousedown 1 mousemove %d %d mousemove %d %d mouseup 1", (int) x1,
                          (int) y1, (int) ((x1 + x2) / 2) + 7, (int) ((y1 + y2) / 2), (int) x2, (int) y2);
}

void
stage_drag (Stage *self, double x1, double y1, double x2, double y2)
{
  g_autofree char *drag = describe_drag (self, x1, y1, x2, y2);

  stage_run (self, "%s", drag);
}

void
stage_drag_with (Stage *self, const char *key, double x1, double y1, double x2, double y2)
{
  g_autofree char *drag = describe_drag (self, x1, y1, x2, y2);

  stage_run (self, "keydown %s %s keyup %s", key, drag, key);
}

/* Checks */

static gboolean
give_up (gpointer late)
{
  *(gboolean *) late = TRUE;
  return G_SOURCE_REMOVE;
}

void
stage_check_step (Stage *self, const char *label)
{
  const guint expected = self->n_versions + (label != NULL);
  gboolean late = FALSE;
  guint source = g_timeout_add_seconds (PATIENCE, give_up, &late);

  while (sample_count_versions (self->document) < expected && !late)
    g_main_context_iteration (NULL, TRUE);
  if (!late)
    g_source_remove (source);
  g_assert_cmpuint (sample_count_versions (self->document), ==, expected);
  if (label != NULL)
    g_assert_cmpstr (trove_document_get_undo_label (self->document), ==, label);
  self->n_versions = expected;
}

TroveKey
stage_get_front (Stage *self)
{
  TroveKey layer = sample_get_layer (self->document, 0), key = 0;
  guint n = trove_document_get_n_children (self->document, layer, "shapes");

  g_assert_cmpuint (n, >, 0);
  trove_document_get_children (self->document, layer, "shapes", n - 1, &key, 1);
  return key;
}

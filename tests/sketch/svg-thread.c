/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* SVG files that another thread reads. */

#include <string.h>

#include "files/svg-thread.h"
#include "sample.h"

#define PICTURE                                                                                              \
  "<svg xmlns='http://www.w3.org/2000/svg'><rect width='9' height='9'/><text y='9'>A</text><foreignObject/>" \
  "</svg>"

typedef struct
{
  GFile *file;
  GAsyncResult *result;
} Fixture;

static void
set_up (Fixture *self, gconstpointer picture)
{
  g_autoptr (GFileIOStream) stream = NULL;

  self->file = g_file_new_tmp ("picture-XXXXXX.svg", &stream, NULL);
  g_assert_true (
      g_file_replace_contents (self->file, picture, strlen (picture), NULL, FALSE, 0, NULL, NULL, NULL));
}

static void
tear_down (Fixture *self, gconstpointer picture)
{
  g_assert_true (g_file_delete (self->file, NULL, NULL));
  g_object_unref (self->file);
  g_clear_object (&self->result);
}

static void
note_result (GObject *file, GAsyncResult *result, gpointer data)
{
  Fixture *self = data;

  g_assert_true (file == (GObject *) self->file);
  self->result = g_object_ref (result);
}

static GAsyncResult *
wait_for_result (Fixture *self)
{
  while (self->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return self->result;
}

/* The shapes go into a document of this thread. */
static void
test_read (Fixture *self, gconstpointer data)
{
  g_autoptr (TroveDocument) document = sketch_document_new ();
  g_autoptr (SketchSvgPicture) picture = NULL;
  g_autoptr (GArray) keys = NULL;
  g_autoptr (GError) error = NULL;

  sketch_read_svg_async (self->file, NULL, note_result, self);
  picture = sketch_read_svg_finish (wait_for_result (self), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (sketch_svg_picture_get_n_left_out (picture), ==, 1);
  g_assert_true (sketch_svg_picture_add (picture, document, sample_get_layer (document, 0), &keys, &error));
  g_assert_cmpuint (keys->len, ==, 2);
  g_assert_cmpstr (sample_peek (document, g_array_index (keys, TroveKey, 1))->text, ==, "A");
  g_assert_true (sketch_svg_picture_add (picture, document, sample_get_layer (document, 0), NULL, &error));
  g_assert_cmpuint (trove_document_get_n_children (document, sample_get_layer (document, 0), "shapes"), ==,
                    4);
}

/* The drawing belongs to this thread, which edits it. */
static void
test_open (Fixture *self, gconstpointer data)
{
  g_autoptr (TroveDocument) document = NULL;
  g_autoptr (GError) error = NULL;
  guint n_left_out;

  sketch_open_svg_async (self->file, NULL, note_result, self);
  document = sketch_open_svg_finish (wait_for_result (self), &n_left_out, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_left_out, ==, 1);
  g_assert_cmpuint (trove_document_get_n_children (document, sample_get_layer (document, 0), "shapes"), ==,
                    2);
  g_assert_false (trove_document_get_can_undo (document));
  sample_add_box (document, SKETCH_ELLIPSE, 0, 0, 10, 10);
  sample_commit (document, "Add");
  g_assert_true (trove_document_undo (document, &error));
  g_assert_cmpuint (trove_document_get_n_children (document, sample_get_layer (document, 0), "shapes"), ==,
                    2);
}

static void
test_damaged (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL, other_error = NULL;
  guint n_left_out;

  sketch_read_svg_async (self->file, NULL, note_result, self);
  g_assert_null (sketch_read_svg_finish (wait_for_result (self), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_clear_object (&self->result);
  sketch_open_svg_async (self->file, NULL, note_result, self);
  g_assert_null (sketch_open_svg_finish (wait_for_result (self), &n_left_out, &other_error));
  g_assert_error (other_error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
}

/* Reading ends at the next element. */
static void
test_cancelled (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL, other_error = NULL;
  guint n_left_out;

  g_cancellable_cancel (cancellable);
  g_assert_null (sketch_svg_picture_new ("x.svg", PICTURE, strlen (PICTURE), cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  sketch_open_svg_async (self->file, cancellable, note_result, self);
  g_assert_null (sketch_open_svg_finish (wait_for_result (self), &n_left_out, &other_error));
  g_assert_error (other_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/sketch/svg-thread/read", Fixture, PICTURE, set_up, test_read, tear_down);
  g_test_add ("/sketch/svg-thread/open", Fixture, PICTURE, set_up, test_open, tear_down);
  g_test_add ("/sketch/svg-thread/damaged", Fixture, "<svg", set_up, test_damaged, tear_down);
  g_test_add ("/sketch/svg-thread/cancelled", Fixture, PICTURE, set_up, test_cancelled, tear_down);
  return g_test_run ();
}

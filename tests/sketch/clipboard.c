/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Shapes are copied from one drawing and pasted into another one: in this program, in another one, and as pictures. */

#include <string.h>

#include "files/clipboard.h"
#include "sample.h"

typedef struct
{
  GdkClipboard *clipboard;
  TroveDocument *from, *to;
  TroveKey box, text, connector, group;
} Fixture;

static void
add_shapes (Fixture *self)
{
  SketchShapeData shape = SKETCH_SHAPE_DATA_INIT;
  g_autoptr (GError) error = NULL;
  TroveKey child;

  self->box = sample_add_box (self->from, SKETCH_RECTANGLE, 10, 20, 30, 40);
  shape.kind = SKETCH_TEXT;
  shape.text = "Words";
  shape.width = 50;
  shape.height = 20;
  self->text = sample_add (self->from, sample_get_layer (self->from, 0), &shape);
  self->connector = sample_connect (self->from, self->box, self->text);
  self->group = sample_add_box (self->from, SKETCH_GROUP, 0, 0, 0, 0);
  shape.text = "More";
  trove_document_add (self->from, SKETCH_TYPE_SHAPE, &shape, self->group, "children", 0, &child, &error);
  g_assert_no_error (error);
  sample_commit (self->from, "Add");
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->clipboard = gdk_display_get_clipboard (gdk_display_get_default ());
  self->from = sketch_document_new ();
  self->to = sketch_document_new ();
  add_shapes (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gdk_clipboard_set_text (self->clipboard, "");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (self->from);
  g_assert_finalize_object (self->to);
}

static GdkContentProvider *
provide (Fixture *self, const TroveKey *keys, gsize n)
{
  g_autoptr (GError) error = NULL;
  GdkContentProvider *provider = sketch_clipboard_provider_new (self->from, keys, n, &error);

  g_assert_no_error (error);
  return provider;
}

static void
copy (Fixture *self, const TroveKey *keys, gsize n)
{
  g_autoptr (GdkContentProvider) provider = provide (self, keys, n);

  gdk_clipboard_set_content (self->clipboard, provider);
}

static void
copy_bytes (Fixture *self, const char *content_type, GBytes *bytes)
{
  g_autoptr (GdkContentProvider) provider = gdk_content_provider_new_for_bytes (content_type, bytes);

  gdk_clipboard_set_content (self->clipboard, provider);
}

static void
take_result (GObject *object, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static GArray *
paste (Fixture *self, TroveDocument *document, TroveKey layer, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (SketchPaste) shapes = NULL;

  sketch_clipboard_read_async (self->clipboard, take_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  shapes = sketch_clipboard_read_finish (result, error);
  return shapes != NULL ? sketch_paste_insert (shapes, document, layer, 5, 7, error) : NULL;
}

static GArray *
paste_into (Fixture *self, TroveDocument *document)
{
  g_autoptr (GError) error = NULL;
  GArray *keys = paste (self, document, sample_get_layer (document, 0), &error);

  g_assert_no_error (error);
  return keys;
}

/* The shapes of the fixture, moved. */
static void
check_copies (TroveDocument *document, GArray *keys)
{
  const TroveKey *key = (const TroveKey *) keys->data;
  TroveKey child;

  g_assert_cmpuint (keys->len, ==, 4);
  sample_check_box (document, key[0], 15, 27, 30, 40);
  g_assert_cmpstr (sample_peek (document, key[1])->text, ==, "Words");
  g_assert_cmpuint (sample_peek (document, key[2])->from, ==, key[0]);
  g_assert_cmpuint (sample_peek (document, key[2])->to, ==, key[1]);
  g_assert_cmpuint (trove_document_get_children (document, key[3], "children", 0, &child, 1), ==, 1);
  g_assert_cmpstr (sample_peek (document, child)->text, ==, "More");
  sample_check_box (document, child, 5, 7, 50, 20);
}

/* In whatever order they were selected, shapes are pasted from back to front. */
static void
test_own (Fixture *self, gconstpointer data)
{
  const TroveKey selected[] = { self->connector, self->group, self->text, self->box };
  g_autofree char *before = sample_dup_text (self->to);
  g_autoptr (GArray) keys = NULL, again = NULL;

  copy (self, selected, 4);
  g_assert_true (sketch_clipboard_has_shapes (self->clipboard));
  keys = paste_into (self, self->to);
  check_copies (self->to, keys);
  sample_check_step (self->to, "Paste", before);

  again = paste_into (self, self->from);
  check_copies (self->from, again);
  g_assert_cmpuint (g_array_index (again, TroveKey, 0), !=, self->box);
}

/* The copy is of the time at which it was made. */
static void
test_cut (Fixture *self, gconstpointer data)
{
  g_autoptr (GArray) keys = NULL;

  copy (self, &self->box, 1);
  g_assert_true (trove_document_remove (self->from, self->box, NULL));
  sample_commit (self->from, "Cut");
  keys = paste_into (self, self->from);
  sample_check_box (self->from, g_array_index (keys, TroveKey, 0), 15, 27, 30, 40);
}

/* As another program gets it */
static GBytes *
read_bytes (Fixture *self, const char *content_type)
{
  const char *content_types[] = { content_type, NULL };
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GAsyncResult) result = NULL, end = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;

  gdk_clipboard_read_async (self->clipboard, content_types, G_PRIORITY_DEFAULT, NULL, take_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  stream = gdk_clipboard_read_finish (self->clipboard, result, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_splice_async (memory, stream,
                                G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                                G_PRIORITY_DEFAULT, NULL, take_result, &end);
  while (end == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_output_stream_splice_finish (memory, end, &error);
  g_assert_no_error (error);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

static void
test_other_program (Fixture *self, gconstpointer data)
{
  const TroveKey selected[] = { self->box, self->text, self->connector, self->group };
  g_autofree char *before = sample_dup_text (self->to);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GArray) keys = NULL;

  copy (self, selected, 4);
  bytes = read_bytes (self, SKETCH_CONTENT_TYPE);
  copy_bytes (self, SKETCH_CONTENT_TYPE, bytes);
  g_assert_true (sketch_clipboard_has_shapes (self->clipboard));
  keys = paste_into (self, self->to);
  check_copies (self->to, keys);
  sample_check_step (self->to, "Paste", before);
}

static void
test_pictures (Fixture *self, gconstpointer data)
{
  const TroveKey selected[] = { self->box, self->text };
  g_autoptr (GBytes) png = NULL, svg = NULL, text = NULL;
  g_autoptr (GArray) keys = NULL;

  copy (self, selected, 2);
  png = read_bytes (self, "image/png");
  g_assert_cmpmem (g_bytes_get_data (png, NULL), 4, "\x89PNG", 4);
  text = read_bytes (self, "text/plain;charset=utf-8");
  g_assert_cmpmem (g_bytes_get_data (text, NULL), g_bytes_get_size (text), "Words", 5);
  svg = read_bytes (self, "image/svg+xml");
  copy_bytes (self, "image/svg+xml", svg);
  keys = paste_into (self, self->to);
  g_assert_cmpuint (keys->len, ==, 2);
  g_assert_cmpstr (sample_peek (self->to, g_array_index (keys, TroveKey, 1))->text, ==, "Words");
}

/* Shapes without texts are no text. */
static void
test_no_text (Fixture *self, gconstpointer data)
{
  g_autoptr (GdkContentProvider) provider = provide (self, &self->box, 1);
  g_autoptr (GdkContentFormats) formats = gdk_content_provider_ref_formats (provider);

  g_assert_false (gdk_content_formats_contain_gtype (formats, G_TYPE_STRING));
  g_assert_true (gdk_content_formats_contain_gtype (formats, TROVE_TYPE_FRAGMENT));
}

static void
check_failure (Fixture *self, TroveKey layer, GQuark domain, int code)
{
  g_autofree char *before = sample_dup_text (self->to), *after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (paste (self, self->to, layer, &error));
  g_assert_error (error, domain, code);
  g_test_message ("%s", error->message);
  after = sample_dup_text (self->to);
  g_assert_cmpstr (before, ==, after);
}

static void
test_errors (Fixture *self, gconstpointer data)
{
  TroveKey layer = sample_get_layer (self->to, 0);
  g_autoptr (GBytes) nonsense = g_bytes_new_static ("nonsense", 8);

  gdk_clipboard_set_text (self->clipboard, "words");
  check_failure (self, layer, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_false (sketch_clipboard_has_shapes (self->clipboard));
  copy_bytes (self, SKETCH_CONTENT_TYPE, nonsense);
  check_failure (self, layer, TROVE_ERROR, TROVE_ERROR_DAMAGED);
  copy_bytes (self, "image/svg+xml", nonsense);
  check_failure (self, layer, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  copy (self, &self->box, 1);
  check_failure (self, 12345, TROVE_ERROR, TROVE_ERROR_REMOVED);
}

/* Objects that are no shapes do not go into a layer. */
static void
test_no_shapes (Fixture *self, gconstpointer data)
{
  TroveKey layer = sample_get_layer (self->from, 0);
  g_autoptr (TroveVersion) version = trove_document_freeze (self->from, NULL);
  g_autoptr (TroveFragment) fragment = trove_fragment_new (version, &layer, 1, NULL);
  g_autoptr (GBytes) bytes = trove_fragment_to_bytes (fragment, NULL);

  copy_bytes (self, SKETCH_CONTENT_TYPE, bytes);
  check_failure (self, sample_get_layer (self->to, 0), TROVE_ERROR, TROVE_ERROR_TYPE_MISMATCH);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = { { "/clipboard/own", test_own },
                { "/clipboard/cut", test_cut },
                { "/clipboard/other-program", test_other_program },
                { "/clipboard/pictures", test_pictures },
                { "/clipboard/no-text", test_no_text },
                { "/clipboard/errors", test_errors },
                { "/clipboard/no-shapes", test_no_shapes } };

  gtk_test_init (&argc, &argv, NULL);
  sketch_register_classes ();
  sketch_clipboard_register ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Pictures of versions that are drawn on a thread. */

#include "ui/thumbnails.h"

#include <glib/gstdio.h>

#include "sample.h"

#define N_BYTES (SKETCH_THUMBNAIL_WIDTH * SKETCH_THUMBNAIL_HEIGHT * 4)

typedef struct
{
  TroveDocument *document;
  SketchThumbnails *thumbnails;
  GPtrArray *ready; /* ids, in the order in which they were drawn */
} Fixture;

static void
note (SketchThumbnails *thumbnails, const char *id, GPtrArray *ready)
{
  g_ptr_array_add (ready, g_strdup (id));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->document = sketch_document_new ();
  self->thumbnails = sketch_thumbnails_new (1);
  self->ready = g_ptr_array_new_with_free_func (g_free);
  g_signal_connect (self->thumbnails, "ready", G_CALLBACK (note), self->ready);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_object (&self->thumbnails);
  g_clear_object (&self->document);
  g_ptr_array_unref (self->ready);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Adds a shape and makes a version of it. */
static TroveVersion *
draw (Fixture *self, double x)
{
  TroveKey key = sample_add_box (self->document, SKETCH_ELLIPSE, x, x / 2, 40, 30);
  SketchShapeData shape = *sample_peek (self->document, key);

  shape.fill = 0x3584e4ff;
  g_assert_true (trove_document_set (self->document, key, &shape, NULL));
  sample_commit (self->document, "Draw");
  return trove_document_dup_current (self->document);
}

static void
wait_for (Fixture *self, guint n)
{
  while (self->ready->len < n)
    g_main_context_iteration (NULL, TRUE);
}

static void
check_equal (GdkTexture *a, GdkTexture *b, gboolean equal)
{
  g_autofree guchar *a_data = g_malloc (N_BYTES), *b_data = g_malloc (N_BYTES);

  g_assert_cmpint (gdk_texture_get_width (a), ==, SKETCH_THUMBNAIL_WIDTH);
  g_assert_cmpint (gdk_texture_get_height (a), ==, SKETCH_THUMBNAIL_HEIGHT);
  gdk_texture_download (a, a_data, SKETCH_THUMBNAIL_WIDTH * 4);
  gdk_texture_download (b, b_data, SKETCH_THUMBNAIL_WIDTH * 4);
  g_assert_cmpint (memcmp (a_data, b_data, N_BYTES) == 0, ==, equal);
}

/* The thread's picture of a document that is edited is the one that is drawn directly. */
static void
test_equal (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) versions = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < 30; i++)
    {
      TroveVersion *version = draw (self, 30.0 * i);

      g_ptr_array_add (versions, version);
      g_assert_null (sketch_thumbnails_get (self->thumbnails, version));
    }
  wait_for (self, versions->len);
  for (guint i = 0; i < versions->len; i++)
    {
      TroveVersion *version = g_ptr_array_index (versions, i);
      g_autoptr (GdkTexture) direct = sketch_draw_thumbnail (version, 1);
      GdkTexture *drawn = sketch_thumbnails_get (self->thumbnails, version);

      check_equal (drawn, direct, TRUE);
      if (i > 0)
        check_equal (drawn, sketch_thumbnails_get (self->thumbnails, g_ptr_array_index (versions, i - 1)),
                     FALSE);
    }
  g_assert_cmpuint (self->ready->len, ==, versions->len); /* each was drawn once */
}

/* A version whose drawing keeps the thread busy, so that requests wait behind it. */
static TroveVersion *
draw_much (Fixture *self)
{
  for (guint i = 0; i < 3000; i++)
    sample_add_box (self->document, SKETCH_ELLIPSE, i % 60 * 20, i / 60 * 20, 500, 500);
  sample_commit (self->document, "Draw Much");
  return trove_document_dup_current (self->document);
}

/* Begins anew, with pictures that are all to be drawn. */
static void
forget (Fixture *self)
{
  g_clear_object (&self->thumbnails);
  g_ptr_array_set_size (self->ready, 0);
  self->thumbnails = sketch_thumbnails_new (1);
  g_signal_connect (self->thumbnails, "ready", G_CALLBACK (note), self->ready);
}

/* Requests five versions while the thread draws another one, and drops two of them. FALSE: the thread began late. */
static gboolean
request (Fixture *self, TroveVersion *much, GPtrArray *versions)
{
  g_autofree char *id = trove_version_dup_id (much);

  sketch_thumbnails_get (self->thumbnails, much);
  g_usleep (1000); /* for the thread to begin */
  for (guint i = 0; i < versions->len; i++)
    sketch_thumbnails_get (self->thumbnails, g_ptr_array_index (versions, i));
  sketch_thumbnails_drop (self->thumbnails, g_ptr_array_index (versions, 1));
  sketch_thumbnails_drop (self->thumbnails, g_ptr_array_index (versions, 3));
  sketch_thumbnails_drop (self->thumbnails, g_ptr_array_index (versions, 3));
  wait_for (self, 4);
  return g_str_equal (g_ptr_array_index (self->ready, 0), id);
}

/* The newest one is drawn first; what was dropped is not drawn. */
static void
test_order (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) versions = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (TroveVersion) much = NULL;

  for (guint i = 0; i < 5; i++)
    g_ptr_array_add (versions, draw (self, i));
  much = draw_much (self);
  while (!request (self, much, versions))
    forget (self);
  for (guint i = 0, last = 3; i < 5; i += 2, last--)
    {
      g_autofree char *id = trove_version_dup_id (g_ptr_array_index (versions, i));

      g_assert_cmpstr (g_ptr_array_index (self->ready, last), ==, id);
    }
  g_assert_null (sketch_thumbnails_get (self->thumbnails, g_ptr_array_index (versions, 1)));
  wait_for (self, 5);
  g_assert_nonnull (sketch_thumbnails_get (self->thumbnails, g_ptr_array_index (versions, 1)));
}

/* All is let go of while the thread draws. */
static void
test_destroyed (Fixture *self, gconstpointer data)
{
  g_autoptr (TroveVersion) much = draw_much (self);

  sketch_thumbnails_get (self->thumbnails, much);
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (TroveVersion) version = draw (self, i);

      sketch_thumbnails_get (self->thumbnails, version);
    }
  g_clear_object (&much);
  g_assert_finalize_object (g_steal_pointer (&self->thumbnails));
  g_assert_true (trove_document_undo (self->document, NULL));
  g_clear_object (&self->document);
  g_assert_cmpuint (self->ready->len, ==, 0);
}

/* Pictures that were not used for long are drawn again. */
static void
test_limit (Fixture *self, gconstpointer data)
{
  g_autoptr (TroveVersion) first = draw (self, 0);
  const guint n = 300;

  sketch_thumbnails_get (self->thumbnails, first);
  wait_for (self, 1);
  for (guint i = 1; i < n; i++)
    {
      g_autoptr (TroveVersion) version = NULL;

      g_assert_true (trove_document_undo (self->document, NULL));
      version = draw (self, i);
      sketch_thumbnails_get (self->thumbnails, version);
      if (i == 100)
        g_assert_nonnull (sketch_thumbnails_get (self->thumbnails, first));
    }
  wait_for (self, n);
  g_assert_null (sketch_thumbnails_get (self->thumbnails, first));
  wait_for (self, n + 1);
  g_assert_nonnull (sketch_thumbnails_get (self->thumbnails, first));
}

/* The versions of a file are read by the thread. */
static void
test_file (Fixture *self, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("sketch-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "drawing.trove", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (TroveVersion) old = draw (self, 10);
  g_autoptr (GdkTexture) direct = sketch_draw_thumbnail (old, 1);
  g_autoptr (TroveDocument) loaded = NULL;
  g_autoptr (GPtrArray) versions = NULL;
  g_autoptr (GError) error = NULL;

  g_object_unref (draw (self, 100));
  g_assert_true (trove_document_save (self->document, file, TROVE_SAVE_NONE, NULL, &error));
  loaded = trove_document_load (file, NULL, 0, NULL, &error);
  g_assert_no_error (error);
  versions = trove_document_dup_versions (loaded);
  g_assert_cmpuint (versions->len, ==, 3);
  sketch_thumbnails_get (self->thumbnails, g_ptr_array_index (versions, 1));
  wait_for (self, 1);
  check_equal (sketch_thumbnails_get (self->thumbnails, g_ptr_array_index (versions, 1)), direct, TRUE);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *self, gconstpointer data);
  } tests[] = {
    { "/thumbnails/equal", test_equal },         { "/thumbnails/order", test_order },
    { "/thumbnails/destroyed", test_destroyed }, { "/thumbnails/limit", test_limit },
    { "/thumbnails/file", test_file },
  };

  g_test_init (&argc, &argv, NULL);
  sketch_register_classes ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].test, tear_down);
  return g_test_run ();
}

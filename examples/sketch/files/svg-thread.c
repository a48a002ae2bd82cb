/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "files/svg-thread.h"

#include <libxml/parser.h>

void
sketch_svg_run_in_thread (GTask *task, GTaskThreadFunc func)
{
  xmlInitParser (); /* before two threads use it */
  g_task_run_in_thread (task, func);
}

static void
run (gpointer tag, GTaskThreadFunc func, GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback,
     gpointer data)
{
  g_autoptr (GTask) task = g_task_new (file, cancellable, callback, data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, g_new0 (guint, 1), g_free); /* elements that are left out */
  sketch_svg_run_in_thread (task, func);
}

/* Shapes */

static void
free_picture (gpointer picture)
{
  sketch_svg_picture_free (picture);
}

static void
read_in_thread (GTask *task, gpointer file, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  SketchSvgPicture *picture = sketch_svg_picture_read (file, cancellable, &error);

  if (picture != NULL)
    g_task_return_pointer (task, picture, free_picture);
  else
    g_task_return_error (task, error);
}

void
sketch_read_svg_async (GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  run (sketch_read_svg_async, read_in_thread, file, cancellable, callback, data);
}

SketchSvgPicture *
sketch_read_svg_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Drawings */

static TroveKey
get_first_layer (TroveDocument *document)
{
  TroveKey layer = 0;

  trove_document_get_children (document, trove_document_get_root_key (document), "layers", 0, &layer, 1);
  return layer;
}

/* A branch has no step to undo. */
static TroveDocument *
make_drawing (const SketchSvgPicture *picture, GError **error)
{
  g_autoptr (TroveDocument) imported = sketch_document_new ();
  g_autoptr (TroveDocument) document = NULL;

  if (!sketch_svg_picture_add (picture, imported, get_first_layer (imported), NULL, error) ||
      !trove_document_commit (imported, NULL, error) ||
      (document = trove_document_branch (imported, NULL, error)) == NULL ||
      !trove_document_transfer (document, error))
    return NULL;
  return g_steal_pointer (&document);
}

static void
open_in_thread (GTask *task, gpointer file, gpointer n_left_out, GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr (SketchSvgPicture) picture = sketch_svg_picture_read (file, cancellable, &error);
  TroveDocument *document = picture != NULL ? make_drawing (picture, &error) : NULL;

  if (document == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  *(guint *) n_left_out = sketch_svg_picture_get_n_left_out (picture);
  g_task_return_pointer (task, document, g_object_unref);
}

void
sketch_open_svg_async (GFile *file, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  run (sketch_open_svg_async, open_in_thread, file, cancellable, callback, data);
}

TroveDocument *
sketch_open_svg_finish (GAsyncResult *result, guint *n_left_out, GError **error)
{
  *n_left_out = *(guint *) g_task_get_task_data (G_TASK (result));
  return g_task_propagate_pointer (G_TASK (result), error);
}

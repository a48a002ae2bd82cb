/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Files are read on another thread. A drawing gets a window of its own, unless the window has none that is worth keeping. */

#include "autosave.h"
#include "files/svg-thread.h"
#include "progress.h"

#define N_OBJECTS 2 /* of an empty drawing: itself and a layer */

typedef struct
{
  SketchWindow *window;
  GFile *file;
  SketchProgress *progress;
} Opening;

static Opening *
opening_new (SketchWindow *window, GFile *file)
{
  Opening *self = g_new (Opening, 1);

  *self = (Opening){ g_object_ref (window), g_object_ref (file), sketch_progress_new (window, "Opening") };
  return self;
}

static void
opening_free (Opening *opening)
{
  sketch_progress_free (opening->progress);
  g_object_unref (opening->window);
  g_object_unref (opening->file);
  g_free (opening);
}

static void
say (SketchWindow *window, GFile *file, const char *format, const char *reason)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *text = g_strdup_printf (format, name, reason);

  sketch_window_say (window, text);
}

static gboolean
is_closed (SketchWindow *window)
{
  return gtk_window_get_application (GTK_WINDOW (window)) == NULL;
}

/* The user knows what was cancelled. */
static void
say_failure (const Opening *opening, const GError *error)
{
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    say (opening->window, opening->file, "“%s” cannot be opened: %s", error->message);
}

static gboolean
is_untouched (TroveDocument *document)
{
  g_autoptr (GFile) file = sketch_dup_file (document);

  return file == NULL && trove_document_get_n_objects (document) == N_OBJECTS &&
         !trove_document_get_modified (document) && !trove_document_get_can_undo (document) &&
         !trove_document_get_can_redo (document);
}

/* Returns the window that shows the document. */
static SketchWindow *
show (SketchWindow *window, TroveDocument *document)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (window));

  sketch_window_finish_edit (window);
  if (is_untouched (sketch_window_get_document (window)))
    sketch_window_set_document (window, document);
  else
    window = SKETCH_WINDOW (sketch_window_new (ADW_APPLICATION (application), document));
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

/* Shows what was saved automatically when a program ended, if there is more than the user has saved. */
static void
show_restored (SketchWindow *window, TroveDocument *document)
{
  g_autoptr (GFile) file = NULL;

  sketch_start_autosave (document);
  if (!trove_document_get_modified (document))
    {
      sketch_end_autosave (document);
      return;
    }
  window = show (window, document);
  file = sketch_dup_file (document);
  if (file != NULL)
    say (window, file, "Restored “%s”, which was not saved", NULL);
  else
    sketch_window_say (window, "Restored a drawing that was not saved");
}

static void
loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  Opening *opening = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveDocument) document = trove_document_load_finish (result, &error);

  if (is_closed (opening->window))
    ;
  else if (document == NULL)
    say_failure (opening, error);
  else if (!SKETCH_IS_DRAWING (trove_document_get_root (document)))
    say (opening->window, opening->file, "“%s” is not a drawing", NULL);
  else if (sketch_is_unsaved_file (opening->file))
    show_restored (opening->window, document);
  else
    show (opening->window, document);
  opening_free (opening);
}

static void
load (SketchWindow *window, GFile *file)
{
  const GType types[] = { SKETCH_TYPE_DRAWING, SKETCH_TYPE_LAYER, SKETCH_TYPE_SHAPE };
  Opening *opening = opening_new (window, file);

  sketch_register_classes ();
  trove_document_load_async (file, types, G_N_ELEMENTS (types),
                             sketch_progress_get_cancellable (opening->progress), sketch_progress_set,
                             opening->progress, NULL, loaded, opening);
}

/* SVG */

void
sketch_say_left_out (SketchWindow *window, guint n)
{
  g_autofree char *text = g_strdup_printf (
      n == 1 ? "%u element of the file was left out" : "%u elements of the file were left out", n);

  if (n > 0)
    sketch_window_say (window, text);
}

static GQuark
picture_quark (void)
{
  return g_quark_from_static_string ("sketch-picture");
}

GFile *
sketch_get_picture (TroveDocument *document)
{
  return g_object_get_qdata (G_OBJECT (document), picture_quark ());
}

static void
set_picture (TroveDocument *document, GFile *file)
{
  g_object_set_qdata_full (G_OBJECT (document), picture_quark (), g_object_ref (file), g_object_unref);
}

static void
svg_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  Opening *opening = data;
  g_autoptr (GError) error = NULL;
  guint n_left_out;
  g_autoptr (TroveDocument) document = sketch_open_svg_finish (result, &n_left_out, &error);

  if (is_closed (opening->window))
    ;
  else if (document == NULL)
    say_failure (opening, error);
  else
    {
      set_picture (document, opening->file);
      sketch_say_left_out (show (opening->window, document), n_left_out);
    }
  opening_free (opening);
}

static void
open_svg (SketchWindow *window, GFile *file)
{
  Opening *opening = opening_new (window, file);

  sketch_open_svg_async (file, sketch_progress_get_cancellable (opening->progress), svg_opened, opening);
}

static gboolean
is_svg (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *lower = g_ascii_strdown (name, -1);

  return g_str_has_suffix (lower, ".svg");
}

/* The window that has a file open, or NULL. */
static GtkWindow *
find_window (SketchWindow *window, GFile *file)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (window));
  GList *windows = application != NULL ? gtk_application_get_windows (application) : NULL;

  for (; windows != NULL; windows = windows->next)
    if (SKETCH_IS_WINDOW (windows->data))
      {
        g_autoptr (GFile) other = sketch_dup_file (sketch_window_get_document (windows->data));

        if (other != NULL && g_file_equal (other, file))
          return windows->data;
      }
  return NULL;
}

void
sketch_open_file (SketchWindow *window, GFile *file)
{
  GtkWindow *other = find_window (window, file);

  if (other != NULL)
    gtk_window_present (other);
  else if (is_svg (file))
    open_svg (window, file);
  else
    load (window, file);
}

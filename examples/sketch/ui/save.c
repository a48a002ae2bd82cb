/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "save.h"

#include "autosave.h"
#include "file-dialog.h"
#include "merge-file.h"
#include "progress.h"
#include "save-problem.h"

typedef struct
{
  SketchWindow *window;
  TroveDocument *document;
  GFile *file;
  SketchProgress *progress; /* NULL: the user is asked something */
  SketchSavedFunc func;
} Saving;

void
sketch_begin_writing (void)
{
  GApplication *application = g_application_get_default ();

  if (application != NULL)
    g_application_hold (application);
}

void
sketch_end_writing (void)
{
  GApplication *application = g_application_get_default ();

  if (application != NULL)
    g_application_release (application);
}

static void
finish (Saving *saving, gboolean saved)
{
  if (saving->func != NULL)
    saving->func (saving->window, saved);
  g_clear_pointer (&saving->progress, sketch_progress_free);
  g_object_unref (saving->file);
  g_object_unref (saving->document);
  g_object_unref (saving->window);
  g_free (saving);
}

static void solve (SketchWindow *window, SketchSolution solution, gpointer data);

static void
fail (Saving *saving, const GError *error)
{
  g_clear_pointer (&saving->progress, sketch_progress_free);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    finish (saving, FALSE);
  else if (gtk_window_get_application (GTK_WINDOW (saving->window)) == NULL) /* it was closed */
    {
      sketch_window_say (saving->window, error->message);
      finish (saving, FALSE);
    }
  else
    sketch_ask_about_problem (saving->window, error, solve, saving);
}

static void
saved (GObject *source, GAsyncResult *result, gpointer data)
{
  Saving *saving = data;
  g_autoptr (GError) error = NULL;

  sketch_end_writing ();
  if (!trove_document_save_finish (saving->document, result, &error))
    {
      fail (saving, error);
      return;
    }
  sketch_autosave_clear (saving->document);
  if (saving->func != NULL && trove_document_get_modified (saving->document))
    sketch_window_say (saving->window, "Saved; edited since");
  finish (saving, !trove_document_get_modified (saving->document));
}

static void
save (Saving *saving, TroveSaveFlags flags)
{
  if (saving->progress == NULL)
    saving->progress = sketch_progress_new (saving->window, "Saving");
  sketch_begin_writing ();
  trove_document_save_async (saving->document, saving->file, flags,
                             sketch_progress_get_cancellable (saving->progress), sketch_progress_set,
                             saving->progress, NULL, saved, saving);
}

/* Merging what somebody else has saved */

static void
merged (GObject *source, GAsyncResult *result, gpointer data)
{
  Saving *saving = data;
  g_autoptr (GError) error = NULL;
  guint n_conflicts = 0;

  sketch_end_writing ();
  if (!sketch_window_finish_edit (saving->window)) /* it was closed: what was in it is not to be saved */
    finish (saving, FALSE);
  else if (!sketch_merge_file_finish (saving->window, saving->document, result, &n_conflicts, &error))
    fail (saving, error);
  else if (n_conflicts == 0)
    save (saving, TROVE_SAVE_NONE);
  else
    {
      sketch_window_say (saving->window, "Merged, and not saved yet: decide the conflicts, then save");
      finish (saving, FALSE);
    }
}

static void
merge_and_save (Saving *saving)
{
  saving->progress = sketch_progress_new (saving->window, "Merging");
  sketch_begin_writing ();
  trove_document_merge_file_async (saving->document, saving->file,
                                   sketch_progress_get_cancellable (saving->progress), merged, saving);
}

static void
solve (SketchWindow *window, SketchSolution solution, gpointer data)
{
  Saving *saving = data;
  SketchSavedFunc func = saving->func;

  switch (solution)
    {
    case SKETCH_REPLACE:
      save (saving, TROVE_SAVE_REPLACE);
      break;
    case SKETCH_MERGE:
      merge_and_save (saving);
      break;
    case SKETCH_SAVE_AS:
      saving->func = NULL;
      finish (saving, FALSE);
      sketch_save_as (window, func);
      break;
    case SKETCH_NOTHING:
    default:
      finish (saving, FALSE);
    }
}

/* Where to */

static Saving *
saving_new (SketchWindow *window, GFile *file, SketchSavedFunc func)
{
  Saving *saving = g_new (Saving, 1);

  sketch_window_finish_edit (window);
  *saving = (Saving){ g_object_ref (window), g_object_ref (sketch_window_get_document (window)),
                      g_object_ref (file), NULL, func };
  return saving;
}

void
sketch_save_to (SketchWindow *window, GFile *file, SketchSavedFunc func)
{
  save (saving_new (window, file, func), TROVE_SAVE_NONE);
}

static void
save_as (SketchWindow *window, GFile *file, gpointer func)
{
  sketch_save_to (window, file, *(SketchSavedFunc *) func);
}

void
sketch_save_as (SketchWindow *window, SketchSavedFunc func)
{
  static const SketchFileDialog dialog = { "Save Drawing", "Drawings", sketch_drawing_suffixes, TRUE };
  g_autofree char *name =
      sketch_suggest_name (sketch_window_get_document (window), sketch_drawing_suffixes[0]);

  sketch_choose_file (window, &dialog, name, save_as, g_memdup2 (&func, sizeof func), g_free);
}

void
sketch_save (SketchWindow *window, SketchSavedFunc func)
{
  TroveDocument *document = sketch_window_get_document (window);
  GFile *own = trove_document_get_file (document);
  g_autoptr (GFile) file = sketch_dup_file (document);

  if (file == NULL)
    sketch_save_as (window, func);
  else if (g_file_equal (file, own))
    sketch_save_to (window, file, func);
  else if (g_file_query_exists (file,
                                NULL)) /* a restored drawing: somebody may have written the file since */
    merge_and_save (saving_new (window, file, func));
  else
    sketch_save_to (window, file, func);
}

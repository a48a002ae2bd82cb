/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "merge-file.h"

#include "progress.h"

typedef struct
{
  SketchWindow *window;
  GFile *file;
  SketchProgress *progress;
} Merging;

static void
merging_free (Merging *merging)
{
  sketch_progress_free (merging->progress);
  g_object_unref (merging->window);
  g_object_unref (merging->file);
  g_free (merging);
}

gboolean
sketch_merge_file_finish (SketchWindow *window, TroveDocument *document, GAsyncResult *result,
                          guint *n_conflicts, GError **error)
{
  g_autoptr (TroveMerge) merge = trove_document_merge_file_finish (document, result, error);

  if (merge == NULL)
    return FALSE;
  if (!trove_document_commit (document, "Merge", error))
    {
      trove_document_rollback (document, NULL);
      return FALSE;
    }
  *n_conflicts = g_list_model_get_n_items (G_LIST_MODEL (merge));
  if (*n_conflicts > 0)
    sketch_window_show_merge (window, merge);
  return TRUE;
}

/* The message about a merge. */
static char *
describe (Merging *merging, guint n_conflicts, const GError *error)
{
  g_autofree char *name = g_file_get_basename (merging->file);

  if (g_error_matches (error, TROVE_ERROR, TROVE_ERROR_FOREIGN))
    return g_strdup_printf ("“%s” is not a copy of this drawing", name);
  if (error != NULL)
    return g_strdup_printf ("“%s” cannot be merged: %s", name, error->message);
  if (n_conflicts == 0)
    return g_strdup_printf ("Merged “%s”", name);
  return g_strdup_printf ("Merged “%s”; %u to decide", name, n_conflicts);
}

static void
merged (GObject *source, GAsyncResult *result, gpointer data)
{
  Merging *merging = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint n_conflicts = 0;

  if (!sketch_window_finish_edit (merging->window)) /* it was closed */
    {
      merging_free (merging);
      return;
    }
  sketch_merge_file_finish (merging->window, TROVE_DOCUMENT (source), result, &n_conflicts, &error);
  text = describe (merging, n_conflicts, error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    sketch_window_say (merging->window, text);
  merging_free (merging);
}

void
sketch_merge_file (SketchWindow *window, GFile *file)
{
  Merging *merging = g_new (Merging, 1);

  *merging = (Merging){ g_object_ref (window), g_object_ref (file), sketch_progress_new (window, "Merging") };
  trove_document_merge_file_async (sketch_window_get_document (window), file,
                                   sketch_progress_get_cancellable (merging->progress), merged, merging);
}

/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "file-actions.h"

#include "files/export.h"
#include "files/svg-thread.h"
#include "file-dialog.h"
#include "merge-file.h"
#include "progress.h"
#include "save.h"
#include "view-actions.h"

static const char *const opened_suffixes[] = { "trove", "svg", NULL };
static const char *const imported_suffixes[] = { "svg", NULL };
static const char *const exported_suffixes[] = { "svg", "pdf", "png", NULL };

static void
say_failure (SketchWindow *window, const char *what, GError *error)
{
  g_autofree char *text = g_strdup_printf ("%s: %s", what, error->message);

  sketch_window_say (window, text);
}

/* Opening and saving */

static void
open_file (SketchWindow *window, GFile *file, gpointer data)
{
  sketch_open_file (window, file);
}

static void
open_chosen (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  static const SketchFileDialog dialog = { "Open Drawing", "Drawings", opened_suffixes, FALSE };

  sketch_choose_file (window, &dialog, NULL, open_file, NULL, NULL);
}

static void
save (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  sketch_save (window, NULL);
}

static void
save_as (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  sketch_save_as (window, NULL);
}

static void
merge_chosen (SketchWindow *window, GFile *file, gpointer data)
{
  sketch_merge_file (window, file);
}

static void
merge_file (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  static const SketchFileDialog dialog = { "Merge a Copy", "Drawings", sketch_drawing_suffixes, FALSE };

  sketch_choose_file (window, &dialog, NULL, merge_chosen, NULL, NULL);
}

/* Importing */

typedef struct
{
  SketchWindow *window;
  TroveDocument *document;
  SketchProgress *progress;
} Importing;

static void
importing_free (Importing *importing)
{
  sketch_progress_free (importing->progress);
  g_object_unref (importing->document);
  g_object_unref (importing->window);
  g_free (importing);
}

/* Adds a picture to the layer that is chosen now, selects it, and shows it. */
static void
add_picture (SketchWindow *window, const SketchSvgPicture *picture, GError *error)
{
  SketchTools *tools = sketch_window_get_tools (window);
  g_autoptr (GArray) keys = NULL;

  if (picture != NULL && sketch_tools_check_layer (tools, &error) &&
      sketch_svg_picture_add (picture, sketch_window_get_document (window), sketch_tools_get_layer (tools),
                              &keys, &error))
    {
      sketch_selection_set (sketch_window_get_selection (window), (const TroveKey *) (gpointer) keys->data,
                            keys->len);
      sketch_show_selected (window);
      sketch_say_left_out (window, sketch_svg_picture_get_n_left_out (picture));
    }
  sketch_window_commit (window, "Import", error);
}

/* Nothing is imported if the window was closed, or shows another drawing. */
static void
was_read (GObject *file, GAsyncResult *result, gpointer data)
{
  Importing *importing = data;
  SketchWindow *window = importing->window;
  GError *error = NULL;
  g_autoptr (SketchSvgPicture) picture = sketch_read_svg_finish (result, &error);

  if (sketch_window_finish_edit (window) && sketch_window_get_document (window) == importing->document &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    add_picture (window, picture, g_steal_pointer (&error));
  g_clear_error (&error);
  importing_free (importing);
}

static void
import_file (SketchWindow *window, GFile *file, gpointer data)
{
  Importing *importing = g_new (Importing, 1);

  *importing = (Importing){ g_object_ref (window), g_object_ref (sketch_window_get_document (window)),
                            sketch_progress_new (window, "Importing") };
  sketch_read_svg_async (file, sketch_progress_get_cancellable (importing->progress), was_read, importing);
}

static void
import (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  static const SketchFileDialog dialog = { "Import", "SVG Pictures", imported_suffixes, FALSE };

  sketch_choose_file (window, &dialog, NULL, import_file, NULL, NULL);
}

/* Versions */

/* NULL: there is no such one any more. */
static TroveVersion *
find_version (SketchWindow *window, GVariant *id)
{
  return trove_document_dup_version (sketch_window_get_document (window), g_variant_get_string (id, NULL));
}

static void
exported (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (SketchWindow) window = data;
  g_autoptr (GError) error = NULL;

  sketch_end_writing ();
  if (sketch_export_finish (result, &error))
    sketch_window_say (window, "Exported");
  else
    say_failure (window, "The drawing was not exported", error);
}

static void
export_to (SketchWindow *window, GFile *file, gpointer version)
{
  sketch_begin_writing ();
  sketch_export_async (version, file, 1, NULL, exported, g_object_ref (window));
}

/* Takes over the version. */
static void
ask_and_export (SketchWindow *window, TroveVersion *version)
{
  static const SketchFileDialog dialog = { "Export", "SVG, PDF and PNG Pictures", exported_suffixes, TRUE };
  g_autofree char *name = sketch_suggest_name (sketch_window_get_document (window), exported_suffixes[0]);

  sketch_choose_file (window, &dialog, name, export_to, version, g_object_unref);
}

static void
export_current (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  g_autoptr (GError) error = NULL;
  TroveVersion *version = trove_document_freeze (sketch_window_get_document (window), &error);

  if (version != NULL)
    ask_and_export (window, version);
  else
    say_failure (window, "The drawing was not exported", error);
}

static void
export_version (GSimpleAction *action, GVariant *id, gpointer window)
{
  TroveVersion *version = find_version (window, id);

  if (version != NULL)
    ask_and_export (window, version);
}

static void
version_saved (GObject *branch, GAsyncResult *result, gpointer data)
{
  g_autoptr (SketchWindow) window = data;
  g_autoptr (GError) error = NULL;

  sketch_end_writing ();
  if (trove_document_save_finish (TROVE_DOCUMENT (branch), result, &error))
    sketch_window_say (window, "The version was saved as a drawing of its own");
  else
    say_failure (window, "The version was not saved", error);
}

static void
save_version_to (SketchWindow *window, GFile *file, gpointer version)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TroveDocument) branch =
      trove_document_branch (sketch_window_get_document (window), version, &error);

  if (branch == NULL)
    {
      say_failure (window, "The version was not saved", error);
      return;
    }
  sketch_begin_writing ();
  trove_document_save_async (branch, file, TROVE_SAVE_NONE, NULL, NULL, NULL, NULL, version_saved,
                             g_object_ref (window));
}

static void
save_version (GSimpleAction *action, GVariant *id, gpointer window)
{
  static const SketchFileDialog dialog = { "Save Version", "Drawings", sketch_drawing_suffixes, TRUE };
  TroveVersion *version = find_version (window, id);

  if (version != NULL)
    sketch_choose_file (window, &dialog, "Version.trove", save_version_to, version, g_object_unref);
}

void
sketch_add_file_actions (SketchWindow *window)
{
  static const GActionEntry entries[] = {
    { .name = "open", .activate = open_chosen },
    { .name = "save", .activate = save },
    { .name = "save-as", .activate = save_as },
    { .name = "merge-file", .activate = merge_file },
    { .name = "import", .activate = import },
    { .name = "export", .activate = export_current },
    { .name = "export-version", .activate = export_version, .parameter_type = "s" },
    { .name = "save-version", .activate = save_version, .parameter_type = "s" },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
  g_signal_connect (window, "close-request", G_CALLBACK (sketch_ask_before_closing), NULL);
}

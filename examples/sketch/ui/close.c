/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "save.h"

/* When the dialog that has asked is gone. */
static gboolean
discard (gpointer window)
{
  sketch_end_autosave (sketch_window_get_document (window));
  gtk_window_destroy (window);
  return G_SOURCE_REMOVE;
}

static void
discard_later (SketchWindow *window)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, discard, g_object_ref (window), g_object_unref);
}

static void
close_if_saved (SketchWindow *window, gboolean saved)
{
  if (saved)
    discard_later (window);
}

static void
answer (AdwMessageDialog *dialog, const char *response, SketchWindow *window)
{
  if (g_str_equal (response, "discard"))
    discard_later (window);
  else if (g_str_equal (response, "save"))
    sketch_save (window, close_if_saved);
}

/* A drawing that is not modified is closed at once. */
gboolean
sketch_ask_before_closing (SketchWindow *window)
{
  TroveDocument *document = sketch_window_get_document (window);
  g_autoptr (GFile) file = sketch_dup_file (document);
  g_autofree char *name = file != NULL ? g_file_get_basename (file) : NULL;
  AdwMessageDialog *dialog;

  sketch_window_finish_edit (window);
  if (!trove_document_get_modified (document))
    return GDK_EVENT_PROPAGATE;
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (window), "Save Changes?", NULL));
  if (name != NULL)
    adw_message_dialog_format_body (dialog, "“%s” has changes that are not saved.", name);
  else
    adw_message_dialog_set_body (dialog, "The drawing is not saved.");
  adw_message_dialog_add_responses (dialog, "cancel", "_Cancel", "discard", "_Discard", "save", "_Save",
                                    NULL);
  adw_message_dialog_set_response_appearance (dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (dialog, "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "save");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (answer), window, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  return GDK_EVENT_STOP;
}

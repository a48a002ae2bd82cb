/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "dialogs.h"

#include "../examples/window.h"

static gpointer
find (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (g_type_is_a (G_OBJECT_TYPE (window), type) && gtk_widget_get_visible (window) &&
          g_object_get_data (G_OBJECT (window), "answered") == NULL) /* it closes later */
        return window;
    }
  return NULL;
}

AdwMessageDialog *
dialogs_find (void)
{
  return find (ADW_TYPE_MESSAGE_DIALOG);
}

void
dialogs_answer (const char *heading, const char *response)
{
  AdwMessageDialog *dialog;

  while ((dialog = dialogs_find ()) == NULL ||
         g_strcmp0 (adw_message_dialog_get_heading (dialog), heading) != 0)
    g_main_context_iteration (NULL, TRUE);
  g_object_set_data (G_OBJECT (dialog), "answered", dialog);
  adw_message_dialog_response (dialog, response);
}

GFile *
dialogs_dup_suggestion (void)
{
  GtkFileChooser *chooser;

  while ((chooser = find (GTK_TYPE_FILE_CHOOSER_DIALOG)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  window_settle (GTK_WIDGET (chooser));
  return gtk_file_chooser_get_file (chooser);
}

static gboolean
has_chosen (GtkFileChooser *chooser, GFile *file)
{
  g_autoptr (GFile) chosen = gtk_file_chooser_get_file (chooser);

  return chosen != NULL && g_file_equal (chosen, file);
}

void
dialogs_choose (GFile *file)
{
  g_autoptr (GFile) folder = g_file_get_parent (file);
  GtkFileChooser *chooser;

  while ((chooser = find (GTK_TYPE_FILE_CHOOSER_DIALOG)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  window_settle (GTK_WIDGET (chooser));
  if (gtk_file_chooser_get_action (chooser) == GTK_FILE_CHOOSER_ACTION_SAVE)
    {
      g_autofree char *name = g_file_get_basename (file);

      g_assert_true (gtk_file_chooser_set_current_folder (chooser, folder, NULL));
      gtk_file_chooser_set_current_name (chooser, name);
    }
  else
    g_assert_true (gtk_file_chooser_set_file (chooser, file, NULL));
  while (!has_chosen (chooser, file))
    g_main_context_iteration (NULL, TRUE);
  window_settle (GTK_WIDGET (chooser));
  g_assert_true (has_chosen (chooser, file));
  g_object_set_data (G_OBJECT (chooser), "answered", chooser);
  gtk_dialog_response (GTK_DIALOG (chooser), GTK_RESPONSE_ACCEPT);
}

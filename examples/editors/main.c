/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Two editors of one list of tasks, each with a branch of the document, which are merged. */

#include "window.h"

#include "tasks/task.h"

static gboolean
fill (TroveDocument *document, GError **error)
{
  const char *titles[] = { "Buy bread", "Water the plants", "Call Anna" };
  TroveList *tasks = trove_object_get_list (trove_document_get_root (document), "tasks");

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    {
      g_autoptr (TroveObject) task = g_object_new (TYPE_TASK, "document", document, "title", titles[i], NULL);

      if (!trove_list_append (tasks, task, error))
        return FALSE;
    }
  return trove_document_commit (document, "Fill", error);
}

static void
activate (GtkApplication *application)
{
  g_autoptr (TroveDocument) document = trove_document_new (TYPE_TASK_LIST, NULL, 0);
  g_autoptr (GError) error = NULL;

  if (!fill (document, &error))
    g_error ("%s", error->message);
  gtk_window_present (GTK_WINDOW (editors_window_new (application, document)));
}

int
main (int argc, char **argv)
{
  g_autoptr (GtkApplication) application =
      gtk_application_new ("org.example.Editors", G_APPLICATION_DEFAULT_FLAGS);

  g_signal_connect (application, "activate", G_CALLBACK (activate), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}

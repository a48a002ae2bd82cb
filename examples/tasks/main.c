/* SPDX-FileCopyrightText: 2026 The Trove-GLib authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* A task list with undo in the header bar. */

#include "task.h"
#include "window.h"

static void
activate (GtkApplication *application)
{
  g_autoptr (TroveDocument) document = trove_document_new (TYPE_TASK_LIST, NULL, 0);

  gtk_window_present (GTK_WINDOW (tasks_window_new (application, document)));
}

int
main (int argc, char **argv)
{
  g_autoptr (GtkApplication) application =
      gtk_application_new ("org.example.Tasks", G_APPLICATION_DEFAULT_FLAGS);

  g_signal_connect (application, "activate", G_CALLBACK (activate), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
